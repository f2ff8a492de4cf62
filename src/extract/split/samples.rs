//! Which values of a datum are guessed: in comes what is asked of it, out come values of each kind, one for each way of
//! answering all questions.
//!
//! A datum that is compared with what is written down answers alike between two neighbours of those; so the numbers
//! themselves and those next to them, and for texts those that are written down and another one, are all that there is.

use super::MOST_VALUES;
use super::domain::Domain;
use super::uses::Class;
use crate::automata::network::arithmetic::{Made, cast, compare, compute, is_a, truth};
use crate::automata::network::{Basic, Constant, Kind, Operator, Term, Value};
use crate::solve::sample::{self, Sampled};
use crate::solve::term::Formula;

/// A value that may be guessed, and its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sample {
    pub value: Value,
    pub kind: SampleKind,
    /// Whether it is tried though another one answers alike.
    pub tried: bool,
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SampleKind {
    Absent,
    Bool,
    Int,
    Double,
    Text,
}

/// The values of a class that may be guessed.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    questions: Vec<Term>,
    /// All values that may make a difference, the plainest first.
    pool: Vec<Sample>,
    exact: bool,
    pub counts: bool,
    /// The kinds that the program seems to expect.
    pub usual: Vec<SampleKind>,
}

/// Small numbers that are tried where a datum is compared with what is counted.
const COUNTED: [f64; 4] = [0.0, 1.0, 2.0, 3.0];

impl Samples {
    /// Of a class; `None` when it is asked nothing.
    pub fn of(constants: &mut Vec<Constant>, class: &Class) -> Option<Self> {
        if class.questions.is_empty() && class.others.is_empty() {
            return None;
        }
        let solved = solved(constants, class);
        Some(Self {
            questions: class.questions.clone(),
            pool: pool(constants, class, &solved),
            exact: class.exact,
            counts: class.counts,
            usual: usual(constants, class),
        })
    }

    /// What is guessed of a datum of a domain, one value for each way to answer; of anything, where that is not known.
    pub fn within(
        &self,
        constants: &mut Vec<Constant>,
        domain: Option<&Domain<'_>>,
    ) -> Option<Chosen> {
        if let Some(all) = domain.and_then(|domain| domain.all(constants)) {
            return Some(Chosen {
                samples: all,
                exact: true,
            });
        }
        let mut pool = self.pool.clone();
        if let Some(domain) = domain {
            pool.extend(domain.bounds(constants));
            pool.retain(|sample| domain.allows(constants, sample));
        }
        let mut found: Vec<(Sample, Vec<Option<bool>>)> = Vec::new();
        for sample in pool {
            let answer = |question: &Term| {
                let worth = worth(constants, question, sample.value)?;
                truth(constants, worth)
            };
            let answers: Vec<Option<bool>> = self.questions.iter().map(answer).collect();
            let known = found.iter().any(|(one, known)| {
                one.value == sample.value || !sample.tried && *known == answers
            });
            if !known {
                found.push((sample, answers));
            }
        }
        let answered =
            |(_, answers): &(Sample, Vec<Option<bool>>)| answers.iter().all(Option::is_some);
        let exact =
            self.exact && !domain.is_some_and(Domain::has_others) && found.iter().all(answered);
        let samples: Vec<Sample> = found.into_iter().map(|(sample, _)| sample).collect();
        (!samples.is_empty() && samples.len() <= MOST_VALUES).then_some(Chosen { samples, exact })
    }
}

impl Samples {
    /// Whether what is computed by `term`, of whole numbers, can answer all questions as a sample does; that it can where the
    /// solver does not say otherwise.
    pub fn can_be(&self, constants: &[Constant], term: &Term, sample: &Sample) -> bool {
        let answer = |question: &Term| {
            let asked = term_of(&question.with_cells(term))?;
            let answer = truth(constants, worth(constants, question, sample.value)?)?;
            Some(if answer { asked } else { asked.negated() })
        };
        let answers: Vec<Formula<u32>> = self.questions.iter().filter_map(answer).collect();
        answers.is_empty() || sample::is_possible(&Formula::All(answers))
    }
}

