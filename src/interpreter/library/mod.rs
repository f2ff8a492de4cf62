//! The standard services that Jolie writes in Java, written here: one file a class, and the table of them.
//!
//! In comes the name of the class (`joliex.util.StringUtils`), an operation and its request; out comes an [`Answer`].
//! A service sees the machine that runs it only through [`Host`]. What belongs to the machine itself (`Runtime`) is not
//! here. Types are checked by the port that calls, before and after.
//!
//! Not here yet, so that whoever embeds them is told so: `joliex.db.DatabaseService`, `joliex.mail.SMTPService`,
//! `joliex.xmpp.XMPPService`, `joliex.net.BluetoothService`, the user interface of Swing, `joliex.meta.MetaJolie` and
//! `AstService`, `joliex.lang.reflection.Reflection`, `joliex.lang.inspector.Inspector`,
//! `joliex.mustache.MustacheService`, `joliex.scheduler.SchedulerService`, `joliex.util.WebServicesUtils` and
//! `joliex.storage`; of the packages written in Jolie all but `args`, `assertions` and `trees`.

mod archive;
pub mod auto;
mod charset;
mod console;
mod converter;
mod date;
mod digest;
mod exec;
mod file;
mod html;
mod ini;
mod jolie;
mod json;
mod math;
mod network;
mod pattern;
mod queue;
mod request;
mod security;
mod semaphore;
mod strings;
#[cfg(test)]
mod testing;
mod time;
mod uri;
mod utf16;
mod values;
mod vectors;
mod wire;
mod xml;
mod yaml;

pub(super) use charset::Charset;
pub(super) use wire::{json_read, json_write, url_decoded, url_encoded, xml_read, xml_write};

use super::fault::Fault;
use super::value::Value;
use super::value::growth::Weight;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
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
    /// Asks for lines of the standard input: each comes to [`Native::line`].
    fn read_lines(&mut self);
    /// The folder of the program that embeds the service.
    fn folder(&self) -> &std::path::Path;
    /// The file of the program that is run.
    fn program(&self) -> &std::path::Path;
}

/// A standard service with its state.
pub trait Native {
    /// Carries out an operation. `None` when there is no such operation.
    fn call(&mut self, operation: &str, request: &Value, host: &mut dyn Host) -> Option<Answer>;

    /// Adds up the values that it keeps.
    fn weigh(&self, _: &mut Weight) {}

    /// Takes a line of the standard input, which it asked for by [`Host::read_lines`]; void at the end of the input.
    fn line(&mut self, line: Value, host: &mut dyn Host) {
        host.notify("in", line);
    }
}

/// A new standard service, by its class; `None` when the class is not one of ours.
#[must_use]
pub fn native(class: &str) -> Option<Box<dyn Native>> {
    Some(match class {
        "joliex.io.ConsoleService" => Box::<console::Console>::default(),
        "joliex.io.FileService" => Box::<file::Files>::default(),
        "joliex.lang.Values" => Box::new(Pure(values::operation)),
        "joliex.lang.Vectors" => Box::new(Pure(vectors::operation)),
        "joliex.security.MessageDigestService" => Box::new(Pure(digest::operation)),
        "joliex.security.SecurityUtils" => Box::new(Pure(security::operation)),
        "joliex.util.Converter" => Box::new(Pure(converter::operation)),
        "joliex.util.ExecService" => Box::new(Blocking(exec::operation)),
        "joliex.util.HTMLUtils" => Box::new(Pure(html::operation)),
        "joliex.util.IniUtils" => Box::new(Blocking(ini::operation)),
        "joliex.util.JsonUtilsService" => Box::new(Pure(json::operation)),
        "joliex.util.MathService" => Box::new(math::Math),
        "joliex.util.NetworkService" => Box::new(Blocking(network::operation)),
        "joliex.util.QueueUtils" => Box::<queue::Queues>::default(),
        "joliex.util.SemaphoreUtils" => Box::<semaphore::Semaphores>::default(),
        "joliex.util.StringUtils" => Box::new(strings::Strings),
        "joliex.util.TimeService" => Box::<time::Time>::default(),
        "joliex.util.UriTemplates" => Box::new(Pure(uri::operation)),
        "joliex.util.XmlUtils" => Box::new(Pure(xml::operation)),
        "joliex.util.ZipUtils" => Box::new(Blocking(archive::operation)),
        _ => return None,
    })
}

/// What an operation that answers at once comes to.
type Outcome = Result<Value, Fault>;

/// Such an operation.
type Operation = fn(&Value) -> Outcome;

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Ok(value) => Self::Value(value),
            Err(fault) => Self::Fault(fault),
        }
    }
}

/// A service without a state, none of whose operations wait.
struct Pure(fn(&str) -> Option<Operation>);

impl Native for Pure {
    fn call(&mut self, operation: &str, request: &Value, _: &mut dyn Host) -> Option<Answer> {
        Some((self.0)(operation)?(request).into())
    }
}

/// A service without a state whose operations wait for files or for other programs.
struct Blocking(fn(&str) -> Option<Operation>);

impl Native for Blocking {
    fn call(&mut self, operation: &str, request: &Value, _: &mut dyn Host) -> Option<Answer> {
        let (carry_out, request) = ((self.0)(operation)?, request.clone());
        Some(Answer::Elsewhere(Work(Box::new(move || {
            carry_out(&request)
        }))))
    }
}

/// A new standard service that Jolie writes in Jolie, by its package (`trees`) and name; `None` when it is not one of
/// ours.
#[must_use]
pub fn standard_service(package: &str, service: &str) -> Option<Box<dyn Native>> {
    Some(match (package, service) {
        ("args", "Args") => Box::new(jolie::Args),
        ("assertions", "Assertions") => Box::new(jolie::Assertions),
        ("trees", "Trees") => Box::new(jolie::Trees),
        _ => return None,
    })
}

thread_local! {
    /// The expressions of refinements, read once; there are as many as programs have.
    static REFINEMENTS: RefCell<FxHashMap<String, Option<pattern::Pattern>>> = RefCell::default();
}

/// Whether the whole of a text matches a regular expression of Java; nothing matches one that cannot be read.
#[must_use]
pub fn matches_whole(pattern: &str, text: &str) -> bool {
    REFINEMENTS.with_borrow_mut(|known| {
        let compiled = known
            .entry(pattern.to_owned())
            .or_insert_with(|| pattern::Pattern::compile_whole(pattern).ok());
        let found = compiled
            .as_ref()
            .map(|compiled| compiled.matcher(text).find());
        matches!(found, Some(Ok(Some(_))))
    })
}
