//! Q0311: a port offers an operation that is received nowhere.
//!
//! Jolie queues a message only for a session that correlates, or starts one: in concurrent and sequential mode the
//! caller of an operation that nothing receives gets the fault `CorrelationError`; in single mode its message lies in
//! the queue, an answer never comes, and what is queued behind it is blocked.
//!
//! Rule: an operation of an input port's own interfaces, of no aggregated or redirected one, that no `main`, `init`,
//! called definition or courier receives. Ports that come with a standard include are not the author's, one that comes
//! with any other include may be there for other programs unless some operation of it is received, and a service
//! without behaviour is a part of something else: all are silent. One diagnostic a port.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name};
use crate::program::{InputPort, Operation};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashSet;

/// How many operations are shown at their declarations.
const SHOWN: usize = 4;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.service.main.is_none() {
        return;
    }
    let mut received: FxHashSet<Name> = FxHashSet::default();
    for process in subject.running() {
        walk::receives(process, &mut |receive| {
            received.insert(receive.operation.name);
        });
    }
    for port in subject.service.input_ports.values() {
        if subject.is_standard(port.name.span.source) {
            continue;
        }
        let missing: Vec<&Operation> = port
            .operations
            .values()
            .filter(|operation| {
                !received.contains(&operation.name.name) && !subject.in_courier(operation.name.name)
            })
            .collect();
        let included = port.name.span.source != subject.program[subject.service.module].source;
        let shared = included && missing.len() == port.operations.len();
        if !missing.is_empty() && !shared {
            found.push(report(subject, port, &missing));
        }
    }
}

/// What becomes of the messages: a notification is acknowledged, so that its sender meets faults too.
fn consequence(starts_sessions: bool, missing: &[&Operation]) -> &'static str {
    let answered = |operation: &&Operation| operation.is_request_response();
    match (starts_sessions, missing.iter().any(answered)) {
        (true, _) if missing.iter().all(answered) => "a caller gets the fault `CorrelationError`",
        (true, _) => "who sends it gets the fault `CorrelationError`",
        (false, true) => "a message for it stays in the queue and is never answered",
        (false, false) => {
            "a message for it stays in the queue, and what is behind it is not received either"
        }
    }
}

fn report(subject: &Subject<'_>, port: &InputPort, missing: &[&Operation]) -> Diagnostic {
    let names: Vec<String> = missing
        .iter()
        .map(|found| format!("`{}`", found.name.name))
        .collect();
    let (what, are) = match names.as_slice() {
        [one] => (one.clone(), "is"),
        [some @ .., last] => (format!("{} and {last}", some.join(", ")), "are"),
        [] => return Diagnostic::new(Code::Q0311, port.name.span, "nothing is missing"),
    };
    let mut diagnostic = Diagnostic::new(
        Code::Q0311,
        port.name.span,
        format!(
            "port `{}` offers {what}, which {are} received nowhere",
            port.name.name
        ),
    )
    .label("offered here")
    .note(consequence(subject.starts_sessions(), missing))
    .help("receive the operation, or take it out of the port's interfaces");
    for operation in missing.iter().take(SHOWN) {
        diagnostic = diagnostic.related(
            operation.name.span,
            format!("`{}` is declared here", operation.name.name),
        );
    }
    if let [first, ..] = subject.starters().as_slice() {
        let place = first.input.operation.span;
        diagnostic = diagnostic.related(place, "what starts a session begins here");
    }
    if missing.len() > SHOWN {
        diagnostic = diagnostic.note(format!("and {} more", missing.len() - SHOWN));
    }
    diagnostic
}
