//! Regular expressions of `java.util.regex`: written in its syntax, found in its order.
//!
//! [`translate`] turns a pattern into the syntax of the library that searches. That one never searches for longer than
//! [`STEPS`] allow, where Java may search for years. What differs from Java: letters are compared without their case in
//! all scripts, not only in ASCII; blocks (`\p{InGreek}`), `\X` and `\N{…}` are refused; a look behind must have a
//! certain length.

mod class;
mod escape;
mod translate;

use super::super::fault::Fault;
use super::request::exception;
use fancy_regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::ops::Range;

/// How often a search may go back to try something else.
const STEPS: usize = 2_000_000;

/// A pattern that is ready to search with.
pub(super) struct Pattern {
    regex: Regex,
    names: HashMap<String, usize>,
}

/// A part of a text that fits, as bytes: the whole first, then its groups.
pub(super) struct Found {
    groups: Vec<Option<Range<usize>>>,
}

/// The searches through one text, from its beginning to its end.
pub(super) struct Matcher<'search> {
    pattern: &'search Pattern,
    text: &'search str,
    /// Where the next search begins; none at the end.
    from: Option<usize>,
}

impl Pattern {
    /// Reads a pattern that is to be found inside of texts.
    pub(super) fn compile(pattern: &str) -> Result<Self, Fault> {
        Self::build(pattern, &translate::translate(pattern)?)
    }

    /// Reads a pattern that is to fit whole texts (`matches`).
    pub(super) fn compile_whole(pattern: &str) -> Result<Self, Fault> {
        let inner = translate::translate(pattern)?;
        Self::build(pattern, &format!(r"\A(?:{inner})\z"))
    }

    fn build(pattern: &str, translated: &str) -> Result<Self, Fault> {
        let regex = RegexBuilder::new(translated)
            .backtrack_limit(STEPS)
            .build()
            .map_err(|error| syntax_error(&error.to_string(), None, pattern))?;
        let named = regex.capture_names().enumerate();
        let names = named
            .filter_map(|(index, name)| Some((name?.to_owned(), index)))
            .collect();
        Ok(Self { regex, names })
    }

    /// Goes through a text.
    pub(super) fn matcher<'search>(&'search self, text: &'search str) -> Matcher<'search> {
        Matcher {
            pattern: self,
            text,
            from: Some(0),
        }
    }

    /// How many groups there are besides the whole.
    pub(super) fn group_count(&self) -> usize {
        self.regex.captures_len().saturating_sub(1)
    }

    /// The number of the group of that name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }
}

impl Matcher<'_> {
    /// The next part that fits. After an empty one the search goes on a character further.
    pub(super) fn find(&mut self) -> Result<Option<Found>, Fault> {
        let Some(from) = self.from else {
            return Ok(None);
        };
        let captures = (self.pattern.regex)
            .captures_from_pos(self.text, from)
            .map_err(|error| exception("StackOverflowError", error.to_string()))?;
        let Some(captures) = captures else {
            self.from = None;
            return Ok(None);
        };
        let groups = (0..captures.len())
            .map(|group| captures.get(group).map(|found| found.range()))
            .collect();
        let found = Found { groups };
        let whole = found.whole();
        self.from = if whole.is_empty() {
            let behind = self.text.get(whole.end..).unwrap_or_default();
            behind
                .chars()
                .next()
                .map(|character| whole.end + character.len_utf8())
        } else {
            Some(whole.end)
        };
        Ok(Some(found))
    }
}

impl Found {
    /// Where it lies.
    pub(super) fn whole(&self) -> Range<usize> {
        self.groups.first().cloned().flatten().unwrap_or(0..0)
    }

    /// What a group holds; nothing when it was not needed.
    pub(super) fn group<'text>(&self, text: &'text str, group: usize) -> Option<&'text str> {
        text.get(self.groups.get(group)?.clone()?)
    }
}

/// `PatternSyntaxException`, whose message shows the place if there is one.
fn syntax_error(description: &str, index: Option<usize>, pattern: &str) -> Fault {
    let Some(index) = index else {
        return exception(
            "PatternSyntaxException",
            format!("{description}\n{pattern}"),
        );
    };
    let mut message = format!("{description} near index {index}\n{pattern}");
    if index < pattern.chars().count() {
        message.push('\n');
        message.extend(
            (pattern.chars().take(index)).map(|before| if before == '\t' { '\t' } else { ' ' }),
        );
        message.push('^');
    }
    exception("PatternSyntaxException", message)
}

#[cfg(test)]
mod tests;
