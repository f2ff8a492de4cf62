//! Types as text: one field a line, choices with `|`.

use super::Writer;
use super::literal::{basic, is_word, number, string};
use crate::syntax::jolie::tree::{Basic, Cardinality, Field, Fields, Refinement, Type, TypeKind};

/// Where a type stands; it decides whether `{ … }` may stand for `void { … }`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a declaration, a parameter or after `instanceof`: it may.
    Alone,
    /// After the `:` of a field: it may not.
    Field,
}

/// A type.
pub(super) fn data_type(writer: &mut Writer, tree: &Type, place: Place) {
    match &tree.kind {
        TypeKind::Basic {
            basic: root,
            refinements,
            fields: below,
        } => {
            let bare = *root == Basic::Void
                && refinements.is_empty()
                && below.is_some()
                && place == Place::Alone;
            if !bare {
                writer.put(basic(*root));
            }
            if !refinements.is_empty() {
                writer.put("( ");
                writer.separated(" ", refinements, refinement);
                writer.put(" )");
            }
            if let Some(below) = below {
                writer.put(if bare { "" } else { " " });
                fields(writer, below);
            }
        }
        TypeKind::Named(name) => writer.put(&name.name),
        TypeKind::Choice(parts) => {
            writer.separated(" | ", parts, |writer, part| data_type(writer, part, place));
        }
    }
}

fn fields(writer: &mut Writer, tree: &Fields) {
    if tree.fields.is_empty() {
        writer.put(if tree.open { "{ ? }" } else { "{ }" });
        return;
    }
    writer.braces(|writer| {
        if tree.open {
            writer.put("?");
            writer.line();
        }
        writer.lines("", &tree.fields, field);
    });
}

fn field(writer: &mut Writer, tree: &Field) {
    let name = tree.name.name.as_str();
    if is_word(name) {
        writer.put(name);
    } else {
        writer.put(&string(name));
    }
    writer.put(&cardinality(tree.cardinality));
    writer.put(": ");
    data_type(writer, &tree.definition, Place::Field);
}

fn cardinality(tree: Cardinality) -> String {
    match (tree.min, tree.max) {
        (1, Some(1)) => String::new(),
        (0, Some(1)) => String::from("?"),
        (0, None) => String::from("*"),
        (min, None) => format!("[{min},*]"),
        (min, Some(max)) => format!("[{min},{max}]"),
    }
}

fn refinement(writer: &mut Writer, tree: &Refinement) {
    match tree {
        Refinement::Ranges(ranges) => {
            writer.put("ranges(");
            writer.separated(", ", ranges, |writer, (from, to)| {
                writer.put(&interval(from.map(number), to.map(number)));
            });
            writer.put(")");
        }
        Refinement::Length(from, to) => {
            writer.put("length(");
            writer.put(&interval(
                from.map(|bound| bound.to_string()),
                to.map(|bound| bound.to_string()),
            ));
            writer.put(")");
        }
        Refinement::Regex(pattern) => {
            writer.put("regex(");
            writer.put(&string(pattern));
            writer.put(")");
        }
        Refinement::Enum(values) => {
            writer.put("enum([");
            writer.separated(", ", values, |writer, value| writer.put(&string(value)));
            writer.put("])");
        }
    }
}

fn interval(from: Option<String>, to: Option<String>) -> String {
    let from = from.unwrap_or_else(|| String::from("-*"));
    let to = to.unwrap_or_else(|| String::from("*"));
    format!("[{from}, {to}]")
}
