//! The standard service `Runtime`: what a program may ask of the machine that runs it.
//!
//! It works on the service that embeds it, and on the session that calls it.

use super::Machine;
use super::instance::{Body, InstanceId, Life};
use super::route::Parcel;
use super::start::{Plan, StartError};
use super::thread::{Caller, ThreadId};
use crate::base::Severity;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Text, Value};
use crate::program::{Loaded, load};
use std::path::PathBuf;
use std::sync::Arc;

/// The class that Jolie implements it by.
pub(super) const CLASS: &str = "joliex.lang.RuntimeService";

/// The version of the language that is implemented.
const VERSION: &str = "1.13.5";

impl Machine {
    /// A call of `Runtime`.
    pub(super) fn call_runtime(&mut self, instance: InstanceId, parcel: Parcel) {
        let embedder = self
            .instances
            .get(instance.index())
            .and_then(|found| found.parent);
        let Some(embedder) = embedder else {
            return;
        };
        let request = parcel.value;
        let text = |name: &str| request.child(name).map(Value::as_string);
        let answer = match parcel.operation.as_str() {
            "getLocalLocation" => Ok(self.local_location(embedder)),
            "loadEmbeddedService" => return self.load(embedder, &request, parcel.caller),
            "callExit" => {
                let target = self.locals.get(&request.as_string()).copied();
                if let Some((target, _)) = target {
                    self.end_instance(target, 0);
                }
                Ok(Value::VOID)
            }
            "halt" => {
                self.status = Some(request.child("status").map_or(0, Value::as_int));
                return;
            }
            "setOutputPort" => self.set_output_port(embedder, &parcel.caller, &request),
            "getOutputPort" => self.get_output_port(embedder, &text("name").unwrap_or_default()),
            "getOutputPorts" => Ok(self.output_ports(embedder)),
            "getProcessId" => Ok(self.process(&parcel.caller)),
            "getVersion" => Ok(VERSION.into()),
            "getIncludePaths" => Ok(self.include_paths()),
            "getenv" => {
                Ok(std::env::var(request.as_string().as_str()).map_or(Value::VOID, Value::from))
            }
            "dumpState" => Ok(self.dump(embedder, &parcel.caller)),
            "getProperty" | "getProperties" | "setProperty" | "clearProperty" => {
                Ok(self.property(&parcel.operation, &request))
            }
            other => Err(Fault::runtime(format!("Runtime cannot `{other}` here"))),
        };
        self.answer(parcel.caller, answer);
    }

    /// Properties of the virtual machine in Jolie; here of the run.
    fn property(&mut self, operation: &str, request: &Value) -> Value {
        let text = |name: &str| request.child(name).map(Value::as_string);
        match operation {
            "getProperty" => {
                let known = self.properties.get(&request.as_string()).cloned();
                known
                    .or_else(|| text("default").map(Value::from))
                    .unwrap_or_default()
            }
            "setProperty" => {
                let (key, value) = (
                    text("key").unwrap_or_default(),
                    text("value").unwrap_or_default(),
                );
                self.properties
                    .insert(key, value.into())
                    .unwrap_or_default()
            }
            "clearProperty" => self
                .properties
                .shift_remove(&request.as_string())
                .unwrap_or_default(),
            _ => {
                let mut all = Value::VOID;
                for (name, value) in &self.properties {
                    all.set_child(name, value.clone());
                }
                all
            }
        }
    }

    fn local_location(&self, instance: InstanceId) -> Value {
        let found = self.instances.get(instance.index());
        found
            .and_then(|found| found.locations.first())
            .map_or(Value::VOID, |location| Value::from(location.clone()))
    }

    fn include_paths(&self) -> Value {
        let paths = self.settings.load.include.iter();
        let paths = paths.map(|path| Value::from(path.to_string_lossy().into_owned()));
        let mut value = Value::VOID;
        *value.vector_mut("path") = paths.collect();
        value
    }

