//! Which inputs of a `main` start sessions, and a behaviour as its steps: in comes a tree, out come parts of it.
//!
//! As in Jolie's builder (`OOITBuilder`): a session starter is the first input of `main`, or each guard of the choice
//! that `main` is.

use crate::syntax::jolie::tree::{Process, ProcessKind, Receive};

/// An input that starts a session, and what the session then does.
#[derive(Clone, Debug)]
pub struct Starter<'a> {
    /// The input.
    pub input: &'a Receive,
    /// What comes after it, in order.
    pub rest: Vec<&'a Process>,
}

/// A behaviour without the braces around it.
#[must_use]
pub fn bare(process: &Process) -> &Process {
    match &process.kind {
        ProcessKind::Block(inner) => bare(inner),
        _ => process,
    }
}

/// The steps of a behaviour, nested sequences flattened as Jolie's optimiser does.
#[must_use]
pub fn steps(process: &Process) -> Vec<&Process> {
    match &bare(process).kind {
        ProcessKind::Sequence(parts) => parts.iter().flat_map(steps).collect(),
        ProcessKind::Nothing => Vec::new(),
        _ => vec![bare(process)],
    }
}

/// The session starters of a `main`: its first input, or each guard of the choice that it is. Returns none where Jolie's
/// builder finds none (`OOITBuilder`). In single mode there are no starters, whatever `main` is: the caller asks that.
#[must_use]
pub fn starters(main: &Process) -> Vec<Starter<'_>> {
    let steps = steps(main);
    let Some((first, rest)) = steps.split_first() else {
        return Vec::new();
    };
    match &first.kind {
        ProcessKind::Receive(input) => vec![Starter {
            input,
            rest: rest.to_vec(),
        }],
        ProcessKind::Choice(branches) if rest.is_empty() => branches
            .iter()
            .map(|branch| Starter {
                input: &branch.guard,
                rest: branch.body.iter().collect(),
            })
            .collect(),
        _ => Vec::new(),
    }
}
