//! From a sender to a session: locations, ports, aggregation, redirection.
//!
//! A message goes to one of the sessions that correlate with it, else it starts one, else its sender gets
//! `CorrelationError`; `IOException` when nobody takes the operation, `TypeMismatch` when it does not fit.

use super::Machine;
use super::evaluate::evaluate;
use super::event::EventKind;
use super::instance::{Body, InstanceId, Life};
use super::schedule::Alarm;
use super::store::Store;
use super::thread::{Caller, Message, ThreadId};
use crate::base::Name;
use crate::interpreter::code::{Code, Exposed, InputId, Main, Output};
use crate::interpreter::fault::Fault;
use crate::interpreter::library::auto;
use crate::interpreter::types;
use crate::interpreter::value::{Text, Value};
use crate::program::Program;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::Duration;

/// A message on its way.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    pub operation: Text,
    pub value: Value,
    /// The program whose types it was checked by, and its type there.
    pub checked: Option<(Arc<Program>, crate::program::TypeId)>,
    pub caller: Caller,
    /// The bytes that it takes, where it has come from outside.
    pub weight: usize,
}

/// Where an output port leads to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub port: Name,
    /// The variable of the port: `location` and `protocol`.
    pub variable: Value,
    /// Its operations, with the program whose types they have.
    pub operations: Arc<FxHashMap<Text, Arc<Output>>>,
    pub program: Arc<Program>,
}

impl Target {
    fn of(store: &mut Store<'_>, port: u32) -> Option<Self> {
        let program = Arc::clone(&store.code.program);
        let port = store.code.output_ports.get(port as usize)?;
        let (slot, operations) = (port.slot, Arc::clone(&port.operations));
        let (configuration, port) = (port.configuration.filter(|_| port.follows), port.name);
        let mut variable = store.port(slot)?;
        if let Some(place) = configuration {
            let now = evaluate(store, place).ok()?;
            let protocol = variable.child_mut("protocol");
            // A program may have given the port another one.
            if protocol.as_string() == now.as_string() {
                protocol.deep_copy(&now);
            }
        }
        Some(Self {
            port,
            variable,
            operations,
            program,
        })
    }

    pub(super) fn location(&self) -> Option<Text> {
        self.variable.child("location")?.as_string_strict()
    }
}

/// What the sender of a message that is for nobody is told.
fn not_correlated() -> Fault {
    Fault::new(
        "CorrelationError",
        "The message you sent can not be correlated with any session and can not be used to start a new session.",
    )
}

/// Whether a location lies inside of the machine: `local`, `local://A`.
pub(super) fn is_inside(location: &str) -> bool {
    location.starts_with("local") && !location.starts_with("localsocket")
}

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
            let port = code.port_name(output);
            let what = if answered {
                "Output message TypeMismatch"
            } else {
                "TypeMismatch"
            };
            let message = format!("{what} ({}@{port}): {wrong}", output.name);
            return self.raise(id, Fault::type_mismatch(message));
        }
        self.tell(id, EventKind::Send, &output.name, Some(&value));
        self.watch_sent(id, code.port_name(output), &output.name, answered);
        let caller = self.caller(id);
        let parcel = Parcel {
            operation: output.name.clone(),
            value,
            checked: Some((Arc::clone(&code.program), output.request)),
            caller: caller.clone(),
            weight: 0,
        };
        let target = self.target(id, output.port);
        self.dispatch(target, parcel, answered);
        if let (Caller::Thread(_, call), true) = (caller, answered) {
            let waits = self.waits_for(id, call);
            match self.own_timeout(id) {
                _ if !waits => {}
                Some(after) => {
                    self.schedule.set(after, Alarm::Timeout(id, call));
                }
                None => {
                    if let Some(after) = self.settings.timeout {
                        self.schedule.set_timeout(after, id, call);
                    }
                }
            }
        }
    }

    /// How long an answer to a thread's calls may take, where its service says so.
    fn own_timeout(&self, id: ThreadId) -> Option<Duration> {
        let session = self.sessions.get(self.threads.get(id)?.session)?;
        self.instances.get(session.instance.index())?.timeout
    }

    /// Where an output port of a thread's session leads to.
    pub(super) fn target(&mut self, id: ThreadId, port: u32) -> Option<Target> {
        self.with_store(id, |store, _| Target::of(store, port))?
    }

    /// Sends a message to where an output port leads to.
    pub(super) fn dispatch(&mut self, target: Option<Target>, parcel: Parcel, answered: bool) {
        let location = target.and_then(|target| Some((target.location()?, target)));
        let Some((location, target)) = location else {
            return self.answer(parcel.caller, Err(Fault::io("Channel does not exist.")));
        };
        let location = match actual(location) {
            Ok(location) => location,
            Err(fault) => return self.answer(parcel.caller, Err(fault)),
        };
        let (place, resource) = match location.split_once("/!/") {
            Some((place, resource)) => (Text::new(place), Some(Text::new(resource))),
            None => (location, None),
        };
        match self.locals.get(place.trim_end_matches('/')).copied() {
            Some((instance, port)) => {
                self.deliver(instance, port, resource.as_deref(), parcel, answered);
            }
            None if is_inside(&place) => {
                self.answer(parcel.caller, Err(Fault::io("Channel does not exist.")));
            }
            None if self.make_up_answer(&parcel) => {}
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
        if matches!(found.life, Life::Exiting) {
            return self.answer(parcel.caller, Err(Fault::io("Sending Channel is closed")));
        }
        match &mut found.body {
            Body::Native(_) if self.schedule.is_seeded() && self.led.is_none() => {
                self.schedule.put_off(instance, parcel);
            }
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
                        let fault = Fault::invalid_operation(&parcel.operation);
                        self.answer(parcel.caller, Err(fault));
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
            if let Caller::Outside(reply) = &parcel.caller {
                return reply.hang_up();
            }
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
        self.with_shared(instance, |store| Target::of(store, port))?
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
        let room = match self.held.room(parcel.weight, &self.settings.limits) {
            Ok(room) => room,
            Err(fault) => return self.answer(parcel.caller, Err(fault)),
        };
        let message = Message {
            input,
            value: parcel.value,
            room: Some(room),
            caller: if one_way {
                Caller::Nobody
            } else {
                parcel.caller.clone()
            },
        };
        let result = self.route(instance, code, message, &parcel.caller);
        match result {
            Err(fault) => self.answer(parcel.caller, Err(fault)),
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
        caller: &Caller,
    ) -> Result<(), Fault> {
        let input = code.inputs.get(message.input as usize);
        let what = input.map(|input| (&input.name, input.response.is_some()));
        let initialises = |found: &Machine| {
            let running = found.running(instance);
            running.is_some_and(|running| running.index.initialising.is_some())
        };
        if let Some(session) = self.correlating(instance, code, &message) {
            // What `init` does not take is routed again.
            if let Some(what) = what.filter(|_| !initialises(self)) {
                self.admit((instance, Some(session)), what, caller)?;
            }
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
                if let Some(what) = what {
                    self.admit((instance, None), what, caller)?;
                }
                self.start_session(instance, code, branch, message)
            }
            _ => Err(not_correlated()),
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
            if let Err(fault) = self.route(instance, code, message, &caller) {
                self.answer(caller, Err(fault));
            }
        }
    }
}

/// A location, or what it stands for where it is to be read from a file.
pub(super) fn actual(location: Text) -> Result<Text, Fault> {
    match location.strip_prefix("auto:") {
        Some(written) => auto::location(written),
        None => Ok(location),
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
