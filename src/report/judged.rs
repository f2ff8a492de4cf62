//! Verdicts in a report: which finding belongs to each, and which of them leave a question open.
//!
//! In come the verdicts and the findings that are left after comments and the baseline; a finding takes the run of its
//! verdict, and a verdict without its finding was excused. What counts as undecided is the contract of the exit status.

use super::{Choices, Finding};
use crate::verdict::{Coverage, Outcome, Verdict};

/// A verdict with its place in the report.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The answer.
    pub verdict: Verdict,
    /// The fingerprint of the finding that reports its failure or candidate; `None` when there is none, or when it was
    /// excused.
    pub fingerprint: Option<String>,
    /// Why the question counts as not decided, when it does.
    pub undecided: Option<String>,
}

impl Judged {
    /// Whether there is a failure or a candidate, and a comment or the baseline excuses it.
    #[must_use]
    pub fn excused(&self) -> bool {
        self.fingerprint.is_none() && self.verdict.failure().is_some()
    }

    /// What was asked, in words: `deadlock-freedom of Shop in shop`.
    #[must_use]
    pub fn question(&self) -> String {
        let Verdict {
            property, system, ..
        } = &self.verdict;
        match &self.verdict.subject {
            Some(subject) => format!("{property} of {subject} in {system}"),
            None => format!("{property} of {system}"),
        }
    }
}

/// Gives each verdict its finding and each such finding its run, and says which questions are left open.
pub(super) fn link(
    verdicts: Vec<Verdict>,
    findings: &mut [Finding],
    choices: &Choices,
) -> Vec<Judged> {
    let link = |verdict: Verdict| {
        let fingerprint = verdict.failure().and_then(|failure| {
            let finding = findings
                .iter_mut()
                .find(|finding| finding.diagnostic == failure.diagnostic)?;
            // Two properties may blame one place: the first run is shown.
            if !failure.trace.steps.is_empty() || !failure.trace.standing.is_empty() {
                finding.trace.get_or_insert_with(|| failure.trace.clone());
            }
            Some(finding.fingerprint.clone())
        });
        let mut judged = Judged {
            verdict,
            fingerprint,
            undecided: None,
        };
        judged.undecided = undecided(&judged, choices);
        judged
    };
    verdicts.into_iter().map(link).collect()
}

/// Why the question counts as not decided: a limit was reached, less was seen than is required, or, for a property
/// that was named, values are missing. A candidate that is excused is settled.
fn undecided(judged: &Judged, choices: &Choices) -> Option<String> {
    match &judged.verdict.result {
        Outcome::Fails(_) => None,
        Outcome::Holds(coverage) => match choices.require {
            Some(required) if *coverage < required => Some(too_little(*coverage, required)),
            _ => None,
        },
        Outcome::Unknown(reason) if reason.code == "values" => {
            let wanted =
                choices.require.is_some() || choices.named.contains(&judged.verdict.property);
            (wanted && !judged.excused()).then(|| reason.message.clone())
        }
        Outcome::Unknown(reason) => Some(reason.message.clone()),
    }
}

fn too_little(coverage: Coverage, required: Coverage) -> String {
    format!(
        "it holds, but only {}, and {} is required",
        coverage.name(),
        required.name()
    )
}
