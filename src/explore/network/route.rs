//! What becomes of a message, as in `papers/semantics.md`, *Send and call*: it goes outside, or is refused, or comes to an input
//! of an instance (`arrival`).

use super::configuration::Configuration;
use super::goal::Goal;
use super::local::{Changed, LocalStep, Standing};
use super::mishap::IO_EXCEPTION;
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Outcome, Steps};
use crate::automata::network::step::{self, Aim, Effect};
use crate::automata::network::{
    Caller, FaultName, InputId, InstanceId, Message, OperationId, Value, chosen,
};
use crate::base::Name;
use std::mem::size_of_val;
use std::rc::Rc;

/// What comes of a message that no session of the system takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fate {
    /// The most general server takes it.
    Outside,
    /// Its sender meets this fault.
    Refused(FaultName),
    /// It is lost on its way, and its sender meets this fault.
    Broken(FaultName),
}

/// A message on its way, with who sent it.
pub(super) struct Sending<'a> {
    pub one: &'a LocalStep,
    pub operation: OperationId,
    pub values: &'a [Value],
    pub call: bool,
    /// Whether its acknowledgement is lost on its way back, so that its sender meets an `IOException` though it comes.
    pub unheard: bool,
}

impl Sending<'_> {
    pub fn kind(&self) -> MoveKind {
        if self.unheard {
            MoveKind::Unacknowledged(self.operation)
        } else if self.call {
            MoveKind::Call(self.operation)
        } else {
            MoveKind::Send(self.operation)
        }
    }

    pub fn step(&self, kind: MoveKind, to: Option<Mover>, certain: bool) -> Move {
        Move {
            kind,
            owner: match certain {
                _ if self.unheard => Owner::Mishap,
                true => Owner::System,
                false => Owner::Data,
            },
            certain,
            from: self.one.actor.mover(),
            to,
            origin: self.one.origin,
        }
    }

    fn step_of_fault(&self, fault: FaultName, certain: bool) -> Move {
        self.step(MoveKind::Refuse(self.operation, fault), None, certain)
    }

    /// What travels.
    pub fn message(&self, input: InputId) -> Message {
        Message {
            input,
            operation: self.operation,
            values: received(self.values),
            caller: self.call.then_some(Caller::Session {
                slot: self.one.actor.slot,
                thread: self.one.actor.thread,
            }),
        }
    }
}

/// Values as their receiver has them. Data that the environment chose may be asked about by both sides, whose answers
/// then agree: to the receiver they are not free.
pub(super) fn received(values: &[Value]) -> Vec<Value> {
    let known = |value: &Value| match value.is_unknown() {
        true => Value::LOST,
        false => *value,
    };
    values.iter().map(known).collect()
}

