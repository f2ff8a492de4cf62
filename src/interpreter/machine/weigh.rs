//! What all values of a machine take, measured when they have grown a good deal since it was done last.
//!
//! In between they may grow by half of the room that is left, at the least by a sixteenth of the limit: so measuring costs
//! little, and the limit is gone beyond by no more than that and the one thing that is being made.

use super::Machine;
use super::instance::Body;
use super::thread::{Frame, Session, Thread, ThreadId, ThreadState};
use crate::interpreter::code::Place;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::growth::{self, NODE, Weight};

impl Machine {
    /// The fault of a thread whose values have become too many, which it meets at this place. When they grow on by an eighth of the limit after it was
    /// raised, the run ends.
    pub(super) fn too_much_held(&mut self, id: ThreadId, place: Place) -> Option<Fault> {
        let limit = self.settings.limits.values;
        let held = self.weight();
        let least = limit / 16;
        growth::allow((limit.saturating_sub(held) / 2).max(least));
        if held <= limit {
            self.overweight = None;
            return None;
        }
        self.go(id, place);
        let message = format!("more than {limit} bytes of values are held");
        let first = *self.overweight.get_or_insert(held);
        if held > first.saturating_add(2 * least) {
            let session = self.threads.get(id).map(|thread| thread.session);
            let session = session.and_then(|session| self.sessions.get(session));
            let at = session.map(|session| self.position(session.instance, self.span(id)));
            self.log(&format!(
                "{message}, and more after the fault that says so: the run ends ({})",
                at.unwrap_or_default()
            ));
            self.status = Some(1);
        }
        Some(Fault::out_of_memory(message))
    }

    fn weight(&self) -> usize {
        let mut weight = Weight::default();
        for session in self.sessions.values() {
            session.weigh(&mut weight);
        }
        for thread in self.threads.values() {
            thread.weigh(&mut weight);
        }
        for instance in &self.instances {
            match &instance.body {
                Body::Jolie(running) => {
                    weight.add_value(&running.global);
                    let slots = &running.variables.slots;
                    slots.iter().for_each(|vector| weight.add_vector(vector));
                }
                Body::Native(Some(native)) => native.weigh(&mut weight),
                Body::Native(None) | Body::Runtime | Body::Ended => {}
            }
        }
        self.schedule.weigh(&mut weight);
        weight.bytes()
    }
}

impl Session {
    /// What it takes without its values.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + size_of::<Thread>() + self.variables.slots.len() * NODE
    }

    fn weigh(&self, weight: &mut Weight) {
        weight.add(self.bytes());
        let slots = &self.variables.slots;
        slots.iter().for_each(|vector| weight.add_vector(vector));
        let messages = self.queues.iter().flatten();
        messages.for_each(|message| weight.add_value(&message.value));
    }
}

impl Thread {
    fn weigh(&self, weight: &mut Weight) {
        weight.add(self.frames.len() * size_of::<Frame>());
        self.work
            .stack
            .iter()
            .for_each(|value| weight.add_value(value));
        for frame in &self.frames {
            if let Frame::Return {
                handler: Some(handler),
                ..
            } = frame
            {
                let frozen = handler.frozen.iter();
                frozen.for_each(|value| weight.add_value(value));
            }
        }
        if let ThreadState::Answered(Ok(value)) = &self.state {
            weight.add_value(value);
        }
    }
}
