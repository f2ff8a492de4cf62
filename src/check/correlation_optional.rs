//! Q0412: a message that starts a session may leave out the value by which the session is to be found again.
//!
//! Jolie sets the correlation variables from the message that starts the session (`initCorrelationValues`); a value
//! that is not there makes the variable void, and a void variable correlates with nothing: later messages of the set
//! are refused with `CorrelationError`.
//!
//! Rule: on the alias of a starter's message type some field is optional; the service writes no variable of the set
//! itself; and some input inside its sessions uses the same set.

use super::subject::{Starter, Subject};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::program::{CorrelationAlias, CorrelationSet, DataTypeKind, TypeId};
use crate::syntax::jolie::tree::PathRoot;
use crate::syntax::jolie::walk;
use crate::syntax::jolie::writes::writes;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let starters = subject.starters();
    for starter in &starters {
        let Some(operation) = subject.operation(starter.input.operation.name) else {
            continue;
        };
        let Some(set) = subject.correlation(operation) else {
            continue;
        };
        if touched(subject, set) {
            continue;
        }
        let Some(later) = later(subject, set, &starters) else {
            continue;
        };
        let own = subject
            .aliases(set)
            .filter(|alias| alias.is_about(operation));
        for alias in own {
            if let Some((field, at)) = optional(subject, operation.request(), alias) {
                let message = format!(
                    "`{}` starts a session without the correlation value when `{field}` is absent",
                    operation.name.name
                );
                found.push(
                    Diagnostic::new(Code::Q0412, alias.path.span, message)
                        .label("the alias of a value that may be absent")
                        .related(at, format!("`{field}` is optional"))
                        .related(starter.input.operation.span, "starts the session")
                        .related(later.1, format!("`{}` can then never reach it", later.0))
                        .help(format!("make `{field}` mandatory, or set the variable with `new` in the session")),
                );
            }
        }
    }
}

/// Whether the service writes the variables of a set itself, or may.
fn touched(subject: &Subject<'_>, set: &CorrelationSet) -> bool {
    let own = |names: &[Name]| {
        let mut variables = set.variables.iter();
        variables.any(|variable| match variable.path.names() {
            Some(own) => own.iter().zip(names).all(|(left, right)| left == right),
            None => true,
        })
    };
    let mut touched = false;
    for process in subject.running() {
        writes(process, &mut |path| {
            touched |=
                path.root == PathRoot::Correlation && path.names().is_none_or(|names| own(&names));
        });
    }
    touched
}

/// An input inside a session that uses the set.
fn later(
    subject: &Subject<'_>,
    set: &CorrelationSet,
    starters: &[Starter<'_>],
) -> Option<(Name, Span)> {
    let mut found = None;
    for process in subject.session() {
        walk::receives(process, &mut |receive| {
            let starts = starters
                .iter()
                .any(|starter| std::ptr::eq(starter.input, receive));
            let operation = subject.operation(receive.operation.name);
            let same = operation
                .and_then(|operation| subject.correlation(operation))
                .is_some_and(|other| std::ptr::eq(other, set));
            if !starts && same && found.is_none() {
                found = Some((receive.operation.name, receive.operation.span));
            }
        });
    }
    found
}

/// The first optional field on the path of an alias.
fn optional(
    subject: &Subject<'_>,
    message: TypeId,
    alias: &CorrelationAlias,
) -> Option<(Name, Span)> {
    let mut id = message;
    for name in alias.path.names()? {
        let DataTypeKind::Tree { fields, .. } = &subject.program[subject.root(id)].kind else {
            return None;
        };
        let field = fields.get(&name)?;
        if field.cardinality.min == 0 {
            return Some((name, field.span));
        }
        id = field.definition;
    }
    None
}
