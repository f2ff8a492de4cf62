//! The two readers of variables: [`Demander`] notes what an expression needs, [`Looker`] knows what is tracked.

use super::element::followed;
use super::facts::{Facts, With};
use super::locations::Locations;
use super::path::{Asked, Key, Place, is_round, is_written_by_jolie, peopled, sized};
use super::source::Source;
use super::value::Read;
use crate::automata::network::{CellId, Constant, Term, Value};
use crate::base::Name;
use crate::syntax::jolie::tree::{AssignOperator, Expression, ExpressionKind};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// Variables that lie deeper than this are lost, correlation variables excepted.
const DEPTH: usize = 6;
/// Integers beyond this do not raise the limit of counters.
const LARGEST: i64 = 100;

/// A set that keeps the order of insertion.
pub(super) type Ordered = IndexSet<Key, FxBuildHasher>;

/// The texts and doubles that values name.
#[derive(Clone, Debug, Default)]
pub(super) struct Constants {
    pub list: Vec<Constant>,
    texts: FxHashMap<String, u32>,
    numbers: FxHashMap<u64, u32>,
}

impl Constants {
    /// The value of a text.
    pub fn text(&mut self, text: &str) -> Value {
        let known = self.texts.get(text).copied();
        let index = known.unwrap_or_else(|| {
            let index = self.add(Constant::Text(text.to_owned()));
            self.texts.insert(text.to_owned(), index);
            index
        });
        Value::constant(index)
    }

    /// The value of a number.
    pub fn number(&mut self, number: f64) -> Value {
        let bits = number.to_bits();
        let known = self.numbers.get(&bits).copied();
        let index = known.unwrap_or_else(|| {
            let index = self.add(Constant::Number(number));
            self.numbers.insert(bits, index);
            index
        });
        Value::constant(index)
    }

    fn add(&mut self, constant: Constant) -> u32 {
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(constant);
        index
    }
}

/// What is known of the variables of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Those that are tracked, by [`CellId`].
    pub keys: Ordered,
    /// Those that nothing ever writes.
    pub untouched: FxHashSet<Key>,
    /// Whether `is_defined` can be told from the value.
    pub exact: FxHashMap<Key, bool>,
    /// Those that are not worth it.
    pub denied: FxHashSet<Key>,
    /// The sizes that clients and servers outside choose.
    pub chosen: FxHashSet<Key>,
    /// How many first elements of vectors are followed.
    pub elements: FxHashMap<Key, i64>,
    /// How far counters are followed.
    pub limit: i32,
    /// Whether an integer may be a long.
    pub longs: bool,
    /// What is below these is there from the start.
    pub given: Vec<Name>,
    /// The output ports whose variables are only followed for their locations.
    pub ports: FxHashSet<Name>,
    /// What is below these is never followed.
    pub lost: FxHashSet<Key>,
}

impl Known {
    fn is_lost(&self, key: &Key) -> bool {
        let below = |length| self.lost.contains(&key[..length]);
        let port = key.first().is_some_and(|first| self.ports.contains(first));
        let location = key.len() == 2 && key[1] == "location";
        let deep = key.len() > DEPTH && key[0] != "csets";
        key.is_empty()
            || deep
            || port && !location
            || self.denied.contains(key)
            || (1..=key.len()).any(below)
    }
}

/// A reader that notes which variables are needed.
pub(super) struct Demander<'a, 'p> {
    pub facts: &'a Facts<'p>,
    pub known: &'a mut Known,
    pub constants: &'a mut Constants,
    pub locations: &'a Locations,
    pub outside: &'a FxHashSet<Name>,
    /// Whether `getLocalLocation` is the one of the runtime.
    pub runtime: bool,
    pub wanted: Vec<Key>,
}

