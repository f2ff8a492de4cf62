//! A protocol as an automaton of interactions between roles: what every protocol language becomes, and what every
//! judgement of protocols reads.
//!
//! A word of the automaton is a run in which each message is received as soon as it is sent; with queues, its runs are
//! all those that differ from such a word in the order of independent steps only (Li, Stutz, Wies & Zufferey,
//! CAV 2023). `|` is the product of its branches. Registers and conditions make it symbolic (Li, Stutz, Wies &
//! Zufferey, OOPSLA 2025); without them every edge can be taken.

use super::label::{Label, Payload, RoleId};
use crate::base::{Name, Span};
use crate::solve::term::Formula;

/// A state of a [`Global`], in the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

impl StateId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One message from one role to another: what an edge of a protocol is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interaction {
    /// Who sends.
    pub from: RoleId,
    /// Who receives.
    pub to: RoleId,
    /// The operation, and which part of it.
    pub label: Label,
}

/// An edge of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What happens.
    pub interaction: Interaction,
    /// What the message carries.
    pub payload: Payload,
    /// What must be true of the registers and of the message.
    pub condition: Formula<Datum>,
    /// The state after it.
    pub target: StateId,
    /// The branch of a `|` that it stands in.
    pub thread: ThreadId,
    /// The `|`s all of whose branches have ended before it, since the step before.
    pub joined: Vec<ForkId>,
    /// The line that says so.
    pub span: Span,
}

/// A branch of a `|`, or what is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreadId(pub u32);

/// A `|`, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForkId(pub u32);

/// What a condition speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// A register before the step, by its index.
    Before(usize),
    /// A register after the step.
    After(usize),
    /// A part of the message, by the index of its field.
    Field(usize),
}

/// A variable of a protocol, which says what its conditions may refer to; nobody holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its name.
    pub name: Name,
    /// What it is at first; anything when it is not said.
    pub initial: Option<i64>,
}

/// A state of a protocol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether a run may end here.
    pub accepting: bool,
    /// What may happen next.
    pub edges: Vec<Edge>,
}

/// A protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Global {
    /// Its name.
    pub name: Name,
    /// The names of its roles, by their index.
    pub roles: Vec<Name>,
    /// What its conditions refer to besides the message at hand.
    pub registers: Vec<Register>,
    /// Every branch of every `|`: which one, and in which thread it stands. [`ThreadId`] 0 is in none and not here.
    threads: Vec<(ForkId, ThreadId)>,
    states: Vec<State>,
    start: StateId,
}

impl Global {
    /// A protocol of these roles with one state, from which nothing happens and which does not accept.
    #[must_use]
    pub fn new(name: Name, roles: Vec<Name>) -> Self {
        Self {
            name,
            roles,
            registers: Vec::new(),
            threads: Vec::new(),
            states: vec![State::default()],
            start: StateId(0),
        }
    }

    /// One more state.
    pub fn add(&mut self, state: State) -> StateId {
        let id = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        self.states.push(state);
        id
    }

    /// One more edge out of `state`, which this automaton has.
    pub fn connect(&mut self, state: StateId, edge: Edge) {
        if let Some(state) = self.states.get_mut(state.index()) {
            state.edges.push(edge);
        }
    }

    /// Says whether a run may end in `state`.
    pub fn accept(&mut self, state: StateId, accepting: bool) {
        if let Some(state) = self.states.get_mut(state.index()) {
            state.accepting = accepting;
        }
    }

    /// One more branch of `fork`, which stands in `parent`.
    pub fn add_thread(&mut self, fork: ForkId, parent: ThreadId) -> ThreadId {
        self.threads.push((fork, parent));
        ThreadId(u32::try_from(self.threads.len()).unwrap_or(u32::MAX))
    }

    /// Has the threads of another protocol, with their numbers.
    pub fn copy_threads(&mut self, other: &Self) {
        self.threads.clone_from(&other.threads);
    }

    /// Lets the edges of `state` that are `edge` lead to `target`.
    pub fn redirect(&mut self, state: StateId, edge: &Edge, target: StateId) {
        let state = self.states.get_mut(state.index());
        let edges = state.into_iter().flat_map(|state| &mut state.edges);
        for found in edges.filter(|found| *found == edge) {
            found.target = target;
        }
    }

    /// The `|`s around a thread with its branch of each, innermost first.
    fn branches(&self, thread: ThreadId) -> impl Iterator<Item = (ForkId, ThreadId)> {
        let around = |thread: ThreadId| {
            let index = (thread.0 as usize).checked_sub(1)?;
            let (fork, parent) = *self.threads.get(index)?;
            Some((fork, thread, parent))
        };
        let first = around(thread);
        std::iter::successors(first, move |(_, _, parent)| around(*parent))
            .map(|(fork, thread, _)| (fork, thread))
    }

