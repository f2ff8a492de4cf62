//! What becomes of a message: which session it reaches, starts, or that nobody takes it. One outcome for each live session
//! that correlates, as in `papers/semantics.md`, *Send and call*; which one it is, nobody promises.

use super::configuration::Configuration;
use super::parts::SessionKey;
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{Actor, LocalStep, NetworkSystem, Steps};
use crate::automata::network::correlation::{Match, correlates, queue_of};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Aim, Effect};
use crate::automata::network::{
    Caller, FaultName, InputId, InstanceId, Kind, Message, Mode, OperationId, PortId, Route,
    Target, Value,
};
use crate::base::Name;
use crate::explore::Bound;

/// The fault of a message that no session takes.
const CORRELATION_ERROR: &str = "CorrelationError";
/// The fault of a message that nobody listens for.
const IO_EXCEPTION: &str = "IOException";

/// Whether a session takes a message into its queue, and what becomes of it.
#[derive(Clone, Copy)]
pub(super) enum Reception {
    No,
    Full,
    Takes { certain: bool, session: SessionKey },
}

/// Where a message goes before any session is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Environment,
    Nobody,
    Input(InstanceId, InputId),
}

/// A message on its way, with who sent it.
struct Sending<'a> {
    actor: Actor,
    one: &'a LocalStep,
    operation: OperationId,
    values: &'a [Value],
    call: bool,
}

impl Sending<'_> {
    fn kind(&self) -> MoveKind {
        if self.call {
            MoveKind::Call(self.operation)
        } else {
            MoveKind::Send(self.operation)
        }
    }

    fn step(&self, kind: MoveKind, to: Option<Mover>, certain: bool) -> Move {
        Move {
            kind,
            owner: if certain { Owner::System } else { Owner::Data },
            certain,
            from: self.actor.mover(),
            to,
            origin: self.one.origin,
        }
    }

    /// What travels. Data that the environment chose may be asked about by both sides, whose answers then agree: to the
    /// receiver they are not free.
    fn message(&self, input: InputId) -> Message {
        let known = |value: &Value| {
            if value.is_unknown() {
                Value::LOST
            } else {
                *value
            }
        };
        Message {
            input,
            operation: self.operation,
            values: self.values.iter().map(known).collect(),
            caller: self.call.then_some(Caller::Session {
                slot: self.actor.slot,
                thread: self.actor.thread,
            }),
        }
    }
}

