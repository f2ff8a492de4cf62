//! A system as a report shows it: which files and services it is made of, and where it is open to the world.

use crate::program::{InputPort, Location, Module, Program};

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
        }
    }
}

/// Ports that listen on the network at a place that no output port of the program names.
fn open_ports<'a>(
    program: &Program,
    modules: impl Iterator<Item = &'a Module> + Clone,
) -> Vec<String> {
    let services = modules
        .flat_map(|module| &module.services)
        .map(|id| &program[*id]);
    let called: Vec<&str> = services
        .clone()
        .flat_map(|service| service.output_ports.values())
        .filter_map(|port| written(port.location.as_ref()))
        .collect();
    let open = |port: &&InputPort| match written(port.location.as_ref()) {
        Some(location) => !location.starts_with("local") && !called.contains(&location),
        None => port.location.is_some(),
    };
    services
        .flat_map(|service| service.input_ports.values())
        .filter(open)
        .map(|port| port.name.name.to_string())
        .collect()
}

fn written(location: Option<&Location>) -> Option<&str> {
    match location {
        Some(Location::Literal(text, _)) => Some(text),
        _ => None,
    }
}
