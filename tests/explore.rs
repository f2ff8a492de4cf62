//! The engine against naive algorithms, on random graphs and on all small ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

use proptest::prelude::*;
use quadrille::explore::{
    Bound, Components, Ending, Explored, Label, Limits, Player, Predecessors, StateId, StateSet,
    TransitionSystem, attractor, bottom_components, can_reach, explore,
};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A graph written down: the steps of each node, and the nodes that a bound holds back.
#[derive(Clone, Debug)]
struct Graph {
    steps: Vec<Vec<(usize, u32)>>,
    held_back: Vec<Option<Bound>>,
}

impl Graph {
    fn new(steps: Vec<Vec<(usize, u32)>>) -> Self {
        let held_back = vec![None; steps.len()];
        Self { steps, held_back }
    }

    /// The row of a node: empty for the first, long for some, wide for some.
    fn row(node: usize) -> Vec<u32> {
        let number = node as u32;
        match node % 4 {
            _ if node == 0 => Vec::new(),
            0 => vec![number; 300],
            1 => vec![number],
            2 => vec![number * 300, 7],
            _ => vec![number, u32::MAX],
        }
    }

    fn node(&self, row: &[u32]) -> usize {
        let same = |node: &usize| Self::row(*node) == row;
        (0..self.steps.len()).find(same).unwrap()
    }

    /// The nodes in the order of a naive breadth-first search, with their distances.
    fn breadth_first(&self) -> Vec<(usize, usize)> {
        let mut found = vec![(0, 0)];
        let mut open = VecDeque::from([(0, 0)]);
        while let Some((node, distance)) = open.pop_front() {
            for (target, _) in &self.steps[node] {
                if found.iter().all(|(known, _)| known != target) {
                    found.push((*target, distance + 1));
                    open.push_back((*target, distance + 1));
                }
            }
        }
        found
    }
}

impl TransitionSystem for Graph {
    fn initial(&mut self, row: &mut Vec<u32>) {
        row.extend(Self::row(0));
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        let node = self.node(state);
        for (target, label) in &self.steps[node] {
            emit(&Self::row(*target), Label(*label));
        }
        self.held_back[node]
    }
}

fn graphs(nodes: usize, labels: u32) -> impl Strategy<Value = Graph> {
    let bound = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Bound::Queue)),
        1 => Just(Some(Bound::Sessions)),
    ];
    (1..=nodes).prop_flat_map(move |nodes| {
        let steps = prop::collection::vec((0..nodes, 0..labels), 0..4);
        let held_back = prop::collection::vec(bound.clone(), nodes);
        (prop::collection::vec(steps, nodes), held_back)
            .prop_map(|(steps, held_back)| Graph { steps, held_back })
    })
}

fn all_of(graph: &Graph) -> Explored {
    explore(&mut graph.clone(), &Limits::default(), &mut |_| {})
}

fn nodes_of(graph: &Graph, explored: &Explored) -> Vec<usize> {
    let mut row = Vec::new();
    let node = |state| {
        explored.row(state, &mut row);
        graph.node(&row)
    };
    explored.ids().map(node).collect()
}

