//! Names and values in the form of HTML forms: `name=value&other=value`.
//!
//! A mark in a value that was escaped stays part of it, where Jolie decodes a path first and then takes it apart.

use crate::interpreter::fault::Fault;
use crate::interpreter::library::{url_decoded, url_encoded};
use crate::interpreter::value::{Text, Value, Vector};

/// The children of a value, all elements of each or only the first ones.
pub(super) fn written(value: &Value, all: bool) -> Result<String, Fault> {
    let mut parts = Vec::new();
    for (name, vector) in value.ordered_children() {
        let count = if all { usize::MAX } else { 1 };
        for element in vector.iter().take(count) {
            parts.push(pair(name, &element.as_string())?);
        }
    }
    Ok(parts.join("&"))
}

/// One name with its value.
pub(super) fn pair(name: &str, value: &str) -> Result<String, Fault> {
    Ok(format!("{}={}", url_encoded(name)?, url_encoded(value)?))
}

/// The pairs of a text become children, of one name one after another where `all` says so, else the last one.
pub(super) fn read(text: &str, all: bool, value: &mut Value) -> Result<(), Fault> {
    let mut met: Vec<Text> = Vec::new();
    for part in text.split('&') {
        let Some((name, text)) = part.split_once('=') else {
            continue;
        };
        let (name, text) = (url_decoded(name)?, url_decoded(text)?);
        if all && met.contains(&name) {
            value.vector_mut(&name).push(Value::string(&text));
            continue;
        }
        *value.vector_mut(&name) = Vector::One(Value::string(&text));
        if all {
            met.push(name);
        }
    }
    Ok(())
}
