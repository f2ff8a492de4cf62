//! Values of several kinds, and the equality by which messages of Jolie find sessions, as questions for the solver.
//!
//! In come the values that may be on each side, and which sides are to be equal in all variables and which not in all; out
//! comes an answer with values. Equality is `Value.equals`: texts are compared where one side is a text, numbers otherwise;
//! `7` equals `"7"` and `7.0`, which do not equal one another. A double of a range is tried where it is whole and less than
//! 10⁷, so that its text is plain: what is not found among these is not known.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A value without children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the kinds of Jolie")]
pub enum Datum {
    Bool(bool),
    Int(i32),
    Long(i64),
    Double(#[serde(with = "exact")] f64),
    Text(String),
}

/// How doubles are kept: each as itself, also what has no digits.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer};

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature is that of the library"
    )]
    pub(super) fn serialize<S: Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(number.to_bits())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        u64::deserialize(from).map(f64::from_bits)
    }
}

/// Some values.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// This one.
    Exactly(Datum),
    /// `true` and `false`.
    Bool,
    /// Whole numbers from one to another, of the kind `int`.
    Int(i32, i32),
    /// Whole numbers from one to another, of the kind `long`.
    Long(i64, i64),
    /// Doubles from one to another.
    Double(f64, f64),
    /// Texts from one length to another.
    Text(u32, Option<u32>),
    /// Some values that are not described.
    Others,
}

/// The values that may be somewhere: those of all its parts.
pub type Domain = Vec<Part>;

/// What is asked. Each side has a value for each variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// The values on each side, by variable.
    pub sides: Vec<Vec<Domain>>,
    /// The pairs of sides that are equal in every variable.
    pub equal: Vec<(usize, usize)>,
    /// The pairs of sides that are not equal in every variable.
    pub different: Vec<(usize, usize)>,
}

/// Whether there are such values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// There are: for each side, by variable.
    Yes(Vec<Vec<Datum>>),
    /// There are none.
    No,
    /// It is not known, and why.
    Unknown(String),
}

/// Says that it is not known without a solver.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn ask(_: &Question, _: Duration) -> Answer {
    Answer::Unknown(super::availability().to_string())
}

/// Looks for such values, for so long.
#[cfg(feature = "z3")]
#[must_use]
pub fn ask(question: &Question, time: Duration) -> Answer {
    let available = super::availability();
    if matches!(available, super::Availability::Unavailable(_)) {
        return Answer::Unknown(available.to_string());
    }
    super::kept(
        "kinds",
        question,
        |answer| !matches!(answer, Answer::Unknown(_)),
        || super::alone(|| answer(question, time)),
    )
}

#[cfg(feature = "z3")]
fn answer(question: &Question, time: Duration) -> Answer {
    use z3::{SatResult, Solver};
    let (source, exact) = written::question(question);
    let solver = super::prepare(Solver::new(), source, time);
    match solver.check() {
        SatResult::Sat => {
            let model = solver.get_model();
            let values = model.and_then(|model| written::values(question, &model));
            values.map_or_else(
                || Answer::Unknown("the solver does not say by which values".to_owned()),
                Answer::Yes,
            )
        }
        SatResult::Unsat if exact => Answer::No,
        SatResult::Unsat => Answer::Unknown("only some of the values could be tried".to_owned()),
        SatResult::Unknown => Answer::Unknown("the solver takes too long".to_owned()),
    }
}

#[cfg(feature = "z3")]
mod written {
    //! Questions as the solver reads them. Each value is a kind, a number and a text.

    use super::{Datum, Domain, Part, Question};
    use std::fmt::Write;

    const BOOL: u8 = 0;
    const INT: u8 = 1;
    const LONG: u8 = 2;
    const DOUBLE: u8 = 3;
    const TEXT: u8 = 4;
    /// Doubles below this are written without an exponent.
    const PLAIN: f64 = 1e7;

