//! The standard services that Jolie writes in Java, written here: one file a class, and the table of them.
//!
//! In comes the name of the class (`joliex.util.StringUtils`), an operation and its request; out comes an [`Answer`].
//! A service sees the machine that runs it only through [`Host`]. What belongs to the machine itself (`Runtime`) is not
//! here. Types are checked by the port that calls, before and after.

use super::fault::Fault;
use super::value::Value;
use std::time::Duration;

/// How an operation is answered. A one-way operation is answered by [`Answer::Value`] of a void value.
#[derive(Debug)]
pub enum Answer {
    /// At once.
    Value(Value),
    /// By a fault.
    Fault(Fault),
    /// After some time.
    After(Duration, Value),
    /// When this has been done elsewhere: it may block.
    Elsewhere(Work),
    /// When [`Host::answer`] is called with this ticket.
    Later(Ticket),
}

/// Something that may block, done beside the machine.
pub struct Work(pub Box<dyn FnOnce() -> Result<Value, Fault> + Send>);

impl std::fmt::Debug for Work {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Work")
    }
}

/// A call that waits: given by [`Host::ticket`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket(pub u64);

/// A timer that was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimerId(pub u64);

/// What a standard service may ask of the machine that runs it.
pub trait Host {
    /// Writes to the standard output.
    fn print(&mut self, text: &str);
    /// Sends a one-way message to the service that embeds this one.
    fn notify(&mut self, operation: &str, value: Value);
    /// Sends such a message after a delay, and again after each period if there is one.
    fn schedule(
        &mut self,
        delay: Duration,
        period: Option<Duration>,
        operation: &str,
        value: Value,
    ) -> TimerId;
    /// Stops a timer; false when there is none.
    fn cancel(&mut self, timer: TimerId) -> bool;
    /// The time, in milliseconds since 1970: that of the machine, which runs ahead of the clock under a seed.
    fn now(&self) -> i64;
    /// A random number, the same in each run under a seed.
    fn random(&mut self) -> u64;
    /// A ticket for the call that is being made, to answer it later.
    fn ticket(&mut self) -> Ticket;
    /// Answers a call that waits.
    fn answer(&mut self, ticket: Ticket, answer: Result<Value, Fault>);
    /// Asks for lines of the standard input: each comes as a notification of `in`.
    fn read_lines(&mut self);
    /// The folder of the program that is run.
    fn folder(&self) -> &std::path::Path;
}

/// A standard service with its state.
pub trait Native {
    /// Carries out an operation. `None` when there is no such operation.
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer>;
}

/// A new standard service, by its class; `None` when the class is not one of ours.
#[must_use]
pub fn native(class: &str) -> Option<Box<dyn Native>> {
    let _ = class;
    None
}

/// A new standard service that Jolie writes in Jolie, by its package (`trees`) and name; `None` when it is not one of
/// ours.
#[must_use]
pub fn standard_service(package: &str, service: &str) -> Option<Box<dyn Native>> {
    let _ = (package, service);
    None
}
