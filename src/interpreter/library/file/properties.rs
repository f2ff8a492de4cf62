//! Files of properties, `java.util.Properties`.

use super::super::super::fault::Fault;
use super::super::super::value::Value;
use super::super::Outcome;
use super::read::bytes_of;

/// The properties of a text. A value `#file name` is the text of that file.
pub(super) fn read(text: &str) -> Outcome {
    let mut value = Value::VOID;
    for line in logical_lines(text) {
        let (name, rest) = name_of(&line);
        let property = unescaped(rest);
        value.set_child(&unescaped(name), resolved(property)?);
    }
    Ok(value)
}

/// A `#file` is read; one `#` of several is taken away.
fn resolved(property: String) -> Result<String, Fault> {
    let marks = property.len() - property.trim_start_matches('#').len();
    let name = property
        .get(marks..)
        .and_then(|rest| rest.strip_prefix("file"))
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_whitespace()));
    match (marks, name) {
        (1, Some(name)) => {
            let name = name.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let bytes = bytes_of(name).map_err(|fault| {
                let message = format!("jolie.runtime.FaultException: {}: {name}", fault.name);
                Fault::io(message)
            })?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        (2.., Some(_)) => Ok(property[1..].to_owned()),
        _ => Ok(property),
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{c}')
}

/// Lines without comments; one that ends in a single backslash goes on in the next.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let line = line.trim_start_matches(is_space);
        if open.is_none() && (line.is_empty() || line.starts_with(['#', '!'])) {
            continue;
        }
        let mut whole = open.take().unwrap_or_default();
        let slashes = line.len() - line.trim_end_matches('\\').len();
        if slashes % 2 == 1 {
            whole.push_str(&line[..line.len() - 1]);
            open = Some(whole);
        } else {
            whole.push_str(line);
            lines.push(whole);
        }
    }
    lines.extend(open.filter(|line| !line.is_empty()));
    lines
}

/// The name, which ends at the first space, `=` or `:`, and what follows.
fn name_of(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line.char_indices().find_map(|(at, character)| {
        let ends = !escaped && (is_space(character) || matches!(character, '=' | ':'));
        escaped = !escaped && character == '\\';
        ends.then_some(at)
    });
    let (name, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(is_space);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (name, rest.trim_start_matches(is_space))
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        let escape = if character == '\\' {
            rest.chars().next()
        } else {
            None
        };
        if escape == Some('u')
            && let Some(unit) = rest
                .get(1..5)
                .and_then(|digits| u16::from_str_radix(digits, 16).ok())
        {
            units.push(unit);
            rest = &rest[5..];
            continue;
        }
        flush(&mut out, &mut units);
        match escape {
            None if character == '\\' => {}
            None => out.push(character),
            Some(letter) => {
                rest = &rest[letter.len_utf8()..];
                out.push(match letter {
                    't' => '\t',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\u{c}',
                    other => other,
                });
            }
        }
    }
    flush(&mut out, &mut units);
    out
}

fn flush(out: &mut String, units: &mut Vec<u16>) {
    let read = char::decode_utf16(units.drain(..));
    out.extend(read.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn properties_are_read() {
        let text =
            "# no\n! no\n a = 1\nb:two words \nc\\ d  x\\\n   y\ne\nf=\\u00e9\\t\\\\\ng=##file x\n";
        let value = read(text).unwrap();
        let at = |name: &str| value.child(name).unwrap().as_string().to_string();
        assert_eq!(at("a"), "1");
        assert_eq!(at("b"), "two words ");
        assert_eq!(at("c d"), "xy");
        assert_eq!(at("e"), "");
        assert_eq!(at("f"), "é\t\\");
        assert_eq!(at("g"), "#file x");
        assert_eq!(read("a=#file nowhere").unwrap_err().name, "IOException");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[ab=:\\\\#!u0 \n\ré]{0,20}") {
            let _ = read(&text);
        }
    }
}
