//! What a write makes of one variable: in come a write and the key of the variable, out comes its [`Change`].
//!
//! As Jolie does it: `=` changes the root alone (`AssignmentProcess`), `<<` puts what is there of the other tree
//! (`DeepCopyProcess`), a message takes the place of the whole tree (`Value.refCopy`), `undef` takes a tree away. What
//! becomes of the size of a vector is in `resize`.
//! Where this departs: of a tree that is copied, what is not defined takes the place of what was.

use super::path::{Key, Place, peopled, sized};
use super::resize::{populated, resized};
use super::source::Source;
use super::value::Evaluator;
use crate::automata::network::{Term, Value};
use crate::base::Name;
use crate::syntax::jolie::tree::Expression;

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Direction {
    /// To the one that receives it.
    Request,
    /// Back.
    Response,
}

/// What becomes of a variable.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// This.
    Term(Term),
    /// What a message of this operation carries there.
    Message(Direction, Name, Key),
}

/// A write: what is written where.
#[derive(Clone, Debug)]
pub(super) struct Written<'p> {
    pub place: Place,
    pub source: Source<'p>,
    /// Whether the path says which element it means.
    pub indexed: bool,
    /// The element that is written when its index is computed.
    pub element: Option<Element<'p>>,
}

/// An element of a vector, or what lies below it.
#[derive(Clone, Debug)]
pub(super) struct Element<'p> {
    pub vector: Key,
    pub index: &'p Expression,
    /// The names below the element.
    pub rest: Key,
}

/// What a write makes of the variable `key`; `None` when it leaves it as it is.
pub(super) fn change(
    evaluator: &mut Evaluator<'_>,
    written: &Written<'_>,
    key: &Key,
) -> Option<Change> {
    if let Some(vector) = sized(key) {
        return resized(evaluator, written, key, vector);
    }
    if let Some(parent) = peopled(key) {
        return populated(written, parent);
    }
    let target = match &written.place {
        Place::Exact(target) => target,
        Place::Below(_) => {
            if let Some(change) = evaluator.written_element(written, key) {
                return change;
            }
            let covers = written.place.may_cover(key);
            return covers.then_some(Change::Term(Term::Lost));
        }
    };
    let suffix = key.strip_prefix(target.as_slice())?;
    let here = suffix.is_empty();
    match written.source {
        Source::Assign(operator, value) if here => {
            let old = evaluator.read.own(key);
            Some(Change::Term(evaluator.changed(old, operator, value)))
        }
        Source::Step { up } if here => {
            let old = evaluator.read.own(key);
            Some(Change::Term(evaluator.step(old, up)))
        }
        // Which it is, the step says.
        Source::Index if here => Some(Change::Term(Term::Value(Value::int(0)))),
        Source::Assign(..) | Source::Step { .. } | Source::Index => None,
        Source::Copy(value) => evaluator.copied(value, suffix).map(Change::Term),
        Source::Undefine => Some(Change::Term(Term::Value(Value::UNDEFINED))),
        Source::Remove | Source::Unknown => Some(Change::Term(Term::Lost)),
        Source::Request(operation) | Source::Response(operation) => {
            carried(written.source, operation, suffix.to_vec())
        }
        Source::Answered(asked) => Some(Change::Term(evaluator.read.answer(asked, suffix))),
    }
}

/// What a message brings at `suffix` below where it is put.
pub(super) fn carried(source: Source<'_>, operation: Name, suffix: Key) -> Option<Change> {
    // Only the first element of a vector takes a message.
    if suffix.first().is_some_and(|first| first.starts_with('[')) {
        return None;
    }
    let direction = match source {
        Source::Request(_) => Direction::Request,
        _ => Direction::Response,
    };
    Some(Change::Message(direction, operation, suffix))
}
