//! A running session as plain data: its variables, its threads with their frames, its queues. The step rules are in
//! the files below.

use super::{
    FaultName, HandlerKey, InputId, InstanceId, Location, LockId, OperationId, ScopeId, Value,
};

/// The place of a session in a configuration; free places are used again, the lowest first.
pub type Slot = u8;

/// A session. It holds everything that is its own, so that equal sessions are kept once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    /// The instance that it runs in.
    pub of: InstanceId,
    /// What part of the instance's life it is.
    pub phase: Phase,
    /// The tracked variables, by cell; those that live in the service are undefined here.
    pub cells: Vec<Value>,
    /// How many signals of each link are given and not taken.
    pub signals: Vec<u8>,
    /// The threads. The first is the session's own; a place whose thread has ended is `None` and is used again.
    pub threads: Vec<Option<Thread>>,
    /// The queues: the first for operations without a correlation set, then one a set.
    pub queues: Vec<Vec<Message>>,
    /// How many of its tokens clients have been told of: all made before the last message to the environment.
    pub told: u8,
}

/// What part of an instance's life a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// `init`: it accepts every message, and what it does not take is routed again when it ends.
    Init,
    /// A session that waits in line in sequential mode; it receives already.
    Waiting,
    /// A session that runs.
    Running,
    /// A courier on its way: no message is for it, and nothing ends with it.
    Courier,
    /// A body of a `spawn`: no message is for it, and the thread that has made it waits for its end.
    Spawned {
        /// The slot of the session that has made it.
        slot: Slot,
        /// The thread.
        thread: u8,
    },
}

/// A thread of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thread {
    /// The thread that waits for it; `None` for the session's own.
    pub parent: Option<u8>,
    /// Where it is.
    pub at: Location,
    /// What it does there.
    pub state: ThreadState,
    /// The fault that a sibling died of: it stops at its next killable point.
    pub dying: Option<FaultName>,
    /// What it is inside of, innermost last.
    pub frames: Vec<Frame>,
}

/// What a thread does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ThreadState {
    /// It is about to do the act of its location.
    Ready,
    /// It waits for the threads that it made; `Some` fault is raised when all have stopped.
    Joining {
        /// What one of them died of.
        fault: Option<FaultName>,
    },
    /// It waits for the bodies of its `spawn`.
    Spawning {
        /// How many have not ended.
        left: u8,
    },
    /// It waits for the answer of the call at its location.
    Calling,
    /// A fault goes up its frames.
    Raising(FaultName),
}

/// What a thread is inside of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// The body of a definition or a handler, which returns here.
    Return(Location),
    /// A scope, entered by the node at `node`.
    Scope {
        /// The `Enter` node; the session's own scope `main` has none.
        node: Option<Location>,
        /// Its name; `None` is `main`.
        scope: Option<ScopeId>,
        /// Fault handlers, sorted by key.
        faults: Vec<(HandlerKey, Installed)>,
        /// Compensations, sorted: its own under its own name, and what scopes inside have left.
        compensations: Vec<(Option<ScopeId>, Installed)>,
    },
    /// A handler in which `cH` stands for this.
    Handler(Current),
    /// What lies between a request and its answer.
    Request {
        /// The node and branch that received it, which say how it is answered.
        node: ReplyAt,
        /// Who waits.
        caller: Caller,
    },
    /// A lock is held.
    Lock {
        /// Which.
        lock: LockId,
        /// The `Synchronized` node.
        node: Location,
    },
    /// A termination handler of a thread that is killed: after it, the thread goes on dying of this fault.
    Killed(FaultName),
}

/// A handler that is installed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Installed {
    /// What it does.
    pub body: Location,
    /// What `cH` in it stands for.
    pub current: Current,
}

/// What `cH` in a handler stands for: the handler that it has replaced, which was settled when it was installed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Current {
    /// It is nowhere in the handler.
    #[default]
    Unused,
    /// It has replaced none.
    Nothing,
    /// This one.
    Handler(Box<Installed>),
}

impl Installed {
    /// A handler without `cH`.
    #[must_use]
    pub fn plain(body: Location) -> Self {
        Self {
            body,
            current: Current::Unused,
        }
    }

    /// The bodies that it is made of, its own first.
    pub fn bodies(&self) -> impl Iterator<Item = Location> + '_ {
        std::iter::once(self.body).chain(self.current.bodies())
    }
}

impl Current {
    /// The bodies of what it stands for.
    pub fn bodies(&self) -> impl Iterator<Item = Location> + '_ {
        let chain = std::iter::successors(self.handler(), |one| one.current.handler());
        chain.map(|one| one.body)
    }

    /// The handler that it stands for.
    #[must_use]
    pub fn handler(&self) -> Option<&Installed> {
        match self {
            Self::Handler(installed) => Some(installed),
            Self::Unused | Self::Nothing => None,
        }
    }
}

/// Which input a request came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReplyAt {
    /// A branch of the `Receive` node.
    Branch(Location, u16),
    /// A starter of the behaviour, in the order of [`Behaviour::starters`](super::Behaviour::starters).
    Starter(u16),
}

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A client outside.
    Environment,
    /// A thread of a session of the system.
    Session {
        /// The slot of the session.
        slot: Slot,
        /// The thread.
        thread: u8,
    },
    /// Nobody any longer: it timed out, or its program ended.
    Gone,
}

/// A message in a queue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// The input that it is for.
    pub input: InputId,
    /// Its operation.
    pub operation: OperationId,
    /// One value for each path that the operation keeps.
    pub values: Vec<Value>,
    /// Who waits for the answer, for a request.
    pub caller: Option<Caller>,
}

/// What the sessions of an instance share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shared {
    /// Whether it has been initialised, runs, or has ended.
    pub life: Life,
    /// The tracked variables; only those that live in the service are used, and what `init` left in the others: new
    /// sessions start with them.
    pub cells: Vec<Value>,
    /// Who holds each lock: session, thread, how often.
    pub locks: Vec<Option<(Slot, u8, u8)>>,
    /// In sequential mode, the sessions that wait, in their order.
    pub line: Vec<Slot>,
    /// The fault handlers that `init` left in the session's own scope: new sessions begin with them.
    pub handlers: Vec<(HandlerKey, Installed)>,
}

/// The life of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// Its `init` has not ended.
    Starting,
    /// It takes messages.
    Running,
    /// Its program has ended: nobody listens.
    Ended,
}
