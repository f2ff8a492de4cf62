//! What one role of a protocol does: an automaton of sends and receives, which is a local type that may share parts.
//!
//! A state may send, receive, or both; it accepts when the role may stop there. That is a mark and not the absence of
//! edges: a role may be free to stop where a message can still come. Nothing here says that an automaton is
//! deterministic: projection makes it so ([`Local::is_deterministic`]), a file that somebody wrote need not be.

use super::label::{Label, Payload, RoleId};
use crate::base::{Name, Span};
use rustc_hash::FxHashSet;

/// A state of a [`Local`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);

impl LocalId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whether a message goes or comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// `!`
    Send,
    /// `?`
    Receive,
}

impl Direction {
    /// `!` or `?`.
    #[must_use]
    pub fn symbol(self) -> char {
        match self {
            Self::Send => '!',
            Self::Receive => '?',
        }
    }

    /// The other one.
    #[must_use]
    pub fn dual(self) -> Self {
        match self {
            Self::Send => Self::Receive,
            Self::Receive => Self::Send,
        }
    }
}

/// What a role does in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    /// Whether it sends.
    pub direction: Direction,
    /// To whom, or from whom.
    pub partner: RoleId,
    /// What.
    pub label: Label,
}

/// An edge of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEdge {
    /// What the role does.
    pub action: Action,
    /// What the message carries.
    pub payload: Payload,
    /// The state after it.
    pub target: LocalId,
    /// The line that says so.
    pub span: Span,
}

/// A state of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalState {
    /// Whether the role may stop here.
    pub accepting: bool,
    /// What it may do.
    pub edges: Vec<LocalEdge>,
}

/// What one role does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// The role itself.
    pub role: RoleId,
    /// The names of all roles, by their index.
    pub roles: Vec<Name>,
    states: Vec<LocalState>,
    start: LocalId,
}

impl Local {
    /// A role with one state, in which it does nothing and may not stop.
    #[must_use]
    pub fn new(role: RoleId, roles: Vec<Name>) -> Self {
        Self {
            role,
            roles,
            states: vec![LocalState::default()],
            start: LocalId(0),
        }
    }

    /// One more state.
    pub fn add(&mut self, state: LocalState) -> LocalId {
        let id = LocalId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        self.states.push(state);
        id
    }

    /// One more edge out of `state`, which this automaton has.
    pub fn connect(&mut self, state: LocalId, edge: LocalEdge) {
        if let Some(state) = self.states.get_mut(state.index()) {
            state.edges.push(edge);
        }
    }

    /// Says whether the role may stop in `state`.
    pub fn accept(&mut self, state: LocalId, accepting: bool) {
        if let Some(state) = self.states.get_mut(state.index()) {
            state.accepting = accepting;
        }
    }

    /// Begins at `state`.
    pub fn begin(&mut self, state: LocalId) {
        self.start = state;
    }

    /// Where the role begins.
    #[must_use]
    pub fn start(&self) -> LocalId {
        self.start
    }

    /// Each state with its number.
    pub fn states(&self) -> impl Iterator<Item = (LocalId, &LocalState)> {
        (0..).map(LocalId).zip(&self.states)
    }

    /// How many states there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether the role does nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.iter().all(|state| state.edges.is_empty())
    }

    /// What the role may do in `state`; nothing in one that this automaton does not have.
    #[must_use]
    pub fn edges(&self, state: LocalId) -> &[LocalEdge] {
        self.states
            .get(state.index())
            .map_or(&[], |state| &state.edges)
    }

    /// Whether the role may stop in `state`.
    #[must_use]
    pub fn is_accepting(&self, state: LocalId) -> bool {
        self.states
            .get(state.index())
            .is_some_and(|state| state.accepting)
    }

    /// The state that `action` leads to, when there is one; the first, when there are several.
    #[must_use]
    pub fn after(&self, state: LocalId, action: Action) -> Option<LocalId> {
        let mut edges = self.edges(state).iter();
        edges
            .find(|edge| edge.action == action)
            .map(|edge| edge.target)
    }

    /// Whether no state has two edges with one action.
    #[must_use]
    pub fn is_deterministic(&self) -> bool {
        self.states.iter().all(|state| {
            let mut seen = FxHashSet::default();
            state.edges.iter().all(|edge| seen.insert(edge.action))
        })
    }

    /// Whether a state both sends and receives.
    #[must_use]
    pub fn has_mixed_state(&self) -> bool {
        let directions = |state: &LocalState, direction| {
            let mut edges = state.edges.iter();
            edges.any(|edge| edge.action.direction == direction)
        };
        self.states.iter().any(|state| {
            directions(state, Direction::Send) && directions(state, Direction::Receive)
        })
    }

    /// The name of a role.
    #[must_use]
    pub fn role_name(&self, role: RoleId) -> Name {
        let name = self.roles.get(role.index()).copied();
        name.unwrap_or_else(|| Name::from("?"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(direction: Direction, operation: &str, target: LocalId) -> LocalEdge {
        LocalEdge {
            action: Action {
                direction,
                partner: RoleId(1),
                label: Label::one_way(operation.into()),
            },
            payload: Payload::default(),
            target,
            span: Span::NOWHERE,
        }
    }

    #[test]
    fn a_role_is_walked_through() {
        let mut local = Local::new(RoleId(0), vec!["A".into(), "B".into()]);
        let end = local.add(LocalState::default());
        local.accept(end, true);
        local.connect(local.start(), edge(Direction::Send, "x", end));
        assert!(local.is_deterministic() && !local.has_mixed_state() && !local.is_empty());
        let action = local.edges(local.start())[0].action;
        assert_eq!(local.after(local.start(), action), Some(end));
        assert!(local.is_accepting(end));
        local.connect(local.start(), edge(Direction::Receive, "x", end));
        assert!(local.is_deterministic() && local.has_mixed_state());
        local.connect(local.start(), edge(Direction::Send, "x", local.start()));
        assert!(!local.is_deterministic());
        assert_eq!(Direction::Send.dual().symbol(), '?');
        assert_eq!(local.role_name(RoleId(1)).as_str(), "B");
    }
}
