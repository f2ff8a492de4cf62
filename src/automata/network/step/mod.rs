//! What one session does: the step rules that need nobody else.
//!
//! In come a session and what it shares with others of its instance; out come its [`LocalMove`]s, each with the session
//! after it and the [`Effect`] that others see. The rules are those of `papers/semantics.md`, *Steps*, *Faults*; they follow
//! Jolie's runtime (`SequentialProcess`, `ScopeProcess`, `ParallelExecution`, `RequestResponseProcess`, …), where each file
//! says what it takes from which.
//!
//! With [`Settings::eager`], steps that nobody else can see or influence are part of the step before them.

mod act;
mod fault;
mod frame;
mod life;
mod message;
mod silent;
mod thread;
mod wait;
mod work;

#[cfg(test)]
mod tests;

pub use life::{forget_callers, inherit, launch, rejoined, spawned, start, tell};
pub use message::{answered, deliver, refused, take_directly};
pub use wait::{Waiting, Want, waiting};
pub use work::MOST_THREADS;

use super::session::Slot;
use super::{
    Caller, FaultName, Guess, InputId, LinkId, Location, LockId, Network, OperationId, PortId,
    Session, Shared, Value,
};
use crate::base::Span;
use work::Work;

/// How the steps of a session are taken.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether steps that nobody else can see or influence are part of the step before.
    pub eager: bool,
    /// How many frames a thread has at most.
    pub depth: usize,
    /// Whether what leaves the program may meet an `IOException`: then it is seen.
    pub broken: bool,
}

/// A set of tokens of one slot: a bit for each number.
pub type Tokens = u16;

/// How many tokens of one session there are at once; what is made beyond is lost.
pub const MOST_TOKENS: u8 = 12;

/// Where a session stands while its steps are worked out.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The network.
    pub network: &'a Network,
    /// What the session shares with others.
    pub shared: &'a Shared,
    /// The slot that it is in, for the tokens and calls that it makes.
    pub slot: Slot,
    /// Which of its tokens others hold: a new one is none of these, though the session itself has forgotten them.
    pub held: Tokens,
    /// How.
    pub settings: &'a Settings,
}

/// What a session may do next.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// The moves, thread by thread.
    pub moves: Vec<LocalMove>,
    /// Whether one more is held back by the limit on frames.
    pub held_back: bool,
}

/// One thing that a session may do.
#[derive(Clone, Debug)]
pub struct LocalMove {
    /// The thread that does it.
    pub thread: u8,
    /// Where that thread is.
    pub at: Location,
    /// Where it is written.
    pub origin: Span,
    /// What others see of it.
    pub effect: Effect,
    /// The session after it; for what is sent, after success.
    pub session: Session,
    /// What is shared after it, where that changes.
    pub shared: Option<Shared>,
}

/// What others see of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Internal,
    /// A branch on data is taken.
    Choice {
        /// Which.
        taken: bool,
        /// Whether both ways can really happen here.
        certain: bool,
    },
    /// A datum that is not known is guessed.
    Guess {
        /// What is guessed.
        guess: Guess,
        /// Whether it is that.
        taken: bool,
        /// Whether it can really be so here.
        certain: bool,
    },
    /// The head of an own queue is taken.
    Take {
        /// Whose message it is.
        input: InputId,
    },
    /// A notification is sent.
    Send {
        /// Whereto.
        target: Aim,
        /// What.
        operation: OperationId,
        /// With what.
        values: Vec<Value>,
    },
    /// A request is sent; the thread waits.
    Call {
        /// Whereto.
        target: Aim,
        /// What.
        operation: OperationId,
        /// With what.
        values: Vec<Value>,
    },
    /// A request is answered.
    Reply {
        /// Which.
        input: InputId,
        /// Whose.
        caller: Caller,
        /// With what.
        values: Vec<Value>,
    },
    /// A request is answered by a fault.
    ReplyFault {
        /// Which.
        input: InputId,
        /// Whose.
        caller: Caller,
        /// Which fault; `TypeMismatch` when the operation does not declare the one that was raised.
        fault: FaultName,
    },
    /// A fault is raised.
    Raise {
        /// Which.
        fault: FaultName,
    },
    /// A lock is acquired.
    Acquire {
        /// Which.
        lock: LockId,
    },
    /// A lock is released.
    Release {
        /// Which.
        lock: LockId,
    },
    /// A `spawn` begins.
    Spawn {
        /// How many bodies it has.
        copies: u8,
    },
    /// A signal is taken.
    Signal {
        /// Which.
        link: LinkId,
    },
    /// The program ends.
    Exit,
    /// The session ends; by a fault that nobody handles, when there is one.
    End {
        /// Which.
        fault: Option<FaultName>,
    },
}

/// Where a message is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To where the port is bound at the start.
    Port(PortId),
    /// To this location, which the behaviour has put into the port; undefined is as for [`Aim::Port`].
    At(PortId, Value),
}

/// What a session may do next.
#[must_use]
pub fn moves(context: Context<'_>, session: &Session) -> Moves {
    let mut found = Moves::default();
    if session.phase == super::session::Phase::Waiting {
        return found;
    }
    for (index, thread) in session.threads.iter().enumerate() {
        let Ok(index) = u8::try_from(index) else {
            break;
        };
        if thread.is_some() {
            act::moves_of(context, session, index, &mut found);
        }
    }
    found
}

/// A session after something that has come to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The session.
    pub session: Session,
    /// What it shares with others, where that has changed: a message may be bound to a variable of the service.
    pub shared: Option<Shared>,
}

/// Applies `change` to a copy of `session`, then does what follows by itself.
fn changed(context: Context<'_>, session: &Session, change: impl FnOnce(&mut Work<'_>)) -> After {
    let mut work = Work::new(context, session.clone());
    change(&mut work);
    work.advance();
    work.after()
}
