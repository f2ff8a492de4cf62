//! Messages from and to other programs: where the machine meets the transports.
//!
//! What Jolie sends as the resource `/A/B` is the redirection `A` here and `B` behind it, written `A/!/B`.

use super::instance::{Body, InstanceId};
use super::route::{Parcel, Target};
use super::thread::Caller;
use super::{CallNumber, Machine};
use crate::interpreter::code::{Exposed, Output};
use crate::interpreter::fault::Fault;
use crate::interpreter::transport::http::{self, Signature};
use crate::interpreter::transport::{
    CallToken, Event, ListenerId, Location, Options, Request, Transports, Wire,
};
use crate::interpreter::value::growth;
use crate::interpreter::value::{Text, Value};
use crate::program::Program;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What other programs have to do with the machine.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// The sockets, when there is one.
    transports: Option<Transports>,
    /// The ports that listen, by the number of their listener.
    listeners: FxHashMap<ListenerId, (InstanceId, u32)>,
    /// Calls to other programs.
    calls: FxHashMap<CallToken, Caller>,
    next_listener: u32,
}

impl Machine {
    /// Listens at a location outside of the machine.
    pub(super) fn listen(
        &mut self,
        instance: InstanceId,
        port: u32,
        location: &Text,
        protocol: &Value,
    ) -> Result<(), Fault> {
        if self.settings.seed.is_some() {
            let place = Text::new(location.trim_end_matches('/'));
            if self.locals.insert(place, (instance, port)).is_some() {
                return Err(Fault::io(format!("{location}: Address already in use")));
            }
            return Ok(());
        }
        let at = Location::parse(location).map_err(|error| Fault::io(error.to_string()))?;
        let options = self.heard_options(instance, port, protocol)?;
        let id = ListenerId(self.outside.next_listener);
        self.transports()?.listen(&at, options, id)?;
        self.outside.next_listener += 1;
        self.outside.listeners.insert(id, (instance, port));
        self.schedule.expected += 1;
        Ok(())
    }

    /// What an input port says of its protocol.
    fn heard_options(
        &self,
        instance: InstanceId,
        port: u32,
        protocol: &Value,
    ) -> Result<Options, Fault> {
        let signatures = || {
            let found = self.instances.get(instance.index())?;
            let Body::Jolie(running) = &found.body else {
                return None;
            };
            let code = &running.code;
            let port = code.input_ports.get(port as usize)?;
            let operations = port.operations.iter();
            let operations = operations.filter_map(|(name, exposed)| {
                let signature = match exposed {
                    Exposed::Own(input) | Exposed::Courier(_, input) => {
                        let input = code.inputs.get(*input as usize)?;
                        Signature {
                            request: input.request,
                            response: input.response.clone(),
                        }
                    }
                    Exposed::Aggregated { signature, .. } => signed(signature),
                };
                Some((name.clone(), signature))
            });
            Some((Arc::clone(&code.program), operations.collect()))
        };
        options(protocol, false, signatures)
    }

    /// Stops listening for an instance.
    pub(super) fn close(&mut self, instance: InstanceId) {
        let Some(transports) = &self.outside.transports else {
            return;
        };
        let before = self.outside.listeners.len();
        self.outside.listeners.retain(|id, (owner, _)| {
            if *owner == instance {
                transports.close(*id);
            }
            *owner != instance
        });
        self.schedule.expected -= before - self.outside.listeners.len();
    }

    /// Sends a message to a location outside of the machine.
    pub(super) fn dispatch_outside(
        &mut self,
        target: &Target,
        place: &Text,
        resource: Option<Text>,
        parcel: Parcel,
    ) {
        let number = match &parcel.caller {
            Caller::Thread(_, call) => *call,
            Caller::Nobody | Caller::Outside(_) => self.number(),
        };
        let token = CallToken(number);
        let message = Wire {
            id: number.cast_signed(),
            resource: wire_resource(resource.as_deref()),
            operation: parcel.operation,
            fault: None,
            value: parcel.value,
        };
        match self.call_outside(target, place, message, token) {
            Ok(()) => {
                self.outside.calls.insert(token, parcel.caller);
                self.schedule.expected += 1;
            }
            Err(fault) => self.answer(parcel.caller, Err(fault)),
        }
    }

