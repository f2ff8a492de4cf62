//! What one service does, as local types: one for each message that begins a session of it.

use super::machine::{Machine, Node, Rest};
use super::{Obstacle, Scene};
use crate::automata::local::{Action, Local, LocalEdge, LocalId, LocalState};
use crate::automata::network::InstanceId;
use crate::base::{Name, Span};
use crate::protocol::refinement::{Answer, refines};
use rustc_hash::FxHashMap;

/// One of the things that a service does.
#[derive(Clone, Debug)]
pub struct Behaviour {
    /// The operation that begins it; what the service does by itself has none.
    pub starter: Option<Name>,
    /// Its type.
    pub local: Local,
}

/// How many states a type has that is written as it is; a larger one may stand for a loop that is counted.
const LARGE: usize = 24;

/// What a service does: by itself, when that is seen, then for each message that begins a session, in their order. The
/// service refines each of them.
///
/// # Errors
///
/// The first line that stands in the way of a type.
pub fn locals(scene: &Scene<'_>, instance: InstanceId) -> Result<Vec<Behaviour>, Obstacle> {
    let exact = types(scene, instance, false);
    let size = |found: &[Behaviour]| -> usize { found.iter().map(|one| one.local.len()).sum() };
    if exact.as_ref().is_ok_and(|exact| size(exact) <= LARGE) {
        return exact;
    }
    let refined = |one: &Behaviour| {
        let part = scene.part(instance, &one.local);
        matches!(refines(&part), Answer::Refines(_))
    };
    match (types(scene, instance, true), exact) {
        (Ok(rough), exact) if rough.iter().all(refined) => match exact {
            Ok(exact) if size(&exact) <= size(&rough) => Ok(exact),
            _ => Ok(rough),
        },
        (_, exact) => exact,
    }
}

/// The same by one way of looking.
fn types(scene: &Scene<'_>, instance: InstanceId, blind: bool) -> Result<Vec<Behaviour>, Obstacle> {
    let universal = scene.universal(instance, false);
    let part = scene.part(instance, &universal);
    let mut walk = Walk {
        scene,
        machine: Machine::new(scene, &part, blind)?,
        empty: Local::new(universal.role, universal.roles.clone()),
    };
    let (own, begun) = walk.from(None, vec![])?;
    let mut found = Vec::new();
    let behaviour = scene.network.behaviour_of(instance);
    if behaviour.starters().next().is_none() || !own.is_empty() {
        found.push(Behaviour {
            starter: None,
            local: own,
        });
    }
    let mut starters: Vec<(Name, Vec<LocalStep>)> = Vec::new();
    for step in begun {
        let name = step.0.label.operation;
        match starters.iter_mut().find(|(known, _)| *known == name) {
            Some((_, steps)) => steps.push(step),
            None => starters.push((name, vec![step])),
        }
    }
    starters.sort_by_key(|(_, steps)| steps.first().map(|(_, _, span)| (span.source, span.start)));
    for (name, steps) in starters {
        let (local, _) = walk.from(Some(name), steps)?;
        found.push(Behaviour {
            starter: Some(name),
            local,
        });
    }
    Ok(found)
}

/// A step with the state that it leads to and its line.
type LocalStep = (Action, usize, Span);

struct Walk<'s, 'a> {
    scene: &'s Scene<'a>,
    machine: Machine<'s>,
    empty: Local,
}

impl Walk<'_, '_> {
    /// What the service does after one of these steps; from its beginning when there is none. No other session begins
    /// meanwhile: the messages that would begin one are told.
    fn from(
        &mut self,
        starter: Option<Name>,
        first: Vec<LocalStep>,
    ) -> Result<(Local, Vec<LocalStep>), Obstacle> {
        let mut local = self.empty.clone();
        let mut begun: Vec<LocalStep> = Vec::new();
        let mut known: FxHashMap<usize, LocalId> = FxHashMap::default();
        let mut waiting = Vec::new();
        if starter.is_none() {
            known.insert(Machine::START, local.start());
            waiting.push(Machine::START);
        }
        for step in first {
            let start = local.start();
            self.connect(&mut local, (start, step), &mut known, &mut waiting)?;
        }
        while let Some(state) = waiting.pop() {
            let node = self.machine.node(state)?;
            let here = known.get(&state).copied().unwrap_or_else(|| local.start());
            decided(&node)?;
            local.accept(here, may_stop(&node));
            for step in node.outputs.iter().chain(&node.inputs) {
                let found = (step.action, step.target, step.span);
                if !step.begins {
                    self.connect(&mut local, (here, found), &mut known, &mut waiting)?;
                } else if !begun.iter().any(|(action, ..)| *action == step.action) {
                    begun.push(found);
                }
            }
        }
        Ok((local, begun))
    }

    fn connect(
        &mut self,
        local: &mut Local,
        (from, (action, state, span)): (LocalId, LocalStep),
        known: &mut FxHashMap<usize, LocalId>,
        waiting: &mut Vec<usize>,
    ) -> Result<(), Obstacle> {
        let state = self.machine.settle(state)?;
        let target = *known.entry(state).or_insert_with(|| {
            waiting.push(state);
            local.add(LocalState::default())
        });
        let own = local.role;
        let (from_role, to_role) = match action.direction {
            crate::automata::local::Direction::Send => (own, action.partner),
            crate::automata::local::Direction::Receive => (action.partner, own),
        };
        let edge = LocalEdge {
            action,
            payload: self.scene.payload(from_role, to_role, action.label),
            target,
            span,
        };
        local.connect(from, edge);
        Ok(())
    }
}

fn is_over(rest: &Rest) -> bool {
    rest.waits.is_empty()
}

/// Whether the role may stop: it is over, or does nothing that is seen any more.
fn may_stop(node: &Node) -> bool {
    node.rests.iter().any(is_over) || node.rests.is_empty() && node.outputs.is_empty()
}

/// Whether partners know what is taken: all ways in which the service waits there take the same.
fn decided(node: &Node) -> Result<(), Obstacle> {
    let begins = |action: &Action| {
        let mut steps = node.inputs.iter();
        steps.any(|step| step.action == *action && step.begins)
    };
    let takes = |rest: &Rest| {
        let mut taken: Vec<Action> = rest
            .takes
            .iter()
            .filter(|one| !begins(one))
            .copied()
            .collect();
        taken.sort_unstable();
        taken
    };
    let mut rests = node.rests.iter();
    let Some(first) = rests.next() else {
        return Ok(());
    };
    let Some(other) = rests.find(|rest| takes(rest) != takes(first)) else {
        return Ok(());
    };
    let mut waits = first.waits.iter().chain(&other.waits);
    let Some((span, what)) = waits.next() else {
        return Ok(());
    };
    let rest: Vec<(Span, String)> = waits
        .map(|(span, what)| (*span, format!("waits for {what}")))
        .collect();
    let instead = match rest.as_slice() {
        [] => "ends",
        _ => "waits for something else",
    };
    let message = format!(
        "whether it waits for {what} or {instead} is its own choice, of which partners are not told"
    );
    let mut obstacle = Obstacle::new(*span, message);
    obstacle.others = rest;
    Err(obstacle)
}
