//! Q0122: a type that is declared again must have the same structure.

use crate::base::{Code, Diagnostic};
use crate::program::resolve::Resolver;
use crate::program::types::equivalent;

/// Reports types of a module that are declared again in another way.
pub(super) fn check(resolver: &mut Resolver, module: usize) {
    for (first, second) in &resolver.names[module].again {
        let types = &resolver.program.types;
        if equivalent(types, *first, *second) {
            continue;
        }
        let (first, second) = (&types[first.index()], &types[second.index()]);
        let name = second.name.unwrap_or_default();
        let message = format!("type `{name}` has already been defined with a different structure");
        let finding = Diagnostic::new(Code::Q0122, second.span, message)
            .label("the second declaration")
            .related(first.span, "the first one");
        resolver.findings.push(finding);
    }
}
