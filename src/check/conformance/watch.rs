//! The roles that running services can hold their partners to.
//!
//! In comes a cast; out comes for each service that plays a role what its role does, or why nobody is held to it. A message
//! out of turn is told by the state of the role only where that state is known: the session can be implemented, so that who
//! keeps to it never sends what is not awaited in the end; and each session of the service takes part in one session of the
//! protocol from its first message on.

use super::cast::{Cast, Playing, called};
use crate::automata::label::RoleId;
use crate::automata::local::{Direction, Local};
use crate::base::Name;
use crate::program::starters::starters;
use crate::program::{Service, ServiceId};
use crate::protocol::implementable::{Answer, Delivery, deterministic, implementable};
use crate::protocol::projection::project;
use crate::syntax::jolie::tree::{ExecutionMode, ProcessKind};
use crate::syntax::jolie::walk;
use crate::system::System;

/// How many states a role may have.
const MOST: usize = 1 << 12;

/// A service with the role that it plays.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The service.
    pub service: ServiceId,
    /// The session.
    pub session: Name,
    /// What the role does.
    pub local: Local,
    /// The output ports that reach roles, with those.
    pub ports: Vec<(Name, Vec<RoleId>)>,
    /// Whether each of its sessions takes part in a session of the protocol of its own; else it has only one.
    pub many: bool,
}

impl Cast<'_> {
    /// The services that hold their partners to a session, or why one that plays a role does not.
    #[must_use]
    pub fn watched(&self, systems: &[System]) -> Vec<Result<Watched, String>> {
        let mut found: Vec<Result<Watched, String>> = Vec::new();
        for playing in self.all() {
            let system = systems.get(playing.system);
            let Some(running) = system.and_then(|one| one.instances.get(playing.instance)) else {
                continue;
            };
            let service = &self.program[running.service];
            let watched = self.watch((running.service, service), playing);
            let is_new = |known: &Result<Watched, String>| match (known, &watched) {
                (Ok(known), Ok(new)) => known.service != new.service,
                (Err(known), Err(new)) => known != new,
                _ => true,
            };
            if found.iter().all(is_new) {
                let told = watched.map_err(|why| format!("{}: {why}", service.name));
                found.push(told);
            }
        }
        found
    }

    fn watch(
        &self,
        (id, service): (ServiceId, &Service),
        playing: &Playing,
    ) -> Result<Watched, String> {
        let own = self.of(playing.system).iter();
        let own = own.filter(|part| part.instance == playing.instance);
        let (1, [role]) = (own.count(), playing.roles.as_slice()) else {
            return Err("it plays several roles".to_owned());
        };
        let declared = self.global(playing).ok_or("the session means nothing")?;
        let name = declared.name;
        let implementable =
            |delivery| matches!(implementable(declared, delivery), Answer::Implementable(_));
        if declared.has_forks() {
            return Err(format!("`{name}` has `|`"));
        }
        if !implementable(Delivery::PeerToPeer) && !implementable(Delivery::Mailbox) {
            return Err(format!("`{name}` is not known to be implementable"));
        }
        let global = deterministic(declared);
        let local = global
            .as_ref()
            .and_then(|global| project(global, *role, MOST));
        let local = local.ok_or("its role has too many states")?.local;
        let many = service.execution != ExecutionMode::Single;
        if many {
            one_each(service, &local)?;
        }
        let ports = service.output_ports.keys();
        let ports = ports.map(|port| (*port, called(playing, declared, *role, *port)));
        Ok(Watched {
            service: id,
            session: name,
            ports: ports.filter(|(_, roles)| !roles.is_empty()).collect(),
            local,
            many,
        })
    }
}

/// Whether each session of a service is in a session of the protocol from its first message on.
fn one_each(service: &Service, local: &Local) -> Result<(), String> {
    let mut spawns = !service.couriers.is_empty();
    for behaviour in service.behaviours() {
        walk::processes(behaviour, &mut |process| {
            spawns |= matches!(process.kind, ProcessKind::Spawn { .. });
        });
    }
    if spawns {
        return Err("its sessions make others".to_owned());
    }
    let main = service.main.iter();
    let main = main.flat_map(|main| starters(&main.body));
    let starts: Vec<Name> = main.map(|one| one.input.operation.name).collect();
    let late = local.states().filter(|(state, _)| *state != local.start());
    let mut late = late.flat_map(|(_, state)| &state.edges).filter(|edge| {
        let action = edge.action;
        action.direction == Direction::Receive && starts.contains(&action.label.operation)
    });
    match late.next() {
        None => Ok(()),
        Some(edge) => Err(format!(
            "it has a session of its own for `{}`, which is not the first message of its role",
            edge.action.label.operation
        )),
    }
}
