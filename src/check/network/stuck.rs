//! Threads that nothing ever moves again.
//!
//! They are found in the bottom strongly connected components of the explored graph: a thread of a live session that
//! waits and that no step of such a component moves. A component where a full queue or the depth of definitions held a
//! step back is not judged, nor one where the number of sessions did that services start of one another. One where the
//! number of clients did is judged, unless a client could start a session that sends what is awaited. As in `papers/semantics.md`, *What is wrong, exactly*.
//!
//! Accepting are: a `linkIn` whose service gives that signal nowhere, which keeps a service alive, unless a request
//! waits for its answer meanwhile; and a service of one session that waits where it waited first: it has not been started,
//! or serves in a loop that does not count what it receives; and who waits for what a program may send that is not here.

use super::counts;
use super::lonely::partners;
use super::subject::Subject;
use crate::automata::network::session::Phase;
use crate::automata::network::{
    Access, Act, Behaviour, BehaviourId, Frame, InputBranch, InputId, InstanceId, Location, Main,
    Mode, Network, Node, PortId, Target, Term, Value,
};
use crate::automata::waits::{Knot, Place, Standing, Want, receives, successors};
use crate::explore::network::MoveKind;
use crate::explore::{Bound, StateId, StateSet, bottom_components};
use std::collections::{BTreeMap, BTreeSet};

/// Threads that wait for nobody but one another, for ever.
pub(super) struct Stuck {
    /// A state in which they do.
    pub state: StateId,
    /// Whether nothing moves at all in it.
    pub dead: bool,
    /// Whether it is a service that nobody begins, though another waits for what it would send.
    pub unbegun: bool,
    pub knot: Knot,
    /// Every thread that is stuck in that state.
    pub waiting: Vec<Place>,
}

/// What tells one situation from another: where each thread waits, and what lies in its way.
type Signature = BTreeSet<(BehaviourId, Location, Option<InputId>)>;

/// How often one situation is looked at: it may have come about in several ways.
const WAYS: usize = 3;
/// How many situations are looked at.
const MOST: usize = 48;

/// Every situation in which threads are stuck, those of early states first.
pub(super) fn find(subject: &Subject<'_, '_>) -> Vec<Stuck> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<Signature, usize> = BTreeMap::new();
    let lasting = |label| !subject.step(label).is_mishap();
    for component in bottom_components(subject.explored, lasting) {
        if found.len() >= MOST {
            break;
        }
        let Some(first) = component.first().copied() else {
            continue;
        };
        let standing = subject.standing(first);
        let waiting = waiting(subject, &standing, &component);
        if waiting.is_empty() || is_cut(subject, &component) {
            continue;
        }
        let mut rest = waiting.clone();
        let mut looked = BTreeSet::new();
        loop {
            let mut accepting = Vec::new();
            for knot in standing.knots(&rest) {
                if !looked.insert(knot.members.clone()) {
                    continue;
                }
                let mut edges = subject.explored.edges(first);
                let dead = component.len() == 1 && !edges.any(|(_, label)| lasting(label));
                let unbegun = dead && never_begins(&standing, &waiting, &knot);
                if !unbegun && is_accepting(subject, &standing, first, &knot) {
                    accepting.extend(knot.members);
                    continue;
                }
                if is_excused(subject, &standing, &component, &knot)
                    || (rest.len() < waiting.len() && !was_started(&standing, &knot))
                {
                    continue;
                }
                let times = seen.entry(signature(&standing, &knot)).or_default();
                if *times >= WAYS {
                    continue;
                }
                *times += 1;
                found.push(Stuck {
                    state: first,
                    dead,
                    unbegun,
                    knot,
                    waiting: waiting.clone(),
                });
            }
            if !leave_out(&standing, &mut rest, &accepting) {
                break;
            }
        }
    }
    found
}

/// Leaves out who waits in order, with those that wait for its thread to end; says whether there was anybody. Who waits for
/// those is left, and nobody will help it.
fn leave_out(standing: &Standing<'_>, rest: &mut Vec<Place>, accepting: &[Place]) -> bool {
    let mut out: BTreeSet<Place> = accepting.iter().copied().collect();
    loop {
        let known = out.len();
        for place in rest.iter() {
            let joins = standing.want(*place) == Some(Want::Join);
            if joins
                && standing
                    .helpers(*place)
                    .iter()
                    .any(|child| out.contains(child))
            {
                out.insert(*place);
            }
        }
        if out.len() == known {
            break;
        }
    }
    rest.retain(|place| !out.contains(place));
    !accepting.is_empty()
}

/// Whether all of a knot are programs that run by themselves: sessions that messages have started may wait for a client
/// that is idle.
fn was_started(standing: &Standing<'_>, knot: &Knot) -> bool {
    knot.members.iter().all(|place| {
        let behaviour = standing.behaviour(place.slot);
        behaviour.is_some_and(|behaviour| {
            behaviour.mode == Mode::Single && matches!(behaviour.main, Main::Once(_))
        })
    })
}

