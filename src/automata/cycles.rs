//! What lies on a cycle of a graph: strongly connected components of more than one node, and nodes that lead to
//! themselves.

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::HashSet;
use std::hash::Hash;

/// The nodes from which an edge leads, at once or over others, back to themselves. Takes time linear in the edges.
#[must_use]
pub fn on_cycles<N: Copy + Ord + Hash>(edges: impl IntoIterator<Item = (N, N)>) -> HashSet<N> {
    let graph: DiGraphMap<N, ()> = DiGraphMap::from_edges(edges);
    let components = kosaraju_scc(&graph).into_iter();
    let cyclic = components.filter(|component| match component.as_slice() {
        [only] => graph.contains_edge(*only, *only),
        _ => true,
    });
    cyclic.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::on_cycles;

    #[test]
    fn cycles_of_any_length_are_found() {
        let found = on_cycles([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (6, 6)]);
        let mut found: Vec<i32> = found.into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [1, 2, 3, 6]);
        assert!(on_cycles((0..100_000).map(|n| (n, n + 1))).is_empty());
    }
}
