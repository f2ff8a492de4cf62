//! What lies on a cycle of a graph: strongly connected components of more than one node, and nodes that lead to
//! themselves.

use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
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

/// The strongly connected components that no edge leaves, each sorted. Edges to nodes without an entry are left out.
#[must_use]
pub fn knots<N: Copy + Ord + Hash>(edges: &BTreeMap<N, Vec<N>>) -> Vec<Vec<N>> {
    let mut graph: DiGraphMap<N, ()> = DiGraphMap::new();
    for (from, targets) in edges {
        graph.add_node(*from);
        for to in targets.iter().filter(|to| edges.contains_key(*to)) {
            graph.add_edge(*from, *to, ());
        }
    }
    let mut found: Vec<Vec<N>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| {
            let members: BTreeSet<N> = component.iter().copied().collect();
            let mut reached = component.iter().flat_map(|node| graph.neighbors(*node));
            reached.all(|to| members.contains(&to))
        })
        .collect();
    for component in &mut found {
        component.sort_unstable();
    }
    found.sort_unstable();
    found
}

/// A shortest cycle within `members`, each node with an edge to the next, the last to the first; empty without one.
#[must_use]
pub fn shortest<N: Copy + Ord + Hash>(edges: &BTreeMap<N, Vec<N>>, members: &[N]) -> Vec<N> {
    let inside: BTreeSet<N> = members.iter().copied().collect();
    let cycles = members
        .iter()
        .filter_map(|start| cycle_through(edges, &inside, *start));
    cycles.min_by_key(Vec::len).unwrap_or_default()
}

/// A shortest cycle through `start`.
fn cycle_through<N: Copy + Ord>(
    edges: &BTreeMap<N, Vec<N>>,
    inside: &BTreeSet<N>,
    start: N,
) -> Option<Vec<N>> {
    let mut parents: BTreeMap<N, N> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        let targets = edges.get(&node).into_iter().flatten();
        for to in targets.filter(|to| inside.contains(*to)) {
            if *to == start {
                let back = std::iter::successors(Some(node), |node| parents.get(node).copied());
                let mut cycle: Vec<N> = back.collect();
                cycle.reverse();
                return Some(cycle);
            }
            if !parents.contains_key(to) {
                parents.insert(*to, node);
                open.push_back(*to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{knots, on_cycles, shortest};
    use std::collections::BTreeMap;

    #[test]
    fn knots_wait_for_nobody_else() {
        let edges = BTreeMap::from([
            (1, vec![2]),
            (2, vec![3, 1]),
            (3, vec![2]),
            (4, vec![1]),
            (5, vec![]),
            (6, vec![6]),
        ]);
        assert_eq!(knots(&edges), [vec![1, 2, 3], vec![5], vec![6]]);
        assert_eq!(shortest(&edges, &[1, 2, 3]), [1, 2]);
        assert_eq!(shortest(&edges, &[5]), Vec::<i32>::new());
        assert_eq!(shortest(&edges, &[6]), [6]);
    }

    #[test]
    fn cycles_of_any_length_are_found() {
        let found = on_cycles([(1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (6, 6)]);
        let mut found: Vec<i32> = found.into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [1, 2, 3, 6]);
        assert!(on_cycles((0..100_000).map(|n| (n, n + 1))).is_empty());
    }
}
