//! What threads of a service do to one another: they are forked and joined, signal by links, and exclude one another by
//! locks. A signal is one of its session; a lock belongs to the service.

use super::Machine;
use super::instance::Instance;
use super::step::{Around, NOWHERE};
use super::thread::{Frame, SessionId, Thread, ThreadId, ThreadState};
use crate::interpreter::code::Place;

impl Machine {
    pub(super) fn fork(&mut self, id: ThreadId, fork: u32) {
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

    pub(super) fn link_in(&mut self, id: ThreadId, link: u32, next: Place) {
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

    pub(super) fn link_out(&mut self, id: ThreadId, link: u32, next: Place) {
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

    pub(super) fn lock(&mut self, id: ThreadId, lock: u32, next: Place) {
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

    pub(super) fn close_lock(&mut self, id: ThreadId) {
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
        // The threads are looked at beside the lock.
        let running = session
            .and_then(|session| self.instances.get_mut(session.instance.index()))
            .and_then(Instance::running_mut);
        let Some(found) = running.and_then(|running| running.locks.get_mut(lock as usize)) else {
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
