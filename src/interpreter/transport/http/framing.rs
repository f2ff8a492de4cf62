//! Messages of HTTP/1 from bytes: a head, and the body that it announces.

use super::super::decode::Malformed;
use super::super::limits::Limits;
use httparse::Status;
use std::ops::Range;

/// The fields of a head, and of what may follow a body in pieces.
const FIELDS: usize = 128;

/// Who is on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Role {
    /// Somebody who calls us: requests come.
    Caller,
    /// Somebody whom we call: answers come.
    Callee,
}

/// A message.
#[derive(Debug)]
pub(in super::super) struct Message {
    /// Its first line.
    pub(super) start: Start,
    /// Its fields, their names in small letters.
    fields: Vec<(String, String)>,
    /// Its body, as it has come.
    pub(super) body: Vec<u8>,
    /// Whether its sender closes the connection behind it.
    pub(in super::super) closes: bool,
}

/// A first line.
#[derive(Debug)]
pub(super) enum Start {
    Request { method: String, path: String },
    Answer { status: u16 },
}

/// What becomes of some bytes.
pub(in super::super) enum Framed {
    /// A message, and how many bytes it takes.
    Message(Box<Message>, usize),
    /// No whole message before there are so many bytes.
    Incomplete(usize),
}

/// How long a body is.
enum Length {
    Known(usize),
    Pieces,
    UntilEnd,
}

impl Message {
    /// The last field of that name, as in Jolie.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.all(name).last()
    }

    /// All fields of that name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter();
        let named = fields.filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All fields that Jolie keeps as properties.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter();
        let kept = fields.filter(|(name, _)| name != "cookie" && name != "set-cookie");
        kept.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The type of the body, without what follows it.
    pub(super) fn content_type(&self) -> String {
        let stated = self
            .field("content-type")
            .unwrap_or("application/octet-stream");
        let kind = stated.split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    }

    /// The encoding of its texts.
    pub(super) fn charset(&self) -> &str {
        let parts = self.field("content-type").unwrap_or_default().split(';');
        let named = parts
            .skip(1)
            .filter(|part| part.to_ascii_lowercase().contains("charset"));
        let mut values = named.filter_map(|part| part.split_once('='));
        let value = values.next().map_or("utf-8", |(_, value)| value.trim());
        value.trim_matches('"')
    }

    fn length(&self, old: bool) -> Result<Length, Malformed> {
        if let Start::Answer { status } = self.start
            && (status < 200 || status == 204 || status == 304)
        {
            return Ok(Length::Known(0));
        }
        let coding = self.field("transfer-encoding").unwrap_or_default();
        if coding.trim().starts_with("chunked") {
            return Ok(Length::Pieces);
        }
        if let Some(length) = self.field("content-length").filter(|text| !text.is_empty()) {
            let length = length.parse().map_err(|_| Malformed::Http)?;
            return Ok(Length::Known(length));
        }
        let connection = self.field("connection").unwrap_or_default();
        let closes = match old {
            true => !connection.eq_ignore_ascii_case("keep-alive"),
            false => connection.eq_ignore_ascii_case("close"),
        };
        let answers = matches!(self.start, Start::Answer { .. });
        Ok(match answers && closes {
            true => Length::UntilEnd,
            false => Length::Known(0),
        })
    }
}

/// The first message of some bytes. `ended` says that there will be no more.
pub(in super::super) fn frame(
    bytes: &[u8],
    role: Role,
    ended: bool,
    limits: &Limits,
) -> Result<Framed, Malformed> {
    let mut at = 0;
    loop {
        match whole(bytes.get(at..).unwrap_or_default(), role, ended, limits)? {
            // It only says that there is more to come.
            Framed::Message(message, taken)
                if matches!(message.start, Start::Answer { status: 100..=199 }) =>
            {
                at += taken;
            }
            Framed::Message(message, taken) => return Ok(Framed::Message(message, at + taken)),
            Framed::Incomplete(wanted) => return Ok(Framed::Incomplete(at + wanted)),
        }
    }
}