    /// The thread that calls, when it is one of this machine.
    pub(super) fn calling(caller: &Caller) -> Option<ThreadId> {
        match caller {
            Caller::Thread(id, _) => Some(*id),
            Caller::Nobody | Caller::Outside(_) => None,
        }
    }

    fn process(&self, caller: &Caller) -> Value {
        let thread = Self::calling(caller).and_then(|id| self.threads.get(id));
        let session = thread.and_then(|thread| self.sessions.get(thread.session));
        session.map_or(Value::VOID, |session| session.number.to_string().into())
    }

    fn set_output_port(
        &mut self,
        embedder: InstanceId,
        caller: &Caller,
        request: &Value,
    ) -> Result<Value, Fault> {
        let name = request
            .child("name")
            .map(Value::as_string)
            .unwrap_or_default();
        let location = request.child("location").cloned().unwrap_or_default();
        let protocol = request.child("protocol").cloned();
        let port = self.code_of(embedder).and_then(|code| {
            code.output_ports
                .iter()
                .find(|port| port.name == name.as_str())
                .map(|port| port.slot)
        });
        let Some(slot) = port else {
            return Err(Fault::runtime(format!("no output port {name}")));
        };
        let bind = |store: &mut super::store::Store<'_>| {
            let location = location.as_string();
            (store.variables).bind_port(slot, Some(&location), protocol.clone());
        };
        self.with_shared(embedder, bind);
        if let Some(thread) = Self::calling(caller) {
            self.with_store(thread, |store, _| bind(store));
        }
        Ok(Value::VOID)
    }

    fn get_output_port(&mut self, embedder: InstanceId, name: &str) -> Result<Value, Fault> {
        let ports = self.output_ports(embedder);
        let mut ports = ports
            .vector("port")
            .into_iter()
            .flat_map(|ports| ports.iter());
        let found = ports.find(|port| {
            port.child("name")
                .is_some_and(|known| known.as_string() == name)
        });
        found
            .cloned()
            .ok_or_else(|| Fault::new("OutputPortDoesNotExist", Value::VOID))
    }

    fn output_ports(&mut self, embedder: InstanceId) -> Value {
        let Some(code) = self.code_of(embedder) else {
            return Value::VOID;
        };
        let ports = code.output_ports.iter().map(|port| {
            let location = self.with_shared(embedder, |store| store.location(port.slot));
            Value::VOID
                .with("name", port.name.as_str())
                .with(
                    "protocol",
                    port.protocol.map_or("", |protocol| protocol.as_str()),
                )
                .with("location", location.flatten().unwrap_or_default())
        });
        let ports: Vec<Value> = ports.collect();
        let mut value = Value::VOID;
        *value.vector_mut("port") = ports.into();
        value
    }

    fn dump(&mut self, embedder: InstanceId, caller: &Caller) -> Value {
        let global = self.with_shared(embedder, |store| store.global.pretty("Global state"));
        let global = global.flatten();
        let state = Self::calling(caller).and_then(|id| {
            self.with_store(id, |store, _| {
                let mut state = Value::VOID;
                for (slot, name) in store.code.slots.iter().enumerate() {
                    let vector = store.variables.slots.get(slot).cloned().unwrap_or_default();
                    if !vector.is_empty() {
                        *state.vector_mut(name) = vector;
                    }
                }
                state.pretty("Process state")
            })?
        });
        Value::from(global.unwrap_or_default() + &state.unwrap_or_default())
    }

    /// Embeds a program while the machine runs; the answer comes when it is initialised.
    fn load(&mut self, embedder: InstanceId, request: &Value, caller: Caller) {
        let result = self.embed_now(embedder, request, caller.clone());
        match result {
            Ok(Some(location)) => self.answer(caller, Ok(location)),
            Ok(None) => {}
            Err(fault) => self.answer(caller, Err(fault)),
        }
    }

    /// The location of what is there at once; nothing when it has to be initialised first.
    fn embed_now(
        &mut self,
        embedder: InstanceId,
        request: &Value,
        caller: Caller,
    ) -> Result<Option<Value>, Fault> {
        let text = |name: &str| request.child(name).map(Value::as_string);
        let kind = text("type").unwrap_or_else(|| Text::new_static("Jolie"));
        if kind.eq_ignore_ascii_case("java") {
            let class = text("filepath").unwrap_or_default();
            return self.embed_class(embedder, &class).map(Some);
        }
        if !kind.eq_ignore_ascii_case("jolie") {
            return Err(Fault::runtime(format!(
                "services of type {kind} cannot be embedded"
            )));
        }
        let (path, written) = self.source_of(embedder, request)?;
        let loaded = load(std::slice::from_ref(&path), &self.settings.load);
        if let Some(written) = written {
            // The file was ours, and has been read.
            let _ = std::fs::remove_file(written);
        }
        refused(&loaded)?;
        let service = loaded
            .program
            .entry(text("service").as_deref())
            .ok_or_else(|| Fault::runtime(format!("{}: no service to run", path.display())))?;
        let program = Arc::new(loaded.program);
        self.sources
            .insert(Arc::as_ptr(&program).addr(), Arc::new(loaded.sources));
        let created = self.create(&Plan {
            program: &program,
            service,
            parent: Some(embedder),
            parameter: request.child("params").cloned().unwrap_or_default(),
            awaited: Some(caller),
        });
        match created {
            Ok(_) => Ok(None),
            Err(StartError::Fault(fault)) => Err(Fault::new("RuntimeException", fault.value)),
            Err(StartError::Findings(findings)) => {
                let messages: Vec<&str> = findings
                    .iter()
                    .map(|finding| finding.message.as_str())
                    .collect();
                Err(Fault::runtime(messages.join("; ")))
            }
        }
    }

    /// Embeds a standard service by its class.
    fn embed_class(&mut self, embedder: InstanceId, class: &str) -> Result<Value, Fault> {
        let body = Body::of_class(class).ok_or_else(|| {
            Fault::runtime(format!(
                "the Java class {class} is not one that is known here"
            ))
        })?;
        let id = self.add(class, Some(embedder), body, Life::Running);
        Ok(self.local_location(id))
    }

    /// The file of a program that is to be embedded; a text is written to one, which is returned to be taken away.
    fn source_of(
        &mut self,
        embedder: InstanceId,
        request: &Value,
    ) -> Result<(PathBuf, Option<PathBuf>), Fault> {
        if let Some(file) = request.child("filepath").map(Value::as_string) {
            let path = PathBuf::from(file.as_str());
            let beside = [self.folder_of(embedder), Some(self.settings.folder())];
            let included = self.settings.load.include.iter().map(PathBuf::as_path);
            let folders = beside.into_iter().flatten().chain(included);
            let mut found = folders.map(|folder| folder.join(&path));
            let there = found.find(|found| !path.exists() && found.exists());
            return Ok((there.unwrap_or(path), None));
        }
        let code = request
            .child("code")
            .map(Value::as_string)
            .unwrap_or_default();
        let name = format!("embedded-{}-{}.ol", std::process::id(), self.number());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, code.as_bytes())
            .map_err(|error| Fault::runtime(error.to_string()))?;
        Ok((path.clone(), Some(path)))
    }
}

/// The first error of a program, as a fault.
fn refused(loaded: &Loaded) -> Result<(), Fault> {
    let mut findings = loaded.diagnostics.iter();
    let Some(worst) = findings.find(|finding| finding.severity == Severity::Error) else {
        return Ok(());
    };
    let span = worst.primary.span;
    let source = loaded.sources.get(span.source);
    let at =
        source.map(|source| format!("{}:{}: ", source.name(), source.position(span.start).line));
    Err(Fault::runtime(format!(
        "{}{}",
        at.unwrap_or_default(),
        worst.message
    )))
}
