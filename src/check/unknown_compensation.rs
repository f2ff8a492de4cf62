//! Q0317: `comp( s )` where nothing is named `s`.
//!
//! `comp( s )` runs the compensation handler that a scope `s` left when it ended, and does nothing when there is
//! none. Handlers are kept by the name of their scope; the outermost scope is called `main`.
//!
//! Rule: no scope of this name is written anywhere in the service.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::syntax::jolie::tree::ProcessKind;
use crate::syntax::jolie::walk;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut scopes: Vec<(Name, Span)> = Vec::new();
    let mut compensations: Vec<(Name, Span)> = Vec::new();
    for process in subject.built() {
        walk::processes(process, &mut |part| match &part.kind {
            ProcessKind::Scope { name, .. } => scopes.push((name.name, name.span)),
            ProcessKind::Compensate(name) => compensations.push((name.name, part.span)),
            _ => {}
        });
    }
    for (name, span) in compensations {
        if name == "main" || scopes.iter().any(|(scope, _)| *scope == name) {
            continue;
        }
        let message = format!(
            "no scope of service `{}` is named `{name}`",
            subject.service.name
        );
        let mut diagnostic =
            Diagnostic::new(Code::Q0317, span, message).label("compensates nothing");
        if let Some((scope, at)) = scopes
            .iter()
            .find(|(scope, _)| super::faults::similar(scope, &name))
        {
            diagnostic = diagnostic
                .related(*at, "a similar name")
                .help(format!("write `comp( {scope} )`"));
        } else {
            diagnostic =
                diagnostic.help("name a scope that has ended and installed a handler for `this`");
        }
        found.push(diagnostic);
    }
}
