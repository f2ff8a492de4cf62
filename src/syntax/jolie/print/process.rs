//! Behaviours as text.

use super::Writer;
use super::expression::{argument, expression, path, step};
use super::literal::is_reserved;
use crate::syntax::jolie::tree::{
    AssignOperator, Branch, Expression, Handler, HandlerName, Identifier, Path, Process,
    ProcessKind, Receive, Send,
};

/// A behaviour, from where the line stands.
pub(super) fn process(writer: &mut Writer, tree: &Process) {
    match &tree.kind {
        ProcessKind::Parallel(parts) => {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    writer.line();
                    writer.put("|");
                    writer.line();
                }
                process(writer, part);
            }
        }
        ProcessKind::Sequence(parts) => writer.lines(";", parts, process),
        ProcessKind::Block(body) => block(writer, body),
        ProcessKind::Choice(parts) => branches(writer, parts),
        ProcessKind::ProvideUntil { provide, until } => {
            writer.put("provide");
            writer.deeper(|writer| {
                writer.line();
                branches(writer, provide);
            });
            writer.line();
            writer.put("until");
            writer.deeper(|writer| {
                writer.line();
                branches(writer, until);
            });
        }
        ProcessKind::Receive(receive) => input(writer, receive),
        ProcessKind::Send(send) => output(writer, send),
        ProcessKind::Forward {
            port,
            request,
            response,
        } => {
            writer.put("forward");
            if let Some(port) = port {
                writer.put(" ");
                writer.put(&port.name);
            }
            variable(writer, request.as_ref());
            if let Some(response) = response {
                variable(writer, response.as_ref());
            }
        }
        ProcessKind::Install(handlers) => {
            writer.put("install(");
            handler_list(writer, handlers);
            writer.put(")");
        }
        _ => structure(writer, tree),
    }
}

/// `{ P }`
pub(super) fn block(writer: &mut Writer, body: &Process) {
    writer.braces(|writer| process(writer, body));
}

fn structure(writer: &mut Writer, tree: &Process) {
    match &tree.kind {
        ProcessKind::With { path: prefix, body } => {
            writer.put("with");
            variable(writer, Some(prefix));
            writer.put(" ");
            block(writer, body);
        }
        ProcessKind::Synchronized { lock, body } => named(writer, "synchronized", *lock, body),
        ProcessKind::Scope { name, body } => named(writer, "scope", *name, body),
        ProcessKind::Spawn {
            index,
            bound,
            result,
            body,
        } => {
            writer.put("spawn( ");
            path(writer, index);
            writer.put(" over ");
            expression(writer, bound);
            writer.put(" )");
            if let Some(result) = result {
                writer.put(" in ");
                path(writer, result);
            }
            writer.put(" ");
            block(writer, body);
        }
        ProcessKind::While { condition, body } => {
            writer.put("while");
            argument(writer, Some(condition));
            writer.put(" ");
            block(writer, body);
        }
        ProcessKind::If {
            branches,
            otherwise,
        } => conditional(writer, branches, otherwise.as_deref()),
        _ => repetition(writer, tree),
    }
}

fn named(writer: &mut Writer, keyword: &str, name: Identifier, body: &Process) {
    writer.put(&format!("{keyword}( {} ) ", name.name));
    block(writer, body);
}

fn conditional(
    writer: &mut Writer,
    branches: &[(Expression, Process)],
    otherwise: Option<&Process>,
) {
    writer.separated(" else ", branches, |writer, (condition, body)| {
        writer.put("if");
        argument(writer, Some(condition));
        writer.put(" ");
        process(writer, body);
    });
    if let Some(otherwise) = otherwise {
        writer.put(" else ");
        process(writer, otherwise);
    }
}

fn repetition(writer: &mut Writer, tree: &Process) {
    match &tree.kind {
        ProcessKind::For {
            init,
            condition,
            post,
            body,
        } => {
            writer.put("for( ");
            process(writer, init);
            writer.put(", ");
            expression(writer, condition);
            writer.put(", ");
            process(writer, post);
            writer.put(" ) ");
            process(writer, body);
        }
        ProcessKind::ForIn { item, array, body } => {
            each(writer, "for", (item, " in ", array), body);
        }
        ProcessKind::Foreach { key, target, body } => {
            each(writer, "foreach", (key, " : ", target), body);
        }
        _ => statement(writer, tree),
    }
}

fn each(
    writer: &mut Writer,
    keyword: &str,
    (item, word, target): (&Path, &str, &Path),
    body: &Process,
) {
    writer.put(keyword);
    writer.put("( ");
    path(writer, item);
    writer.put(word);
    path(writer, target);
    writer.put(" ) ");
    process(writer, body);
}

