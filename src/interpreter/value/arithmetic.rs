//! `+ - * / %` on roots (`Value.add`, … of Jolie): the kind of the result is the widest of the two operands'.

use super::{Basic, Text, Value, growth};
use smol_str::SmolStrBuilder;

/// An operator of arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`, which also joins strings
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoResult {
    /// A whole number was to be divided by zero.
    ByZero,
    /// The string would be longer than [`growth::LONGEST_TEXT`].
    TooLong,
}

/// The kind in which an operation is carried out: the widest of both operands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    None,
    Bool,
    Int,
    Long,
    Double,
    String,
}

fn width(basic: &Basic) -> Width {
    match basic {
        Basic::Bool(_) => Width::Bool,
        Basic::Int(_) => Width::Int,
        Basic::Long(_) => Width::Long,
        Basic::Double(_) => Width::Double,
        Basic::String(_) => Width::String,
        Basic::Void | Basic::Raw(_) | Basic::Link(_) => Width::None,
    }
}

impl Arithmetic {
    /// The result of an operation on two roots.
    ///
    /// # Errors
    ///
    /// The division of a whole number by zero, and a string that is too long.
    pub fn apply(self, left: &Value, right: &Value) -> Result<Basic, NoResult> {
        if let (Basic::Int(left), Basic::Int(right)) = (&left.basic, &right.basic) {
            return self.ints(*left, *right).map(Basic::Int);
        }
        if !left.is_defined() {
            return Ok(self.on_nothing(right));
        }
        match width(&left.basic).max(width(&right.basic)) {
            Width::String | Width::None if self == Self::Add => {
                join(left, right).map(Basic::String)
            }
            Width::Double => Ok(Basic::Double(
                self.doubles(left.as_double(), right.as_double()),
            )),
            // A string beside a number is read as one, except by `+`.
            Width::String => self.beside_string(left, right),
            Width::Long => self.longs(left.as_long(), right.as_long()).map(Basic::Long),
            Width::Int => self.ints(left.as_int(), right.as_int()).map(Basic::Int),
            Width::Bool => Ok(self.truths(left, right)),
            Width::None => Ok(left.basic.clone()),
        }
    }

    /// What becomes of an operation whose left side is void.
    fn on_nothing(self, right: &Value) -> Basic {
        match self {
            Self::Add | Self::Modulo => right.basic.clone(),
            Self::Multiply | Self::Divide => Basic::Int(0),
            Self::Subtract => match &right.basic {
                Basic::Double(value) => Basic::Double(-value),
                Basic::Long(value) => Basic::Long(value.wrapping_neg()),
                Basic::Int(value) => Basic::Int(value.wrapping_neg()),
                Basic::Bool(value) => Basic::Bool(!value),
                other => other.clone(),
            },
        }
    }

    fn beside_string(self, left: &Value, right: &Value) -> Result<Basic, NoResult> {
        let numeric = |value: &Value| match width(&value.basic) {
            Width::String => Width::None,
            width => width,
        };
        match numeric(left).max(numeric(right)) {
            Width::Double => Ok(Basic::Double(
                self.doubles(left.as_double(), right.as_double()),
            )),
            Width::Long => self.longs(left.as_long(), right.as_long()).map(Basic::Long),
            Width::Int => self.ints(left.as_int(), right.as_int()).map(Basic::Int),
            Width::Bool => Ok(self.truths(left, right)),
            Width::None | Width::String => Ok(left.basic.clone()),
        }
    }

    fn truths(self, left: &Value, right: &Value) -> Basic {
        match self {
            Self::Add => Basic::Bool(left.as_bool() || right.as_bool()),
            Self::Multiply => Basic::Bool(left.as_bool() && right.as_bool()),
            Self::Subtract | Self::Divide | Self::Modulo => left.basic.clone(),
        }
    }

    /// The result of an operation on two ints.
    ///
    /// # Errors
    ///
    /// The division by zero.
    pub fn ints(self, left: i32, right: i32) -> Result<i32, NoResult> {
        match self {
            Self::Add => Ok(left.wrapping_add(right)),
            Self::Subtract => Ok(left.wrapping_sub(right)),
            Self::Multiply => Ok(left.wrapping_mul(right)),
            Self::Divide | Self::Modulo if right == 0 => Err(NoResult::ByZero),
            Self::Divide => Ok(left.wrapping_div(right)),
            Self::Modulo => Ok(left.wrapping_rem(right)),
        }
    }

    fn longs(self, left: i64, right: i64) -> Result<i64, NoResult> {
        match self {
            Self::Add => Ok(left.wrapping_add(right)),
            Self::Subtract => Ok(left.wrapping_sub(right)),
            Self::Multiply => Ok(left.wrapping_mul(right)),
            Self::Divide | Self::Modulo if right == 0 => Err(NoResult::ByZero),
            Self::Divide => Ok(left.wrapping_div(right)),
            Self::Modulo => Ok(left.wrapping_rem(right)),
        }
    }

    fn doubles(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Add => left + right,
            Self::Subtract => left - right,
            Self::Multiply => left * right,
            Self::Divide => left / right,
            Self::Modulo => left % right,
        }
    }
}

fn join(left: &Value, right: &Value) -> Result<Text, NoResult> {
    let (left, right) = (left.as_string(), right.as_string());
    if left.len() + right.len() > growth::LONGEST_TEXT {
        return Err(NoResult::TooLong);
    }
    let mut joined = SmolStrBuilder::new();
    joined.push_str(&left);
    joined.push_str(&right);
    let joined = joined.finish();
    growth::grow_text(&joined);
    Ok(joined)
}
