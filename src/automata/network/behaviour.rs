//! The code of one service: an automaton whose nodes are acts, with what they read and write.
//!
//! A thread is at a [`Location`], with a stack of frames ([`super::Frame`]). [`Act::End`] ends whatever the innermost
//! frame stands for: the body of a definition, a scope, what lies between a request and its reply, a `synchronized`;
//! without a frame, the thread. So each act that opens a frame names where the inside starts (`body`) and where things
//! go on after it (`next`).

use super::{OperationId, Term};
use crate::base::{Name, Span};

macro_rules! identifiers {
    ($($(#[$doc:meta])* $id:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub u32);

        impl $id {
            /// The position in its vector.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

identifiers! {
    /// A node of a behaviour: a control location.
    Location
    /// A tracked variable of a session.
    CellId
    /// An input of a behaviour: an operation that it may receive.
    InputId
    /// An output port of a behaviour.
    PortId
    /// A lock of a service.
    LockId
    /// An internal link of a session.
    LinkId
    /// A scope name of a service.
    ScopeId
}

/// The name of a fault.
pub type FaultName = Name;

/// The code of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The service.
    pub name: Name,
    /// Where it is declared.
    pub span: Span,
    /// How its sessions run.
    pub mode: Mode,
    /// The nodes, by [`Location`].
    pub nodes: Vec<Node>,
    /// What runs first, once; ends with [`Act::End`].
    pub init: Option<Location>,
    /// What runs then.
    pub main: Main,
    /// The couriers, whatever `main` is: each of these messages starts a session of its own, which never correlates.
    pub couriers: Vec<Starter>,
    /// The tracked variables, by [`CellId`].
    pub cells: Vec<Cell>,
    /// The inputs, by [`InputId`]: every operation that an input port offers or that the behaviour awaits.
    pub inputs: Vec<Input>,
    /// The correlation sets: the cells of the variables. Set `n` has queue `n + 1`; queue 0 is for the rest.
    pub sets: Vec<Vec<CellId>>,
    /// The output ports, by [`PortId`].
    pub ports: Vec<LocalPort>,
    /// The locks, by [`LockId`].
    pub locks: Vec<Name>,
    /// The links, by [`LinkId`].
    pub links: Vec<Name>,
    /// The names of scopes, by [`ScopeId`].
    pub scopes: Vec<Name>,
}

/// How the sessions of a service run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// One session, which starts by itself.
    #[default]
    Single,
    /// One at a time; others wait in line.
    Sequential,
    /// All at once.
    Concurrent,
}

/// What a service does when it is initialised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Main {
    /// Nothing: it only listens, for aggregation and redirection.
    #[default]
    Nothing,
    /// It runs once, by itself.
    Once(Location),
    /// Each of these messages starts a session; the inputs that start none are received by sessions.
    Starters(Vec<Starter>),
}

/// A message that starts a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Starter {
    /// The input and what it does.
    pub branch: InputBranch,
    /// Whether it is a courier: it always starts, and never correlates.
    pub courier: bool,
}

impl Behaviour {
    /// Every message that starts a session: the starters of `main`, then the couriers;
    /// [`ReplyAt::Starter`](super::session::ReplyAt::Starter) counts them so.
    pub fn starters(&self) -> impl Iterator<Item = &Starter> {
        let main: &[Starter] = match &self.main {
            Main::Starters(starters) => starters,
            Main::Nothing | Main::Once(_) => &[],
        };
        main.iter().chain(&self.couriers)
    }

    /// Whether a session of it begins when the program does, by no message.
    #[must_use]
    pub fn begins_by_itself(&self) -> bool {
        self.init.is_some() || matches!(self.main, Main::Once(_))
    }
}

/// A node: what is done, and the source that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What.
    pub act: Act,
    /// Where it is written.
    pub origin: Span,
}

