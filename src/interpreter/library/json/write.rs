//! From a value to a text.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value, Vector};
use super::super::request::{check_length, exception};
use super::{ARRAY, ROOT};
use crate::interpreter::types;
use crate::program::{DataField, DataTypeKind, Program, TypeId};
use std::fmt::Write;

/// Deeper values are refused; Java's stack ends near there.
pub(super) const DEEPEST: usize = 10_000;

/// What is still to be written.
enum Step<'value> {
    Text(&'static str),
    Key(&'value str),
    /// A value, how deep it lies, and its type.
    Value(&'value Value, usize, Typed<'value>),
}

/// The type of a value, where it is known.
type Typed<'value> = Option<(&'value Program, TypeId)>;

/// A value as JSON. The root of a request is an object in any case. What may be there several times by its type is an array
/// even when it is there once.
pub(in super::super) fn write(
    value: &Value,
    extended_root: bool,
    of: Typed<'_>,
) -> Result<String, Fault> {
    let mut out = String::new();
    if extended_root && !value.has_children() {
        out.push('{');
        if value.is_defined() {
            key(&mut out, ROOT);
            basic(&mut out, value);
        }
        out.push('}');
        return Ok(out);
    }
    let mut open = vec![Step::Value(value, 0, of)];
    while let Some(step) = open.pop() {
        match step {
            Step::Text(text) => out.push_str(text),
            Step::Key(name) => key(&mut out, name),
            Step::Value(_, DEEPEST.., _) => return Err(exception("StackOverflowError", "")),
            Step::Value(value, depth, of) => {
                let begin = open.len();
                steps(&mut out, value, (depth + 1, of), &mut open);
                open[begin..].reverse();
                check_length(out.len())?;
            }
        }
    }
    Ok(out)
}

/// What writing a value comes to, the first step first; what is known at once is written.
fn steps<'value>(
    out: &mut String,
    value: &'value Value,
    (depth, of): (usize, Typed<'value>),
    open: &mut Vec<Step<'value>>,
) {
    let below = |name, vector| field(of, name, vector, types::DEEPEST);
    let inside = |field: Option<DataField>| {
        let (program, _) = of?;
        Some((program, field?.definition))
    };
    if let Some(array) = value.vector(ARRAY) {
        elements(array, (depth, inside(below(ARRAY, array))), open);
        return;
    }
    if !value.has_children() {
        basic(out, value);
        return;
    }
    out.push('{');
    if value.is_defined() {
        key(out, ROOT);
        basic(out, value);
        out.push(',');
    }
    for (index, (name, vector)) in value.ordered_children().into_iter().enumerate() {
        if index > 0 {
            open.push(Step::Text(","));
        }
        open.push(Step::Key(name));
        let field = below(name, vector);
        let several = field.is_some_and(|field| field.cardinality.max.is_none_or(|max| max > 1));
        match vector.as_slice() {
            [] => open.push(Step::Text("null")),
            [one] if !several => open.push(Step::Value(one, depth, inside(field))),
            _ => elements(vector, (depth, inside(field)), open),
        }
    }
    open.push(Step::Text("}"));
}

/// What a type says of a field; of a choice, the first part that has it and takes its first element.
fn field(of: Typed<'_>, name: &str, vector: &Vector, depth: usize) -> Option<DataField> {
    let (program, id) = of?;
    let depth = depth.checked_sub(1)?;
    match &program[id].kind {
        DataTypeKind::Unknown => None,
        DataTypeKind::Link(target) => field(Some((program, *target)), name, vector, depth),
        DataTypeKind::Choice(parts) => parts
            .iter()
            .find_map(|part| field(Some((program, *part)), name, vector, depth)),
        DataTypeKind::Tree { fields, .. } => {
            let name = ustr::existing_ustr(name)?;
            let field = fields.get(&name)?;
            let first = vector.first()?;
            types::check(program, field.definition, first).ok()?;
            Some(*field)
        }
    }
}

fn elements<'value>(
    vector: &'value Vector,
    (depth, of): (usize, Typed<'value>),
    open: &mut Vec<Step<'value>>,
) {
    open.push(Step::Text("["));
    for (index, element) in vector.iter().enumerate() {
        if index > 0 {
            open.push(Step::Text(","));
        }
        open.push(Step::Value(element, depth, of));
    }
    open.push(Step::Text("]"));
}

/// A name as it is: Jolie does not escape it.
fn key(out: &mut String, name: &str) {
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
}

fn basic(out: &mut String, value: &Value) {
    match &value.basic {
        Basic::Void | Basic::Link(_) => out.push_str("null"),
        Basic::Bool(_) | Basic::Int(_) | Basic::Long(_) | Basic::Double(_) => {
            out.push_str(&value.as_string());
        }
        Basic::String(text) => string(out, text),
        Basic::Raw(_) => string(out, &value.as_string()),
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2000}'..='\u{20ff}' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
