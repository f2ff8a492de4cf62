//! A finding: what is told to people, the run, and which properties it refutes.

use super::severity::{Outside, Ruin};
use super::subject::{Path, Subject};
use crate::automata::network::InstanceId;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::verdict::Property;

/// What is wrong, with the run that shows it.
pub(super) struct Finding {
    pub properties: Vec<Property>,
    /// The service that it is about.
    pub subject: Option<String>,
    pub diagnostic: Diagnostic,
    /// The operations that it is about, by which a judgement without a state space may have said it already.
    pub operations: Vec<Name>,
    pub path: Path,
    /// The end of a session that is the cause, with the service that suffers by it.
    pub ended: Option<(InstanceId, Span)>,
    /// Whether the run can certainly happen; else there is only a candidate.
    pub certain: bool,
    /// Whether people are told of it when it is not certain.
    pub plausible: bool,
}

/// What is told, with the end of a session where that is the cause.
pub(super) struct Told {
    pub diagnostic: Diagnostic,
    pub ended: Option<Span>,
}

impl From<Diagnostic> for Told {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            ended: None,
        }
    }
}

/// Lowers the severity of a diagnostic to what its run shows, and says why.
pub(super) fn weigh(diagnostic: Diagnostic, ruin: &Ruin) -> Diagnostic {
    if !ruin.certain {
        return warn(diagnostic, "the run depends on data that are not followed");
    }
    match ruin.needs {
        None => diagnostic,
        Some(Outside::Client) => warn(
            diagnostic,
            "some clients that keep to the interface get here, others do not",
        ),
        Some(Outside::Server) => warn(
            diagnostic,
            "it happens when a service outside answers by a fault that it declares",
        ),
        Some(Outside::Timeout) => warn(diagnostic, "it happens after a call has timed out"),
        Some(Outside::Crash) => warn(diagnostic, "it happens when a program crashes"),
        Some(Outside::Loss) => warn(
            diagnostic,
            "it happens when a message between programs, or what answers it, is lost or late",
        ),
    }
}

/// At most a warning, with a note.
pub(super) fn warn(mut diagnostic: Diagnostic, why: &str) -> Diagnostic {
    diagnostic.severity = diagnostic.severity.min(Severity::Warning);
    diagnostic.note(why)
}

/// The codes of judgements without a state space that may tell the same.
const SAID: [Code; 10] = [
    Code::Q0311,
    Code::Q0312,
    Code::Q0313,
    Code::Q0314,
    Code::Q0315,
    Code::Q0316,
    Code::Q0317,
    Code::Q0318,
    Code::Q0411,
    Code::Q0413,
];

/// In place of what was said already of the same line or operation, what was said.
pub(super) fn settle(subject: &Subject<'_, '_>, finding: &mut Finding) {
    let touches = |one: Span, other: Span| {
        one.source == other.source && one.start < other.end && other.start < one.end
    };
    let lines: Vec<Span> = std::iter::once(&finding.diagnostic.primary)
        .chain(&finding.diagnostic.related)
        .map(|label| label.span)
        .collect();
    let names: Vec<String> = finding
        .operations
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let said = subject.said.iter().find(|said| {
        SAID.contains(&said.code)
            && (lines.iter().any(|line| touches(*line, said.primary.span))
                || names.iter().any(|name| said.message.contains(name)))
    });
    if let Some(said) = said {
        finding.diagnostic = said.clone();
    }
}
