//! The communication graph: services, their ports, the operations on each, and who calls whom.
//!
//! Vertices are services, ports and places outside; edges lead the way that messages go. A message of service A for
//! service B goes along `A → output port → input port → B`. Built by `program::communication`.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// The graph itself.
pub type CommunicationGraph = DiGraph<Vertex, Link>;

/// A vertex, by its index in the graph.
pub type VertexId = NodeIndex;

/// Every edge: the number of the vertex that it leaves, that of the vertex that it reaches, and what it is.
pub fn edges(graph: &CommunicationGraph) -> impl Iterator<Item = (usize, usize, &Link)> {
    graph
        .edge_references()
        .map(|edge| (edge.source().index(), edge.target().index(), edge.weight()))
}

/// What takes part in communication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vertex {
    /// A service.
    Service {
        /// Its name.
        name: String,
        /// The file that declares it, or the standard package.
        module: String,
        /// Whether its behaviour is written in Jolie and known.
        known: bool,
    },
    /// A port on which a service receives.
    InputPort {
        /// Its name.
        name: String,
        /// The service that it belongs to.
        service: String,
        /// Where it listens, when that is written down.
        location: Option<String>,
        /// What it speaks.
        protocol: Option<String>,
    },
    /// A port on which a service sends.
    OutputPort {
        /// Its name.
        name: String,
        /// The service that it belongs to.
        service: String,
        /// Whom it calls, when that is written down.
        location: Option<String>,
        /// What it speaks.
        protocol: Option<String>,
    },
    /// A place that no service of the program listens at.
    Outside {
        /// Its location.
        location: String,
    },
}

/// Why a message may go from one vertex to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A service calls these operations on its output port; declared and not called ones are left out.
    Calls(Vec<String>),
    /// An input port delivers these operations to its service.
    Serves(Vec<String>),
    /// An output port reaches what is embedded in it.
    Embedded,
    /// An output port reaches what listens at its location.
    Located,
    /// An input port forwards these operations, unchanged or by a courier, to an output port.
    Aggregates(Vec<String>),
    /// An input port passes everything for this resource name on to an output port.
    Redirects(String),
    /// A service starts another one without a port to it.
    Starts,
}

impl Vertex {
    /// The kind, in kebab case: `service`, `input-port`, `output-port`, `outside`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service { .. } => "service",
            Self::InputPort { .. } => "input-port",
            Self::OutputPort { .. } => "output-port",
            Self::Outside { .. } => "outside",
        }
    }

    /// The name that people see.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Service { name, .. }
            | Self::InputPort { name, .. }
            | Self::OutputPort { name, .. } => name,
            Self::Outside { location } => location,
        }
    }

    /// The location, when it has one that is written down.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        match self {
            Self::InputPort { location, .. } | Self::OutputPort { location, .. } => {
                location.as_deref()
            }
            Self::Outside { location } => Some(location),
            Self::Service { .. } => None,
        }
    }

    /// What a port speaks.
    #[must_use]
    pub fn protocol(&self) -> Option<&str> {
        match self {
            Self::InputPort { protocol, .. } | Self::OutputPort { protocol, .. } => {
                protocol.as_deref()
            }
            Self::Service { .. } | Self::Outside { .. } => None,
        }
    }
}

impl Link {
    /// The kind: `calls`, `serves`, `embedded`, `located`, `aggregates`, `redirects`, `starts`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Calls(_) => "calls",
            Self::Serves(_) => "serves",
            Self::Embedded => "embedded",
            Self::Located => "located",
            Self::Aggregates(_) => "aggregates",
            Self::Redirects(_) => "redirects",
            Self::Starts => "starts",
        }
    }

    /// The operations that go along it; none where all do.
    #[must_use]
    pub fn operations(&self) -> &[String] {
        match self {
            Self::Calls(operations) | Self::Serves(operations) | Self::Aggregates(operations) => {
                operations
            }
            Self::Embedded | Self::Located | Self::Redirects(_) | Self::Starts => &[],
        }
    }
}
