//! A light scan of a text before it is parsed: tokens, brackets, and what is wrong with single tokens.
//!
//! In comes a text; out come its [`Token`]s, white space and comments left out, and the errors of Jolie's `Scanner`:
//! strings and comments without an end, unknown escapes, numbers cut short. It also measures how deeply brackets
//! are nested, so that no later step meets more than [`LEVELS`] of them, and how much may be nested without brackets.

use super::nest::Nest;
use crate::base::{Code, Diagnostic, SourceId, Span};

/// How deeply brackets may be nested; deeper is an error of its own.
pub const LEVELS: usize = 500;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or a reserved word.
    Word,
    /// A number, its sign included.
    Number,
    /// A string.
    Text,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// Anything else, one character.
    Symbol,
}

/// A token, by its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// The tokens of `text`, and the errors found in them.
#[must_use]
pub fn scan(source: SourceId, text: &str) -> (Vec<Token>, Vec<Diagnostic>) {
    if let Some(error) = unreadable(source, text) {
        return (Vec::new(), vec![error]);
    }
    let mut scanner = Scanner {
        source,
        text,
        at: 0,
        tokens: Vec::new(),
        errors: Vec::new(),
    };
    if text.trim_start().starts_with('#') {
        scanner.skip_line();
    }
    let mut nest = Nest::new(text);
    while let Some(token) = scanner.next() {
        if !nest.holds(scanner.tokens.last(), token) {
            scanner
                .errors
                .push(too_deep(Span::new(source, token.start, token.end)));
            break;
        }
        scanner.tokens.push(token);
    }
    (scanner.tokens, scanner.errors)
}

/// The error of a text that is nested more deeply than [`LEVELS`].
#[must_use]
pub fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Q0002,
        span,
        format!("nested more than {LEVELS} levels deep"),
    )
    .label("this level is one too many")
    .help("move inner parts into definitions")
}

/// The error of a file in an encoding that Jolie does not read.
fn unreadable(source: SourceId, text: &str) -> Option<Diagnostic> {
    let what = match text.chars().next()? {
        '\u{feff}' => {
            "the file starts with a byte order mark, which Jolie takes for a part of the first word"
        }
        '\u{fffd}' if text.contains('\0') => "the file is in UTF-16, which Jolie does not read",
        _ => return None,
    };
    let span = Span::new(source, 0, text.chars().next()?.len_utf8());
    Some(
        Diagnostic::new(Code::Q0001, span, what).help("save it as UTF-8 without a byte order mark"),
    )
}

