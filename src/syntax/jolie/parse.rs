//! From text to a tree, going on after errors.
//!
//! The whole text is parsed at once. Where that fails, it is cut at the keywords that start declarations, each
//! declaration is parsed by itself, and a service that fails is cut again into its members: so one run gives an
//! error for each broken declaration, and keeps the others. Parsing runs on a thread with a stack of its own, large
//! enough for [`LEVELS`](super::scan::LEVELS) nested brackets; nesting without brackets beyond that is refused too.

use super::build::Builder;
use super::message;
use super::scan::{self, Kind, Token};
use super::tree::{File, Item, Service};
use crate::base::{Code, Diagnostic, SourceId, Span};
use pest::Parser;
use pest::error::Error;
use pest::iterators::Pairs;
use std::sync::{Mutex, PoisonError};

/// The parser that pest makes of `grammar/jolie.pest`, with `grammar/session.pest`, which shares its tokens.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/jolie.pest"]
#[grammar = "../grammar/session.pest"]
pub(in crate::syntax) struct JolieParser;

/// Enough for the deepest text that is not refused, in a build without optimisation.
const STACK: usize = 192 << 20;

/// Reads one file of Jolie.
///
/// Returns what could be read, and the errors: none if and only if the whole text was read. Never panics, and takes
/// time linear in the text.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let (tokens, errors) = scan::scan(source, text);
    if !errors.is_empty() {
        return (
            File {
                source,
                items: Vec::new(),
            },
            errors,
        );
    }
    let run = || {
        Reading {
            source,
            text,
            tokens: &tokens,
            errors: Vec::new(),
        }
        .file()
    };
    let result = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, run);
        thread.map(std::thread::ScopedJoinHandle::join)
    });
    match result {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => {
            let message = format!("no thread to parse on: {error}");
            let error = Diagnostic::new(Code::Q0002, Span::new(source, 0, 0), message);
            (
                File {
                    source,
                    items: Vec::new(),
                },
                vec![error],
            )
        }
    }
}

/// One reading of one text.
struct Reading<'t> {
    source: SourceId,
    text: &'t str,
    tokens: &'t [Token],
    errors: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn file(mut self) -> (File, Vec<Diagnostic>) {
        let items = match JolieParser::parse(Rule::file, self.text) {
            Ok(pairs) => self.build(0, pairs),
            Err(whole) => {
                let items = self.items();
                if self.errors.is_empty() {
                    self.errors
                        .push(message::of(&whole, self.source, self.text, self.tokens, 0));
                }
                items
            }
        };
        (
            File {
                source: self.source,
                items,
            },
            self.errors,
        )
    }

    fn build(&mut self, offset: usize, pairs: Pairs<'_, Rule>) -> Vec<Item> {
        let mut builder = Builder::new(self.source, offset);
        let items = builder.items(pairs);
        self.errors.append(&mut builder.into_errors());
        items
    }

    /// The declarations that can be read one by one.
    fn items(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        let declared = |at: usize| is_item(self.word(at)) || self.is_session(at);
        for part in cut(self.text, self.tokens, &declared) {
            if let Some(item) = self.part(Rule::only_item, part) {
                items.push(item);
            }
        }
        items
    }

    fn word(&self, at: usize) -> &str {
        let token = self.tokens.get(at);
        token.map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether a session begins at a token: `session` alone is a name like any other.
    fn is_session(&self, at: usize) -> bool {
        let is_name = |token: &Token| token.kind == Kind::Word;
        self.word(at) == "session"
            && self.tokens.get(at + 1).is_some_and(is_name)
            && self.word(at + 2) == "{"
    }

    fn part(&mut self, rule: Rule, part: &[Token]) -> Option<Item> {
        let (first, last) = (part.first()?, part.last()?);
        let text = &self.text[first.start..last.end];
        match JolieParser::parse(rule, text) {
            Ok(pairs) => self.build(first.start, pairs).pop(),
            Err(error) => {
                let service = if rule == Rule::only_item {
                    self.service(part)
                } else {
                    None
                };
                if service.is_none() {
                    self.refuse(rule, text, &error, first.start);
                }
                service
            }
        }
    }

    /// Notes why a part that begins at byte `offset` cannot be read.
    fn refuse(&mut self, rule: Rule, part: &str, error: &Error<Rule>, offset: usize) {
        let detailed = detailed(rule, part);
        let error = detailed.as_ref().unwrap_or(error);
        self.errors.push(message::of(
            error,
            self.source,
            self.text,
            self.tokens,
            offset,
        ));
    }

    /// A service with a sound head, read member by member; `None` when it is no service or the error lies elsewhere.
    fn service(&mut self, part: &[Token]) -> Option<Item> {
        let open = part
            .iter()
            .position(|token| &self.text[token.start..token.end] == "{")?;
        let (close, body) = part[open + 1..].split_last()?;
        let head = format!("{}{{}}", &self.text[part[0].start..part[open].start]);
        let pairs = JolieParser::parse(Rule::only_item, &head).ok()?;
        if &self.text[close.start..close.end] != "}" {
            return None;
        }
        let errors = self.errors.len();
        let Item::Service(head) = self.build(part[0].start, pairs).pop()? else {
            return None;
        };
        let mut items = Vec::new();
        let word = |at: usize| {
            body.get(at)
                .map_or("", |token| &self.text[token.start..token.end])
        };
        for member in cut(self.text, body, &|at| is_member(word(at))) {
            items.extend(self.part(Rule::only_service_item, member));
        }
        let span = Span::new(self.source, part[0].start, close.end);
        if self.errors.len() == errors {
            return None;
        }
        Some(Item::Service(Service {
            items,
            span,
            ..head
        }))
    }
}

