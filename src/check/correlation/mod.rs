//! `correlation` of a system: whether each message finds the one session that it is for.
//!
//! In come a program and a system of which everything was found; out come verdicts. A correlation set of a concurrent
//! service is proved by what its values are made of (`typing`), and what proves it is read again by other code
//! (`certificate`); it is refuted where sessions get values that others may have (`reused`), and where values of several
//! kinds make two sessions equal to one message (`ambiguous`). Else nothing is known. What hangs on the order of messages,
//! and which start messages live sessions take, is judged on the states of the system (`check::network`).

mod ambiguous;
mod certificate;
mod example;
mod reused;
mod typing;

use super::subject::{Subject, Subjects};
use super::values::services;
use super::waits::waits;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::flow::origin::Followed;
use crate::program::{CorrelationSet, InputPort, Location, Program, ServiceId};
use crate::syntax::jolie::tree::{ExecutionMode, Process, Receive};
use crate::system::{System, Usage};
use crate::verdict::{Coverage, Failure, Outcome, Property, Reason, Trace, Verdict};
use rustc_hash::FxHashSet;

/// The theorem by which a system is proved.
const THEOREM: &str = "icsoc-2011";

/// A correlation set under judgement.
struct Asked<'s, 'a> {
    subject: &'s Subject<'a>,
    set: &'a CorrelationSet,
    followed: &'s Followed,
    /// The inputs of sessions that find them by the set.
    awaited: Vec<&'a Receive>,
    /// The starters whose messages set its variables.
    starters: Vec<&'a Receive>,
    /// The operations that clients outside may use.
    open: &'s FxHashSet<Name>,
}

/// What is known of a set.
enum Answer {
    Proved,
    Wrong(Box<Diagnostic>),
    Open(String),
}

/// The verdicts on `correlation`, as far as they hang on values: one, or one for each thing that goes wrong. `said` is what
/// the judgements of single services have found.
pub(super) fn correlation(
    program: &Program,
    subjects: &Subjects<'_>,
    system: &System,
    said: &[Diagnostic],
) -> Vec<Verdict> {
    let (mut wrong, mut open) = (Vec::new(), Vec::new());
    for subject in subjects.of(services(program, system)) {
        let clients = operations(subject, system, subject.id);
        for answer in answers(subject, &clients, said) {
            match answer {
                Answer::Proved => {}
                Answer::Wrong(found) => wrong.push((subject.service.name.to_string(), *found)),
                Answer::Open(why) => open.push(why),
            }
        }
    }
    let verdict = |subject, result| {
        Verdict::without_states(Property::Correlation, &system.name, subject, result)
    };
    let unknown = |message: String, candidate| {
        Outcome::Unknown(Reason {
            code: "values",
            message,
            candidate,
        })
    };
    if !wrong.is_empty() {
        let verdicts = wrong.into_iter().map(|(service, diagnostic)| {
            let trace = Trace::default();
            let certain = diagnostic.severity == Severity::Error;
            let failure = Box::new(Failure { diagnostic, trace });
            let message =
                "some clients that keep to the interface make sessions that one message fits";
            let result = match certain {
                true => Outcome::Fails(failure),
                false => unknown(message.to_owned(), Some(failure)),
            };
            verdict(Some(service), result)
        });
        return verdicts.collect();
    }
    let result = match open.into_iter().next() {
        None => Outcome::Holds(Coverage::Proved),
        Some(why) => unknown(why, None),
    };
    let mut found = verdict(None, result);
    if matches!(found.result, Outcome::Holds(_)) {
        found.theorem = Some(THEOREM);
    }
    vec![found]
}

/// Whether sessions of a system are found by correlation sets at all.
pub(super) fn is_used(program: &Program, system: &System) -> bool {
    let mut services = services(program, system).into_iter();
    services.any(|id| !program[id].correlation_sets.is_empty())
}

