//! When conformance says that a system is free of deadlocks, without its states.
//!
//! In come a network, its cast and what was found of each service; out comes nothing, or the first condition that fails.
//! The conditions are those of `papers/sessions.md`, *Conforming systems*. That what a service computes by itself comes
//! to an end is assumed.

use super::{Cast, Conformance, Playing};
use crate::automata::global::Global;
use crate::automata::label::RoleId;
use crate::automata::network::{Act, Behaviour, InstanceId, Mode, Network, Place, Route, Target};
use crate::check::protocol::{self, Rules};
use crate::protocol::refinement::Manner;
use crate::verdict::{Outcome, Property};

/// By what a system is free of deadlocks.
pub(super) const THEOREM: &str = "conformance: the session can be implemented with one queue for each receiver; every role \
is played by one service, which refines it; correlation is proved; sessions share nothing, and nobody takes part in two; \
every fault is one of the session; no location that is received is used; local computation ends (assumed)";

/// The first condition that fails.
pub(super) fn judge(
    network: &Network,
    cast: &Cast<'_>,
    system: usize,
    found: &Conformance,
    correlated: &dyn Fn() -> bool,
) -> Result<(), String> {
    let parts = cast.of(system);
    let Some(first) = parts.first() else {
        return Err("nobody plays a role".to_owned());
    };
    if let Some(other) = parts.iter().find(|part| part.protocol != first.protocol) {
        let names = [first, other].map(|part| cast.global(part).map(|global| global.name));
        let [one, other] = names.map(Option::unwrap_or_default);
        return Err(format!(
            "two sessions, `{one}` and `{other}`, are played in one system"
        ));
    }
    let global = cast
        .global(first)
        .ok_or_else(|| "the session means nothing".to_owned())?;
    implementable(global)?;
    let judging = Judging {
        network,
        parts,
        global,
    };
    judging.roles()?;
    if !found.whole {
        return Err("not every service conforms".to_owned());
    }
    for (index, _) in network.instances.iter().enumerate() {
        judging.service(index, correlated)?;
    }
    for (part, manner) in &found.manners {
        judging.manner(part, *manner)?;
    }
    judging.numbers()
}

/// Whether the session can be implemented under the delivery of Jolie.
fn implementable(global: &Global) -> Result<(), String> {
    if global.is_symbolic() {
        return Err(format!("conditions of `{}` are not judged", global.name));
    }
    let verdicts = protocol::judge(global, Rules::Jolie, &[Property::Implementable]);
    let mut own = verdicts
        .iter()
        .filter(|verdict| verdict.semantics == "jolie");
    match own.all(|verdict| matches!(verdict.result, Outcome::Holds(_))) {
        true => Ok(()),
        false => Err(format!(
            "`{}` is not known to be implementable with one queue for each receiver",
            global.name
        )),
    }
}

struct Judging<'a> {
    network: &'a Network,
    parts: &'a [Playing],
    global: &'a Global,
}

