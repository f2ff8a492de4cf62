//! `joliex.util.UriTemplates`: templates of RFC 6570, expanded and matched.

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::pattern::Pattern;
use super::request::{field, text};
use super::{Operation, Outcome};

/// A part of a template.
enum Part<'template> {
    Literal(&'template str),
    Expression(&'template str),
}

/// How the variables of an expression are written: before the first, between them, whether by name, what stands behind a
/// name without a value, whether reserved characters stay.
struct Style {
    first: &'static str,
    between: &'static str,
    named: bool,
    empty: &'static str,
    reserved: bool,
}

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "match" => fit,
        "expand" => expand,
        _ => return None,
    })
}

/// The parts of a template; the place of a brace that is not closed otherwise.
fn parts(template: &str) -> Result<Vec<Part<'_>>, usize> {
    let (mut parts, mut rest) = (Vec::new(), template);
    while let Some(begin) = rest.find('{') {
        let at = template.len() - rest.len() + begin;
        let (literal, behind) = (&rest[..begin], &rest[begin + 1..]);
        let end = behind.find('}').ok_or(at)?;
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        parts.push(Part::Expression(&behind[..end]));
        rest = &behind[end + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest));
    }
    Ok(parts)
}

fn malformed(at: usize) -> Fault {
    Fault::io(format!(
        "The expression at position {at} was never terminated"
    ))
}

fn style(expression: &str) -> (Style, &str) {
    let style = |first, between, named, empty, reserved| Style {
        first,
        between,
        named,
        empty,
        reserved,
    };
    let rest = expression.get(1..).unwrap_or_default();
    match expression.as_bytes().first() {
        Some(b'+') => (style("", ",", false, "", true), rest),
        Some(b'#') => (style("#", ",", false, "", true), rest),
        Some(b'.') => (style(".", ".", false, "", false), rest),
        Some(b'/') => (style("/", "/", false, "", false), rest),
        Some(b';') => (style(";", ";", true, "", false), rest),
        Some(b'?') => (style("?", "&", true, "=", false), rest),
        Some(b'&') => (style("&", "&", true, "=", false), rest),
        _ => (style("", ",", false, "", false), expression),
    }
}

/// The variables of an expression, with how many characters of each are taken.
fn variables(list: &str) -> impl Iterator<Item = (&str, Option<usize>)> {
    list.split(',').map(|variable| {
        let variable = variable.trim_end_matches('*');
        match variable.split_once(':') {
            Some((name, length)) => (name, length.parse().ok()),
            None => (variable, None),
        }
    })
}

fn expand(request: &Value) -> Outcome {
    let (template, params) = (text(request, "template"), field(request, "params"));
    let mut out = String::new();
    for part in parts(&template).map_err(malformed)? {
        match part {
            Part::Literal(literal) => encode(&mut out, literal, true),
            Part::Expression(expression) => expand_one(&mut out, expression, params),
        }
    }
    Ok(out.into())
}

fn expand_one(out: &mut String, expression: &str, params: &Value) {
    let (style, list) = style(expression);
    let mut before = style.first;
    for (name, length) in variables(list) {
        // What is not given is left out.
        let Some(value) = params
            .child(name)
            .filter(|value| !matches!(value.basic, Basic::Void))
        else {
            continue;
        };
        out.push_str(before);
        before = style.between;
        let value: String = value
            .as_string()
            .chars()
            .take(length.unwrap_or(usize::MAX))
            .collect();
        if style.named {
            out.push_str(name);
            out.push_str(if value.is_empty() { style.empty } else { "=" });
        }
        encode(out, &value, style.reserved);
    }
}

