//! The thread that waits for the network, and what it shares with the machine's.

use super::client::{Call, Pool, call_anew};
use super::connection::{Connection, lock};
use super::limits::{Budget, Limits};
use super::server::accept;
use super::stream::{Bound, Listener};
use super::{CallToken, Event, ListenerId, Notice, Options, failure};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::Value;
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{AbortHandle, JoinHandle, JoinSet};

/// What that thread is asked for.
#[derive(Debug)]
pub(super) enum Command {
    Listen {
        id: ListenerId,
        bound: Bound,
        file: Option<PathBuf>,
        options: Options,
    },
    /// Close a listener; told when it is done.
    Close(ListenerId, SyncSender<()>),
    Call(Box<Call>),
    Cancel(CallToken),
    Flush(Arc<Connection>),
    Stop,
}

/// What both threads see.
pub(super) struct Shared {
    pub(super) limits: Arc<Limits>,
    events: Box<dyn Fn(Event) -> bool + Send + Sync>,
    pub(super) commands: UnboundedSender<Command>,
    pub(super) budget: Arc<Budget>,
    /// Room for connections of callers.
    pub(super) connections: Arc<Semaphore>,
    /// Room for messages that wait for the machine, in [`UNIT`]s.
    waiting: Arc<Semaphore>,
    pub(super) pool: Mutex<Pool>,
    /// Who reads the answer of a call.
    pub(super) calls: Mutex<HashMap<CallToken, AbortHandle>>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// Room is counted in portions of so many bytes.
const UNIT: usize = 1 << 10;

impl Shared {
    pub(super) fn new(
        events: Box<dyn Fn(Event) -> bool + Send + Sync>,
        commands: UnboundedSender<Command>,
        limits: Limits,
    ) -> Self {
        Self {
            events,
            commands,
            budget: Budget::new(limits.memory),
            connections: Arc::new(Semaphore::new(limits.connections.max(1))),
            waiting: Arc::new(Semaphore::new(portions(limits.waiting) as usize)),
            pool: Mutex::default(),
            calls: Mutex::default(),
            limits: Arc::new(limits),
        }
    }

    /// Tells the machine; false when there is none any more.
    pub(super) fn tell(&self, event: Event) -> bool {
        (self.events)(event)
    }

    /// Waits until there is room for a message of so many bytes.
    pub(super) async fn turn(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let portions = portions(bytes.min(self.limits.waiting));
        let waiting = Arc::clone(&self.waiting);
        waiting.acquire_many_owned(portions).await.ok()
    }

    /// Tells what became of a call.
    pub(super) fn answer(&self, token: CallToken, result: Result<Value, Fault>) {
        lock(&self.calls).remove(&token);
        // Without a machine nobody waits for it.
        let _ = self.tell(Event::Answer { token, result });
    }

    /// Tells of a connection that was refused, unless the machine has enough to do.
    pub(super) fn notice(&self, notice: Notice) {
        if self.waiting.available_permits() > 0 {
            let _ = self.tell(Event::Notice(notice));
        }
    }
}

fn portions(bytes: usize) -> u32 {
    u32::try_from(bytes / UNIT).unwrap_or(u32::MAX).max(1)
}

/// A listener that is open.
struct Open {
    task: JoinHandle<()>,
    file: Option<PathBuf>,
}

impl Open {
    /// Closes it, and the connections of its callers.
    async fn close(self) {
        self.task.abort();
        // It ends by being aborted.
        let _ = self.task.await;
        if let Some(file) = self.file {
            // Somebody may have been faster.
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Carries out commands until the last one; then answers that were given still go out.
pub(super) async fn run(shared: Arc<Shared>, mut commands: UnboundedReceiver<Command>) {
    let mut listeners: HashMap<ListenerId, Open> = HashMap::new();
    let mut flushes = JoinSet::new();
    while let Some(command) = commands.recv().await {
        while flushes.try_join_next().is_some() {}
        match command {
            Command::Listen {
                id,
                bound,
                file,
                options,
            } => match Listener::new(bound) {
                Ok(listener) => {
                    let task = tokio::spawn(accept(listener, id, options, Arc::clone(&shared)));
                    listeners.insert(id, Open { task, file });
                }
                Err(error) => shared.notice(Notice::Accept {
                    listener: id,
                    error: failure::words(&error),
                }),
            },
            Command::Close(id, done) => {
                if let Some(open) = listeners.remove(&id) {
                    open.close().await;
                }
                let _ = done.send(());
            }
            Command::Call(call) => {
                let token = call.token;
                let task = tokio::spawn(call_anew(Arc::clone(&shared), *call));
                lock(&shared.calls).insert(token, task.abort_handle());
            }
            Command::Cancel(token) => {
                if let Some(task) = lock(&shared.calls).remove(&token) {
                    task.abort();
                }
            }
            Command::Flush(connection) => drop(flushes.spawn(connection.flush())),
            Command::Stop => break,
        }
    }
    for (_, open) in listeners {
        open.close().await;
    }
    let flushed = async { while flushes.join_next().await.is_some() {} };
    // What has not gone out by then is lost.
    let _ = tokio::time::timeout(shared.limits.flush, flushed).await;
}
