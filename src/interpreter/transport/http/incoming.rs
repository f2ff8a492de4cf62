//! Requests that come, and the answers to them.

use super::super::limits::Limits;
use super::super::wire::Wire;
use super::content::{Content, Writing, charset, is_void, ranked};
use super::framing::{Message, Start};
use super::{Port, field, query, take_cookies};
use crate::interpreter::cast::cast;
use crate::interpreter::fault::Fault;
use crate::interpreter::library::{json_read, url_decoded};
use crate::interpreter::value::{Basic, Text, Value};
use std::sync::Arc;

const METHODS: [&str; 7] = ["POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"];

/// What an answer must know of its request.
#[derive(Debug)]
pub(in super::super) struct Exchange {
    port: Arc<Port>,
    /// The format and the encoding that its sender likes best, of ours.
    format: Option<&'static str>,
    charset: Option<String>,
    /// How it may be packed.
    packing: Option<String>,
    /// Whether only the head is wanted.
    head_only: bool,
    /// The message number that its sender has given it.
    number: Option<i64>,
}

/// An answer that no operation gives: a status, and what it is about.
pub(in super::super) fn page(status: u16, about: &str, out: &mut Vec<u8>) {
    let head = format!(
        "HTTP/1.1 {status} {}\r\nServer: Jolie\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        reason(status).unwrap_or_default(),
        about.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(about.as_bytes());
}

impl Port {
    /// The operation that a request means, with its value.
    ///
    /// # Errors
    ///
    /// A status and what it is about, when it cannot be read.
    pub(in super::super) fn read_request(
        self: &Arc<Self>,
        message: &Message,
        limits: &Limits,
    ) -> Result<(Wire, Exchange), (u16, String)> {
        let Start::Request { method, path } = &message.start else {
            return Err((500, "Malformed HTTP header".to_owned()));
        };
        if !METHODS.contains(&method.as_str()) {
            let about = format!("Unknown/Unsupported HTTP request type: {method}(ID)");
            return Err((501, about));
        }
        let exchange = self.exchange(message, method == "HEAD");
        let wire = self.wire(message, method, path, limits).map_err(|fault| {
            let about = fault.value.as_string();
            (500, about.to_string())
        })?;
        let number = exchange.number.unwrap_or(wire.id);
        Ok((Wire { id: number, ..wire }, exchange))
    }

    fn exchange(self: &Arc<Self>, message: &Message, head_only: bool) -> Exchange {
        let accepted = ranked(message.field("accept").unwrap_or_default());
        let format = accepted.iter().find_map(|kind| {
            Some(match kind.as_str() {
                "text/xml" => "xml",
                "application/octet-stream" => "binary",
                "text/html" => "html",
                "application/x-www-form-urlencoded" => "x-www-form-urlencoded",
                "application/json" => "json",
                "text/plain" => "raw",
                _ => return None,
            })
        });
        let charsets = ranked(message.field("accept-charset").unwrap_or_default());
        let number = message.field("x-jolie-messageid");
        Exchange {
            port: Arc::clone(self),
            format,
            charset: charsets.into_iter().find(|name| charset(name).is_ok()),
            packing: message.field("accept-encoding").map(str::to_owned),
            head_only,
            number: number.and_then(|number| number.trim().parse().ok()),
        }
    }

    fn wire(
        &self,
        message: &Message,
        method: &str,
        path: &str,
        limits: &Limits,
    ) -> Result<Wire, Fault> {
        let (place, question) = match path.split_once('?') {
            Some((place, question)) => (place, Some(question)),
            None => (path, None),
        };
        let place = url_decoded(place)?;
        let place = place.strip_prefix('/').unwrap_or(&place);
        let stated = message.field("x-jolie-servicepath").unwrap_or("/");
        let (resource, operation) = match place.strip_prefix('!') {
            Some(place) if place.starts_with('/') => place.split_once("!/").unwrap_or((place, "")),
            _ => (stated, place),
        };
        let (resource, mut operation) = (Text::new(resource), Text::new(operation));
        let mut value = Value::VOID;
        if let Some(question) = question {
            if method == "GET" && message.content_type() == "application/json" {
                let strict = self.text("json_encoding") == "strict";
                value = json_read(&url_decoded(question)?, strict)?;
            } else {
                query::read(question, true, &mut value)?;
            }
        }
        if method != "GET" && method != "HEAD" {
            let charset = message.charset();
            self.read_body(message, &operation, charset, &mut value, limits)?;
        }
        if resource == "/"
            && !self.operations.contains_key(&operation)
            && let Some(instead) = self.default_operation(method)
        {
            value = default_request(message, &operation, path, value);
            operation = instead;
        }
        let come = message.all("cookie").flat_map(|cookies| cookies.split(';'));
        let come = come.filter_map(|cookie| cookie.trim().split_once('='));
        take_cookies(self.either(&operation, "cookies"), come, &mut value)?;
        self.take_fields(message, &operation, &mut value);
        if let Some(signature) = self.operations.get(&operation).filter(|_| resource == "/") {
            // What is not of its type is told of where it is checked.
            cast(&self.program, signature.request, &mut value);
        }
        Ok(Wire {
            id: 0,
            resource,
            operation,
            fault: None,
            value,
        })
    }

    /// The operation that takes what is for no other.
    fn default_operation(&self, method: &str) -> Option<Text> {
        let stated = self.general("default")?;
        let of_method = stated.child(&method.to_lowercase());
        Some(of_method.unwrap_or(stated).as_string())
    }

    /// Fields that become parts of the value.
    fn take_fields(&self, message: &Message, operation: &str, value: &mut Value) {
        let known = self
            .specific(operation, "inHeaders")
            .or_else(|| self.either(operation, "headers"));
        let Some(known) = known else {
            return;
        };
        if let Some(place) = known.child("*") {
            let fields = value.child_mut(&place.as_string());
            for (name, text) in message.properties() {
                fields.child_mut(name).basic = Basic::String(Text::new(text));
            }
            return;
        }
        for (name, place) in known.ordered_children() {
            let place = place.first().map(Value::as_string).unwrap_or_default();
            let name = name.replace('_', "-").to_ascii_lowercase();
            let text = message.field(&name).unwrap_or_default();
            value.child_mut(&place).basic = Basic::String(Text::new(text));
        }
    }
}

/// What the default operation is told.
fn default_request(message: &Message, operation: &str, path: &str, data: Value) -> Value {
    let mut value = Value::VOID
        .with("data", data)
        .with("operation", operation)
        .with("requestUri", path);
    if let Some(agent) = message.field("user-agent") {
        value.set_child("userAgent", agent);
    }
    let cookies = message.all("cookie").flat_map(|cookies| cookies.split(';'));
    for (name, text) in cookies.filter_map(|cookie| cookie.trim().split_once('=')) {
        value.child_mut("cookies").set_child(name, text);
    }
    value
}

impl Exchange {
    /// Writes the answer to an operation.
    ///
    /// # Errors
    ///
    /// `IOException` when the port asks for what is not done here.
    pub(in super::super) fn write_answer(
        &self,
        operation: &str,
        answer: Result<&Value, &Fault>,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let port = &*self.port;
        let response = port
            .operations
            .get(operation)
            .and_then(|known| known.response.as_ref());
        let (of, is_empty) = match (answer, response, port.operations.contains_key(operation)) {
            (Ok(_), Some(response), _) => (Some(response.value), is_void(port, response.value)),
            (Ok(_), None, one_way) => (None, one_way),
            (Err(fault), Some(response), _) => {
                let declared = response.faults.iter().find(|(name, _)| *name == fault.name);
                (declared.map(|(_, of)| *of), false)
            }
            (Err(_), None, _) => (None, false),
        };
        let mut head = String::new();
        self.write_head(operation, answer, is_empty, &mut head)?;
        out.extend_from_slice(head.as_bytes());
        let chosen = |name: &str, negotiated: Option<&str>, otherwise: &str| {
            let stated = match port.either(operation, name) {
                Some(stated) => stated.as_string(),
                None => Text::new(negotiated.unwrap_or_default()),
            };
            if stated.is_empty() {
                Text::new(otherwise)
            } else {
                stated
            }
        };
        let charset = chosen("charset", self.charset.as_deref(), "UTF-8");
        let content = if is_empty {
            Content::none()
        } else {
            let writing = Writing {
                port,
                element: format!("{operation}Response"),
                format: &chosen("format", self.format, "xml"),
                charset: &charset,
                of,
            };
            writing.write(answer)?
        };
        let begin = out.len();
        port.write_content(content, &charset, self.packing.as_deref(), false, out);
        if self.head_only {
            let end = out.get(begin..).unwrap_or_default();
            let end = end.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            out.truncate(end.map_or(out.len(), |end| begin + end + 4));
        }
        Ok(())
    }

    fn write_head(
        &self,
        operation: &str,
        answer: Result<&Value, &Fault>,
        is_empty: bool,
        head: &mut String,
    ) -> Result<(), Fault> {
        let port = &*self.port;
        let redirect = port.general("redirect").map(Value::as_string);
        let status = self.status(operation, answer, redirect.is_some());
        let Some(reason) = reason(status) else {
            return Err(Fault::io(format!(
                "HTTP protocol for operation {operation} is sending a message with status code {status}, which is not in the HTTP specifications."
            )));
        };
        if [301, 302, 303, 307, 308].contains(&status) && redirect.is_none() {
            return Err(Fault::io(format!(
                "HTTP protocol for operation {operation} is sending a message with status code {status}, which expects a redirect parameter but the latter is not set."
            )));
        }
        // A status of its own says that there is nothing.
        let (status, reason) = match (status, is_empty) {
            (200, true) => (204, "No Content"),
            _ => (status, reason),
        };
        head.push_str(&format!("HTTP/1.1 {status} {reason}\r\n"));
        if let Some(place) = redirect {
            field(head, "Location", &place);
        }
        if let Ok(value) = answer {
            self.set_cookies(operation, value, head);
        }
        field(head, "Server", "Jolie");
        let age = port
            .general("cacheControl")
            .and_then(|control| control.child("maxAge"));
        if let Some(age) = age {
            field(head, "Cache-Control", &format!("max-age={}", age.as_int()));
        }
        Port::named(port.specific(operation, "response"), head);
        Port::named(port.general("response"), head);
        port.added(head);
        if !port.flag("keepAlive", true) {
            field(head, "Connection", "close");
        }
        if let Some(number) = self.number.filter(|_| port.flag("concurrent", false)) {
            field(head, "X-Jolie-MessageID", &number.to_string());
        }
        field(head, "X-Jolie-Operation", operation);
        field(head, "X-Jolie-ServicePath", "/");
        Ok(())
    }

    fn status(&self, operation: &str, answer: Result<&Value, &Fault>, redirects: bool) -> u16 {
        let port = &*self.port;
        let otherwise = if answer.is_ok() { 200 } else { 500 };
        let number = |value: &Value| u16::try_from(value.as_int()).unwrap_or_default();
        if let Some(stated) = port.specific(operation, "statusCodes") {
            let named = match answer {
                Ok(_) => stated.as_int_root().map(|_| stated),
                Err(fault) => stated.child(&fault.name),
            };
            return named.map_or(otherwise, number);
        }
        match port.general("statusCode") {
            Some(stated) => number(stated),
            None if redirects => 303,
            None => otherwise,
        }
    }

    fn set_cookies(&self, operation: &str, value: &Value, head: &mut String) {
        let known = self.port.either(operation, "cookies").into_iter();
        for (name, configuration) in known.flat_map(Value::ordered_children) {
            let Some(configuration) = configuration.first() else {
                continue;
            };
            let Some(child) = value.child(&configuration.as_string()) else {
                continue;
            };
            let part = |name| {
                configuration
                    .child(name)
                    .map(Value::as_string)
                    .unwrap_or_default()
            };
            let secure = configuration
                .child("secure")
                .is_some_and(|flag| flag.as_int() > 0);
            let text = format!(
                "{name}={}; expires={}; domain={}; path={}{}",
                child.as_string(),
                part("expires"),
                part("domain"),
                part("path"),
                if secure { "; secure" } else { "" }
            );
            field(head, "Set-Cookie", &text);
        }
    }
}

/// What a status is called; none when there is no such status.
fn reason(status: u16) -> Option<&'static str> {
    Some(match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        306 => "Reserved",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        _ => return reason_of_failure(status),
    })
}

fn reason_of_failure(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Requested Range Not Satisfiable",
        417 => "Expectation Failed",
        422 => "Unprocessable Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        510 => "Not Extended",
        511 => "Network Authentication Required",
        427 | 430 | 509 => "Unassigned",
        _ => return None,
    })
}