fn whole(bytes: &[u8], role: Role, ended: bool, limits: &Limits) -> Result<Framed, Malformed> {
    let Some((mut message, old, head)) = head(bytes, role, limits)? else {
        return match bytes.len() > limits.head {
            true => Err(Malformed::Head(limits.head)),
            false => Ok(Framed::Incomplete(bytes.len() + 1)),
        };
    };
    let rest = bytes.get(head..).unwrap_or_default();
    let taken = match message.length(old)? {
        Length::Known(length) if length > limits.body => {
            return Err(Malformed::Message(limits.body));
        }
        Length::Known(length) => match rest.get(..length) {
            Some(body) => {
                message.body = body.to_vec();
                length
            }
            None => return Ok(Framed::Incomplete(head + length)),
        },
        Length::Pieces => match pieces(rest, limits.body)? {
            Some((parts, taken)) => {
                let parts = parts.into_iter().filter_map(|part| rest.get(part));
                message.body = parts.flatten().copied().collect();
                taken
            }
            None => return Ok(Framed::Incomplete(bytes.len() + 1)),
        },
        Length::UntilEnd if rest.len() > limits.body => {
            return Err(Malformed::Message(limits.body));
        }
        Length::UntilEnd if ended => {
            message.body = rest.to_vec();
            rest.len()
        }
        Length::UntilEnd => return Ok(Framed::Incomplete(bytes.len() + 1)),
    };
    Ok(Framed::Message(Box::new(message), head + taken))
}

/// The head of a message, whether it is of HTTP/1.0, and how many bytes it takes.
fn head(
    bytes: &[u8],
    role: Role,
    limits: &Limits,
) -> Result<Option<(Message, bool, usize)>, Malformed> {
    let bytes = bytes.get(..limits.head + 1).unwrap_or(bytes);
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let (start, version, taken, fields) = match role {
        Role::Caller => {
            let mut request = httparse::Request::new(&mut fields);
            let Status::Complete(taken) = request.parse(bytes).map_err(|_| Malformed::Http)? else {
                return Ok(None);
            };
            let start = Start::Request {
                method: request.method.unwrap_or_default().to_owned(),
                path: request.path.unwrap_or_default().to_owned(),
            };
            (start, request.version, taken, request.headers)
        }
        Role::Callee => {
            let mut answer = httparse::Response::new(&mut fields);
            let Status::Complete(taken) = answer.parse(bytes).map_err(|_| Malformed::Http)? else {
                return Ok(None);
            };
            let status = answer.code.unwrap_or_default();
            (
                Start::Answer { status },
                answer.version,
                taken,
                answer.headers,
            )
        }
    };
    let fields = fields.iter().map(|field| {
        let value = String::from_utf8_lossy(field.value).into_owned();
        (field.name.to_ascii_lowercase(), value)
    });
    let mut message = Message {
        start,
        fields: fields.collect(),
        body: Vec::new(),
        closes: false,
    };
    let old = version == Some(0);
    let connection = message.field("connection").unwrap_or_default();
    message.closes = match old {
        true => !connection.eq_ignore_ascii_case("keep-alive"),
        false => connection.eq_ignore_ascii_case("close"),
    };
    Ok(Some((message, old, taken)))
}

/// Where the pieces of a body lie, and where it ends.
type Pieces = (Vec<Range<usize>>, usize);

/// The pieces of a body, if it has come whole.
fn pieces(bytes: &[u8], limit: usize) -> Result<Option<Pieces>, Malformed> {
    let (mut parts, mut at, mut whole) = (Vec::new(), 0, 0usize);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let size = httparse::parse_chunk_size(rest).map_err(|_| Malformed::Http)?;
        let Status::Complete((taken, size)) = size else {
            return Ok(None);
        };
        at += taken;
        if size == 0 {
            let rest = bytes.get(at..).unwrap_or_default();
            let mut fields = [httparse::EMPTY_HEADER; FIELDS];
            let fields = httparse::parse_headers(rest, &mut fields);
            return Ok(match fields.map_err(|_| Malformed::Http)? {
                Status::Complete((taken, _)) => Some((parts, at + taken)),
                Status::Partial => None,
            });
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        whole = whole.saturating_add(size);
        if whole > limit {
            return Err(Malformed::Message(limit));
        }
        let end = at + size;
        match bytes.get(end..end + 2) {
            Some(b"\r\n") => {}
            Some(_) => return Err(Malformed::Http),
            None => return Ok(None),
        }
        parts.push(at..end);
        at = end + 2;
    }
}
