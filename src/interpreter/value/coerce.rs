//! What a value counts as where another kind is wanted (`Value.strValue`, `intValue`, … of Jolie).
//!
//! The strict forms say when there is no such reading; the others then take the empty one.

use super::number::{double_text, parse_double, parse_whole};
use super::{Basic, Text, Value};
use smol_str::ToSmolStr;
use std::sync::Arc;

impl Value {
    /// The root as a string; nothing for a void one.
    #[must_use]
    pub fn as_string_strict(&self) -> Option<Text> {
        Some(match &self.basic {
            Basic::Void | Basic::Link(_) => return None,
            Basic::Bool(value) => value.to_smolstr(),
            Basic::Int(value) => value.to_smolstr(),
            Basic::Long(value) => value.to_smolstr(),
            Basic::Double(value) => Text::from(double_text(*value)),
            Basic::String(text) => text.clone(),
            Basic::Raw(bytes) => Text::from(String::from_utf8_lossy(bytes)),
        })
    }

    /// The root as a string; the empty one for a void root.
    #[must_use]
    pub fn as_string(&self) -> Text {
        self.as_string_strict().unwrap_or_default()
    }

    /// The root as an int.
    #[must_use]
    pub fn as_int_strict(&self) -> Option<i32> {
        match &self.basic {
            Basic::Void | Basic::Link(_) => None,
            Basic::Bool(value) => Some(i32::from(*value)),
            Basic::Int(value) => Some(*value),
            Basic::Long(value) => Some(truncate(*value)),
            // A cast of Rust saturates and turns NaN into 0, as that of Java.
            Basic::Double(value) => Some(*value as i32),
            Basic::String(text) => parse_whole(text).and_then(|value| i32::try_from(value).ok()),
            Basic::Raw(bytes) => Some(i32::from_be_bytes(*bytes.first_chunk()?)),
        }
    }

    /// The root as an int; 0 when it is none.
    #[must_use]
    pub fn as_int(&self) -> i32 {
        self.as_int_strict().unwrap_or_default()
    }

    /// The root as a long.
    #[must_use]
    pub fn as_long_strict(&self) -> Option<i64> {
        match &self.basic {
            Basic::Void | Basic::Link(_) => None,
            Basic::Bool(value) => Some(i64::from(*value)),
            Basic::Int(value) => Some(i64::from(*value)),
            Basic::Long(value) => Some(*value),
            Basic::Double(value) => Some(*value as i64),
            Basic::String(text) => parse_whole(text),
            Basic::Raw(bytes) => Some(i64::from_be_bytes(*bytes.first_chunk()?)),
        }
    }

    /// The root as a long; 0 when it is none.
    #[must_use]
    pub fn as_long(&self) -> i64 {
        self.as_long_strict().unwrap_or_default()
    }

    /// The root as a double.
    #[must_use]
    pub fn as_double_strict(&self) -> Option<f64> {
        match &self.basic {
            Basic::Void | Basic::Link(_) => None,
            Basic::Bool(value) => Some(f64::from(u8::from(*value))),
            Basic::Int(value) => Some(f64::from(*value)),
            Basic::Long(value) => Some(*value as f64),
            Basic::Double(value) => Some(*value),
            Basic::String(text) => parse_double(text),
            Basic::Raw(bytes) => Some(f64::from_be_bytes(*bytes.first_chunk()?)),
        }
    }

    /// The root as a double; 0 when it is none.
    #[must_use]
    pub fn as_double(&self) -> f64 {
        self.as_double_strict().unwrap_or_default()
    }

    /// The root as a truth value: numbers above 0 and the text `true` are true.
    #[must_use]
    pub fn as_bool_strict(&self) -> Option<bool> {
        match &self.basic {
            Basic::Void | Basic::Link(_) => None,
            Basic::Bool(value) => Some(*value),
            Basic::Int(value) => Some(*value > 0),
            Basic::Long(value) => Some(*value > 0),
            Basic::Double(value) => Some(*value as i64 > 0),
            Basic::String(text) => Some(text.trim().eq_ignore_ascii_case("true")),
            Basic::Raw(bytes) => Some(*bytes.first()? != 0),
        }
    }

    /// The root as a truth value; false when it is none.
    #[must_use]
    pub fn as_bool(&self) -> bool {
        self.as_bool_strict().unwrap_or_default()
    }

    /// The root as bytes: numbers with the highest byte first.
    #[must_use]
    pub fn as_bytes_strict(&self) -> Option<Arc<[u8]>> {
        Some(match &self.basic {
            Basic::Void | Basic::Link(_) => return None,
            Basic::Bool(value) => Arc::from([u8::from(*value)]),
            Basic::Int(value) => Arc::from(value.to_be_bytes()),
            Basic::Long(value) => Arc::from(value.to_be_bytes()),
            Basic::Double(value) => Arc::from(value.to_be_bytes()),
            Basic::String(text) => Arc::from(text.as_bytes()),
            Basic::Raw(bytes) => Arc::clone(bytes),
        })
    }

    /// The root as bytes; none for a void root.
    #[must_use]
    pub fn as_bytes(&self) -> Arc<[u8]> {
        self.as_bytes_strict().unwrap_or_else(|| Arc::from([]))
    }
}

/// The lower half of a long, as a cast of Java takes it.
#[allow(
    clippy::cast_possible_truncation,
    reason = "that is what the cast of the language does"
)]
fn truncate(value: i64) -> i32 {
    value as i32
}
