//! Scribble: `grammar/scribble.pest` and its trees.
//!
//! In comes the text of one module; out come its protocols, and located errors: one for each protocol that cannot be read.

mod parse;

pub use parse::parse;

use crate::base::{Name, Span};

/// A name where it was written; of a path, with dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    /// The name.
    pub name: Name,
    /// Where.
    pub span: Span,
}

/// One module.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Its full name.
    pub name: Option<Word>,
    /// Its imports, each with the name that it gives.
    pub imports: Vec<(Word, Option<Word>)>,
    /// The types and signatures that it declares.
    pub declarations: Vec<(Kind, Word)>,
    /// Its protocols.
    pub protocols: Vec<Protocol>,
}

/// What a name of a declaration or a parameter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The type of a part of a message.
    Type,
    /// A whole message.
    Signature,
}

/// `global protocol P<sig M>(role A, role B) { … }`
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Whether it is only a part of others.
    pub auxiliary: bool,
    /// Its name.
    pub name: Word,
    /// Its parameters.
    pub parameters: Vec<(Kind, Word)>,
    /// Its roles.
    pub roles: Vec<Word>,
    /// What happens.
    pub body: Vec<Step>,
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Step {
    /// `x( T ) from A to B, C;` and `connect A to B;`
    Transfer {
        /// What is sent.
        message: Message,
        /// Who sends.
        from: Word,
        /// Who receives, one after the other.
        to: Vec<Word>,
        /// All of it.
        span: Span,
    },
    /// `disconnect A and B;` and `wrap A to B;`: nothing is sent.
    Silent([Word; 2]),
    /// `continue X;`
    Continue(Word),
    /// `rec X { … }`
    Recursion(Word, Vec<Step>),
    /// `choice at A { … } or { … }`
    Choice(Word, Vec<Vec<Step>>),
    /// `do P<x()>(A, B);`
    Do {
        /// The protocol.
        protocol: Word,
        /// What its parameters stand for.
        arguments: Vec<Message>,
        /// What its roles stand for.
        roles: Vec<Word>,
    },
}

/// `x( T, U )`, `( T )`, or the name of a signature.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its operation, or its only name.
    pub operation: Option<Word>,
    /// Its parts; `None` is a name alone.
    pub payload: Option<Vec<Part>>,
    /// All of it.
    pub span: Span,
}

/// `T`, or `P@A`: a session in the role A of P.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The type, or the protocol.
    pub data: Word,
    /// The role, where a session is sent.
    pub role: Option<Word>,
}
