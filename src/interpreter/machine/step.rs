//! One thread's turn: operations until it waits, ends or has used up its portion.

use super::evaluate::{Stop, Work, run};
use super::fault::runs_when_killed;
use super::instance::Running;
use super::schedule::Schedule;
use super::store::Store;
use super::thread::{Frame, Scope, Session, Thread, ThreadId, ThreadState, handler};
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
    pub schedule: &'machine mut Schedule,
}

/// Whether a statement has operands of its own on the stack: a thread is killed between statements.
fn inside_of_statement(thread: &Thread) -> bool {
    let scope = thread.frames.iter().rev().find_map(|frame| match frame {
        Frame::Scope(scope) => Some(scope.operands),
        _ => None,
    });
    thread.work.stack.len() > scope.unwrap_or_default()
}

impl Machine {
    /// The thread with its session and service; `None` when one of them has ended.
    pub(super) fn around(&mut self, id: ThreadId) -> Option<Around<'_>> {
        let thread = self.threads.get_mut(id)?;
        let session = self.sessions.get_mut(thread.session)?;
        let running = self
            .instances
            .get_mut(session.instance.index())?
            .running_mut()?;
        Some(Around {
            thread,
            session,
            running,
            schedule: &mut self.schedule,
        })
    }

    /// Works with the variables of a thread.
    pub(super) fn with_store<T>(
        &mut self,
        id: ThreadId,
        work: impl FnOnce(&mut Store<'_>, &mut Work) -> T,
    ) -> Option<T> {
        let Around {
            thread,
            session,
            running,
            schedule,
        } = self.around(id)?;
        let mut fresh = || super::host::identifier(schedule);
        let mut store = Store {
            code: &running.code,
            variables: session.variables.beside(running.global_aliased),
            global: &mut running.global,
            global_aliased: &mut running.global_aliased,
            frozen: handler(&thread.frames).map_or(&[], |handler| &handler.frozen),
            fresh: &mut fresh,
        };
        Some(work(&mut store, &mut thread.work))
    }

    /// Lets a thread go on.
    pub(super) fn turn(&mut self, id: ThreadId, portion: u32) {
        let mut left = portion;
        loop {
            let Some(thread) = self.threads.get_mut(id) else {
                return;
            };
            if let ThreadState::Answered(result) = &thread.state {
                if result.is_err() && self.is_poised(id, None) {
                    return;
                }
                self.take_answer(id);
                continue;
            }
            if !matches!(thread.state, ThreadState::Ready) {
                return;
            }
            let dying = thread.dying.is_some();
            if dying && !self.goes_on_killed(id) {
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
            let mut one = 1;
            let portion = if dying { &mut one } else { &mut left };
            let stop = self.with_store(id, |store, work| run(store, work, portion));
            self.reindex(id);
            match stop {
                None => return,
                // What is left of the statement sends nothing.
                Some(Stop::Machine(Operation::Solicit(_) | Operation::Notify(_))) if dying => {
                    self.stop(id);
                }
                Some(Stop::Portion) if dying => {}
                Some(Stop::Machine(operation)) => {
                    if self.is_poised(id, Some(operation)) {
                        return;
                    }
                    self.control(id, operation);
                    // What others can see happens between two turns, so that a seed can give each order.
                    if self.schedule.is_seeded() && self.can_go_on(id) {
                        self.schedule.ready(id);
                        return;
                    }
                }
                Some(Stop::Fault(fault)) => self.raise(id, fault),
                Some(Stop::Grown(place)) => {
                    if let Some(fault) = self.too_much_held(id, place) {
                        self.raise(id, fault);
                    }
                }
                Some(Stop::Done) => self.end_thread(id),
                Some(Stop::Portion) => return self.schedule.ready(id),
            }
        }
    }

    /// Whether a thread that is killed does what comes next: it is killed between statements, and some cannot be.
    fn goes_on_killed(&self, id: ThreadId) -> bool {
        let inside = self.threads.get(id).is_some_and(inside_of_statement);
        inside
            || self
                .place(id)
                .is_some_and(|(code, place)| runs_when_killed(&code, place))
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
        Some(Arc::clone(&self.running(instance)?.code))
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
                    .and_then(|thread| handler(&thread.frames))
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
            Operation::Exit => self.exit(id, next),
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
                let installed = Arc::new(super::thread::Installed {
                    body: handler.body,
                    frozen: kept.clone(),
                    previous: scope.installed(key).cloned(),
                });
                match key {
                    HandlerKey::This => scope.leave_compensation(scope.scope, installed),
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
        let Some((name, response)) = input.signature(&code) else {
            return self.go(id, next);
        };
        let wrong =
            response.and_then(|response| types::check(&code.program, response.value, &value).err());
        match wrong {
            None => {
                self.tell(id, super::event::EventKind::Reply, name, Some(&value));
                self.watch_answered(id, name, None);
                match self.reply_to(caller, value) {
                    Ok(()) => self.go(id, next),
                    Err(fault) => self.raise(id, fault),
                }
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
}