/// What holds of every exploration, be it whole or not.
fn assert_sound(graph: &Graph, explored: &Explored) {
    let nodes = nodes_of(graph, explored);
    let expected = graph.breadth_first();
    let distances: HashMap<usize, usize> = expected.iter().copied().collect();
    let prefix: Vec<usize> = expected
        .iter()
        .take(nodes.len())
        .map(|found| found.0)
        .collect();
    assert_eq!(nodes, prefix, "states in the order of the search");
    assert!(explored.expanded() <= explored.states());
    let mut transitions = 0;
    for state in explored.ids() {
        let edges: Vec<(usize, u32)> = explored
            .edges(state)
            .map(|(target, label)| (nodes[target.index()], label.0))
            .collect();
        transitions += edges.len();
        let node = nodes[state.index()];
        if explored.is_expanded(state) {
            assert_eq!(edges, graph.steps[node]);
            assert_eq!(explored.held_back_by(state), graph.held_back[node]);
        } else {
            assert!(graph.steps[node].starts_with(&edges));
            assert!(!explored.is_held_back(state));
        }
        let path = explored.path(state);
        assert_eq!(path.len(), distances[&node], "a shortest run");
        let mut at = StateId::INITIAL;
        for (label, next) in path {
            assert!(explored.edges(at).any(|edge| edge == (next, label)));
            at = next;
        }
        assert_eq!(at, state);
    }
    assert_eq!(explored.transitions(), transitions);
    let expanded = explored.ids().filter(|state| explored.is_expanded(*state));
    let bounds: BTreeSet<Bound> = expanded
        .filter_map(|state| explored.held_back_by(state))
        .collect();
    assert_eq!(explored.bounds(), &bounds);
}

/// For each pair of states whether there is a run from the first to the second, over the edges kept.
fn closure(explored: &Explored, keep: impl Fn(StateId, Label, StateId) -> bool) -> Vec<Vec<bool>> {
    let states = explored.states();
    let mut reach = vec![vec![false; states]; states];
    for state in explored.ids() {
        reach[state.index()][state.index()] = true;
        for (target, label) in explored.edges(state) {
            reach[state.index()][target.index()] |= keep(state, label, target);
        }
    }
    for middle in 0..states {
        for from in 0..states {
            for to in 0..states {
                reach[from][to] |= reach[from][middle] && reach[middle][to];
            }
        }
    }
    reach
}

fn assert_components(explored: &Explored, keep: impl Fn(StateId, Label, StateId) -> bool + Copy) {
    let reach = closure(explored, keep);
    let components = Components::through(explored, keep);
    let members = components.members();
    assert_eq!(members.len(), components.count());
    assert!(members.iter().all(|members| !members.is_empty()));
    for from in explored.ids() {
        for to in explored.ids() {
            let [mine, other] = [from, to].map(|state| components.component(state));
            let (there, back) = (
                reach[from.index()][to.index()],
                reach[to.index()][from.index()],
            );
            assert_eq!(mine == other, there && back);
            assert!(!there || mine >= other, "numbered from the bottom");
        }
    }
}

fn assert_bottom(explored: &Explored) {
    let reach = closure(explored, |_, _, _| true);
    let reached = |state: StateId| {
        let row = &reach[state.index()];
        explored.ids().filter(move |to| row[to.index()])
    };
    let is_bottom = |state: &StateId| {
        reached(*state).all(|to| reach[to.index()][state.index()] && explored.is_expanded(to))
    };
    let mut expected: Vec<Vec<StateId>> = Vec::new();
    for state in explored.ids().filter(is_bottom) {
        if expected.iter().all(|members| !members.contains(&state)) {
            expected.push(reached(state).collect());
        }
    }
    assert_eq!(bottom_components(explored, |_| true), expected);
}

fn owner(label: Label) -> Player {
    match label.0 % 5 {
        0 => Player::System,
        1 => Player::Client,
        2 => Player::Data,
        3 => Player::Bystander,
        _ => Player::Nobody,
    }
}

/// The attractor by its words: states are added until none is to be added.
fn naive_attractor(explored: &Explored, losing: &StateSet) -> StateSet {
    let mut lost = losing.clone();
    loop {
        let before = lost.len();
        for state in explored.ids().filter(|state| explored.is_expanded(*state)) {
            let into = |player: Player| -> Vec<bool> {
                let of = explored.edges(state).filter(|edge| owner(edge.1) == player);
                of.map(|(target, _)| lost.contains(target)).collect()
            };
            let all = |steps: &[bool]| !steps.is_empty() && steps.iter().all(|into| *into);
            let players = [
                Player::System,
                Player::Client,
                Player::Data,
                Player::Bystander,
            ];
            let [system, client, data, bystander] = players.map(into);
            let client_only = system.is_empty() && data.is_empty();
            if system.contains(&true)
                || bystander.contains(&true)
                || all(&data)
                || client_only && all(&client)
            {
                lost.insert(state);
            }
        }
        if lost.len() == before {
            return lost;
        }
    }
}

