//! What becomes of a message: which session it reaches, starts, or that nobody takes it. One outcome for each live session
//! that correlates, as in `papers/semantics.md`, *Send and call*; which one it is, nobody promises.

use super::configuration::Configuration;
use super::local::{Changed, LocalStep, Standing};
use super::mishap::{IO_EXCEPTION, TIMEOUT};
use super::parts::{SessionKey, SharedKey};
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Outcome, Steps};
use crate::automata::network::correlation::{Match, correlates, queue_of};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Aim, Effect};
use crate::automata::network::{
    Caller, Delivery, FaultName, InputId, InstanceId, Kind, Message, Mode, OperationId, PortId,
    Route, Session, Target, Value, chosen,
};
use crate::base::{Name, Span};
use crate::explore::{Bound, Label};
use std::mem::size_of_val;
use std::rc::Rc;

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

/// Where a message goes before any session is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Environment,
    Nobody,
    Input(InstanceId, InputId),
}

/// A message on its way, with who sent it.
pub(super) struct Sending<'a> {
    pub one: &'a LocalStep,
    pub operation: OperationId,
    values: &'a [Value],
    call: bool,
    /// Whether its acknowledgement is lost on its way back, so that its sender meets an `IOException` though it comes.
    unheard: bool,
}

impl Sending<'_> {
    fn kind(&self) -> MoveKind {
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
fn received(values: &[Value]) -> Vec<Value> {
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

    /// A message leaves its program, and does not come, or what answers it does not.
    fn goes_wrong(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (goal, certain): (Goal, bool),
        steps: &mut Steps<'_>,
    ) {
        let mishaps = self.settings.mishaps;
        let outside = goal == Goal::Environment;
        // What becomes of a message outside nobody asks: that it is lost is as good as that its answer is.
        let lost = mishaps.drops || mishaps.delays && outside;
        let mut break_by = |fault: &str| {
            let fate = Fate::Broken(Name::from(fault));
            self.lost(next, sending, fate, certain, steps);
        };
        if mishaps.broken || lost && !sending.call {
            break_by(IO_EXCEPTION);
        }
        if lost && sending.call {
            break_by(TIMEOUT);
        }
        if let (Goal::Input(instance, input), false) = (goal, sending.call)
            && (mishaps.drops || mishaps.delays)
        {
            let one = sending.one;
            let fault = Name::from(IO_EXCEPTION);
            let after = self.change(one.before, |context, session| {
                step::refused(context, session, one.actor.thread, fault)
            });
            after.put(next, one.actor.instance, one.actor.slot);
            let unheard = Sending {
                unheard: true,
                ..*sending
            };
            self.arrive(base, next, &unheard, (instance, input), certain, steps);
            one.after.put(next, one.actor.instance, one.actor.slot);
        }
    }

    /// Whether a message leaves the program on its way.
    fn leaves(&self, one: &LocalStep, goal: Goal) -> bool {
        let from = one.actor.instance;
        let (Effect::Send { target, .. } | Effect::Call { target, .. }) = &one.effect else {
            return false;
        };
        match (goal, target) {
            (Goal::Nobody, _) => false,
            (Goal::Input(to, _), _) => self.network[to].root != self.network[from].root,
            (Goal::Environment, Aim::At(_, value)) if *value != Value::UNDEFINED => true,
            (Goal::Environment, Aim::At(port, _) | Aim::Port(port)) => {
                let ports = &self.network.behaviour_of(from).ports;
                ports.get(port.index()).is_some_and(|port| port.remote)
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

    /// Where a message may go, and whether that is certain.
    pub(super) fn goals(
        &self,
        from: InstanceId,
        aim: &Aim,
        operation: OperationId,
    ) -> Vec<(Goal, bool)> {
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
            Target::Environment => Goal::Environment,
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

    /// A message leaves the system, or is refused: its sender alone feels what comes of it, which is worked out once.
    fn lost(
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
    fn refuse(
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
    fn arrive(
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
        let full = self.count(next, instance) >= self.settings.most;
        let Some(slot) = self.free_slot(next).filter(|_| !full) else {
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

    /// Answers a request: `next` has the one who answers after it.
    pub(super) fn reply(
        &mut self,
        next: &mut Configuration,
        one: &LocalStep,
        caller: Caller,
        answer: Result<&Vec<Value>, FaultName>,
        steps: &mut Steps<'_>,
    ) {
        // Who feels it: the caller, or else the one who answers.
        let felt = match caller {
            Caller::Session { slot, .. } => next.session(slot).map(|key| (slot, key)),
            Caller::Environment | Caller::Gone => None,
        };
        let (slot, key) = felt.unwrap_or((one.actor.slot, one.after.session));
        let standing = self.standing(next, slot, key);
        let instance = self.parts.instance(key);
        let root = |of: InstanceId| self.network[of].root;
        let leaves = felt.is_some() && root(instance) != root(one.actor.instance);
        let lost = self.settings.mishaps.drops && leaves;
        for lost in [false, true].into_iter().filter(|one| !one || lost) {
            let asked = (one.number, lost, standing);
            let outcome = self.answers.get(&asked).copied().unwrap_or_else(|| {
                let outcome = match caller {
                    Caller::Session { thread, .. } if lost => {
                        self.unanswered(one, standing, thread)
                    }
                    _ => self.answer(one, caller, answer, standing),
                };
                self.answers.insert(asked, outcome);
                outcome
            });
            outcome.after.put(next, instance, slot);
            (steps.emit)(next.row(), outcome.label);
        }
    }

    /// An answer is lost on its way to the thread that waits for it.
    fn unanswered(&mut self, one: &LocalStep, standing: Standing, thread: u8) -> Outcome {
        let fault = Name::from(TIMEOUT);
        let after = self.change(standing, |context, session| {
            step::refused(context, session, thread, fault)
        });
        let from = Mover::Thread {
            instance: self.parts.instance(standing.session),
            slot: standing.slot,
            thread,
        };
        let label = self.label(Move {
            kind: MoveKind::Refuse(self.answers_to(one), fault),
            owner: Owner::Mishap,
            certain: true,
            from,
            to: Some(one.actor.mover()),
            origin: self.waits_at(standing, thread).unwrap_or(one.origin),
        });
        Outcome { after, label }
    }

    /// The line where a thread waits.
    fn waits_at(&self, standing: Standing, thread: u8) -> Option<Span> {
        let session = self.parts.session(standing.session);
        let at = session.threads.get(usize::from(thread))?.as_ref()?.at;
        let behaviour = self.network.behaviour_of(session.of);
        behaviour.nodes.get(at.index()).map(|node| node.origin)
    }

    /// What comes of an answer, to the thread that waits for it or to the one who answers somebody outside.
    fn answer(
        &mut self,
        one: &LocalStep,
        caller: Caller,
        answer: Result<&Vec<Value>, FaultName>,
        standing: Standing,
    ) -> Outcome {
        let Standing {
            session,
            shared,
            slot: felt,
            ..
        } = standing;
        let unchanged = Changed { session, shared };
        let (after, to) = match caller {
            Caller::Session { slot, thread } if slot == felt => {
                let after = self.answered(standing, thread, answer);
                let instance = self.parts.instance(session);
                let to = Mover::Thread {
                    instance,
                    slot,
                    thread,
                };
                (after, Some(to))
            }
            Caller::Environment => {
                let session = self.tell(session, felt);
                (Changed { session, shared }, Some(Mover::Environment))
            }
            Caller::Session { .. } | Caller::Gone => (unchanged, None),
        };
        let operation = self.answers_to(one);
        let kind = match answer {
            Ok(_) => MoveKind::Reply(operation),
            Err(fault) => MoveKind::ReplyFault(operation, fault),
        };
        let label = self.label(Move {
            kind,
            owner: Owner::System,
            certain: true,
            from: one.actor.mover(),
            to,
            origin: one.origin,
        });
        Outcome { after, label }
    }

    /// The answer reaches the thread that waits for it.
    fn answered(
        &mut self,
        standing: Standing,
        thread: u8,
        answer: Result<&Vec<Value>, FaultName>,
    ) -> Changed {
        match answer {
            Ok(values) => {
                let values = received(values);
                self.change(standing, |context, session| {
                    step::answered(context, session, thread, &values)
                })
            }
            Err(fault) => self.change(standing, |context, session| {
                step::refused(context, session, thread, fault)
            }),
        }
    }

    /// Which operation a reply answers.
    fn answers_to(&self, one: &LocalStep) -> OperationId {
        match &one.effect {
            Effect::Reply { input, .. } | Effect::ReplyFault { input, .. } => {
                self.network.behaviour_of(one.actor.instance).inputs[input.index()].operation
            }
            _ => OperationId(0),
        }
    }
}
