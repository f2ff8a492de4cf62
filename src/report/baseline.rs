//! A baseline: what is known already, and not reported again.
//!
//! In comes a JSON report of an earlier run, or a plain list of fingerprints.

use rustc_hash::FxHashSet;
use serde::Deserialize;

/// The fingerprints that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline(FxHashSet<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Report { diagnostics: Vec<Known> },
    List(Vec<String>),
}

#[derive(Deserialize)]
struct Known {
    fingerprint: String,
}

/// A text that is no baseline.
#[derive(Debug, thiserror::Error)]
#[error("neither a JSON report of quadrille nor a JSON list of fingerprints")]
pub struct NotABaseline;

impl Baseline {
    /// Reads a JSON report or a JSON list of fingerprints.
    ///
    /// # Errors
    /// [`NotABaseline`] when it is neither.
    pub fn read(text: &str) -> Result<Self, NotABaseline> {
        match serde_json::from_str(text) {
            Ok(Written::Report { diagnostics }) => {
                let known = diagnostics.into_iter().map(|one| one.fingerprint);
                Ok(Self(known.collect()))
            }
            Ok(Written::List(known)) => Ok(Self(known.into_iter().collect())),
            Err(_) => Err(NotABaseline),
        }
    }

    /// Whether a finding with this fingerprint is known.
    #[must_use]
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.0.contains(fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Choices, Report, json, sample::sample};

    #[test]
    fn a_report_is_a_baseline_for_the_next_run() {
        let sample = sample();
        let run = |baseline| {
            let choices = Choices {
                baseline,
                ..Choices::default()
            };
            Report::new(
                &sample.sources,
                sample.diagnostics.clone(),
                Vec::new(),
                &choices,
                |_| true,
            )
        };
        let first = run(Baseline::default());
        let second = run(Baseline::read(&json::render(&first)).unwrap());
        // What cannot be read stays reported: a baseline must not make a broken file look judged.
        assert_eq!(second.findings.len(), 1);
        assert_eq!(second.findings[0].diagnostic.code.id(), "Q0101");
    }

    #[test]
    fn lists_are_read_and_other_things_refused() {
        assert!(Baseline::read("[\"abc\"]").unwrap().knows("abc"));
        assert!(Baseline::read("{\"schema\":1}").is_err());
        assert!(Baseline::read("not json").is_err());
    }
}
