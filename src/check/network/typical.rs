//! Runs that hang on data, but on which every loop over data turns as often as any other.
//!
//! How often a loop over a vector or over children turns is not followed, nor where a message to a computed location
//! goes. That such a loop turns a certain number of times, or one of them more often than another, and that a message
//! misses the service that waits for it, is true of some data and seldom of those that the program has: of a failure that
//! is not met both when all turn once and when all turn twice people are not told, and the verdict is not known. They are
//! told of one that is met where loops over a vector that somebody outside makes do not turn at all: nothing is in it at
//! times. An `if` is another matter: both its ways are meant to be taken. So is a second name that leads to itself, where
//! a handler waits for that: it is meant to.

use super::subject::{Path, Subject};
use crate::automata::network::session::Slot;
use crate::automata::network::{Act, Behaviour, CellId, Location, Term};
use crate::automata::waits::heads_loop;
use crate::base::Span;
use crate::explore::network::{Move, MoveKind, Mover};
use crate::explore::{Label, StateId, StateSet};
use crate::flow::ALIAS;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Lines of instances.
type Lines = FxHashSet<(u32, Span)>;

/// How often loops have turned, by the thread that is in them.
type Turned = BTreeMap<(Slot, u8, Span), u8>;

/// How many states of a run with its loops are looked at.
const MOST: usize = 200_000;

/// The shortest such run to one of `goals`, with every loop turning once, or else with those not turning that go over
/// what somebody outside chooses.
pub(super) fn shortest(subject: &Subject<'_, '_>, goals: &StateSet) -> Option<Path> {
    let loops = loops(subject);
    let circles = circles(subject);
    let turning = |times: &dyn Fn(Span) -> u8| turning(subject, goals, (&loops, &circles), times);
    let never = |_| 0;
    let needs =
        |label: &Label| turn(subject.step(*label), &loops, &Turned::new(), &never).is_none();
    let any = |path: &Path| !path.iter().any(|(label, _)| needs(label));
    let often = turning(&|_| 1).filter(|once| any(once) || turning(&|_| 2).is_some());
    let chosen: FxHashSet<Span> = subject.network.chosen.iter().copied().collect();
    often.or_else(|| {
        let none = |line| u8::from(!chosen.contains(&line));
        (!chosen.is_empty()).then(|| turning(&none)).flatten()
    })
}

/// The shortest run to one of `goals` on which the loop at each line turns `times`.
fn turning(
    subject: &Subject<'_, '_>,
    goals: &StateSet,
    (loops, circles): (&Lines, &Lines),
    times: &dyn Fn(Span) -> u8,
) -> Option<Path> {
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
            if misses(step, circles) {
                continue;
            }
            let Some(turned) = turn(step, loops, &turned, times) else {
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
fn misses(step: &Move, circles: &Lines) -> bool {
    let at = |instance: u32| circles.contains(&(instance, step.origin));
    matches!((&step.kind, step.from), (MoveKind::Choice(false), Mover::Thread { instance, .. }) if at(instance.0))
}

/// The lines where a second name is read that may lead to itself, as a handler expects.
fn circles(subject: &Subject<'_, '_>) -> Lines {
    let mut found = Lines::default();
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

/// How often loops have turned after a step; `None` when the step is not a typical one.
fn turn(step: &Move, loops: &Lines, turned: &Turned, times: &dyn Fn(Span) -> u8) -> Option<Turned> {
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
        MoveKind::Choice(again) if !step.certain && loops.contains(&(instance.0, step.origin)) => {
            let own = (slot, thread, step.origin);
            let (before, times) = (turned.remove(&own).unwrap_or(0), times(step.origin));
            if *again {
                turned.insert(own, before.saturating_add(1));
            }
            let typical = if *again {
                before < times
            } else {
                before == times
            };
            return typical.then_some(turned);
        }
        // What is left of a datum after all that was tried of it; how often a loop turns that it decides.
        MoveKind::Datum(_, guessed) if guessed.rest || guessed.counts && !step.certain => {
            return None;
        }
        MoveKind::Send(_) | MoveKind::Call(_)
            if !step.certain && step.to == Some(Mover::Environment) =>
        {
            return None;
        }
        MoveKind::End(_) | MoveKind::Die(..) => {
            let ended = step.from.session().map(|(slot, _)| slot);
            turned.retain(|(slot, ..), _| Some(*slot) != ended);
        }
        _ => {}
    }
    Some(turned)
}

/// The loops whose condition is not followed, or only as far as a counter is.
fn loops(subject: &Subject<'_, '_>) -> Lines {
    let mut found = Lines::default();
    for (instance, running) in (0..).zip(&subject.network.instances) {
        let behaviour = &subject.network[running.behaviour];
        let counters = counters(behaviour);
        for (at, node) in (0..).zip(&behaviour.nodes) {
            if let Act::Branch { condition, .. } = &node.act
                && (condition.parts().any(|part| *part == Term::Lost)
                    || condition.cells().any(|cell| counters.contains(&cell)))
                && heads_loop(behaviour, Location(at))
            {
                found.insert((instance, node.origin));
            }
        }
    }
    found
}

/// The cells that are followed up to a limit.
fn counters(behaviour: &Behaviour) -> BTreeSet<CellId> {
    let sets = behaviour.nodes.iter().filter_map(|node| match &node.act {
        Act::Set { values, .. } => Some(values),
        _ => None,
    });
    let limited = |(cell, term): &(CellId, Term)| matches!(term, Term::Within(..)).then_some(*cell);
    sets.flatten().filter_map(limited).collect()
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
