//! What a term is worth in a session: a value, or that it is not known, and whether both ways can then really happen.

use super::arithmetic::{self, cast, compare, compute, is_a};
use super::session::{Session, Shared};
use super::{Behaviour, CellId, Kind, Network, Operator, Place, Term, Value};

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
        let constants = &self.network.constants;
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
                let shared = share(left, right);
                let (left, right) = (self.evaluate(left, fresh), self.evaluate(right, fresh));
                match compare(constants, *comparison, left.value, right.value) {
                    Some(truth) => Evaluation::known(Value::bool(truth)),
                    None => Evaluation::free(
                        left.lost || right.lost || !both_ways(left, right) || shared,
                    ),
                }
            }
            Term::Compute(operator, left, right) => {
                let (left, right) = (self.evaluate(left, fresh), self.evaluate(right, fresh));
                self.computed(*operator, left, right)
            }
            Term::Is(basic, cell) => match is_a(constants, *basic, self.cell(*cell)) {
                Some(truth) => Evaluation::known(Value::bool(truth)),
                None => Evaluation::LOST,
            },
            Term::Cast(basic, inner) => {
                let inner = self.evaluate(inner, fresh);
                match cast(constants, *basic, inner.value) {
                    Some(made) => Evaluation::known(made.among(constants).unwrap_or(Value::LOST)),
                    None => Evaluation::free(inner.lost || inner.value != Value::FREE),
                }
            }
            Term::Choose(parts) => self.chosen(parts, fresh),
            Term::Within(limit, inner) => within(i64::from(*limit), self.evaluate(inner, fresh)),
            Term::Guess(guess) => match self.cell(guess.cell) {
                Value::FREE => Evaluation::free(!guess.possible),
                Value::LOST => Evaluation::LOST,
                _ => Evaluation::known(Value::bool(true)),
            },
        }
    }

    /// One of two, as a condition has it; what is the same either way is so where the condition is not known.
    fn chosen(
        &self,
        [condition, then, otherwise]: &[Term; 3],
        fresh: &mut dyn FnMut() -> Value,
    ) -> Evaluation {
        let condition = self.evaluate(condition, fresh);
        match self.truth(condition.value) {
            Some(true) => self.evaluate(then, fresh),
            Some(false) => self.evaluate(otherwise, fresh),
            None => {
                let (then, otherwise) =
                    (self.evaluate(then, fresh), self.evaluate(otherwise, fresh));
                let same = then.value == otherwise.value && !then.value.is_unknown();
                if same { then } else { Evaluation::LOST }
            }
        }
    }

    fn computed(&self, operator: Operator, left: Evaluation, right: Evaluation) -> Evaluation {
        let constants = &self.network.constants;
        match compute(constants, operator, left.value, right.value) {
            Some(made) => Evaluation::known(made.among(constants).unwrap_or(Value::LOST)),
            None => {
                // Any number is a number and one more; what is reckoned otherwise, or put together, is not just anything.
                let moves = matches!(operator, Operator::Add | Operator::Subtract);
                let (left, right) = (left.value, right.value);
                let free = (left == Value::FREE && is_int(right))
                    || (is_int(left) && right == Value::FREE);
                Evaluation::free(!(moves && free))
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

    /// Whether a value counts as true; `None` when that is not known.
    #[must_use]
    pub fn truth(&self, value: Value) -> Option<bool> {
        arithmetic::truth(&self.network.constants, value)
    }
}

fn is_int(value: Value) -> bool {
    matches!(value.kind(), Kind::Int(_))
}

/// Whether two terms read one variable: then what one of them is worth says something of the other.
fn share(left: &Term, right: &Term) -> bool {
    left.cells()
        .any(|cell| right.cells().any(|other| other == cell))
}

/// Whether data that is chosen freely is on one side, so that both results are possible.
fn both_ways(left: Evaluation, right: Evaluation) -> bool {
    left.value == Value::FREE || right.value == Value::FREE
}

/// A counter: of an integer beyond its limit only the side is kept.
fn within(limit: i64, value: Evaluation) -> Evaluation {
    match value.value.kind() {
        Kind::Int(int) if i64::from(int) > limit => Evaluation::known(Value::above(limit)),
        Kind::Int(int) if i64::from(int) < -limit => Evaluation::known(Value::below(-limit)),
        _ => value,
    }
}
