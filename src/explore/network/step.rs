//! What a step of a network is, for those who ask who moved, whose choice it was, and where it is written.

use crate::automata::network::session::Slot;
use crate::automata::network::{InstanceId, OperationId};
use crate::base::{Name, Span};

/// A step. Equal steps have one [`Label`](crate::explore::Label).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// What happens.
    pub kind: MoveKind,
    /// Whose move it is in the game of open systems.
    pub owner: Owner,
    /// Whether it can certainly happen: no branch on data that is not known decides it, and its partner is known.
    pub certain: bool,
    /// Who does it, or who sends.
    pub from: Mover,
    /// Who receives, for what travels inside the system.
    pub to: Option<Mover>,
    /// The line that says so.
    pub origin: Span,
}

/// Who takes part in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mover {
    /// A client or a server outside.
    Environment,
    /// A thread of a session.
    Thread {
        /// The instance.
        instance: InstanceId,
        /// The slot of the session.
        slot: Slot,
        /// The thread.
        thread: u8,
    },
}

impl Mover {
    /// The session that takes part, with its instance.
    #[must_use]
    pub fn session(self) -> Option<(Slot, InstanceId)> {
        match self {
            Self::Thread { instance, slot, .. } => Some((slot, instance)),
            Self::Environment => None,
        }
    }
}

/// Whose move a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The system's.
    System,
    /// A branch on data that is not known: neither the system's choice nor the client's.
    Data,
    /// The most general client's.
    Client,
    /// The most general server's: it answers by a fault that it declares.
    Server,
    /// Nobody's: what befalls the system from around it.
    Mishap,
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MoveKind {
    /// A session starts by a message, or by itself.
    Start(Option<OperationId>),
    /// A message is put into the queue of its receiver.
    Send(OperationId),
    /// A request is put into the queue of its receiver.
    Call(OperationId),
    /// A session takes a message; from the environment when `from` is.
    Receive(OperationId),
    /// A message is refused: its sender meets this fault.
    Refuse(OperationId, Name),
    /// A message is put into the queue of its receiver, and its sender meets an `IOException`: nobody acknowledges it.
    Unacknowledged(OperationId),
    /// A request is answered.
    Reply(OperationId),
    /// A request is answered by a fault.
    ReplyFault(OperationId, Name),
    /// A branch is taken.
    Choice(bool),
    /// A datum that nobody knew is, from here on, what it is said to be: the variable, and its value as it is written.
    /// Without them it is none of the values that were guessed before.
    Datum(Option<(Name, Name)>, Guessed),
    /// A fault is raised.
    Raise(Name),
    /// A lock is acquired or released, by name.
    Acquire(Name),
    /// See [`MoveKind::Acquire`].
    Release(Name),
    /// A signal is given.
    Signal(Name),
    /// A session ends; with messages that are left in its queues.
    End(Vec<OperationId>),
    /// A session ends by a fault that nobody handles; with messages that are left in its queues.
    Die(Name, Vec<OperationId>),
    /// A call is not answered in time.
    Timeout(OperationId),
    /// A program ends.
    Exit,
    /// A program ends of itself: that of this instance.
    Crash(InstanceId),
    /// Anything that nobody else sees.
    Internal,
}

/// How a datum was guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guessed {
    /// Whether it tells how often a loop turns.
    pub counts: bool,
    /// Whether it is left open what it is, after all that it was guessed to be.
    pub rest: bool,
}

impl Move {
    /// Whether it befalls those who wait: who asks what they wait for leaves it out.
    #[must_use]
    pub fn is_mishap(&self) -> bool {
        matches!(self.kind, MoveKind::Timeout(_) | MoveKind::Crash(_))
    }

    /// Whether it moves this thread of the session in `slot`. What is put into a queue does not move the receiver.
    #[must_use]
    pub fn moves(&self, slot: Slot, thread: u8) -> bool {
        let is = |mover: Mover| matches!(mover, Mover::Thread { slot: s, thread: t, .. } if s == slot && t == thread);
        let delivered = matches!(
            self.kind,
            MoveKind::Send(_) | MoveKind::Call(_) | MoveKind::Unacknowledged(_)
        );
        is(self.from) || (!delivered && self.to.is_some_and(is))
    }

    /// Whether the session in `slot` takes part.
    #[must_use]
    pub fn touches(&self, slot: Slot) -> bool {
        let is = |mover: Mover| mover.session().is_some_and(|(own, _)| own == slot);
        is(self.from) || self.to.is_some_and(is)
    }
}
