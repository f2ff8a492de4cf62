//! Requests that we send, and the answers to them.

use super::super::limits::Limits;
use super::super::location::Location;
use super::super::wire::Wire;
use super::content::{Content, Writing};
use super::framing::{Message, Start};
use super::{Port, field, one_line, query, refused, take_cookies};
use crate::interpreter::cast::cast;
use crate::interpreter::fault::Fault;
use crate::interpreter::library::{json_write, url_encoded};
use crate::interpreter::value::{Basic, Text, Value};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Below this name a request says who sends it.
const AUTHENTICATION: &str = "@HttpBasicAuthentication";

const METHODS: [&str; 6] = ["POST", "GET", "PUT", "DELETE", "OPTIONS", "PATCH"];

impl Port {
    /// Writes a request.
    ///
    /// # Errors
    ///
    /// `IOException` when the port asks for what is not done here.
    pub(in super::super) fn write_request(
        &self,
        location: &Location,
        wire: &Wire,
        out: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let operation = wire.operation.as_str();
        let method = self.method(operation)?;
        let mut value = wire.value.clone();
        let query_format = self
            .general("method")
            .and_then(|method| method.child("queryFormat"));
        let json_query =
            method == "GET" && query_format.is_some_and(|format| format.as_string() == "json");
        let charset = self.charset(operation);

        let mut head = String::new();
        let mut fields = String::new();
        self.write_fields(location, operation, &mut value, &mut fields)?;
        let path = self.path(location, wire, &mut value)?;
        head.push_str(&format!("{method} {path}"));
        if method == "GET" {
            self.write_query(operation, &value, json_query, &mut head)?;
        }
        head.push_str(" HTTP/1.1\r\n");
        head.push_str(&fields);
        if !self.flag("keepAlive", true) {
            field(&mut head, "Connection", "close");
        }
        if self.flag("concurrent", false) {
            field(&mut head, "X-Jolie-MessageID", &wire.id.to_string());
        }
        field(&mut head, "X-Jolie-Operation", operation);
        field(&mut head, "X-Jolie-ServicePath", &wire.resource);
        out.extend_from_slice(head.as_bytes());

        let mut content = if method == "GET" {
            Content::none()
        } else {
            let signature = self.operations.get(operation);
            let writing = Writing {
                port: self,
                element: operation.to_owned(),
                format: &self.format(operation),
                charset: &charset,
                of: signature.map(|signature| signature.request),
            };
            writing.write(Ok(&value))?
        };
        if json_query {
            content.kind = "application/json".to_owned();
        }
        let packing = self.text("requestCompression");
        let packing = ["gzip", "deflate"]
            .into_iter()
            .find(|known| *known == packing);
        self.write_content(content, &charset, packing, true, out);
        Ok(())
    }

