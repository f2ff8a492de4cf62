//! The automaton of a session while it is built: with steps that say nothing, and `|`s that are still to be joined.
//!
//! [`finish`] takes the silent steps out: a state has the edges of all that it reaches by them.

use super::STATES;
use crate::automata::global::{Edge, ForkId, Global, State, StateId};
use rustc_hash::{FxHashMap, FxHashSet};

/// A node of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::protocol) struct Node(pub(in crate::protocol) u32);

/// What leaves a node.
#[derive(Clone, Debug, Default)]
struct Leaving {
    /// Silent steps, with the `|`s that end by one.
    silent: Vec<(Node, Vec<ForkId>)>,
    /// Interactions; their targets are nodes.
    edges: Vec<Edge>,
}

/// An automaton under construction. Node 0 is the end of the session.
#[derive(Clone, Debug)]
pub(in crate::protocol) struct Draft {
    nodes: Vec<Leaving>,
    size: usize,
}

impl Draft {
    /// The node at which the session has ended.
    pub(in crate::protocol) const END: Node = Node(0);

    pub(in crate::protocol) fn new() -> Self {
        Self {
            nodes: vec![Leaving::default()],
            size: 1,
        }
    }

    /// One more node.
    pub(in crate::protocol) fn node(&mut self) -> Node {
        self.size += 1;
        let node = Node(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Leaving::default());
        node
    }

    /// Whether there is more of it than a session may have.
    pub(in crate::protocol) fn is_full(&self) -> bool {
        self.size > STATES
    }

    pub(in crate::protocol) fn silent(&mut self, from: Node, to: Node, joined: Vec<ForkId>) {
        self.size += 1;
        if let Some(leaving) = self.nodes.get_mut(from.0 as usize) {
            leaving.silent.push((to, joined));
        }
    }

    pub(in crate::protocol) fn edge(&mut self, from: Node, edge: Edge) {
        self.size += 1;
        if let Some(leaving) = self.nodes.get_mut(from.0 as usize) {
            leaving.edges.push(edge);
        }
    }

    /// The interactions that a node comes to by silent steps, and whether it comes to `end` so; with the `|`s that end on
    /// the way.
    pub(in crate::protocol) fn closure(
        &self,
        node: Node,
        end: Node,
    ) -> (Vec<Edge>, Option<Vec<ForkId>>) {
        let mut edges = Vec::new();
        let mut ends = None;
        let mut seen = FxHashSet::default();
        let mut waiting = vec![(node, Vec::new())];
        while let Some((node, joined)) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            if node == end {
                ends = Some(joined);
                continue;
            }
            let Some(leaving) = self.nodes.get(node.0 as usize) else {
                continue;
            };
            for edge in &leaving.edges {
                let mut edge = edge.clone();
                edge.joined.extend(&joined);
                edges.push(edge);
            }
            for (target, forks) in leaving.silent.iter().rev() {
                let joined = joined.iter().chain(forks).copied().collect();
                waiting.push((*target, joined));
            }
        }
        (edges, ends)
    }
}

/// The automaton that begins at `start`, without silent steps and without what cannot be reached.
pub(in crate::protocol) fn finish(draft: &Draft, start: Node, mut global: Global) -> Global {
    let mut states: FxHashMap<Node, StateId> = FxHashMap::default();
    states.insert(start, global.start());
    let mut waiting = vec![start];
    while let Some(node) = waiting.pop() {
        let Some(state) = states.get(&node).copied() else {
            continue;
        };
        let (edges, ends) = draft.closure(node, Draft::END);
        global.accept(state, ends.is_some());
        for mut edge in edges {
            let target = Node(edge.target.0);
            edge.target = *states.entry(target).or_insert_with(|| {
                waiting.push(target);
                global.add(State::default())
            });
            global.connect(state, edge);
        }
    }
    global
}
