//! The most general client: any number of clients, each within the interfaces of the open ports.
//!
//! A message that comes early and is taken later leads to the same states as one that comes when it is awaited, so
//! clients deliver where a thread waits with nothing in front, and nowhere else. What an early message blocks is judged
//! at the states where it would (`check::network`). As in `papers/semantics.md`, *Open systems*.

use super::beginning::Beginning;
use super::configuration::Configuration;
use super::local::{Changed, Standing};
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Outcome, Steps};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Waiting, Want};
use crate::automata::network::{
    Access, Caller, InputId, Instance, InstanceId, Kind, Message, Mode, Network, Session, Value,
    chosen,
};
use crate::base::Span;
use crate::explore::Bound;
use std::mem::size_of_val;
use std::rc::Rc;

/// A starter that clients may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    starter: usize,
    input: InputId,
    origin: Span,
}

/// For each instance the starters that clients may use.
pub(super) fn openings(network: &Network) -> Vec<Vec<Opening>> {
    let of = |instance: &Instance| {
        let starters = network[instance.behaviour].starters().enumerate();
        let openings = starters.map(|(starter, found)| Opening {
            starter,
            input: found.branch.input,
            origin: found.branch.origin,
        });
        let access = |input: InputId| instance.access.get(input.index()).copied();
        openings
            .filter(|one| access(one.input).is_some_and(|access| access != Access::Closed))
            .collect()
    };
    network.instances.iter().map(of).collect()
}

impl NetworkSystem<'_> {
    /// The steps of clients: to the live sessions, and those that start new ones.
    pub(super) fn clients(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        live: &[Standing],
        steps: &mut Steps<'_>,
    ) {
        for standing in live.iter().copied() {
            let instance = self.parts.instance(standing.session);
            if !self.open[instance.0 as usize] {
                continue;
            }
            for outcome in self.delivered(standing).iter() {
                next.assign(base);
                outcome.after.put(next, instance, standing.slot);
                (steps.emit)(next.row(), outcome.label);
            }
        }
        for index in 0..self.network.instances.len() {
            let instance = InstanceId(u32::try_from(index).unwrap_or(u32::MAX));
            if !self.openings[index].is_empty() && self.life(base, instance) == Life::Running {
                self.open(base, next, instance, steps);
            }
        }
    }

    /// What clients send to a session, where a thread waits for it; worked out once.
    fn delivered(&mut self, standing: Standing) -> Rc<[Outcome]> {
        if let Some(known) = self.deliveries.get(&standing) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        for waiting in self.waits(standing) {
            self.deliver(standing, &waiting, &mut found);
        }
        let found: Rc<[Outcome]> = found.into();
        self.remembered += size_of_val(&*found);
        self.deliveries.insert(standing, Rc::clone(&found));
        found
    }

    /// A client sends what a thread waits for.
    fn deliver(&mut self, standing: Standing, waiting: &Waiting, found: &mut Vec<Outcome>) {
        let Want::Input { branches, .. } = &waiting.what else {
            return;
        };
        let slot = standing.slot;
        for (branch, input) in branches {
            let session = self.parts.session(standing.session);
            let instance = session.of;
            let Some(values) = self.chosen(session, slot, *input) else {
                continue;
            };
            let behaviour = self.network.behaviour_of(instance);
            let declared = &behaviour.inputs[input.index()];
            let (operation, answered) = (declared.operation, declared.request_response);
            let caller = answered.then_some(Caller::Environment);
            let thread = waiting.thread;
            let at = (thread, *branch);
            let after = self.change(standing, |context, session| {
                step::take_directly(context, session, at, &values, caller)
            });
            let label = self.label(Move {
                kind: MoveKind::Receive(operation),
                owner: Owner::Client,
                certain: true,
                from: Mover::Environment,
                to: Some(Mover::Thread {
                    instance,
                    slot,
                    thread,
                }),
                origin: waiting.origin,
            });
            found.push(Outcome { after, label });
        }
    }

    /// What a client puts into a message for this session; `None` when no client may send it, or none knows the session,
    /// or something waits in front.
    fn chosen(&self, session: &Session, slot: Slot, input: InputId) -> Option<Vec<Value>> {
        let access = self.network[session.of].access.get(input.index())?;
        if *access == Access::Closed || matches!(session.phase, Phase::Spawned { .. }) {
            return None;
        }
        let behaviour = self.network.behaviour_of(session.of);
        let declared = &behaviour.inputs[input.index()];
        let queue = declared.queue as usize;
        if session
            .queues
            .get(queue)
            .is_some_and(|queue| !queue.is_empty())
        {
            return None;
        }
        let accepts_all = session.phase == Phase::Init;
        if queue == 0 && behaviour.mode != Mode::Single && !accepts_all {
            return None;
        }
        let mut values = chosen(&self.network[declared.operation].request);
        let set = queue.checked_sub(1).and_then(|set| behaviour.sets.get(set));
        for (cell, path) in set.into_iter().flatten().zip(&declared.aliases) {
            let value = session.cells[cell.index()];
            match value.kind() {
                Kind::Undefined if !accepts_all => return None,
                Kind::Token { slot: of, number } if of == slot && number >= session.told => {
                    return None;
                }
                _ => {}
            }
            if let Some(place) = values.get_mut(*path as usize) {
                *place = value;
            }
        }
        Some(values)
    }

    /// Clients start sessions of an instance.
    fn open(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        instance: InstanceId,
        steps: &mut Steps<'_>,
    ) {
        let full = self.count(base, instance) >= self.settings.sessions;
        let Some(slot) = self.free_slot(base, instance).filter(|_| !full) else {
            return steps.hold_back(Bound::Clients);
        };
        for index in 0..self.openings[instance.0 as usize].len() {
            let opening = self.openings[instance.0 as usize][index];
            let beginning = self.beginning(base, instance, opening.starter, slot);
            // Steps are numbered from 1: the client has none.
            let key = (0, false, beginning);
            let outcome = self.begun.get(&key).copied().unwrap_or_else(|| {
                let outcome = self.start_by_client(beginning, opening);
                self.begun.insert(key, outcome);
                outcome
            });
            next.assign(base);
            outcome.after.put(next, instance, slot);
            (steps.emit)(next.row(), outcome.label);
        }
    }

    fn start_by_client(&mut self, beginning: Beginning, opening: Opening) -> Outcome {
        let Beginning { instance, slot, .. } = beginning;
        let input = opening.input;
        let declared = &self.network.behaviour_of(instance).inputs[input.index()];
        let operation = declared.operation;
        let mut values = chosen(&self.network[operation].request);
        for (number, path) in (0..).zip(&declared.aliases) {
            if let Some(place) = values.get_mut(*path as usize) {
                *place = Value::token(slot, number);
            }
        }
        let caller = declared.request_response.then_some(Caller::Environment);
        let message = Message {
            input,
            operation,
            values,
            caller,
        };
        let started = self.start(beginning, &message);
        let after = Changed {
            session: self.tell(started.session, slot),
            ..started
        };
        let label = self.label(Move {
            kind: MoveKind::Start(Some(operation)),
            owner: Owner::Client,
            certain: true,
            from: Mover::Environment,
            to: Some(Mover::Thread {
                instance,
                slot,
                thread: 0,
            }),
            origin: opening.origin,
        });
        Outcome { after, label }
    }
}
