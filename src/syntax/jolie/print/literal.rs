//! Literals and names as text.

use crate::syntax::jolie::tree::{Basic, Literal, Number};

/// The text of a literal; a negative number carries its sign.
pub(in crate::syntax) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Long(value) => format!("{value}L"),
        Literal::Double(value) => double(*value),
        Literal::String(value) => string(value),
    }
}

/// The text of a bound.
pub(super) fn number(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Long(value) => format!("{value}L"),
        Number::Double(value) => double(value),
    }
}

/// A double always has a point: `1e-5` is an error in Jolie, `1.0e-5` is not.
fn double(value: f64) -> String {
    if value.is_infinite() {
        return String::from(if value > 0.0 { "1.0e999" } else { "-1.0e999" });
    }
    let text = format!("{value:?}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => format!("{mantissa}.0e{exponent}"),
        _ => text,
    }
}

/// A string in quotes, with the escapes that Jolie has.
pub(super) fn string(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '"' => text.push_str("\\\""),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// Whether a name can stand without quotes where any word may, reserved or not.
pub(super) fn is_word(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|next| next == '_' || next.is_alphanumeric())
}

/// The words that are no identifiers.
const RESERVED: &[&str] = &[
    "OneWay",
    "RequestResponse",
    "as",
    "bool",
    "cH",
    "comp",
    "constants",
    "define",
    "double",
    "else",
    "execution",
    "exit",
    "false",
    "for",
    "foreach",
    "from",
    "if",
    "import",
    "include",
    "init",
    "install",
    "instanceof",
    "int",
    "is_bool",
    "is_defined",
    "is_double",
    "is_int",
    "is_long",
    "is_string",
    "linkIn",
    "linkOut",
    "long",
    "nullProcess",
    "oneWay",
    "private",
    "provide",
    "public",
    "requestResponse",
    "scope",
    "spawn",
    "string",
    "synchronized",
    "this",
    "throw",
    "throws",
    "true",
    "undef",
    "while",
    "with",
];

/// Whether a word is reserved: then it is no identifier where only identifiers are read.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// The name of a basic type.
pub(super) fn basic(basic: Basic) -> &'static str {
    match basic {
        Basic::Void => "void",
        Basic::Bool => "bool",
        Basic::Int => "int",
        Basic::Long => "long",
        Basic::Double => "double",
        Basic::String => "string",
        Basic::Raw => "raw",
        Basic::Any => "any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_have_a_point_and_come_back() {
        for value in [
            0.0,
            -0.0,
            1.0,
            1e16,
            1.5e-9,
            1e-5,
            -3e300,
            f64::MIN_POSITIVE,
        ] {
            let text = double(value);
            assert!(text.contains('.'), "{text}");
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        assert_eq!(double(f64::INFINITY).parse::<f64>(), Ok(f64::INFINITY));
    }

    #[test]
    fn strings_use_the_escapes_of_jolie_only() {
        assert_eq!(string("a\"\\\n\t\ré\u{1}"), "\"a\\\"\\\\\\n\\t\\ré\u{1}\"");
    }

    #[test]
    fn reserved_words_are_sorted() {
        assert!(RESERVED.is_sorted());
        assert!(is_reserved("init") && !is_reserved("main"));
    }
}
