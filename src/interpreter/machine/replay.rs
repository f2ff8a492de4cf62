//! A run that was found in the network, made again: the machine is led along its steps.
//!
//! In come the steps of a [`Trace`] and choices of values; out comes how far it went and who waits then. Threads stop at
//! what others can see (a message that is sent or taken, an answer, a fault, a lock, an end) until the run says that it
//! is their turn; what it does not speak of is done when nothing else leads on. Clients and servers that are not there
//! are made up: their messages have the values of [`sample`](crate::interpreter::sample), and those of the session that
//! they are for where it is correlated by them.

use super::instance::{Body, InstanceId};
use super::route::Parcel;
use super::schedule::Waiting;
use super::thread::{Caller, Message, Phase, SessionId, ThreadId, ThreadState};
use super::{Machine, Outcome};
use crate::base::Name;
use crate::interpreter::code::{Branch, Code, Operation};
use crate::interpreter::fault::Fault;
use crate::interpreter::sample::{Choices, sample};
use crate::interpreter::value::{Basic, Text, Value};
use crate::program::TypeId;
use crate::verdict::{Actor, Step, StepKind, Trace};
use std::collections::VecDeque;
use std::sync::Arc;

/// Who takes part for those outside.
const OUTSIDE: &str = "environment";
/// How many operations a thread does by itself before it is taken to do so for ever.
const PORTION: u32 = 1_000_000;
/// How many turns are taken between two steps, and after the last.
const TURNS: u64 = 20_000;

/// The state of a machine that is led.
#[derive(Debug)]
pub(super) struct Led {
    /// Whether the steps are still gone through.
    following: bool,
    /// Threads that have stopped at something that others can see.
    poised: Vec<ThreadId>,
    /// The one whose turn it is.
    granted: Option<ThreadId>,
    /// The operation whose message is taken next.
    taken: Option<Name>,
    /// Calls to servers that are not there, with the answer that was made up.
    held: Vec<(Text, Caller, Value)>,
    /// Every session of a service in the order in which they started, but those of `init`.
    started: Vec<(InstanceId, SessionId)>,
    choices: Choices,
    /// What the run calls the services.
    names: Vec<(Name, InstanceId)>,
}

/// How far a run could be made again.
#[derive(Debug)]
pub struct Replayed {
    /// How many steps were made; all of them, or the number of the one that does not happen.
    pub steps: usize,
    /// Who waits for somebody else when nothing happens any more, or not soon.
    pub waiting: Vec<Waiting>,
}

impl Machine {
    /// Makes the steps of a run, then lets everybody go on. What the program begins with is to be started already.
    ///
    /// `names` are those that the run calls the services by.
    pub fn replay(&mut self, trace: &Trace, names: Vec<(Name, InstanceId)>) -> Replayed {
        if let Some(led) = &mut self.led {
            led.names = names;
        }
        let mut made = 0;
        self.settle();
        for step in &trace.steps {
            while !self.make(step) {
                if !self.go_on_unasked() {
                    return self.replayed(made);
                }
                self.settle();
            }
            self.settle();
            made += 1;
        }
        self.let_go();
        self.settings.turns = Some(TURNS);
        let waiting = match self.run() {
            Outcome::Stuck(waiting) => waiting,
            _ => self.all_waiting(),
        };
        Replayed {
            steps: made,
            waiting,
        }
    }

    /// A machine that will be led: `choices` are those of the values that are made up.
    pub fn lead(&mut self, choices: Choices) {
        self.led = Some(Box::new(Led {
            following: true,
            poised: Vec::new(),
            granted: None,
            taken: None,
            held: Vec::new(),
            started: Vec::new(),
            choices,
            names: Vec::new(),
        }));
    }

    fn replayed(&self, steps: usize) -> Replayed {
        Replayed {
            steps,
            waiting: self.all_waiting(),
        }
    }

