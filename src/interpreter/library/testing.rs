//! A machine for tests: it writes down what it is asked for.

use super::super::fault::Fault;
use super::super::value::Value;
use super::{Answer, Host, Native, Ticket, TimerId, native};
use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

/// What was asked for.
#[derive(Default)]
pub(super) struct FakeHost {
    /// What was printed.
    pub printed: String,
    /// The time.
    pub time: i64,
    /// The timers that run.
    pub timers: Vec<(TimerId, Duration, String, Value)>,
    /// The calls that were answered later.
    pub answered: Vec<(Ticket, Result<Value, Fault>)>,
    /// The messages to the embedder.
    pub notified: VecDeque<(String, Value)>,
    /// Whether lines are read.
    pub reading: bool,
    handed_out: u64,
}

impl Host for FakeHost {
    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
    }

    fn notify(&mut self, operation: &str, value: Value) {
        self.notified.push_back((operation.to_owned(), value));
    }

    fn schedule(
        &mut self,
        delay: Duration,
        _: Option<Duration>,
        operation: &str,
        value: Value,
    ) -> TimerId {
        self.handed_out += 1;
        let timer = TimerId(self.handed_out);
        self.timers
            .push((timer, delay, operation.to_owned(), value));
        timer
    }

    fn cancel(&mut self, timer: TimerId) -> bool {
        let before = self.timers.len();
        self.timers.retain(|(known, ..)| *known != timer);
        self.timers.len() < before
    }

    fn now(&self) -> i64 {
        self.time
    }

    fn random(&mut self) -> u64 {
        self.handed_out += 1;
        self.handed_out.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn ticket(&mut self) -> Ticket {
        self.handed_out += 1;
        Ticket(self.handed_out)
    }

    fn answer(&mut self, ticket: Ticket, answer: Result<Value, Fault>) {
        self.answered.push((ticket, answer));
    }

    fn read_lines(&mut self) {
        self.reading = true;
    }

    fn folder(&self) -> &Path {
        Path::new("programs")
    }

    fn program(&self) -> &Path {
        Path::new("programs/main.ol")
    }
}

/// What an answer comes to when nobody has to wait for anybody.
pub(super) fn outcome(answer: Option<Answer>) -> Result<Value, Fault> {
    match answer.unwrap() {
        Answer::Value(value) | Answer::After(_, value) => Ok(value),
        Answer::Fault(fault) => Err(fault),
        Answer::Elsewhere(work) => (work.0)(),
        Answer::Later(ticket) => panic!("{ticket:?} is not answered yet"),
    }
}

/// One call of a new service.
pub(super) fn call(class: &str, operation: &str, request: &Value) -> Result<Value, Fault> {
    let mut service: Box<dyn Native> = native(class).unwrap();
    outcome(service.call(operation, request, &mut FakeHost::default()))
}

/// The value that one call answers.
pub(super) fn value(class: &str, operation: &str, request: &Value) -> Value {
    call(class, operation, request).unwrap()
}

/// The fault that one call answers.
pub(super) fn fault(class: &str, operation: &str, request: &Value) -> Fault {
    call(class, operation, request).unwrap_err()
}
