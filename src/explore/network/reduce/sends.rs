//! What a step that sends hangs on: nothing where nobody else has a say in what becomes of the message.

use super::footprint::one;
use super::next::{Look, Next};
use super::raises::{declares, starts};
use crate::automata::network::{Access, Act, InputId, InstanceId, OperationId, PortId, Thread};
use crate::explore::network::goal::Goal;

impl Look<'_> {
    /// Of a thread that sends to where nobody else has a say: to the outside, which does not fail, or to an input where
    /// every message starts a session.
    pub fn sends(&self, index: u8, thread: &Thread) -> Option<Next> {
        if self.breaks {
            return None;
        }
        let mut steps = self.of(index);
        let (one, None) = (steps.next()?, steps.next()) else {
            return None;
        };
        let mut next = Next::default();
        let (failing, response) = match &self.behaviour.nodes.get(thread.at.index())?.act {
            Act::Send { port, payload, .. } => {
                next.uses.send(self.behaviour, *port, payload);
                (false, None)
            }
            Act::Call {
                port,
                operation,
                payload,
                response,
                ..
            } => {
                next.uses.send(self.behaviour, *port, payload);
                (self.fails(*port, *operation), Some(response))
            }
            _ => return None,
        };
        match one.goals.as_slice() {
            [(Goal::Environment, true)] if !failing => {
                for binding in response.into_iter().flatten() {
                    next.uses.write(binding.cell);
                }
                (next.uses.writes & self.fixed.correlated == 0).then_some(next)
            }
            [(Goal::Input(instance, input), true)] => {
                next.uses.tells = false;
                next.running = Some(*instance);
                self.begins(*instance, *input, response.is_some())
                    .then_some(next)
            }
            _ => None,
        }
    }

    /// Whether a message to an input begins a session, whatever else happens, and touches nothing else.
    fn begins(&self, instance: InstanceId, input: InputId, called: bool) -> bool {
        let behaviour = self.network.behaviour_of(instance);
        let declared = behaviour.inputs.get(input.index());
        let mut starters = behaviour.starters();
        let starter = starters.find(|starter| starter.branch.input == input);
        let bindings = starter
            .into_iter()
            .flat_map(|starter| &starter.branch.bindings);
        let written = bindings.fold(0, |set, binding| set | one(binding.cell.index()));
        let mut access = self.network[instance].access.iter();
        declared.is_some_and(|declared| declared.request_response == called)
            && written & self.all[self.network[instance].behaviour.0 as usize].globals == 0
            && access.all(|access| *access == Access::Closed)
            && starts(self.network, self.session.of, instance, input)
    }

    /// Whether a server outside may answer by a fault.
    fn fails(&self, port: PortId, operation: OperationId) -> bool {
        let port = self.behaviour.ports.get(port.index());
        port.is_none_or(|port| declares(port, operation))
    }
}
