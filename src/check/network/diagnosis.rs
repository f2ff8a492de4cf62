//! From threads that are stuck to the one cause that is told: a circular wait, a message in the way, a partner that died,
//! a signal that nobody gives.

use super::finding::{Finding, Told, warn, weigh};
use super::history::Death;
use super::severity::Ruin;
use super::stuck::{Stuck, hopeless};
use super::subject::{self, Path, Subject, TIMEOUT, is_own};
use super::words::awaited;
use super::{cycle, history, lonely, queue, severity};
use crate::automata::network::session::Slot;
use crate::automata::network::{Frame, HandlerKey};
use crate::automata::waits::{Place, Request, Standing, Want};
use crate::base::Code;
use crate::explore::network::{Move, MoveKind, Mover, Timeouts};
use crate::explore::{StateId, StateSet};
use crate::verdict::Property;

/// Tells of one situation; `None` when no run leads to it, which cannot be.
pub(super) fn diagnose(subject: &Subject<'_, '_>, stuck: &Stuck) -> Option<Finding> {
    let ruin = severity::ruin(subject, &lost(subject, stuck), &slots(stuck))?;
    Some(tell(subject, stuck, ruin, None))
}

/// The states in which a situation is as good as there. What is found beyond a mishap is told of as such: before it,
/// something else was in the way.
fn lost(subject: &Subject<'_, '_>, stuck: &Stuck) -> StateSet {
    let lost = hopeless(subject, stuck);
    if subject.calm().contains(stuck.state) {
        return lost;
    }
    lost.iter()
        .filter(|state| !subject.calm().contains(*state))
        .collect()
}

/// The sessions that are stuck.
fn slots(stuck: &Stuck) -> Vec<Slot> {
    let mut slots: Vec<Slot> = stuck.knot.members.iter().map(|place| place.slot).collect();
    slots.dedup();
    slots
}

/// One of `situations` that refutes a property by a session which dies of a fault. The shortest run to where somebody
/// waits may show another cause, so each way for a session to die is looked at before the property is said to hold.
pub(super) fn by_death(
    subject: &Subject<'_, '_>,
    situations: &[Stuck],
    property: Property,
) -> Option<Finding> {
    let deaths = history::deaths(subject);
    let alone = |stuck: &&Stuck| stuck.knot.cycle.is_empty() && !deaths.is_empty();
    situations.iter().filter(alone).find_map(|stuck| {
        let (lost, slots) = (lost(subject, stuck), slots(stuck));
        let findings = deaths.iter().filter_map(|death| {
            let dies = |step: &Move| history::dies(step) == Some(*death);
            let ruin = severity::ruin_through(subject, &lost, dies, &slots)?;
            Some(tell(subject, stuck, ruin, Some(*death)))
        });
        let mut findings = findings.filter(|finding| finding.properties.contains(&property));
        findings.next()
    })
}

/// Tells of a situation by a run into it; by a death on that run, when one is given.
fn tell(subject: &Subject<'_, '_>, stuck: &Stuck, mut ruin: Ruin, death: Option<Death>) -> Finding {
    if stuck.knot.cycle.is_empty() {
        onwards(subject, &mut ruin.path);
    }
    let standing = subject.standing(subject::end(&ruin.path));
    let Told { diagnostic, ended } = cause(subject, &standing, stuck, &ruin.path, death);
    let mut diagnostic = weigh(diagnostic, &ruin);
    let timeouts = subject.system.settings().mishaps.timeouts;
    if timeouts != Timeouts::Never && times_out(&standing, stuck) {
        diagnostic = warn(
            diagnostic,
            "the session goes on when a call times out, since a handler takes `Timeout`",
        );
    }
    if stuck.unbegun {
        diagnostic = warn(
            diagnostic,
            "no service of the system sends it, and others wait for what would follow",
        );
    }
    let mut operations = Vec::new();
    for place in &stuck.knot.members {
        let names = awaited(&standing, *place).into_iter();
        operations.extend(names.map(|operation| subject.network[operation].name));
    }
    let first = stuck.knot.members.first();
    let of = first.and_then(|place| Some(standing.sessions.get(&place.slot)?.of));
    Finding {
        properties: properties(stuck, diagnostic.code),
        subject: of.map(|of| subject.network[of].name.to_string()),
        diagnostic,
        operations,
        ended: of.zip(ended),
        certain: ruin.certain,
        plausible: ruin.plausible,
        path: ruin.path,
    }
}

