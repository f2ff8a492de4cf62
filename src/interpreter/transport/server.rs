//! Those who call us: connections are accepted, their requests go to the machine, its answers back.
//!
//! As in Jolie, the next request of a connection is read before the last one is answered, so answers may overtake one
//! another; a caller that closes its side gets no answer any more; a fault leaves the connection open.

use super::connection::{Connection, SendError};
use super::failure;
use super::io_thread::Shared;
use super::limits::Share;
use super::reader::{End, Reader};
use super::stream::{Listener, Stream};
use super::wire::Wire;
use super::{Event, ListenerId, Notice, Options};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Text, Value};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinSet;

/// A request from outside.
#[derive(Debug)]
pub struct Request {
    listener: ListenerId,
    message: Wire,
    reply: ReplyHandle,
    memory: usize,
    _turn: Turn,
}

/// The place of a message among those that wait for the machine.
#[derive(Debug)]
pub(super) struct Turn {
    _permit: OwnedSemaphorePermit,
    _share: Share,
}

impl Request {
    /// How many bytes it takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.memory
    }

    /// What has come, to where, and how it is answered. From then on it does not count as waiting.
    #[must_use]
    pub fn take(self) -> (ListenerId, Wire, ReplyHandle) {
        (self.listener, self.message, self.reply)
    }
}

/// Answers one request, once. Dropped without an answer, it leaves the caller waiting, as a session does that ends with
/// messages in its queues.
#[derive(Debug)]
pub struct ReplyHandle {
    connection: Weak<Connection>,
    id: i64,
    operation: Text,
}

impl ReplyHandle {
    /// Answers.
    ///
    /// # Errors
    ///
    /// `IOException` when the caller has gone, or the answer is too long; in that case the caller gets the fault too.
    pub fn reply(&self, answer: Result<Value, Fault>) -> Result<(), Fault> {
        let gone = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let Some(connection) = self.connection.upgrade() else {
            return Err(failure::fault(&gone));
        };
        let operation = self.operation.clone();
        let sent = connection.send(&Wire::answer(self.id, operation, answer));
        match sent {
            Ok(()) => Ok(()),
            Err(SendError::Failed(error)) => Err(failure::fault(&error)),
            Err(SendError::TooLong(error)) => {
                let fault = Fault::io(error.to_string());
                let instead = Wire::answer(self.id, self.operation.clone(), Err(fault.clone()));
                // Who has gone does not miss it.
                let _ = connection.send(&instead);
                Err(fault)
            }
        }
    }

    /// Closes the connection without an answer: what Jolie does about a resource that nobody redirects.
    pub fn hang_up(&self) {
        if let Some(connection) = self.connection.upgrade() {
            connection.end();
        }
    }
}

impl Drop for ReplyHandle {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.upgrade() {
            connection.closed();
        }
    }
}

/// How long accepting rests when the system has no room for another connection.
const REST: Duration = Duration::from_millis(100);

/// Accepts callers until it is dropped, which closes their connections too.
pub(super) async fn accept(
    listener: Listener,
    id: ListenerId,
    options: Options,
    shared: Arc<Shared>,
) {
    let mut connections = JoinSet::new();
    let mut failing = false;
    loop {
        let Ok(room) = Arc::clone(&shared.connections).acquire_owned().await else {
            return;
        };
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, peer)) => {
                failing = false;
                let caller = Caller {
                    listener: id,
                    options,
                    peer,
                    shared: Arc::clone(&shared),
                };
                connections.spawn(async move {
                    caller.serve(stream).await;
                    drop(room);
                });
            }
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    shared.notice(Notice::Accept {
                        listener: id,
                        error: failure::words(&error),
                    });
                }
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Somebody who calls us.
struct Caller {
    listener: ListenerId,
    options: Options,
    peer: Text,
    shared: Arc<Shared>,
}

impl Caller {
    async fn serve(self, stream: Stream) {
        let connection = Connection::new(stream, &self.shared.limits, &self.shared.commands);
        let mut reader = Reader::new(&connection, &self.shared.budget);
        loop {
            connection.has_room().await;
            let received = match reader.next().await {
                Ok(received) => received,
                Err(End::Gone(_)) => return,
                Err(End::Refused(reason)) => {
                    return self.shared.notice(Notice::Closed {
                        listener: self.listener,
                        peer: self.peer,
                        reason,
                    });
                }
            };
            let Some(permit) = self.shared.turn(received.memory).await else {
                return;
            };
            connection.opened();
            let reply = ReplyHandle {
                connection: Arc::downgrade(&connection),
                id: received.message.id,
                operation: received.message.operation.clone(),
            };
            let request = Request {
                listener: self.listener,
                message: received.message,
                reply,
                memory: received.memory,
                _turn: Turn {
                    _permit: permit,
                    _share: received.share,
                },
            };
            if !self.shared.tell(Event::Request(request)) {
                return;
            }
            if !self.options.keep_alive {
                return connection.is_quiet().await;
            }
        }
    }
}
