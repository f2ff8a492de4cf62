//! One thread's turn: operations until it waits, ends or has used up its portion.

use super::evaluate::{Stop, run};
use super::instance::{Body, Running};
use super::store::Store;
use super::thread::{Frame, Received, Scope, Session, SessionId, Thread, ThreadId, ThreadState};
use super::{InstanceId, Machine};
use crate::base::Span;
use crate::interpreter::code::{Code, HandlerKey, Operation, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::types;
use crate::interpreter::value::Value;
use std::sync::Arc;

/// Where nothing follows: a thread that comes here ends.
pub(super) const NOWHERE: Place = Place::MAX;

/// More definitions and scopes inside of one another are refused.
const DEEPEST: usize = 1 << 20;

/// What of the machine a thread works with.
pub(super) struct Around<'machine> {
    pub thread: &'machine mut Thread,
    pub session: &'machine mut Session,
    pub running: &'machine mut Running,
}

impl Machine {
    /// The thread with its session and service; `None` when one of them has ended.
    pub(super) fn around(&mut self, id: ThreadId) -> Option<Around<'_>> {
        let thread = self.threads.get_mut(id)?;
        let session = self.sessions.get_mut(thread.session)?;
        match &mut self.instances.get_mut(session.instance.index())?.body {
            Body::Jolie(running) => Some(Around {
                thread,
                session,
                running,
            }),
            Body::Native(_) | Body::Runtime | Body::Ended => None,
        }
    }

    /// Works with the variables of a thread.
    pub(super) fn with_store<T>(
        &mut self,
        id: ThreadId,
        work: impl FnOnce(&mut Store<'_>, &mut Thread) -> T,
    ) -> Option<T> {
        let thread = self.threads.get_mut(id)?;
        let session = self.sessions.get_mut(thread.session)?;
        let Body::Jolie(running) = &mut self.instances.get_mut(session.instance.index())?.body
        else {
            return None;
        };
        let schedule = &mut self.schedule;
        let handler = thread.handler().cloned();
        let mut fresh = || super::host::identifier(schedule);
        let mut store = Store {
            code: &running.code,
            variables: &mut session.variables,
            global: &mut running.global,
            frozen: handler.as_ref().map_or(&[], |handler| &handler.frozen),
            fresh: &mut fresh,
        };
        Some(work(&mut store, thread))
    }

    /// Lets a thread go on.
    pub(super) fn turn(&mut self, id: ThreadId, portion: u32) {
        let mut left = portion;
        loop {
            let Some(thread) = self.threads.get_mut(id) else {
                return;
            };
            if matches!(thread.state, ThreadState::Answered(_)) {
                self.take_answer(id);
                continue;
            }
            if !matches!(thread.state, ThreadState::Ready) {
                return;
            }
            if thread.dying.is_some() {
                self.stop(id);
                continue;
            }
            if self.status.is_some() {
                return;
            }
            let Some(rest) = left.checked_sub(1) else {
                return self.schedule.ready(id);
            };
            left = rest;
            let stop = self.with_store(id, |store, thread| run(store, &mut thread.work, &mut left));
            self.reindex(id);
            match stop {
                None => return,
                Some(Stop::Machine(operation)) => {
                    self.control(id, operation);
                    // What others can see happens between two turns, so that a seed can give each order.
                    if self.schedule.is_seeded() && self.can_go_on(id) {
                        self.schedule.ready(id);
                        return;
                    }
                }
                Some(Stop::Fault(fault)) => self.raise(id, fault),
                Some(Stop::Done) => self.end_thread(id),
                Some(Stop::Portion) => {
                    self.schedule.ready(id);
                    return;
                }
            }
        }
    }

    fn can_go_on(&self, id: ThreadId) -> bool {
        self.threads.get(id).is_some_and(|thread| {
            matches!(thread.state, ThreadState::Ready | ThreadState::Answered(_))
        })
    }

    /// The code that a thread runs, and where the thread is in it.
    pub(super) fn place(&self, id: ThreadId) -> Option<(Arc<Code>, Place)> {
        let thread = self.threads.get(id)?;
        let code = self.code_of(self.sessions.get(thread.session)?.instance)?;
        Some((code, thread.work.place))
    }

    /// The code of an instance.
    pub(super) fn code_of(&self, instance: InstanceId) -> Option<Arc<Code>> {
        match &self.instances.get(instance.index())?.body {
            Body::Jolie(running) => Some(Arc::clone(&running.code)),
            Body::Native(_) | Body::Runtime | Body::Ended => None,
        }
    }

    /// Where a thread is in the source.
    pub(super) fn span(&self, id: ThreadId) -> Span {
        self.place(id)
            .map_or(Span::NOWHERE, |(code, place)| code.span(place))
    }

    /// Puts a thread at a place, ready.
    pub(super) fn go(&mut self, id: ThreadId, place: Place) {
        if let Some(thread) = self.threads.get_mut(id) {
            thread.work.place = place;
            thread.state = ThreadState::Ready;
        }
    }

    /// An operation that needs more than the thread and its variables.
    pub(super) fn control(&mut self, id: ThreadId, operation: Operation) {
        let next = self
            .threads
            .get(id)
            .map_or(NOWHERE, |thread| thread.work.place.saturating_add(1));
        match operation {
            Operation::Call(place) => self.call(id, place, next),
            Operation::Return => self.give_back(id),
            Operation::End => self.end_thread(id),
            Operation::Enter { scope, leave } => self.enter(id, scope, leave, next),
            Operation::Leave => {
                self.leave(id);
                self.go(id, next);
            }
            Operation::Install(install) => {
                self.install(id, install);
                self.go(id, next);
            }
            Operation::Compensate(scope) => {
                let handler = self
                    .scope_mut(id)
                    .and_then(|found| found.take_compensation(scope));
                self.handle(id, handler, next);
            }
            Operation::CurrentHandler => {
                let thread = self.threads.get(id);
                let handler = thread
                    .and_then(Thread::handler)
                    .and_then(|handler| handler.previous.clone());
                self.handle(id, handler, next);
            }
            Operation::Throw(fault) => {
                let value = self
                    .threads
                    .get_mut(id)
                    .map_or(Value::VOID, |thread| thread.work.pop());
                let name = self
                    .place(id)
                    .and_then(|(code, _)| code.faults.get(fault as usize).cloned());
                self.raise(id, Fault::new(name.unwrap_or_default(), value));
            }
            Operation::Exit => self.exit(id),
            Operation::Notify(output) | Operation::Solicit(output) => {
                let answered = matches!(operation, Operation::Solicit(_));
                self.send(id, output, answered);
            }
            Operation::Receive(choice) => self.receive_choice(id, choice),
            Operation::Reply => self.reply(id, next),
            Operation::Forward { port, request } => self.forward(id, port, request),
            Operation::Fork(fork) => self.fork(id, fork),
            Operation::Spawn(spawn) => self.spawn(id, spawn),
            Operation::LinkIn(link) => self.link_in(id, link, next),
            Operation::LinkOut(link) => self.link_out(id, link, next),
            Operation::Lock(lock) => self.lock(id, lock, next),
            Operation::Unlock => {
                self.close_lock(id);
                self.go(id, next);
            }
            // The others are done by the thread itself.
            _ => self.go(id, next),
        }
    }

    fn call(&mut self, id: ThreadId, place: Place, next: Place) {
        let last = self.place(id).is_some_and(|(code, _)| {
            matches!(code.operations.get(next as usize), Some(Operation::Return))
        });
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        if !last {
            if thread.frames.len() >= DEEPEST {
                let message = format!("more than {DEEPEST} definitions inside of one another");
                return self.raise(id, Fault::new("StackOverflowError", message));
            }
            thread.frames.push(Frame::Return {
                place: next,
                handler: None,
            });
        }
        thread.work.place = place;
    }

    fn give_back(&mut self, id: ThreadId) {
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        match thread.frames.pop() {
            Some(Frame::Return { place, .. }) => thread.work.place = place,
            other => {
                thread.frames.extend(other);
                self.end_thread(id);
            }
        }
    }

    /// Runs a handler, if there is one, and goes on at a place.
    pub(super) fn handle(
        &mut self,
        id: ThreadId,
        handler: Option<Arc<super::thread::Installed>>,
        next: Place,
    ) {
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        thread.state = ThreadState::Ready;
        thread.work.place = match handler {
            None => next,
            Some(handler) => {
                let body = handler.body;
                thread.frames.push(Frame::Return {
                    place: next,
                    handler: Some(handler),
                });
                body
            }
        };
    }

    fn enter(&mut self, id: ThreadId, scope: u32, leave: Place, next: Place) {
        if let Some(thread) = self.threads.get_mut(id) {
            thread.frames.push(Frame::Scope(Scope {
                scope,
                leave,
                operands: thread.work.stack.len(),
                iterations: thread.work.iterations.len(),
                ..Scope::default()
            }));
            thread.work.place = next;
        }
    }

    /// Closes the innermost scope; the one around keeps what it has left.
    fn leave(&mut self, id: ThreadId) {
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        if let Some(Frame::Scope(scope)) = thread.frames.pop() {
            self.merge(id, scope);
        }
    }

    /// Gives what a scope has left to the one around.
    pub(super) fn merge(&mut self, id: ThreadId, scope: Scope) {
        if let Some(around) = self.scope_mut(id) {
            for (name, handler) in scope.compensations {
                around.leave_compensation(name, handler);
            }
        }
    }

    /// The innermost scope of a thread: its own, or that of the thread that waits for it.
    pub(super) fn scope_mut(&mut self, mut id: ThreadId) -> Option<&mut Scope> {
        loop {
            let thread = self.threads.get(id)?;
            let own = thread
                .frames
                .iter()
                .rposition(|frame| matches!(frame, Frame::Scope(_)));
            match own {
                Some(at) => match self.threads.get_mut(id)?.frames.get_mut(at) {
                    Some(Frame::Scope(scope)) => return Some(scope),
                    _ => return None,
                },
                None => id = thread.parent?,
            }
        }
    }

    fn install(&mut self, id: ThreadId, install: u32) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        for handler in code.installs.get(install as usize).into_iter().flatten() {
            let kept = self.with_store(id, |store, _| {
                let kept = handler.frozen.iter().map(|path| store.made(*path));
                kept.map(Result::unwrap_or_default).collect::<Vec<Value>>()
            });
            let kept = kept.unwrap_or_default();
            for key in &handler.keys {
                let Some(scope) = self.scope_mut(id) else {
                    return;
                };
                let own = scope.scope;
                let previous = match key {
                    HandlerKey::This => scope
                        .compensations
                        .iter()
                        .find(|(name, _)| *name == own)
                        .map(|(_, handler)| Arc::clone(handler)),
                    HandlerKey::Fault(fault) => scope
                        .faults
                        .iter()
                        .find(|(name, _)| name == fault)
                        .map(|(_, handler)| Arc::clone(handler)),
                };
                let installed = Arc::new(super::thread::Installed {
                    body: handler.body,
                    frozen: kept.clone(),
                    previous,
                });
                match key {
                    HandlerKey::This => scope.leave_compensation(own, installed),
                    HandlerKey::Fault(fault) => scope.install(fault, installed),
                }
            }
        }
    }

    /// Answers the request around with the value on top.
    fn reply(&mut self, id: ThreadId, next: Place) {
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        let value = thread.work.pop();
        let Some(Frame::Request { input, caller }) = thread.frames.pop() else {
            // A one-way message is answered by nobody: its courier has a body of the other kind.
            return self.go(id, next);
        };
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let (name, response) = match &input {
            Received::Input(input) => match code.inputs.get(*input as usize) {
                Some(input) => (
                    input.name.clone(),
                    input.response.as_ref().map(|(response, _)| *response),
                ),
                None => return self.go(id, next),
            },
            Received::Courier(output) => (
                output.name.clone(),
                output.response.as_ref().map(|(response, _)| *response),
            ),
        };
        let wrong =
            response.and_then(|response| types::check(&code.program, response, &value).err());
        match wrong {
            None => {
                self.tell(id, super::event::EventKind::Reply, &name, Some(&value));
                self.answer(caller, Ok(value));
                self.go(id, next);
            }
            Some(wrong) => {
                self.answer(
                    caller,
                    Err(Fault::type_mismatch("Internal server error (TypeMismatch)")),
                );
                self.raise(
                    id,
                    Fault::type_mismatch(format!(
                        "Request-Response input operation output value TypeMismatch (operation {name}): {wrong}"
                    )),
                );
            }
        }
    }

    fn fork(&mut self, id: ThreadId, fork: u32) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let Some(bodies) = code.forks.get(fork as usize) else {
            return;
        };
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        let children: Vec<ThreadId> = (bodies.iter())
            .map(|body| self.threads.insert(Thread::new(session, Some(id), *body)))
            .collect();
        for child in &children {
            self.schedule.ready(*child);
        }
        if let Some(thread) = self.threads.get_mut(id) {
            thread.children = children;
            thread.state = ThreadState::Joining;
        }
    }

    fn link_in(&mut self, id: ThreadId, link: u32, next: Place) {
        let Some(Around {
            thread, session, ..
        }) = self.around(id)
        else {
            return;
        };
        match session.signals.get_mut(link as usize) {
            Some(signals) if *signals > 0 => {
                *signals -= 1;
                thread.work.place = next;
            }
            _ => {
                session.waiting.push(id);
                thread.state = ThreadState::Linking(link);
            }
        }
    }

    fn link_out(&mut self, id: ThreadId, link: u32, next: Place) {
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        let waits = |thread: &ThreadId| {
            let state = self.threads.get(*thread).map(|thread| &thread.state);
            matches!(state, Some(ThreadState::Linking(waited)) if *waited == link)
        };
        let waiting = self
            .sessions
            .get(session)
            .and_then(|session| session.waiting.iter().copied().find(waits));
        match waiting {
            Some(waiting) => {
                self.stop_waiting(session, waiting);
                let after = self
                    .threads
                    .get(waiting)
                    .map_or(NOWHERE, |thread| thread.work.place + 1);
                self.go(waiting, after);
                self.schedule.ready(waiting);
            }
            None => {
                if let Some(signals) = self
                    .sessions
                    .get_mut(session)
                    .and_then(|session| session.signals.get_mut(link as usize))
                {
                    *signals = signals.saturating_add(1);
                }
            }
        }
        self.go(id, next);
    }

    /// A thread no longer waits for a message or a signal.
    pub(super) fn stop_waiting(&mut self, session: SessionId, id: ThreadId) {
        if let Some(session) = self.sessions.get_mut(session) {
            session.waiting.retain(|waiting| *waiting != id);
        }
    }

    fn lock(&mut self, id: ThreadId, lock: u32, next: Place) {
        let Some(Around {
            thread, running, ..
        }) = self.around(id)
        else {
            return;
        };
        let Some(found) = running.locks.get_mut(lock as usize) else {
            return;
        };
        match &mut found.holder {
            Some((holder, times)) if *holder == id => *times += 1,
            Some(_) => {
                found.waiting.push_back(id);
                thread.state = ThreadState::Locking(lock);
                return;
            }
            holder @ None => *holder = Some((id, 1)),
        }
        thread.frames.push(Frame::Lock(lock));
        thread.work.place = next;
    }

    fn close_lock(&mut self, id: ThreadId) {
        if let Some(Frame::Lock(lock)) = self
            .threads
            .get_mut(id)
            .and_then(|thread| thread.frames.pop())
        {
            self.release(id, lock);
        }
    }

    /// Gives a lock back, and to the next one who waits for it.
    pub(super) fn release(&mut self, id: ThreadId, lock: u32) {
        let session = self.threads.get(id).map(|thread| thread.session);
        let session = session.and_then(|session| self.sessions.get(session));
        let Some(instance) = session.map(|session| session.instance) else {
            return;
        };
        let Some(Body::Jolie(running)) = self
            .instances
            .get_mut(instance.index())
            .map(|found| &mut found.body)
        else {
            return;
        };
        let Some(found) = running.locks.get_mut(lock as usize) else {
            return;
        };
        match &mut found.holder {
            Some((holder, times)) if *holder == id && *times > 1 => {
                *times -= 1;
                return;
            }
            holder => *holder = None,
        }
        let threads = &self.threads;
        let next = loop {
            let Some(waiting) = found.waiting.pop_front() else {
                return;
            };
            let state = threads.get(waiting).map(|thread| &thread.state);
            if matches!(state, Some(ThreadState::Locking(_))) {
                break waiting;
            }
        };
        found.holder = Some((next, 1));
        if let Some(thread) = self.threads.get_mut(next) {
            thread.frames.push(Frame::Lock(lock));
            thread.work.place += 1;
            thread.state = ThreadState::Ready;
        }
        self.schedule.ready(next);
    }
}
