//! Subtyping of roles with one partner: may one stand in for another, so that the partner does not notice?
//!
//! The orientation is that of processes: a subtype sends no more and receives no less. In come two automata, a
//! [`Mode`] and [`Limits`]; out comes an [`Answer`], with the shortest run when it is no.
//!
//! All modes are one game. A configuration is a state of the candidate, a state of what it stands in for, and the messages
//! that the latter has received and the candidate has still to receive: the *delay*, a queue. `papers/subtyping.md` says why
//! this is what the papers define by trees of input contexts, and where it departs from them.
//!
//! | mode | definition |
//! | --- | --- |
//! | [`Mode::Sync`] | Gay & Hole, Acta Informatica 2005: no delay |
//! | [`Mode::Async`] | Bravetti, Carbone, Lange, Yoshida & Zavattaro, LMCS 2021: sends before what is still to be received |
//! | [`Mode::Fair`] | Bravetti, Lange & Zavattaro, LMCS 2024: as that, beyond any number of receives, with no choice dropped |

pub mod binary;
mod certificate;
mod game;
mod invariant;
mod machine;
mod search;
#[cfg(test)]
mod tests;

use crate::automata::local::Local;
use crate::base::Span;
use game::Game;
pub use game::{Step, Wrong};
use machine::{Alphabet, Machine};
use search::Found;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Which relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Messages are taken when they are sent.
    Sync,
    /// Messages wait in queues.
    Async,
    /// Messages wait in queues, and every choice that is always there is taken some time.
    Fair,
}

/// How far to look.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many messages a delay may have before it is only looked at by its shape.
    pub bound: usize,
    /// How many configurations are looked at.
    pub configurations: usize,
    /// When to give up.
    pub until: Option<Instant>,
    /// Gives up when it is set.
    pub stop: Option<&'static AtomicBool>,
}

impl Limits {
    /// Whether it is time to give up.
    #[must_use]
    pub fn are_over(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
            || self.until.is_some_and(|until| Instant::now() >= until)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bound: 1_000,
            configurations: 1 << 17,
            until: None,
            stop: None,
        }
    }
}

/// How many configurations are looked at before an invariant is looked for at all.
const FEW: usize = 4_000;

/// Whether a role is a subtype of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Yes(Proof),
    /// It is not, and this run shows it.
    No(Counterexample),
    /// The relation is undecidable, and this pair was not decided within the limits.
    Maybe,
}

/// Why it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// All of so many configurations fit.
    Exhaustive(usize),
    /// Delays have no bound, but are of so many shapes, all of which fit: an invariant, which was checked again.
    Invariant(usize),
    /// No partner brings what it stands in for to its end, so every role may.
    Uncontrollable,
}

/// A run after which the candidate does what it must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// The run.
    pub steps: Vec<Step>,
    /// The messages that are then still to be received.
    pub delay: Vec<String>,
    /// What is wrong then.
    pub wrong: Wrong,
}

/// Why two automata cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A state both sends and receives.
    #[error("a state both sends and receives")]
    Mixed(Span),
    /// There is more than one partner.
    #[error("there is more than one partner")]
    Partners(Span),
    /// A message leads to two states.
    #[error("a message leads to more than one state")]
    Ambiguous(Span),
    /// There are more messages than are numbered.
    #[error("there are more than 65,536 messages")]
    Messages,
}

/// Whether `candidate` is a subtype of `original`.
///
/// # Errors
///
/// When one of them has more than one partner, or does not know by its messages where it is.
pub fn subtype(
    candidate: &Local,
    original: &Local,
    mode: Mode,
    limits: &Limits,
) -> Result<Answer, Unfit> {
    let mut alphabet = Alphabet::default();
    let candidate = Machine::of(candidate, &mut alphabet)?;
    let mut original = Machine::of(original, &mut alphabet)?;
    if mode == Mode::Fair {
        let kept = original.controllable();
        if !kept[original.start as usize] {
            return Ok(Answer::Yes(Proof::Uncontrollable));
        }
        original = original.within(&kept);
    }
    let game = Game::new(candidate, original, mode);
    let few = Limits {
        configurations: limits.configurations.min(FEW),
        ..*limits
    };
    for (turn, limits) in [&few, limits].into_iter().enumerate() {
        match search::search(&game, &alphabet, limits) {
            Found::All(configurations) => {
                return Ok(Answer::Yes(Proof::Exhaustive(configurations)));
            }
            Found::Wrong(counterexample) => return Ok(Answer::No(counterexample)),
            Found::Cut => {}
        }
        if turn == 0
            && let Some(shapes) = invariant::find(&game, limits)
        {
            return Ok(Answer::Yes(Proof::Invariant(shapes)));
        }
    }
    Ok(Answer::Maybe)
}
