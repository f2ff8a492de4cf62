//! The report as JUnit XML, which CI services show as test results.
//!
//! A suite is a file, a case is a code found in it; a file without findings has one case that passes. What fails the
//! run is a failure; what does not stands in the case's output. A system is a suite too, a verdict a case of it, and
//! what verdicts report stands there only, with its run: a failure counts once. What is not decided is an error.

use super::run::list;
use super::{Finding, Judged, Report, file_of, text};
use crate::base::Code;
use crate::verdict::Outcome;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rustc_hash::FxHashSet;
use std::io;
use std::time::Duration;

/// The name of the suite of findings that lie in no file.
const NOWHERE: &str = "quadrille";

/// One file with what was found in it.
struct Suite<'a> {
    name: &'a str,
    cases: Vec<(Code, Vec<&'a Finding>)>,
}

/// The document, with a line end.
///
/// # Errors
/// None in practice: only what writing to memory may fail with.
pub fn render(report: &Report<'_>) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites = suites(report);
    let failures: usize = suites.iter().map(|suite| failures(report, suite)).sum();
    let failures = failures + count(&report.verdicts, |one| failing(report, one).is_some());
    let tests: usize = suites.iter().map(tests).sum();
    let tests = tests + report.verdicts.len() + usize::from(report.error.is_some());
    writer
        .create_element("testsuites")
        .with_attribute(("name", "quadrille"))
        .with_attribute(("tests", tests.to_string().as_str()))
        .with_attribute(("failures", failures.to_string().as_str()))
        .with_attribute(("errors", errors(report).to_string().as_str()))
        .with_attribute(("time", seconds(report.elapsed).as_str()))
        .write_inner_content(|writer| {
            for suite in &suites {
                write_suite(writer, report, suite)?;
            }
            for judged in report.verdicts.chunk_by(same_system) {
                write_system(writer, report, judged)?;
            }
            report
                .error
                .as_ref()
                .map_or(Ok(()), |error| write_error(writer, error))
        })?;
    let mut document = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    document.push('\n');
    Ok(document)
}

/// A suite for each file of the systems, and for each other that something was found in, in order.
fn suites<'a>(report: &'a Report<'_>) -> Vec<Suite<'a>> {
    let mut suites: Vec<Suite<'a>> = report
        .systems
        .iter()
        .flat_map(|system| &system.files)
        .map(|file| Suite {
            name: file,
            cases: Vec::new(),
        })
        .collect();
    let told: FxHashSet<&str> = report
        .verdicts
        .iter()
        .filter_map(|judged| judged.fingerprint.as_deref())
        .collect();
    let (told, findings): (Vec<&Finding>, Vec<&Finding>) = report
        .findings
        .iter()
        .partition(|finding| told.contains(finding.fingerprint.as_str()));
    for finding in findings {
        let name = file_of(report.sources, finding.diagnostic.primary.span).unwrap_or(NOWHERE);
        let index = suites
            .iter()
            .position(|suite| suite.name == name)
            .unwrap_or_else(|| {
                suites.push(Suite {
                    name,
                    cases: Vec::new(),
                });
                suites.len() - 1
            });
        let cases = &mut suites[index].cases;
        let code = finding.diagnostic.code;
        match cases.iter_mut().find(|(known, _)| *known == code) {
            Some((_, findings)) => findings.push(finding),
            None => cases.push((code, vec![finding])),
        }
    }
    // A file whose only findings are told with their verdicts is not said to be without any.
    suites.retain(|suite| {
        let lies = |finding: &&Finding| {
            file_of(report.sources, finding.diagnostic.primary.span) == Some(suite.name)
        };
        !suite.cases.is_empty() || !told.iter().any(lies)
    });
    suites.sort_by_key(|suite| suite.name);
    suites
}

fn tests(suite: &Suite<'_>) -> usize {
    suite.cases.len().max(1)
}

