//! Q0312: an input of an operation that no input port offers.
//!
//! Jolie's builder looks up the operation among those that the input ports declare themselves, in every definition
//! whether it is called or not; it does not find it and refuses to start the service. Aggregated operations are not
//! among them: they are forwarded and never received.
//!
//! Rule: no input port of the service declares the operation. An old-style file without any input port may be a
//! behaviour that another program includes with ports of its own: it is silent.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name};
use crate::program::{Aggregation, ServiceKind};
use crate::syntax::jolie::tree::Receive;
use crate::syntax::jolie::walk;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let service = subject.service;
    if service.kind == ServiceKind::OldStyle && service.input_ports.is_empty() {
        return;
    }
    for process in subject.built() {
        walk::receives(process, &mut |receive| {
            if !subject.offered.contains_key(&receive.operation.name) {
                found.push(report(subject, receive));
            }
        });
    }
}

fn report(subject: &Subject<'_>, receive: &Receive) -> Diagnostic {
    let name = receive.operation.name;
    let mut diagnostic = Diagnostic::new(
        Code::Q0312,
        receive.operation.span,
        format!(
            "no input port of service `{}` offers operation `{name}`",
            subject.service.name
        ),
    )
    .label("received here");
    if let Some((port, operation)) = aggregated(subject, name) {
        return diagnostic
            .related(operation, "declared for an output port here")
            .note(format!("port `{port}` aggregates the operation: its messages are forwarded and never received"))
            .help("answer it in a courier, or declare it in an interface of the input port");
    }
    for port in subject.service.input_ports.values() {
        let similar = port
            .operations
            .keys()
            .find(|other| super::faults::similar(other, &name));
        if let Some(operation) = similar.and_then(|other| port.operations.get(other)) {
            return diagnostic
                .related(
                    operation.name.span,
                    format!("`{}` is declared here", operation.name.name),
                )
                .help(format!(
                    "receive `{}`, or declare `{name}`",
                    operation.name.name
                ));
        }
        diagnostic = diagnostic.related(
            port.name.span,
            format!("`{}` does not offer it", port.name.name),
        );
    }
    diagnostic
        .note("Jolie refuses to start the service")
        .help(format!("declare `{name}` in an interface of an input port"))
}

fn aggregated(subject: &Subject<'_>, name: Name) -> Option<(Name, crate::base::Span)> {
    subject.service.input_ports.values().find_map(|port| {
        let find = |aggregation: &Aggregation| {
            aggregation
                .operations
                .get(&name)
                .map(|operation| operation.name.span)
        };
        port.aggregates
            .iter()
            .find_map(find)
            .map(|span| (port.name.name, span))
    })
}
