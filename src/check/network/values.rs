//! The data that a run hangs on: the branches that are open to them, and the values that drive it where those are known.

use super::finding::Finding;
use super::subject::{Path, Subject};
use crate::explore::network::{MoveKind, Mover};
use crate::extract::Decision;

/// More values than this are not named beside a finding; its run has all of them.
const MOST_NAMED: usize = 4;

/// The branches of a run that data decide which are not known.
pub(super) fn decisions(subject: &Subject<'_, '_>, path: &Path) -> Vec<Decision> {
    let steps = path.iter().map(|(label, _)| subject.step(*label));
    let open = steps.filter_map(|step| match (&step.kind, step.from) {
        (MoveKind::Choice(_), Mover::Thread { instance, .. }) => Some((instance, step.origin)),
        _ => None,
    });
    open.collect()
}

/// Names the values that drive the run of a finding.
pub(super) fn note(subject: &Subject<'_, '_>, finding: &mut Finding) {
    let mut found: Vec<String> = Vec::new();
    for (label, _) in &finding.path {
        if let MoveKind::Datum(Some((variable, value)), _) = &subject.step(*label).kind {
            let said = format!("`{variable}` is {value}");
            if !found.contains(&said) {
                found.push(said);
            }
        }
    }
    let values = match found.as_slice() {
        [] => return,
        [only] => only.clone(),
        [first @ .., last] if found.len() <= MOST_NAMED => {
            format!("{} and {last}", first.join(", "))
        }
        _ => return,
    };
    let diagnostic = finding.diagnostic.clone();
    finding.diagnostic = diagnostic.note(format!("it happens when {values}"));
}
