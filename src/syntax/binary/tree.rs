//! Trees of binary session types: nodes in a list, so that long ones are no deeper than short ones.

use crate::base::{Name, Span};

/// A node, by its position in [`Session::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(pub u32);

/// A session type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its parts.
    pub nodes: Vec<Node>,
    /// The whole.
    pub root: NodeId,
}

impl Session {
    /// A node; `end` for one that is not there.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&Node::End)
    }
}

/// A part of a session type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// `end`
    End,
    /// `X`
    Variable(Name, Span),
    /// `rec X. T`
    Recursion {
        /// The variable.
        variable: Name,
        /// What it stands for.
        body: NodeId,
    },
    /// `[!a;T, !b;U]`, `?a;T`
    Choice(Vec<Branch>, Span),
}

/// A branch of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Whether it sends; else it receives.
    pub sends: bool,
    /// The message.
    pub label: Name,
    /// Where it is named.
    pub span: Span,
    /// What follows.
    pub next: NodeId,
}
