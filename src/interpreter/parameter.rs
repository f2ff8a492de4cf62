//! A JSON document as a value, as `--param` gives it: an object is a tree, `"$"` its root, an array the elements of a
//! field, `null` a void value.

use super::value::{Basic, Text, Value, Vector};

/// The value that a JSON document stands for.
#[must_use]
pub fn from_json(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null | serde_json::Value::Array(_) => Value::VOID,
        serde_json::Value::Bool(truth) => (*truth).into(),
        serde_json::Value::Number(number) => Value::new(basic(number)),
        serde_json::Value::String(text) => text.as_str().into(),
        serde_json::Value::Object(fields) => {
            let mut value = fields.get("$").map_or(Value::VOID, from_json);
            for (name, field) in fields.iter().filter(|(name, _)| *name != "$") {
                *value.vector_mut(name) = elements(field);
            }
            value
        }
    }
}

fn elements(json: &serde_json::Value) -> Vector {
    match json {
        serde_json::Value::Array(elements) => elements.iter().map(from_json).collect(),
        one => Vector::One(from_json(one)),
    }
}

fn basic(number: &serde_json::Number) -> Basic {
    match number.as_i64() {
        Some(whole) => i32::try_from(whole).map_or(Basic::Long(whole), Basic::Int),
        None => number.as_f64().map_or_else(
            || Basic::String(Text::from(number.to_string())),
            Basic::Double,
        ),
    }
}
