//! Who can force what: the attractor of a set of states in the game of a system against its clients and its data.
//!
//! In come a graph, the states that are lost, and who decides each step; out comes from where the system alone can come
//! to a lost state. The least fixed point, from the lost states backwards, each step looked at once (Grädel, Thomas,
//! Wilke: Automata, Logics, and Infinite Games, chapter 2). It departs from the book in states where several move, and
//! in that nothing is claimed of states whose steps are not all known.

use super::{Explored, Label, Predecessors, StateId, StateSet};

/// Who decides that a step is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Player {
    /// The system: its scheduling, its deliveries, its own choices.
    System,
    /// The client that the system plays against.
    Client,
    /// Data that is not tracked.
    Data,
    /// Somebody who plays on the system's side, and for whom the client need not wait.
    Bystander,
    /// Somebody who need not make it, and for whom nobody waits.
    Nobody,
}

/// The states from which the system alone spoils it: the least set that contains `losing`, and every state
///
/// - with a step of the system or a bystander into the set; or
/// - with steps of the data, all of which lead into the set; or
/// - with steps of the client, all of which lead into the set, and none of the system or the data.
///
/// A state that is not expanded is in it only when it is in `losing`: its other steps are not known.
#[must_use]
pub fn attractor(
    explored: &Explored,
    predecessors: &Predecessors,
    losing: &StateSet,
    owner: impl Fn(Label) -> Player,
) -> StateSet {
    let mut left = waits(explored, &owner);
    let mut found = losing.clone();
    let mut open: Vec<StateId> = losing.iter().collect();
    while let Some(state) = open.pop() {
        for (source, label) in predecessors.edges(state) {
            if found.contains(source) || !explored.is_expanded(source) {
                continue;
            }
            let player = owner(label);
            let lost = matches!(player, Player::System | Player::Bystander)
                || left
                    .get_mut(source.index())
                    .is_some_and(|wait| wait.is_over(player));
            if lost {
                found.insert(source);
                open.push(source);
            }
        }
    }
    found
}

/// How many steps of data or of the client must still turn out to lead into the set.
#[derive(Clone, Copy)]
struct Wait {
    player: Player,
    steps: u32,
}

impl Wait {
    /// Counts a step of `player` into the set: whether it was the last.
    fn is_over(&mut self, player: Player) -> bool {
        if self.player != player || self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        self.steps == 0
    }
}

/// For each expanded state, whose steps must all lead into the set; the system's when one is enough.
fn waits(explored: &Explored, owner: &impl Fn(Label) -> Player) -> Vec<Wait> {
    let wait = |state| {
        let (mut system, mut client, mut data) = (0, 0, 0);
        for (_, label) in explored.edges(state) {
            match owner(label) {
                Player::System => system += 1,
                Player::Client => client += 1,
                Player::Data => data += 1,
                Player::Bystander | Player::Nobody => {}
            }
        }
        let (player, steps) = match (system, data) {
            (_, 1..) => (Player::Data, data),
            (0, 0) => (Player::Client, client),
            _ => (Player::System, 0),
        };
        Wait { player, steps }
    };
    let expanded = explored.ids().take(explored.expanded());
    expanded.map(wait).collect()
}
