//! Which steps nobody else can see or influence, so that they may be part of the step before them.
//!
//! In comes a thread; out comes whether its next step leads to the same whether it is taken now or after any step that
//! another thread, another session or a client may take first. Three things speak against it: what the step reads or
//! writes is used by others too (variables while several threads run, those of the service, those that messages are
//! correlated by; a scope that the thread shares with others); the thread may be killed, and the step changes what it
//! leaves behind then; or those who look at states would no longer see that the thread was not there.

use super::act::MOST_SIGNALS;
use super::work::Work;
use crate::automata::network::session::{Frame, Thread, ThreadState};
use crate::automata::network::{
    Act, CellId, FaultName, Handler, HandlerKey, Location, Place, Term,
};

impl Work<'_> {
    /// Whether the next step of a thread can neither be seen nor influenced by anybody else.
    pub(super) fn is_silent(&self, index: u8) -> bool {
        let Some(thread) = self.thread(index) else {
            return false;
        };
        match (&thread.state, self.dies(thread)) {
            (
                ThreadState::Joining { .. } | ThreadState::Spawning { .. } | ThreadState::Calling,
                _,
            ) => false,
            (ThreadState::Raising(fault), _) => self.raises_silently(index, thread, *fault),
            (ThreadState::Ready, Some(_)) => self.stops_silently(index, thread),
            (ThreadState::Ready, None) => {
                self.acts_silently(index, thread) && !self.escapes(index, thread)
            }
        }
    }

    /// Whether a thread that can be killed here gets to where it goes on though it is killed: what it installs there is
    /// seen, and a kill that comes first prevents it.
    fn escapes(&self, index: u8, thread: &Thread) -> bool {
        if !self.is_killable(index) {
            return false;
        }
        let runs = |at: &Location| self.runs_when_killed(*at);
        let next = match &self.node(thread.at).act {
            // The threads that a killed one makes are not killed with it; one that is killed while it waits for threads
            // comes to what is behind them.
            Act::Fork { next, .. } => return runs(&thread.at) || runs(next),
            _ if runs(&thread.at) => return false,
            Act::End => match thread.frames.last() {
                Some(Frame::Return(next)) => *next,
                Some(Frame::Scope {
                    node: Some(node), ..
                }) => self.next_of(*node),
                _ => return false,
            },
            Act::Skip { next }
            | Act::Install { next, .. }
            | Act::Compensate { next, .. }
            | Act::LinkOut { next, .. }
            | Act::Set { next, .. }
            | Act::Send { next, .. }
            | Act::Call { next, .. } => *next,
            Act::CurrentHandler { next } => self.current(index).map_or(*next, |one| one.body),
            Act::Enter { body, .. } | Act::Invoke { body, .. } => *body,
            Act::Branch {
                then, otherwise, ..
            } => return [then, otherwise].into_iter().any(runs),
            _ => return false,
        };
        runs(&next)
    }

    fn acts_silently(&self, index: u8, thread: &Thread) -> bool {
        match &self.node(thread.at).act {
            Act::End => self.ends_silently(index, thread),
            Act::Skip { .. } | Act::Enter { .. } | Act::CurrentHandler { .. } => true,
            Act::Fork { bodies, .. } => !self.is_too_wide(bodies.len()),
            Act::Invoke { .. } => !self.is_too_deep(thread),
            Act::Install { handlers, .. } => {
                !self.is_too_composed(index, handlers)
                    && self.installs_silently(index, thread, handlers)
            }
            Act::Compensate { .. } => self.changes_scope_silently(index, &thread.frames),
            Act::LinkOut { link, .. } => {
                let given = self.session.signals.get(link.index()).copied();
                given.unwrap_or(0) < MOST_SIGNALS && !self.is_killable(index)
            }
            Act::Set { values, .. } => {
                self.is_alone()
                    && values
                        .iter()
                        .all(|(cell, term)| !self.is_seen(*cell) && self.reads_silently(term))
            }
            Act::Branch { condition, .. } => {
                self.reads_silently(condition) && self.decided(condition).is_some()
            }
            Act::Send { port, payload, .. } => {
                payload.is_empty() && self.is_idle_talk(*port, None) && self.tells_silently(index)
            }
            Act::Call {
                port,
                operation,
                payload,
                response,
                ..
            } => {
                let unseen = response.iter().all(|binding| !self.is_seen(binding.cell));
                payload.is_empty()
                    && (response.is_empty() || unseen && self.is_alone())
                    && self.is_idle_talk(*port, Some(*operation))
                    && self.tells_silently(index)
            }
            _ => false,
        }
    }

    /// Whether nobody sees that those outside know the session now. A thread that is killed first would not tell them.
    fn tells_silently(&self, index: u8) -> bool {
        self.behaviour.sets.is_empty() || !self.is_killable(index)
    }

    /// As [`Work::end`](Self::end) does it.
    fn ends_silently(&self, index: u8, thread: &Thread) -> bool {
        match thread.frames.split_last() {
            Some((Frame::Return(_) | Frame::Handler(_), _)) => true,
            Some((Frame::Killed(_), _)) => !self.is_killable(index),
            Some((Frame::Scope { node: None, .. }, _)) => false,
            Some((Frame::Scope { compensations, .. }, around)) => {
                compensations.is_empty() || self.changes_scope_silently(index, around)
            }
            Some((Frame::Request { .. } | Frame::Lock { .. }, _)) => false,
            None => thread.parent.is_some(),
        }
    }

    /// As [`Work::raise`](Self::raise) does it. Which of two threads hands its fault on first is seen.
    fn raises_silently(&self, index: u8, thread: &Thread, fault: FaultName) -> bool {
        match thread.frames.split_last() {
            Some((Frame::Return(_) | Frame::Handler(_), _)) => true,
            Some((Frame::Killed(_), _)) => !self.is_killable(index),
            Some((
                Frame::Scope {
                    node,
                    faults,
                    compensations,
                    ..
                },
                around,
            )) => {
                let known = |key| faults.iter().any(|(known, _)| *known == key);
                let handles = known(HandlerKey::Fault(fault)) || known(HandlerKey::Default);
                let leaves = compensations.is_empty() || self.changes_scope_silently(index, around);
                handles || node.is_some() && leaves
            }
            Some((Frame::Request { .. } | Frame::Lock { .. }, _)) => false,
            None => thread.parent.is_some() && !self.is_killable(index),
        }
    }

    /// As [`Work::stop`](Self::stop) does it. That a thread has stopped is seen: else one that waits, is killed, and is
    /// made anew would seem to have waited all the time.
    fn stops_silently(&self, index: u8, thread: &Thread) -> bool {
        match thread.frames.last() {
            Some(Frame::Return(_) | Frame::Killed(_) | Frame::Handler(_)) => true,
            Some(Frame::Scope { node, .. }) => {
                node.is_some() && (!has_termination(thread) || !self.is_killable(index))
            }
            Some(Frame::Request { .. } | Frame::Lock { .. }) | None => false,
        }
    }

    /// Handlers of faults mean nothing to a thread that is killed, unless it has a termination handler to run.
    fn installs_silently(&self, index: u8, thread: &Thread, handlers: &[Handler]) -> bool {
        let termination = handlers
            .iter()
            .any(|handler| handler.key == HandlerKey::This);
        let own = matches!(thread.frames.last(), Some(Frame::Scope { .. }));
        own && !termination && !has_termination(thread)
            || self.changes_scope_silently(index, &thread.frames)
    }

    /// Whether nobody sees a change of the innermost scope: it is the thread's own, and no kill comes between.
    fn changes_scope_silently(&self, index: u8, frames: &[Frame]) -> bool {
        let is_scope = |frame: &Frame| matches!(frame, Frame::Scope { .. });
        let own = frames.iter().any(is_scope);
        (own || self.is_alone()) && !self.is_killable(index)
    }

    /// Whether another thread may raise a fault that kills this one.
    fn is_killable(&self, index: u8) -> bool {
        let mut child = index;
        while let Some(parent) = self.thread(child).and_then(|thread| thread.parent) {
            let Some(waits) = self.thread(parent) else {
                return false;
            };
            match waits.state {
                ThreadState::Joining { fault: None }
                    if waits.dying.is_none() && self.has_sibling(child, parent) =>
                {
                    return true;
                }
                _ => {}
            }
            child = parent;
        }
        false
    }

    fn has_sibling(&self, child: u8, parent: u8) -> bool {
        let mut others = (0..).zip(&self.session.threads);
        others.any(|(other, thread)| {
            let thread = thread.as_ref();
            other != child && thread.is_some_and(|thread| thread.parent == Some(parent))
        })
    }

    /// Whether one thread runs, and the others wait for it.
    fn is_alone(&self) -> bool {
        let threads = self.session.threads.iter().flatten();
        let run = threads.filter(|thread| !matches!(thread.state, ThreadState::Joining { .. }));
        run.count() == 1
    }

    /// Whether a term is worth the same later.
    fn reads_silently(&self, term: &Term) -> bool {
        term.cells().next().is_none()
            || self.is_alone() && !term.cells().any(|cell| self.is_global(cell))
    }

    /// Whether others can see what a cell holds: it lives in the service, or messages are correlated by it.
    fn is_seen(&self, cell: CellId) -> bool {
        self.is_global(cell) || self.behaviour.sets.iter().any(|set| set.contains(&cell))
    }

    pub(super) fn is_global(&self, cell: CellId) -> bool {
        let cell = self.behaviour.cells.get(cell.index());
        cell.is_some_and(|cell| cell.place == Place::Global)
    }
}

/// Whether the innermost frame is a scope that runs something when its thread is killed.
fn has_termination(thread: &Thread) -> bool {
    match thread.frames.last() {
        Some(Frame::Scope {
            scope,
            compensations,
            ..
        }) => compensations.iter().any(|(of, _)| of == scope),
        _ => false,
    }
}
