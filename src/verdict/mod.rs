//! What every engine returns: a property holds, with its coverage; or fails, with a run; or is not known, with the
//! reason. Never a bool.
//!
//! In comes nothing; the floors above make these values, and `report` shows them. The words are those of
//! `papers/semantics.md`.

mod property;
mod trace;

pub use property::Property;
pub use trace::{Actor, Step, StepKind, Trace};

use crate::base::{Diagnostic, answers};
use serde::{Deserialize, Serialize};

/// The answer to one question about one system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What was asked.
    pub property: Property,
    /// The system.
    pub system: String,
    /// The service that it is about, where it is about one.
    pub subject: Option<String>,
    /// The answer.
    pub result: Outcome,
    /// The bounds of the exploration.
    pub parameters: Parameters,
    /// By which delivery it was judged: `jolie`, `sync`, `async`.
    #[serde(with = "answers::words")]
    pub semantics: answers::Word,
    /// Which steps were left out since others stand for them: `none`, `sound`, `kmc`.
    #[serde(with = "answers::words")]
    pub reduction: answers::Word,
    /// The theorem that proves it, for [`Coverage::Proved`].
    #[serde(with = "answers::word")]
    pub theorem: Option<answers::Word>,
    /// What else is to be known of the answer: which condition kept a shorter proof away.
    pub remark: Option<String>,
    /// How many states were seen.
    pub states: usize,
    /// How many steps were seen.
    pub transitions: usize,
}

/// The three answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// It holds.
    Holds(Coverage),
    /// It fails: what is reported, with the run.
    Fails(Box<Failure>),
    /// It is not known.
    Unknown(Reason),
}

/// Why a property fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// What people are told, at the line that is to blame.
    pub diagnostic: Diagnostic,
    /// The run.
    pub trace: Trace,
}

/// How much was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Coverage {
    /// Up to the bounds named in the parameters.
    Bounded,
    /// Every state; no bound was reached.
    Exhaustive,
    /// By a theorem or an invariant.
    Proved,
}

impl Coverage {
    /// The word of the JSON schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bounded => "bounded",
            Self::Exhaustive => "exhaustive",
            Self::Proved => "proved",
        }
    }
}

/// The bounds of an exploration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parameters {
    /// Messages a queue.
    pub k: usize,
    /// Sessions of one service that clients outside have open at once.
    pub sessions: usize,
}

/// Why a property is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// In one word: `limit`, `interrupted`, `values`, `nothing`.
    #[serde(with = "answers::words")]
    pub code: answers::Word,
    /// In a sentence, with what was covered.
    pub message: String,
    /// The candidate, when there is one whose values are not decided: a warning with its run.
    pub candidate: Option<Box<Failure>>,
}

impl Verdict {
    /// An answer about a system of Jolie for which no states were looked at.
    #[must_use]
    pub fn without_states(
        property: Property,
        system: &str,
        subject: Option<String>,
        result: Outcome,
    ) -> Self {
        Self {
            property,
            system: system.to_owned(),
            subject,
            result,
            parameters: Parameters::default(),
            semantics: "jolie",
            reduction: "none",
            theorem: None,
            remark: None,
            states: 0,
            transitions: 0,
        }
    }

    /// The failure or the candidate, when there is one.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.result {
            Outcome::Fails(failure) => Some(failure),
            Outcome::Unknown(reason) => reason.candidate.as_deref(),
            Outcome::Holds(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn failure_mut(&mut self) -> Option<&mut Failure> {
        match &mut self.result {
            Outcome::Fails(failure) => Some(failure),
            Outcome::Unknown(reason) => reason.candidate.as_deref_mut(),
            Outcome::Holds(_) => None,
        }
    }
}