/// Characters that are not unreserved as bytes; reserved ones and what is encoded already may stay.
fn encode(out: &mut String, text: &str, reserved: bool) {
    for (at, character) in text.char_indices() {
        let encoded = || {
            let digits = text.get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
        };
        let stays = character.is_ascii_alphanumeric()
            || matches!(character, '-' | '.' | '_' | '~')
            || reserved
                && (":/?#[]@!$&'()*+,;=".contains(character) || character == '%' && encoded());
        if stays {
            out.push(character);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in character.encode_utf8(&mut bytes).bytes() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Whether a URI fits, and what stands for the variables: anything but a slash.
fn fit(request: &Value) -> Outcome {
    let (template, uri) = (text(request, "template"), text(request, "uri"));
    let mut pattern = String::new();
    let mut names = Vec::new();
    // A template that cannot be read is a fault of its own here.
    for part in parts(&template).map_err(malformed)? {
        match part {
            Part::Literal(literal) => {
                for character in literal.chars() {
                    if !character.is_ascii_alphanumeric() && character.is_ascii() {
                        pattern.push('\\');
                    }
                    pattern.push(character);
                }
            }
            Part::Expression(expression) => {
                for (name, _) in variables(style(expression).1) {
                    pattern.push_str(&format!("(?<{name}>[^/]+)"));
                    names.push(name);
                }
            }
        }
    }
    let pattern = Pattern::compile_whole(&pattern)?;
    let Some(found) = pattern.matcher(&uri).find()? else {
        return Ok(false.into());
    };
    let mut answer = Value::from(true);
    for name in names {
        let group = pattern
            .named(name)
            .and_then(|group| found.group(&uri, group));
        answer.set_child(name, group.unwrap_or_default());
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;
    use proptest::prelude::*;

    const CLASS: &str = "joliex.util.UriTemplates";

    #[test]
    fn templates_are_expanded() {
        let params = Value::VOID
            .with("x", "a b/c")
            .with("q", 1)
            .with("r", "é")
            .with("y", "")
            .with("p", "a/b?c d");
        let expanded = |template: &str| {
            let request = Value::VOID
                .with("template", template)
                .with("params", params.clone());
            value(CLASS, "expand", &request).as_string().to_string()
        };
        // As the interpreter of Jolie answers.
        assert_eq!(
            expanded("/a/{x}{?q,r}{/y,z}{#x}{;x,y}{&q}{.x}{+p}"),
            "/a/a%20b%2Fc?q=1&r=%C3%A9/#a%20b/c;x=a%20b%2Fc;y&q=1.a%20b%2Fca/b?c%20d"
        );
        assert_eq!(expanded("{x:1}{?y}{none}"), "a?y=");
        let open = Value::VOID.with("template", "/a/{x");
        let message = fault(CLASS, "expand", &open).value.as_string();
        assert_eq!(message, "The expression at position 3 was never terminated");
    }

    #[test]
    fn uris_are_matched() {
        let matched = |template: &str, uri: &str| {
            value(
                CLASS,
                "match",
                &Value::VOID.with("template", template).with("uri", uri),
            )
        };
        let answer = matched(
            "/chat/{id}/history?format={format}",
            "/chat/5/history?format=json",
        );
        assert!(answer.as_bool());
        assert_eq!(
            (&*text(&answer, "id"), &*text(&answer, "format")),
            ("5", "json")
        );
        let answer = matched("/a/{x}/b{?q,r}", "/a/foo/b?q=1&r=2");
        assert_eq!(
            (&*text(&answer, "q"), &*text(&answer, "r")),
            ("?q=1&r=", "2")
        );
        assert!(!matched("/a/{x}/{y}", "/a/f%20o/b/c").as_bool());
        assert!(!matched("/a/{x}{+y}", "/a/f%20o/b/c").as_bool());
    }

    proptest! {
        #[test]
        fn nothing_panics(template in "[/a{}?,:*+#.;&0-9é%]{0,14}", uri in "[/a?&]{0,8}") {
            let request = Value::VOID.with("template", template).with("uri", uri);
            for operation in [fit, expand] {
                let _ = operation(&request.clone().with("params", Value::VOID.with("a", "é/")));
            }
        }
    }
}