/// What is guessed of a datum where it comes into being.
pub(super) struct Chosen {
    /// The values.
    pub samples: Vec<Sample>,
    /// Whether they stand for all values.
    pub exact: bool,
}

/// Values on either side of what is computed of a datum, as the solver has them.
fn solved(constants: &mut Vec<Constant>, class: &Class) -> Vec<Value> {
    let mut found = Vec::new();
    for term in &class.others {
        for sampled in sample::both_ways(term_of(term).as_ref()) {
            let Sampled(numbers) = sampled;
            let values = numbers.into_iter().map(|number| int(constants, number));
            found.extend(values);
        }
    }
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST_VALUES / 2);
    found
}

/// A comparison of whole numbers, for the solver.
fn term_of(term: &Term) -> Option<Formula<u32>> {
    use crate::automata::network::Comparison;
    use crate::solve::term::{Operation, Relation, Term as Number};
    fn number(part: &Term) -> Option<Number<u32>> {
        Some(match part {
            Term::Value(value) => match value.kind() {
                Kind::Int(int) => Number::Number(i64::from(int)),
                _ => return None,
            },
            Term::Cell(cell) => Number::Variable(cell.0),
            Term::Within(_, inner) => number(inner)?,
            Term::Compute(operator, left, right) => {
                let operation = match operator {
                    Operator::Add => Operation::Add,
                    Operator::Subtract => Operation::Subtract,
                    Operator::Multiply => Operation::Multiply,
                    Operator::Divide => Operation::Divide,
                    Operator::Modulo => Operation::Remainder,
                    Operator::Larger => return None,
                };
                Number::arithmetic(operation, number(left)?, number(right)?)
            }
            _ => return None,
        })
    }
    let Term::Compare(comparison, left, right) = term else {
        return None;
    };
    let relation = match comparison {
        Comparison::Equal => Relation::Equal,
        Comparison::NotEqual => Relation::Different,
        Comparison::Less => Relation::Less,
        Comparison::LessOrEqual => Relation::AtMost,
        Comparison::Greater => Relation::Greater,
        Comparison::GreaterOrEqual => Relation::AtLeast,
    };
    Some(Formula::Compare(relation, number(left)?, number(right)?))
}

/// All values that may make a difference, the plainest first.
fn pool(constants: &mut Vec<Constant>, class: &Class, solved: &[Value]) -> Vec<Sample> {
    let Written { numbers, mut texts } = Written::of(constants, class);
    let counted = class.others.iter().any(compares_two);
    let around = |number: &f64| [*number, number - 1.0, number + 1.0];
    let whole = numbers.iter().flat_map(around).map(f64::floor);
    let mut whole: Vec<f64> = [1.0, 0.0].into_iter().chain(whole).collect();
    if counted {
        whole.extend(COUNTED);
    }
    whole.sort_by(|one, other| one.abs().total_cmp(&other.abs()).then(other.total_cmp(one)));
    whole.dedup();
    let mut found: Vec<Sample> = Vec::new();
    let mut take = |value, kind, tried| found.push(Sample { value, kind, tried });
    for value in solved {
        take(*value, SampleKind::Int, true);
    }
    for number in &whole {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "what is too large is held at the largest"
        )]
        let value = int(constants, *number as i64);
        take(value, SampleKind::Int, counted && COUNTED.contains(number));
    }
    for number in numbers
        .iter()
        .flat_map(|number| [*number, number - 0.5, number + 0.5])
    {
        let value = add(constants, Constant::Number(number));
        take(value, SampleKind::Double, false);
    }
    let has_texts = !texts.is_empty();
    texts.push(other(&texts));
    texts.push("true".to_owned());
    texts.extend(whole.iter().map(f64::to_string));
    for text in texts {
        let value = add(constants, Constant::Text(text));
        take(value, SampleKind::Text, false);
    }
    for value in [true, false] {
        take(Value::bool(value), SampleKind::Bool, false);
    }
    take(Value::UNDEFINED, SampleKind::Absent, false);
    let usual = match (has_texts, numbers.is_empty() && !is_reckoned(class)) {
        (true, _) => SampleKind::Text,
        (false, true) => SampleKind::Bool,
        (false, false) => SampleKind::Int,
    };
    found.retain(|sample| sample.value != Value::LOST);
    found.sort_by_key(|sample| sample.kind != usual);
    found
}

