//! Standard services in the machine: calls of them, and what they may ask of it.

use super::Machine;
use super::instance::{Body, InstanceId};
use super::route::Parcel;
use super::schedule::{Alarm, Arrival, Schedule};
use super::thread::Caller;
use crate::interpreter::fault::Fault;
use crate::interpreter::library::{Answer, Host, Native, Ticket, TimerId};
use crate::interpreter::value::{Text, Value};
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Duration;

/// An identifier that nobody has: a random UUID, the same ones in each run under a seed.
pub(super) fn identifier(schedule: &mut Schedule) -> Text {
    let (high, low) = (schedule.random(), schedule.random());
    // Version 4, variant 1 (RFC 9562).
    let high = (high & !0xf000) | 0x4000;
    let low = (low & (u64::MAX >> 2)) | (1 << 63);
    Text::from(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    ))
}

/// The machine as a standard service sees it.
struct Around<'machine> {
    machine: &'machine mut Machine,
    /// The service.
    instance: InstanceId,
    /// Who called it.
    caller: &'machine mut Caller,
}

impl Host for Around<'_> {
    fn print(&mut self, text: &str) {
        // Output that cannot be written has nobody who reads it.
        let _ = self.machine.output.write_all(text.as_bytes());
    }

    fn notify(&mut self, operation: &str, value: Value) {
        self.machine
            .notify_embedder(self.instance, operation, value);
    }

    fn schedule(
        &mut self,
        delay: Duration,
        period: Option<Duration>,
        operation: &str,
        value: Value,
    ) -> TimerId {
        let timer = TimerId(self.machine.number());
        let alarm = Alarm::Notify {
            from: self.instance,
            timer,
            period,
            operation: Text::new(operation),
            value,
        };
        let alarm = self.machine.schedule.set(delay, alarm);
        self.machine.timers.insert(timer, alarm);
        timer
    }

    fn cancel(&mut self, timer: TimerId) -> bool {
        let alarm = self.machine.timers.remove(&timer);
        alarm.is_some_and(|alarm| self.machine.schedule.unset(alarm))
    }

    fn now(&self) -> i64 {
        i64::try_from(self.machine.schedule.date().as_millis()).unwrap_or(i64::MAX)
    }

    fn random(&mut self) -> u64 {
        self.machine.schedule.random()
    }

    fn ticket(&mut self) -> Ticket {
        let ticket = Ticket(self.machine.number());
        let caller = std::mem::replace(self.caller, Caller::Nobody);
        self.machine.tickets.insert(ticket, caller);
        ticket
    }

    fn answer(&mut self, ticket: Ticket, answer: Result<Value, Fault>) {
        self.machine.answer_ticket(ticket, answer);
    }

    fn read_lines(&mut self) {
        let listeners = &mut self.machine.listeners_of_lines;
        if !listeners.contains(&self.instance) {
            listeners.push(self.instance);
        }
        self.machine.read_lines();
    }

    fn folder(&self) -> &Path {
        let found = self.machine.instances.get(self.instance.index());
        let embedder = found.and_then(|found| found.parent);
        let beside = embedder.and_then(|embedder| self.machine.folder_of(embedder));
        beside.unwrap_or_else(|| self.machine.settings.folder())
    }

    fn program(&self) -> &Path {
        &self.machine.settings.program
    }
}

impl Machine {
    /// The folder of the program that an instance is written in; none for a standard package.
    pub(super) fn folder_of(&self, instance: InstanceId) -> Option<&Path> {
        let code = &self.running(instance)?.code;
        let module = &code.program[code.declaration().module];
        module.path.as_deref()?.parent()
    }

    /// The place of a standard service, which is empty while it carries something out.
    fn native_mut(&mut self, instance: InstanceId) -> Option<&mut Option<Box<dyn Native>>> {
        match &mut self.instances.get_mut(instance.index())?.body {
            Body::Native(place) => Some(place),
            _ => None,
        }
    }

    /// A message for a standard service.
    pub(super) fn call_native(&mut self, instance: InstanceId, parcel: Parcel) {
        let Some(place) = self.native_mut(instance) else {
            return;
        };
        let Some(mut native) = place.take() else {
            return self.answer(
                parcel.caller,
                Err(Fault::io("a standard service that calls itself")),
            );
        };
        let mut caller = parcel.caller;
        let answer = native.call(
            &parcel.operation,
            &parcel.value,
            &mut Around {
                machine: self,
                instance,
                caller: &mut caller,
            },
        );
        if let Some(place) = self.native_mut(instance) {
            *place = Some(native);
        }
        match answer {
            None => {
                self.answer(caller, Err(Fault::invalid_operation(&parcel.operation)));
            }
            Some(Answer::Value(value)) => self.answer(caller, Ok(value)),
            Some(Answer::Fault(fault)) => self.answer(caller, Err(fault)),
            Some(Answer::After(delay, value)) => {
                self.schedule.set(delay, Alarm::Answer(caller, value));
            }
            Some(Answer::Elsewhere(work)) => {
                let ticket = Ticket(self.number());
                self.tickets.insert(ticket, caller);
                self.schedule.expected += 1;
                let sender = self.schedule.sender();
                let spawned =
                    std::thread::Builder::new()
                        .name("work".to_owned())
                        .spawn(move || {
                            // A machine that has gone takes no answers.
                            let _ = sender.send(Arrival::Answer(ticket, (work.0)()));
                        });
                if let Err(error) = spawned {
                    self.schedule.expected -= 1;
                    self.answer_ticket(ticket, Err(Fault::io(error.to_string())));
                }
            }
            Some(Answer::Later(ticket)) => {
                // The ticket was given for this call, which holds the caller now.
                self.tickets.entry(ticket).or_insert(caller);
            }
        }
    }

    /// A standard service sends a notification to the service that embeds it.
    pub(super) fn notify_embedder(&mut self, from: InstanceId, operation: &str, value: Value) {
        let Some(parent) = self
            .instances
            .get(from.index())
            .and_then(|found| found.parent)
        else {
            return;
        };
        let parcel = Parcel {
            operation: Text::new(operation),
            value,
            checked: None,
            caller: Caller::Nobody,
            weight: 0,
        };
        self.deliver(parent, u32::MAX, None, parcel, false);
    }

    /// Begins to read lines of the standard input, once.
    fn read_lines(&mut self) {
        if std::mem::replace(&mut self.reads_lines, true) {
            return;
        }
        self.schedule.expected += 1;
        let sender = self.schedule.sender();
        let spawned = std::thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                for line in std::io::stdin().lock().lines() {
                    let line = line.ok();
                    let end = line.is_none();
                    if sender.send(Arrival::Line(line)).is_err() || end {
                        return;
                    }
                }
                let _ = sender.send(Arrival::Line(None));
            });
        if spawned.is_err() {
            self.schedule.expected -= 1;
        }
    }

    /// A line of the standard input has come.
    pub(super) fn line(&mut self, line: Option<String>) {
        if line.is_none() {
            self.schedule.expected = self.schedule.expected.saturating_sub(1);
        }
        let line = line.map_or(Value::VOID, Value::from);
        for listener in self.listeners_of_lines.clone() {
            let Some(mut native) = self.native_mut(listener).and_then(Option::take) else {
                continue;
            };
            let mut around = Around {
                machine: self,
                instance: listener,
                caller: &mut Caller::Nobody,
            };
            native.line(line.clone(), &mut around);
            if let Some(place) = self.native_mut(listener) {
                *place = Some(native);
            }
        }
    }
}
