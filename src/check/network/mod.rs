//! Judgements of a network: from its states to verdicts.
//!
//! In comes a [`Network`]; it is explored once for all properties, and out comes for each a [`Verdict`]: it holds, with
//! how much was seen; it fails, with what people are told and the run; or it is not known. Sessions that are stuck are
//! told of once, by their cause (`diagnosis`); the verdicts of all properties that one situation refutes carry the same
//! diagnostic. What the words mean is in `papers/semantics.md`, *What is wrong, exactly*.
//!
//! A pass over the states finds candidates; only where there is one, more is computed.

mod counts;
mod coverage;
mod cycle;
mod diagnosis;
mod early;
mod finding;
mod history;
mod lonely;
mod orphan;
mod progress;
mod queue;
mod reception;
mod replay;
mod severity;
mod stuck;
mod subject;
mod typical;
mod unread;
mod values;
mod words;

#[cfg(test)]
mod tests;

pub use replay::{replays, replays_shown};

use crate::automata::network::{Delivery, Network};
use crate::base::{Code, Diagnostic, Span, answers};
use crate::explore::network::{NetworkSystem, Settings, Timeouts, follow};
use crate::explore::{Ending, Limits, Progress, explore};
use crate::extract::Decision;
use crate::verdict::{Failure, Outcome, Parameters, Property, Reason, Verdict};
use finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Instant;
use subject::Subject;

/// The properties that are judged of systems of Jolie unless others are asked for.
pub const DEFAULT: &[Property] = &[
    Property::DeadlockFreedom,
    Property::StuckFreedom,
    Property::OrphanFreedom,
    Property::ReceptionSafety,
    Property::Faults,
    Property::Correlation,
];

/// How a network is explored, and up to how many states: where there are more, it is explored by the next round.
pub type Round = (Settings, Option<usize>);

/// Explores `network` and judges `properties` of it, in the order of [`Property::ALL`]: by the first of `rounds` that has
/// room for its states, or by the last. The time of `limits` is that of all rounds. `said` is what the judgements
/// without a state space have found: what they say of an operation or a line is not said again in other words. A property
/// that fails in several ways has a verdict for each. Calls `progress` now and then.
#[must_use]
pub fn judge(
    network: &Network,
    name: &str,
    rounds: &[Round],
    limits: &Limits<'_>,
    properties: &[Property],
    said: &[Diagnostic],
    progress: &mut dyn FnMut(Progress),
) -> Vec<Verdict> {
    look(network, name, rounds, limits, properties, said, progress).verdicts
}

/// What was found in the states of a network.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Looked {
    pub verdicts: Vec<Verdict>,
    /// The branches on data that findings hang on.
    pub decisions: BTreeSet<Decision>,
    /// The round that had room for the states.
    pub round: usize,
    /// Whether all states were seen.
    pub complete: bool,
    /// Whether there are more states than even the last round is for; then there are no verdicts.
    pub more: bool,
}

/// As [`judge`], with what the findings hang on. What took a while is kept: the answer for all states of a network is the
/// same each time that it is asked for with these words and this memory.
pub(super) fn look(
    network: &Network,
    name: &str,
    rounds: &[Round],
    limits: &Limits<'_>,
    properties: &[Property],
    said: &[Diagnostic],
    progress: &mut dyn FnMut(Progress),
) -> Looked {
    let is_full = || limits.full.is_some_and(|full| full.load(Ordering::Relaxed));
    let bounds = (rounds, limits.memory, limits.states);
    answers::known_or(
        "states",
        &(network, name, bounds, properties, said),
        |looked: &Looked| (looked.complete || looked.more) && !is_full(),
        || look_now(network, name, rounds, limits, properties, said, progress),
    )
}

