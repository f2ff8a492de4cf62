//! From a text to a value.

use super::super::super::fault::Fault;
use super::super::super::value::{Basic, Value, Vector};
use super::super::request::exception;
use super::write::{DEEPEST, write};
use super::{ARRAY, ROOT};

/// Why a text is not read.
#[derive(Debug)]
pub(in super::super) enum Wrong {
    /// It is no JSON: what the library behind Jolie says of it.
    Syntax(String),
    /// Something else.
    Fault(Fault),
}

/// A word of the text.
enum Token {
    Value(Value),
    Mark(char),
    End,
}

/// Something that was read whole.
enum Done {
    Basic(Value),
    Object(Value),
    Array(Vec<Value>),
}

/// Something that has begun.
enum Open {
    Object { value: Value, key: Option<String> },
    Array(Vec<Value>),
}

struct Reader<'text> {
    text: &'text str,
    rest: &'text str,
    strict: bool,
}

/// The value of a text. Under the strict encoding arrays in objects stand below `_` as well.
pub(in super::super) fn read(text: &str, strict: bool) -> Result<Value, Wrong> {
    let mut reader = Reader {
        text,
        rest: text,
        strict,
    };
    let mut open: Vec<Open> = Vec::new();
    loop {
        let at = reader.place();
        let token = reader.token()?;
        let done = match (token, open.last_mut()) {
            (Token::Mark(mark @ ('{' | '[')), last) if accepts(last.as_deref()) => {
                if open.len() >= DEEPEST {
                    return Err(Wrong::Fault(exception("StackOverflowError", "")));
                }
                open.push(match mark {
                    '{' => Open::Object {
                        value: Value::VOID,
                        key: None,
                    },
                    _ => Open::Array(Vec::new()),
                });
                continue;
            }
            (Token::Mark(','), Some(Open::Object { key: None, .. } | Open::Array(_)))
            | (Token::Mark(':'), Some(Open::Object { key: Some(_), .. })) => continue,
            (Token::Mark('}'), Some(Open::Object { key: None, .. }))
            | (Token::Mark(']'), Some(Open::Array(_))) => match open.pop() {
                Some(Open::Object { value, .. }) => Done::Object(value),
                Some(Open::Array(elements)) => Done::Array(elements),
                None => return Err(unexpected("END OF FILE", at)),
            },
            (
                Token::Value(value),
                Some(Open::Object {
                    key: key @ None, ..
                }),
            ) if matches!(value.basic, Basic::String(_)) => {
                *key = Some(value.as_string().to_string());
                continue;
            }
            (Token::Value(value), last) if accepts(last.as_deref()) => Done::Basic(value),
            (token, _) => return Err(token.unexpected(at)),
        };
        let Some(last) = open.last_mut() else {
            let at = reader.place();
            return match reader.token()? {
                Token::End => Ok(done.element()),
                token => Err(token.unexpected(at)),
            };
        };
        last.take(done, reader.strict).map_err(Wrong::Fault)?;
    }
}

/// Whether a value may stand here: not where a key is due.
fn accepts(last: Option<&Open>) -> bool {
    !matches!(last, Some(Open::Object { key: None, .. }))
}

impl Open {
    fn take(&mut self, done: Done, strict: bool) -> Result<(), Fault> {
        match self {
            Self::Array(elements) => elements.push(done.element()),
            Self::Object { value, key } => {
                let key = key.take().unwrap_or_default();
                if key == ROOT {
                    return root(value, done);
                }
                *value.vector_mut(&key) = match done {
                    Done::Array(elements) if !strict => Vector::from(elements),
                    other => Vector::One(other.element()),
                };
            }
        }
        Ok(())
    }
}

/// What stands below `$` becomes the root; an object or an array its text.
fn root(value: &mut Value, done: Done) -> Result<(), Fault> {
    match done {
        Done::Basic(basic) => {
            if basic.is_defined() {
                value.basic = basic.basic.clone();
            }
        }
        other => {
            value.basic = Value::from(write(&other.element(), false, None)?)
                .basic
                .clone()
        }
    }
    Ok(())
}

impl Done {
    /// As an element of an array, where inner arrays are hidden.
    fn element(self) -> Value {
        match self {
            Self::Basic(value) | Self::Object(value) => value,
            Self::Array(elements) => {
                let mut value = Value::VOID;
                *value.vector_mut(ARRAY) = Vector::from(elements);
                value
            }
        }
    }
}

