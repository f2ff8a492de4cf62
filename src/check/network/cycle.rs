//! Threads that wait for one another in a circle: requests and answers, locks, messages, signals, turns.

use super::history::since;
use super::subject::{Path, Subject};
use super::words::{line, waits_for};
use crate::automata::waits::{Place, Standing, Want};
use crate::base::{Code, Diagnostic};

/// What a circular wait is made of, and how it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Turn,
    Locks,
    LockAndCall,
    Calls,
    Signals,
    Messages,
}

/// Tells of a circular wait: at the wait that began first, with all others in their order.
pub(super) fn tell(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    cycle: &[Place],
    path: &Path,
) -> Diagnostic {
    // Threads that join stand between those that wait; they are told of only when nobody else would be.
    let leaf = |place: &Place| standing.want(*place) != Some(Want::Join);
    let mut told: Vec<Place> = cycle.iter().copied().filter(leaf).collect();
    let shape = shape(standing, &told);
    // Who waits for its turn has no line of its own, and who runs does nothing wrong by waiting for a message: who asks
    // for a turn is to blame.
    let blame = |place: Place| match standing.want(place) {
        Some(Want::Line) => 2,
        Some(Want::Input(_)) if shape == Shape::Turn => 1,
        _ => 0,
    };
    let first = told
        .iter()
        .enumerate()
        .min_by_key(|(_, place)| (blame(**place), since(subject, path, **place)));
    let first = first.map_or(0, |(index, _)| index);
    told.rotate_left(first);
    let next = |index: usize| told.get((index + 1) % told.len().max(1)).copied();
    let mut message = String::new();
    for (index, place) in told.iter().enumerate().take(4) {
        let whom = subject.at(standing, *place);
        let waits = waits_for(subject, standing, *place, next(index));
        message = match index {
            0 => format!("{whom} {waits}"),
            1 => format!("{message}, while {whom} {waits}"),
            _ => format!("{message}, and {whom} {waits}"),
        };
    }
    let (label, help) = repair(shape);
    let primary = told.first().map(|place| line(standing, *place));
    let mut diagnostic = Diagnostic::new(
        Code::Q0301,
        primary.unwrap_or(crate::base::Span::NOWHERE),
        message,
    )
    .label(label)
    .help(help);
    for (index, place) in told.iter().enumerate().skip(1) {
        let whom = subject.at(standing, *place);
        let waits = waits_for(subject, standing, *place, next(index));
        diagnostic = diagnostic.related(line(standing, *place), format!("{whom} {waits}"));
    }
    for place in &told {
        diagnostic = held(standing, *place, diagnostic);
    }
    diagnostic
}

/// Where the lock that a thread waits for was taken.
fn held(standing: &Standing<'_>, place: Place, diagnostic: Diagnostic) -> Diagnostic {
    let Some(Want::Lock(lock)) = standing.want(place) else {
        return diagnostic;
    };
    let taken = standing.sessions.get(&place.slot).and_then(|session| {
        let (slot, thread) = standing.holder(session.of, lock)?;
        let holder = standing.thread(Place { slot, thread })?;
        let behaviour = standing.behaviour(slot)?;
        let node = holder.frames.iter().find_map(|frame| match frame {
            crate::automata::network::Frame::Lock { lock: own, node } if *own == lock => {
                Some(*node)
            }
            _ => None,
        })?;
        let name = behaviour.locks.get(lock.index())?;
        Some((behaviour.nodes.get(node.index())?.origin, *name))
    });
    match taken {
        Some((span, name)) => diagnostic.related(span, format!("the lock `{name}` was taken here")),
        None => diagnostic,
    }
}

fn shape(standing: &Standing<'_>, told: &[Place]) -> Shape {
    let wants: Vec<Want<'_>> = told
        .iter()
        .filter_map(|place| standing.want(*place))
        .collect();
    let all = |is: fn(&Want<'_>) -> bool| !wants.is_empty() && wants.iter().all(is);
    let any = |is: fn(&Want<'_>) -> bool| wants.iter().any(is);
    let lock = |want: &Want<'_>| matches!(want, Want::Lock(_));
    if any(|want| matches!(want, Want::Line)) {
        Shape::Turn
    } else if all(lock) {
        Shape::Locks
    } else if any(lock) {
        Shape::LockAndCall
    } else if all(|want| matches!(want, Want::Answer(..))) {
        Shape::Calls
    } else if all(|want| matches!(want, Want::Signal(_))) {
        Shape::Signals
    } else {
        Shape::Messages
    }
}

fn repair(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Turn => (
            "this waits for a session that waits for its turn",
            "a service that runs its sessions one at a time cannot answer itself: make its execution `concurrent`, or \
             do the work in a definition instead of by a call",
        ),
        Shape::Locks => (
            "the locks are taken in opposite orders",
            "take the locks in the same order everywhere",
        ),
        Shape::LockAndCall => (
            "a lock is held while this waits",
            "end the `synchronized` block before the communication, or do without the lock on the other side",
        ),
        Shape::Calls => (
            "the requests wait for one another",
            "answer before calling back, or make one of the requests a one-way message",
        ),
        Shape::Signals => (
            "the links wait for one another",
            "give one of the signals before waiting for the other",
        ),
        Shape::Messages => (
            "each waits for what another sends only afterwards",
            "let one of them send before it waits, or do both at once with `|`",
        ),
    }
}
