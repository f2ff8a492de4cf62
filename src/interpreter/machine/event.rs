//! What happens in a machine, for traces and for tests.

use super::InstanceId;
use crate::interpreter::value::{Text, Value};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// The service that did it, and its name.
    pub service: (InstanceId, Text),
    /// The session that did it, by its number; 0 is none.
    pub session: u64,
    /// The operation or the fault, if it is about one.
    pub name: Text,
    /// What was said.
    pub value: Option<Value>,
    /// Where it is written: file and line.
    pub place: String,
}

/// The kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A session starts.
    Start,
    /// A message is sent, and has arrived.
    Send,
    /// A message is taken from a queue.
    Receive,
    /// A request is answered.
    Reply,
    /// A fault is raised.
    Fault,
    /// A session ends.
    End,
    /// A call is not answered in time.
    Timeout,
    /// A message of a partner that comes out of turn is refused.
    Refuse,
}

impl EventKind {
    /// Its word in a trace.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Reply => "reply",
            Self::Fault => "fault",
            Self::End => "end",
            Self::Timeout => "timeout",
            Self::Refuse => "refuse",
        }
    }
}

/// Is told of what happens.
pub trait Observer {
    /// Something happened.
    fn happened(&mut self, event: &Event);

    /// Nothing happens any more.
    ///
    /// # Errors
    ///
    /// When what was told could not be kept.
    fn finish(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
