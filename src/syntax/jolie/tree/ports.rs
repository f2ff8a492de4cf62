//! Interfaces, operations and ports.

use super::{Access, Expression, Identifier};
use crate::base::Span;

/// `interface I { … }`
#[derive(Clone, Debug)]
pub struct Interface {
    /// Whether other modules may import it.
    pub access: Access,
    /// `interface extender`, whose operations may be `*`.
    pub extender: bool,
    /// Its name.
    pub name: Identifier,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// The whole declaration.
    pub span: Span,
}

/// An operation's signature.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name, or `*` in an extender.
    pub name: Identifier,
    /// What it takes and gives.
    pub signature: Signature,
}

/// The two kinds of operations.
#[derive(Clone, Debug)]
pub enum Signature {
    /// One message; no type is `undefined`.
    OneWay {
        /// The message's type.
        request: Option<Identifier>,
    },
    /// A message and its answer, or a fault.
    RequestResponse {
        /// The types of message and answer.
        types: Option<(Identifier, Identifier)>,
        /// The declared faults with their types; no type is `undefined`.
        faults: Vec<(Identifier, Option<Identifier>)>,
    },
}

/// An input port or an output port.
#[derive(Clone, Debug)]
pub struct Port {
    /// Its name.
    pub name: Identifier,
    /// Where it listens, or whom it calls.
    pub location: Option<Expression>,
    /// What it speaks.
    pub protocol: Option<Expression>,
    /// The interfaces that it names.
    pub interfaces: Vec<Identifier>,
    /// The operations written in the port itself.
    pub operations: Vec<Operation>,
    /// `aggregates:`, for input ports.
    pub aggregates: Vec<Aggregation>,
    /// `redirects: Name => Port`, for input ports.
    pub redirects: Vec<(Identifier, Identifier)>,
    /// The whole declaration.
    pub span: Span,
}

/// `{ P, Q } with Extender`
#[derive(Clone, Debug)]
pub struct Aggregation {
    /// The output ports; more than one is a collection.
    pub ports: Vec<Identifier>,
    /// What is added to their types.
    pub extender: Option<Identifier>,
}
