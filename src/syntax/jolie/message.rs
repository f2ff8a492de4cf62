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
    let at = offset
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
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
        next: word(tokens.get(index + 1)),
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
    let expected = expected(positives, &place);
    let message = match &expected {
        Some(expected) => format!("expected {expected}, found {shown}"),
        None => format!("unexpected {shown}"),
    };
    let diagnostic = Diagnostic::new(Code::Q0001, span, message);
    match hint(&place) {
        Some(hint) => diagnostic.help(hint),
        None => diagnostic,
    }
}

/// The tokens around an error.
struct Place<'t> {
    previous: &'t str,
    found: &'t str,
    next: &'t str,
    kind: Option<Kind>,
    same_line: bool,
}

fn shorten(found: &str) -> String {
    match found.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", &found[..end]).replace('\n', "\\n"),
        None => found.replace('\n', "\\n"),
    }
}

/// The kinds of things that would have fitted, most specific first.
fn expected(positives: &[Rule], place: &Place<'_>) -> Option<String> {
    let has = |rule: Rule| positives.contains(&rule);
    let mut words: Vec<&str> = Vec::new();
    if has(Rule::only_item) || has(Rule::import) && has(Rule::type_declaration) {
        words.push("a declaration");
    }
    if has(Rule::embed) && has(Rule::foreign) {
        words.push("a member of the service");
    }
    if has(Rule::null_process) && has(Rule::if_statement) {
        words.push("a statement");
    } else if has(Rule::parenthesised) || has(Rule::conjunction) || has(Rule::expression) {
        words.push("an expression");
    } else if has(Rule::sum_operator)
        || has(Rule::product_operator)
        || has(Rule::comparison_operator)
    {
        words.push("an operator or the end of the expression");
    }
    if has(Rule::location) && has(Rule::protocol) {
        words.push("a port attribute");
    } else if has(Rule::one_way_operations) && has(Rule::request_response_operations) {
        words.push("OneWay or RequestResponse");
    }
    if has(Rule::data_type) || has(Rule::type_link) && has(Rule::basic_type) {
        words.push("a type");
    }
    if has(Rule::field_name) {
        words.push("a field");
    }
    if has(Rule::block) {
        words.push("`{`");
    }
    if has(Rule::target) || has(Rule::argument) {
        words.push("`(`");
    }
    if words.is_empty() && (has(Rule::identifier) || has(Rule::any_identifier)) {
        words.push("an identifier");
    }
    if words.is_empty() && has(Rule::string) {
        words.push("a string");
    }
    if words.is_empty() && has(Rule::mode) {
        words.push("single, sequential or concurrent");
    }
    if words.is_empty() && place.found.is_empty() {
        words.push("a closing bracket");
    }
    (!words.is_empty()).then(|| words.join(" or "))
}

/// What usually helps in such a place.
fn hint(place: &Place<'_>) -> Option<&'static str> {
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
        (_, "-") if place.next == "(" || place.kind == Some(Kind::Symbol) => {
            Some("there is no unary minus: write 0 - x")
        }
        (previous, _) if place.same_line && starts_statement && ends_statement(previous) => {
            Some("two statements on one line are separated by `;`")
        }
        _ => None,
    }
}

/// Whether a statement may end with this token.
fn ends_statement(token: &str) -> bool {
    token.ends_with([')', '}', ']', '"'])
        || token.chars().next_back().is_some_and(char::is_alphanumeric)
}