/// Whether somebody of a knot waits for what may come from where nothing was seen of it.
fn is_excused(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    component: &[StateId],
    knot: &Knot,
) -> bool {
    let mut members = knot.members.iter();
    members.any(|place| awaits_unseen(standing, *place))
        || is_limited(subject, component) && awaits_clients(subject, standing, knot)
}

pub(super) fn is_cut(subject: &Subject<'_, '_>, component: &[StateId]) -> bool {
    component.iter().any(|state| cuts(subject, *state))
}

/// Whether steps of a state are missing that could move anybody.
pub(super) fn cuts(subject: &Subject<'_, '_>, state: StateId) -> bool {
    !subject.explored.is_expanded(state)
        || matches!(
            subject.explored.held_back_by(state),
            Some(Bound::Queue | Bound::Depth | Bound::Sessions)
        )
}

fn is_limited(subject: &Subject<'_, '_>, component: &[StateId]) -> bool {
    component
        .iter()
        .any(|state| subject.explored.is_held_back(*state))
}

/// The threads that wait in all of a component and are moved by no step of it; those that join only when a thread that
/// they wait for is among them.
pub(super) fn waiting(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    component: &[StateId],
) -> Vec<Place> {
    let mut found: Vec<Place> = standing
        .places()
        .filter(|place| standing.want(*place).is_some())
        .collect();
    for state in component {
        for (_, label) in subject.explored.edges(*state) {
            let step = subject.step(label);
            found.retain(|place| step.is_mishap() || !step.moves(place.slot, place.thread));
        }
        if found.is_empty() {
            return found;
        }
    }
    for state in component.iter().skip(1) {
        let other = subject.standing(*state);
        found.retain(|place| same(standing, &other, *place));
        if found.is_empty() {
            return found;
        }
    }
    found.retain(|place| !keeps_alive(standing, *place));
    loop {
        let known = found.len();
        let kept = found.clone();
        found.retain(|place| {
            standing.want(*place) != Some(Want::Join)
                || standing
                    .helpers(*place)
                    .iter()
                    .any(|child| kept.contains(child))
        });
        if found.len() == known {
            return found;
        }
    }
}

/// Whether a thread stands and waits alike in both states.
fn same(one: &Standing<'_>, other: &Standing<'_>, place: Place) -> bool {
    let of = |standing: &Standing<'_>| standing.sessions.get(&place.slot).map(|session| session.of);
    let at = |standing: &Standing<'_>| {
        standing
            .thread(place)
            .map(|thread| (thread.at, thread.state.clone(), thread.frames.len()))
    };
    of(one) == of(other) && at(one) == at(other) && one.want(place) == other.want(place)
}

/// A `linkIn` of a signal that its service gives nowhere, with no answer owed meanwhile, and nothing to be said after it.
pub(super) fn keeps_alive(standing: &Standing<'_>, place: Place) -> bool {
    let Some(Want::Signal(wanted)) = standing.want(place) else {
        return false;
    };
    let Some(behaviour) = standing.behaviour(place.slot) else {
        return false;
    };
    let gives = |node: &Node| matches!(node.act, Act::LinkOut { link, .. } if link == wanted);
    behaviour.mode == Mode::Single
        && !owes_an_answer(standing, place)
        && !behaviour.nodes.iter().any(gives)
        && !tells_afterwards(standing, place, behaviour)
}

/// Whether the code after a thread, or after those that wait for it, sends anything to others of the system.
fn tells_afterwards(standing: &Standing<'_>, place: Place, behaviour: &Behaviour) -> bool {
    let of = standing.sessions.get(&place.slot).map(|session| session.of);
    let inside = |port: PortId| {
        let targets = of.map(|of| &standing.network[of].targets);
        let target = targets.and_then(|targets| targets.get(port.index()));
        !matches!(target, Some(Target::Environment))
    };
    let tells = |at: &Location| match behaviour.nodes.get(at.index()).map(|node| &node.act) {
        Some(Act::Send { port, .. } | Act::Call { port, .. }) => inside(*port),
        _ => false,
    };
    let own = standing.places().filter(|other| other.slot == place.slot);
    own.filter(|other| *other == place || standing.want(*other) == Some(Want::Join))
        .any(|other| standing.future(other).iter().any(tells))
}

/// Whether a thread, or one that waits for it, has received a request and not answered it.
pub(super) fn owes_an_answer(standing: &Standing<'_>, place: Place) -> bool {
    let mut at = Some(place);
    // A thread has fewer ancestors than a session has threads.
    for _ in 0..=usize::from(u8::MAX) {
        let Some((own, thread)) = at.and_then(|place| Some((place, standing.thread(place)?)))
        else {
            return false;
        };
        let owed = |frame: &Frame| matches!(frame, Frame::Request { .. });
        if thread.frames.iter().any(owed) {
            return true;
        }
        at = standing.maker(own);
    }
    false
}

