//! The game move by move, breadth first: the shortest run to what is wrong, or all configurations when they are few.

use super::game::{Fault, Game, Move, Step, Wrong};
use super::machine::{Alphabet, Letter, State};
use super::{Counterexample, Limits};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// What the search came to.
pub(super) enum Found {
    /// Nothing is wrong in any of so many configurations.
    All(usize),
    /// Something is wrong after this run.
    Wrong(Counterexample),
    /// There are more configurations, or longer delays, than were looked at.
    Cut,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Configuration {
    candidate: State,
    original: State,
    delay: Box<[Letter]>,
}

/// How many letters the delays that are kept may have together.
const LETTERS: usize = 1 << 25;

/// After how many configurations it is asked whether to give up.
const TURNS: usize = 256;

/// By which move of which configuration one was reached.
type Reached = Option<(usize, Move)>;

/// Plays all runs.
pub(super) fn search(game: &Game, alphabet: &Alphabet, limits: &Limits) -> Found {
    let mut seen: IndexMap<Configuration, Reached, FxBuildHasher> = IndexMap::default();
    let start = Configuration {
        candidate: game.candidate.start,
        original: game.original.start,
        delay: Box::default(),
    };
    seen.insert(start, None);
    let (mut at, mut cut, mut letters) = (0, false, 0);
    while let Some((configuration, _)) = seen.get_index(at) {
        if at % TURNS == 0 && limits.are_over() {
            return Found::Cut;
        }
        let configuration = configuration.clone();
        let Configuration {
            candidate,
            original,
            delay,
        } = &configuration;
        let first = delay.first().copied();
        if let Some(fault) = game.fault(*candidate, *original, first) {
            return Found::Wrong(told(&seen, at, delay, fault, alphabet));
        }
        for next in game.moves(*candidate, *original, first) {
            let delay: Box<[Letter]> = match next.moved {
                Move::Both(_) => delay.clone(),
                Move::Late(letter) => delay.iter().copied().chain([letter]).collect(),
                Move::Take(_) => delay.iter().skip(1).copied().collect(),
            };
            let full = seen.len() >= limits.configurations || letters > LETTERS;
            if full || delay.len() > limits.bound.max(1) {
                cut = true;
                continue;
            }
            letters += delay.len();
            let reached = Configuration {
                candidate: next.candidate,
                original: next.original,
                delay,
            };
            seen.entry(reached).or_insert(Some((at, next.moved)));
        }
        at += 1;
    }
    if cut {
        Found::Cut
    } else {
        Found::All(seen.len())
    }
}

/// The run to a configuration in which something is wrong.
fn told(
    seen: &IndexMap<Configuration, Reached, FxBuildHasher>,
    mut at: usize,
    delay: &[Letter],
    fault: Fault,
    alphabet: &Alphabet,
) -> Counterexample {
    let mut steps = Vec::new();
    while let Some((_, Some((before, moved)))) = seen.get_index(at) {
        steps.push(Step::of(*moved, alphabet));
        at = *before;
    }
    steps.reverse();
    let delay = delay.iter().map(|letter| alphabet.name(*letter).to_owned());
    Counterexample {
        steps,
        delay: delay.collect(),
        wrong: Wrong::of(fault, alphabet),
    }
}
