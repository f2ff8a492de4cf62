//! Messages of SODEP, as bytes: what `SodepProtocol` of Jolie writes.
//!
//! ```text
//! message = i64 id, str resource, str operation, u8 has fault, [str fault, value], value
//! str     = i32 length, UTF-8
//! value   = u8 kind, root, i32 names, { str name, i32 elements, value … } …
//! ```
//!
//! Names are written in the order of Jolie's tables, so that the bytes are the same too.

use super::limits::Limits;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Text, Value, Vector};

/// What a byte before a root says.
pub(super) mod kind {
    pub const VOID: u8 = 0;
    pub const STRING: u8 = 1;
    pub const INT: u8 = 2;
    pub const DOUBLE: u8 = 3;
    pub const RAW: u8 = 4;
    pub const BOOL: u8 = 5;
    pub const LONG: u8 = 6;
}

/// The only not-a-number that Java writes.
const NAN: u64 = 0x7ff8_0000_0000_0000;

/// One message: a request or an answer.
#[derive(Clone, Debug)]
pub struct Wire {
    /// What an answer repeats of its request.
    pub id: i64,
    /// `/`, or what comes after `/!` in the location that is called: which redirection is meant.
    pub resource: Text,
    /// The operation.
    pub operation: Text,
    /// The fault of an answer.
    pub fault: Option<Fault>,
    /// The message itself; void beside a fault.
    pub value: Value,
}

/// A message of ours is longer than [`Limits::message`]. Trees share their branches, so that a small one may be endless
/// when it is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message is longer than {0} bytes")]
pub struct TooLong(pub usize);

impl Wire {
    /// The answer to a request.
    #[must_use]
    pub fn answer(id: i64, operation: Text, result: Result<Value, Fault>) -> Self {
        let (value, fault) = match result {
            Ok(value) => (value, None),
            Err(fault) => (Value::VOID, Some(fault)),
        };
        Self {
            id,
            resource: Text::new_static("/"),
            operation,
            fault,
            value,
        }
    }
}

/// Writes a message behind what is there already.
///
/// # Errors
///
/// [`TooLong`]; what was written stays.
pub fn encode(message: &Wire, into: &mut Vec<u8>, limits: &Limits) -> Result<(), TooLong> {
    let mut writer = Writer {
        end: into.len().saturating_add(limits.message),
        limit: limits.message,
        into,
    };
    writer.bytes(&message.id.to_be_bytes())?;
    writer.string(message.resource.as_bytes())?;
    writer.string(message.operation.as_bytes())?;
    writer.bytes(&[u8::from(message.fault.is_some())])?;
    if let Some(fault) = &message.fault {
        writer.string(fault.name.as_bytes())?;
        writer.tree(&fault.value)?;
    }
    writer.tree(&message.value)
}

impl From<TooLong> for Fault {
    fn from(error: TooLong) -> Self {
        Self::io(error.to_string())
    }
}

struct Writer<'into> {
    into: &'into mut Vec<u8>,
    end: usize,
    limit: usize,
}

/// A node whose names are being written, one of them up to some element.
struct Open<'value> {
    names: std::vec::IntoIter<(&'value Text, &'value Vector)>,
    elements: std::slice::Iter<'value, Value>,
}

impl Writer<'_> {
    fn bytes(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if bytes.len() > self.end.saturating_sub(self.into.len()) {
            return Err(TooLong(self.limit));
        }
        self.into.extend_from_slice(bytes);
        Ok(())
    }

    fn count(&mut self, count: usize) -> Result<(), TooLong> {
        let count = i32::try_from(count).map_err(|_| TooLong(self.limit))?;
        self.bytes(&count.to_be_bytes())
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        self.count(bytes.len())?;
        self.bytes(bytes)
    }

    fn tree(&mut self, value: &Value) -> Result<(), TooLong> {
        let mut open: Vec<Open<'_>> = Vec::new();
        open.extend(self.node(value)?);
        while let Some(top) = open.last_mut() {
            if let Some(element) = top.elements.next() {
                open.extend(self.node(element)?);
            } else if let Some((name, vector)) = top.names.next() {
                self.string(name.as_bytes())?;
                self.count(vector.len())?;
                top.elements = vector.iter();
            } else {
                open.pop();
            }
        }
        Ok(())
    }

    /// Writes a root and how many names there are below it.
    fn node<'value>(&mut self, value: &'value Value) -> Result<Option<Open<'value>>, TooLong> {
        self.root(&value.basic)?;
        let names = value.ordered_children();
        self.count(names.len())?;
        Ok((!names.is_empty()).then(|| Open {
            names: names.into_iter(),
            elements: [].iter(),
        }))
    }

    fn root(&mut self, basic: &Basic) -> Result<(), TooLong> {
        match basic {
            Basic::Void | Basic::Link(_) => self.bytes(&[kind::VOID]),
            Basic::String(text) => {
                self.bytes(&[kind::STRING])?;
                self.string(text.as_bytes())
            }
            Basic::Int(number) => {
                self.bytes(&[kind::INT])?;
                self.bytes(&number.to_be_bytes())
            }
            Basic::Double(number) => {
                let bits = if number.is_nan() {
                    NAN
                } else {
                    number.to_bits()
                };
                self.bytes(&[kind::DOUBLE])?;
                self.bytes(&bits.to_be_bytes())
            }
            Basic::Raw(bytes) => {
                self.bytes(&[kind::RAW])?;
                self.string(bytes)
            }
            Basic::Bool(truth) => self.bytes(&[kind::BOOL, u8::from(*truth)]),
            Basic::Long(number) => {
                self.bytes(&[kind::LONG])?;
                self.bytes(&number.to_be_bytes())
            }
        }
    }
}
