//! Arithmetic, casts, comparisons and truth of known values, as Jolie has them (`Value.add` and the others,
//! `CompareOperators`, `Value.boolValue`).
//!
//! In come values and the constants that they name; out comes what is made of them, or `None` when that is not known.
//! A double and an integer that is too large for a [`Value`] are both a [`Constant::Number`]: where the two would differ
//! (division, text), nothing is known of one that is whole. Jolie's integers wrap around at 32 bits; here the result is not
//! known long before.

use super::correlation::equal;
use super::{Basic, Comparison, Constant, Kind, Operator, Value};

/// What is made of values: a value, or data that the constants may not have yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// A value.
    Value(Value),
    /// A text.
    Text(String),
    /// A double, or a large integer.
    Number(f64),
}

impl Made {
    fn int(value: i64) -> Option<Self> {
        let value = Value::int(value);
        (value != Value::LOST).then_some(Self::Value(value))
    }

    /// The value that it is, where the constants have it.
    #[must_use]
    pub fn among(self, constants: &[Constant]) -> Option<Value> {
        let index = match self {
            Self::Value(value) => return Some(value),
            Self::Text(text) => constants
                .iter()
                .position(|one| matches!(one, Constant::Text(other) if *other == text)),
            Self::Number(number) => constants.iter().position(
                |one| matches!(one, Constant::Number(other) if other.to_bits() == number.to_bits()),
            ),
        };
        Some(Value::constant(u32::try_from(index?).ok()?))
    }
}

/// A datum, taken apart.
#[derive(Clone, Copy)]
enum Datum<'a> {
    Undefined,
    Bool(bool),
    Int(i64),
    Above(i64),
    Below(i64),
    Number(f64),
    Text(&'a str),
}

fn datum(constants: &[Constant], value: Value) -> Option<Datum<'_>> {
    Some(match value.kind() {
        Kind::Undefined => Datum::Undefined,
        Kind::Bool(bool) => Datum::Bool(bool),
        Kind::Int(int) => Datum::Int(i64::from(int)),
        Kind::Above(int) => Datum::Above(i64::from(int)),
        Kind::Below(int) => Datum::Below(i64::from(int)),
        Kind::Constant(index) => match constants.get(index as usize)? {
            Constant::Text(text) => Datum::Text(text),
            Constant::Number(number) => Datum::Number(*number),
        },
        Kind::Lost | Kind::Free | Kind::Token { .. } | Kind::Port { .. } | Kind::Outside => {
            return None;
        }
    })
}

impl Datum<'_> {
    /// `Value.strValue`.
    fn text(self) -> Option<String> {
        match self {
            Self::Undefined => Some(String::new()),
            Self::Bool(bool) => Some(bool.to_string()),
            Self::Int(int) => Some(int.to_string()),
            Self::Text(text) => Some(text.to_owned()),
            // Java writes large and small doubles with an exponent.
            Self::Number(number)
                if number.fract() != 0.0 && (1e-3..1e7).contains(&number.abs()) =>
            {
                Some(format!("{number:?}"))
            }
            Self::Number(_) | Self::Above(_) | Self::Below(_) => None,
        }
    }

    /// `Value.intValue`: what cannot be read as an integer is 0.
    fn int(self) -> Option<i64> {
        match self {
            Self::Undefined => Some(0),
            Self::Bool(bool) => Some(i64::from(bool)),
            Self::Int(int) => Some(int),
            Self::Text(text) => Some(text.trim().parse::<i32>().map_or(0, i64::from)),
            #[allow(
                clippy::cast_possible_truncation,
                reason = "as Java truncates; it is small"
            )]
            Self::Number(number) if number.abs() < 1e6 => Some(number.trunc() as i64),
            Self::Number(_) | Self::Above(_) | Self::Below(_) => None,
        }
    }

    /// `Value.doubleValue`.
    fn number(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            // Java reads more texts as numbers than Rust does, and fewer.
            Self::Text(text) => match text.trim().parse::<i32>() {
                Ok(int) => Some(f64::from(int)),
                Err(_) if text.contains(|letter: char| letter.is_ascii_digit()) => None,
                Err(_) if ["NaN", "Infinity"].iter().any(|word| text.contains(word)) => None,
                Err(_) => Some(0.0),
            },
            #[allow(clippy::cast_precision_loss, reason = "values are small")]
            other => other.int().map(|int| int as f64),
        }
    }

    /// The least and the greatest number that it may be, as an order looks at it.
    #[allow(clippy::cast_precision_loss, reason = "values are small")]
    fn range(self, doubles: bool) -> Option<(f64, f64)> {
        match self {
            Self::Above(int) => Some((int as f64 + 1.0, f64::INFINITY)),
            Self::Below(int) => Some((f64::NEG_INFINITY, int as f64 - 1.0)),
            other if doubles => other.number().map(|number| (number, number)),
            other => other.int().map(|int| (int as f64, int as f64)),
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Number(_))
    }

    fn is_int(self) -> bool {
        matches!(self, Self::Int(_) | Self::Above(_) | Self::Below(_))
    }
}

