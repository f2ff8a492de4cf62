//! Splitting a network by values: in come a network and branches on data that are not known, out comes the same network
//! in which each datum that decides them is one value or another from where it comes into being.
//!
//! A branch on data that nobody follows goes either way, each time it is met, so that two branches on the same datum are
//! taken to disagree. Here the datum is guessed once ([`Term::Guess`]): its values are taken apart by all questions that
//! the program asks of it, wherever a copy of it comes, and one value of each part stands for the others (`samples`). The
//! questions are read off the code (`uses`): where each of them compares the datum with what is written down, the values
//! that are guessed stand for all, and what holds of them holds. Else what is left may be anything, as before; then
//! the solver is asked for values that lie on either side of a question.
//!
//! What a client or a server outside may choose is what its type allows (`domain`): such a guess is one that can really
//! be right.

mod domain;
mod rewrite;
mod samples;
mod uses;

use crate::automata::network::{InstanceId, Network};
use crate::base::Span;
use crate::program::Program;
use crate::system::System;
use std::collections::BTreeSet;

/// A branch on data: in which instance, and where it is written.
pub type Decision = (InstanceId, Span);

/// More values than this of one datum are not guessed.
const MOST_VALUES: usize = 12;

/// Splits `network`, which was read off `system`, by the data that decide these branches; `None` when none of them can be
/// guessed.
#[must_use]
pub fn split(
    program: &Program,
    system: &System,
    network: &Network,
    decisions: &BTreeSet<Decision>,
) -> Option<Network> {
    let uses = uses::Uses::of(network);
    let wanted = uses.deciding(network, decisions);
    let mut split = network.clone();
    let found: Vec<_> = wanted
        .into_iter()
        .filter_map(|class| {
            let samples = samples::Samples::of(&mut split.constants, uses.class(class)?);
            samples.map(|samples| (class, samples))
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let domains = domain::Domains::new(program, system);
    rewrite::rewrite(&mut split, &uses, &found, &domains);
    Some(split)
}
