//! YAML as `readFile` of Jolie has it: what snakeyaml-engine reads by its JSON schema, as a value.
//!
//! Each rule was learned by trying: only `true`, `null`, `1`, `1.5`, `.inf`, `-.inf` and `.nan` as JSON writes them are no
//! strings; an array of arrays hides each inner one below `_`; a null anywhere is a fault; an int of more than 64 bits and
//! what is tagged `!!binary` are read as nothing. Departure: a key that is a collection of collections is refused.

use super::super::fault::Fault;
use super::super::value::{Basic, Text, Value, Vector};
use super::request::exception;
use rustc_hash::{FxHashMap, FxHashSet};
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use std::borrow::Cow;

/// Longer texts are refused, in characters (`LoadSettings.codePointLimit`).
const LONGEST: usize = 3 << 20;
/// More aliases of collections are refused (`LoadSettings.maxAliasesForCollections`).
const MOST_ALIASES: usize = 50;
/// What begins the names of the tags that are known.
const STANDARD: &str = "tag:yaml.org,2002:";
/// The name below which arrays stand that have none.
const ARRAY: &str = "_";

/// What was read.
#[derive(Clone)]
enum Node {
    Null,
    /// Something that is read as nothing.
    Nothing,
    One(Value),
    Many(Vector),
}

/// A collection that is being read.
enum Open {
    List(Vec<Value>),
    Map {
        value: Value,
        keys: FxHashSet<(u8, Text)>,
        key: Option<Text>,
    },
    Set {
        keys: Vec<Value>,
        at_value: bool,
    },
}

/// A document, or with `all` each of a stream, below `documents`.
pub(super) fn read(bytes: &[u8], all: bool) -> Result<Value, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|error| Fault::io(error.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().nth(LONGEST).is_some() {
        return Err(Fault::io(format!(
            "The incoming YAML document exceeds the limit: {LONGEST} code points."
        )));
    }
    let mut reading = Reading::default();
    let mut documents = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| Fault::io(error.to_string()))?;
        if let Event::DocumentStart(_) = event {
            reading = Reading {
                fault: reading.fault,
                ..Reading::default()
            };
        }
        if let Some(document) = reading.event(event)? {
            documents.push(document);
            if documents.len() > 1 && !all {
                return Err(Fault::io(
                    "expected a single document in the stream, but found another document",
                ));
            }
        }
    }
    let mut values = Vec::new();
    for document in documents {
        values.push(reading.alone(document));
    }
    if !all && values.is_empty() {
        reading.null();
    }
    if let Some(fault) = reading.fault {
        return Err(fault);
    }
    Ok(if all {
        let mut value = Value::VOID;
        if !values.is_empty() {
            *value.vector_mut("documents") = values.into();
        }
        value
    } else {
        values.pop().unwrap_or_default()
    })
}

#[derive(Default)]
struct Reading {
    open: Vec<(Open, usize)>,
    anchors: FxHashMap<usize, Node>,
    aliases: usize,
    /// What a null has led to: errors of syntax behind it come first.
    fault: Option<Fault>,
}

