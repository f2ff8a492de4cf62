//! One connection: what is written to it, from any thread.
//!
//! A message is written at once by whoever sends it, which spares a change of threads; only what the kernel does not take
//! is left to a task. Reading is in [`super::reader`].

use super::io_thread::Command;
use super::limits::Limits;
use super::stream::Stream;
use crate::interpreter::fault::Fault;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

/// A connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: Stream,
    pub(super) limits: Arc<Limits>,
    commands: UnboundedSender<Command>,
    output: Mutex<Output>,
    /// Something was answered or sent.
    changed: Notify,
    /// It has been ended from our side.
    ended: Notify,
}

#[derive(Debug, Default)]
struct Output {
    bytes: Vec<u8>,
    /// How many of the bytes are sent.
    sent: usize,
    /// A task sends the rest.
    flushing: bool,
    /// Nothing can be sent any more.
    broken: Option<ErrorKind>,
    /// Requests that are not answered yet.
    open: usize,
}

/// Why a message cannot be sent.
#[derive(Debug)]
pub(super) enum SendError {
    Refused(Fault),
    Failed(io::Error),
}

/// Larger buffers are given back when they are empty.
pub(super) const KEPT_BUFFER: usize = 16 << 10;

/// Makes an emptied buffer small again.
pub(super) fn emptied(buffer: &mut Vec<u8>) {
    buffer.clear();
    buffer.shrink_to(KEPT_BUFFER);
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Connection {
    pub(super) fn new(
        stream: Stream,
        limits: &Arc<Limits>,
        commands: &UnboundedSender<Command>,
    ) -> Arc<Self> {
        Arc::new(Self {
            stream,
            limits: Arc::clone(limits),
            commands: commands.clone(),
            output: Mutex::default(),
            changed: Notify::new(),
            ended: Notify::new(),
        })
    }

    /// Sends a message, written by the function: it is on its way when this returns, or will be as soon as the other side
    /// reads.
    pub(super) fn send(
        self: &Arc<Self>,
        write: impl FnOnce(&mut Vec<u8>, &Limits) -> Result<(), Fault>,
    ) -> Result<(), SendError> {
        let mut output = lock(&self.output);
        if let Some(kind) = output.broken {
            return Err(SendError::Failed(kind.into()));
        }
        let start = output.bytes.len();
        if let Err(fault) = write(&mut output.bytes, &self.limits) {
            output.bytes.truncate(start);
            return Err(SendError::Refused(fault));
        }
        if output.flushing {
            if output.bytes.len() - output.sent > self.limits.unsent {
                self.break_off(&mut output, ErrorKind::TimedOut);
                return Err(SendError::Failed(ErrorKind::TimedOut.into()));
            }
            return Ok(());
        }
        self.write(&mut output).map_err(SendError::Failed)?;
        if !output.bytes.is_empty() {
            output.flushing = true;
            // Without that thread the program is at its end.
            let _ = self.commands.send(Command::Flush(Arc::clone(self)));
        }
        Ok(())
    }

    /// Writes what the kernel takes.
    fn write(&self, output: &mut Output) -> io::Result<()> {
        while let Some(rest @ [_, ..]) = output.bytes.get(output.sent..) {
            match self.stream.try_write(rest) {
                Ok(count) => output.sent += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.break_off(output, error.kind());
                    return Err(error);
                }
            }
        }
        output.sent = 0;
        emptied(&mut output.bytes);
        Ok(())
    }

    /// Sends what the kernel has not taken before.
    pub(super) async fn flush(self: Arc<Self>) {
        loop {
            let writable = tokio::time::timeout(self.limits.stall, self.stream.writable()).await;
            let mut output = lock(&self.output);
            if !matches!(writable, Ok(Ok(()))) {
                self.break_off(&mut output, ErrorKind::TimedOut);
            }
            // An error is in `broken` now.
            let _ = self.write(&mut output);
            if output.bytes.is_empty() || output.broken.is_some() {
                output.flushing = false;
                self.changed.notify_one();
                return;
            }
            if output.sent > output.bytes.len() / 2 {
                let sent = std::mem::take(&mut output.sent);
                output.bytes.drain(..sent);
            }
        }
    }

    fn break_off(&self, output: &mut Output, kind: ErrorKind) {
        output.broken.get_or_insert(kind);
        output.sent = 0;
        output.bytes = Vec::new();
        self.ended.notify_one();
        self.changed.notify_one();
    }

    /// Ends the connection; what is not sent is lost.
    pub(super) fn end(&self) {
        self.break_off(&mut lock(&self.output), ErrorKind::ConnectionAborted);
    }

    /// Waits until the connection has been ended from our side.
    pub(super) async fn ended(&self) -> io::Error {
        self.ended.notified().await;
        let kind = lock(&self.output).broken;
        kind.unwrap_or(ErrorKind::ConnectionAborted).into()
    }

    /// A request has come.
    pub(super) fn opened(&self) {
        lock(&self.output).open += 1;
    }

    /// A request is answered, or never will be.
    pub(super) fn closed(&self) {
        let mut output = lock(&self.output);
        output.open = output.open.saturating_sub(1);
        self.changed.notify_one();
    }

    /// Waits until there is room for another request.
    pub(super) async fn has_room(&self) {
        self.until(|output| {
            output.open < self.limits.open_requests && output.bytes.len() <= self.limits.unsent / 2
        })
        .await;
    }

    /// Waits until all requests are answered and all answers sent.
    pub(super) async fn is_quiet(&self) {
        self.until(|output| output.open == 0 && output.bytes.is_empty())
            .await;
    }

    async fn until(&self, condition: impl Fn(&Output) -> bool) {
        loop {
            {
                let output = lock(&self.output);
                if output.broken.is_some() || condition(&output) {
                    return;
                }
            }
            self.changed.notified().await;
        }
    }
}
