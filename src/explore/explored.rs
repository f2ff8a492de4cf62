//! What was explored of a transition system: states, steps, shortest runs, and where something is missing.
//!
//! States are numbered in the order in which breadth-first search finds them, so those whose steps are known are the
//! first ones, and the steps lie in the order of the states that they leave.

use super::memory::{Budget, Full, Pieces};
use super::store::{Batch, Store};
use super::{Bound, Label};
use std::collections::BTreeSet;
use std::iter;

/// The number of a state, from 0 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

impl StateId {
    /// The first state.
    pub const INITIAL: Self = Self(0);

    /// The number as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Why an exploration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Every state that can be reached was found, with all of its steps, but for what bounds held back.
    Complete,
    /// The time is over.
    Time,
    /// The memory is full.
    Memory,
    /// There are more states than were asked for.
    States,
    /// It was told to stop.
    Interrupted,
}

/// The part of a transition system that was seen.
#[derive(Clone, Debug)]
pub struct Explored {
    rows: Store,
    /// For each state the one from which it was found; the first state is its own.
    parents: Pieces<u32>,
    /// For each expanded state where its steps begin.
    first: Pieces<u32>,
    /// Target and label of each step.
    edges: Pieces<(u32, u32)>,
    /// For each expanded state the bound that held a step back there.
    held_back: Pieces<Option<Bound>>,
    bounds: BTreeSet<Bound>,
    ending: Ending,
    budget: Budget,
    /// Steps of the state begun last that are not kept yet: their targets, and their labels.
    targets: Batch,
    labels: Vec<Label>,
}

/// What is computed of a state and of a step afterwards takes about so many bytes.
const LATER_BY_STATE: usize = 40;
const LATER_BY_STEP: usize = 8;

/// Why a step was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It leads to a state too many.
    States,
    /// The memory is full.
    Memory,
}

impl From<Full> for Refusal {
    fn from(_: Full) -> Self {
        Self::Memory
    }
}

impl Explored {
    /// Nothing seen yet, with an account of the memory for it.
    pub(super) fn new(budget: Budget) -> Self {
        Self {
            rows: Store::new(),
            parents: Pieces::new(),
            first: Pieces::new(),
            edges: Pieces::new(),
            held_back: Pieces::new(),
            bounds: BTreeSet::new(),
            ending: Ending::Complete,
            budget,
            targets: Batch::default(),
            labels: Vec::new(),
        }
    }

    /// How many states were found.
    #[must_use]
    pub fn states(&self) -> usize {
        self.parents.len()
    }

