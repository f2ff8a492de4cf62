//! What has happened on a run: which sessions have ended, of what, and which messages were refused.

use super::subject::{Path, Subject, moves, session, touches};
use crate::automata::network::session::Slot;
use crate::automata::network::{FaultName, InstanceId, OperationId};
use crate::automata::waits::Place;
use crate::base::Span;
use crate::explore::network::{MoveKind, Mover};
use std::collections::BTreeMap;

/// A fault on its way, with the line that raised it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub fault: FaultName,
    pub origin: Span,
    /// The message that was refused, when that is what raised it.
    pub refused: Option<OperationId>,
}

/// A session that has ended.
pub(super) struct Ended {
    pub of: InstanceId,
    pub origin: Span,
    /// The fault that nobody handled.
    pub fault: Option<Raised>,
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
    let mut raised: BTreeMap<Slot, Raised> = BTreeMap::new();
    for (label, _) in path {
        let step = subject.step(*label);
        let from = session(step.from);
        match &step.kind {
            MoveKind::Raise(fault) => {
                if let Some((slot, _)) = from {
                    let raise = Raised {
                        fault: *fault,
                        origin: step.origin,
                        refused: None,
                    };
                    raised.insert(slot, raise);
                }
            }
            MoveKind::Refuse(operation, fault) => {
                if let Some((slot, of)) = from {
                    let raise = Raised {
                        fault: *fault,
                        origin: step.origin,
                        refused: Some(*operation),
                    };
                    history.refused.push((of, raise));
                    raised.insert(slot, raise);
                }
            }
            MoveKind::ReplyFault(_, fault) => {
                // The caller meets what was raised on the other side.
                let own = from.and_then(|(slot, _)| raised.get(&slot));
                let origin = own.map_or(step.origin, |own| own.origin);
                let raise = Raised {
                    fault: *fault,
                    origin,
                    refused: None,
                };
                if let Some((slot, _)) = step.to.and_then(session) {
                    raised.insert(slot, raise);
                }
            }
            MoveKind::End(_) | MoveKind::Die(..) => {
                if let Some((slot, of)) = from {
                    let last = raised.remove(&slot);
                    history.ended.push(Ended {
                        of,
                        origin: step.origin,
                        fault: death(&step.kind, last, step.origin),
                    });
                }
            }
            _ => {}
        }
    }
    history
}

/// What a session has died of: the line is that of the last fault of this name.
fn death(kind: &MoveKind, last: Option<Raised>, origin: Span) -> Option<Raised> {
    let MoveKind::Die(fault, _) = kind else {
        return None;
    };
    Some(last.filter(|last| last.fault == *fault).unwrap_or(Raised {
        fault: *fault,
        origin,
        refused: None,
    }))
}

/// When a thread has moved last: the number of the step, so that those who have waited longer come first.
pub(super) fn since(subject: &Subject<'_, '_>, path: &Path, place: Place) -> usize {
    let last = path
        .iter()
        .rposition(|(label, _)| moves(subject.step(*label), place));
    // A thread that has not moved waits since its session began.
    let last = last.or_else(|| {
        path.iter()
            .rposition(|(label, _)| touches(subject.step(*label), place.slot))
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
            matches!(&step.kind, MoveKind::Send(sent) | MoveKind::Call(sent) if *sent == operation);
        let reaches = step.to.and_then(session).is_some_and(|(to, _)| to == slot);
        (sends && reaches).then_some((step.from, step.origin))
    })
}
