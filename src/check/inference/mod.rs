//! The sessions that services keep without saying so.
//!
//! In come a program and a system of it. Out come the local types of a service ([`service`]), or a session for each part of
//! the system that talks together ([`sessions`]). `scene` says who plays which role and what messages carry; a session is
//! guessed by `protocol::inference` and comes out only when `verify` has read its text back and found that it can be
//! implemented and that every service refines its role.

mod scene;
mod verify;

pub use verify::Agreed;

use crate::automata::label::RoleId;
use crate::automata::network::{InstanceId, Network};
use crate::base::Name;
use crate::extract::extract;
use crate::program::Program;
use crate::protocol::inference::{Behaviour, Manner, Obstacle, Player, Scene, global, locals};
use crate::system::System;
use scene::scene;

/// What the service of this name does in a system; `None` when there is none.
#[must_use]
pub fn service(
    program: &Program,
    system: &System,
    name: &str,
) -> Option<Result<Vec<Behaviour>, Obstacle>> {
    let running = system.instances.iter();
    let index = running
        .clone()
        .position(|one| one.name == name)
        .or_else(|| {
            let named = |one: &crate::system::Running| program[one.service].name == name;
            running.clone().position(named)
        })?;
    let network = extract(program, system);
    let scene = scene(program, system, &network);
    let instance = InstanceId(u32::try_from(index).unwrap_or(u32::MAX));
    Some(locals(&scene, instance))
}

/// The sessions of a system: one for each set of services that talk together, or for each of them that begins by itself,
/// or what stands in its way, with the name that it would have.
#[must_use]
pub fn sessions(program: &Program, system: &System) -> Vec<(Name, Result<Agreed, Obstacle>)> {
    let network = extract(program, system);
    let scene = scene(program, system, &network);
    let parts = parts(&scene);
    let alone = parts.len() == 1 && system.instances.len() > 1;
    let mut found = Vec::new();
    for part in &parts {
        let name = match part.first() {
            Some(first) if !alone => scene.name(*first),
            _ => Name::from(&title(&system.name)),
        };
        match (agreed(&scene, name, part), apart(&scene, part)) {
            (Err(obstacle), Some(apart)) => {
                let each = apart.iter().map(|(first, part)| {
                    let name = Name::from(&title(scene.name(*first).as_str()));
                    (name, agreed(&scene, name, part))
                });
                let each: Vec<_> = each.collect();
                match each.iter().all(|(_, agreed)| agreed.is_ok()) {
                    true => found.extend(each),
                    false => found.push((name, Err(obstacle))),
                }
            }
            (agreed, _) => found.push((name, agreed)),
        }
    }
    found
}

/// How many lines a session has that is written as it is; a longer one may stand for a loop that is counted.
const LONG: usize = 16;

/// The session of roles that talk together: as it is, with branches of `|` where it must have some, and without its data
/// where that says it in fewer words.
fn agreed(scene: &Scene<'_>, name: Name, part: &[RoleId]) -> Result<Agreed, Obstacle> {
    let attempt = |blind, parallel| {
        let composed = global(scene, name, part, Manner { blind, parallel });
        let composed = composed.map_err(|obstacle| Box::new((obstacle, None)))?;
        let verified = verify::verify(scene, &composed);
        verified.map_err(|obstacle| Box::new((obstacle, composed.kept)))
    };
    let either = |blind| {
        attempt(blind, false).or_else(|found| {
            let parallel = attempt(blind, true);
            parallel.map_err(|kept| kept.1.unwrap_or(found.0))
        })
    };
    let lines = |agreed: &Agreed| agreed.text.lines().count();
    match either(false) {
        Ok(exact) if lines(&exact) <= LONG => Ok(exact),
        Ok(exact) => Ok(match either(true) {
            Ok(rough) if lines(&rough) < lines(&exact) => rough,
            _ => exact,
        }),
        Err(obstacle) => either(true).map_err(|_| obstacle),
    }
}

/// For each of several roles that begin by themselves: what it begins, when services that run a session for each message
/// are all that they have in common.
fn apart(scene: &Scene<'_>, part: &[RoleId]) -> Option<Vec<(RoleId, Vec<RoleId>)>> {
    let single = |role: &&RoleId| scene.is_single(**role);
    let first: Vec<RoleId> = part.iter().filter(single).copied().collect();
    if first.len() < 2 {
        return None;
    }
    let with = |own: RoleId| {
        let others = part
            .iter()
            .filter(|role| **role == own || !first.contains(role));
        let others: Vec<RoleId> = others.copied().collect();
        let mut reached = reached(scene, own, &others);
        reached.sort_unstable();
        reached
    };
    Some(first.iter().map(|own| (*own, with(*own))).collect())
}

/// The sets of roles that talk together, each with the clients and servers that its services meet.
fn parts(scene: &Scene<'_>) -> Vec<Vec<RoleId>> {
    let all: Vec<RoleId> = scene.role_ids().collect();
    let mut left: Vec<RoleId> = all
        .iter()
        .copied()
        .filter(|role| is_service(scene, *role))
        .collect();
    let mut parts = Vec::new();
    while let Some(first) = left.first().copied() {
        let mut part = reached(scene, first, &all);
        left.retain(|role| !part.contains(role));
        part.sort_unstable();
        if part.len() > 1 {
            parts.push(part);
        }
    }
    parts
}

fn is_service(scene: &Scene<'_>, role: RoleId) -> bool {
    matches!(scene.player(role), Some(Player::Service(_)))
}

/// The roles of these that talk to one another, one of them with it; not through those outside.
fn reached(scene: &Scene<'_>, first: RoleId, among: &[RoleId]) -> Vec<RoleId> {
    let mut found = vec![first];
    let mut next = 0;
    while let Some(role) = found.get(next).copied() {
        next += 1;
        let others = among.iter().filter(|other| {
            is_service(scene, role)
                && (speaks(scene, role, **other) || speaks(scene, **other, role))
        });
        for other in others {
            if !found.contains(other) {
                found.push(*other);
            }
        }
    }
    found
}

/// Whether a role may send something to another.
fn speaks(scene: &Scene<'_>, from: RoleId, to: RoleId) -> bool {
    match (scene.player(from), scene.player(to)) {
        (Some(Player::Service(instance)), _) => {
            let mut ends = scene.ports_of(*instance).iter().flatten();
            ends.any(|(_, role)| *role == to)
        }
        (Some(Player::Client), Some(Player::Service(instance))) => {
            is_open(scene.network, *instance)
        }
        _ => false,
    }
}

/// Whether clients outside may speak to an instance.
fn is_open(network: &Network, instance: InstanceId) -> bool {
    let mut access = network[instance].access.iter();
    access.any(|access| *access == crate::automata::network::Access::Open)
}

/// A name for a session: `two-buyers` is `TwoBuyers`.
fn title(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    let written = words.map(|word| {
        let mut letters = word.chars();
        let head: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        head + letters.as_str()
    });
    let written: String = written.collect();
    if written.is_empty() {
        "Session".to_owned()
    } else {
        written
    }
}
