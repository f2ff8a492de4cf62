//! Code that may go round for ever by steps that can be taken alone (C3).
//!
//! What goes on for ever without a step of these nodes takes messages, and so many come only from those whose sends are
//! taken together with all other steps. A message that starts a session leads to the code of that session.

use crate::automata::cycles::on_cycles;
use crate::automata::network::{Act, BehaviourId, Location, Network, OperationId};
use std::collections::HashSet;

/// A node of some code.
pub(super) type Node = (BehaviourId, Location);

/// The nodes from which control comes back without a message that is taken.
pub(super) fn silent(network: &Network) -> HashSet<Node> {
    let mut edges = Vec::new();
    for (own, behaviour) in (0..).map(BehaviourId).zip(&network.behaviours) {
        for (at, node) in (0..).map(Location).zip(&behaviour.nodes) {
            if matches!(node.act, Act::Receive { .. }) {
                continue;
            }
            node.act
                .locations(&mut |next| edges.push(((own, at), (own, *next))));
            if let Act::Send { operation, .. } | Act::Call { operation, .. } = node.act {
                let begun = begun(network, operation).into_iter();
                edges.extend(begun.map(|begun| ((own, at), begun)));
            }
        }
    }
    on_cycles(edges)
}

/// Where sessions begin that a message of an operation starts.
fn begun(network: &Network, operation: OperationId) -> Vec<Node> {
    let mut found = Vec::new();
    for (own, behaviour) in (0..).map(BehaviourId).zip(&network.behaviours) {
        let is = |input: usize| {
            let input = behaviour.inputs.get(input);
            input.is_some_and(|input| input.operation == operation)
        };
        for starter in behaviour.starters() {
            if is(starter.branch.input.index()) {
                let after = starter.branch.reply.as_ref().map(|reply| reply.next);
                found.extend(
                    after
                        .into_iter()
                        .chain([starter.branch.body])
                        .map(|at| (own, at)),
                );
            }
        }
    }
    found
}
