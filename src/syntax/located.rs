//! Where things stand in a text that pest reads in parts: in come pest's pairs and errors with where the part begins, out
//! come spans and diagnostics.

use crate::base::{Code, Diagnostic, SourceId, Span};
use pest::RuleType;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Pair;

/// A part of a text that is being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub source: SourceId,
    /// Its first byte.
    pub offset: usize,
}

impl Part {
    /// Where a pair stands.
    pub fn span<R: RuleType>(self, pair: &Pair<'_, R>) -> Span {
        let span = pair.as_span();
        Span::new(
            self.source,
            self.offset + span.start(),
            self.offset + span.end(),
        )
    }

    /// What is told of text that cannot be read: the rules that would fit there.
    pub fn refused<R: RuleType>(self, error: &Error<R>) -> Diagnostic {
        let at = self.offset + place(error);
        let message = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } if !positives.is_empty() => {
                let names: Vec<String> = positives.iter().map(|rule| format!("{rule:?}")).collect();
                format!("expected {}", names.join(" or "))
            }
            _ => "this cannot be read".to_owned(),
        };
        Diagnostic::new(Code::Q0001, Span::new(self.source, at, at), message)
    }
}

/// Where pest went no further.
pub(super) fn place<R>(error: &Error<R>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// A text in parts, each to where the next begins: what comes before the first of `starts`, then a part from each.
pub(super) fn pieces<'t>(
    text: &'t str,
    starts: &'t [usize],
) -> impl Iterator<Item = (usize, &'t str)> {
    let begin = [0].into_iter().chain(starts.iter().copied());
    let ends = starts.iter().copied().chain([text.len()]);
    let parts = begin.zip(ends);
    parts.map(|(start, end)| (start, text.get(start..end).unwrap_or("")))
}

/// Visits the words of a text that are not in comments: with where each begins, and with nothing for one that stands in
/// braces. `comment` says how long the comment is that a text begins with.
pub(super) fn words<'t>(
    text: &'t str,
    comment: impl Fn(&str) -> Option<usize>,
    visit: &mut dyn FnMut(usize, Option<&'t str>),
) {
    let (mut open, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut length = rest.chars().next().map_or(1, char::len_utf8);
        if let Some(skipped) = comment(rest) {
            length = skipped;
        } else if rest.starts_with('{') {
            open += 1;
        } else if rest.starts_with('}') {
            open = open.saturating_sub(1);
        } else if rest.starts_with(|first: char| first.is_alphanumeric() || first == '_') {
            let end = rest.find(|next: char| !next.is_alphanumeric() && next != '_');
            length = end.unwrap_or(rest.len());
            visit(at, rest.get(..length).filter(|_| open == 0));
        }
        at += length;
    }
}

/// The first byte at which more than `levels` are open; `open` says how many are after a byte, given those before it.
pub(super) fn too_deep(
    text: &str,
    levels: usize,
    open: impl Fn(u8, usize) -> usize,
) -> Option<usize> {
    let mut now = 0;
    text.bytes().enumerate().find_map(|(at, byte)| {
        now = open(byte, now);
        (now > levels).then_some(at)
    })
}
