//! Who waits for whom among the threads of a session, and whose fault ends whom.

use crate::automata::network::session::Phase;
use crate::automata::network::{Frame, Session, Thread, ThreadState};

/// Whether a session is in the part of its life that steps can be taken alone in.
pub(super) fn runs(session: &Session) -> bool {
    matches!(
        session.phase,
        Phase::Running | Phase::Courier | Phase::Spawned { .. }
    )
}

pub(super) fn live(session: &Session) -> impl Iterator<Item = (u8, &Thread)> {
    let threads = (0..).zip(&session.threads);
    threads.filter_map(|(index, thread)| Some((index, thread.as_ref()?)))
}

pub(super) fn at(session: &Session, thread: u8) -> Option<&Thread> {
    session.threads.get(usize::from(thread))?.as_ref()
}

/// Whether `thread` is `waits` or one that it waits for, be it over others.
pub(super) fn waits_for(session: &Session, waits: u8, thread: u8) -> bool {
    let mut child = thread;
    loop {
        if child == waits {
            return true;
        }
        match at(session, child).and_then(|thread| thread.parent) {
            Some(parent) => child = parent,
            None => return false,
        }
    }
}

/// Whether a fault of `killer`, or of a thread that waits for it, ends `thread`: somewhere above both, siblings that are
/// killed for one another's faults hold one of them each.
pub(super) fn may_kill(session: &Session, killer: u8, thread: u8) -> bool {
    let mut child = thread;
    while let Some(parent) = at(session, child).and_then(|thread| thread.parent) {
        match at(session, parent).map(|thread| &thread.state) {
            None => return false,
            Some(ThreadState::Joining { fault: None })
                if waits_for(session, parent, killer) && killer != parent =>
            {
                return !waits_for(session, child, killer);
            }
            _ => {}
        }
        child = parent;
    }
    false
}

pub(super) fn has_scope(frames: &[Frame]) -> bool {
    frames
        .iter()
        .any(|frame| matches!(frame, Frame::Scope { .. }))
}
