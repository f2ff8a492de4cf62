//! A run, as people follow it: each step on its line of source.

use crate::base::{Name, Span};
use serde::{Deserialize, Serialize};

/// A run from the first state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// For an infinite run: the step to which it comes back after the last.
    pub loop_from: Option<usize>,
    /// Where everybody stands after the last step: who waits for what.
    pub standing: Vec<Step>,
}

/// One step of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What happens. A [`StepKind::Choice`] lies on its condition, or where a variable gets its value; an internal step with neither subject nor values
    /// is not shown to people.
    pub kind: StepKind,
    /// Who does it, or who sends.
    pub from: Actor,
    /// Who receives, for what travels.
    pub to: Option<Actor>,
    /// The operation, for what travels; else the lock, link, fault or variable.
    pub subject: Option<Name>,
    /// The values that matter, as people write them; `None` when none does. For a choice: what its condition was, or what
    /// the variable is. For a
    /// lock and a link: `acquire`, `release`, `signal`. For the end of a session: `init`, `crash`, where it is that.
    pub values: Option<String>,
    /// The line that says so; [`Span::NOWHERE`] for what the environment does.
    pub span: Span,
}

/// Who takes part in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Actor {
    /// The service, or `client`, `environment`.
    pub name: Name,
    /// Which of its sessions, from 1; `None` for what is not in a session.
    pub session: Option<u32>,
}

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the words are those of the JSON schema")]
pub enum StepKind {
    Start,
    Send,
    Receive,
    Reply,
    Fault,
    Internal,
    Choice,
    Timeout,
    End,
    /// Only in [`Trace::standing`]: waits for what `subject` names.
    Wait,
}

impl StepKind {
    /// The word of the JSON schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Reply => "reply",
            Self::Fault => "fault",
            Self::Internal => "internal",
            Self::Choice => "choice",
            Self::Timeout => "timeout",
            Self::End => "end",
            Self::Wait => "wait",
        }
    }
}