/// What one node does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ends what the innermost frame stands for, or the thread.
    End,
    /// Nothing.
    Skip {
        /// Then.
        next: Location,
    },
    /// Sets cells, all of them at once: the terms are read first.
    Set {
        /// What becomes what.
        values: Vec<(CellId, Term)>,
        /// Then.
        next: Location,
    },
    /// Commits to a way: by the data where they decide it, else freely.
    Branch {
        /// What is asked; [`Term::Lost`] when nothing is known of it.
        condition: Term,
        /// When it is true.
        then: Location,
        /// When it is not.
        otherwise: Location,
    },
    /// A notification: type check, routing, enqueueing, acknowledgement in one step.
    Send {
        /// By which output port.
        port: PortId,
        /// What.
        operation: OperationId,
        /// A term for each path that the operation keeps.
        payload: Vec<Term>,
        /// Then.
        next: Location,
    },
    /// A solicit-response: sends, then waits for the answer of this call, which no fault interrupts.
    Call {
        /// By which output port.
        port: PortId,
        /// What.
        operation: OperationId,
        /// A term for each path that the operation keeps of a request.
        payload: Vec<Term>,
        /// Cells set from the answer.
        response: Vec<Binding>,
        /// Then.
        next: Location,
    },
    /// Waits for a message of one of these operations.
    Receive {
        /// The branches of the choice; one for a plain input.
        branches: Vec<InputBranch>,
    },
    /// Does these at once, each in a thread of its own.
    Fork {
        /// Where the threads start.
        bodies: Vec<Location>,
        /// When all have ended.
        next: Location,
    },
    /// `spawn`: copies of a body, each a session of its own that begins with what this one has, whose messages nobody
    /// routes to it and whose faults are swallowed.
    Spawn {
        /// What each copy does.
        body: Location,
        /// How many, where that is known; at most two are explored otherwise.
        copies: Term,
        /// Which cell of its own tells each copy its number, from 0.
        index: Option<CellId>,
        /// When all have ended.
        next: Location,
    },
    /// Enters a scope: a frame with handlers of its own.
    Enter {
        /// Which.
        scope: ScopeId,
        /// What is done in it.
        body: Location,
        /// After it.
        next: Location,
    },
    /// Installs handlers in the innermost scope.
    Install {
        /// Which; `None` takes nothing away, so every handler has a body.
        handlers: Vec<Handler>,
        /// Then.
        next: Location,
    },
    /// Raises a fault.
    Throw {
        /// Which.
        fault: FaultName,
    },
    /// `comp( s )`: runs the compensation that scope `s` has left behind, once.
    Compensate {
        /// Whose.
        scope: ScopeId,
        /// Then.
        next: Location,
    },
    /// `cH`: runs what the handler around it has replaced, which was settled when that was installed.
    CurrentHandler {
        /// Then.
        next: Location,
    },
    /// `synchronized`: waits for the lock, and holds it while the body runs. A thread that holds it goes on.
    Synchronized {
        /// Which.
        lock: LockId,
        /// What is done under it.
        body: Location,
        /// After it.
        next: Location,
    },
    /// Gives a signal.
    LinkOut {
        /// Which.
        link: LinkId,
        /// Then.
        next: Location,
    },
    /// Waits for a signal.
    LinkIn {
        /// Which.
        link: LinkId,
        /// Then.
        next: Location,
    },
    /// Runs a definition. When `next` is an [`Act::End`] there is no need of a frame: a tail call.
    Invoke {
        /// Its body.
        body: Location,
        /// After it.
        next: Location,
    },
    /// Ends the program: every instance with the same root.
    Exit,
}