    /// The question, and whether all of its values are in it.
    pub(super) fn question(question: &Question) -> (String, bool) {
        let (mut source, mut exact) = (String::new(), true);
        for (side, variables) in question.sides.iter().enumerate() {
            for (variable, domain) in variables.iter().enumerate() {
                let id = format!("{side}_{variable}");
                let _ = writeln!(
                    source,
                    "(declare-const k{id} Int)(declare-const n{id} Real)(declare-const t{id} String)"
                );
                let parts: Vec<String> = domain
                    .iter()
                    .map(|part| {
                        let written = self::part(part, &id);
                        exact &= written.is_some() && !matches!(part, Part::Double(..));
                        written.unwrap_or_else(|| "false".to_owned())
                    })
                    .collect();
                let _ = writeln!(source, "(assert (or false {}))", parts.join(" "));
            }
        }
        for (left, right) in &question.equal {
            let _ = writeln!(source, "(assert {})", equal(question, *left, *right));
        }
        for (left, right) in &question.different {
            let _ = writeln!(source, "(assert (not {}))", equal(question, *left, *right));
        }
        (source, exact)
    }

    fn equal(question: &Question, left: usize, right: usize) -> String {
        let sides = &question.sides;
        let count = sides.get(left).map_or(0, Vec::len);
        let mut all = String::from("(and true");
        for variable in 0..count {
            let (one, other) = (format!("{left}_{variable}"), format!("{right}_{variable}"));
            let _ = write!(
                all,
                " (ite (or (= k{one} {TEXT}) (= k{other} {TEXT})) (= t{one} t{other}) (= n{one} n{other}))"
            );
        }
        all + ")"
    }

    /// What a part says of a value; `None` where it cannot be said.
    fn part(part: &Part, id: &str) -> Option<String> {
        let whole = |kind: u8, from: &str, to: &str, end: &str| {
            let digits = format!(
                "(ite (>= n{id} 0.0) (str.from_int (to_int n{id})) (str.++ \"-\" (str.from_int (- (to_int n{id})))))"
            );
            format!(
                "(and (= k{id} {kind}) (is_int n{id}) (<= {from} n{id}) (<= n{id} {to}) (= t{id} (str.++ {digits} \"{end}\")))"
            )
        };
        Some(match part {
            Part::Exactly(datum) => {
                let (kind, number, text) = exactly(datum)?;
                format!("(and (= k{id} {kind}) (= n{id} {number}) (= t{id} {text}))")
            }
            Part::Bool => format!(
                "(and (= k{id} {BOOL}) (or (and (= n{id} 1.0) (= t{id} \"true\")) (and (= n{id} 0.0) (= t{id} \"false\"))))"
            ),
            Part::Int(from, to) => {
                whole(INT, &number(i64::from(*from)), &number(i64::from(*to)), "")
            }
            Part::Long(from, to) => whole(LONG, &number(*from), &number(*to), ""),
            #[allow(clippy::cast_possible_truncation, reason = "they are below 10^7")]
            Part::Double(from, to) => {
                let from = from.max(1.0 - PLAIN).ceil() as i64;
                let to = to.min(PLAIN - 1.0).floor() as i64;
                whole(DOUBLE, &number(from), &number(to), ".0")
            }
            Part::Text(from, to) => {
                let most = to.map(|to| format!(" (<= (str.len t{id}) {to})"));
                format!(
                    "(and (= k{id} {TEXT}) (= n{id} 0.0) (>= (str.len t{id}) {from}){})",
                    most.unwrap_or_default()
                )
            }
            Part::Others => return None,
        })
    }

    fn exactly(datum: &Datum) -> Option<(u8, String, String)> {
        Some(match datum {
            Datum::Bool(value) => (BOOL, number(i64::from(*value)), quoted(&value.to_string())),
            Datum::Int(value) => (INT, number(i64::from(*value)), quoted(&value.to_string())),
            Datum::Long(value) => (LONG, number(*value), quoted(&value.to_string())),
            Datum::Double(value) => {
                let plain = *value == 0.0 || (1e-3..PLAIN).contains(&value.abs());
                let text = plain.then(|| format!("{value:?}"))?;
                let size = format!("{:?}", value.abs());
                let number = if *value < 0.0 {
                    format!("(- {size})")
                } else {
                    size
                };
                (DOUBLE, number, quoted(&text))
            }
            Datum::Text(text) => (TEXT, "0.0".to_owned(), quoted(text)),
        })
    }

    fn number(value: i64) -> String {
        match value {
            ..0 => format!("(- {}.0)", value.unsigned_abs()),
            _ => format!("{value}.0"),
        }
    }

