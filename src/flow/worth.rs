//! Which of the variables that matter are worth tracking: in comes a finished [`Demand`], out come those that can never
//! hold anything but what the abstraction lost. A guard on them is as lost without them.
//!
//! What a variable may hold is computed forward, from constants, fresh values and the environment, through variables
//! and messages, to a fixed point.

use super::change::{Change, Direction, change};
use super::demand::{Demand, content_at, wants_element};
use super::path::{Key, is_round, is_written_by_jolie, peopled, sized};
use super::reader::Looker;
use super::value::Evaluator;
use crate::automata::network::{Kind, Term, Value};
use crate::base::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// What something may be: a set of these bits.
type Kinds = u8;

const UNDEFINED: Kinds = 1;
const LOST: Kinds = 2;
const FREE: Kinds = 4;
const KNOWN: Kinds = 8;
/// Of sizes: clients and servers outside choose it.
const OUTSIDE: Kinds = 16;

/// Where a value of a variable or of a message comes from.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Origin {
    /// A term of a service.
    Term(usize, Term),
    /// A message.
    Message((Direction, Name, Key)),
}

/// What was found out about the variables that matter, each with its service.
#[derive(Default)]
pub(super) struct Worth {
    /// Those that are not worth tracking.
    pub worthless: Vec<(usize, Key)>,
    /// The sizes that clients and servers outside choose.
    pub chosen: Vec<(usize, Key)>,
}

/// What the variables that matter are worth.
pub(super) fn worth(demand: &Demand<'_>) -> Worth {
    let cells: Vec<Vec<FxHashSet<Origin>>> = (0..demand.parts.len())
        .map(|part| origins(demand, part))
        .collect();
    let messages = messages(demand);
    let mut kinds: Vec<Vec<Kinds>> = cells
        .iter()
        .enumerate()
        .map(|(part, cells)| {
            (0..cells.len())
                .map(|cell| start(demand, part, cell))
                .collect()
        })
        .collect();
    let mut carried: FxHashMap<&(Direction, Name, Key), Kinds> = FxHashMap::default();
    loop {
        let mut changed = false;
        for (message, (first, origins)) in &messages {
            let found = origins
                .iter()
                .fold(*first, |found, origin| found | of(origin, &kinds, &carried));
            changed |= carried.insert(message, found) != Some(found);
        }
        for (part, cells) in cells.iter().enumerate() {
            for (cell, origins) in cells.iter().enumerate() {
                let found = origins.iter().fold(kinds[part][cell], |found, origin| {
                    found | of(origin, &kinds, &carried)
                });
                changed |= found != kinds[part][cell];
                kinds[part][cell] = found;
            }
        }
        if !changed {
            break;
        }
    }
    let mut found = Worth::default();
    for (index, part) in demand.parts.iter().enumerate() {
        for (cell, key) in part.known.keys.iter().enumerate() {
            let kinds = kinds[index][cell];
            if cell >= part.roots && kinds & (FREE | KNOWN) == 0 {
                found.worthless.push((index, key.clone()));
            }
            if kinds & (OUTSIDE | LOST | KNOWN) == OUTSIDE {
                found.chosen.push((index, key.clone()));
            }
        }
    }
    found
}

/// The variables by which rounds are counted, and the sizes of vectors, but for those that messages are correlated by.
pub(super) fn counters(demand: &Demand<'_>) -> Vec<(usize, Key)> {
    let mut found = Vec::new();
    for (index, part) in demand.parts.iter().enumerate() {
        let origins = origins(demand, index);
        for (cell, (key, origins)) in part.known.keys.iter().zip(origins).enumerate() {
            let steps = |origin: &Origin| match origin {
                Origin::Term(_, term @ (Term::Compute(..) | Term::Within(..))) => {
                    term.cells().any(|own| own.index() == cell)
                }
                Origin::Term(..) | Origin::Message(_) => false,
            };
            let counts = is_round(key) || sized(key).is_some() || origins.iter().any(steps);
            if cell >= part.correlated && counts {
                found.push((index, key.clone()));
            }
        }
    }
    found
}

/// What a variable may hold when the service starts.
fn start(demand: &Demand<'_>, part: usize, cell: usize) -> Kinds {
    let known = &demand.parts[part].known;
    let key = known.keys.get_index(cell);
    if key.is_some_and(|key| is_written_by_jolie(key)) {
        return KNOWN;
    }
    match key.and_then(|key| key.first()) {
        Some(first) if known.given.contains(first) => FREE | KNOWN,
        Some(first) if known.ports.contains(first) || first == "csets" => KNOWN,
        _ if key.is_some_and(|key| is_round(key) || peopled(key).is_some()) => KNOWN,
        _ => UNDEFINED,
    }
}

