//! How deeply a text may be nested, told from its tokens alone.
//!
//! Brackets are counted exactly. `!a`, `a = b = c`, `if( a ) if( b ) c` and `if( a ) b else c` nest without brackets:
//! the tokens that can do so are counted from one end of a statement, field or entry to the next. That count is too
//! high where `else if` follows `else if`, which is why its limit is far above what people write; it keeps the stack of
//! the parser bounded, and what is really nested more than [`LEVELS`](super::scan::LEVELS) deep is found on the tree.

use super::scan::{Kind, LEVELS, Token};

/// How many tokens that nest without brackets may be open at once.
const CHAIN: usize = 10_000;

/// What is open at a place of a text.
pub(super) struct Nest<'t> {
    text: &'t str,
    levels: Vec<Level>,
    /// All chains together.
    chains: usize,
}

/// A bracket, or the whole text.
#[derive(Default)]
struct Level {
    /// Whether it holds the condition or the range of what comes behind it.
    head: bool,
    /// How many tokens that nest without brackets are open in it.
    chain: usize,
    /// Whether the bracket that was closed last in it is a head.
    after_head: bool,
}

impl<'t> Nest<'t> {
    /// Nothing is open.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            levels: vec![Level::default()],
            chains: 0,
        }
    }

    /// Goes on to the next token; `false` when that is one level too many.
    pub(super) fn holds(&mut self, before: Option<&Token>, token: Token) -> bool {
        let word = &self.text[token.start..token.end];
        let head = before.is_some_and(|before| {
            matches!(
                &self.text[before.start..before.end],
                "if" | "for" | "foreach"
            )
        });
        if before.is_some_and(|before| self.ends(before, token, word)) {
            self.cut();
        }
        match token.kind {
            Kind::Open => self.levels.push(Level {
                head: head && word == "(",
                ..Level::default()
            }),
            Kind::Close => self.close(),
            _ if self.nests(word, before, token) => {
                self.chains += 1;
                if let Some(level) = self.levels.last_mut() {
                    level.chain += 1;
                }
            }
            _ => {}
        }
        self.levels.len() <= LEVELS + 1 && self.chains <= CHAIN
    }

    fn close(&mut self) {
        self.cut();
        if self.levels.len() > 1
            && let Some(closed) = self.levels.pop()
            && let Some(level) = self.levels.last_mut()
        {
            level.after_head = closed.head;
        }
    }

    fn cut(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.chains -= level.chain;
            level.chain = 0;
        }
    }

    /// Whether something ends between two tokens: a statement, a field, an entry.
    fn ends(&self, before: &Token, token: Token, word: &str) -> bool {
        if matches!(word, ";" | ",") {
            return true;
        }
        if before.kind == Kind::Symbol && &self.text[before.start..before.end] == "|" {
            return word != "|" && !self.text[..before.start].ends_with('|');
        }
        let gap = &self.text[before.end..token.start];
        token.kind == Kind::Word
            && !matches!(word, "else" | "instanceof")
            && gap.contains(['\n', '\r', '/'])
            && self.is_operand(before)
    }

    /// Whether a statement may end in a token.
    fn is_operand(&self, token: &Token) -> bool {
        let text = &self.text[..token.end];
        match token.kind {
            Kind::Number | Kind::Text => true,
            Kind::Word => !matches!(&text[token.start..], "else" | "instanceof" | "if"),
            Kind::Close => self.levels.last().is_some_and(|level| !level.after_head),
            Kind::Symbol => text.ends_with("++") || text.ends_with("--"),
            Kind::Open => false,
        }
    }

    /// Whether a token may take all that follows it into one part.
    fn nests(&self, word: &str, before: Option<&Token>, token: Token) -> bool {
        match word {
            "!" | "if" | "else" | "for" | "foreach" => true,
            "=" => {
                let glued = before
                    .is_some_and(|before| before.kind == Kind::Symbol && before.end == token.start);
                !glued && !self.text[token.end..].starts_with(['=', '>'])
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::{Code, SourceId};
    use crate::syntax::jolie::scan::scan;

    fn is_held(text: &str) -> bool {
        let errors = scan(SourceId::NOWHERE, text).1;
        assert!(errors.iter().all(|error| error.code == Code::Q0002));
        errors.is_empty()
    }

    #[test]
    fn what_nests_without_brackets_is_bounded() {
        for part in [
            "!",
            "! ",
            "b = ",
            "b[0] =\n",
            "b + c = ",
            "if( a ) ",
            "if( a )\n",
            "if( a ) b\nelse ",
            "for( a, b, c )\n",
            "if( a ) x = ",
            "x || y = ",
        ] {
            assert!(
                is_held(&format!("main {{ a = {}", part.repeat(2_000))),
                "{part}"
            );
            assert!(
                !is_held(&format!("main {{ a = {}", part.repeat(20_000))),
                "{part}"
            );
        }
    }

    #[test]
    fn long_rows_are_not_nested() {
        for part in [
            "a = 1\n",
            "a = 1;",
            "if( a ) b\n",
            "if( a ) b()\n",
            "if( a ) b++\n",
            "if( a ) b = 1 // c\n",
            "if( a ) b = { c = 1, d = 2 }\n",
            "a = b == c\n",
            "for( i = 0, i < 1, i++ ) { a = 1 }\n",
            "a = \"b\" | ",
            "if( a ) { b = 1 } else { c = 1 };",
            "x[ i ] = y[ j ]\n",
        ] {
            assert!(
                is_held(&format!("main {{ {}", part.repeat(20_000))),
                "{part}"
            );
        }
    }
}
