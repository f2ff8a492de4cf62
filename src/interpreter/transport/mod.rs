//! Sockets of programs that run: SODEP and HTTP over `socket://` and `localsocket:`.
//!
//! In come locations and messages, out come [`Event`]s: requests of others, answers to our calls, and what was refused.
//! One thread waits for all connections; the machine's own thread writes what it sends, which costs it no change of
//! threads. What comes from outside is held within [`Limits`]. The protocol is that of Jolie's `SodepProtocol`,
//! `SocketCommChannel` and `OutputPort`; it departs from them in that a connection is closed with a reason where theirs
//! runs out of memory or stack, and in that one is closed after its answer where `keepAlive` is false.

mod client;
mod connection;
mod decode;
mod failure;
pub mod http;
mod io_thread;
mod limits;
mod location;
mod reader;
mod server;
mod stream;
mod wire;

pub use decode::{Decoded, Decoder, Malformed, decode};
pub use limits::Limits;
pub use location::{Location, Unusable};
pub use reader::Reason;
pub use server::{ReplyHandle, Request};
pub use wire::{TooLong, Wire, encode};

use super::fault::Fault;
use super::value::{Text, Value};
use client::{Call, call_again};
use io_thread::{Command, Shared};
use location::Address;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use stream::Bound;

/// A port that listens; named by the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListenerId(pub u32);

/// A call that waits for its answer; named by the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallToken(pub u64);

/// What a port says of its protocol.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether the connection stays open after an answer.
    pub keep_alive: bool,
    /// Of a port that speaks http; SODEP without it.
    pub http: Option<Arc<http::Port>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keep_alive: true,
            http: None,
        }
    }
}

/// What happens outside.
#[derive(Debug)]
pub enum Event {
    /// Somebody calls.
    Request(Box<Request>),
    /// A call of ours is answered; `IOException` when it cannot be.
    Answer {
        /// Which one. One that was given up may still be answered.
        token: CallToken,
        /// What it says: a value, or a fault of who was called or of the network.
        result: Result<Value, Fault>,
    },
    /// Something for people to know.
    Notice(Notice),
}

/// What was refused.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Notice {
    /// We have closed the connection of a caller.
    #[error("closed the connection of {peer}: {reason}")]
    Closed {
        /// The port.
        listener: ListenerId,
        /// The caller.
        peer: Text,
        /// Why.
        reason: Reason,
    },
    /// Callers cannot be accepted for now.
    #[error("cannot accept a connection: {error}")]
    Accept {
        /// The port.
        listener: ListenerId,
        /// What the system says.
        error: String,
    },
}

/// All sockets of a program. Dropped, it closes them; answers that were given go out before.
#[derive(Debug)]
pub struct Transports {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Transports {
    /// Starts the thread that waits for the network, and tells `events` what happens; when it says false, nobody
    /// listens any more.
    ///
    /// # Errors
    ///
    /// When the system has no room for it.
    pub fn new(
        events: impl Fn(Event) -> bool + Send + Sync + 'static,
        limits: Limits,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (commands, received) = tokio::sync::mpsc::unbounded_channel();
        let shared = Arc::new(Shared::new(Box::new(events), commands, limits));
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("network".to_owned())
            .spawn(move || runtime.block_on(io_thread::run(theirs, received)))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Listens. It is bound when this returns; the port of a socket is given back, which tells what port 0 has become.
    ///
    /// # Errors
    ///
    /// When the location is taken or cannot be bound: `IOException` in the words of Jolie.
    pub fn listen(
        &self,
        location: &Location,
        options: Options,
        id: ListenerId,
    ) -> Result<Option<u16>, Fault> {
        let bound = Bound::bind(&location.address).map_err(|error| {
            let words = failure::words(&error);
            Fault::io(format!("{words} [with location: {location}]"))
        })?;
        let port = bound.port();
        let file = match &location.address {
            Address::File(path) => Some(path.clone()),
            Address::Socket { .. } => None,
        };
        self.command(Command::Listen {
            id,
            bound,
            file,
            options,
        });
        Ok(port)
    }

    /// Stops listening and closes the connections of callers; it is done when this returns.
    pub fn close(&self, id: ListenerId) {
        let (done, wait) = sync_channel(1);
        self.command(Command::Close(id, done));
        // A thread that has ended has closed everything.
        let _ = wait.recv();
    }

    /// Calls: what becomes of it is told by an [`Event::Answer`].
    pub fn call(&self, location: &Location, options: Options, message: Wire, token: CallToken) {
        let call = Call {
            location: location.clone(),
            message,
            token,
            options,
        };
        if let Some(call) = call_again(&self.shared, call) {
            self.command(Command::Call(Box::new(call)));
        }
    }

    /// Gives a call up, and the connection with it: its answer is not waited for any more.
    pub fn cancel(&self, token: CallToken) {
        self.command(Command::Cancel(token));
    }

    fn command(&self, command: Command) {
        // The thread ends only after the last command.
        let _ = self.shared.commands.send(command);
    }
}

impl Drop for Transports {
    fn drop(&mut self) {
        self.command(Command::Stop);
        if let Some(thread) = self.thread.take() {
            // A thread that has failed has nothing to close.
            let _ = thread.join();
        }
    }
}
