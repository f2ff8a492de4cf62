//! Whether a protocol with conditions can be implemented: the coherence conditions of Li, Stutz, Wies & Zufferey
//! (OOPSLA 2025), decided by the solver.
//!
//! In comes a [`Global`] with registers; what a message carries is all that its receiver sees of it, its operation is a
//! name for people only where the payload has a part for it. Two copies of the protocol run side by side, and take the
//! steps of one role together, with equal values: so are found the pairs of states that the role cannot tell apart
//! (`pairs`). In none of them may one copy
//!
//! - let the role send what it cannot send in the other, whatever others do first (*send coherence*);
//! - let it send where the other lets it receive (*no mixed choice*);
//! - let it take a message that, in the other, can come before the one that is to be taken (*receive coherence*).
//!
//! Departures: delivery is peer to peer; ways of other roles before a send are followed up to [`DEPTH`] steps. Where that
//! is not all of them, a failure of send coherence is not certain, and the answer is unknown.

mod equal;
mod pairs;
mod possible;
#[cfg(test)]
mod tests;

use crate::automata::global::{Edge, Global};
use crate::automata::label::RoleId;
use crate::solve::horn::{Clauses, Reached, reached, satisfiable};
use equal::Equal;
use pairs::Pairs;
use std::time::Duration;

/// How many steps of other roles before a send are followed.
pub const DEPTH: usize = 6;

/// Whether a protocol can be implemented.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It can.
    Implementable,
    /// It cannot: the reasons, one for each role and kind.
    Not(Vec<Obstacle>),
    /// It is not known, and why.
    Unknown(String),
}

/// Why a protocol cannot be implemented.
#[derive(Clone, Debug)]
pub struct Obstacle {
    /// Which condition fails.
    pub kind: Kind,
    /// Of which role.
    pub role: RoleId,
    /// The step that the role takes in one run.
    pub step: Edge,
    /// The step of another run that it cannot tell from this one; for a send that is not possible there, none.
    pub other: Option<Edge>,
}

/// The conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Send coherence.
    Send,
    /// No mixed choice.
    Mixed,
    /// Receive coherence.
    Receive,
}

/// What is asked of the solver: clauses with one question, and whether a yes is certain.
struct Question {
    kind: Kind,
    step: Edge,
    other: Option<Edge>,
    clauses: Clauses,
    exact: bool,
}

/// Decides it, with so much time for each question.
#[must_use]
pub fn implementable(global: &Global, time: Duration) -> Answer {
    let mut obstacles = Vec::new();
    let mut open = None;
    for role in global.role_ids() {
        let pairs = Pairs::of(global, role);
        let mut equal = None;
        for kind in [Kind::Send, Kind::Mixed, Kind::Receive] {
            match judge(&pairs, &mut equal, kind, time) {
                Ok(found) => obstacles.extend(found),
                Err(reason) => open = open.or(Some(reason)),
            }
        }
    }
    match (obstacles.is_empty(), open) {
        (false, _) => Answer::Not(obstacles),
        (true, Some(reason)) => Answer::Unknown(reason),
        (true, None) => Answer::Implementable,
    }
}

/// The first failure of one condition of one role; `equal` is worked out when it is needed.
fn judge(
    pairs: &Pairs<'_>,
    equal: &mut Option<Equal>,
    kind: Kind,
    time: Duration,
) -> Result<Option<Obstacle>, String> {
    let questions = match kind {
        Kind::Send => pairs.sends(),
        Kind::Mixed => pairs.mixed(),
        Kind::Receive => pairs.receives(),
    };
    if questions.is_empty() || fails_nowhere(pairs, &questions, time) {
        return Ok(None);
    }
    let equal = &*equal.get_or_insert_with(|| equal::of(pairs));
    let registers = pairs.global.registers.len();
    let mut open = None;
    for question in questions {
        // Where the first step of a question cannot be taken with what is equal, nothing more is to be asked.
        let mut starts = question.clauses.rules.iter().take(1);
        let starts = starts
            .all(|rule| satisfiable(&equal::assumed(rule, equal, registers), time) != Some(false));
        if !starts {
            continue;
        }
        let mut clauses = pairs.clauses.clone();
        pairs.add(&mut clauses, &question.clauses);
        for rule in &mut clauses.rules {
            *rule = equal::assumed(rule, equal, registers);
        }
        match reached(&clauses, time) {
            Reached::No => {}
            Reached::Yes if question.exact => {
                return Ok(Some(Obstacle {
                    kind: question.kind,
                    role: pairs.role,
                    step: question.step,
                    other: question.other,
                }));
            }
            Reached::Yes => {
                open = open.or(Some(format!(
                    "others may take more than {DEPTH} steps before a send"
                )))
            }
            Reached::Unknown(reason) => {
                open = open.or(Some(format!("the solver gives up: {reason}")))
            }
        }
    }
    match open {
        Some(reason) => Err(reason),
        None => Ok(None),
    }
}

/// Whether the solver finds soon that nothing that is asked can be reached: so it is of most roles.
fn fails_nowhere(pairs: &Pairs<'_>, questions: &[Question], time: Duration) -> bool {
    let mut all = pairs.clauses.clone();
    for question in questions {
        pairs.add(&mut all, &question.clauses);
    }
    reached(&all, time.min(SOON)) == Reached::No
}

/// How long all questions together may take at first.
const SOON: Duration = Duration::from_secs(2);
