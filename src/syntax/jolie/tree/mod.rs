//! The trees of Jolie: what was written, in the order in which it was written, each part with its span.
//!
//! Trees are kept in a normal form, so that reading a printed tree gives the tree again:
//! a [`Process::Sequence`](ProcessKind::Sequence) or [`Parallel`](ProcessKind::Parallel) has at least two parts, and
//! so have [`Or`](ExpressionKind::Or), [`And`](ExpressionKind::And) and type choices; a sum or a product has at
//! least one operand after its first; comments are gone.

mod behaviours;
mod declarations;
mod expressions;
mod ports;
mod types;

pub use behaviours::*;
pub use declarations::*;
pub use expressions::*;
pub use ports::*;
pub use types::*;

use crate::base::{Name, SourceId, Span};
use crate::syntax::session::tree::{Plays, Session};

/// A name where it was written.
#[derive(Clone, Copy, Debug)]
pub struct Identifier {
    /// The name.
    pub name: Name,
    /// Where.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// The source that it was read from.
    pub source: SourceId,
    /// Its declarations.
    pub items: Vec<Item>,
}

/// A declaration, at the top of a file or in the body of a service.
#[derive(Clone, Debug)]
pub enum Item {
    /// `from a.b import c as d, e`
    Import(Import),
    /// `include "file"`
    Include(Include),
    /// `constants { A = 1 }`
    Constants(Vec<Constant>),
    /// `execution: concurrent`
    Execution(Execution),
    /// `cset { … }`
    CorrelationSet(CorrelationSet),
    /// `type T: …`
    Type(TypeDeclaration),
    /// `interface I { … }`, and `interface extender E { … }`
    Interface(Interface),
    /// `inputPort P { … }`
    InputPort(Port),
    /// `outputPort P { … }`
    OutputPort(Port),
    /// `embedded { Jolie: "p" in P }`
    Embedded(Vec<Embedded>),
    /// `service S { … }`
    Service(Service),
    /// `define d { P }`
    Define(Define),
    /// `main { P }`
    Main(Code),
    /// `init { P }`
    Init(Code),
    /// `courier P { … }`
    Courier(Courier),
    /// `embed S( e ) as P`, in a service only
    Embed(Embed),
    /// `foreign java { … }`, in a service only
    Foreign(Foreign),
    /// `Interfaces: I, J`, in an internal service only
    Interfaces(Vec<Identifier>),
    /// `session S { … }`, not Jolie's own
    Session(Box<Session>),
    /// `plays S.R`, not Jolie's own
    Plays(Plays),
}

/// A string literal where it was written, escapes resolved.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it stands for.
    pub value: String,
    /// Where, quotes included.
    pub span: Span,
}
