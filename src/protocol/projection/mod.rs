//! What a role does in a protocol, by the subset construction: everybody else's steps are silent, and the role knows only
//! which global states it may be in.
//!
//! In comes a deterministic [`Global`]; out comes the [`Projection`] of a role, whose local automaton is deterministic.
//! Definition: C(G, p) of Li, Stutz, Wies & Zufferey (CAV 2023). It implements the protocol if anything does.

pub mod merge;
pub mod types;

use crate::automata::global::{Edge, Global, Interaction, StateId};
use crate::automata::label::RoleId;
use crate::automata::local::{Action, Direction, Local, LocalEdge, LocalId, LocalState};
use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

/// A role with what it knows.
#[derive(Clone, Debug)]
pub struct Projection {
    /// What the role does.
    pub local: Local,
    /// The global states that each of its states stands for, in their order.
    known: Vec<Vec<StateId>>,
    /// The state before each, and the action that led there: a shortest way.
    before: Vec<Option<(LocalId, Action)>>,
}

impl Projection {
    /// The global states that the role may be in.
    #[must_use]
    pub fn known(&self, state: LocalId) -> &[StateId] {
        self.known.get(state.index()).map_or(&[], Vec::as_slice)
    }

    /// What the role has done when it comes to `state`, by a shortest way.
    #[must_use]
    pub fn history(&self, state: LocalId) -> Vec<Action> {
        let before = |state: LocalId| self.before.get(state.index()).copied().flatten();
        let mut actions: Vec<Action> =
            std::iter::successors(before(state), |(state, _)| before(*state))
                .map(|(_, action)| action)
                .collect();
        actions.reverse();
        actions
    }
}

/// What a role does in an interaction; `None` when it takes no part.
#[must_use]
pub fn action(role: RoleId, interaction: Interaction) -> Option<Action> {
    let Interaction { from, to, label } = interaction;
    let (direction, partner) = if from == role {
        (Direction::Send, to)
    } else if to == role {
        (Direction::Receive, from)
    } else {
        return None;
    };
    Some(Action {
        direction,
        partner,
        label,
    })
}

/// Projects a protocol to a role. `None` when that has more than `most` states.
#[must_use]
pub fn project(global: &Global, role: RoleId, most: usize) -> Option<Projection> {
    let mut projection = Projection {
        local: Local::new(role, global.roles.clone()),
        known: Vec::new(),
        before: vec![None],
    };
    let first = silently(global, role, &[global.start()]);
    projection.known.push(first.clone());
    let start = projection.local.start();
    projection.local.accept(start, accepts(global, &first));
    let mut states = FxHashMap::from_iter([(first, start)]);
    let mut next = 0;
    while let Some(known) = projection.known.get(next).cloned() {
        let here = LocalId(u32::try_from(next).unwrap_or(u32::MAX));
        next += 1;
        for (action, edges) in moves(global, role, &known) {
            let targets: Vec<StateId> = edges.iter().map(|edge| edge.target).collect();
            let set = silently(global, role, &targets);
            let target = match states.get(&set) {
                Some(target) => *target,
                None => {
                    let accepting = accepts(global, &set);
                    let target = projection.local.add(LocalState {
                        accepting,
                        edges: Vec::new(),
                    });
                    projection.known.push(set.clone());
                    projection.before.push(Some((here, action)));
                    states.insert(set, target);
                    target
                }
            };
            if let Some(edge) = edges.first() {
                let edge = LocalEdge {
                    action,
                    payload: edge.payload.clone(),
                    target,
                    span: edge.span,
                };
                projection.local.connect(here, edge);
            }
        }
        if projection.known.len() > most {
            return None;
        }
    }
    Some(projection)
}

fn accepts(global: &Global, known: &[StateId]) -> bool {
    known.iter().any(|state| global.is_accepting(*state))
}

/// The edges of these states in which the role takes part, by what it does, in the order in which they are met.
fn moves<'g>(global: &'g Global, role: RoleId, known: &[StateId]) -> Vec<(Action, Vec<&'g Edge>)> {
    let mut found: Vec<(Action, Vec<&Edge>)> = Vec::new();
    let mut index: FxHashMap<Action, usize> = FxHashMap::default();
    for edge in known.iter().flat_map(|state| global.edges(*state)) {
        let Some(action) = action(role, edge.interaction) else {
            continue;
        };
        let next = found.len();
        let place = *index.entry(action).or_insert(next);
        if place == next {
            found.push((action, Vec::new()));
        }
        if let Some((_, edges)) = found.get_mut(place) {
            edges.push(edge);
        }
    }
    found
}

/// The states that are reached from `from` by steps in which the role takes no part, themselves too, sorted.
#[must_use]
pub fn silently(global: &Global, role: RoleId, from: &[StateId]) -> Vec<StateId> {
    let mut seen = FixedBitSet::with_capacity(global.len());
    let mut waiting = from.to_vec();
    let mut found = Vec::new();
    while let Some(state) = waiting.pop() {
        if state.index() >= global.len() || seen.put(state.index()) {
            continue;
        }
        found.push(state);
        let others = global.edges(state).iter();
        let others = others.filter(|edge| action(role, edge.interaction).is_none());
        waiting.extend(others.map(|edge| edge.target));
    }
    found.sort_unstable();
    found
}
