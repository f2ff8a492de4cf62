//! A value of a type, made up: what a client or a server that is not there might say.
//!
//! The smallest tree that the type allows, its roots chosen from a few; [`super::types::check`] says whether it is one.

use super::value::{Basic, Value};
use crate::base::Name;
use crate::program::{DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree::{self, Number, Refinement};
use crate::verdict::{Step, StepKind, Trace};

/// More types than this inside of one another are cut off.
const DEEPEST: usize = 64;

/// What is chosen, one after the other; the same for the same number.
#[derive(Clone, Debug)]
pub struct Choices {
    number: u64,
    /// What variables are said to hold, by the last part of their names.
    known: Vec<(Option<Name>, Basic)>,
}

impl Choices {
    /// The choices of a number; those of 0 are the first of everything.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self {
            number,
            known: Vec::new(),
        }
    }

    /// The same, with what a run says of its variables.
    #[must_use]
    pub fn with(mut self, trace: &Trace) -> Self {
        let said = trace
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::Choice);
        self.known = said.filter_map(known).collect();
        self
    }

    /// A value that is said to be at the root of a message, or in a field of this name.
    fn said(&mut self, field: Option<Name>, basic: tree::Basic) -> Option<Basic> {
        let fits = |(name, value): &&(Option<Name>, Basic)| *name == field && is_of(value, basic);
        let fitting: Vec<Basic> = self
            .known
            .iter()
            .filter(fits)
            .map(|(_, value)| value.clone())
            .collect();
        // The first of them at first; now and then none of them.
        let chosen = self.below(fitting.len() + 1);
        fitting.get(chosen).cloned()
    }

    fn below(&mut self, bound: usize) -> usize {
        if self.number == 0 {
            return 0;
        }
        // The generator of Knuth's MMIX.
        self.number = self
            .number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407)
            | 1;
        usize::try_from(self.number >> 33).unwrap_or_default() % bound.max(1)
    }
}

/// A value of a type.
#[must_use]
pub fn sample(program: &Program, id: TypeId, choices: &mut Choices) -> Value {
    made(program, id, choices, (None, DEEPEST))
}

/// A value of a type, in a field of this name, with so many levels below it.
fn made(
    program: &Program,
    id: TypeId,
    choices: &mut Choices,
    (field, depth): (Option<Name>, usize),
) -> Value {
    let Some(depth) = depth.checked_sub(1) else {
        return Value::VOID;
    };
    match &program[id].kind {
        DataTypeKind::Unknown => Value::VOID,
        DataTypeKind::Link(target) => made(program, *target, choices, (field, depth)),
        DataTypeKind::Choice(parts) => match parts.get(choices.below(parts.len())) {
            Some(part) => made(program, *part, choices, (field, depth)),
            None => Value::VOID,
        },
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            ..
        } => {
            let root = choices
                .said(field, *basic)
                .unwrap_or_else(|| root(*basic, refinements, choices));
            let mut value = Value::new(root);
            for (name, field) in fields {
                let min = field.cardinality.min as usize;
                let max = field.cardinality.max.map_or(min + 2, |max| max as usize);
                let count = min + choices.below(max.saturating_sub(min).min(2) + 1);
                for _ in 0..count {
                    let child = made(program, field.definition, choices, (Some(*name), depth));
                    value.vector_mut(name).push(child);
                }
            }
            value
        }
    }
}

/// What a step says that a variable holds, with the last part of its name; the root of a message has none.
fn known(step: &Step) -> Option<(Option<Name>, Basic)> {
    let (variable, value) = (step.subject?, step.values.as_deref()?);
    let field = variable.rsplit_once('.').map(|(_, last)| Name::from(last));
    let text = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let value = match (text, value) {
        (Some(text), _) => Value::from(text).basic.clone(),
        (None, "true" | "false") => Basic::Bool(value == "true"),
        (None, _) => match value.parse::<i32>() {
            Ok(int) => Basic::Int(int),
            Err(_) => Basic::Double(value.parse().ok()?),
        },
    };
    Some((field, value))
}

/// Whether a value is of a basic type.
fn is_of(value: &Basic, basic: tree::Basic) -> bool {
    matches!(
        (value, basic),
        (_, tree::Basic::Any)
            | (Basic::Bool(_), tree::Basic::Bool)
            | (
                Basic::Int(_),
                tree::Basic::Int | tree::Basic::Long | tree::Basic::Double
            )
            | (Basic::Double(_), tree::Basic::Double)
            | (Basic::String(_), tree::Basic::String)
    )
}

fn root(basic: tree::Basic, refinements: &[Refinement], choices: &mut Choices) -> Basic {
    for refinement in refinements {
        match refinement {
            Refinement::Enum(texts) if !texts.is_empty() => {
                let text = texts[choices.below(texts.len())].as_str();
                return Value::from(text).basic.clone();
            }
            Refinement::Ranges(ranges) if !ranges.is_empty() => {
                let (from, to) = ranges[choices.below(ranges.len())];
                return match from.or(to) {
                    Some(Number::Int(number)) => Basic::Int(number),
                    Some(Number::Long(number)) => Basic::Long(number),
                    Some(Number::Double(number)) => Basic::Double(number),
                    None => continue,
                };
            }
            Refinement::Length(Some(from), _) => {
                return Value::from("a".repeat(*from as usize)).basic.clone();
            }
            _ => {}
        }
    }
    const NUMBERS: [i32; 5] = [1, 0, 2, -1, 1000];
    let number = |choices: &mut Choices| NUMBERS[choices.below(NUMBERS.len())];
    match basic {
        tree::Basic::Void | tree::Basic::Any => Basic::Void,
        tree::Basic::Bool => Basic::Bool(choices.below(2) == 0),
        tree::Basic::Int => Basic::Int(number(choices)),
        tree::Basic::Long => Basic::Long(i64::from(number(choices))),
        tree::Basic::Double => Basic::Double(f64::from(number(choices))),
        tree::Basic::String => Value::from(["a", "", "b"][choices.below(3)]).basic.clone(),
        tree::Basic::Raw => Basic::Raw(Vec::new().into()),
    }
}
