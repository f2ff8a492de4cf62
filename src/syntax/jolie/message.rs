//! What pest could not read, said in Jolie's words: what was expected, what was found, and what usually helps.

use super::parse::Rule;
use super::scan::{Kind, Token};
use crate::base::{Code, Diagnostic, SourceId, Span};
use pest::error::{Error, ErrorVariant, InputLocation};

/// The diagnostic of a parse error.
///
/// `text` and `tokens` are the whole source; the parsed part began at `offset`.
pub(super) fn of(
    error: &Error<Rule>,
    source: SourceId,
    text: &str,
    tokens: &[Token],
    offset: usize,
) -> Diagnostic {
    let (fitting, furthest) = fitting(error);
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => offset + at.max(furthest),
    };
    let index = tokens.partition_point(|token| token.end <= at);
    let found = tokens.get(index);
    let span = found.map_or_else(
        || Span::new(source, text.trim_end().len(), text.trim_end().len()),
        |token| Span::new(source, token.start, token.end),
    );
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return super::scan::too_deep(span);
    };
    let previous = index.checked_sub(1).and_then(|before| tokens.get(before));
    let word = |token: Option<&Token>| token.map_or("", |token| &text[token.start..token.end]);
    let place = Place {
        previous: word(previous),
        found: word(found),
        kind: found.map(|token| token.kind),
        same_line: match (previous, found) {
            (Some(before), Some(after)) => {
                !text[before.end..after.start].contains(['\n', '\r', '/'])
            }
            _ => false,
        },
    };
    let shown = match place.found {
        "" => "the end of the file".to_owned(),
        found => format!("`{}`", shorten(found)),
    };
    let expected = expected(positives, &fitting);
    let message = match &expected {
        Some(expected) => format!("expected {expected}, found {shown}"),
        None => format!("unexpected {shown}"),
    };
    let diagnostic = Diagnostic::new(Code::Q0001, span, message);
    let in_fields = positives.contains(&Rule::field) || positives.contains(&Rule::field_name);
    match hint(&place, &fitting).or(in_fields.then(|| field_hint(&place)).flatten()) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// The tokens around an error.
struct Place<'t> {
    previous: &'t str,
    found: &'t str,
    kind: Option<Kind>,
    same_line: bool,
}

fn shorten(found: &str) -> String {
    match found.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", &found[..end]).replace('\n', "\\n"),
        None => found.replace('\n', "\\n"),
    }
}

/// The tokens that would have fitted, brackets and separators first, and how far into its part pest came.
fn fitting(error: &Error<Rule>) -> (Vec<String>, usize) {
    let Some(attempts) = error.parse_attempts() else {
        return (Vec::new(), 0);
    };
    let mut tokens: Vec<String> = attempts
        .expected_tokens()
        .iter()
        .map(ToString::to_string)
        .filter(|token| {
            !matches!(token.trim(), "" | "//" | "/*" | "_")
                && !token.contains("..")
                && !token.starts_with("BUILTIN")
        })
        .collect();
    tokens.sort_by_key(|token| match token.as_str() {
        "}" | ")" | "]" => 0,
        "{" | "(" => 1,
        ";" | "," | ":" | "=" | "=>" => 2,
        _ => 3,
    });
    (tokens, attempts.max_position)
}

/// Which rules, tried in vain at one place, mean which words; the first that fits of those with the same word counts.
const WORDS: &[(&[Rule], &str)] = &[
    (
        &[Rule::only_item, Rule::import, Rule::type_declaration],
        "a declaration",
    ),
    (
        &[Rule::only_service_item, Rule::embed, Rule::foreign],
        "a member of the service",
    ),
    (
        &[Rule::process, Rule::sequence, Rule::null_process],
        "a statement",
    ),
    (
        &[
            Rule::expression,
            Rule::conjunction,
            Rule::comparison,
            Rule::sum,
            Rule::product,
            Rule::treed,
        ],
        "an expression",
    ),
    (
        &[
            Rule::sum_operator,
            Rule::product_operator,
            Rule::comparison_operator,
        ],
        "an operator or the end of the expression",
    ),
    (&[Rule::location, Rule::protocol], "a port attribute"),
    (
        &[Rule::one_way_operations, Rule::request_response_operations],
        "OneWay or RequestResponse",
    ),
    (
        &[Rule::one_way, Rule::request_response, Rule::operation_name],
        "an operation",
    ),
    (
        &[
            Rule::data_type,
            Rule::field_type,
            Rule::type_link,
            Rule::basic_type,
        ],
        "a type",
    ),
    (&[Rule::field, Rule::field_name], "a field"),
    (
        &[Rule::handlers, Rule::handler, Rule::handler_name],
        "a fault or this",
    ),
    (&[Rule::branch, Rule::choice], "an input choice `[ … ]`"),
    (
        &[Rule::courier_branch, Rule::courier_guard],
        "a courier's branch",
    ),
    (
        &[Rule::path, Rule::any_path, Rule::segment],
        "a variable path",
    ),
    (&[Rule::block, Rule::fields, Rule::inline_tree], "`{`"),
    (&[Rule::target, Rule::argument, Rule::operation_type], "`(`"),
    (&[Rule::mode], "single, sequential or concurrent"),
    (&[Rule::identifier, Rule::any_identifier], "an identifier"),
    (&[Rule::string], "a string"),
];

/// The kinds of things that would have fitted: at most two, and tokens where no kind is known.
fn expected(positives: &[Rule], fitting: &[String]) -> Option<String> {
    let known = WORDS
        .iter()
        .filter(|(rules, _)| rules.iter().any(|rule| positives.contains(rule)));
    let mut words: Vec<String> = known.take(2).map(|(_, word)| (*word).to_owned()).collect();
    // After a whole operand a `{` would fit as well, but nobody looks for an inline tree there.
    words.dedup_by(|second, first| second == "`{`" && first.starts_with("an operator"));
    if words.is_empty() {
        words.extend(fitting.iter().take(4).map(|token| format!("`{token}`")));
    }
    match words.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        [first @ .., last] => Some(format!("{} or {last}", first.join(", "))),
    }
}

/// What usually helps in such a place.
fn hint(place: &Place<'_>, fitting: &[String]) -> Option<&'static str> {
    let starts_statement =
        matches!(place.kind, Some(Kind::Word)) || matches!(place.found, "[" | "{" | "++" | "--");
    match (place.previous, place.found) {
        (_, "'") => Some("strings are written in double quotes"),
        (";", "}" | ")" | "|" | "]") => {
            Some("`;` stands between two statements: leave the last one out")
        }
        ("{", "}") => Some("a body may not be empty: write nullProcess"),
        (":", "=") => Some("`:=` is not Jolie: write `=`"),
        ("=", ">") | ("<", "-") => None,
        (".", _) if place.kind == Some(Kind::Number) => {
            Some("a number is not the name of a child: write .( 1 )")
        }
        ("-", found) if found == "(" || place.kind == Some(Kind::Word) => {
            Some("there is no unary minus: write 0 - x")
        }
        _ if place.same_line && starts_statement && fitting.iter().any(|token| token == ";") => {
            Some("two statements on one line are separated by `;`")
        }
        _ => None,
    }
}

/// What usually helps where a field of a type would have fitted.
fn field_hint(place: &Place<'_>) -> Option<&'static str> {
    match place.found {
        "." => Some(
            "the dot before a field is allowed only after a new line: put it there, or leave it out",
        ),
        "," | ";" => Some("white space alone separates fields: leave it out"),
        _ => None,
    }
}
