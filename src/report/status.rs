//! The exit status: a contract that scripts depend on.

use super::{Finding, Judged};
use crate::base::{Diagnostic, Severity};

/// How a run ends; the number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything that was asked holds.
    Holds,
    /// Something fails.
    Fails,
    /// The input or an option cannot be used.
    Unusable,
    /// Something that was asked was not decided within the limits.
    Undecided,
    /// A program that was run ended with this status.
    Ended(u8),
    /// An internal error: a fault of ours.
    Internal,
}

impl Status {
    /// The exit status.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Holds => 0,
            Self::Fails => 1,
            Self::Unusable => 2,
            Self::Undecided => 3,
            Self::Ended(status) => status,
            Self::Internal => 101,
        }
    }

    /// The first that applies: unusable, fails, undecided, holds.
    ///
    /// A verdict that fails does so by its finding, which may have been excused; one that is not decided counts here.
    #[must_use]
    pub fn of(findings: &[Finding], verdicts: &[Judged], deny_warnings: bool) -> Self {
        let any = |test: &dyn Fn(&Diagnostic) -> bool| {
            findings.iter().any(|finding| test(&finding.diagnostic))
        };
        if any(&makes_unusable) {
            Self::Unusable
        } else if any(&|diagnostic| fails(diagnostic, deny_warnings) && !undecided(diagnostic)) {
            Self::Fails
        } else if any(&undecided) || verdicts.iter().any(|judged| judged.undecided.is_some()) {
            Self::Undecided
        } else {
            Self::Holds
        }
    }
}

/// Whether a diagnostic says that the input cannot be used: an error of syntax (Q00), or of names and files (Q01).
#[must_use]
pub fn makes_unusable(diagnostic: &Diagnostic) -> bool {
    let id = diagnostic.code.id();
    diagnostic.severity == Severity::Error && (id.starts_with("Q00") || id.starts_with("Q01"))
}

/// Whether a diagnostic says that a limit was reached, and something was not decided (Q09).
#[must_use]
pub fn undecided(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.id().starts_with("Q09")
}

/// Whether a diagnostic makes the run fail.
pub(super) fn fails(diagnostic: &Diagnostic, deny_warnings: bool) -> bool {
    match diagnostic.severity {
        Severity::Error => true,
        Severity::Warning => deny_warnings,
        Severity::Note => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, Span};
    use crate::report::baseline::Baseline;
    use crate::report::sample::{sample, verdicts};
    use crate::report::{Choices, Report};
    use crate::verdict::{Coverage, Property};

    fn status(codes: &[Code], deny_warnings: bool) -> u8 {
        let findings: Vec<_> = codes
            .iter()
            .map(|code| Finding {
                diagnostic: Diagnostic::new(*code, Span::NOWHERE, "x"),
                fingerprint: String::new(),
                trace: None,
            })
            .collect();
        Status::of(&findings, &[], deny_warnings).number()
    }

    #[test]
    fn the_first_that_applies() {
        assert_eq!(status(&[], true), 0);
        assert_eq!(status(&[Code::Q0311], false), 0);
        assert_eq!(status(&[Code::Q0311], true), 1);
        assert_eq!(status(&[Code::Q0312], false), 1);
        assert_eq!(status(&[Code::Q0312, Code::Q0101], false), 2);
        assert_eq!(status(&[Code::Q0001, Code::Q0312], true), 2);
        assert_eq!(status(&[Code::Q0901, Code::Q0311], false), 3);
        assert_eq!(status(&[Code::Q0901, Code::Q0311], true), 1);
        assert_eq!(status(&[Code::Q0901, Code::Q0101], false), 2);
    }
    /// The status of these answers of the sample, with these wishes.
    fn answered(chosen: &[usize], choices: &Choices) -> u8 {
        let sample = sample();
        let verdicts = chosen.iter().map(|index| verdicts()[*index].clone());
        let report = Report::new(
            &sample.sources,
            Vec::new(),
            verdicts.collect(),
            choices,
            |_| true,
        );
        report.status.number()
    }

    #[test]
    fn verdicts_settle_the_status() {
        let choices = Choices::default();
        assert_eq!(answered(&[0], &choices), 0);
        assert_eq!(answered(&[0, 1, 2, 3], &choices), 1);
        assert_eq!(answered(&[0, 2], &choices), 0);
        assert_eq!(answered(&[0, 2, 3], &choices), 3);
        let named = Choices {
            named: vec![Property::OrphanFreedom],
            ..Choices::default()
        };
        assert_eq!(answered(&[2], &named), 3);
        assert_eq!(answered(&[0], &named), 0);
        let deny = Choices {
            deny_warnings: true,
            ..Choices::default()
        };
        assert_eq!(answered(&[2], &deny), 1);
        for (coverage, status) in [
            (Coverage::Bounded, 0),
            (Coverage::Exhaustive, 0),
            (Coverage::Proved, 3),
        ] {
            let require = Choices {
                require: Some(coverage),
                ..Choices::default()
            };
            assert_eq!(answered(&[0], &require), status, "{coverage:?}");
            assert_eq!(answered(&[2], &require), 3);
        }
    }

    #[test]
    fn what_is_excused_no_longer_fails() {
        let sample = sample();
        let first = sample.judged();
        let known: Vec<&String> = first.findings.iter().map(|one| &one.fingerprint).collect();
        let baseline = serde_json::to_string(&known).unwrap();
        let choices = Choices {
            baseline: Baseline::read(&baseline).unwrap(),
            named: vec![Property::OrphanFreedom],
            ..Choices::default()
        };
        assert_eq!(answered(&[1, 2], &choices), 0);
        assert_eq!(answered(&[1, 2, 3], &choices), 3);
        let report = sample.judged_with(&choices);
        assert!(report.verdicts[1].excused());
        assert_eq!(report.findings.len(), 0);
    }
}
