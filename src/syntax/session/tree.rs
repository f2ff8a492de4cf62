//! The trees of sessions, as they were written.
//!
//! In normal form a [`Sequence`](ConversationKind::Sequence) and a [`Parallel`](ConversationKind::Parallel) have at
//! least two parts, and so have [`Any`](ConditionKind::Any) and [`All`](ConditionKind::All).

use crate::base::Span;
use crate::syntax::jolie::tree::{CorrelationSet, Identifier, Literal};

/// `session S { … }`
#[derive(Clone, Debug)]
pub struct Session {
    /// Its name.
    pub name: Identifier,
    /// Its roles where they are declared; else they are those that its steps name.
    pub roles: Option<Vec<RoleDeclaration>>,
    /// What happens; `None` is nothing.
    pub body: Option<Conversation>,
    /// What it calls.
    pub definitions: Vec<Definition>,
    /// By what its messages find their session.
    pub correlation: Vec<CorrelationSet>,
    /// The whole declaration.
    pub span: Span,
}

/// `A`, or `Worker[n]`: a family of roles.
#[derive(Clone, Debug)]
pub struct RoleDeclaration {
    /// Its name.
    pub name: Identifier,
    /// How many there are of it.
    pub count: Option<Count>,
}

/// How many roles a family has, or which of them is meant.
#[derive(Clone, Copy, Debug)]
pub enum Count {
    /// So many.
    Number(i64, Span),
    /// As many as a constant says, or as a loop has come to.
    Name(Identifier),
}

/// `define D { … }`
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: Identifier,
    /// What it stands for; `None` is nothing.
    pub body: Option<Conversation>,
    /// The whole declaration.
    pub span: Span,
}

/// What happens.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// What.
    pub kind: ConversationKind,
    /// Where.
    pub span: Span,
}

/// The kinds of conversations.
#[derive(Clone, Debug)]
pub enum ConversationKind {
    /// `a ; b`
    Sequence(Vec<Conversation>),
    /// `a | b`
    Parallel(Vec<Conversation>),
    /// `[ A -> B: x( T ) ] { … } [ … ] { … }`
    Choice(Vec<Branch>),
    /// `A -> B: x( T )`
    Interaction(Box<Interaction>),
    /// `D`
    Call(Identifier),
    /// `{ … }`; `None` is nothing.
    Block(Option<Box<Conversation>>),
    /// `( … )`
    Group(Box<Conversation>),
    /// `for( i in Worker ) { … }`, or `spawn( i over Worker ) { … }`
    Each(Box<Each>),
}

/// What happens with each role of a family.
#[derive(Clone, Debug)]
pub struct Each {
    /// The number of the role, from 0.
    pub variable: Identifier,
    /// The family.
    pub family: Identifier,
    /// Whether all happen at once: `spawn`.
    pub parallel: bool,
    /// What happens; `None` is nothing.
    pub body: Option<Conversation>,
}

/// `[ A -> B: x( T ) ] { … }`
#[derive(Clone, Debug)]
pub struct Branch {
    /// What it begins with.
    pub guard: Interaction,
    /// What follows; `None` is nothing.
    pub body: Option<Conversation>,
}

/// `A -> B: x( p: T )( r: U ) where … { … } throws F( e: V ) { … }`
#[derive(Clone, Debug)]
pub struct Interaction {
    /// Who sends.
    pub from: RoleReference,
    /// Who receives.
    pub to: RoleReference,
    /// The operation.
    pub operation: Identifier,
    /// What the message carries.
    pub message: Vec<Field>,
    /// What its reply carries, for a request-response.
    pub reply: Option<Vec<Field>>,
    /// What is true of it.
    pub condition: Option<Condition>,
    /// What happens between the request and the reply.
    pub body: Option<Conversation>,
    /// What may come in place of the reply.
    pub faults: Vec<Fault>,
    /// The whole step, without bodies.
    pub span: Span,
}

/// `A`, or `Worker[i + 1]`
#[derive(Clone, Copy, Debug)]
pub struct RoleReference {
    /// The role, or its family.
    pub name: Identifier,
    /// Which of the family, with what is added to it.
    pub index: Option<(Count, i64)>,
    /// All of it.
    pub span: Span,
}

/// `p: T`, or `T`
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name that conditions use.
    pub name: Option<Identifier>,
    /// Its type.
    pub data: Identifier,
}

/// `F( e: V ) { … }`
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its name.
    pub name: Identifier,
    /// What it carries.
    pub message: Vec<Field>,
    /// What happens after it, and then the session ends; `None` is nothing.
    pub body: Option<Conversation>,
}

/// What is said after `where`.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of conditions and of what they compare.
#[derive(Clone, Debug)]
pub enum ConditionKind {
    /// `a || b`
    Any(Vec<Condition>),
    /// `a && b`
    All(Vec<Condition>),
    /// `!a`
    Not(Box<Condition>),
    /// `a == b`, with the operator.
    Compare(&'static str, Box<[Condition; 2]>),
    /// `a + b - c`, or `a * b / c`: the operators with their right operands.
    Arithmetic(Box<Condition>, Vec<(&'static str, Condition)>),
    /// `( a )`
    Group(Box<Condition>),
    /// A literal.
    Literal(Literal),
    /// `bid.amount`
    Path(Vec<Identifier>),
}

/// `plays S.R( A => PortA )`
#[derive(Clone, Debug)]
pub struct Plays {
    /// The session.
    pub session: Identifier,
    /// The role.
    pub role: RoleReference,
    /// The ports that reach other roles, where they are not called as these.
    pub ports: Vec<(Identifier, Identifier)>,
    /// The whole declaration.
    pub span: Span,
}
