//! What a run has to say, for people, CI and editors.
//!
//! In come the diagnostics and verdicts of every floor below; out comes one [`Report`], and a renderer a file beside it:
//! [`text`], [`json`], [`sarif`], [`junit`]. `// quadrille: allow(…)` comments ([`allow`]) and a baseline
//! ([`baseline`]) take findings away before anything is shown or counted, those of verdicts too; a run is drawn by
//! [`run`].

pub mod allow;
pub mod baseline;
pub mod behaviour;
mod comment;
pub mod fingerprint;
pub mod graph;
pub mod json;
mod judged;
pub mod junit;
pub mod run;
pub mod sarif;
mod status;
mod summary;
mod system;
pub mod text;

#[cfg(test)]
mod sample;

pub use judged::Judged;
pub use run::Drawing;
pub use status::{Status, makes_unusable, undecided};
pub use summary::summary;
pub use system::System;

use crate::base::{Code, Diagnostic, Severity, SourceId, Sources, Span};
use crate::verdict::{Coverage, Property, Trace, Verdict};
use baseline::Baseline;
use std::time::Duration;

/// What the four formats have in common: everything that one run has to say.
#[derive(Debug)]
pub struct Report<'a> {
    /// The sources that the findings lie in.
    pub sources: &'a Sources,
    /// What was found and not excused, in order.
    pub findings: Vec<Finding>,
    /// The answers to what was asked of the systems, in their order.
    pub verdicts: Vec<Judged>,
    /// The systems that were judged.
    pub systems: Vec<System>,
    /// How many protocols were judged.
    pub protocols: usize,
    /// How the run ends.
    pub status: Status,
    /// Whether a warning fails the run.
    pub deny_warnings: bool,
    /// How the text report draws a run.
    pub drawing: Drawing,
    /// Why there is nothing to report on, when the run could not even begin.
    pub error: Option<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// A diagnostic with the mark by which a later run knows it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// See [`fingerprint`].
    pub fingerprint: String,
    /// The run that shows it, for what a verdict reports.
    pub trace: Option<Trace>,
}

/// What the user wants of a report.
#[derive(Debug, Default)]
pub struct Choices {
    /// Whether a warning fails the run.
    pub deny_warnings: bool,
    /// What is known already and not to be reported again.
    pub baseline: Baseline,
    /// The properties that were named: what is not known of them is undecided, even where only values are missing.
    pub named: Vec<Property>,
    /// The least coverage that counts: what holds with less is undecided.
    pub require: Option<Coverage>,
    /// How the text report draws a run.
    pub drawing: Drawing,
}

impl<'a> Report<'a> {
    /// Sorts `diagnostics` and those of the failures and candidates in `verdicts`, drops doubles, excuses what comments
    /// and the baseline excuse, and settles the status. A verdict whose finding is excused no longer fails.
    ///
    /// `asked` says which sources the user named: only their comments are held to be of use.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        mut diagnostics: Vec<Diagnostic>,
        verdicts: Vec<Verdict>,
        choices: &Choices,
        asked: impl Fn(SourceId) -> bool,
    ) -> Self {
        let failures = verdicts.iter().filter_map(Verdict::failure);
        diagnostics.extend(failures.map(|failure| failure.diagnostic.clone()));
        allow::apply(sources, &mut diagnostics, asked);
        sort(sources, &mut diagnostics);
        let mut findings = fingerprint::mark(sources, diagnostics);
        findings.retain(|finding| {
            let stays = makes_unusable(&finding.diagnostic) || undecided(&finding.diagnostic);
            stays || !choices.baseline.knows(&finding.fingerprint)
        });
        let verdicts = judged::link(verdicts, &mut findings, choices);
        let status = Status::of(&findings, &verdicts, choices.deny_warnings);
        Self {
            sources,
            findings,
            verdicts,
            systems: Vec::new(),
            protocols: 0,
            status,
            deny_warnings: choices.deny_warnings,
            drawing: choices.drawing,
            error: None,
            elapsed: Duration::ZERO,
        }
    }

    /// A report on a run that could not begin, or did not end: nothing but the reason and the status.
    #[must_use]
    pub fn failed(sources: &'a Sources, status: Status, error: impl Into<String>) -> Self {
        Self {
            sources,
            findings: Vec::new(),
            verdicts: Vec::new(),
            systems: Vec::new(),
            protocols: 0,
            status,
            deny_warnings: false,
            drawing: Drawing::default(),
            error: Some(error.into()),
            elapsed: Duration::ZERO,
        }
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = |finding: &&Finding| finding.diagnostic.severity == severity;
        self.findings.iter().filter(of_it).count()
    }

    /// Whether this finding makes the run fail.
    #[must_use]
    pub fn fails(&self, finding: &Finding) -> bool {
        status::fails(&finding.diagnostic, self.deny_warnings)
    }
}

/// The path that people see of the source of `span`; `None` when it lies nowhere.
fn file_of(sources: &Sources, span: Span) -> Option<&str> {
    sources.get(span.source).map(crate::base::Source::name)
}

/// Orders by file, line, code, then column and words, and drops exact doubles.
fn sort(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let key = |diagnostic: &Diagnostic| {
        let span = diagnostic.primary.span;
        let line = sources
            .get(span.source)
            .map_or(0, |source| source.position(span.start).line);
        (
            file_of(sources, span).map(str::to_owned),
            line,
            diagnostic.code.id(),
            span.start,
            span.end,
            diagnostic.message.clone(),
        )
    };
    diagnostics.sort_by_cached_key(key);
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics.drain(..) {
        let same_place = |other: &&Diagnostic| {
            other.primary.span == diagnostic.primary.span && other.code == diagnostic.code
        };
        let double = kept
            .iter()
            .rev()
            .take_while(same_place)
            .any(|other| *other == diagnostic);
        if !double {
            kept.push(diagnostic);
        }
    }
    *diagnostics = kept;
}

/// The codes of the findings, each once, in the order of the table.
fn codes_of(findings: &[Finding]) -> Vec<Code> {
    let mut codes: Vec<Code> = findings.iter().map(|one| one.diagnostic.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_sorted_and_exact_doubles_dropped() {
        let sample = sample::sample();
        let mut diagnostics = sample.diagnostics.clone();
        diagnostics.reverse();
        diagnostics.extend(sample.diagnostics.clone());
        let report = Report::new(
            &sample.sources,
            diagnostics,
            Vec::new(),
            &Choices::default(),
            |_| true,
        );
        let found: Vec<_> = report
            .findings
            .iter()
            .map(|one| one.diagnostic.clone())
            .collect();
        assert_eq!(found, sample.diagnostics);
    }

    #[test]
    fn the_same_place_with_other_words_is_no_double() {
        let sample = sample::sample();
        let mut other = sample.diagnostics[1].clone();
        other.help = Some("do something else".to_owned());
        let diagnostics = vec![sample.diagnostics[1].clone(), other];
        let report = Report::new(
            &sample.sources,
            diagnostics,
            Vec::new(),
            &Choices::default(),
            |_| true,
        );
        assert_eq!(report.findings.len(), 2);
    }
}
