//! Progress: every session that waits can go on, whatever data decide that are not followed.
//!
//! A session that is stuck refutes it, and is told of as such. Here are those that are not stuck, but that data can keep
//! waiting: a loop over data, which an exploration may leave, need never end. So the data play against the session, and
//! everybody else helps it: the states from which it is moved whatever the data do are the least set with those in which
//! a step moves it, and each state with a step into the set, of data only when every way of the one choice leads there
//! (an attractor, as in `explore::attractor`, where the choices of several threads are apart). A session that waits
//! outside of the set goes on only if some choice ends otherwise: that is not known, and the choice is named.

use super::finding::Finding;
use super::stuck::{cuts, is_idle, keeps_alive};
use super::subject::Subject;
use super::words::{line, waits_for};
use crate::automata::waits::{Place, Standing};
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::explore::network::{Mover, Owner};
use crate::explore::{StateId, StateSet};
use crate::verdict::Property;
use rustc_hash::FxHashMap;
use std::collections::{BTreeSet, VecDeque};

/// The first session that data can keep waiting.
pub(super) fn judge(subject: &Subject<'_, '_>) -> Option<Finding> {
    let movers = movers(subject);
    let mut found: Option<(StateId, Place, Span)> = None;
    for place in movers {
        let moved = moved(subject, place);
        let kept = kept_from(subject, place, &moved);
        if let Some(one) = kept.filter(|(state, _)| found.is_none_or(|(known, ..)| *state < known))
        {
            found = Some((one.0, place, one.1));
        }
    }
    let (state, place, choice) = found?;
    Some(tell(subject, state, place, choice))
}

/// Every thread that some step moves, when a choice on data is met at all.
fn movers(subject: &Subject<'_, '_>) -> BTreeSet<Place> {
    let mut found = BTreeSet::new();
    let mut chooses = false;
    let mut seen = BTreeSet::new();
    for state in subject.explored.ids() {
        for (_, label) in subject.explored.edges(state) {
            if seen.insert(label) {
                let step = subject.step(label);
                chooses |= step.owner == Owner::Data;
                let threads = [Some(step.from), step.to].into_iter().flatten();
                found.extend(threads.filter_map(|mover| match mover {
                    Mover::Thread { slot, thread, .. } => Some(Place { slot, thread }),
                    Mover::Environment => None,
                }));
            }
        }
    }
    if !chooses {
        found.clear();
    }
    found
}

/// The states from which a thread is moved whatever the data do, or from which steps are missing.
fn moved(subject: &Subject<'_, '_>, place: Place) -> StateSet {
    let moves = |state: StateId| {
        let mut edges = subject.explored.edges(state);
        cuts(subject, state)
            || subject.explored.is_held_back(state)
            || edges.any(|(_, label)| {
                let step = subject.step(label);
                !step.is_mishap() && step.moves(place.slot, place.thread)
            })
    };
    let mut open: Vec<StateId> = subject
        .explored
        .ids()
        .filter(|state| moves(*state))
        .collect();
    let mut found: StateSet = open.iter().copied().collect();
    // For each choice how many of its ways must still turn out to lead into the set.
    let mut left: FxHashMap<(StateId, Mover), usize> = FxHashMap::default();
    while let Some(state) = open.pop() {
        for (source, label) in subject.predecessors().edges(state) {
            if found.contains(source) {
                continue;
            }
            let step = subject.step(label);
            let helps = match step.owner {
                Owner::System | Owner::Client => true,
                Owner::Server | Owner::Mishap => false,
                Owner::Data => {
                    let ways = left.entry((source, step.from)).or_insert_with(|| {
                        let edges = subject.explored.edges(source);
                        edges
                            .filter(|(_, label)| is_choice_of(subject, *label, step.from))
                            .count()
                    });
                    *ways = ways.saturating_sub(1);
                    *ways == 0
                }
            };
            if helps {
                found.insert(source);
                open.push(source);
            }
        }
    }
    found
}

fn is_choice_of(subject: &Subject<'_, '_>, label: crate::explore::Label, mover: Mover) -> bool {
    let step = subject.step(label);
    step.owner == Owner::Data && step.from == mover
}

/// The first state in which a thread waits that data can keep waiting, with the choice that decides.
fn kept_from(subject: &Subject<'_, '_>, place: Place, moved: &StateSet) -> Option<(StateId, Span)> {
    let outside = subject
        .explored
        .ids()
        .filter(|state| !moved.contains(*state));
    for state in outside {
        let standing = subject.standing(state);
        if waits(&standing, place)
            && let Some(choice) = choice(subject, state, moved)
        {
            return Some((state, choice));
        }
    }
    None
}

fn waits(standing: &Standing<'_>, place: Place) -> bool {
    standing.want(place).is_some() && !is_idle(standing, place) && !keeps_alive(standing, place)
}

/// The choice on data by which runs from `state` come to where the thread is moved; none when it is stuck.
fn choice(subject: &Subject<'_, '_>, state: StateId, moved: &StateSet) -> Option<Span> {
    let mut seen = StateSet::from_iter([state]);
    let mut open = VecDeque::from([state]);
    while let Some(state) = open.pop_front() {
        for (target, label) in subject.explored.edges(state) {
            let step = subject.step(label);
            if moved.contains(target) {
                if step.owner == Owner::Data {
                    return Some(step.origin);
                }
            } else if !seen.contains(target) {
                seen.insert(target);
                open.push_back(target);
            }
        }
    }
    None
}

fn tell(subject: &Subject<'_, '_>, state: StateId, place: Place, choice: Span) -> Finding {
    let standing = subject.standing(state);
    let whom = subject.at(&standing, place);
    let waits = waits_for(subject, &standing, place, None);
    let of = standing.sessions.get(&place.slot).map(|session| session.of);
    let diagnostic = Diagnostic::new(
        Code::Q0302,
        line(&standing, place),
        format!("{whom} {waits}, and data that are not followed can keep it waiting for ever"),
    )
    .severity(Severity::Warning)
    .label("this waits")
    .related(
        choice,
        "it goes on only if this is decided otherwise at some time",
    )
    .help("see to it that the loop ends, whatever its data are");
    Finding {
        properties: vec![Property::Progress],
        subject: of.map(|of| subject.network[of].name.to_string()),
        diagnostic,
        operations: Vec::new(),
        path: subject.explored.path(state),
        ended: None,
        certain: false,
        plausible: true,
    }
}
