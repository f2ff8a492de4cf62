//! How services begin and end: ports, parameters, what they embed, `init`; and `exit`.

use super::Machine;
use super::instance::{Body, Instance, InstanceId, Life, Running};
use super::route::is_inside;
use super::schedule::Alarm;
use super::store::{Store, Variables};
use super::thread::{Caller, Phase, ThreadId};
use crate::base::{Diagnostic, Name, Sources, Span};
use crate::interpreter::code::{Code, Embed, Embedded, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::library;
use crate::interpreter::types;
use crate::interpreter::value::{Text, Value};
use crate::program::{Program, ServiceId, ServiceKind};
use crate::syntax::jolie::tree::ExecutionMode;
use std::sync::Arc;
use std::time::Duration;

/// Why a service could not be started.
#[derive(Debug)]
pub enum StartError {
    /// It has what cannot be run, where it is written.
    Findings(Vec<Diagnostic>),
    /// A parameter that does not fit, a port in use, an embedded service that could not be started.
    Fault(Fault),
}

impl From<Fault> for StartError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What is to be started.
pub(super) struct Plan<'plan> {
    pub program: &'plan Arc<Program>,
    pub service: ServiceId,
    pub parent: Option<InstanceId>,
    pub parameter: Value,
    /// The call that embeds it.
    pub awaited: Option<Caller>,
}

/// More services than this inside of one another are refused.
const DEEPEST: usize = 256;
/// How long the sessions of a service may go on after its `exit` (`Interpreter.AWAIT_TERMINATION_TIMEOUT`).
const GRACE: Duration = Duration::from_secs(5);

impl Machine {
    /// Starts a program: one of its services, with what it embeds.
    ///
    /// # Errors
    ///
    /// What keeps it from being started.
    pub fn start(
        &mut self,
        program: &Arc<Program>,
        sources: Arc<Sources>,
        service: ServiceId,
        parameter: Value,
    ) -> Result<InstanceId, StartError> {
        self.sources.insert(Arc::as_ptr(program).addr(), sources);
        // What is embedded comes behind it.
        let entry = InstanceId(u32::try_from(self.instances.len()).unwrap_or(u32::MAX));
        self.entries.push(entry);
        self.create(&Plan {
            program,
            service,
            parent: None,
            parameter,
            awaited: None,
        })
    }

    /// Makes an instance of a service, with what it embeds.
    pub(super) fn create(&mut self, plan: &Plan<'_>) -> Result<InstanceId, StartError> {
        if self.depth(plan.parent) > DEEPEST {
            let message = format!("more than {DEEPEST} services embed one another");
            return Err(Fault::runtime(message).into());
        }
        let service = &plan.program[plan.service];
        if let ServiceKind::Foreign(class) = &service.kind {
            let module = &plan.program[service.module].name;
            let body = match class {
                Some(class) => native(class, service.span)?,
                None => {
                    match library::standard_service(module.trim_matches(['<', '>']), &service.name)
                    {
                        Some(native) => Body::Native(Some(native)),
                        None => {
                            return Err(foreign(
                                &format!("{module}.{}", service.name),
                                service.span,
                            ));
                        }
                    }
                }
            };
            return Ok(self.add(&service.name, plan.parent, body, Life::Running));
        }
        let code = self
            .code(plan.program, plan.service)
            .map_err(StartError::Findings)?;
        let body = Body::Jolie(Box::new(Running::new(Arc::clone(&code))));
        let id = self.add(&service.name, plan.parent, body, Life::Embedding);
        if let Some(instance) = self.instances.get_mut(id.index()) {
            instance.awaited.clone_from(&plan.awaited);
        }
        self.take_parameter(id, &code, &plan.parameter)?;
        self.bind_ports(id, &code)?;
        for embed in &code.embeds {
            self.embed(id, &code, embed)?;
        }
        self.share_ports(id, &code);
        self.child_initialised(Some(id));
        Ok(id)
    }

