//! Messages: what a session takes, and what reaches it.

use super::work::Work;
use super::{After, Context, Effect, changed};
use crate::automata::network::session::{Frame, Message, ReplyAt, Session, ThreadState};
use crate::automata::network::{Act, Binding, Caller, FaultName, InputBranch, Value};

/// The session with `message` at the end of a queue.
#[must_use]
pub fn deliver(session: &Session, queue: u32, message: Message) -> Session {
    let mut session = session.clone();
    let queue = queue as usize;
    if queue >= session.queues.len() {
        session.queues.resize(queue + 1, Vec::new());
    }
    session.queues[queue].push(message);
    session
}

/// The session after `thread` has taken a message with these values by a branch of its input, without a queue.
#[must_use]
pub fn take_directly(
    context: Context<'_>,
    session: &Session,
    (thread, branch): (u8, usize),
    values: &[Value],
    caller: Option<Caller>,
) -> After {
    changed(context, session, |work| {
        work.receive(thread, branch, values, caller)
    })
}

/// The session after the answer of the call that `thread` waits for.
#[must_use]
pub fn answered(context: Context<'_>, session: &Session, thread: u8, values: &[Value]) -> After {
    changed(context, session, |work| {
        let Some(at) = work.thread(thread).map(|thread| thread.at) else {
            return;
        };
        if let Act::Call { response, next, .. } = &work.node(at).act {
            work.bind(response, values);
            work.go(thread, *next);
        }
    })
}

/// The session after what `thread` sends, or has called, is answered by a fault.
#[must_use]
pub fn refused(context: Context<'_>, session: &Session, thread: u8, fault: FaultName) -> After {
    changed(context, session, |work| {
        work.set_state(thread, ThreadState::Raising(fault));
    })
}

impl Work<'_> {
    /// Takes a message for a branch's input from its queue and place there.
    pub(super) fn take(
        &mut self,
        index: u8,
        number: usize,
        (queue, place): (usize, usize),
    ) -> Effect {
        let Some(input) = self.branch_at(index, number).map(|branch| branch.input) else {
            return Effect::Internal;
        };
        if let Some(messages) = self.session.queues.get_mut(queue)
            && place < messages.len()
        {
            let message = messages.remove(place);
            self.receive(index, number, &message.values, message.caller);
        }
        Effect::Take { input }
    }

    fn receive(&mut self, index: u8, number: usize, values: &[Value], caller: Option<Caller>) {
        let Some(thread) = self.thread(index) else {
            return;
        };
        let at = thread.at;
        let Act::Receive { branches } = &self.node(at).act else {
            return;
        };
        if let Some(branch) = branches.get(number) {
            let node = ReplyAt::Branch(at, u16::try_from(number).unwrap_or(u16::MAX));
            self.begin(index, branch, node, values, caller);
        }
    }

    /// Goes into the body of a branch whose message has come.
    pub(super) fn begin(
        &mut self,
        index: u8,
        branch: &InputBranch,
        node: ReplyAt,
        values: &[Value],
        caller: Option<Caller>,
    ) {
        self.bind(&branch.bindings, values);
        if branch.reply.is_some() {
            let caller = caller.unwrap_or(Caller::Gone);
            self.enter(index, Frame::Request { node, caller }, branch.body);
        } else {
            self.go(index, branch.body);
        }
    }

    fn branch_at(&self, index: u8, number: usize) -> Option<&InputBranch> {
        match &self.node(self.thread(index)?.at).act {
            Act::Receive { branches } => branches.get(number),
            _ => None,
        }
    }

    /// Nothing is known any longer of the variables of the service that these set.
    pub(super) fn lose_globals(&mut self, bindings: &[Binding]) {
        for binding in bindings {
            if self.is_global(binding.cell) {
                self.set(binding.cell, Value::LOST);
            }
        }
    }

    pub(super) fn bind(&mut self, bindings: &[Binding], values: &[Value]) {
        for binding in bindings {
            let value = values.get(binding.path as usize).copied();
            self.set(binding.cell, value.unwrap_or(Value::LOST));
        }
    }
}
