//! Judgements of protocols: from automata of interactions to verdicts.
//!
//! In come protocols with the deliveries that matter for them; out come verdicts. A session describes services of Jolie
//! and is judged by Jolie's delivery, a mailbox; the answer of the literature, with a queue for each pair of roles, stands
//! beside it and fails nothing. Protocols of other languages are judged by the latter alone.

mod projectable;
mod sessions;
mod symbolic;
mod waiting;
mod words;

pub use sessions::{Sessions, numbers};
pub use symbolic::judge_symbolic;

use crate::automata::global::{Datum, Global, Interaction, ThreadId};
use crate::automata::label::{Phase, RoleId};
use crate::base::{Diagnostic, Name, Severity, Span};
use crate::protocol::implementable::{Answer, Delivery, Kind, Obstacle, implementable};
use crate::solve::term::{Formula, Relation, Term};
use crate::verdict::{
    Actor, Coverage, Failure, Outcome, Property, Reason, Step, StepKind, Trace, Verdict,
};
use std::collections::BTreeMap;

/// The properties that are judged of protocols unless others are asked for.
pub const DEFAULT: &[Property] = &[Property::Implementable];

/// By which rules messages travel in the systems that a protocol is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Those of Jolie: the other delivery is told beside it.
    Jolie,
    /// A queue for each pair of roles.
    PeerToPeer,
    /// No queues.
    Rendezvous,
}

/// Judges a protocol.
#[must_use]
pub fn judge(global: &Global, rules: Rules, properties: &[Property]) -> Vec<Verdict> {
    let mut found = implementability(global, rules, properties);
    if properties.contains(&Property::Projectable) {
        found.extend(projectable::judge(global, rules));
    }
    found
}

fn implementability(global: &Global, rules: Rules, properties: &[Property]) -> Vec<Verdict> {
    if !properties.contains(&Property::Implementable) {
        return Vec::new();
    }
    if rules == Rules::Rendezvous {
        return verdicts(global, Delivery::Rendezvous);
    }
    let between_pairs = verdicts(global, Delivery::PeerToPeer);
    if rules == Rules::PeerToPeer {
        return between_pairs;
    }
    let mut found = verdicts(global, Delivery::Mailbox);
    let holds = |verdicts: &[Verdict]| {
        verdicts
            .iter()
            .all(|one| matches!(one.result, Outcome::Holds(_)))
    };
    if holds(&between_pairs) {
        for failure in found.iter_mut().filter_map(Verdict::failure_mut) {
            failure.diagnostic.notes.push(ONLY_HERE.to_owned());
        }
    }
    let said: Vec<Diagnostic> = found
        .iter()
        .filter_map(Verdict::failure)
        .map(|failure| failure.diagnostic.clone())
        .collect();
    for mut verdict in between_pairs {
        if let Some(failure) = verdict.failure_mut() {
            let own = &mut failure.diagnostic;
            let same = said.iter().find(|one| {
                (one.code, one.primary.span, &one.message)
                    == (own.code, own.primary.span, &own.message)
            });
            match same {
                // What fails by both is told once.
                Some(same) => own.clone_from(same),
                None => {
                    own.severity = Severity::Note;
                    own.notes.push(NOT_HERE.to_owned());
                }
            }
        }
        found.push(verdict);
    }
    found
}

/// What is told of what fails by Jolie's delivery alone.
const ONLY_HERE: &str =
    "with a queue for each pair of roles it could be implemented; Jolie has one for each receiver";

/// What is told of what fails by the other delivery alone.
const NOT_HERE: &str = "this needs a queue for each pair of roles; Jolie has one for each receiver";

fn verdicts(global: &Global, delivery: Delivery) -> Vec<Verdict> {
    let semantics = match delivery {
        Delivery::Mailbox => "jolie",
        Delivery::PeerToPeer => "async",
        Delivery::Rendezvous => "sync",
    };
    let verdict = |role, result, theorem| verdict(global, semantics, role, result, theorem);
    match implementable(global, delivery) {
        Answer::Implementable(_) => {
            let result = match ambiguous(global) {
                None => Outcome::Holds(Coverage::Proved),
                Some(message) => unknown("approximation", message),
            };
            vec![verdict(None, result, Some(theorem(global, delivery)))]
        }
        Answer::Unknown(message) => vec![verdict(None, unknown("limit", message), None)],
        Answer::Not(obstacles) => obstacles
            .iter()
            .map(|obstacle| verdict(Some(obstacle.role), outcome(global, obstacle), None))
            .collect(),
    }
}

/// That a protocol can be implemented, or what one of its roles has to do with it.
fn verdict(
    global: &Global,
    semantics: &'static str,
    role: Option<RoleId>,
    result: Outcome,
    theorem: Option<&'static str>,
) -> Verdict {
    let subject = role.map(|role| global.role(role).to_string());
    Verdict {
        semantics,
        theorem,
        states: global.len(),
        transitions: global.all_edges().count(),
        ..Verdict::without_states(Property::Implementable, &global.name, subject, result)
    }
}