    fn method(&self, operation: &str) -> Result<&'static str, Fault> {
        let stated = self.either(operation, "method").map(Value::as_string);
        let stated = stated.filter(|method| !method.is_empty());
        let stated = stated.as_deref().unwrap_or("POST").to_uppercase();
        let known = METHODS.into_iter().find(|method| *method == stated);
        known.ok_or_else(|| refused(&format!("the method `{stated}`")))
    }

    fn format(&self, operation: &str) -> Text {
        let stated = self.either(operation, "format").map(Value::as_string);
        let stated = stated.filter(|format| !format.is_empty());
        stated.unwrap_or(Text::new_static("xml"))
    }

    fn charset(&self, operation: &str) -> Text {
        let stated = self.either(operation, "charset").map(Value::as_string);
        let stated = stated.filter(|charset| !charset.is_empty());
        stated.unwrap_or(Text::new_static("UTF-8"))
    }

    /// The path of an operation, which may use parts of the value up.
    fn path(&self, location: &Location, wire: &Wire, value: &mut Value) -> Result<String, Fault> {
        let mut path = match location.path() {
            "" => "/".to_owned(),
            _ if self.flag("dropURIPath", false) => "/".to_owned(),
            path => path.to_owned(),
        };
        if wire.resource != "/" {
            let slash = if path.ends_with('/') { "" } else { "/" };
            path.push_str(&format!("{slash}!{}!/", wire.resource));
        }
        match self.specific(&wire.operation, "alias") {
            Some(alias) => path.push_str(&filled(&alias.as_string(), value)?),
            None => path.push_str(&wire.operation),
        }
        // What would end the line, or the path in it.
        Ok(one_line(&path).replace(' ', "%20"))
    }

    fn write_query(
        &self,
        operation: &str,
        value: &Value,
        json: bool,
        head: &mut String,
    ) -> Result<(), Fault> {
        if json && (value.is_defined() || value.has_children()) {
            let signature = self.operations.get(operation);
            let of = signature.map(|signature| (&*self.program, signature.request));
            head.push('?');
            head.push_str(&url_encoded(&json_write(value, true, of)?)?);
        } else if !json && value.has_children() {
            head.push('?');
            head.push_str(&query::written(value, true)?);
        }
        Ok(())
    }

    /// The fields of a request but for those about its body.
    fn write_fields(
        &self,
        location: &Location,
        operation: &str,
        value: &mut Value,
        head: &mut String,
    ) -> Result<(), Fault> {
        field(head, "Host", location.host());
        let mut cookies = String::new();
        let known = self.either(operation, "cookies").into_iter();
        for (name, configuration) in known.flat_map(Value::ordered_children) {
            let Some(configuration) = configuration.first() else {
                continue;
            };
            let domain = configuration.child("domain").map(Value::as_string);
            let here = domain.is_none_or(|domain| location.host().ends_with(domain.as_str()));
            if let Some(child) = value.child(&configuration.as_string()).filter(|_| here) {
                cookies.push_str(&format!("{name}={};", child.as_string()));
            }
        }
        if !cookies.is_empty() {
            field(head, "Cookie", &cookies);
        }
        if let Some(who) = value.child(AUTHENTICATION) {
            let part = |name| who.child(name).map(Value::as_string).unwrap_or_default();
            let who = STANDARD.encode(format!("{}:{}", part("userid"), part("password")));
            field(head, "Authorization", &format!("Basic {who}"));
            value.remove(AUTHENTICATION);
        }
        if self.flag("compression", true) {
            let packing = self.text("requestCompression");
            let packing = match packing.as_str() {
                packing @ ("gzip" | "deflate") => packing,
                _ => "gzip, deflate",
            };
            field(head, "Accept-Encoding", packing);
        }
        self.added(head);
        let requested = self.general("requestHeaders").into_iter();
        for (name, value) in requested.flat_map(Value::ordered_children) {
            let value = value.first().map(Value::as_string);
            field(head, name, &value.unwrap_or_default());
        }
        Self::named(self.general("request"), head);
        let parts = self.specific(operation, "outHeaders").into_iter();
        for (name, part) in parts.flat_map(Value::ordered_children) {
            let part = part.first().map(Value::as_string).unwrap_or_default();
            let text = value.child(&part).map(Value::as_string);
            field(head, name, &text.unwrap_or_default());
            value.remove(&part);
        }
        Ok(())
    }

    /// What an answer to an operation says.
    ///
    /// # Errors
    ///
    /// The fault that its status stands for, or `IOException` when it cannot be read.
    pub(in super::super) fn read_answer(
        &self,
        operation: &str,
        message: &Message,
        limits: &Limits,
    ) -> Result<Value, Fault> {
        let Start::Answer { status } = message.start else {
            return Err(Fault::io("Malformed HTTP header"));
        };
        let mut value = Value::VOID;
        let forced = self.general("forceRecvCharset").map(Value::as_string);
        let charset = forced.as_deref().unwrap_or(message.charset());
        self.read_body(message, operation, charset, &mut value, limits)?;
        let faults = self.specific(operation, "statusCodes").into_iter();
        for (name, stated) in faults.flat_map(Value::ordered_children) {
            if stated.first().map(Value::as_int) == Some(i32::from(status)) {
                let data = value.child("error").and_then(|error| error.child("data"));
                let json = message.content_type() == "application/json";
                let data = data.filter(|_| json).cloned().unwrap_or_default();
                return Err(Fault::new(name, data));
            }
        }
        if let Some(place) = self.either(operation, "responseHeaders") {
            let fields = value.child_mut(&place.as_string());
            for (name, text) in message.properties() {
                fields.child_mut(name).basic = Basic::String(Text::new(text));
            }
            fields.child_mut("statusCode").basic = Basic::Int(i32::from(status));
        }
        let cookies = message.all("set-cookie").filter_map(|cookie| {
            let (name, text) = cookie.split(';').next()?.split_once('=')?;
            Some((name.trim(), text))
        });
        take_cookies(self.general("cookies"), cookies, &mut value)?;
        let signature = self.operations.get(operation);
        if let Some(response) = signature.and_then(|signature| signature.response.as_ref()) {
            // What is not of its type is told of where it is checked.
            cast(&self.program, response.value, &mut value);
        }
        Ok(value)
    }
}

/// An alias with parts of the value in the place of `%{name}`, encoded, or `%!{name}`, as they are; `$` is the root. Parts
/// are used up.
fn filled(alias: &str, value: &mut Value) -> Result<String, Fault> {
    let (mut out, mut used) = (String::new(), Vec::new());
    let mut rest = alias;
    while let Some((before, after)) = rest.split_once('%') {
        let (plain, inside) = match after.strip_prefix('!') {
            Some(inside) => (true, inside),
            None => (false, after),
        };
        let named = inside
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'));
        out.push_str(before);
        let Some((name, behind)) = named else {
            out.push('%');
            rest = after;
            continue;
        };
        let text = match name {
            "$" => value.as_string(),
            _ => {
                used.push(name);
                value.child(name).map(Value::as_string).unwrap_or_default()
            }
        };
        match plain {
            true => out.push_str(&text),
            false => out.push_str(&url_encoded(&text)?),
        }
        rest = behind;
    }
    out.push_str(rest);
    for name in used {
        value.remove(name);
    }
    Ok(out)
}
