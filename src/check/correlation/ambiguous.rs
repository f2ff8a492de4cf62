//! Q0417: values of several kinds by which one message fits two live sessions.
//!
//! Jolie's equality converts, and is not transitive: a session of `7.0` and one of `"7"` can both be live, and a message with
//! `7` fits both. Where all values of a variable are texts, or all whole numbers, or all truth values, equality is an equivalence,
//! and a message that fits two sessions has the value of both; a start message that fits a live one starts none.
//!
//! Rule: by the declared types there are two values with which sessions start that are not equal, and a value of a message that
//! equals both; the solver finds them. Fields that no type declares are trusted to be of one kind.

use super::Asked;
use super::example::{at, literal, message, variable};
use crate::base::{Code, Diagnostic, Name};
use crate::flow::origin::Source;
use crate::program::{CorrelationVariable, DataTypeKind, Program, TypeId};
use crate::solve::kinds::{Answer, Datum, Domain, Part, Question, ask};
use crate::syntax::jolie::tree::{Basic, Literal, Number, Receive, Refinement};
use std::time::Duration;

/// So long is looked for values.
const TIME: Duration = Duration::from_secs(2);
/// Choices in choices are followed so far.
const DEEPEST: usize = 16;

/// Whether one message may fit two sessions.
pub(super) enum Ambiguity {
    Never,
    Found(Box<Diagnostic>),
    Unknown(String),
}

/// What may be on the two sides of a variable.
#[derive(Default)]
struct Sides {
    sessions: Domain,
    messages: Domain,
}

pub(super) fn judge(asked: &Asked<'_, '_>) -> Ambiguity {
    let mut all = Vec::new();
    for variable in &asked.set.variables {
        match sides(asked, variable) {
            Some(sides) => all.push(sides),
            None => {
                return Ambiguity::Unknown(format!(
                    "the kinds of the values of {} are not all declared",
                    super::example::variable(variable)
                ));
            }
        }
    }
    if all.iter().all(is_alike) {
        return Ambiguity::Never;
    }
    let sessions: Vec<Domain> = all.iter().map(|sides| sides.sessions.clone()).collect();
    let messages: Vec<Domain> = all.iter().map(|sides| sides.messages.clone()).collect();
    let question = Question {
        sides: vec![sessions.clone(), sessions, messages],
        equal: vec![(0, 2), (1, 2)],
        different: vec![(0, 1)],
    };
    match ask(&question, TIME) {
        Answer::No => Ambiguity::Never,
        Answer::Unknown(why) => Ambiguity::Unknown(why),
        Answer::Yes(values) => match report(asked, &values) {
            Some(found) => Ambiguity::Found(Box::new(found)),
            None => Ambiguity::Unknown("values are not followed".to_owned()),
        },
    }
}

/// The values of sessions and messages for a variable, by their types; `None` when some are not declared.
fn sides(asked: &Asked<'_, '_>, variable: &CorrelationVariable) -> Option<Sides> {
    let mut sides = Sides::default();
    for input in &asked.starters {
        add(&mut sides.sessions, domain(asked, variable, input)?);
    }
    for input in &asked.awaited {
        add(&mut sides.messages, domain(asked, variable, input)?);
    }
    let names = variable.path.names()?;
    let given = asked.followed.given.iter();
    for one in given.filter(|one| one.variable == names) {
        for source in &one.origins.sources {
            let part = match source {
                Source::Fresh(_) | Source::Once(_) => vec![Part::Text(36, Some(36))],
                Source::Message { operation, path } => {
                    let operation = asked.subject.operation(*operation)?;
                    typed(asked.subject.program, operation.request(), path)?
                }
                // Of a kind that the session knows, and that is judged where it is set.
                Source::Written(_)
                | Source::Answer { .. }
                | Source::Shared(_)
                | Source::Unknown => Vec::new(),
            };
            add(&mut sides.sessions, part);
        }
    }
    Some(sides)
}

fn add(all: &mut Domain, more: Domain) {
    for part in more {
        if !all.contains(&part) {
            all.push(part);
        }
    }
}

/// The values that messages of an input have for a variable.
fn domain(
    asked: &Asked<'_, '_>,
    variable: &CorrelationVariable,
    input: &Receive,
) -> Option<Domain> {
    let operation = asked.subject.operation(input.operation.name)?;
    let mut aliases = variable.aliases.iter();
    let alias = aliases.find(|alias| alias.is_about(operation))?;
    typed(
        asked.subject.program,
        operation.request(),
        &alias.path.names()?,
    )
}

fn typed(program: &Program, message: TypeId, path: &[Name]) -> Option<Domain> {
    let mut found = Vec::new();
    parts(program, at(program, message, path)?, DEEPEST, &mut found)?;
    Some(found)
}

/// The values of a type without its children; `None` when they are not declared.
fn parts(program: &Program, id: TypeId, depth: usize, found: &mut Domain) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match &program[id].kind {
        DataTypeKind::Unknown => None,
        DataTypeKind::Link(next) => parts(program, *next, depth, found),
        DataTypeKind::Choice(choices) => choices
            .iter()
            .try_for_each(|choice| parts(program, *choice, depth, found)),
        DataTypeKind::Tree {
            basic: Basic::Any,
            open: true,
            ..
        } => None,
        DataTypeKind::Tree {
            basic, refinements, ..
        } => {
            of_basic(*basic, refinements.first(), found);
            Some(())
        }
    }
}

