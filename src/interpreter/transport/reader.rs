//! Messages from a connection, one by one.

use super::connection::{Connection, emptied};
use super::decode::{Decoded, Decoder, Malformed};
use super::http::{self, Framed, Role};
use super::limits::{Budget, Share};
use super::wire::Wire;
use std::cell::RefCell;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

/// Why we close the connection of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A message beyond the limits.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It was closed in the middle of a message.
    #[error("the connection ends inside of a message")]
    CutOff,
    /// A message stood still for longer than [`Limits::stall`](super::Limits::stall).
    #[error("the rest of a message does not come")]
    Stalled,
    /// The messages of all connections take more than [`Limits::memory`](super::Limits::memory).
    #[error("there is no room for more messages")]
    NoMemory,
}

/// How reading ends.
#[derive(Debug)]
pub(super) enum End {
    /// The other side has gone, or the network has failed.
    Gone(io::Error),
    /// We go.
    Refused(Reason),
}

/// A message of either protocol.
pub(super) enum Heard {
    Sodep(Box<Wire>),
    Http(Box<http::Message>),
}

/// A message with what it takes.
pub(super) struct Received {
    pub(super) message: Heard,
    pub(super) memory: usize,
    pub(super) share: Share,
}

/// Reads one connection.
pub(super) struct Reader {
    connection: Arc<Connection>,
    understanding: Understanding,
    /// What has come, up to `at` understood.
    pending: Vec<u8>,
    at: usize,
    /// How much must be pending before it is worth a try.
    wanted: usize,
    share: Share,
}

/// What tells where a message ends.
enum Understanding {
    Sodep(Decoder),
    Http(Role),
}

thread_local! {
    /// What the kernel gives at once; one for all connections, so that a quiet one needs no buffer.
    static ARRIVED: RefCell<Box<[u8]>> = RefCell::new(vec![0; 64 << 10].into_boxed_slice());
}

impl Reader {
    /// `http` says who is on the other side where that protocol is spoken.
    pub(super) fn new(
        connection: &Arc<Connection>,
        budget: &Arc<Budget>,
        http: Option<Role>,
    ) -> Self {
        Self {
            connection: Arc::clone(connection),
            understanding: match http {
                Some(role) => Understanding::Http(role),
                None => Understanding::Sodep(Decoder::default()),
            },
            pending: Vec::new(),
            at: 0,
            wanted: 1,
            share: Share::new(budget),
        }
    }

    /// The next message.
    pub(super) async fn next(&mut self) -> Result<Received, End> {
        loop {
            if let Some(received) = self.understand(false).map_err(End::Refused)? {
                return Ok(received);
            }
            if !self.arrive().await? {
                // What goes on to the end of the connection is whole now.
                let last = self.understand(true).map_err(End::Refused)?;
                return last.ok_or(End::Refused(Reason::CutOff));
            }
        }
    }

    /// Understands what is pending; `ended` says that there will be no more.
    fn understand(&mut self, ended: bool) -> Result<Option<Received>, Reason> {
        let rest = self.pending.get(self.at..).unwrap_or_default();
        if rest.len() < self.wanted && !ended {
            return Ok(None);
        }
        let limits = &self.connection.limits;
        let (message, taken, memory) = match &mut self.understanding {
            Understanding::Sodep(decoder) => match decoder.feed(rest, limits)? {
                Decoded::Incomplete { taken, wanted } => {
                    self.at += taken;
                    self.wanted = wanted;
                    return Ok(None);
                }
                Decoded::Message {
                    wire,
                    taken,
                    memory,
                } => (Heard::Sodep(wire), taken, memory),
            },
            Understanding::Http(role) => match http::frame(rest, *role, ended, limits)? {
                Framed::Incomplete(wanted) => {
                    self.wanted = wanted;
                    return Ok(None);
                }
                Framed::Message(message, taken) => (Heard::Http(message), taken, taken),
            },
        };
        self.at += taken;
        self.wanted = 1;
        let fits = self.share.hold(self.pending.capacity() + memory);
        let share = self.share.hand_over();
        fits.then_some(Some(Received {
            message,
            memory,
            share,
        }))
        .ok_or(Reason::NoMemory)
    }

    /// Waits for more bytes; false when there are none any more behind what may be a message.
    async fn arrive(&mut self) -> Result<bool, End> {
        if self.at == self.pending.len() {
            emptied(&mut self.pending);
        } else if self.at > 0 {
            self.pending.drain(..self.at);
        }
        self.at = 0;
        loop {
            match self.read() {
                Ok(0) if self.has_begun() => return Ok(false),
                Ok(0) => return Err(End::Gone(ErrorKind::UnexpectedEof.into())),
                Ok(_) if self.holds() => return Ok(true),
                Ok(_) => return Err(End::Refused(Reason::NoMemory)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.readable().await?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(End::Gone(error)),
            }
        }
    }

    fn has_begun(&self) -> bool {
        let begun = match &self.understanding {
            Understanding::Sodep(decoder) => decoder.has_begun(),
            Understanding::Http(_) => false,
        };
        begun || !self.pending.is_empty()
    }

    fn holds(&mut self) -> bool {
        let memory = match &self.understanding {
            Understanding::Sodep(decoder) => decoder.memory(),
            Understanding::Http(_) => 0,
        };
        self.share.hold(self.pending.capacity() + memory)
    }

    fn read(&mut self) -> io::Result<usize> {
        ARRIVED.with_borrow_mut(|arrived| {
            let count = self.connection.stream.try_read(arrived)?;
            self.pending
                .extend_from_slice(arrived.get(..count).unwrap_or_default());
            Ok(count)
        })
    }

    async fn readable(&self) -> Result<(), End> {
        let ready = self.readable_or_ended();
        if !self.has_begun() {
            return ready.await.map_err(End::Gone);
        }
        match tokio::time::timeout(self.connection.limits.stall, ready).await {
            Ok(ready) => ready.map_err(End::Gone),
            Err(_) => Err(End::Refused(Reason::Stalled)),
        }
    }

    async fn readable_or_ended(&self) -> io::Result<()> {
        let mut readable = pin!(self.connection.stream.readable());
        let mut ended = pin!(self.connection.ended());
        poll_fn(|context| match ended.as_mut().poll(context) {
            Poll::Ready(error) => Poll::Ready(Err(error)),
            Poll::Pending => readable.as_mut().poll(context),
        })
        .await
    }
}
