//! Two services that disagree, and a file that is missing: what the tests of the renderers render.

use super::{Choices, Report};
use crate::base::{Code, Diagnostic, Sources, Span};
use crate::verdict::{
    Actor, Coverage, Failure, Outcome, Parameters, Property, Reason, Step, StepKind, Trace, Verdict,
};

pub(super) struct Sample {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

impl Sample {
    /// The report of everything, none of it excused.
    pub fn report(&self) -> Report<'_> {
        let diagnostics = self.diagnostics.clone();
        Report::new(
            &self.sources,
            diagnostics,
            Vec::new(),
            &Choices::default(),
            |_| true,
        )
    }

    /// The report of the four kinds of answer, and of nothing else.
    pub fn judged(&self) -> Report<'_> {
        self.judged_with(&Choices::default())
    }

    /// The same, with these wishes.
    pub fn judged_with(&self, choices: &Choices) -> Report<'_> {
        Report::new(&self.sources, Vec::new(), verdicts(), choices, |_| true)
    }
}

const BUYER: &str = "// é comes first\nmain {\n\tprice@Shop( \"😀 tea\" )( price )\n}\n";
const SHOP: &str =
    "interface Shop {\n    OneWay: price( string )\n    RequestResponse: gone( void )( void )\n}\n";

pub(super) fn sample() -> Sample {
    let mut sources = Sources::default();
    let buyer = sources.add("buyer.ol", BUYER);
    let shop = sources.add("lib/the shop.iol", SHOP);
    let at = |id, text: &str, word: &str| {
        let start = text.find(word).unwrap();
        Span::new(id, start, start + word.len())
    };
    let missing = Diagnostic::new(
        Code::Q0101,
        Span::NOWHERE,
        "cannot read bank.ol: no such file",
    )
    .help("check the path");
    let kind = Diagnostic::new(
        Code::Q0313,
        at(buyer, BUYER, "\"😀 tea\" )( price )"),
        "`price` is one-way, and is awaited like a request-response",
    )
    .label("an answer is awaited here")
    .related(at(shop, SHOP, "price( string )"), "declared one-way here")
    .note("a one-way has no answer")
    .help("declare `price` under RequestResponse");
    let unimplemented = Diagnostic::new(
        Code::Q0311,
        at(shop, SHOP, "gone"),
        "`gone` is offered and implemented nowhere",
    );
    Sample {
        sources,
        diagnostics: vec![missing, kind, unimplemented],
    }
}

/// A step between sessions 1 of two services; `client` has no sessions.
pub(super) fn step(kind: StepKind, from: &str, to: Option<&str>) -> Step {
    let actor = |name: &str| Actor {
        name: name.into(),
        session: (name == "Shop").then_some(1),
    };
    Step {
        kind,
        from: actor(from),
        to: to.map(actor),
        subject: None,
        values: None,
        span: Span::NOWHERE,
    }
}

/// A client buys, the shop pays, and waits for what never comes.
pub(super) fn run() -> Trace {
    let about = |step: Step, subject: &str| Step {
        subject: Some(subject.into()),
        ..step
    };
    let mut buy = about(step(StepKind::Start, "client", Some("Shop")), "buy");
    buy.values = Some("id = 1".to_owned());
    Trace {
        steps: vec![
            buy,
            step(StepKind::Internal, "Shop", None),
            step(StepKind::Choice, "Shop", None),
            about(step(StepKind::Send, "Shop", Some("Bank")), "pay"),
            about(step(StepKind::Reply, "Bank", Some("Shop")), "pay"),
        ],
        loop_from: None,
        standing: vec![about(step(StepKind::Wait, "Shop", Some("Bank")), "paid")],
    }
}

/// The sample, and the run with its steps on lines of it.
pub(super) fn sample_with_run() -> (Sample, Trace) {
    let sample = sample();
    let mut trace = run();
    let line = sample.diagnostics[1].primary.span;
    let price = BUYER.rfind("price").unwrap();
    trace.steps[2].span = Span::new(line.source, price, price + "price".len());
    trace.steps[3].span = line;
    trace.standing[0].span = line;
    (sample, trace)
}

/// A failure with that run, reported where the sample's second finding lies.
pub(super) fn failure() -> Failure {
    let (sample, trace) = sample_with_run();
    let span = sample.diagnostics[1].primary.span;
    let diagnostic = Diagnostic::new(Code::Q0312, span, "Shop waits for ever");
    Failure { diagnostic, trace }
}

/// An answer on the system `shop`.
pub(super) fn verdict(property: Property, result: Outcome) -> Verdict {
    Verdict {
        property,
        system: "shop".to_owned(),
        subject: Some("Shop".to_owned()),
        result,
        parameters: Parameters { k: 2, sessions: 2 },
        semantics: "jolie",
        reduction: "none",
        theorem: None,
        remark: None,
        states: 31,
        transitions: 40,
    }
}

/// The four kinds of answer: holds, fails, a candidate, a limit.
pub(super) fn verdicts() -> Vec<Verdict> {
    let unknown = |code, message: &str, candidate| {
        Outcome::Unknown(Reason {
            code,
            message: message.to_owned(),
            candidate,
        })
    };
    let mut candidate = failure();
    candidate.diagnostic.message = "Shop may wait for ever".to_owned();
    candidate.diagnostic.severity = crate::base::Severity::Warning;
    vec![
        verdict(
            Property::DeadlockFreedom,
            Outcome::Holds(Coverage::Exhaustive),
        ),
        verdict(Property::StuckFreedom, Outcome::Fails(Box::new(failure()))),
        verdict(
            Property::OrphanFreedom,
            unknown(
                "values",
                "the values are not decided",
                Some(Box::new(candidate)),
            ),
        ),
        verdict(
            Property::ReceptionSafety,
            unknown("limit", "10 000 states were seen", None),
        ),
    ]
}
