//! Systems: which services of a program run together, and who is bound to whom.
//!
//! In come a [`Program`] and what the user asked for; out come [`System`]s, each with its
//! running services as a tree of embeddings, the partner of each output port, and which input ports the environment
//! uses. The rules are in `papers/semantics.md`.

mod address;
mod bind;
mod choice;
mod endpoint;
mod group;
mod roots;
mod settings;
#[cfg(test)]
mod tests;
mod tree;
mod usage;

pub use address::{Place, destination};
pub use choice::Choice;
pub use settings::{Declared, Settings};

use crate::automata::network::Assumption;
use crate::base::{Name, SourceId};
use crate::program::{Program, ServiceId, Table};

/// Services that run together.
#[derive(Clone, Debug)]
pub struct System {
    /// Its name in reports.
    pub name: String,
    /// The files that its services stand in, those that were asked for first.
    pub files: Vec<SourceId>,
    /// What runs; an embedded service comes after the one that embeds it.
    pub instances: Vec<Running>,
    /// What could not be settled, and was left to the environment.
    pub assumptions: Vec<Assumption>,
}

/// The systems that `program` makes, in a fixed order: those of `quadrille.toml` first, then by what was asked for.
#[must_use]
pub fn systems(program: &Program, choice: &Choice) -> Vec<System> {
    let groups = group::groups(program, choice);
    groups
        .into_iter()
        .map(|group| bind::system(program, group))
        .collect()
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
    /// For each input port whose location is known, where it listens: written, or given by who embeds the service.
    pub listens: Table<Place>,
}

/// Whom an output port reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Nobody that is known: the most general server.
    Environment,
    /// Certainly nobody.
    Nobody,
    /// Input ports of a running service, with redirection followed, and aggregation too: for each operation, where it
    /// ends. An operation that is not in the table is certainly refused there.
    Service {
        /// The instance whose ports they are.
        instance: usize,
        /// The input ports.
        ports: Vec<Name>,
        /// Where the message of each operation that the ports offer ends; where the ports may take more than they
        /// declare, the other operations of the output port are here too, and end outside.
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
