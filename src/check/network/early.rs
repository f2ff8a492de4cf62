//! Messages that clients of an open port may send too early, and start messages that a live session takes.
//!
//! Only the head of a queue is looked at. Where a session waits for a message of one queue and a client that keeps to the
//! interface may send another one for the same queue, that one stays at the head for ever and what is awaited is never
//! received. The explorer's clients deliver only what is awaited, since an early message that is taken later is the same
//! run as a late one; so what would block is judged here, at each state of a session that was met, without exploring
//! more. A client must know the session: its correlation values were told to clients, and the client is not itself
//! waiting for the answer that tells them.

use super::finding::Finding;
use super::subject::Subject;
use super::words::{alternatives, awaited, line};
use crate::automata::network::session::{Phase, Slot};
use crate::automata::network::{
    Access, Behaviour, BehaviourId, Caller, Frame, Input, InputId, InstanceId, Kind, Mode, Session,
};
use crate::automata::waits::{Place, Standing, Want};
use crate::base::{Code, Diagnostic};
use crate::explore::StateId;
use crate::verdict::Property;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

/// What has been found: each service whose sessions a message can block once, at the first input that it blocks; each
/// whose start messages are captured once.
#[derive(Default)]
struct Told {
    blocked: BTreeSet<BehaviourId>,
    services: BTreeSet<InstanceId>,
    found: Vec<Finding>,
}

/// Every line that waits where another message may come early.
pub(super) fn judge(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let is_open = |access: &Access| *access == Access::Open;
    let open = subject
        .network
        .instances
        .iter()
        .any(|instance| instance.access.iter().any(is_open));
    if !open {
        return Vec::new();
    }
    let instances = subject.network.instances.len();
    let mut told = Told::default();
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    let mut row = Vec::new();
    for state in subject.explored.ids() {
        subject.explored.row(state, &mut row);
        let sessions = row.get(instances..).unwrap_or_default();
        // Each session is kept once: a number that was seen is a session that was judged.
        let mut fresh = sessions
            .iter()
            .enumerate()
            .filter(|(_, key)| **key != 0 && seen.insert(**key))
            .filter_map(|(slot, _)| Slot::try_from(slot).ok())
            .peekable();
        if fresh.peek().is_none() {
            continue;
        }
        let fresh: Vec<Slot> = fresh.collect();
        let standing = subject.standing_of(&row);
        for slot in fresh {
            session(subject, &standing, slot, state, &mut told);
        }
    }
    told.found
}

fn session(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    slot: Slot,
    state: StateId,
    told: &mut Told,
) {
    let Some(session) = standing.sessions.get(&slot).copied() else {
        return;
    };
    if session.phase != Phase::Running || client_waits(session) {
        return;
    }
    let behaviour = subject.network.behaviour_of(session.of);
    let own = |place: &Place| place.slot == slot;
    let places: Vec<Place> = standing.places().filter(own).collect();
    let mut awaits = BTreeSet::new();
    for place in &places {
        if let Some(Want::Input(branches)) = standing.want(*place) {
            awaits.extend(branches.iter().map(|branch| branch.input));
        }
    }
    for place in places {
        let Some(Want::Input(branches)) = standing.want(place) else {
            continue;
        };
        let queues: BTreeSet<u32> = branches
            .iter()
            .filter_map(|branch| behaviour.inputs.get(branch.input.index()))
            .map(|input| input.queue)
            .collect();
        for (index, input) in (0..).zip(&behaviour.inputs) {
            let early = InputId(index);
            let sent = queues.contains(&input.queue)
                && !awaits.contains(&early)
                && is_open(subject, session, early)
                && is_known(behaviour, session, input);
            if !sent {
                continue;
            }
            let starts = behaviour
                .starters()
                .any(|starter| starter.branch.input == early);
            // What is not received later either is not early: it is repeated, or handled nowhere.
            let later = !standing.takers(slot, early, None).is_empty();
            let known = if starts && !later {
                !told.services.insert(session.of)
            } else {
                // What comes later in the session is blocked for the same reason.
                !later || !told.blocked.insert(subject.network[session.of].behaviour)
            };
            if known {
                continue;
            }
            let diagnostic = if later {
                blocked(subject, standing, place, input)
            } else {
                captured(subject, standing, place, (early, input))
            };
            push(subject, standing, place, state, diagnostic, told);
        }
    }
}

