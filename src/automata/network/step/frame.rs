//! The end of what a frame stands for: of a definition, a scope, a request, a lock, a thread.

use super::Effect;
use super::work::Work;
use crate::automata::network::session::{Frame, ReplyAt};
use crate::automata::network::{Act, InputBranch, Location, LockId};
use crate::base::Span;

impl Work<'_> {
    /// Ends what the innermost frame stands for.
    pub(super) fn end(&mut self, index: u8) -> Effect {
        let Some(thread) = self.thread_mut(index) else {
            return Effect::Internal;
        };
        match thread.frames.pop() {
            Some(Frame::Return(next)) => self.go(index, next),
            // The thread is at the end of the handler, which is the end of what it runs in too.
            Some(Frame::Handler(_)) => {}
            Some(Frame::Killed(fault)) => {
                thread.dying = Some(fault);
            }
            Some(Frame::Scope {
                node: Some(node),
                compensations,
                ..
            }) => {
                self.merge(index, compensations);
                self.go(index, self.next_of(node));
            }
            Some(Frame::Request { node, caller }) => {
                let Some(branch) = self.branch(node) else {
                    return Effect::Internal;
                };
                let (input, reply) = (branch.input, branch.reply.as_ref());
                let values = reply
                    .map(|reply| self.values(&reply.payload))
                    .unwrap_or_default();
                if let Some(reply) = reply {
                    self.go(index, reply.next);
                }
                return Effect::Reply {
                    input,
                    caller,
                    values,
                };
            }
            Some(Frame::Lock { lock, node }) => {
                self.release(lock);
                self.go(index, self.next_of(node));
                return Effect::Release { lock };
            }
            Some(Frame::Scope { node: None, .. }) | None => {
                if index == 0 {
                    self.session.threads[0] = None;
                    return Effect::End { fault: None };
                }
                self.leave(index, None);
            }
        }
        Effect::Internal
    }

    /// Where things go on after a node that opened a frame.
    pub(super) fn next_of(&self, node: Location) -> Location {
        match &self.node(node).act {
            Act::Enter { next, .. } | Act::Synchronized { next, .. } => *next,
            _ => node,
        }
    }

    /// The input that a request came by.
    /// Where it is written what a thread does now: what ends is written where it began.
    pub(super) fn origin(&self, index: u8) -> Span {
        let Some(thread) = self.thread(index) else {
            return Span::NOWHERE;
        };
        let node = self.node(thread.at);
        let began = match (&node.act, thread.frames.last()) {
            (Act::End, Some(Frame::Request { node, .. })) => {
                self.branch(*node).map(|branch| branch.origin)
            }
            (Act::End, Some(Frame::Lock { node, .. })) => Some(self.node(*node).origin),
            _ => None,
        };
        began.unwrap_or(node.origin)
    }

    pub(super) fn branch(&self, at: ReplyAt) -> Option<&InputBranch> {
        match at {
            ReplyAt::Branch(node, number) => match &self.behaviour.nodes.get(node.index())?.act {
                Act::Receive { branches } => branches.get(usize::from(number)),
                _ => None,
            },
            ReplyAt::Starter(number) => {
                let starter = self.behaviour.starters().nth(usize::from(number));
                starter.map(|starter| &starter.branch)
            }
        }
    }

    pub(super) fn release(&mut self, lock: LockId) {
        if let Some(place) = self.shared_mut().locks.get_mut(lock.index()) {
            *place = match *place {
                Some((slot, thread, held)) if held > 1 => Some((slot, thread, held - 1)),
                _ => None,
            };
        }
    }
}
