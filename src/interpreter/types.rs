//! Whether a value is of a type (`Type.check` of Jolie): asked at every port, in both directions, and by `instanceof`.
//!
//! Out comes nothing, or the text of the `TypeMismatch`. Refinements count.

use super::library;
use super::value::{Basic, Text, Value, Vector};
use crate::program::refinement::{has_length, in_ranges};
use crate::program::{DataField, DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree::{self, Refinement};

/// More types than this inside of one another, and the value is refused: a choice may lead back to itself.
pub(super) const DEEPEST: usize = 4000;

/// Checks a value against a type.
///
/// # Errors
///
/// What does not fit, with the path to it, in the words of Jolie.
pub fn check(program: &Program, id: TypeId, value: &Value) -> Result<(), String> {
    let mut path = String::from("#Message");
    checked(program, id, value, &mut path, DEEPEST)
}

fn checked(
    program: &Program,
    id: TypeId,
    value: &Value,
    path: &mut String,
    depth: usize,
) -> Result<(), String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(format!(
            "More types than {DEEPEST} inside of one another: {path}"
        ));
    };
    match &program[id].kind {
        DataTypeKind::Unknown => Ok(()),
        DataTypeKind::Link(target) => checked(program, *target, value, path, depth),
        DataTypeKind::Choice(parts) => {
            let length = path.len();
            let mut result = Ok(());
            for part in parts {
                path.truncate(length);
                result = checked(program, *part, value, path, depth);
                if result.is_ok() {
                    break;
                }
            }
            result
        }
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            open,
        } => {
            root(*basic, refinements, value, path)?;
            // Of an open type Jolie looks at no field, not even at one that it names.
            if *open {
                return Ok(());
            }
            for (name, field) in fields {
                let length = path.len();
                path.push('.');
                path.push_str(name);
                below(program, *field, value.vector(name), path, depth)?;
                path.truncate(length);
            }
            // A name that no program wrote is not interned by asking for it: it would stay for ever.
            let declared = |name: &Text| ustr::existing_ustr(name);
            let known = |name: &Text| declared(name).is_some_and(|name| fields.contains_key(&name));
            let mut names = value.children().map(|(name, _)| name);
            if names.all(known) {
                return Ok(());
            }
            // Of several it is the first one in the order of Jolie's tables that is told.
            let mut names = value.ordered_children().into_iter().map(|(name, _)| name);
            match names.find(|name| !known(name)) {
                Some(name) => Err(format!("Unexpected child node: {path}.{name}")),
                None => Ok(()),
            }
        }
    }
}

fn below(
    program: &Program,
    field: DataField,
    vector: Option<&Vector>,
    path: &mut String,
    depth: usize,
) -> Result<(), String> {
    let Some(vector) = vector else {
        return if field.cardinality.min > 0 {
            Err(format!("Undefined required child node: {path}"))
        } else {
            Ok(())
        };
    };
    let (min, max) = (field.cardinality.min, field.cardinality.max);
    let size = vector.len();
    if size < min as usize || max.is_some_and(|max| size > max as usize) {
        let max = max.map_or(i32::MAX.to_string(), |max| max.to_string());
        return Err(format!(
            "Child node {path} has a wrong number of occurencies. Permitted range is [{min},{max}], found {size}"
        ));
    }
    let length = path.len();
    for element in vector.iter() {
        path.truncate(length);
        checked(program, field.definition, element, path, depth)?;
    }
    Ok(())
}

fn root(
    basic: tree::Basic,
    refinements: &[Refinement],
    value: &Value,
    path: &str,
) -> Result<(), String> {
    let widened = matches!(
        (basic, &value.basic),
        (tree::Basic::Long | tree::Basic::Double, Basic::Int(_))
    );
    if !widened && !is_kind(basic, &value.basic) {
        return Err(format!(
            "Invalid native type for node {path}: expected {}, found {}",
            name_of(basic),
            found(value)
        ));
    }
    for refinement in refinements {
        if !satisfies(refinement, value) {
            return Err(format!(
                "Invalid basic value for node {path}: does not respect the refinement of its type"
            ));
        }
    }
    Ok(())
}

/// Whether a root is of a basic type, by itself: `is_int` and the like.
#[must_use]
pub fn is_kind(kind: tree::Basic, root: &Basic) -> bool {
    match kind {
        tree::Basic::Void => matches!(root, Basic::Void),
        tree::Basic::Bool => matches!(root, Basic::Bool(_)),
        tree::Basic::Int => matches!(root, Basic::Int(_)),
        tree::Basic::Long => matches!(root, Basic::Long(_)),
        tree::Basic::Double => matches!(root, Basic::Double(_)),
        tree::Basic::String => matches!(root, Basic::String(_)),
        tree::Basic::Raw => matches!(root, Basic::Raw(_)),
        tree::Basic::Any => true,
    }
}

fn name_of(basic: tree::Basic) -> &'static str {
    match basic {
        tree::Basic::Void => "VOID",
        tree::Basic::Bool => "BOOL",
        tree::Basic::Int => "INT",
        tree::Basic::Long => "LONG",
        tree::Basic::Double => "DOUBLE",
        tree::Basic::String => "STRING",
        tree::Basic::Raw => "RAW",
        tree::Basic::Any => "ANY",
    }
}

/// The class of a root in Java, as the texts of Jolie name it.
fn found(value: &Value) -> String {
    let class = match value.basic {
        Basic::Void | Basic::Link(_) => return "void".to_owned(),
        Basic::Bool(_) => "java.lang.Boolean",
        Basic::Int(_) => "java.lang.Integer",
        Basic::Long(_) => "java.lang.Long",
        Basic::Double(_) => "java.lang.Double",
        Basic::String(_) => "java.lang.String",
        Basic::Raw(_) => "jolie.runtime.ByteArray",
    };
    format!("{class}({})", value.as_string())
}

fn satisfies(refinement: &Refinement, value: &Value) -> bool {
    match refinement {
        Refinement::Ranges(ranges) => in_ranges(ranges, value.as_long(), value.as_double()),
        Refinement::Length(from, to) => has_length(*from, *to, &value.as_string()),
        Refinement::Regex(pattern) => library::matches_whole(pattern, &value.as_string()),
        Refinement::Enum(texts) => {
            let text = value.as_string();
            texts.iter().any(|known| *known == text.as_str())
        }
    }
}
