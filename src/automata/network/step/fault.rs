//! Faults: they go up the frames of their thread to the nearest scope that handles them; a thread that is killed stops, and
//! the scopes that it leaves run their termination handlers; what scopes leave behind can be compensated.
//!
//! As in Jolie's `ScopeProcess`, `ExecutionThread.Scope` and `RequestResponseProcess`: a scope forgets all of its fault
//! handlers before it runs one, and runs it inside of itself; a thread without a scope of its own installs into that of the
//! thread that waits for it; a request is answered by the fault that leaves it, or by `TypeMismatch` when its operation does
//! not declare it. What `cH` stands for is settled when its handler is installed (`CurrentHandlerProcess.copy`): what is
//! installed then for the same name in the scope that it is installed in. Left out: the default handler of `default` itself.

use super::Effect;
use super::work::Work;
use crate::automata::network::Thread;
use crate::automata::network::session::{Current, Frame, Installed, ThreadState};
use crate::automata::network::{Act, FaultName, Handler, HandlerKey, Location, ScopeId};
use crate::base::Name;

impl Work<'_> {
    /// A fault goes up by one frame.
    pub(super) fn raise(&mut self, index: u8, fault: FaultName) -> Effect {
        let handler = self.handler(index, fault);
        if let Some(handler) = handler {
            self.handle(index, None, handler);
            return Effect::Internal;
        }
        let Some(thread) = self.thread_mut(index) else {
            return Effect::Internal;
        };
        match thread.frames.pop() {
            // A fault of a termination handler is lost: the thread goes on dying.
            Some(Frame::Killed(killer)) => {
                thread.dying = Some(killer);
                thread.state = ThreadState::Ready;
            }
            Some(Frame::Scope { node: None, .. }) | None => {
                if index == 0 {
                    self.session.threads[0] = None;
                    return Effect::End { fault: Some(fault) };
                }
                self.leave(index, Some(fault));
            }
            // What it has installed goes up with the fault, so that the handler may compensate it.
            Some(Frame::Scope { compensations, .. }) => self.merge(index, compensations),
            Some(frame) => return self.abandon(frame, fault),
        }
        Effect::Internal
    }

    /// What a thread dies of, when it is killed and is not at something that runs all the same: `install`, and what begins
    /// with it (`Process.isKillable`).
    pub(super) fn dies(&self, thread: &Thread) -> Option<FaultName> {
        thread.dying.filter(|_| !self.runs_when_killed(thread.at))
    }

    /// Whether a thread that is killed goes on here.
    pub(super) fn runs_when_killed(&self, at: Location) -> bool {
        let (mut pending, mut seen) = (vec![at], Vec::new());
        while let Some(at) = pending.pop() {
            if seen.contains(&at) {
                continue;
            }
            seen.push(at);
            match &self.node(at).act {
                Act::Install { .. } => return true,
                Act::Enter { body, .. } | Act::Invoke { body, .. } | Act::Spawn { body, .. } => {
                    pending.push(*body)
                }
                Act::Fork { bodies, .. } => pending.extend(bodies),
                _ => {}
            }
        }
        false
    }

    /// A thread that is killed leaves one frame.
    pub(super) fn stop(&mut self, index: u8, fault: FaultName) -> Effect {
        if let Some(handler) = self.termination(index) {
            if let Some(thread) = self.thread_mut(index) {
                thread.dying = None;
            }
            self.handle(index, Some(Frame::Killed(fault)), handler);
            return Effect::Internal;
        }
        let Some(thread) = self.thread_mut(index) else {
            return Effect::Internal;
        };
        match thread.frames.pop() {
            Some(Frame::Scope { node: None, .. }) | None => {
                if index == 0 {
                    self.session.threads[0] = None;
                    return Effect::End { fault: Some(fault) };
                }
                self.leave(index, None);
                Effect::Internal
            }
            Some(frame) => self.abandon(frame, fault),
        }
    }

    /// What it means to others that a frame is left by a fault.
    fn abandon(&mut self, frame: Frame, fault: FaultName) -> Effect {
        match frame {
            Frame::Request { node, caller } => {
                let Some(input) = self.branch(node).map(|branch| branch.input) else {
                    return Effect::Internal;
                };
                let declared = &self.behaviour.inputs[input.index()].faults;
                let fault = if declared.contains(&fault) {
                    fault
                } else {
                    Name::from("TypeMismatch")
                };
                Effect::ReplyFault {
                    input,
                    caller,
                    fault,
                }
            }
            Frame::Lock { lock, .. } => {
                self.release(lock);
                Effect::Release { lock }
            }
            Frame::Return(_) | Frame::Scope { .. } | Frame::Killed(_) | Frame::Handler(_) => {
                Effect::Internal
            }
        }
    }

    /// Runs a handler, inside of `frame`.
    pub(super) fn handle(&mut self, index: u8, frame: Option<Frame>, handler: Installed) {
        let Some(thread) = self.thread_mut(index) else {
            return;
        };
        thread.frames.extend(frame);
        if handler.current != Current::Unused {
            thread.frames.push(Frame::Handler(handler.current));
        }
        self.go(index, handler.body);
    }

    /// `cH`: runs what the innermost handler has replaced.
    pub(super) fn run_current(&mut self, index: u8, next: Location) {
        match self.current(index).cloned() {
            Some(handler) => self.handle(index, Some(Frame::Return(next)), handler),
            None => self.go(index, next),
        }
    }

    /// What `cH` stands for.
    pub(super) fn current(&self, index: u8) -> Option<&Installed> {
        let mut frames = self.thread(index)?.frames.iter().rev();
        let current = frames.find_map(|frame| match frame {
            Frame::Handler(current) => Some(current),
            _ => None,
        });
        current?.handler()
    }

    /// The handler of the innermost frame, when that is a scope with one for this fault; the scope forgets all.
    fn handler(&mut self, index: u8, fault: FaultName) -> Option<Installed> {
        let frames = &mut self.thread_mut(index)?.frames;
        // A termination handler runs inside of its scope too.
        let last = frames.len().checked_sub(1)?;
        let at = match frames[last] {
            Frame::Killed(_) => last.checked_sub(1)?,
            _ => last,
        };
        let Frame::Scope { faults, .. } = &mut frames[at] else {
            return None;
        };
        let found = lookup(faults, HandlerKey::Fault(fault))
            .or_else(|| lookup(faults, HandlerKey::Default))
            .cloned()?;
        faults.clear();
        Some(found)
    }

    /// The termination handler of the innermost frame, when that is a scope with one; it is taken away.
    fn termination(&mut self, index: u8) -> Option<Installed> {
        let Frame::Scope {
            scope,
            compensations,
            ..
        } = self.thread_mut(index)?.frames.last_mut()?
        else {
            return None;
        };
        let own = compensations.iter().position(|(of, _)| of == scope)?;
        Some(compensations.remove(own).1)
    }

    /// Where the scope is that a thread is in, which may be that of a thread that waits for it.
    fn scope_of(&self, index: u8) -> Option<(u8, usize)> {
        let is_scope = |frame: &Frame| matches!(frame, Frame::Scope { .. });
        let mut owner = index;
        loop {
            let thread = self.thread(owner)?;
            if let Some(at) = thread.frames.iter().rposition(is_scope) {
                return Some((owner, at));
            }
            owner = thread.parent?;
        }
    }

    fn scope(&mut self, index: u8) -> Option<&mut Frame> {
        let (owner, at) = self.scope_of(index)?;
        self.thread_mut(owner)?.frames.get_mut(at)
    }

    /// Whether one of these handlers would be composed of too many by what it replaces.
    pub(super) fn is_too_composed(&self, index: u8, handlers: &[Handler]) -> bool {
        let scope = self
            .scope_of(index)
            .and_then(|(owner, at)| self.thread(owner)?.frames.get(at));
        let Some(Frame::Scope {
            scope,
            faults,
            compensations,
            ..
        }) = scope
        else {
            return false;
        };
        let mut composed = handlers.iter().filter(|handler| handler.composes);
        composed.any(|handler| {
            let replaced = match handler.key {
                HandlerKey::This => lookup(compensations, *scope),
                key => lookup(faults, key),
            };
            let bodies = replaced.map_or(0, |replaced| replaced.bodies().count());
            bodies >= self.context.settings.depth
        })
    }

    /// Installs handlers in the innermost scope.
    pub(super) fn install(&mut self, index: u8, handlers: &[Handler]) {
        let Some(Frame::Scope {
            scope,
            faults,
            compensations,
            ..
        }) = self.scope(index)
        else {
            return;
        };
        for handler in handlers {
            match handler.key {
                HandlerKey::This => {
                    let composed = compose(handler, compensations, *scope);
                    put(compensations, *scope, composed);
                }
                key => {
                    let composed = compose(handler, faults, key);
                    put(faults, key, composed);
                }
            }
        }
    }

    /// The compensation that `scope` left in the innermost scope; it is taken away.
    pub(super) fn compensation(&mut self, index: u8, scope: ScopeId) -> Option<Installed> {
        let Some(Frame::Scope { compensations, .. }) = self.scope(index) else {
            return None;
        };
        let found = compensations
            .iter()
            .position(|(of, _)| *of == Some(scope))?;
        Some(compensations.remove(found).1)
    }

    /// What a scope that ended well leaves behind goes to the one around it.
    pub(super) fn merge(&mut self, index: u8, left: Vec<(Option<ScopeId>, Installed)>) {
        if let Some(Frame::Scope { compensations, .. }) = self.scope(index) {
            for (scope, handler) in left {
                put(compensations, scope, handler);
            }
        }
    }
}

fn lookup<K: PartialEq>(table: &[(K, Installed)], key: K) -> Option<&Installed> {
    let found = table.iter().find(|(known, _)| *known == key);
    found.map(|(_, handler)| handler)
}

/// A handler as it is installed: `cH` in it is what the table has in its place.
fn compose<K: PartialEq>(handler: &Handler, table: &[(K, Installed)], key: K) -> Installed {
    let current = match lookup(table, key) {
        _ if !handler.composes => Current::Unused,
        Some(replaced) => Current::Handler(Box::new(replaced.clone())),
        None => Current::Nothing,
    };
    Installed {
        body: handler.body,
        current,
    }
}

/// Keeps the table sorted, so that equal handlers are equal states.
fn put<K: Ord>(table: &mut Vec<(K, Installed)>, key: K, handler: Installed) {
    match table.binary_search_by(|(known, _)| known.cmp(&key)) {
        Ok(at) => table[at].1 = handler,
        Err(at) => table.insert(at, (key, handler)),
    }
}
