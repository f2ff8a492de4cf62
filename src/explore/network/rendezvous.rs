//! Sender and receiver step together: nothing waits in between, so a sender waits until its message is awaited.
//!
//! The synchronous product of most of the literature, for what is said of networks under [`Delivery::Rendezvous`]; no
//! program of Jolie travels so. Who is meant is decided as for queues (`route`): by correlation first, so that a message
//! for a live session that does not await it starts no other one.
//!
//! [`Delivery::Rendezvous`]: crate::automata::network::Delivery::Rendezvous

use super::configuration::Configuration;
use super::local::{LocalStep, Standing};
use super::parts::SessionKey;
use super::route::Sending;
use super::step::{MoveKind, Mover};
use super::system::{NetworkSystem, Steps};
use crate::automata::network::InputId;
use crate::automata::network::correlation::{Match, correlates};
use crate::automata::network::session::Slot;
use crate::automata::network::step::{self, Want};

impl NetworkSystem<'_> {
    /// A session takes a message that is for it, where a thread of it awaits it. `next` has the sender after its step.
    pub(super) fn meet(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (slot, key): (Slot, SessionKey),
        input: InputId,
        certain: bool,
        steps: &mut Steps<'_>,
    ) -> Match {
        let session = self.parts.session(key);
        let instance = session.of;
        let behaviour = self.network.behaviour_of(instance);
        let message = sending.message(input);
        let found = correlates(self.network, behaviour, session, input, &message.values);
        if found == Match::No {
            return found;
        }
        let standing = self.standing(next, slot, key);
        for at in self.awaiting(sending.one, standing, input) {
            let after = self.change(standing, |context, session| {
                step::take_directly(context, session, at, &message.values, message.caller)
            });
            let to = Mover::Thread {
                instance,
                slot,
                thread: at.0,
            };
            let kind = MoveKind::Receive(sending.operation);
            let step = sending.step(kind, Some(to), certain && found == Match::Yes);
            let label = self.label(step);
            after.put(next, instance, slot);
            (steps.emit)(next.row(), label);
        }
        next.set(slot, Some(key));
        next.set_shared(instance, standing.shared);
        found
    }

    /// The threads of a session that await an input, each with the branch. In the sender's own session only those that
    /// stood there before it has sent: nobody meets himself.
    fn awaiting(&self, one: &LocalStep, standing: Standing, input: InputId) -> Vec<(u8, usize)> {
        let before = &self.parts.session(one.before.session).threads;
        let after = &self.parts.session(standing.session).threads;
        let another = |thread: u8| {
            let index = usize::from(thread);
            standing.slot != one.actor.slot
                || thread != one.actor.thread && before.get(index) == after.get(index)
        };
        let mut found = Vec::new();
        for waiting in self.waits(standing) {
            if let Want::Input { branches, .. } = &waiting.what
                && another(waiting.thread)
            {
                let mine = branches.iter().filter(|(_, awaited)| *awaited == input);
                found.extend(mine.map(|(branch, _)| (waiting.thread, *branch)));
            }
        }
        found
    }
}
