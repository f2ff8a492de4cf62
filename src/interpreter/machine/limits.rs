//! How much a run may hold: what goes beyond is refused where it comes, by `IOException`; values that have become too
//! many are an `OutOfMemoryError` where they grow ([`super::weigh`]).

use crate::interpreter::fault::Fault;
use crate::interpreter::transport;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is allowed.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Sessions that are open at once, bodies of `spawn` included.
    pub sessions: usize,
    /// The bytes of messages that wait in queues or have started a session that is open.
    pub held: usize,
    /// The bytes of values: variables, messages, what standard services keep.
    pub values: usize,
    /// What comes over sockets.
    pub transport: transport::Limits,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: 1 << 20,
            held: 1 << 30,
            values: 2_000 << 20,
            transport: transport::Limits::default(),
        }
    }
}

impl Limits {
    /// What says that there are too many sessions.
    pub(super) fn too_many_sessions(&self) -> Fault {
        Fault::io(format!("more than {} sessions are open", self.sessions))
    }
}

/// What a message takes at the least.
const LEAST: usize = 256;

/// The bytes that are held, over the whole machine.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Arc<AtomicUsize>);

impl Held {
    /// Room for a message of so many bytes, until it is dropped.
    pub(super) fn room(&self, bytes: usize, limits: &Limits) -> Result<Room, Fault> {
        let bytes = bytes.max(LEAST);
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        let room = Room {
            held: self.clone(),
            bytes,
        };
        if before.saturating_add(bytes) > limits.held {
            return Err(Fault::io(format!(
                "more than {} bytes of messages are held",
                limits.held
            )));
        }
        Ok(room)
    }
}

/// The room that a message takes.
#[derive(Debug)]
pub(super) struct Room {
    held: Held,
    bytes: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.held.0.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
