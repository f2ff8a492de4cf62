//! A tree as text for people, as `valueToPrettyString` and the traces show it.

use super::growth::LONGEST_TEXT;
use super::{Basic, Value, Vector};
use std::fmt::Write;

/// Something to write: a node below a name, and for each level above it whether there is more to come on it.
struct Line<'value> {
    label: String,
    node: Option<&'value Value>,
    more: Vec<bool>,
}

impl Value {
    /// The tree, a line for each node, below a header; nothing when that would be longer than [`LONGEST_TEXT`].
    #[must_use]
    pub fn pretty(&self, header: &str) -> Option<String> {
        let mut text = header.to_owned();
        write_basic(&mut text, self);
        let mut open = children_of(self, &[]);
        while let Some(line) = open.pop() {
            if text.len() > LONGEST_TEXT {
                return None;
            }
            write_line(&mut text, &line);
            if let Some(node) = line.node {
                write_basic(&mut text, node);
                open.append(&mut children_of(node, &line.more));
            }
        }
        Some(text)
    }
}

/// The lines of the children of a node, the first one last.
fn children_of<'value>(node: &'value Value, above: &[bool]) -> Vec<Line<'value>> {
    let mut lines = Vec::new();
    let line = |label, node| Line {
        label,
        node,
        more: above.to_vec(),
    };
    for (name, vector) in node.ordered_children() {
        match vector {
            Vector::Empty | Vector::Link(_) => {
                lines.push(line(format!("{name} (empty array)\n"), None))
            }
            Vector::One(value) => lines.push(line(name.to_string(), Some(value))),
            Vector::Many(values) if values.is_empty() => {
                lines.push(line(format!("{name} (empty array)\n"), None));
            }
            Vector::Many(values) if values.len() == 1 => {
                lines.push(line(name.to_string(), values.first()));
            }
            Vector::Many(values) => lines.extend(
                (values.iter().enumerate())
                    .map(|(index, value)| line(format!("{name}[{index}]"), Some(value))),
            ),
        }
    }
    let last = lines.len();
    for (index, line) in lines.iter_mut().enumerate() {
        line.more.push(index + 1 < last);
    }
    lines.reverse();
    lines
}

fn write_line(text: &mut String, line: &Line<'_>) {
    let (last, above) = line.more.split_last().unwrap_or((&false, &[]));
    for more in above {
        text.push_str(if *more { "│\t" } else { "\t" });
    }
    text.push_str(if *last {
        "├─── "
    } else {
        "╰─── "
    });
    text.push_str(&line.label);
}

fn write_basic(text: &mut String, value: &Value) {
    let kind = match &value.basic {
        Basic::Void | Basic::Link(_) => {
            text.push('\n');
            return;
        }
        Basic::Bool(_) => "bool",
        Basic::Int(_) => "int",
        Basic::Long(_) => "long",
        Basic::Double(_) => "double",
        Basic::String(_) => "string",
        Basic::Raw(_) => "raw",
    };
    let quote = if matches!(value.basic, Basic::String(_)) {
        "\""
    } else {
        ""
    };
    // Writing to a string does not fail.
    let _ = writeln!(text, ":{kind} = {quote}{}{quote}", value.as_string());
}