    fn call_outside(
        &mut self,
        target: &Target,
        place: &Text,
        message: Wire,
        token: CallToken,
    ) -> Result<(), Fault> {
        let location = Location::parse(place)
            .map_err(|unusable| unusable.fault(place, target.port.as_str()))?;
        let protocol = target.variable.child("protocol");
        let name = protocol.and_then(Value::as_string_strict);
        if name.is_none() {
            let port = target.port.as_str();
            return Err(Fault::io(format!(
                "Unspecified protocol for output port {port}"
            )));
        }
        let signatures = || {
            let operation = target.operations.get(&message.operation).into_iter();
            let operation = operation.map(|output| (output.name.clone(), signed(output)));
            Some((Arc::clone(&target.program), operation.collect()))
        };
        let options = protocol.map_or(Ok(Options::default()), |protocol| {
            options(protocol, true, signatures)
        })?;
        self.transports()?.call(&location, options, message, token);
        Ok(())
    }

    /// The sockets, which are made when the first one is wanted.
    fn transports(&mut self) -> Result<&Transports, Fault> {
        if self.outside.transports.is_none() {
            let sender = self.schedule.sender();
            let tell = move |event| {
                sender
                    .send(super::schedule::Arrival::Network(event))
                    .is_ok()
            };
            let transports = Transports::new(tell, self.settings.limits.transport.clone());
            let transports = transports.map_err(|error| Fault::io(error.to_string()))?;
            return Ok(self.outside.transports.insert(transports));
        }
        (self.outside.transports.as_ref()).ok_or_else(|| Fault::io("there are no sockets"))
    }

    /// The answer to a call is not waited for any more.
    pub(super) fn give_up(&mut self, call: CallNumber) {
        let token = CallToken(call);
        if self.outside.calls.remove(&token).is_some() {
            self.schedule.expected -= 1;
            if let Some(transports) = &self.outside.transports {
                transports.cancel(token);
            }
        }
    }

    /// Something has happened on the network.
    pub(super) fn network(&mut self, event: Event) {
        match event {
            Event::Request(request) => self.request(*request),
            Event::Answer { token, result } => {
                if let Some(caller) = self.outside.calls.remove(&token) {
                    self.schedule.expected -= 1;
                    self.answer(caller, result);
                }
            }
            Event::Notice(notice) => self.log(&format!("warning: {notice}")),
        }
    }

    fn request(&mut self, request: Request) {
        let weight = request.memory();
        growth::grow(weight);
        let (listener, message, reply) = request.take();
        let Some((instance, port)) = self.outside.listeners.get(&listener).copied() else {
            return;
        };
        let resource = message.resource.trim_matches('/').replace('/', "/!/");
        let parcel = Parcel {
            operation: message.operation,
            value: message.value,
            checked: None,
            caller: Caller::Outside(reply.into()),
            weight,
        };
        self.deliver(instance, port, Some(&resource), parcel, true);
    }
}

/// The resource of a message, as it is written on the wire.
fn wire_resource(resource: Option<&str>) -> Text {
    match resource {
        Some(resource) => Text::from(format!("/{}", resource.replace("/!/", "/"))),
        None => Text::new_static("/"),
    }
}

fn signed(output: &Output) -> Signature {
    Signature {
        request: output.request,
        response: output.response.clone(),
    }
}

/// The operations of a port, with the program whose types they have.
type Signatures = (Arc<Program>, FxHashMap<Text, Signature>);

/// What is said of a protocol, if it is one of ours. `calls` says that it is that of an output port.
fn options(
    protocol: &Value,
    calls: bool,
    signatures: impl FnOnce() -> Option<Signatures>,
) -> Result<Options, Fault> {
    let name = protocol.as_string();
    let unsupported = || Fault::io(format!("Unsupported communication protocol: {name}"));
    let keep_alive = protocol.child("keepAlive");
    let keep_alive = keep_alive.is_none_or(Value::as_bool);
    let http = match name.as_str() {
        "sodep" => None,
        "http" => {
            let (program, operations) = signatures().ok_or_else(unsupported)?;
            let port = http::Port {
                configuration: protocol.clone(),
                program,
                operations,
            };
            port.check(calls)?;
            Some(Arc::new(port))
        }
        _ => return Err(unsupported()),
    };
    Ok(Options { keep_alive, http })
}
