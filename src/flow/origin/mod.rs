//! Where values come from: who has made what correlation variables and `global` are set to.
//!
//! In comes a service; out comes what [`Followed`] holds: each write of a correlation variable with the [`Origins`] of the
//! value, and each read and write of `global` with the locks that are held there and what has decided that the step is
//! reached. A session is followed from each message that starts one, in the order of the steps; ways that meet again are
//! joined, loops are gone through until nothing is new, definitions at each call.
//!
//! What is not followed comes from [`Source::Unknown`]: computed names, second names with several meanings, what a fault
//! carries. Parallel parts are followed one after another, and a handler where it is installed, so what is said here is
//! good for telling what goes wrong; who claims that nothing does must check it by other means.

mod run;
mod shared;
mod state;
mod value;

pub use run::follow;
pub use shared::{Check, Effect, EffectKind, Lock, Place, Read, Sense, SharedWrite};

use crate::base::{Name, Span};

/// Of a value that may come from more places than this, nothing is said.
const SOURCES: usize = 8;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The session has made it, with `new`.
    Fresh(Span),
    /// `init` has made it, with `new`, once for all sessions.
    Once(Span),
    /// It is written down.
    Written(Span),
    /// It came in a message.
    Message {
        /// For this operation.
        operation: Name,
        /// Where it stood in the message.
        path: Vec<Name>,
    },
    /// It came as an answer.
    Answer {
        /// By this output port.
        port: Name,
        /// For this operation.
        operation: Name,
    },
    /// It was read from `global`: an index into [`Followed::reads`].
    Shared(usize),
    /// Anywhere else.
    Unknown,
}

/// Where a value may come from, and what has decided which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// The sources, one for each way; none when nothing was ever put there.
    pub sources: Vec<Source>,
    /// What was asked of `global` before it was decided.
    pub decided: Vec<Check>,
}

impl Origins {
    /// From here alone.
    #[must_use]
    pub fn of(source: Source) -> Self {
        Self {
            sources: vec![source],
            decided: Vec::new(),
        }
    }

    /// From anywhere.
    #[must_use]
    pub fn unknown() -> Self {
        Self::of(Source::Unknown)
    }

    /// From either.
    pub fn join(&mut self, other: &Self) {
        add(&mut self.sources, &other.sources);
        if self.sources.len() > SOURCES {
            self.sources = vec![Source::Unknown];
        }
        add(&mut self.decided, &other.decided);
    }

    /// Whether there is a source, and each of them is like this.
    #[must_use]
    pub fn all(&self, like: impl FnMut(&Source) -> bool) -> bool {
        !self.sources.is_empty() && self.sources.iter().all(like)
    }

    /// The reads of `global` that it comes from.
    pub fn reads(&self) -> impl Iterator<Item = usize> + '_ {
        self.sources.iter().filter_map(|source| match source {
            Source::Shared(read) => Some(*read),
            _ => None,
        })
    }
}

/// Adds what is not there yet.
fn add<T: Clone + PartialEq>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// A write of a correlation variable by a session.
#[derive(Clone, Debug)]
pub struct Given {
    /// The variable, without `csets`.
    pub variable: Vec<Name>,
    /// Where it is written.
    pub span: Span,
    /// Where the value comes from.
    pub origins: Origins,
    /// The locks that are held.
    pub locks: Vec<Lock>,
    /// Whether something outside of the session, `global` or another service, was asked before: it may have made sure
    /// that the value is not in use.
    pub asked: bool,
}

/// What a service does with correlation variables and with `global`.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// The writes of correlation variables in sessions.
    pub given: Vec<Given>,
    /// The reads of `global`.
    pub reads: Vec<Read>,
    /// The writes of `global`.
    pub writes: Vec<SharedWrite>,
    /// What else sessions do that can be felt, after they have asked something of `global`.
    pub effects: Vec<Effect>,
}
