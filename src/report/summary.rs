//! The one line at the end: what was read, and what came out.

use super::{Finding, Report, Status};
use crate::base::Severity;
use crate::verdict::{Coverage, Outcome};
use std::time::Duration;

/// `3 services in 2 files: 1 error, 2 warnings in 12 ms`, or, where systems were explored,
/// `3 services, 1 system, 2 assumptions: holds (exhaustive, 2 sessions) in 12 ms`; without a line end.
#[must_use]
pub fn summary(report: &Report<'_>) -> String {
    let services = report
        .systems
        .iter()
        .map(|system| system.services.len())
        .sum();
    let services = subjects(services, report.protocols);
    let elapsed = duration(report.elapsed);
    if report.verdicts.is_empty() {
        let files = report.systems.iter().map(|system| system.files.len()).sum();
        let files = counted(files, "file");
        let outcome = outcome(report).unwrap_or_else(|| "no findings".to_owned());
        return format!("{services} in {files}: {outcome} in {elapsed}");
    }
    let systems = match report
        .systems
        .iter()
        .filter(|system| !system.services.is_empty())
        .count()
    {
        0 if report.protocols > 0 => String::new(),
        _ => format!(", {}", counted(report.systems.len(), "system")),
    };
    let assumptions = report
        .systems
        .iter()
        .map(|system| system.assumptions.len())
        .sum();
    let assumptions = match assumptions {
        0 => String::new(),
        some => format!(", {}", counted(some, "assumption")),
    };
    let found = outcome(report).into_iter();
    let outcome: Vec<String> = answer(report).into_iter().chain(found).collect();
    format!(
        "{services}{systems}{assumptions}: {} in {elapsed}",
        outcome.join(", ")
    )
}

/// `3 services`, `1 session`, or both.
fn subjects(services: usize, protocols: usize) -> String {
    match (services, protocols) {
        (services, 0) => counted(services, "service"),
        (0, protocols) => counted(protocols, "session"),
        (services, protocols) => format!(
            "{}, {}",
            counted(services, "service"),
            counted(protocols, "session")
        ),
    }
}

/// What the verdicts say together; `None` when something fails, which the findings say.
fn answer(report: &Report<'_>) -> Option<String> {
    let open = report
        .verdicts
        .iter()
        .filter(|judged| judged.undecided.is_some())
        .count();
    let fails = report.findings.iter().any(|one| report.fails(one));
    match (fails, open) {
        (true, 0) => None,
        (false, 0) => Some(holds(report)),
        (_, open) => Some(format!("{open} of {} not decided", report.verdicts.len())),
    }
}

/// `holds (exhaustive, 2 sessions)`: the least coverage of all, and its bounds.
fn holds(report: &Report<'_>) -> String {
    let excused = report.verdicts.iter().filter(|judged| judged.excused());
    let told = || report.verdicts.iter().filter(|judged| !judged.excused());
    let unknown = told().filter(|judged| matches!(judged.verdict.result, Outcome::Unknown(_)));
    let warned = told().filter(|judged| matches!(judged.verdict.result, Outcome::Fails(_)));
    let but: Vec<String> = [
        (unknown.count(), "not known"),
        (warned.count(), "warned of"),
        (excused.count(), "excused"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let but = if but.is_empty() {
        String::new()
    } else {
        format!(" but for {}", but.join(" and "))
    };
    let covered = report.verdicts.iter().filter_map(|judged| {
        let Outcome::Holds(coverage) = judged.verdict.result else {
            return None;
        };
        Some((coverage, judged.verdict.parameters))
    });
    let Some((coverage, parameters)) = covered.min_by_key(|(coverage, _)| *coverage) else {
        return format!("nothing fails{but}");
    };
    let sessions = match (coverage, parameters.sessions) {
        (Coverage::Proved, _) | (_, 0) => String::new(),
        (_, sessions) => format!(", {}", counted(sessions, "session")),
    };
    format!("holds{but} ({}{sessions})", coverage.name())
}

/// How many findings there are of each severity; `None` when there is none.
fn outcome(report: &Report<'_>) -> Option<String> {
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
        (true, _) => None,
        (false, true) => Some(format!("{} (denied)", counts.join(", "))),
        (false, false) => Some(counts.join(", ")),
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
    use crate::report::System;
    use crate::report::sample::{sample, verdicts as verdicts_of_sample};

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
    #[test]
    fn verdicts_are_told_in_one_word() {
        let sample = sample();
        let assumption = crate::automata::network::Assumption {
            code: crate::base::Code::Q0901,
            span: crate::base::Span::NOWHERE,
            message: String::new(),
        };
        let line = |verdicts: &[usize]| {
            let chosen = verdicts
                .iter()
                .map(|index| verdicts_of_sample()[*index].clone());
            let mut report = Report::new(
                &sample.sources,
                Vec::new(),
                chosen.collect(),
                &crate::report::Choices::default(),
                |_| true,
            );
            report.systems = vec![System {
                services: vec![String::new(); 3],
                assumptions: vec![assumption.clone(); 2],
                ..System::default()
            }];
            report.elapsed = Duration::from_millis(12);
            let line = summary(&report);
            let line = line
                .strip_prefix("3 services, 1 system, 2 assumptions: ")
                .unwrap();
            line.strip_suffix(" in 12 ms").unwrap().to_owned()
        };
        assert_eq!(line(&[0]), "holds (exhaustive, 2 sessions)");
        assert_eq!(line(&[0, 1]), "1 error");
        assert_eq!(
            line(&[0, 2]),
            "holds but for 1 not known (exhaustive, 2 sessions), 1 warning"
        );
        assert_eq!(line(&[2]), "nothing fails but for 1 not known, 1 warning");
        assert_eq!(line(&[0, 3]), "1 of 2 not decided");
        assert_eq!(line(&[1, 3]), "1 of 2 not decided, 1 error");
    }
}
