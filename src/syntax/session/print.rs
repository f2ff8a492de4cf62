//! Trees of sessions to text that reads back as the same tree.

use super::tree::{
    Branch, Condition, ConditionKind, Conversation, ConversationKind, Count, Field, Interaction,
    Plays, RoleReference, Session,
};
use crate::syntax::jolie::print::declaration::correlation_set;
use crate::syntax::jolie::print::literal::literal;
use crate::syntax::jolie::print::writer::Writer;

/// The text of a session.
#[must_use]
pub fn print(tree: &Session) -> String {
    let mut writer = Writer::default();
    session(&mut writer, tree);
    writer.finish()
}

/// What is written between empty lines.
type Part<'t> = Box<dyn FnOnce(&mut Writer) + 't>;

/// A session as a declaration.
pub(in crate::syntax) fn session(writer: &mut Writer, tree: &Session) {
    writer.put(&format!("session {} ", tree.name.name));
    let mut parts: Vec<Part<'_>> = Vec::new();
    if let Some(roles) = &tree.roles {
        parts.push(Box::new(move |writer| {
            writer.put("roles: ");
            writer.separated(", ", roles, |writer, role| {
                writer.put(&role.name.name);
                if let Some(number) = role.count {
                    writer.put(&format!("[{}]", count(number)));
                }
            });
        }));
    }
    if let Some(body) = &tree.body {
        parts.push(Box::new(move |writer| conversation(writer, body)));
    }
    for definition in &tree.definitions {
        parts.push(Box::new(move |writer| {
            writer.put(&format!("define {} ", definition.name.name));
            block(writer, definition.body.as_ref());
        }));
    }
    for set in &tree.correlation {
        parts.push(Box::new(move |writer| correlation_set(writer, set)));
    }
    if parts.is_empty() {
        writer.put("{ }");
        return;
    }
    writer.braces(|writer| {
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                writer.blank();
                writer.line();
            }
            part(writer);
        }
    });
}

/// What a service says of the role that it plays.
pub(in crate::syntax) fn plays(writer: &mut Writer, tree: &Plays) {
    writer.put(&format!("plays {}.{}", tree.session.name, role(&tree.role)));
    if !tree.ports.is_empty() {
        writer.put("( ");
        writer.separated(", ", &tree.ports, |writer, (role, port)| {
            writer.put(&format!("{} => {}", role.name, port.name));
        });
        writer.put(" )");
    }
}

fn count(count: Count) -> String {
    match count {
        Count::Number(number, _) => number.to_string(),
        Count::Name(name) => name.name.to_string(),
    }
}

/// The text of a role: `Worker[i + 1]`.
#[must_use]
pub fn role(tree: &RoleReference) -> String {
    let name = tree.name.name;
    match tree.index {
        None => name.to_string(),
        Some((base, 0)) => format!("{name}[{}]", count(base)),
        Some((base, added)) => {
            let sign = if added < 0 { '-' } else { '+' };
            format!("{name}[{} {sign} {}]", count(base), added.unsigned_abs())
        }
    }
}

fn conversation(writer: &mut Writer, tree: &Conversation) {
    match &tree.kind {
        ConversationKind::Sequence(parts) => writer.lines(";", parts, conversation),
        ConversationKind::Parallel(parts) => {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    writer.line();
                    writer.put("| ");
                }
                conversation(writer, part);
            }
        }
        ConversationKind::Choice(branches) => writer.lines("", branches, branch),
        ConversationKind::Interaction(tree) => interaction(writer, tree),
        ConversationKind::Call(name) => writer.put(&name.name),
        ConversationKind::Block(inside) => block(writer, inside.as_deref()),
        ConversationKind::Group(inside) => {
            writer.put("( ");
            writer.deeper(|writer| conversation(writer, inside));
            writer.put(" )");
        }
        ConversationKind::Each(each) => {
            let (variable, family) = (each.variable.name, each.family.name);
            writer.put(&if each.parallel {
                format!("spawn( {variable} over {family} ) ")
            } else {
                format!("for( {variable} in {family} ) ")
            });
            block(writer, each.body.as_ref());
        }
    }
}

fn block(writer: &mut Writer, inside: Option<&Conversation>) {
    match inside {
        Some(inside) => writer.braces(|writer| conversation(writer, inside)),
        None => writer.put("{ }"),
    }
}

fn branch(writer: &mut Writer, tree: &Branch) {
    writer.put("[ ");
    interaction(writer, &tree.guard);
    writer.put(" ] ");
    block(writer, tree.body.as_ref());
}

fn interaction(writer: &mut Writer, tree: &Interaction) {
    let (from, to) = (role(&tree.from), role(&tree.to));
    writer.put(&format!("{from} -> {to}: {}", tree.operation.name));
    fields(writer, &tree.message);
    if let Some(reply) = &tree.reply {
        fields(writer, reply);
    }
    if let Some(tree) = &tree.condition {
        writer.put(" where ");
        condition(writer, tree);
    }
    if let Some(body) = &tree.body {
        writer.put(" ");
        block(writer, Some(body));
    }
    if !tree.faults.is_empty() {
        writer.put(" throws");
    }
    for fault in &tree.faults {
        writer.put(&format!(" {}", fault.name.name));
        if !fault.message.is_empty() {
            fields(writer, &fault.message);
        }
        if let Some(body) = &fault.body {
            writer.put(" ");
            block(writer, Some(body));
        }
    }
}

fn fields(writer: &mut Writer, fields: &[Field]) {
    if fields.is_empty() {
        writer.put("()");
        return;
    }
    writer.put("( ");
    writer.separated(", ", fields, |writer, field| {
        if let Some(name) = field.name {
            writer.put(&format!("{}: ", name.name));
        }
        writer.put(&field.data.name);
    });
    writer.put(" )");
}

fn condition(writer: &mut Writer, tree: &Condition) {
    match &tree.kind {
        ConditionKind::Any(parts) => writer.separated(" || ", parts, condition),
        ConditionKind::All(parts) => writer.separated(" && ", parts, condition),
        ConditionKind::Not(inside) => {
            writer.put("!");
            condition(writer, inside);
        }
        ConditionKind::Compare(operator, sides) => {
            let [left, right] = &**sides;
            condition(writer, left);
            writer.put(&format!(" {operator} "));
            condition(writer, right);
        }
        ConditionKind::Arithmetic(first, rest) => {
            condition(writer, first);
            for (operator, operand) in rest {
                writer.put(&format!(" {operator} "));
                condition(writer, operand);
            }
        }
        ConditionKind::Group(inside) => {
            writer.put("( ");
            condition(writer, inside);
            writer.put(" )");
        }
        ConditionKind::Literal(value) => writer.put(&literal(value)),
        ConditionKind::Path(path) => {
            writer.separated(".", path, |writer, part| writer.put(&part.name));
        }
    }
}
