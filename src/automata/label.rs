//! What protocols and roles say to one another: roles, labels, payloads.

use crate::base::Name;
use std::fmt;

/// A role of a protocol, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub u16);

impl RoleId {
    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Which part of an operation a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// A message that nobody answers, and every message of languages without requests.
    OneWay,
    /// The request of a request-response.
    Request,
    /// Its reply. In Jolie it comes to who has called and waits, past all queues.
    Reply,
    /// A fault in place of the reply.
    Fault(Name),
}

impl Phase {
    /// In one word: `one-way`, `request`, `reply`, `fault`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OneWay => "one-way",
            Self::Request => "request",
            Self::Reply => "reply",
            Self::Fault(_) => "fault",
        }
    }

    /// The fault that it is.
    #[must_use]
    pub fn fault(self) -> Option<Name> {
        match self {
            Self::Fault(fault) => Some(fault),
            _ => None,
        }
    }
}

/// The name of a message: what its receiver tells it by. Two messages of one sender to one receiver with equal labels
/// are the same message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The operation.
    pub operation: Name,
    /// Which part of it.
    pub phase: Phase,
}

impl Label {
    /// A one-way message.
    #[must_use]
    pub fn one_way(operation: Name) -> Self {
        Self {
            operation,
            phase: Phase::OneWay,
        }
    }

    /// Whether it waits in a queue of its receiver, in Jolie.
    #[must_use]
    pub fn is_queued(self) -> bool {
        matches!(self.phase, Phase::OneWay | Phase::Request)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation;
        match self.phase {
            Phase::OneWay => write!(f, "{operation}"),
            Phase::Request => write!(f, "{operation} (request)"),
            Phase::Reply => write!(f, "{operation} (reply)"),
            Phase::Fault(fault) => write!(f, "{operation} (fault {fault})"),
        }
    }
}

/// What a message carries: the types of its parts, in their order, each with the name that conditions use.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Payload {
    /// The parts.
    pub fields: Vec<Field>,
}

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field {
    /// The name that conditions use.
    pub name: Option<Name>,
    /// Its type, as the language writes it.
    pub data: Name,
}

impl Payload {
    /// Whether the parts have the same types, whatever they are called.
    #[must_use]
    pub fn has_types_of(&self, other: &Self) -> bool {
        self.types().eq(other.types())
    }

    /// The types of the parts.
    pub fn types(&self) -> impl Iterator<Item = Name> {
        self.fields.iter().map(|field| field.data)
    }
}

impl fmt::Display for Payload {
    /// `( int, string )`; nothing for a message without parts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types: Vec<&str> = self
            .fields
            .iter()
            .map(|field| field.data.as_str())
            .collect();
        if types.is_empty() {
            return Ok(());
        }
        write!(f, "( {} )", types.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_payloads_are_written() {
        let request = Label {
            operation: "buy".into(),
            phase: Phase::Request,
        };
        assert_eq!(request.to_string(), "buy (request)");
        assert!(request.is_queued());
        let fault = Label {
            phase: Phase::Fault("Refused".into()),
            ..request
        };
        assert_eq!(fault.to_string(), "buy (fault Refused)");
        assert!(!fault.is_queued());
        let field = |name: &str| Field {
            name: Some(name.into()),
            data: "int".into(),
        };
        let (x, y) = (vec![field("x")], vec![field("y")]);
        let (x, y) = (Payload { fields: x }, Payload { fields: y });
        assert!(x.has_types_of(&y) && x != y);
        assert_eq!(x.to_string(), "( int )");
        assert_eq!(Payload::default().to_string(), "");
    }
}
