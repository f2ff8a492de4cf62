//! Q0315: a handler for a fault that nothing raises, while a similarly spelt one is raised and handled nowhere.
//!
//! Jolie finds handlers by the exact name; a misspelt one is never run. Services written in Java and system faults
//! raise names that no interface declares, so a name alone says nothing.
//!
//! Rule: the handled name is thrown nowhere in the service and declared by no operation of the program; a name that
//! differs from it by case or one letter is thrown, or declared by an operation that is called, in the service, or is
//! one that Jolie itself raises for a message that does not arrive; and that one has no handler of its own anywhere in the service.

use super::faults;
use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::flow::{ALIAS, ARITHMETIC};
use crate::program::{Operation, Signature};
use crate::syntax::jolie::tree::{Handler, HandlerName, Identifier, Process, ProcessKind};
use crate::syntax::jolie::walk;
use rustc_hash::{FxHashMap, FxHashSet};

/// What Jolie itself raises at a sender whose message does not arrive or is not answered, and where an expression has no
/// value: a handler for one of these is never misspelt.
const RUNTIME: [&str; 6] = [
    "IOException",
    "TypeMismatch",
    "CorrelationError",
    "Timeout",
    ARITHMETIC,
    ALIAS,
];

/// Those of them that nobody declares under a name of its own; `Timeout` is often spelt otherwise.
const SYSTEM: [&str; 3] = ["IOException", "TypeMismatch", "CorrelationError"];

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut raised: FxHashMap<Name, Span> = FxHashMap::default();
    let mut handled: Vec<Identifier> = Vec::new();
    for process in subject.running() {
        gather(subject, process, &mut raised, &mut handled);
    }
    let declared = declared(subject);
    let names: FxHashSet<Name> = handled.iter().map(|handler| handler.name).collect();
    for handler in handled {
        let known = raised.contains_key(&handler.name) || declared.contains(&handler.name);
        if known || RUNTIME.contains(&handler.name.as_str()) {
            continue;
        }
        let mut candidates: Vec<(&Name, &Span)> = raised
            .iter()
            .filter(|(name, _)| faults::similar(name, &handler.name) && !names.contains(*name))
            .collect();
        candidates.sort_by_key(|(name, _)| name.as_str());
        if let Some((name, span)) = candidates.first() {
            found.push(
                Diagnostic::new(
                    Code::Q0315,
                    handler.span,
                    format!(
                        "nothing raises fault `{}`, but `{name}` is raised",
                        handler.name
                    ),
                )
                .label("never run")
                .related(**span, format!("`{name}` is raised here"))
                .help(format!("write `{name}`")),
            );
        }
    }
}

fn gather<'a>(
    subject: &Subject<'a>,
    process: &'a Process,
    raised: &mut FxHashMap<Name, Span>,
    handled: &mut Vec<Identifier>,
) {
    walk::processes(process, &mut |part| match &part.kind {
        ProcessKind::Throw { fault, .. } => {
            raised.entry(fault.name).or_insert(part.span);
        }
        ProcessKind::Install(handlers) => handled.extend(names(handlers)),
        ProcessKind::Send(send) => {
            handled.extend(
                send.solicit
                    .iter()
                    .flat_map(|solicit| names(&solicit.handlers)),
            );
        }
        _ => {}
    });
    walk::sends(process, &mut |output| {
        let port = subject.service.output_ports.get(&output.port.name);
        let operation = port.and_then(|port| port.operations.get(&output.operation.name));
        for fault in operation.into_iter().flat_map(declared_by) {
            raised.entry(fault).or_insert(output.span);
        }
        for fault in SYSTEM {
            raised.entry(Name::from(fault)).or_insert(output.span);
        }
    });
}

fn names(handlers: &[Handler]) -> impl Iterator<Item = Identifier> {
    let names = handlers.iter().flat_map(|handler| &handler.names);
    names.filter_map(|name| match name {
        HandlerName::Fault(fault) if fault.name != "default" => Some(*fault),
        _ => None,
    })
}

fn declared_by(operation: &Operation) -> Vec<Name> {
    match &operation.signature {
        Signature::RequestResponse { faults, .. } => faults.keys().copied().collect(),
        Signature::OneWay { .. } => Vec::new(),
    }
}

/// Every fault that an interface or a port of the program declares.
fn declared(subject: &Subject<'_>) -> FxHashSet<Name> {
    let interfaces = subject
        .program
        .interfaces
        .iter()
        .flat_map(|found| found.operations.values());
    let services = subject.program.services.iter();
    let ports = services.flat_map(|service| {
        let inputs = service
            .input_ports
            .values()
            .flat_map(|port| port.operations.values());
        inputs.chain(
            service
                .output_ports
                .values()
                .flat_map(|port| port.operations.values()),
        )
    });
    interfaces.chain(ports).flat_map(declared_by).collect()
}
