//! Whether a service does what its role does: the refinement of a local automaton by the behaviour of a service.
//!
//! In come a [`Part`]: an instance of a network, the role that it plays and whom its ports reach; out comes an [`Answer`].
//! A service refines its role when, from related states (`papers/sessions.md`, *Conformance*),
//!
//! - each visible output is one of the role's;
//! - where the role sends, every silent path reaches an output, and where it receives, each state in which the service
//!   can do nothing by itself accepts every message of the role;
//! - it ends only where the role accepts and nothing can come any more;
//! - it does not go on for ever without being seen.
//!
//! The related states are explored: all sessions of one service that take part in one session of the protocol, with
//! the state of the role. Silent steps are never determinised. What the sessions of a service share is unknown, since
//! others write to it; what partners send is anything of its type.

mod explore;
mod quiet;
mod state;
mod step;

pub(in crate::protocol) use state::{Pair, State};

use crate::automata::label::RoleId;
use crate::automata::local::{Action, Local, LocalEdge};
use crate::automata::network::{FaultName, InstanceId, Network, OperationId};
use crate::base::{Name, Span};
use rustc_hash::FxHashSet;

/// How many states are looked at.
pub const MOST: usize = 1 << 16;

/// How many sessions of a service take part in one session of a protocol.
const SESSIONS: usize = 8;

/// A service in a role.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The network that it runs in.
    pub network: &'a Network,
    /// The service.
    pub instance: InstanceId,
    /// What its role does.
    pub local: &'a Local,
    /// The roles that each of its ports reaches, by [`PortId`](crate::automata::network::PortId); a port without a role
    /// reaches others.
    pub partners: Vec<Vec<RoleId>>,
    /// Whether its role begins the session, and so may begin another when it is over.
    pub begins: bool,
    /// The operations of other sessions in which it plays: what is awaited of them comes some time.
    pub elsewhere: FxHashSet<Name>,
    /// The operations that services without a part in the session call.
    pub strangers: FxHashSet<OperationId>,
    /// What comes with conditions on what it carries: not any value comes.
    pub conditioned: FxHashSet<Action>,
}

/// Whether a service refines its role.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It does.
    Refines(Manner),
    /// It does not: at least one way.
    Deviates(Vec<Deviation>),
    /// That cannot be said, and why.
    Unknown(String),
}

/// How a service refines its role: what more is needed for it to be deadlock-free with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether it does branches of `|` one after the other.
    pub serial: bool,
    /// Whether it begins the session again when it is over.
    pub again: bool,
    /// Whether it waits for others when the session is over.
    pub lingers: bool,
    /// Whether it takes messages that are no part of the session.
    pub others: bool,
    /// Whether something was held back: definitions that call one another.
    pub bounded: bool,
    /// How many states were looked at.
    pub states: usize,
    /// How many steps.
    pub steps: usize,
}

/// A way in which a service leaves what its role does.
#[derive(Clone, Debug)]
pub struct Deviation {
    /// What is wrong.
    pub kind: Kind,
    /// The line of the service.
    pub span: Span,
    /// What the role does there; nothing when it is over.
    pub expected: Vec<LocalEdge>,
    /// Why it is not certain.
    pub doubt: Option<Doubt>,
    /// The shortest run to it.
    pub run: Vec<Event>,
}

/// Why a deviation is not certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Its run hangs on data that are not followed.
    Data,
    /// Its run hangs on messages of others, who have no part in the session.
    Others,
    /// What stands in branches of `|` is done one after the other, or messages of other queues are awaited first.
    Order,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It sends what the role does not.
    Output {
        /// To whom, where that is one role.
        to: Option<RoleId>,
        /// What.
        operation: OperationId,
        /// Which part of it.
        phase: crate::automata::label::Phase,
    },
    /// It waits, and the role has to send.
    Waits,
    /// It does not take messages of the role: those that are expected.
    Refuses,
    /// It ends where the role goes on; of a fault, when there is one.
    Ends(Option<FaultName>),
    /// It goes on for ever without being seen.
    Diverges,
}

/// A step of a run.
#[derive(Clone, Debug)]
pub struct Event {
    /// What happens.
    pub what: What,
    /// The line of the service.
    pub span: Span,
}

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing that is seen.
    Internal,
    /// A condition is decided.
    Choice(bool),
    /// A fault is raised.
    Raise(FaultName),
    /// A step of the role.
    Role(Action),
    /// Something with others than the roles of the session.
    Outside(Name),
    /// A session of the service ends; of a fault, when there is one.
    End(Option<FaultName>),
}

/// Decides it.
#[must_use]
pub fn refines(part: &Part<'_>) -> Answer {
    explore::Search::new(part).run()
}