/// `left + right` and the like.
#[must_use]
pub fn compute(
    constants: &[Constant],
    operator: Operator,
    left: Value,
    right: Value,
) -> Option<Made> {
    if operator == Operator::Larger {
        return larger(constants, left, right).map(Made::Value);
    }
    if left == Value::UNDEFINED && matches!(operator, Operator::Multiply | Operator::Divide) {
        return Made::int(0);
    }
    let unknown = |value: Value| value.is_unknown();
    if left == Value::UNDEFINED && matches!(operator, Operator::Add | Operator::Modulo) {
        return (!unknown(right)).then_some(Made::Value(right));
    }
    let (one, other) = (datum(constants, left)?, datum(constants, right)?);
    match (one, other) {
        (Datum::Undefined, _) => negated(other, right),
        (Datum::Text(_), _) | (_, Datum::Text(_)) if operator == Operator::Add => {
            Some(Made::Text(one.text()? + &other.text()?))
        }
        _ if one.is_number() || other.is_number() => of_numbers(operator, one, other),
        _ if one.is_int() || other.is_int() => of_integers(operator, one, other),
        (Datum::Bool(one), other) => Some(Made::Value(match (operator, other) {
            (Operator::Add, Datum::Bool(other)) => Value::bool(one || other),
            (Operator::Multiply, Datum::Bool(other)) => Value::bool(one && other),
            (Operator::Multiply, _) => Value::bool(false),
            _ => left,
        })),
        // No text is subtracted from another, nor are texts multiplied or divided: the left one stays.
        _ => Some(Made::Value(left)),
    }
}

/// The larger of two sizes.
fn larger(constants: &[Constant], left: Value, right: Value) -> Option<Value> {
    let (one, other) = (datum(constants, left)?, datum(constants, right)?);
    let int = |datum: Datum<'_>| match datum {
        Datum::Undefined => Some(0),
        Datum::Int(int) => Some(int),
        _ => None,
    };
    Some(match (one, other) {
        (Datum::Above(one), Datum::Above(other)) => Value::above(one.max(other)),
        (Datum::Above(limit), other) | (other, Datum::Above(limit)) => {
            Value::above(limit.max(int(other)? - 1))
        }
        _ => Value::int(int(one)?.max(int(other)?)),
    })
}

/// Nothing minus something.
fn negated(other: Datum<'_>, right: Value) -> Option<Made> {
    match other {
        Datum::Number(number) => Some(Made::Number(-number)),
        Datum::Int(int) => Made::int(-int),
        Datum::Above(int) => Some(Made::Value(Value::below(-int))),
        Datum::Below(int) => Some(Made::Value(Value::above(-int))),
        Datum::Bool(bool) => Some(Made::Value(Value::bool(!bool))),
        Datum::Undefined | Datum::Text(_) => Some(Made::Value(right)),
    }
}

