//! Locations as values: in come a program and a system, out come the input ports that a written location stands for.

use crate::automata::network::Value;
use crate::base::Name;
use crate::program::{InputPort, Location, OutputPort, Program};
use crate::system::{Destination, Place, System, destination};
use rustc_hash::FxHashMap;

/// The input ports of a system, by where they listen.
#[derive(Clone, Debug, Default)]
pub(super) struct Locations {
    ports: FxHashMap<Place, Value>,
    /// Whether it is not known of some port where it listens: any location may be that.
    unknown: bool,
}

impl Locations {
    pub fn new(program: &Program, system: &System) -> Self {
        let mut found = Self::default();
        for (instance, running) in system.instances.iter().enumerate() {
            for (index, port) in program[running.service].input_ports.values().enumerate() {
                let computed = matches!(port.location, Some(Location::Computed(_)));
                let Some(place) = running.listens.get(&port.name.name) else {
                    found.unknown |= computed;
                    continue;
                };
                let value = value(instance, index);
                found
                    .ports
                    .entry(place.clone())
                    // Two that listen at one place: which of them, nobody can tell.
                    .and_modify(|known| *known = Value::LOST)
                    .or_insert(value);
            }
        }
        found
    }

    /// The port that a text stands for; [`Value::OUTSIDE`] when it is a location of none, and [`Value::FREE`] when it may
    /// be that of one.
    pub fn of(&self, text: &str) -> Option<Value> {
        if !is_location(text) {
            return None;
        }
        let known = destination(text).and_then(|(place, behind)| {
            let port = self.ports.get(&place).copied();
            // What is behind a port, it redirects to.
            port.map(|port| if behind { Value::LOST } else { port })
        });
        let other = if self.unknown {
            Value::FREE
        } else {
            Value::OUTSIDE
        };
        Some(known.unwrap_or(other))
    }
}

/// The location of the local input port of an instance, which `getLocalLocation@Runtime` gives.
pub(super) fn local(program: &Program, system: &System, instance: usize) -> Value {
    let Some(running) = system.instances.get(instance) else {
        return Value::LOST;
    };
    let mut ports = program[running.service].input_ports.values();
    let local = ports.position(|port| literal(port).is_some_and(|text| text.starts_with("local")));
    local.map_or(Value::LOST, |index| value(instance, index))
}

/// The location of an input port of an instance, wherever it listens.
pub(super) fn listening(program: &Program, system: &System, instance: usize, port: Name) -> Value {
    let running = system.instances.get(instance);
    let index =
        running.and_then(|running| program[running.service].input_ports.get_index_of(&port));
    index.map_or(Value::LOST, |index| value(instance, index))
}

/// Where an output port leads before any is bound anew; `None` when it leads nowhere yet.
pub(super) fn initial(
    program: &Program,
    system: &System,
    locations: &Locations,
    instance: usize,
    port: &OutputPort,
) -> Option<Value> {
    let running = system.instances.get(instance)?;
    if let Some(Destination::Service {
        instance, ports, ..
    }) = running.targets.get(&port.name.name)
    {
        let service = system.instances.get(*instance)?.service;
        let first = ports.first()?;
        let index = program[service].input_ports.get_index_of(first)?;
        return Some(value(*instance, index));
    }
    match &port.location {
        Some(Location::Literal(text, _)) if text == "local" => None,
        Some(Location::Literal(text, _)) => locations.of(text),
        Some(Location::Computed(_)) => Some(Value::LOST),
        None => None,
    }
}

fn value(instance: usize, port: usize) -> Value {
    match (u16::try_from(instance), u8::try_from(port)) {
        (Ok(instance), Ok(port)) => Value::port(instance, port),
        _ => Value::LOST,
    }
}

fn literal(port: &InputPort) -> Option<&str> {
    match &port.location {
        Some(Location::Literal(text, _)) => Some(text),
        _ => None,
    }
}

/// Whether a text is written as a location.
fn is_location(text: &str) -> bool {
    const SCHEMES: [&str; 6] = [
        "socket://",
        "local://",
        "localsocket:",
        "auto:",
        "btl2cap://",
        "rmi://",
    ];
    SCHEMES.iter().any(|scheme| text.starts_with(scheme))
}

/// Whether messages by an output port of an instance leave the system.
pub(super) fn is_outside(system: &System, instance: usize, port: Name) -> bool {
    let running = system.instances.get(instance);
    running
        .is_some_and(|running| matches!(running.targets.get(&port), Some(Destination::Environment)))
}
