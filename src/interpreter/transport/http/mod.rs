//! HTTP/1 between programs, as `HttpProtocol` of Jolie speaks it: operations are paths, values are bodies.
//!
//! In come messages of a connection and what a port says of its protocol, out come operations with values, and the
//! other way round. What a value is depends on its declared type, since most formats have texts only: it is cast to it.
//! Spoken are the formats `xml`, `json`, `x-www-form-urlencoded`, `html`, `raw` and `binary`, packed or not. What a port
//! asks for beyond that (`multipart/form-data`, `template`, what is written back into variables of the program) is an
//! `IOException` that names it, where Jolie would do it. Each parameter is as in Jolie; a connection carries one
//! request after another.

mod content;
mod framing;
mod incoming;
mod outgoing;
mod query;

pub(super) use framing::{Framed, Message, Role, frame};
pub(super) use incoming::{Exchange, page};

use super::limits::Limits;
use crate::interpreter::code::Response;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Text, Value};
use crate::program::{Program, TypeId};
use content::Reading;
use rustc_hash::FxHashMap;
use std::fmt;
use std::sync::Arc;

/// A port that speaks http.
pub struct Port {
    /// What it says of its protocol.
    pub configuration: Value,
    /// Whose types it has.
    pub program: Arc<Program>,
    /// The types of its operations; of an output port, those of the operation that is called.
    pub operations: FxHashMap<Text, Signature>,
}

/// The types of an operation.
#[derive(Clone, Debug)]
pub struct Signature {
    /// Of its request.
    pub request: TypeId,
    /// Of what is answered, if anything is.
    pub response: Option<Response>,
}

impl fmt::Debug for Port {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Port").finish_non_exhaustive()
    }
}

/// Parameters that ask for what is not done here.
const UNSPOKEN: [&str; 3] = ["userAgent", "host", "multipartHeaders"];
/// Parameters of an operation that ask for what is not done here.
const UNSPOKEN_OF_OPERATIONS: [&str; 2] = ["template", "multipartHeaders"];

/// The fault of what Jolie does and we do not.
fn refused(what: &str) -> Fault {
    Fault::io(format!("http is spoken here without {what}"))
}

impl Port {
    /// Whether all that it asks for is done here.
    ///
    /// # Errors
    ///
    /// An `IOException` that names what is not.
    pub fn check(&self, calls: bool) -> Result<(), Fault> {
        let general = UNSPOKEN.iter().chain(calls.then_some(&"statusCode"));
        for name in general {
            if self.configuration.child(name).is_some() {
                return Err(refused(&format!("the parameter `{name}`")));
            }
        }
        let operations = self.configuration.child("osc").into_iter();
        for (operation, parameters) in operations.flat_map(Value::children) {
            let given = |name: &&&str| parameters.first()?.child(name).map(|_| ());
            let unspoken = UNSPOKEN_OF_OPERATIONS
                .iter()
                .find(|name| given(name).is_some());
            if let Some(name) = unspoken {
                return Err(refused(&format!("the parameter `osc.{operation}.{name}`")));
            }
        }
        Ok(())
    }

    fn general(&self, name: &str) -> Option<&Value> {
        self.configuration.child(name)
    }

    /// What is said of one operation.
    fn specific(&self, operation: &str, name: &str) -> Option<&Value> {
        let operations = self.configuration.child("osc")?;
        operations.child(operation)?.child(name)
    }

    /// What is said of one operation, or else of all.
    fn either(&self, operation: &str, name: &str) -> Option<&Value> {
        self.specific(operation, name)
            .or_else(|| self.general(name))
    }

    fn text(&self, name: &str) -> Text {
        self.general(name).map(Value::as_string).unwrap_or_default()
    }

    fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.general(name).map_or(otherwise, Value::as_bool)
    }

    /// Puts the body of a message over a value.
    fn read_body(
        &self,
        message: &Message,
        operation: &str,
        charset: &str,
        value: &mut Value,
        limits: &Limits,
    ) -> Result<(), Fault> {
        if message.body.is_empty() {
            return Ok(());
        }
        let unpacked = match message.field("content-encoding") {
            Some(coding) => Some(content::unpacked(coding, &message.body, limits)?),
            None => None,
        };
        let forced = self.specific(operation, "forceContentDecoding");
        let reading = Reading {
            kind: &message.content_type(),
            charset,
            forced: &forced.map(Value::as_string).unwrap_or_default(),
            strict: self.text("json_encoding") == "strict",
            limits,
        };
        reading.read(unpacked.as_deref().unwrap_or(&message.body), value)
    }

    /// The fields that are about the body, and the body.
    fn write_content(
        &self,
        mut content: content::Content,
        charset: &str,
        packing: Option<&str>,
        calls: bool,
        out: &mut Vec<u8>,
    ) {
        let mut head = String::new();
        let stated = self.text("contentType");
        if !stated.is_empty() {
            content.kind = stated.to_string();
        }
        let kind = content.kind.to_lowercase();
        head.push_str(&format!("Content-Type: {}", one_line(&kind)));
        if kind.starts_with("text/") || WITH_CHARSET.contains(&kind.as_str()) {
            head.push_str(&format!("; charset={}", charset.to_lowercase()));
        }
        head.push_str("\r\n");
        let Some(mut body) = content.body else {
            if calls {
                head.push_str("Content-Length: 0\r\n");
            }
            out.extend_from_slice(head.as_bytes());
            out.extend_from_slice(b"\r\n");
            return;
        };
        for (parameter, field) in [
            ("contentTransferEncoding", "Content-Transfer-Encoding"),
            ("contentDisposition", "Content-Disposition"),
        ] {
            let text = self.text(parameter);
            if !text.is_empty() {
                head.push_str(&format!("{field}: {}\r\n", one_line(&text)));
            }
        }
        let types = self.general("compressionTypes").map(Value::as_string);
        let types = types.map_or(PACKED.to_owned(), |types| types.to_lowercase());
        let packing = packing
            .filter(|_| self.flag("compression", true))
            .filter(|_| types == "*" || types.contains(&kind));
        if let Some((coding, packed)) =
            packing.and_then(|accepted| content::packed(accepted, &body))
        {
            head.push_str(&format!("Content-Encoding: {coding}\r\n"));
            body = packed;
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(&body);
    }

    /// The fields that a port adds to all of its messages.
    fn added(&self, head: &mut String) {
        let added = self
            .general("addHeader")
            .and_then(|added| added.vector("header"));
        for field in added.into_iter().flat_map(|fields| fields.iter()) {
            let value = field.child("value").map(Value::as_string);
            self::field(head, &field.as_string(), &value.unwrap_or_default());
        }
    }

    /// The fields that are given by name below `response.headers` and the like.
    fn named(fields: Option<&Value>, head: &mut String) {
        let fields = fields.and_then(|given| given.child("headers"));
        for (name, values) in fields.into_iter().flat_map(Value::ordered_children) {
            for value in values.iter() {
                field(head, name, &value.as_string());
            }
        }
    }
}

/// Types besides those of texts whose encoding is told.
const WITH_CHARSET: [&str; 6] = [
    "application/json",
    "application/xml",
    "application/xhtml+xml",
    "application/javascript",
    "application/x-www-form-urlencoded",
    "application/x-font-ttf",
];

/// Types that are packed unless `compressionTypes` says else.
const PACKED: &str = "text/html text/css text/plain text/xml text/x-js application/json application/javascript \
                      application/x-www-form-urlencoded application/xhtml+xml application/xml x-font/otf x-font/ttf \
                      application/x-font-ttf";

/// One field of a head.
fn field(head: &mut String, name: &str, value: &str) {
    // A name that is still to be set by the program.
    if name.is_empty() {
        return;
    }
    head.push_str(&format!("{}: {}\r\n", one_line(name), one_line(value)));
}

/// A text that cannot end the line that it stands in: values of programs must not write fields of their own.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\0'], " ")
}

/// The value of a cookie as its configuration wants it.
fn cookie(text: &str, configuration: &Value) -> Result<Basic, Fault> {
    let kind = configuration.child("type").map(Value::as_string);
    let value = Value::string(text);
    let number = || Fault::io(format!("For input string: \"{text}\""));
    Ok(match kind.as_deref().unwrap_or("string") {
        "int" => Basic::Int(value.as_int_strict().ok_or_else(number)?),
        "long" => Basic::Long(value.as_long_strict().ok_or_else(number)?),
        "double" => Basic::Double(value.as_double_strict().ok_or_else(number)?),
        "bool" => Basic::Bool(text.eq_ignore_ascii_case("true")),
        _ => Basic::String(Text::new(text)),
    })
}

/// The cookies that a port knows, of those that have come.
fn take_cookies<'message>(
    known: Option<&Value>,
    come: impl Iterator<Item = (&'message str, &'message str)>,
    value: &mut Value,
) -> Result<(), Fault> {
    for (name, text) in come {
        let configuration = known.and_then(|known| known.child(name));
        if let Some(configuration) = configuration {
            let read = cookie(text, configuration)?;
            value.child_mut(&configuration.as_string()).basic = read;
        }
    }
    Ok(())
}
