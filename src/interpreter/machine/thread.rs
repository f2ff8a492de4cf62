//! Threads, frames and sessions of running programs: plain data, as `automata::network::session` has them for networks.

use super::evaluate::Work;
use super::limits::Room;
use super::store::Variables;
use super::{CallNumber, InstanceId};
use crate::interpreter::code::{Code, HandlerKey, InputId, Output, Place, Response};
use crate::interpreter::fault::Fault;
use crate::interpreter::transport::ReplyHandle;
use crate::interpreter::value::{Text, Value};
use slotmap::new_key_type;
use std::collections::VecDeque;
use std::sync::Arc;

new_key_type! {
    /// A session that runs.
    pub struct SessionId;
    /// A thread that runs.
    pub struct ThreadId;
}

/// A session: what its threads share.
#[derive(Debug)]
pub struct Session {
    /// Its number, for people: from 1 on, over the whole machine.
    pub number: u64,
    /// The service that it runs in.
    pub instance: InstanceId,
    /// What part of the service's life it is.
    pub phase: Phase,
    /// Its variables.
    pub variables: Variables,
    /// How many signals of each link are given and not taken.
    pub signals: Vec<u32>,
    /// Its queues: the first for operations without a correlation set, then one a set.
    pub queues: Vec<VecDeque<Message>>,
    /// Its first thread.
    pub main: ThreadId,
    /// Its threads that wait for a message, a signal.
    pub waiting: Vec<ThreadId>,
    /// The keys under which it is found.
    pub keys: Vec<(u32, u64)>,
    /// The room that the message takes that has started it.
    pub(super) room: Option<Room>,
}

/// What part of a service's life a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// `init`: it accepts every message.
    Init,
    /// In sequential mode: another session runs.
    Waiting,
    /// It runs.
    Running,
    /// A copy of a body of `spawn`, or a courier: no message is for it.
    Aside,
}

/// A message in a queue.
#[derive(Debug)]
pub struct Message {
    /// The input that it is for.
    pub input: InputId,
    /// What it says.
    pub value: Value,
    /// Who waits for the answer.
    pub caller: Caller,
    /// The room that it takes while it is here.
    pub(super) room: Option<Room>,
}

/// Who waits for an answer, or for a message to have arrived.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody.
    Nobody,
    /// A thread, for its call of this number.
    Thread(ThreadId, CallNumber),
    /// Another program.
    Outside(Arc<ReplyHandle>),
}

/// A thread.
#[derive(Debug)]
pub struct Thread {
    /// Its session.
    pub session: SessionId,
    /// Who waits for it.
    pub parent: Option<ThreadId>,
    /// Where it is, with its operands.
    pub work: Work,
    /// What it is inside of, innermost last.
    pub frames: Vec<Frame>,
    /// What it does.
    pub state: ThreadState,
    /// The fault that a sibling died of.
    pub dying: Option<Fault>,
    /// How many threads it waits for.
    pub children: Vec<ThreadId>,
    /// What one of them died of.
    pub raised: Option<Fault>,
    /// For a copy of a body of `spawn`: which, and its index.
    pub copy: Option<(u32, u32)>,
    /// For a courier: the operation that it handles.
    pub courier: Option<Arc<Output>>,
}

/// What a thread does.
#[derive(Debug)]
pub enum ThreadState {
    /// It can go on.
    Ready,
    /// It waits for a message of a choice.
    Receiving(u32),
    /// It waits for an answer; the call has this number.
    Calling(CallNumber),
    /// It has its answer.
    Answered(Result<Value, Fault>),
    /// It waits for its threads.
    Joining,
    /// It waits for copies of a body.
    Spawning,
    /// It waits for a signal.
    Linking(u32),
    /// It waits for a lock.
    Locking(u32),
}

/// What a thread is inside of.
#[derive(Debug)]
pub enum Frame {
    /// A definition or a handler: where it returns to.
    Return {
        /// Where.
        place: Place,
        /// The handler, with what it kept.
        handler: Option<Arc<Installed>>,
    },
    /// A scope.
    Scope(Scope),
    /// What lies between a request and its answer.
    Request {
        /// Which input.
        input: Received,
        /// Who waits.
        caller: Caller,
    },
    /// A lock is held.
    Lock(u32),
    /// A termination handler runs: after it the thread goes on dying of this.
    Killed(Fault),
}

