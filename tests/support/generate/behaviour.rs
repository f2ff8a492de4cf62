//! Behaviours.

use super::Choices;
use super::expression::{Last, any_path, expression, path, step, sum};
use quadrille::base::Span;
use quadrille::syntax::jolie::tree::{
    AssignOperator, Branch, Expression, ExpressionKind, Handler, HandlerName, Path, Process,
    ProcessKind, Receive, Reply, Send, Solicit,
};

fn with_kind(kind: ProcessKind) -> Process {
    Process {
        kind,
        span: Span::NOWHERE,
    }
}

/// A behaviour of at most `depth` levels.
pub fn process(choices: &mut Choices<'_>, depth: usize) -> Process {
    if depth > 0 && choices.pick(6) == 1 {
        let mut parts = choices.many(2, |choices| sequence(choices, depth - 1));
        let last = parts.len() - 1;
        for part in &mut parts[..last] {
            if ends_in_type(part) {
                enclose(part);
            }
        }
        return with_kind(ProcessKind::Parallel(parts));
    }
    sequence(choices, depth)
}

fn sequence(choices: &mut Choices<'_>, depth: usize) -> Process {
    if depth > 0 && choices.pick(2) == 1 {
        let parts = choices.many(2, |choices| statement(choices, depth - 1));
        return with_kind(ProcessKind::Sequence(parts));
    }
    statement(choices, depth)
}

fn boxed(choices: &mut Choices<'_>, depth: usize) -> Box<Process> {
    Box::new(process(choices, depth))
}

fn statement(choices: &mut Choices<'_>, depth: usize) -> Process {
    let inner = depth.saturating_sub(1);
    let kind = match choices.pick(if depth == 0 { 12 } else { 28 }) {
        0 => ProcessKind::Nothing,
        1 => ProcessKind::Exit,
        2 => ProcessKind::CurrentHandler,
        3 => ProcessKind::Call(choices.identifier()),
        4 => ProcessKind::Assign {
            path: path(choices, inner),
            operator: choices.of(&[
                AssignOperator::Set,
                AssignOperator::Add,
                AssignOperator::Subtract,
                AssignOperator::Multiply,
                AssignOperator::Divide,
            ]),
            value: expression(choices, depth),
        },
        5 => ProcessKind::Copy {
            path: path(choices, inner),
            links: choices.maybe(),
            value: expression(choices, depth),
        },
        6 => ProcessKind::Alias {
            path: path(choices, inner),
            target: any_path(choices, inner),
        },
        7 => ProcessKind::Step(step(choices, inner)),
        8 => ProcessKind::Undefine(any_path(choices, inner)),
        9 => ProcessKind::Throw {
            fault: choices.any_identifier(),
            value: choices.option(|choices| expression(choices, inner)),
        },
        10 => match choices.pick(3) {
            0 => ProcessKind::LinkIn(choices.identifier()),
            1 => ProcessKind::LinkOut(choices.identifier()),
            _ => ProcessKind::Compensate(choices.identifier()),
        },
        11 | 12 => ProcessKind::Receive(receive(choices, inner)),
        13 | 14 => ProcessKind::Send(send(choices, inner)),
        15 => ProcessKind::Forward {
            port: choices.option(Choices::identifier),
            request: target(choices, inner),
            response: choices.option(|choices| target(choices, inner)),
        },
        _ => return structure(choices, inner),
    };
    with_kind(kind)
}

fn structure(choices: &mut Choices<'_>, inner: usize) -> Process {
    let kind = match choices.pick(12) {
        0 => ProcessKind::Block(boxed(choices, inner)),
        1 => ProcessKind::Choice(branches(choices, inner)),
        2 => ProcessKind::ProvideUntil {
            provide: branches(choices, inner),
            until: branches(choices, inner),
        },
        3 => {
            let path = any_path(choices, 0);
            choices.withs += 1;
            let body = boxed(choices, inner);
            choices.withs -= 1;
            ProcessKind::With { path, body }
        }
        4 => ProcessKind::Synchronized {
            lock: choices.identifier(),
            body: boxed(choices, inner),
        },
        5 => ProcessKind::Spawn {
            index: any_path(choices, inner),
            bound: sum(choices, inner, Last(true)),
            result: choices.option(|choices| any_path(choices, inner)),
            body: boxed(choices, inner),
        },
        6 => ProcessKind::While {
            condition: expression(choices, inner),
            body: boxed(choices, inner),
        },
        7 => ProcessKind::Scope {
            name: choices.identifier(),
            body: boxed(choices, inner),
        },
        8 => ProcessKind::Install(handlers(choices, inner, 1)),
        9 | 10 => conditional(choices, inner),
        _ => return repetition(choices, inner),
    };
    with_kind(kind)
}