fn failures(report: &Report<'_>, suite: &Suite<'_>) -> usize {
    let fails =
        |(_, findings): &&(Code, Vec<&Finding>)| findings.iter().any(|one| report.fails(one));
    suite.cases.iter().filter(fails).count()
}

fn errors(report: &Report<'_>) -> usize {
    usize::from(report.error.is_some()) + count(&report.verdicts, |one| one.undecided.is_some())
}

fn count(verdicts: &[Judged], test: impl Fn(&Judged) -> bool) -> usize {
    verdicts.iter().filter(|judged| test(judged)).count()
}

fn same_system(one: &Judged, other: &Judged) -> bool {
    one.verdict.system == other.verdict.system
}

/// The finding by which a verdict fails the run.
fn failing<'a>(report: &'a Report<'_>, judged: &Judged) -> Option<&'a Finding> {
    let finding = told(report, judged)?;
    // A candidate that was asked for by name is an error already.
    (report.fails(finding) && judged.undecided.is_none()).then_some(finding)
}

/// The finding of a verdict.
fn told<'a>(report: &'a Report<'_>, judged: &Judged) -> Option<&'a Finding> {
    let fingerprint = judged.fingerprint.as_ref()?;
    report
        .findings
        .iter()
        .find(|finding| finding.fingerprint == *fingerprint)
}

