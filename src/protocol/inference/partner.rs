//! Those outside: clients, who send whatever is taken, and servers, who answer whatever they are asked.

use super::machine::{Node, Rest, Step};
use super::{Player, Scene};
use crate::automata::label::{Label, Phase, RoleId};
use crate::automata::local::{Action, Direction};
use crate::base::{Name, Span};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::rc::Rc;

/// Somebody outside. A state is the set of calls that are open: his own when he is a client, else those of others.
pub(super) struct Partner {
    states: IndexSet<Vec<(RoleId, Name)>, FxBuildHasher>,
    /// Who sends him what, and how it may be answered.
    sent: Vec<(RoleId, Name, Vec<Name>)>,
    client: bool,
}

impl Partner {
    /// Who plays this role outside.
    pub fn new(scene: &Scene<'_>, role: RoleId) -> Self {
        let faults = |operation: Name| match scene.player(role) {
            Some(Player::Server(faults)) => {
                let mut found = faults.iter().filter(|(known, _)| *known == operation);
                found.next().map(|(_, faults)| faults.clone())
            }
            _ => None,
        };
        let mut sent = Vec::new();
        for from in scene.role_ids() {
            let Some(Player::Service(instance)) = scene.player(from) else {
                continue;
            };
            let ends = scene.ports_of(*instance).iter().flatten();
            let mut operations: Vec<Name> = ends
                .filter(|(_, to)| *to == role)
                .map(|(name, _)| *name)
                .collect();
            operations.sort_unstable();
            operations.dedup();
            let told = operations.into_iter();
            sent.extend(told.map(|name| (from, name, faults(name).unwrap_or_default())));
        }
        Self {
            states: IndexSet::from_iter([Vec::new()]),
            sent,
            client: scene.player(role) == Some(&Player::Client),
        }
    }

    fn keep(&mut self, state: Vec<(RoleId, Name)>) -> usize {
        self.states.insert_full(state).0
    }

    /// What may happen in a state.
    pub fn node(&mut self, number: usize) -> Rc<Node> {
        let open = self.states.get_index(number).cloned().unwrap_or_default();
        let mut node = Node::default();
        let step = |direction, partner, operation, phase, target| Step {
            action: Action {
                direction,
                partner,
                label: Label { operation, phase },
            },
            target,
            span: Span::NOWHERE,
            begins: false,
        };
        for (from, operation, faults) in self.sent.clone() {
            let one_way = step(Direction::Receive, from, operation, Phase::OneWay, number);
            node.inputs.push(one_way);
            let mut after = open.clone();
            after.push((from, operation));
            after.sort_unstable();
            // Who has been asked answers before he is asked again.
            if !self.client && !open.iter().any(|(asked, _)| *asked == from) {
                let target = self.keep(after);
                let request = step(Direction::Receive, from, operation, Phase::Request, target);
                node.inputs.push(request);
            }
            if !self.client
                && let Some(place) = open.iter().position(|one| *one == (from, operation))
            {
                let mut rest = open.clone();
                rest.remove(place);
                let target = self.keep(rest);
                let phases = faults.into_iter().map(Phase::Fault);
                for phase in std::iter::once(Phase::Reply).chain(phases) {
                    node.outputs
                        .push(step(Direction::Send, from, operation, phase, target));
                }
            }
        }
        if node.outputs.is_empty() {
            node.rests.push(Rest {
                state: number,
                takes: node.inputs.iter().map(|step| step.action).collect(),
                waits: Vec::new(),
                first: number == 0,
            });
        } else {
            let taken = node.inputs.iter().map(|step| step.action);
            node.busy.push(taken.collect());
        }
        Rc::new(node)
    }

    /// Whether a client waits for an answer.
    pub fn calls(&self, number: usize) -> bool {
        self.client
            && self
                .states
                .get_index(number)
                .is_some_and(|open| !open.is_empty())
    }

    /// The state of a client who has sent something.
    pub fn sends(&mut self, number: usize, action: Action) -> usize {
        let mut open = self.states.get_index(number).cloned().unwrap_or_default();
        if action.label.phase == Phase::Request {
            open.push((action.partner, action.label.operation));
            open.sort_unstable();
        }
        self.keep(open)
    }

    /// The state of a client who is answered, when he waits for that.
    pub fn is_answered(&mut self, number: usize, action: Action) -> Option<usize> {
        let mut open = self.states.get_index(number).cloned()?;
        let call = (action.partner, action.label.operation);
        let place = open.iter().position(|one| *one == call)?;
        open.remove(place);
        Some(self.keep(open))
    }
}
