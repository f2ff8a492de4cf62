//! The machine: instances of services, their sessions and threads, one after another on one thread of the host.
//!
//! A thread runs until it waits or has used up its portion; which of those that can go on is next is a matter of turn,
//! or of chance under a seed. Steps are those of the network (`papers/semantics.md`), on whole values: sessions and
//! queues as `automata::network` has them, faults and kills as its `step::fault`. What comes from outside comes as
//! events.

mod answer;
mod correlate;
mod courier;
mod evaluate;
mod event;
mod fault;
mod host;
mod instance;
mod limits;
mod log;
mod outside;
mod parallel;
mod queue;
mod replay;
mod route;
mod runtime;
mod schedule;
mod session;
mod start;
mod step;
mod store;
mod tell;
mod thread;
mod watch;
mod weigh;
mod write;

pub use event::{Event, EventKind, Observer};
pub use instance::InstanceId;
pub use limits::Limits;
pub use replay::Replayed;
pub use schedule::{Outcome, Waiting};
pub use start::StartError;
pub use thread::{SessionId, ThreadId};
pub use watch::VIOLATION;

use super::code::Code;
use super::library::{Ticket, TimerId};
use super::value::{Text, Value};
use crate::base::{Diagnostic, Sources};
use crate::program::{Program, ServiceId};
use indexmap::IndexMap;
use instance::{Instance, Running};
use rustc_hash::FxHashMap;
use schedule::Schedule;
use slotmap::SlotMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thread::{Caller, Session, Thread};

/// The number of a call: answers to earlier calls of a thread are not taken for it.
pub type CallNumber = u64;

/// How a machine runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// With a seed, who goes on is a matter of chance, always the same one; time does not pass by itself, and sockets
    /// lead to the services of this machine alone.
    pub seed: Option<u64>,
    /// How long an answer may take; `None` is for ever.
    pub timeout: Option<Duration>,
    /// After how many turns of threads the run is interrupted, for programs that never end.
    pub turns: Option<u64>,
    /// The arguments of the program.
    pub arguments: Vec<String>,
    /// The file of the program, or its folder.
    pub program: PathBuf,
    /// How programs that are embedded while it runs are loaded.
    pub load: crate::program::Settings,
    /// How much it may hold.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: None,
            timeout: Some(Duration::from_secs(60)),
            turns: None,
            arguments: Vec::new(),
            program: PathBuf::new(),
            load: crate::program::Settings::default(),
            limits: Limits::default(),
        }
    }
}

impl Settings {
    /// The folder of the program.
    fn folder(&self) -> &Path {
        let folder = if self.program.is_dir() {
            Some(self.program.as_path())
        } else {
            self.program.parent()
        };
        folder
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
    }
}

/// Programs that run.
pub struct Machine {
    settings: Settings,
    instances: Vec<Instance>,
    sessions: SlotMap<SessionId, Session>,
    threads: SlotMap<ThreadId, Thread>,
    schedule: Schedule,
    /// Who listens at a location inside: `local://A`, or one that was made up.
    locals: FxHashMap<Text, (InstanceId, u32)>,
    /// The code of services, which their instances share.
    codes: FxHashMap<(usize, ServiceId), Arc<Code>>,
    /// Calls that wait for something outside of the machine.
    tickets: FxHashMap<Ticket, Caller>,
    next_number: u64,
    /// What messages take that wait, or have started sessions.
    held: limits::Held,
    /// How much values took when it was first found to be too much; nothing when it is not.
    overweight: Option<usize>,
    output: Box<dyn Write>,
    errors: Box<dyn Write>,
    observer: Option<Box<dyn Observer>>,
    /// The texts of each program, for places in messages.
    sources: FxHashMap<usize, Arc<Sources>>,
    /// The alarms of timers that standard services have started.
    timers: FxHashMap<TimerId, u64>,
    /// The standard services that wait for lines of the standard input.
    listeners_of_lines: Vec<InstanceId>,
    reads_lines: bool,
    /// What `Runtime` keeps by name.
    properties: IndexMap<Text, Value>,
    /// The services that were started and have not ended.
    entries: Vec<InstanceId>,
    /// The worst status that one of them ended with.
    worst: i32,
    /// The status that the run ends with, once it does.
    status: Option<i32>,
    outside: outside::Outside,
    lines: log::Lines,
    /// When it is led along a run.
    led: Option<Box<replay::Led>>,
    /// The sessions that partners are held to.
    watch: watch::Watch,
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Machine")
            .field("instances", &self.instances.len())
            .field("sessions", &self.sessions.len())
            .finish_non_exhaustive()
    }
}

impl Machine {
    /// A machine in which nothing runs yet.
    #[must_use]
    pub fn new(settings: Settings, output: Box<dyn Write>, errors: Box<dyn Write>) -> Self {
        Self {
            schedule: Schedule::new(settings.seed),
            settings,
            instances: Vec::new(),
            sessions: SlotMap::with_key(),
            threads: SlotMap::with_key(),
            locals: FxHashMap::default(),
            codes: FxHashMap::default(),
            tickets: FxHashMap::default(),
            next_number: 1,
            held: limits::Held::default(),
            overweight: None,
            output,
            errors,
            observer: None,
            sources: FxHashMap::default(),
            timers: FxHashMap::default(),
            listeners_of_lines: Vec::new(),
            reads_lines: false,
            properties: IndexMap::new(),
            entries: Vec::new(),
            worst: 0,
            status: None,
            outside: outside::Outside::default(),
            lines: log::Lines::default(),
            led: None,
            watch: watch::Watch::default(),
        }
    }

    /// Tells an observer of everything that happens.
    pub fn observe(&mut self, observer: Box<dyn Observer>) {
        self.observer = Some(observer);
    }

    /// Tells the observer that the run is over, and lets it go.
    ///
    /// # Errors
    ///
    /// When it could not keep what it was told.
    pub fn finish_observer(&mut self) -> std::io::Result<()> {
        self.observer
            .take()
            .map_or(Ok(()), |mut observer| observer.finish())
    }

    /// The code of a service, compiled once.
    fn code(
        &mut self,
        program: &Arc<Program>,
        service: ServiceId,
    ) -> Result<Arc<Code>, Vec<Diagnostic>> {
        let key = (Arc::as_ptr(program).addr(), service);
        if let Some(code) = self.codes.get(&key) {
            return Ok(Arc::clone(code));
        }
        let code = Arc::new(super::compile::compile(program, service)?);
        self.codes.insert(key, Arc::clone(&code));
        Ok(code)
    }

    fn running(&self, instance: InstanceId) -> Option<&Running> {
        self.instances.get(instance.index())?.running()
    }

    fn running_mut(&mut self, instance: InstanceId) -> Option<&mut Running> {
        self.instances.get_mut(instance.index())?.running_mut()
    }

    fn number(&mut self) -> u64 {
        self.next_number += 1;
        self.next_number
    }
}
