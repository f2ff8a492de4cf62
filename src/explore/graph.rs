//! Questions about an explored graph: its strongly connected components, and what can be reached.
//!
//! In comes what was [`Explored`], out come sets of states. Nothing recurses, so graphs may be as deep as they like.
//! Components by Tarjan's algorithm ("Depth-first search and linear graph algorithms", SIAM Journal on Computing 1972),
//! with a stack of its own.

use super::{Explored, Label, StateId, StateSet};

/// The strongly connected components of a graph.
#[derive(Clone, Debug)]
pub struct Components {
    /// For each state its component.
    of: Vec<u32>,
    count: usize,
}

/// Not visited yet.
const NEW: u32 = u32::MAX;

/// A depth-first search under way.
struct Search<'a> {
    explored: &'a Explored,
    /// For each state when it was visited; later the least such that its component reaches.
    low: Vec<u32>,
    /// For each state its component, once it has one.
    of: Vec<u32>,
    /// States without a component, in the order of their visits.
    open: Vec<u32>,
    /// The states being visited, each with its visit, its next step, and the end of its steps.
    visits: Vec<(u32, u32, usize, usize)>,
    visited: u32,
    count: u32,
}

impl Components {
    /// The components of the graph of all steps that were found.
    #[must_use]
    pub fn of(explored: &Explored) -> Self {
        Self::through(explored, |_, _, _| true)
    }

