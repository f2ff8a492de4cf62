//! The communication graph of a program: in comes a [`Program`], out goes a
//! [`CommunicationGraph`].
//!
//! Every service of the modules that are not standard is there with its ports; a standard or foreign service only
//! when something reaches it, without ports. An output port leads to the partner that [`binding::partner`] finds, to
//! what is embedded in it, or to the location that it names; one whose location is set at run time leads nowhere.

use super::{
    EmbedTarget, InputPort, Location, OutputPort, Program, Service, ServiceId, ServiceKind, binding,
};
use crate::automata::communication::{CommunicationGraph, Link, Vertex, VertexId};
use crate::base::Name;
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashMap;

/// Builds the communication graph of `program`.
#[must_use]
pub fn communication(program: &Program) -> CommunicationGraph {
    let mut builder = Builder {
        program,
        graph: CommunicationGraph::new(),
        at: FxHashMap::default(),
    };
    let modules = program.modules.iter().filter(|module| !module.standard);
    let services: Vec<ServiceId> = modules
        .flat_map(|module| module.services.iter().copied())
        .collect();
    for id in &services {
        builder.declare(*id);
    }
    for id in &services {
        builder.connect(*id);
    }
    builder.graph
}

/// What a vertex stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Service(ServiceId),
    Input(ServiceId, Name),
    Output(ServiceId, Name),
    Foreign(String),
    Outside(String),
}

struct Builder<'a> {
    program: &'a Program,
    graph: CommunicationGraph,
    at: FxHashMap<Key, VertexId>,
}

impl Builder<'_> {
    fn vertex(&mut self, key: Key, make: impl FnOnce() -> Vertex) -> VertexId {
        match self.at.get(&key) {
            Some(found) => *found,
            None => {
                let added = self.graph.add_node(make());
                self.at.insert(key, added);
                added
            }
        }
    }

    fn service(&mut self, id: ServiceId) -> VertexId {
        let program = self.program;
        self.vertex(Key::Service(id), || {
            let service = &program[id];
            let module = &program[service.module];
            Vertex::Service {
                name: service.name.to_string(),
                module: module.name.clone(),
                known: !module.standard && !matches!(service.kind, ServiceKind::Foreign(_)),
            }
        })
    }

    /// Puts a service and its ports in, with the edges between them.
    fn declare(&mut self, id: ServiceId) {
        let program = self.program;
        let service = &program[id];
        let vertex = self.service(id);
        for port in service.input_ports.values() {
            let input = self.vertex(Key::Input(id, port.name.name), || input_port(service, port));
            let served = port.operations.keys().map(Name::to_string).collect();
            self.graph.add_edge(input, vertex, Link::Serves(served));
        }
        let calls = calls(service);
        for port in service.output_ports.values() {
            let output = self.vertex(Key::Output(id, port.name.name), || {
                output_port(service, port)
            });
            let mut called = calls.get(&port.name.name).cloned().unwrap_or_default();
            called.sort_unstable();
            called.dedup();
            if !called.is_empty() {
                self.graph.add_edge(vertex, output, Link::Calls(called));
            }
        }
    }

    /// Puts the edges that leave the ports of a service in.
    fn connect(&mut self, id: ServiceId) {
        let program = self.program;
        let service = &program[id];
        for port in service.output_ports.values() {
            self.reach(id, port);
        }
        for port in service.input_ports.values() {
            self.forward(id, port);
        }
        for embed in service.embeds.iter().filter(|embed| embed.port.is_none()) {
            let from = self.service(id);
            if let Some(to) = self.target(&embed.target) {
                self.graph.add_edge(from, to, Link::Starts);
            }
        }
    }

    fn reach(&mut self, id: ServiceId, port: &OutputPort) {
        let program = self.program;
        let Some(from) = self.at.get(&Key::Output(id, port.name.name)).copied() else {
            return;
        };
        let embeds = &program[id].embeds;
        let embedded = embeds
            .iter()
            .find(|embed| embed.port.is_some_and(|bound| bound.name == port.name.name));
        let link = || {
            if embedded.is_some() {
                Link::Embedded
            } else {
                Link::Located
            }
        };
        if let Some(partner) = binding::partner(program, id, port) {
            let inputs = partner
                .ports
                .iter()
                .filter_map(|name| self.at.get(&Key::Input(partner.service, *name)));
            let inputs: Vec<VertexId> = inputs.copied().collect();
            for input in &inputs {
                self.graph.add_edge(from, *input, link());
            }
            if !inputs.is_empty() {
                return;
            }
        }
        let to = match (embedded, &port.location) {
            (Some(embed), _) => self.target(&embed.target),
            (None, Some(Location::Literal(location, _))) => {
                let location = location.clone();
                Some(
                    self.vertex(Key::Outside(location.clone()), || Vertex::Outside {
                        location,
                    }),
                )
            }
            (None, _) => None,
        };
        if let Some(to) = to {
            self.graph.add_edge(from, to, link());
        }
    }

    fn forward(&mut self, id: ServiceId, port: &InputPort) {
        let Some(from) = self.at.get(&Key::Input(id, port.name.name)).copied() else {
            return;
        };
        for aggregation in &port.aggregates {
            for target in &aggregation.ports {
                let declared = self.program[id].output_ports.get(&target.name);
                let (Some(declared), Some(to)) =
                    (declared, self.at.get(&Key::Output(id, target.name)))
                else {
                    continue;
                };
                let operations = declared.operations.keys().map(Name::to_string).collect();
                self.graph.add_edge(from, *to, Link::Aggregates(operations));
            }
        }
        for (resource, target) in &port.redirects {
            if let Some(to) = self.at.get(&Key::Output(id, target.name)) {
                self.graph
                    .add_edge(from, *to, Link::Redirects(resource.name.to_string()));
            }
        }
    }

    fn target(&mut self, target: &EmbedTarget) -> Option<VertexId> {
        match target {
            EmbedTarget::Service(id) => Some(self.service(*id)),
            EmbedTarget::Foreign(name) => {
                let name = name.clone();
                Some(self.vertex(Key::Foreign(name.clone()), || Vertex::Service {
                    name,
                    module: String::new(),
                    known: false,
                }))
            }
            EmbedTarget::Missing(_) => None,
        }
    }
}

