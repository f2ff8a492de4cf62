//! Q0413: an input that no message can ever reach.
//!
//! In concurrent and sequential mode Jolie gives a message to a session only if the operation has a correlation set
//! and its values agree (`SimpleCorrelationEngine`); a message of any other operation starts a session, or is refused
//! with `CorrelationError`. So an input inside a session, of an operation without a correlation set, waits for ever,
//! even when the operation also starts sessions. The initialising thread takes every message, so `init` is exempt.
//!
//! Rule: an input in `main`, or a definition that only `main` calls, that is not a starter, of an operation that is
//! surely in no correlation set. An error when the session has nothing else to wait for there; a warning when another
//! guard of the same choice can be reached.

use super::subject::Subject;
use super::waits::{Wait, waits};
use crate::base::{Code, Diagnostic, Severity};
use crate::syntax::jolie::tree::{Process, Receive};

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    if !subject.starts_sessions() {
        return;
    }
    let starters = subject.starters();
    if starters.is_empty() {
        return;
    }
    let initial = subject.initial();
    let in_init = |process: &Process| initial.iter().any(|other| std::ptr::eq(*other, process));
    let is_starter = |receive: &Receive| {
        starters
            .iter()
            .any(|starter| std::ptr::eq(starter.input, receive))
    };
    for process in subject
        .session()
        .into_iter()
        .filter(|process| !in_init(process))
    {
        for wait in waits(process) {
            let dead: Vec<&Receive> = wait
                .guards
                .iter()
                .copied()
                .filter(|receive| !is_starter(receive) && unroutable(subject, receive))
                .collect();
            for receive in &dead {
                found.extend(report(subject, &wait, receive, dead.len()));
            }
        }
    }
}

fn unroutable(subject: &Subject<'_>, receive: &Receive) -> bool {
    subject
        .offered
        .get(&receive.operation.name)
        .is_some_and(|offers| {
            offers
                .iter()
                .all(|offer| !subject.may_correlate(offer.operation))
        })
}

fn report(
    subject: &Subject<'_>,
    wait: &Wait<'_>,
    receive: &Receive,
    dead: usize,
) -> Option<Diagnostic> {
    let name = receive.operation.name;
    let operation = subject.operation(name)?;
    let starts = subject
        .starters()
        .iter()
        .any(|starter| starter.input.operation.name == name);
    let refused = if starts {
        "its messages start new sessions and never reach this one"
    } else {
        "its messages are refused with the fault `CorrelationError`"
    };
    let severity = if dead == wait.guards.len() {
        Severity::Error
    } else {
        Severity::Warning
    };
    let mut found = Diagnostic::new(
        Code::Q0413,
        receive.operation.span,
        format!(
            "no message of `{name}` can reach this session: the operation is in no correlation set"
        ),
    )
    .severity(severity)
    .label("waits for ever")
    .related(operation.name.span, format!("`{name}` is declared here"))
    .note(refused)
    .help(format!(
        "add a correlation set with an alias for the message type of `{name}`"
    ));
    for set in &subject.service.correlation_sets {
        if let Some(variable) = set.variables.first() {
            let message = format!("no alias here is about `{name}`");
            found = found.related(variable.path.span, message);
        }
    }
    Some(found)
}
