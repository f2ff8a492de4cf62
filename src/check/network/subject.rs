//! What the judgements of a network look at: what was explored of it, with the questions that several of them ask.

use crate::automata::network::{InstanceId, Network};
use crate::automata::waits::{Place, Standing};
use crate::base::Diagnostic;
use crate::explore::network::{Move, NetworkSystem, Owner};
use crate::explore::{Explored, Label, Predecessors, StateId, StateSet};
use std::cell::OnceCell;
use std::collections::VecDeque;

/// What Jolie raises when an answer does not come in time.
pub(super) const TIMEOUT: &str = "Timeout";

/// A run: each step's label with the state that it leads to.
pub(super) type Path = Vec<(Label, StateId)>;

/// An explored network.
pub(super) struct Subject<'a, 'n> {
    pub network: &'n Network,
    pub system: &'a NetworkSystem<'n>,
    pub explored: &'a Explored,
    /// What the judgements without a state space have said.
    pub said: &'a [Diagnostic],
    predecessors: OnceCell<Predecessors>,
    calm: OnceCell<StateSet>,
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
        let mut from: Vec<Option<(StateId, Label)>> = vec![None; self.explored.states()];
        let mut seen = StateSet::with_capacity(self.explored.states());
        let mut open = VecDeque::from([StateId::INITIAL]);
        seen.insert(StateId::INITIAL);
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

/// Whether a step can surely be taken by the system or its clients: not decided by data that are not known, not a fault
/// that a server outside chooses, and not a mishap.
pub(super) fn is_sure(step: &Move) -> bool {
    step.certain && !matches!(step.owner, Owner::Server | Owner::Mishap)
}