/// Where the values of each variable of a service come from.
fn origins(demand: &Demand<'_>, part: usize) -> Vec<FxHashSet<Origin>> {
    let found = &demand.parts[part];
    let mut all = Vec::new();
    for key in &found.known.keys {
        let mut origins = FxHashSet::default();
        for write in found.facts.writes_to(key) {
            let change = look(demand, part, write.with, |evaluator| {
                change(evaluator, &write.written, key)
            });
            match change {
                Some(Change::Term(term)) => {
                    origins.insert(Origin::Term(part, term));
                }
                Some(Change::Message(direction, operation, key)) => {
                    origins.insert(Origin::Message((direction, operation, key)));
                }
                None => {}
            }
        }
        all.push(origins);
    }
    all
}

type Messages = FxHashMap<(Direction, Name, Key), (Kinds, FxHashSet<Origin>)>;

/// Where what messages carry comes from.
fn messages(demand: &Demand<'_>) -> Messages {
    let mut messages = Messages::default();
    for (operation, layout) in &demand.layouts {
        for (direction, free) in [
            (Direction::Request, layout.open),
            (Direction::Response, layout.outside),
        ] {
            let runtime = demand.runtime && *operation == "getLocalLocation";
            let first = match (free, runtime) {
                (_, true) => KNOWN,
                (true, false) => FREE,
                (false, false) => 0,
            };
            for key in layout.keys(direction) {
                let wanted = |vector| {
                    let of = layout.types[usize::from(direction == Direction::Response)];
                    of.is_some_and(|of| wants_element(demand.program, of, vector))
                };
                let first = match sized(key) {
                    Some(vector) if first == FREE && wanted(vector) => LOST,
                    Some(_) if first == FREE => OUTSIDE,
                    _ => first,
                };
                let contents = demand.contents.get(&(direction, *operation));
                let origins = contents.into_iter().flatten().map(|(part, content, with)| {
                    let term = look(demand, *part, *with, |evaluator| {
                        content_at(evaluator, *content, key)
                    });
                    Origin::Term(*part, term)
                });
                let origins: FxHashSet<Origin> = origins.collect();
                messages.insert((direction, *operation, key.clone()), (first, origins));
            }
        }
    }
    messages
}

fn look<T>(
    demand: &Demand<'_>,
    part: usize,
    with: usize,
    evaluate: impl FnOnce(&mut Evaluator<'_>) -> T,
) -> T {
    let found = &demand.parts[part];
    let mut looker = Looker {
        known: &found.known,
        constants: &demand.constants,
        locations: &demand.locations,
        outside: &found.outside,
        local: demand.runtime.then_some(Value::port(0, 0)),
    };
    let mut evaluator = Evaluator {
        aliases: &found.facts.aliases,
        with: &found.facts.withs[with],
        read: &mut looker,
    };
    evaluate(&mut evaluator)
}

fn of(
    origin: &Origin,
    kinds: &[Vec<Kinds>],
    carried: &FxHashMap<&(Direction, Name, Key), Kinds>,
) -> Kinds {
    match origin {
        Origin::Term(part, term) => of_term(term, &kinds[*part]),
        Origin::Message(message) => carried.get(message).copied().unwrap_or(0),
    }
}

fn of_term(term: &Term, kinds: &[Kinds]) -> Kinds {
    let all = |terms: &[Term]| {
        terms
            .iter()
            .fold(0, |found, term| found | of_term(term, kinds))
    };
    match term {
        Term::Value(value) => match value.kind() {
            Kind::Undefined => UNDEFINED,
            Kind::Lost => LOST,
            Kind::Free => FREE,
            _ => KNOWN,
        },
        Term::Cell(cell) => kinds.get(cell.index()).copied().unwrap_or(LOST),
        Term::Fresh | Term::IsDefined(_) | Term::Is(..) | Term::Guess(_) => KNOWN,
        Term::Free => FREE,
        Term::Lost => LOST,
        Term::Not(inner) | Term::Cast(_, inner) | Term::Within(_, inner) => of_term(inner, kinds),
        Term::And(terms) | Term::Or(terms) => all(terms),
        Term::Choose(parts) => all(&parts[1..]),
        Term::Compare(_, left, right) | Term::Compute(_, left, right) => {
            let (left, right) = (of_term(left, kinds), of_term(right, kinds));
            if left == LOST || right == LOST {
                LOST
            } else {
                left | right
            }
        }
    }
}
