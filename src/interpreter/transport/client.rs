//! Those whom we call: a connection serves one call at a time and is used again for the next one to its location.
//!
//! As in Jolie, an answer to another request is passed over, one with the id 0 is taken for ours, and a connection that
//! has waited for [`Limits::idle`](super::Limits::idle) is closed.

use super::connection::{Connection, SendError, lock};
use super::failure;
use super::io_thread::Shared;
use super::location::{Address, Location};
use super::reader::{End, Reader, Reason};
use super::stream::Stream;
use super::wire::Wire;
use super::{CallToken, Options};
use crate::interpreter::fault::Fault;
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// The id of an answer to whoever waits.
const ANY_REQUEST: i64 = 0;

/// A call that is to be made.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) location: Location,
    pub(super) message: Wire,
    pub(super) token: CallToken,
    pub(super) options: Options,
}

/// A connection to somebody whom we call.
#[derive(Debug)]
pub(super) struct Callee {
    connection: Arc<Connection>,
    address: Address,
    state: Mutex<State>,
    /// Its reader.
    task: AbortHandle,
}

#[derive(Debug)]
enum State {
    Idle,
    Waiting(Waiting),
    Ended,
}

/// A call that waits for its answer.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    token: CallToken,
    id: i64,
    keep_alive: bool,
}

impl Call {
    fn waiting(&self) -> Waiting {
        Waiting {
            token: self.token,
            id: self.message.id,
            keep_alive: self.options.keep_alive,
        }
    }
}

/// Connections that wait for a call, newest last.
#[derive(Debug, Default)]
pub(super) struct Pool {
    idle: HashMap<Address, Vec<(Arc<Callee>, Instant)>>,
    sweeping: bool,
}

/// Tries to call over a connection that is open already; the call, when there is none.
pub(super) fn call_again(shared: &Shared, call: Call) -> Option<Call> {
    loop {
        let callee = {
            let mut pool = lock(&shared.pool);
            let idle = pool.idle.get_mut(&call.location.address);
            match idle.and_then(Vec::pop) {
                Some((callee, _)) => callee,
                None => return Some(call),
            }
        };
        if !callee.begin(call.waiting()) {
            continue;
        }
        lock(&shared.calls).insert(call.token, callee.task.clone());
        match callee.connection.send(&call.message) {
            Ok(()) => return None,
            Err(SendError::TooLong(error)) => {
                callee.abandon();
                shared.answer(call.token, Err(Fault::io(error.to_string())));
                return None;
            }
            // It was closed just now, before anything of this call was sent: so it was not heard.
            Err(SendError::Failed(_)) => callee.abandon(),
        }
    }
}

impl Callee {
    /// Makes a call wait here; false when the connection has ended.
    fn begin(&self, waiting: Waiting) -> bool {
        let mut state = lock(&self.state);
        let idle = matches!(*state, State::Idle);
        if idle {
            *state = State::Waiting(waiting);
        }
        idle
    }

    /// Nobody waits here any more.
    fn abandon(&self) {
        *lock(&self.state) = State::Ended;
        self.task.abort();
    }
}

/// Connects, calls, and reads the answers of this connection until it ends.
pub(super) async fn call_anew(shared: Arc<Shared>, call: Call) {
    let token = call.token;
    let stream = match Stream::connect(&call.location).await {
        Ok(stream) => stream,
        Err(fault) => return shared.answer(token, Err(fault)),
    };
    let Some(task) = lock(&shared.calls).get(&token).cloned() else {
        return;
    };
    let callee = Arc::new(Callee {
        connection: Connection::new(stream, &shared.limits, &shared.commands),
        state: Mutex::new(State::Waiting(call.waiting())),
        address: call.location.address,
        task,
    });
    let fault = match callee.connection.send(&call.message) {
        Ok(()) => return answers(shared, callee).await,
        Err(SendError::TooLong(error)) => Fault::io(error.to_string()),
        Err(SendError::Failed(error)) => failure::fault(&error),
    };
    shared.answer(token, Err(fault));
}

async fn answers(shared: Arc<Shared>, callee: Arc<Callee>) {
    let mut reader = Reader::new(&callee.connection, &shared.budget);
    let end = loop {
        let message = match reader.next().await {
            Ok(received) => received.message,
            Err(end) => break end,
        };
        let waiting = {
            let mut state = lock(&callee.state);
            match *state {
                State::Waiting(waiting) if [waiting.id, ANY_REQUEST].contains(&message.id) => {
                    *state = if waiting.keep_alive {
                        State::Idle
                    } else {
                        State::Ended
                    };
                    waiting
                }
                State::Waiting(_) => continue,
                // Nobody has asked for it.
                State::Idle | State::Ended => break End::Gone(ErrorKind::InvalidData.into()),
            }
        };
        if waiting.keep_alive {
            put_back(&shared, &callee);
        }
        shared.answer(waiting.token, Ok(message));
        if !waiting.keep_alive {
            return;
        }
    };
    take_out(&shared, &callee);
    let state = std::mem::replace(&mut *lock(&callee.state), State::Ended);
    if let State::Waiting(waiting) = state {
        shared.answer(waiting.token, Err(fault_of(end)));
    }
}

fn fault_of(end: End) -> Fault {
    match end {
        End::Gone(error) => failure::fault(&error),
        End::Refused(Reason::CutOff) => failure::fault(&Error::from(ErrorKind::UnexpectedEof)),
        End::Refused(reason) => Fault::io(reason.to_string()),
    }
}

fn put_back(shared: &Arc<Shared>, callee: &Arc<Callee>) {
    let mut pool = lock(&shared.pool);
    let entry = (Arc::clone(callee), Instant::now());
    match pool.idle.get_mut(&callee.address) {
        Some(idle) => idle.push(entry),
        None => drop(pool.idle.insert(callee.address.clone(), vec![entry])),
    }
    if !std::mem::replace(&mut pool.sweeping, true) {
        tokio::spawn(sweep(Arc::clone(shared)));
    }
}

fn take_out(shared: &Shared, callee: &Arc<Callee>) {
    let mut pool = lock(&shared.pool);
    if let Some(idle) = pool.idle.get_mut(&callee.address) {
        idle.retain(|(other, _)| !Arc::ptr_eq(other, callee));
    }
}

/// Closes connections that have waited for too long, until there is none.
async fn sweep(shared: Arc<Shared>) {
    loop {
        tokio::time::sleep(shared.limits.idle / 2).await;
        let mut pool = lock(&shared.pool);
        pool.idle.retain(|_, idle| {
            idle.retain(|(callee, since)| {
                let stays = since.elapsed() < shared.limits.idle;
                if !stays {
                    callee.abandon();
                }
                stays
            });
            !idle.is_empty()
        });
        if pool.idle.is_empty() {
            pool.sweeping = false;
            return;
        }
    }
}
