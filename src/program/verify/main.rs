//! Q0112, Q0117, Q0118: a module with services has no main beside them, a service that runs sessions begins each with an input, and a service that is run has a main.

use super::Scene;
use crate::base::{Code, Diagnostic, Severity, Span};
use crate::program::model::ServiceKind;
use crate::program::plan::interfaces;
use crate::program::resolve::Resolver;
use crate::syntax::jolie::tree::{ExecutionMode, Item, Process, ProcessKind};

/// Q0112: in a module with services, a `main` outside them is another one for each of them.
pub(super) fn twice(resolver: &mut Resolver, module: usize) {
    let items = &resolver.reached[module].unit.items;
    let outside = items.iter().find_map(|item| match item {
        Item::Main(code) => Some(code.keyword),
        _ => None,
    });
    let Some(outside) = outside else {
        return;
    };
    for item in items {
        let Item::Service(service) = item else {
            continue;
        };
        let inside = service.items.iter().find_map(|item| match item {
            Item::Main(code) if interfaces(service).is_none() => Some(code.keyword),
            _ => None,
        });
        if let Some(inside) = inside {
            let finding = Diagnostic::new(
                Code::Q0112,
                inside,
                "definition `main` uses a name that is taken",
            )
            .label("the main of this service")
            .related(outside, "a main outside the services of this module");
            resolver.findings.push(finding);
        }
    }
}

/// Checks the beginning of main, or that there is one.
pub(super) fn check(scene: &mut Scene) {
    match &scene.service.main {
        Some(main) => {
            if scene.service.execution != ExecutionMode::Single
                && let Err(place) = starter(&main.body)
            {
                let finding = without_input(scene, place);
                scene.findings.push(finding);
            }
        }
        None => missing(scene),
    }
}

/// Whether a behaviour is an input choice, or begins with an input; otherwise the place that should be one.
fn starter(process: &Process) -> Result<(), Span> {
    match &process.kind {
        ProcessKind::Block(body) => starter(body),
        ProcessKind::Choice(_) | ProcessKind::Receive(_) => Ok(()),
        ProcessKind::Sequence(parts) => match parts.iter().find_map(first) {
            Some(first) if matches!(first.kind, ProcessKind::Receive(_)) => Ok(()),
            Some(first) => Err(first.span),
            None => Err(process.span),
        },
        _ => Err(process.span),
    }
}

/// The first statement that does something; a choice in a sequence does not count as an input for Jolie.
fn first(process: &Process) -> Option<&Process> {
    match &process.kind {
        ProcessKind::Block(body) => first(body),
        ProcessKind::Sequence(parts) => parts.iter().find_map(first),
        ProcessKind::Nothing => None,
        _ => Some(process),
    }
}

fn without_input(scene: &Scene, place: Span) -> Diagnostic {
    let mode = match scene.service.execution {
        ExecutionMode::Sequential => "sequential",
        _ => "concurrent",
    };
    let message = format!(
        "if execution is {mode}, main must be an input choice or a sequence that starts with an input"
    );
    let finding = Diagnostic::new(Code::Q0117, place, message).label("not an input");
    match scene.facts.execution {
        Some(span) => finding.related(span, format!("execution is {mode}")),
        None => finding.note("internal services run concurrently"),
    }
}

/// Jolie refuses to start a service without main, and to embed it. That is no error in a file that is never run, so it
/// is a warning, on files that were asked for.
fn missing(scene: &mut Scene) {
    let severity = match scene.service.kind {
        ServiceKind::Internal => Severity::Error,
        _ => Severity::Warning,
    };
    if !scene.asked || !scene.service.complete {
        return;
    }
    let message = format!(
        "service `{}` has no main: it cannot be run",
        scene.service.name
    );
    let finding = Diagnostic::new(Code::Q0118, scene.service.span, message)
        .severity(severity)
        .label("no main in this service");
    scene.findings.push(finding);
}
