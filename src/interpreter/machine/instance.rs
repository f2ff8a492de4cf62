//! A running service: its code, what its sessions share, and which sessions it has.

use super::correlate::Index;
use super::store::Variables;
use super::thread::{Scope, SessionId, ThreadId};
use crate::interpreter::code::{Code, Place};
use crate::interpreter::library::{self, Native};
use crate::interpreter::value::{Text, Value};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// A running service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub u32);

impl InstanceId {
    /// Its position.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A running service.
pub struct Instance {
    /// Its name.
    pub name: Text,
    /// Who embeds it.
    pub parent: Option<InstanceId>,
    /// What it does.
    pub body: Body,
    /// What part of its life it is in.
    pub life: Life,
    /// Its locations: made up, or written.
    pub locations: Vec<Text>,
    /// How long an answer to its calls may take, where it differs from that of the machine.
    pub timeout: Option<Duration>,
    /// The thread that waits for it to be initialised: it is embedded by a call.
    pub awaited: Option<super::thread::Caller>,
}

/// What an instance does.
pub enum Body {
    /// It is written in Jolie.
    Jolie(Box<Running>),
    /// It is a standard service.
    Native(Option<Box<dyn Native>>),
    /// It is the service `Runtime`.
    Runtime,
    /// It has ended.
    Ended,
}

/// A service written in Jolie that runs.
pub struct Running {
    /// Its code.
    pub code: Arc<Code>,
    /// `global`.
    pub global: Value,
    /// Whether something in it was ever made an alias.
    pub global_aliased: bool,
    /// What new sessions start with: what `init` has left.
    pub variables: Variables,
    /// The scopes that `init` has left open: the session's own.
    pub scopes: Vec<Scope>,
    /// How many embedded services are not initialised yet, and one more until all are made.
    pub children: u32,
    /// Its sessions that messages may be for.
    pub index: Index,
    /// Who holds each lock, how often, and who waits for it.
    pub locks: Vec<Lock>,
    /// In sequential mode: the sessions that wait, and whether one runs.
    pub line: VecDeque<SessionId>,
    /// The session that runs in sequential mode.
    pub current: Option<SessionId>,
}

/// A lock.
#[derive(Debug, Default)]
pub struct Lock {
    /// Who holds it, and how often.
    pub holder: Option<(ThreadId, u32)>,
    /// Who waits.
    pub waiting: VecDeque<ThreadId>,
}

/// What part of its life an instance is in.
#[derive(Clone, Debug)]
pub enum Life {
    /// What it embeds is not initialised.
    Embedding,
    /// Its `init` runs.
    Starting,
    /// It takes messages.
    Running,
    /// It takes no more, and ends with its last session, or when that takes too long.
    Exiting,
    /// Nobody listens.
    Ended,
}

impl Body {
    /// The standard service that a Java class of Jolie implements, when it is one of ours.
    #[must_use]
    pub fn of_class(class: &str) -> Option<Self> {
        if class == super::runtime::CLASS {
            return Some(Self::Runtime);
        }
        library::native(class).map(|native| Self::Native(Some(native)))
    }
}

impl Instance {
    /// Its sessions and what they share; nothing when it is not written in Jolie, or has ended.
    #[must_use]
    pub fn running(&self) -> Option<&Running> {
        match &self.body {
            Body::Jolie(running) => Some(running),
            Body::Native(_) | Body::Runtime | Body::Ended => None,
        }
    }

    /// The same, to be changed.
    pub fn running_mut(&mut self) -> Option<&mut Running> {
        match &mut self.body {
            Body::Jolie(running) => Some(running),
            Body::Native(_) | Body::Runtime | Body::Ended => None,
        }
    }
}

impl Running {
    /// A service that is about to be initialised.
    #[must_use]
    pub fn new(code: Arc<Code>) -> Self {
        let locks = code.locks.iter().map(|_| Lock::default()).collect();
        Self {
            global: Value::VOID,
            global_aliased: false,
            variables: Variables::new(code.slots.len()),
            scopes: vec![Scope {
                leave: Place::MAX,
                ..Scope::default()
            }],
            children: 1,
            index: Index::default(),
            locks,
            line: VecDeque::new(),
            current: None,
            code,
        }
    }
}
