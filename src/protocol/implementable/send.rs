//! Send validity: what a role may send in one of the states that it may be in, it may send in all of them, and in none of
//! them something is on its way to it that it has to receive first.

use super::{Kind, Obstacle, edges_of, is_concurrent, runs, with};
use crate::automata::global::{Edge, Global, StateId};
use crate::automata::local::{Action, Direction, LocalId};
use crate::protocol::projection::{Projection, action};
use rustc_hash::FxHashMap;

/// The first send that a role cannot know to be right.
pub(super) fn judge(global: &Global, projection: &Projection) -> Option<Obstacle> {
    let local = &projection.local;
    local.states().find_map(|(id, state)| {
        let mut sends = state.edges.iter();
        sends
            .by_ref()
            .filter(|edge| edge.action.direction == Direction::Send)
            .find_map(|edge| of_send(global, projection, id, edge.action))
    })
}

fn of_send(
    global: &Global,
    projection: &Projection,
    id: LocalId,
    sent: Action,
) -> Option<Obstacle> {
    let role = projection.local.role;
    let known = projection.known(id);
    let is_sent = |edge: &&Edge| action(role, edge.interaction) == Some(sent);
    let origin = known
        .iter()
        .copied()
        .find(|state| global.edges(*state).iter().any(|edge| is_sent(&edge)))?;
    let step = global.edges(origin).iter().find(is_sent)?;
    let history = projection.history(id);
    let able = reaching(global, role, known, |edge| is_sent(&edge));
    let unable = known
        .iter()
        .copied()
        .find(|state| able.get(state) != Some(&true));
    let obstacle = |kind, other: Option<&Edge>, second| Obstacle {
        kind,
        role,
        step: step.interaction,
        span: step.span,
        other: other.map(|edge| (edge.interaction, edge.span)),
        first: with(
            runs::that_look_like(global, role, &history, |state| state == origin)
                .unwrap_or_default(),
            step,
        ),
        second,
        repair: None,
    };
    if unable.is_some() {
        let second = runs::that_look_like(global, role, &history, |state| {
            known.contains(&state) && able.get(&state) != Some(&true)
        })?;
        let end = second.last().map_or(global.start(), |edge| edge.target);
        let mut later = global.edges(end).iter();
        let other = later.find(|edge| action(role, edge.interaction).is_some());
        return Some(obstacle(Kind::Send, other, second));
    }
    let edges = edges_of(global, known);
    let mixed = edges
        .iter()
        .find(|edge| edge.interaction.to == role && !is_concurrent(global, edge, step))?;
    let second = runs::that_look_like(global, role, &history, |state| {
        global.edges(state).contains(mixed)
    })?;
    Some(obstacle(Kind::Mixed, Some(mixed), with(second, mixed)))
}

/// For each of these states, whether a step that is `wanted` can be reached from it by steps without the role.
fn reaching(
    global: &Global,
    role: crate::automata::label::RoleId,
    known: &[StateId],
    wanted: impl Fn(&Edge) -> bool,
) -> FxHashMap<StateId, bool> {
    let mut able: FxHashMap<StateId, bool> = FxHashMap::default();
    let mut backwards: FxHashMap<StateId, Vec<StateId>> = FxHashMap::default();
    let mut waiting = Vec::new();
    for state in known {
        for edge in global.edges(*state) {
            if wanted(edge) {
                if able.insert(*state, true).is_none() {
                    waiting.push(*state);
                }
            } else if action(role, edge.interaction).is_none() {
                backwards.entry(edge.target).or_default().push(*state);
            }
        }
    }
    while let Some(state) = waiting.pop() {
        for before in backwards.get(&state).into_iter().flatten() {
            if able.insert(*before, true).is_none() {
                waiting.push(*before);
            }
        }
    }
    able
}
