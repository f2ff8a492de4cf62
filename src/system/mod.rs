//! Systems: which services of a program run together, and who is bound to whom.
//!
//! In come a [`Program`](crate::program::Program) and what the user asked for; out come [`System`]s, each with its
//! running services as a tree of embeddings, the partner of each output port, and which input ports the environment
//! uses. The rules are in `papers/semantics.md`.

use crate::base::{Name, SourceId};
use crate::program::{ServiceId, Table};

/// Services that run together.
#[derive(Clone, Debug)]
pub struct System {
    /// Its name in reports.
    pub name: String,
    /// The files that its services stand in, those that were asked for first.
    pub files: Vec<SourceId>,
    /// What runs; an embedded service comes after the one that embeds it.
    pub instances: Vec<Running>,
}

/// A running service.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its name in reports, unlike all others of the system.
    pub name: Name,
    /// Which service.
    pub service: ServiceId,
    /// The instance that embeds it, and which of its embeddings it is.
    pub parent: Option<(usize, usize)>,
    /// The instance at the top of its program: itself when nothing embeds it.
    pub root: usize,
    /// Whom each output port reaches before any is bound anew.
    pub targets: Table<Destination>,
    /// For each input port of the service, in order: who uses it.
    pub inputs: Table<Usage>,
}

/// Whom an output port reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Nobody that is known: the most general server.
    Environment,
    /// Certainly nobody.
    Nobody,
    /// Input ports of a running service, with aggregation and redirection followed: for each operation, where it ends.
    Service {
        /// The instance whose ports they are.
        instance: usize,
        /// The input ports.
        ports: Vec<Name>,
        /// Where the message of each operation that the ports offer ends.
        operations: Table<Endpoint>,
    },
}

/// Where a message ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The service of this instance handles it, in a session or in a courier.
    Instance(usize),
    /// The most general server behind an aggregated or redirected port.
    Environment,
}

/// Who uses an input port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// An output port of the system is bound to it: it is judged with that partner.
    Bound,
    /// Any client within its interfaces.
    Open,
    /// Only the call backs of standard packages that the service registers for; the operations are those of
    /// [`callbacks`](crate::program::standard::callbacks).
    Callbacks,
}
