//! Breadth-first search, within limits.
//!
//! In comes a transition system with its limits, out comes what was [`Explored`] of it. Ends early only between two
//! steps, and then says so: no state that was found is lost.

use super::TransitionSystem;
use super::explored::{Ending, Explored, Refusal, StateId};
use super::memory::Budget;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How far to explore. The default is as far as it goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits<'a> {
    /// How long it may take.
    pub time: Option<Duration>,
    /// How many bytes states and steps may take, with those of [`TransitionSystem::bytes`] and with what is computed of
    /// them afterwards, see [`super::Predecessors`].
    pub memory: Option<usize>,
    /// How many states there may be; the first one is always kept.
    pub states: Option<usize>,
    /// Becomes true when it is to stop.
    pub stop: Option<&'a AtomicBool>,
    /// Is made true when the memory is full.
    pub full: Option<&'a AtomicBool>,
}

/// How far an exploration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// States found.
    pub states: usize,
    /// States whose steps are known.
    pub expanded: usize,
    /// Steps found.
    pub transitions: usize,
    /// Bytes taken.
    pub bytes: usize,
    /// Time taken.
    pub elapsed: Duration,
}

/// How many states are expanded between two looks at the clock.
const PACE: usize = 128;

/// Explores `system` from its first state, until it is complete or a limit is met. Calls `progress` every few hundred
/// states.
pub fn explore<S: TransitionSystem>(
    system: &mut S,
    limits: &Limits<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Explored {
    let explored = search(system, limits, progress);
    if let (Ending::Memory, Some(full)) = (explored.ending(), limits.full) {
        full.store(true, Ordering::Relaxed);
    }
    explored
}

fn search<S: TransitionSystem>(
    system: &mut S,
    limits: &Limits<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Explored {
    let start = Instant::now();
    let mut explored = Explored::new(Budget::new(limits.memory));
    let mut row = Vec::new();
    system.initial(&mut row);
    let mut refused = explored.add_initial(&row).err();
    while refused.is_none() && explored.expanded() < explored.states() {
        if let Some(ending) = met(limits, start, system, &explored, progress) {
            explored.end(ending);
            return explored;
        }
        refused = expand(system, limits, &mut explored, &mut row).err();
    }
    explored.end(match refused {
        None => Ending::Complete,
        Some(Refusal::States) => Ending::States,
        Some(Refusal::Memory) => Ending::Memory,
    });
    explored
}

/// Finds the steps of the first state that is not expanded.
fn expand<S: TransitionSystem>(
    system: &mut S,
    limits: &Limits<'_>,
    explored: &mut Explored,
    row: &mut Vec<u32>,
) -> Result<(), Refusal> {
    let most = limits.states.unwrap_or(usize::MAX);
    let state = StateId(explored.expanded() as u32);
    explored.row(state, row);
    explored.begin()?;
    let mut kept = Ok(());
    let bound = system.successors(row, &mut |target, label| {
        if kept.is_ok() {
            kept = explored.add_step(state, target, label, most);
        }
    });
    kept?;
    explored.finish(state, bound, most)
}

/// The limit that is met before the next state, if one is. Looks at the clock and tells the progress at every so many
/// states only. What the system can work out again is forgotten before the memory is said to be full.
fn met<S: TransitionSystem>(
    limits: &Limits<'_>,
    start: Instant,
    system: &mut S,
    explored: &Explored,
    progress: &mut dyn FnMut(Progress),
) -> Option<Ending> {
    if limits.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
        return Some(Ending::Interrupted);
    }
    let mut elsewhere = system.bytes();
    if explored.is_full_with(elsewhere) {
        if !system.forget() {
            return Some(Ending::Memory);
        }
        elsewhere = system.bytes();
        if explored.is_nearly_full_with(elsewhere) {
            return Some(Ending::Memory);
        }
    }
    if !explored.expanded().is_multiple_of(PACE) {
        return None;
    }
    let elapsed = start.elapsed();
    progress(Progress {
        states: explored.states(),
        expanded: explored.expanded(),
        transitions: explored.transitions(),
        bytes: explored.bytes().saturating_add(elsewhere),
        elapsed,
    });
    let over = limits.time.is_some_and(|time| elapsed >= time);
    over.then_some(Ending::Time)
}