    /// The components of the graph of those steps that `through` lets pass.
    #[must_use]
    pub fn through(explored: &Explored, through: impl Fn(StateId, Label, StateId) -> bool) -> Self {
        let mut search = Search {
            explored,
            low: vec![NEW; explored.states()],
            of: vec![NEW; explored.states()],
            open: Vec::new(),
            visits: Vec::new(),
            visited: 0,
            count: 0,
        };
        for state in explored.ids() {
            if search.low.get(state.index()) == Some(&NEW) {
                search.visit(state.0);
                search.run(&through);
            }
        }
        Self {
            of: search.of,
            count: search.count as usize,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number of the component of `state`, from 0. Steps between components lead to smaller numbers.
    #[must_use]
    pub fn component(&self, state: StateId) -> usize {
        self.of
            .get(state.index())
            .map_or(usize::MAX, |component| *component as usize)
    }

    /// The states of each component, in the order of states.
    #[must_use]
    pub fn members(&self) -> Vec<Vec<StateId>> {
        let mut members = vec![Vec::new(); self.count];
        for (state, component) in self.of.iter().enumerate() {
            if let Some(list) = members.get_mut(*component as usize) {
                list.push(StateId(state as u32));
            }
        }
        members
    }
}

impl Search<'_> {
    fn visit(&mut self, state: u32) {
        let (start, end) = self.explored.edge_range(StateId(state));
        if let Some(low) = self.low.get_mut(state as usize) {
            *low = self.visited;
        }
        self.visits.push((state, self.visited, start, end));
        self.open.push(state);
        self.visited += 1;
    }

    fn run(&mut self, through: &impl Fn(StateId, Label, StateId) -> bool) {
        while let Some((state, visit, next, end)) = self.visits.last_mut() {
            let state = *state;
            if next < end {
                let edge = self.explored.edge(*next);
                *next += 1;
                if let Some((target, label)) = edge
                    && through(StateId(state), label, target)
                {
                    self.follow(state, target);
                }
            } else {
                let visit = *visit;
                self.visits.pop();
                self.leave(state, visit);
            }
        }
    }

    fn low(&self, state: u32) -> u32 {
        self.low.get(state as usize).copied().unwrap_or(NEW)
    }

    fn lower(&mut self, state: u32, low: u32) {
        if let Some(mine) = self.low.get_mut(state as usize) {
            *mine = (*mine).min(low);
        }
    }

    fn follow(&mut self, state: u32, target: StateId) {
        let low = self.low(target.0);
        if low == NEW {
            self.visit(target.0);
        } else if self.of.get(target.index()) == Some(&NEW) {
            self.lower(state, low);
        }
    }

    /// After all steps of `state`: it is the root of a component, or its parent reaches what it reaches.
    fn leave(&mut self, state: u32, visit: u32) {
        let low = self.low(state);
        if low < visit {
            if let Some((parent, ..)) = self.visits.last() {
                self.lower(*parent, low);
            }
            return;
        }
        while let Some(member) = self.open.pop() {
            if let Some(component) = self.of.get_mut(member as usize) {
                *component = self.count;
            }
            if member == state {
                break;
            }
        }
        self.count += 1;
    }
}

/// The components that no step leaves, each with its states in their order; the components in the order of their first
/// states. One with a state that is not expanded is left out: steps may leave it that were not found. Of states that a
/// bound held back, see [`Explored::is_held_back`], only the steps found count.
#[must_use]
pub fn bottom_components(
    explored: &Explored,
    through: impl Fn(Label) -> bool,
) -> Vec<Vec<StateId>> {
    let components = Components::through(explored, |_, label, _| through(label));
    let mut bottom = vec![true; components.count()];
    for state in explored.ids() {
        let own = components.component(state);
        let stays = |(target, label)| !through(label) || components.component(target) == own;
        if (!explored.is_expanded(state) || !explored.edges(state).all(stays))
            && let Some(bottom) = bottom.get_mut(own)
        {
            *bottom = false;
        }
    }
    let mut at: Vec<Option<usize>> = vec![None; components.count()];
    let mut found: Vec<Vec<StateId>> = Vec::new();
    for state in explored.ids() {
        let own = components.component(state);
        if bottom.get(own) != Some(&true) {
            continue;
        }
        let Some(place) = at.get_mut(own) else {
            continue;
        };
        let place = *place.get_or_insert_with(|| {
            found.push(Vec::new());
            found.len() - 1
        });
        if let Some(members) = found.get_mut(place) {
            members.push(state);
        }
    }
    found
}

/// The steps of a graph by the states that they lead to.
#[derive(Clone, Debug)]
pub struct Predecessors {
    first: Vec<u32>,
    /// Source and label of each step, by target.
    edges: Vec<(u32, u32)>,
}

impl Predecessors {
    /// Turns the steps round.
    #[must_use]
    pub fn of(explored: &Explored) -> Self {
        // Counted at the next state's place, so that filling moves each place to where the next state's begins.
        let mut first = vec![0u32; explored.states() + 2];
        for state in explored.ids() {
            for (target, _) in explored.edges(state) {
                if let Some(count) = first.get_mut(target.index() + 2) {
                    *count += 1;
                }
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        let mut edges = vec![(0, 0); explored.transitions()];
        for state in explored.ids() {
            for (target, label) in explored.edges(state) {
                if let Some(place) = first.get_mut(target.index() + 1) {
                    if let Some(edge) = edges.get_mut(*place as usize) {
                        *edge = (state.0, label.0);
                    }
                    *place += 1;
                }
            }
        }
        Self { first, edges }
    }

    /// The steps that lead to `state`, with the states that they leave, in the order of those.
    pub fn edges(&self, state: StateId) -> impl Iterator<Item = (StateId, Label)> + Clone + '_ {
        let bound = |index: usize| self.first.get(index).map_or(0, |place| *place as usize);
        let range = bound(state.index())..bound(state.index() + 1);
        let edges = self.edges.get(range).unwrap_or_default();
        edges
            .iter()
            .map(|(source, label)| (StateId(*source), Label(*label)))
    }

    /// The states from which one of `goal` can be reached by steps that `through` lets pass, those of `goal` with them.
    #[must_use]
    pub fn can_reach(
        &self,
        goal: impl Fn(StateId) -> bool,
        through: impl Fn(StateId, Label, StateId) -> bool,
    ) -> StateSet {
        let states = self.first.len().saturating_sub(2);
        let mut found = StateSet::with_capacity(states);
        let ids = (0..states as u32).map(StateId);
        let mut open: Vec<StateId> = ids.filter(|state| goal(*state)).collect();
        found.extend(open.iter().copied());
        while let Some(state) = open.pop() {
            for (source, label) in self.edges(state) {
                if !found.contains(source) && through(source, label, state) {
                    found.insert(source);
                    open.push(source);
                }
            }
        }
        found
    }
}

/// The states from which one of `goal` can be reached by steps that `through` lets pass, those of `goal` with them. To
/// ask more than one question of a graph, ask its [`Predecessors`].
#[must_use]
pub fn can_reach(
    explored: &Explored,
    goal: impl Fn(StateId) -> bool,
    through: impl Fn(StateId, Label, StateId) -> bool,
) -> StateSet {
    Predecessors::of(explored).can_reach(goal, through)
}
