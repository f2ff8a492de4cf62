//! What a write makes of the size of a vector: in come a write and the variable that keeps the size, out comes its
//! [`Change`].
//!
//! As Jolie does it: who writes to an element, or below it, makes it and those before it (`ValueVector.get`); `<<`
//! copies element by element, or one element where either side says which (`VariablePathNode.levelPaths`), and takes none
//! away; a message puts as many as it has where it has that child; `undef` takes all away. Where this departs: a path that
//! is read makes nothing, which is so but for second names, and for elements that `<<` looks for behind the last one.

use super::change::{Change, Written, carried};
use super::path::{Key, Place, element};
use super::source::Source;
use super::value::Evaluator;
use crate::automata::network::{Operator, Term, Value};
use crate::base::Name;
use crate::syntax::jolie::tree::Expression;

/// What a write makes of `key`, the size of `vector`; `None` when it leaves it as it is.
pub(super) fn resized(
    evaluator: &mut Evaluator<'_>,
    written: &Written<'_>,
    key: &Key,
    vector: &[Name],
) -> Option<Change> {
    let term = match &written.place {
        Place::Exact(target) if target.len() > vector.len() => {
            let index = element(target, vector).filter(|_| target.starts_with(vector))?;
            match written.source {
                // Of one that goes away it is not known whether it was there.
                Source::Remove | Source::Unknown if is_element(target, vector) => Term::Lost,
                // What goes away below an element leaves the element there.
                Source::Undefine | Source::Remove => return None,
                _ => at_least(evaluator, key, index.saturating_add(1)),
            }
        }
        Place::Exact(target) => {
            let suffix = vector.strip_prefix(target.as_slice())?;
            if suffix.is_empty() {
                whole(evaluator, written, key)
            } else {
                return below(evaluator, written, key, suffix);
            }
        }
        Place::Below(places) => match (&written.element, places.as_slice()) {
            (Some(element), [_]) if element.vector == vector && grows(written.source) => {
                behind(evaluator, key, element.index)
            }
            (_, [place]) if place.len() > vector.len() && grows(written.source) => {
                let index = element(place, vector).filter(|_| place.starts_with(vector))?;
                at_least(evaluator, key, index.saturating_add(1))
            }
            _ if written.place.may_cover(key) => Term::Lost,
            _ => return None,
        },
    };
    Some(Change::Term(term))
}

/// What a write makes of whether the value at `parent` has children; `None` when it leaves it as it is. What takes some
/// away may leave others.
pub(super) fn populated(written: &Written<'_>, parent: &[Name]) -> Option<Change> {
    let takes = matches!(written.source, Source::Undefine | Source::Remove);
    let term = match &written.place {
        Place::Exact(target) if parent.starts_with(target) => match written.source {
            // The root alone, or the name of a child.
            Source::Assign(..) | Source::Step { .. } | Source::Index => return None,
            Source::Undefine => Term::Value(Value::int(0)),
            _ => Term::Lost,
        },
        Place::Below(places) if takes && places.iter().any(|place| parent.starts_with(place)) => {
            Term::Lost
        }
        _ if takes => return None,
        _ => Term::Lost,
    };
    Some(Change::Term(term))
}

/// Whether a key leads to an element of a vector behind the first one.
fn is_element(key: &[Name], vector: &[Name]) -> bool {
    let rest = key.get(vector.len()..);
    matches!(rest, Some([index]) if index.starts_with('['))
}

/// Whether something that is written makes what it is written to.
fn grows(source: Source<'_>) -> bool {
    !matches!(source, Source::Undefine | Source::Remove | Source::Unknown)
}

/// Something is written to the vector itself, or to its first element.
fn whole(evaluator: &mut Evaluator<'_>, written: &Written<'_>, key: &Key) -> Term {
    match written.source {
        Source::Undefine => Term::Value(Value::int(0)),
        Source::Unknown => Term::Lost,
        // The first one, if there is any.
        Source::Remove => {
            let old = evaluator.read.own(key);
            let fewer = evaluator.step(old, false);
            evaluator.computed(Operator::Larger, fewer, Term::Value(Value::int(0)))
        }
        Source::Copy(value) if !written.indexed => {
            let size = evaluator.size(value);
            larger(evaluator, key, size)
        }
        _ => at_least(evaluator, key, 1),
    }
}

/// Something is written to what the vector is a part of.
fn below(
    evaluator: &mut Evaluator<'_>,
    written: &Written<'_>,
    key: &Key,
    suffix: &[Name],
) -> Option<Change> {
    let part = super::path::size_of(suffix.to_vec());
    let term = match written.source {
        Source::Assign(..) | Source::Step { .. } | Source::Index => return None,
        Source::Undefine => Term::Value(Value::int(0)),
        Source::Remove | Source::Unknown => Term::Lost,
        Source::Answered(asked) => evaluator.read.answer(asked, &part),
        Source::Copy(value) => {
            let size = evaluator.copied(value, &part)?;
            larger(evaluator, key, size)
        }
        Source::Request(operation) | Source::Response(operation) => {
            return carried(written.source, operation, part);
        }
    };
    Some(Change::Term(term))
}

/// The element of this index is written.
fn behind(evaluator: &mut Evaluator<'_>, key: &Key, index: &Expression) -> Term {
    let index = evaluator.value(index);
    let size = evaluator.step(index, true);
    larger(evaluator, key, size)
}

fn at_least(evaluator: &mut Evaluator<'_>, key: &Key, size: i64) -> Term {
    evaluator.read.integer(size);
    larger(evaluator, key, Term::Value(Value::int(size)))
}

/// The size, when there are at least so many.
fn larger(evaluator: &mut Evaluator<'_>, key: &Key, size: Term) -> Term {
    let old = evaluator.read.own(key);
    evaluator.computed(Operator::Larger, old, size)
}
