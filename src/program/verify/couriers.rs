//! Q0124, Q0125, Q0126: a courier stands for aggregated operations, forwards them in their kind, and waits for no input.

use super::{Scene, holds_behaviours};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::program::facts::Place;
use crate::program::findings::Findings;
use crate::program::model::{Courier, CourierBranch, CourierGuard, InputPort, Program};
use crate::program::similar::nearest;
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};

/// Checks couriers, and that nothing else forwards.
pub(super) fn check(scene: &mut Scene) {
    for body in &scene.facts.bodies {
        let kind = match body.place {
            Place::Courier { request_response } => Some(request_response),
            _ => None,
        };
        check_body(&body.process, kind, scene.findings);
    }
    for courier in &scene.service.couriers {
        let Some(port) = scene.service.input_ports.get(&courier.port.name) else {
            continue;
        };
        if port.complete && scene.service.complete {
            check_guards(scene.program, courier, port, scene.findings);
        }
    }
}

/// `kind` is that of the courier's branch, `None` outside couriers.
fn check_body(process: &Process, kind: Option<bool>, findings: &mut Findings) {
    walk::walk(Node::Process(process), &mut |node| {
        match node {
            Node::Receive(receive) if kind.is_some() => {
                let message = "input statements are forbidden inside couriers";
                let finding = Diagnostic::new(Code::Q0125, receive.operation.span, message)
                    .label("waits for another message");
                findings.push(finding);
            }
            Node::Process(process) => {
                if let ProcessKind::Forward { response, .. } = &process.kind
                    && let Some(finding) = misplaced(process.span, kind, response.is_some())
                {
                    findings.push(finding);
                }
            }
            _ => {}
        }
        holds_behaviours(node)
    });
}

fn misplaced(span: Span, kind: Option<bool>, solicits: bool) -> Option<Diagnostic> {
    let (message, help) = match (kind, solicits) {
        (None, _) => ("`forward` may be used only inside a courier", None),
        (Some(true), false) => (
            "this forward is one-way, and the branch is request-response",
            Some("write `forward( request )( response )`"),
        ),
        (Some(false), true) => (
            "this forward waits for an answer, and the branch is one-way",
            Some("write `forward( request )`"),
        ),
        _ => return None,
    };
    let finding = Diagnostic::new(Code::Q0126, span, message).label("misplaced");
    Some(match help {
        Some(help) => finding.help(help),
        None => finding,
    })
}

fn check_guards(program: &Program, courier: &Courier, port: &InputPort, findings: &mut Findings) {
    for branch in &courier.branches {
        match branch.guard {
            CourierGuard::Operation(name) => {
                if !is_aggregated(port, name.name) {
                    findings.push(not_aggregated(port, name.name, name.span));
                }
            }
            CourierGuard::Interface(name, Some(id)) => {
                let missing =
                    of_kind(program, id, branch).find(|operation| !is_aggregated(port, *operation));
                if let Some(operation) = missing {
                    findings.push(not_aggregated(port, operation, name.span));
                }
            }
            CourierGuard::Interface(_, None) => {}
        }
    }
}

fn of_kind<'a>(
    program: &'a Program,
    interface: crate::program::model::InterfaceId,
    branch: &'a CourierBranch,
) -> impl Iterator<Item = Name> + 'a {
    let operations = program[interface].operations.values();
    operations
        .filter(|operation| operation.is_request_response() == branch.request_response)
        .map(|operation| operation.name.name)
}

fn is_aggregated(port: &InputPort, operation: Name) -> bool {
    port.aggregates
        .iter()
        .any(|aggregation| aggregation.operations.contains_key(&operation))
}

fn not_aggregated(port: &InputPort, operation: Name, span: Span) -> Diagnostic {
    let message = format!(
        "`{operation}` is not an aggregated operation of input port `{}`",
        port.name.name
    );
    let finding = Diagnostic::new(Code::Q0124, span, message)
        .label("a courier stands before aggregated operations only")
        .related(port.name.span, "the port");
    let aggregated = port
        .aggregates
        .iter()
        .flat_map(|part| part.operations.keys());
    match nearest(&operation, aggregated.map(Name::as_str)) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding,
    }
}
