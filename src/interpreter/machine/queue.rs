//! Queues: messages wait in them, and threads take what is at their heads.
//!
//! A session has a queue for each correlation set and one for the other operations; only the head of a queue is looked
//! at (`automata::network::correlation`).

use super::Machine;
use super::event::EventKind;
use super::thread::{Frame, Message, Received, SessionId, ThreadId, ThreadState};
use crate::interpreter::code::{Branch, Code};
use crate::interpreter::value::Value;

impl Machine {
    /// Puts a message into its queue; a thread that waits for it takes it.
    pub(super) fn enqueue(&mut self, id: SessionId, code: &Code, message: Message) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        let queue = code
            .inputs
            .get(message.input as usize)
            .map_or(0, |input| input.queue);
        let queue = queue as usize;
        if queue >= session.queues.len() {
            session.queues.resize_with(queue + 1, Default::default);
        }
        session.queues[queue].push_back(message);
        self.wake(id, code);
    }

    /// Lets threads of a session take what is at the heads of its queues.
    fn wake(&mut self, id: SessionId, code: &Code) {
        if self.is_led() {
            return self.rouse(id, code);
        }
        let Some(session) = self.sessions.get(id) else {
            return;
        };
        for thread in session.waiting.clone() {
            let Some(ThreadState::Receiving(choice)) =
                self.threads.get(thread).map(|thread| &thread.state)
            else {
                continue;
            };
            let choice = *choice;
            if self.take(thread, id, code, choice) {
                self.stop_waiting(id, thread);
                self.schedule.ready(thread);
            }
        }
    }

    /// A thread takes a message for one of the branches of a choice, or waits for one.
    pub(super) fn receive_choice(&mut self, id: ThreadId, choice: u32) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        if self.take(id, session, &code, choice) {
            // What was behind it is at the head now.
            self.wake(session, &code);
            return;
        }
        if let Some(thread) = self.threads.get_mut(id) {
            thread.state = ThreadState::Receiving(choice);
        }
        if let Some(session) = self.sessions.get_mut(session) {
            session.waiting.push(id);
        }
    }

    /// Takes the head of a queue that one of the branches is for; false when there is none.
    fn take(&mut self, id: ThreadId, session: SessionId, code: &Code, choice: u32) -> bool {
        let Some(branches) = code.choices.get(choice as usize) else {
            return false;
        };
        let taken = self.taken_next();
        let Some(found) = self.sessions.get_mut(session) else {
            return false;
        };
        let heads = found.queues.iter_mut().find_map(|queue| {
            let input = queue.front()?.input;
            let branch = branches.iter().find(|branch| branch.input == input)?;
            let name = code.inputs.get(input as usize).map(|input| &input.name);
            taken
                .is_none_or(|taken| name.is_some_and(|name| *name == taken.as_str()))
                .then_some(())?;
            Some((branch.clone(), queue.pop_front()?))
        });
        let Some((branch, message)) = heads else {
            return false;
        };
        self.begin(id, &branch, message);
        true
    }

    /// A thread has a message for a branch.
    pub(super) fn begin(&mut self, id: ThreadId, branch: &Branch, message: Message) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let answered = code
            .inputs
            .get(message.input as usize)
            .is_some_and(|input| input.response.is_some());
        if let Some(input) = code.inputs.get(message.input as usize) {
            self.tell(id, EventKind::Receive, &input.name, Some(&message.value));
        }
        self.watch_taken(id, &code, message.input);
        self.bind(id, branch, message.value);
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        if answered {
            thread.frames.push(Frame::Request {
                input: Received::Input(message.input),
                caller: message.caller,
            });
        }
        self.go(id, branch.body);
        self.reindex(id);
    }

    pub(super) fn bind(&mut self, id: ThreadId, branch: &Branch, value: Value) {
        if let Some(target) = branch.target {
            // A path that cannot be followed takes no message: the fault comes when it is used.
            let _ = self.with_store(id, |store, _| store.bind(target, value));
        }
    }
}
