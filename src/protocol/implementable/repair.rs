//! The smallest message that tells a role what it cannot know: found by trying, and given only when it helps.
//!
//! The two runs of an obstacle part at a choice. Who chooses tells the role, in one of the two branches or in both;
//! under a mailbox, the receiver tells the early sender that it may go on. A repair is one after which the role has no
//! obstacle any more.

use super::{Answer, Delivery, Kind, Obstacle, decide};
use crate::automata::global::{Edge, Global, Interaction, State};
use crate::automata::label::{Label, RoleId};
use crate::base::Name;

/// A message to add.
#[derive(Clone, Debug)]
pub struct Repair {
    /// Who tells.
    pub from: RoleId,
    /// Who is told.
    pub to: RoleId,
    /// After which steps the message is to be added: a different one after each when there are two.
    pub after: Vec<Edge>,
}

/// Protocols with more states than this are not tried out.
const MOST: usize = 2_000;

/// What would tell the role of an obstacle, when one or two messages do.
pub(super) fn find(global: &Global, obstacle: &Obstacle, delivery: Delivery) -> Option<Repair> {
    if global.len() > MOST || global.has_forks() {
        return None;
    }
    candidates(obstacle)
        .into_iter()
        .find(|repair| helps(global, obstacle, repair, delivery))
}

fn candidates(obstacle: &Obstacle) -> Vec<Repair> {
    let role = obstacle.role;
    if obstacle.kind == Kind::Mailbox {
        let (Some((early, _)), Some(due)) = (obstacle.other, obstacle.first.last()) else {
            return Vec::new();
        };
        return vec![Repair {
            from: role,
            to: early.from,
            after: vec![due.clone()],
        }];
    }
    let same = obstacle.first.iter().zip(&obstacle.second);
    let same = same.take_while(|(one, other)| one == other).count();
    let (Some(one), Some(other)) = (obstacle.first.get(same), obstacle.second.get(same)) else {
        return Vec::new();
    };
    let teller = one.interaction.from;
    if teller == role {
        return Vec::new();
    }
    let repair = |after: &[&Edge]| Repair {
        from: teller,
        to: role,
        after: after.iter().map(|edge| (*edge).clone()).collect(),
    };
    vec![repair(&[one]), repair(&[other]), repair(&[one, other])]
}

/// Whether the role has no obstacle of any kind any more, and nobody gets one that had none.
fn helps(global: &Global, obstacle: &Obstacle, repair: &Repair, delivery: Delivery) -> bool {
    let mut repaired = global.clone();
    for (index, edge) in repair.after.iter().enumerate() {
        insert(&mut repaired, edge, repair, index);
    }
    let before = match decide(global, delivery) {
        Answer::Not(before) => before,
        _ => return false,
    };
    match decide(&repaired, delivery) {
        Answer::Implementable(_) => true,
        Answer::Unknown(_) => false,
        Answer::Not(left) => {
            left.len() < before.len() && left.iter().all(|one| one.role != obstacle.role)
        }
    }
}

/// Puts a message behind every edge that is like this one.
fn insert(global: &mut Global, edge: &Edge, repair: &Repair, index: usize) {
    let like = |other: &Edge| other.interaction == edge.interaction && other.span == edge.span;
    let found: Vec<_> = global
        .all_edges()
        .filter(|(_, other)| like(other))
        .map(|(state, other)| (state, other.clone()))
        .collect();
    for (state, other) in found {
        let told = Interaction {
            from: repair.from,
            to: repair.to,
            label: Label::one_way(Name::from(&format!("told {index}"))),
        };
        let middle = global.add(State::default());
        global.redirect(state, &other, middle);
        global.connect(
            middle,
            Edge {
                interaction: told,
                ..other
            },
        );
    }
}
