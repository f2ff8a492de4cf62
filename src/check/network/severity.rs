//! How sure a finding is, and whose fault: the game of a system against its clients.
//!
//! A run by steps that are certain is an error when the system alone can spoil it from a started session on, whatever
//! its client does; a warning when some client brings the session to its end and another does not, or when a server
//! outside has to answer by a fault. Without such a run there is a candidate only. As in `papers/semantics.md`, *Open
//! systems* and *What a verdict means*.

use super::subject::{self, Path, Subject, is_sure};
use super::typical;
use crate::automata::network::session::Slot;
use crate::explore::network::{Move, MoveKind, Owner};
use crate::explore::{Label, Player, StateId, StateSet, attractor};

/// A run into what is wrong.
pub(super) struct Ruin {
    pub path: Path,
    /// Whether every step of it can certainly happen.
    pub certain: bool,
    /// Whether it is told: a run that hangs on data counts only when it is `typical`.
    pub plausible: bool,
    /// What must happen outside for it; `None` when the system alone does it.
    pub needs: Option<Outside>,
}

/// Who outside has to play along.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    Client,
    Server,
    /// A call has timed out.
    Timeout,
    /// A program has ended of itself.
    Crash,
    /// A message was lost on its way.
    Loss,
}

/// The best run into one of the `lost` states, which concern the sessions in `slots`.
pub(super) fn ruin(subject: &Subject<'_, '_>, lost: &StateSet, slots: &[Slot]) -> Option<Ruin> {
    best(subject, lost, slots, |through| {
        let shortest = subject.explored.path(lost.iter().next()?);
        if all(subject, &shortest, through) {
            return Some(shortest);
        }
        subject.shortest(lost, through)
    })
}

/// The best run that ends by a step which is `wrong`, out of one of the states `before` it. The state after such a step
/// may be met without it as well, so that a run to there shows nothing.
pub(super) fn ruin_by(
    subject: &Subject<'_, '_>,
    before: &StateSet,
    wrong: impl Fn(&Move) -> bool,
    slots: &[Slot],
) -> Option<Ruin> {
    let last = |state: StateId, through: fn(&Move) -> bool| {
        let mut edges = subject.explored.edges(state);
        let (target, label) = edges.find(|(_, label)| {
            let step = subject.step(*label);
            wrong(step) && through(step)
        })?;
        Some((label, target))
    };
    let goals = |through| -> StateSet {
        let out = |state: &StateId| last(*state, through).is_some();
        before.iter().filter(out).collect()
    };
    let reach = |through| subject.shortest(&goals(through), through);
    let sure = goals(is_sure);
    let lost = match reach(is_sure) {
        Some(_) => &sure,
        None => before,
    };
    let mut ruin = best(subject, lost, slots, reach)?;
    let state = subject::end(&ruin.path);
    let certain = last(state, is_sure).or_else(|| last(state, |step| step.certain));
    ruin.path.extend(certain.or_else(|| last(state, |_| true)));
    Some(ruin)
}

/// The best run into one of the `lost` states that makes a step of a kind on its way, when there is a certain one.
pub(super) fn ruin_through(
    subject: &Subject<'_, '_>,
    lost: &StateSet,
    by: impl Fn(&Move) -> bool,
    slots: &[Slot],
) -> Option<Ruin> {
    subject.shortest_by(lost, &by, |step| step.certain)?;
    best(subject, lost, slots, |through| {
        subject.shortest_by(lost, &by, through)
    })
}

/// The best run into one of the `lost` states; `reach` finds the shortest one by steps that it is given to let pass.
fn best(
    subject: &Subject<'_, '_>,
    lost: &StateSet,
    slots: &[Slot],
    reach: impl Fn(fn(&Move) -> bool) -> Option<Path>,
) -> Option<Ruin> {
    if let Some(path) = reach(is_sure) {
        let needs = if is_forced(subject, lost, slots, &path) {
            None
        } else {
            Some(Outside::Client)
        };
        return Some(Ruin {
            path,
            certain: true,
            plausible: true,
            needs,
        });
    }
    let path = reach(|step| step.certain);
    let shortest = subject.explored.path(lost.iter().next()?);
    let typical = match &path {
        Some(_) => None,
        None => typical::shortest(subject, lost),
    };
    Some(Ruin {
        certain: path.is_some(),
        plausible: path.is_some() || typical.is_some(),
        needs: Some(outside(subject, path.as_ref().unwrap_or(&shortest))),
        path: path.or(typical).unwrap_or(shortest),
    })
}

fn all(subject: &Subject<'_, '_>, path: &Path, holds: fn(&Move) -> bool) -> bool {
    path.iter().all(|(label, _)| holds(subject.step(*label)))
}

/// What must happen outside for a run that is not sure.
fn outside(subject: &Subject<'_, '_>, path: &Path) -> Outside {
    let steps = || path.iter().map(|(label, _)| subject.step(*label));
    let any = |is: fn(&Move) -> bool| steps().any(is);
    if any(|step| matches!(step.kind, MoveKind::Crash(_))) {
        Outside::Crash
    } else if any(|step| matches!(step.kind, MoveKind::Timeout(_))) {
        Outside::Timeout
    } else if any(|step| step.owner == Owner::Mishap) {
        Outside::Loss
    } else {
        Outside::Server
    }
}

/// Whether the system alone spoils it from the last session on that a client starts.
fn is_forced(subject: &Subject<'_, '_>, lost: &StateSet, slots: &[Slot], path: &Path) -> bool {
    let by_client = |step: &Move| step.owner == Owner::Client;
    if !path
        .iter()
        .any(|(label, _)| by_client(subject.step(*label)))
    {
        return true;
    }
    let started = path.iter().rev().find(|(label, _)| {
        let step = subject.step(*label);
        by_client(step) && matches!(step.kind, MoveKind::Start(_))
    });
    let from = started.map_or(StateId::INITIAL, |(_, state)| *state);
    spoiled(subject, lost, slots).contains(from)
}

/// From where the system comes to a lost state whatever the clients of the sessions in `slots` do, with other clients on
/// its side. A server outside need not answer by a fault.
fn spoiled(subject: &Subject<'_, '_>, lost: &StateSet, slots: &[Slot]) -> StateSet {
    let owner = |label: Label| {
        let step = subject.step(label);
        let concerns = slots.iter().any(|slot| step.touches(*slot));
        let chosen = concerns && !matches!(step.kind, MoveKind::Start(_));
        match step.owner {
            Owner::Client if chosen => Player::Client,
            Owner::Server | Owner::Mishap => Player::Nobody,
            _ if is_sure(step) && concerns => Player::System,
            _ if is_sure(step) => Player::Bystander,
            _ if concerns => Player::Data,
            _ => Player::Nobody,
        }
    };
    attractor(subject.explored, subject.predecessors(), lost, owner)
}
