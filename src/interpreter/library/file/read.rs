//! `readFile` in its formats.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::charset::Charset;
use super::super::json::{self, Wrong};
use super::super::request::{caused, exception, field, flag, has, out_of_memory, text};
use super::super::{Outcome, converter};
use super::properties;
use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::Arc;

/// Larger files are refused.
const LARGEST_FILE: u64 = 1 << 30;

/// A file as a value.
pub(super) fn read_file(request: &Value) -> Outcome {
    let format = field(request, "format");
    let charset = if has(format, "charset") {
        let name = text(format, "charset");
        let charset = Charset::named(&name);
        charset.ok_or_else(|| exception("UnsupportedCharsetException", &*name))?
    } else {
        Charset::Utf8
    };
    let name = text(request, "filename");
    let bytes = bytes_of(&name)?;
    match &*format.as_string() {
        "base64" => Ok(converter::to_base64(&bytes).into()),
        "binary" => Ok(Arc::<[u8]>::from(bytes).into()),
        "json" => {
            let strict = text(format, "json_encoding") == "strict";
            json::read(&charset.decode(&bytes), strict).map_err(|wrong| match wrong {
                Wrong::Syntax(message) => Fault::io(message),
                Wrong::Fault(fault) => fault,
            })
        }
        "properties" => properties::read(&charset.decode(&bytes)),
        kind @ ("xml" | "xml_store") => super::super::xml::read_file(
            &charset.decode(&bytes),
            kind == "xml_store",
            flag(format, "skipMixedText"),
        ),
        "yaml" => super::super::yaml::read(&bytes, flag(format, "stream")),
        _ => Ok(charset.decode(&bytes).into()),
    }
}

/// The bytes of a file: as many as the system says it has.
pub(in super::super) fn bytes_of(name: &str) -> Result<Vec<u8>, Fault> {
    let not_found =
        |message: String| caused("FileNotFound", "java.io.FileNotFoundException", message);
    let Ok(metadata) = fs::metadata(name) else {
        return Err(not_found(name.to_owned()));
    };
    if metadata.is_dir() {
        return Err(not_found(format!("{name} (Is a directory)")));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(out_of_memory());
    }
    let failed = |error: io::Error| not_found(super::io_message(name, &error));
    let mut bytes = Vec::new();
    File::open(name)
        .map_err(failed)?
        .take(metadata.len())
        .read_to_end(&mut bytes)
        .map_err(|error| Fault::io(error.to_string()))?;
    Ok(bytes)
}
