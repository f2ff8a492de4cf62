//! Verdicts on protocols with conditions.

use super::{Rules, Verdict, actor, step, unknown, verdict};
use crate::automata::global::{Edge, Global};
use crate::base::{Code, Diagnostic};
use crate::protocol::symbolic::{Answer, Kind, Obstacle, implementable};
use crate::verdict::{Coverage, Failure, Outcome, Property, Step, StepKind, Trace};
use std::time::Duration;

/// Judges a protocol with conditions, with so much time for each question to the solver. What can be implemented with
/// queues can be without; so can more, which is not judged.
#[must_use]
pub fn judge_symbolic(
    global: &Global,
    rules: Rules,
    time: Duration,
    properties: &[Property],
) -> Vec<Verdict> {
    if !properties.contains(&Property::Implementable) {
        return Vec::new();
    }
    let queues = rules != Rules::Rendezvous;
    let semantics = if queues { "async" } else { "sync" };
    let verdict = |role, result, theorem| verdict(global, semantics, role, result, theorem);
    match implementable(global, time) {
        Answer::Implementable => {
            let theorem = "coherence conditions (OOPSLA 2025)";
            vec![verdict(
                None,
                Outcome::Holds(Coverage::Proved),
                Some(theorem),
            )]
        }
        Answer::Unknown(message) => vec![verdict(None, unknown("limit", message), None)],
        Answer::Not(obstacles) => {
            let failures = obstacles.iter().map(|obstacle| {
                let outcome = outcome(global, obstacle, queues);
                verdict(Some(obstacle.role), outcome, None)
            });
            failures.collect()
        }
    }
}

/// What an obstacle says: without queues a message may not come early after all.
fn outcome(global: &Global, obstacle: &Obstacle, queues: bool) -> Outcome {
    if !queues && obstacle.kind == Kind::Receive {
        let role = global.role(obstacle.role);
        let message = format!(
            "with queues `{role}` may take a message for another; whether it can without them is not judged"
        );
        return unknown("approximation", message);
    }
    Outcome::Fails(Box::new(Failure {
        diagnostic: told(global, obstacle),
        trace: trace(global, obstacle),
    }))
}

/// `x`: what the message is called in its protocol.
fn message(edge: &Edge) -> String {
    let field = edge.payload.fields.first().and_then(|field| field.name);
    field.map_or_else(
        || edge.interaction.label.to_string(),
        |name| name.to_string(),
    )
}

fn told(global: &Global, obstacle: &Obstacle) -> Diagnostic {
    let role = global.role(obstacle.role);
    let step = &obstacle.step;
    let [from, to] = [step.interaction.from, step.interaction.to].map(|role| global.role(role));
    let text = match (obstacle.kind, &obstacle.other) {
        (Kind::Mixed, Some(other)) => format!(
            "`{role}` cannot know whether to send `{}` to `{to}` or to wait for `{}` of `{}`",
            message(step),
            message(other),
            global.role(other.interaction.from)
        ),
        (Kind::Receive, Some(other)) => format!(
            "`{role}` cannot know whether to take `{}` of `{from}` or `{}` of `{}` first",
            message(step),
            message(other),
            global.role(other.interaction.from)
        ),
        _ => format!(
            "`{role}` cannot know which `{}` it may send to `{to}`: what it knows is the same in runs where it may and where it may not",
            message(step)
        ),
    };
    let error = Diagnostic::new(Code::Q0501, step.span, text);
    match &obstacle.other {
        Some(other) => error.related(other.span, "in another run"),
        None => error,
    }
}

/// The step itself, and what the role waits for in the other run.
fn trace(global: &Global, obstacle: &Obstacle) -> Trace {
    let waits = obstacle.other.iter().map(|other| Step {
        kind: StepKind::Wait,
        from: actor(global, obstacle.role),
        to: None,
        subject: Some(message(other).as_str().into()),
        values: None,
        span: other.span,
    });
    let mut taken = step(global, obstacle.step.interaction, obstacle.step.span);
    taken.subject = Some(message(&obstacle.step).as_str().into());
    Trace {
        steps: vec![taken],
        loop_from: None,
        standing: waits.collect(),
    }
}
