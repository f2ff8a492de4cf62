//! From a value to a text.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value, Vector};
use super::super::request::{check_length, exception};
use super::{ARRAY, ROOT};
use std::fmt::Write;

/// Deeper values are refused; Java's stack ends near there.
pub(super) const DEEPEST: usize = 10_000;

/// What is still to be written.
enum Step<'value> {
    Text(&'static str),
    Key(&'value str),
    /// A value, and how deep it lies.
    Value(&'value Value, usize),
}

/// A value as JSON. The root of a request is an object in any case.
pub(in super::super) fn write(value: &Value, extended_root: bool) -> Result<String, Fault> {
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
    let mut open = vec![Step::Value(value, 0)];
    while let Some(step) = open.pop() {
        match step {
            Step::Text(text) => out.push_str(text),
            Step::Key(name) => key(&mut out, name),
            Step::Value(_, DEEPEST..) => return Err(exception("StackOverflowError", "")),
            Step::Value(value, depth) => {
                let begin = open.len();
                steps(&mut out, value, depth + 1, &mut open);
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
    depth: usize,
    open: &mut Vec<Step<'value>>,
) {
    if let Some(array) = value.vector(ARRAY) {
        elements(array, depth, open);
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
        match vector.as_slice() {
            [] => open.push(Step::Text("null")),
            [one] => open.push(Step::Value(one, depth)),
            _ => elements(vector, depth, open),
        }
    }
    open.push(Step::Text("}"));
}

fn elements<'value>(vector: &'value Vector, depth: usize, open: &mut Vec<Step<'value>>) {
    open.push(Step::Text("["));
    for (index, element) in vector.iter().enumerate() {
        if index > 0 {
            open.push(Step::Text(","));
        }
        open.push(Step::Value(element, depth));
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
