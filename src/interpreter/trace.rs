//! What a machine does, written down while it does it: lines for people, JSON lines, or one ITF document.
//!
//! ITF is the Informal Trace Format of Apalache: an object with the variables, and a state for each event.

use super::machine::{Event, Observer};
use super::value::{Basic, Value};
use serde_json::{Map, json};
use std::io::{self, Write};

/// How a trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line for each event.
    Text,
    /// A JSON object a line.
    Json,
    /// One document, when the run has ended.
    Itf,
}

/// Writes a trace; [`Observer::finish`] ends it, or it ends when it is dropped.
pub struct Trace {
    format: Format,
    output: Box<dyn Write>,
    states: Vec<serde_json::Value>,
    /// How the writing went up to the first failure: after it nothing more is written.
    written: io::Result<()>,
    finished: bool,
}

impl Trace {
    /// A trace of a format, written to `output`.
    #[must_use]
    pub fn new(format: Format, output: Box<dyn Write>) -> Self {
        Self {
            format,
            output,
            states: Vec::new(),
            written: Ok(()),
            finished: false,
        }
    }

    fn write(&mut self, event: &Event) -> io::Result<()> {
        match self.format {
            Format::Text => {
                let value = event
                    .value
                    .as_ref()
                    .filter(|value| value.is_defined() || value.has_children());
                let value = value
                    .map(|value| format!(" {}", to_json(value)))
                    .unwrap_or_default();
                let (service, kind) = (&event.service.1, event.kind.word());
                writeln!(
                    self.output,
                    "{service}#{} {kind} {}{value}  ({})",
                    event.session, event.name, event.place
                )
            }
            Format::Json => writeln!(self.output, "{}", state(event)),
            Format::Itf => {
                self.states.push(state(event));
                Ok(())
            }
        }
    }

    fn end(&mut self) -> io::Result<()> {
        if self.format == Format::Itf {
            let document = json!({
                "#meta": { "format": "ITF", "description": "a run of services" },
                "vars": ["kind", "service", "session", "operation", "value", "place"],
                "states": std::mem::take(&mut self.states),
            });
            writeln!(self.output, "{document}")?;
        }
        self.output.flush()
    }
}

impl Observer for Trace {
    fn happened(&mut self, event: &Event) {
        if self.written.is_ok() {
            self.written = self.write(event);
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.finished = true;
        std::mem::replace(&mut self.written, Ok(()))?;
        self.end()
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody is there any more who could be told.
            let _ = self.finish();
        }
    }
}

fn state(event: &Event) -> serde_json::Value {
    json!({
        "kind": event.kind.word(),
        "service": event.service.1.as_str(),
        "session": event.session,
        "operation": event.name.as_str(),
        "value": event.value.as_ref().map(to_json),
        "place": event.place,
    })
}

/// A value as JSON, as [`from_json`](super::parameter::from_json) reads it; below the hundredth level it is cut off.
#[must_use]
pub fn to_json(value: &Value) -> serde_json::Value {
    within(value, 100)
}

fn within(value: &Value, levels: usize) -> serde_json::Value {
    let root = match &value.basic {
        Basic::Void | Basic::Link(_) => serde_json::Value::Null,
        Basic::Bool(truth) => json!(truth),
        Basic::Int(number) => json!(number),
        Basic::Long(number) => json!(number),
        Basic::Double(number) => json!(number),
        Basic::String(text) => json!(text.as_str()),
        Basic::Raw(_) => json!(value.as_string().as_str()),
    };
    if !value.has_children() || levels == 0 {
        return root;
    }
    let mut fields = Map::new();
    if value.is_defined() {
        fields.insert("$".to_owned(), root);
    }
    for (name, vector) in value.ordered_children() {
        let mut elements: Vec<_> = vector
            .iter()
            .map(|value| within(value, levels - 1))
            .collect();
        let field = match elements.pop() {
            Some(only) if elements.is_empty() => only,
            last => {
                elements.extend(last);
                serde_json::Value::Array(elements)
            }
        };
        fields.insert(name.to_string(), field);
    }
    serde_json::Value::Object(fields)
}
