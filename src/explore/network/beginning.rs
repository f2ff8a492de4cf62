//! A message starts a session.

use super::configuration::Configuration;
use super::local::Changed;
use super::parts::{SessionKey, SharedKey};
use super::route::Sending;
use super::step::Mover;
use super::system::{NetworkSystem, Outcome, Steps};
use crate::automata::network::session::{Phase, Slot};
use crate::automata::network::step;
use crate::automata::network::{InputId, InstanceId, Message, Mode, Session};
use crate::explore::Bound;

/// How a session begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Beginning {
    pub instance: InstanceId,
    /// By which starter.
    pub starter: usize,
    /// Where.
    pub slot: Slot,
    /// What it finds.
    pub shared: SharedKey,
    /// Whether it waits in line first, and whether it is a courier.
    pub phase: Phase,
}

impl NetworkSystem<'_> {
    /// A message starts a session.
    pub(super) fn begin(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        instance: InstanceId,
        (starter, input): (usize, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let full = self.count(next, instance) >= self.settings.most;
        let Some(slot) = self.free_slot(next, instance).filter(|_| !full) else {
            steps.hold_back(Bound::Sessions);
            return;
        };
        let beginning = self.beginning(next, instance, starter, slot);
        let key = (sending.one.number, sending.unheard, beginning);
        let outcome = self.begun.get(&key).copied().unwrap_or_else(|| {
            let after = self.start(beginning, &sending.message(input));
            let to = Mover::Thread {
                instance,
                slot,
                thread: 0,
            };
            let label = self.label(sending.step(sending.kind(), Some(to), certain));
            let outcome = Outcome { after, label };
            self.begun.insert(key, outcome);
            outcome
        });
        outcome.after.put(next, instance, slot);
        (steps.emit)(next.row(), outcome.label);
        next.set(slot, None);
        next.set_shared(instance, beginning.shared);
    }

    /// How many sessions of an instance are live, bodies of `spawn` not counted.
    pub(super) fn count(&self, base: &Configuration, instance: InstanceId) -> usize {
        let of = |key: SessionKey| self.parts.instance(key) == instance;
        let spawned =
            |key: SessionKey| matches!(self.parts.session(key).phase, Phase::Spawned { .. });
        let live = base.live().map(|(_, key)| key);
        live.filter(|key| of(*key) && !spawned(*key)).count()
    }

    /// How a session begins now in `slot`, which is free: in sequential mode it waits in line behind a live one.
    pub(super) fn beginning(
        &self,
        next: &Configuration,
        instance: InstanceId,
        starter: usize,
        slot: Slot,
    ) -> Beginning {
        let behaviour = self.network.behaviour_of(instance);
        let found = behaviour.starters().nth(starter);
        let courier = found.is_some_and(|starter| starter.courier);
        // Who waits in line is called when the one before it ends: a courier calls nobody.
        let mut live = next.live().map(|(_, key)| self.parts.session(key));
        let runs = |one: &Session| {
            one.of == instance && !matches!(one.phase, Phase::Courier | Phase::Spawned { .. })
        };
        let phase = match courier {
            true => Phase::Courier,
            false if behaviour.mode == Mode::Sequential && live.any(runs) => Phase::Waiting,
            false => Phase::Running,
        };
        Beginning {
            instance,
            starter,
            slot,
            shared: next.shared(instance),
            phase,
        }
    }

    /// A new session, with what its instance shares from then on.
    pub(super) fn start(&mut self, beginning: Beginning, message: &Message) -> Changed {
        let Beginning {
            instance,
            starter,
            slot,
            shared,
            phase,
        } = beginning;
        // A slot that is free has no tokens.
        let context = self.context(shared, slot, 0);
        let mut after = step::start(context, instance, starter, message, phase);
        if phase == Phase::Waiting {
            let before = self.parts.shared(shared);
            let part = after.shared.get_or_insert_with(|| before.clone());
            part.line.push(slot);
        }
        self.keep(after, shared)
    }
}
