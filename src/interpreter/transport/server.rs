//! Those who call us: connections are accepted, their requests go to the machine, its answers back.
//!
//! As in Jolie, the next request of a connection is read before the last one is answered, so answers may overtake one
//! another; a caller that closes its side gets no answer any more; a fault leaves the connection open.

use super::connection::{Connection, SendError};
use super::failure;
use super::http::{self, Exchange, Role};
use super::io_thread::Shared;
use super::limits::Share;
use super::reader::{End, Heard, Reader, Reason, Received};
use super::stream::{Listener, Stream};
use super::wire::{Wire, encode};
use super::{Event, ListenerId, Notice, Options};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::growth::Weight;
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
    /// What http knows of the request.
    http: Option<Exchange>,
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
        let sent = connection.send(|out, limits| match &self.http {
            Some(exchange) => exchange.write_answer(&self.operation, answer.as_ref(), out),
            None => {
                let wire = Wire::answer(self.id, self.operation.clone(), answer);
                Ok(encode(&wire, out, limits)?)
            }
        });
        match sent {
            Ok(()) => Ok(()),
            Err(SendError::Failed(error)) => Err(failure::fault(&error)),
            Err(SendError::Refused(fault)) => {
                // Who has gone does not miss it.
                let _ = connection.send(|out, limits| match &self.http {
                    Some(_) => {
                        http::page(500, &fault.value.as_string(), out);
                        Ok(())
                    }
                    None => {
                        let operation = self.operation.clone();
                        let wire = Wire::answer(self.id, operation, Err(fault.clone()));
                        Ok(encode(&wire, out, limits)?)
                    }
                });
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
                    options: options.clone(),
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

/// A request with what it takes.
struct Understood {
    message: Wire,
    http: Option<Exchange>,
    memory: usize,
    share: Share,
}

/// Why a request is not for the machine.
enum Refusal {
    /// Its sender is told so: a status, and what it is about.
    Page(u16, String),
    Reason(Reason),
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
        let http = self.options.http.as_ref().map(|_| Role::Caller);
        let mut reader = Reader::new(&connection, &self.shared.budget, http);
        loop {
            connection.has_room().await;
            let received = match reader.next().await {
                Ok(received) => received,
                Err(End::Gone(_)) => return,
                Err(End::Refused(reason)) => {
                    if http.is_some() {
                        self.refuse(&connection, 400, &reason.to_string()).await;
                    }
                    return self.closed(reason);
                }
            };
            let closes = match &received.message {
                Heard::Sodep(_) => false,
                Heard::Http(message) => message.closes,
            };
            let understood = match self.understood(received) {
                Ok(understood) => understood,
                Err(Refusal::Page(status, about)) => {
                    return self.refuse(&connection, status, &about).await;
                }
                Err(Refusal::Reason(reason)) => return self.closed(reason),
            };
            let Some(permit) = self.shared.turn(understood.memory).await else {
                return;
            };
            connection.opened();
            let reply = ReplyHandle {
                connection: Arc::downgrade(&connection),
                id: understood.message.id,
                operation: understood.message.operation.clone(),
                http: understood.http,
            };
            let request = Request {
                listener: self.listener,
                message: understood.message,
                reply,
                memory: understood.memory,
                _turn: Turn {
                    _permit: permit,
                    _share: understood.share,
                },
            };
            if !self.shared.tell(Event::Request(Box::new(request))) {
                return;
            }
            let last = closes || !self.options.keep_alive;
            if last || http.is_some() {
                // Answers of http have no numbers: they come in the order of the requests.
                connection.is_quiet().await;
            }
            if last {
                return;
            }
        }
    }

    /// Answers what cannot be understood; the connection is closed behind it.
    async fn refuse(&self, connection: &Arc<Connection>, status: u16, about: &str) {
        let sent = connection.send(|out, _| {
            http::page(status, about, out);
            Ok(())
        });
        // Who has gone does not miss it.
        if sent.is_ok() {
            connection.is_quiet().await;
        }
    }

    fn closed(&self, reason: Reason) {
        self.shared.notice(Notice::Closed {
            listener: self.listener,
            peer: self.peer.clone(),
            reason,
        });
    }

    /// The operation that a message means.
    fn understood(&self, received: Received) -> Result<Understood, Refusal> {
        let Received {
            message,
            memory,
            mut share,
        } = received;
        let (message, http, memory) = match (message, &self.options.http) {
            (Heard::Sodep(wire), _) => (*wire, None, memory),
            (Heard::Http(message), Some(port)) => {
                let read = port.read_request(&message, &self.shared.limits);
                let (wire, exchange) =
                    read.map_err(|(status, about)| Refusal::Page(status, about))?;
                let mut weight = Weight::default();
                weight.add_value(&wire.value);
                (wire, Some(exchange), memory + weight.bytes())
            }
            (Heard::Http(_), None) => return Err(Refusal::Page(500, String::new())),
        };
        if !share.hold(memory) {
            return Err(Refusal::Reason(Reason::NoMemory));
        }
        Ok(Understood {
            message,
            http,
            memory,
            share,
        })
    }
}
