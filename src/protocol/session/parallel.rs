//! `|`: the product of branches that were built each by itself.

use super::draft::{Draft, Node};
use crate::automata::global::{Edge, ForkId, StateId};
use rustc_hash::FxHashMap;

/// What a node comes to by silent steps: interactions, and the end of its branch.
type Closure = (Vec<Edge>, Option<Vec<ForkId>>);

/// Where each branch stands.
type Standing = Vec<Node>;

/// Builds the product of branches, each from its beginning to its end, in front of `next`; returns its beginning. Stops
/// when the draft is full.
pub(super) fn product(
    draft: &mut Draft,
    branches: &[(Node, Node)],
    fork: ForkId,
    next: Node,
) -> Node {
    let mut known: FxHashMap<Standing, Node> = FxHashMap::default();
    let begin: Standing = branches.iter().map(|(begin, _)| *begin).collect();
    let first = draft.node();
    known.insert(begin.clone(), first);
    let mut waiting = vec![begin];
    let mut closures: FxHashMap<(usize, Node), Closure> = FxHashMap::default();
    while let Some(standing) = waiting.pop() {
        let Some(here) = known.get(&standing).copied() else {
            continue;
        };
        if draft.is_full() {
            break;
        }
        let mut ended = Some(vec![fork]);
        for (branch, node) in standing.iter().enumerate() {
            let Some((_, end)) = branches.get(branch) else {
                continue;
            };
            let (edges, ends) = closures
                .entry((branch, *node))
                .or_insert_with(|| draft.closure(*node, *end))
                .clone();
            ended = ended.zip(ends).map(|(mut joined, inner)| {
                joined.extend(inner);
                joined
            });
            for mut edge in edges {
                let mut after = standing.clone();
                if let Some(place) = after.get_mut(branch) {
                    *place = Node(edge.target.0);
                }
                let target = *known.entry(after).or_insert_with_key(|after| {
                    waiting.push(after.clone());
                    draft.node()
                });
                edge.target = StateId(target.0);
                draft.edge(here, edge);
            }
        }
        if let Some(joined) = ended {
            draft.silent(here, next, joined);
        }
    }
    first
}