fn repetition(choices: &mut Choices<'_>, inner: usize) -> Process {
    let kind = match choices.pick(3) {
        0 => ProcessKind::For {
            init: boxed(choices, inner),
            condition: expression(choices, inner),
            post: boxed(choices, inner),
            body: Box::new(statement(choices, inner)),
        },
        1 => {
            let item = any_path(choices, inner);
            let mut array = any_path(choices, inner);
            if let Some(last) = array.segments.last_mut() {
                last.index = None;
            }
            ProcessKind::ForIn {
                item,
                array,
                body: Box::new(statement(choices, inner)),
            }
        }
        _ => ProcessKind::Foreach {
            key: any_path(choices, inner),
            target: any_path(choices, inner),
            body: Box::new(statement(choices, inner)),
        },
    };
    with_kind(kind)
}

fn conditional(choices: &mut Choices<'_>, inner: usize) -> ProcessKind {
    let mut branches = choices.many(1, |choices| {
        (expression(choices, inner), statement(choices, inner))
    });
    let mut otherwise = choices.option(|choices| Box::new(statement(choices, inner)));
    if let Some(body) = &mut otherwise
        && matches!(body.kind, ProcessKind::If { .. })
    {
        enclose(body);
    }
    let open = branches.len() - usize::from(otherwise.is_none());
    for (_, body) in &mut branches[..open] {
        if takes_else(body) {
            enclose(body);
        }
    }
    ProcessKind::If {
        branches,
        otherwise,
    }
}

fn target(choices: &mut Choices<'_>, depth: usize) -> Option<Path> {
    choices.option(|choices| path(choices, depth))
}

fn receive(choices: &mut Choices<'_>, inner: usize) -> Receive {
    Receive {
        operation: choices.identifier(),
        target: target(choices, inner),
        reply: choices.option(|choices| {
            Box::new(Reply {
                value: choices.option(|choices| expression(choices, inner)),
                body: choices.option(|choices| process(choices, inner)),
            })
        }),
        span: Span::NOWHERE,
    }
}

fn send(choices: &mut Choices<'_>, inner: usize) -> Send {
    Send {
        operation: choices.identifier(),
        port: choices.identifier(),
        argument: choices.option(|choices| expression(choices, inner)),
        solicit: choices.option(|choices| {
            Box::new(Solicit {
                target: target(choices, inner),
                handlers: handlers(choices, inner, 0),
            })
        }),
        span: Span::NOWHERE,
    }
}

fn branches(choices: &mut Choices<'_>, inner: usize) -> Vec<Branch> {
    choices.many(1, |choices| Branch {
        guard: receive(choices, inner),
        body: choices.option(|choices| process(choices, inner)),
        span: Span::NOWHERE,
    })
}

fn handlers(choices: &mut Choices<'_>, inner: usize, least: usize) -> Vec<Handler> {
    choices.handlers += 1;
    let handlers = choices.many(least, |choices| Handler {
        names: choices.many(1, |choices| match choices.pick(3) {
            1 => HandlerName::This(Span::NOWHERE),
            _ => HandlerName::Fault(choices.identifier()),
        }),
        body: process(choices, inner),
    });
    choices.handlers -= 1;
    handlers
}

fn enclose(process: &mut Process) {
    let inside = std::mem::replace(process, with_kind(ProcessKind::Nothing));
    *process = with_kind(ProcessKind::Block(Box::new(inside)));
}

/// What stands last in a statement that does not end in a bracket of its own.
fn last_statement(process: &Process) -> Option<&Process> {
    match &process.kind {
        ProcessKind::Parallel(parts) | ProcessKind::Sequence(parts) => parts.last(),
        ProcessKind::For { body, .. }
        | ProcessKind::ForIn { body, .. }
        | ProcessKind::Foreach { body, .. } => Some(body),
        ProcessKind::If {
            branches,
            otherwise,
        } => match otherwise {
            Some(otherwise) => Some(otherwise),
            None => branches.last().map(|(_, body)| body),
        },
        _ => None,
    }
}

/// Whether an `else` after it would belong to it.
fn takes_else(process: &Process) -> bool {
    let open = matches!(
        &process.kind,
        ProcessKind::If {
            otherwise: None,
            ..
        }
    );
    open || last_statement(process).is_some_and(takes_else)
}

/// Whether a `|` after it would belong to a type.
fn ends_in_type(process: &Process) -> bool {
    match &process.kind {
        ProcessKind::Assign { value, .. } | ProcessKind::Copy { value, .. } => is_type_last(value),
        _ => last_statement(process).is_some_and(ends_in_type),
    }
}

fn is_type_last(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::InstanceOf(..) => true,
        ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
            parts.last().is_some_and(is_type_last)
        }
        ExpressionKind::Compare(_, _, last)
        | ExpressionKind::Not(last)
        | ExpressionKind::Assign(_, last)
        | ExpressionKind::If(_, _, last) => is_type_last(last),
        ExpressionKind::Sum(_, rest) => rest.last().is_some_and(|(_, last)| is_type_last(last)),
        ExpressionKind::Product(_, rest) => rest.last().is_some_and(|(_, last)| is_type_last(last)),
        _ => false,
    }
}