/// What a request came by.
#[derive(Clone, Debug)]
pub enum Received {
    /// An input of the service.
    Input(InputId),
    /// A courier, for an operation of an aggregated port.
    Courier(Arc<Output>),
}

impl Received {
    /// The name of its operation and, of a request-response, what is answered.
    #[must_use]
    pub fn signature<'code>(
        &'code self,
        code: &'code Code,
    ) -> Option<(&'code Text, Option<&'code Response>)> {
        Some(match self {
            Self::Input(input) => {
                let input = code.inputs.get(*input as usize)?;
                (&input.name, input.response.as_ref())
            }
            Self::Courier(output) => (&output.name, output.response.as_ref()),
        })
    }
}

/// A scope that is open.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Which.
    pub scope: u32,
    /// Where it is left.
    pub leave: Place,
    /// How many operands there were.
    pub operands: usize,
    /// How many loops.
    pub iterations: usize,
    /// Its fault handlers.
    pub faults: Vec<(Text, Arc<Installed>)>,
    /// Compensations: its own under its own number, and what scopes inside have left.
    pub compensations: Vec<(u32, Arc<Installed>)>,
    /// Whether it catches nothing: a copy of a body of `spawn` has it from around, or it is the session's own and its
    /// handler runs.
    pub inherited: bool,
}

/// A handler that is installed.
#[derive(Debug)]
pub struct Installed {
    /// Where its code starts.
    pub body: Place,
    /// What it kept.
    pub frozen: Vec<Value>,
    /// The handler that it replaced: `cH`.
    pub previous: Option<Arc<Installed>>,
}

impl Scope {
    /// The handler of a fault, or the default one; all handlers of the scope are forgotten with it.
    pub fn take_handler(&mut self, fault: &str) -> Option<Arc<Installed>> {
        if self.inherited {
            return None;
        }
        let named = |name| self.installed(&HandlerKey::Fault(Text::new(name)));
        let handler = Arc::clone(named(fault).or_else(|| named("default"))?);
        self.faults.clear();
        Some(handler)
    }

    /// Takes what a scope has left.
    pub fn take_compensation(&mut self, scope: u32) -> Option<Arc<Installed>> {
        let at = self
            .compensations
            .iter()
            .position(|(known, _)| *known == scope)?;
        Some(self.compensations.remove(at).1)
    }

    /// The handler that is installed under a key.
    #[must_use]
    pub fn installed(&self, key: &HandlerKey) -> Option<&Arc<Installed>> {
        let mut faults = self.faults.iter();
        let mut compensations = self.compensations.iter();
        match key {
            HandlerKey::This => {
                compensations.find_map(|(scope, handler)| (*scope == self.scope).then_some(handler))
            }
            HandlerKey::Fault(fault) => {
                faults.find_map(|(name, handler)| (name == fault).then_some(handler))
            }
        }
    }

    /// Installs a fault handler.
    pub fn install(&mut self, fault: &Text, handler: Arc<Installed>) {
        self.faults.retain(|(known, _)| known != fault);
        self.faults.push((fault.clone(), handler));
    }

    /// Installs a compensation.
    pub fn leave_compensation(&mut self, scope: u32, handler: Arc<Installed>) {
        self.compensations.retain(|(known, _)| *known != scope);
        self.compensations.push((scope, handler));
    }
}

impl Thread {
    /// A thread that is about to start.
    #[must_use]
    pub fn new(session: SessionId, parent: Option<ThreadId>, place: Place) -> Self {
        Self {
            session,
            parent,
            work: Work {
                place,
                ..Work::default()
            },
            frames: Vec::new(),
            state: ThreadState::Ready,
            dying: None,
            children: Vec::new(),
            raised: None,
            copy: None,
            courier: None,
        }
    }

    /// Whether it waits for the answer to this call.
    #[must_use]
    pub fn waits_for(&self, call: CallNumber) -> bool {
        matches!(self.state, ThreadState::Calling(number) if number == call)
    }
}

/// The handler that runs inside of these frames.
#[must_use]
pub fn handler(frames: &[Frame]) -> Option<&Arc<Installed>> {
    frames.iter().rev().find_map(|frame| match frame {
        Frame::Return { handler, .. } => handler.as_ref(),
        _ => None,
    })
}