    /// The `|` of which two threads are in different branches: what stands in them happens in any order.
    #[must_use]
    pub fn fork_between(&self, one: ThreadId, other: ThreadId) -> Option<ForkId> {
        if one == other {
            return None;
        }
        self.branches(one).find_map(|(fork, branch)| {
            let mut others = self.branches(other);
            let same = others.find(|(around, _)| *around == fork)?;
            (same.1 != branch).then_some(fork)
        })
    }

    /// Whether there is a `|` at all.
    #[must_use]
    pub fn has_forks(&self) -> bool {
        !self.threads.is_empty()
    }

    /// Begins at `state`.
    pub fn begin(&mut self, state: StateId) {
        self.start = state;
    }

    /// Where it begins.
    #[must_use]
    pub fn start(&self) -> StateId {
        self.start
    }

    /// Each state with its number.
    pub fn states(&self) -> impl Iterator<Item = (StateId, &State)> {
        let numbers = (0..).map(StateId);
        numbers.zip(&self.states)
    }

    /// How many states there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether nothing happens in it at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.iter().all(|state| state.edges.is_empty())
    }

    /// What may happen in `state`; nothing in one that this automaton does not have.
    #[must_use]
    pub fn edges(&self, state: StateId) -> &[Edge] {
        self.states
            .get(state.index())
            .map_or(&[], |state| &state.edges)
    }

    /// Whether a run may end in `state`.
    #[must_use]
    pub fn is_accepting(&self, state: StateId) -> bool {
        self.states
            .get(state.index())
            .is_some_and(|state| state.accepting)
    }

    /// The name of a role.
    #[must_use]
    pub fn role(&self, role: RoleId) -> Name {
        let name = self.roles.get(role.index()).copied();
        name.unwrap_or_else(|| Name::from("?"))
    }

    /// The roles, by their index.
    pub fn role_ids(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..u16::try_from(self.roles.len()).unwrap_or(u16::MAX)).map(RoleId)
    }

    /// Whether a condition or a register takes part.
    #[must_use]
    pub fn is_symbolic(&self) -> bool {
        let mut edges = self.states.iter().flat_map(|state| &state.edges);
        edges.any(|edge| edge.condition != Formula::TRUE)
    }

    /// Every edge, with the state that it leaves.
    pub fn all_edges(&self) -> impl Iterator<Item = (StateId, &Edge)> {
        self.states()
            .flat_map(|(id, state)| state.edges.iter().map(move |edge| (id, edge)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_edges_are_found_again() {
        let mut global = Global::new("Greeting".into(), vec!["A".into(), "B".into()]);
        let end = global.add(State {
            accepting: true,
            edges: Vec::new(),
        });
        let interaction = Interaction {
            from: RoleId(0),
            to: RoleId(1),
            label: Label::one_way("hello".into()),
        };
        let edge = Edge {
            interaction,
            payload: Payload::default(),
            condition: Formula::TRUE,
            target: end,
            thread: ThreadId::default(),
            joined: Vec::new(),
            span: Span::NOWHERE,
        };
        assert!(global.is_empty());
        global.connect(global.start(), edge);
        assert!(!global.is_empty() && !global.is_symbolic());
        assert_eq!(global.len(), 2);
        assert!(global.is_accepting(end) && !global.is_accepting(global.start()));
        assert_eq!(global.edges(global.start())[0].target, end);
        assert_eq!(global.edges(StateId(7)), []);
        assert_eq!(global.role(RoleId(1)).as_str(), "B");
        assert_eq!(global.all_edges().count(), 1);
        assert_eq!(global.role_ids().count(), 2);
    }

    #[test]
    fn threads_of_different_branches_are_told() {
        let mut global = Global::new("Forks".into(), Vec::new());
        let outside = ThreadId::default();
        let [left, right] = [0; 2].map(|_| global.add_thread(ForkId(0), outside));
        let [one, other] = [0; 2].map(|_| global.add_thread(ForkId(1), left));
        assert_eq!(global.fork_between(left, right), Some(ForkId(0)));
        assert_eq!(global.fork_between(one, right), Some(ForkId(0)));
        assert_eq!(global.fork_between(one, other), Some(ForkId(1)));
        assert_eq!(global.fork_between(one, left), None);
        assert_eq!(global.fork_between(outside, right), None);
        assert_eq!(global.fork_between(one, one), None);
    }
}
