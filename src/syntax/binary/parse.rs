//! From text to a tree.

use super::build;
use super::tree::Session;
use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::syntax::located::{place, too_deep};
use pest::Parser;
use pest::error::ErrorVariant;

/// The parser that pest makes of `grammar/binary.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/binary.pest"]
pub(super) struct BinaryParser;

/// How many brackets may stand inside of one another.
pub const LEVELS: usize = 200;

/// Reads one type.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn parse(source: SourceId, text: &str) -> Result<Session, Box<Diagnostic>> {
    let open = |byte, open: usize| match byte {
        b'[' | b'{' => open + 1,
        b']' | b'}' => open.saturating_sub(1),
        _ => open,
    };
    if let Some(at) = too_deep(text, LEVELS, open) {
        let span = Span::new(source, at, at + 1);
        let message = format!("more than {LEVELS} brackets inside of one another");
        return Err(Box::new(Diagnostic::new(Code::Q0002, span, message)));
    }
    match BinaryParser::parse(Rule::file, text) {
        Ok(pairs) => build::session(source, pairs),
        Err(error) => Err(Box::new(unexpected(source, text, &error))),
    }
}

fn unexpected(source: SourceId, text: &str, error: &pest::error::Error<Rule>) -> Diagnostic {
    let at = place(error);
    let found = text.get(at..).unwrap_or_default();
    let word: String = found
        .chars()
        .take_while(|letter| letter.is_alphanumeric())
        .collect();
    let length = match (word.len(), found.chars().next()) {
        (0, Some(letter)) => letter.len_utf8(),
        (length, _) => length,
    };
    let shown = found.get(..length).unwrap_or_default();
    let message = if shown.is_empty() {
        "the type ends too early".to_owned()
    } else {
        format!("`{}` is not expected here", shown.escape_debug())
    };
    let mut wanted: Vec<&str> = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            positives.iter().filter_map(|rule| word_of(*rule)).collect()
        }
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    wanted.sort_unstable();
    wanted.dedup();
    let finding = Diagnostic::new(Code::Q0001, Span::new(source, at, at + length), message);
    if wanted.is_empty() {
        return finding;
    }
    finding.label(format!("expected {}", wanted.join(", ")))
}

/// What people call a rule.
fn word_of(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::direction | Rule::action => "`!` or `?`",
        Rule::recursion => "`rec`",
        Rule::choice => "a choice in brackets",
        Rule::end => "`end`",
        Rule::variable | Rule::name => "a name",
        Rule::dot => "`.`",
        Rule::semicolon => "`;`",
        Rule::comma => "`,`",
        Rule::close => "`]`",
        Rule::close_brace => "`}`",
        Rule::EOI => "the end of the file",
        _ => return None,
    })
}
