//! Whether a message comes in its turn, by the session that a service has declared.
//!
//! In comes what the role of a service does ([`Watched`]); a [`Turns`] is where one session of the service is in it, moved on by
//! what it sends and takes. A message of a partner is in its turn when the role can come to where it takes it: by what it has
//! not yet taken of that partner, in its order, then by what it sends to others and takes of others, and by answers. What it
//! sends to that partner is not passed over: who keeps to the session has had it before. So who keeps to a session that can be
//! implemented is never refused (`papers/sessions.md`, *The monitor*).

use crate::automata::label::{Label, Phase, RoleId};
use crate::automata::local::{Direction, LocalEdge, LocalId};
use crate::check::conformance::Watched;
use std::collections::BTreeSet;

/// Where a session is in its role.
#[derive(Clone, Debug)]
pub struct Turns {
    /// Where the role may be; nothing when the service itself has left it, and nobody is held to it any more.
    at: BTreeSet<LocalId>,
    /// What has come and was not taken: of whom, where that is known.
    waiting: Vec<(Label, Option<RoleId>)>,
}

impl Turns {
    /// Where every session begins.
    #[must_use]
    pub fn new(watched: &Watched) -> Self {
        Self {
            at: BTreeSet::from([watched.local.start()]),
            waiting: Vec::new(),
        }
    }

    /// Whether a message comes in its turn, and is one of those that are awaited from now on when it does; `Err` with what
    /// the role takes in its place. What is no part of the role always may come.
    ///
    /// # Errors
    /// When it comes out of turn.
    pub fn comes<'w>(
        &mut self,
        watched: &'w Watched,
        label: Label,
        from: Option<RoleId>,
    ) -> Result<(), Vec<&'w LocalEdge>> {
        let mut senders = senders(watched, label);
        if senders.is_empty() || self.at.is_empty() {
            return Ok(());
        }
        senders.retain(|sender| from.is_none_or(|from| from == *sender));
        let fits = |sender: &RoleId| {
            let states = self.before(watched, *sender);
            let mut edges = states.iter().flat_map(|state| watched.local.edges(*state));
            edges.any(|edge| takes(edge, label, *sender))
        };
        if senders.iter().any(fits) {
            self.waiting.push((label, from));
            return Ok(());
        }
        let here = self.at.iter().flat_map(|state| watched.local.edges(*state));
        let queued = |edge: &&LocalEdge| {
            edge.action.direction == Direction::Receive && edge.action.label.is_queued()
        };
        Err(here.filter(queued).collect())
    }

    /// Where the role may be when the next message of a partner is taken.
    fn before(&self, watched: &Watched, partner: RoleId) -> BTreeSet<LocalId> {
        let maybe: Vec<Label> = self
            .waiting
            .iter()
            .filter(|(_, from)| from.is_none())
            .map(|(label, _)| *label)
            .collect();
        let passes = |edge: &LocalEdge| {
            let action = edge.action;
            let own = action.partner == partner;
            match action.direction {
                Direction::Send => !own,
                Direction::Receive if !action.label.is_queued() => true,
                Direction::Receive => !own || maybe.contains(&action.label),
            }
        };
        let mut states = closed(watched, self.at.clone(), &passes);
        let own = self
            .waiting
            .iter()
            .filter(|(_, from)| *from == Some(partner));
        for (label, _) in own {
            let edges = states.iter().flat_map(|state| watched.local.edges(*state));
            let after = edges.filter(|edge| takes(edge, *label, partner));
            let after = after.map(|edge| edge.target).collect();
            states = closed(watched, after, &passes);
        }
        states
    }

    /// The service sends a message to one of these roles, or to any when it is not known to whom.
    pub fn sends(&mut self, watched: &Watched, label: Label, to: &[RoleId]) {
        let reached = |edge: &LocalEdge| to.is_empty() || to.contains(&edge.action.partner);
        let is_it = |edge: &LocalEdge| {
            edge.action.direction == Direction::Send && edge.action.label == label && reached(edge)
        };
        self.moves(watched, &is_it);
    }

    /// The service takes a message.
    pub fn takes(&mut self, watched: &Watched, label: Label) {
        if senders(watched, label).is_empty() {
            return;
        }
        let known = self.waiting.iter().position(|(known, _)| *known == label);
        let from = known.and_then(|known| self.waiting.remove(known).1);
        self.moves(watched, &|edge| {
            from.is_none_or(|from| takes(edge, label, from))
                && takes(edge, label, edge.action.partner)
        });
    }

    fn moves(&mut self, watched: &Watched, is_it: &dyn Fn(&LocalEdge) -> bool) {
        // Answers come to who waits for them, and are not told of.
        let answered = |edge: &LocalEdge| {
            edge.action.direction == Direction::Receive && !edge.action.label.is_queued()
        };
        let states = closed(watched, std::mem::take(&mut self.at), &answered);
        let edges = states.iter().flat_map(|state| watched.local.edges(*state));
        self.at = edges
            .filter(|edge| is_it(edge))
            .map(|edge| edge.target)
            .collect();
    }
}

/// The states with all that are reached by such steps. When a session is over another may begin.
fn closed(
    watched: &Watched,
    mut states: BTreeSet<LocalId>,
    passes: &dyn Fn(&LocalEdge) -> bool,
) -> BTreeSet<LocalId> {
    let local = &watched.local;
    let mut open: Vec<LocalId> = states.iter().copied().collect();
    while let Some(state) = open.pop() {
        let over = !watched.many && local.is_accepting(state);
        let again = over.then(|| local.start());
        let edges = local.edges(state).iter().filter(|edge| passes(edge));
        for target in edges.map(|edge| edge.target).chain(again) {
            if states.insert(target) {
                open.push(target);
            }
        }
    }
    states
}

fn takes(edge: &LocalEdge, label: Label, from: RoleId) -> bool {
    let action = edge.action;
    (action.direction, action.label, action.partner) == (Direction::Receive, label, from)
}

/// The roles that a message may be of.
fn senders(watched: &Watched, label: Label) -> Vec<RoleId> {
    let edges = watched.local.states().flat_map(|(_, state)| &state.edges);
    let own = edges.filter(|edge| takes(edge, label, edge.action.partner));
    let mut found: Vec<RoleId> = own.map(|edge| edge.action.partner).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The label of a request, or of a one-way message.
#[must_use]
pub fn label(operation: &str, answered: bool) -> Label {
    Label {
        operation: operation.into(),
        phase: match answered {
            true => Phase::Request,
            false => Phase::OneWay,
        },
    }
}
