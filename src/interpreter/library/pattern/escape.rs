//! What a backslash introduces, outside of classes and inside.

use super::super::super::fault::Fault;
use super::translate::{LINE_ENDS, Translation, end_of_text};

/// The characters that count as words.
const WORD: &str = "0-9A-Za-z_";
/// Spaces on a line.
const HORIZONTAL: &str = r" \t\x{a0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}";
/// What goes to another line.
const VERTICAL: &str = r"\n\x{b}\x{c}\r\x{85}\x{2028}\x{2029}";
/// White space.
const SPACE: &str = r" \t\n\x{b}\x{c}\r";

/// What an escape stands for where it may stand for a character or for a class.
pub(super) enum Escaped {
    /// One character.
    Character(char),
    /// A class, in brackets.
    Class(String),
}

impl Translation<'_> {
    /// An escape outside of a class; its backslash has been passed.
    pub(super) fn escape(&mut self) -> Result<(), Fault> {
        let Some(letter) = self.peek() else {
            return Err(self.error("Unexpected internal error"));
        };
        let anchor = match letter {
            'b' => format!("(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"),
            'B' => format!("(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))"),
            'A' => r"\A".to_owned(),
            'z' => r"\z".to_owned(),
            'Z' => end_of_text(),
            'G' => r"\G".to_owned(),
            'R' => format!(r"(?:\r\n|[\x{{b}}\x{{c}}{LINE_ENDS}])"),
            'Q' => {
                self.at += 1;
                for quoted in self.quoted() {
                    self.literal(quoted);
                }
                return Ok(());
            }
            '1'..='9' => {
                self.at += 1;
                return self.back_reference(letter);
            }
            'k' => {
                self.at += 1;
                if !self.take('<') {
                    return Err(self.error(r"\k is not followed by '<' for named capturing group"));
                }
                format!(r"(?:\k<{}>)", self.group_name()?)
            }
            _ => {
                match self.escaped()? {
                    Escaped::Character(character) => self.literal(character),
                    Escaped::Class(class) => self.out.push_str(&class),
                }
                return Ok(());
            }
        };
        if letter != 'k' {
            self.at += 1;
        }
        self.out.push_str(&anchor);
        Ok(())
    }

    /// What stands between `\Q` and `\E`.
    pub(super) fn quoted(&mut self) -> Vec<char> {
        let mut quoted = Vec::new();
        while let Some(character) = self.next() {
            if character == '\\' && self.take('E') {
                break;
            }
            quoted.push(character);
        }
        quoted
    }

    /// `\12`: group 12 if so many have begun, else group 1 and a 2. A group that is still to come never fits.
    fn back_reference(&mut self, first: char) -> Result<(), Fault> {
        let mut group = first.to_digit(10).unwrap_or_default() as usize;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if longer > self.groups {
                break;
            }
            group = longer;
            self.at += 1;
        }
        if group > self.groups {
            self.out.push_str("(?!)");
        } else {
            self.out.push_str(&format!(r"(?:\{group})"));
        }
        Ok(())
    }

    /// An escape that stands for a character or for a class; its backslash has been passed.
    pub(super) fn escaped(&mut self) -> Result<Escaped, Fault> {
        let Some(letter) = self.next() else {
            return Err(self.error("Unexpected internal error"));
        };
        let class = |inside: &str, negated: bool| {
            Ok(Escaped::Class(format!(
                "[{}{inside}]",
                if negated { "^" } else { "" }
            )))
        };
        match letter {
            'd' | 'D' => class("0-9", letter == 'D'),
            's' | 'S' => class(SPACE, letter == 'S'),
            'w' | 'W' => class(WORD, letter == 'W'),
            'h' | 'H' => class(HORIZONTAL, letter == 'H'),
            'v' | 'V' => class(VERTICAL, letter == 'V'),
            'p' | 'P' => Ok(Escaped::Class(self.property(letter == 'P')?)),
            't' => Ok(Escaped::Character('\t')),
            'n' => Ok(Escaped::Character('\n')),
            'r' => Ok(Escaped::Character('\r')),
            'f' => Ok(Escaped::Character('\u{c}')),
            'a' => Ok(Escaped::Character('\u{7}')),
            'e' => Ok(Escaped::Character('\u{1b}')),
            'c' => {
                let Some(key) = self.next() else {
                    return Err(self.error("Illegal control escape sequence"));
                };
                self.character(u32::from(key) ^ 64)
            }
            '0' => self.octal(),
            'x' if self.take('{') => {
                let code = self.digits(16, 1, 8)?;
                if !self.take('}') {
                    return Err(self.error("Unclosed hexadecimal escape sequence"));
                }
                self.character(code)
            }
            'x' => {
                let code = self.digits(16, 2, 2)?;
                self.character(code)
            }
            'u' => self.unit(),
            letter if letter.is_ascii_alphabetic() => {
                Err(self.error("Illegal/unsupported escape sequence"))
            }
            other => Ok(Escaped::Character(other)),
        }
    }

    fn character(&self, code: u32) -> Result<Escaped, Fault> {
        char::from_u32(code)
            .map(Escaped::Character)
            .ok_or_else(|| self.error("Hexadecimal codepoint is too big"))
    }

    /// From `least` to `most` digits.
    fn digits(&mut self, base: u32, least: usize, most: usize) -> Result<u32, Fault> {
        let (mut code, mut count) = (0u32, 0);
        while count < most
            && let Some(digit) = self.peek().and_then(|next| next.to_digit(base))
        {
            code = code.saturating_mul(base).saturating_add(digit);
            count += 1;
            self.at += 1;
        }
        if count < least {
            return Err(self.error(if base == 8 {
                "Illegal octal escape sequence"
            } else {
                "Illegal hexadecimal escape sequence"
            }));
        }
        Ok(code)
    }

    /// `\07`, `\077` or `\0377`.
    fn octal(&mut self) -> Result<Escaped, Fault> {
        let most = if matches!(self.peek(), Some('0'..='3')) {
            3
        } else {
            2
        };
        let code = self.digits(8, 1, most)?;
        self.character(code)
    }

    /// A unit of UTF-16 in four digits, or two that make a character together.
    fn unit(&mut self) -> Result<Escaped, Fault> {
        let high = self.digits(16, 4, 4)?;
        if (0xd800..0xdc00).contains(&high)
            && self.peek() == Some('\\')
            && self.ahead(1) == Some('u')
        {
            self.at += 2;
            let low = self.digits(16, 4, 4)?;
            if (0xdc00..0xe000).contains(&low) {
                return self.character(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
        }
        self.character(high)
    }

    /// `\pL` or `\p{Lower}`: a class, those without a prefix in ASCII as POSIX has them.
    fn property(&mut self, negated: bool) -> Result<String, Fault> {
        let name = if self.take('{') {
            let mut name = String::new();
            loop {
                match self.next() {
                    Some('}') => break name,
                    Some(letter) => name.push(letter),
                    None => return Err(self.error("Unclosed character family")),
                }
            }
        } else {
            self.next().map(String::from).unwrap_or_default()
        };
        let (negated, name) = match name.strip_prefix('^') {
            Some(rest) => (!negated, rest.to_owned()),
            None => (negated, name),
        };
        let inside = inside_of(&name)
            .ok_or_else(|| self.error(&format!("Unknown character property name {{{name}}}")))?;
        Ok(format!("[{}{inside}]", if negated { "^" } else { "" }))
    }
}

/// What the class of that name holds.
fn inside_of(name: &str) -> Option<String> {
    let ascii = match name {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "ASCII" => r"\x00-\x7f",
        "Alpha" => "A-Za-z",
        "Digit" => "0-9",
        "Alnum" => "0-9A-Za-z",
        "Punct" => r"!-/:-@\[-`\{-\x7e",
        "Graph" => "!-\\x7e",
        "Print" => " -\\x7e",
        "Blank" => r" \t",
        "Cntrl" => r"\x00-\x1f\x7f",
        "XDigit" => "0-9A-Fa-f",
        "Space" => SPACE,
        "L1" => r"\x00-\x{ff}",
        "javaLowerCase" => r"\p{Lowercase}",
        "javaUpperCase" => r"\p{Uppercase}",
        "javaTitleCase" => r"\p{Lt}",
        "javaDigit" => r"\p{Nd}",
        "javaLetter" => r"\p{L}",
        "javaLetterOrDigit" => r"\p{L}\p{Nd}",
        "javaAlphabetic" => r"\p{Alphabetic}",
        "javaSpaceChar" => r"\p{Z}",
        "javaWhitespace" => r"\p{Z}\t-\r\x{1c}-\x{1f}&&[^\x{a0}\x{2007}\x{202f}]",
        _ => "",
    };
    if !ascii.is_empty() {
        return Some(ascii.to_owned());
    }
    let plain = name
        .rsplit_once('=')
        .map_or(name, |(_, value)| value)
        .trim_start_matches("Is");
    let known = !name.starts_with("In") && !name.starts_with("java") && !name.starts_with("bl");
    let sound = plain
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (known && sound && !plain.is_empty()).then(|| format!(r"\p{{{plain}}}"))
}
