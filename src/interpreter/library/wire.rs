//! The formats of standard services, for protocols that carry values in them: what cannot be read or written is an
//! `IOException`.

use super::charset::Charset;
use super::json::{self, Wrong};
use super::strings::url;
use super::xml;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Text, Value};
use crate::program::{Program, TypeId};

fn io(fault: &Fault) -> Fault {
    let about = fault.value.as_string();
    Fault::io(if about.is_empty() {
        fault.name.to_string()
    } else {
        about.to_string()
    })
}

/// A value as JSON; its type says what is an array.
pub(in crate::interpreter) fn json_write(
    value: &Value,
    extended_root: bool,
    of: Option<(&Program, TypeId)>,
) -> Result<String, Fault> {
    json::write(value, extended_root, of).map_err(|fault| io(&fault))
}

/// The value of a text of JSON.
pub(in crate::interpreter) fn json_read(text: &str, strict: bool) -> Result<Value, Fault> {
    json::read(text, strict).map_err(|wrong| match wrong {
        Wrong::Syntax(message) => Fault::io(message),
        Wrong::Fault(fault) => io(&fault),
    })
}

/// A value as an element of XML.
pub(in crate::interpreter) fn xml_write(element: &str, value: &Value) -> Result<String, Fault> {
    xml::write_message(element, value).map_err(|fault| io(&fault))
}

/// The value of a document, without the name of its root.
pub(in crate::interpreter) fn xml_read(text: &str) -> Result<Value, Fault> {
    xml::read_message(text).map_err(|fault| io(&fault))
}

/// A text in the form of forms.
pub(in crate::interpreter) fn url_encoded(text: &str) -> Result<String, Fault> {
    Ok(url::encoded(text, Charset::Utf8))
}

/// A text that was in the form of forms.
pub(in crate::interpreter) fn url_decoded(text: &str) -> Result<Text, Fault> {
    let decoded = url::decoded(text, Charset::Utf8);
    decoded.map(Text::from).map_err(|fault| io(&fault))
}
