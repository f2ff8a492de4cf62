//! Faults, kills and ends of threads: the rules of `automata::network::step::fault` on running threads.

use super::Machine;
use super::event::EventKind;
use super::step::NOWHERE;
use super::thread::{Caller, Frame, Received, SessionId, ThreadId, ThreadState};
use crate::interpreter::code::{Code, Operation, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::types;
use rustc_hash::FxHashSet;

impl Machine {
    /// A fault is raised in a thread: the nearest scope that handles it does.
    pub(super) fn raise(&mut self, id: ThreadId, fault: Fault) {
        self.tell(id, EventKind::Fault, &fault.name, Some(&fault.value));
        let place = self.span(id);
        loop {
            let Some(thread) = self.threads.get_mut(id) else {
                return;
            };
            let Some(frame) = thread.frames.pop() else {
                return self.died(id, fault, place);
            };
            match frame {
                Frame::Return { .. } => {}
                Frame::Scope(mut scope) => match scope.take_handler(&fault.name) {
                    Some(handler) => {
                        thread.work.leave(&scope);
                        let (own, leave) = (scope.scope, scope.leave);
                        // The handler of the session's own scope runs outside of it but for what can be compensated, and
                        // is not told the name.
                        let outermost = leave == NOWHERE;
                        scope.inherited |= outermost;
                        thread.frames.push(Frame::Scope(scope));
                        self.tell_handler(id, own, &fault, !outermost);
                        return self.handle(id, Some(handler), leave);
                    }
                    None => self.merge(id, scope),
                },
                Frame::Request { input, caller } => self.answer_fault(id, &input, caller, &fault),
                Frame::Lock(lock) => self.release(id, lock),
                Frame::Killed(killer) => {
                    // A fault of a termination handler is for the handlers of its scope, or lost.
                    if let Some(Frame::Scope(scope)) = thread.frames.last_mut()
                        && let Some(handler) = scope.take_handler(&fault.name)
                    {
                        let own = scope.scope;
                        thread.work.leave(scope);
                        thread.frames.push(Frame::Killed(killer));
                        self.tell_handler(id, own, &fault, true);
                        return self.handle(id, Some(handler), NOWHERE);
                    }
                    thread.dying = Some(killer);
                    thread.state = ThreadState::Ready;
                    return;
                }
            }
        }
    }

    /// The variable of a scope is told the fault that is handled there.
    fn tell_handler(&mut self, id: ThreadId, scope: u32, fault: &Fault, named: bool) {
        self.with_store(id, |store, _| {
            let slot = store.code.scopes.get(scope as usize).copied();
            store.tell_fault(slot.unwrap_or_default(), fault, named);
        });
    }

    /// Answers a request by a fault: a declared one of the declared type, else `TypeMismatch`.
    fn answer_fault(&mut self, id: ThreadId, input: &Received, caller: Caller, fault: &Fault) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let Some((name, response)) = input.signature(&code) else {
            return;
        };
        let declared = response
            .into_iter()
            .flat_map(|response| &response.faults)
            .find(|(known, _)| *known == fault.name);
        let answer = match declared {
            None => Fault::type_mismatch("Internal server error"),
            Some((_, carries)) => match types::check(&code.program, *carries, &fault.value) {
                Ok(()) => fault.clone(),
                Err(wrong) => Fault::type_mismatch(format!(
                    "Request-Response process TypeMismatch for fault {} (operation {name}): {wrong}",
                    fault.name
                )),
            },
        };
        self.watch_answered(id, name, Some(&answer.name));
        self.answer(caller, Err(answer));
    }

    /// A fault has left a thread.
    fn died(&mut self, id: ThreadId, fault: Fault, place: crate::base::Span) {
        let Some(thread) = self.threads.get(id) else {
            return;
        };
        match thread.parent {
            // A copy of a body of `spawn` keeps its faults to itself.
            Some(_) if thread.copy.is_some() => self.end_thread(id),
            Some(parent) => {
                let mut siblings = Vec::new();
                if let Some(waits) = self.threads.get_mut(parent)
                    && waits.dying.is_none()
                    && waits.raised.is_none()
                {
                    waits.raised = Some(fault.clone());
                    siblings.clone_from(&waits.children);
                }
                for sibling in siblings.into_iter().filter(|sibling| *sibling != id) {
                    self.kill(sibling, &fault);
                }
                self.end_thread(id);
            }
            None => {
                self.unhandled(thread.session, &fault, place);
                self.end_session_by(id, Some(fault));
            }
        }
    }

    /// A fault that nobody handles is told, in words that scripts look for.
    fn unhandled(&mut self, session: SessionId, fault: &Fault, place: crate::base::Span) {
        let Some(session) = self.sessions.get(session) else {
            return;
        };
        let service = self.name(session.instance);
        let at = self.position(session.instance, place);
        let value = fault.value.pretty("").unwrap_or_default();
        let text = format!(
            "{at}: {service}: Thrown unhandled fault: {}{}",
            fault.name,
            value.trim_end()
        );
        self.log(&text);
    }

    /// A sibling died of a fault: the thread stops where it can be stopped.
    fn kill(&mut self, id: ThreadId, fault: &Fault) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(thread) = self.threads.get_mut(id) else {
                continue;
            };
            if thread.dying.is_some() {
                continue;
            }
            thread.dying = Some(fault.clone());
            let session = thread.session;
            match thread.state {
                ThreadState::Receiving(_) | ThreadState::Linking(_) => {
                    thread.state = ThreadState::Ready;
                    self.stop_waiting(session, id);
                    self.schedule.ready(id);
                }
                ThreadState::Locking(_) => {
                    thread.state = ThreadState::Ready;
                    self.schedule.ready(id);
                }
                ThreadState::Joining => open.extend(thread.children.iter().copied()),
                ThreadState::Ready
                | ThreadState::Answered(_)
                | ThreadState::Calling(_)
                | ThreadState::Spawning => {}
            }
        }
    }

    /// A dying thread leaves what it is inside of; a scope with a termination handler runs it first.
    pub(super) fn stop(&mut self, id: ThreadId) {
        loop {
            let Some(thread) = self.threads.get_mut(id) else {
                return;
            };
            let Some(fault) = thread.dying.clone() else {
                return;
            };
            match thread.frames.pop() {
                None => return self.end_thread(id),
                Some(Frame::Return { .. } | Frame::Killed(_)) => {}
                Some(Frame::Lock(lock)) => self.release(id, lock),
                Some(Frame::Request { input, caller }) => {
                    self.answer_fault(id, &input, caller, &fault)
                }
                Some(Frame::Scope(mut scope)) => {
                    let own = scope.scope;
                    if let Some(handler) = scope.take_compensation(own) {
                        thread.work.leave(&scope);
                        thread.frames.push(Frame::Scope(scope));
                        thread.frames.push(Frame::Killed(fault));
                        thread.dying = None;
                        return self.handle(id, Some(handler), NOWHERE);
                    }
                }
            }
        }
    }

    /// A thread has come to its end.
    pub(super) fn end_thread(&mut self, id: ThreadId) {
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        // The end of a termination handler: the thread goes on dying.
        if let Some(at) = thread
            .frames
            .iter()
            .rposition(|frame| matches!(frame, Frame::Killed(_)))
        {
            thread.frames.truncate(at + 1);
            if let Some(Frame::Killed(fault)) = thread.frames.pop() {
                thread.dying = Some(fault);
            }
            thread.state = ThreadState::Ready;
            return;
        }
        match (thread.parent, thread.copy) {
            (None, _) => self.end_session_by(id, None),
            (Some(parent), Some(copy)) => {
                self.end_copy(id, parent, copy);
                self.child_ended(parent, id);
            }
            (Some(parent), None) => {
                self.threads.remove(id);
                self.child_ended(parent, id);
            }
        }
    }

    /// A thread that another waits for has ended.
    fn child_ended(&mut self, parent: ThreadId, child: ThreadId) {
        let Some(thread) = self.threads.get_mut(parent) else {
            return;
        };
        thread.children.retain(|known| *known != child);
        if !thread.children.is_empty() {
            return;
        }
        let raised = thread.raised.take();
        thread.state = ThreadState::Ready;
        match raised {
            Some(fault) if thread.dying.is_none() => self.raise(parent, fault),
            _ => thread.work.place += 1,
        }
        self.schedule.ready(parent);
    }
}

