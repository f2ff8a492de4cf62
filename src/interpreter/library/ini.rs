//! `joliex.util.IniUtils`.

use super::super::fault::Fault;
use super::super::value::Value;
use super::charset::Charset;
use super::file::bytes_of;
use super::request::{has, text};
use super::{Operation, Outcome};

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    (name == "parseIniFile").then_some(|request| {
        let name = request.as_string();
        let charset = text(request, "charset");
        let charset = if has(request, "charset") {
            Charset::named(&charset).ok_or_else(|| Fault::io(&*charset))?
        } else {
            Charset::Utf8
        };
        let bytes = bytes_of(&name).map_err(|fault| Fault::io(&*fault.value.as_string()))?;
        parse(&charset.decode(&bytes))
    })
}

/// Sections with their options; of two of one name the later one counts.
fn parse(text: &str) -> Outcome {
    let mut value = Value::VOID;
    let mut section: Option<String> = None;
    let mut held = String::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if held.is_empty() && (line.is_empty() || line.starts_with([';', '#'])) {
            continue;
        }
        let slashes = line.len() - line.trim_end_matches('\\').len();
        if slashes % 2 == 1 {
            held.push_str(&line[..line.len() - 1]);
            continue;
        }
        held.push_str(line);
        let line = std::mem::take(&mut held);
        let error = || Fault::io(format!("parse error (at line: {}): {line}", index + 1));
        if let Some(inside) = line.strip_prefix('[') {
            let name = inside
                .strip_suffix(']')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            let name = unescaped(name.ok_or_else(error)?);
            value.child_mut(&name);
            section = Some(name);
            continue;
        }
        let at = operator(&line).ok_or_else(error)?;
        let section = section.as_ref().ok_or_else(error)?;
        let name = unescaped(line[..at].trim());
        let option = unescaped(line[at + 1..].trim());
        value.child_mut(section).set_child(&name, option);
    }
    Ok(value)
}

/// The first `=` or `:` that is not escaped.
fn operator(line: &str) -> Option<usize> {
    let mut escaped = false;
    line.char_indices().find_map(|(at, character)| {
        let found = !escaped && matches!(character, '=' | ':');
        escaped = !escaped && character == '\\';
        found.then_some(at)
    })
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character != '\\' {
            out.push(character);
            continue;
        }
        match rest.next() {
            Some('t') => out.push('\t'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\u{c}'),
            Some('b') => out.push('\u{8}'),
            Some('u') => {
                let digits = rest.as_str().get(..4).unwrap_or_default();
                if let Some(read) = u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32)
                {
                    out.push(read);
                    rest = rest.as_str().get(4..).unwrap_or_default().chars();
                } else {
                    out.push('u');
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::request::field;
    use super::super::testing::fault;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sections_are_read() {
        let value =
            parse("; no\n[a]\nx = 1\ny: two \\\n  words\nz=\\u0041\\=\n\n[ b ]\nx=2\nx=3\n")
                .unwrap();
        let at = |section: &str, name: &str| text(field(&value, section), name).to_string();
        assert_eq!(at("a", "x"), "1");
        assert_eq!(at("a", "y"), "two words");
        assert_eq!(at("a", "z"), "A=");
        assert_eq!(at("b", "x"), "3");
    }

    #[test]
    fn what_is_no_ini_file_is_a_fault() {
        for wrong in ["x=1", "[a", "[]", "[a]\nx"] {
            assert!(
                parse(wrong)
                    .unwrap_err()
                    .value
                    .as_string()
                    .starts_with("parse error (at line:")
            );
        }
        let missing = fault("joliex.util.IniUtils", "parseIniFile", &"/no/where".into());
        assert_eq!(
            (missing.name.as_str(), &*missing.value.as_string()),
            ("IOException", "/no/where")
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[\\[\\]ab=:;#\\\\u0\n é]{0,20}") {
            let _ = parse(&text);
        }
    }
}
