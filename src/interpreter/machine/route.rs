//! From a sender to a session: locations, ports, aggregation, redirection, couriers, correlation.
//!
//! A message goes to one of the sessions that correlate with it, else it starts one, else its sender gets
//! `CorrelationError`; `IOException` when nobody takes the operation, `TypeMismatch` when it does not fit.

use super::Machine;
use super::correlate::keys;
use super::event::EventKind;
use super::instance::{Body, InstanceId, Life};
use super::store::Store;
use super::thread::{Caller, Frame, Message, Phase, Received, SessionId, ThreadId, ThreadState};
use crate::base::Name;
use crate::interpreter::code::{Branch, Code, Exposed, InputId, Main, Output};
use crate::interpreter::fault::Fault;
use crate::interpreter::types;
use crate::interpreter::value::{Text, Value};
use crate::program::Program;
use crate::syntax::jolie::tree::ExecutionMode;
use std::sync::Arc;

/// A message on its way.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub operation: Text,
    pub value: Value,
    /// The program whose types it was checked by, and its type there.
    pub checked: Option<(Arc<Program>, crate::program::TypeId)>,
    pub caller: Caller,
}

/// Where an output port leads to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub port: Name,
    /// The variable of the port: `location` and `protocol`.
    pub variable: Value,
}

impl Target {
    fn of(store: &mut Store<'_>, port: u32) -> Option<Self> {
        let port = store.code.output_ports.get(port as usize)?;
        let (port, slot) = (port.name, port.slot);
        let variable = store.port(slot)?;
        Some(Self { port, variable })
    }

    fn location(&self) -> Option<Text> {
        self.variable.child("location")?.as_string_strict()
    }
}

/// What Jolie says to the sender of a message that is for nobody.
const NOT_CORRELATED: &str = "The message you sent can not be correlated with any session and can not be used to start a new session.";

