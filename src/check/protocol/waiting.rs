//! Who is left waiting by a fault: a role that has taken part, may still get a message, and is not told that the session
//! has ended.
//!
//! In comes a protocol; out come warnings. A role stands at a state of its projection that both accepts and receives, and
//! one of the global states that this stands for is left for the end by a fault of others. That a role whose first step
//! is to come never begins harms nobody.

use super::Rules;
use crate::automata::global::{Edge, Global, StateId};
use crate::automata::label::Phase;
use crate::automata::local::{Direction, LocalEdge, LocalId};
use crate::base::{Code, Diagnostic};
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::{Projection, action, project, silently};

/// How many states a projection may have.
const MOST: usize = 1 << 12;

/// The roles that a fault leaves waiting: one warning for each role and fault.
pub(super) fn left_waiting(global: &Global, rules: Rules) -> Vec<Diagnostic> {
    if rules != Rules::Jolie || !global.all_edges().any(|(_, edge)| is_fault(edge)) {
        return Vec::new();
    }
    let Some(global) = deterministic(global) else {
        return Vec::new();
    };
    let mut found: Vec<Diagnostic> = Vec::new();
    for role in global.role_ids() {
        let Some(projection) = project(&global, role, MOST) else {
            continue;
        };
        for (state, _) in projection.local.states() {
            let Some(awaited) = awaited(&projection, state) else {
                continue;
            };
            let known = projection.known(state);
            if is_free_to_stop(&global, &projection, state) {
                continue;
            }
            let others = known.iter().flat_map(|known| global.edges(*known));
            let mut faults = others.filter(|edge| {
                is_fault(edge)
                    && action(role, edge.interaction).is_none()
                    && ends(&global, silently(&global, role, &[edge.target]))
            });
            let warning = faults
                .next()
                .map(|fault| told(&global, &projection, fault, awaited));
            found.extend(warning.filter(|warning| !found.contains(warning)));
        }
    }
    found
}

/// Whether the session may end there without a fault of others: then nobody has promised the role a message.
fn is_free_to_stop(global: &Global, projection: &Projection, state: LocalId) -> bool {
    let local = &projection.local;
    let ends = |edge: &&Edge| global.is_accepting(edge.target);
    let from = |known: LocalId| {
        let known = projection.known(known).iter();
        known.flat_map(|known| global.edges(*known)).filter(ends)
    };
    let by_others = |edge: &Edge| action(local.role, edge.interaction).is_none() && !is_fault(edge);
    let mut before = local.states();
    from(state).any(by_others)
        || before.any(|(before, node)| {
            let mut into = node.edges.iter().filter(|edge| edge.target == state);
            into.any(|own| {
                let own = Some(own.action);
                from(before).any(|edge| action(local.role, edge.interaction) == own)
            })
        })
}

fn is_fault(edge: &Edge) -> bool {
    matches!(edge.interaction.label.phase, Phase::Fault(_))
}

fn ends(global: &Global, states: Vec<StateId>) -> bool {
    states.iter().any(|state| global.is_accepting(*state))
}

/// What a role waits for that has begun, where it may be over too.
fn awaited(projection: &Projection, state: LocalId) -> Option<&LocalEdge> {
    let local = &projection.local;
    if state == local.start() || !local.is_accepting(state) {
        return None;
    }
    let edges = local.edges(state);
    let waits = edges
        .iter()
        .all(|edge| edge.action.direction == Direction::Receive);
    edges.first().filter(|_| waits)
}

fn told(global: &Global, projection: &Projection, fault: &Edge, awaited: &LocalEdge) -> Diagnostic {
    let role = global.role(projection.local.role);
    let operation = awaited.action.label.operation;
    let label = fault.interaction.label;
    let name = label.phase.fault().unwrap_or(label.operation);
    let message = format!("`{role}` is not told of `{name}`, and waits for `{operation}`");
    Diagnostic::new(Code::Q0513, fault.span, message)
        .label("ends the session")
        .related(awaited.span, format!("`{role}` waits for it here"))
        .help(format!("tell `{role}` in the braces of the fault"))
}