impl Reading {
    /// Takes an event; the document, when it ends one.
    fn event(&mut self, event: Event<'_>) -> Result<Option<Node>, Fault> {
        Ok(match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = scalar(&text, style, tag)?;
                self.named(anchor, node)?
            }
            Event::SequenceStart(anchor, tag) => {
                of_kind(tag, &["seq"])?;
                self.open.push((Open::List(Vec::new()), anchor));
                None
            }
            Event::MappingStart(anchor, tag) => {
                let open = if of_kind(tag, &["map", "set"])? == Some("set") {
                    Open::Set {
                        keys: Vec::new(),
                        at_value: false,
                    }
                } else {
                    Open::Map {
                        value: Value::VOID,
                        keys: FxHashSet::default(),
                        key: None,
                    }
                };
                self.open.push((open, anchor));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some((open, anchor)) => self.named(anchor, open.closed())?,
                None => None,
            },
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    // It stands inside of what it means.
                    return Err(exception("StackOverflowError", ""));
                };
                let tree = match &node {
                    Node::One(value) => !value.is_defined(),
                    Node::Many(_) => true,
                    Node::Null | Node::Nothing => false,
                };
                self.aliases += usize::from(tree);
                if self.aliases > MOST_ALIASES {
                    return Err(Fault::io(format!(
                        "Number of aliases for non-scalar nodes exceeds the specified max={MOST_ALIASES}"
                    )));
                }
                self.put(node)?
            }
            _ => None,
        })
    }

    fn named(&mut self, anchor: usize, node: Node) -> Result<Option<Node>, Fault> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.put(node)
    }

    /// Puts what was read where it belongs.
    fn put(&mut self, node: Node) -> Result<Option<Node>, Fault> {
        let Some((open, anchor)) = self.open.pop() else {
            return Ok(Some(node));
        };
        let open = match open {
            Open::List(mut elements) => {
                elements.push(self.alone(node));
                Open::List(elements)
            }
            Open::Set { mut keys, at_value } => {
                if !at_value {
                    keys.push(self.alone(node));
                }
                Open::Set {
                    keys,
                    at_value: !at_value,
                }
            }
            Open::Map {
                value,
                mut keys,
                key: None,
            } => {
                let (kind, key) = self.key(node)?;
                if !keys.insert((kind, key.clone())) {
                    return Err(Fault::io(format!("found duplicate key {key}")));
                }
                Open::Map {
                    value,
                    keys,
                    key: Some(key),
                }
            }
            Open::Map {
                mut value,
                keys,
                key: Some(key),
            } => {
                let vector = value.vector_mut(&key);
                match node {
                    Node::Many(elements) => {
                        elements.iter().for_each(|one| vector.push(one.clone()))
                    }
                    Node::One(one) => *vector.first_mut() = one,
                    Node::Nothing => {}
                    Node::Null => self.null(),
                }
                Open::Map {
                    value,
                    keys,
                    key: None,
                }
            }
        };
        self.open.push((open, anchor));
        Ok(None)
    }

    /// A node that is not the value of a name.
    fn alone(&mut self, node: Node) -> Value {
        match node {
            Node::One(value) => value,
            Node::Many(elements) => {
                let mut value = Value::VOID;
                *value.vector_mut(ARRAY) = elements;
                value
            }
            Node::Nothing => Value::VOID,
            Node::Null => {
                self.null();
                Value::VOID
            }
        }
    }

    /// A key as text, with what tells apart `1` and `"1"`.
    fn key(&mut self, node: Node) -> Result<(u8, Text), Fault> {
        Ok(match node {
            Node::One(value) if value.is_defined() => {
                let kind = match value.basic {
                    Basic::String(_) => 0,
                    Basic::Bool(_) => 1,
                    Basic::Double(_) => 2,
                    _ => 3,
                };
                (kind, value.as_string())
            }
            Node::One(value) => {
                let mut fields = Vec::new();
                for (name, vector) in value.ordered_children() {
                    let field = match vector.as_slice() {
                        [one] => leaf(one)?,
                        _ => return Err(deep_key()),
                    };
                    fields.push(format!("{name}={field}"));
                }
                (4, Text::from(format!("{{{}}}", fields.join(", "))))
            }
            Node::Many(elements) => {
                let all: Vec<Text> = elements.iter().map(leaf).collect::<Result<_, _>>()?;
                (5, Text::from(format!("[{}]", all.join(", "))))
            }
            Node::Nothing => (6, Text::default()),
            Node::Null => {
                self.null();
                (7, Text::default())
            }
        })
    }

    fn null(&mut self) {
        self.fault
            .get_or_insert_with(|| exception("NullPointerException", ""));
    }
}

impl Open {
    fn closed(self) -> Node {
        match self {
            Self::List(elements) | Self::Set { keys: elements, .. } => Node::Many(elements.into()),
            Self::Map { value, .. } => Node::One(value),
        }
    }
}

fn leaf(value: &Value) -> Result<Text, Fault> {
    if value.has_children() {
        return Err(deep_key());
    }
    Ok(value.as_string())
}

fn deep_key() -> Fault {
    Fault::io("a key that is a collection of collections is not read here")
}

/// The name of a tag, of those that are known.
fn of_kind<'known>(
    tag: Option<Cow<'_, Tag>>,
    known: &[&'known str],
) -> Result<Option<&'known str>, Fault> {
    let Some(tag) = tag else {
        return Ok(None);
    };
    let name = format!("{}{}", tag.handle, tag.suffix);
    if name == "!" {
        return Ok(None);
    }
    let found = name
        .strip_prefix(STANDARD)
        .and_then(|name| known.iter().find(|known| **known == name));
    match found {
        Some(found) => Ok(Some(found)),
        None => Err(Fault::io(format!(
            "could not determine a constructor for the tag {name}"
        ))),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<Cow<'_, Tag>>) -> Result<Node, Fault> {
    let unspecific = tag.as_ref().is_some_and(|tag| {
        let name = format!("{}{}", tag.handle, tag.suffix);
        name == "!"
    });
    let known = ["str", "int", "float", "bool", "null", "binary"];
    let wrong = || Fault::io(format!("For input string: \"{text}\""));
    Ok(match of_kind(tag, &known)? {
        Some("int") => whole(text.strip_prefix('+').unwrap_or(text)).ok_or_else(wrong)?,
        Some("float") => {
            let number = special(text).or_else(|| text.parse().ok());
            Node::One(number.ok_or_else(wrong)?.into())
        }
        Some("bool") => match text {
            "true" | "True" | "TRUE" => Node::One(true.into()),
            "false" | "False" | "FALSE" => Node::One(false.into()),
            _ => Node::Null,
        },
        Some("null") => Node::Null,
        Some("binary") => Node::Nothing,
        Some(_) => Node::One(text.into()),
        None if unspecific || style != ScalarStyle::Plain => Node::One(text.into()),
        None => plain(text),
    })
}

