//! Q0601: statements that can never run.
//!
//! A fault leaves the sequence in which it is thrown, and a loop whose condition is always true is left only by a
//! fault: nothing behind either in the same sequence runs. `exit` is no such end: Jolie starts to shut down and the
//! session goes on (`ExitProcess`).
//!
//! Rule: in one sequence, statements behind one that always faults or never ends: `throw`, `while( true )`, a
//! conditional all of whose branches do, a parallel composition one of whose branches does, a definition that does.
//! A scope may handle the fault, so it is no end; neither are the handlers of an `install`. Definitions that nothing
//! calls are not reported.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::program::Service;
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Literal, Process, ProcessKind};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashMap;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut known = Known::default();
    for process in subject.running() {
        walk::processes(process, &mut |part| {
            if let ProcessKind::Sequence(steps) = &part.kind {
                found.extend(sequence(subject.service, steps, &mut known));
            }
        });
    }
}

fn sequence(service: &Service, steps: &[Process], known: &mut Known) -> Option<Diagnostic> {
    let (at, end) = steps
        .iter()
        .enumerate()
        .find_map(|(at, step)| ends(service, step, known).map(|end| (at, end)))?;
    let first = steps
        .get(at + 1..)?
        .iter()
        .find(|step| !matches!(step.kind, ProcessKind::Nothing))?;
    let last = steps.last()?;
    let (message, label) = match end {
        End::Fault(_) => (
            "what follows a fault in the same sequence never runs",
            "a fault is always thrown here",
        ),
        End::Loop(_) => (
            "what follows an endless loop never runs",
            "this loop ends only by a fault",
        ),
    };
    let (End::Fault(span) | End::Loop(span)) = end;
    Some(
        Diagnostic::new(Code::Q0601, first.span.to(last.span), message)
            .label("never runs")
            .related(span, label)
            .help("remove it, or move it before"),
    )
}

/// Why a behaviour never comes to its end.
#[derive(Clone, Copy)]
enum End {
    Fault(Span),
    Loop(Span),
}

/// Why each definition never comes to its end, once that is known. One that is being looked at counts as ending, so that
/// recursion is no reason.
type Known = FxHashMap<Name, Option<End>>;

fn ends(service: &Service, process: &Process, known: &mut Known) -> Option<End> {
    let all = |parts: &mut dyn Iterator<Item = Option<End>>| {
        let mut first = None;
        for part in parts {
            first = first.or(Some(part?));
        }
        first
    };
    match &process.kind {
        ProcessKind::Throw { .. } => Some(End::Fault(process.span)),
        ProcessKind::While { condition, .. } if always(condition) => Some(End::Loop(process.span)),
        ProcessKind::Block(body)
        | ProcessKind::Synchronized { body, .. }
        | ProcessKind::With { body, .. } => ends(service, body, known),
        ProcessKind::Sequence(parts) | ProcessKind::Parallel(parts) => {
            parts.iter().find_map(|part| ends(service, part, known))
        }
        ProcessKind::If {
            branches,
            otherwise: Some(otherwise),
        } => {
            let bodies = branches.iter().map(|(_, body)| body).chain([&**otherwise]);
            all(&mut bodies.map(|body| ends(service, body, known)))
        }
        ProcessKind::Choice(branches) => all(&mut branches.iter().map(|branch| {
            let answer = branch
                .guard
                .answering()
                .and_then(|body| ends(service, body, known));
            answer.or_else(|| {
                branch
                    .body
                    .as_ref()
                    .and_then(|body| ends(service, body, known))
            })
        })),
        ProcessKind::Receive(receive) => receive
            .answering()
            .and_then(|body| ends(service, body, known)),
        ProcessKind::Call(name) => {
            if let Some(end) = known.get(&name.name) {
                return *end;
            }
            let definition = service.definitions.get(&name.name)?;
            known.insert(name.name, None);
            let end = ends(service, &definition.body, known);
            known.insert(name.name, end);
            end
        }
        _ => None,
    }
}

fn always(condition: &Expression) -> bool {
    match &condition.kind {
        ExpressionKind::Literal(Literal::Bool(value)) => *value,
        ExpressionKind::Group(inner) => always(inner),
        _ => false,
    }
}