fn of_numbers(operator: Operator, one: Datum<'_>, other: Datum<'_>) -> Option<Made> {
    let (left, right) = (one.number()?, other.number()?);
    let whole = |datum: Datum<'_>, number: f64| datum.is_number() && number.fract() == 0.0;
    let is_double = [(one, left), (other, right)]
        .iter()
        .any(|(datum, number)| datum.is_number() && number.fract() != 0.0);
    let found = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        // Integers are divided otherwise.
        Operator::Divide if !is_double && (whole(one, left) || whole(other, right)) => return None,
        Operator::Divide => left / right,
        Operator::Modulo => left % right,
        Operator::Larger => left.max(right),
    };
    found.is_finite().then_some(Made::Number(found))
}

fn of_integers(operator: Operator, one: Datum<'_>, other: Datum<'_>) -> Option<Made> {
    if let (Some(left), Some(right)) = (one.int(), other.int()) {
        return Made::int(match operator {
            Operator::Add => left + right,
            Operator::Subtract => left - right,
            Operator::Multiply => left * right,
            Operator::Divide => left.checked_div(right)?,
            Operator::Modulo => left.checked_rem(right)?,
            Operator::Larger => left.max(right),
        });
    }
    // A counter beyond its limit that goes on in its direction stays beyond.
    let (counter, by) = match (one, other, operator) {
        (counter, by, Operator::Add) | (by, counter, Operator::Add) if by.int().is_some() => {
            (counter, by.int()?)
        }
        (counter, by, Operator::Subtract) if by.int().is_some() => (counter, -by.int()?),
        _ => return None,
    };
    match counter {
        Datum::Above(limit) if by >= 0 => Some(Made::Value(Value::above(limit))),
        Datum::Below(limit) if by <= 0 => Some(Made::Value(Value::below(limit))),
        _ => None,
    }
}

/// `left < right` and the like.
#[must_use]
pub fn compare(
    constants: &[Constant],
    comparison: Comparison,
    left: Value,
    right: Value,
) -> Option<bool> {
    let ordered = |left: Value, right: Value, or_equal: bool| {
        let (left, right) = (datum(constants, left)?, datum(constants, right)?);
        let doubles = left.is_number() || right.is_number();
        let (least, most) = left.range(doubles)?;
        let (from, to) = right.range(doubles)?;
        let (surely, never) = match or_equal {
            true => (most <= from, least > to),
            false => (most < from, least >= to),
        };
        (surely || never).then_some(surely)
    };
    match comparison {
        Comparison::Equal => equal(constants, left, right),
        Comparison::NotEqual => equal(constants, left, right).map(|equal| !equal),
        Comparison::Less => ordered(left, right, false),
        Comparison::LessOrEqual => ordered(left, right, true),
        Comparison::Greater => ordered(right, left, false),
        Comparison::GreaterOrEqual => ordered(right, left, true),
    }
}

/// Whether a value counts as true: a number does from 1 on, of texts only `true`.
#[must_use]
pub fn truth(constants: &[Constant], value: Value) -> Option<bool> {
    match value.kind() {
        Kind::Lost | Kind::Free => return None,
        // Texts other than `true`.
        Kind::Token { .. } | Kind::Port { .. } | Kind::Outside => return Some(false),
        _ => {}
    }
    match datum(constants, value)? {
        Datum::Undefined => Some(false),
        Datum::Bool(truth) => Some(truth),
        Datum::Int(int) => Some(int > 0),
        Datum::Above(int) => (int >= 0).then_some(true),
        Datum::Below(int) => (int <= 1).then_some(false),
        Datum::Number(number) => Some(number >= 1.0),
        Datum::Text(text) => Some(text.trim().eq_ignore_ascii_case("true")),
    }
}