/// The visitor of locations, by reference or to change them.
macro_rules! locations {
    ($(#[$doc:meta])* $name:ident $($mut:tt)?) => {
        $(#[$doc])*
        pub fn $name(&$($mut)? self, visit: &mut dyn FnMut(&$($mut)? Location)) {
            match self {
                Self::End | Self::Throw { .. } | Self::Exit => {}
                Self::Skip { next }
                | Self::Set { next, .. }
                | Self::Send { next, .. }
                | Self::Call { next, .. }
                | Self::Compensate { next, .. }
                | Self::CurrentHandler { next, .. }
                | Self::LinkOut { next, .. }
                | Self::LinkIn { next, .. } => visit(next),
                Self::Branch { then, otherwise, .. } => {
                    visit(then);
                    visit(otherwise);
                }
                Self::Receive { branches } => {
                    for branch in branches {
                        branch.$name(visit);
                    }
                }
                Self::Fork { bodies, next } => {
                    for body in bodies {
                        visit(body);
                    }
                    visit(next);
                }
                Self::Install { handlers, next } => {
                    for handler in handlers {
                        visit(&$($mut)? handler.body);
                    }
                    visit(next);
                }
                Self::Spawn { body, next, .. }
                | Self::Enter { body, next, .. }
                | Self::Synchronized { body, next, .. }
                | Self::Invoke { body, next } => {
                    visit(body);
                    visit(next);
                }
            }
        }
    };
}

impl Act {
    locations! {
        /// Every location that the act leads to, its insides first, handlers included.
        locations
    }
    locations! {
        /// The same, to change them.
        locations_mut mut
    }
}

/// A handler as it is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// For what.
    pub key: HandlerKey,
    /// What it does; ends with [`Act::End`].
    pub body: Location,
    /// Whether `cH` stands in it.
    pub composes: bool,
}

/// What a handler is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HandlerKey {
    /// `this`: termination while the scope runs, compensation after it.
    This,
    /// A fault.
    Fault(FaultName),
    /// Any fault without a handler of its own.
    Default,
}

/// One branch of an input choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputBranch {
    /// The input.
    pub input: InputId,
    /// Cells set from the message; for a starter the variables of its correlation set too.
    pub bindings: Vec<Binding>,
    /// For a request-response: how it is answered once the body has ended.
    pub reply: Option<Reply>,
    /// Where it goes on: the body of a request-response, else what follows.
    pub body: Location,
    /// Where it is written.
    pub origin: Span,
}

macro_rules! branch_locations {
    ($(#[$doc:meta])* $name:ident $($mut:tt)?) => {
        $(#[$doc])*
        pub fn $name(&$($mut)? self, visit: &mut dyn FnMut(&$($mut)? Location)) {
            visit(&$($mut)? self.body);
            if let Some(reply) = &$($mut)? self.reply {
                visit(&$($mut)? reply.next);
            }
        }
    };
}

impl InputBranch {
    branch_locations! {
        /// Where it goes on, before and after the answer.
        locations
    }
    branch_locations! {
        /// The same, to change them.
        locations_mut mut
    }
}

/// The end of a request-response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// A term for each path that the operation keeps of a response.
    pub payload: Vec<Term>,
    /// After the answer.
    pub next: Location,
}

/// A cell that takes a value of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Binding {
    /// Which of the paths that the operation keeps.
    pub path: u32,
    /// The cell.
    pub cell: CellId,
}

/// A tracked variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// As people write it: `csets.id`, `global.open`, `Printer.location`.
    pub name: String,
    /// Where it lives.
    pub place: Place,
}

/// Where a cell lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// In each session.
    #[default]
    Session,
    /// In the service: `global`.
    Global,
}

/// An operation that a behaviour may receive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The operation.
    pub operation: OperationId,
    /// Whether it is answered.
    pub request_response: bool,
    /// The queue that its messages wait in: 0, or one more than the index of the correlation set.
    pub queue: u32,
    /// For each variable of that set, where it stands in the message: which of the paths that the operation keeps.
    pub aliases: Vec<u32>,
    /// The faults that callers may be told of.
    pub faults: Vec<FaultName>,
    /// The operation where the interface declares it.
    pub span: Span,
}

/// An output port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPort {
    /// Its name.
    pub name: Name,
    /// The cell that holds its location, when the behaviour binds it anew.
    pub location: Option<CellId>,
    /// The faults that a server outside may answer with, by operation: those declared; none for operations not listed.
    pub faults: Vec<(OperationId, Vec<FaultName>)>,
    /// Whether it is declared to leave the program: by a socket.
    pub remote: bool,
    /// Where it is declared.
    pub span: Span,
}
