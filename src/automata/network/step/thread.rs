//! Threads: they are made together, and who made them waits until all have stopped (`ParallelExecution`). The first that
//! ends by a fault has the others killed, and the fault goes on in who waits. The bodies of `spawn` are sessions of their own
//! (`SpawnExecution`): who has made them is neither interrupted nor killed before they have ended.

use super::work::Work;
use crate::automata::network::session::{Thread, ThreadState};
use crate::automata::network::{Act, FaultName, Location};

impl Work<'_> {
    /// Makes a thread for each body; `index` waits for them.
    pub(super) fn fork(&mut self, index: u8, bodies: &[Location]) {
        for body in bodies {
            let thread = Thread {
                parent: Some(index),
                at: *body,
                state: ThreadState::Ready,
                dying: None,
                frames: Vec::new(),
            };
            let free = self
                .session
                .threads
                .iter()
                .skip(1)
                .position(Option::is_none);
            match free {
                Some(free) => self.session.threads[free + 1] = Some(thread),
                // A place has eight bits; what is beyond is not followed.
                None if self.session.threads.len() < 200 => self.session.threads.push(Some(thread)),
                None => {}
            }
        }
        self.set_state(index, ThreadState::Joining { fault: None });
        self.join(index);
    }

    /// A thread that is not the session's own ends, perhaps by a fault.
    pub(super) fn leave(&mut self, index: u8, fault: Option<FaultName>) {
        let place = self.session.threads.get_mut(usize::from(index));
        let Some(parent) = place
            .and_then(Option::take)
            .and_then(|thread| thread.parent)
        else {
            return;
        };
        while let Some(None) = self.session.threads.last() {
            self.session.threads.pop();
        }
        let killed = self
            .thread(parent)
            .is_some_and(|thread| thread.dying.is_some());
        if let (Some(raised), Some(thread)) = (fault, self.thread_mut(parent))
            && let ThreadState::Joining { fault } = &mut thread.state
            && fault.is_none()
            && !killed
        {
            *fault = Some(raised);
            self.kill_children(parent, raised);
        }
        self.join(parent);
    }

    /// Marks every thread that `index` waits for, and those that they wait for.
    pub(super) fn kill_children(&mut self, index: u8, killer: FaultName) {
        let mut pending = vec![index];
        while let Some(parent) = pending.pop() {
            for (child, thread) in (0..).zip(&mut self.session.threads) {
                let Some(thread) = thread else {
                    continue;
                };
                if thread.parent == Some(parent) {
                    thread.dying.get_or_insert(killer);
                    if matches!(thread.state, ThreadState::Joining { .. }) {
                        pending.push(child);
                    }
                }
            }
        }
    }

    /// Goes on when no thread is left to wait for.
    fn join(&mut self, index: u8) {
        let mut others = self.session.threads.iter().flatten();
        if others.any(|thread| thread.parent == Some(index)) {
            return;
        }
        let Some(thread) = self.thread(index) else {
            return;
        };
        let ThreadState::Joining { fault } = &thread.state else {
            return;
        };
        match (fault, &self.node(thread.at).act) {
            (Some(fault), _) => {
                let fault = *fault;
                self.set_state(index, ThreadState::Raising(fault));
            }
            (None, Act::Fork { next, .. }) => self.go(index, *next),
            (None, _) => self.set_state(index, ThreadState::Ready),
        }
    }

    /// A body of the `spawn` that a thread waits for has ended.
    pub(super) fn rejoin(&mut self, index: u8) {
        let Some(thread) = self.thread(index) else {
            return;
        };
        let ThreadState::Spawning { left } = thread.state else {
            return;
        };
        match &self.node(thread.at).act {
            Act::Spawn { next, .. } if left <= 1 => self.go(index, *next),
            _ => self.set_state(
                index,
                ThreadState::Spawning {
                    left: left.saturating_sub(1),
                },
            ),
        }
    }
}