    /// Threads go on by themselves as far as they can.
    fn settle(&mut self) {
        for _ in 0..TURNS {
            let Some(thread) = self.schedule.next_in_turn() else {
                return;
            };
            self.take_turn(thread, PORTION);
        }
    }

    /// The run is over: nobody stops any more, and who waits for a server outside has its answer.
    fn let_go(&mut self) {
        let Some(led) = &mut self.led else {
            return;
        };
        led.following = false;
        let (poised, held) = (
            std::mem::take(&mut led.poised),
            std::mem::take(&mut led.held),
        );
        for thread in poised {
            self.schedule.ready(thread);
        }
        for (_, caller, value) in held {
            self.answer(caller, Ok(value));
        }
    }

    /// Whether a thread stops here until it is its turn.
    pub(super) fn is_poised(&mut self, id: ThreadId, operation: Option<Operation>) -> bool {
        let Some(led) = self.led.as_mut().filter(|led| led.following) else {
            return false;
        };
        if led.granted.take_if(|granted| *granted == id).is_some() {
            return false;
        }
        let seen = match operation {
            None => true,
            Some(Operation::Notify(output) | Operation::Solicit(output)) => {
                !self.is_standard(id, output)
            }
            Some(Operation::End) => self
                .threads
                .get(id)
                .is_some_and(|thread| thread.parent.is_none()),
            Some(
                Operation::Receive(_)
                | Operation::Reply
                | Operation::Throw(_)
                | Operation::Lock(_)
                | Operation::LinkOut(_),
            ) => true,
            Some(_) => false,
        };
        if let Some(led) = self.led.as_mut().filter(|_| seen) {
            led.poised.push(id);
        }
        seen
    }

    /// Whether an output of a thread goes to a standard service.
    fn is_standard(&mut self, id: ThreadId, output: u32) -> bool {
        let Some((code, _)) = self.place(id) else {
            return false;
        };
        let Some(output) = code.outputs.get(output as usize) else {
            return false;
        };
        let location = self
            .target(id, output.port)
            .and_then(|target| target.location());
        let instance = location.and_then(|location| self.locals.get(&location).copied());
        instance.is_some_and(|(instance, _)| {
            let found = self.instances.get(instance.index());
            found.is_some_and(|found| matches!(found.body, Body::Native(_) | Body::Runtime))
        })
    }

    /// Whether messages are taken only when it is somebody's turn.
    pub(super) fn is_led(&self) -> bool {
        self.led.as_ref().is_some_and(|led| led.following)
    }

    /// The operation of which a message is taken next, when it must be this one.
    pub(super) fn taken_next(&self) -> Option<Name> {
        self.led.as_ref().and_then(|led| led.taken)
    }

    /// A session of a service has started.
    pub(super) fn note_session(&mut self, instance: InstanceId, phase: Phase, session: SessionId) {
        if let Some(led) = self
            .led
            .as_mut()
            .filter(|_| matches!(phase, Phase::Running | Phase::Waiting))
        {
            led.started.push((instance, session));
        }
    }

    /// A message to a server that is not there: its answer is made up; false when nobody is led.
    pub(super) fn make_up_answer(&mut self, parcel: &Parcel) -> bool {
        let Some(led) = &mut self.led else {
            return false;
        };
        let following = led.following;
        let thread = Self::calling(&parcel.caller);
        let code = thread.and_then(|id| self.place(id)).map(|(code, _)| code);
        let output = code.as_ref().and_then(|code| {
            let mut outputs = code.outputs.iter();
            outputs.find(|output| output.name == parcel.operation)
        });
        let response = output.and_then(|output| output.response.as_ref());
        let value = match (&code, response) {
            (Some(code), Some(response)) => self.chosen(code, response.value),
            _ => Value::VOID,
        };
        let waits = following && response.is_some();
        match self.led.as_mut().filter(|_| waits) {
            Some(led) => {
                let call = (parcel.operation.clone(), parcel.caller.clone(), value);
                led.held.push(call);
            }
            None => self.answer(parcel.caller.clone(), Ok(value)),
        }
        true
    }

