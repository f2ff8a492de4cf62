//! The patterns, `dd/MM/yyyy 'at' HH:mm`.

use super::Language;

/// The letters that mean something.
const LETTERS: &str = "GyMwWDdFEuaHkKhmsSzZXYL";

/// No field is wider: a pattern of a million `y` would write a million digits.
const WIDEST_FIELD: usize = 255;

/// A pattern that has been read.
pub(in super::super) struct Format {
    pub(super) items: Vec<Item>,
    pub(super) language: Language,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A letter, and how often it stands.
    Field(char, usize),
    /// Itself.
    Literal(char),
}

impl Format {
    /// Reads a pattern; the error is what Java says of it.
    pub(in super::super) fn new(pattern: &str) -> Result<Self, String> {
        let mut items: Vec<Item> = Vec::new();
        let (mut quoted, mut fresh) = (false, true);
        let mut characters = pattern.chars().peekable();
        while let Some(character) = characters.next() {
            let starts = std::mem::replace(&mut fresh, false);
            match character {
                '\'' if characters.peek() == Some(&'\'') => {
                    characters.next();
                    items.push(Item::Literal('\''));
                    fresh = true;
                }
                '\'' => {
                    quoted = !quoted;
                    fresh = true;
                }
                letter if !quoted && letter.is_ascii_alphabetic() => {
                    if !LETTERS.contains(letter) {
                        return Err(format!("Illegal pattern character '{letter}'"));
                    }
                    match items.last_mut() {
                        Some(Item::Field(last, count)) if *last == letter && !starts => {
                            *count = (*count + 1).min(WIDEST_FIELD);
                        }
                        _ => items.push(Item::Field(letter, 1)),
                    }
                }
                other => items.push(Item::Literal(other)),
            }
        }
        if quoted {
            return Err("Unterminated quote".to_owned());
        }
        Ok(Self {
            items,
            language: Language::English,
        })
    }

    /// The same in another language.
    pub(in super::super) fn in_language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }
}
