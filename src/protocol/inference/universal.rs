//! The role that allows everything: one state in which every message that may reach a service, and every one that it may
//! send, leads back to itself. What a service does beside it is all that it does.

use super::{Player, Scene};
use crate::automata::label::{Label, Payload, Phase, RoleId};
use crate::automata::local::{Action, Direction, Local, LocalEdge};
use crate::automata::network::{Access, InstanceId};
use crate::base::{Name, Span};
use crate::protocol::refinement::Part;
use rustc_hash::FxHashSet;

impl Scene<'_> {
    /// What an instance may do at all; `undeclared` says whether its calls may be answered by what nobody declares.
    pub(super) fn universal(&self, instance: InstanceId, undeclared: bool) -> Local {
        let role = self.role_of(instance).unwrap_or(RoleId(u16::MAX));
        let mut everything = Everything {
            local: Local::new(role, self.names()),
            known: FxHashSet::default(),
        };
        let start = everything.local.start();
        everything.local.accept(start, true);
        let mismatch = Name::from("TypeMismatch");
        for (operation, partner) in self.ports_of(instance).iter().flatten() {
            let mut faults = self.faults(*operation);
            faults.extend(undeclared.then_some(mismatch));
            everything.exchange(Direction::Send, *partner, *operation, None, &faults);
        }
        let behaviour = self.network.behaviour_of(instance);
        let access = &self.network[instance].access;
        for (input, access) in behaviour.inputs.iter().zip(access) {
            let operation = self.network[input.operation].name;
            let mut faults = self.faults(operation);
            faults.push(mismatch);
            for partner in self.senders(role, operation, *access) {
                everything.exchange(
                    Direction::Receive,
                    partner,
                    operation,
                    Some(input.request_response),
                    &faults,
                );
            }
        }
        everything.local
    }

    /// Who may send an operation to a role.
    fn senders(&self, to: RoleId, operation: Name, access: Access) -> Vec<RoleId> {
        let sends = |role: &RoleId| match self.player(*role) {
            Some(Player::Service(instance)) => {
                let mut ends = self.ports_of(*instance).iter().flatten();
                ends.any(|end| *end == (operation, to))
            }
            Some(Player::Client) => access == Access::Open,
            _ => false,
        };
        self.role_ids().filter(sends).collect()
    }

    /// An instance beside a role.
    pub(super) fn part<'s>(&'s self, instance: InstanceId, local: &'s Local) -> Part<'s> {
        let reached = |ends: &Vec<(Name, RoleId)>| {
            let mut roles: Vec<RoleId> = ends.iter().map(|(_, role)| *role).collect();
            roles.sort_unstable();
            roles.dedup();
            roles
        };
        Part {
            network: self.network,
            instance,
            local,
            partners: self.ports_of(instance).iter().map(reached).collect(),
            begins: false,
            elsewhere: FxHashSet::default(),
            strangers: FxHashSet::default(),
            conditioned: FxHashSet::default(),
        }
    }
}

struct Everything {
    local: Local,
    known: FxHashSet<Action>,
}

impl Everything {
    /// An operation by which both may speak: as a request with its answers, as one way, or, where that is not said, as
    /// either.
    fn exchange(
        &mut self,
        direction: Direction,
        partner: RoleId,
        operation: Name,
        answered: Option<bool>,
        faults: &[Name],
    ) {
        let back = direction.dual();
        if answered != Some(true) {
            self.add(direction, partner, operation, Phase::OneWay);
        }
        if answered != Some(false) {
            self.add(direction, partner, operation, Phase::Request);
            self.add(back, partner, operation, Phase::Reply);
            for fault in faults {
                self.add(back, partner, operation, Phase::Fault(*fault));
            }
        }
    }

    fn add(&mut self, direction: Direction, partner: RoleId, operation: Name, phase: Phase) {
        let action = Action {
            direction,
            partner,
            label: Label { operation, phase },
        };
        if self.known.insert(action) {
            let start = self.local.start();
            let edge = LocalEdge {
                action,
                payload: Payload::default(),
                target: start,
                span: Span::NOWHERE,
            };
            self.local.connect(start, edge);
        }
    }
}