fn look_now(
    network: &Network,
    name: &str,
    rounds: &[Round],
    limits: &Limits<'_>,
    properties: &[Property],
    said: &[Diagnostic],
    progress: &mut dyn FnMut(Progress),
) -> Looked {
    let start = Instant::now();
    for (index, (settings, states)) in rounds.iter().enumerate() {
        let limits = Limits {
            time: limits.time.map(|time| time.saturating_sub(start.elapsed())),
            states: limits.states.into_iter().chain(*states).min(),
            ..*limits
        };
        let mut system = NetworkSystem::new(network, *settings);
        let explored = explore(&mut system, &limits, progress);
        let is_cut = matches!(explored.ending(), Ending::States | Ending::Memory);
        let last = index + 1 == rounds.len();
        if explored.ending() == Ending::States && last && states.is_some() {
            return Looked {
                more: true,
                ..Looked::default()
            };
        }
        if !is_cut || last {
            let subject = Subject::new(&system, &explored, said);
            let mut decisions = BTreeSet::new();
            return Looked {
                verdicts: verdicts(&subject, name, properties, &mut decisions),
                decisions,
                round: index,
                complete: explored.ending() == Ending::Complete,
                more: false,
            };
        }
    }
    Looked::default()
}

fn verdicts(
    subject: &Subject<'_, '_>,
    name: &str,
    properties: &[Property],
    decisions: &mut BTreeSet<Decision>,
) -> Vec<Verdict> {
    let settings = subject.system.settings();
    let findings = findings(subject, properties, decisions);
    let verdict = |property, service: Option<String>, result| Verdict {
        property,
        system: name.to_owned(),
        subject: service,
        result,
        parameters: Parameters {
            k: settings.queue,
            sessions: settings.sessions,
        },
        semantics: match subject.network.delivery {
            Delivery::Mailbox => "jolie",
            Delivery::Rendezvous => "sync",
            Delivery::PeerToPeer | Delivery::Bag => "async",
        },
        reduction: if settings.step.eager { "sound" } else { "none" },
        theorem: None,
        remark: None,
        states: subject.explored.states(),
        transitions: subject.explored.transitions(),
    };
    let mut verdicts = Vec::new();
    for property in Property::ALL.iter().filter(|one| properties.contains(one)) {
        let refuting = |finding: &&Finding| finding.properties.contains(property);
        let against: Vec<&Finding> = findings.iter().filter(refuting).collect();
        if against.is_empty() {
            verdicts.push(verdict(*property, None, coverage::outcome(subject)));
        }
        for finding in against {
            let result = outcome(subject, finding);
            verdicts.push(verdict(*property, finding.subject.clone(), result));
        }
    }
    verdicts
}

/// What people are told of these verdicts, each thing once, in the order of the source.
#[must_use]
pub fn diagnostics(verdicts: &[Verdict]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for failure in verdicts.iter().filter_map(Verdict::failure) {
        if !found.contains(&failure.diagnostic) {
            found.push(failure.diagnostic.clone());
        }
    }
    found.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start, span.end, diagnostic.code)
    });
    found
}

fn findings(
    subject: &Subject<'_, '_>,
    properties: &[Property],
    decisions: &mut BTreeSet<Decision>,
) -> Vec<Finding> {
    let asked = |property| properties.contains(&property);
    let mut found = Vec::new();
    let stuck = [
        Property::DeadlockFreedom,
        Property::StuckFreedom,
        Property::ReceptionSafety,
        Property::Progress,
        Property::Faults,
        Property::Correlation,
    ];
    let mut situations = Vec::new();
    if stuck.into_iter().any(asked) {
        situations = stuck::find(subject);
        let told = situations
            .iter()
            .filter_map(|one| diagnosis::diagnose(subject, one));
        found.extend(told);
    }
    if asked(Property::ReceptionSafety) {
        found.extend(reception::judge(subject));
    }
    if asked(Property::ReceptionSafety) || asked(Property::Correlation) {
        found.extend(early::judge(subject));
    }
    if asked(Property::OrphanFreedom) {
        found.extend(orphan::judge(subject));
    }
    for property in [Property::Faults, Property::ReceptionSafety] {
        if asked(property) && !refutes(&found, property) {
            found.extend(diagnosis::by_death(subject, &situations, property));
        }
    }
    if subject.system.settings().mishaps.timeouts == Timeouts::Last {
        found.retain(|finding| !diagnosis::ends_by_timeout(subject, &finding.path));
    }
    for finding in &mut found {
        values::note(subject, finding);
        finding::settle(subject, finding);
        decisions.extend(values::decisions(subject, &finding.path));
    }
    let mut found = once(found);
    one_candidate(&mut found);
    let progress = |finding: &Finding| finding.properties.contains(&Property::Progress);
    if asked(Property::Progress) && !found.iter().any(progress) {
        let more = progress::judge(subject);
        if let Some(finding) = &more {
            decisions.extend(values::decisions(subject, &finding.path));
        }
        found.extend(more);
    }
    found
}

