//! What refines a basic type: in come a refinement and a value, out comes whether the value satisfies it, as Jolie's
//! `BasicTypeRefinement` says. Regular expressions are matched where values run.

use crate::syntax::jolie::tree::{Literal, Number, Refinement};

/// Whether a refinement is satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Not known here.
    Unknown,
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Whether a literal satisfies a refinement.
#[must_use]
#[allow(clippy::cast_precision_loss)] // as Jolie reads a long as a double
pub fn satisfies(refinement: &Refinement, literal: &Literal) -> Answer {
    match (refinement, literal) {
        (Refinement::Ranges(ranges), Literal::Int(value)) => {
            in_ranges(ranges, i64::from(*value), f64::from(*value)).into()
        }
        (Refinement::Ranges(ranges), Literal::Long(value)) => {
            in_ranges(ranges, *value, *value as f64).into()
        }
        (Refinement::Ranges(ranges), Literal::Double(value)) if ranges.iter().all(is_double) => {
            in_ranges(ranges, 0, *value).into()
        }
        (Refinement::Length(from, to), Literal::String(text)) => {
            has_length(*from, *to, text).into()
        }
        (Refinement::Enum(texts), Literal::String(text)) => texts.contains(text).into(),
        _ => Answer::Unknown,
    }
}

fn is_double((from, to): &(Option<Number>, Option<Number>)) -> bool {
    let double = |bound: &Number| matches!(bound, Number::Double(_));
    from.iter().chain(to).all(double)
}

/// Whether a number, read as a whole one and as a double, lies in one of some ranges, bounds included.
#[must_use]
pub fn in_ranges(ranges: &[(Option<Number>, Option<Number>)], whole: i64, double: f64) -> bool {
    let low = |bound: Number| match bound {
        Number::Int(bound) => i64::from(bound) <= whole,
        Number::Long(bound) => bound <= whole,
        Number::Double(bound) => bound <= double,
    };
    let high = |bound: Number| match bound {
        Number::Int(bound) => i64::from(bound) >= whole,
        Number::Long(bound) => bound >= whole,
        Number::Double(bound) => bound >= double,
    };
    ranges
        .iter()
        .any(|(from, to)| from.is_none_or(low) && to.is_none_or(high))
}

/// Whether a text has a length within bounds, in UTF-16 units.
#[must_use]
pub fn has_length(from: Option<u32>, to: Option<u32>, text: &str) -> bool {
    let length = text.encode_utf16().count();
    from.is_none_or(|from| length >= from as usize) && to.is_none_or(|to| length <= to as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_included_and_one_range_is_enough() {
        let ranges = Refinement::Ranges(vec![
            (Some(Number::Int(1)), Some(Number::Int(3))),
            (Some(Number::Int(7)), None),
        ]);
        let answers = [0, 1, 3, 4, 7, 900].map(|value| satisfies(&ranges, &Literal::Int(value)));
        let [no, yes] = [Answer::No, Answer::Yes];
        assert_eq!(answers, [no, yes, yes, no, yes, yes]);
        assert_eq!(satisfies(&ranges, &Literal::Double(2.0)), Answer::Unknown);
    }

    #[test]
    fn lengths_are_those_of_java() {
        let length = Refinement::Length(Some(2), Some(3));
        let answers = ["a", "ab", "𝄞", "abcd"]
            .map(|text| satisfies(&length, &Literal::String(text.to_owned())));
        assert_eq!(answers, [Answer::No, Answer::Yes, Answer::Yes, Answer::No]);
        let regex = Refinement::Regex("a*".to_owned());
        assert_eq!(
            satisfies(&regex, &Literal::String("b".to_owned())),
            Answer::Unknown
        );
    }
}
