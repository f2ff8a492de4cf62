//! Takes the nodes away that do nothing and those that nothing leads to; numbers the others in the order of the code.
//!
//! A loop over data that is empty once everything untracked is gone is taken for one that ends, as local computation
//! is assumed to everywhere.

use super::number;
use crate::automata::network::{Act, Behaviour, Location, Main, Node, Starter, Term};

/// Does so in place.
pub(super) fn compact(behaviour: &mut Behaviour) {
    simplify(&mut behaviour.nodes);
    let order = order(behaviour);
    let mut renumbered = vec![Location(0); behaviour.nodes.len()];
    for (at, old) in order.iter().enumerate() {
        if let Some(new) = renumbered.get_mut(old.index()) {
            *new = Location(number(at));
        }
    }
    let nodes = &behaviour.nodes;
    let resolved: Vec<Location> = (0..nodes.len())
        .map(|at| {
            let end = follow(nodes, Location(number(at)));
            renumbered.get(end.index()).copied().unwrap_or(end)
        })
        .collect();
    let mut renumber = |location: &mut Location| {
        *location = resolved.get(location.index()).copied().unwrap_or(*location);
    };
    let kept = order
        .iter()
        .filter_map(|old| nodes.get(old.index()).cloned());
    let mut kept: Vec<Node> = kept.collect();
    for node in &mut kept {
        node.act.locations_mut(&mut renumber);
    }
    behaviour.nodes = kept;
    roots(behaviour, &mut renumber);
}

/// Where a chain of nodes that do nothing ends; a ring of them ends at the first that is met again.
fn follow(nodes: &[Node], from: Location) -> Location {
    let next = |at: Location| match nodes.get(at.index()).map(|node| &node.act) {
        Some(Act::Skip { next }) => Some(*next),
        _ => None,
    };
    // The slow one is overtaken in a ring.
    let (mut slow, mut fast) = (from, from);
    loop {
        let Some(one) = next(fast) else { return fast };
        let Some(two) = next(one) else { return one };
        fast = two;
        slow = next(slow).unwrap_or(slow);
        if slow == fast {
            return slow;
        }
    }
}

/// How often all nodes are looked at; what could be simpler still after that is kept as it is.
const ROUNDS: usize = 16;

/// Makes a skip of what comes to one, until nothing changes. Code is made from its end to its start, so that a round
/// sees almost everything; definitions stand the other way round, so rounds go to and fro.
fn simplify(nodes: &mut [Node]) {
    for round in 0..ROUNDS {
        let mut changed = false;
        for step in 0..nodes.len() {
            let at = if round % 2 == 0 {
                step
            } else {
                nodes.len() - 1 - step
            };
            changed |= simplify_one(nodes, at);
        }
        if !changed {
            break;
        }
    }
}

fn simplify_one(nodes: &mut [Node], at: usize) -> bool {
    // Taken out while the others are read. A loop comes back here, and no skip is expected here.
    let mut act = std::mem::replace(&mut nodes[at].act, Act::Exit);
    if matches!(act, Act::Skip { .. }) {
        nodes[at].act = act;
        return false;
    }
    act.locations_mut(&mut |location| *location = follow(nodes, *location));
    let simple = simpler(&act, Location(number(at)), nodes);
    let changed = simple.is_some();
    nodes[at].act = simple.unwrap_or(act);
    changed
}

fn simpler(act: &Act, here: Location, nodes: &[Node]) -> Option<Act> {
    let ends = |location: &Location| {
        *location != here
            && matches!(
                nodes.get(location.index()).map(|node| &node.act),
                Some(Act::End)
            )
    };
    let next = match act {
        Act::Branch {
            then, otherwise, ..
        } if then == otherwise && *then != here => *then,
        Act::Branch {
            condition: Term::Lost | Term::Free,
            then,
            otherwise,
        } if (*then == here || *otherwise == here) && then != otherwise => {
            if *then == here {
                *otherwise
            } else {
                *then
            }
        }
        Act::Fork { bodies, next } if bodies.iter().all(ends) => *next,
        Act::Enter { body, next, .. }
        | Act::Invoke { body, next }
        | Act::Spawn { body, next, .. }
            if ends(body) =>
        {
            *next
        }
        _ => return None,
    };
    Some(Act::Skip { next })
}

/// The nodes that are reached, each before what it leads to.
fn order(behaviour: &mut Behaviour) -> Vec<Location> {
    let mut pending = Vec::new();
    roots(behaviour, &mut |location| pending.push(*location));
    pending.reverse();
    let nodes = &behaviour.nodes;
    let mut seen = vec![false; nodes.len()];
    let mut order = Vec::new();
    while let Some(location) = pending.pop() {
        let location = follow(nodes, location);
        let Some(node) = nodes.get(location.index()) else {
            continue;
        };
        if std::mem::replace(&mut seen[location.index()], true) {
            continue;
        }
        order.push(location);
        let from = pending.len();
        node.act.locations(&mut |next| pending.push(*next));
        if let Some(added) = pending.get_mut(from..) {
            added.reverse();
        }
    }
    order
}

/// Where code is entered from outside.
fn roots(behaviour: &mut Behaviour, visit: &mut dyn FnMut(&mut Location)) {
    if let Some(init) = &mut behaviour.init {
        visit(init);
    }
    match &mut behaviour.main {
        Main::Nothing => {}
        Main::Once(location) => visit(location),
        Main::Starters(starters) => branches(starters, visit),
    }
    branches(&mut behaviour.couriers, visit);
}

fn branches(starters: &mut [Starter], visit: &mut dyn FnMut(&mut Location)) {
    for starter in starters {
        starter.branch.locations_mut(visit);
    }
}
