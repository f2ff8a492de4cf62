//! The smallest automaton that does the same: states from which the same can happen are one, and none is there that is not
//! reached.

use crate::automata::global::{Datum, Edge, Global, Interaction, State, StateId, ThreadId};
use crate::automata::label::Payload;
use crate::solve::term::Formula;
use rustc_hash::FxHashMap;

/// How many states are compared: in a row of states each needs a round of its own.
const STATES: usize = 1 << 12;

/// What an edge says, apart from where it leads.
type Said<'g> = (Interaction, &'g Payload, &'g Formula<Datum>, ThreadId);

/// The smallest automaton that does the same; a large one as it is.
#[must_use]
pub fn smallest(global: &Global) -> Global {
    if global.len() > STATES {
        return global.clone();
    }
    let class = classes(global);
    let of = |state: StateId| class.get(state.index()).copied().unwrap_or(0);
    let mut result = Global::new(global.name, global.roles.clone());
    result.copy_threads(global);
    result.registers.clone_from(&global.registers);
    let mut states = FxHashMap::from_iter([(of(global.start()), result.start())]);
    let mut waiting = vec![(global.start(), result.start())];
    while let Some((state, here)) = waiting.pop() {
        result.accept(here, global.is_accepting(state));
        let mut known: Vec<Edge> = Vec::new();
        for edge in global.edges(state) {
            let target = *states.entry(of(edge.target)).or_insert_with(|| {
                let target = result.add(State::default());
                waiting.push((edge.target, target));
                target
            });
            let edge = Edge {
                target,
                ..edge.clone()
            };
            let same = |one: &Edge| said(one) == said(&edge) && one.target == target;
            if !known.iter().any(same) {
                known.push(edge.clone());
                result.connect(here, edge);
            }
        }
    }
    result
}

fn said(edge: &Edge) -> Said<'_> {
    (
        edge.interaction,
        &edge.payload,
        &edge.condition,
        edge.thread,
    )
}

/// The class of each state: those of one class do the same.
fn classes(global: &Global) -> Vec<u32> {
    let mut labels: FxHashMap<Said<'_>, u32> = FxHashMap::default();
    let mut edges: Vec<Vec<(u32, usize)>> = Vec::new();
    for (_, state) in global.states() {
        let out = state.edges.iter().map(|edge| {
            let fresh = u32::try_from(labels.len()).unwrap_or(u32::MAX);
            (
                *labels.entry(said(edge)).or_insert(fresh),
                edge.target.index(),
            )
        });
        edges.push(out.collect());
    }
    let accepting = global.states().map(|(_, state)| u32::from(state.accepting));
    let mut class: Vec<u32> = accepting.collect();
    let mut count = 0;
    loop {
        let mut known: FxHashMap<(u32, Vec<(u32, u32)>), u32> = FxHashMap::default();
        let mut next = Vec::with_capacity(class.len());
        for (own, out) in class.iter().zip(&edges) {
            let mut out: Vec<(u32, u32)> = out
                .iter()
                .map(|(label, target)| (*label, class.get(*target).copied().unwrap_or(0)))
                .collect();
            out.sort_unstable();
            out.dedup();
            let fresh = u32::try_from(known.len()).unwrap_or(u32::MAX);
            next.push(*known.entry((*own, out)).or_insert(fresh));
        }
        class = next;
        if known.len() == count {
            return class;
        }
        count = known.len();
    }
}