impl Token {
    fn unexpected(&self, at: usize) -> Wrong {
        match self {
            Self::End => unexpected("END OF FILE", at),
            Self::Value(value) => unexpected(&format!("VALUE({})", value.as_string()), at),
            Self::Mark(mark) => {
                let name = match mark {
                    '{' => "LEFT BRACE({)",
                    '}' => "RIGHT BRACE(})",
                    '[' => "LEFT SQUARE([)",
                    ']' => "RIGHT SQUARE(])",
                    ',' => "COMMA(,)",
                    _ => "COLON(:)",
                };
                unexpected(name, at)
            }
        }
    }
}

fn unexpected(token: &str, at: usize) -> Wrong {
    Wrong::Syntax(format!("Unexpected token {token} at position {at}."))
}

impl Reader<'_> {
    /// How many characters have been read.
    fn place(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    fn token(&mut self) -> Result<Token, Wrong> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let Some(first) = self.rest.chars().next() else {
            return Ok(Token::End);
        };
        let words = [
            ("true", Basic::Bool(true)),
            ("false", Basic::Bool(false)),
            ("null", Basic::Void),
        ];
        for (word, basic) in words {
            if let Some(rest) = self.rest.strip_prefix(word) {
                self.rest = rest;
                return Ok(Token::Value(Value::new(basic)));
            }
        }
        match first {
            '{' | '}' | '[' | ']' | ',' | ':' => {
                self.rest = &self.rest[1..];
                Ok(Token::Mark(first))
            }
            '"' => self.string(),
            '-' | '0'..='9' => self.number(),
            other => Err(Wrong::Syntax(format!(
                "Unexpected character ({other}) at position {}.",
                self.place()
            ))),
        }
    }

    /// Digits, and a double if a point or an exponent with digits follows.
    fn number(&mut self) -> Result<Token, Wrong> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let text = self.rest;
        let sign = usize::from(text.starts_with('-'));
        let whole = sign + digits(&text[sign..]);
        if whole == sign {
            return Err(Wrong::Syntax(format!(
                "Unexpected character (-) at position {}.",
                self.place()
            )));
        }
        let mut end = whole;
        if text[end..].starts_with('.') {
            let fraction = digits(&text[end + 1..]);
            end += if fraction > 0 { fraction + 1 } else { 0 };
        }
        if text[end..].starts_with(['e', 'E']) {
            let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
            let exponent = digits(&text[end + 1 + sign..]);
            end += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        let number = &text[..end];
        self.rest = &text[end..];
        if end > whole {
            return Ok(Token::Value(
                number.parse::<f64>().unwrap_or_default().into(),
            ));
        }
        let long: i64 = number.parse().map_err(|_| {
            let message = format!("For input string: \"{number}\"");
            Wrong::Fault(exception("NumberFormatException", message))
        })?;
        Ok(Token::Value(
            i32::try_from(long).map_or(Value::from(long), Value::from),
        ))
    }

    /// A string; a backslash before something else stands for itself.
    fn string(&mut self) -> Result<Token, Wrong> {
        let mut units: Vec<u16> = Vec::new();
        let mut out = String::new();
        let mut rest = self.rest[1..].chars();
        loop {
            let character = match rest.next() {
                None => return Err(unexpected("END OF FILE", self.text.len())),
                Some('"') => break,
                Some('\\') => {
                    let behind = rest.as_str();
                    let (character, length) = match behind.chars().next() {
                        Some(plain @ ('"' | '\\' | '/')) => (plain, 1),
                        Some('b') => ('\u{8}', 1),
                        Some('f') => ('\u{c}', 1),
                        Some('n') => ('\n', 1),
                        Some('r') => ('\r', 1),
                        Some('t') => ('\t', 1),
                        Some('u') => {
                            if let Some(unit) = unit(behind) {
                                units.push(unit);
                                rest = behind[5..].chars();
                                continue;
                            }
                            ('\\', 0)
                        }
                        _ => ('\\', 0),
                    };
                    rest = behind[length..].chars();
                    character
                }
                Some(character) => character,
            };
            flush(&mut out, &mut units);
            out.push(character);
        }
        flush(&mut out, &mut units);
        self.rest = rest.as_str();
        Ok(Token::Value(out.into()))
    }
}

/// The unit of four digits behind a `u`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.get(1..5)?;
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u16::from_str_radix(digits, 16).ok())?
}

/// Units that were escaped one by one may be one character together.
fn flush(out: &mut String, units: &mut Vec<u16>) {
    if !units.is_empty() {
        let read = char::decode_utf16(units.drain(..));
        out.extend(read.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
}