    /// A value of a type, by the choices of this machine.
    fn chosen(&mut self, code: &Code, of: TypeId) -> Value {
        let led = self.led.as_mut();
        led.map_or(Value::VOID, |led| {
            sample(&code.program, of, &mut led.choices)
        })
    }

    /// Makes one step of a run; false when nobody is there to make it.
    fn make(&mut self, step: &Step) -> bool {
        let outside = step.from.name == OUTSIDE;
        match step.kind {
            StepKind::Start | StepKind::Send | StepKind::Receive if outside => self.say(step),
            StepKind::Reply if outside => self.answer_held(step, None),
            StepKind::Fault if outside => self.answer_held(step, step.values.as_deref()),
            StepKind::Send | StepKind::Receive | StepKind::Reply => self.grant(step),
            StepKind::Internal if step.values.as_deref() == Some("acquire") => self.grant(step),
            StepKind::Timeout => self.let_time_out(step),
            StepKind::Fault if step.values.is_some() => {
                self.is_met(step) || self.send_in_vain(step)
            }
            // These may have happened by themselves.
            StepKind::Fault | StepKind::Internal | StepKind::End => {
                if step.subject.is_some() || step.kind == StepKind::End {
                    self.grant(step);
                }
                true
            }
            StepKind::Start | StepKind::Choice | StepKind::Wait => true,
        }
    }

    /// Whether a message was refused, or a request answered, by the fault that a step says.
    fn is_met(&self, step: &Step) -> bool {
        if step.to.is_some_and(|to| to.name == OUTSIDE) {
            return true;
        }
        let fault = step.values.as_deref().unwrap_or_default();
        let met = |id| {
            let state = self.threads.get(id).map(|thread| &thread.state);
            matches!(state, Some(ThreadState::Answered(Err(met))) if met.name == fault)
        };
        self.poised(met).is_some()
    }

    /// Sends a message that is refused by the fault that a step says.
    fn send_in_vain(&mut self, step: &Step) -> bool {
        let sent = Step {
            kind: StepKind::Send,
            ..step.clone()
        };
        self.grant(&sent) && {
            self.settle();
            self.is_met(step)
        }
    }

    /// Gives its turn to the thread that makes a step.
    fn grant(&mut self, step: &Step) -> bool {
        let is = |id: ThreadId| self.is_by(id, &step.from) && self.would_make(id, step);
        let Some(id) = self.poised(is) else {
            return false;
        };
        self.let_go_on(id, step.subject.filter(|_| step.kind == StepKind::Receive));
        true
    }

    /// The first of these threads that has stopped.
    fn poised(&self, is: impl Fn(ThreadId) -> bool) -> Option<ThreadId> {
        let led = self.led.as_ref()?;
        led.poised.iter().copied().find(|id| is(*id))
    }

    /// It is the turn of a thread that has stopped.
    fn let_go_on(&mut self, id: ThreadId, taken: Option<Name>) {
        if let Some(led) = &mut self.led {
            led.poised.retain(|known| *known != id);
            led.granted = Some(id);
            led.taken = taken;
        }
        self.take_turn(id, PORTION);
        if let Some(led) = &mut self.led {
            led.granted = None;
            led.taken = None;
        }
    }

    /// Whether a thread is one of those that a run calls so.
    fn is_by(&self, id: ThreadId, actor: &Actor) -> bool {
        let Some(thread) = self.threads.get(id) else {
            return false;
        };
        if let (Some(_), Some(parent)) = (thread.copy, thread.parent) {
            // A body of `spawn` goes by the session that has made it.
            return self.is_by(parent, actor);
        }
        let Some(session) = self.sessions.get(thread.session) else {
            return false;
        };
        if self.called(actor.name) != Some(session.instance) {
            return false;
        }
        let Some(number) = actor.session else {
            return true;
        };
        self.numbered(session.instance, number) == Some(thread.session)
    }