/// The suite of one system: a case a verdict.
fn write_system(
    writer: &mut Writer<Vec<u8>>,
    report: &Report<'_>,
    verdicts: &[Judged],
) -> io::Result<()> {
    let name = verdicts.first().map_or("", |one| &one.verdict.system);
    let failures = count(verdicts, |one| failing(report, one).is_some());
    let errors = count(verdicts, |one| one.undecided.is_some());
    writer
        .create_element("testsuite")
        .with_attribute(("name", legal(name).as_str()))
        .with_attribute(("tests", verdicts.len().to_string().as_str()))
        .with_attribute(("failures", failures.to_string().as_str()))
        .with_attribute(("errors", errors.to_string().as_str()))
        .with_attribute(("time", "0"))
        .write_inner_content(|writer| {
            for judged in verdicts {
                write_verdict(writer, report, name, judged)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn write_verdict(
    writer: &mut Writer<Vec<u8>>,
    report: &Report<'_>,
    system: &str,
    judged: &Judged,
) -> io::Result<()> {
    let verdict = &judged.verdict;
    let name = match &verdict.subject {
        Some(subject) => format!("{} {}", verdict.property, legal(subject)),
        None => verdict.property.to_string(),
    };
    let finding = told(report, judged);
    let run = finding.map(|finding| with_run(report, judged, finding));
    case(writer, system, &name).write_inner_content(|writer| {
        if let Some(why) = &judged.undecided {
            writer
                .create_element("error")
                .with_attribute(("type", "undecided"))
                .with_attribute(("message", legal(why).as_str()))
                .write_text_content(BytesText::new(&run.unwrap_or_default()))?;
        } else if let Some(finding) = failing(report, judged) {
            writer
                .create_element("failure")
                .with_attribute(("type", finding.diagnostic.code.id()))
                .with_attribute(("message", legal(&finding.diagnostic.message).as_str()))
                .write_text_content(BytesText::new(&run.unwrap_or_default()))?;
        } else {
            let said = run.unwrap_or_else(|| legal(&said(judged)));
            writer
                .create_element("system-out")
                .write_text_content(BytesText::new(&said))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// What is said of a verdict that reports nothing.
fn said(judged: &Judged) -> String {
    match &judged.verdict.result {
        Outcome::Holds(coverage) => format!("holds ({})", coverage.name()),
        Outcome::Fails(_) => "fails, and is excused".to_owned(),
        Outcome::Unknown(reason) => format!("not known: {}", reason.message),
    }
}

/// The finding and the run of this verdict.
fn with_run(report: &Report<'_>, judged: &Judged, finding: &Finding) -> String {
    let trace = judged.verdict.failure().map(|failure| &failure.trace);
    let run = trace.map_or(String::new(), |trace| list::render(report.sources, trace));
    format!("{}\n\n{}", shown(report, &[finding]), legal(&run))
}

fn write_suite(
    writer: &mut Writer<Vec<u8>>,
    report: &Report<'_>,
    suite: &Suite<'_>,
) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attribute(("name", legal(suite.name).as_str()))
        .with_attribute(("tests", tests(suite).to_string().as_str()))
        .with_attribute(("failures", failures(report, suite).to_string().as_str()))
        .with_attribute(("errors", "0"))
        .with_attribute(("time", "0"))
        .write_inner_content(|writer| {
            if suite.cases.is_empty() {
                case(writer, suite.name, "no findings").write_empty()?;
            }
            for (code, findings) in &suite.cases {
                write_case(writer, report, suite.name, *code, findings)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn case<'a>(
    writer: &'a mut Writer<Vec<u8>>,
    file: &str,
    name: &str,
) -> quick_xml::writer::ElementWriter<'a, Vec<u8>> {
    writer
        .create_element("testcase")
        .with_attribute(("name", name))
        .with_attribute(("classname", legal(file).as_str()))
        .with_attribute(("time", "0"))
}

fn write_case(
    writer: &mut Writer<Vec<u8>>,
    report: &Report<'_>,
    file: &str,
    code: Code,
    findings: &[&Finding],
) -> io::Result<()> {
    let (failing, other): (Vec<&Finding>, Vec<&Finding>) =
        findings.iter().partition(|one| report.fails(one));
    let name = format!("{} {}", code.id(), code.name());
    case(writer, file, &name).write_inner_content(|writer| {
        if let Some(first) = failing.first() {
            writer
                .create_element("failure")
                .with_attribute(("type", code.id()))
                .with_attribute(("message", legal(&first.diagnostic.message).as_str()))
                .write_text_content(BytesText::new(&shown(report, &failing)))?;
        }
        if !other.is_empty() {
            writer
                .create_element("system-out")
                .write_text_content(BytesText::new(&shown(report, &other)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_error(writer: &mut Writer<Vec<u8>>, error: &str) -> io::Result<()> {
    writer
        .create_element("testsuite")
        .with_attribute(("name", NOWHERE))
        .with_attribute(("tests", "1"))
        .with_attribute(("failures", "0"))
        .with_attribute(("errors", "1"))
        .with_attribute(("time", "0"))
        .write_inner_content(|writer| {
            case(writer, NOWHERE, "run").write_inner_content(|writer| {
                writer
                    .create_element("error")
                    .with_attribute(("message", legal(error).as_str()))
                    .write_empty()?;
                Ok(())
            })?;
            Ok(())
        })?;
    Ok(())
}

fn shown(report: &Report<'_>, findings: &[&Finding]) -> String {
    let texts: Vec<String> = findings
        .iter()
        .map(|one| text::diagnostic(report.sources, &one.diagnostic, false))
        .collect();
    legal(&texts.join("\n\n"))
}

/// XML 1.0 has no way to write most control characters.
fn legal(text: &str) -> String {
    let illegal = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.replace(illegal, "\u{fffd}")
}

fn seconds(elapsed: Duration) -> String {
    format!("{:.3}", elapsed.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Diagnostic, Sources, Span};
    use crate::report::{Choices, Status, System, sample::sample};
    use quick_xml::Reader;

    /// The elements of a document in order, as `name` with its attributes; it must be well formed.
    fn elements(document: &str) -> Vec<String> {
        let mut reader = Reader::from_str(document);
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(element) | Event::Empty(element) => {
                    found.push(element.to_string());
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    fn document(deny_warnings: bool) -> String {
        let sample = sample();
        let choices = Choices {
            deny_warnings,
            ..Choices::default()
        };
        let mut report = Report::new(
            &sample.sources,
            sample.diagnostics,
            Vec::new(),
            &choices,
            |_| true,
        );
        report.systems.push(System {
            files: vec!["buyer.ol".to_owned(), "clean.ol".to_owned()],
            ..System::default()
        });
        render(&report).unwrap()
    }

    #[test]
    fn a_suite_a_file_a_case_a_code() {
        let document = document(false);
        let found = elements(&document);
        assert_eq!(
            found,
            [
                "testsuites name=\"quadrille\" tests=\"4\" failures=\"2\" errors=\"0\" time=\"0.000\"",
                "testsuite name=\"buyer.ol\" tests=\"1\" failures=\"1\" errors=\"0\" time=\"0\"",
                "testcase name=\"Q0313 input-kind\" classname=\"buyer.ol\" time=\"0\"",
                "failure type=\"Q0313\" message=\"`price` is one-way, and is awaited like a request-response\"",
                "testsuite name=\"clean.ol\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\"",
                "testcase name=\"no findings\" classname=\"clean.ol\" time=\"0\"",
                "testsuite name=\"lib/the shop.iol\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\"",
                "testcase name=\"Q0311 unimplemented-operation\" classname=\"lib/the shop.iol\" time=\"0\"",
                "system-out",
                "testsuite name=\"quadrille\" tests=\"1\" failures=\"1\" errors=\"0\" time=\"0\"",
                "testcase name=\"Q0101 file-not-found\" classname=\"quadrille\" time=\"0\"",
                "failure type=\"Q0101\" message=\"cannot read bank.ol: no such file\"",
            ]
        );
    }

    #[test]
    fn a_suite_a_system_a_case_a_verdict() {
        let sample = sample();
        let mut report = sample.judged();
        report.systems.push(System {
            files: vec!["buyer.ol".to_owned(), "clean.ol".to_owned()],
            ..System::default()
        });
        let document = render(&report).unwrap();
        assert_eq!(
            elements(&document),
            [
                "testsuites name=\"quadrille\" tests=\"5\" failures=\"1\" errors=\"1\" time=\"0.000\"",
                "testsuite name=\"clean.ol\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\"",
                "testcase name=\"no findings\" classname=\"clean.ol\" time=\"0\"",
                "testsuite name=\"shop\" tests=\"4\" failures=\"1\" errors=\"1\" time=\"0\"",
                "testcase name=\"deadlock-freedom Shop\" classname=\"shop\" time=\"0\"",
                "system-out",
                "testcase name=\"stuck-freedom Shop\" classname=\"shop\" time=\"0\"",
                "failure type=\"Q0312\" message=\"Shop waits for ever\"",
                "testcase name=\"orphan-freedom Shop\" classname=\"shop\" time=\"0\"",
                "system-out",
                "testcase name=\"reception-safety Shop\" classname=\"shop\" time=\"0\"",
                "error type=\"undecided\" message=\"10 000 states were seen\"",
            ]
        );
        assert!(document.contains("3. Shop → Bank: pay"), "{document}");
    }

    #[test]
    fn denied_warnings_are_failures() {
        assert!(!document(true).contains("system-out"));
    }

    #[test]
    fn stays_well_formed_whatever_is_in_the_source() {
        let mut sources = Sources::default();
        let id = sources.add("a<&\">.ol", "x = \"<![CDATA[\u{0}\u{1b}]]>&\"");
        let finding = Diagnostic::new(Code::Q0001, Span::new(id, 0, 9), "<\u{7}&\"'>");
        let report = Report::new(
            &sources,
            vec![finding],
            Vec::new(),
            &Choices::default(),
            |_| true,
        );
        let document = render(&report).unwrap();
        assert_eq!(elements(&document).len(), 4);
        assert!(!document.contains(['\u{0}', '\u{7}', '\u{1b}']));
    }

    #[test]
    fn a_run_that_could_not_begin_is_an_error() {
        let sources = Sources::default();
        let report = Report::failed(&sources, Status::Unusable, "no such option");
        let found = elements(&render(&report).unwrap());
        assert_eq!(found.last().unwrap(), "error message=\"no such option\"");
    }
}
