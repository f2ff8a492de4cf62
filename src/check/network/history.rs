//! What has happened on a run: which sessions have ended, of what, and which messages were refused.

use super::subject::{Path, Subject, TIMEOUT};
use super::words::line;
use crate::automata::network::session::Slot;
use crate::automata::network::{FaultName, InstanceId, OperationId};
use crate::automata::waits::Place;
use crate::base::{Name, Span};
use crate::explore::StateId;
use crate::explore::network::{Move, MoveKind, Mover, Owner};
use std::collections::{BTreeMap, BTreeSet};

/// A fault that strikes a session, with the line where it does: its own `throw`, or the call that is answered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub fault: FaultName,
    pub origin: Span,
    /// The line that raised it in the service that was called.
    pub thrown: Option<Span>,
    /// The message that was refused, when that is what raised it.
    pub refused: Option<OperationId>,
}

/// A session that has ended.
pub(super) struct Ended {
    pub of: InstanceId,
    pub slot: Slot,
    pub origin: Span,
    /// The fault that nobody handled.
    pub fault: Option<Raised>,
    /// The last fault that was handled, with the number of its step.
    pub handled: Option<(usize, Raised)>,
}

/// What has happened.
#[derive(Default)]
pub(super) struct History {
    pub ended: Vec<Ended>,
    pub refused: Vec<(InstanceId, Raised)>,
}

/// Reads a run.
pub(super) fn read(subject: &Subject<'_, '_>, path: &Path) -> History {
    let mut history = History::default();
    let mut raised: BTreeMap<Slot, (usize, Raised)> = BTreeMap::new();
    let mut before = StateId::INITIAL;
    for (index, (label, after)) in path.iter().enumerate() {
        let step = subject.step(*label);
        if let Some((slot, raise)) = raise(subject, before, step, &raised) {
            raised.insert(slot, (index, raise));
        }
        before = *after;
        let Some((slot, of)) = step.from.session() else {
            continue;
        };
        match &step.kind {
            MoveKind::Refuse(..) => {
                let refused = raised.get(&slot).map(|(_, raise)| (of, *raise));
                history.refused.extend(refused);
            }
            MoveKind::End(_) | MoveKind::Die(..) => {
                let last = raised.remove(&slot);
                let fault = death(&step.kind, last.map(|(_, last)| last), step.origin);
                history.ended.push(Ended {
                    of,
                    slot,
                    origin: step.origin,
                    fault,
                    handled: last.filter(|_| fault.is_none()),
                });
            }
            _ => {}
        }
    }
    history
}

/// The fault that strikes a session in a step that leads on from the state `before`.
fn raise(
    subject: &Subject<'_, '_>,
    before: StateId,
    step: &Move,
    raised: &BTreeMap<Slot, (usize, Raised)>,
) -> Option<(Slot, Raised)> {
    let from = step.from.session().map(|(slot, _)| slot);
    let own = |fault, refused| Raised {
        fault,
        origin: step.origin,
        thrown: None,
        refused,
    };
    match &step.kind {
        MoveKind::Raise(fault) => Some((from?, own(*fault, None))),
        MoveKind::Timeout(_) => Some((from?, own(Name::from(TIMEOUT), None))),
        MoveKind::Unacknowledged(_) => Some((from?, own(Name::from("IOException"), None))),
        // A server outside that answers by a fault refuses nothing.
        MoveKind::Refuse(operation, fault) => {
            let refused =
                (!matches!(step.owner, Owner::Server | Owner::Mishap)).then_some(*operation);
            Some((from?, own(*fault, refused)))
        }
        MoveKind::ReplyFault(_, fault) => {
            let Some(Mover::Thread { slot, thread, .. }) = step.to else {
                return None;
            };
            let struck = raised.get(&from?).map(|(_, raise)| raise);
            let call = line(&subject.standing(before), Place { slot, thread });
            let raise = Raised {
                fault: *fault,
                origin: call,
                thrown: Some(
                    struck.map_or(step.origin, |struck| struck.thrown.unwrap_or(struck.origin)),
                ),
                refused: None,
            };
            Some((slot, raise))
        }
        _ => None,
    }
}

/// What a session has died of: the line is that of the last fault of this name.
fn death(kind: &MoveKind, last: Option<Raised>, origin: Span) -> Option<Raised> {
    let MoveKind::Die(fault, _) = kind else {
        return None;
    };
    Some(last.filter(|last| last.fault == *fault).unwrap_or(Raised {
        fault: *fault,
        origin,
        thrown: None,
        refused: None,
    }))
}

/// A way in which a session dies of a fault: whose, and of which.
pub(super) type Death = (InstanceId, FaultName);

impl History {
    /// Leaves out what may be a cause besides one death.
    pub fn keep_only(&mut self, death: Death) {
        self.refused.clear();
        self.ended.retain(|ended| {
            let fault = ended.fault.map(|raised| raised.fault);
            (ended.of, fault) == (death.0, Some(death.1))
        });
    }
}

/// Every way in which a session dies of a fault.
pub(super) fn deaths(subject: &Subject<'_, '_>) -> BTreeSet<Death> {
    let edges = subject
        .explored
        .ids()
        .flat_map(|state| subject.explored.edges(state));
    edges
        .filter_map(|(_, label)| dies(subject.step(label)))
        .collect()
}

/// The session that dies by a step, and of which fault.
pub(super) fn dies(step: &Move) -> Option<Death> {
    let MoveKind::Die(fault, _) = &step.kind else {
        return None;
    };
    step.from.session().map(|(_, of)| (of, *fault))
}

/// When a thread has moved last: the number of the step, so that those who have waited longer come first.
pub(super) fn since(subject: &Subject<'_, '_>, path: &Path, place: Place) -> usize {
    let last = path
        .iter()
        .rposition(|(label, _)| subject.step(*label).moves(place.slot, place.thread));
    // A thread that has not moved waits since its session began.
    let last = last.or_else(|| {
        path.iter()
            .rposition(|(label, _)| subject.step(*label).touches(place.slot))
    });
    last.map_or(0, |last| last + 1)
}

/// Who put the message that lies at the head of a queue there: the last sender of that operation to the session.
pub(super) fn sender(
    subject: &Subject<'_, '_>,
    path: &Path,
    slot: Slot,
    operation: OperationId,
) -> Option<(Mover, Span)> {
    path.iter().rev().find_map(|(label, _)| {
        let step = subject.step(*label);
        let sends =
            matches!(&step.kind, MoveKind::Send(sent) | MoveKind::Call(sent) | MoveKind::Unacknowledged(sent) if *sent == operation);
        let reaches = step
            .to
            .and_then(Mover::session)
            .is_some_and(|(to, _)| to == slot);
        (sends && reaches).then_some((step.from, step.origin))
    })
}
