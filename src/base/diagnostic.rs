//! A diagnostic as plain data: what is wrong, where, what else takes part, and what to do.
//!
//! Renderers are in [`crate::report`](../../report/index.html); nothing here knows how a report looks.

use super::{Code, Severity, Span};
use serde::{Deserialize, Serialize};

/// A place with a word on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is to be said there; may be empty on a primary label.
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which one of the table of codes.
    pub code: Code,
    /// How bad it is; usually the code's own.
    pub severity: Severity,
    /// The headline: one sentence, lower case, no full stop.
    pub message: String,
    /// The place that it is about, with the word printed under it.
    pub primary: Label,
    /// Other places that take part, in any file.
    pub related: Vec<Label>,
    /// Facts that belong to it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of `code` at `span`, with the severity of the code.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label {
                span,
                message: String::new(),
            },
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// With this word under the primary place.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// With another place that takes part.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// With a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another severity than the code's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}
