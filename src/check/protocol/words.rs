//! What people are told of an obstacle: who cannot know what, by which runs, and what would tell it.

use crate::automata::global::{Edge, Global, Interaction};
use crate::automata::label::Phase;
use crate::base::{Code, Diagnostic};
use crate::protocol::implementable::{Kind, Obstacle, Repair};

/// What people are told of an obstacle.
pub(super) fn told(global: &Global, obstacle: &Obstacle) -> Diagnostic {
    let role = global.role(obstacle.role);
    let from = global.role(obstacle.step.from);
    let code = match obstacle.kind {
        Kind::Mailbox => Code::Q0502,
        Kind::Choice => Code::Q0505,
        _ => Code::Q0501,
    };
    let mut diagnostic = Diagnostic::new(code, obstacle.span, headline(global, obstacle));
    diagnostic = diagnostic.label(match obstacle.kind {
        Kind::Mailbox => format!("`{role}` waits for it here"),
        Kind::Receive => format!("`{role}` takes it in one run"),
        Kind::Choice => format!("`{from}` chooses here"),
        _ => format!("`{role}` sends it in one run"),
    });
    if let Some((other, span)) = obstacle.other
        && span != obstacle.span
    {
        let words = written(global, other);
        let word = match obstacle.kind {
            Kind::Mailbox => format!("{words}, on its way meanwhile"),
            Kind::Choice => format!("{words}, at the same time"),
            _ => format!("{words}, in another run"),
        };
        diagnostic = diagnostic.related(span, word);
    }
    if !matches!(obstacle.kind, Kind::Mailbox | Kind::Choice) {
        let runs = [&obstacle.first, &obstacle.second].map(|run| run_of(global, run));
        diagnostic = diagnostic.note(format!(
            "to `{role}` these runs look alike: {}; and {}",
            runs[0], runs[1]
        ));
    }
    match &obstacle.repair {
        Some(repair) => diagnostic.help(repaired(global, obstacle, repair)),
        None => diagnostic,
    }
}

/// Who cannot know what.
fn headline(global: &Global, obstacle: &Obstacle) -> String {
    let role = global.role(obstacle.role);
    let step = obstacle.step;
    let [from, to] = [step.from, step.to].map(|role| global.role(role));
    let label = step.label;
    let Some((other, _)) = obstacle.other else {
        return format!("`{role}` cannot know whether to send `{label}` to `{to}`");
    };
    let (second, sender) = (other.label, global.role(other.from));
    match obstacle.kind {
        Kind::Choice => format!("`{from}` and `{sender}` choose at once"),
        Kind::Mixed => format!(
            "`{role}` cannot know whether to send `{label}` to `{to}` or to wait for `{second}` of `{sender}`"
        ),
        Kind::Receive => format!(
            "`{role}` cannot know whether to take `{label}` of `{from}` or `{second}` of `{sender}` first"
        ),
        Kind::Mailbox => {
            format!(
                "`{second}` of `{sender}` can come before `{label}` of `{from}`, and `{role}` has one queue"
            )
        }
        Kind::Send => format!("`{role}` cannot know whether to send `{label}` to `{to}`"),
    }
}

/// `A -> B: x`
fn written(global: &Global, step: Interaction) -> String {
    let [from, to] = [step.from, step.to].map(|role| global.role(role));
    match step.label.phase {
        Phase::OneWay | Phase::Request => format!("{from} -> {to}: {}", step.label.operation),
        _ => format!("{from} -> {to}: {}", step.label),
    }
}

/// The steps of a run, in one line; of a long one, the last.
fn run_of(global: &Global, run: &[Edge]) -> String {
    const SHOWN: usize = 8;
    let steps: Vec<String> = run
        .iter()
        .skip(run.len().saturating_sub(SHOWN))
        .map(|edge| written(global, edge.interaction))
        .collect();
    let before = if run.len() > SHOWN { "… " } else { "" };
    match steps.is_empty() {
        true => "the one in which nothing has happened".to_owned(),
        false => format!("`{before}{}`", steps.join("; ")),
    }
}

fn repaired(global: &Global, obstacle: &Obstacle, repair: &Repair) -> String {
    let [from, to] = [repair.from, repair.to].map(|role| global.role(role));
    let mut after: Vec<String> = repair
        .after
        .iter()
        .map(|edge| format!("`{}`", written(global, edge.interaction)))
        .collect();
    after.dedup();
    let message = format!("`{from} -> {to}: …`");
    if obstacle.kind == Kind::Mailbox {
        return format!(
            "let `{from}` say when it is ready: {message} after {}",
            after.join(" and ")
        );
    }
    match after.as_slice() {
        [one, other] => {
            format!("let `{from}` tell `{to}`: {message} after {one}, and another after {other}")
        }
        _ => format!(
            "let `{from}` tell `{to}`: {message} after {}",
            after.join("")
        ),
    }
}
