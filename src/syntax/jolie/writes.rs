//! What a behaviour may write: in comes a behaviour, out goes every path in it through which a variable may change.
//!
//! Written are the targets of assignments, copies, steps and `undef`, in statements and in expressions; the variables
//! into which messages, answers and the results of `spawn` go; and the keys and items of loops. A path that gets a
//! second name, by `->`, `with` or `for( … in … )`, may be written under that name, and counts as written itself.

use super::tree::{Expression, ExpressionKind, Path, Process, ProcessKind, TreeValue};
use super::walk::{Node, walk};

/// Visits every path inside a behaviour that may be written there, handlers and replies included.
pub fn writes<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Path)) {
    walk(Node::Process(process), &mut |node| {
        match node {
            Node::Process(process) => statement(process, visit),
            Node::Receive(receive) => receive.target.iter().for_each(&mut *visit),
            Node::Expression(expression) => self::expression(expression, visit),
            Node::Path(_) => {}
        }
        true
    });
}

fn statement<'a>(process: &'a Process, visit: &mut dyn FnMut(&'a Path)) {
    match &process.kind {
        ProcessKind::Assign { path, .. }
        | ProcessKind::Copy { path, .. }
        | ProcessKind::Undefine(path)
        | ProcessKind::With { path, .. }
        | ProcessKind::Foreach { key: path, .. } => visit(path),
        ProcessKind::Step(step) => visit(&step.path),
        ProcessKind::Alias { path, target }
        | ProcessKind::ForIn {
            item: path,
            array: target,
            ..
        } => {
            visit(path);
            visit(target);
        }
        ProcessKind::Send(send) => {
            let solicit = send.solicit.as_deref();
            let target = solicit.and_then(|solicit| solicit.target.as_ref());
            target.into_iter().for_each(visit);
        }
        ProcessKind::Forward {
            request, response, ..
        } => {
            let response = response.iter().flatten();
            request.iter().chain(response).for_each(visit);
        }
        ProcessKind::Spawn { index, result, .. } => {
            visit(index);
            result.iter().for_each(visit);
        }
        _ => {}
    }
}

fn expression<'a>(expression: &'a Expression, visit: &mut dyn FnMut(&'a Path)) {
    match &expression.kind {
        ExpressionKind::Assign(path, _) => visit(path),
        ExpressionKind::Step(step) => visit(&step.path),
        ExpressionKind::Tree(_, entries) => {
            for entry in entries {
                if let TreeValue::Alias(path) = &entry.value {
                    visit(path);
                }
            }
        }
        _ => {}
    }
}
