//! A set of states, one bit each.

use super::StateId;
use fixedbitset::FixedBitSet;

/// A set of states of one exploration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateSet(FixedBitSet);

impl StateSet {
    /// The empty set, with room for the first `states`.
    #[must_use]
    pub fn with_capacity(states: usize) -> Self {
        Self(FixedBitSet::with_capacity(states))
    }

    /// Whether `state` is in it.
    #[must_use]
    #[inline]
    pub fn contains(&self, state: StateId) -> bool {
        self.0.contains(state.index())
    }

    /// Adds `state`; returns whether it was not in it.
    #[inline]
    pub fn insert(&mut self, state: StateId) -> bool {
        if state.index() >= self.0.len() {
            self.0.grow(state.index() + 1);
        }
        !self.0.put(state.index())
    }

    /// Takes `state` out.
    pub fn remove(&mut self, state: StateId) {
        if state.index() < self.0.len() {
            self.0.remove(state.index());
        }
    }

    /// How many states are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether none is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }

    /// Its states, in their order.
    pub fn iter(&self) -> impl Iterator<Item = StateId> + '_ {
        self.0.ones().map(|index| StateId(index as u32))
    }
}

impl FromIterator<StateId> for StateSet {
    fn from_iter<I: IntoIterator<Item = StateId>>(states: I) -> Self {
        let mut set = Self::default();
        set.extend(states);
        set
    }
}

impl Extend<StateId> for StateSet {
    fn extend<I: IntoIterator<Item = StateId>>(&mut self, states: I) {
        for state in states {
            self.insert(state);
        }
    }
}