    fn depth(&self, mut parent: Option<InstanceId>) -> usize {
        let mut depth = 0;
        while let Some(id) = parent {
            depth += 1;
            parent = self
                .instances
                .get(id.index())
                .and_then(|found| found.parent);
        }
        depth
    }

    pub(super) fn add(
        &mut self,
        name: &str,
        parent: Option<InstanceId>,
        body: Body,
        life: Life,
    ) -> InstanceId {
        let id = InstanceId(u32::try_from(self.instances.len()).unwrap_or(u32::MAX));
        let location = Text::from(format!("local:#{}", id.0));
        self.locals.insert(location.clone(), (id, u32::MAX));
        self.instances.push(Instance {
            name: Text::new(name),
            parent,
            body,
            life,
            locations: vec![location],
            timeout: None,
            awaited: None,
        });
        id
    }

    /// Works with the variables that sessions of an instance will begin with.
    pub(super) fn with_shared<T>(
        &mut self,
        instance: InstanceId,
        work: impl FnOnce(&mut Store<'_>) -> T,
    ) -> Option<T> {
        let schedule = &mut self.schedule;
        let running = self.instances.get_mut(instance.index())?.running_mut()?;
        let mut fresh = || super::host::identifier(schedule);
        Some(work(&mut Store {
            code: &running.code,
            variables: running.variables.beside(running.global_aliased),
            global: &mut running.global,
            global_aliased: &mut running.global_aliased,
            frozen: &[],
            fresh: &mut fresh,
        }))
    }

    fn evaluate(&mut self, instance: InstanceId, place: Place) -> Result<Value, Fault> {
        self.with_shared(instance, |store| super::evaluate::evaluate(store, place))
            .unwrap_or(Ok(Value::VOID))
    }

    fn take_parameter(
        &mut self,
        id: InstanceId,
        code: &Code,
        parameter: &Value,
    ) -> Result<(), Fault> {
        let arguments: Vec<Value> = self
            .settings
            .arguments
            .iter()
            .map(|text| text.as_str().into())
            .collect();
        let declared = code.declaration().parameter;
        if let Some((name, definition)) = declared {
            types::check(&code.program, definition, parameter).map_err(|wrong| {
                Fault::type_mismatch(format!("parameter {}: {wrong}", name.name))
            })?;
        }
        let arguments_slot = code.slots.iter().position(|name| *name == "args");
        self.with_shared(id, |store| {
            if let Some(slot) = code.parameter {
                store.set_slot(slot, vec![parameter.clone()].into());
            }
            if let Some(slot) = arguments_slot {
                store.set_slot(u32::try_from(slot).unwrap_or_default(), arguments.into());
            }
        });
        Ok(())
    }

    fn bind_ports(&mut self, id: InstanceId, code: &Arc<Code>) -> Result<(), Fault> {
        for port in &code.output_ports {
            let location = match port.location {
                Some(place) => Some(self.evaluate(id, place)?.as_string()),
                None => None,
            };
            let protocol = self.protocol(id, port.protocol, port.configuration)?;
            self.with_shared(id, |store| {
                (store.variables).bind_port(port.slot, location.as_ref(), protocol);
            });
        }
        for (at, port) in code.input_ports.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let Some(place) = port.location else {
                continue;
            };
            let location = super::route::actual(self.evaluate(id, place)?.as_string())?;
            let protocol = self.protocol(id, port.protocol, port.configuration)?;
            self.with_shared(id, |store| {
                let ports = store.global.child_mut("inputPorts");
                let known = ports.child_mut(&port.name);
                known.set_child("location", location.clone());
                if let Some(protocol) = &protocol {
                    known.set_child("protocol", protocol.clone());
                }
            });
            if is_inside(&location) {
                if location != "local" {
                    self.locals.insert(location.clone(), (id, at));
                    self.instances[id.index()].locations.push(location);
                }
            } else {
                self.listen(id, at, &location, &protocol.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// What a port says of its protocol: its name, with its options below it.
    fn protocol(
        &mut self,
        id: InstanceId,
        name: Option<Name>,
        configuration: Option<Place>,
    ) -> Result<Option<Value>, Fault> {
        match configuration {
            Some(place) => self.evaluate(id, place).map(Some),
            None => Ok(name.map(|name| Value::from(name.as_str()))),
        }
    }

    fn embed(&mut self, id: InstanceId, code: &Arc<Code>, embed: &Embed) -> Result<(), StartError> {
        let parameter = match embed.argument {
            Some(place) => self.evaluate(id, place)?,
            None => Value::VOID,
        };
        if let Some(running) = self.running_mut(id) {
            running.children += 1;
        }
        let child = match &embed.target {
            Embedded::Service(service) => self.create(&Plan {
                program: &code.program,
                service: *service,
                parent: Some(id),
                parameter,
                awaited: None,
            })?,
            Embedded::Foreign(class) => {
                let body = native(class, embed.span)?;
                self.add(class, Some(id), body, Life::Running)
            }
            Embedded::Missing(name) => return Err(foreign(name, embed.span)),
        };
        self.instances[child.index()].timeout = embed.timeout.map(Duration::from_millis);
        let location = self.instances[child.index()]
            .locations
            .first()
            .cloned()
            .unwrap_or_default();
        if let Some(port) = embed
            .port
            .and_then(|port| code.output_ports.get(port as usize))
        {
            self.with_shared(id, |store| {
                store.variables.bind_port(port.slot, Some(&location), None)
            });
        }
        let written = matches!(
            self.instances[child.index()].body,
            Body::Jolie(_) | Body::Ended
        );
        if !written {
            // A standard service has nothing to initialise.
            self.child_initialised(Some(id));
        }
        Ok(())
    }

    /// Internal services call by the output ports of the program that they are written in.
    fn share_ports(&mut self, id: InstanceId, code: &Code) {
        let mut known: Vec<(crate::base::Name, Text)> = Vec::new();
        for port in &code.output_ports {
            let location = self
                .with_shared(id, |store| store.location(port.slot))
                .flatten();
            known.extend(location.map(|location| (port.name, location)));
        }
        for child in self.embedded(id) {
            let Some(inner) = self
                .code_of(child)
                .filter(|inner| inner.declaration().kind == ServiceKind::Internal)
            else {
                continue;
            };
            for port in &inner.output_ports {
                let shared = known.iter().find(|(name, _)| *name == port.name);
                let bound = self
                    .with_shared(child, |store| store.location(port.slot))
                    .flatten();
                if let (Some((_, location)), None) = (shared, bound) {
                    let bind = |variables: &mut Variables| {
                        variables.bind_port(port.slot, Some(location), None);
                    };
                    self.with_shared(child, |store| bind(store.variables));
                    let sessions = self.sessions.values_mut();
                    sessions
                        .filter(|session| session.instance == child)
                        .for_each(|session| bind(&mut session.variables));
                }
            }
        }
    }

    /// An embedded service is initialised: who embeds it may go on.
    pub(super) fn child_initialised(&mut self, parent: Option<InstanceId>) {
        let Some(parent) = parent else {
            return;
        };
        if let Some(running) = self.running_mut(parent) {
            running.children = running.children.saturating_sub(1);
        }
        self.child_initialised_of(parent);
    }

    /// Runs `init` once everything that is embedded is there. Who embeds this service does not wait for its `init`, which
    /// may take messages from there.
    fn child_initialised_of(&mut self, id: InstanceId) {
        let Some(found) = self.instances.get_mut(id.index()) else {
            return;
        };
        if !matches!(found.life, Life::Embedding) {
            return;
        }
        let Some(running) = found.running_mut().filter(|running| running.children == 0) else {
            return;
        };
        let init = running.code.init;
        found.life = Life::Starting;
        match init {
            None => self.begin_life(id, Vec::new()),
            Some(place) => {
                let Some(thread) = self.new_session(id, Phase::Init, place) else {
                    return;
                };
                let session = self.threads.get(thread).map(|thread| thread.session);
                if let Some(running) = self.running_mut(id) {
                    running.index.initialising = session;
                }
                self.schedule.ready(thread);
            }
        }
        self.tell_embedder(id);
    }

    /// Who embeds a service may go on.
    fn tell_embedder(&mut self, id: InstanceId) {
        let Some(found) = self.instances.get_mut(id.index()) else {
            return;
        };
        let location = found.locations.first().cloned().unwrap_or_default();
        match (found.awaited.take(), found.parent) {
            (Some(caller), _) => self.answer(caller, Ok(Value::from(location))),
            (None, parent) => self.child_initialised(parent),
        }
    }

    /// The services that an instance embeds, in the order in which it does.
    #[must_use]
    pub fn embedded(&self, parent: InstanceId) -> Vec<InstanceId> {
        let own = |(at, instance): (usize, &Instance)| {
            let id = InstanceId(u32::try_from(at).unwrap_or(u32::MAX));
            (instance.parent == Some(parent)).then_some(id)
        };
        self.instances.iter().enumerate().filter_map(own).collect()
    }

    /// A service has come to its end: the run too, when it is the last one that was started.
    pub(super) fn end_instance(&mut self, instance: InstanceId, status: i32) {
        if self.entries.contains(&instance) {
            self.worst = self.worst.max(status);
            self.entries.retain(|entry| *entry != instance);
            if self.entries.is_empty() {
                self.status = Some(self.worst);
                return;
            }
        }
        let children = self.embedded(instance);
        if let Some(found) = self.instances.get_mut(instance.index()) {
            found.body = Body::Ended;
            found.life = Life::Ended;
            for location in std::mem::take(&mut found.locations).iter().skip(1) {
                self.locals.remove(location);
            }
        }
        self.close(instance);
        let gone: Vec<_> = (self.sessions.iter())
            .filter(|(_, session)| session.instance == instance)
            .map(|(id, _)| id)
            .collect();
        for session in gone {
            self.sessions.remove(session);
        }
        let sessions = &self.sessions;
        self.threads
            .retain(|_, thread| sessions.contains_key(thread.session));
        for child in children {
            self.end_instance(child, 0);
        }
    }

    /// `exit`: the service takes no more messages; its sessions go on for a while (`Interpreter.exit`).
    pub(super) fn exit(&mut self, id: ThreadId, next: Place) {
        self.go(id, next);
        let session = self.threads.get(id).map(|thread| thread.session);
        let session = session.and_then(|session| self.sessions.get(session));
        let Some(instance) = session.map(|session| session.instance) else {
            return;
        };
        let Some(found) = self.instances.get_mut(instance.index()) else {
            return;
        };
        if matches!(found.life, Life::Exiting) {
            return;
        }
        found.life = Life::Exiting;
        let single =
            (found.running()).is_none_or(|running| running.code.mode == ExecutionMode::Single);
        let after = if single { Duration::ZERO } else { GRACE };
        self.schedule.set(after, Alarm::End(instance));
    }

    /// A session has ended: with the last one, so does a service that exits.
    pub(super) fn exited(&mut self, instance: InstanceId) {
        let found = self.instances.get(instance.index());
        let exiting = found.is_some_and(|found| matches!(found.life, Life::Exiting));
        if exiting
            && !self
                .sessions
                .values()
                .any(|session| session.instance == instance)
        {
            self.end_instance(instance, 0);
        }
    }
}

fn native(class: &str, span: Span) -> Result<Body, StartError> {
    Body::of_class(class).ok_or_else(|| foreign(class, span))
}

fn foreign(name: &str, span: Span) -> StartError {
    let message = format!(
        "`{name}` is not written in Jolie, and not one of the standard services that are known here"
    );
    StartError::Findings(vec![
        Diagnostic::new(crate::base::Code::Q0902, span, message).label("embedded here"),
    ])
}
