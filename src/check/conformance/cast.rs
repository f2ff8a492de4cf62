//! Who plays what: the services of each system with their roles.
//!
//! A service says it itself (`plays S.R( A => Port )`), or `quadrille.toml` says it of a file. An output port reaches the
//! role that it is called after, unless the service says otherwise; one that is called after none reaches those that its
//! partner in the system plays.

use crate::automata::global::Global;
use crate::automata::label::RoleId;
use crate::automata::network::{Act, Network, OperationId, Route, Target};
use crate::base::{Code, Diagnostic, Name};
use crate::check::protocol::Sessions;
use crate::program::{Program, ServiceId};
use crate::syntax::session::tree::Plays;
use crate::system::{Settings, System};
use rustc_hash::FxHashSet;
use std::path::Path;

/// Which services of which systems play roles.
#[derive(Debug)]
pub struct Cast<'a> {
    pub(super) program: &'a Program,
    pub(super) sessions: &'a Sessions,
    parts: Vec<Vec<Playing>>,
    /// What is wrong with what was said.
    pub diagnostics: Vec<Diagnostic>,
}

/// A service that plays a role, or each role of a family.
#[derive(Clone, Debug)]
pub struct Playing {
    /// Which system.
    pub(super) system: usize,
    /// Which instance of it.
    pub instance: usize,
    /// Which of the protocols.
    pub protocol: usize,
    /// The role; the members of a family.
    pub roles: Vec<RoleId>,
    /// The ports that reach roles under other names.
    ports: Vec<(Name, Name)>,
}

impl<'a> Cast<'a> {
    /// The cast of these systems, as their services and `quadrille.toml` say.
    #[must_use]
    pub fn of_systems(
        program: &'a Program,
        systems: &[System],
        sessions: &'a Sessions,
        settings: Option<&Settings>,
    ) -> Self {
        let mut cast = Self {
            program,
            sessions,
            parts: Vec::new(),
            diagnostics: Vec::new(),
        };
        for (number, system) in systems.iter().enumerate() {
            let mut parts = cast.said(number, system);
            let declared = settings.into_iter().flat_map(|settings| &settings.systems);
            for declared in declared.filter(|declared| declared.name == system.name) {
                parts.extend(cast.written((number, system), declared));
            }
            for part in &parts {
                if let Some(running) = system.instances.get(part.instance) {
                    cast.types(running.service, part);
                }
            }
            cast.parts.push(parts);
        }
        let services = program.modules.iter().filter(|module| module.asked);
        for service in services.flat_map(|module| &module.services) {
            cast.names(*service);
        }
        cast
    }

    /// The parts of all systems.
    pub(super) fn all(&self) -> impl Iterator<Item = &Playing> {
        self.parts.iter().flatten()
    }

    /// The parts of a system.
    #[must_use]
    pub fn of(&self, system: usize) -> &[Playing] {
        self.parts.get(system).map_or(&[], Vec::as_slice)
    }

