//! Bodies: values in the formats that Jolie has, and back.

use super::super::limits::Limits;
use super::query;
use super::{Port, refused};
use crate::interpreter::fault::Fault;
use crate::interpreter::library::{Charset, json_read, json_write, xml_read, xml_write};
use crate::interpreter::value::{Basic, Value};
use crate::program::{DataTypeKind, TypeId};
use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use std::io::{Read, Write};
use std::sync::Arc;

/// A body with its type.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) kind: String,
    pub(super) body: Option<Vec<u8>>,
}

impl Content {
    /// No body at all.
    pub(super) fn none() -> Self {
        Self {
            kind: "application/octet-stream".to_owned(),
            body: None,
        }
    }
}

/// How a body is written.
pub(super) struct Writing<'call> {
    pub(super) port: &'call Port,
    /// The name of the element that holds it.
    pub(super) element: String,
    pub(super) format: &'call str,
    pub(super) charset: &'call str,
    /// The type of what is written.
    pub(super) of: Option<TypeId>,
}

impl Writing<'_> {
    /// A value or a fault as a body.
    pub(super) fn write(&self, what: Result<&Value, &Fault>) -> Result<Content, Fault> {
        let (kind, body) = match self.format {
            "xml" => ("text/xml", self.encoded(&self.xml(what)?)?),
            "json" => ("application/json", self.encoded(&self.json(what)?)?),
            "x-www-form-urlencoded" => (
                "application/x-www-form-urlencoded",
                self.encoded(&form(what)?)?,
            ),
            "html" => {
                let text = match what {
                    Ok(value) => value.as_string().to_string(),
                    Err(fault) => format!(
                        "<html><head><title>{}</title></head><body>{}</body></html>",
                        fault.name,
                        fault.value.as_string()
                    ),
                };
                ("text/html", self.encoded(&text)?)
            }
            "raw" => {
                let value = what.unwrap_or_else(|fault| &fault.value);
                ("text/plain", self.encoded(&value.as_string())?)
            }
            "binary" => {
                let bytes = what.map(Value::as_bytes).unwrap_or_else(|_| Arc::from([]));
                ("application/octet-stream", bytes.to_vec())
            }
            other => return Err(refused(&format!("the format `{other}`"))),
        };
        Ok(Content {
            kind: kind.to_owned(),
            body: Some(body),
        })
    }

    fn encoded(&self, text: &str) -> Result<Vec<u8>, Fault> {
        Ok(charset(self.charset)?.encode(text))
    }

    fn xml(&self, what: Result<&Value, &Fault>) -> Result<String, Fault> {
        match what {
            Ok(value) => xml_write(&self.element, value),
            Err(fault) => {
                let inside = Value::VOID.with(&fault.name, fault.value.clone());
                xml_write(&self.element, &inside)
            }
        }
    }

    fn json(&self, what: Result<&Value, &Fault>) -> Result<String, Fault> {
        let of = self.of.map(|of| (&*self.port.program, of));
        match what {
            Ok(value) => json_write(value, true, of),
            Err(fault) => Ok(format!(
                "{{\"error\":{{\"message\":{},\"code\":-32000,\"data\":{}}}}}",
                json_write(&Value::string(&fault.name), false, None)?,
                json_write(&fault.value, false, of)?
            )),
        }
    }
}

fn form(what: Result<&Value, &Fault>) -> Result<String, Fault> {
    match what {
        Ok(value) => query::written(value, false),
        Err(fault) => Ok(format!(
            "{}&{}",
            query::pair("faultName", &fault.name)?,
            query::pair("data", &fault.value.as_string())?
        )),
    }
}

/// The encoding of that name.
pub(super) fn charset(name: &str) -> Result<Charset, Fault> {
    Charset::named(name).ok_or_else(|| refused(&format!("the encoding `{name}`")))
}

/// How a body is read.
pub(super) struct Reading<'message> {
    pub(super) kind: &'message str,
    pub(super) charset: &'message str,
    /// `string` or `raw`, whatever its type is.
    pub(super) forced: &'message str,
    /// Whether arrays of JSON stand below `_`.
    pub(super) strict: bool,
    pub(super) limits: &'message Limits,
}

