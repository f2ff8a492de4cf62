//! Elements of vectors whose index is computed, or that a loop goes over: in come a path or a write, out comes a
//! [`Term`] that chooses among the first elements by the index.
//!
//! Followed are the elements that the service writes down one by one, or appends, up to [`ELEMENTS`]; of those behind them
//! nothing is known. As in `papers/semantics.md`, *Data*.

use super::change::{Change, Element, Written};
use super::facts::Facts;
use super::path::{Key, Place, computed_element, element, round, size_of, tail};
use super::source::Source;
use super::value::Evaluator;
use crate::automata::network::{Comparison, Operator, Term, Value};
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{Expression, Key as Child, Path, PathRoot};

/// So many first elements of a vector are followed.
const ELEMENTS: usize = 8;

/// What one step appends may be so many elements: it may happen several times.
const APPENDED: usize = 4;

/// The item of a loop over a vector.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its name, which means an element inside of the loop.
    pub name: Key,
    /// The vector.
    pub vector: Key,
    /// The vector where the loop names it, by which its rounds are counted.
    pub over: Span,
    /// The loop.
    pub body: Span,
}

/// How many first elements of a vector a service writes one by one, or appends.
pub(super) fn followed(facts: &Facts<'_>, vector: &Key) -> usize {
    let (mut written, mut appended) = (0, 0);
    for write in facts.writes_to(vector) {
        match (&write.written.place, &write.written.element) {
            (Place::Exact(place), _) if place.starts_with(vector) => {
                let index = element(place, vector).and_then(|index| usize::try_from(index).ok());
                written = written.max(index.map_or(0, |index| index.saturating_add(1)));
            }
            (Place::Below(_), Some(element)) if element.vector == *vector => appended += APPENDED,
            _ => {}
        }
    }
    (written + appended).min(ELEMENTS)
}

/// The variable of an element.
fn variable(vector: &Key, index: i64, rest: &[Name]) -> Key {
    let mut key = vector.clone();
    if index > 0 {
        key.push(Name::from(&format!("[{index}]")));
    }
    key.extend_from_slice(rest);
    key
}

impl Evaluator<'_> {
    /// The variable at `suffix` below a path with an index that is computed, or below the item of a loop.
    pub fn chosen_element(&mut self, path: &Path, suffix: &[Name]) -> Term {
        let mark = self.read.mark();
        let found = self.among_elements(path, suffix);
        if found.is_none() {
            self.read.forget(mark);
        }
        found.unwrap_or(Term::Lost)
    }

    fn among_elements(&mut self, path: &Path, suffix: &[Name]) -> Option<Term> {
        let (vector, index, mut rest) = match computed_element(path, self.with) {
            Some((vector, index)) => {
                let Place::Exact(vector) = self.aliases.resolve(vector) else {
                    return None;
                };
                let count = self.read.elements(&vector);
                (count > 0).then_some(())?;
                let index = self.index(index);
                (vector, index, tail(path)?)
            }
            None => self.item(path)?,
        };
        if matches!(index, Term::Lost | Term::Free) {
            return None;
        }
        rest.extend_from_slice(suffix);
        let mut found = Term::Lost;
        for number in (0..self.read.elements(&vector)).rev() {
            let value = self.read.cell(variable(&vector, number, &rest));
            found = self.choose(&index, number, value, found);
        }
        (found != Term::Lost).then_some(found)
    }

    /// An index: nothing is the first one.
    fn index(&mut self, index: &Expression) -> Term {
        match self.value(index) {
            unknown @ (Term::Lost | Term::Free) => unknown,
            index => self.computed(Operator::Larger, index, Term::Value(Value::int(0))),
        }
    }

    /// The element that the item of a loop means, and what comes after it in the path.
    fn item(&mut self, path: &Path) -> Option<(Key, Term, Key)> {
        let first = path
            .segments
            .first()
            .filter(|first| first.index.is_none())?;
        let Child::Name(name) = &first.key else {
            return None;
        };
        if path.root != PathRoot::Local {
            return None;
        }
        let item = self.aliases.item(name.name, path.span)?.clone();
        let Place::Exact(vector) = self.aliases.resolve(item.vector) else {
            return None;
        };
        // The rounds are counted where the size is followed.
        let Place::Exact(size) = self.aliases.resolve(size_of(vector.clone())) else {
            return None;
        };
        if self.read.elements(&vector) == 0 || self.read.cell(size) == Term::Lost {
            return None;
        }
        let rounds = match self.read.cell(round(item.over)) {
            Term::Lost => return None,
            rounds => rounds,
        };
        let one = Term::Value(Value::int(1));
        // It is counted before it begins.
        let index = self.computed(Operator::Subtract, rounds, one);
        let names = path.segments.iter().skip(1).map(|segment| {
            let Child::Name(name) = &segment.key else {
                return None;
            };
            segment.index.is_none().then_some(name.name)
        });
        Some((vector, index, names.collect::<Option<Key>>()?))
    }

    /// What a write to an element whose index is computed makes of a variable of the vector; `None` when that is not
    /// followed.
    pub fn written_element(&mut self, written: &Written<'_>, key: &Key) -> Option<Option<Change>> {
        let Element {
            vector,
            index,
            rest,
        } = written.element.as_ref()?;
        let Place::Below(places) = &written.place else {
            return None;
        };
        let [place] = places.as_slice() else {
            return None;
        };
        if place != vector || !key.starts_with(vector) || self.read.elements(vector) == 0 {
            return None;
        }
        let number = element(key, vector)?;
        let length = variable(vector, number, &[]).len();
        let Some(suffix) = key.get(length..)?.strip_prefix(rest.as_slice()) else {
            return Some(None);
        };
        let value = match written.source {
            Source::Assign(operator, value) if suffix.is_empty() => {
                let old = self.read.own(key);
                self.changed(old, operator, value)
            }
            Source::Assign(..) => return Some(None),
            Source::Copy(value) => match self.copied(value, suffix) {
                Some(value) => value,
                None => return Some(None),
            },
            Source::Answered(asked) => self.read.answer(asked, suffix),
            _ => return None,
        };
        let index = match self.index(index) {
            Term::Lost | Term::Free => return None,
            index => index,
        };
        let old = self.read.own(key);
        let term = self.choose(&index, number, value, old);
        Some(Some(Change::Term(term)))
    }

    /// One term where an index is this number, and another where it is not.
    fn choose(&mut self, index: &Term, number: i64, then: Term, otherwise: Term) -> Term {
        self.read.integer(number);
        if let Term::Value(known) = index {
            return if *known == Value::int(number) {
                then
            } else {
                otherwise
            };
        }
        let number = Box::new(Term::Value(Value::int(number)));
        let condition = Term::Compare(Comparison::Equal, Box::new(index.clone()), number);
        Term::Choose(Box::new([condition, then, otherwise]))
    }
}
