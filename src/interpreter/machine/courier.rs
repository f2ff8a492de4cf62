//! Couriers: what an aggregating port does with a message before, and in place of, handing it on.

use super::Machine;
use super::instance::InstanceId;
use super::route::Parcel;
use super::thread::{Frame, Phase, Received, ThreadId};
use crate::interpreter::code::{Code, Exposed, Output};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Text, Value};
use std::sync::Arc;

impl Machine {
    /// A courier takes a message.
    pub(super) fn start_courier(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        courier: u32,
        output: Arc<Output>,
        parcel: Parcel,
    ) {
        let Some(branch) = code.couriers.get(courier as usize).cloned() else {
            return;
        };
        if let Err(fault) = self.has_room_for_sessions(1) {
            return self.answer(parcel.caller, Err(fault));
        }
        let Some(id) = self.new_session(instance, Phase::Aside, branch.body) else {
            return;
        };
        self.bind(id, &branch, parcel.value);
        if let Some(thread) = self.threads.get_mut(id) {
            thread.courier = Some(Arc::clone(&output));
            if output.response.is_some() {
                thread.frames.push(Frame::Request {
                    input: Received::Courier(output),
                    caller: parcel.caller,
                });
            } else {
                self.answer(parcel.caller, Ok(Value::VOID));
            }
        }
        self.schedule.ready(id);
    }

    /// `forward`: the message at a path goes on to the port behind.
    pub(super) fn forward(&mut self, id: ThreadId, port: u32, request: u32) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let output = self.courier_output(id);
        let Some(output) = output else {
            return self.raise(id, Fault::io("a forward outside of a courier"));
        };
        let value = self.with_store(id, |store, _| store.tree(request));
        let mut value = match value {
            Some(Ok(value)) => value,
            Some(Err(fault)) => return self.raise(id, fault),
            None => return,
        };
        for name in extended(&code, &output) {
            value.remove(&name);
        }
        let port = if port == u32::MAX { output.port } else { port };
        let caller = self.caller(id);
        let parcel = Parcel {
            operation: output.name.clone(),
            value,
            checked: None,
            caller,
            weight: 0,
        };
        let target = self.target(id, port);
        self.dispatch(target, parcel, output.response.is_some());
    }

    fn courier_output(&self, id: ThreadId) -> Option<Arc<Output>> {
        let mut thread = self.threads.get(id)?;
        loop {
            if let Some(output) = &thread.courier {
                return Some(Arc::clone(output));
            }
            thread = self.threads.get(thread.parent?)?;
        }
    }
}

/// The fields that an extender has added to an operation.
fn extended(code: &Code, output: &Output) -> Vec<Text> {
    let exposed =
        code.input_ports
            .iter()
            .find_map(|port| match port.operations.get(&output.name) {
                Some(Exposed::Aggregated { extended, port, .. }) if *port == output.port => {
                    Some(extended.clone())
                }
                _ => None,
            });
    exposed.unwrap_or_default()
}
