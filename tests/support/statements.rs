//! Statements of Jolie as trees, and the chance by which they are made.

#[path = "chance.rs"]
mod chance;

use std::fmt::Write;

pub use chance::Chance;

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