impl NetworkSystem<'_> {
    /// Takes a step that sends: `next` has the sender after success.
    pub(super) fn send(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        one: &LocalStep,
        steps: &mut Steps<'_>,
    ) {
        let (operation, values, call) = match &one.effect {
            Effect::Send {
                operation, values, ..
            } => (*operation, values, false),
            Effect::Call {
                operation, values, ..
            } => (*operation, values, true),
            _ => return,
        };
        let sending = Sending {
            one,
            operation,
            values,
            call,
            unheard: false,
        };
        for (goal, certain) in &one.goals {
            if self.settings.mishaps.breaks() && self.leaves(one, *goal) {
                self.goes_wrong(base, next, &sending, (*goal, *certain), steps);
            }
            match goal {
                Goal::Environment => self.lost(next, &sending, Fate::Outside, *certain, steps),
                Goal::Nobody => self.refuse(next, &sending, IO_EXCEPTION, *certain, steps),
                Goal::Input(instance, input) => {
                    let inputs = &self.network.behaviour_of(*instance).inputs;
                    let answered = inputs[input.index()].request_response;
                    let goal = (*instance, *input);
                    if call && !answered {
                        self.acknowledge(base, next, &sending, goal, *certain, steps);
                    } else {
                        self.arrive(base, next, &sending, goal, *certain, steps);
                    }
                }
            }
        }
    }

    /// A call of what its receiver takes as one-way: Jolie answers it at once with an empty message.
    fn acknowledge(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        goal: (InstanceId, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let one = sending.one;
        let sent = Standing {
            session: one.after.session,
            shared: one.after.shared,
            ..one.before
        };
        let empty = vec![Value::UNDEFINED; self.network[sending.operation].response.len()];
        let answered = self.change(sent, |context, session| {
            step::answered(context, session, one.actor.thread, &empty)
        });
        answered.put(next, one.actor.instance, one.actor.slot);
        let told = Sending {
            call: false,
            ..*sending
        };
        self.arrive(base, next, &told, goal, certain, steps);
        one.after.put(next, one.actor.instance, one.actor.slot);
    }

    /// A message leaves the system, or is refused: its sender alone feels what comes of it, which is worked out once.
    pub(super) fn lost(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        fate: Fate,
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let one = sending.one;
        let key = (one.number, fate, certain);
        let found = self.outcomes.get(&key).map(Rc::clone);
        let found = found.unwrap_or_else(|| {
            let found: Rc<[Outcome]> = match fate {
                Fate::Outside => self.outside(sending, certain),
                Fate::Refused(fault) => {
                    [self.refused(sending, fault, sending.step_of_fault(fault, certain))].into()
                }
                Fate::Broken(fault) => {
                    let mut step = sending.step_of_fault(fault, certain);
                    step.owner = Owner::Mishap;
                    [self.refused(sending, fault, step)].into()
                }
            };
            self.remembered += size_of_val(&*found);
            self.outcomes.insert(key, Rc::clone(&found));
            found
        });
        let actor = one.actor;
        for outcome in found.iter() {
            outcome.after.put(next, actor.instance, actor.slot);
            (steps.emit)(next.row(), outcome.label);
        }
        one.after.put(next, actor.instance, actor.slot);
    }

    /// The most general server takes the message; a request is answered at once, by the response or a declared fault.
    fn outside(&mut self, sending: &Sending<'_>, certain: bool) -> Rc<[Outcome]> {
        let one = sending.one;
        let thread = one.actor.thread;
        let told = Standing {
            session: self.tell(one.after.session, one.actor.slot),
            shared: one.after.shared,
            ..one.before
        };
        let to = Some(Mover::Environment);
        let label = self.label(sending.step(sending.kind(), to, certain));
        if !sending.call {
            let Standing {
                session, shared, ..
            } = told;
            let after = Changed { session, shared };
            return [Outcome { after, label }].into();
        }
        let free = chosen(&self.network[sending.operation].response);
        let after = self.change(told, |context, session| {
            step::answered(context, session, thread, &free)
        });
        let mut found = vec![Outcome { after, label }];
        for fault in self.declared(sending) {
            let after = self.change(told, |context, session| {
                step::refused(context, session, thread, fault)
            });
            let mut step = sending.step(MoveKind::Refuse(sending.operation, fault), to, certain);
            step.owner = Owner::Server;
            let label = self.label(step);
            found.push(Outcome { after, label });
        }
        found.into()
    }

    /// The faults by which the most general server may answer, wherever it is: those that the port declares.
    fn declared(&self, sending: &Sending<'_>) -> Vec<FaultName> {
        let port = match &sending.one.effect {
            Effect::Call {
                target: Aim::Port(port) | Aim::At(port, _),
                ..
            } => *port,
            _ => return Vec::new(),
        };
        let ports = &self.network.behaviour_of(sending.one.actor.instance).ports;
        let declared = ports.get(port.index()).map(|port| &port.faults);
        let mut operations = declared.into_iter().flatten();
        operations
            .find(|(operation, _)| *operation == sending.operation)
            .map(|(_, faults)| faults.clone())
            .unwrap_or_default()
    }

    /// Nobody takes the message: its sender meets a fault.
    pub(super) fn refuse(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        fault: &str,
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        // That it is refused, its sender does not hear.
        if sending.unheard {
            return;
        }
        let fate = Fate::Refused(Name::from(fault));
        self.lost(next, sending, fate, certain, steps);
    }

    fn refused(&mut self, sending: &Sending<'_>, fault: FaultName, step: Move) -> Outcome {
        let one = sending.one;
        let after = self.change(one.before, |context, session| {
            step::refused(context, session, one.actor.thread, fault)
        });
        let label = self.label(step);
        Outcome { after, label }
    }
}
