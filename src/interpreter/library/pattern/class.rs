//! Classes of characters, `[a-z&&[^aeiou]]`.

use super::super::super::fault::Fault;
use super::escape::Escaped;
use super::translate::Translation;

impl Translation<'_> {
    /// A class; its first bracket has been passed. Classes inside of it are read in the same loop.
    pub(super) fn class(&mut self) -> Result<(), Fault> {
        let mut depth = 1;
        self.open_class();
        // Whether something stands in the innermost class, so that a bracket closes it.
        let mut filled = false;
        while depth > 0 {
            let Some(character) = self.next() else {
                return Err(self.error("Unclosed character class"));
            };
            match character {
                ']' if filled => {
                    self.out.push(']');
                    depth -= 1;
                    continue;
                }
                '[' => {
                    self.open_class();
                    depth += 1;
                    filled = false;
                    continue;
                }
                '&' if self.peek() == Some('&') => {
                    self.at += 1;
                    self.out.push_str("&&");
                }
                space if self.modes.comments && space.is_ascii_whitespace() => continue,
                '\\' if self.take('Q') => {
                    for quoted in self.quoted() {
                        self.literal(quoted);
                    }
                }
                '\\' => match self.escaped()? {
                    Escaped::Class(class) => self.out.push_str(&class),
                    Escaped::Character(first) => self.range(first)?,
                },
                first => self.range(first)?,
            }
            filled = true;
        }
        Ok(())
    }

    fn open_class(&mut self) {
        self.out.push('[');
        if self.take('^') {
            self.out.push('^');
        }
    }

    /// A character, or a range that begins with it.
    fn range(&mut self, first: char) -> Result<(), Fault> {
        let closes = matches!(self.ahead(1), None | Some('[' | ']'));
        if self.peek() != Some('-') || closes {
            self.literal(first);
            return Ok(());
        }
        self.at += 1;
        let last = match self.next() {
            Some('\\') => match self.escaped()? {
                Escaped::Character(last) => last,
                Escaped::Class(_) => return Err(self.error("Illegal character range")),
            },
            Some(last) => last,
            None => return Err(self.error("Unclosed character class")),
        };
        if last < first {
            return Err(self.error("Illegal character range"));
        }
        self.literal(first);
        self.out.push('-');
        self.literal(last);
        Ok(())
    }
}
