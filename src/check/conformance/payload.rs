//! What the messages of a session carry, beside what the interfaces of a service say: what a role receives may be any value
//! of the session's type, and the service must take each; what it sends must be of the session's type.
//!
//! In come a cast and a part; out come warnings where the types certainly differ (`program::contain`). A type that the
//! session only names, and nobody declares, says nothing.

use super::{Cast, Playing};
use crate::automata::label::{Phase, RoleId};
use crate::automata::local::{Direction, Local, LocalEdge};
use crate::base::{Code, Diagnostic, Span};
use crate::program::contain::difference;
use crate::program::{Operation, ServiceId, Signature, TypeId};
use crate::protocol::projection::project;

/// How many states a role may have.
const MOST: usize = 1 << 12;

impl Cast<'_> {
    /// Notes where the types of a session are not those of the services that play in it.
    pub(super) fn types(&mut self, service: ServiceId, playing: &Playing) {
        let Some(global) = self.global(playing) else {
            return;
        };
        for role in &playing.roles {
            let Some(projection) = project(global, *role, MOST) else {
                continue;
            };
            let found = self.of_role(service, playing, &projection.local);
            for warning in found {
                if !self.diagnostics.contains(&warning) {
                    self.diagnostics.push(warning);
                }
            }
        }
    }

    fn of_role(&self, service: ServiceId, playing: &Playing, local: &Local) -> Vec<Diagnostic> {
        let edges = local.states().flat_map(|(_, state)| &state.edges);
        let found = edges.flat_map(|edge| {
            let declared = self.operations(service, edge, edge.action.partner, local);
            let told = declared
                .into_iter()
                .filter_map(|operation| self.compare(playing, edge, operation));
            told.collect::<Vec<_>>()
        });
        found.collect()
    }

    /// The operations of the service's ports that a message goes by. Those of output ports which are called after another
    /// role are others.
    fn operations(
        &self,
        service: ServiceId,
        edge: &LocalEdge,
        partner: RoleId,
        local: &Local,
    ) -> Vec<&Operation> {
        let service = &self.program[service];
        let name = edge.action.label.operation;
        let queued = edge.action.label.is_queued();
        let comes_in = (edge.action.direction == Direction::Receive) == queued;
        if comes_in {
            let ports = service.input_ports.values();
            return ports
                .filter_map(|port| port.operations.get(&name))
                .collect();
        }
        let is_another = |port: crate::base::Name| {
            let mut roles = local.roles.iter();
            roles.any(|role| *role == port) && local.role_name(partner) != port
        };
        let ports = service.output_ports.values();
        ports
            .filter(|port| !is_another(port.name.name))
            .filter_map(|port| port.operations.get(&name))
            .collect()
    }

    fn compare(
        &self,
        playing: &Playing,
        edge: &LocalEdge,
        operation: &Operation,
    ) -> Option<Diagnostic> {
        let own = type_of(operation, edge.action.label.phase)?;
        let said = self.said_type(playing, edge)?;
        let (narrow, wide) = match edge.action.direction {
            Direction::Receive => (said, own),
            Direction::Send => (own, said),
        };
        let found = difference(self.program, narrow, wide)?;
        let words = crate::check::wider_type::words(&found);
        let name = operation.name.name;
        let message = match edge.action.direction {
            Direction::Receive => {
                format!("by the session `{name}` may bring {words}, which the service refuses")
            }
            Direction::Send => {
                format!(
                    "the service may send `{name}` with {words}, which the session does not allow"
                )
            }
        };
        let span: Span = operation.name.span;
        Some(
            Diagnostic::new(Code::Q0516, span, message)
                .label("declared for the service here")
                .related(edge.span, "and otherwise in the session")
                .help("declare it alike on both sides, best by one type"),
        )
    }

    /// The type that the session names.
    fn said_type(&self, playing: &Playing, edge: &LocalEdge) -> Option<TypeId> {
        let [field] = edge.payload.fields.as_slice() else {
            return None;
        };
        let place = self.sessions.declared.get(playing.protocol)?;
        let types = &self.program.sessions.get(*place)?.types;
        types.get(&field.data).copied()
    }
}

/// The type of a part of an operation.
fn type_of(operation: &Operation, phase: Phase) -> Option<TypeId> {
    match (&operation.signature, phase) {
        (_, Phase::OneWay | Phase::Request) => Some(operation.request()),
        (Signature::RequestResponse { response, .. }, Phase::Reply) => Some(*response),
        (Signature::RequestResponse { faults, .. }, Phase::Fault(fault)) => {
            faults.get(&fault).map(|fault| fault.carries)
        }
        _ => None,
    }
}
