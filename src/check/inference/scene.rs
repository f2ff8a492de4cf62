//! Who plays which role in a system that declares none: each service its own, clients outside one together, and each port
//! that leads outside a server of its own. What goes to standard packages is no part of any session.

use super::is_open;
use crate::automata::label::{Field, Label, Payload, Phase, RoleId};
use crate::automata::network::{InstanceId, LocalPort, Network, Route, Target};
use crate::base::Name;
use crate::program::{EmbedTarget, Operation, OutputPort, Program, Service, Signature, TypeId};
use crate::protocol::inference::{Player, Role, Scene};
use crate::system::System;
use rustc_hash::FxHashMap;

/// The roles of a system.
pub(super) fn scene<'n>(program: &Program, system: &System, network: &'n Network) -> Scene<'n> {
    let ids = (0..).map(InstanceId).zip(&network.instances);
    let roles = ids.map(|(id, instance)| Role {
        name: instance.name,
        player: Player::Service(id),
    });
    let mut casting = Casting {
        program,
        system,
        scene: Scene {
            network,
            roles: roles.collect(),
            ports: Vec::new(),
            payloads: FxHashMap::default(),
        },
        client: None,
    };
    casting.clients();
    for index in 0..network.instances.len() {
        casting.instance(index);
    }
    casting.scene
}

struct Casting<'p, 'n> {
    program: &'p Program,
    system: &'p System,
    scene: Scene<'n>,
    client: Option<RoleId>,
}

