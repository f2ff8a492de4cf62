//! From the tree of a session to the automaton of its interactions.
//!
//! In comes a session with the constants that are given; out come the [`Global`] and every located error. A session is
//! lowered from its end to its beginning, each part in front of what follows it, so that a definition called in two
//! places with one continuation is one part of the automaton. A request, its reply and its faults are interactions of
//! their own; after a fault without a body, and after its body, the session ends (within `|`: the branch). The branches
//! of `|` are interleaved: their product is built here. The definition is in `papers/sessions.md`.

mod condition;
pub(super) mod draft;
mod lower;
mod messages;
mod parallel;
mod roles;
#[cfg(test)]
mod tests;

use crate::automata::global::Global;
use crate::base::{Diagnostic, Name};
use crate::syntax::session::tree::Session;
use rustc_hash::FxHashMap;

/// How many roles a session may have.
pub const ROLES: usize = 128;

/// How many states and steps the automaton of a session may have.
pub const STATES: usize = 1 << 18;

/// What a session means.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// Its automaton; `None` when an error makes it meaningless.
    pub global: Option<Global>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Lowers a session, with the numbers that are given for the sizes of families.
#[must_use]
pub fn lower(session: &Session, constants: &FxHashMap<Name, i64>) -> Lowered {
    let mut diagnostics = Vec::new();
    let roles = roles::Roles::of(session, constants, &mut diagnostics);
    messages::judge(session, &mut diagnostics);
    let draft = lower::Lowering::new(session, &roles, &mut diagnostics).run();
    let global = match draft {
        Some(draft) if diagnostics.is_empty() => Some(draft),
        _ => None,
    };
    Lowered {
        global,
        diagnostics,
    }
}
