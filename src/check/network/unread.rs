//! Messages that lie for ever in the queue of a session that goes on.
//!
//! They are found in the bottom strongly connected components of the explored graph: a session that takes part in no
//! circular or lonely wait (those are told of as such), that does not end there, and that takes nothing from a queue in
//! which a message lies. A message that is behind others in a queue that is read comes to its turn. As the answers of
//! `stuck`, nothing is said where steps are missing.

use super::orphan::Orphan;
use super::severity::{self, Ruin};
use super::stuck::{cuts, is_cut, waiting};
use super::subject::Subject;
use crate::automata::network::session::{Session, Slot};
use crate::automata::network::{Delivery, OperationId};
use crate::explore::network::{Move, MoveKind, Mover};
use crate::explore::{StateId, StateSet, bottom_components};
use std::collections::{BTreeMap, BTreeSet};

/// Every operation of which a message is never taken, with the run after which that is so.
pub(super) fn find(subject: &Subject<'_, '_>) -> Vec<(Orphan, Ruin)> {
    let mut found: BTreeMap<Orphan, BTreeSet<Slot>> = BTreeMap::new();
    let lasting = |label| !subject.step(label).is_mishap();
    for component in bottom_components(subject.explored, lasting) {
        for (orphan, slot) in unread(subject, &component) {
            found.entry(orphan).or_default().insert(slot);
        }
    }
    let ruins = found.into_iter().filter_map(|(orphan, slots)| {
        let mut lost = StateSet::with_capacity(subject.explored.states());
        for slot in &slots {
            lost.extend(hopeless(subject, orphan, *slot));
        }
        let slots: Vec<Slot> = slots.into_iter().collect();
        Some((orphan, severity::ruin(subject, &lost, &slots)?))
    });
    ruins.collect()
}

/// The messages that a component never takes, each with the slot of its session. Who sent a request waits for its answer:
/// that is told of.
fn unread(subject: &Subject<'_, '_>, component: &[StateId]) -> Vec<(Orphan, Slot)> {
    let Some(first) = component.first().copied() else {
        return Vec::new();
    };
    let standing = subject.standing(first);
    let full = |session: &Session| session.queues.iter().any(|queue| !queue.is_empty());
    if !standing.sessions.values().any(|session| full(session)) {
        return Vec::new();
    }
    // Where clients might start more sessions in no state, somebody may be missing who would move the others.
    let is_limited = |state: &StateId| subject.explored.is_held_back(*state);
    if is_cut(subject, component) || component.iter().all(is_limited) {
        return Vec::new();
    }
    let stuck = waiting(subject, &standing, component);
    let mut found = Vec::new();
    for (slot, session) in &standing.sessions {
        if !full(session) || stuck.iter().any(|place| place.slot == *slot) {
            continue;
        }
        let Some(taken) = taken(subject, component, *slot) else {
            continue;
        };
        let inputs = &subject.network.behaviour_of(session.of).inputs;
        let read: BTreeSet<usize> = inputs
            .iter()
            .filter(|input| taken.contains(&input.operation))
            .map(|input| input.queue as usize)
            .collect();
        let ordered = subject.network.delivery == Delivery::Mailbox;
        for (index, queue) in session.queues.iter().enumerate() {
            let rest = queue.iter().filter(|message| message.caller.is_none());
            let rest = rest.filter(|message| match ordered {
                true => !read.contains(&index),
                false => !taken.contains(&message.operation),
            });
            found.extend(rest.map(|message| ((session.of, message.operation), *slot)));
        }
    }
    found
}

/// What the session in a slot takes in a component; `None` when it ends there.
fn taken(
    subject: &Subject<'_, '_>,
    component: &[StateId],
    slot: Slot,
) -> Option<BTreeSet<OperationId>> {
    let mut found = BTreeSet::new();
    for (_, label) in component
        .iter()
        .flat_map(|state| subject.explored.edges(*state))
    {
        let step = subject.step(label);
        if ends(step, slot) {
            return None;
        }
        found.extend(takes(step, slot));
    }
    Some(found)
}

fn ends(step: &Move, slot: Slot) -> bool {
    matches!(
        step.kind,
        MoveKind::End(_) | MoveKind::Die(..) | MoveKind::Exit
    ) && step.touches(slot)
}

/// The operation of a message that the session in a slot takes.
fn takes(step: &Move, slot: Slot) -> Option<OperationId> {
    let receiver = step.to.unwrap_or(step.from);
    match step.kind {
        MoveKind::Receive(operation) if is_in(receiver, slot) => Some(operation),
        _ => None,
    }
}

fn is_in(mover: Mover, slot: Slot) -> bool {
    mover.session().is_some_and(|(own, _)| own == slot)
}

/// The states in which a message of an operation lies in the queue of the session in a slot, and no way on takes it, ends
/// the session, or leads to where steps are missing.
fn hopeless(
    subject: &Subject<'_, '_>,
    (of, operation): Orphan,
    slot: Slot,
) -> impl Iterator<Item = StateId> {
    let goes_on = |state: StateId| {
        let mut edges = subject.explored.edges(state);
        cuts(subject, state)
            || edges.any(|(_, label)| {
                let step = subject.step(label);
                takes(step, slot) == Some(operation) || ends(step, slot)
            })
    };
    let hopeful = subject.predecessors().can_reach(goes_on, |_, _, _| true);
    subject.explored.ids().filter(move |state| {
        !hopeful.contains(*state)
            && subject
                .standing(*state)
                .sessions
                .get(&slot)
                .is_some_and(|session| {
                    let mut queued = session.queues.iter().flatten();
                    session.of == of && queued.any(|message| message.operation == operation)
                })
    })
}
