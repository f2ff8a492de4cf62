//! Locations as values: in come a program and a system, out come the input ports that a written location stands for.

use crate::automata::network::Value;
use crate::base::Name;
use crate::program::{InputPort, Location, OutputPort, Program};
use crate::system::{Destination, System};
use rustc_hash::FxHashMap;

/// The input ports of a system, by their written locations.
#[derive(Clone, Debug, Default)]
pub(super) struct Locations {
    ports: FxHashMap<String, Value>,
}

impl Locations {
    pub fn new(program: &Program, system: &System) -> Self {
        let mut ports: FxHashMap<String, Value> = FxHashMap::default();
        for (instance, running) in system.instances.iter().enumerate() {
            for (index, port) in program[running.service].input_ports.values().enumerate() {
                let Some(location) = literal(port).filter(|location| *location != "local") else {
                    continue;
                };
                let value = value(instance, index);
                ports
                    .entry(location.to_owned())
                    // Two that listen at one place: which of them, nobody can tell.
                    .and_modify(|known| *known = Value::LOST)
                    .or_insert(value);
            }
        }
        Self { ports }
    }

    /// The port that a text stands for; [`Value::OUTSIDE`] when it is a location of none.
    pub fn of(&self, text: &str) -> Option<Value> {
        let known = self.ports.get(text).copied();
        known.or_else(|| is_location(text).then_some(Value::OUTSIDE))
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
