//! Which messages can be on their way while some roles are held up: those whose senders depend on nothing that these
//! still have to do.
//!
//! Definition: avail of Li, Stutz, Wies & Zufferey (CAV 2023), as a search over the automaton: a step whose sender is held
//! up does not happen, and holds up its receiver; any other step can happen. Without queues a step whose receiver is held
//! up does not happen either, and holds up its sender: it is looked at, since the receiver may take it for another.

use super::Delivery;
use crate::automata::global::{Edge, ForkId, Global, Interaction, StateId, ThreadId};
use crate::automata::label::RoleId;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// How many states of a search are looked at.
const MOST: usize = 1 << 20;

/// Who is held up, and where. A role that is held up in one branch of a `|` is free in the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Held {
    /// Outside of all `|`s, as bits.
    roles: u128,
    /// Where there are `|`s: the roles with their threads, sorted; `roles` is not used then.
    threads: Vec<(RoleId, ThreadId)>,
    /// The `|`s that have ended since, sorted.
    joined: Vec<ForkId>,
}

/// What is done with a step that can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is what is looked for.
    Found,
    /// It happens, and others after it.
    Further,
    /// Nothing behind it matters.
    Enough,
}

/// The steps on a shortest way from the target of `after` to one that is found, that one last: those that happen while
/// the `held` roles are held up by `after`, by these rules of delivery. `look` is told each step that can happen, and whether it stands in another
/// branch of a `|` than `after`.
///
/// # Errors
/// When there is too much to look at.
pub fn search(
    global: &Global,
    after: &Edge,
    delivery: Delivery,
    held: &[RoleId],
    look: impl Fn(&Edge, bool) -> Look,
) -> Result<Option<Vec<Edge>>, String> {
    let forks = global.has_forks();
    let mut first = Held {
        roles: 0,
        threads: Vec::new(),
        joined: Vec::new(),
    };
    for role in held {
        first.hold(*role, after.thread, forks);
    }
    let start = (after.target, first);
    let mut before: Vec<(usize, Option<&Edge>)> = vec![(0, None)];
    let mut known: FxHashMap<(StateId, Held), usize> = FxHashMap::from_iter([(start.clone(), 0)]);
    let mut waiting = VecDeque::from([(start, 0)]);
    while let Some(((state, held), number)) = waiting.pop_front() {
        for edge in global.edges(state) {
            let mut next = held.clone();
            next.join(&edge.joined);
            let Interaction { from, to, .. } = edge.interaction;
            let mut stopped = next.stops(global, from, edge.thread, forks);
            if stopped {
                next.hold(to, edge.thread, forks);
            } else {
                let beside = global
                    .fork_between(after.thread, edge.thread)
                    .is_some_and(|fork| next.joined.binary_search(&fork).is_err());
                match look(edge, beside) {
                    Look::Found => return Ok(Some(way(&before, number, edge))),
                    Look::Enough => continue,
                    Look::Further => {}
                }
                if delivery == Delivery::Rendezvous && next.stops(global, to, edge.thread, forks) {
                    stopped = true;
                    next.hold(from, edge.thread, forks);
                }
            }
            let key = (edge.target, next);
            if !known.contains_key(&key) {
                let here = before.len();
                before.push((number, (!stopped).then_some(edge)));
                known.insert(key.clone(), here);
                waiting.push_back((key, here));
            }
        }
        if before.len() > MOST {
            return Err(format!(
                "more than {MOST} states were looked at to find which messages can be early"
            ));
        }
    }
    Ok(None)
}

/// The steps that have happened on the way to a state, and one more.
fn way(before: &[(usize, Option<&Edge>)], mut number: usize, last: &Edge) -> Vec<Edge> {
    let mut steps = vec![last.clone()];
    while let Some((previous, edge)) = before.get(number).copied().filter(|_| number > 0) {
        steps.extend(edge.cloned());
        number = previous;
    }
    steps.reverse();
    steps
}

impl Held {
    fn hold(&mut self, role: RoleId, thread: ThreadId, forks: bool) {
        if !forks {
            self.roles |= bit(role);
        } else if let Err(place) = self.threads.binary_search(&(role, thread)) {
            self.threads.insert(place, (role, thread));
        }
    }

    fn join(&mut self, joined: &[ForkId]) {
        for fork in joined {
            if let Err(place) = self.joined.binary_search(fork) {
                self.joined.insert(place, *fork);
            }
        }
    }

    /// Whether a role is held up in a thread.
    fn stops(&self, global: &Global, wanted: RoleId, at: ThreadId, forks: bool) -> bool {
        if !forks {
            return self.roles & bit(wanted) != 0;
        }
        self.threads.iter().any(|(role, thread)| {
            *role == wanted
                && global
                    .fork_between(*thread, at)
                    .is_none_or(|fork| self.joined.binary_search(&fork).is_ok())
        })
    }
}

/// The bit of a role; roles beyond the 128th share one, which only holds up more.
fn bit(role: RoleId) -> u128 {
    1 << role.index().min(127)
}