fn signature(standing: &Standing<'_>, knot: &Knot) -> Signature {
    let members = knot.members.iter().filter_map(|place| {
        let session = standing.sessions.get(&place.slot)?;
        let head = standing.blocked(*place).map(|message| message.input);
        let behaviour = standing.network[session.of].behaviour;
        Some((behaviour, standing.thread(*place)?.at, head))
    });
    members.collect()
}

/// Whether everybody of a knot may wait as it does for ever.
fn is_accepting(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    state: StateId,
    knot: &Knot,
) -> bool {
    let path = subject.explored.path(state);
    let is_idle = |place: &Place| {
        is_idle(standing, *place) && !counts::has_begun(subject, standing, *place, &path)
    };
    if !knot.members.iter().all(is_idle) {
        return false;
    }
    if knot.cycle.is_empty() {
        return true;
    }
    // Services that wait for one another before any of them has begun never begin; those that have served already, or
    // whose client has gone, are idle.
    path.iter().any(|(label, _)| {
        let step = subject.step(*label);
        let received = matches!(step.kind, MoveKind::Receive(_))
            && knot.members.iter().any(|place| step.touches(place.slot));
        received || matches!(step.kind, MoveKind::End(_) | MoveKind::Die(..) if step.from.session().is_some())
    })
}

/// Whether a service of one session waits where it waited first, for what no code of the system sends and nobody outside
/// may, while another service waits for it in turn: whoever is to begin has forgotten to.
fn never_begins(standing: &Standing<'_>, waiting: &[Place], knot: &Knot) -> bool {
    let ([place], true) = (knot.members.as_slice(), knot.cycle.is_empty()) else {
        return false;
    };
    let closed = |of: InstanceId, branch: &InputBranch| {
        let access = standing.network[of].access.get(branch.input.index());
        access == Some(&Access::Closed)
    };
    let (Some(session), Some(Want::Input(branches))) =
        (standing.sessions.get(&place.slot), standing.want(*place))
    else {
        return false;
    };
    let others = waiting.iter().filter(|other| other.slot != place.slot);
    is_idle(standing, *place)
        && branches.iter().all(|branch| closed(session.of, branch))
        && partners(standing, *place).is_empty()
        && others
            .filter(|other| is_idle(standing, **other))
            .any(|other| standing.helpers(*other).contains(place))
}

/// Whether a thread of a service of one session waits where it waited first, with no message at hand.
pub(super) fn is_idle(standing: &Standing<'_>, place: Place) -> bool {
    let (Some(Want::Input(_)), Some(session), Some(thread)) = (
        standing.want(place),
        standing.sessions.get(&place.slot),
        standing.thread(place),
    ) else {
        return false;
    };
    let behaviour = standing.network.behaviour_of(session.of);
    let Main::Once(start) = behaviour.main else {
        return false;
    };
    behaviour.mode == Mode::Single
        && session.phase == Phase::Running
        && session.queues.iter().all(Vec::is_empty)
        && (serves_for_ever(behaviour, thread.at) && !owes_an_answer(standing, place)
            || first_waits(standing.network, session.of, start).contains(&thread.at)
                && !awaits_own(standing, place))
}

/// Whether code that waits at a place comes back to it from everything that it receives, waits nowhere else, and never
/// ends.
fn serves_for_ever(behaviour: &Behaviour, waits: Location) -> bool {
    let act = |at: Location| behaviour.nodes.get(at.index()).map(|node| &node.act);
    let mut seen = BTreeSet::new();
    let mut open: Vec<Location> = successors(behaviour, waits);
    let mut comes_back = false;
    while let Some(at) = open.pop() {
        if at == waits {
            comes_back = true;
            continue;
        }
        if !seen.insert(at) {
            continue;
        }
        match act(at) {
            None | Some(Act::End | Act::Exit | Act::Receive { .. } | Act::LinkIn { .. }) => {
                return false;
            }
            Some(Act::Branch {
                condition: Term::Value(value),
                then,
                otherwise,
            }) if *value == Value::bool(true) || *value == Value::bool(false) => {
                open.push(if *value == Value::bool(true) {
                    *then
                } else {
                    *otherwise
                });
            }
            Some(_) => open.extend(successors(behaviour, at)),
        }
    }
    comes_back
}

