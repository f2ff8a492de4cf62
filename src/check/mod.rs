//! Judgements that need no state space, each its own file and code.
//!
//! In comes a [`Program`]; out come the diagnostics of every judgement of the table, in the order of the source. Only
//! services of modules that are not standard are judged, and none whose behaviour is not known here. Every judgement
//! is silent where it is not certain: a port that was not found, a location that is computed, a type that is unknown.
//!
//! The head of each file says what Jolie does at run time, and the rule that follows.

mod correlation_optional;
mod correlation_unset;
mod faults;
mod input_kind;
mod port_mismatch;
mod subject;
mod undeclared_fault;
mod unexposed_input;
mod unimplemented_operation;
mod unknown_compensation;
mod unknown_redirection;
mod unraised_fault;
mod unreachable_code;
mod unroutable_input;
mod unused_correlation;
mod waits;

#[cfg(test)]
mod tests;

use crate::base::{Code, Diagnostic};
use crate::program::{Program, ServiceId, ServiceKind};
use subject::Subject;

/// A judgement: reads a service, and says what is wrong with it.
type Judge = fn(&Subject<'_>, &mut Vec<Diagnostic>);

/// The judgements, each with the code that it reports.
const TABLE: &[(Code, Judge)] = &[
    (Code::Q0311, unimplemented_operation::judge),
    (Code::Q0312, unexposed_input::judge),
    (Code::Q0313, input_kind::judge),
    (Code::Q0314, undeclared_fault::judge),
    (Code::Q0315, unraised_fault::judge),
    (Code::Q0316, port_mismatch::judge),
    (Code::Q0317, unknown_compensation::judge),
    (Code::Q0318, unknown_redirection::judge),
    (Code::Q0411, correlation_unset::judge),
    (Code::Q0412, correlation_optional::judge),
    (Code::Q0413, unroutable_input::judge),
    (Code::Q0601, unreachable_code::judge),
    (Code::Q0602, unused_correlation::judge),
];

/// Judges every service of `program` that was written by its author, and returns what is wrong, by place.
#[must_use]
pub fn judge(program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for service in judged(program) {
        let subject = Subject::new(program, service);
        for (_, judge) in TABLE {
            judge(&subject, &mut found);
        }
    }
    found.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start, span.end, diagnostic.code)
    });
    found.dedup();
    found
}

/// The codes that [`judge`] reports, in the order of the table.
pub fn codes() -> impl Iterator<Item = Code> {
    TABLE.iter().map(|(code, _)| *code)
}

fn judged(program: &Program) -> impl Iterator<Item = ServiceId> {
    program
        .modules
        .iter()
        .filter(|module| !module.standard)
        .flat_map(|module| module.services.iter().copied())
        .filter(|id| !matches!(program[*id].kind, ServiceKind::Foreign(_)))
}