/// The error of a part that was refused, with the tokens that would have fitted. That detail is a setting of the whole
/// process, so one text at a time is read with it.
fn detailed(rule: Rule, part: &str) -> Option<Error<Rule>> {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let result = JolieParser::parse(rule, part);
    pest::set_error_detail(false);
    result.err()
}

fn is_item(word: &str) -> bool {
    matches!(
        word,
        "from"
            | "include"
            | "constants"
            | "execution"
            | "cset"
            | "private"
            | "public"
            | "type"
            | "interface"
            | "inputPort"
            | "outputPort"
            | "embedded"
            | "service"
            | "define"
            | "courier"
            | "main"
            | "init"
    )
}

fn is_member(word: &str) -> bool {
    matches!(
        word,
        "Interfaces"
            | "include"
            | "cset"
            | "execution"
            | "courier"
            | "init"
            | "main"
            | "inputPort"
            | "outputPort"
            | "define"
            | "embed"
            | "foreign"
            | "plays"
    )
}

/// Cuts tokens before each word outside brackets that starts a declaration. A closing brace closes the round and
/// square brackets that were left open inside it.
fn cut<'t>(text: &str, tokens: &'t [Token], starts: &dyn Fn(usize) -> bool) -> Vec<&'t [Token]> {
    let word = |at: usize| {
        tokens
            .get(at)
            .map_or("", |token| &text[token.start..token.end])
    };
    let mut parts = Vec::new();
    let (mut open, mut begin) = (Vec::new(), 0);
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, word(at)) {
            (Kind::Open, bracket) => open.push(bracket),
            (Kind::Close, "}") => {
                open.truncate(
                    open.iter()
                        .rposition(|bracket| *bracket == "{")
                        .unwrap_or(0),
                );
            }
            (Kind::Close, _) => {
                open.pop_if(|bracket| *bracket != "{");
            }
            (Kind::Word, _) if open.is_empty() && at > begin && starts(at) => {
                let previous = word(at - 1);
                if !matches!(previous, "private" | "public" | "import" | "," | "as" | ".") {
                    parts.push(&tokens[begin..at]);
                    begin = at;
                }
            }
            _ => {}
        }
    }
    if begin < tokens.len() {
        parts.push(&tokens[begin..]);
    }
    parts
}
