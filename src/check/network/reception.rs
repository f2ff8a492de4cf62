//! Reception-safety: no message of the system is refused with a fault that its sender does not handle, and no session
//! stands before a message that it does not receive.
//!
//! Every message of Jolie is acknowledged, so a one-way too meets `CorrelationError`, `IOException` or `TypeMismatch` at
//! its sender. What is in the way of an input is found where sessions are stuck.

use super::diagnosis::handles;
use super::finding::{Finding, weigh};
use super::history::{self, Ended};
use super::severity;
use super::subject::{Path, Subject};
use crate::automata::network::session::Slot;
use crate::automata::network::{FaultName, InstanceId, OperationId};
use crate::automata::waits::Place;
use crate::base::{Code, Diagnostic, Span};
use crate::explore::network::{Move, MoveKind, Mover, Owner};
use crate::explore::{StateId, StateSet};
use crate::verdict::Property;
use std::collections::BTreeMap;

/// A refusal, by the line that sends.
type Refused = (InstanceId, OperationId, FaultName, Span);

/// Every line that sends what is refused, where nobody handles it.
pub(super) fn judge(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let refusals = read(subject);
    let told = refusals.into_iter().filter_map(|(refused, (before, slot))| {
        let (of, operation, fault, origin) = refused;
        let refuses = |step: &Move| refusal(step) == Some(refused);
        let ruin = severity::ruin_by(subject, &before, refuses, &[slot])?;
        if fault == "IOException" && is_consequence(subject, &ruin.path) {
            return None;
        }
        let name = subject.network[operation].name;
        let ended = ended(subject, &ruin.path, operation).filter(|_| fault == "IOException");
        let why = match (fault.as_str(), ended) {
            ("CorrelationError", _) => {
                "no session of the receiver has the correlation values of the message, and it starts none".to_owned()
            }
            ("IOException", Some((receiver, _))) => {
                format!("{} has ended", subject.name(receiver))
            }
            ("IOException", None) => "nobody listens for it".to_owned(),
            _ => "its type does not fit".to_owned(),
        };
        let sender = subject.name(of);
        let mut diagnostic = Diagnostic::new(
            Code::Q0304,
            origin,
            format!("`{name}` of {sender} is refused with `{fault}`: {why}"),
        )
        .label("nobody takes this message")
        .help(format!(
            "send `{name}` only while it can be received, or handle `{fault}` in a scope around it"
        ));
        if let Some((receiver, span)) = ended {
            let receiver = subject.name(receiver);
            diagnostic = diagnostic.related(span, format!("{receiver} ends here"));
        }
        let (certain, plausible) = (ruin.certain, ruin.plausible);
        Some(Finding {
            properties: vec![Property::ReceptionSafety],
            subject: Some(subject.network[of].name.to_string()),
            diagnostic: weigh(diagnostic, &ruin),
            operations: vec![name],
            path: ruin.path,
            ended: ended.map(|(_, span)| (of, span)),
            certain,
            plausible,
        })
    });
    told.collect()
}

/// Whether a session has died of a message that was refused before: that is told of.
fn is_consequence(subject: &Subject<'_, '_>, path: &Path) -> bool {
    let died = |ended: &Ended| ended.fault.is_some_and(|fault| fault.refused.is_some());
    history::read(subject, path).ended.iter().any(died)
}

/// The last session to end on a run, of those that could have received an operation.
fn ended(
    subject: &Subject<'_, '_>,
    path: &Path,
    operation: OperationId,
) -> Option<(InstanceId, Span)> {
    path.iter().rev().find_map(|(label, _)| {
        let step = subject.step(*label);
        let (_, of) = step.from.session()?;
        let mut inputs = subject.network.behaviour_of(of).inputs.iter();
        let ends = matches!(
            step.kind,
            MoveKind::End(_) | MoveKind::Die(..) | MoveKind::Exit
        );
        (ends && inputs.any(|input| input.operation == operation)).then_some((of, step.origin))
    })
}

/// The refusals that nobody handles, with the states before them and the slot of a session that is refused.
fn read(subject: &Subject<'_, '_>) -> BTreeMap<Refused, (StateSet, Slot)> {
    let mut found: BTreeMap<Refused, (StateSet, Slot)> = BTreeMap::new();
    for state in subject.explored.ids() {
        for (_, label) in subject.explored.edges(state) {
            let step = subject.step(label);
            let (Some(refused), Some((slot, _))) = (refusal(step), step.from.session()) else {
                continue;
            };
            let (_, _, fault, _) = refused;
            if is_unhandled(subject, state, step, fault) {
                let (before, _) = found
                    .entry(refused)
                    .or_insert_with(|| (StateSet::default(), slot));
                before.insert(state);
            }
        }
    }
    found
}

/// What a step refuses, when it is a message of the system.
fn refusal(step: &Move) -> Option<Refused> {
    let MoveKind::Refuse(operation, fault) = &step.kind else {
        return None;
    };
    let inside = !matches!(step.owner, Owner::Server | Owner::Mishap)
        && step.to != Some(Mover::Environment)
        && matches!(
            fault.as_str(),
            "CorrelationError" | "IOException" | "TypeMismatch"
        );
    let (_, of) = step.from.session().filter(|_| inside)?;
    Some((of, *operation, *fault, step.origin))
}

fn is_unhandled(subject: &Subject<'_, '_>, state: StateId, step: &Move, fault: FaultName) -> bool {
    let Mover::Thread { slot, thread, .. } = step.from else {
        return false;
    };
    let standing = subject.standing(state);
    !handles(&standing, Place { slot, thread }, fault.as_str())
}
