//! Receive validity, where each pair of roles has a queue: of two messages of different senders that a role may take, none
//! can be waiting already in a run in which the other one is to be taken first. Without queues the sender of that other one
//! waits as well.

use super::available::{Look, search};
use super::{Delivery, Kind, Obstacle, edges_of, is_concurrent, runs, with};
use crate::automata::global::{Edge, Global};
use crate::automata::local::{Direction, LocalId};
use crate::protocol::projection::{Projection, action};

/// The first receive that a role may do too early.
///
/// # Errors
/// When there is too much to look at.
pub(super) fn judge(
    global: &Global,
    projection: &Projection,
    delivery: Delivery,
) -> Result<Option<Obstacle>, String> {
    for (id, state) in projection.local.states() {
        let receives = state
            .edges
            .iter()
            .filter(|edge| edge.action.direction == Direction::Receive);
        let mut senders: Vec<_> = receives.map(|edge| edge.action.partner).collect();
        senders.sort_unstable();
        senders.dedup();
        if senders.len() < 2 {
            continue;
        }
        if let Some(found) = of_state(global, projection, delivery, id)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn of_state(
    global: &Global,
    projection: &Projection,
    delivery: Delivery,
    id: LocalId,
) -> Result<Option<Obstacle>, String> {
    let role = projection.local.role;
    let edges = edges_of(global, projection.known(id));
    let received: Vec<&Edge> = edges
        .iter()
        .filter(|edge| edge.interaction.to == role)
        .collect();
    for due in &received {
        for early in &received {
            let differ = early.interaction.from != due.interaction.from;
            if !differ || is_concurrent(global, early, due) {
                continue;
            }
            let held: &[_] = match delivery {
                Delivery::Rendezvous => &[role, due.interaction.from],
                _ => &[role],
            };
            let way = search(global, due, delivery, held, |edge, beside| {
                let step = edge.interaction;
                if (step.from, step.to) != (early.interaction.from, role) {
                    Look::Further
                } else if step == early.interaction && !beside {
                    Look::Found
                } else {
                    // Another message of that sender is ahead of it.
                    Look::Enough
                }
            })?;
            let Some(way) = way else {
                continue;
            };
            return Ok(Some(obstacle(global, projection, id, early, due, way)));
        }
    }
    Ok(None)
}

fn obstacle(
    global: &Global,
    projection: &Projection,
    id: LocalId,
    early: &Edge,
    due: &Edge,
    way: Vec<Edge>,
) -> Obstacle {
    let role = projection.local.role;
    let history = projection.history(id);
    let run = |edge: &Edge| {
        let goal = |state| global.edges(state).contains(edge);
        let run = runs::that_look_like(global, role, &history, goal).unwrap_or_default();
        with(run, edge)
    };
    let mut second = run(due);
    second.extend(way.into_iter().filter(|edge| {
        action(role, edge.interaction).is_none_or(|done| done.direction == Direction::Receive)
    }));
    Obstacle {
        kind: Kind::Receive,
        role,
        step: early.interaction,
        span: early.span,
        other: Some((due.interaction, due.span)),
        first: run(early),
        second,
        repair: None,
    }
}