fn assert_attractor(explored: &Explored, losing: &StateSet) {
    let predecessors = Predecessors::of(explored);
    let lost = attractor(explored, &predecessors, losing, owner);
    let expected = naive_attractor(explored, losing);
    assert!(lost.iter().eq(expected.iter()), "{lost:?} {expected:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_whole_exploration_is_a_breadth_first_search(graph in graphs(30, 5)) {
        let explored = all_of(&graph);
        assert_sound(&graph, &explored);
        prop_assert_eq!(explored.ending(), Ending::Complete);
        prop_assert_eq!(explored.states(), graph.breadth_first().len());
        prop_assert_eq!(explored.expanded(), explored.states());
    }

    #[test]
    fn a_limit_of_states_is_kept(graph in graphs(30, 5), most in 0..30usize) {
        let limits = Limits { states: Some(most), ..Limits::default() };
        let explored = explore(&mut graph.clone(), &limits, &mut |_| {});
        assert_sound(&graph, &explored);
        let all = graph.breadth_first().len();
        prop_assert_eq!(explored.states(), all.min(most.max(1)));
        let whole = all <= most.max(1);
        prop_assert_eq!(explored.ending() == Ending::Complete, whole);
        prop_assert_eq!(explored.ending() == Ending::States, !whole);
        prop_assert_eq!(explored.expanded() == explored.states(), whole);
    }

    #[test]
    fn a_limit_of_memory_is_kept(graph in graphs(30, 5), part in 0..100usize) {
        let needed = all_of(&graph).bytes();
        let memory = needed * part / 100;
        let limits = Limits { memory: Some(memory), ..Limits::default() };
        let explored = explore(&mut graph.clone(), &limits, &mut |_| {});
        assert_sound(&graph, &explored);
        prop_assert_eq!(explored.ending(), Ending::Memory);
        prop_assert!(explored.bytes() <= memory);
    }

    #[test]
    fn questions_of_the_graph_agree_with_naive_answers(
        graph in graphs(20, 5),
        most in 1..40usize,
        goals in prop::collection::vec(any::<bool>(), 20),
    ) {
        let limits = Limits { states: Some(most), ..Limits::default() };
        let explored = explore(&mut graph.clone(), &limits, &mut |_| {});
        assert_components(&explored, |_, _, _| true);
        assert_components(&explored, |_, label, _| label.0 != 3);
        assert_bottom(&explored);
        let reach = closure(&explored, |_, label, _| label.0 != 3);
        let goal = |state: StateId| goals[state.index()];
        let found = can_reach(&explored, goal, |_, label, _| label.0 != 3);
        let expected = |state: &StateId| {
            explored.ids().any(|to| goal(to) && reach[state.index()][to.index()])
        };
        let expected: Vec<StateId> = explored.ids().filter(expected).collect();
        prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected);
        let losing: StateSet = explored.ids().filter(|state| goal(*state)).collect();
        assert_attractor(&explored, &losing);
    }
}

#[test]
fn the_attractor_is_right_on_all_small_graphs() {
    // Between each two of three states at most one step, whoever's it is.
    for code in 0..4u32.pow(9) {
        let player = |from: usize, to: usize| code >> (2 * (3 * from + to)) & 3;
        let steps = |from| {
            let steps = (0..3).filter(|to| player(from, *to) != 3);
            steps.map(|to| (to, player(from, to))).collect()
        };
        let explored = all_of(&Graph::new((0..3).map(steps).collect()));
        let last = explored.ids().last().unwrap();
        assert_attractor(&explored, &StateSet::from_iter([last]));
    }
}

