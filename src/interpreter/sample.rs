//! A value of a type, made up: what a client or a server that is not there might say.
//!
//! The smallest tree that the type allows, its roots chosen from a few; [`super::types::check`] says whether it is one.

use super::value::{Basic, Value};
use crate::program::{DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree::{self, Number, Refinement};

/// More types than this inside of one another are cut off.
const DEEPEST: usize = 64;

/// What is chosen, one after the other; the same for the same number.
#[derive(Clone, Debug)]
pub struct Choices(u64);

impl Choices {
    /// The choices of a number; those of 0 are the first of everything.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    fn below(&mut self, bound: usize) -> usize {
        if self.0 == 0 {
            return 0;
        }
        // The generator of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407)
            | 1;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }
}

/// A value of a type.
#[must_use]
pub fn sample(program: &Program, id: TypeId, choices: &mut Choices) -> Value {
    made(program, id, choices, DEEPEST)
}

fn made(program: &Program, id: TypeId, choices: &mut Choices, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else {
        return Value::VOID;
    };
    match &program[id].kind {
        DataTypeKind::Unknown => Value::VOID,
        DataTypeKind::Link(target) => made(program, *target, choices, depth),
        DataTypeKind::Choice(parts) => match parts.get(choices.below(parts.len())) {
            Some(part) => made(program, *part, choices, depth),
            None => Value::VOID,
        },
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            ..
        } => {
            let mut value = Value::new(root(*basic, refinements, choices));
            for (name, field) in fields {
                let min = field.cardinality.min as usize;
                let max = field.cardinality.max.map_or(min + 2, |max| max as usize);
                let count = min + choices.below(max.saturating_sub(min).min(2) + 1);
                for _ in 0..count {
                    let child = made(program, field.definition, choices, depth);
                    value.vector_mut(name).push(child);
                }
            }
            value
        }
    }
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
