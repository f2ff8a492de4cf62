//! The report as SARIF 2.1.0 (OASIS), which code-scanning services read.
//!
//! One run; its rules are the whole table of codes, so that an index never changes within a version. Columns count
//! UTF-16 code units, as SARIF wants by default. Excused findings are left out.

use super::run::tell;
use super::{Finding, Report, Status, file_of};
use crate::base::{Code, Severity, Source, Sources, Span};
use crate::verdict::Trace;
use serde::Serialize;
use std::fmt::Write;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<ResultObject<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow>,
    partial_fingerprints: Fingerprints<'a>,
}

/// A run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow {
    thread_flows: [ThreadFlow; 1],
}

#[derive(Serialize)]
struct ThreadFlow {
    locations: Vec<FlowLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FlowLocation {
    location: StepLocation,
    execution_order: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    message: Message,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "quadrille/1")]
    own: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The log, indented, with a line end.
#[must_use]
pub fn render(report: &Report<'_>) -> String {
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "quadrille",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: Code::ALL.iter().copied().map(rule).collect(),
                },
            },
            invocations: [invocation(report)],
            column_kind: "utf16CodeUnits",
            results: report
                .findings
                .iter()
                .map(|finding| result(report.sources, finding))
                .collect(),
        }],
    };
    // Serialising strings and numbers into a string cannot fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn invocation(report: &Report<'_>) -> Invocation {
    let notification = |level, text| Notification {
        level,
        message: Message { text },
    };
    let open = report.verdicts.iter().filter_map(|judged| {
        let why = judged.undecided.as_ref()?;
        let text = format!("not decided: {}: {why}", judged.question());
        Some(notification("warning", text))
    });
    let errors = report.error.iter().cloned();
    Invocation {
        execution_successful: matches!(report.status, Status::Holds | Status::Fails),
        exit_code: report.status.number(),
        tool_execution_notifications: errors
            .map(|text| notification("error", text))
            .chain(open)
            .collect(),
    }
}

fn rule(code: Code) -> Rule {
    Rule {
        id: code.id(),
        name: code.name(),
        short_description: Message {
            text: first_sentence(code),
        },
        help: Help {
            text: code.page(),
            markdown: code.page(),
        },
        default_configuration: Configuration {
            level: level(code.severity()),
        },
    }
}

/// The first sentence of the page below its heading, or the code's name.
fn first_sentence(code: Code) -> String {
    let paragraph: Vec<&str> = code
        .page()
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.is_empty())
        .collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None if paragraph.is_empty() => code.name().to_owned(),
        None => paragraph,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result<'a>(sources: &Sources, finding: &'a Finding) -> ResultObject<'a> {
    let diagnostic = &finding.diagnostic;
    let primary = &diagnostic.primary;
    let related = diagnostic
        .related
        .iter()
        .enumerate()
        .filter_map(|(index, label)| {
            location(sources, label.span, &label.message, Some(index + 1))
        });
    ResultObject {
        rule_id: diagnostic.code.id(),
        rule_index: Code::ALL
            .iter()
            .position(|code| *code == diagnostic.code)
            .unwrap_or_default(),
        level: level(diagnostic.severity),
        message: Message {
            text: message(finding),
        },
        locations: location(sources, primary.span, &primary.message, None)
            .into_iter()
            .collect(),
        related_locations: related.collect(),
        code_flows: finding
            .trace
            .iter()
            .filter_map(|trace| code_flow(sources, trace, primary.span))
            .collect(),
        partial_fingerprints: Fingerprints {
            own: &finding.fingerprint,
        },
    }
}

/// The run, each step at its place. A step of the environment has none: it is shown where the next step is, which is
/// where it arrives, and the last ones where the finding lies. `None` for a run without steps.
fn code_flow(sources: &Sources, trace: &Trace, finding: Span) -> Option<CodeFlow> {
    let mut place = finding;
    let mut locations: Vec<FlowLocation> = tell(sources, trace)
        .into_iter()
        .enumerate()
        .rev()
        .map(|(index, (text, step))| {
            if sources.get(step.span.source).is_some() {
                place = step.span;
            }
            FlowLocation {
                location: StepLocation {
                    physical_location: physical(sources, place),
                    message: Message { text },
                },
                execution_order: index + 1,
            }
        })
        .collect();
    locations.reverse();
    let flow = CodeFlow {
        thread_flows: [ThreadFlow { locations }],
    };
    (!flow.thread_flows[0].locations.is_empty()).then_some(flow)
}