/// `int( value )` and the like.
#[must_use]
pub fn cast(constants: &[Constant], basic: Basic, value: Value) -> Option<Made> {
    if basic == Basic::Bool {
        return truth(constants, value).map(|truth| Made::Value(Value::bool(truth)));
    }
    let datum = datum(constants, value)?;
    match basic {
        Basic::Int | Basic::Long if datum.is_int() => Some(Made::Value(value)),
        Basic::Int => Made::int(datum.int()?),
        // A text that is no integer of 32 bits may be a larger one.
        Basic::Long if matches!(datum, Datum::Text(_)) => match datum.int()? {
            0 => None,
            int => Made::int(int),
        },
        Basic::Long => Made::int(datum.int()?),
        Basic::Double => Some(Made::Number(datum.number()?)),
        Basic::Text => Some(Made::Text(datum.text()?)),
        Basic::Bool => None,
    }
}

/// `is_int( value )` and the like. Integers are taken to be no longs: where a program has longs, this is not asked.
#[must_use]
pub fn is_a(constants: &[Constant], basic: Basic, value: Value) -> Option<bool> {
    Some(match datum(constants, value)? {
        Datum::Undefined => false,
        Datum::Bool(_) => basic == Basic::Bool,
        Datum::Int(_) | Datum::Above(_) | Datum::Below(_) => basic == Basic::Int,
        Datum::Text(_) => basic == Basic::Text,
        Datum::Number(number) if number.fract() != 0.0 => basic == Basic::Double,
        Datum::Number(_) if matches!(basic, Basic::Bool | Basic::Text) => false,
        Datum::Number(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operator::{Add, Divide, Larger, Modulo, Multiply, Subtract};

    fn constants() -> Vec<Constant> {
        vec![
            Constant::Text("x".to_owned()),
            Constant::Text("12".to_owned()),
            Constant::Number(1.5),
            Constant::Number(3.0),
            Constant::Number(0.5),
            Constant::Text("x1".to_owned()),
        ]
    }

    const X: fn() -> Value = || Value::constant(0);
    const TWELVE: fn() -> Value = || Value::constant(1);
    const ONE_AND_A_HALF: fn() -> Value = || Value::constant(2);
    const THREE: fn() -> Value = || Value::constant(3);
    const HALF: fn() -> Value = || Value::constant(4);

    fn made(left: Value, operator: Operator, right: Value) -> Option<Made> {
        compute(&constants(), operator, left, right)
    }

    fn int(value: i64) -> Option<Made> {
        Some(Made::Value(Value::int(value)))
    }

    #[test]
    fn the_larger_of_two_sizes() {
        assert_eq!(made(Value::UNDEFINED, Larger, Value::int(2)), int(2));
        assert_eq!(made(Value::int(3), Larger, Value::int(2)), int(3));
        assert_eq!(made(Value::UNDEFINED, Larger, Value::UNDEFINED), int(0));
        let above = |limit| Some(Made::Value(Value::above(limit)));
        assert_eq!(made(Value::above(4), Larger, Value::int(5)), above(4));
        assert_eq!(made(Value::above(4), Larger, Value::int(6)), above(5));
        assert_eq!(made(Value::int(1), Larger, Value::above(4)), above(4));
        assert_eq!(made(Value::above(7), Larger, Value::above(4)), above(7));
        assert_eq!(made(Value::LOST, Larger, Value::int(1)), None);
    }

    #[test]
    fn operators_coerce_as_jolie_does() {
        let text = |text: &str| Some(Made::Text(text.to_owned()));
        let bool = |value| Some(Made::Value(Value::bool(value)));
        assert_eq!(made(X(), Add, Value::int(1)), text("x1"));
        assert_eq!(made(Value::bool(true), Add, X()), text("truex"));
        assert_eq!(made(TWELVE(), Subtract, Value::int(2)), int(10));
        assert_eq!(made(X(), Subtract, Value::int(2)), int(-2));
        assert_eq!(
            made(ONE_AND_A_HALF(), Multiply, Value::int(2)),
            Some(Made::Number(3.0))
        );
        assert_eq!(made(THREE(), Divide, Value::int(2)), None);
        assert_eq!(made(Value::int(7), Divide, Value::int(-2)), int(-3));
        assert_eq!(made(Value::int(7), Modulo, Value::int(0)), None);
        assert_eq!(made(Value::bool(true), Add, Value::bool(false)), bool(true));
        assert_eq!(
            made(Value::bool(true), Multiply, Value::bool(false)),
            bool(false)
        );
        assert_eq!(made(Value::bool(true), Add, Value::int(4)), int(5));
        assert_eq!(made(Value::UNDEFINED, Add, X()), Some(Made::Value(X())));
        assert_eq!(made(Value::UNDEFINED, Subtract, Value::int(4)), int(-4));
        assert_eq!(made(Value::UNDEFINED, Multiply, Value::int(4)), int(0));
        assert_eq!(made(Value::int(4), Add, Value::UNDEFINED), int(4));
        assert_eq!(made(Value::FREE, Add, Value::int(1)), None);
    }

    #[test]
    fn counters_beyond_their_limit_are_compared() {
        let (more, less) = (Value::above(5), Value::below(-5));
        assert_eq!(made(more, Add, Value::int(1)), Some(Made::Value(more)));
        assert_eq!(made(more, Subtract, Value::int(1)), None);
        assert_eq!(made(less, Subtract, Value::int(1)), Some(Made::Value(less)));
        let is = |left, comparison, right| compare(&constants(), comparison, left, right);
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        assert_eq!(is(more, Equal, Value::int(5)), Some(false));
        assert_eq!(is(more, NotEqual, Value::int(2)), Some(true));
        assert_eq!(is(more, Equal, Value::int(6)), None);
        assert_eq!(is(more, GreaterOrEqual, Value::int(6)), Some(true));
        assert_eq!(is(more, Greater, Value::int(6)), None);
        assert_eq!(is(Value::int(6), LessOrEqual, more), Some(true));
        assert_eq!(is(less, Less, Value::int(0)), Some(true));
        assert_eq!(is(less, Less, more), Some(true));
        assert_eq!(is(TWELVE(), Equal, more), None);
        assert_eq!(is(X(), Equal, more), Some(false));
        assert_eq!(truth(&constants(), more), Some(true));
        assert_eq!(truth(&constants(), less), Some(false));
    }

    #[test]
    fn orders_read_texts_as_numbers() {
        let is = |left, comparison, right| compare(&constants(), comparison, left, right);
        use Comparison::{Greater, Less};
        assert_eq!(is(TWELVE(), Greater, Value::int(11)), Some(true));
        assert_eq!(is(X(), Less, Value::int(1)), Some(true));
        assert_eq!(is(ONE_AND_A_HALF(), Less, Value::int(2)), Some(true));
        assert_eq!(is(Value::UNDEFINED, Less, Value::int(1)), Some(true));
        assert_eq!(truth(&constants(), HALF()), Some(false));
        assert_eq!(truth(&constants(), ONE_AND_A_HALF()), Some(true));
    }

    #[test]
    fn casts_and_kinds() {
        let cast = |basic, value| cast(&constants(), basic, value);
        assert_eq!(cast(Basic::Int, TWELVE()), int(12));
        assert_eq!(cast(Basic::Int, X()), int(0));
        assert_eq!(cast(Basic::Int, ONE_AND_A_HALF()), int(1));
        assert_eq!(
            cast(Basic::Text, Value::int(5)),
            Some(Made::Text("5".to_owned()))
        );
        assert_eq!(cast(Basic::Double, Value::int(5)), Some(Made::Number(5.0)));
        assert_eq!(
            cast(Basic::Bool, X()),
            Some(Made::Value(Value::bool(false)))
        );
        let is = |basic, value| is_a(&constants(), basic, value);
        assert_eq!(is(Basic::Int, Value::int(5)), Some(true));
        assert_eq!(is(Basic::Text, Value::int(5)), Some(false));
        assert_eq!(is(Basic::Text, X()), Some(true));
        assert_eq!(is(Basic::Double, ONE_AND_A_HALF()), Some(true));
        assert_eq!(is(Basic::Double, THREE()), None);
        assert_eq!(is(Basic::Bool, Value::UNDEFINED), Some(false));
    }
}