/// What is known of each set of a service by which messages find sessions.
fn answers(subject: &Subject<'_>, open: &FxHashSet<Name>, said: &[Diagnostic]) -> Vec<Answer> {
    let service = subject.service;
    if service.execution == ExecutionMode::Single || service.correlation_sets.is_empty() {
        return Vec::new();
    }
    let Some(followed) = subject.followed() else {
        let name = service.name;
        return vec![Answer::Open(format!("{name} is too long to be followed"))];
    };
    let mut found = Vec::new();
    for set in &service.correlation_sets {
        let asked = Asked::new(subject, set, followed, open);
        if !asked.awaited.is_empty() {
            found.push(asked.answer(said));
        }
    }
    let inputs: Vec<Span> = subject.session().into_iter().flat_map(inputs).collect();
    let unroutable = said.iter().filter(|one| one.code == Code::Q0413);
    let own = unroutable.filter(|one| inputs.contains(&one.primary.span));
    found.extend(own.map(|one| Answer::Wrong(Box::new(one.clone()))));
    found
}

/// Where the operations of inputs stand.
fn inputs(body: &Process) -> Vec<Span> {
    let waits = waits(body).into_iter().flat_map(|wait| wait.guards);
    waits.map(|guard| guard.operation.span).collect()
}

impl<'s, 'a> Asked<'s, 'a> {
    fn new(
        subject: &'s Subject<'a>,
        set: &'a CorrelationSet,
        followed: &'s Followed,
        open: &'s FxHashSet<Name>,
    ) -> Self {
        let starters = subject.starters();
        let uses = |receive: &Receive| {
            let operation = subject.operation(receive.operation.name);
            operation.is_some_and(|operation| subject.may_use(set, operation))
        };
        let starts =
            |receive: &Receive| starters.iter().any(|one| std::ptr::eq(one.input, receive));
        let bodies = subject.session().into_iter();
        let inputs = bodies.flat_map(waits).flat_map(|wait| wait.guards);
        Self {
            subject,
            set,
            followed,
            awaited: inputs
                .filter(|input| !starts(input) && uses(input))
                .collect(),
            starters: starters
                .iter()
                .map(|starter| starter.input)
                .filter(|input| uses(input))
                .collect(),
            open,
        }
    }

    /// What the judgements of single services say of the set.
    fn told(&self, said: &[Diagnostic]) -> Option<Diagnostic> {
        let codes = [Code::Q0411, Code::Q0412, Code::Q0414, Code::Q0415];
        let mut about = said.iter().filter(|one| codes.contains(&one.code));
        let here = |span: Span| self.set.span.contains(span);
        let found = about
            .find(|one| here(one.primary.span) || one.related.iter().any(|label| here(label.span)));
        found.cloned()
    }

    fn answer(&self, said: &[Diagnostic]) -> Answer {
        if let Some(found) = self.told(said) {
            return Answer::Wrong(Box::new(found));
        }
        // One session at a time: the others have what has started them, and nothing else.
        let alone = self.subject.service.execution == ExecutionMode::Sequential;
        if alone && self.starters.is_empty() {
            return Answer::Proved;
        }
        if let Some(found) = reused::judge(self).filter(|_| !alone) {
            return Answer::Wrong(Box::new(found));
        }
        match ambiguous::judge(self) {
            ambiguous::Ambiguity::Found(found) => return Answer::Wrong(found),
            ambiguous::Ambiguity::Unknown(why) => return Answer::Open(why),
            ambiguous::Ambiguity::Never => {}
        }
        let started = !self.starters.is_empty();
        match typing::prove(self) {
            Some(proof) if certificate::holds(self.subject, self.set, &proof, started) => {
                Answer::Proved
            }
            _ => {
                let names = self.set.variables.iter().map(example::variable);
                let names = names.collect::<Vec<_>>().join(", ");
                Answer::Open(format!(
                    "whether two sessions of {} get the same value of {names} hangs on values that are not followed",
                    self.subject.service.name
                ))
            }
        }
    }
}

/// The operations of a service that clients outside of the system may use. A service that others reach by a socket does not
/// share its local ports with them.
pub(super) fn operations(subject: &Subject<'_>, system: &System, id: ServiceId) -> FxHashSet<Name> {
    let running = system.instances.iter().filter(|one| one.service == id);
    let ports = running.flat_map(|one| &one.inputs);
    let open = ports.filter(|(_, usage)| **usage == Usage::Open);
    let ports = open.filter_map(|(port, _)| subject.service.input_ports.get(port));
    let leaves = |port: &InputPort| port.location.as_ref().is_some_and(Location::leaves);
    let remote = subject.service.input_ports.values().any(leaves);
    let ports = ports.filter(|port| !remote || leaves(port));
    ports
        .flat_map(|port| port.operations.keys().copied())
        .collect()
}

#[cfg(test)]
mod tests;