impl Demander<'_, '_> {
    fn touched(&mut self, key: &Key) -> bool {
        if self.known.untouched.contains(key) {
            return false;
        }
        let given = |first: &Name| {
            first == "csets" || self.known.given.contains(first) || self.known.ports.contains(first)
        };
        let touched = key.first().is_some_and(given)
            || is_written_by_jolie(key)
            || self
                .facts
                .writes_to(key)
                .any(|write| match &write.written.place {
                    Place::Exact(place)
                        if sized(key).is_none()
                            && peopled(key).is_none()
                            && matches!(
                                write.written.source,
                                Source::Assign(..) | Source::Step { .. } | Source::Index
                            ) =>
                    {
                        place == key
                    }
                    place => place.may_cover(key),
                });
        if !touched {
            self.known.untouched.insert(key.clone());
        }
        touched
    }

    /// Whether a variable exists exactly when it has a value. It may exist without one: something below it is written,
    /// or nothing was assigned to it, or an empty message was received into it.
    fn exact(&self, key: &Key) -> bool {
        self.facts
            .writes_to(key)
            .all(|write| match &write.written.place {
                Place::Below(places) => places
                    .iter()
                    .all(|place| !place.starts_with(key) && !key.starts_with(place)),
                Place::Exact(place) if place == key => match write.written.source {
                    Source::Assign(AssignOperator::Set, value) => {
                        is_something(value) || self.is_received(value, write.with)
                    }
                    Source::Assign(..) | Source::Step { .. } | Source::Undefine | Source::Index => {
                        true
                    }
                    _ => false,
                },
                Place::Exact(place) => {
                    let forgets = matches!(write.written.source, Source::Remove | Source::Unknown)
                        && key.starts_with(place);
                    !place.starts_with(key) && !forgets
                }
            })
    }

    /// Whether an expression is a part of a message that every message of its type has: Jolie refuses the others. It is
    /// taken to be read after the message has come.
    fn is_received(&self, value: &Expression, with: With) -> bool {
        let ExpressionKind::Path(path) = &value.kind else {
            return false;
        };
        let around = self.facts.withs.get(with).map_or(&[][..], Vec::as_slice);
        let Place::Exact(key) = self.facts.aliases.place(path, around) else {
            return false;
        };
        let mut received = false;
        for write in self.facts.writes_to(&key) {
            let Place::Exact(place) = &write.written.place else {
                if write.written.place.may_cover(&key) {
                    return false;
                }
                continue;
            };
            let Some(part) = key.strip_prefix(place.as_slice()) else {
                continue;
            };
            match write.written.source {
                Source::Request(operation)
                    if self.facts.required.contains(&(operation, part.to_vec())) =>
                {
                    received = true;
                }
                Source::Assign(..) | Source::Step { .. } if !part.is_empty() => {}
                _ => return false,
            }
        }
        received
    }
}

impl Read for Demander<'_, '_> {
    fn cell(&mut self, key: Key) -> Term {
        if self.known.is_lost(&key) {
            return Term::Lost;
        }
        if !is_round(&key) && !self.touched(&key) {
            return Term::Value(Value::UNDEFINED);
        }
        self.wanted.push(key);
        Term::Cell(CellId(0))
    }

    fn own(&mut self, _key: &Key) -> Term {
        Term::Cell(CellId(0))
    }

    fn defined(&mut self, key: Key) -> Term {
        let exact = match self.known.exact.get(&key) {
            Some(exact) => *exact,
            None => {
                let exact = self.exact(&key);
                self.known.exact.insert(key.clone(), exact);
                exact
            }
        };
        if exact { self.cell(key) } else { Term::Lost }
    }

    fn text(&mut self, text: &str) -> Term {
        if let Some(port) = self.locations.of(text) {
            return Term::Value(port);
        }
        Term::Value(self.constants.text(text))
    }

    fn number(&mut self, number: f64) -> Term {
        Term::Value(self.constants.number(number))
    }

    fn integer(&mut self, value: i64) {
        if value.abs() <= LARGEST
            && let Ok(value) = i32::try_from(value.abs())
        {
            self.known.limit = self.known.limit.max(value + 1);
        }
    }

