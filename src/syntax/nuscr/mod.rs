//! nuScr: `grammar/nuscr.pest` and its trees.
//!
//! In comes the text of one file; out come its protocols, nested ones inside of those that declare them, and located
//! errors: one for each protocol at the top that cannot be read.

mod comments;
mod parse;

pub use parse::parse;

use crate::base::{Name, Span};

/// A name where it was written; of a type, with dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The name.
    pub name: Name,
    /// Where.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// What it asks of nuScr: `RefinementTypes`.
    pub pragmas: Vec<Word>,
    /// Its protocols.
    pub protocols: Vec<Protocol>,
}

/// `global protocol P(role A, role B) { … }`
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Whether it is one that others call: `nested protocol`.
    pub nested: bool,
    /// Its name.
    pub name: Word,
    /// Its roles.
    pub roles: Vec<Word>,
    /// Those of a nested protocol that each call makes anew.
    pub new_roles: Vec<Word>,
    /// The protocols that only it knows.
    pub inner: Vec<Protocol>,
    /// What happens.
    pub body: Vec<Step>,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// `x( n: int{n > 0} ) from A to B, C;`
    Transfer {
        /// The name of the message.
        operation: Word,
        /// What it carries.
        payload: Vec<Part>,
        /// Who sends.
        from: Word,
        /// Who receives, one after the other.
        to: Vec<Word>,
        /// All of it.
        span: Span,
    },
    /// `rec X [n<A>: int = 0] { … }`
    Recursion(Word, Vec<Variable>, Vec<Step>),
    /// `continue X [n + 1];`
    Continue(Word, Vec<Expression>),
    /// `choice at A { … } or { … }`
    Choice(Word, Vec<Vec<Step>>),
    /// `do P(A, B);`
    Do(Word, Vec<Word>),
    /// `A calls P(A, B);`
    Calls(Word, Word, Vec<Word>),
}

/// `n<A, B>: int{n >= 0} = 0`
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Word,
    /// Who knows it.
    pub roles: Vec<Word>,
    /// Its type, with what is always true of it.
    pub part: Part,
    /// What it is at first.
    pub initial: Expression,
}

/// A part of a message.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name that later steps use.
    pub name: Option<Word>,
    /// Its type, or the protocol that is handed over.
    pub data: Word,
    /// The role in which a protocol is handed over.
    pub role: Option<Word>,
    /// What is true of it.
    pub condition: Option<Expression>,
}

/// A condition, or what one compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// A number; `None` is one that is too large.
    Number(Option<i64>),
    /// A text.
    Text(String),
    /// `true` or `false`.
    Truth(bool),
    /// A part of a message, or a variable of a loop.
    Variable(Word),
    /// `a + b`, with the operator.
    Binary(&'static str, Box<[Expression; 2]>),
    /// `not a`
    Not(Box<Expression>),
    /// `- a`
    Minus(Box<Expression>),
    /// `len(a)`
    Length(Box<Expression>),
}

impl Expression {
    /// Calls `see` with each variable.
    pub fn variables(&self, see: &mut dyn FnMut(Word)) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Truth(_) => {}
            Self::Variable(word) => see(*word),
            Self::Binary(_, sides) => sides.iter().for_each(|side| side.variables(see)),
            Self::Not(inside) | Self::Minus(inside) | Self::Length(inside) => inside.variables(see),
        }
    }
}
