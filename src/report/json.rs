//! The report for scripts: one JSON object of the schema `quadrille/1`, on every exit status.
//!
//! Lines and columns count from 1, in Unicode scalars, ends exclusive. Readers ignore keys that they do not know.

use super::{Finding, Report, System, file_of};
use crate::base::{Label, Position, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    tool: Tool,
    status: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    systems: Vec<SystemObject<'a>>,
    diagnostics: Vec<DiagnosticObject<'a>>,
    /// Judgements that need no state space give diagnostics and no verdicts.
    verdicts: [(); 0],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct SystemObject<'a> {
    name: &'a str,
    files: &'a [String],
    services: &'a [String],
    open_ports: &'a [String],
    /// Nothing is assumed by judgements that need no state space.
    assumptions: [(); 0],
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    code: &'static str,
    name: &'static str,
    severity: String,
    message: &'a str,
    fingerprint: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: Option<&'a str>,
    notes: &'a [String],
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// All `null` when it lies nowhere.
#[derive(Serialize)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

/// The object as one line of text, with a line end.
#[must_use]
pub fn render(report: &Report<'_>) -> String {
    let root = Root {
        schema: "quadrille/1",
        tool: Tool {
            name: "quadrille",
            version: env!("CARGO_PKG_VERSION"),
        },
        status: report.status.number(),
        error: report.error.as_deref(),
        systems: report.systems.iter().map(system).collect(),
        diagnostics: report
            .findings
            .iter()
            .map(|finding| diagnostic(report.sources, finding))
            .collect(),
        verdicts: [],
    };
    // Serialising strings and numbers into a string cannot fail.
    let mut text = serde_json::to_string(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn system(system: &System) -> SystemObject<'_> {
    SystemObject {
        name: &system.name,
        files: &system.files,
        services: &system.services,
        open_ports: &system.open_ports,
        assumptions: [],
    }
}

fn diagnostic<'a>(sources: &'a Sources, finding: &'a Finding) -> DiagnosticObject<'a> {
    let diagnostic = &finding.diagnostic;
    let label = diagnostic.primary.message.as_str();
    DiagnosticObject {
        code: diagnostic.code.id(),
        name: diagnostic.code.name(),
        severity: diagnostic.severity.to_string(),
        message: &diagnostic.message,
        fingerprint: &finding.fingerprint,
        place: place(sources, diagnostic.primary.span),
        label: Some(label).filter(|label| !label.is_empty()),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|label| related(sources, label))
            .collect(),
    }
}

fn related<'a>(sources: &'a Sources, label: &'a Label) -> Related<'a> {
    Related {
        message: &label.message,
        place: place(sources, label.span),
    }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let position = |offset| -> Option<Position> {
        let source = sources.get(span.source)?;
        Some(source.position(offset))
    };
    let (start, end) = (position(span.start), position(span.end));
    Place {
        file: file_of(sources, span),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Status, sample::sample};
    use serde_json::{Value, json};

    fn rendered(report: &Report<'_>) -> Value {
        serde_json::from_str(&render(report)).unwrap()
    }

    #[test]
    fn is_the_object_of_the_contract() {
        let sample = sample();
        let mut report = sample.report();
        report.systems.push(System {
            name: "shop".to_owned(),
            files: vec!["buyer.ol".to_owned()],
            services: vec!["Main".to_owned()],
            open_ports: vec!["In".to_owned()],
        });
        let value = rendered(&report);
        let keys: Vec<_> = value.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "schema",
                "tool",
                "status",
                "systems",
                "diagnostics",
                "verdicts"
            ]
        );
        assert_eq!(value["schema"], "quadrille/1");
        assert_eq!(value["status"], 2);
        assert_eq!(
            value["systems"],
            json!([{"name": "shop", "files": ["buyer.ol"], "services": ["Main"], "open_ports": ["In"],
                    "assumptions": []}])
        );
        let fingerprint = value["diagnostics"][1]["fingerprint"].clone();
        assert_eq!(
            value["diagnostics"][1],
            json!({"code": "Q0313", "name": "input-kind", "severity": "error",
                   "message": "`price` is one-way, and is awaited like a request-response",
                   "fingerprint": fingerprint, "file": "buyer.ol",
                   "line": 3, "column": 14, "end_line": 3, "end_column": 32,
                   "label": "an answer is awaited here", "notes": ["a one-way has no answer"],
                   "help": "declare `price` under RequestResponse",
                   "related": [{"message": "declared one-way here", "file": "lib/the shop.iol",
                                "line": 2, "column": 13, "end_line": 2, "end_column": 28}]})
        );
    }

    #[test]
    fn what_lies_nowhere_has_no_place_and_a_failed_run_says_why() {
        let sample = sample();
        let report = sample.report();
        let value = rendered(&report);
        assert_eq!(value["diagnostics"][0]["file"], Value::Null);
        assert_eq!(value["diagnostics"][0]["line"], Value::Null);
        let failed = rendered(&Report::failed(&sample.sources, Status::Unusable, "no"));
        assert_eq!(failed["status"], 2);
        assert_eq!(failed["error"], "no");
    }
}