    /// All states, in the order in which they were found.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = StateId> + ExactSizeIterator + use<> {
        (0..self.states() as u32).map(StateId)
    }

    /// How many steps were found.
    #[must_use]
    pub fn transitions(&self) -> usize {
        self.edges.len()
    }

    /// How many states have all of their steps known; they are the first ones.
    #[must_use]
    pub fn expanded(&self) -> usize {
        self.held_back.len()
    }

    /// Whether all steps of `state` are known, but for those that a bound held back. Where the exploration ended early
    /// there are states that were found but not expanded; [`Explored::edges`] may lack steps of them.
    #[must_use]
    pub fn is_expanded(&self, state: StateId) -> bool {
        state.index() < self.expanded()
    }

    /// Replaces what is in `row` by the row of `state`; leaves it empty for a state that there is not.
    pub fn row(&self, state: StateId, row: &mut Vec<u32>) {
        row.clear();
        self.rows.read(state.0, row);
    }

    /// The steps from `state` that were found, in the system's order, with the states that they lead to.
    pub fn edges(&self, state: StateId) -> impl Iterator<Item = (StateId, Label)> + Clone + '_ {
        let (start, end) = self.edge_range(state);
        let edges = self.edges.range(start, end);
        edges.map(|(target, label)| (StateId(target), Label(label)))
    }

    /// The state and label of the step with this number, counted over all states in their order.
    #[inline]
    pub(super) fn edge(&self, number: usize) -> Option<(StateId, Label)> {
        let (target, label) = self.edges.get(number)?;
        Some((StateId(target), Label(label)))
    }

    /// The numbers of the steps from `state`: the first, and the one after the last.
    #[inline]
    pub(super) fn edge_range(&self, state: StateId) -> (usize, usize) {
        let Some(start) = self.first.get(state.index()) else {
            return (0, 0);
        };
        let end = self.first.get(state.index() + 1);
        let end = end.map_or(self.edges.len(), |end| end as usize);
        (start as usize, end)
    }

    /// A shortest run from the first state to `state`: each step's label with the state that it leads to. Empty for the
    /// first state itself.
    #[must_use]
    pub fn path(&self, state: StateId) -> Vec<(Label, StateId)> {
        let parent = |state: &StateId| self.parents.get(state.index()).map(StateId);
        let back = |state: &StateId| parent(state).filter(|parent| parent < state);
        let backwards = iter::successors(Some(state), back);
        let mut path: Vec<_> = backwards
            .filter_map(|state| {
                let mut edges = self.edges(back(&state)?);
                let (_, label) = edges.find(|(target, _)| *target == state)?;
                Some((label, state))
            })
            .collect();
        path.reverse();
        path
    }

    /// Whether a bound held a step back in `state`.
    #[must_use]
    pub fn is_held_back(&self, state: StateId) -> bool {
        self.held_back_by(state).is_some()
    }

    /// The bound that held a step back in `state`.
    #[must_use]
    pub fn held_back_by(&self, state: StateId) -> Option<Bound> {
        self.held_back.get(state.index()).flatten()
    }

    /// The bounds that held a step back anywhere.
    #[must_use]
    pub fn bounds(&self) -> &BTreeSet<Bound> {
        &self.bounds
    }

    /// Why the exploration ended.
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.ending
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.budget.used()
    }

    /// Whether the limit of memory is passed when `elsewhere` are taken by others.
    pub(super) fn is_full_with(&self, elsewhere: usize) -> bool {
        self.budget
            .is_passed_with(elsewhere.saturating_add(self.later()))
    }

    /// Whether so little of the memory is left that forgetting does not pay: it would be full again soon.
    pub(super) fn is_nearly_full_with(&self, elsewhere: usize) -> bool {
        let outside = elsewhere.saturating_add(self.later());
        let all = outside.saturating_add(self.budget.used());
        self.budget.is_passed_with(outside.saturating_add(all / 8))
    }

    /// How many bytes the questions about the graph take afterwards: components and predecessors, or the search for runs.
    fn later(&self) -> usize {
        self.states() * LATER_BY_STATE + self.transitions() * LATER_BY_STEP
    }

    /// Says why it ended.
    pub(super) fn end(&mut self, ending: Ending) {
        self.ending = ending;
    }

    /// Adds the first state.
    pub(super) fn add_initial(&mut self, row: &[u32]) -> Result<(), Refusal> {
        self.targets.push(row)?;
        let added = self.add_state(StateId::INITIAL, 0, 1);
        self.targets.clear();
        added.map(|_| ())
    }

    /// Adds the target with this number, when it is new and there are not `most` states yet.
    fn add_state(&mut self, parent: StateId, number: usize, most: usize) -> Result<u32, Refusal> {
        // The parent's place first: a row without it would be a state that nobody knows.
        self.parents.reserve_one(&mut self.budget)?;
        let inserted = self
            .rows
            .insert(&self.targets, number, most, &mut self.budget)?;
        let (index, new) = inserted.ok_or(Refusal::States)?;
        if new {
            self.parents.push(parent.0, &mut self.budget)?;
        }
        Ok(index)
    }

    /// Begins the steps of the next state to be expanded.
    pub(super) fn begin(&mut self) -> Result<(), Refusal> {
        let start = u32::try_from(self.edges.len()).map_err(|_| Full)?;
        Ok(self.first.push(start, &mut self.budget)?)
    }

    /// Adds a step from `source`, whose steps have been begun last.
    pub(super) fn add_step(
        &mut self,
        source: StateId,
        target: &[u32],
        label: Label,
        most: usize,
    ) -> Result<(), Refusal> {
        self.targets.push(target)?;
        self.labels.push(label);
        if self.targets.is_large() {
            self.keep_steps(source, most)?;
        }
        Ok(())
    }

    /// Keeps the steps that wait for it, as many of the first as there is room for.
    fn keep_steps(&mut self, source: StateId, most: usize) -> Result<(), Refusal> {
        self.rows.look_up(&mut self.targets);
        let mut kept = Ok(());
        for number in 0..self.targets.len() {
            kept = self.keep_step(source, number, most);
            if kept.is_err() {
                break;
            }
        }
        self.targets.clear();
        self.labels.clear();
        kept
    }

    fn keep_step(&mut self, source: StateId, number: usize, most: usize) -> Result<(), Refusal> {
        self.edges.reserve_one(&mut self.budget)?;
        let target = self.add_state(source, number, most)?;
        let label = self.labels.get(number).map_or(0, |label| label.0);
        Ok(self.edges.push((target, label), &mut self.budget)?)
    }

    /// Ends the steps of `source`, which have been begun last: it is expanded.
    pub(super) fn finish(
        &mut self,
        source: StateId,
        bound: Option<Bound>,
        most: usize,
    ) -> Result<(), Refusal> {
        self.keep_steps(source, most)?;
        self.held_back.push(bound, &mut self.budget)?;
        self.bounds.extend(bound);
        Ok(())
    }
}
