//! What sessions share: places in `global`, what is read and written there, and what is asked of it.

use super::Origins;
use crate::base::{Name, Span};
use crate::flow::path::{Aliases, Place as Meaning};
use crate::syntax::jolie::print;
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Key, Literal, Path, PathRoot};

/// A place in `global`: its segments as they are written. Two places with a computed segment are the same where it is
/// written alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place(pub Vec<String>);

impl Place {
    /// Whether the other place is this one, or lies below it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "global")?;
        for segment in &self.0 {
            let dot = if segment.starts_with('[') { "" } else { "." };
            write!(f, "{dot}{segment}")?;
        }
        Ok(())
    }
}

/// A `synchronized` that is being run: its lock, and which block it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lock {
    /// The lock.
    pub name: Name,
    /// The block.
    pub block: Span,
}

/// A read of `global`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Read {
    /// What.
    pub place: Place,
    /// Where it is written.
    pub span: Span,
    /// The locks that are held.
    pub locks: Vec<Lock>,
}

/// What an answer of `global` was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// It is not defined.
    Undefined,
    /// It is defined.
    Defined,
    /// It has some value.
    Value,
}

/// What was asked of `global` in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Check {
    /// Which read.
    pub read: usize,
    /// What it was.
    pub sense: Sense,
}

impl Check {
    /// The answer, and what it would be else.
    pub(super) fn either(&self) -> Vec<Self> {
        let read = self.read;
        let senses: &[Sense] = match self.sense {
            Sense::Value => &[Sense::Value],
            Sense::Undefined | Sense::Defined => &[Sense::Undefined, Sense::Defined],
        };
        senses
            .iter()
            .map(|sense| Self {
                read,
                sense: *sense,
            })
            .collect()
    }
}

/// A write of `global`.
#[derive(Clone, Debug)]
pub struct SharedWrite {
    /// What.
    pub place: Place,
    /// Where it is written.
    pub span: Span,
    /// Where the value comes from.
    pub origins: Origins,
    /// The reads that decide where it goes: those of an index.
    pub indexed: Vec<(usize, Place)>,
    /// Where the computed names in its path come from.
    pub keys: Vec<Origins>,
    /// The messages that start the sessions which do it.
    pub starters: Vec<Name>,
    /// Whether it is taken away, by `undef`.
    pub removes: bool,
    /// Whether it is a counter's step, `++` or `--`.
    pub steps: bool,
    /// What was asked of `global` before.
    pub control: Vec<Check>,
    /// The locks that are held.
    pub locks: Vec<Lock>,
    /// Whether `init` does it, before there are sessions.
    pub initial: bool,
}

/// What a session does that can be felt.
#[derive(Clone, Debug)]
pub struct Effect {
    /// What.
    pub kind: EffectKind,
    /// Where.
    pub span: Span,
    /// What was asked of `global` before.
    pub control: Vec<Check>,
}

/// The kinds of effects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// A message to another service, which is not a standard one.
    Sends,
    /// A correlation variable is set.
    Correlates,
    /// A variable of the session is set, from these reads of `global` or from elsewhere.
    Keeps(Vec<usize>),
}

/// The place in `global` that a path means.
pub(super) fn place(path: &Path, with: &[&Path], aliases: &Aliases) -> Option<Place> {
    let (root, segments) = segments(path, with);
    if root == PathRoot::Global {
        return Some(Place(segments));
    }
    if root != PathRoot::Local {
        return None;
    }
    match aliases.place(path, with) {
        Meaning::Exact(key) if key.first().is_some_and(|first| *first == "global") => {
            let names = key.iter().skip(1);
            Some(Place(names.map(ToString::to_string).collect()))
        }
        _ => None,
    }
}

/// The vectors that the indices of a path are looked up in, each with its index.
pub(super) fn vectors<'p>(
    path: &'p Path,
    with: &[&'p Path],
    aliases: &Aliases,
) -> Vec<(Place, &'p Expression)> {
    let indexed = (0..path.segments.len()).filter_map(|at| {
        let index = path.segments.get(at)?.index.as_deref()?;
        let mut vector = path.clone();
        vector.segments.truncate(at + 1);
        if let Some(last) = vector.segments.last_mut() {
            last.index = None;
        }
        Some((place(&vector, with, aliases)?, index))
    });
    indexed.collect()
}

fn segments(path: &Path, with: &[&Path]) -> (PathRoot, Vec<String>) {
    let (root, mut found) = match (path.root, with.split_last()) {
        (PathRoot::With, Some((inner, outer))) => segments(inner, outer),
        (PathRoot::With, None) => (PathRoot::Local, Vec::new()),
        (root, _) => (root, Vec::new()),
    };
    for segment in &path.segments {
        found.push(match &segment.key {
            Key::Name(name) => name.name.to_string(),
            Key::Computed(name) => match &name.kind {
                ExpressionKind::Literal(Literal::String(text)) => text.clone(),
                _ => format!("({})", print::expression(name)),
            },
        });
        match segment.index.as_deref().map(|index| &index.kind) {
            None | Some(ExpressionKind::Literal(Literal::Int(0))) => {}
            Some(_) => {
                let index = segment.index.as_deref().map(print::expression);
                found.push(format!("[{}]", index.unwrap_or_default()));
            }
        }
    }
    (root, found)
}