/// The headline with the notes and the help, which SARIF has no place for of their own.
fn message(finding: &Finding) -> String {
    let mut text = finding.diagnostic.message.clone();
    for note in &finding.diagnostic.notes {
        let _ = write!(text, "\nnote: {note}");
    }
    if let Some(help) = &finding.diagnostic.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

fn location<'a>(
    sources: &Sources,
    span: Span,
    message: &'a str,
    id: Option<usize>,
) -> Option<Location<'a>> {
    Some(Location {
        id,
        physical_location: physical(sources, span)?,
        message: Some(Text { text: message }).filter(|message| !message.text.is_empty()),
    })
}

fn physical(sources: &Sources, span: Span) -> Option<PhysicalLocation> {
    let source = sources.get(span.source)?;
    let (start_line, start_column) = position(source, span.start);
    let (end_line, end_column) = position(source, span.end);
    Some(PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: uri(file_of(sources, span)?),
        },
        region: Region {
            start_line,
            start_column,
            end_line,
            end_column,
        },
    })
}

/// The line and column of a byte, both from 1; columns in UTF-16 code units.
fn position(source: &Source, offset: u32) -> (usize, usize) {
    let at = source.position(offset);
    let before = source.line(at.line).chars().take(at.column - 1);
    (at.line, before.map(char::len_utf16).sum::<usize>() + 1)
}

/// A path as a relative reference of RFC 3986: what may not stand there is written `%XX`.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{sample, sample_with_run};
    use serde_json::Value;

    fn log() -> Value {
        let sample = sample();
        let report = sample.report();
        serde_json::from_str(&render(&report)).unwrap()
    }

    fn validator() -> jsonschema::Validator {
        let schema = include_str!("../../tests/fixtures/sarif-schema-2.1.0.json");
        jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
    }

    #[test]
    fn is_valid_by_the_published_schema() {
        let log = log();
        let faults: Vec<String> = validator()
            .iter_errors(&log)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, [""; 0]);
        let mut wrong = log.clone();
        wrong["runs"][0]["results"][0]["level"] = "fatal".into();
        assert!(!validator().is_valid(&wrong));
    }

    #[test]
    fn a_run_that_could_not_begin_is_valid_too() {
        let sources = Sources::default();
        let report = Report::failed(&sources, Status::Unusable, "no such option");
        let log: Value = serde_json::from_str(&render(&report)).unwrap();
        assert!(validator().is_valid(&log));
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(
            invocation["toolExecutionNotifications"][0]["message"]["text"],
            "no such option"
        );
    }

    #[test]
    fn a_run_is_a_code_flow() {
        let (sample, _) = sample_with_run();
        let log: Value = serde_json::from_str(&render(&sample.judged())).unwrap();
        let faults: Vec<String> = validator()
            .iter_errors(&log)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, [""; 0]);
        let run = &log["runs"][0];
        let flow = &run["results"][1]["codeFlows"][0]["threadFlows"][0]["locations"];
        let texts: Vec<_> = flow
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["location"]["message"]["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts.len(), 5);
        assert_eq!(texts[2], "Shop → Bank: pay");
        assert_eq!(texts[4], "Shop waits for `paid` from Bank");
        // The client stands in no file: what it sends is shown where it arrives.
        let place = &flow[0]["location"]["physicalLocation"]["region"];
        assert_eq!(place["startLine"], 3);
        assert_eq!(
            run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
            "not decided: reception-safety of Shop in shop: 10 000 states were seen"
        );
    }

    #[test]
    fn columns_are_utf16_and_paths_are_uris() {
        let log = log();
        let result = &log["runs"][0]["results"][1];
        let region = &result["locations"][0]["physicalLocation"]["region"];
        // The smiley is one scalar and two code units of UTF-16.
        assert_eq!(region["startColumn"], 14);
        assert_eq!(region["endColumn"], 33);
        let related = &result["relatedLocations"][0]["physicalLocation"];
        assert_eq!(related["artifactLocation"]["uri"], "lib/the%20shop.iol");
    }

    #[test]
    fn rules_are_described_by_one_sentence() {
        for code in Code::ALL {
            let sentence = first_sentence(*code);
            assert!(
                !sentence.contains('\n') && sentence.len() > 10,
                "{code}: {sentence}"
            );
            assert!(sentence.len() < 400, "{code}: {sentence}");
        }
    }

    #[test]
    fn every_result_points_at_its_rule() {
        let log = log();
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
        }
        assert_eq!(
            run["tool"]["driver"]["rules"].as_array().unwrap().len(),
            Code::ALL.len()
        );
    }
}