/// An answer that nobody knows, and shows no run.
fn unknown(code: &'static str, message: String) -> Outcome {
    Outcome::Unknown(Reason {
        code,
        message,
        candidate: None,
    })
}

/// What a protocol holds by. Who sends is taken to know what its conditions speak of.
fn theorem(global: &Global, delivery: Delivery) -> &'static str {
    match (delivery, global.is_symbolic()) {
        (Delivery::PeerToPeer, false) => "send and receive validity (CAV 2023)",
        (Delivery::Mailbox, false) => "send validity, no message overtaken in a mailbox",
        (Delivery::Rendezvous, false) => "send and receive validity without queues",
        (Delivery::Rendezvous, true) => {
            "send and receive validity without queues, conditions assumed to be kept"
        }
        (Delivery::PeerToPeer, true) => {
            "send and receive validity (CAV 2023), conditions assumed to be kept"
        }
        (Delivery::Mailbox, true) => {
            "send validity, no message overtaken in a mailbox, conditions assumed to be kept"
        }
    }
}

/// What an obstacle says. The conditions of a session are not judged: they may tell the role which run it is, or exclude
/// one of them.
fn outcome(global: &Global, obstacle: &Obstacle) -> Outcome {
    let mut diagnostic = words::told(global, obstacle);
    let edges = || obstacle.first.iter().chain(&obstacle.second);
    let doubt = if edges().any(|edge| excludes(&edge.condition)) {
        Some(CONDITIONS)
    } else if edges().any(|edge| edge.thread != ThreadId::default()) {
        Some(BRANCHES)
    } else {
        None
    };
    if let Some(doubt) = doubt {
        diagnostic.severity = Severity::Warning;
        diagnostic = diagnostic.note(doubt);
    }
    let failure = Box::new(Failure {
        diagnostic,
        trace: trace(global, obstacle),
    });
    match doubt {
        None => Outcome::Fails(failure),
        Some(doubt) => Outcome::Unknown(Reason {
            code: "approximation",
            message: doubt.to_owned(),
            candidate: Some(failure),
        }),
    }
}

/// A message that stands in a branch of a `|` and outside of it, or in two of them: a role that has not come to the end of
/// its branch may take one for the other, which is not judged.
fn ambiguous(global: &Global) -> Option<String> {
    let mut threads: BTreeMap<Interaction, ThreadId> = BTreeMap::new();
    for (_, edge) in global.all_edges() {
        let known = threads.entry(edge.interaction).or_insert(edge.thread);
        if *known != edge.thread {
            let Interaction { from, to, label } = edge.interaction;
            let [from, to] = [from, to].map(|role| global.role(role));
            return Some(format!(
                "{from} -> {to}: {label} stands in a branch of `|` and elsewhere: whether one may be taken for the other is not \
                 judged"
            ));
        }
    }
    None
}

/// Whether a formula says more than what a message brings.
pub(in crate::check) fn excludes(formula: &Formula<Datum>) -> bool {
    match formula {
        Formula::Constant(always) => !always,
        Formula::All(parts) => parts.iter().any(excludes),
        Formula::Compare(
            Relation::Equal,
            Term::Variable(Datum::After(_)),
            Term::Variable(Datum::Field(_)),
        ) => false,
        _ => true,
    }
}

/// What is told of an obstacle in a branch of a `|`.
const BRANCHES: &str = "the runs go through a branch of `|`, where what other branches do first is not followed to the end";

/// What is told of an obstacle that conditions may take away.
const CONDITIONS: &str = "conditions stand on these runs, and they are not judged: they may tell the role, or exclude a run";

/// The run in which the role is wrong.
fn trace(global: &Global, obstacle: &Obstacle) -> Trace {
    let steps = obstacle
        .second
        .iter()
        .map(|edge| step(global, edge.interaction, edge.span));
    let waits = |subject: Option<Name>, span: Span| Step {
        kind: StepKind::Wait,
        from: actor(global, obstacle.role),
        to: None,
        subject,
        values: None,
        span,
    };
    let standing = match obstacle.kind {
        Kind::Mailbox => vec![waits(Some(obstacle.step.label.operation), obstacle.span)],
        _ => Vec::new(),
    };
    Trace {
        steps: steps.collect(),
        loop_from: None,
        standing,
    }
}

fn step(global: &Global, interaction: Interaction, span: Span) -> Step {
    let label = interaction.label;
    Step {
        kind: match label.phase {
            Phase::OneWay | Phase::Request => StepKind::Send,
            Phase::Reply => StepKind::Reply,
            Phase::Fault(_) => StepKind::Fault,
        },
        from: actor(global, interaction.from),
        to: Some(actor(global, interaction.to)),
        subject: Some(label.phase.fault().unwrap_or(label.operation)),
        values: None,
        span,
    }
}

fn actor(global: &Global, role: RoleId) -> Actor {
    Actor {
        name: global.role(role),
        session: None,
    }
}
