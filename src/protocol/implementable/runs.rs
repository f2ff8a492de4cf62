//! Runs that show something: shortest ones, and those that look to a role like a given one.

use crate::automata::global::{Edge, Global, StateId};
use crate::automata::label::RoleId;
use crate::automata::local::Action;
use crate::protocol::projection::action;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::hash::Hash;

/// A shortest run to a state; empty when there is none.
#[must_use]
pub fn to_state(global: &Global, goal: StateId) -> Vec<Edge> {
    let next = |state: &StateId| {
        let edges = global.edges(*state).iter();
        edges
            .map(|edge| (Some(edge.clone()), edge.target))
            .collect()
    };
    search(global.start(), next, |state| *state == goal).unwrap_or_default()
}

/// A shortest run in which `role` does `history` and nothing else, to a state that is a `goal`.
#[must_use]
pub fn that_look_like(
    global: &Global,
    role: RoleId,
    history: &[Action],
    goal: impl Fn(StateId) -> bool,
) -> Option<Vec<Edge>> {
    let next = |(state, done): &(StateId, usize)| {
        let mut found = Vec::new();
        for edge in global.edges(*state) {
            let done = match action(role, edge.interaction) {
                None => *done,
                Some(action) if history.get(*done) == Some(&action) => done + 1,
                Some(_) => continue,
            };
            found.push((Some(edge.clone()), (edge.target, done)));
        }
        found
    };
    let all = history.len();
    search((global.start(), 0), next, |(state, done)| {
        *done == all && goal(*state)
    })
}

/// A shortest way from `start` to a `goal`: the edges on it. Steps without an edge cost as much and are left out.
pub(super) fn search<K: Clone + Eq + Hash>(
    start: K,
    next: impl Fn(&K) -> Vec<(Option<Edge>, K)>,
    goal: impl Fn(&K) -> bool,
) -> Option<Vec<Edge>> {
    let mut before: FxHashMap<K, Option<(K, Option<Edge>)>> = FxHashMap::default();
    before.insert(start.clone(), None);
    let mut waiting = VecDeque::from([start]);
    while let Some(here) = waiting.pop_front() {
        if goal(&here) {
            let mut run = Vec::new();
            let mut at = here;
            while let Some(Some((previous, edge))) = before.get(&at) {
                run.extend(edge.clone());
                at = previous.clone();
            }
            run.reverse();
            return Some(run);
        }
        for (edge, there) in next(&here) {
            if !before.contains_key(&there) {
                before.insert(there.clone(), Some((here.clone(), edge)));
                waiting.push_back(there);
            }
        }
    }
    None
}
