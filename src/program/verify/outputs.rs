//! Q0109, Q0110, Q0111: an output needs an output port that stands before it, which has the operation, of its kind.

use super::Scene;
use crate::base::{Code, Diagnostic, Name};
use crate::program::facts::{Body, Place};
use crate::program::model::OutputPort;
use crate::program::similar::nearest;
use crate::syntax::jolie::walk::{self, Output};
use rustc_hash::FxHashSet;

/// Reports outputs to what is not there: each port once, each operation of a port once.
pub(super) fn check(scene: &mut Scene) {
    let mut reported: FxHashSet<(Name, Option<Name>)> = FxHashSet::default();
    for body in &scene.facts.bodies {
        let mut outputs = Vec::new();
        walk::sends(&body.process, &mut |output| outputs.push(output));
        for output in outputs {
            let Some((key, finding)) = judge(scene, body, &output) else {
                continue;
            };
            if reported.insert(key) {
                scene.findings.push(finding);
            }
        }
    }
}

fn judge(
    scene: &Scene,
    body: &Body,
    output: &Output,
) -> Option<((Name, Option<Name>), Diagnostic)> {
    let name = output.port.name;
    let ports = &scene.service.output_ports;
    let Some((position, _, port)) = ports.get_full(&name) else {
        return scene
            .service
            .complete
            .then(|| ((name, None), undefined_port(scene, output)));
    };
    let all = matches!(body.place, Place::Init | Place::Main);
    if !all && position >= body.outputs {
        let message = format!("`{name}` is not a valid output port here");
        let finding = Diagnostic::new(Code::Q0109, output.port.span, message)
            .label("not declared yet")
            .related(port.name.span, "declared only here")
            .help("a definition sees the ports before it, in its service: put the port there");
        return Some(((name, None), finding));
    }
    let key = (name, Some(output.operation.name));
    match port.operations.get(&output.operation.name) {
        None => port
            .complete
            .then(|| (key, undefined_operation(port, output))),
        Some(operation) if operation.is_request_response() != output.solicit => {
            let (wanted, hint) = if output.solicit {
                (
                    "request-response",
                    "it is a one-way operation: it has no answer to wait for",
                )
            } else {
                (
                    "one-way",
                    "it is a request-response operation: write `( … )( … )`",
                )
            };
            let message = format!(
                "operation `{}` is not a {wanted} operation of output port `{name}`",
                output.operation.name
            );
            let finding = Diagnostic::new(Code::Q0111, output.operation.span, message)
                .label(format!("used as a {wanted} operation"))
                .related(operation.name.span, "declared here")
                .help(hint);
            Some((key, finding))
        }
        Some(_) => None,
    }
}

fn undefined_port(scene: &Scene, output: &Output) -> Diagnostic {
    let name = output.port.name;
    let message = format!("`{name}` is not a valid output port");
    let finding = Diagnostic::new(Code::Q0109, output.port.span, message);
    if let Some(input) = scene.service.input_ports.get(&name) {
        return finding
            .label("an input port: messages are received there, not sent")
            .related(input.name.span, "declared here");
    }
    let finding = finding.label("no output port of this name in this service");
    let ports = scene.service.output_ports.keys().map(Name::as_str);
    match nearest(&name, ports) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding,
    }
}

fn undefined_operation(port: &OutputPort, output: &Output) -> Diagnostic {
    let message = format!(
        "operation `{}` has not been declared in output port `{}`",
        output.operation.name, port.name.name
    );
    let finding = Diagnostic::new(Code::Q0110, output.operation.span, message)
        .label("no operation of this name there")
        .related(port.name.span, "the port");
    let operations = port.operations.keys().map(Name::as_str);
    match nearest(&output.operation.name, operations) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding,
    }
}
