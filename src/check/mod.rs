//! Judgements that need no state space, each its own file and code.
//!
//! In comes a [`Program`]; out come the diagnostics of every judgement of the table, in the order of the source. Only
//! services of modules that are not standard are judged, and none whose behaviour is not known here. Every judgement
//! is silent where it is not certain: a port that was not found, a location that is computed, a type that is unknown.
//! What follows from an absence is not reported of a service of which something was not found.
//!
//! The head of each file says what Jolie does at run time, and the rule that follows.

pub mod conformance;
mod correlation;
mod correlation_constant;
mod correlation_kinds;
mod correlation_optional;
mod correlation_unset;
pub mod difference;
mod faults;
pub mod inference;
mod input_kind;
mod message_types;
pub mod network;
mod port_mismatch;
pub mod protocol;
mod races;
mod subject;
pub mod systems;
mod undeclared_fault;
mod unexposed_input;
mod unimplemented_operation;
mod unknown_compensation;
mod unknown_redirection;
mod unraised_fault;
mod unreachable_code;
mod unroutable_input;
mod unused_correlation;
mod values;
mod waits;
mod wider_type;

#[cfg(test)]
mod tests;

use crate::base::{Code, Diagnostic};
use crate::program::{Program, ServiceId, ServiceKind};
use subject::{Subject, Subjects};

/// A judgement: reads a service, and says what is wrong with it.
type Judge = fn(&Subject<'_>, &mut Vec<Diagnostic>);

/// What a judgement concludes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// What is written: it holds of a service of which something was not found as well.
    Presence,
    /// What is not written: everything must have been found.
    Absence,
}

use Basis::{Absence, Presence};

/// The judgements, each with the codes that it reports.
const TABLE: &[(&[Code], Basis, Judge)] = &[
    (message_types::CODES, Absence, message_types::judge),
    (&[Code::Q0206], Absence, wider_type::judge),
    (&[Code::Q0311], Absence, unimplemented_operation::judge),
    (&[Code::Q0312], Absence, unexposed_input::judge),
    (&[Code::Q0313], Presence, input_kind::judge),
    (&[Code::Q0314], Absence, undeclared_fault::judge),
    (&[Code::Q0315], Absence, unraised_fault::judge),
    (&[Code::Q0316], Absence, port_mismatch::judge),
    (&[Code::Q0317], Absence, unknown_compensation::judge),
    (&[Code::Q0318], Absence, unknown_redirection::judge),
    (&[Code::Q0411], Absence, correlation_unset::judge),
    (&[Code::Q0412], Absence, correlation_optional::judge),
    (&[Code::Q0413], Absence, unroutable_input::judge),
    (&[Code::Q0414], Absence, correlation_constant::judge),
    (&[Code::Q0415], Absence, correlation_kinds::judge),
    (&[Code::Q0601], Presence, unreachable_code::judge),
    (&[Code::Q0602], Absence, unused_correlation::judge),
];

/// Judges every service of `program` that was written by its author, and returns what is wrong, by place.
#[must_use]
pub fn judge(program: &Program) -> Vec<Diagnostic> {
    judge_each(&subjects(program))
}

/// The services that [`judge`] judges.
fn subjects(program: &Program) -> Subjects<'_> {
    Subjects::new(program, judged(program))
}

fn judge_each(subjects: &Subjects<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for subject in subjects.all() {
        for (_, basis, judge) in TABLE {
            if *basis == Presence || subject.service.is_complete() {
                judge(subject, &mut found);
            }
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
    TABLE.iter().flat_map(|(codes, _, _)| codes.iter().copied())
}

fn judged(program: &Program) -> impl Iterator<Item = ServiceId> {
    program
        .modules
        .iter()
        .filter(|module| !module.standard)
        .flat_map(|module| module.services.iter().copied())
        .filter(|id| !matches!(program[*id].kind, ServiceKind::Foreign(_)))
}
