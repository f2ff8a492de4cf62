//! Inference: what services agree on, read off their behaviours.
//!
//! In comes a [`Scene`]: a network, with the roles that its services, their clients and servers outside play. Out comes
//! the local type of a service (`locals`), or the session that all of them keep together (`global`), or the line that
//! stands in the way ([`Obstacle`]).
//!
//! Each service is stepped by the rules of conformance, beside a role that allows everything (`universal`), and what it does
//! by itself is made silent by the subset construction (`machine`). Where messages are received as soon as they are sent,
//! the roles make one automaton of interactions (`compose`): of those who can send, one is taken, which orders what is
//! independent and nothing else. That is a guess: it is right when it can be implemented and every service refines its role,
//! which `check::inference` finds out before anybody sees it. After Lange, Tuosto & Yoshida (*From Communicating
//! Machines to Graphical Choreographies*, POPL 2015), whose conditions are those of a system of plain machines.

mod compose;
mod fork;
mod local;
mod machine;
mod partner;
mod universal;

pub use compose::{Composed, global};
pub use local::{Behaviour, locals};

use crate::automata::label::{Label, Payload, Phase, RoleId};
use crate::automata::network::{InstanceId, Mode, Network};
use crate::base::{Name, Span};
use rustc_hash::FxHashMap;

/// A system as a set of roles.
#[derive(Debug)]
pub struct Scene<'a> {
    /// What runs.
    pub network: &'a Network,
    /// The roles, by [`RoleId`].
    pub roles: Vec<Role>,
    /// For each instance and each of its ports, where operations go. A port with none is no part of any session: what goes
    /// there is answered at once.
    pub ports: Vec<Vec<Vec<(Name, RoleId)>>>,
    /// What messages carry, by who offers the operation.
    pub payloads: FxHashMap<(RoleId, Label), Payload>,
}

/// A role of a system.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// Who plays it.
    pub player: Player,
}

/// Who plays a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Player {
    /// A service of the system.
    Service(InstanceId),
    /// Clients outside: they send what is taken.
    Client,
    /// A server outside: it takes everything, and answers by the declared response or a declared fault, of these.
    Server(Vec<(Name, Vec<Name>)>),
}

/// How a session is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Whether data are forgotten: what hangs on a counter goes either way, and a loop is one.
    pub blind: bool,
    /// Whether what is independent becomes branches of a `|`.
    pub parallel: bool,
}

/// What stands in the way of a type.
#[derive(Clone, Debug)]
pub struct Obstacle {
    /// The line.
    pub span: Span,
    /// What is there.
    pub message: String,
    /// What else has to do with it, with its lines.
    pub others: Vec<(Span, String)>,
    /// The interactions before it, with their lines.
    pub run: Vec<(String, Span)>,
    /// Whether it is a limit of what was looked at, and not of the system.
    pub limit: bool,
}

impl Obstacle {
    /// Something of the system.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            others: Vec::new(),
            run: Vec::new(),
            limit: false,
        }
    }

    /// The language has no words for it.
    #[must_use]
    pub fn unsaid() -> Self {
        Self::limit(Span::NOWHERE, "it cannot be said as a session")
    }

    /// A limit of what is looked at.
    #[must_use]
    pub fn limit(span: Span, message: impl Into<String>) -> Self {
        Self {
            limit: true,
            ..Self::new(span, message)
        }
    }
}

impl Scene<'_> {
    /// The roles, by their index.
    pub fn role_ids(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..u16::try_from(self.roles.len()).unwrap_or(u16::MAX)).map(RoleId)
    }

    /// The name of a role.
    #[must_use]
    pub fn name(&self, role: RoleId) -> Name {
        let role = self.roles.get(role.index());
        role.map_or_else(Name::default, |role| role.name)
    }

    /// Who plays a role.
    #[must_use]
    pub fn player(&self, role: RoleId) -> Option<&Player> {
        self.roles.get(role.index()).map(|role| &role.player)
    }

    fn names(&self) -> Vec<Name> {
        self.roles.iter().map(|role| role.name).collect()
    }

    /// Whether a role is played by a service that runs once, by itself.
    #[must_use]
    pub fn is_single(&self, role: RoleId) -> bool {
        match self.player(role) {
            Some(Player::Service(instance)) => {
                self.network.behaviour_of(*instance).mode == Mode::Single
            }
            _ => false,
        }
    }

    /// The role that an instance plays.
    #[must_use]
    pub fn role_of(&self, instance: InstanceId) -> Option<RoleId> {
        self.role_ids()
            .find(|role| self.player(*role) == Some(&Player::Service(instance)))
    }

    /// What a message carries.
    fn payload(&self, from: RoleId, to: RoleId, label: Label) -> Payload {
        let offers = match label.phase {
            Phase::OneWay | Phase::Request => to,
            Phase::Reply | Phase::Fault(_) => from,
        };
        let found = self.payloads.get(&(offers, label));
        found.cloned().unwrap_or_default()
    }

    /// Where what leaves an instance goes, by port.
    #[must_use]
    pub fn ports_of(&self, instance: InstanceId) -> &[Vec<(Name, RoleId)>] {
        let ports = self.ports.get(instance.0 as usize);
        ports.map_or(&[], Vec::as_slice)
    }

    /// The faults that an operation is declared to be answered by, whoever offers it.
    fn faults(&self, operation: Name) -> Vec<Name> {
        let is_it = |id: crate::automata::network::OperationId| {
            let found = self.network.operations.get(id.0 as usize);
            found.is_some_and(|found| found.name == operation)
        };
        let mut found = Vec::new();
        for behaviour in &self.network.behaviours {
            let inputs = behaviour.inputs.iter().filter(|one| is_it(one.operation));
            found.extend(inputs.flat_map(|input| input.faults.iter().copied()));
            let ports = behaviour.ports.iter().flat_map(|port| &port.faults);
            let ports = ports.filter(|(id, _)| is_it(*id));
            found.extend(ports.flat_map(|(_, faults)| faults.iter().copied()));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