impl Machine {
    /// A thread sends the message on top of its stack.
    pub(super) fn send(&mut self, id: ThreadId, output: u32, answered: bool) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let Some(output) = code.outputs.get(output as usize) else {
            return;
        };
        let value = self
            .threads
            .get_mut(id)
            .map_or(Value::VOID, |thread| thread.work.pop());
        if let Err(wrong) = types::check(&code.program, output.request, &value) {
            let port = code
                .output_ports
                .get(output.port as usize)
                .map_or("", |port| port.name.as_str());
            let what = if answered {
                "Output message TypeMismatch"
            } else {
                "TypeMismatch"
            };
            let message = format!("{what} ({}@{port}): {wrong}", output.name);
            return self.raise(id, Fault::type_mismatch(message));
        }
        self.tell(id, EventKind::Send, &output.name, Some(&value));
        let caller = self.caller(id);
        let parcel = Parcel {
            operation: output.name.clone(),
            value,
            checked: Some((Arc::clone(&code.program), output.request)),
            caller: caller.clone(),
        };
        let target = self.target(id, output.port);
        self.dispatch(target, parcel, answered);
        if let (Caller::Thread(_, call), true) = (caller, answered) {
            let waits = self
                .threads
                .get(id)
                .is_some_and(|thread| matches!(thread.state, ThreadState::Calling(_)));
            if let Some(after) = self.settings.timeout.filter(|_| waits) {
                self.schedule.set_timeout(after, id, call);
            }
        }
    }

    /// Where an output port of a thread's session leads to.
    fn target(&mut self, id: ThreadId, port: u32) -> Option<Target> {
        self.with_store(id, |store, _| Target::of(store, port))?
    }

    /// Sends a message to where an output port leads to.
    pub(super) fn dispatch(&mut self, target: Option<Target>, parcel: Parcel, answered: bool) {
        let location = target.and_then(|target| Some((target.location()?, target)));
        let Some((location, target)) = location else {
            return self.answer(parcel.caller, Err(Fault::io("Channel does not exist.")));
        };
        let (place, resource) = match location.split_once("/!/") {
            Some((place, resource)) => (Text::new(place), Some(Text::new(resource))),
            None => (location, None),
        };
        let inside = place.starts_with("local") && !place.starts_with("localsocket");
        match self.locals.get(place.trim_end_matches('/')).copied() {
            Some((instance, port)) => {
                self.deliver(instance, port, resource.as_deref(), parcel, answered);
            }
            None if inside => {
                self.answer(parcel.caller, Err(Fault::io("Channel does not exist.")));
            }
            None if self.settings.seed.is_some() => {
                self.answer(parcel.caller, Err(Fault::io("Connection refused")));
            }
            None => self.dispatch_outside(&target, &place, resource, parcel),
        }
    }

    /// A message has come to a port of an instance; `u32::MAX` stands for all its local ports.
    pub(super) fn deliver(
        &mut self,
        instance: InstanceId,
        port: u32,
        resource: Option<&str>,
        parcel: Parcel,
        answered: bool,
    ) {
        let Some(found) = self.instances.get_mut(instance.index()) else {
            return;
        };
        match &mut found.body {
            Body::Native(_) => self.call_native(instance, parcel),
            Body::Runtime => self.call_runtime(instance, parcel),
            Body::Ended => self.answer(parcel.caller, Err(Fault::io("Sending Channel is closed"))),
            Body::Jolie(running) => {
                let code = Arc::clone(&running.code);
                if let Some(resource) = resource.filter(|resource| !resource.is_empty()) {
                    return self.redirect(instance, &code, port, resource, parcel, answered);
                }
                match exposed(&code, port, &parcel.operation) {
                    None => {
                        let message = format!("Invalid operation: {}", parcel.operation);
                        self.answer(parcel.caller, Err(Fault::new("IOException", message)));
                    }
                    Some(Exposed::Own(input)) => self.own(instance, &code, input, parcel),
                    Some(Exposed::Courier(courier, input)) => {
                        let output = code.inputs.get(input as usize).map(|input| Output {
                            name: input.name.clone(),
                            port: u32::MAX,
                            request: input.request,
                            response: input.response.clone(),
                        });
                        if let Some(output) = output {
                            self.start_courier(instance, &code, courier, Arc::new(output), parcel);
                        }
                    }
                    Some(Exposed::Aggregated {
                        port,
                        signature,
                        extended,
                        courier,
                    }) => {
                        if let Err(wrong) = check(&code, signature.request, &parcel) {
                            return self.answer(parcel.caller, Err(Fault::type_mismatch(wrong)));
                        }
                        match courier {
                            Some(courier) => {
                                self.start_courier(instance, &code, courier, signature, parcel)
                            }
                            None => self.hand_on(instance, port, &extended, parcel, answered),
                        }
                    }
                }
            }
        }
    }

    fn redirect(
        &mut self,
        instance: InstanceId,
        code: &Code,
        port: u32,
        resource: &str,
        parcel: Parcel,
        answered: bool,
    ) {
        let (first, rest) = resource.split_once("/!/").unwrap_or((resource, ""));
        let ports = code.input_ports.iter().enumerate();
        let target = ports
            .filter(|(at, _)| port == u32::MAX || *at == port as usize)
            .find_map(|(_, port)| port.redirects.get(first).copied());
        let Some(target) = target else {
            let message = format!("Invalid resource name for redirecting: {first}");
            return self.answer(parcel.caller, Err(Fault::new("IOException", message)));
        };
        let mut target = self.shared_target(instance, target);
        if let Some(target) = target.as_mut().filter(|_| !rest.is_empty()) {
            let location = target.location().unwrap_or_default();
            let location = format!("{location}/!/{rest}");
            target.variable.set_child("location", location);
        }
        self.dispatch(
            target,
            Parcel {
                checked: None,
                ..parcel
            },
            answered,
        );
    }

    /// Hands a message on to the output port behind an aggregating one.
    fn hand_on(
        &mut self,
        instance: InstanceId,
        port: u32,
        extended: &[Text],
        mut parcel: Parcel,
        answered: bool,
    ) {
        for name in extended {
            parcel.value.remove(name);
        }
        parcel.checked = None;
        let target = self.shared_target(instance, port);
        self.dispatch(target, parcel, answered);
    }

    /// Where an output port leads to as `init` has left it.
    fn shared_target(&mut self, instance: InstanceId, port: u32) -> Option<Target> {
        let schedule = &mut self.schedule;
        let Body::Jolie(running) = &mut self.instances.get_mut(instance.index())?.body else {
            return None;
        };
        let mut fresh = || super::host::identifier(schedule);
        let mut store = Store {
            code: &running.code,
            variables: &mut running.variables,
            global: &mut running.global,
            frozen: &[],
            fresh: &mut fresh,
        };
        Target::of(&mut store, port)
    }

    /// A message for an operation that the service itself receives.
    fn own(&mut self, instance: InstanceId, code: &Arc<Code>, input: InputId, parcel: Parcel) {
        let Some(declared) = code.inputs.get(input as usize) else {
            return;
        };
        if let Err(wrong) = check(code, declared.request, &parcel) {
            return self.answer(parcel.caller, Err(Fault::type_mismatch(wrong)));
        }
        let one_way = declared.response.is_none();
        let message = Message {
            input,
            value: parcel.value,
            caller: if one_way {
                Caller::Nobody
            } else {
                parcel.caller.clone()
            },
        };
        let result = self.route(instance, code, message);
        match result {
            Err(_) => self.answer(
                parcel.caller,
                Err(Fault::new("CorrelationError", NOT_CORRELATED)),
            ),
            Ok(()) if one_way => self.answer(parcel.caller, Ok(Value::VOID)),
            Ok(()) => {}
        }
    }

    /// Gives a message to the session that it is for, or starts one with it.
    pub(super) fn route(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        message: Message,
    ) -> Result<(), Message> {
        if let Some(session) = self.correlating(instance, code, &message) {
            self.enqueue(session, code, message);
            return Ok(());
        }
        let branch = match &code.main {
            Main::Starters(branches) => {
                branches.iter().find(|branch| branch.input == message.input)
            }
            Main::Nothing | Main::Once(_) => None,
        };
        let alive = self
            .instances
            .get(instance.index())
            .is_some_and(|found| matches!(found.life, Life::Running));
        match branch {
            Some(branch) if alive => {
                self.start_session(instance, code, branch, message);
                Ok(())
            }
            _ => Err(message),
        }
    }

    fn correlating(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        message: &Message,
    ) -> Option<SessionId> {
        let Body::Jolie(running) = &self.instances.get(instance.index())?.body else {
            return None;
        };
        if let Some(initialising) = running.index.initialising {
            return Some(initialising);
        }
        let input = code.inputs.get(message.input as usize)?;
        let Some(set) = input.queue.checked_sub(1) else {
            // Without a correlation set, messages are for the one session of single mode.
            return (code.mode == ExecutionMode::Single).then_some(running.index.single)?;
        };
        let mut values = Vec::with_capacity(input.aliases.len());
        for alias in &input.aliases {
            let value = alias
                .iter()
                .try_fold(&message.value, |value, name| value.child(name))?;
            if !value.is_defined() {
                return None;
            }
            values.push(value);
        }
        let candidates = running.index.candidates(set, &values);
        let values: Vec<Value> = values.into_iter().cloned().collect();
        candidates.into_iter().find(|session| {
            let own = self.correlation_values(*session, code, set);
            own.is_some_and(|own| {
                own.iter()
                    .zip(&values)
                    .all(|(own, value)| own.is_defined() && own.equals(value))
            })
        })
    }

    /// The values of the variables of a correlation set, when all are there.
    fn correlation_values(
        &mut self,
        session: SessionId,
        code: &Code,
        set: u32,
    ) -> Option<Vec<Value>> {
        let session = self.sessions.get(session)?;
        let paths = code.sets.get(set as usize)?;
        paths
            .iter()
            .map(|path| session.variables.plain(code, *path))
            .collect()
    }

    /// Puts a session under the keys of its correlation variables, when they have changed.
    pub(super) fn reindex(&mut self, id: ThreadId) {
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        if self
            .sessions
            .get(session)
            .is_some_and(|session| session.variables.correlation_changed)
        {
            self.index(session);
        }
    }

    /// Puts a session under the keys of its correlation variables.
    pub(super) fn index(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        session.variables.correlation_changed = false;
        if !matches!(session.phase, Phase::Running | Phase::Waiting) {
            return;
        }
        let instance = session.instance;
        let before = std::mem::take(&mut session.keys);
        let Some(code) = self.code_of(instance) else {
            return;
        };
        let mut after = Vec::new();
        for set in 0..code.sets.len() {
            let set = u32::try_from(set).unwrap_or(u32::MAX);
            if let Some(values) = self.correlation_values(id, &code, set) {
                let values: Vec<&Value> = values.iter().collect();
                after.extend(keys(&values).into_iter().map(|key| (set, key)));
            }
        }
        if let Body::Jolie(running) = &mut self.instances[instance.index()].body {
            running.index.remove(&before, id);
            running.index.insert(&after, id);
        }
        if let Some(session) = self.sessions.get_mut(id) {
            session.keys = after;
        }
    }

    /// Puts a message into its queue; a thread that waits for it takes it.
    fn enqueue(&mut self, id: SessionId, code: &Code, message: Message) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        let queue = code
            .inputs
            .get(message.input as usize)
            .map_or(0, |input| input.queue);
        let queue = queue as usize;
        if queue >= session.queues.len() {
            session.queues.resize_with(queue + 1, Default::default);
        }
        session.queues[queue].push_back(message);
        self.wake(id, code);
    }

    /// Lets threads of a session take what is at the heads of its queues.
    fn wake(&mut self, id: SessionId, code: &Code) {
        let Some(session) = self.sessions.get(id) else {
            return;
        };
        for thread in session.waiting.clone() {
            let Some(ThreadState::Receiving(choice)) =
                self.threads.get(thread).map(|thread| &thread.state)
            else {
                continue;
            };
            let choice = *choice;
            if self.take(thread, id, code, choice) {
                self.stop_waiting(id, thread);
                self.schedule.ready(thread);
            }
        }
    }

    /// A thread takes a message for one of the branches of a choice, or waits for one.
    pub(super) fn receive_choice(&mut self, id: ThreadId, choice: u32) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        if self.take(id, session, &code, choice) {
            // What was behind it is at the head now.
            self.wake(session, &code);
            return;
        }
        if let Some(thread) = self.threads.get_mut(id) {
            thread.state = ThreadState::Receiving(choice);
        }
        if let Some(session) = self.sessions.get_mut(session) {
            session.waiting.push(id);
        }
    }

    /// Takes the head of a queue that one of the branches is for; false when there is none.
    fn take(&mut self, id: ThreadId, session: SessionId, code: &Code, choice: u32) -> bool {
        let Some(branches) = code.choices.get(choice as usize) else {
            return false;
        };
        let Some(found) = self.sessions.get_mut(session) else {
            return false;
        };
        let heads = found.queues.iter_mut().find_map(|queue| {
            let input = queue.front()?.input;
            let branch = branches.iter().find(|branch| branch.input == input)?;
            Some((branch.clone(), queue.pop_front()?))
        });
        let Some((branch, message)) = heads else {
            return false;
        };
        self.begin(id, &branch, message);
        true
    }

    /// A thread has a message for a branch.
    pub(super) fn begin(&mut self, id: ThreadId, branch: &Branch, message: Message) {
        let Some((code, _)) = self.place(id) else {
            return;
        };
        let answered = code
            .inputs
            .get(message.input as usize)
            .is_some_and(|input| input.response.is_some());
        if let Some(input) = code.inputs.get(message.input as usize) {
            self.tell(id, EventKind::Receive, &input.name, Some(&message.value));
        }
        self.bind(id, branch, message.value);
        let Some(thread) = self.threads.get_mut(id) else {
            return;
        };
        if answered {
            thread.frames.push(Frame::Request {
                input: Received::Input(message.input),
                caller: message.caller,
            });
        }
        self.go(id, branch.body);
        self.reindex(id);
    }

    fn bind(&mut self, id: ThreadId, branch: &Branch, value: Value) {
        if let Some(target) = branch.target {
            // A path that cannot be followed takes no message: the fault comes when it is used.
            let _ = self.with_store(id, |store, _| {
                store.change(target).map(|place| *place = value)
            });
        }
    }

    /// A courier takes a message.
    fn start_courier(
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

    /// The messages that `init` has not taken are routed again, one queue after another.
    pub(super) fn route_again(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        messages: Vec<Message>,
    ) {
        for message in messages {
            let caller = message.caller.clone();
            if self.route(instance, code, message).is_err() {
                self.answer(caller, Err(Fault::new("CorrelationError", NOT_CORRELATED)));
            }
        }
    }

    /// Takes a session from those that messages may be for.
    pub(super) fn unindex(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        let keys = std::mem::take(&mut session.keys);
        if let Some(Body::Jolie(running)) = self
            .instances
            .get_mut(session.instance.index())
            .map(|found| &mut found.body)
        {
            running.index.remove(&keys, id);
            running.index.forget(id);
        }
    }
}

/// What a port does with an operation; `u32::MAX` stands for all local ports.
fn exposed(code: &Code, port: u32, operation: &str) -> Option<Exposed> {
    if port != u32::MAX {
        return code
            .input_ports
            .get(port as usize)?
            .operations
            .get(operation)
            .cloned();
    }
    code.input_ports
        .iter()
        .find_map(|port| port.operations.get(operation).cloned())
}

/// Checks a message against the type of an input, unless it was checked against the same one.
fn check(code: &Code, request: crate::program::TypeId, parcel: &Parcel) -> Result<(), String> {
    if let Some((program, checked)) = &parcel.checked
        && *checked == request
        && Arc::ptr_eq(program, &code.program)
    {
        return Ok(());
    }
    types::check(&code.program, request, &parcel.value)
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