/// Whether the entry of a program waits for what nobody can send but services that it embeds itself: nobody else begins
/// them.
fn awaits_own(standing: &Standing<'_>, place: Place) -> bool {
    let (Some(Want::Input(branches)), Some(session)) =
        (standing.want(place), standing.sessions.get(&place.slot))
    else {
        return false;
    };
    let entry = session.of;
    let closed = |branch: &InputBranch| {
        standing.network[entry].access.get(branch.input.index()) == Some(&Access::Closed)
    };
    let partners = partners(standing, place);
    branches.iter().all(closed)
        && partners.iter().any(|partner| *partner != entry)
        && partners
            .iter()
            .all(|partner| standing.network[*partner].root == entry)
}

/// The inputs that code comes to before any other, and before it has told anything to another service; none where a thread
/// beside the one that waits does.
fn first_waits(network: &Network, instance: InstanceId, start: Location) -> BTreeSet<Location> {
    let behaviour = network.behaviour_of(instance);
    let outside = |port: PortId| {
        matches!(
            network[instance].targets.get(port.index()),
            Some(Target::Environment)
        )
    };
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    // Each with whether others run beside it.
    let mut open = vec![(start, false)];
    while let Some((at, beside)) = open.pop() {
        let Some(node) = behaviour.nodes.get(at.index()).filter(|_| seen.insert(at)) else {
            continue;
        };
        match &node.act {
            Act::Receive { .. } => {
                found.insert(at);
            }
            Act::Skip { next } | Act::Set { next, .. } | Act::Install { next, .. } => {
                open.push((*next, beside));
            }
            Act::Send { port, next, .. } | Act::Call { port, next, .. } if outside(*port) => {
                open.push((*next, beside));
            }
            Act::Send { .. } | Act::Call { .. } if beside => return BTreeSet::new(),
            Act::Branch {
                then, otherwise, ..
            } => open.extend([(*then, beside), (*otherwise, beside)]),
            Act::Enter { body, .. } | Act::Invoke { body, .. } | Act::Synchronized { body, .. } => {
                open.push((*body, beside));
            }
            Act::Fork { bodies, .. } => open.extend(bodies.iter().map(|body| (*body, true))),
            _ => {}
        }
    }
    found
}

/// Whether a client could start a session that brings about what somebody of the knot waits for.
fn awaits_clients(subject: &Subject<'_, '_>, standing: &Standing<'_>, knot: &Knot) -> bool {
    knot.members.iter().any(|place| {
        let Some(session) = standing.sessions.get(&place.slot) else {
            return false;
        };
        let Some(Want::Input(branches)) = standing.want(*place) else {
            return false;
        };
        branches.iter().any(|branch| {
            standing
                .sources(session.of, branch.input)
                .into_iter()
                .filter(|source| *source != (session.of, branch.input))
                .any(|(instance, input)| {
                    let access = subject.network[instance].access.get(input.index());
                    access.is_some_and(|access| *access != Access::Closed)
                })
        })
    })
}

/// Whether a thread waits for what a program that is not here may send, with nothing in its way.
fn awaits_unseen(standing: &Standing<'_>, place: Place) -> bool {
    let (Some(Want::Input(branches)), Some(session)) =
        (standing.want(place), standing.sessions.get(&place.slot))
    else {
        return false;
    };
    let unseen = |branch: &InputBranch| {
        let input = (session.of, branch.input);
        standing.network.unseen.contains(&input)
    };
    standing.blocked(place).is_none() && branches.iter().any(unseen)
}

/// The states in which everybody of a knot stands as it does in `stuck`, with no way left on which one of them moves.
pub(super) fn hopeless(subject: &Subject<'_, '_>, stuck: &Stuck) -> StateSet {
    let standing = subject.standing(stuck.state);
    let members = &stuck.knot.members;
    let goes_on = |state: StateId| {
        let mut edges = subject.explored.edges(state);
        cuts(subject, state)
            || edges.any(|(_, label)| {
                let step = subject.step(label);
                !step.is_mishap()
                    && members
                        .iter()
                        .any(|place| step.moves(place.slot, place.thread))
            })
    };
    let lasting = |_, label, _| !subject.step(label).is_mishap();
    let hopeful = subject.predecessors().can_reach(goes_on, lasting);
    let candidates = subject
        .explored
        .ids()
        .filter(|state| !hopeful.contains(*state));
    let found = candidates.filter(|state| {
        let other = subject.standing(*state);
        members.iter().all(|place| same(&standing, &other, *place))
            && members
                .iter()
                .all(|place| standing.blocked(*place).is_some() == other.blocked(*place).is_some())
    });
    let mut found: StateSet = found.collect();
    found.insert(stuck.state);
    found
}

/// Whether the code of a behaviour receives an input anywhere.
pub(super) fn ever_receives(behaviour: &Behaviour, input: InputId) -> bool {
    let nodes = u32::try_from(behaviour.nodes.len()).unwrap_or(u32::MAX);
    (0..nodes).any(|at| receives(behaviour, Location(at), input))
}
