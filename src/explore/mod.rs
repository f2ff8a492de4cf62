//! The engine: finds every state of a transition system, with shortest runs.
//!
//! In comes a [`TransitionSystem`], whose states are rows of numbers; out comes what was [`Explored`]: whole states
//! compared, never hashes alone; the steps between them; why it ended. Breadth first, so each state's parent lies on a
//! shortest run to it.

mod explored;
mod game;
mod graph;
mod memory;
pub mod network;
mod search;
mod set;
mod store;

pub use explored::{Ending, Explored, StateId};
pub use game::{Player, attractor};
pub use graph::{Components, Predecessors, bottom_components, can_reach};
pub use search::{Limits, Progress, explore};
pub use set::StateSet;

/// A system with states that are rows of numbers and steps that have labels.
pub trait TransitionSystem {
    /// Writes the first state into `row`, which is empty.
    fn initial(&mut self, row: &mut Vec<u32>);

    /// Calls `emit` with each state that one step leads to from `state`, and the step's label. The order is always the
    /// same. Returns the bound that held some step back, if one did.
    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound>;

    /// Forgets what can be worked out again, since the memory is full; returns whether there was something.
    fn forget(&mut self) -> bool {
        false
    }

    /// How many bytes the system itself takes for what it remembers of states; they count against the limit on memory.
    fn bytes(&self) -> usize {
        0
    }
}

/// What a step is: a number of the transition system's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub u32);

/// A bound that holds steps back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// A queue is full.
    Queue,
    /// Clients outside have as many sessions of a service open as are explored.
    Clients,
    /// Services have started too many sessions of one.
    Sessions,
    /// Definitions call one another too deeply.
    Depth,
}
