//! What the judgements of a network look at: what was explored of it, with the questions that several of them ask.

use crate::automata::network::{InstanceId, Network};
use crate::automata::waits::{Place, Standing};
use crate::base::Diagnostic;
use crate::explore::network::{Move, NetworkSystem, Owner};
use crate::explore::{Explored, Label, Predecessors, StateId, StateSet, bottom_components};
use std::cell::OnceCell;
use std::collections::VecDeque;

/// What Jolie raises when an answer does not come in time.
pub(super) const TIMEOUT: &str = "Timeout";

/// A run: each step's label with the state that it leads to.
pub(super) type Path = Vec<(Label, StateId)>;

/// The state that a run leads to.
pub(super) fn end(path: &Path) -> StateId {
    path.last().map_or(StateId::INITIAL, |(_, state)| *state)
}

/// An explored network.
pub(super) struct Subject<'a, 'n> {
    pub network: &'n Network,
    pub system: &'a NetworkSystem<'n>,
    pub explored: &'a Explored,
    /// What the judgements without a state space have said.
    pub said: &'a [Diagnostic],
    predecessors: OnceCell<Predecessors>,
    calm: OnceCell<StateSet>,
    settled: OnceCell<StateSet>,
}

impl<'a, 'n> Subject<'a, 'n> {
    pub fn new(
        system: &'a NetworkSystem<'n>,
        explored: &'a Explored,
        said: &'a [Diagnostic],
    ) -> Self {
        Self {
            network: system.network(),
            system,
            explored,
            said,
            predecessors: OnceCell::new(),
            calm: OnceCell::new(),
            settled: OnceCell::new(),
        }
    }

    pub fn predecessors(&self) -> &Predecessors {
        self.predecessors
            .get_or_init(|| Predecessors::of(self.explored))
    }

    /// The states that are reached without a mishap.
    pub fn calm(&self) -> &StateSet {
        self.calm.get_or_init(|| {
            let mut found = StateSet::with_capacity(self.explored.states());
            let mut open = vec![StateId::INITIAL];
            found.insert(StateId::INITIAL);
            while let Some(state) = open.pop() {
                for (target, label) in self.explored.edges(state) {
                    if !found.contains(target) && !self.step(label).is_mishap() {
                        found.insert(target);
                        open.push(target);
                    }
                }
            }
            found
        })
    }

    /// The states that the system, left to itself, comes back to whatever it does: nothing more will come of it there.
    pub fn settled(&self) -> &StateSet {
        self.settled.get_or_init(|| {
            let components = bottom_components(self.explored, |label| is_own(self.step(label)));
            components.into_iter().flatten().collect()
        })
    }

    pub fn step(&self, label: Label) -> &'a Move {
        self.system.step(label)
    }

    pub fn row(&self, state: StateId) -> Vec<u32> {
        let mut row = Vec::new();
        self.explored.row(state, &mut row);
        row
    }

    /// Everybody in a state.
    pub fn standing(&self, state: StateId) -> Standing<'a> {
        self.standing_of(&self.row(state))
    }

    pub fn standing_of(&self, row: &[u32]) -> Standing<'a> {
        let view = self.system.view(row);
        let instances = u32::try_from(self.network.instances.len()).unwrap_or(u32::MAX);
        let shared = (0..instances)
            .map(|index| view.shared(InstanceId(index)))
            .collect();
        let network: &'a Network = self.network;
        Standing {
            network,
            sessions: view.sessions().collect(),
            shared,
        }
    }

    /// The shortest run to one of `goals` by steps that `through` lets pass.
    pub fn shortest(&self, goals: &StateSet, through: impl Fn(&Move) -> bool) -> Option<Path> {
        self.shortest_from(StateId::INITIAL, goals, through)
    }

    /// The shortest run on from `start` to one of `goals` by steps that `through` lets pass.
    pub fn shortest_from(
        &self,
        start: StateId,
        goals: &StateSet,
        through: impl Fn(&Move) -> bool,
    ) -> Option<Path> {
        let mut from: Vec<Option<(StateId, Label)>> = vec![None; self.explored.states()];
        let mut seen = StateSet::with_capacity(self.explored.states());
        let mut open = VecDeque::from([start]);
        seen.insert(start);
        while let Some(state) = open.pop_front() {
            if goals.contains(state) {
                return Some(back(&from, state));
            }
            for (target, label) in self.explored.edges(state) {
                if !seen.contains(target) && through(self.step(label)) {
                    seen.insert(target);
                    if let Some(place) = from.get_mut(target.index()) {
                        *place = Some((state, label));
                    }
                    open.push_back(target);
                }
            }
        }
        None
    }

    /// The shortest run to one of `goals` by steps that `through` lets pass, one of which is `by`.
    pub fn shortest_by(
        &self,
        goals: &StateSet,
        by: impl Fn(&Move) -> bool,
        through: impl Fn(&Move) -> bool,
    ) -> Option<Path> {
        let states = self.explored.states();
        // Each state twice: before such a step, and after one.
        let mut from: [Origins; 2] = [vec![None; states], vec![None; states]];
        let mut open = VecDeque::from([(StateId::INITIAL, false)]);
        while let Some((state, passed)) = open.pop_front() {
            if passed && goals.contains(state) {
                return Some(back_by(&from, state));
            }
            for (target, label) in self.explored.edges(state) {
                let step = self.step(label);
                let passes = passed || by(step);
                let place = from[usize::from(passes)].get_mut(target.index());
                let first = (target, passes) == (StateId::INITIAL, false);
                if let Some(place @ None) = place
                    && !first
                    && through(step)
                {
                    *place = Some((state, label, passed));
                    open.push_back((target, passes));
                }
            }
        }
        None
    }

    pub fn name(&self, instance: InstanceId) -> String {
        format!("`{}`", self.network[instance].name)
    }

    /// The name of the service that runs at a place.
    pub fn at(&self, standing: &Standing<'_>, place: Place) -> String {
        let session = standing.sessions.get(&place.slot);
        session.map_or_else(|| "a session".to_owned(), |session| self.name(session.of))
    }
}

fn back(from: &[Option<(StateId, Label)>], mut state: StateId) -> Path {
    let mut path = Vec::new();
    while let Some(Some((source, label))) = from.get(state.index()) {
        path.push((*label, state));
        state = *source;
    }
    path.reverse();
    path
}

/// For each state the one before it on a run, the step, and whether a wanted step lies before that.
type Origins = Vec<Option<(StateId, Label, bool)>>;

fn back_by(from: &[Origins; 2], mut state: StateId) -> Path {
    let (mut path, mut passed) = (Vec::new(), true);
    while let Some(Some((source, label, before))) = from[usize::from(passed)].get(state.index()) {
        path.push((*label, state));
        (state, passed) = (*source, *before);
    }
    path.reverse();
    path
}

/// Whether a step can surely be taken by the system or its clients: not decided by data that are not known, not a fault
/// that a server outside chooses, and not a mishap.
pub(super) fn is_sure(step: &Move) -> bool {
    step.certain && !matches!(step.owner, Owner::Server | Owner::Mishap)
}

/// Whether the system can surely take a step by itself.
pub(super) fn is_own(step: &Move) -> bool {
    is_sure(step) && step.owner != Owner::Client
}