/// Whether a thread that is killed goes on at a place all the same: an `install`, and what begins with one
/// (`Process.isKillable`).
pub(super) fn runs_when_killed(code: &Code, place: Place) -> bool {
    let (mut pending, mut seen) = (vec![place], FxHashSet::default());
    while let Some(at) = pending.pop() {
        if !seen.insert(at) {
            continue;
        }
        match code.operations.get(at as usize) {
            Some(Operation::Install(_)) => return true,
            Some(Operation::Call(body)) => pending.push(*body),
            Some(Operation::Fork(fork)) => {
                pending.extend(code.forks.get(*fork as usize).into_iter().flatten());
            }
            Some(Operation::Spawn(spawn)) => {
                pending.extend(code.spawns.get(*spawn as usize).map(|spawn| spawn.body));
            }
            // The code of handlers is jumped over; only what lies ahead is looked at.
            Some(Operation::Jump(target)) if *target > at => pending.push(*target),
            // How many bodies are spawned is worked out first.
            Some(
                Operation::Enter { .. }
                | Operation::Int(_)
                | Operation::Constant(_)
                | Operation::Slot(_)
                | Operation::Root(_)
                | Operation::Size(_)
                | Operation::Arithmetic(_),
            ) => pending.push(at + 1),
            _ => {}
        }
    }
    false
}