    /// The service that the run calls so.
    fn called(&self, name: Name) -> Option<InstanceId> {
        let mut names = self.led.as_ref()?.names.iter();
        names.find_map(|(known, instance)| (*known == name).then_some(*instance))
    }

    /// The session of a service with this number, from 1.
    fn numbered(&self, instance: InstanceId, number: u32) -> Option<SessionId> {
        let led = self.led.as_ref()?;
        let own = led.started.iter().filter(|(of, _)| *of == instance);
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        own.map(|(_, session)| *session).nth(at)
    }

    /// Whether what a thread has stopped at is what a step says.
    fn would_make(&self, id: ThreadId, step: &Step) -> bool {
        let (Some((code, place)), Some(thread)) = (self.place(id), self.threads.get(id)) else {
            return false;
        };
        let subject = step.subject.map_or("", |subject| subject.as_str());
        if let ThreadState::Answered(Err(fault)) = &thread.state {
            return step.kind == StepKind::Fault && step.values.is_none() && fault.name == subject;
        }
        let here = || {
            let span = code.span(place);
            span.source == step.span.source
                && span.start <= step.span.end
                && step.span.start <= span.end
        };
        match (code.operations.get(place as usize), step.kind) {
            (Some(Operation::Notify(output) | Operation::Solicit(output)), StepKind::Send) => {
                let output = code.outputs.get(*output as usize);
                output.is_some_and(|output| output.name == subject) && here()
            }
            (Some(Operation::Receive(choice)), StepKind::Receive) => {
                let branches = code.choices.get(*choice as usize);
                let mut inputs = branches
                    .into_iter()
                    .flatten()
                    .filter_map(|branch| code.inputs.get(branch.input as usize));
                inputs.any(|input| input.name == subject)
            }
            (Some(Operation::Reply), StepKind::Reply) | (Some(Operation::End), StepKind::End) => {
                true
            }
            (Some(Operation::Throw(fault)), StepKind::Fault) => code
                .faults
                .get(*fault as usize)
                .is_some_and(|fault| *fault == subject),
            (Some(Operation::Lock(lock)), StepKind::Internal) => code
                .locks
                .get(*lock as usize)
                .is_some_and(|lock| *lock == subject),
            (Some(Operation::LinkOut(link)), StepKind::Internal) => code
                .links
                .get(*link as usize)
                .is_some_and(|link| *link == subject),
            _ => false,
        }
    }

    /// Does what the run does not speak of, so that it may go on: what one does alone first; false when there is nothing.
    fn go_on_unasked(&mut self) -> bool {
        let alone = |id| {
            let Some((code, place)) = self.place(id) else {
                return true;
            };
            let state = self.threads.get(id).map(|thread| &thread.state);
            let operation = code.operations.get(place as usize);
            matches!(state, Some(ThreadState::Answered(_)))
                || matches!(
                    operation,
                    Some(
                        Operation::Throw(_)
                            | Operation::LinkOut(_)
                            | Operation::End
                            | Operation::Reply
                    )
                )
        };
        if let Some(id) = self.poised(alone) {
            self.let_go_on(id, None);
            return true;
        }
        let held = self
            .led
            .as_mut()
            .and_then(|led| (!led.held.is_empty()).then(|| led.held.remove(0)));
        if let Some((_, caller, value)) = held {
            self.answer(caller, Ok(value));
            return true;
        }
        self.wait_for_work() || self.pass_time()
    }

