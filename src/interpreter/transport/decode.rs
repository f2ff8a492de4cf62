//! Bytes back to messages, as `SodepProtocol` of Jolie reads them, but piece by piece and within limits.
//!
//! A [`Decoder`] takes what has come and keeps what it has understood, so that each byte is looked at once however they
//! come, and nothing is reserved for bytes that are only announced. Jolie takes any bytes: negative lengths and counts are
//! 0, an unknown kind is void, letters that are no UTF-8 are replaced, of two children of one name the later stays. So the
//! only bad message is one beyond a limit.

use super::limits::Limits;
use super::wire::{Wire, kind};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Text, Value, Vector};
use std::borrow::Cow;
use std::sync::Arc;

/// Why a message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// More bytes than [`Limits::message`].
    #[error("a message of more than {0} bytes")]
    Message(usize),
    /// A string longer than [`Limits::string`].
    #[error("a string of {0} bytes")]
    String(usize),
    /// More nodes than [`Limits::nodes`], there or announced.
    #[error("a message of more than {0} nodes")]
    Nodes(usize),
    /// Deeper than [`Limits::depth`].
    #[error("a message of more than {0} levels")]
    Depth(usize),
    /// A head of HTTP longer than [`Limits::head`].
    #[error("a head of more than {0} bytes")]
    Head(usize),
    /// What is no HTTP/1.
    #[error("a message that is not of HTTP/1")]
    Http,
}

/// What becomes of some bytes.
#[derive(Debug)]
pub enum Decoded {
    /// A message.
    Message {
        /// The message.
        wire: Box<Wire>,
        /// How many of the bytes were taken.
        taken: usize,
        /// How much memory it takes, roughly.
        memory: usize,
    },
    /// No whole message yet.
    Incomplete {
        /// How many bytes were taken: they need not be given again.
        taken: usize,
        /// How many bytes must be there behind those before it is worth another try.
        wanted: usize,
    },
}

/// One message from the beginning of some bytes.
///
/// # Errors
///
/// When it is beyond a limit.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Malformed> {
    Decoder::default().feed(bytes, limits)
}

/// A message that is coming in.
#[derive(Debug, Default)]
pub struct Decoder {
    stage: Stage,
    id: i64,
    resource: Text,
    operation: Text,
    fault: Option<Fault>,
    open: Vec<Open>,
    nodes: usize,
    bytes: usize,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    #[default]
    Id,
    Resource,
    Operation,
    HasFault,
    FaultName,
    FaultValue,
    Value,
}

/// A node whose children are coming.
#[derive(Debug)]
struct Open {
    value: Value,
    /// Names that are to come, the one that is coming included.
    names: usize,
    name: Text,
    /// Elements of this name that are to come.
    elements: usize,
    vector: Elements,
}

/// The elements of a name so far; most names have one, which needs no list.
#[derive(Debug)]
enum Elements {
    One,
    Several(Vec<Value>),
}

/// What a node or a name takes in memory, roughly.
const NODE_BYTES: usize = 160;

/// Why reading stops before the end of a message.
enum Stop {
    /// So many bytes must be there.
    Wanted(usize),
    Malformed(Malformed),
}

impl From<Malformed> for Stop {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl Decoder {
    /// Takes what it can of some bytes. After a message it is ready for the next one.
    ///
    /// # Errors
    ///
    /// When the message is beyond a limit; the decoder is of no more use then.
    pub fn feed(&mut self, bytes: &[u8], limits: &Limits) -> Result<Decoded, Malformed> {
        let mut input = Input {
            bytes,
            at: 0,
            limits,
        };
        loop {
            let start = input.at;
            let item = self.item(&mut input);
            let wanted = match &item {
                Err(Stop::Wanted(end)) => end - start,
                _ => input.at - start,
            };
            if wanted > limits.message - self.bytes.min(limits.message) {
                return Err(Malformed::Message(limits.message));
            }
            match item {
                Ok(None) => self.bytes += wanted,
                Ok(Some(message)) => {
                    let memory = self.memory() + wanted;
                    *self = Self::default();
                    return Ok(Decoded::Message {
                        wire: Box::new(message),
                        taken: input.at,
                        memory,
                    });
                }
                Err(Stop::Wanted(_)) => {
                    return Ok(Decoded::Incomplete {
                        taken: start,
                        wanted,
                    });
                }
                Err(Stop::Malformed(malformed)) => return Err(malformed),
            }
        }
    }

    /// Whether a message has begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.bytes > 0
    }

