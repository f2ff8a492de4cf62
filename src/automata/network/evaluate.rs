//! What a term is worth in a session: a value, or that it is not known, and whether both ways can then really happen.

use super::correlation::equal;
use super::session::{Session, Shared};
use super::{Behaviour, CellId, Comparison, Constant, Kind, Network, Operator, Place, Term, Value};

/// What a term is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The value.
    pub value: Value,
    /// Whether it depends on data that the abstraction lost: then what is decided by it is not certain.
    pub lost: bool,
}

impl Evaluation {
    const LOST: Self = Self {
        value: Value::LOST,
        lost: true,
    };

    fn known(value: Value) -> Self {
        Self {
            value,
            lost: value == Value::LOST,
        }
    }

    fn free(lost: bool) -> Self {
        if lost {
            Self::LOST
        } else {
            Self {
                value: Value::FREE,
                lost: false,
            }
        }
    }
}

/// Where terms are read.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// For the constants.
    pub network: &'a Network,
    /// For where cells live.
    pub behaviour: &'a Behaviour,
    /// The session.
    pub session: &'a Session,
    /// What it shares.
    pub shared: &'a Shared,
}

impl Reader<'_> {
    /// What a cell holds.
    #[must_use]
    pub fn cell(&self, cell: CellId) -> Value {
        let place = self
            .behaviour
            .cells
            .get(cell.index())
            .map(|cell| cell.place);
        let cells = match place {
            Some(Place::Global) => &self.shared.cells,
            _ => &self.session.cells,
        };
        cells.get(cell.index()).copied().unwrap_or(Value::LOST)
    }

    /// What a term is worth; `fresh` makes a new token.
    pub fn evaluate(&self, term: &Term, fresh: &mut dyn FnMut() -> Value) -> Evaluation {
        match term {
            Term::Value(value) => Evaluation::known(*value),
            Term::Cell(cell) => Evaluation::known(self.cell(*cell)),
            Term::Fresh => Evaluation::known(fresh()),
            Term::Free => Evaluation::free(false),
            Term::Lost => Evaluation::LOST,
            Term::IsDefined(cell) => match self.cell(*cell) {
                Value::UNDEFINED => Evaluation::known(Value::bool(false)),
                value if value == Value::LOST => Evaluation::LOST,
                // Whether a datum that the environment chose is there at all depends on its type.
                Value::FREE => Evaluation::LOST,
                _ => Evaluation::known(Value::bool(true)),
            },
            Term::Not(inner) => {
                let inner = self.evaluate(inner, fresh);
                match self.truth(inner.value) {
                    Some(truth) => Evaluation::known(Value::bool(!truth)),
                    None => Evaluation::free(inner.lost),
                }
            }
            Term::And(parts) => self.connect(parts, false, fresh),
            Term::Or(parts) => self.connect(parts, true, fresh),
            Term::Compare(comparison, left, right) => {
                let (left, right) = (self.evaluate(left, fresh), self.evaluate(right, fresh));
                match self.compare(*comparison, left.value, right.value) {
                    Some(truth) => Evaluation::known(Value::bool(truth)),
                    None => Evaluation::free(left.lost || right.lost || !both_ways(left, right)),
                }
            }
            Term::Compute(operator, left, right) => {
                let (left, right) = (self.evaluate(left, fresh), self.evaluate(right, fresh));
                match compute(*operator, left.value, right.value) {
                    Some(value) => Evaluation::known(value),
                    None => Evaluation::free(left.lost || right.lost || !both_ways(left, right)),
                }
            }
        }
    }

    /// `&&` and `||`: read from the left, until a part decides.
    fn connect(
        &self,
        parts: &[Term],
        decides: bool,
        fresh: &mut dyn FnMut() -> Value,
    ) -> Evaluation {
        let (mut unknown, mut lost) = (false, false);
        for part in parts {
            let part = self.evaluate(part, fresh);
            match self.truth(part.value) {
                Some(truth) if truth == decides => return Evaluation::known(Value::bool(decides)),
                Some(_) => {}
                None => {
                    unknown = true;
                    lost |= part.lost;
                }
            }
        }
        if unknown {
            Evaluation::free(lost)
        } else {
            Evaluation::known(Value::bool(!decides))
        }
    }

    /// Whether a value counts as true, as `Value.boolValue` has it; `None` when that is not known.
    #[must_use]
    pub fn truth(&self, value: Value) -> Option<bool> {
        match value.kind() {
            Kind::Undefined => Some(false),
            Kind::Bool(truth) => Some(truth),
            Kind::Int(int) => Some(int > 0),
            Kind::Constant(index) => match self.network.constants.get(index as usize)? {
                Constant::Text(text) => Some(text.trim().eq_ignore_ascii_case("true")),
                Constant::Number(number) => Some(*number > 0.0),
            },
            Kind::Lost | Kind::Free => None,
            // Tokens and locations are texts other than `true`.
            Kind::Token { .. } | Kind::Port { .. } | Kind::Outside => Some(false),
        }
    }

    /// The number that an order compares, where no text has to be read as one.
    fn number(&self, value: Value) -> Option<f64> {
        match value.kind() {
            Kind::Undefined => Some(0.0),
            Kind::Bool(bool) => Some(f64::from(u8::from(bool))),
            Kind::Int(int) => Some(f64::from(int)),
            Kind::Constant(index) => match self.network.constants.get(index as usize)? {
                Constant::Text(_) => None,
                Constant::Number(number) => Some(*number),
            },
            _ => None,
        }
    }

    fn compare(&self, comparison: Comparison, left: Value, right: Value) -> Option<bool> {
        let equal = || equal(&self.network.constants, left, right);
        let order = || self.number(left)?.partial_cmp(&self.number(right)?);
        match comparison {
            Comparison::Equal => equal(),
            Comparison::NotEqual => equal().map(|equal| !equal),
            Comparison::Less => order().map(std::cmp::Ordering::is_lt),
            Comparison::LessOrEqual => order().map(std::cmp::Ordering::is_le),
            Comparison::Greater => order().map(std::cmp::Ordering::is_gt),
            Comparison::GreaterOrEqual => order().map(std::cmp::Ordering::is_ge),
        }
    }
}

/// Whether data that is chosen freely is on one side, so that both results are possible.
fn both_ways(left: Evaluation, right: Evaluation) -> bool {
    left.value == Value::FREE || right.value == Value::FREE
}

/// Arithmetic of integers, as `Value.add` and the others have it for what is not defined.
fn compute(operator: Operator, left: Value, right: Value) -> Option<Value> {
    let right = match right.kind() {
        Kind::Undefined => 0,
        Kind::Int(right) => i64::from(right),
        _ => return None,
    };
    let result = match (left.kind(), operator) {
        (Kind::Undefined, Operator::Add | Operator::Modulo) => right,
        (Kind::Undefined, Operator::Subtract) => -right,
        (Kind::Undefined, Operator::Multiply | Operator::Divide) => 0,
        (Kind::Int(left), _) => {
            let left = i64::from(left);
            match operator {
                Operator::Add => left + right,
                Operator::Subtract => left - right,
                Operator::Multiply => left * right,
                Operator::Divide => left.checked_div(right)?,
                Operator::Modulo => left.checked_rem(right)?,
            }
        }
        _ => return None,
    };
    Some(Value::int(result))
}
