//! What the messages of a session carry: one operation of a role is one kind of message everywhere, and correlation sets
//! name parts that messages have.

use super::roles::interactions;
use crate::base::{Code, Diagnostic, Name};
use crate::syntax::session::tree::{Field, Interaction, Session};
use rustc_hash::FxHashMap;

/// Finds operations that are declared in two ways, and correlation paths that no message has.
pub(super) fn judge(session: &Session, errors: &mut Vec<Diagnostic>) {
    let mut known: FxHashMap<(Name, Name), &Interaction> = FxHashMap::default();
    interactions(session, &mut |step| {
        let key = (step.to.name.name, step.operation.name);
        let first = *known.entry(key).or_insert(step);
        let Some(difference) = difference(first, step) else {
            return;
        };
        let message = format!(
            "`{}` is sent to `{}` {difference}",
            step.operation.name, step.to.name.name
        );
        let error = Diagnostic::new(Code::Q0510, step.span, message)
            .related(first.span, "it is declared otherwise here")
            .help("an operation has one kind and one type: give one of them another name");
        errors.push(error);
    });
    for set in &session.correlation {
        for alias in set.variables.iter().flat_map(|variable| &variable.aliases) {
            let operation = alias.message.name;
            let steps = known.iter().filter(|((_, name), _)| *name == operation);
            let steps: Vec<&Interaction> = steps.map(|(_, step)| *step).collect();
            let part = alias.path.names().and_then(|names| names.first().copied());
            let found = steps
                .iter()
                .any(|step| part.is_some_and(|part| carries(step, part)));
            if !found {
                let message = match (steps.is_empty(), part) {
                    (false, Some(part)) => format!("no message `{operation}` carries `{part}`"),
                    _ => format!("the session has no message `{operation}`"),
                };
                let error = Diagnostic::new(Code::Q0507, alias.message.span, message)
                    .help("write operation.name.path, as in quote.item.order");
                errors.push(error);
            }
        }
    }
}

/// In which way the second step is not the first.
fn difference(first: &Interaction, second: &Interaction) -> Option<&'static str> {
    if first.reply.is_some() != second.reply.is_some() {
        return Some("as one-way and as request-response");
    }
    let types =
        |fields: &[Field]| -> Vec<Name> { fields.iter().map(|field| field.data.name).collect() };
    let replies = |step: &Interaction| step.reply.as_deref().map(types);
    let differ =
        types(&first.message) != types(&second.message) || replies(first) != replies(second);
    differ.then_some("with messages of different types")
}

/// Whether a message, its reply or a fault has a part of this name.
fn carries(step: &Interaction, name: Name) -> bool {
    let faults = step.faults.iter().flat_map(|fault| &fault.message);
    let mut fields = step
        .message
        .iter()
        .chain(step.reply.iter().flatten())
        .chain(faults);
    fields.any(|field| field.name.is_some_and(|known| known.name == name))
}
