//! Q0131 for the service that is started: the value of `--param` is of the type that it takes.
//!
//! In come the program and the value as JSON; out comes a diagnostic when Jolie would certainly refuse to start. As in
//! Jolie, an object is a tree, `"$"` its root, an array several values of one field, `null` no value; an integer may
//! stand for a long and a double. Refinements are not looked at.

use super::model::{DataType, DataTypeKind, Program, Table, TypeId};
use crate::base::{Code, Diagnostic, Name};
use crate::syntax::jolie::tree::Basic;
use serde_json::{Map, Value};

/// More links than this from type to type are a loop, which has a code of its own.
const LINKS: usize = 64;

/// What is wrong with `value` as the parameter of the service that is started: `Main`, or the only one that was asked
/// for. Nothing when that service is not known or takes no parameter.
#[must_use]
pub fn mismatch(program: &Program, value: &Value) -> Option<Diagnostic> {
    let service = &program[program.entry(None)?];
    let (parameter, definition) = service.parameter?;
    let wrong = wrong(program, definition, value, LINKS)?;
    let name = parameter.name;
    let message = format!(
        "the parameter `{name}` of service `{}` is given {wrong}",
        service.name
    );
    Some(
        Diagnostic::new(Code::Q0131, parameter.span, message)
            .label("declared here")
            .related(program[definition].span, "its type"),
    )
}

/// What is wrong with a value of a type, as the end of a sentence; `None` when it may fit.
fn wrong(program: &Program, id: TypeId, value: &Value, links: usize) -> Option<String> {
    let links = links.checked_sub(1)?;
    let DataType { kind, name, .. } = &program[id];
    match kind {
        DataTypeKind::Unknown => None,
        DataTypeKind::Link(target) => wrong(program, *target, value, links),
        DataTypeKind::Choice(parts) => parts
            .iter()
            .all(|part| wrong(program, *part, value, links).is_some())
            .then(|| match name {
                Some(name) => format!("a value that is none of the kinds of `{name}`"),
                None => "a value that is none of the kinds that it may be".to_owned(),
            }),
        DataTypeKind::Tree {
            basic,
            fields,
            open,
            ..
        } => wrong_root(*basic, value).or_else(|| {
            let none = Map::new();
            let children = value.as_object().unwrap_or(&none);
            // A whole array is a field of its own in Jolie's eyes; nobody writes one where a tree is wanted.
            (!value.is_array()).then_some(())?;
            wrong_fields(program, fields, children).or_else(|| surplus(fields, children, *open))
        }),
    }
}

fn wrong_root(basic: Basic, value: &Value) -> Option<String> {
    let root = match value {
        Value::Object(children) => children.get("$").unwrap_or(&Value::Null),
        Value::Array(_) => return None,
        _ => value,
    };
    let fits = match basic {
        Basic::Any => true,
        Basic::Void => root.is_null(),
        Basic::Bool => root.is_boolean(),
        Basic::String => root.is_string(),
        Basic::Int | Basic::Long => root.is_i64() || root.is_u64(),
        Basic::Double => root.is_number(),
        Basic::Raw => false,
    };
    (!fits).then(|| format!("{} where {} is wanted", kind(root), basic.described()))
}

fn wrong_fields(
    program: &Program,
    fields: &Table<super::model::DataField>,
    children: &Map<String, Value>,
) -> Option<String> {
    fields.iter().find_map(|(name, field)| {
        let values: &[Value] = match children.get(name.as_str()) {
            None => &[],
            Some(Value::Array(values)) => values,
            Some(value) => std::slice::from_ref(value),
        };
        let (min, max) = (field.cardinality.min as usize, field.cardinality.max);
        if values.len() < min {
            return Some(match values.len() {
                0 => format!("no `{name}`"),
                few => format!("{few} of `{name}`, where at least {min} are wanted"),
            });
        }
        if let Some(max) = max.filter(|max| values.len() > *max as usize) {
            return Some(format!(
                "{} of `{name}`, where at most {max} fit",
                values.len()
            ));
        }
        let inside = |value| wrong(program, field.definition, value, LINKS);
        let wrong = values.iter().find_map(inside)?;
        Some(format!("a `{name}` with {wrong}"))
    })
}

/// A field that the type does not have.
fn surplus(
    fields: &Table<super::model::DataField>,
    children: &Map<String, Value>,
    open: bool,
) -> Option<String> {
    let known = |name: &str| open || name == "$" || fields.contains_key(&Name::from(name));
    let name = children.keys().find(|name| !known(name))?;
    Some(format!("a field `{name}`, which its type does not have"))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "no value",
        Value::Bool(_) => "a bool",
        Value::Number(number) if number.is_f64() => "a double",
        Value::Number(_) => "an int",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "a tree",
    }
}
