//! What Scribble refuses by default beyond what cannot be implemented: `--rules scribble`.
//!
//! - *One sender*: in a state of a role, all messages that it may receive have one sender (its local choices name one).
//! - *Choices are seen*: where a role takes one step in two ways, what it has to take after both is the same. Complete conditions
//!   put the choice off to where it can be seen.
//! - *No overloading*: what may be sent or received in one state differs in its operation.
//! - *No silent end*: who may stop has nothing else to do.
//! - *Role progress without fairness*: whoever still has something to do takes part in every loop; a choice may always be
//!   made in the same way.

use crate::automata::cycles::on_cycles;
use crate::automata::global::{Global, StateId};
use crate::automata::label::RoleId;
use crate::automata::local::{Direction, LocalEdge};
use crate::base::{Code, Diagnostic, Span};
use crate::protocol::projection::{Projection, action, project};
use std::collections::BTreeSet;

/// How many states a role may have.
const MOST: usize = 1 << 16;

/// What Scribble refuses of a protocol that can be implemented.
#[must_use]
pub fn judge(global: &Global) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for role in global.role_ids() {
        if let Some(projection) = project(global, role, MOST) {
            found.extend(senders(global, &projection));
            found.extend(unseen(global, &projection));
            found.extend(silent_end(global, &projection));
            found.extend(overloaded(global, &projection));
            found.extend(starving(global, &projection));
        }
    }
    found
}

/// The first step that a role takes in two ways after which it does different things.
fn unseen(global: &Global, projection: &Projection) -> Option<Diagnostic> {
    let role = projection.local.role;
    projection.local.states().find_map(|(id, state)| {
        let known = projection.known(id);
        state.edges.iter().find_map(|edge| {
            let taken = known.iter().flat_map(|state| global.edges(*state));
            let mut taken = taken.filter(|one| action(role, one.interaction) == Some(edge.action));
            let first = taken.next()?;
            let other =
                taken.find(|other| !does_the_same(global, role, first.target, other.target))?;
            let name = global.role(role);
            let message = format!("`{name}` takes this step in two ways, and does not see which");
            let error = Diagnostic::new(Code::Q0501, first.span, message);
            Some(error.related(other.span, "the other way"))
        })
    })
}

/// Whether a role does the same from two states on.
fn does_the_same(global: &Global, role: RoleId, one: StateId, other: StateId) -> bool {
    if one == other {
        return true;
    }
    let from = |state| {
        let mut begun = global.clone();
        begun.begin(state);
        project(&begun, role, MOST).map(|projection| projection.local)
    };
    let (Some(one), Some(other)) = (from(one), from(other)) else {
        return false;
    };
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(one.start(), other.start())];
    while let Some((left, right)) = waiting.pop() {
        if !seen.insert((left, right)) {
            continue;
        }
        let edges = || one.edges(left).iter().chain(other.edges(right));
        let sends = edges().all(|edge| edge.action.direction == Direction::Send);
        let ends = one.is_accepting(left) != other.is_accepting(right);
        if ends || (!sends && one.edges(left).len() != other.edges(right).len()) {
            return false;
        }
        for edge in one.edges(left) {
            match other.after(right, edge.action) {
                Some(target) => waiting.push((edge.target, target)),
                // What it sends it chooses; what it has to take it would have to know.
                None if sends => {}
                None => return false,
            }
        }
    }
    true
}

/// The first state in which two messages of one operation differ in their types only.
fn overloaded(global: &Global, projection: &Projection) -> Option<Diagnostic> {
    let operation = |edge: &LocalEdge| {
        let label = edge.action.label.operation.as_str();
        let name = label.split('(').next().unwrap_or(label);
        (edge.action.direction, edge.action.partner, name.to_owned())
    };
    projection.local.states().find_map(|(_, state)| {
        let mut edges = state.edges.iter().enumerate();
        let (first, second) = edges.find_map(|(index, edge)| {
            let mut later = state.edges.iter().skip(index + 1);
            let same = later.find(|other| operation(other) == operation(edge))?;
            Some((edge, same))
        })?;
        let name = global.role(projection.local.role);
        let message = format!("for `{name}` two messages differ in their types only");
        Some(
            Diagnostic::new(Code::Q0510, second.span, message).related(first.span, "the other one"),
        )
    })
}

/// The first state in which a role may stop and may go on.
fn silent_end(global: &Global, projection: &Projection) -> Option<Diagnostic> {
    let mut states = projection.local.states();
    let (_, state) = states.find(|(_, state)| state.accepting && !state.edges.is_empty())?;
    let edge = state.edges.first()?;
    let name = global.role(projection.local.role);
    let message = format!("`{name}` may go on here, or may have ended without hearing of it");
    Some(Diagnostic::new(Code::Q0501, edge.span, message))
}

/// The first state in which a role may receive from two others.
fn senders(global: &Global, projection: &Projection) -> Option<Diagnostic> {
    let local = &projection.local;
    local.states().find_map(|(_, state)| {
        let mut receives = state
            .edges
            .iter()
            .filter(|edge| edge.action.direction == Direction::Receive);
        let first = receives.next()?;
        let second = receives.find(|edge| edge.action.partner != first.action.partner)?;
        let [role, one, other] =
            [local.role, first.action.partner, second.action.partner].map(|role| global.role(role));
        let message = format!(
            "`{role}` may hear of `{one}` or of `{other}`: in Scribble a choice has one sender"
        );
        Some(
            Diagnostic::new(Code::Q0501, second.span, message)
                .related(first.span, format!("of `{one}` here")),
        )
    })
}

/// The first loop without a role that still has something to do.
fn starving(global: &Global, projection: &Projection) -> Option<Diagnostic> {
    let role = projection.local.role;
    projection.local.states().find_map(|(id, state)| {
        if state.edges.is_empty() {
            return None;
        }
        let known = projection.known(id);
        let others = known.iter().flat_map(|state| {
            let edges = global.edges(*state).iter();
            let silent = edges.filter(|edge| action(role, edge.interaction).is_none());
            silent.map(|edge| ((*state, edge.target), edge.span))
        });
        let edges: Vec<((StateId, StateId), Span)> = others.collect();
        let cyclic = on_cycles(edges.iter().map(|(edge, _)| *edge));
        let on_it = |((from, to), _): &&((StateId, StateId), Span)| {
            cyclic.contains(from) && cyclic.contains(to)
        };
        let (_, span) = edges.iter().find(on_it)?;
        let name = global.role(role);
        let message = format!("`{name}` may wait for ever while others go round here");
        Some(Diagnostic::new(Code::Q0501, *span, message))
    })
}
