//! Networks: the behaviours of services, who runs them, and how their messages travel.
//!
//! In comes what extraction read off a program; out come plain data that the explorer steps through. What the words mean
//! as a theory is in `papers/semantics.md`. A [`Behaviour`] is the code of one service, an automaton whose nodes are
//! [`Act`]s; `|`, scopes and `spawn` are threads and frames of the running session ([`Session`]), their product is never
//! built here. An [`Instance`] is one running service. What a message carries of data is reduced to [`Value`]s of the
//! variables that matter: guards, correlation variables, locations.

pub mod arithmetic;
pub mod behaviour;
pub mod correlation;
pub mod evaluate;
pub mod session;
pub mod step;
pub mod term;
pub mod value;

pub use behaviour::{
    Act, Behaviour, Binding, Cell, CellId, FaultName, Handler, HandlerKey, Input, InputBranch,
    InputId, LinkId, LocalPort, Location, LockId, Main, Mode, Node, Place, PortId, Reply, ScopeId,
    Starter,
};
pub use session::{
    Caller, Current, Frame, Installed, Message, Session, Shared, Thread, ThreadState,
};
pub use term::{Basic, Comparison, Guess, Operator, Otherwise, Term};
pub use value::{Kind, Value};

use crate::base::{Code, Name, Span};
use serde::{Deserialize, Serialize};

/// An operation of a network: a name, with the layout of what its messages carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u32);

/// A running service of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InstanceId(pub u32);

/// A behaviour of a network: several instances may run one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BehaviourId(pub u32);

/// A system, ready to be explored.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The operations.
    pub operations: Vec<Operation>,
    /// The code.
    pub behaviours: Vec<Behaviour>,
    /// What runs.
    pub instances: Vec<Instance>,
    /// The texts and doubles that [`Value`]s name by index.
    pub constants: Vec<Constant>,
    /// How messages travel.
    pub delivery: Delivery,
    /// The inputs that programs may use which are not here: those of programs that listen where their user says, and may
    /// run several times.
    pub unseen: Vec<(InstanceId, InputId)>,
    /// The conditions of loops over vectors that clients and servers outside make as long as they like.
    pub chosen: Vec<Span>,
    /// What could not be followed, and is assumed.
    pub assumptions: Vec<Assumption>,
}

/// An operation: its name, and which parts of its messages are kept. Every message of an operation has one value for
/// each path, in this order, whoever sends and receives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub name: Name,
    /// The paths kept of a request or one-way message: `id`, `customer.name`; the root is the empty path.
    pub request: Vec<String>,
    /// The paths kept of a response.
    pub response: Vec<String>,
}

/// The last part of the name of a variable that keeps how many elements a vector has.
pub const SIZE: &str = "#";

/// What the environment puts at these paths of a message: whatever it likes, and as many as it likes, which is not
/// followed.
#[must_use]
pub fn chosen(paths: &[String]) -> Vec<Value> {
    let chosen = |path: &String| match path.ends_with(SIZE) {
        true => Value::LOST,
        false => Value::FREE,
    };
    paths.iter().map(chosen).collect()
}

/// A text or a double that a program writes down.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// A double, or an integer that is too large for a [`Value`].
    Number(f64),
}

/// How messages wait between sender and receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// They do not: sender and receiver step together.
    Rendezvous,
    /// A queue for each sender and receiver.
    PeerToPeer,
    /// A queue for each session and correlation set, of all senders together: Jolie's.
    #[default]
    Mailbox,
    /// No order at all.
    Bag,
}

/// A running service.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its name in reports: that of the service, with a number where several instances run it.
    pub name: Name,
    /// Its code.
    pub behaviour: BehaviourId,
    /// The first instance of the program that it runs in: `exit` ends all that share it.
    pub root: InstanceId,
    /// Whom the output ports reach before any is bound anew, by [`PortId`].
    pub targets: Vec<Target>,
    /// Which inputs the environment may use, by [`InputId`].
    pub access: Vec<Access>,
    /// Whether it listens where other programs reach it: on a socket.
    pub remote: bool,
    /// What cells hold when it starts (the parameter): cells that are not listed are undefined.
    pub initial: Vec<(CellId, Value)>,
}

/// Whom a message reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The most general server: it takes everything, and answers by the declared response or a fault that the output port
    /// declares.
    Environment,
    /// An input port of an instance, with where each operation goes from there.
    Port(Vec<(OperationId, Route)>),
    /// Nobody listens: `IOException`.
    Nobody,
}

/// Where a message of one operation ends up: aggregation and redirection are followed by extraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// An input of an instance.
    Input(InstanceId, InputId),
    /// The most general server behind an aggregating or redirecting port.
    Environment,
}

/// Whether the environment may use an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// Its port is bound inside the system, or there is none.
    #[default]
    Closed,
    /// Any client: at any time, with any identifier that it can know.
    Open,
    /// A call back of a standard package: it comes when it is waited for, and never early.
    Callback,
}

/// What extraction could not follow, and assumes instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Which, of the Q08 codes.
    pub code: Code,
    /// Where.
    pub span: Span,
    /// In a sentence.
    pub message: String,
}

macro_rules! index {
    ($($id:ident $vector:ident $item:ty;)*) => {$(
        impl std::ops::Index<$id> for Network {
            type Output = $item;
            fn index(&self, id: $id) -> &$item {
                &self.$vector[id.0 as usize]
            }
        }
    )*};
}

index! {
    OperationId operations Operation;
    BehaviourId behaviours Behaviour;
    InstanceId instances Instance;
}

impl Network {
    /// The code of an instance.
    #[must_use]
    pub fn behaviour_of(&self, instance: InstanceId) -> &Behaviour {
        &self[self[instance].behaviour]
    }
}