/// Lengthens a run by what the system does by itself then: who could have helped ends, and why is seen only there.
fn onwards(subject: &Subject<'_, '_>, path: &mut Path) {
    let state = subject::end(path);
    path.extend(
        subject
            .shortest_from(state, subject.settled(), is_own)
            .into_iter()
            .flatten(),
    );
}

/// What a situation refutes: that no session is stuck, and that all go on whatever the data are; that the system is not
/// dead, when it is; and what its cause is an instance of.
fn properties(stuck: &Stuck, code: Code) -> Vec<Property> {
    let mut found = vec![Property::StuckFreedom, Property::Progress];
    if stuck.dead {
        found.push(Property::DeadlockFreedom);
    }
    match code {
        Code::Q0304 => found.push(Property::ReceptionSafety),
        Code::Q0307 => found.extend([Property::ReceptionSafety, Property::Correlation]),
        Code::Q0411 => found.push(Property::Correlation),
        Code::Q0305 => found.push(Property::Faults),
        _ => {}
    }
    found
}

fn cause(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    stuck: &Stuck,
    path: &Path,
    death: Option<Death>,
) -> Told {
    let members = &stuck.knot.members;
    let blocked = members
        .iter()
        .find_map(|place| Some((*place, standing.blocked(*place)?)));
    if let Some((place, head)) = blocked {
        return queue::tell(subject, standing, place, head, path).into();
    }
    if !stuck.knot.cycle.is_empty() {
        return cycle::tell(subject, standing, &stuck.knot.cycle, path).into();
    }
    let alone = members
        .first()
        .copied()
        .unwrap_or(Place { slot: 0, thread: 0 });
    if let Some(Want::Answer(..)) = standing.want(alone)
        && let Request::Queued(slot, message) = standing.request(alone)
    {
        return queue::never_taken(subject, standing, alone, (slot, message)).into();
    }
    let mut history = history::read(subject, path);
    if let Some(death) = death {
        history.keep_only(death);
    }
    lonely::tell(subject, standing, alone, &history, path)
}

/// Whether a thread waits for an answer where `Timeout` is handled: Jolie ends the wait after a while.
fn times_out(standing: &Standing<'_>, stuck: &Stuck) -> bool {
    stuck.waiting.iter().any(|place| {
        matches!(standing.want(*place), Some(Want::Answer(..)))
            && handles(standing, *place, TIMEOUT)
    })
}

/// Whether a call times out on a run where nobody handles that: what follows is told of where it waits.
pub(super) fn ends_by_timeout(subject: &Subject<'_, '_>, path: &Path) -> bool {
    let mut before = StateId::INITIAL;
    path.iter().any(|(label, after)| {
        let step = subject.step(*label);
        let unhandled = match (&step.kind, step.from) {
            (MoveKind::Timeout(_), Mover::Thread { slot, thread, .. }) => {
                let place = Place { slot, thread };
                !handles(&subject.standing(before), place, TIMEOUT)
            }
            _ => false,
        };
        before = *after;
        unhandled
    })
}

/// Whether a fault of a thread meets a handler, in a scope of its own or of the threads that wait for it.
pub(super) fn handles(standing: &Standing<'_>, place: Place, fault: &str) -> bool {
    let takes = |key: &HandlerKey| match key {
        HandlerKey::Fault(name) => *name == fault,
        HandlerKey::Default => true,
        HandlerKey::This => false,
    };
    let mut at = Some(place);
    // A thread has fewer ancestors than a session has threads.
    for _ in 0..=usize::from(u8::MAX) {
        let Some((own, thread)) = at.and_then(|place| Some((place, standing.thread(place)?)))
        else {
            return false;
        };
        let scopes = thread.frames.iter().any(|frame| match frame {
            Frame::Scope { faults, .. } => faults.iter().any(|(key, _)| takes(key)),
            _ => false,
        });
        if scopes {
            return true;
        }
        at = thread.parent.map(|parent| Place {
            slot: own.slot,
            thread: parent,
        });
    }
    false
}
