//! Those whom we call: a connection serves one call at a time and is used again for the next one to its location.
//!
//! As in Jolie, an answer to another request is passed over, one with the id 0 is taken for ours, and a connection that
//! has waited for [`Limits::idle`](super::Limits::idle) is closed.

use super::connection::{Connection, SendError, lock};
use super::failure;
use super::http::{Port, Role};
use super::io_thread::Shared;
use super::limits::Limits;
use super::location::{Address, Location};
use super::reader::{End, Heard, Reader, Reason, Received};
use super::stream::Stream;
use super::wire::{Wire, encode};
use super::{CallToken, Options};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Text, Value};
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
    line: Line,
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
#[derive(Clone, Debug)]
struct Waiting {
    token: CallToken,
    id: i64,
    operation: Text,
    keep_alive: bool,
    http: Option<Arc<Port>>,
}

/// Whom a connection leads to, and whether http is spoken there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    address: Address,
    http: bool,
}

impl Call {
    fn waiting(&self) -> Waiting {
        Waiting {
            token: self.token,
            id: self.message.id,
            operation: self.message.operation.clone(),
            keep_alive: self.options.keep_alive,
            http: self.options.http.clone(),
        }
    }

    fn line(&self) -> Line {
        Line {
            address: self.location.address.clone(),
            http: self.options.http.is_some(),
        }
    }

    fn write(&self, out: &mut Vec<u8>, limits: &Limits) -> Result<(), Fault> {
        match &self.options.http {
            None => Ok(encode(&self.message, out, limits)?),
            Some(port) => port.write_request(&self.location, &self.message, out),
        }
    }
}

impl Waiting {
    /// What a message says if it is the answer; nothing if it is another one.
    fn answer(&self, message: Heard, limits: &Limits) -> Option<Result<Value, Fault>> {
        match (message, &self.http) {
            (Heard::Sodep(wire), _) => {
                let ours = [self.id, ANY_REQUEST].contains(&wire.id);
                ours.then(|| wire.fault.map_or(Ok(wire.value), Err))
            }
            (Heard::Http(message), Some(port)) => {
                Some(port.read_answer(&self.operation, &message, limits))
            }
            (Heard::Http(_), None) => None,
        }
    }
}

/// Connections that wait for a call, newest last.
#[derive(Debug, Default)]
pub(super) struct Pool {
    idle: HashMap<Line, Vec<(Arc<Callee>, Instant)>>,
    sweeping: bool,
}

/// Tries to call over a connection that is open already; the call, when there is none.
pub(super) fn call_again(shared: &Shared, call: Call) -> Option<Call> {
    let line = call.line();
    loop {
        let callee = {
            let mut pool = lock(&shared.pool);
            let idle = pool.idle.get_mut(&line);
            match idle.and_then(Vec::pop) {
                Some((callee, _)) => callee,
                None => return Some(call),
            }
        };
        if !callee.begin(call.waiting()) {
            continue;
        }
        lock(&shared.calls).insert(call.token, callee.task.clone());
        match callee
            .connection
            .send(|out, limits| call.write(out, limits))
        {
            Ok(()) => return None,
            Err(SendError::Refused(fault)) => {
                callee.abandon();
                shared.answer(call.token, Err(fault));
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
        line: call.line(),
        task,
    });
    let fault = match callee
        .connection
        .send(|out, limits| call.write(out, limits))
    {
        Ok(()) => return answers(shared, callee).await,
        Err(SendError::Refused(fault)) => fault,
        Err(SendError::Failed(error)) => failure::fault(&error),
    };
    shared.answer(token, Err(fault));
}

async fn answers(shared: Arc<Shared>, callee: Arc<Callee>) {
    let role = callee.line.http.then_some(Role::Callee);
    let mut reader = Reader::new(&callee.connection, &shared.budget, role);
    let end = loop {
        let received = match reader.next().await {
            Ok(received) => received,
            Err(end) => break end,
        };
        match take(&shared, &callee, received) {
            Taken::Answer { stays: true } | Taken::Other => {}
            Taken::Answer { stays: false } => return,
            // Nobody has asked for it.
            Taken::Unasked => break End::Gone(ErrorKind::InvalidData.into()),
        }
    };
    take_out(&shared, &callee);
    let state = std::mem::replace(&mut *lock(&callee.state), State::Ended);
    if let State::Waiting(waiting) = state {
        shared.answer(waiting.token, Err(fault_of(end)));
    }
}

/// What a message was.
enum Taken {
    /// The answer; whether the connection stays open behind it.
    Answer {
        stays: bool,
    },
    /// The answer to something else.
    Other,
    Unasked,
}

/// Tells of the answer that a message is.
fn take(shared: &Arc<Shared>, callee: &Arc<Callee>, received: Received) -> Taken {
    let closes = match &received.message {
        Heard::Sodep(_) => false,
        Heard::Http(message) => message.closes,
    };
    let (waiting, result) = {
        let mut state = lock(&callee.state);
        let State::Waiting(waiting) = &*state else {
            return Taken::Unasked;
        };
        let Some(result) = waiting.answer(received.message, &shared.limits) else {
            return Taken::Other;
        };
        let mut waiting = waiting.clone();
        waiting.keep_alive &= !closes;
        *state = if waiting.keep_alive {
            State::Idle
        } else {
            State::Ended
        };
        (waiting, result)
    };
    if waiting.keep_alive {
        put_back(shared, callee);
    }
    shared.answer(waiting.token, result);
    Taken::Answer {
        stays: waiting.keep_alive,
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
    match pool.idle.get_mut(&callee.line) {
        Some(idle) => idle.push(entry),
        None => drop(pool.idle.insert(callee.line.clone(), vec![entry])),
    }
    if !std::mem::replace(&mut pool.sweeping, true) {
        tokio::spawn(sweep(Arc::clone(shared)));
    }
}

fn take_out(shared: &Shared, callee: &Arc<Callee>) {
    let mut pool = lock(&shared.pool);
    if let Some(idle) = pool.idle.get_mut(&callee.line) {
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