fn input_port(service: &Service, port: &InputPort) -> Vertex {
    Vertex::InputPort {
        name: port.name.name.to_string(),
        service: service.name.to_string(),
        location: written(port.location.as_ref()),
        protocol: port.protocol.map(|protocol| protocol.to_string()),
    }
}

fn output_port(service: &Service, port: &OutputPort) -> Vertex {
    Vertex::OutputPort {
        name: port.name.name.to_string(),
        service: service.name.to_string(),
        location: written(port.location.as_ref()),
        protocol: port.protocol.map(|protocol| protocol.to_string()),
    }
}

fn written(location: Option<&Location>) -> Option<String> {
    match location {
        Some(Location::Literal(text, _)) => Some(text.clone()),
        _ => None,
    }
}

/// The operations that a service calls on each of its output ports.
fn calls(service: &Service) -> FxHashMap<Name, Vec<String>> {
    let mut found: FxHashMap<Name, Vec<String>> = FxHashMap::default();
    let couriers = service
        .couriers
        .iter()
        .flat_map(|courier| &courier.branches);
    let behaviours = service
        .init
        .iter()
        .map(|init| &**init)
        .chain(service.main.iter().map(|main| &*main.body))
        .chain(
            service
                .definitions
                .values()
                .map(|definition| &*definition.body),
        )
        .chain(couriers.map(|branch| &*branch.body));
    for process in behaviours {
        walk::sends(process, &mut |output| {
            found
                .entry(output.port.name)
                .or_default()
                .push(output.operation.name.to_string());
        });
        walk::processes(process, &mut |part: &Process| {
            if let ProcessKind::Forward {
                port: Some(port), ..
            } = &part.kind
            {
                found.entry(port.name).or_default().push("*".to_owned());
            }
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::communication;
    use crate::automata::communication::{Link, edges};
    use crate::program::{Settings, load};

    #[test]
    fn a_message_goes_from_port_to_port() {
        let folder = std::env::temp_dir().join(format!("quadrille-graph-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("main.ol");
        let text = "from console import Console
            service Printer {
                execution: concurrent
                inputPort In { location: \"local\" oneWay: print( string ) }
                main { print( x ) }
            }
            service Main {
                outputPort Office { oneWay: print( string ), staple( string ) }
                outputPort Far { location: \"socket://localhost:9000\" protocol: sodep oneWay: a( int ) }
                embed Printer in Office
                embed Console as Console
                main { print@Office( \"a\" ); println@Console( \"b\" )() }
            }";
        std::fs::write(&path, text).unwrap();
        let loaded = load(std::slice::from_ref(&path), &Settings::default());
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        let graph = communication(&loaded.program);
        let names: Vec<&str> = graph.node_weights().map(|vertex| vertex.name()).collect();
        let drawn: Vec<(&str, &str, &Link)> = edges(&graph)
            .map(|(from, to, link)| (names[from], names[to], link))
            .collect();
        let operations = |name: &str| vec![name.to_owned()];
        let expected = [
            ("In", "Printer", Link::Serves(operations("print"))),
            ("Main", "Office", Link::Calls(operations("print"))),
            ("Main", "Console", Link::Calls(operations("println"))),
            ("Office", "In", Link::Embedded),
            ("Far", "socket://localhost:9000", Link::Located),
            ("Console", "Console", Link::Embedded),
        ];
        for (from, to, link) in &expected {
            assert!(
                drawn.contains(&(*from, *to, link)),
                "{from} {to} in {drawn:#?}"
            );
        }
        assert_eq!(drawn.len(), expected.len());
    }
}
