//! What is computed of tracked variables: the cone of guards, correlation variables and locations.

use super::{CellId, Value};

/// An expression over the cells of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// A value that is known.
    Value(Value),
    /// What a cell holds.
    Cell(CellId),
    /// `new`
    Fresh,
    /// The environment chose it just now: the input of a user, the time, a random number.
    Free,
    /// Nothing is known of it.
    Lost,
    /// `!t`
    Not(Box<Term>),
    /// `t && u && …`, read from the left.
    And(Vec<Term>),
    /// `t || u || …`, read from the left.
    Or(Vec<Term>),
    /// `t < u`
    Compare(Comparison, Box<Term>, Box<Term>),
    /// `t + u`
    Compute(Operator, Box<Term>, Box<Term>),
    /// `is_defined( c )`
    IsDefined(CellId),
    /// `is_int( c )` and the like.
    Is(Basic, CellId),
    /// `int( t )` and the like.
    Cast(Basic, Box<Term>),
    /// `if( t ) u else v`: these three.
    Choose(Box<[Term; 3]>),
    /// A counter: of an integer beyond this, up or down, only that it is beyond is kept.
    Within(i32, Box<Term>),
}

/// A basic type, in casts and questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Basic {
    Bool,
    Int,
    Long,
    Double,
    Text,
}

impl Term {
    /// The term and everything in it, each before its parts; deep terms take no stack.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let mut pending = vec![self];
        std::iter::from_fn(move || {
            let term = pending.pop()?;
            match term {
                Self::Not(inner) | Self::Cast(_, inner) | Self::Within(_, inner) => {
                    pending.push(inner);
                }
                Self::Choose(parts) => pending.extend(parts.iter().rev()),
                Self::And(parts) | Self::Or(parts) => pending.extend(parts.iter().rev()),
                Self::Compare(_, left, right) | Self::Compute(_, left, right) => {
                    pending.extend([&**right, &**left]);
                }
                Self::Value(_)
                | Self::Cell(_)
                | Self::Fresh
                | Self::Free
                | Self::Lost
                | Self::IsDefined(_)
                | Self::Is(..) => {}
            }
            Some(term)
        })
    }

    /// The cells that it reads.
    pub fn cells(&self) -> impl Iterator<Item = CellId> {
        self.parts().filter_map(|part| match part {
            Self::Cell(cell) | Self::IsDefined(cell) | Self::Is(_, cell) => Some(*cell),
            _ => None,
        })
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    /// The larger one, of sizes: nothing is a size of zero.
    Larger,
}
