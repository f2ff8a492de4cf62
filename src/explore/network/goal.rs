//! Where a message goes before any session is looked at: by the output port, or by the location that it is bound to.

use super::local::LocalStep;
use super::system::NetworkSystem;
use crate::automata::network::step::{Aim, Effect};
use crate::automata::network::{
    InputId, InstanceId, Kind, OperationId, PortId, Route, Target, Value,
};

/// Where a message goes before any session is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Environment,
    Nobody,
    Input(InstanceId, InputId),
}

impl NetworkSystem<'_> {
    /// Where a message may go, and whether that is certain.
    pub(super) fn goals(
        &self,
        from: InstanceId,
        aim: &Aim,
        operation: OperationId,
    ) -> Vec<(Goal, bool)> {
        match aim {
            Aim::Port(port) => vec![(self.bound(from, *port, operation), true)],
            Aim::At(port, value) => match value.kind() {
                Kind::Undefined => vec![(self.bound(from, *port, operation), true)],
                Kind::Port { instance, .. } => {
                    let instance = InstanceId(u32::from(instance));
                    let offered = self.offered(instance, operation);
                    vec![(
                        offered.map_or(Goal::Nobody, |input| Goal::Input(instance, input)),
                        true,
                    )]
                }
                Kind::Free => {
                    let mut goals = self.anywhere(operation);
                    goals.push((Goal::Environment, goals.is_empty()));
                    goals
                }
                Kind::Lost => match self.anywhere(operation) {
                    goals if goals.is_empty() => vec![(Goal::Environment, true)],
                    goals => goals,
                },
                _ => vec![(Goal::Environment, true)],
            },
        }
    }

    /// Where an output port leads before it is bound anew.
    fn bound(&self, from: InstanceId, port: PortId, operation: OperationId) -> Goal {
        match &self.network[from].targets[port.index()] {
            Target::Environment => Goal::Environment,
            Target::Nobody => Goal::Nobody,
            Target::Port(routes) => {
                let route = routes.iter().find(|(offered, _)| *offered == operation);
                match route {
                    Some((_, Route::Input(instance, input))) => Goal::Input(*instance, *input),
                    Some((_, Route::Environment)) => Goal::Environment,
                    None => Goal::Nobody,
                }
            }
        }
    }

    fn offered(&self, instance: InstanceId, operation: OperationId) -> Option<InputId> {
        let inputs = &self.network.behaviour_of(instance).inputs;
        let found = inputs
            .iter()
            .position(|input| input.operation == operation)?;
        u32::try_from(found).ok().map(InputId)
    }

    /// Any service that has the operation. Where a location could not be followed, it is one of them, as an input whose
    /// partner is inside is closed to clients outside; one that the environment has chosen may lead out of the system.
    fn anywhere(&self, operation: OperationId) -> Vec<(Goal, bool)> {
        let instances = 0..self.network.instances.len();
        let ids = instances.filter_map(|index| u32::try_from(index).ok().map(InstanceId));
        let inside = ids.filter_map(|id| {
            let input = self.offered(id, operation)?;
            Some((Goal::Input(id, input), false))
        });
        inside.collect()
    }

    /// Whether a message leaves the program on its way.
    pub(super) fn leaves(&self, one: &LocalStep, goal: Goal) -> bool {
        let from = one.actor.instance;
        let (Effect::Send { target, .. } | Effect::Call { target, .. }) = &one.effect else {
            return false;
        };
        match (goal, target) {
            (Goal::Nobody, _) => false,
            (Goal::Input(to, _), _) => self.network[to].root != self.network[from].root,
            (Goal::Environment, Aim::At(_, value)) if *value != Value::UNDEFINED => true,
            (Goal::Environment, Aim::At(port, _) | Aim::Port(port)) => {
                let ports = &self.network.behaviour_of(from).ports;
                ports.get(port.index()).is_some_and(|port| port.remote)
            }
        }
    }
}
