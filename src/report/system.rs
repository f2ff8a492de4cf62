//! A system as a report shows it: which files and services it is made of, and where it is open to the world.

use crate::automata::network::Assumption;
use crate::base::Name;
use crate::program::binding::partner;
use crate::program::{InputPort, Location, Module, Program, ServiceId};
use rustc_hash::FxHashSet;

/// One system that was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct System {
    /// Its name.
    pub name: String,
    /// The files that it is read from, as people see them, in order.
    pub files: Vec<String>,
    /// Its services; those of the standard packages do not count.
    pub services: Vec<String>,
    /// The input ports that nobody inside calls: what the world outside may call.
    pub open_ports: Vec<String>,
    /// What could not be followed, and is assumed.
    pub assumptions: Vec<Assumption>,
}

impl System {
    /// The system that `program` is, under `name`.
    #[must_use]
    pub fn of(program: &Program, name: impl Into<String>) -> Self {
        let own = || program.modules.iter().filter(|module| !module.standard);
        let mut files: Vec<String> = own().map(|module| module.name.clone()).collect();
        files.sort();
        files.dedup();
        Self {
            name: name.into(),
            files,
            services: own()
                .flat_map(|module| &module.services)
                .map(|id| program[*id].name.to_string())
                .collect(),
            open_ports: open_ports(program, own()),
            assumptions: Vec::new(),
        }
    }
}

/// Input ports that listen beyond the process, and that no output port of the program is bound to.
fn open_ports<'a>(
    program: &Program,
    modules: impl Iterator<Item = &'a Module> + Clone,
) -> Vec<String> {
    let services = modules.flat_map(|module| &module.services).copied();
    let outputs = services.clone().flat_map(|service| {
        let ports = program[service].output_ports.values();
        ports.filter_map(move |port| partner(program, service, port))
    });
    let called: FxHashSet<(ServiceId, Name)> = outputs
        .flat_map(|partner| {
            let ports = partner.ports.into_iter();
            ports.map(move |port| (partner.service, port))
        })
        .collect();
    let inputs = services.flat_map(|service| {
        let ports = program[service].input_ports.values();
        ports.map(move |port| (service, port))
    });
    inputs
        .filter(|(service, port)| listens(port) && !called.contains(&(*service, port.name.name)))
        .map(|(_, port)| port.name.name.to_string())
        .collect()
}

/// Whether something outside the process may call the port.
fn listens(port: &InputPort) -> bool {
    match &port.location {
        Some(Location::Literal(text, _)) => text != "local" && !text.starts_with("local://"),
        Some(Location::Computed(_)) => true,
        None => false,
    }
}
