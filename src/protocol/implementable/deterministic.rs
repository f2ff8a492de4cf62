//! A protocol in which no state has two edges of one interaction: what was a choice that nobody can see is made later,
//! where it can be seen.

use super::MOST;
use crate::automata::global::{Edge, Global, Interaction, State, StateId, ThreadId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A protocol with the same runs that is deterministic. `None` when it is too large. Conditions are left as they are:
/// of a symbolic protocol this is only the same when it is deterministic already.
#[must_use]
pub fn deterministic(global: &Global) -> Option<Global> {
    let is_deterministic = global.states().all(|(_, state)| {
        let mut seen = FxHashSet::default();
        state.edges.iter().all(|edge| seen.insert(edge.interaction))
    });
    if is_deterministic {
        return Some(global.clone());
    }
    let mut result = Global::new(global.name, global.roles.clone());
    result.copy_threads(global);
    result.registers.clone_from(&global.registers);
    let start = vec![global.start()];
    let mut known: FxHashMap<Vec<StateId>, StateId> = FxHashMap::default();
    known.insert(start.clone(), result.start());
    let mut waiting = vec![start];
    while let Some(set) = waiting.pop() {
        let here = known.get(&set).copied()?;
        let accepting = set.iter().any(|state| global.is_accepting(*state));
        result.accept(here, accepting);
        let mut groups: Vec<(Edge, Vec<StateId>)> = Vec::new();
        let mut index: FxHashMap<(Interaction, ThreadId), usize> = FxHashMap::default();
        for edge in set.iter().flat_map(|state| global.edges(*state)) {
            let next = groups.len();
            let place = *index.entry((edge.interaction, edge.thread)).or_insert(next);
            if place == next {
                groups.push((edge.clone(), Vec::new()));
            }
            if let Some((_, targets)) = groups.get_mut(place) {
                targets.push(edge.target);
            }
        }
        for (mut edge, mut targets) in groups {
            targets.sort_unstable();
            targets.dedup();
            edge.target = *known.entry(targets).or_insert_with_key(|targets| {
                waiting.push(targets.clone());
                result.add(State::default())
            });
            result.connect(here, edge);
        }
        if known.len() > MOST {
            return None;
        }
    }
    Some(result)
}
