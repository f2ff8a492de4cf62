//! The most general client: any number of clients, each within the interfaces of the open ports.
//!
//! A message that comes early and is taken later leads to the same states as one that comes when it is awaited, so
//! clients deliver where a thread waits with nothing in front, and nowhere else. What an early message blocks is judged
//! at the states where it would (`check::network`). As in `papers/semantics.md`, *Open systems*.

use super::configuration::Configuration;
use super::parts::SessionKey;
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Steps};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Waiting, Want};
use crate::automata::network::{
    Access, Caller, InputId, InstanceId, Kind, Message, Mode, Session, Starter, Value,
};
use crate::base::Span;
use crate::explore::Bound;

impl NetworkSystem<'_> {
    /// The steps of clients.
    pub(super) fn clients(&mut self, base: &Configuration, steps: &mut Steps<'_>) {
        let live: Vec<(Slot, SessionKey)> = base.live().collect();
        for (slot, key) in &live {
            let instance = self.parts.session(*key).of;
            if self.network[instance]
                .access
                .iter()
                .all(|access| *access == Access::Closed)
            {
                continue;
            }
            let waits = self.waits(*key, base.shared(instance));
            for waiting in waits.iter() {
                self.deliver(base, (*slot, *key), waiting, steps);
            }
        }
        for index in 0..self.network.instances.len() {
            let instance = InstanceId(u32::try_from(index).unwrap_or(u32::MAX));
            if self.life(base, instance) == Life::Running {
                self.open(base, instance, steps);
            }
        }
    }

    /// A client sends what a thread waits for.
    fn deliver(
        &mut self,
        base: &Configuration,
        (slot, key): (Slot, SessionKey),
        waiting: &Waiting,
        steps: &mut Steps<'_>,
    ) {
        let Want::Input { branches, .. } = &waiting.what else {
            return;
        };
        for (branch, input) in branches {
            let session = self.parts.session(key);
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
            let after = self.change(key, base.shared(instance), slot, |context, session| {
                step::take_directly(context, session, at, &values, caller)
            });
            let mut next = base.clone();
            next.set(slot, Some(after));
            let step = Move {
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
            };
            self.emit(steps, &next, step);
        }
    }

    /// What a client puts into a message for this session; `None` when no client may send it, or none knows the session,
    /// or something waits in front.
    fn chosen(&self, session: &Session, slot: Slot, input: InputId) -> Option<Vec<Value>> {
        let access = self.network[session.of].access.get(input.index())?;
        if *access == Access::Closed {
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
        let mut values = vec![Value::FREE; self.network[declared.operation].request.len()];
        let set = queue.checked_sub(1).and_then(|set| behaviour.sets.get(set));
        for (cell, path) in set.into_iter().flatten().zip(&declared.aliases) {
            let value = session.cells[cell.index()];
            match value.kind() {
                Kind::Undefined if !accepts_all => return None,
                Kind::Token { slot: of, number } if of == slot && number >= session.told => {
                    return None;
                }
                Kind::Token { .. } if session.told == 0 => return None,
                _ => {}
            }
            if let Some(place) = values.get_mut(*path as usize) {
                *place = value;
            }
        }
        Some(values)
    }

    /// Clients start sessions of an instance.
    fn open(&mut self, base: &Configuration, instance: InstanceId, steps: &mut Steps<'_>) {
        let starters: Vec<&Starter> = self.network.behaviour_of(instance).starters().collect();
        let access = &self.network[instance].access;
        let live = base.live().map(|(_, key)| self.parts.session(key).of);
        let full = live.filter(|of| *of == instance).count() >= self.settings.sessions;
        let slot = self.free_slot(base);
        for (index, starter) in starters.into_iter().enumerate() {
            let input = starter.branch.input;
            let used = access
                .get(input.index())
                .is_some_and(|access| *access != Access::Closed);
            if !used {
                continue;
            }
            let Some(slot) = slot.filter(|_| !full) else {
                steps.hold_back(Bound::Clients);
                continue;
            };
            let origin = starter.branch.origin;
            self.start_by_client(base, (instance, slot), (index, input), origin, steps);
        }
    }

    fn start_by_client(
        &mut self,
        base: &Configuration,
        (instance, slot): (InstanceId, Slot),
        (starter, input): (usize, InputId),
        origin: Span,
        steps: &mut Steps<'_>,
    ) {
        let declared = &self.network.behaviour_of(instance).inputs[input.index()];
        let operation = declared.operation;
        let mut values = vec![Value::FREE; self.network[operation].request.len()];
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
        let mut next = base.clone();
        self.start(&mut next, instance, starter, &message, slot);
        if let Some(key) = next.session(slot) {
            let told = self.tell(key, slot);
            next.set(slot, Some(told));
        }
        let step = Move {
            kind: MoveKind::Start(Some(operation)),
            owner: Owner::Client,
            certain: true,
            from: Mover::Environment,
            to: Some(Mover::Thread {
                instance,
                slot,
                thread: 0,
            }),
            origin,
        };
        self.emit(steps, &next, step);
    }
}
