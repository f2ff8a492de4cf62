//! Binary session types as automata: in comes a tree, out comes what its role does with the one partner that it has.

use crate::automata::label::{Label, Payload, RoleId};
use crate::automata::local::{Action, Direction, Local, LocalEdge, LocalId, LocalState};
use crate::base::Name;
use crate::syntax::binary::tree::{Node, NodeId, Session};
use rustc_hash::FxHashMap;

/// The automaton of a session type: a state for each choice.
#[must_use]
pub fn automaton(session: &Session) -> Local {
    let (own, partner) = (RoleId(0), RoleId(1));
    let mut local = Local::new(own, vec![Name::from("this"), Name::from("other")]);
    let heads = heads(session);
    let mut states: FxHashMap<NodeId, LocalId> = FxHashMap::default();
    let mut open = vec![heads[session.root.0 as usize]];
    states.insert(open[0], local.start());
    while let Some(node) = open.pop() {
        let state = states[&node];
        let Node::Choice(branches, _) = session.node(node) else {
            local.accept(state, true);
            continue;
        };
        for branch in branches {
            let next = heads[branch.next.0 as usize];
            let target = *states.entry(next).or_insert_with(|| {
                open.push(next);
                local.add(LocalState::default())
            });
            let direction = if branch.sends {
                Direction::Send
            } else {
                Direction::Receive
            };
            let action = Action {
                direction,
                partner,
                label: Label::one_way(branch.label),
            };
            let edge = LocalEdge {
                action,
                payload: Payload::default(),
                target,
                span: branch.span,
            };
            local.connect(state, edge);
        }
    }
    local
}

/// For each node the choice, or the `end`, that it comes to without a message.
fn heads(session: &Session) -> Vec<NodeId> {
    let mut bound: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    // Each variable with the body of the `rec` that binds it: the innermost of its name around it.
    let mut open = vec![(session.root, Vec::<(Name, NodeId)>::new())];
    while let Some((id, scope)) = open.pop() {
        match session.node(id) {
            Node::End => {}
            Node::Variable(name, _) => {
                let found = scope.iter().rev().find(|(known, _)| known == name);
                bound.extend(found.map(|(_, body)| (id, *body)));
            }
            Node::Recursion { variable, body } => {
                let mut scope = scope;
                scope.retain(|(known, _)| known != variable);
                scope.push((*variable, *body));
                open.push((*body, scope));
            }
            Node::Choice(branches, _) => {
                let Some((last, before)) = branches.split_last() else {
                    continue;
                };
                for branch in before {
                    open.push((branch.next, scope.clone()));
                }
                open.push((last.next, scope));
            }
        }
    }
    // What stands inside of a node comes before it.
    let mut heads: Vec<NodeId> = Vec::with_capacity(session.nodes.len());
    for id in (0..).map(NodeId).take(session.nodes.len()) {
        heads.push(match session.node(id) {
            Node::Recursion { body, .. } => heads[body.0 as usize],
            Node::Variable(..) | Node::End | Node::Choice(..) => id,
        });
    }
    // A message lies on each way from a variable to itself, so this ends.
    let head = |mut id: NodeId| {
        while let Some(body) = bound.get(&id) {
            id = heads[body.0 as usize];
        }
        id
    };
    heads.iter().map(|id| head(*id)).collect()
}

/// What the partner of a role does: what one sends the other receives.
#[must_use]
pub fn dual(local: &Local) -> Local {
    let mut dual = Local::new(local.role, local.roles.clone());
    while dual.len() < local.len() {
        dual.add(LocalState::default());
    }
    for (id, state) in local.states() {
        dual.accept(id, state.accepting);
        for edge in &state.edges {
            let action = Action {
                direction: edge.action.direction.dual(),
                ..edge.action
            };
            let edge = LocalEdge {
                action,
                ..edge.clone()
            };
            dual.connect(id, edge);
        }
    }
    dual.begin(local.start());
    dual
}