impl Judging<'_> {
    fn name(&self, index: usize) -> String {
        let instance = self.network.instances.get(index);
        instance.map_or_else(String::new, |instance| instance.name.to_string())
    }

    fn behaviour(&self, index: usize) -> Option<&Behaviour> {
        let instance = self.network.instances.get(index)?;
        Some(&self.network[instance.behaviour])
    }

    /// Each role is played by one service, and each service plays one role.
    fn roles(&self) -> Result<(), String> {
        for role in self.global.role_ids() {
            let playing = |part: &&Playing| part.roles.contains(&role);
            let name = self.global.role(role);
            match self.parts.iter().filter(playing).count() {
                1 => {}
                0 => return Err(format!("nobody in the system plays `{name}`")),
                _ => return Err(format!("several services play `{name}`")),
            }
        }
        for (index, _) in self.network.instances.iter().enumerate() {
            let name = self.name(index);
            let own: Vec<&Playing> = self
                .parts
                .iter()
                .filter(|part| part.instance == index)
                .collect();
            let roles: usize = own.iter().map(|part| part.roles.len()).sum();
            match roles {
                1 => {}
                0 => return Err(format!("`{name}` plays no role")),
                _ => return Err(format!("`{name}` plays several roles")),
            }
        }
        Ok(())
    }

    /// What a service must not do, besides conforming.
    fn service(&self, index: usize, correlated: &dyn Fn() -> bool) -> Result<(), String> {
        let name = self.name(index);
        let Some(behaviour) = self.behaviour(index) else {
            return Ok(());
        };
        if behaviour.mode == Mode::Sequential {
            return Err(format!("`{name}` runs its sessions one after another"));
        }
        let many = behaviour.mode != Mode::Single;
        let is_global = |cell: &crate::automata::network::Cell| cell.place == Place::Global;
        if many && behaviour.cells.iter().any(is_global) {
            return Err(format!("sessions of `{name}` share `global` variables"));
        }
        if !behaviour.locks.is_empty() {
            return Err(format!("sessions of `{name}` share locks"));
        }
        if behaviour
            .nodes
            .iter()
            .any(|node| matches!(node.act, Act::Spawn { .. } | Act::Exit))
        {
            return Err(format!("`{name}` spawns or exits"));
        }
        let moved = behaviour.ports.iter().find(|port| port.location.is_some());
        if let Some(port) = moved {
            return Err(format!(
                "`{name}` binds its port `{}` while it runs",
                port.name
            ));
        }
        self.bound(index, behaviour)?;
        let awaits =
            |node: &crate::automata::network::Node| matches!(node.act, Act::Receive { .. });
        if many && behaviour.nodes.iter().any(awaits) && !correlated() {
            return Err(format!(
                "it is not proved that what sessions of `{name}` await finds one of them"
            ));
        }
        Ok(())
    }

    /// What a port is called after a role for reaches who plays it.
    fn bound(&self, index: usize, behaviour: &Behaviour) -> Result<(), String> {
        let name = self.name(index);
        let Some(instance) = self.network.instances.get(index) else {
            return Ok(());
        };
        for (port, target) in behaviour.ports.iter().zip(&instance.targets) {
            let meant = |role: &RoleId| self.global.role(*role) == port.name;
            let player = self.global.role_ids().find(meant).and_then(|role| {
                let mut parts = self.parts.iter();
                parts.find(|part| part.roles.contains(&role))
            });
            let reached = match target {
                Target::Port(routes) => routes.iter().find_map(|(_, route)| match route {
                    Route::Input(to, _) => Some(*to),
                    Route::Environment => None,
                }),
                _ => None,
            };
            if let Some(player) = player
                && reached
                    != Some(InstanceId(
                        u32::try_from(player.instance).unwrap_or(u32::MAX),
                    ))
            {
                return Err(format!(
                    "port `{}` of `{name}` does not reach who plays that role",
                    port.name
                ));
            }
        }
        Ok(())
    }

    fn manner(&self, part: &Playing, manner: Manner) -> Result<(), String> {
        let name = self.name(part.instance);
        if manner.bounded {
            return Err(format!("what `{name}` does was looked at up to a bound"));
        }
        if manner.serial {
            return Err(format!(
                "`{name}` does one after the other what the session does at once"
            ));
        }
        if manner.again {
            return Err(format!("`{name}` begins the session again when it is over"));
        }
        if manner.lingers {
            return Err(format!("`{name}` waits for more when the session is over"));
        }
        if manner.others {
            return Err(format!(
                "`{name}` takes messages that are no part of the session"
            ));
        }
        Ok(())
    }

    /// As many sessions of each service as of the one that begins: where that one has several, all have.
    fn numbers(&self) -> Result<(), String> {
        let first = self.global.edges(self.global.start()).first();
        let Some(first) = first else {
            return Ok(());
        };
        let mode = |role: RoleId| {
            let mut parts = self.parts.iter();
            let part = parts.find(|part| part.roles.contains(&role))?;
            Some((self.behaviour(part.instance)?.mode, part.instance))
        };
        let begins = mode(first.interaction.from);
        if begins.is_none_or(|(mode, _)| mode == Mode::Single) {
            return Ok(());
        }
        let single = self
            .global
            .role_ids()
            .filter_map(mode)
            .find(|(mode, _)| *mode == Mode::Single);
        match single {
            None => Ok(()),
            Some((_, instance)) => Err(format!(
                "`{}` has one session, and the session of the protocol is begun several times",
                self.name(instance)
            )),
        }
    }
}
