//! From the syntax of `java.util.regex.Pattern` to that of the library that searches.
//!
//! One pass without recursion. What the two read differently is spelled out: classes are those of ASCII, a dot and the
//! ends of lines know the line ends of Java, quoted text and comments are resolved here.

use super::super::super::fault::Fault;
use super::syntax_error;

/// The line ends that a dot does not match, inside of a class.
pub(super) const LINE_ENDS: &str = r"\n\r\x{85}\x{2028}\x{2029}";

/// The modes that a group may switch (`(?ims)`).
#[derive(Clone, Copy, Default)]
pub(super) struct Modes {
    multiline: bool,
    dot_all: bool,
    /// Whether spaces and comments are skipped.
    pub(super) comments: bool,
    unix_lines: bool,
}

/// A pattern on its way.
pub(super) struct Translation<'pattern> {
    pattern: &'pattern str,
    characters: Vec<char>,
    /// The place that is read.
    pub(super) at: usize,
    /// What is written.
    pub(super) out: String,
    /// The modes of the open group.
    pub(super) modes: Modes,
    open: Vec<Modes>,
    /// How many groups have begun.
    pub(super) groups: usize,
    /// Whether what stands before can be repeated.
    repeatable: bool,
}

/// The pattern in the other syntax.
pub(super) fn translate(pattern: &str) -> Result<String, Fault> {
    let mut translation = Translation {
        pattern,
        characters: pattern.chars().collect(),
        at: 0,
        out: String::with_capacity(pattern.len() + 16),
        modes: Modes::default(),
        open: Vec::new(),
        groups: 0,
        repeatable: false,
    };
    while let Some(character) = translation.next() {
        translation.one(character)?;
    }
    if !translation.open.is_empty() {
        return Err(syntax_error(
            "Unclosed group",
            Some(translation.at),
            pattern,
        ));
    }
    Ok(translation.out)
}

