//! The one line at the end: what was read, and what came out.

use super::{Finding, Report, Status};
use crate::base::Severity;
use std::time::Duration;

/// `3 services in 2 files: 1 error, 2 warnings in 12 ms`, without a line end.
#[must_use]
pub fn summary(report: &Report<'_>) -> String {
    let services = report
        .systems
        .iter()
        .map(|system| system.services.len())
        .sum();
    let files = report.systems.iter().map(|system| system.files.len()).sum();
    format!(
        "{} in {}: {} in {}",
        counted(services, "service"),
        counted(files, "file"),
        outcome(report),
        duration(report.elapsed)
    )
}

fn outcome(report: &Report<'_>) -> String {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let counts: Vec<String> = kinds
        .iter()
        .map(|(severity, word)| (report.count(*severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let denied = report.deny_warnings
        && report.status == Status::Fails
        && report.count(Severity::Error) == 0
        && report
            .findings
            .iter()
            .any(|one: &Finding| report.fails(one));
    match (counts.is_empty(), denied) {
        (true, _) => "no findings".to_owned(),
        (false, true) => format!("{} (denied)", counts.join(", ")),
        (false, false) => counts.join(", "),
    }
}

fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

fn duration(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(10) {
        format!("{} ms", elapsed.as_millis().max(1))
    } else {
        format!("{:.1} s", elapsed.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{System, sample::sample};

    #[test]
    fn counts_what_was_read_and_found() {
        let sample = sample();
        let mut report = sample.report();
        report.systems = vec![System {
            files: vec!["a.ol".to_owned()],
            services: vec!["A".to_owned(), "B".to_owned()],
            ..System::default()
        }];
        report.elapsed = Duration::from_micros(12_345);
        assert_eq!(
            summary(&report),
            "2 services in 1 file: 2 errors, 1 warning in 12 ms"
        );
        report.findings.clear();
        assert_eq!(
            summary(&report),
            "2 services in 1 file: no findings in 12 ms"
        );
    }
}
