//! What a new version of a role breaks for partners that keep to the old one, and what it changes without breaking them.
//!
//! In come both local automata; out come the changes, each with the shortest run to it. The new one refines the old one if
//! it sends no more and receives no less, from every pair of states that a run leads both to, and ends where the old one
//! does (Gay & Hole, with more than one partner). What is sent before what is received is not forgiven: in a mailbox it
//! comes in another order.

use crate::automata::label::Label;
use crate::automata::local::{Direction, Local, LocalEdge, LocalId};
use crate::base::{Name, Span};
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whether partners that keep to the old version may come to harm.
    pub breaks: bool,
    /// What has changed.
    pub message: String,
    /// What the role has done before, step by step.
    pub run: Vec<String>,
    /// The line that says so, of the new version where it has one.
    pub span: Span,
}

/// How many pairs of states are compared.
const PAIRS: usize = 1 << 18;

/// How many changes are told.
const CHANGES: usize = 64;

/// What one message of both versions carries: the difference that breaks something, for a message that the role sends or
/// receives.
pub type Carried<'c> = dyn Fn(Direction, &LocalEdge, &LocalEdge) -> Option<String> + 'c;

/// The changes of a role, in the order of their runs; and whether that is all of them.
#[must_use]
pub fn changes(old: &Local, new: &Local, carried: &Carried<'_>) -> (Vec<Change>, bool) {
    let mut search = Search {
        old,
        new,
        carried,
        found: Vec::new(),
        places: Vec::new(),
    };
    let start = (old.start(), new.start());
    let mut seen = FxHashSet::default();
    let mut waiting = VecDeque::from([(start, None)]);
    seen.insert(start);
    while let Some((pair, before)) = waiting.pop_front() {
        let here = search.places.len();
        search.places.push(before);
        for (edge, next) in search.compare(pair, here) {
            if seen.len() < PAIRS && seen.insert(next) {
                waiting.push_back((next, Some((here, edge))));
            }
        }
    }
    let whole = seen.len() < PAIRS && search.found.len() < CHANGES;
    search.found.truncate(CHANGES);
    (search.found, whole)
}

type Pair = (LocalId, LocalId);

struct Search<'l, 'c> {
    old: &'l Local,
    new: &'l Local,
    carried: &'c Carried<'c>,
    found: Vec<Change>,
    /// For each pair that was met, the one before it with the step between.
    places: Vec<Option<(usize, String)>>,
}

/// What partners know a message by.
type Known = (Direction, Name, Label);

impl Search<'_, '_> {
    /// Notes what is not as it was, and returns what both do, with where it leads.
    fn compare(&mut self, (one, other): Pair, here: usize) -> Vec<(String, Pair)> {
        let (old, new) = (self.old, self.new);
        let (before, after) = (old.edges(one), new.edges(other));
        let mut both = Vec::new();
        for edge in after {
            let known = before
                .iter()
                .find(|known| key(old, known) == key(new, edge));
            let what = told(new, edge);
            match (known, edge.action.direction) {
                (Some(known), direction) => {
                    if let Some(message) = (self.carried)(direction, known, edge) {
                        self.note(here, true, format!("{what}: {message}"), edge.span);
                    }
                    both.push((what, (known.target, edge.target)));
                }
                (None, Direction::Send) => {
                    self.note(
                        here,
                        true,
                        format!("{what} is new: nobody expects it"),
                        edge.span,
                    );
                }
                (None, Direction::Receive) => {
                    self.note(here, false, format!("{what} is new"), edge.span);
                }
            }
        }
        for edge in before {
            if after.iter().any(|known| key(new, known) == key(old, edge)) {
                continue;
            }
            let what = told(old, edge);
            match edge.action.direction {
                Direction::Receive => {
                    self.note(
                        here,
                        true,
                        format!("{what} is not taken any more"),
                        edge.span,
                    );
                }
                Direction::Send => {
                    self.note(
                        here,
                        false,
                        format!("{what} does not come any more"),
                        edge.span,
                    );
                }
            }
        }
        self.ends((one, other), here);
        both
    }

    /// Whether the role goes on and ends as it did.
    fn ends(&mut self, (one, other): Pair, here: usize) {
        let (old, new) = (self.old, self.new);
        let sends = |edges: &[LocalEdge]| {
            let mut edges = edges.iter();
            edges.any(|edge| edge.action.direction == Direction::Send)
        };
        let span = |edges: &[LocalEdge]| edges.first().map_or(Span::NOWHERE, |edge| edge.span);
        let (before, after) = (old.edges(one), new.edges(other));
        let (ended, ends) = (old.is_accepting(one), new.is_accepting(other));
        if ended && !ends && !sends(after) {
            let message = "it waits, where it had ended".to_owned();
            self.note(here, true, message, span(after));
        } else if ends && !ended {
            let message = "it ends, where it went on".to_owned();
            self.note(here, true, message, span(before));
        } else if !ended && sends(before) && !sends(after) {
            let message = "it waits, where it sent something".to_owned();
            self.note(here, true, message, span(after));
        }
    }

    fn note(&mut self, here: usize, breaks: bool, message: String, span: Span) {
        let same = |known: &Change| known.message == message && known.span == span;
        if self.found.len() >= CHANGES || self.found.iter().any(same) {
            return;
        }
        let mut run = Vec::new();
        let mut at = Some(here);
        while let Some((before, step)) = at
            .and_then(|at| self.places.get(at))
            .and_then(Option::as_ref)
        {
            run.push(step.clone());
            at = Some(*before);
        }
        run.reverse();
        self.found.push(Change {
            breaks,
            message,
            run,
            span,
        });
    }
}

fn key(local: &Local, edge: &LocalEdge) -> Known {
    let action = edge.action;
    (
        action.direction,
        local.role_name(action.partner),
        action.label,
    )
}

/// `buy to Seller`, or `offer of Seller`.
fn told(local: &Local, edge: &LocalEdge) -> String {
    let partner = local.role_name(edge.action.partner);
    match edge.action.direction {
        Direction::Send => format!("`{}` to `{partner}`", edge.action.label),
        Direction::Receive => format!("`{}` of `{partner}`", edge.action.label),
    }
}