impl NetworkSystem<'_> {
    /// Takes a step that sends: `next` has the sender after success.
    pub(super) fn send(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        actor: Actor,
        one: &LocalStep,
        steps: &mut Steps<'_>,
    ) {
        let (target, operation, values, call) = match &one.effect {
            Effect::Send {
                target,
                operation,
                values,
            } => (target, *operation, values, false),
            Effect::Call {
                target,
                operation,
                values,
            } => (target, *operation, values, true),
            _ => return,
        };
        let sending = Sending {
            actor,
            one,
            operation,
            values,
            call,
        };
        for (goal, certain) in self.goals(actor.instance, target, operation) {
            match goal {
                Goal::Environment => self.outside(next, &sending, certain, steps),
                Goal::Nobody => self.refuse(base, next, &sending, IO_EXCEPTION, certain, steps),
                Goal::Input(instance, input) => {
                    let inputs = &self.network.behaviour_of(instance).inputs;
                    let answered = inputs[input.index()].request_response;
                    let goal = (instance, input);
                    if call && !answered {
                        self.acknowledge(base, next, &sending, goal, certain, steps);
                    } else {
                        self.arrive(base, next, &sending, goal, certain, steps);
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
        let Actor { slot, thread, .. } = sending.actor;
        let shared = next.shared(sending.actor.instance);
        let empty = vec![Value::UNDEFINED; self.network[sending.operation].response.len()];
        let answered = self.change(sending.one.session, shared, slot, |context, session| {
            step::answered(context, session, thread, &empty)
        });
        next.set(slot, Some(answered));
        let told = Sending {
            call: false,
            ..*sending
        };
        self.arrive(base, next, &told, goal, certain, steps);
        next.set(slot, Some(sending.one.session));
    }

    /// Where a message may go, and whether that is certain.
    fn goals(&self, from: InstanceId, aim: &Aim, operation: OperationId) -> Vec<(Goal, bool)> {
        match aim {
            Aim::Port(port) => vec![(self.bound(from, *port, operation), true)],
            Aim::At(port, value) => match value.kind() {
                Kind::Undefined => vec![(self.bound(from, *port, operation), true)],
                Kind::Port { instance, .. } => {
                    let instance = InstanceId(u32::from(instance));
                    let offered = self.offered(instance, operation);
                    vec![(
                        offered.map_or(Goal::Nobody, |input| Goal::Input(instance, input)),
                        true,
                    )]
                }
                Kind::Free => {
                    let mut goals = self.anywhere(operation);
                    goals.push((Goal::Environment, goals.is_empty()));
                    goals
                }
                Kind::Lost => match self.anywhere(operation) {
                    goals if goals.is_empty() => vec![(Goal::Environment, true)],
                    goals => goals,
                },
                _ => vec![(Goal::Environment, true)],
            },
        }
    }

    /// Where an output port leads before it is bound anew.
    fn bound(&self, from: InstanceId, port: PortId, operation: OperationId) -> Goal {
        match &self.network[from].targets[port.index()] {
            Target::Environment { .. } => Goal::Environment,
            Target::Nobody => Goal::Nobody,
            Target::Port(routes) => {
                let route = routes.iter().find(|(offered, _)| *offered == operation);
                match route {
                    Some((_, Route::Input(instance, input))) => Goal::Input(*instance, *input),
                    Some((_, Route::Environment)) => Goal::Environment,
                    None => Goal::Nobody,
                }
            }
        }
    }

    fn offered(&self, instance: InstanceId, operation: OperationId) -> Option<InputId> {
        let inputs = &self.network.behaviour_of(instance).inputs;
        let found = inputs
            .iter()
            .position(|input| input.operation == operation)?;
        u32::try_from(found).ok().map(InputId)
    }

    /// Any service that has the operation. Where a location could not be followed, it is one of them, as an input whose
    /// partner is inside is closed to clients outside; one that the environment has chosen may lead out of the system.
    fn anywhere(&self, operation: OperationId) -> Vec<(Goal, bool)> {
        let instances = 0..self.network.instances.len();
        let ids = instances.filter_map(|index| u32::try_from(index).ok().map(InstanceId));
        let inside = ids.filter_map(|id| {
            let input = self.offered(id, operation)?;
            Some((Goal::Input(id, input), false))
        });
        inside.collect()
    }

    /// The most general server takes the message; a request is answered at once, by the response or a declared fault.
    fn outside(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let (slot, thread) = (sending.actor.slot, sending.actor.thread);
        let sender = sending.one.session;
        let told = self.tell(sender, slot);
        let to = Some(Mover::Environment);
        if !sending.call {
            next.set(slot, Some(told));
            self.emit(steps, next, sending.step(sending.kind(), to, certain));
            return;
        }
        let free = vec![Value::FREE; self.network[sending.operation].response.len()];
        let shared = next.shared(sending.actor.instance);
        let answered = self.change(told, shared, slot, |context, session| {
            step::answered(context, session, thread, &free)
        });
        next.set(slot, Some(answered));
        self.emit(steps, next, sending.step(sending.kind(), to, certain));
        for fault in self.declared(sending) {
            let refused = self.change(told, shared, slot, |context, session| {
                step::refused(context, session, thread, fault)
            });
            next.set(slot, Some(refused));
            let mut step = sending.step(MoveKind::Refuse(sending.operation, fault), to, certain);
            step.owner = Owner::Server;
            self.emit(steps, next, step);
        }
    }

    /// The faults by which the most general server may answer.
    fn declared(&self, sending: &Sending<'_>) -> Vec<FaultName> {
        let port = match &sending.one.effect {
            Effect::Call {
                target: Aim::Port(port) | Aim::At(port, _),
                ..
            } => *port,
            _ => return Vec::new(),
        };
        match &self.network[sending.actor.instance].targets[port.index()] {
            Target::Environment { faults } => faults
                .iter()
                .find(|(operation, _)| *operation == sending.operation)
                .map(|(_, faults)| faults.clone())
                .unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Nobody takes the message: its sender meets a fault.
    fn refuse(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        fault: &str,
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let Actor { slot, thread, .. } = sending.actor;
        let Some(sender) = base.session(slot) else {
            return;
        };
        let fault = Name::from(fault);
        let shared = base.shared(sending.actor.instance);
        let refused = self.change(sender, shared, slot, |context, session| {
            step::refused(context, session, thread, fault)
        });
        next.set(slot, Some(refused));
        let kind = MoveKind::Refuse(sending.operation, fault);
        self.emit(steps, next, sending.step(kind, None, certain));
        next.set(slot, Some(sending.one.session));
    }

    /// Whether an instance takes messages, or has ended with its program.
    pub(super) fn life(&self, base: &Configuration, instance: InstanceId) -> Life {
        let life = |id: InstanceId| self.parts.shared(base.shared(id)).life;
        match life(self.network[instance].root) {
            Life::Ended => Life::Ended,
            Life::Starting | Life::Running => life(instance),
        }
    }

    /// A message comes to an input of an instance.
    fn arrive(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (instance, input): (InstanceId, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let life = self.life(base, instance);
        if life == Life::Ended {
            return self.refuse(base, next, sending, IO_EXCEPTION, certain, steps);
        }
        let courier = self
            .starter(instance, input)
            .filter(|(_, courier)| *courier);
        let mut taken = false;
        if courier.is_none() {
            let live: Vec<(Slot, SessionKey)> = next.live().collect();
            for (slot, key) in live {
                if self.parts.session(key).of != instance {
                    continue;
                }
                match self.reception(sending, key, input) {
                    Reception::No => {}
                    Reception::Full => {
                        taken = true;
                        steps.hold_back(Bound::Queue);
                    }
                    Reception::Takes {
                        certain: sure,
                        session,
                    } => {
                        taken |= sure;
                        next.set(slot, Some(session));
                        let to = Mover::Thread {
                            instance,
                            slot,
                            thread: 0,
                        };
                        let step = sending.step(sending.kind(), Some(to), certain && sure);
                        self.emit(steps, next, step);
                        next.set(slot, Some(key));
                    }
                }
            }
        }
        if taken || life == Life::Starting {
            return;
        }
        match self.starter(instance, input) {
            Some((starter, _)) => {
                self.begin(next, sending, instance, (starter, input), certain, steps)
            }
            None => self.refuse(base, next, sending, CORRELATION_ERROR, certain, steps),
        }
    }

    /// Which starter of an instance takes an input, and whether it is a courier.
    pub(super) fn starter(&self, instance: InstanceId, input: InputId) -> Option<(usize, bool)> {
        let mut starters = self.network.behaviour_of(instance).starters().enumerate();
        let found = starters.find(|(_, starter)| starter.branch.input == input);
        found.map(|(index, starter)| (index, starter.courier))
    }

    /// Whether a live session takes the message into its queue, worked out once.
    fn reception(&mut self, sending: &Sending<'_>, key: SessionKey, input: InputId) -> Reception {
        if let Some(known) = self.received.get(&(sending.one.number, key)) {
            return *known;
        }
        let session = self.parts.session(key);
        let behaviour = self.network.behaviour_of(session.of);
        let message = sending.message(input);
        let queue = queue_of(
            self.network,
            &behaviour.inputs[input.index()],
            sending.actor.instance,
        );
        let waiting = session.queues.get(queue as usize).map_or(0, Vec::len);
        let found = match correlates(self.network, behaviour, session, input, &message.values) {
            Match::No => Reception::No,
            _ if waiting >= self.settings.queue => Reception::Full,
            found => {
                let certain = matches!(found, Match::Yes);
                let session = step::deliver(session, queue, message);
                Reception::Takes {
                    certain,
                    session: self.parts.keep(session),
                }
            }
        };
        self.received.insert((sending.one.number, key), found);
        found
    }

    /// A message starts a session.
    fn begin(
        &mut self,
        next: &mut Configuration,
        sending: &Sending<'_>,
        instance: InstanceId,
        (starter, input): (usize, InputId),
        certain: bool,
        steps: &mut Steps<'_>,
    ) {
        let live = next.live().map(|(_, key)| self.parts.session(key).of);
        let full = live.filter(|of| *of == instance).count() >= self.settings.most;
        let Some(slot) = self.free_slot(next).filter(|_| !full) else {
            steps.hold_back(Bound::Sessions);
            return;
        };
        let before = next.shared(instance);
        self.start(next, instance, starter, &sending.message(input), slot);
        let to = Mover::Thread {
            instance,
            slot,
            thread: 0,
        };
        self.emit(steps, next, sending.step(sending.kind(), Some(to), certain));
        next.set(slot, None);
        next.set_shared(instance, before);
    }

    /// Puts a new session into `slot`; in sequential mode it waits in line behind a live one.
    pub(super) fn start(
        &mut self,
        next: &mut Configuration,
        instance: InstanceId,
        starter: usize,
        message: &Message,
        slot: Slot,
    ) {
        let shared = next.shared(instance);
        let busy = next
            .live()
            .any(|(_, key)| self.parts.session(key).of == instance);
        let waits = busy && self.network.behaviour_of(instance).mode == Mode::Sequential;
        let phase = if waits {
            Phase::Waiting
        } else {
            Phase::Running
        };
        let session = step::start(
            self.context(shared, slot),
            instance,
            starter,
            message,
            phase,
        );
        let key = self.parts.keep(session);
        next.set(slot, Some(key));
        if waits {
            let mut part = self.parts.shared(shared).clone();
            part.line.push(slot);
            next.set_shared(instance, self.parts.keep_shared(part));
        }
    }

    /// Answers a request: `next` has the one who answers after it.
    pub(super) fn reply(
        &mut self,
        next: &mut Configuration,
        actor: Actor,
        one: &LocalStep,
        caller: Caller,
        answer: Result<&Vec<Value>, FaultName>,
        steps: &mut Steps<'_>,
    ) {
        let operation = self.answers_to(one, actor);
        let to = match caller {
            Caller::Gone => None,
            Caller::Environment => {
                let told = self.tell(one.session, actor.slot);
                next.set(actor.slot, Some(told));
                Some(Mover::Environment)
            }
            Caller::Session { slot, thread } => self.answer(next, one, (slot, thread), answer),
        };
        let kind = match answer {
            Ok(_) => MoveKind::Reply(operation),
            Err(fault) => MoveKind::ReplyFault(operation, fault),
        };
        let step = Move {
            kind,
            owner: Owner::System,
            certain: true,
            from: actor.mover(),
            to,
            origin: one.origin,
        };
        self.emit(steps, next, step);
    }

    /// The answer reaches the thread that waits for it.
    fn answer(
        &mut self,
        next: &mut Configuration,
        one: &LocalStep,
        (slot, thread): (Slot, u8),
        answer: Result<&Vec<Value>, FaultName>,
    ) -> Option<Mover> {
        let key = next.session(slot)?;
        let instance = self.parts.session(key).of;
        let known = self.answers.get(&(one.number, key)).copied();
        let answered = known.unwrap_or_else(|| {
            let shared = next.shared(instance);
            let found = match answer {
                Ok(values) => {
                    let known = |value: &Value| {
                        if value.is_unknown() {
                            Value::LOST
                        } else {
                            *value
                        }
                    };
                    let values: Vec<Value> = values.iter().map(known).collect();
                    self.change(key, shared, slot, |context, session| {
                        step::answered(context, session, thread, &values)
                    })
                }
                Err(fault) => self.change(key, shared, slot, |context, session| {
                    step::refused(context, session, thread, fault)
                }),
            };
            self.answers.insert((one.number, key), found);
            found
        });
        next.set(slot, Some(answered));
        Some(Mover::Thread {
            instance,
            slot,
            thread,
        })
    }

    /// Which operation a reply answers.
    fn answers_to(&self, one: &LocalStep, actor: Actor) -> OperationId {
        match &one.effect {
            Effect::Reply { input, .. } | Effect::ReplyFault { input, .. } => {
                self.network.behaviour_of(actor.instance).inputs[input.index()].operation
            }
            _ => OperationId(0),
        }
    }
}
