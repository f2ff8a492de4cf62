//! From what pest matched to trees.
//!
//! In come the pairs of one parse; out come [`Item`]s, and the errors that Jolie's parser finds beyond its grammar:
//! numbers out of range, paths that start with a dot outside `with`, `^` outside `install`, ports without a location.
//! A function returns `None` after it has noted an error, or when nesting is too deep.

mod behaviours;
mod declarations;
mod expressions;
mod paths;
mod ports;
mod types;

use super::parse::Rule;
use super::scan;
use super::tree::{Identifier, Item, Text};
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use pest::iterators::{Pair, Pairs};

/// How deeply trees may be nested: each bracket makes two levels at most.
const DEPTH: usize = 2 * scan::LEVELS;

/// Builds the trees of one parse.
pub(in crate::syntax) struct Builder {
    source: SourceId,
    offset: usize,
    depth: usize,
    /// How many `with` are around.
    withs: usize,
    /// How many handlers are around.
    handlers: usize,
    errors: Vec<Diagnostic>,
}

impl Builder {
    /// A builder for a part of a source that begins at byte `offset`.
    pub(super) fn new(source: SourceId, offset: usize) -> Self {
        Self {
            source,
            offset,
            depth: 0,
            withs: 0,
            handlers: 0,
            errors: Vec::new(),
        }
    }

    /// The errors noted.
    pub(super) fn into_errors(self) -> Vec<Diagnostic> {
        self.errors
    }

    /// The declarations in the pairs of a whole file, or of one declaration.
    pub(super) fn items(&mut self, mut pairs: Pairs<'_, Rule>) -> Vec<Item> {
        let Some(whole) = pairs.next() else {
            return Vec::new();
        };
        let inner: Vec<_> = whole
            .into_inner()
            .filter(|pair| pair.as_rule() != Rule::EOI)
            .collect();
        let items: Vec<Item> = inner
            .into_iter()
            .filter_map(|pair| self.item(pair))
            .collect();
        self.one_main(&items);
        items
    }

    pub(in crate::syntax) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(
            self.source,
            self.offset + span.start(),
            self.offset + span.end(),
        )
    }

    pub(in crate::syntax) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.errors.push(Diagnostic::new(code, span, message));
    }

    /// Runs `build` one level deeper; `None` when that is too deep.
    pub(in crate::syntax) fn deeper<T>(
        &mut self,
        span: Span,
        build: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth >= DEPTH {
            if self.errors.iter().all(|error| error.code != Code::Q0002) {
                self.errors.push(scan::too_deep(span));
            }
            return None;
        }
        self.depth += 1;
        let result = build(self);
        self.depth -= 1;
        result
    }

    pub(in crate::syntax) fn identifier(&self, pair: &Pair<'_, Rule>) -> Identifier {
        Identifier {
            name: Name::from(pair.as_str()),
            span: self.span(pair),
        }
    }

    pub(in crate::syntax) fn identifiers(&self, pairs: Pairs<'_, Rule>) -> Vec<Identifier> {
        pairs.map(|pair| self.identifier(&pair)).collect()
    }

    /// The string of a `string` pair, escapes resolved.
    fn text(&self, pair: &Pair<'_, Rule>) -> Text {
        let written = pair.as_str();
        let inside = written
            .get(1..written.len().saturating_sub(1))
            .unwrap_or("");
        Text {
            value: unescape(inside),
            span: self.span(pair),
        }
    }
}

/// What a string stands for, given what is written between its quotes.
fn unescape(written: &str) -> String {
    let mut value = String::with_capacity(written.len());
    let mut characters = written.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        value.push(match characters.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some(other) => other,
            None => '\\',
        });
    }
    value
}
