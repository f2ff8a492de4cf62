//! Protocols as text: a [`Global`](crate::automata::global::Global) in the session language, in Scribble, in nuScr.
//!
//! In comes an automaton, from whichever language; out comes a text that reads back as the same automaton, up to states
//! that do the same and up to names that the language cannot write; or, for each thing that the language cannot say, its
//! line and what it is. `structure` finds sequences, choices, calls and loops in the automaton, `names` finds names.

mod conditions;
mod names;
mod nuscr;
mod scribble;
mod session;
mod smallest;
mod structure;

pub use nuscr::nuscr;
pub use scribble::scribble;
pub use session::{Blocks, block, session, session_of};
pub use smallest::smallest;

use crate::base::Span;

/// How many steps a text may have.
pub const STEPS: usize = 1 << 15;

/// How deeply its blocks may be nested: less than its reader allows.
pub const LEVELS: usize = 80;

/// What a language cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsayable {
    /// The line that says it in the language at hand.
    pub span: Span,
    /// Why not.
    pub message: String,
}

impl Unsayable {
    fn new(span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { span, message }
    }
}
