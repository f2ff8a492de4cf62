//! The report for scripts: one JSON object of the schema `quadrille/1`, on every exit status.
//!
//! Lines and columns count from 1, in Unicode scalars, ends exclusive. Readers ignore keys that they do not know.

use super::{Finding, Judged, Report, System, file_of};
use crate::automata::network::Assumption;
use crate::base::{Label, Position, Sources, Span};
use crate::verdict::{Outcome, Step, Trace};
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
    verdicts: Vec<VerdictObject<'a>>,
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
    assumptions: Vec<AssumptionObject<'a>>,
}

#[derive(Serialize)]
struct AssumptionObject<'a> {
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
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

#[derive(Serialize)]
struct VerdictObject<'a> {
    property: &'static str,
    system: &'a str,
    subject: Option<&'a str>,
    result: &'static str,
    coverage: Option<&'static str>,
    parameters: ParametersObject,
    /// The smallest bound for which something holds: asked of machines only.
    least_k: Option<usize>,
    semantics: &'static str,
    /// The properties judged now need no fairness.
    fairness: &'static str,
    reduction: &'static str,
    theorem: Option<&'static str>,
    remark: Option<&'a str>,
    reason: Option<ReasonObject<'a>>,
    states: usize,
    transitions: usize,
    /// The fingerprint of its finding; `null` when it is excused.
    diagnostic: Option<&'a str>,
    trace: Option<TraceObject<'a>>,
}

#[derive(Serialize)]
struct ParametersObject {
    k: usize,
    sessions: usize,
}

#[derive(Serialize)]
struct ReasonObject<'a> {
    code: &'static str,
    message: &'a str,
}

#[derive(Serialize)]
struct TraceObject<'a> {
    loop_from: Option<usize>,
    steps: Vec<StepObject<'a>>,
    /// Where everybody stands after the last step.
    standing: Vec<StepObject<'a>>,
}

#[derive(Serialize)]
struct StepObject<'a> {
    kind: &'static str,
    from: &'static str,
    to: Option<&'static str>,
    operation: Option<&'static str>,
    /// That of `from`; where it has none, that of `to`.
    session: Option<u32>,
    /// That of `to`.
    to_session: Option<u32>,
    values: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
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
        systems: report
            .systems
            .iter()
            .map(|one| system(report.sources, one))
            .collect(),
        diagnostics: report
            .findings
            .iter()
            .map(|finding| diagnostic(report.sources, finding))
            .collect(),
        verdicts: report
            .verdicts
            .iter()
            .map(|judged| verdict(report.sources, judged))
            .collect(),
    };
    // Serialising strings and numbers into a string cannot fail.
    let mut text = serde_json::to_string(&root).unwrap_or_default();
    text.push('\n');
    text
}

fn system<'a>(sources: &'a Sources, system: &'a System) -> SystemObject<'a> {
    SystemObject {
        name: &system.name,
        files: &system.files,
        services: &system.services,
        open_ports: &system.open_ports,
        assumptions: system
            .assumptions
            .iter()
            .map(|one| assumption(sources, one))
            .collect(),
    }
}

fn assumption<'a>(sources: &'a Sources, assumption: &'a Assumption) -> AssumptionObject<'a> {
    let place = place(sources, assumption.span);
    AssumptionObject {
        code: assumption.code.id(),
        message: &assumption.message,
        file: place.file,
        line: place.line,
    }
}

fn verdict<'a>(sources: &'a Sources, judged: &'a Judged) -> VerdictObject<'a> {
    let verdict = &judged.verdict;
    let (result, coverage, reason) = match &verdict.result {
        Outcome::Holds(coverage) => ("holds", Some(coverage.name()), None),
        Outcome::Fails(_) => ("fails", None, None),
        Outcome::Unknown(reason) => {
            let (code, message) = (reason.code, reason.message.as_str());
            ("unknown", None, Some(ReasonObject { code, message }))
        }
    };
    VerdictObject {
        property: verdict.property.name(),
        system: &verdict.system,
        subject: verdict.subject.as_deref(),
        result,
        coverage,
        parameters: ParametersObject {
            k: verdict.parameters.k,
            sessions: verdict.parameters.sessions,
        },
        least_k: None,
        semantics: verdict.semantics,
        fairness: "none",
        reduction: verdict.reduction,
        theorem: verdict.theorem,
        remark: verdict.remark.as_deref(),
        reason,
        states: verdict.states,
        transitions: verdict.transitions,
        diagnostic: judged.fingerprint.as_deref(),
        trace: verdict
            .failure()
            .map(|failure| trace(sources, &failure.trace)),
    }
}

fn trace<'a>(sources: &'a Sources, trace: &'a Trace) -> TraceObject<'a> {
    let steps = |steps: &'a [Step]| steps.iter().map(|one| step(sources, one)).collect();
    TraceObject {
        loop_from: trace.loop_from,
        steps: steps(&trace.steps),
        standing: steps(&trace.standing),
    }
}

fn step<'a>(sources: &'a Sources, step: &'a Step) -> StepObject<'a> {
    let place = place(sources, step.span);
    let to_session = step.to.and_then(|to| to.session);
    StepObject {
        kind: step.kind.name(),
        from: step.from.name.as_str(),
        to: step.to.map(|to| to.name.as_str()),
        operation: step.subject.map(|subject| subject.as_str()),
        session: step.from.session.or(to_session),
        to_session,
        values: step.values.as_deref(),
        file: place.file,
        line: place.line,
        column: place.column,
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
    use crate::report::Status;
    use crate::report::sample::{sample, sample_with_run};
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
            assumptions: vec![Assumption {
                code: crate::base::Code::Q0901,
                span: sample.diagnostics[1].primary.span,
                message: "it is so".to_owned(),
            }],
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
                    "assumptions": [{"code": "Q0901", "message": "it is so", "file": "buyer.ol", "line": 3}]}])
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
    #[test]
    fn verdicts_are_those_of_the_contract() {
        let (sample, _) = sample_with_run();
        let report = sample.judged();
        let value = rendered(&report);
        let verdicts = value["verdicts"].as_array().unwrap();
        assert_eq!(
            verdicts[0],
            json!({"property": "deadlock-freedom", "system": "shop", "subject": "Shop", "result": "holds",
                   "coverage": "exhaustive", "parameters": {"k": 2, "sessions": 2}, "least_k": null,
                   "semantics": "jolie", "fairness": "none", "reduction": "none", "theorem": null,
                   "remark": null, "reason": null, "states": 31, "transitions": 40, "diagnostic": null, "trace": null})
        );
        let found = &value["diagnostics"].as_array().unwrap()[0];
        assert_eq!(found["message"], "Shop may wait for ever");
        assert_eq!(verdicts[1]["result"], "fails");
        assert_eq!(verdicts[2]["result"], "unknown");
        assert_eq!(verdicts[2]["diagnostic"], found["fingerprint"]);
        assert_eq!(
            verdicts[3]["reason"],
            json!({"code": "limit", "message": "10 000 states were seen"})
        );
        assert_eq!(verdicts[3]["trace"], Value::Null);
        let trace = &verdicts[1]["trace"];
        assert_eq!(trace["loop_from"], Value::Null);
        assert_eq!(trace["steps"].as_array().unwrap().len(), 5);
        assert_eq!(
            trace["steps"][0],
            json!({"kind": "start", "from": "client", "to": "Shop", "operation": "buy", "session": 1,
                   "to_session": 1, "values": "id = 1", "file": null, "line": null, "column": null})
        );
        assert_eq!(trace["steps"][3]["line"], 3);
        assert_eq!(trace["standing"][0]["kind"], "wait");
    }
}
