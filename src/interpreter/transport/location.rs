//! Where messages go: `socket://host:port` and `localsocket:path`, as Jolie reads them (`java.net.URI`, `LocationParser`).
//!
//! What comes after `!/` in the path of a location is the resource that is called: a redirection of who listens there.
//! The whole of a `localsocket:` is the path of its file, `//abs/…` too. A host may hold `_`, which Jolie refuses.

use crate::interpreter::fault::Fault;
use crate::interpreter::value::Text;
use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

/// A location that is outside of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// As it is written.
    text: Text,
    pub(super) address: Address,
    resource: Text,
}

/// What is connected to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Address {
    Socket { host: Text, port: u16 },
    File(PathBuf),
}

/// Why a location cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Its medium is none of ours, or it has none.
    Medium(Option<Text>),
    /// It names no host and port, or no file.
    Address(Text),
}

impl Location {
    /// Reads a location.
    ///
    /// # Errors
    ///
    /// When it is of another medium, or incomplete.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let (medium, rest) = text.split_once(':').ok_or(Unusable::Medium(None))?;
        let (rest, _fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let address = match medium {
            "socket" => socket(rest).ok_or_else(|| Unusable::Address(Text::new(text)))?,
            "localsocket" if !rest.is_empty() => Address::File(decoded(rest).as_ref().into()),
            "localsocket" => return Err(Unusable::Address(Text::new(text))),
            _ => return Err(Unusable::Medium(Some(Text::new(medium)))),
        };
        Ok(Self {
            text: Text::new(text),
            address,
            resource: resource(rest),
        })
    }

    /// The host, as it is written; that of a file is this machine.
    pub(super) fn host(&self) -> &str {
        match &self.address {
            Address::Socket { host, .. } => host,
            Address::File(_) => "localhost",
        }
    }

    /// The path of a socket as it is written, without the resource.
    pub(super) fn path(&self) -> &str {
        let rest = self.text.split_once("://").map_or("", |(_, rest)| rest);
        let rest = match self.address {
            Address::Socket { .. } => rest.split(['?', '#']).next().unwrap_or_default(),
            Address::File(_) => "",
        };
        let path = rest.find('/').and_then(|slash| rest.get(slash..));
        path.map_or("", |path| path.split("!/").next().unwrap_or_default())
    }

    /// The resource that requests to it carry: `/` when there is none.
    #[must_use]
    pub fn resource(&self) -> &Text {
        &self.resource
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Unusable {
    /// What a caller gets at an output port with this location.
    #[must_use]
    pub fn fault(&self, location: &str, port: &str) -> Fault {
        match self {
            Self::Medium(medium) => Fault::io(format!(
                "Unsupported communication medium: medium = {}, location = {location}, output port = {port}",
                medium.as_deref().unwrap_or("null")
            )),
            Self::Address(_) => Fault::io(self.to_string()),
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Medium(medium) => write!(
                formatter,
                "Unsupported communication medium: {}",
                medium.as_deref().unwrap_or("null")
            ),
            Self::Address(location) => {
                write!(formatter, "Unable to resolve address: {location}")
            }
        }
    }
}

impl std::error::Error for Unusable {}

/// The host and the port of `//host:port/path?query`.
fn socket(rest: &str) -> Option<Address> {
    let rest = rest.strip_prefix("//")?;
    let authority = rest.split(['/', '?']).next()?;
    let authority = authority.rsplit('@').next()?;
    let (host, port) = authority.rsplit_once(':')?;
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host = inner.unwrap_or(host);
    let port = port.parse().ok()?;
    (!host.is_empty()).then(|| Address::Socket {
        host: Text::new(host),
        port,
    })
}

/// What comes after `!/` in the path of a location; one without a slash at its beginning has no path.
fn resource(rest: &str) -> Text {
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.find('/').and_then(|slash| rest.get(slash..)),
        None => rest.starts_with('/').then_some(rest),
    };
    let path = path.unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    match decoded(path).split_once("!/") {
        Some((_, resource)) => Text::from(format!("/{resource}")),
        None => Text::new_static("/"),
    }
}

/// A text with `%41` read as `A`.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| char::from(*tail.get(at)?).to_digit(16);
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}
