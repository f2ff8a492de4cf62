//! Answers: to threads of the machine, and to who called from outside.

use super::event::EventKind;
use super::thread::{Caller, ThreadId, ThreadState};
use super::{CallNumber, Machine};
use crate::interpreter::code::{Operation, Output};
use crate::interpreter::fault::Fault;
use crate::interpreter::library::Ticket;
use crate::interpreter::types;
use crate::interpreter::value::Value;
use crate::interpreter::value::growth::{self, Weight};
use std::sync::Arc;

impl Machine {
    /// Answers a call, or tells that a message has arrived.
    pub(super) fn answer(&mut self, caller: Caller, result: Result<Value, Fault>) {
        match caller {
            Caller::Nobody => {}
            // Who has gone needs no answer.
            Caller::Outside(reply) => drop(reply.reply(result)),
            Caller::Thread(id, call) => {
                let Some(thread) = self.threads.get_mut(id) else {
                    return;
                };
                if thread.waits_for(call) {
                    thread.state = ThreadState::Answered(result);
                    if self.schedule.running != Some(id) {
                        self.schedule.ready(id);
                    }
                }
            }
        }
    }

    /// Answers a request. Who waits outside may have gone, which is an `IOException` here.
    pub(super) fn reply_to(&mut self, caller: Caller, value: Value) -> Result<(), Fault> {
        if let Caller::Outside(reply) = &caller {
            return reply.reply(Ok(value));
        }
        self.answer(caller, Ok(value));
        Ok(())
    }

    /// Somebody outside has answered a call of the machine.
    pub(super) fn answer_ticket(&mut self, ticket: Ticket, result: Result<Value, Fault>) {
        if let Ok(value) = &result {
            // It was made on another thread of the host, which counts for itself.
            let mut weight = Weight::default();
            weight.add_value(value);
            growth::grow(weight.bytes());
        }
        if let Some(caller) = self.tickets.remove(&ticket) {
            self.answer(caller, result);
        }
    }

    /// Whether a thread waits for the answer to this call.
    pub(super) fn waits_for(&self, id: ThreadId, call: CallNumber) -> bool {
        let thread = self.threads.get(id);
        thread.is_some_and(|thread| thread.waits_for(call))
    }

    /// A call has waited long enough.
    pub(super) fn time_out(&mut self, id: ThreadId, call: CallNumber) {
        if self.waits_for(id, call) {
            self.tell(id, EventKind::Timeout, "Timeout", None);
            self.give_up(call);
            self.answer(
                Caller::Thread(id, call),
                Err(Fault::new("Timeout", Value::VOID)),
            );
        }
    }

    /// A thread takes the answer to its call.
    pub(super) fn take_answer(&mut self, id: ThreadId) {
        let Some((code, place)) = self.place(id) else {
            return;
        };
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        let ThreadState::Answered(result) =
            std::mem::replace(&mut thread.state, ThreadState::Ready)
        else {
            return;
        };
        let checked = match code.operations.get(place as usize) {
            Some(Operation::Solicit(output)) => match code.outputs.get(*output as usize) {
                Some(output) => checked(&code, output, result),
                None => result,
            },
            _ => result,
        };
        match checked {
            Ok(value) => {
                if !matches!(
                    code.operations.get(place as usize),
                    Some(Operation::Notify(_))
                ) {
                    thread.work.stack.push(value);
                }
                thread.work.place = place + 1;
            }
            Err(fault) => {
                // The variable of the answer is emptied, as Jolie does before it looks at the fault.
                if let Some(Operation::Bind(path)) = code.operations.get(place as usize + 1) {
                    let path = *path;
                    self.with_store(id, |store, _| store.bind(path, Value::VOID));
                }
                self.raise(id, fault);
            }
        }
    }

    /// A new caller for what a thread is about to send.
    pub(super) fn caller(&mut self, id: ThreadId) -> Caller {
        let call = self.number();
        if let Some(thread) = self.threads.get_mut(id) {
            thread.state = ThreadState::Calling(call);
        }
        Caller::Thread(id, call)
    }
}

/// The answer as the port declares it.
fn checked(
    code: &crate::interpreter::code::Code,
    output: &Arc<Output>,
    result: Result<Value, Fault>,
) -> Result<Value, Fault> {
    let Some(response) = &output.response else {
        return result;
    };
    let at = format!("({}@{})", output.name, code.port_name(output));
    match result {
        Ok(value) => match types::check(&code.program, response.value, &value) {
            Ok(()) => Ok(value),
            Err(wrong) => Err(Fault::type_mismatch(format!(
                "Received message TypeMismatch {at}: {wrong}"
            ))),
        },
        Err(fault) => {
            let declared = response.faults.iter().find(|(name, _)| *name == fault.name);
            let wrong = declared
                .and_then(|(_, carries)| types::check(&code.program, *carries, &fault.value).err());
            Err(match wrong {
                None => fault,
                Some(wrong) => Fault::type_mismatch(format!(
                    "Received fault {} TypeMismatch {at}: {wrong}",
                    fault.name
                )),
            })
        }
    }
}