    fn quoted(text: &str) -> String {
        let mut found = String::from("\"");
        for c in text.chars() {
            match c {
                '"' => found.push_str("\"\""),
                ' '..='~' if c != '\\' => found.push(c),
                _ => {
                    let _ = write!(found, "\\u{{{:x}}}", u32::from(c));
                }
            }
        }
        found + "\""
    }

    /// The values of a model.
    pub(super) fn values(question: &Question, model: &z3::Model) -> Option<Vec<Vec<Datum>>> {
        let sides = question.sides.iter().enumerate();
        let values = sides.map(|(side, variables)| {
            let variables = variables.iter().enumerate();
            let values = variables
                .map(|(variable, domain)| value(model, &format!("{side}_{variable}"), domain));
            values.collect()
        });
        values.collect()
    }

    #[allow(clippy::cast_precision_loss, reason = "numerators of plain doubles")]
    fn value(model: &z3::Model, id: &str, domain: &Domain) -> Option<Datum> {
        use z3::ast::{Int, Real, String as Text};
        let kind = model
            .eval(&Int::new_const(format!("k{id}")), true)?
            .as_i64()?;
        let text = model
            .eval(&Text::new_const(format!("t{id}")), true)?
            .as_string()?;
        let number = model
            .eval(&Real::new_const(format!("n{id}")), true)?
            .as_rational();
        let whole = number
            .filter(|(_, under)| *under == 1)
            .map(|(over, _)| over);
        let found = match u8::try_from(kind).ok()? {
            BOOL => Datum::Bool(whole? == 1),
            INT => Datum::Int(i32::try_from(whole?).ok()?),
            LONG => Datum::Long(whole?),
            DOUBLE => match text.parse() {
                Ok(number) => Datum::Double(number),
                Err(_) => number.map(|(over, under)| Datum::Double(over as f64 / under as f64))?,
            },
            // What is written down is said as it is written: the solver escapes letters of its own.
            _ => {
                let mut own = domain.iter().filter_map(|part| match part {
                    Part::Exactly(Datum::Text(own)) if quoted(own).trim_matches('"') == text => {
                        Some(own.clone())
                    }
                    _ => None,
                });
                Datum::Text(own.next().unwrap_or(text))
            }
        };
        Some(found)
    }
}

#[cfg(all(test, feature = "z3"))]
mod tests {
    use super::*;

    fn exactly(data: &[Datum]) -> Vec<Domain> {
        vec![data.iter().cloned().map(Part::Exactly).collect()]
    }

    #[test]
    fn equality_is_not_transitive() {
        let (seven, text, double) = (
            Datum::Int(7),
            Datum::Text("7".to_owned()),
            Datum::Double(7.0),
        );
        let question = |message: Datum| Question {
            sides: vec![
                exactly(std::slice::from_ref(&text)),
                exactly(std::slice::from_ref(&double)),
                exactly(&[message]),
            ],
            equal: vec![(0, 2), (1, 2)],
            different: vec![(0, 1)],
        };
        let time = Duration::from_secs(5);
        let values = vec![
            vec![text.clone()],
            vec![double.clone()],
            vec![seven.clone()],
        ];
        assert_eq!(ask(&question(seven), time), Answer::Yes(values));
        assert_eq!(ask(&question(text.clone()), time), Answer::No);
    }

    #[test]
    fn values_are_found_within_their_types() {
        let question = Question {
            sides: vec![
                vec![vec![Part::Text(2, Some(3))]],
                vec![vec![Part::Double(1.0, 1e9)]],
                vec![vec![Part::Int(-5, 12)]],
            ],
            equal: vec![(0, 2), (1, 2)],
            different: vec![(0, 1)],
        };
        let Answer::Yes(values) = ask(&question, Duration::from_secs(20)) else {
            panic!("there are such values");
        };
        let [Datum::Int(number)] = values[2][..] else {
            panic!("{values:?}");
        };
        assert!((10..=12).contains(&number), "{values:?}");
        let none = Question {
            sides: vec![
                vec![vec![Part::Text(4, None)]],
                vec![vec![Part::Int(-99, 999)]],
            ],
            equal: vec![(0, 1)],
            different: Vec::new(),
        };
        assert_eq!(ask(&none, Duration::from_secs(20)), Answer::No);
    }
}
