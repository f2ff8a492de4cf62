//! What a write makes of one variable: in come a write and the key of the variable, out comes its [`Change`].
//!
//! As Jolie does it: `=` changes the root alone (`AssignmentProcess`), `<<` puts what is there of the other tree
//! (`DeepCopyProcess`), a message takes the place of the whole tree (`Value.refCopy`), `undef` takes a tree away.
//! Where this departs: of a tree that is copied, what is not defined takes the place of what was.

use super::path::{Key, Place};
use super::source::Source;
use super::value::Evaluator;
use crate::automata::network::{Term, Value};
use crate::base::Name;

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

/// What a write makes of the variable `key`; `None` when it leaves it as it is.
pub(super) fn change(
    evaluator: &mut Evaluator<'_>,
    place: &Place,
    source: Source<'_>,
    key: &Key,
) -> Option<Change> {
    let target = match place {
        Place::Exact(target) => target,
        Place::Below(_) => {
            return place.may_cover(key).then_some(Change::Term(Term::Lost));
        }
    };
    let suffix = key.strip_prefix(target.as_slice())?;
    let here = suffix.is_empty();
    match source {
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
        Source::Unknown => Some(Change::Term(Term::Lost)),
        Source::Request(operation) | Source::Response(operation) => {
            // Only the first element of a vector takes a message.
            if suffix.first().is_some_and(|first| first.starts_with('[')) {
                return None;
            }
            let direction = match source {
                Source::Request(_) => Direction::Request,
                _ => Direction::Response,
            };
            Some(Change::Message(direction, operation, suffix.to_vec()))
        }
    }
}