    /// The session that a part belongs to.
    #[must_use]
    pub fn global(&self, playing: &Playing) -> Option<&'a Global> {
        self.sessions.protocols.get(playing.protocol)
    }

    /// What the services say themselves.
    fn said(&self, number: usize, system: &System) -> Vec<Playing> {
        let mut found = Vec::new();
        for (instance, running) in system.instances.iter().enumerate() {
            let service = &self.program[running.service];
            for plays in &service.plays {
                let Some(protocol) = self.session(running.service, plays.session.name) else {
                    continue;
                };
                let roles = self.roles(protocol, plays);
                if roles.is_empty() {
                    continue;
                }
                let ports = plays.ports.iter();
                found.push(Playing {
                    system: number,
                    instance,
                    protocol,
                    roles,
                    ports: ports.map(|(role, port)| (port.name, role.name)).collect(),
                });
            }
        }
        found
    }

    /// What `quadrille.toml` says: the role of a file is that of the service at the top of its program.
    fn written(
        &self,
        (number, system): (usize, &System),
        declared: &crate::system::Declared,
    ) -> Vec<Playing> {
        let file = declared
            .session
            .as_ref()
            .and_then(|file| file.path.as_deref());
        let module = |service: ServiceId| {
            let module = self.program[service].module;
            self.program[module].path.as_deref()
        };
        let mut found = Vec::new();
        for (role, played) in &declared.roles {
            let Some(path) = played.path.as_deref() else {
                continue;
            };
            let protocol = self.in_file(file, role);
            for (instance, running) in system.instances.iter().enumerate() {
                if running.parent.is_some() || module(running.service) != Some(path) {
                    continue;
                }
                let Some(protocol) = protocol else {
                    continue;
                };
                found.push(Playing {
                    system: number,
                    instance,
                    protocol,
                    roles: self.members(protocol, Name::from(role)),
                    ports: Vec::new(),
                });
            }
        }
        found
    }

    /// The session of a file that has a role; of all files, when none is named.
    fn in_file(&self, file: Option<&Path>, role: &str) -> Option<usize> {
        let role = Name::from(role);
        let mut places = (0..self.sessions.protocols.len()).filter(|place| {
            let declared = self.sessions.declared.get(*place);
            let declared = declared.and_then(|place| self.program.sessions.get(*place));
            let path = declared.and_then(|one| self.program[one.module].path.as_deref());
            (file.is_none() || path == file) && !self.members(*place, role).is_empty()
        });
        places.next()
    }

    /// The session of this name: in the service's own module, else anywhere.
    fn session(&self, service: ServiceId, name: Name) -> Option<usize> {
        let own = self.program[service].module;
        let protocols = self.sessions.protocols.iter().zip(&self.sessions.declared);
        let named = protocols
            .enumerate()
            .filter(|(_, (global, _))| global.name == name);
        let mut named: Vec<(usize, usize)> = named
            .map(|(place, (_, declared))| (place, *declared))
            .collect();
        let here = |declared: usize| {
            let declared = self.program.sessions.get(declared);
            declared.is_some_and(|declared| declared.module == own)
        };
        named.sort_by_key(|(place, declared)| (!here(*declared), *place));
        named.first().map(|(place, _)| *place)
    }

    /// The role of this name, or those of a family.
    fn members(&self, protocol: usize, name: Name) -> Vec<RoleId> {
        let Some(global) = self.sessions.protocols.get(protocol) else {
            return Vec::new();
        };
        let ids = global.role_ids();
        ids.filter(|id| is_called(global, *id, &name)).collect()
    }

    fn roles(&self, protocol: usize, plays: &Plays) -> Vec<RoleId> {
        let role = plays.role;
        let name = match role.index {
            Some((crate::syntax::session::tree::Count::Number(base, _), added)) => {
                Name::from(&format!("{}[{}]", role.name.name, base + added))
            }
            _ => role.name.name,
        };
        self.members(protocol, name)
    }

    /// Notes what a service names and nobody declares.
    fn names(&mut self, id: ServiceId) {
        let service = &self.program[id];
        for plays in &service.plays {
            let name = plays.session;
            let declared = self.program.sessions.iter();
            if !declared
                .clone()
                .any(|one| one.session.name.name == name.name)
            {
                let message = format!("there is no session `{}`", name.name);
                let error = Diagnostic::new(Code::Q0515, name.span, message)
                    .label("not declared in any file that was read")
                    .help("judge the file that declares it together with this one");
                self.diagnostics.push(error);
                continue;
            }
            let Some(protocol) = self.session(id, name.name) else {
                continue;
            };
            if self.roles(protocol, plays).is_empty() {
                let message = format!("the session has no role `{}`", plays.role.name.name);
                let error = Diagnostic::new(Code::Q0503, plays.role.span, message);
                self.diagnostics.push(error);
            }
            for (role, port) in &plays.ports {
                if self.members(protocol, role.name).is_empty() {
                    let message = format!("the session has no role `{}`", role.name);
                    self.diagnostics
                        .push(Diagnostic::new(Code::Q0503, role.span, message));
                }
                if !service.output_ports.contains_key(&port.name) {
                    let message = format!("output port `{}` is not defined", port.name);
                    self.diagnostics
                        .push(Diagnostic::new(Code::Q0109, port.span, message));
                }
            }
        }
    }

    /// The roles that each output port of a part reaches.
    pub(super) fn partners(
        &self,
        network: &Network,
        playing: &Playing,
        global: &Global,
        own: RoleId,
    ) -> Vec<Vec<RoleId>> {
        let Some(instance) = network.instances.get(playing.instance) else {
            return Vec::new();
        };
        let ports = network[instance.behaviour].ports.iter();
        ports
            .enumerate()
            .map(|(place, port)| {
                let called = called(playing, global, own, port.name);
                if !called.is_empty() {
                    return called;
                }
                match instance.targets.get(place) {
                    Some(Target::Port(routes)) => self.played_by(playing, routes, own),
                    _ => Vec::new(),
                }
            })
            .collect()
    }

    /// The operations of the other sessions in which a service plays.
    pub(super) fn elsewhere(&self, playing: &Playing) -> FxHashSet<Name> {
        let others = self
            .of(playing.system)
            .iter()
            .filter(|part| part.instance == playing.instance && part.protocol != playing.protocol);
        let globals = others.filter_map(|part| self.global(part));
        let edges = globals.flat_map(Global::all_edges);
        edges
            .map(|(_, edge)| edge.interaction.label.operation)
            .collect()
    }

    /// The operations that services of the system call which have no part in the session.
    pub(super) fn strangers(&self, network: &Network, playing: &Playing) -> FxHashSet<OperationId> {
        let parts = self.of(playing.system).iter();
        let parts = parts.filter(|part| part.protocol == playing.protocol);
        let parts: FxHashSet<usize> = parts.map(|part| part.instance).collect();
        let others = network.instances.iter().enumerate();
        let others = others.filter(|(index, _)| !parts.contains(index));
        let nodes = others.flat_map(|(_, instance)| &network[instance.behaviour].nodes);
        nodes
            .filter_map(|node| match node.act {
                Act::Send { operation, .. } | Act::Call { operation, .. } => Some(operation),
                _ => None,
            })
            .collect()
    }

    /// The roles that are played where a port leads.
    fn played_by(
        &self,
        playing: &Playing,
        routes: &[(crate::automata::network::OperationId, Route)],
        own: RoleId,
    ) -> Vec<RoleId> {
        let mut found: Vec<RoleId> = self
            .of(playing.system)
            .iter()
            .filter(|part| part.protocol == playing.protocol)
            .filter(|part| {
                routes.iter().any(|(_, route)| {
                    matches!(route, Route::Input(to, _) if to.0 as usize == part.instance)
                })
            })
            .flat_map(|part| part.roles.iter().copied())
            .filter(|role| *role != own)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The roles that a port is called after, or is said to reach.
pub(super) fn called(playing: &Playing, global: &Global, own: RoleId, port: Name) -> Vec<RoleId> {
    let mut said = playing.ports.iter().filter(|(known, _)| *known == port);
    let name = said.next().map_or(port, |(_, role)| *role);
    let ids = global.role_ids().filter(|id| *id != own);
    ids.filter(|id| is_called(global, *id, &name)).collect()
}

/// Whether a role has this name, or is one of a family that has it.
fn is_called(global: &Global, role: RoleId, name: &str) -> bool {
    let own = global.role(role);
    let own = own.as_str();
    let family = own.split_once('[').map(|(family, _)| family);
    own == name || family == Some(name)
}
