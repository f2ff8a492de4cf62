//! How much those on the other side may make us hold: what comes from outside is refused beyond these.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What is allowed. Sizes are in bytes.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A message on the wire, in either direction.
    pub message: usize,
    /// One string or byte array.
    pub string: usize,
    /// The nodes and names of one message: those that it announces count before they are there.
    pub nodes: usize,
    /// Nodes inside of one another.
    pub depth: usize,
    /// The first line and the fields of a message of HTTP.
    pub head: usize,
    /// The body of one, as it comes and when it is unpacked.
    pub body: usize,
    /// Requests of one connection that are not answered yet; its next ones wait in the kernel.
    pub open_requests: usize,
    /// What one connection may leave unread of our answers.
    pub unsent: usize,
    /// Connections that callers have open; further ones wait in the kernel.
    pub connections: usize,
    /// Messages that the machine has not taken yet; what comes after them waits in the kernel.
    pub waiting: usize,
    /// What messages may take that have not come whole or have not been taken, of all connections together.
    pub memory: usize,
    /// How long a message that has begun, or an answer, may stand still.
    pub stall: Duration,
    /// How long a connection of ours stays open without a call.
    pub idle: Duration,
    /// How long the end of the program waits for answers that are on their way.
    pub flush: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message: 256 << 20,
            string: 256 << 20,
            nodes: 1 << 22,
            depth: 10_000,
            head: 64 << 10,
            body: 16 << 20,
            open_requests: 1024,
            unsent: 256 << 20,
            connections: 4096,
            waiting: 64 << 20,
            memory: 1 << 30,
            stall: Duration::from_secs(60),
            idle: Duration::from_secs(2),
            flush: Duration::from_secs(5),
        }
    }
}

/// What all connections together may still take.
#[derive(Debug)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    pub(super) fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self(AtomicUsize::new(bytes)))
    }
}

/// A part of the budget, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

/// Shares grow by steps of so much, so that small messages do not touch what all connections share.
const STEP: usize = 64 << 10;

impl Share {
    pub(super) fn new(budget: &Arc<Budget>) -> Self {
        Self {
            budget: Arc::clone(budget),
            bytes: 0,
        }
    }

    /// Grows to hold so many bytes; false when there is no room. The first [`STEP`] is free.
    pub(super) fn hold(&mut self, bytes: usize) -> bool {
        let wanted = bytes / STEP * STEP;
        if wanted <= self.bytes {
            return true;
        }
        let more = wanted - self.bytes;
        let taken = (self.budget.0).fetch_update(Ordering::AcqRel, Ordering::Acquire, |left| {
            left.checked_sub(more)
        });
        if taken.is_ok() {
            self.bytes = wanted;
        }
        taken.is_ok()
    }

    /// All of it, for whom the bytes go to.
    pub(super) fn hand_over(&mut self) -> Self {
        std::mem::replace(self, Self::new(&self.budget))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.0.fetch_add(self.bytes, Ordering::AcqRel);
    }
}
