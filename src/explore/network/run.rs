//! From a path of states to a run that people can follow.

use super::configuration::View;
use super::step::{Move, MoveKind, Mover};
use super::system::NetworkSystem;
use crate::automata::network::session::{Phase, Slot};
use crate::automata::network::step::{Want, waiting};
use crate::automata::network::{InstanceId, Mode, Network, OperationId};
use crate::base::Name;
use crate::explore::{Explored, Label, StateId};
use crate::verdict::{Actor, Step, StepKind, Trace};
use std::collections::HashMap;

/// The shortest run of `system` to `state`, with where everybody stands then.
#[must_use]
pub fn run(system: &NetworkSystem<'_>, explored: &Explored, state: StateId) -> Trace {
    follow(system, explored, &explored.path(state))
}

/// The run along `path`, each step's label with the state that it leads to, from the first state on; with where
/// everybody stands then.
#[must_use]
pub fn follow(system: &NetworkSystem<'_>, explored: &Explored, path: &[(Label, StateId)]) -> Trace {
    let mut numbers = Numbers::default();
    let mut row = Vec::new();
    explored.row(StateId::INITIAL, &mut row);
    numbers.meet(&system.view(&row));
    let mut trace = Trace::default();
    for (label, to) in path.iter().copied() {
        let step = system.step(label);
        let before = numbers.clone();
        let initialises = is_initialising(&system.view(&row), step.from);
        explored.row(to, &mut row);
        numbers.meet(&system.view(&row));
        let from = before.actor(system.network(), step.from);
        let to = step.to.map(|to| numbers.actor(system.network(), to));
        let mut shown = describe(system.network(), step, from, to);
        if shown.kind == StepKind::End && initialises {
            shown.values = Some("init".to_owned());
        }
        trace.steps.push(shown);
    }
    trace.standing = standing(system, &numbers, &system.view(&row));
    trace
}

/// Whether who takes part is the session in which a service is initialised.
fn is_initialising(view: &View<'_>, mover: Mover) -> bool {
    let session = mover.session().and_then(|(slot, _)| view.session(slot));
    session.is_some_and(|session| session.phase == Phase::Init)
}

/// Whether a step is the one that a run shows, whatever the number of its session.
#[must_use]
pub fn shows(network: &Network, step: &Move, shown: &Step) -> bool {
    let nobody = Numbers::default();
    let from = nobody.actor(network, step.from);
    let to = step.to.map(|to| nobody.actor(network, to));
    let mut shown = shown.clone();
    shown.from.session = None;
    // What is told of the state before is no part of the step.
    shown.values = shown.values.filter(|values| values != "init");
    if let Some(to) = &mut shown.to {
        to.session = None;
    }
    describe(network, step, from, to) == shown
}

/// Which session of its service each slot holds, counted from 1 in the order in which they start.
#[derive(Clone, Debug, Default)]
struct Numbers {
    slots: HashMap<Slot, (InstanceId, u32)>,
    started: HashMap<InstanceId, u32>,
}

impl Numbers {
    /// Numbers sessions that are new in this state, and forgets those that have ended.
    fn meet(&mut self, view: &View<'_>) {
        let live: HashMap<Slot, InstanceId> = view
            .sessions()
            .map(|(slot, session)| (slot, session.of))
            .collect();
        let initialising: Vec<Slot> = view
            .sessions()
            .filter(|(_, session)| session.phase == Phase::Init)
            .map(|(slot, _)| slot)
            .collect();
        let makers: HashMap<Slot, Slot> = view
            .sessions()
            .filter_map(|(slot, session)| match session.phase {
                Phase::Spawned { slot: maker, .. } => Some((slot, maker)),
                _ => None,
            })
            .collect();
        self.slots
            .retain(|slot, (of, _)| live.get(slot) == Some(of));
        let mut fresh: Vec<_> = live
            .into_iter()
            .filter(|(slot, _)| !self.slots.contains_key(slot))
            // Nobody counts the session in which a service is initialised.
            .filter(|(slot, _)| !initialising.contains(slot))
            .collect();
        fresh.sort();
        for (slot, of) in fresh {
            // A body of `spawn` goes by the number of the session that has made it.
            if let Some(known) = makers.get(&slot).and_then(|maker| self.slots.get(maker)) {
                self.slots.insert(slot, *known);
                continue;
            }
            let count = self.started.entry(of).or_default();
            *count += 1;
            self.slots.insert(slot, (of, *count));
        }
    }