struct Scanner<'t> {
    source: SourceId,
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
    errors: Vec<Diagnostic>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn error(&mut self, code: Code, start: usize, end: usize, message: &str, help: &str) {
        let span = Span::new(self.source, start, end);
        self.errors
            .push(Diagnostic::new(code, span, message).help(help));
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            if blank > 0 {
                self.at += blank;
            } else if rest.starts_with("//") {
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let start = self.at;
        match self.rest()[2..].find("*/") {
            Some(length) => self.at += length + 4,
            None => {
                self.at = self.text.len();
                self.error(
                    Code::Q0001,
                    start,
                    start + 2,
                    "this comment has no end",
                    "close it with */",
                );
            }
        }
    }

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let start = self.at;
        let first = self.rest().chars().next()?;
        let kind = match first {
            '"' => self.string(),
            '(' | '[' | '{' => self.one(first, Kind::Open),
            ')' | ']' | '}' => self.one(first, Kind::Close),
            _ if is_letter(first) => self.word(),
            _ if self.starts_number() => self.number(),
            _ => self.one(first, Kind::Symbol),
        };
        Some(Token {
            kind,
            start,
            end: self.at,
        })
    }

    fn one(&mut self, character: char, kind: Kind) -> Kind {
        self.at += character.len_utf8();
        kind
    }

    fn word(&mut self) -> Kind {
        let rest = self.rest();
        let end = rest.find(|c: char| !is_letter(c) && !c.is_numeric());
        self.at += end.unwrap_or(rest.len());
        Kind::Word
    }

    fn starts_number(&self) -> bool {
        let rest = self.rest().as_bytes();
        let digits = rest.strip_prefix(b"-").unwrap_or(rest);
        match digits {
            [first, ..] if first.is_ascii_digit() => true,
            [b'.', second, ..] => second.is_ascii_digit() && !self.after_word(),
            _ => false,
        }
    }

    /// Whether the last token ends right here and is a word or a bracket, so that `.` is a step of a path.
    fn after_word(&self) -> bool {
        self.tokens.last().is_some_and(|last| {
            last.end == self.at && matches!(last.kind, Kind::Word | Kind::Close)
        })
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        self.at += usize::from(self.rest().starts_with('-'));
        self.digits();
        let fraction = self.rest().starts_with('.');
        if fraction {
            self.at += 1;
            if !self.digits() {
                self.error(
                    Code::Q0003,
                    start,
                    self.at,
                    "a number may not end in a dot",
                    "write a digit after the dot, as in 1.0",
                );
            }
        }
        if self.rest().starts_with(['e', 'E']) {
            self.at += 1;
            let sign = self.rest().starts_with(['-', '+']);
            self.at += usize::from(sign);
            let digits = self.digits();
            if (sign && !fraction) || !digits {
                self.error(
                    Code::Q0003,
                    start,
                    self.at,
                    "this exponent cannot be read",
                    "a signed exponent needs a fraction before it, as in 1.0e-5",
                );
            }
        } else if self.rest().starts_with(['l', 'L']) {
            self.at += 1;
        }
        Kind::Number
    }

    fn digits(&mut self) -> bool {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        self.at += length;
        length > 0
    }

    fn string(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find(['"', '\\']) else {
                self.at = self.text.len();
                self.error(
                    Code::Q0013,
                    start,
                    start + 1,
                    "this string has no end",
                    "close it with \"",
                );
                return Kind::Text;
            };
            let quote = rest.as_bytes()[stop] == b'"';
            self.at += stop + 1;
            if quote {
                return Kind::Text;
            }
            self.escape();
        }
    }

    fn escape(&mut self) {
        let Some(escaped) = self.rest().chars().next() else {
            return;
        };
        let start = self.at - 1;
        self.at += escaped.len_utf8();
        if !matches!(escaped, '\\' | 'n' | 't' | 'r' | '"' | 'u') {
            self.error(
                Code::Q0013,
                start,
                self.at,
                "malformed string: bad \\ usage",
                "the escapes are \\\\ \\n \\t \\r \\u and \\\"; a backslash itself is written \\\\",
            );
        }
    }
}

fn is_letter(character: char) -> bool {
    character == '_' || character.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        scan(SourceId::NOWHERE, text)
            .1
            .iter()
            .map(|error| error.code)
            .collect()
    }

    #[test]
    fn single_tokens_are_judged_as_the_scanner_does() {
        assert_eq!(
            codes("a = 1.5E-5 1e5 .5 -.5 10L \"\\n\\\"\" /* c */ // d"),
            []
        );
        assert_eq!(codes("a = 1e-5"), [Code::Q0003]);
        assert_eq!(codes("a = 1."), [Code::Q0003]);
        assert_eq!(codes("a = \"\\q\""), [Code::Q0013]);
        assert_eq!(codes("a = \"open"), [Code::Q0013]);
        assert_eq!(codes("/* open"), [Code::Q0001]);
    }

    #[test]
    fn encodings_that_jolie_does_not_read_are_named() {
        assert_eq!(codes("\u{feff}main { a = 1 }"), [Code::Q0001]);
        assert_eq!(codes("\u{fffd}\u{fffd}m\0a\0i\0n\0"), [Code::Q0001]);
    }

    #[test]
    fn brackets_are_counted() {
        assert_eq!(codes(&"(".repeat(LEVELS)), []);
        assert_eq!(codes(&"[".repeat(100_000)), [Code::Q0002]);
    }
}
