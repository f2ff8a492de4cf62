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
    /// Whether a datum that is not known is this value: from then on it is, or may still be another one. One that is
    /// known is asked nothing.
    Guess(Guess),
}

/// A value that a datum may have which is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Guess {
    /// Where the datum is.
    pub cell: CellId,
    /// The value.
    pub value: Value,
    /// Whether the datum can really have it, when the environment chooses.
    pub possible: bool,
    /// What is left when it is wrong.
    pub otherwise: Otherwise,
    /// Whether it is told: another value would make a difference.
    pub told: bool,
    /// Whether it tells how often a loop turns.
    pub counts: bool,
}

/// What is left when a guess is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Otherwise {
    /// More guesses.
    More,
    /// Nothing: all other values that make a difference have been guessed.
    Nothing,
    /// Any other value, which is left open.
    Anything,
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
    /// Follows counters at least as far as this.
    pub fn count_to(&mut self, most: i32) {
        match self {
            Self::Within(limit, inner) => {
                *limit = most.max(*limit);
                inner.count_to(most);
            }
            Self::Not(inner) | Self::Cast(_, inner) => inner.count_to(most),
            Self::Choose(parts) => parts.iter_mut().for_each(|part| part.count_to(most)),
            Self::And(parts) | Self::Or(parts) => {
                parts.iter_mut().for_each(|part| part.count_to(most));
            }
            Self::Compare(_, left, right) | Self::Compute(_, left, right) => {
                left.count_to(most);
                right.count_to(most);
            }
            Self::Value(_)
            | Self::Cell(_)
            | Self::Fresh
            | Self::Free
            | Self::Lost
            | Self::IsDefined(_)
            | Self::Is(..)
            | Self::Guess(_) => {}
        }
    }

    /// The same with `of` in place of every variable whose value is read.
    #[must_use]
    pub fn with_cells(&self, of: &Self) -> Self {
        let inner = |term: &Self| Box::new(term.with_cells(of));
        let all = |parts: &[Self]| parts.iter().map(|part| part.with_cells(of)).collect();
        match self {
            Self::Cell(_) => of.clone(),
            Self::Not(term) => Self::Not(inner(term)),
            Self::Cast(basic, term) => Self::Cast(*basic, inner(term)),
            Self::Within(limit, term) => Self::Within(*limit, inner(term)),
            Self::Choose(parts) => {
                let [one, two, three] = &**parts;
                let parts = [one, two, three].map(|part| part.with_cells(of));
                Self::Choose(Box::new(parts))
            }
            Self::And(parts) => Self::And(all(parts)),
            Self::Or(parts) => Self::Or(all(parts)),
            Self::Compare(comparison, left, right) => {
                Self::Compare(*comparison, inner(left), inner(right))
            }
            Self::Compute(operator, left, right) => {
                Self::Compute(*operator, inner(left), inner(right))
            }
            Self::Value(_)
            | Self::Fresh
            | Self::Free
            | Self::Lost
            | Self::IsDefined(_)
            | Self::Is(..)
            | Self::Guess(_) => self.clone(),
        }
    }

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
                | Self::Is(..)
                | Self::Guess(_) => {}
            }
            Some(term)
        })
    }

    /// The cells that it reads.
    pub fn cells(&self) -> impl Iterator<Item = CellId> {
        self.parts().filter_map(|part| match part {
            Self::Cell(cell) | Self::IsDefined(cell) | Self::Is(_, cell) => Some(*cell),
            Self::Guess(guess) => Some(guess.cell),
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
