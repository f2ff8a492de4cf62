//! Orphan-freedom: no message is left in a queue when its session ends, nor lies in one for ever.
//!
//! Jolie drops what a session has not received when it ends, be it by a fault, and tells nobody. It may be meant, when a message comes too
//! late to matter: a warning. When no run at all receives the message, it is an error. The same holds of a message in the
//! queue of a session that goes on and never takes it again (`unread`).

use super::finding::{Finding, weigh};
use super::severity::{self, Ruin};
use super::subject::Subject;
use super::unread;
use crate::automata::network::session::Slot;
use crate::automata::network::{InstanceId, OperationId};
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::explore::network::{Move, MoveKind};
use crate::explore::{StateId, StateSet};
use crate::verdict::Property;
use std::collections::{BTreeMap, BTreeSet};

/// Messages that are left: by whom, of what.
type Left = BTreeMap<Orphan, Leaving>;

/// Whose message, of which operation.
pub(super) type Orphan = (InstanceId, OperationId);

/// Where messages of one operation are left.
struct Leaving {
    /// The states before it.
    before: StateSet,
    origin: Span,
    slot: Slot,
}

/// Every operation of which messages are left.
pub(super) fn judge(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let (left, received) = read(subject);
    let never = |orphan: &Orphan| !received.contains(orphan);
    let mut found = Vec::new();
    for (orphan, leaving) in left {
        // Who sent a request that is left waits for its answer: that is told of.
        let (of, operation) = orphan;
        let inputs = &subject.network.behaviour_of(of).inputs;
        let mut inputs = inputs.iter().filter(|input| input.operation == operation);
        if inputs.any(|input| input.request_response) {
            continue;
        }
        let leaves = |step: &Move| {
            let own = step.from.session().is_some_and(|(_, own)| own == of);
            own && matches!(&step.kind, MoveKind::End(left) | MoveKind::Die(_, left) if left.contains(&operation))
        };
        let Some(ruin) = severity::ruin_by(subject, &leaving.before, leaves, &[leaving.slot])
        else {
            continue;
        };
        found.push(tell(
            subject,
            orphan,
            Some(leaving.origin),
            ruin,
            never(&orphan),
        ));
    }
    for (orphan, ruin) in unread::find(subject) {
        found.push(tell(subject, orphan, None, ruin, never(&orphan)));
    }
    found
}

/// Tells of a message that a session leaves where it ends, or else never takes. `never` says that none of this operation
/// is taken on any run.
fn tell(
    subject: &Subject<'_, '_>,
    (of, operation): Orphan,
    ended: Option<Span>,
    ruin: Ruin,
    never: bool,
) -> Finding {
    let name = subject.network[operation].name;
    let service = subject.name(of);
    let always = never && ruin.needs.is_none();
    let message = match (ended, always) {
        (Some(_), true) => {
            format!("{service} ends without receiving `{name}`, and the message is lost")
        }
        (Some(_), false) => {
            format!("{service} can end before it receives `{name}`, and the message is lost then")
        }
        (None, true) => format!("{service} goes on and never receives `{name}`"),
        (None, false) => {
            format!(
                "{service} can go on for ever without receiving `{name}`, which lies in its queue then"
            )
        }
    };
    let sent = ruin.path.iter().rev().find_map(|(label, _)| {
        let step = subject.step(*label);
        let is =
            matches!(step.kind, MoveKind::Send(sent) | MoveKind::Call(sent) if sent == operation);
        is.then_some(step)
    });
    let sender = sent.and_then(|step| step.from.session());
    let mut inputs = subject.network.behaviour_of(of).inputs.iter();
    let offered = inputs.find(|input| input.operation == operation);
    let offered = offered.map_or(Span::NOWHERE, |input| input.span);
    let place = sent.map_or(offered, |step| step.origin);
    let severity = if always {
        Severity::Error
    } else {
        Severity::Warning
    };
    let until = match ended {
        Some(_) => "before the session ends",
        None => "on every way that the session can go",
    };
    let mut diagnostic = Diagnostic::new(Code::Q0303, place, message)
        .severity(severity)
        .label(format!("this `{name}` is never received"))
        .help(format!("receive `{name}` {until}, or do not send it"));
    if let Some(ended) = ended.filter(|ended| *ended != place) {
        diagnostic = diagnostic.related(ended, format!("the session of {service} ends here"));
    }
    let (certain, plausible) = (ruin.certain, ruin.plausible);
    Finding {
        properties: vec![Property::OrphanFreedom],
        subject: Some(subject.network[of].name.to_string()),
        diagnostic: weigh(diagnostic, &ruin),
        operations: vec![name],
        path: ruin.path,
        ended: sender.zip(ended).map(|((_, of), ended)| (of, ended)),
        certain,
        plausible,
    }
}

/// What is left, and what is received anywhere: one pass over all steps, which looks at each label once.
fn read(subject: &Subject<'_, '_>) -> (Left, BTreeSet<Orphan>) {
    let mut left = Left::new();
    let mut received = BTreeSet::new();
    let mut known: Vec<Option<bool>> = Vec::new();
    for state in subject.explored.ids() {
        for (_, label) in subject.explored.edges(state) {
            let index = label.0 as usize;
            if known.len() <= index {
                known.resize(index + 1, None);
            }
            let matters = known.get(index).copied().flatten();
            if matters == Some(false) {
                continue;
            }
            let step = subject.step(label);
            let leaves = match &step.kind {
                MoveKind::End(operations) | MoveKind::Die(_, operations) => {
                    leave(&mut left, step, operations, state)
                }
                MoveKind::Receive(operation) => {
                    let receiver = step.to.unwrap_or(step.from).session();
                    received.extend(receiver.map(|(_, of)| (of, *operation)));
                    false
                }
                _ => false,
            };
            if let Some(place) = known.get_mut(index) {
                *place = Some(leaves);
            }
        }
    }
    (left, received)
}

fn leave(left: &mut Left, step: &Move, operations: &[OperationId], before: StateId) -> bool {
    let Some((slot, of)) = step.from.session() else {
        return false;
    };
    for operation in operations {
        let leaving = left.entry((of, *operation)).or_insert_with(|| Leaving {
            before: StateSet::default(),
            origin: step.origin,
            slot,
        });
        leaving.before.insert(before);
    }
    !operations.is_empty()
}
