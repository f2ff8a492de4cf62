//! A message comes to an input of an instance: there is one outcome for each live session that correlates (which one it is,
//! nobody promises), else it starts a session, else it is refused.

use super::configuration::Configuration;
use super::mishap::IO_EXCEPTION;
use super::parts::SessionKey;
use super::route::Sending;
use super::step::Mover;
use super::system::{NetworkSystem, Steps};
use crate::automata::network::correlation::{Match, correlates, queue_of};
use crate::automata::network::session::{Life, Slot};
use crate::automata::network::step;
use crate::automata::network::{Delivery, InputId, InstanceId};
use crate::explore::{Bound, Label};

/// The fault of a message that no session takes.
const CORRELATION_ERROR: &str = "CorrelationError";

/// Whether a session takes a message into its queue, and what becomes of it.
#[derive(Clone, Copy)]
pub(super) enum Reception {
    No,
    Full,
    Takes {
        certain: bool,
        session: SessionKey,
        label: Label,
    },
}

impl NetworkSystem<'_> {
    /// Whether an instance takes messages, or has ended with its program.
    pub(super) fn life(&self, base: &Configuration, instance: InstanceId) -> Life {
        let life = |id: InstanceId| self.parts.shared(base.shared(id)).life;
        match life(self.network[instance].root) {
            Life::Ended => Life::Ended,
            Life::Starting | Life::Running => life(instance),
        }
    }

    /// The same as its own program sees it: what still runs when the entry has ended is cut off all at once, so nobody
    /// meets services that have gone before.
    fn life_for(&self, base: &Configuration, instance: InstanceId, sender: InstanceId) -> Life {
        if self.network[instance].root == self.network[sender].root {
            return self.parts.shared(base.shared(instance)).life;
        }
        self.life(base, instance)
    }

    /// A message comes to an input of an instance.
    pub(super) fn arrive(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (instance, input): (InstanceId, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let life = self.life_for(base, instance, sending.one.actor.instance);
        if life == Life::Ended {
            return self.refuse(next, sending, IO_EXCEPTION, certain, steps);
        }
        let courier = self
            .starter(instance, input)
            .filter(|(_, courier)| *courier);
        let (taken, may_be_taken) = match courier {
            Some(_) => (false, false),
            None => self.offer(next, sending, (instance, input), certain, steps),
        };
        if taken || life == Life::Starting {
            return;
        }
        // What may be for a session is taken to be, unless it may start one as well.
        let certain = certain && !may_be_taken;
        match self.starter(instance, input) {
            Some((starter, _)) => {
                self.begin(next, sending, instance, (starter, input), certain, steps)
            }
            None if may_be_taken => {}
            None => self.refuse(next, sending, CORRELATION_ERROR, certain, steps),
        }
    }

    /// Offers a message to the live sessions of an instance. Returns whether it is for one of them, and whether it may be.
    fn offer(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (instance, input): (InstanceId, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) -> (bool, bool) {
        let (mut taken, mut may_be_taken) = (false, false);
        for slot in 0..next.slots() {
            let Some(key) = next.session(slot) else {
                continue;
            };
            if self.parts.instance(key) != instance {
                continue;
            }
            let to = (slot, key);
            let found = match self.network.delivery {
                Delivery::Rendezvous => self.meet(next, sending, to, input, certain, steps),
                _ => self.queue(next, sending, to, input, certain, steps),
            };
            taken |= found == Match::Yes;
            may_be_taken |= found == Match::Maybe;
        }
        (taken, may_be_taken)
    }

    /// Puts a message into a queue of a session that it is for, when there is room.
    fn queue(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (slot, key): (Slot, SessionKey),
        input: InputId,
        certain: bool,
        steps: &mut Steps<'_>,
    ) -> Match {
        match self.reception(sending, (slot, key), input, certain) {
            Reception::No => Match::No,
            Reception::Full => {
                steps.hold_back(Bound::Queue);
                Match::Yes
            }
            Reception::Takes {
                certain: sure,
                session,
                label,
            } => {
                next.set(slot, Some(session));
                (steps.emit)(next.row(), label);
                next.set(slot, Some(key));
                match sure {
                    true => Match::Yes,
                    false => Match::Maybe,
                }
            }
        }
    }

    /// Which starter of an instance takes an input, and whether it is a courier.
    pub(super) fn starter(&self, instance: InstanceId, input: InputId) -> Option<(usize, bool)> {
        let mut starters = self.network.behaviour_of(instance).starters().enumerate();
        let found = starters.find(|(_, starter)| starter.branch.input == input);
        found.map(|(index, starter)| (index, starter.courier))
    }

    /// Whether a live session takes the message into its queue, worked out once.
    fn reception(
        &mut self,
        sending: &Sending<'_>,
        (slot, key): (Slot, SessionKey),
        input: InputId,
        certain: bool,
    ) -> Reception {
        let asked = (sending.one.number, sending.unheard, key, slot);
        if let Some(known) = self.received.get(&asked) {
            return *known;
        }
        let session = self.parts.session(key);
        let instance = session.of;
        let behaviour = self.network.behaviour_of(instance);
        let message = sending.message(input);
        let queue = queue_of(
            self.network,
            &behaviour.inputs[input.index()],
            sending.one.actor.instance,
        );
        let waiting = session.queues.get(queue as usize).map_or(0, Vec::len);
        let found = match correlates(self.network, behaviour, session, input, &message.values) {
            Match::No => Reception::No,
            _ if waiting >= self.settings.queue => Reception::Full,
            found => {
                let sure = matches!(found, Match::Yes);
                let session = step::deliver(session, queue, message);
                let to = Mover::Thread {
                    instance,
                    slot,
                    thread: 0,
                };
                let step = sending.step(sending.kind(), Some(to), certain && sure);
                Reception::Takes {
                    certain: sure,
                    session: self.parts.keep(session),
                    label: self.label(step),
                }
            }
        };
        self.received.insert(asked, found);
        found
    }
}
