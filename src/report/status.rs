//! The exit status: a contract that scripts depend on.

use super::{Finding, Judged};
use crate::base::{Diagnostic, Severity};

/// How a run ends; the number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Everything that was asked holds.
    Holds = 0,
    /// Something fails.
    Fails = 1,
    /// The input or an option cannot be used.
    Unusable = 2,
    /// Something that was asked was not decided within the limits.
    Undecided = 3,
    /// An internal error: a fault of ours.
    Internal = 101,
}

impl Status {
    /// The exit status.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8
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
}