impl Reading<'_> {
    /// Puts what a body says over a value.
    pub(super) fn read(&self, body: &[u8], value: &mut Value) -> Result<(), Fault> {
        let text = || Ok::<_, Fault>(charset(self.charset)?.decode(body));
        let kind = self.kind;
        match self.forced {
            "string" => value.basic = Basic::String(text()?.into()),
            "raw" => value.basic = Basic::Raw(body.into()),
            _ if kind == "application/x-www-form-urlencoded" => {
                self.bounded(body, b"&")?;
                query::read(&text()?, false, value)?;
            }
            _ if kind.contains("xml") => {
                self.bounded(body, b"<=")?;
                overlay(value, xml_read(&text()?)?);
            }
            _ if kind == "multipart/form-data" || kind.contains("ndjson") => {
                return Err(refused(&format!("the type `{kind}`")));
            }
            _ if kind.contains("json") => {
                self.bounded(body, b",[{:")?;
                overlay(value, json_read(&text()?, self.strict)?);
            }
            _ if kind == "application/octet-stream"
                || kind == "application/zip"
                || kind.starts_with("image/") =>
            {
                value.basic = Basic::Raw(body.into());
            }
            _ => value.basic = Basic::String(text()?.into()),
        }
        Ok(())
    }

    /// Whether a body may have as many nodes as it has of these marks.
    fn bounded(&self, body: &[u8], marks: &[u8]) -> Result<(), Fault> {
        let nodes = body.iter().filter(|byte| marks.contains(byte)).count();
        if nodes > self.limits.nodes {
            let message = format!("a message of more than {} nodes", self.limits.nodes);
            return Err(Fault::io(message));
        }
        Ok(())
    }
}

/// What is read takes the place of what is there by name; the root only if there is one.
fn overlay(value: &mut Value, read: Value) {
    if read.is_defined() {
        value.basic = read.basic.clone();
    }
    for (name, vector) in read.children() {
        vector.clone_into(value.vector_mut(name));
    }
}

/// Whether a type is `void` itself, and not by another name.
pub(super) fn is_void(port: &Port, of: TypeId) -> bool {
    use crate::syntax::jolie::tree::Basic;
    matches!(
        &port.program[of].kind,
        DataTypeKind::Tree { basic: Basic::Void, fields, open: false, .. } if fields.is_empty()
    )
}

/// A body that was packed, as it was before.
pub(super) fn unpacked(coding: &str, body: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    // One more than is allowed, so that it is seen.
    let most = limits.body as u64 + 1;
    let read = if coding.contains("deflate") {
        ZlibDecoder::new(body).take(most).read_to_end(&mut out)
    } else if coding.contains("gzip") {
        GzDecoder::new(body).take(most).read_to_end(&mut out)
    } else if coding == "identity" {
        return Ok(body.to_vec());
    } else {
        return Err(refused(&format!("the coding `{coding}`")));
    };
    read.map_err(|error| Fault::io(error.to_string()))?;
    if out.len() > limits.body {
        let message = format!("a message of more than {} bytes", limits.body);
        return Err(Fault::io(message));
    }
    Ok(out)
}

/// A body packed by the coding that is liked best, with its name.
pub(super) fn packed(accepted: &str, body: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let coding = ranked(accepted)
        .into_iter()
        .find_map(|coding| match coding.as_str() {
            "gzip" | "*" => Some("gzip"),
            "deflate" => Some("deflate"),
            _ => None,
        })?;
    let packed = if coding == "gzip" {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).and_then(|()| encoder.finish())
    } else {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).and_then(|()| encoder.finish())
    };
    Some((coding, packed.ok()?))
}

/// What a field such as `Accept` lists, what is liked best first.
pub(super) fn ranked(field: &str) -> Vec<String> {
    let mut listed: Vec<(f64, String)> = Vec::new();
    for token in field.split(',') {
        let mut parts = token.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .filter_map(|part| part.strip_prefix("q="))
            .filter_map(|weight| weight.parse().ok())
            .find(|weight| (0.0..=1.0).contains(weight));
        if !name.is_empty() {
            listed.push((weight.unwrap_or(1.0), name));
        }
    }
    listed.sort_by(|left, right| right.0.total_cmp(&left.0));
    listed.into_iter().map(|(_, name)| name).collect()
}