/// A scalar without quotes and tag.
fn plain(text: &str) -> Node {
    match text {
        "" | "null" => return Node::Null,
        "true" => return Node::One(true.into()),
        "false" => return Node::One(false.into()),
        _ => {}
    }
    if is_whole(text) {
        return whole(text).unwrap_or(Node::Nothing);
    }
    let number = special(text).or_else(|| is_number(text).then(|| text.parse().ok())?);
    Node::One(number.map_or_else(|| Value::from(text), Value::from))
}

fn special(text: &str) -> Option<f64> {
    Some(match text {
        ".inf" => f64::INFINITY,
        "-.inf" => f64::NEG_INFINITY,
        ".nan" => f64::NAN,
        _ => return None,
    })
}

/// A whole number: nothing when there are no 64 bits for it, `None` when it is none.
fn whole(text: &str) -> Option<Node> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some(match (text.parse::<i32>(), text.parse::<i64>()) {
        (Ok(number), _) => Node::One(number.into()),
        (_, Ok(number)) => Node::One(number.into()),
        _ => Node::Nothing,
    })
}

/// `-?(0|[1-9][0-9]*)`
fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" || !digits.starts_with('0');
    plain && !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    let exponent = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    is_whole(whole) && digits(fraction) && exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text.as_bytes(), false) {
            Ok(value) => value.pretty("").unwrap_or_default().trim_end().to_owned(),
            Err(fault) => fault.name.to_string(),
        }
    }

    #[test]
    fn scalars_are_what_json_writes_and_else_strings() {
        for (text, wanted) in [
            ("1", ":int = 1"),
            ("-0", ":int = 0"),
            ("12345678901", ":long = 12345678901"),
            ("1.", ":double = 1.0"),
            ("12e03", ":double = 12000.0"),
            (".inf", ":double = Infinity"),
            ("-.INF", ":string = \"-.INF\""),
            (".5", ":string = \".5\""),
            ("017", ":string = \"017\""),
            ("0x1F", ":string = \"0x1F\""),
            ("True", ":string = \"True\""),
            ("true", ":bool = true"),
            ("~", ":string = \"~\""),
            ("\"1\"", ":string = \"1\""),
            ("!!int \"12\"", ":int = 12"),
            ("!!float 3", ":double = 3.0"),
            ("! 5", ":string = \"5\""),
            ("!local 5", "IOException"),
            ("null", "NullPointerException"),
            ("", "NullPointerException"),
            ("!!int x", "IOException"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn collections_are_trees() {
        let tree = read(
            b"a: [1, [2, 3], {q: 4}, []]\nb: {}\nc: []\n1.50: x\n",
            false,
        )
        .unwrap();
        let a = tree.vector("a").unwrap();
        assert_eq!(a.get(0).unwrap().as_int(), 1);
        assert_eq!(a.get(1).unwrap().vector("_").unwrap().len(), 2);
        assert_eq!(a.get(2).unwrap().child("q").unwrap().as_int(), 4);
        assert!(a.get(3).unwrap().vector("_").unwrap().is_empty());
        assert_eq!(tree.vector("b").unwrap().len(), 1);
        assert!(tree.vector("c").unwrap().is_empty());
        assert_eq!(tree.child("1.5").unwrap().as_string(), "x");
        let keys = read(b"{[1, 2]: x, {a: 1}: y}", false).unwrap();
        assert_eq!(keys.child("[1, 2]").unwrap().as_string(), "x");
        assert_eq!(keys.child("{a=1}").unwrap().as_string(), "y");
        assert_eq!(
            read(b"a: !!set {x, y}", false)
                .unwrap()
                .vector("a")
                .unwrap()
                .len(),
            2
        );
    }

    #[test]
    fn a_stream_has_documents() {
        let stream = read(b"a: 1\n---\nb: 2\n---\n- 3\n", true).unwrap();
        assert_eq!(stream.vector("documents").unwrap().len(), 3);
        assert_eq!(shown("a: 1\n---\nb: 2\n"), "IOException");
    }

    #[test]
    fn what_is_hostile_is_refused() {
        let aliases = |count: usize| format!("a: &x [1]\nb: [{}]\n", "*x,".repeat(count));
        assert!(read(aliases(50).as_bytes(), false).is_ok());
        assert_eq!(shown(&aliases(51)), "IOException");
        assert_eq!(shown("a: &r [*r]"), "StackOverflowError");
        assert_eq!(shown("a: 1\na: 2"), "IOException");
        assert_eq!(shown("a: [1"), "IOException");
        assert_eq!(shown(&" ".repeat(LONGEST + 1)), "IOException");
        assert!(read(b"\xe9", false).is_err());
        // Whatever becomes of it, nothing overflows.
        let _ = read("[".repeat(100_000).as_bytes(), false);
        let _ = read("- ".repeat(100_000).as_bytes(), false);
    }
}
