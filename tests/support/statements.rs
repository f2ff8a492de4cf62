//! Statements of Jolie as trees, and the chance by which they are made.

use std::fmt::Write;

/// Numbers made from a seed, the same on every machine.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (`SplitMix64`).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    /// One time in so many.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// A statement: one line, or blocks that follow one another, each behind its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `a = 1`
    Line(String),
    /// `if( a ) {` … `} else {` … `}`
    Blocks(Vec<(String, Vec<Statement>)>, &'static str),
}

impl Statement {
    /// One line.
    pub fn line(text: impl Into<String>) -> Self {
        Self::Line(text.into())
    }

    /// One block in braces.
    pub fn block(head: impl Into<String>, body: Vec<Statement>) -> Self {
        Self::Blocks(vec![(format!("{} {{", head.into()), body)], "}")
    }

    /// Branches that run at once.
    pub fn parallel(branches: Vec<Vec<Statement>>) -> Self {
        let mut blocks = Vec::new();
        for (position, branch) in branches.into_iter().enumerate() {
            let head = if position == 0 { "{ {" } else { "} | {" };
            blocks.push((head.to_owned(), branch));
        }
        Self::Blocks(blocks, "} }")
    }

    /// Writes it, indented by so many columns; no line ends behind it.
    pub fn write(&self, text: &mut String, indent: usize) {
        match self {
            Self::Line(line) => {
                let _ = write!(text, "{:indent$}{line}", "");
            }
            Self::Blocks(blocks, close) => {
                for (head, body) in blocks {
                    let _ = writeln!(text, "{:indent$}{head}", "");
                    sequence(body, text, indent + 4);
                    text.push('\n');
                }
                let _ = write!(text, "{:indent$}{close}", "");
            }
        }
    }
}

/// Writes statements one after another, each on lines of its own.
pub fn sequence(body: &[Statement], text: &mut String, indent: usize) {
    if body.is_empty() {
        let _ = write!(text, "{:indent$}nullProcess", "");
    }
    for (position, statement) in body.iter().enumerate() {
        if position > 0 {
            text.push_str(";\n");
        }
        statement.write(text, indent);
    }
}