/// Whether one of the findings speaks against a property for certain.
fn refutes(findings: &[Finding], property: Property) -> bool {
    findings
        .iter()
        .any(|finding| finding.certain && finding.properties.contains(&property))
}

/// Of what hangs on data that are not followed people are told the shortest run: the others mostly hang on the same.
fn one_candidate(findings: &mut [Finding]) {
    let candidate = |finding: &&mut Finding| !finding.certain && finding.plausible;
    let mut candidates: Vec<&mut Finding> = findings.iter_mut().filter(candidate).collect();
    candidates.sort_by_key(|finding| finding.path.len());
    for finding in candidates.into_iter().skip(1) {
        finding.plausible = false;
    }
}

/// Findings of one code at one place are one: the first that is certain, with everything that any of them refutes. So
/// are circular waits at the same lines, whoever came first; a call that is refused on one run and never answered on
/// another; a message that is refused on one run and left on another; and all that a service suffers by one end of a
/// session.
fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    let is_stuck = |finding: &Finding| finding.diagnostic.code == Code::Q0302;
    findings.sort_by_key(is_stuck);
    for finding in findings {
        let ends = |other: &Finding| other.ended.is_some() && other.ended == finding.ended;
        let same = |other: &&mut Finding| {
            let ends = ends(other);
            let (one, other) = (&other.diagnostic, &finding.diagnostic);
            let place = one.primary.span == other.primary.span;
            let refused =
                one.code == Code::Q0304 && matches!(other.code, Code::Q0302 | Code::Q0303);
            let circle = one.code == Code::Q0301 && lines(one) == lines(other);
            (one.code == other.code && (place || circle)) || (refused && place) || ends
        };
        let Some(known) = kept.iter_mut().find(same) else {
            kept.push(finding);
            continue;
        };
        let mut properties = known.properties.clone();
        for property in &finding.properties {
            if !properties.contains(property) {
                properties.push(*property);
            }
        }
        // Who waits for ever suffers most; a message that is left says more than one that is refused.
        let rank = |one: &Finding| match one.diagnostic.code {
            _ if !ends(one) => 0,
            Code::Q0302 => 2,
            Code::Q0303 => 1,
            _ => 0,
        };
        let weight = |one: &Finding| {
            let told = (one.certain, one.plausible, one.diagnostic.severity);
            (told, rank(one))
        };
        let better = weight(&finding) > weight(known);
        if better && (ends(known) || known.diagnostic.code == finding.diagnostic.code) {
            *known = finding;
        }
        known.properties = properties;
    }
    kept
}

/// Every line that a diagnostic points at.
fn lines(diagnostic: &Diagnostic) -> BTreeSet<Span> {
    std::iter::once(&diagnostic.primary)
        .chain(&diagnostic.related)
        .map(|label| label.span)
        .collect()
}

fn outcome(subject: &Subject<'_, '_>, finding: &Finding) -> Outcome {
    let failure = Box::new(Failure {
        diagnostic: finding.diagnostic.clone(),
        trace: follow(subject.system, subject.explored, &finding.path),
    });
    if finding.certain {
        return Outcome::Fails(failure);
    }
    let message = if finding.plausible {
        "a run leads to a failure, but it hangs on data that are not followed"
    } else {
        "runs that hang on data which are not followed lead to a failure; none is shown, since another is, or since a \
         loop over data turns more or less than once on all of them"
    };
    Outcome::Unknown(Reason {
        code: "values",
        message: message.to_owned(),
        candidate: finding.plausible.then_some(failure),
    })
}