fn of_basic(basic: Basic, refinement: Option<&Refinement>, found: &mut Domain) {
    match (basic, refinement) {
        (_, Some(Refinement::Enum(texts))) => {
            let texts = texts.iter().cloned().map(Datum::Text);
            found.extend(texts.map(Part::Exactly));
        }
        (_, Some(Refinement::Ranges(ranges))) => {
            found.extend(ranges.iter().map(|range| ranged(basic, *range)));
        }
        (_, Some(Refinement::Length(from, to))) => {
            found.push(Part::Text(from.unwrap_or(0), *to));
        }
        (_, Some(Refinement::Regex(_))) | (Basic::Raw, None) => found.push(Part::Others),
        (Basic::Bool, None) => found.push(Part::Bool),
        (Basic::Int, None) => found.push(Part::Int(i32::MIN, i32::MAX)),
        // An `int` is of these types as well.
        (Basic::Long, None) => {
            found.push(Part::Int(i32::MIN, i32::MAX));
            found.push(Part::Long(i64::MIN, i64::MAX));
        }
        (Basic::Double, None) => {
            found.push(Part::Int(i32::MIN, i32::MAX));
            found.push(Part::Double(f64::MIN, f64::MAX));
        }
        (Basic::String, None) => found.push(Part::Text(0, None)),
        // What is not there correlates with nothing.
        (Basic::Void, None) => {}
        (Basic::Any, None) => found.extend([
            Part::Bool,
            Part::Int(i32::MIN, i32::MAX),
            Part::Long(i64::MIN, i64::MAX),
            Part::Double(f64::MIN, f64::MAX),
            Part::Text(0, None),
        ]),
    }
}

fn ranged(basic: Basic, (from, to): (Option<Number>, Option<Number>)) -> Part {
    let whole = |bound: Option<Number>, none: i64| match bound {
        Some(Number::Int(bound)) => i64::from(bound),
        Some(Number::Long(bound)) => bound,
        _ => none,
    };
    #[allow(clippy::cast_precision_loss, reason = "as Jolie reads it")]
    let double = |bound: Option<Number>, none: f64| match bound {
        Some(Number::Int(bound)) => f64::from(bound),
        Some(Number::Long(bound)) => bound as f64,
        Some(Number::Double(bound)) => bound,
        None => none,
    };
    let int =
        |bound: i64| i32::try_from(bound).unwrap_or(if bound < 0 { i32::MIN } else { i32::MAX });
    match basic {
        Basic::Int => Part::Int(
            int(whole(from, i64::from(i32::MIN))),
            int(whole(to, i64::from(i32::MAX))),
        ),
        Basic::Long => Part::Long(whole(from, i64::MIN), whole(to, i64::MAX)),
        _ => Part::Double(double(from, f64::MIN), double(to, f64::MAX)),
    }
}

/// Whether equality is an equivalence on all these values.
fn is_alike(sides: &Sides) -> bool {
    let all = || sides.sessions.iter().chain(&sides.messages);
    let text = |part: &Part| matches!(part, Part::Text(..) | Part::Exactly(Datum::Text(_)));
    let whole = |part: &Part| matches!(part, Part::Int(..) | Part::Long(..));
    let number = |part: &Part| matches!(part, Part::Int(..) | Part::Double(..));
    let truth = |part: &Part| matches!(part, Part::Bool);
    // Values that are not described are texts of one regular expression, or bytes by themselves.
    let others = |part: &Part| matches!(part, Part::Others);
    all().all(|part| text(part) || others(part))
        || all().all(whole)
        || all().all(number)
        || all().all(truth)
}

fn report(asked: &Asked<'_, '_>, values: &[Vec<Datum>]) -> Option<Diagnostic> {
    let [first, second, third] = values else {
        return None;
    };
    let written = |values: &[Datum]| -> Vec<String> {
        let literals = values.iter().map(|datum| match datum {
            Datum::Bool(value) => Literal::Bool(*value),
            Datum::Int(value) => Literal::Int(*value),
            Datum::Long(value) => Literal::Long(*value),
            Datum::Double(value) => Literal::Double(*value),
            Datum::Text(value) => Literal::String(value.clone()),
        });
        literals.map(|value| literal(&value)).collect()
    };
    let variables = asked.set.variables.iter().map(variable);
    let names = variables.collect::<Vec<_>>().join(", ");
    let (first, second, third) = (written(first), written(second), written(third));
    let later = asked.awaited.first()?;
    let sessions = match asked.starters.first() {
        Some(starter) => format!(
            "`{}` and `{}` start two sessions",
            message(asked, starter, &first),
            message(asked, starter, &second)
        ),
        None => format!(
            "one session has {names} = {}, another {}",
            first.join(", "),
            second.join(", ")
        ),
    };
    let found = Diagnostic::new(
        Code::Q0417,
        asked.set.span,
        format!("one message may fit two live sessions, since the values of {names} are of several kinds"),
    )
    .label("values of several kinds meet here")
    .related(
        later.operation.span,
        format!("`{}` finds its session by it", later.operation.name),
    );
    Some(
        found
            .note(format!(
                "for example: {sessions}, since these are not equal, and `{}` equals both",
                message(asked, later, &third)
            ))
            .help("declare the value with one type in all messages: `string`, `int` or `long`"),
    )
}
