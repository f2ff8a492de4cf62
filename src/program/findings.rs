//! Findings on the way: each is kept once, however many programs include the text that it is about.

use crate::base::{Code, Diagnostic, Span};
use rustc_hash::FxHashSet;

/// The diagnostics found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    seen: FxHashSet<(Code, Span, String)>,
}

impl Findings {
    /// Keeps a diagnostic, unless the same one at the same place is there.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let key = (
            diagnostic.code,
            diagnostic.primary.span,
            diagnostic.message.clone(),
        );
        if self.seen.insert(key) {
            self.list.push(diagnostic);
        }
    }

    /// Keeps all of these.
    pub(super) fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// All of them, in the order of finding.
    pub(super) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}
