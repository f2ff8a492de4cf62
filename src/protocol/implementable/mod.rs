//! Whether the roles of a protocol can keep to it, each knowing only what it has sent and received.
//!
//! In comes a [`Global`] without conditions; out comes an [`Answer`]: the projections, which then implement it without
//! deadlock and with the same runs, or every [`Obstacle`]. The conditions are those of Li, Stutz, Wies & Zufferey
//! (CAV 2023), sound and complete where at each state one role chooses:
//!
//! - *send validity* (`send`): what a role sends, it may send wherever it may be;
//! - *receive validity* (`receive`): a message that it takes for one run cannot come early in another.
//!
//! Under a mailbox the second is another: no message can come into the queue of its receiver before one that is
//! received earlier (`mailbox`); see `papers/sessions.md` for why this is exact. Where who sends waits for who receives,
//! fewer messages can come early. Branches of `|` may be interleaved;
//! what stands in different ones is not held against each other.

pub mod available;
mod deterministic;
mod mailbox;
mod receive;
mod repair;
pub mod runs;
mod send;
#[cfg(test)]
mod tests;

pub use deterministic::deterministic;
pub use repair::Repair;

use crate::automata::global::{Edge, Global, Interaction, StateId};
use crate::automata::label::RoleId;
use crate::base::Span;
use crate::protocol::projection::{Projection, project};
use rustc_hash::FxHashSet;

/// How messages travel between roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// A queue for each pair of roles.
    PeerToPeer,
    /// One queue for each receiver; replies and faults come to who waits for them.
    Mailbox,
    /// None: who sends waits for who receives.
    Rendezvous,
}

/// How many states a projection may have.
const MOST: usize = 1 << 16;

/// Whether a protocol can be implemented.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It can, by these local automata, in the order of the roles.
    Implementable(Vec<Projection>),
    /// It cannot: at least one reason, one for each role and kind.
    Not(Vec<Obstacle>),
    /// It was too large to decide.
    Unknown(String),
}

/// Why a protocol cannot be implemented.
#[derive(Clone, Debug)]
pub struct Obstacle {
    /// What kind of reason it is.
    pub kind: Kind,
    /// The role that does not know enough, or whose queue is blocked.
    pub role: RoleId,
    /// What it does rightly in the first run: this step is to blame.
    pub step: Interaction,
    /// The line of the step.
    pub span: Span,
    /// In the second run: what it meets in place of it, with the line.
    pub other: Option<(Interaction, Span)>,
    /// The first run, in which the step is right. For a mailbox: as it is meant.
    pub first: Vec<Edge>,
    /// The second run, which the role cannot tell from the first, and in which it is wrong. For a mailbox: as it happens.
    pub second: Vec<Edge>,
    /// What would tell the role.
    pub repair: Option<Repair>,
}

/// What kinds of reasons there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Two roles choose at once.
    Choice,
    /// The role may send where in another run it may not.
    Send,
    /// The role may send where in another run it has to wait.
    Mixed,
    /// The role may take a message that comes early for another.
    Receive,
    /// A message can be in the way of one that is received before it.
    Mailbox,
}

/// Decides it.
#[must_use]
pub fn implementable(global: &Global, delivery: Delivery) -> Answer {
    let Some(global) = deterministic(global) else {
        return Answer::Unknown(format!(
            "the protocol has more than {MOST} states when its choices are told apart"
        ));
    };
    let answer = decide(&global, delivery);
    match answer {
        Answer::Not(mut obstacles) => {
            for obstacle in &mut obstacles {
                obstacle.repair = repair::find(&global, obstacle, delivery);
            }
            Answer::Not(obstacles)
        }
        other => other,
    }
}

/// Decides it of a deterministic protocol, without repairs.
fn decide(global: &Global, delivery: Delivery) -> Answer {
    let mut obstacles = choices(global);
    if !obstacles.is_empty() {
        return Answer::Not(obstacles);
    }
    let mut projections = Vec::with_capacity(global.roles.len());
    for role in global.role_ids() {
        let Some(projection) = project(global, role, MOST) else {
            let name = global.role(role);
            return Answer::Unknown(format!("what `{name}` does has more than {MOST} states"));
        };
        let found = send::judge(global, &projection);
        let found = match (found, delivery) {
            (None, Delivery::PeerToPeer | Delivery::Rendezvous) => {
                match receive::judge(global, &projection, delivery) {
                    Ok(found) => found,
                    Err(limit) => return Answer::Unknown(limit),
                }
            }
            (found, _) => found,
        };
        obstacles.extend(found);
        projections.push(projection);
    }
    if delivery == Delivery::Mailbox {
        match mailbox::judge(global) {
            Ok(found) => {
                let known = obstacles.clone();
                // What is sent without knowledge is told as that.
                let is_new = |one: &Obstacle| {
                    let early = one.other.map(|(step, _)| step);
                    known.iter().all(|known| Some(known.step) != early)
                };
                obstacles.extend(found.into_iter().filter(is_new));
            }
            Err(limit) => return Answer::Unknown(limit),
        }
    }
    if obstacles.is_empty() {
        Answer::Implementable(projections)
    } else {
        Answer::Not(obstacles)
    }
}

/// Whether two edges stand in different branches of a `|`.
fn is_concurrent(global: &Global, one: &Edge, other: &Edge) -> bool {
    global.fork_between(one.thread, other.thread).is_some()
}

/// The states at which two roles choose at once.
fn choices(global: &Global) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut said = FxHashSet::default();
    for (state, node) in global.states() {
        let pairs = node.edges.iter().enumerate().flat_map(|(index, one)| {
            let later = node.edges.iter().skip(index + 1);
            later.map(move |other| (one, other))
        });
        let clash = pairs
            .filter(|(one, other)| one.interaction.from != other.interaction.from)
            .find(|(one, other)| !is_concurrent(global, one, other));
        let Some((one, other)) = clash else {
            continue;
        };
        if said.insert((one.interaction, other.interaction)) {
            found.push(Obstacle {
                kind: Kind::Choice,
                role: other.interaction.from,
                step: one.interaction,
                span: one.span,
                other: Some((other.interaction, other.span)),
                first: with(runs::to_state(global, state), one),
                second: with(runs::to_state(global, state), other),
                repair: None,
            });
        }
    }
    found
}

/// A run with one more step.
fn with(mut run: Vec<Edge>, edge: &Edge) -> Vec<Edge> {
    run.push(edge.clone());
    run
}

/// The states of a protocol with their edges, for functions that want them in pairs.
fn edges_of(global: &Global, known: &[StateId]) -> Vec<Edge> {
    let edges = known.iter().flat_map(|state| global.edges(*state));
    edges.cloned().collect()
}
