//! Messages that show what goes wrong: in come operations and types, out come words.

use super::Asked;
use crate::program::{CorrelationVariable, DataTypeKind, Operation, Program, TypeId};
use crate::syntax::jolie::print;
use crate::syntax::jolie::tree::{Basic, Literal, Number, Receive, Refinement};

/// Types that lead to types are followed so far.
const DEEPEST: usize = 16;

/// A correlation variable as it is written.
pub(super) fn variable(variable: &CorrelationVariable) -> String {
    format!("`csets.{}`", print::path(&variable.path))
}

/// A message of an input with these values for the variables of the set: `say( { user = "a" } )`.
pub(super) fn message(asked: &Asked<'_, '_>, input: &Receive, values: &[String]) -> String {
    let name = input.operation.name;
    let Some(operation) = asked.subject.operation(name) else {
        return format!("{name}( … )");
    };
    let variables = asked.set.variables.iter().zip(values);
    let fields = variables.filter_map(|(variable, value)| {
        let mut aliases = variable.aliases.iter();
        let alias = aliases.find(|alias| alias.is_about(operation))?;
        Some((print::path(&alias.path), value))
    });
    let fields: Vec<String> = fields
        .map(|(path, value)| format!("{path} = {value}"))
        .collect();
    match fields.as_slice() {
        [] => format!("{name}( … )"),
        _ => format!("{name}( {{ {} }} )", fields.join(", ")),
    }
}

/// A message of an operation with a value at a path.
pub(super) fn sent(operation: &Operation, path: &str, value: &str) -> String {
    let name = operation.name.name;
    if path.is_empty() {
        format!("{name}( {value} )")
    } else {
        format!("{name}( {{ {path} = {value} }} )")
    }
}

/// A value of a type, as it is written, when one is easily found.
pub(super) fn value(program: &Program, id: TypeId) -> Option<Literal> {
    find(program, id, DEEPEST)
}

fn find(program: &Program, id: TypeId, depth: usize) -> Option<Literal> {
    let depth = depth.checked_sub(1)?;
    match &program[id].kind {
        DataTypeKind::Link(next) => find(program, *next, depth),
        DataTypeKind::Choice(parts) => {
            let mut parts = parts.iter();
            parts.find_map(|part| find(program, *part, depth))
        }
        DataTypeKind::Unknown => None,
        DataTypeKind::Tree {
            basic, refinements, ..
        } => of_basic(*basic, refinements.first()),
    }
}

fn of_basic(basic: Basic, refinement: Option<&Refinement>) -> Option<Literal> {
    let bound = |ranges: &[(Option<Number>, Option<Number>)]| {
        ranges.first().and_then(|(from, to)| from.or(*to))
    };
    match (basic, refinement) {
        (_, Some(Refinement::Enum(texts))) => texts.first().cloned().map(Literal::String),
        (_, Some(Refinement::Ranges(ranges))) => bound(ranges).map(|bound| match bound {
            Number::Int(bound) => Literal::Int(bound),
            Number::Long(bound) => Literal::Long(bound),
            Number::Double(bound) => Literal::Double(bound),
        }),
        (_, Some(Refinement::Regex(_))) => None,
        (Basic::String, Some(Refinement::Length(from, _))) => {
            let length = usize::try_from(from.unwrap_or(1).clamp(1, 64)).unwrap_or(1);
            Some(Literal::String("a".repeat(length)))
        }
        (Basic::String | Basic::Any, _) => Some(Literal::String("a".to_owned())),
        (Basic::Int, _) => Some(Literal::Int(7)),
        (Basic::Long, _) => Some(Literal::Long(7)),
        (Basic::Double, _) => Some(Literal::Double(7.0)),
        (Basic::Bool, _) => Some(Literal::Bool(true)),
        (Basic::Void | Basic::Raw, _) => None,
    }
}

/// The type at a path of a message, when there is one way to it.
pub(super) fn at(program: &Program, id: TypeId, path: &[crate::base::Name]) -> Option<TypeId> {
    let mut id = id;
    for name in path {
        for _ in 0..DEEPEST {
            match &program[id].kind {
                DataTypeKind::Link(next) => id = *next,
                _ => break,
            }
        }
        let DataTypeKind::Tree { fields, .. } = &program[id].kind else {
            return None;
        };
        id = fields.get(name)?.definition;
    }
    Some(id)
}

/// As it is written in Jolie.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Long(value) => format!("{value}L"),
        Literal::Double(value) => format!("{value:?}"),
        Literal::String(value) => format!("{value:?}"),
    }
}
