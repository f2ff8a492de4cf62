//! From a value to a document, as the transformer of Java writes it.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Text, Value};
use super::super::request::{check_length, exception};
use super::{ATTRIBUTES, KIND};
use std::fmt::Write;

/// Deeper values are refused.
const DEEPEST: usize = 10_000;

/// How a document is written.
pub(in super::super) struct Document<'request> {
    /// Whether each element has its line.
    pub(in super::super) indent: bool,
    /// The encoding that it says it is in.
    pub(in super::super) encoding: Option<&'request str>,
    /// The place of its type.
    pub(in super::super) doctype: Option<Text>,
    /// Whether it says that it is XML.
    pub(in super::super) declaration: bool,
}

/// Which form it has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Texts only.
    Plain,
    /// With the kinds of values.
    Stored,
}

/// What is still to be written.
enum Step<'value> {
    Begin(&'value str, &'value Value, usize),
    End(&'value str, usize),
}

/// A value as the element of that name.
pub(super) fn write(
    name: &str,
    value: &Value,
    form: Form,
    document: &Document<'_>,
) -> Result<String, Fault> {
    let mut out = String::new();
    let line = |out: &mut String, depth: usize| {
        if document.indent {
            let _ = write!(out, "{:width$}", "", width = depth * 2);
        }
    };
    let end_of_line = if document.indent { "\n" } else { "" };
    if document.declaration {
        let encoding = document.encoding.unwrap_or("UTF-8");
        let _ = write!(
            out,
            "<?xml version=\"1.0\" encoding=\"{encoding}\" standalone=\"no\"?>{end_of_line}"
        );
    }
    if let Some(doctype) = &document.doctype {
        let _ = write!(out, "<!DOCTYPE {name} SYSTEM \"{doctype}\">{end_of_line}");
    }
    let mut open = vec![Step::Begin(name, value, 0)];
    while let Some(step) = open.pop() {
        check_length(out.len())?;
        match step {
            Step::Begin(_, _, DEEPEST..) => return Err(exception("StackOverflowError", "")),
            Step::Begin(name, value, depth) => {
                check_name(name)?;
                line(&mut out, depth);
                let _ = write!(out, "<{name}");
                attributes(&mut out, value, form)?;
                let children = children(value);
                let text = text_of(value, form);
                if children.is_empty() {
                    if text.is_empty() {
                        out.push_str("/>");
                    } else {
                        out.push('>');
                        escape(&mut out, &text, false);
                        let _ = write!(out, "</{name}>");
                    }
                    out.push_str(end_of_line);
                    continue;
                }
                out.push('>');
                out.push_str(end_of_line);
                if !text.is_empty() {
                    line(&mut out, depth + 1);
                    escape(&mut out, &text, false);
                    out.push_str(end_of_line);
                }
                open.push(Step::End(name, depth));
                let steps = children.into_iter().rev();
                open.extend(steps.map(|(name, child)| Step::Begin(name, child, depth + 1)));
            }
            Step::End(name, depth) => {
                line(&mut out, depth);
                let _ = write!(out, "</{name}>{end_of_line}");
            }
        }
    }
    Ok(out)
}

fn children(value: &Value) -> Vec<(&Text, &Value)> {
    let elements = value.ordered_children().into_iter();
    elements
        .filter(|(name, _)| !name.starts_with('@'))
        .flat_map(|(name, vector)| vector.iter().map(move |child| (name, child)))
        .collect()
}

/// The text of the root; bytes cannot be stored.
fn text_of(value: &Value, form: Form) -> Text {
    match (&value.basic, form) {
        (Basic::Raw(_), Form::Stored) => Text::default(),
        _ => value.as_string(),
    }
}

/// The attributes in the order of their names.
fn attributes(out: &mut String, value: &Value, form: Form) -> Result<(), Fault> {
    let mut attributes: Vec<(&str, Text)> = Vec::new();
    if form == Form::Stored {
        let kind = match &value.basic {
            Basic::String(_) => "string",
            Basic::Int(_) => "int",
            Basic::Double(_) => "double",
            Basic::Long(_) => "long",
            Basic::Bool(_) => "bool",
            Basic::Void | Basic::Raw(_) | Basic::Link(_) => "void",
        };
        attributes.push((KIND, Text::new_static(kind)));
    }
    if let Some(given) = value.child(ATTRIBUTES) {
        for (name, vector) in given.children() {
            check_name(name)?;
            attributes.retain(|(known, _)| known != name);
            attributes.push((
                name,
                vector.first().map(Value::as_string).unwrap_or_default(),
            ));
        }
    }
    attributes.sort_by_key(|(name, _)| *name);
    for (name, text) in attributes {
        let _ = write!(out, " {name}=\"");
        escape(out, &text, true);
        out.push('"');
    }
    Ok(())
}

/// Faults on what is no name of XML.
pub(super) fn check_name(name: &str) -> Result<(), Fault> {
    let begins = |first: char| first.is_alphabetic() || matches!(first, '_' | ':');
    let inside = |c: char| {
        begins(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}')
    };
    if name.starts_with(begins) && name.chars().all(inside) {
        return Ok(());
    }
    Err(exception(
        "DOMException",
        "INVALID_CHARACTER_ERR: An invalid or illegal XML character is specified. ",
    ))
}

fn escape(out: &mut String, text: &str, attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\t' | '\n' => out.push(character),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{10000}'.. => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
}