    fn actor(&self, network: &Network, mover: Mover) -> Actor {
        match mover {
            Mover::Environment => Actor {
                name: Name::from("environment"),
                session: None,
            },
            Mover::Thread { instance, slot, .. } => {
                let several = network.behaviour_of(instance).mode != Mode::Single;
                let number = self.slots.get(&slot).map(|(_, number)| *number);
                Actor {
                    name: network[instance].name,
                    session: number.filter(|_| several),
                }
            }
        }
    }
}

fn describe(network: &Network, step: &Move, from: Actor, to: Option<Actor>) -> Step {
    let name = |operation: OperationId| Some(network[operation].name);
    let of = |word: &str| Some(word.to_owned());
    let (kind, subject, values) = match &step.kind {
        MoveKind::Start(operation) => (StepKind::Start, operation.and_then(name), None),
        MoveKind::Send(operation) | MoveKind::Call(operation) => {
            (StepKind::Send, name(*operation), None)
        }
        MoveKind::Receive(operation) => (StepKind::Receive, name(*operation), None),
        MoveKind::Unacknowledged(operation) => {
            let values = Some("unacknowledged".to_owned());
            (StepKind::Send, name(*operation), values)
        }
        MoveKind::Refuse(operation, fault) => {
            (StepKind::Fault, name(*operation), Some(fault.to_string()))
        }
        MoveKind::Reply(operation) => (StepKind::Reply, name(*operation), None),
        MoveKind::ReplyFault(operation, fault) => {
            (StepKind::Fault, name(*operation), Some(fault.to_string()))
        }
        MoveKind::Choice(taken) => (StepKind::Choice, None, Some(taken.to_string())),
        MoveKind::Datum(Some((variable, value)), _) => {
            let value = Some(value.to_string());
            (StepKind::Choice, Some(*variable), value)
        }
        MoveKind::Datum(None, _) => (StepKind::Internal, None, None),
        MoveKind::Raise(fault) => (StepKind::Fault, Some(*fault), None),
        MoveKind::Acquire(lock) => (StepKind::Internal, Some(*lock), of("acquire")),
        MoveKind::Release(lock) => (StepKind::Internal, Some(*lock), of("release")),
        MoveKind::Signal(link) => (StepKind::Internal, Some(*link), of("signal")),
        MoveKind::Die(fault, _) => (StepKind::End, Some(*fault), None),
        MoveKind::End(_) | MoveKind::Exit => (StepKind::End, None, None),
        MoveKind::Timeout(operation) => (StepKind::Timeout, name(*operation), None),
        MoveKind::Crash(_) => (StepKind::End, None, Some("crash".to_owned())),
        MoveKind::Internal => (StepKind::Internal, None, None),
    };
    let from = match step.kind {
        MoveKind::Crash(instance) => Actor {
            name: network[instance].name,
            session: None,
        },
        _ => from,
    };
    // Whose answer is lost on its way is told by the line of its reply.
    let to = to.filter(|_| !matches!(step.kind, MoveKind::Refuse(..)));
    Step {
        kind,
        from,
        to,
        subject,
        values,
        span: step.origin,
    }
}

/// Who waits for what.
fn standing(system: &NetworkSystem<'_>, numbers: &Numbers, view: &View<'_>) -> Vec<Step> {
    let network = system.network();
    let mut found = Vec::new();
    for (slot, session) in view.sessions() {
        let Some(shared) = view.shared(session.of) else {
            continue;
        };
        let behaviour = network.behaviour_of(session.of);
        for wait in waiting(network, session, shared) {
            let subjects: Vec<Name> = match &wait.what {
                Want::Input { branches, .. } => {
                    let inputs = branches
                        .iter()
                        .map(|(_, input)| &behaviour.inputs[input.index()]);
                    inputs.map(|input| network[input.operation].name).collect()
                }
                Want::Answer { operation, .. } | Want::Receiver { operation, .. } => {
                    vec![network[*operation].name]
                }
                Want::Lock(lock) => vec![behaviour.locks[lock.index()]],
                Want::Signal(link) => vec![behaviour.links[link.index()]],
                Want::Join => continue,
                Want::Line => vec![behaviour.name],
            };
            let thread = wait.thread;
            let from = numbers.actor(
                network,
                Mover::Thread {
                    instance: session.of,
                    slot,
                    thread,
                },
            );
            let words: Vec<&str> = subjects.iter().map(|name| name.as_str()).collect();
            found.push(Step {
                kind: StepKind::Wait,
                from,
                to: None,
                subject: subjects.first().copied(),
                values: (words.len() > 1).then(|| words.join(", ")),
                span: wait.origin,
            });
        }
    }
    found
}