fn statement(writer: &mut Writer, tree: &Process) {
    match &tree.kind {
        ProcessKind::Assign {
            path: target,
            operator,
            value,
        } => {
            path(writer, target);
            writer.put(assignment(*operator));
            expression(writer, value);
        }
        ProcessKind::Copy {
            path: target,
            links,
            value,
        } => {
            path(writer, target);
            writer.put(if *links { " <<- " } else { " << " });
            expression(writer, value);
        }
        ProcessKind::Alias { path: name, target } => {
            path(writer, name);
            writer.put(" -> ");
            path(writer, target);
        }
        ProcessKind::Step(value) => step(writer, value),
        ProcessKind::Undefine(target) => {
            writer.put("undef");
            variable(writer, Some(target));
        }
        ProcessKind::Throw { fault, value } => throw(writer, *fault, value.as_ref()),
        ProcessKind::Compensate(name) => writer.put(&format!("comp( {} )", name.name)),
        ProcessKind::LinkIn(name) => writer.put(&format!("linkIn( {} )", name.name)),
        ProcessKind::LinkOut(name) => writer.put(&format!("linkOut( {} )", name.name)),
        ProcessKind::CurrentHandler => writer.put("cH"),
        ProcessKind::Nothing => writer.put("nullProcess"),
        ProcessKind::Exit => writer.put("exit"),
        ProcessKind::Call(name) => writer.put(&name.name),
        ProcessKind::Parallel(_)
        | ProcessKind::Sequence(_)
        | ProcessKind::Block(_)
        | ProcessKind::Choice(_)
        | ProcessKind::ProvideUntil { .. }
        | ProcessKind::Receive(_)
        | ProcessKind::Send(_)
        | ProcessKind::Forward { .. }
        | ProcessKind::Install(_)
        | ProcessKind::With { .. }
        | ProcessKind::Synchronized { .. }
        | ProcessKind::Scope { .. }
        | ProcessKind::Spawn { .. }
        | ProcessKind::While { .. }
        | ProcessKind::If { .. }
        | ProcessKind::For { .. }
        | ProcessKind::ForIn { .. }
        | ProcessKind::Foreach { .. } => process(writer, tree),
    }
}

fn assignment(operator: AssignOperator) -> &'static str {
    match operator {
        AssignOperator::Set => " = ",
        AssignOperator::Add => " += ",
        AssignOperator::Subtract => " -= ",
        AssignOperator::Multiply => " *= ",
        AssignOperator::Divide => " /= ",
    }
}

/// A reserved word is the name of a fault only without brackets around it.
fn throw(writer: &mut Writer, fault: Identifier, value: Option<&Expression>) {
    if is_reserved(&fault.name) {
        writer.put(&format!("throw {}", fault.name));
        if let Some(value) = value {
            argument(writer, Some(value));
        }
        return;
    }
    writer.put(&format!("throw( {}", fault.name));
    if let Some(value) = value {
        writer.put(", ");
        expression(writer, value);
    }
    writer.put(" )");
}

/// `( path )`, or `()`.
pub(super) fn variable(writer: &mut Writer, target: Option<&Path>) {
    match target {
        Some(target) => {
            writer.put("( ");
            path(writer, target);
            writer.put(" )");
        }
        None => writer.put("()"),
    }
}

fn input(writer: &mut Writer, tree: &Receive) {
    writer.put(&tree.operation.name);
    variable(writer, tree.target.as_ref());
    if let Some(reply) = &tree.reply {
        argument(writer, reply.value.as_ref());
        if let Some(body) = &reply.body {
            writer.put(" ");
            block(writer, body);
        }
    }
}

fn output(writer: &mut Writer, tree: &Send) {
    writer.put(&format!("{}@{}", tree.operation.name, tree.port.name));
    argument(writer, tree.argument.as_ref());
    let Some(solicit) = &tree.solicit else {
        return;
    };
    variable(writer, solicit.target.as_ref());
    if !solicit.handlers.is_empty() {
        writer.put(" [");
        handler_list(writer, &solicit.handlers);
        writer.put("]");
    }
}

fn branches(writer: &mut Writer, branches: &[Branch]) {
    writer.lines("", branches, |writer, branch| {
        writer.put("[ ");
        input(writer, &branch.guard);
        writer.put(" ]");
        if let Some(body) = &branch.body {
            writer.put(" ");
            block(writer, body);
        }
    });
}

/// One handler stays on the line, several have lines of their own.
fn handler_list(writer: &mut Writer, handlers: &[Handler]) {
    if let [only] = handlers {
        writer.put(" ");
        writer.deeper(|writer| handler(writer, only));
        writer.put(" ");
        return;
    }
    writer.deeper(|writer| {
        writer.line();
        writer.lines(",", handlers, |writer, one| {
            writer.deeper(|writer| handler(writer, one));
        });
    });
    writer.line();
}

fn handler(writer: &mut Writer, tree: &Handler) {
    writer.separated(" ", &tree.names, |writer, name| match name {
        HandlerName::This(_) => writer.put("this"),
        HandlerName::Fault(name) => writer.put(&name.name),
    });
    writer.put(" => ");
    process(writer, &tree.body);
}