    fn long(&mut self) {
        self.known.longs = true;
    }

    fn answer(&mut self, asked: Asked, suffix: &[Name]) -> Term {
        if self.runtime && asked.operation == "getLocalLocation" {
            Term::Cell(CellId(0))
        } else if self.outside.contains(&asked.port) {
            Term::Free
        } else {
            self.cell(asked.key(suffix))
        }
    }

    fn constants(&self) -> &[Constant] {
        &self.constants.list
    }

    fn has_ints_alone(&self) -> bool {
        !self.known.longs
    }

    fn limit(&self) -> i32 {
        self.known.limit
    }

    fn elements(&mut self, vector: &Key) -> i64 {
        if let Some(known) = self.known.elements.get(vector) {
            return *known;
        }
        let found = i64::try_from(followed(self.facts, vector)).unwrap_or(0);
        self.known.elements.insert(vector.clone(), found);
        found
    }

    fn mark(&self) -> usize {
        self.wanted.len()
    }

    fn forget(&mut self, mark: usize) {
        self.wanted.truncate(mark);
    }
}

/// A reader that knows what is tracked.
pub(super) struct Looker<'a> {
    pub known: &'a Known,
    pub constants: &'a Constants,
    pub locations: &'a Locations,
    pub outside: &'a FxHashSet<Name>,
    /// What `getLocalLocation@Runtime` gives, where that is the one of the runtime.
    pub local: Option<Value>,
}

impl Read for Looker<'_> {
    fn cell(&mut self, key: Key) -> Term {
        match cell(self.known, &key) {
            Some(cell) => Term::Cell(cell),
            None if self.known.untouched.contains(&key) => Term::Value(Value::UNDEFINED),
            None => Term::Lost,
        }
    }

    fn defined(&mut self, key: Key) -> Term {
        if self.known.exact.get(&key) != Some(&true) {
            return Term::Lost;
        }
        match self.cell(key) {
            Term::Cell(cell) => Term::IsDefined(cell),
            Term::Value(_) => Term::Value(Value::bool(false)),
            _ => Term::Lost,
        }
    }

    fn text(&mut self, text: &str) -> Term {
        if let Some(port) = self.locations.of(text) {
            return Term::Value(port);
        }
        constant(self.constants.texts.get(text))
    }

    fn number(&mut self, number: f64) -> Term {
        constant(self.constants.numbers.get(&number.to_bits()))
    }

    fn answer(&mut self, asked: Asked, suffix: &[Name]) -> Term {
        match self.local {
            Some(local) if asked.operation == "getLocalLocation" => Term::Value(local),
            _ if self.outside.contains(&asked.port) => Term::Free,
            _ => self.cell(asked.key(suffix)),
        }
    }

    fn constants(&self) -> &[Constant] {
        &self.constants.list
    }

    fn has_ints_alone(&self) -> bool {
        !self.known.longs
    }

    fn limit(&self) -> i32 {
        self.known.limit
    }

    fn elements(&mut self, vector: &Key) -> i64 {
        self.known.elements.get(vector).copied().unwrap_or(0)
    }
}

/// The place of a variable among those that are tracked.
pub(super) fn cell(known: &Known, key: &Key) -> Option<CellId> {
    let index = known.keys.get_index_of(key)?;
    u32::try_from(index).ok().map(CellId)
}

fn constant(index: Option<&u32>) -> Term {
    index.map_or(Term::Lost, |index| Term::Value(Value::constant(*index)))
}

/// Whether an expression certainly has a value at its root.
fn is_something(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Group(inner)
        | ExpressionKind::Assign(_, inner)
        | ExpressionKind::Tree(Some(inner), _) => is_something(inner),
        ExpressionKind::If(_, yes, no) => is_something(yes) && is_something(no),
        ExpressionKind::Path(_)
        | ExpressionKind::Frozen(_)
        | ExpressionKind::Solicit { .. }
        | ExpressionKind::Tree(None, _) => false,
        _ => true,
    }
}
