//! Q0602: a correlation set that correlates nothing.
//!
//! Jolie finds the operations of a set by the request types that its aliases name; a set whose aliases name the type
//! of no operation of an input port, or only of operations that are received nowhere, has no effect.
//!
//! Rule: no input of the service is of an operation whose request type may be one that an alias of the set names.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name};
use crate::program::Operation;
use crate::syntax::jolie::walk;
use rustc_hash::FxHashSet;

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
    for set in &subject.service.correlation_sets {
        let operations: Vec<&Operation> = subject
            .offered
            .values()
            .flatten()
            .map(|offer| offer.operation)
            .filter(|operation| subject.may_use(set, operation))
            .collect();
        if operations
            .iter()
            .any(|operation| received.contains(&operation.name.name))
        {
            continue;
        }
        let diagnostic = match operations.first() {
            None => Diagnostic::new(
                Code::Q0602,
                set.span,
                "the correlation set is of no operation's messages",
            )
            .label("correlates nothing")
            .help("name the request type of an operation of an input port in an alias"),
            Some(operation) => Diagnostic::new(
                Code::Q0602,
                set.span,
                "the correlation set is of messages that are received nowhere",
            )
            .label("correlates nothing")
            .related(
                operation.name.span,
                format!("`{}` is never received", operation.name.name),
            )
            .help(format!(
                "receive `{}`, or remove the set",
                operation.name.name
            )),
        };
        found.push(diagnostic);
    }
}
