//! Rules on ports: Q0108 outside services, Q0115 bindings, Q0121 conflicting operations, Q0123 extended open types.

use super::Scene;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::program::interfaces::alike;
use crate::program::model::{DataTypeKind, InputPort, Operation};
use crate::program::plan::{Part, interfaces};
use crate::program::resolve::Resolver;
use crate::program::similar::nearest;
use crate::syntax::jolie::tree::{Embedded, Identifier, Item};
use rustc_hash::FxHashMap;

/// Q0108: a port that stands outside the services of its module is put into them, and Jolie finds it twice. Where the
/// module includes files, it forgives that.
pub(super) fn check(resolver: &mut Resolver, module: usize) {
    let unit = &resolver.reached[module].unit;
    if unit.includes || !unit.whole {
        return;
    }
    let mut waiting: Vec<(&str, Identifier)> = Vec::new();
    for item in &unit.items {
        match item {
            Item::InputPort(port) => waiting.push(("input", port.name)),
            Item::OutputPort(port) => waiting.push(("output", port.name)),
            Item::Service(service) if interfaces(service).is_none() => {
                if service
                    .items
                    .iter()
                    .any(|item| matches!(item, Item::Foreign(_)))
                {
                    continue;
                }
                for (kind, port) in waiting.drain(..) {
                    let message = format!("{kind} port `{}` has been already defined", port.name);
                    let finding = Diagnostic::new(Code::Q0108, port.span, message)
                        .label("stands outside the services of this module")
                        .related(service.name.span, "Jolie defines it again in this service")
                        .help("move the port into the service");
                    resolver.findings.push(finding);
                }
            }
            _ => {}
        }
    }
}

/// Q0121: input operations that share a name have the same types and faults.
pub(super) fn conflicts(scene: &mut Scene) {
    let mut seen: FxHashMap<(Name, bool), &Operation> = FxHashMap::default();
    for port in scene.service.input_ports.values() {
        for operation in port.operations.values() {
            let key = (operation.name.name, operation.is_request_response());
            let Some(first) = seen.get(&key) else {
                seen.insert(key, operation);
                continue;
            };
            if alike(&scene.program.types, first, operation) {
                continue;
            }
            let message = format!(
                "input operations that share a name cannot differ: `{}`",
                operation.name.name
            );
            let finding = Diagnostic::new(Code::Q0121, operation.name.span, message)
                .label(format!("offered by `{}` with these types", port.name.name))
                .related(first.name.span, "and by another port with these")
                .help(
                    "an input does not say on which port it waits: give one of them another name",
                );
            scene.findings.push(finding);
        }
    }
}

/// Q0123: an extender adds fields, which a type that has any fields already cannot take.
pub(super) fn open_types(scene: &mut Scene) {
    let mut found = Vec::new();
    for port in scene.service.input_ports.values() {
        for aggregation in port
            .aggregates
            .iter()
            .filter(|part| part.extender.is_some())
        {
            for name in &aggregation.ports {
                let output = scene.service.output_ports.get(&name.name);
                let operations = output.map(|output| &output.operations);
                let open = operations
                    .into_iter()
                    .flat_map(|operations| operations.values())
                    .find(|operation| is_open(scene, operation));
                found.extend(open.map(|operation| open_type(port, *name, operation)));
            }
        }
    }
    for finding in found {
        scene.findings.push(finding);
    }
}

/// Whether Jolie sees an open type: only one that stands before the operation in its text.
fn is_open(scene: &Scene, operation: &Operation) -> bool {
    let request = &scene.program[operation.request()];
    let (declared, used) = (request.span, operation.name.span);
    let before = declared == Span::NOWHERE
        || (declared.source == used.source && declared.start < used.start);
    before && matches!(request.kind, DataTypeKind::Tree { open: true, .. })
}

fn open_type(port: &InputPort, name: Identifier, operation: &Operation) -> Diagnostic {
    let message = format!(
        "input port `{}` extends operation `{}` of `{}`, whose messages have an open type",
        port.name.name, operation.name.name, name.name
    );
    Diagnostic::new(Code::Q0123, name.span, message)
        .label("aggregated with an extender")
        .related(operation.name.span, "`undefined`, or a type with `{ ? }`")
        .help("give the operation a type that says its fields")
}

/// Q0115: a line of `embedded` binds an output port that is there.
pub(super) fn bindings(scene: &mut Scene) {
    if !scene.service.complete {
        return;
    }
    let lines = scene.plan.parts.iter().filter_map(|part| match part {
        Part::Item(Item::Embedded(lines)) => Some(lines),
        _ => None,
    });
    for line in lines.flatten() {
        let Embedded {
            port: Some(port), ..
        } = line
        else {
            continue;
        };
        let ports = &scene.service.output_ports;
        if ports.contains_key(&port.name) {
            continue;
        }
        let message = format!("could not find port `{}`", port.name);
        let mut finding = Diagnostic::new(Code::Q0115, port.span, message)
            .label("no output port of this name in this service");
        if let Some(near) = nearest(&port.name, ports.keys().map(Name::as_str)) {
            finding = finding.help(format!("there is `{near}`"));
        }
        scene.findings.push(finding);
    }
}
