//! From a document to a value.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value};
use super::super::request::exception;
use super::{ATTRIBUTES, KIND, PREFIX};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Documents that are nested deeper are refused.
const DEEPEST: usize = 10_000;

/// How a document is read.
pub(super) struct Reading {
    /// Whether it is in the form for storage.
    pub(super) stored: bool,
    /// Whether attributes are kept.
    pub(super) attributes: bool,
    /// Whether texts beside elements are dropped.
    pub(super) skip_mixed_text: bool,
    /// Whether a prefix is no part of a name.
    pub(super) namespaces: bool,
    /// Whether it may declare its type.
    pub(super) doctype: bool,
}

/// Why a document is not read.
pub(super) enum Wrong {
    /// It is no XML.
    Syntax(String),
    /// Something else.
    Fault(Fault),
}

/// An element.
pub(super) struct Element {
    /// Its name.
    pub(super) name: String,
    /// The prefix of its name.
    pub(super) prefix: Option<String>,
    /// What it holds.
    pub(super) value: Value,
    kind: String,
    text: String,
    has_elements: bool,
}

/// The element of a document.
pub(super) fn read(text: &str, reading: &Reading) -> Result<Element, Wrong> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(syntax)?;
        let piece = match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(Wrong::Fault(exception("StackOverflowError", "")));
                }
                open.push(begin(&start, reading, open.is_empty())?);
                continue;
            }
            Event::Empty(start) => {
                let element = begin(&start, reading, open.is_empty())?;
                close(element, &mut open, &mut root, reading)?;
                continue;
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root, reading)?;
                }
                continue;
            }
            Event::DocType(_) if !reading.doctype => {
                return Err(syntax(
                    "DOCTYPE is disallowed when the feature \"http://apache.org/xml/features/disallow-doctype-decl\" set to true.",
                ));
            }
            Event::Text(text) => (*text).to_owned(),
            Event::CData(text) => (*text).to_owned(),
            Event::GeneralRef(reference) => {
                let name = &*reference;
                quick_xml::escape::unescape(&format!("&{name};"))
                    .map_err(syntax)?
                    .into_owned()
            }
            Event::Eof => break,
            _ => continue,
        };
        match open.last_mut() {
            Some(element) => element.text.push_str(&piece),
            None if piece.trim().is_empty() || piece == "\u{feff}" => {}
            None if root.is_none() => return Err(syntax("Content is not allowed in prolog.")),
            None => return Err(syntax("Content is not allowed in trailing section.")),
        }
    }
    if let Some(element) = open.last() {
        let message = format!(
            "XML document structures must start and end within the same entity: {}",
            element.name
        );
        return Err(syntax(message));
    }
    root.ok_or_else(|| syntax("Premature end of file."))
}

fn syntax(error: impl std::fmt::Display) -> Wrong {
    Wrong::Syntax(error.to_string())
}

fn begin(start: &BytesStart<'_>, reading: &Reading, is_root: bool) -> Result<Element, Wrong> {
    let name = start.name().into_inner().to_owned();
    let (prefix, name) = local(&name, reading.namespaces && !reading.stored);
    let mut element = Element {
        name: name.to_owned(),
        prefix: prefix.map(str::to_owned),
        value: Value::VOID,
        kind: "string".to_owned(),
        text: String::new(),
        has_elements: false,
    };
    if let Some(prefix) = prefix
        && reading.attributes
        && !is_root
    {
        element.value.set_child(PREFIX, prefix);
    }
    for attribute in start.attributes() {
        let attribute = attribute.map_err(syntax)?;
        let name = attribute.key.into_inner().to_owned();
        let text = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(syntax)?;
        if reading.stored && name == KIND {
            element.kind = text.into_owned();
        } else if reading.stored || reading.attributes {
            let (_, name) = local(&name, reading.namespaces && !reading.stored);
            element.value.child_mut(ATTRIBUTES).set_child(name, &*text);
        }
    }
    Ok(element)
}

fn local(name: &str, namespaces: bool) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((prefix, local)) if namespaces => (Some(prefix), local),
        _ => (None, name),
    }
}

/// An element has ended: its texts become its root, and it a child.
fn close(
    mut element: Element,
    open: &mut [Element],
    root: &mut Option<Element>,
    reading: &Reading,
) -> Result<(), Wrong> {
    let text = std::mem::take(&mut element.text);
    if reading.stored {
        stored(&mut element.value, &element.kind, text).map_err(Wrong::Fault)?;
    } else if !(text.is_empty() || reading.skip_mixed_text && element.has_elements) {
        element.value.basic = Basic::String(text.into());
    }
    match open.last_mut() {
        Some(above) => {
            above.has_elements = true;
            above.value.vector_mut(&element.name).push(element.value);
        }
        None if root.is_some() => {
            return Err(syntax(
                "The markup in the document following the root element must be well-formed.",
            ));
        }
        None => *root = Some(element),
    }
    Ok(())
}

/// The root of a stored value, by its kind.
fn stored(value: &mut Value, kind: &str, text: String) -> Result<(), Fault> {
    let number = |message: String| exception("NumberFormatException", message);
    value.basic = match kind {
        "string" => Basic::String(text.into()),
        "int" => Basic::Int(
            text.parse()
                .map_err(|_| number(format!("For input string: \"{text}\"")))?,
        ),
        "long" => Basic::Long(
            text.parse()
                .map_err(|_| number(format!("For input string: \"{text}\"")))?,
        ),
        "double" => Value::from(text.as_str())
            .as_double_strict()
            .map(Basic::Double)
            .ok_or_else(|| number(format!("For input string: \"{text}\"")))?,
        "bool" => Basic::Bool(text.eq_ignore_ascii_case("true")),
        _ => return Ok(()),
    };
    Ok(())
}