    /// How much memory the message takes so far, roughly.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.bytes + self.nodes * NODE_BYTES
    }

    /// Reads one item; when there are not enough bytes for it, nothing has changed.
    fn item(&mut self, input: &mut Input<'_>) -> Result<Option<Wire>, Stop> {
        self.stage = match self.stage {
            Stage::Id => {
                self.id = i64::from_be_bytes(input.array()?);
                Stage::Resource
            }
            Stage::Resource => {
                self.resource = input.text()?;
                Stage::Operation
            }
            Stage::Operation => {
                self.operation = input.text()?;
                Stage::HasFault
            }
            Stage::HasFault if input.byte()? == 0 => Stage::Value,
            Stage::HasFault => Stage::FaultName,
            Stage::FaultName => {
                self.fault = Some(Fault::new(input.text()?, Value::VOID));
                Stage::FaultValue
            }
            Stage::FaultValue => match (self.tree_item(input)?, &mut self.fault) {
                (Some(value), Some(fault)) => {
                    fault.value = value;
                    Stage::Value
                }
                _ => Stage::FaultValue,
            },
            Stage::Value => {
                let value = self.tree_item(input)?;
                return Ok(value.map(|value| self.message(value)));
            }
        };
        Ok(None)
    }

    fn message(&mut self, value: Value) -> Wire {
        Wire {
            id: self.id,
            resource: std::mem::take(&mut self.resource),
            operation: std::mem::take(&mut self.operation),
            fault: self.fault.take(),
            value,
        }
    }

    /// Reads a node, or a name with the number of its elements; the tree, when it is whole.
    fn tree_item(&mut self, input: &mut Input<'_>) -> Result<Option<Value>, Stop> {
        if let Some(open) = self.open.last_mut()
            && open.elements == 0
        {
            let name = input.text()?;
            let elements = input.count()?;
            self.nodes = announced(self.nodes, elements, input.limits)?;
            open.begin(name, elements, input.bytes.len() - input.at);
            if elements > 0 {
                return Ok(None);
            }
            let whole = self.close_name();
            return Ok(whole.and_then(|value| self.add(value)));
        }
        let root = input.root()?;
        let names = input.count()?;
        self.nodes = announced(self.nodes, names, input.limits)?;
        let value = Value::new(root);
        if names == 0 {
            return Ok(self.add(value));
        }
        if self.open.len() >= input.limits.depth {
            return Err(Malformed::Depth(input.limits.depth).into());
        }
        self.open.push(Open::new(value, names));
        Ok(None)
    }

    /// Puts a whole node in its place, and what becomes whole by it in its own; the tree, when it is whole.
    fn add(&mut self, mut value: Value) -> Option<Value> {
        loop {
            let Some(open) = self.open.last_mut() else {
                return Some(value);
            };
            open.put(value);
            if open.elements > 0 {
                return None;
            }
            value = self.close_name()?;
        }
    }

    /// Ends the name that is read; its node, when that was the last one of it.
    fn close_name(&mut self) -> Option<Value> {
        let open = self.open.last_mut()?;
        if let Elements::Several(values) = &mut open.vector {
            let values = std::mem::take(values);
            *open.value.vector_mut(&open.name) = Vector::from(values);
        }
        open.names -= 1;
        if open.names > 0 {
            return None;
        }
        self.open.pop().map(|open| open.value)
    }
}

impl Open {
    fn new(value: Value, names: usize) -> Self {
        Self {
            value,
            names,
            name: Text::default(),
            elements: 0,
            vector: Elements::One,
        }
    }

    /// Begins a name; room is made only for elements that may be in the bytes that are there.
    fn begin(&mut self, name: Text, elements: usize, bytes: usize) {
        self.name = name;
        self.elements = elements;
        self.vector = if elements == 1 {
            Elements::One
        } else {
            Elements::Several(Vec::with_capacity(elements.min(bytes / LEAST_NODE)))
        };
    }

    fn put(&mut self, value: Value) {
        self.elements -= 1;
        match &mut self.vector {
            Elements::One => *self.value.vector_mut(&self.name) = Vector::One(value),
            Elements::Several(values) => values.push(value),
        }
    }
}

/// No node has fewer bytes: its kind and the number of its names.
const LEAST_NODE: usize = 5;

/// The nodes of a message with so many more that it announces.
fn announced(nodes: usize, more: usize, limits: &Limits) -> Result<usize, Malformed> {
    nodes
        .checked_add(more)
        .filter(|nodes| *nodes <= limits.nodes)
        .ok_or(Malformed::Nodes(limits.nodes))
}

/// The bytes that are there.
struct Input<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
    limits: &'bytes Limits,
}

impl<'bytes> Input<'bytes> {
    fn take(&mut self, count: usize) -> Result<&'bytes [u8], Stop> {
        let end = self.at.saturating_add(count);
        let taken = self.bytes.get(self.at..end).ok_or(Stop::Wanted(end))?;
        self.at = end;
        Ok(taken)
    }

    fn array<const COUNT: usize>(&mut self) -> Result<[u8; COUNT], Stop> {
        let mut array = [0; COUNT];
        array.copy_from_slice(self.take(COUNT)?);
        Ok(array)
    }

    fn byte(&mut self) -> Result<u8, Stop> {
        self.array().map(u8::from_be_bytes)
    }

    fn count(&mut self) -> Result<usize, Stop> {
        let count = i32::from_be_bytes(self.array()?);
        Ok(usize::try_from(count).unwrap_or_default())
    }

    fn string(&mut self) -> Result<&'bytes [u8], Stop> {
        let length = self.count()?;
        if length > self.limits.string {
            return Err(Malformed::String(length).into());
        }
        self.take(length)
    }

    fn text(&mut self) -> Result<Text, Stop> {
        Ok(match String::from_utf8_lossy(self.string()?) {
            Cow::Borrowed(text) => Text::new(text),
            Cow::Owned(text) => Text::from(text),
        })
    }

    fn root(&mut self) -> Result<Basic, Stop> {
        Ok(match self.byte()? {
            kind::STRING => Basic::String(self.text()?),
            kind::INT => Basic::Int(i32::from_be_bytes(self.array()?)),
            kind::LONG => Basic::Long(i64::from_be_bytes(self.array()?)),
            kind::DOUBLE => Basic::Double(f64::from_be_bytes(self.array()?)),
            kind::RAW => Basic::Raw(Arc::from(self.string()?)),
            kind::BOOL => Basic::Bool(self.byte()? != 0),
            _ => Basic::Void,
        })
    }
}
