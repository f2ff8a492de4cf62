//! Orphan-freedom: no message is left in a queue when its session ends, nor lies at the head of one for ever.
//!
//! Jolie drops what a session has not received when it ends, and tells nobody. It may be meant, when a message comes too
//! late to matter: a warning. When no run at all receives the message, it is an error.

use super::finding::{Finding, weigh};
use super::severity;
use super::subject::{Path, Subject};
use crate::automata::network::{InstanceId, OperationId};
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::explore::network::MoveKind;
use crate::explore::{Label, StateId, StateSet};
use crate::verdict::Property;
use std::collections::{BTreeMap, BTreeSet};

/// Messages that are left: by whom, of what.
type Left = BTreeMap<(InstanceId, OperationId), Leaving>;

/// Where messages of one operation are left.
struct Leaving {
    /// The states before it: the state after it is the same as after an end without messages.
    before: StateSet,
    origin: Span,
    slot: u8,
}

/// Every operation of which messages are left.
pub(super) fn judge(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let (left, received) = read(subject);
    let told = left.iter().filter_map(|((of, operation), leaving)| {
        // Who sent a request that is left waits for its answer: that is told of.
        let inputs = &subject.network.behaviour_of(*of).inputs;
        let input = inputs.iter().find(|input| input.operation == *operation);
        if input.is_some_and(|input| input.request_response) {
            return None;
        }
        let mut ruin = severity::ruin(subject, &leaving.before, &[leaving.slot])?;
        ruin.path.extend(ending(subject, &ruin.path, (*of, *operation)));
        let name = subject.network[*operation].name;
        let service = subject.name(*of);
        let always = !received.contains(&(*of, *operation)) && ruin.needs.is_none();
        let severity = if always { Severity::Error } else { Severity::Warning };
        let message = if always {
            format!("{service} ends without receiving `{name}`, and the message is lost")
        } else {
            format!("{service} can end before it receives `{name}`, and the message is lost then")
        };
        let sent = ruin.path.iter().rev().find_map(|(label, _)| {
            let step = subject.step(*label);
            let is = matches!(&step.kind, MoveKind::Send(sent) | MoveKind::Call(sent) if sent == operation);
            is.then_some((step.from, step.origin))
        });
        let place = sent.map(|(_, origin)| origin);
        let place = place.or(input.map(|input| input.span)).unwrap_or(leaving.origin);
        let mut diagnostic = Diagnostic::new(Code::Q0303, place, message)
            .severity(severity)
            .label(format!("this `{name}` is never received"))
            .help(format!("receive `{name}` before the session ends, or do not send it"));
        if place != leaving.origin {
            diagnostic = diagnostic.related(leaving.origin, format!("the session of {service} ends here"));
        }
        let (certain, plausible) = (ruin.certain, ruin.plausible);
        Some(Finding {
            properties: vec![Property::OrphanFreedom],
            subject: Some(subject.network[*of].name.to_string()),
            diagnostic: weigh(diagnostic, &ruin),
            operations: vec![name],
            path: ruin.path,
            certain,
            plausible,
        })
    });
    told.collect()
}

/// The step after a run by which a session ends with a message of an operation left.
fn ending(
    subject: &Subject<'_, '_>,
    path: &Path,
    (of, operation): (InstanceId, OperationId),
) -> Option<(Label, StateId)> {
    let state = path.last().map_or(StateId::INITIAL, |(_, state)| *state);
    let mut edges = subject.explored.edges(state);
    let (target, label) = edges.find(|(_, label)| {
        let step = subject.step(*label);
        let own = step
            .from
            .session()
            .is_some_and(|(_, instance)| instance == of);
        own && matches!(&step.kind, MoveKind::End(left) if left.contains(&operation))
    })?;
    Some((label, target))
}

/// What is left, and what is received anywhere: one pass over all steps, which looks at each label once.
fn read(subject: &Subject<'_, '_>) -> (Left, BTreeSet<(InstanceId, OperationId)>) {
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
                MoveKind::End(operations) => leave(&mut left, step, operations, state),
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

fn leave(
    left: &mut Left,
    step: &crate::explore::network::Move,
    operations: &[OperationId],
    before: StateId,
) -> bool {
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
