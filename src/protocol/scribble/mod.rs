//! Scribble's protocols as [`Global`]s, and Scribble's own rules.
//!
//! In come modules, the first of which was asked for ([`load`] reads the others); out come its protocols that are not
//! auxiliary, and located errors. `do` is replaced by the protocol that it names (`inline`): a `do` inside of the same
//! one with the same roles is a loop. [`rules`] refuses what Scribble does by default beyond what cannot be implemented.

mod enabled;
mod inline;
mod load;
mod lower;
mod names;
pub mod rules;

pub use load::load;

use crate::automata::global::Global;
use crate::base::Diagnostic;
use crate::syntax::scribble::Module;

/// The protocols of a module, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Protocols {
    /// Those that mean something and are not auxiliary.
    pub globals: Vec<Global>,
    /// What Scribble's rules refuse of them, for what can be told from how they are written.
    pub refused: Vec<Diagnostic>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the first of these modules means; the others are those that it imports.
#[must_use]
pub fn protocols(modules: &[Module]) -> Protocols {
    let mut found = Protocols::default();
    let Some(module) = modules.first() else {
        return found;
    };
    names::judge(modules, &mut found.diagnostics);
    if !found.diagnostics.is_empty() {
        return found;
    }
    for protocol in module
        .protocols
        .iter()
        .filter(|protocol| !protocol.auxiliary)
    {
        let inlined = inline::inline(modules, protocol, &mut found.diagnostics);
        let errors = found.diagnostics.len();
        if let Some(body) = inlined {
            inline::reach(&body, protocol.roles.len(), &mut found.diagnostics);
            let body = inline::pruned(&body);
            let roles: Vec<_> = protocol.roles.iter().map(|role| role.name).collect();
            found.refused.extend(enabled::judge(&body, &roles));
            found.refused.extend(enabled::subjects(&body, &roles));
            let global = lower::lower(protocol, &body, &mut found.diagnostics);
            if found.diagnostics.len() == errors {
                found.globals.extend(global);
            }
        }
    }
    found
}