impl<'p> Casting<'p, '_> {
    fn service(&self, index: usize) -> Option<&'p Service> {
        let running = self.system.instances.get(index)?;
        Some(&self.program[running.service])
    }

    fn add(&mut self, name: Name, player: Player) -> RoleId {
        let taken = |name: &str| self.scene.roles.iter().any(|role| role.name == name);
        let mut free = name.to_string();
        let mut number = 2;
        while taken(&free) {
            free = format!("{name}{number}");
            number += 1;
        }
        let role = RoleId(u16::try_from(self.scene.roles.len()).unwrap_or(u16::MAX));
        let name = Name::from(&free);
        self.scene.roles.push(Role { name, player });
        role
    }

    /// Clients are one role, when there may be any.
    fn clients(&mut self) {
        let network = self.scene.network;
        let mut ids = (0..).map(InstanceId).take(network.instances.len());
        if ids.any(|id| is_open(network, id)) {
            self.client = Some(self.add(Name::from("Client"), Player::Client));
        }
    }

    fn instance(&mut self, index: usize) {
        let id = InstanceId(u32::try_from(index).unwrap_or(u32::MAX));
        let role = RoleId(u16::try_from(index).unwrap_or(u16::MAX));
        let Some(service) = self.service(index) else {
            return self.scene.ports.push(Vec::new());
        };
        for operation in service
            .input_ports
            .values()
            .flat_map(|port| port.operations.values())
        {
            self.carries(role, operation);
        }
        let network = self.scene.network;
        let targets = &network[id].targets;
        let ports = network.behaviour_of(id).ports.iter().zip(targets);
        let mut found = Vec::new();
        for (port, target) in ports {
            let mut ends = self.ends((index, service), port, target);
            ends.dedup();
            found.push(ends);
        }
        self.scene.ports.push(found);
    }

    /// Where the operations of a port go.
    fn ends(
        &mut self,
        (index, service): (usize, &Service),
        port: &LocalPort,
        target: &Target,
    ) -> Vec<(Name, RoleId)> {
        let declared = service.output_ports.get(&port.name);
        let names: Vec<Name> = declared
            .into_iter()
            .flat_map(|port| port.operations.keys().copied())
            .collect();
        let mut ends = Vec::new();
        if let Target::Port(routes) = target {
            let mut outside = Vec::new();
            for (operation, route) in routes {
                let name = self.scene.network[*operation].name;
                match route {
                    Route::Input(to, _) => {
                        ends.push((name, RoleId(u16::try_from(to.0).unwrap_or(u16::MAX))));
                    }
                    Route::Environment => outside.push(name),
                }
            }
            ends.extend(self.outside(port, declared, &outside));
            return ends;
        }
        if port.location.is_some() {
            for name in &names {
                ends.extend(
                    self.takers(index, *name)
                        .into_iter()
                        .map(|role| (*name, role)),
                );
            }
            if ends.is_empty()
                && let Some(client) = self.client
            {
                for operation in declared
                    .into_iter()
                    .flat_map(|port| port.operations.values())
                {
                    self.carries(client, operation);
                }
                ends.extend(names.iter().map(|name| (*name, client)));
            }
        }
        if ends.is_empty() && *target == Target::Environment && !self.is_standard(service, declared)
        {
            return self.outside(port, declared, &names);
        }
        ends
    }

    /// A server outside, for what a port offers of these.
    fn outside(
        &mut self,
        port: &LocalPort,
        declared: Option<&OutputPort>,
        names: &[Name],
    ) -> Vec<(Name, RoleId)> {
        if names.is_empty() {
            return Vec::new();
        }
        let faults = |name: &Name| {
            let mut found = port.faults.iter();
            let id = found.find(|(id, _)| self.scene.network[*id].name == *name);
            (
                *name,
                id.map(|(_, faults)| faults.clone()).unwrap_or_default(),
            )
        };
        let player = Player::Server(names.iter().map(faults).collect());
        let mut known = self.scene.role_ids();
        let same = known.find(|role| {
            self.scene.name(*role) == port.name && self.scene.player(*role) == Some(&player)
        });
        let role = same.unwrap_or_else(|| self.add(port.name, player));
        let operations = declared
            .into_iter()
            .flat_map(|port| port.operations.values());
        for operation in operations.filter(|one| names.contains(&one.name.name)) {
            self.carries(role, operation);
        }
        names.iter().map(|name| (*name, role)).collect()
    }

    /// The other services that take an operation.
    fn takers(&self, index: usize, operation: Name) -> Vec<RoleId> {
        let network = self.scene.network;
        let ids = (0..).map(InstanceId).take(network.instances.len());
        let takes = |id: &InstanceId| {
            let mut inputs = network.behaviour_of(*id).inputs.iter();
            id.0 as usize != index && inputs.any(|input| network[input.operation].name == operation)
        };
        ids.filter(takes)
            .map(|id| RoleId(u16::try_from(id.0).unwrap_or(u16::MAX)))
            .collect()
    }

    /// Whether a port leads to a standard package, or to what is no service of Jolie.
    fn is_standard(&self, service: &Service, port: Option<&OutputPort>) -> bool {
        let Some(port) = port else {
            return true;
        };
        let inside = |span: crate::base::Span| self.program.standard.contains(&span.source);
        if inside(port.name.span) {
            return true;
        }
        let mut embeds = service.embeds.iter();
        embeds.any(|embed| {
            embed.port.is_some_and(|bound| bound.name == port.name.name)
                && match &embed.target {
                    EmbedTarget::Service(id) => {
                        let module = self.program[*id].module;
                        self.program[module].standard
                    }
                    EmbedTarget::Foreign(_) | EmbedTarget::Missing(_) => true,
                }
        })
    }

    /// Keeps what the messages of an operation carry.
    fn carries(&mut self, role: RoleId, operation: &Operation) {
        let name = operation.name.name;
        let mut put = |phase, payload| {
            let label = Label {
                operation: name,
                phase,
            };
            self.scene.payloads.entry((role, label)).or_insert(payload);
        };
        let program = self.program;
        let request = carried(operation.request_name);
        match &operation.signature {
            Signature::OneWay { .. } => put(Phase::OneWay, request),
            Signature::RequestResponse {
                response, faults, ..
            } => {
                put(Phase::Request, request);
                put(Phase::Reply, of_type(program, *response));
                for (fault, declared) in faults.iter() {
                    put(Phase::Fault(*fault), of_type(program, declared.carries));
                }
            }
        }
    }
}

fn of_type(program: &Program, id: TypeId) -> Payload {
    let name = program[id].name;
    carried(name.unwrap_or_else(|| Name::from("undefined")))
}

/// One part of this type; none where nothing is said by it.
fn carried(name: Name) -> Payload {
    let fields = match name.as_str() {
        "void" => Vec::new(),
        _ => vec![Field {
            name: None,
            data: name,
        }],
    };
    Payload { fields }
}
