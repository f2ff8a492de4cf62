//! Where a service can do nothing by itself: whether it may stand there, for all that its role does.

use super::state::{Pair, State};
use super::step::Next;
use super::{Deviation, Doubt, Kind};
use crate::automata::local::{Direction, LocalEdge};
use crate::automata::network::InputId;
use crate::automata::network::step::Want;
use crate::base::{Name, Span};

/// What is wrong with a state that is quiet.
pub(super) enum Quiet {
    /// Nothing.
    Right,
    /// This.
    Wrong(Vec<Deviation>),
    /// It waits for others, who are no part of the session.
    Others(Vec<Name>),
}

impl Pair<'_> {
    /// Judges a state in which the service has no step of its own; `ended` is the line and the fault of the last end of a
    /// session.
    pub(super) fn stands(&self, state: &State, next: &Next, ended: (Span, Option<Name>)) -> Quiet {
        let local = self.part.local;
        let live = state.live().next().is_some();
        if next.opens && !live && state.role == local.start() {
            return Quiet::Right;
        }
        let edges = local.edges(state.role);
        let refused: Vec<&LocalEdge> = (0..)
            .zip(edges)
            .filter(|(place, edge)| {
                edge.action.direction == Direction::Receive && !next.taken.contains(place)
            })
            .map(|(_, edge)| edge)
            .collect();
        let waits = self.waits(state);
        let found = match refused.is_empty() {
            false => self.refuses(&refused, &waits, ended, live),
            true => self.must_send(state, &waits, ended, live),
        };
        if found.is_empty() {
            Quiet::Right
        } else if next.outside {
            Quiet::Others(self.awaited(&waits))
        } else {
            Quiet::Wrong(found)
        }
    }

    /// The messages of the role that nobody takes.
    fn refuses(
        &self,
        refused: &[&LocalEdge],
        waits: &[(Span, Want)],
        ended: (Span, Option<Name>),
        live: bool,
    ) -> Vec<Deviation> {
        let is_elsewhere = |edge: &&&LocalEdge| {
            let queue = self.queue_of(edge.action.label.operation);
            waits.iter().any(|(_, want)| match want {
                Want::Answer { .. } => true,
                Want::Input { queues, .. } => !queues.iter().all(|own| Some(*own) == queue),
                _ => false,
            })
        };
        let (later, never): (Vec<&&LocalEdge>, Vec<&&LocalEdge>) =
            refused.iter().partition(is_elsewhere);
        let told = [(never, None), (later, Some(Doubt::Order))];
        let told = told.into_iter().filter(|(edges, _)| !edges.is_empty());
        // What listens for sessions does not end: it lacks one that the message begins.
        let mut starters = self.behaviour().starters();
        let listens = starters.next().filter(|_| !live && ended.1.is_none());
        let listens = listens.map(|starter| starter.branch.origin);
        let waits = waits.first().map(|(span, _)| *span);
        let told = told.map(|(edges, doubt)| Deviation {
            kind: match live || listens.is_some() {
                true => Kind::Refuses,
                false => Kind::Ends(ended.1),
            },
            span: waits.or(listens).unwrap_or(ended.0),
            expected: edges.into_iter().map(|edge| (*edge).clone()).collect(),
            doubt,
            run: Vec::new(),
        });
        told.collect()
    }

    /// Where every message is taken, or none comes: the role must not have to send.
    fn must_send(
        &self,
        state: &State,
        waits: &[(Span, Want)],
        ended: (Span, Option<Name>),
        live: bool,
    ) -> Vec<Deviation> {
        let local = self.part.local;
        let edges = local.edges(state.role);
        let sends = |edge: &&LocalEdge| edge.action.direction == Direction::Send;
        let sent: Vec<LocalEdge> = edges.iter().filter(sends).cloned().collect();
        let mixed = sent.len() < edges.len();
        // Branches of `|` that are done one after the other: what is awaited comes first.
        if sent.is_empty() || local.is_accepting(state.role) || mixed && live {
            return Vec::new();
        }
        vec![Deviation {
            kind: match live {
                true => Kind::Waits,
                false => Kind::Ends(ended.1),
            },
            span: waits.first().map_or(ended.0, |(span, _)| *span),
            expected: sent,
            doubt: mixed.then_some(Doubt::Order),
            run: Vec::new(),
        }]
    }

    /// The queue that the messages of an operation wait in.
    fn queue_of(&self, operation: Name) -> Option<u32> {
        let mut inputs = self.behaviour().inputs.iter();
        let found = inputs.find(|input| self.network[input.operation].name == operation);
        found.map(|input| input.queue)
    }

    /// The operations of others that are awaited.
    fn awaited(&self, waits: &[(Span, Want)]) -> Vec<Name> {
        let inputs = waits.iter().flat_map(|(_, want)| match want {
            Want::Input { branches, .. } => branches.as_slice(),
            _ => &[],
        });
        let of_others = inputs.filter(|(_, input): &&(usize, InputId)| !self.is_of_session(*input));
        let mut found: Vec<Name> = of_others
            .filter_map(|(_, input)| self.operation_of(*input))
            .collect();
        found.dedup();
        found
    }
}
