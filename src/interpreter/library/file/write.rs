//! `writeFile` in its formats.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value};
use super::super::charset::Charset;
use super::super::request::{field, flag, has, int, text};
use super::super::{Outcome, json, xml};
use std::fs::OpenOptions;
use std::io::Write;

/// A value as a file.
pub(super) fn write_file(request: &Value) -> Outcome {
    let (content, format) = (field(request, "content"), field(request, "format"));
    let append = int(request, "append") > 0;
    let name = text(request, "filename");
    let kind = format.as_string();
    let encoding = has(format, "encoding").then(|| text(format, "encoding"));
    let raw = matches!(content.basic, Basic::Raw(_));
    let (bytes, append) = match &*kind {
        "binary" => (content.as_bytes().to_vec(), append),
        "" if raw => (content.as_bytes().to_vec(), append),
        "text" | "" => (encoded(&content.as_string(), encoding.as_deref())?, append),
        "json" => {
            let text = json::write(content, true, None)?;
            (encoded(&text, encoding.as_deref())?, append)
        }
        // Nothing to write leaves the file as it is.
        "xml" | "xml_store" if !content.has_children() => return Ok(Value::VOID),
        "xml" => {
            if has(format, "schema") {
                return Err(Fault::io("XML schemas are not read here"));
            }
            let document = xml::Document {
                indent: flag(format, "indent"),
                encoding: encoding.as_deref(),
                doctype: has(format, "doctype_system").then(|| text(format, "doctype_system")),
                declaration: true,
            };
            (
                xml::write_file(content, false, &document)?.into_bytes(),
                append,
            )
        }
        "xml_store" => {
            let document = xml::Document {
                indent: flag(format, "indent"),
                encoding: encoding.as_deref(),
                doctype: None,
                declaration: true,
            };
            (
                xml::write_file(content, true, &document)?.into_bytes(),
                false,
            )
        }
        _ => return Ok(Value::VOID),
    };
    let failed = |error: std::io::Error| Fault::io(super::io_message(&name, &error));
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .append(append)
        .truncate(!append)
        .open(&*name)
        .map_err(failed)?;
    file.write_all(&bytes).map_err(failed)?;
    Ok(Value::VOID)
}

fn encoded(text: &str, encoding: Option<&str>) -> Result<Vec<u8>, Fault> {
    let name = encoding.unwrap_or("UTF-8");
    let charset = Charset::named(name).ok_or_else(|| Fault::io(name))?;
    Ok(charset.encode(text))
}
