//! XML as Jolie has it, and `joliex.util.XmlUtils`.
//!
//! Elements become children in their order by name, attributes stand below `@Attributes`, the texts of an element are its
//! root. The form for storage keeps the kinds of values in an attribute. Schemas and style sheets are not read, nor are
//! entities that a document declares itself.

mod read;
mod write;

pub(super) use write::Document;

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::charset::Charset;
use super::request::{exception, field, flag, has, text};
use super::{Operation, Outcome};
use read::{Reading, Wrong};
use write::Form;

/// The name below which attributes stand.
const ATTRIBUTES: &str = "@Attributes";
/// The name below which the prefix of an element stands.
const PREFIX: &str = "@Prefix";
/// The attribute that says of which kind a stored value is.
const KIND: &str = "_jolie_type";

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "valueToXml" => value_to_xml,
        "xmlToValue" => xml_to_value,
        "transform" => |_| {
            Err(exception(
                "TransformerException",
                "style sheets are not read here",
            ))
        },
        _ => return None,
    })
}

fn value_to_xml(request: &Value) -> Outcome {
    let root = field(request, "root");
    let names: Vec<_> = root
        .ordered_children()
        .into_iter()
        .map(|(name, _)| name.clone())
        .collect();
    let Some(first) = names.first() else {
        return Err(exception("NoSuchElementException", ""));
    };
    let (name, value) = if has(request, "rootNodeName") {
        (text(request, "rootNodeName"), root)
    } else if names.len() == 1 {
        (first.clone(), field(root, first))
    } else {
        return Err(Fault::new(
            "IllegalArgumentException",
            "Too many root nodes",
        ));
    };
    let plain = has(request, "plain") && flag(request, "plain");
    let stored = if has(request, "isXmlStore") {
        flag(request, "isXmlStore")
    } else {
        !plain
    };
    if has(request, "applySchema") && !stored {
        return Err(Fault::io("XML schemas are not read here"));
    }
    let document = Document {
        indent: flag(request, "indent"),
        encoding: None,
        doctype: None,
        declaration: !flag(request, "omitXmlDeclaration"),
    };
    let form = if stored { Form::Stored } else { Form::Plain };
    write::write(&name, value, form, &document).map(Value::from)
}

fn xml_to_value(request: &Value) -> Outcome {
    let options = field(request, "options");
    let string = match &request.basic {
        Basic::Raw(bytes) => decoded(bytes, &text(options, "charset")),
        _ => request.as_string().to_string(),
    };
    let stored = if has(request, "isXmlStore") {
        flag(request, "isXmlStore")
    } else {
        !options.has_children()
    };
    if has(options, "schemaUrl") {
        return Err(Fault::io("XML schemas are not read here"));
    }
    let reading = Reading {
        stored,
        attributes: flag(options, "includeAttributes"),
        skip_mixed_text: flag(options, "skipMixedText"),
        namespaces: true,
        doctype: true,
    };
    let read = read::read(&string, &reading).map_err(|wrong| match wrong {
        Wrong::Syntax(message) => exception("SAXParseException", message),
        Wrong::Fault(fault) => fault,
    })?;
    if stored || !flag(options, "includeRoot") {
        return Ok(read.value);
    }
    let mut value = read.value;
    if let Some(prefix) = read.prefix {
        value.set_child(PREFIX, prefix);
    }
    Ok(Value::VOID.with(&read.name, value))
}

/// Bytes in the encoding that is given, or else in the one that they name themselves.
fn decoded(bytes: &[u8], charset: &str) -> String {
    if let Some(charset) = Charset::named(charset) {
        return charset.decode(bytes);
    }
    if bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xff, 0xfe]) {
        return Charset::Utf16.decode(bytes);
    }
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let named = head
        .split_once("encoding=")
        .filter(|_| head.starts_with("<?xml"))
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .and_then(Charset::named);
    named.unwrap_or(Charset::Utf8).decode(bytes)
}

/// A document of a file.
pub(super) fn read_file(text: &str, stored: bool, skip_mixed_text: bool) -> Outcome {
    let reading = Reading {
        stored,
        attributes: true,
        skip_mixed_text,
        namespaces: false,
        doctype: false,
    };
    let read = read::read(text, &reading).map_err(|wrong| match wrong {
        Wrong::Syntax(message) => Fault::io(message),
        Wrong::Fault(fault) => fault,
    })?;
    Ok(Value::VOID.with(&read.name, read.value))
}

/// A message as an element of that name, or of another one where that is no name.
pub(super) fn write_message(name: &str, value: &Value) -> Result<String, Fault> {
    let document = Document {
        indent: false,
        encoding: None,
        doctype: None,
        declaration: false,
    };
    let name = match write::check_name(name) {
        Ok(()) => name,
        Err(_) if name.ends_with("Response") => "Response",
        Err(_) => "Request",
    };
    write::write(name, value, Form::Plain, &document)
}

/// The root of the document of a message.
pub(super) fn read_message(text: &str) -> Outcome {
    let reading = Reading {
        stored: false,
        attributes: true,
        skip_mixed_text: false,
        namespaces: true,
        doctype: true,
    };
    let read = read::read(text, &reading).map_err(|wrong| match wrong {
        Wrong::Syntax(message) => Fault::io(message),
        Wrong::Fault(fault) => fault,
    })?;
    Ok(read.value)
}

/// The document of the first child of a value.
pub(super) fn write_file(
    value: &Value,
    stored: bool,
    document: &Document<'_>,
) -> Result<String, Fault> {
    let children = value.ordered_children();
    let Some((name, vector)) = children.first() else {
        return Ok(String::new());
    };
    let void = Value::VOID;
    let form = if stored { Form::Stored } else { Form::Plain };
    write::write(name, vector.first().unwrap_or(&void), form, document)
}

#[cfg(test)]
mod tests;
