//! Whole files of Jolie as trees in normal form, made from a list of choices.
//!
//! Each choice takes the next number of the list, and 0 when none is left; 0 is always the simplest choice. So a
//! shorter list, or smaller numbers, make a smaller file, and proptest shrinks files by shrinking lists.

#[path = "generate/behaviour.rs"]
mod behaviour;
#[path = "generate/data.rs"]
mod data;
#[path = "generate/declaration.rs"]
mod declaration;
#[path = "generate/expression.rs"]
mod expression;

use quadrille::base::{Name, Span};
use quadrille::syntax::jolie::tree::{File, Identifier};

/// The file that a list of choices makes.
pub fn file(choices: &[u16]) -> File {
    let mut source = Choices {
        list: choices,
        withs: 0,
        handlers: 0,
    };
    declaration::file(&mut source)
}

/// What is left of the list, and what is around.
pub struct Choices<'c> {
    list: &'c [u16],
    /// How many `with` are around.
    withs: usize,
    /// How many handlers are around.
    handlers: usize,
}

const PLAIN: &[&str] = &[
    "a", "b", "x1", "_y", "Zürich", "été", "名", "op", "main", "type", "java",
];
/// Identifiers that mean something elsewhere.
const SOFT: &[&str] = &[
    "service",
    "interface",
    "inputPort",
    "outputPort",
    "cset",
    "courier",
    "embed",
    "embedded",
    "foreign",
    "over",
    "until",
    "void",
    "any",
    "raw",
    "undefined",
    "sequential",
    "concurrent",
    "single",
    "Java",
    "Jolie",
    "JavaScript",
    "location",
    "Protocol",
    "default",
    "newest",
    "into",
    "thisOne",
    "iff",
    "format",
    "e5",
    "L",
];
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

impl Choices<'_> {
    /// One of `0..count`.
    fn pick(&mut self, count: usize) -> usize {
        match self.list.split_first() {
            Some((first, rest)) => {
                self.list = rest;
                usize::from(*first) % count.max(1)
            }
            None => 0,
        }
    }

    /// Seldom true, and never when the list is used up.
    fn maybe(&mut self) -> bool {
        self.pick(3) == 1
    }

    /// One of these.
    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.pick(all.len())].clone()
    }

    /// As many as chosen, from `least` to `least + 2`.
    fn many<T>(&mut self, least: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.pick(3);
        (0..count).map(|_| make(self)).collect()
    }

    /// Something or nothing.
    fn option<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.pick(2) == 1 {
            Some(make(self))
        } else {
            None
        }
    }

    /// An identifier.
    fn identifier(&mut self) -> Identifier {
        let all = if self.maybe() { SOFT } else { PLAIN };
        let name = self.of(all);
        named(name)
    }

    /// An identifier or a reserved word.
    fn any_identifier(&mut self) -> Identifier {
        if self.maybe() {
            let name = self.of(RESERVED);
            named(name)
        } else {
            self.identifier()
        }
    }

    /// What a string literal stands for.
    fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "",
            "a",
            "\\",
            "\"",
            "\n",
            "\r",
            "\t",
            " ",
            "é",
            "//",
            "/*",
            "\u{1f600}",
            "{",
            "socket://localhost:8000",
            "\u{0}",
            "u0041",
        ];
        let parts = self.many(0, |choices| choices.of(PARTS));
        parts.concat()
    }
}

/// A name that stands nowhere.
fn named(name: &str) -> Identifier {
    Identifier {
        name: Name::from(name),
        span: Span::NOWHERE,
    }
}