impl Translation<'_> {
    /// The character at the place, which is passed.
    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    /// The character at the place.
    pub(super) fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    /// The character that many places further.
    pub(super) fn ahead(&self, places: usize) -> Option<char> {
        self.characters.get(self.at + places).copied()
    }

    /// Passes a character, if it is this one.
    pub(super) fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += 1;
        }
        found
    }

    /// The fault of what was read last.
    pub(super) fn error(&self, description: &str) -> Fault {
        syntax_error(description, self.at.checked_sub(1), self.pattern)
    }

    /// Writes a character that stands for itself.
    pub(super) fn literal(&mut self, character: char) {
        if character.is_ascii_alphanumeric() || !character.is_ascii() {
            self.out.push(character);
        } else {
            self.out
                .push_str(&format!(r"\x{{{:x}}}", u32::from(character)));
        }
    }

    fn one(&mut self, character: char) -> Result<(), Fault> {
        match character {
            '\\' => {
                self.escape()?;
                self.repeatable = true;
            }
            '[' => {
                self.class()?;
                self.repeatable = true;
            }
            '(' => self.open_group()?,
            ')' => {
                let outer = self.open.pop();
                self.modes = outer.ok_or_else(|| {
                    let before = self.at.checked_sub(2);
                    syntax_error("Unmatched closing ')'", before, self.pattern)
                })?;
                self.out.push(')');
                self.repeatable = true;
            }
            '|' => {
                self.out.push('|');
                self.repeatable = false;
            }
            '.' | '^' | '$' => {
                let meaning = self.meaning(character);
                self.out.push_str(&meaning);
                self.repeatable = true;
            }
            '*' | '+' | '?' => {
                if !self.repeatable {
                    let description = format!("Dangling meta character '{character}'");
                    return Err(self.error(&description));
                }
                self.out.push(character);
                self.end_of_repetition();
            }
            '{' => self.counted()?,
            character if self.modes.comments && is_space(character) => {}
            '#' if self.modes.comments => {
                while self.next().is_some_and(|skipped| skipped != '\n') {}
            }
            character => {
                self.literal(character);
                self.repeatable = true;
            }
        }
        Ok(())
    }

    /// What a dot or an end of line stands for in these modes.
    fn meaning(&self, character: char) -> String {
        let ends = if self.modes.unix_lines {
            r"\n"
        } else {
            LINE_ENDS
        };
        match character {
            '.' if self.modes.dot_all => r"[\s\S]".to_owned(),
            '.' => format!("[^{ends}]"),
            '^' if self.modes.multiline => {
                format!(r"(?:\A|(?<=[{ends}])(?!\z)(?<!\r(?=\n)))")
            }
            '^' => r"\A".to_owned(),
            '$' if self.modes.multiline => format!(r"(?:\z|(?=[{ends}])(?<!\r(?=\n)))"),
            _ if self.modes.unix_lines => r"(?=\n?\z)".to_owned(),
            _ => end_of_text(),
        }
    }

    /// A repetition that waits for nothing (`?`) or gives nothing back (`+`).
    fn end_of_repetition(&mut self) {
        if let Some(kind @ ('?' | '+')) = self.peek() {
            self.at += 1;
            self.out.push(kind);
        }
        self.repeatable = false;
    }

    /// `{2}`, `{2,}` or `{2,5}`.
    fn counted(&mut self) -> Result<(), Fault> {
        if !self.repeatable || !self.peek().is_some_and(|next| next.is_ascii_digit()) {
            return Err(self.error("Illegal repetition"));
        }
        let least = self.number()?;
        let most = if self.take(',') {
            match self.peek() {
                Some('}') => None,
                _ => Some(self.number()?),
            }
        } else {
            Some(least)
        };
        if !self.take('}') {
            return Err(self.error("Unclosed counted closure"));
        }
        if most.is_some_and(|most| most < least) {
            return Err(self.error("Illegal repetition range"));
        }
        let most = most.map(|most| most.to_string()).unwrap_or_default();
        self.out.push_str(&format!("{{{least},{most}}}"));
        self.end_of_repetition();
        Ok(())
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let mut number = 0u32;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            self.at += 1;
            number = (number.checked_mul(10))
                .and_then(|number| number.checked_add(digit))
                .filter(|number| *number <= 0x7fff_ffff)
                .ok_or_else(|| self.error("Illegal repetition range"))?;
        }
        Ok(number)
    }

    fn open_group(&mut self) -> Result<(), Fault> {
        self.repeatable = false;
        let outer = self.modes;
        if !self.take('?') {
            self.groups += 1;
            self.out.push('(');
            self.open.push(outer);
            return Ok(());
        }
        match (self.peek(), self.ahead(1)) {
            (Some(kind @ (':' | '=' | '!' | '>')), _) => {
                self.at += 1;
                self.out.push_str("(?");
                self.out.push(kind);
            }
            (Some('<'), Some(kind @ ('=' | '!'))) => {
                self.at += 2;
                self.out.push_str("(?<");
                self.out.push(kind);
            }
            (Some('<'), _) => {
                self.at += 1;
                let name = self.group_name()?;
                self.groups += 1;
                self.out.push_str(&format!("(?<{name}>"));
            }
            _ => {
                if !self.switch_modes()? {
                    return Ok(());
                }
            }
        }
        self.open.push(outer);
        Ok(())
    }

    /// The name of a group, up to its `>`.
    pub(super) fn group_name(&mut self) -> Result<String, Fault> {
        let mut name = String::new();
        while let Some(letter) = self.peek().filter(char::is_ascii_alphanumeric) {
            self.at += 1;
            name.push(letter);
        }
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Err(self.error("capturing group name does not start with a Latin letter"));
        }
        if !self.take('>') {
            return Err(self.error("named capturing group is missing trailing '>'"));
        }
        Ok(name)
    }

    /// `i-s)` or `i-s:` behind `(?`: whether a group begins.
    fn switch_modes(&mut self) -> Result<bool, Fault> {
        let (mut on, mut letters) = (true, String::new());
        loop {
            match self.next() {
                Some('i') => letters.push_str(if on { "i" } else { "-i" }),
                Some('m') => self.modes.multiline = on,
                Some('s') => self.modes.dot_all = on,
                Some('x') => self.modes.comments = on,
                Some('d') => self.modes.unix_lines = on,
                // Whether letters beyond ASCII have a case: they always do here.
                Some('u' | 'U') => {}
                Some('-') if on => on = false,
                Some(end @ (')' | ':')) => {
                    match (letters.as_str(), end) {
                        ("", ')') => {}
                        ("", _) => self.out.push_str("(?:"),
                        (_, end) => self.out.push_str(&format!("(?{letters}{end}")),
                    }
                    return Ok(end == ':');
                }
                Some(_) => return Err(self.error("Unknown inline modifier")),
                None => return Err(self.error("Unknown group type")),
            }
        }
    }
}

/// The end of the text, or before the line end that it ends with.
pub(super) fn end_of_text() -> String {
    format!(r"(?=(?:(?:\r\n|[{LINE_ENDS}])?\z))(?<!\r(?=\n))")
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}