/// The kinds of what a datum is compared with.
fn usual(constants: &[Constant], class: &Class) -> Vec<SampleKind> {
    let Written { numbers, texts } = Written::of(constants, class);
    match (texts.is_empty(), numbers.is_empty() && !is_reckoned(class)) {
        (false, true) => vec![SampleKind::Text],
        (true, false) => vec![SampleKind::Int, SampleKind::Double],
        (true, true) => vec![SampleKind::Bool],
        (false, false) => vec![SampleKind::Text, SampleKind::Int, SampleKind::Double],
    }
}

/// What is written down beside a datum.
struct Written {
    numbers: Vec<f64>,
    texts: Vec<String>,
}

impl Written {
    fn of(constants: &[Constant], class: &Class) -> Self {
        let (mut numbers, mut texts) = (Vec::new(), Vec::new());
        for value in &class.constants {
            match value.kind() {
                Kind::Int(int) => numbers.push(f64::from(int)),
                Kind::Constant(index) => match constants.get(index as usize) {
                    Some(Constant::Text(text)) => {
                        texts.push(text.clone());
                        numbers.extend(text.trim().parse::<f64>().ok());
                    }
                    Some(Constant::Number(number)) => numbers.push(*number),
                    None => {}
                },
                _ => {}
            }
        }
        Self { numbers, texts }
    }
}

/// Whether a datum is reckoned with, as numbers are.
fn is_reckoned(class: &Class) -> bool {
    let is_number = |part: &Term| match part {
        Term::Cast(basic, _) => matches!(basic, Basic::Int | Basic::Long | Basic::Double),
        Term::Compute(operator, ..) => *operator != Operator::Add,
        _ => false,
    };
    let mut terms = class.questions.iter().chain(&class.others);
    terms.any(|term| term.parts().any(is_number))
}

/// Whether a question compares two data.
fn compares_two(term: &Term) -> bool {
    let mut cells = term.cells();
    let first = cells.next();
    cells.any(|cell| Some(cell) != first)
}

/// A text that is none of these, and no number.
fn other(texts: &[String]) -> String {
    let mut other = "other".to_owned();
    while texts.contains(&other) {
        other.push('_');
    }
    other
}

/// A whole number.
pub(super) fn int(constants: &mut Vec<Constant>, number: i64) -> Value {
    match Value::int(number) {
        #[allow(
            clippy::cast_precision_loss,
            reason = "as values of the network keep it"
        )]
        Value::LOST => add(constants, Constant::Number(number as f64)),
        value => value,
    }
}

/// The value of a constant, which is added when it is new.
pub(super) fn add(constants: &mut Vec<Constant>, constant: Constant) -> Value {
    let made = match &constant {
        Constant::Text(text) => Made::Text(text.clone()),
        Constant::Number(number) => Made::Number(*number),
    };
    made.among(constants).unwrap_or_else(|| {
        constants.push(constant);
        Value::constant(u32::try_from(constants.len() - 1).unwrap_or(u32::MAX))
    })
}

/// What a term is worth when every variable in it is `value`.
fn worth(constants: &[Constant], term: &Term, value: Value) -> Option<Value> {
    let of = |term: &Term| worth(constants, term, value);
    let bool = |truth: Option<bool>| truth.map(Value::bool);
    match term {
        Term::Value(value) => Some(*value),
        Term::Cell(_) => Some(value),
        Term::IsDefined(_) => Some(Value::bool(value != Value::UNDEFINED)),
        Term::Is(basic, _) => bool(is_a(constants, *basic, value)),
        Term::Not(inner) => bool(truth(constants, of(inner)?).map(|truth| !truth)),
        Term::Compare(comparison, left, right) => {
            bool(compare(constants, *comparison, of(left)?, of(right)?))
        }
        Term::Compute(operator, left, right) => {
            compute(constants, *operator, of(left)?, of(right)?)?.among(constants)
        }
        Term::Cast(basic, inner) => cast(constants, *basic, of(inner)?)?.among(constants),
        Term::Within(_, inner) => of(inner),
        _ => None,
    }
}
