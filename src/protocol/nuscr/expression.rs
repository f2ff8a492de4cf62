//! What is said of parts of messages, as formulas about registers: numbers and truth values as numbers, texts only for
//! being equal. What is more than that is not read, and may be true or not.

use crate::automata::global::Datum;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::solve::term::{Formula, Operation, Relation, Term};
use crate::syntax::nuscr::{Expression, Word};
use rustc_hash::FxHashMap;

/// What an expression is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Truth,
    Text,
    /// A type that nothing is known of.
    Other,
}

impl Kind {
    /// The kind of a type.
    pub(super) fn of(data: Name) -> Self {
        match data.as_str() {
            "int" => Self::Number,
            "bool" => Self::Truth,
            "string" => Self::Text,
            _ => Self::Other,
        }
    }

    fn fits(self, other: Self) -> bool {
        self == other || [self, other].contains(&Self::Other)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Truth => "a truth value",
            Self::Text => "a text",
            Self::Other => "something else",
        }
    }
}

/// The kind of an expression whose variables have these; an error where it has none.
pub(super) fn kind(
    expression: &Expression,
    place: Span,
    variable: &dyn Fn(Word) -> Result<Kind, Box<Diagnostic>>,
) -> Result<Kind, Box<Diagnostic>> {
    let of = |inside: &Expression| kind(inside, place, variable);
    let wanted = |inside: &Expression, wanted: Kind| {
        let found = of(inside)?;
        if found.fits(wanted) {
            return Ok(());
        }
        let message = format!(
            "{} stands here where {} is wanted",
            found.name(),
            wanted.name()
        );
        Err(Box::new(Diagnostic::new(Code::Q0009, place, message)))
    };
    Ok(match expression {
        Expression::Number(_) => Kind::Number,
        Expression::Text(_) => Kind::Text,
        Expression::Truth(_) => Kind::Truth,
        Expression::Variable(word) => variable(*word)?,
        Expression::Not(inside) => {
            wanted(inside, Kind::Truth)?;
            Kind::Truth
        }
        Expression::Minus(inside) => {
            wanted(inside, Kind::Number)?;
            Kind::Number
        }
        Expression::Length(inside) => {
            wanted(inside, Kind::Text)?;
            Kind::Number
        }
        Expression::Binary(operator, sides) => {
            let [left, right] = &**sides;
            let (inside, whole) = match *operator {
                "&&" | "||" => (Kind::Truth, Kind::Truth),
                "+" | "-" => (Kind::Number, Kind::Number),
                "=" | "<>" => (of(left)?, Kind::Truth),
                _ => (Kind::Number, Kind::Truth),
            };
            wanted(left, inside)?;
            wanted(right, inside)?;
            whole
        }
    })
}

/// The expression as a kind that is wanted.
pub(super) fn is_of(
    expression: &Expression,
    wanted: Kind,
    place: Span,
    variable: &dyn Fn(Word) -> Result<Kind, Box<Diagnostic>>,
) -> Result<(), Box<Diagnostic>> {
    let found = kind(expression, place, variable)?;
    if found.fits(wanted) {
        return Ok(());
    }
    let message = format!("this is {}, and {} is wanted", found.name(), wanted.name());
    Err(Box::new(Diagnostic::new(Code::Q0009, place, message)))
}

/// The texts of a file, each of which is a number far from what people write.
#[derive(Debug, Default)]
pub(super) struct Texts(FxHashMap<String, i64>);

enum Worth {
    Number(Term<Datum>),
    Truth(Formula<Datum>),
}

impl Texts {
    /// What is true when the expression is; what is not read may be either.
    pub(super) fn truth(
        &mut self,
        expression: &Expression,
        datum: &dyn Fn(Name) -> Option<Datum>,
    ) -> Formula<Datum> {
        let unread = || Formula::Any(vec![Formula::TRUE]);
        self.formula(expression, datum).unwrap_or_else(unread)
    }

    /// The number that an expression is.
    pub(super) fn term(
        &mut self,
        expression: &Expression,
        datum: &dyn Fn(Name) -> Option<Datum>,
    ) -> Option<Term<Datum>> {
        match self.worth(expression, datum)? {
            Worth::Number(term) => Some(term),
            Worth::Truth(Formula::Constant(value)) => Some(Term::Number(i64::from(value))),
            Worth::Truth(_) => None,
        }
    }

    fn formula(
        &mut self,
        expression: &Expression,
        datum: &dyn Fn(Name) -> Option<Datum>,
    ) -> Option<Formula<Datum>> {
        Some(match self.worth(expression, datum)? {
            Worth::Truth(truth) => truth,
            Worth::Number(number) => Formula::Compare(Relation::Different, number, Term::Number(0)),
        })
    }

    fn worth(
        &mut self,
        expression: &Expression,
        datum: &dyn Fn(Name) -> Option<Datum>,
    ) -> Option<Worth> {
        Some(match expression {
            Expression::Number(number) => Worth::Number(Term::Number((*number)?)),
            Expression::Text(text) => {
                let next = i64::MIN + i64::try_from(self.0.len()).ok()?;
                Worth::Number(Term::Number(*self.0.entry(text.clone()).or_insert(next)))
            }
            Expression::Truth(value) => Worth::Truth(Formula::Constant(*value)),
            Expression::Variable(word) => Worth::Number(Term::Variable(datum(word.name)?)),
            Expression::Not(inside) => Worth::Truth(self.formula(inside, datum)?.negated()),
            Expression::Minus(inside) => {
                let inside = self.term(inside, datum)?;
                Worth::Number(Term::arithmetic(
                    Operation::Subtract,
                    Term::Number(0),
                    inside,
                ))
            }
            Expression::Length(_) => return None,
            Expression::Binary(operator, sides) => {
                let [left, right] = &**sides;
                if let "&&" | "||" = *operator {
                    let parts = vec![self.formula(left, datum)?, self.formula(right, datum)?];
                    return Some(Worth::Truth(match *operator {
                        "&&" => Formula::All(parts),
                        _ => Formula::Any(parts),
                    }));
                }
                let (left, right) = (self.term(left, datum)?, self.term(right, datum)?);
                let relation = match *operator {
                    "+" => {
                        return Some(Worth::Number(Term::arithmetic(Operation::Add, left, right)));
                    }
                    "-" => {
                        return Some(Worth::Number(Term::arithmetic(
                            Operation::Subtract,
                            left,
                            right,
                        )));
                    }
                    "=" => Relation::Equal,
                    "<>" => Relation::Different,
                    "<" => Relation::Less,
                    "<=" => Relation::AtMost,
                    ">" => Relation::Greater,
                    _ => Relation::AtLeast,
                };
                Worth::Truth(Formula::Compare(relation, left, right))
            }
        })
    }
}
