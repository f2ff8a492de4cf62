//! What the threads of a session wait for.

use super::work::Work;
use super::{Context, Settings};
use crate::automata::network::correlation::takes;
use crate::automata::network::session::{Phase, Session, Shared, ThreadState};
use crate::automata::network::{
    Act, Delivery, InputId, LinkId, Location, LockId, Network, OperationId, PortId,
};
use crate::base::Span;

/// A thread that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub thread: u8,
    /// Where it is.
    pub at: Location,
    /// Where that is written.
    pub origin: Span,
    /// For what.
    pub what: Want,
}

/// What a thread waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// A message; none of these is at the head of its queue.
    Input {
        /// The branches of its choice with their inputs.
        branches: Vec<(usize, InputId)>,
        /// The queues of these inputs, each once.
        queues: Vec<u32>,
    },
    /// The answer of a call.
    Answer {
        /// What was called.
        operation: OperationId,
        /// By which port.
        port: PortId,
    },
    /// A lock that another thread holds.
    Lock(LockId),
    /// A signal.
    Signal(LinkId),
    /// Somebody who takes what it sends, where sender and receiver step together.
    Receiver {
        /// What is sent.
        operation: OperationId,
        /// By which port.
        port: PortId,
    },
    /// The threads that it made.
    Join,
    /// The sessions before it, in sequential mode.
    Line,
}

/// What every thread of `session` that cannot go on by itself waits for.
#[must_use]
pub fn waiting(network: &Network, session: &Session, shared: &Shared) -> Vec<Waiting> {
    const SETTINGS: Settings = Settings {
        eager: false,
        depth: usize::MAX,
        broken: false,
    };
    let context = Context {
        network,
        shared,
        slot: 0,
        held: 0,
        settings: &SETTINGS,
    };
    let work = Work::new(context, session.clone());
    let mut found = Vec::new();
    for (index, thread) in (0..).zip(&session.threads) {
        let Some(thread) = thread else {
            continue;
        };
        let node = work.node(thread.at);
        let what = match (&thread.state, &node.act) {
            _ if session.phase == Phase::Waiting => Some(Want::Line),
            (ThreadState::Joining { .. } | ThreadState::Spawning { .. }, _) => Some(Want::Join),
            (
                ThreadState::Calling,
                Act::Call {
                    operation, port, ..
                },
            ) => Some(Want::Answer {
                operation: *operation,
                port: *port,
            }),
            (ThreadState::Ready, act) if thread.dying.is_none() => wants(&work, index, act),
            _ => None,
        };
        if let Some(what) = what {
            let (at, origin) = (thread.at, node.origin);
            found.push(Waiting {
                thread: index,
                at,
                origin,
                what,
            });
        }
    }
    found
}

fn wants(work: &Work<'_>, index: u8, act: &Act) -> Option<Want> {
    match act {
        Act::Receive { branches } => {
            let takes = branches
                .iter()
                .any(|branch| !takes(work.context.network, &work.session, branch.input).is_empty());
            if takes {
                return None;
            }
            let branches: Vec<(usize, InputId)> = branches
                .iter()
                .map(|branch| branch.input)
                .enumerate()
                .collect();
            let queue = |(_, input): &(usize, InputId)| work.behaviour.inputs[input.index()].queue;
            let mut queues: Vec<u32> = branches.iter().map(queue).collect();
            queues.sort_unstable();
            queues.dedup();
            Some(Want::Input { branches, queues })
        }
        Act::Synchronized { lock, .. } => {
            let holder = work.shared().locks.get(lock.index()).copied().flatten();
            // Slots are not known here; a thread that holds the lock already has it among its frames.
            let own = work.thread(index).is_some_and(|thread| {
                thread.frames.iter().any(|frame| {
                    matches!(frame, crate::automata::network::Frame::Lock { lock: held, .. } if held == lock)
                })
            });
            (holder.is_some() && !own).then_some(Want::Lock(*lock))
        }
        Act::Send {
            operation, port, ..
        }
        | Act::Call {
            operation, port, ..
        } if work.context.network.delivery == Delivery::Rendezvous => Some(Want::Receiver {
            operation: *operation,
            port: *port,
        }),
        Act::LinkIn { link, .. } => {
            let given = work.session.signals.get(link.index()).copied().unwrap_or(0);
            (given == 0).then_some(Want::Signal(*link))
        }
        _ => None,
    }
}
