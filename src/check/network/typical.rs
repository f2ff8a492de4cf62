//! Runs that hang on data, but on which every loop over data turns exactly once.
//!
//! How often a loop over a vector or over children turns is not followed, nor where a message to a computed location
//! goes. That such a loop turns not at all, or twice, and that a message misses the service that waits for it, is true
//! of some data and seldom of those that the program has: of a failure that needs it people are not told, and the
//! verdict is not known. An `if` is another matter: both its ways are meant to be taken. So is a second name that leads to
//! itself, where a handler waits for that: it is meant to.

use super::subject::{Path, Subject};
use crate::automata::network::session::Slot;
use crate::automata::network::{Act, Behaviour, Location, Term};
use crate::automata::waits::successors;
use crate::base::Span;
use crate::explore::network::{Move, MoveKind, Mover};
use crate::explore::{Label, StateId, StateSet};
use crate::flow::ALIAS;
use rustc_hash::FxHashSet;
use std::collections::{BTreeSet, VecDeque};

/// The loops that have turned, by the thread that is in them.
type Turned = BTreeSet<(Slot, u8, Span)>;

/// How many states of a run with its loops are looked at.
const MOST: usize = 200_000;

/// The shortest such run to one of `goals`.
pub(super) fn shortest(subject: &Subject<'_, '_>, goals: &StateSet) -> Option<Path> {
    let loops = loops(subject);
    let circles = circles(subject);
    let start = (StateId::INITIAL, Turned::new());
    let mut nodes = vec![(start.clone(), None::<(usize, Label)>)];
    let mut seen = FxHashSet::from_iter([start]);
    let mut open = VecDeque::from([0]);
    while let Some(index) = open.pop_front() {
        let (state, turned) = nodes.get(index).map(|(node, _)| node.clone())?;
        if goals.contains(state) {
            return Some(back(&nodes, index));
        }
        if nodes.len() > MOST {
            return None;
        }
        for (target, label) in subject.explored.edges(state) {
            let step = subject.step(label);
            if misses(step, &circles) {
                continue;
            }
            let Some(turned) = turn(step, &loops, &turned) else {
                continue;
            };
            let node = (target, turned);
            if seen.insert(node.clone()) {
                open.push_back(nodes.len());
                nodes.push((node, Some((index, label))));
            }
        }
    }
    None
}

/// Whether a step reads a second name that leads to itself as if it did not.
fn misses(step: &Move, circles: &FxHashSet<(u32, Span)>) -> bool {
    let at = |instance: u32| circles.contains(&(instance, step.origin));
    matches!((&step.kind, step.from), (MoveKind::Choice(false), Mover::Thread { instance, .. }) if at(instance.0))
}

/// The lines where a second name is read that may lead to itself, as a handler expects.
fn circles(subject: &Subject<'_, '_>) -> FxHashSet<(u32, Span)> {
    let mut found = FxHashSet::default();
    for (instance, running) in (0..).zip(&subject.network.instances) {
        let nodes = &subject.network[running.behaviour].nodes;
        let raises = |at: Location| {
            let act = nodes.get(at.index()).map(|node| &node.act);
            matches!(act, Some(Act::Throw { fault }) if *fault == ALIAS)
        };
        for node in nodes {
            if matches!(&node.act, Act::Branch { then, .. } if raises(*then)) {
                found.insert((instance, node.origin));
            }
        }
    }
    found
}

/// Which loops have turned after a step; `None` when the step is not a typical one.
fn turn(step: &Move, loops: &FxHashSet<(u32, Span)>, turned: &Turned) -> Option<Turned> {
    let mut turned = turned.clone();
    let Mover::Thread {
        instance,
        slot,
        thread,
    } = step.from
    else {
        return Some(turned);
    };
    match &step.kind {
        MoveKind::Choice(again) if loops.contains(&(instance.0, step.origin)) => {
            let own = (slot, thread, step.origin);
            let first = if *again {
                turned.insert(own)
            } else {
                turned.remove(&own)
            };
            return first.then_some(turned);
        }
        MoveKind::Send(_) | MoveKind::Call(_)
            if !step.certain && step.to == Some(Mover::Environment) =>
        {
            return None;
        }
        MoveKind::End(_) | MoveKind::Die(..) => {
            let ended = step.from.session().map(|(slot, _)| slot);
            turned.retain(|(slot, ..)| Some(*slot) != ended);
        }
        _ => {}
    }
    Some(turned)
}

/// The loops whose condition is not followed.
fn loops(subject: &Subject<'_, '_>) -> FxHashSet<(u32, Span)> {
    let mut found = FxHashSet::default();
    for (instance, running) in (0..).zip(&subject.network.instances) {
        let behaviour = &subject.network[running.behaviour];
        for (at, node) in (0..).zip(&behaviour.nodes) {
            if let Act::Branch {
                condition: Term::Lost,
                then,
                otherwise,
            } = node.act
                && is_loop(behaviour, Location(at), then, otherwise)
            {
                found.insert((instance, node.origin));
            }
        }
    }
    found
}

/// Whether a branch is the head of a loop: what only its body comes to leads back to it. What both ways of an `if` come to
/// may lead back to it too, by a loop around it.
fn is_loop(behaviour: &Behaviour, at: Location, then: Location, otherwise: Location) -> bool {
    let after = before(behaviour, at, otherwise);
    let body = before(behaviour, at, then);
    body.difference(&after)
        .any(|inside| successors(behaviour, *inside).contains(&at))
}

/// What code comes to from `start` before it comes to `at`.
fn before(behaviour: &Behaviour, at: Location, start: Location) -> BTreeSet<Location> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        if next != at && found.insert(next) {
            open.extend(successors(behaviour, next));
        }
    }
    found
}

type Node = ((StateId, Turned), Option<(usize, Label)>);

fn back(nodes: &[Node], mut index: usize) -> Path {
    let mut path = Path::new();
    while let Some(((state, _), Some((from, label)))) = nodes.get(index) {
        path.push((*label, *state));
        index = *from;
    }
    path.reverse();
    path
}