fn is_open(subject: &Subject<'_, '_>, session: &Session, input: InputId) -> bool {
    let access = subject.network[session.of].access.get(input.index());
    access == Some(&Access::Open)
}

/// Whether a client waits for an answer of the session: it sends nothing else meanwhile.
fn client_waits(session: &Session) -> bool {
    let frames = session
        .threads
        .iter()
        .flatten()
        .flat_map(|thread| &thread.frames);
    let mut open = frames.filter(|frame| {
        matches!(
            frame,
            Frame::Request {
                caller: Caller::Environment,
                ..
            }
        )
    });
    open.next().is_some()
}

/// Whether a client can make a message that reaches the session, with nothing at the head of its queue.
fn is_known(behaviour: &Behaviour, session: &Session, input: &Input) -> bool {
    let empty = session
        .queues
        .get(input.queue as usize)
        .is_none_or(Vec::is_empty);
    let Some(set) = (input.queue as usize).checked_sub(1) else {
        return empty && behaviour.mode == Mode::Single;
    };
    let Some(cells) = behaviour.sets.get(set) else {
        return false;
    };
    empty
        && !cells.is_empty()
        && cells.iter().all(|cell| {
            session
                .cells
                .get(cell.index())
                .is_some_and(|value| match value.kind() {
                    Kind::Token { number, .. } => number < session.told,
                    Kind::Free => true,
                    _ => false,
                })
        })
}

fn blocked(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    early: &Input,
) -> Diagnostic {
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, &awaited(standing, place));
    let name = subject.network[early.operation].name;
    Diagnostic::new(
        Code::Q0306,
        line(standing, place),
        format!("{whom} waits for {wanted} here, and a client that sends `{name}` first blocks the session"),
    )
    .label(format!("`{name}` would stay at the head of the queue"))
    .related(early.span, format!("the interface lets clients send `{name}` at any time"))
    .note(format!("for example: {} comes while {wanted} is awaited", example(subject, early)))
    .help(format!("receive `{name}` here too, in an input choice, or answer only when it may be sent"))
}

fn captured(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    (id, early): (InputId, &Input),
) -> Diagnostic {
    let whom = subject.at(standing, place);
    let name = subject.network[early.operation].name;
    let origin = standing.behaviour(place.slot).and_then(|behaviour| {
        let mut starters = behaviour.starters();
        let starter = starters.find(|starter| starter.branch.input == id)?;
        Some(starter.branch.origin)
    });
    Diagnostic::new(
        Code::Q0307,
        origin.unwrap_or(early.span),
        format!(
            "a client that sends `{name}` again with the identifier of a live session of {whom} blocks that session \
             instead of starting another"
        ),
    )
    .label("this message goes to a session that has its correlation values")
    .related(line(standing, place), "the session waits here meanwhile")
    .note(format!(
        "for example: {} comes, and again before that session has ended",
        example(subject, early)
    ))
    .help("let the service make the identifier, with `new`, and tell the client in its answer")
}

/// A message with a correlation value: `say( { id = x } )`.
fn example(subject: &Subject<'_, '_>, input: &Input) -> String {
    let operation = &subject.network[input.operation];
    let paths = input
        .aliases
        .iter()
        .filter_map(|path| operation.request.get(*path as usize));
    let fields: Vec<String> = paths
        .filter(|path| !path.is_empty())
        .map(|path| format!("{path} = x"))
        .collect();
    match fields.as_slice() {
        [] => format!("`{}`", operation.name),
        _ => format!("`{}( {{ {} }} )`", operation.name, fields.join(", ")),
    }
}

fn push(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    state: StateId,
    diagnostic: Diagnostic,
    told: &mut Told,
) {
    let path = subject.explored.path(state);
    let certain = path
        .iter()
        .all(|(label, _)| super::subject::is_sure(subject.step(*label)));
    let operations = awaited(standing, place).into_iter();
    let service = standing.sessions.get(&place.slot).map(|session| session.of);
    told.found.push(Finding {
        properties: vec![Property::ReceptionSafety, Property::Correlation],
        subject: service.map(|of| subject.network[of].name.to_string()),
        diagnostic,
        operations: operations
            .map(|operation| subject.network[operation].name)
            .collect(),
        path,
        ended: None,
        certain,
        plausible: true,
    });
}