#[test]
fn steps_of_one_state_are_counted_each() {
    // Two steps of the data to the same lost state, one elsewhere.
    let graph = Graph::new(vec![vec![(1, 2), (1, 7), (2, 2)], vec![], vec![(2, 0)]]);
    let explored = all_of(&graph);
    assert_attractor(&explored, &StateSet::from_iter([StateId(1)]));
    assert_attractor(&explored, &StateSet::from_iter([StateId(1), StateId(2)]));
}

/// A long line of states, closed to a ring or not.
struct Line {
    last: u32,
    closed: bool,
}

impl TransitionSystem for Line {
    fn initial(&mut self, row: &mut Vec<u32>) {
        row.push(0);
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        if state[0] < self.last {
            emit(&[state[0] + 1], Label(0));
        } else if self.closed {
            emit(&[0], Label(0));
        }
        None
    }
}

#[test]
fn a_million_states_in_a_line_overflow_no_stack() {
    let last = 1_000_000;
    for closed in [false, true] {
        let explored = explore(&mut Line { last, closed }, &Limits::default(), &mut |_| {});
        let states = last as usize + 1;
        assert_eq!(explored.states(), states);
        let components = Components::of(&explored);
        assert_eq!(components.count(), if closed { 1 } else { states });
        assert_eq!(bottom_components(&explored, |_| true).len(), 1);
        assert_eq!(explored.path(StateId(last)).len(), last as usize);
        let end = StateSet::from_iter([StateId(last)]);
        let predecessors = Predecessors::of(&explored);
        let lost = attractor(&explored, &predecessors, &end, |_| Player::Client);
        assert_eq!(lost.len(), states);
        let found = predecessors.can_reach(|state| state.0 == last, |_, _, _| true);
        assert_eq!(found.len(), states);
    }
}

#[test]
fn time_and_interrupts_end_it() {
    let mut line = Line {
        last: u32::MAX,
        closed: false,
    };
    let time = Limits {
        time: Some(Duration::from_millis(20)),
        ..Limits::default()
    };
    let explored = explore(&mut line, &time, &mut |_| {});
    assert_eq!(explored.ending(), Ending::Time);
    assert_eq!(explored.expanded() + 1, explored.states());

    let stop = AtomicBool::new(false);
    let limits = Limits {
        stop: Some(&stop),
        ..Limits::default()
    };
    let mut told = 0;
    let explored = explore(&mut line, &limits, &mut |progress| {
        assert_eq!(progress.states, progress.expanded + 1);
        told += 1;
        stop.store(told == 3, Ordering::Relaxed);
    });
    assert_eq!(explored.ending(), Ending::Interrupted);
    assert!(explored.states() > 2);
}

#[test]
fn what_the_system_itself_takes_counts_against_the_memory() {
    /// A system that remembers much.
    struct Hungry(Line);

    impl TransitionSystem for Hungry {
        fn initial(&mut self, row: &mut Vec<u32>) {
            self.0.initial(row);
        }

        fn successors(
            &mut self,
            state: &[u32],
            emit: &mut impl FnMut(&[u32], Label),
        ) -> Option<Bound> {
            self.0.successors(state, emit)
        }

        fn bytes(&self) -> usize {
            1 << 30
        }
    }

    let line = Line {
        last: 1_000_000,
        closed: false,
    };
    let limits = Limits {
        memory: Some(1 << 30),
        ..Limits::default()
    };
    let explored = explore(&mut Hungry(line), &limits, &mut |_| {});
    assert_eq!(explored.ending(), Ending::Memory);
    assert!(explored.states() < 10_000);
}

#[test]
fn a_state_that_there_is_not_is_nothing() {
    let explored = all_of(&Graph::new(vec![vec![(0, 1)]]));
    let nowhere = StateId(7);
    let mut row = vec![1];
    explored.row(nowhere, &mut row);
    assert!(row.is_empty());
    assert_eq!(explored.edges(nowhere).count(), 0);
    assert_eq!(explored.path(nowhere), []);
    assert!(!explored.is_expanded(nowhere) && !explored.is_held_back(nowhere));
}