    /// A client outside says something, to start a session or to one that is there.
    fn say(&mut self, step: &Step) -> bool {
        let (Some(to), Some(operation)) = (step.to, step.subject) else {
            return false;
        };
        let Some((instance, code)) = self
            .called(to.name)
            .and_then(|id| Some((id, self.code_of(id)?)))
        else {
            return false;
        };
        let Some(value) = self.made_up(instance, &code, operation, (step.kind, to.session)) else {
            return false;
        };
        let parcel = Parcel {
            operation: Text::new(operation.as_str()),
            value,
            checked: None,
            caller: Caller::Nobody,
            weight: 0,
        };
        self.deliver(instance, u32::MAX, None, parcel, true);
        if step.kind == StepKind::Receive {
            self.settle();
            let taken = Step {
                from: to,
                ..step.clone()
            };
            return self.grant(&taken);
        }
        true
    }

    /// What a client says: for a session that is there with what correlates it, else with what nobody has said.
    fn made_up(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        operation: Name,
        (kind, session): (StepKind, Option<u32>),
    ) -> Option<Value> {
        let input = code
            .inputs
            .iter()
            .find(|input| input.name == operation.as_str())?;
        let mut value = self.chosen(code, input.request);
        let started = self.led.as_ref().map_or(0, |led| led.started.len());
        let own = match (input.queue.checked_sub(1), kind) {
            (Some(set), StepKind::Receive | StepKind::Send) => {
                let session = self.numbered(instance, session.unwrap_or(1))?;
                self.correlation_values(session, code, set)
            }
            _ => None,
        };
        for (at, alias) in input.aliases.iter().enumerate() {
            let place = alias
                .iter()
                .fold(&mut value, |value, name| value.child_mut(name));
            match own.as_ref().and_then(|own| own.get(at)) {
                Some(known) => place.basic = known.basic.clone(),
                None => {
                    let fresh = i32::try_from(started).unwrap_or_default() + 7001;
                    place.basic = match place.basic {
                        Basic::String(_) => Value::from(format!("client {fresh}")).basic.clone(),
                        Basic::Int(_) => Basic::Int(fresh),
                        ref other => other.clone(),
                    };
                }
            }
        }
        Some(value)
    }

    /// A server outside answers, or answers by a fault.
    fn answer_held(&mut self, step: &Step, fault: Option<&str>) -> bool {
        let subject = step.subject.map_or("", |subject| subject.as_str());
        let Some(led) = &mut self.led else {
            return false;
        };
        let Some(at) = led
            .held
            .iter()
            .position(|(operation, ..)| *operation == subject)
        else {
            return false;
        };
        let (_, caller, value) = led.held.remove(at);
        let answer = match fault {
            None => Ok(value),
            Some(fault) => Err(Fault::new(fault, Value::VOID)),
        };
        self.answer(caller, answer);
        true
    }

    fn let_time_out(&mut self, step: &Step) -> bool {
        let calling = self
            .threads
            .iter()
            .find_map(|(id, thread)| match thread.state {
                ThreadState::Calling(call) if self.is_by(id, &step.from) => Some((id, call)),
                _ => None,
            });
        let Some((id, call)) = calling else {
            return false;
        };
        self.time_out(id, call);
        true
    }

    /// Threads that could take what lies in their session's queues go on, to take it when it is their turn.
    pub(super) fn rouse(&mut self, id: SessionId, code: &Code) {
        let Some(session) = self.sessions.get(id) else {
            return;
        };
        let has = |branch: &Branch, queue: &VecDeque<Message>| {
            queue
                .front()
                .is_some_and(|message| message.input == branch.input)
        };
        for thread in session.waiting.clone() {
            let Some(ThreadState::Receiving(choice)) =
                self.threads.get(thread).map(|thread| &thread.state)
            else {
                continue;
            };
            let branches = code.choices.get(*choice as usize);
            let queues = self.sessions.get(id).map(|session| &session.queues);
            let could = branches
                .into_iter()
                .flatten()
                .any(|branch| queues.into_iter().flatten().any(|queue| has(branch, queue)));
            if could {
                if let Some(thread) = self.threads.get_mut(thread) {
                    thread.state = ThreadState::Ready;
                }
                self.stop_waiting(id, thread);
                self.schedule.ready(thread);
            }
        }
    }
}
