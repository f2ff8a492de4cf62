//! The faults that expressions raise: of quotients whose divisor is zero, and of second names that lead to themselves.
//!
//! Of `ProductExpression` and `Value.divide`: whole numbers are divided by a divisor that is a whole number too, or is read
//! as one. That a divisor is zero is asked where a handler of the service waits for it, and where both numbers are written
//! down. Where a second name leads is not followed: where a handler waits for it, reading one may raise the fault.

use super::compiler::Compiler;
use crate::automata::network::{Act, Comparison, Kind, Location, Term, Value};
use crate::base::{Name, Span};
use crate::flow::{ALIAS, ARITHMETIC};
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Key, Literal, Path, ProductOperator};

/// An operand of a product after the first.
type Operand = (ProductOperator, Expression);

/// What an expression is for a quotient.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    /// Written down as a whole number.
    Whole,
    /// Written down as another: its quotients are never a fault.
    Fraction,
    /// Anything.
    Unknown,
}

impl<'a> Compiler<'a> {
    /// Whether a product may raise a fault by itself.
    pub fn may_fail(&self, first: &Expression, rest: &[Operand]) -> bool {
        (0..rest.len()).any(|index| self.zero(first, rest, index).is_some())
    }

    /// Whether reading a path may raise a fault, which some handler waits for.
    pub fn may_circle(&self, path: &Path) -> bool {
        let first = path.segments.first().map(|first| &first.key);
        matches!(first, Some(Key::Name(name)) if self.awaited.aliases.contains(&name.name))
    }

    /// The fault of an operand after the first of a product, once it has been evaluated.
    pub fn quotient(
        &mut self,
        first: &'a Expression,
        rest: &'a [Operand],
        index: usize,
        next: Location,
    ) -> Location {
        match (self.zero(first, rest, index), rest.get(index)) {
            (Some(condition), Some((_, part))) => {
                self.fails(condition, ARITHMETIC, part.span, next)
            }
            _ => next,
        }
    }

    /// A path that is read.
    pub fn second_name(&mut self, path: &Path, origin: Span, next: Location) -> Location {
        if self.may_circle(path) {
            self.fails(Term::Lost, ALIAS, origin, next)
        } else {
            next
        }
    }

    fn fails(&mut self, condition: Term, fault: &str, origin: Span, next: Location) -> Location {
        let fault = Name::from(fault);
        let then = self.emit(Act::Throw { fault }, origin);
        let branch = Act::Branch {
            condition,
            then,
            otherwise: next,
        };
        self.emit(branch, origin)
    }

    /// When an operand makes a fault of the product: it is a divisor, and zero. `None` when it never does, as far as is
    /// looked for.
    fn zero(&self, first: &Expression, rest: &[Operand], index: usize) -> Option<Term> {
        let before = rest.get(..index)?.iter().map(|(_, part)| number(part));
        let dividend = before.fold(number(first), Number::times);
        let (operator, part) = rest.get(index)?;
        let fraction = [dividend, number(part)].contains(&Number::Fraction);
        if *operator != ProductOperator::Divide || fraction {
            return None;
        }
        let with = &self.context.with;
        let divisor = self.variables.condition(part, with);
        let zero = match &divisor {
            Term::Lost | Term::Free => divisor,
            Term::Value(value) => match value.kind() {
                Kind::Int(0) | Kind::Undefined | Kind::Bool(false) => {
                    Term::Value(Value::bool(true))
                }
                _ => return None,
            },
            _ => {
                let zero = Term::Value(Value::int(0));
                Term::Compare(Comparison::Equal, Box::new(divisor), Box::new(zero))
            }
        };
        let certain = dividend == Number::Whole && matches!(zero, Term::Value(_));
        // Nothing, divided by zero, is zero.
        let nothing = || self.variables.condition(first, with) == Term::Value(Value::UNDEFINED);
        (certain || self.awaited.arithmetic && !nothing()).then_some(zero)
    }
}

impl Number {
    fn times(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fraction, _) | (_, Self::Fraction) => Self::Fraction,
            (Self::Whole, Self::Whole) => Self::Whole,
            _ => Self::Unknown,
        }
    }
}

fn number(expression: &Expression) -> Number {
    match &expression.kind {
        ExpressionKind::Literal(Literal::Int(_) | Literal::Long(_)) => Number::Whole,
        ExpressionKind::Literal(Literal::Double(_)) => Number::Fraction,
        ExpressionKind::Group(inner) => number(inner),
        _ => Number::Unknown,
    }
}
