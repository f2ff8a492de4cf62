//! Expressions and paths as text.

use super::Writer;
use super::data::{self, Place};
use super::literal::{basic, literal};
use crate::syntax::jolie::tree::{
    Basic, Comparison, Expression, ExpressionKind, Key, Path, PathRoot, ProductOperator, Segment,
    Step, SumOperator, TreeEntry, TreeValue,
};

/// An expression.
pub(super) fn expression(writer: &mut Writer, tree: &Expression) {
    match &tree.kind {
        ExpressionKind::Or(parts) => writer.separated(" || ", parts, expression),
        ExpressionKind::And(parts) => writer.separated(" && ", parts, expression),
        ExpressionKind::Compare(operator, left, right) => {
            expression(writer, left);
            writer.put(comparison(*operator));
            expression(writer, right);
        }
        ExpressionKind::InstanceOf(value, definition) => {
            expression(writer, value);
            writer.put(" instanceof ");
            data::data_type(writer, definition, Place::Alone);
        }
        ExpressionKind::Sum(first, rest) => {
            expression(writer, first);
            for (operator, operand) in rest {
                writer.put(match operator {
                    SumOperator::Add => " + ",
                    SumOperator::Subtract => " - ",
                });
                expression(writer, operand);
            }
        }
        ExpressionKind::Product(first, rest) => {
            expression(writer, first);
            for (operator, operand) in rest {
                writer.put(match operator {
                    ProductOperator::Multiply => " * ",
                    ProductOperator::Divide => " / ",
                    ProductOperator::Modulo => " % ",
                });
                expression(writer, operand);
            }
        }
        ExpressionKind::If(guard, then, otherwise) => {
            writer.put("if( ");
            expression(writer, guard);
            writer.put(" ) ");
            expression(writer, then);
            writer.put(" else ");
            expression(writer, otherwise);
        }
        _ => factor(writer, tree),
    }
}

fn factor(writer: &mut Writer, tree: &Expression) {
    match &tree.kind {
        ExpressionKind::Not(operand) => {
            writer.put("!");
            expression(writer, operand);
        }
        ExpressionKind::Literal(value) => writer.put(&literal(value)),
        ExpressionKind::Path(value) => path(writer, value),
        ExpressionKind::Assign(target, value) => {
            path(writer, target);
            writer.put(" = ");
            expression(writer, value);
        }
        ExpressionKind::Step(value) => step(writer, value),
        ExpressionKind::Size(value) => {
            writer.put("#");
            path(writer, value);
        }
        ExpressionKind::Solicit {
            operation,
            port,
            argument: value,
        } => {
            writer.put(&format!("{}@{}", operation.name, port.name));
            argument(writer, value.as_deref());
        }
        ExpressionKind::Frozen(value) => {
            writer.put("^");
            path(writer, value);
        }
        ExpressionKind::Fresh => writer.put("new"),
        ExpressionKind::IsDefined(value) => test(writer, "is_defined", value),
        ExpressionKind::IsType(kind, value) => test(writer, is_type(*kind), value),
        ExpressionKind::Cast(kind, value) => {
            writer.put(basic(*kind));
            argument(writer, Some(value));
        }
        ExpressionKind::Group(value) => argument(writer, Some(value)),
        ExpressionKind::Tree(root, entries) => {
            if let Some(root) = root {
                expression(writer, root);
                writer.put(" ");
            }
            inline_tree(writer, entries);
        }
        ExpressionKind::Or(_)
        | ExpressionKind::And(_)
        | ExpressionKind::Compare(..)
        | ExpressionKind::InstanceOf(..)
        | ExpressionKind::Sum(..)
        | ExpressionKind::Product(..)
        | ExpressionKind::If(..) => expression(writer, tree),
    }
}

/// `( e )`, or `()`.
pub(super) fn argument(writer: &mut Writer, value: Option<&Expression>) {
    match value {
        Some(value) => {
            writer.put("( ");
            expression(writer, value);
            writer.put(" )");
        }
        None => writer.put("()"),
    }
}

/// `path++` and its likes.
pub(super) fn step(writer: &mut Writer, tree: &Step) {
    let operator = if tree.up { "++" } else { "--" };
    if tree.prefix {
        writer.put(operator);
    }
    path(writer, &tree.path);
    if !tree.prefix {
        writer.put(operator);
    }
}

fn test(writer: &mut Writer, word: &str, value: &Path) {
    writer.put(word);
    writer.put("( ");
    path(writer, value);
    writer.put(" )");
}

fn is_type(basic: Basic) -> &'static str {
    match basic {
        Basic::Bool => "is_bool",
        Basic::Int => "is_int",
        Basic::Long => "is_long",
        Basic::Double => "is_double",
        // Jolie has no test for the other types, and no text reads as one.
        Basic::String | Basic::Void | Basic::Raw | Basic::Any => "is_string",
    }
}

fn comparison(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => " == ",
        Comparison::NotEqual => " != ",
        Comparison::Less => " < ",
        Comparison::LessOrEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterOrEqual => " >= ",
    }
}

/// Short trees stand on one line, others have an entry a line.
fn inline_tree(writer: &mut Writer, entries: &[TreeEntry]) {
    let nested = entries
        .iter()
        .any(|entry| matches!(&entry.value, TreeValue::Copy(value) if has_entries(value)));
    if entries.is_empty() {
        writer.put("{ }");
    } else if entries.len() > 3 || nested {
        writer.braces(|writer| writer.lines(",", entries, entry));
    } else {
        writer.put("{ ");
        writer.separated(", ", entries, entry);
        writer.put(" }");
    }
}

fn has_entries(value: &Expression) -> bool {
    matches!(&value.kind, ExpressionKind::Tree(_, entries) if !entries.is_empty())
}

fn entry(writer: &mut Writer, tree: &TreeEntry) {
    path(writer, &tree.path);
    match &tree.value {
        TreeValue::Assign(value) => {
            writer.put(" = ");
            expression(writer, value);
        }
        TreeValue::Copy(value) => {
            writer.put(" << ");
            expression(writer, value);
        }
        TreeValue::Alias(target) => {
            writer.put(" -> ");
            path(writer, target);
        }
    }
}

/// A path.
pub(super) fn path(writer: &mut Writer, tree: &Path) {
    let mut dot = match tree.root {
        PathRoot::Local => false,
        PathRoot::With => true,
        PathRoot::Global => {
            writer.put("global");
            true
        }
        PathRoot::Correlation => {
            writer.put("csets");
            true
        }
    };
    for part in &tree.segments {
        if dot {
            writer.put(".");
        }
        segment(writer, part);
        dot = true;
    }
}

fn segment(writer: &mut Writer, tree: &Segment) {
    match &tree.key {
        Key::Name(name) => writer.put(&name.name),
        Key::Computed(value) => argument(writer, Some(value)),
    }
    if let Some(index) = &tree.index {
        writer.put("[");
        expression(writer, index);
        writer.put("]");
    }
}
