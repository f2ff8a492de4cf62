//! Loops that wait for a definite number of messages: each round steps a counter, and the counter ends the loop.
//!
//! A service that has begun such a loop has been started, and waits for the messages that are left; one that serves in
//! any other loop is idle between two of them.

use super::subject::{Path, Subject};
use crate::automata::network::{Act, Behaviour, CellId, Location, Operator, Term, Value};
use crate::automata::waits::{Place, Standing, reachable, successors};
use crate::explore::StateId;
use std::collections::BTreeSet;

/// Whether the thread at a place waits inside a loop that counts, whose counter is another than when it first waited there
/// on the way that led here.
pub(super) fn has_begun(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    path: &Path,
) -> bool {
    let counters = counted(standing, place);
    let here = standing.thread(place).map(|thread| thread.at);
    let values = |standing: &Standing<'_>| -> Vec<Option<Value>> {
        let session = standing.sessions.get(&place.slot);
        let value = |cell: &CellId| session?.cells.get(cell.index()).copied();
        counters.iter().map(value).collect()
    };
    if counters.is_empty() {
        return false;
    }
    let states = std::iter::once(StateId::INITIAL).chain(path.iter().map(|(_, state)| *state));
    let first = states
        .map(|state| subject.standing(state))
        .find(|then| then.thread(place).map(|thread| thread.at) == here);
    first.is_some_and(|first| values(&first) != values(standing))
}

/// The counters that end the loop in which the thread at a place waits.
fn counted(standing: &Standing<'_>, place: Place) -> BTreeSet<CellId> {
    let (Some(thread), Some(behaviour)) = (standing.thread(place), standing.behaviour(place.slot))
    else {
        return BTreeSet::new();
    };
    let round = round(behaviour, thread.at);
    let acts = || {
        let nodes = round
            .iter()
            .filter_map(|at| behaviour.nodes.get(at.index()));
        nodes.map(|node| &node.act)
    };
    let mut counters: BTreeSet<CellId> = acts().flat_map(counters).collect();
    counters.retain(|counter| {
        acts().any(|act| match act {
            Act::Branch {
                condition,
                then,
                otherwise,
            } => {
                let leaves = [then, otherwise].iter().any(|way| !round.contains(way));
                leaves && condition.cells().any(|cell| cell == *counter)
            }
            _ => false,
        })
    });
    counters
}

/// The locations that lie on a way from `at` back to it.
fn round(behaviour: &Behaviour, at: Location) -> BTreeSet<Location> {
    let mut found = reachable(behaviour, successors(behaviour, at));
    found.retain(|next| {
        *next == at || reachable(behaviour, successors(behaviour, *next)).contains(&at)
    });
    found
}

/// The cells that an act steps by a number.
fn counters(act: &Act) -> Vec<CellId> {
    let Act::Set { values, .. } = act else {
        return Vec::new();
    };
    let steps = |cell: CellId, term: &Term| {
        let mut root = match term {
            Term::Within(_, inner) => &**inner,
            term => term,
        };
        while let Term::Compute(Operator::Add | Operator::Subtract, left, right) = root
            && matches!(**right, Term::Value(_))
        {
            root = left;
        }
        !matches!(term, Term::Cell(_)) && *root == Term::Cell(cell)
    };
    let stepped = values.iter().filter(|(cell, term)| steps(*cell, term));
    stepped.map(|(cell, _)| *cell).collect()
}
