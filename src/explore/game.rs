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
    /// A client outside.
    Client,
    /// Data that is not tracked.
    Data,
}

/// The states from which the system alone spoils it: the least set that contains `losing`, and every state
///
/// - with a step of the system into the set; or
/// - with steps of the data, all of which lead into the set; or
/// - with steps of clients only, all of which lead into the set.
///
/// A state that is not expanded is never in it, be it in `losing` or not: its other steps are not known.
#[must_use]
pub fn attractor(
    explored: &Explored,
    predecessors: &Predecessors,
    losing: &StateSet,
    owner: impl Fn(Label) -> Player,
) -> StateSet {
    let mut left = waits(explored, &owner);
    let mut found = StateSet::with_capacity(explored.states());
    let lost = losing.iter().filter(|state| explored.is_expanded(*state));
    let mut open: Vec<StateId> = lost.collect();
    found.extend(open.iter().copied());
    while let Some(state) = open.pop() {
        for (source, label) in predecessors.edges(state) {
            if found.contains(source) || !explored.is_expanded(source) {
                continue;
            }
            let player = owner(label);
            let lost = player == Player::System
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

/// How many steps of data or clients must still turn out to lead into the set.
#[derive(Clone, Copy)]
struct Wait {
    player: Player,
    steps: u32,
}

impl Wait {
    /// Counts a step of `player` into the set: whether it was the last.
    fn is_over(&mut self, player: Player) -> bool {
        if self.player != player {
            return false;
        }
        self.steps = self.steps.saturating_sub(1);
        self.steps == 0
    }
}

/// For each expanded state, whose steps must all lead into the set; the system's when one is enough.
fn waits(explored: &Explored, owner: &impl Fn(Label) -> Player) -> Vec<Wait> {
    let wait = |state| {
        let mut counts = [0u32; 3];
        for (_, label) in explored.edges(state) {
            counts[owner(label) as usize] += 1;
        }
        let [system, client, data] = counts;
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
