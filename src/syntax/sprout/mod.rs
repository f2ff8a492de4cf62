//! Sprout's symbolic protocols: `grammar/sprout.pest` and its trees.
//!
//! In comes the text of one file; out come its transitions with their conditions, and located errors. Each transition
//! that cannot be read is an error of its own.

mod parse;

pub use parse::parse;

use crate::base::{Name, Span};
use crate::solve::term::Formula;

/// One protocol.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The state at the beginning.
    pub initial: i64,
    /// The registers with their first values.
    pub registers: Vec<(Name, i64)>,
    /// The transitions, in order.
    pub transitions: Vec<Transition>,
    /// The states in which it may end.
    pub finals: Vec<i64>,
}

/// `(0) p->q:x{…} (1)`
#[derive(Clone, Debug)]
pub struct Transition {
    /// The state before it.
    pub before: i64,
    /// Who sends.
    pub from: Name,
    /// Who receives.
    pub to: Name,
    /// What the condition calls the number that is sent.
    pub message: Name,
    /// What is true of it.
    pub condition: Formula<Variable>,
    /// The state after it.
    pub after: i64,
    /// The whole transition.
    pub span: Span,
}

/// A variable of a condition: a register before or after the transition, or the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// Whether it is meant as it is after the transition.
    pub after: bool,
    /// Where it stands.
    pub span: Span,
}
