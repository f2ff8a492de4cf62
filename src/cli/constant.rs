//! The value of `--constant N=V`: a literal of Jolie, or text whose quotes the shell has taken.

use crate::base::Name;
use crate::syntax::jolie::tree::Literal;

/// Reads `N=V`. A value that is no number, `true`, `false` or quoted string is a string as it stands.
pub(super) fn constant(text: &str) -> Result<(Name, Literal), String> {
    let (name, value) = text.split_once('=').ok_or("wants NAME=VALUE")?;
    let name = name.trim();
    let identifier = |c: char| c.is_alphanumeric() || c == '_';
    if name.is_empty() || !name.chars().all(identifier) || name.starts_with(char::is_numeric) {
        return Err(format!("`{name}` is no name of a constant"));
    }
    Ok((Name::from(name), literal(value)?))
}

fn literal(value: &str) -> Result<Literal, String> {
    let quoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let digits = value.strip_prefix('-').unwrap_or(value);
    let number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.ends_with(|c: char| c.is_ascii_digit() || c == 'L');
    match value {
        "true" => Ok(Literal::Bool(true)),
        "false" => Ok(Literal::Bool(false)),
        _ if quoted.is_some() => unescape(quoted.unwrap_or_default()).map(Literal::String),
        _ if number => self::number(value),
        _ => Ok(Literal::String(value.to_owned())),
    }
}

/// A number, when it is one: an address like `127.0.0.1` is text.
fn number(value: &str) -> Result<Literal, String> {
    if let Some(long) = value.strip_suffix('L') {
        let parsed = long.parse().map(Literal::Long);
        return Ok(parsed.unwrap_or_else(|_| Literal::String(value.to_owned())));
    }
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match value.parse() {
            Ok(int) => Ok(Literal::Int(int)),
            Err(_) => Err(format!(
                "{value} does not fit an int; write {value}L for a long"
            )),
        };
    }
    let parsed = value.parse().map(Literal::Double);
    Ok(parsed.unwrap_or_else(|_| Literal::String(value.to_owned())))
}

/// Replaces the escapes of Jolie: `\\ \n \t \r \"`.
fn unescape(text: &str) -> Result<String, String> {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        plain.push(match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('n')) => '\n',
            ('\\', Some('t')) => '\t',
            ('\\', Some('r')) => '\r',
            ('\\', Some(same @ ('\\' | '"'))) => same,
            ('\\', _) => {
                return Err("Jolie knows the escapes \\\\ \\n \\t \\r \\\" only".to_owned());
            }
            _ => c,
        });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Literal {
        constant(&format!("N={text}")).unwrap().1
    }

    #[test]
    fn values_are_literals_or_text() {
        let string = |text: &str| Literal::String(text.to_owned());
        assert_eq!(value("8000"), Literal::Int(8000));
        assert_eq!(value("-1"), Literal::Int(-1));
        assert_eq!(value("10L"), Literal::Long(10));
        assert_eq!(value("1.5"), Literal::Double(1.5));
        assert_eq!(value("true"), Literal::Bool(true));
        assert_eq!(value("\"a\\\"b\\n\""), string("a\"b\n"));
        assert_eq!(value("socket://a:1?b=c"), string("socket://a:1?b=c"));
        assert_eq!(value("127.0.0.1"), string("127.0.0.1"));
        assert_eq!(value(""), string(""));
        assert_eq!(value("-"), string("-"));
    }

    #[test]
    fn what_is_no_constant_is_refused() {
        for text in ["N", "=x", "a b=1", "1=1", "N=99999999999", "N=\"\\x\""] {
            assert!(constant(text).is_err(), "{text}");
        }
    }
}
