//! What people are told of a service that leaves its role, and the run to there.

use super::Subject;
use crate::automata::label::{Phase, RoleId};
use crate::automata::local::{Action, Direction, LocalEdge};
use crate::base::{Code, Diagnostic, Name};
use crate::protocol::refinement::{Deviation, Doubt, Event, Kind, What};
use crate::verdict::{Actor, Step, StepKind, Trace};

/// What is told of a run that hangs on data.
pub(super) const DATA: &str =
    "a run leads out of the role, but it hangs on data that are not followed";

/// What is told of a run that hangs on messages of others.
pub(super) const OTHERS: &str =
    "a run leads out of the role, but by a message that is no part of the session";

/// What is told of an order that may do no harm.
pub(super) const ORDER: &str = "what the session lets happen in any order is done in one, which its partners may wait for in another";

/// How many steps of the role are shown.
const SHOWN: usize = 3;

impl Subject<'_> {
    fn service(&self) -> Name {
        let service = self.network.instances.get(self.instance);
        service.map_or_else(Name::default, |service| service.name)
    }

    fn role_of(&self, role: RoleId) -> Name {
        self.global.role(role)
    }

    /// `takes `bid` of `Buyer``
    fn does(&self, action: Action) -> String {
        let partner = self.role_of(action.partner);
        let operation = action.label.operation;
        let what = what(operation, action.label.phase);
        match (action.direction, action.label.phase) {
            (Direction::Send, Phase::Reply) => format!("answers `{operation}` of `{partner}`"),
            (Direction::Send, Phase::Request) => format!("calls `{operation}` of `{partner}`"),
            (Direction::Send, Phase::OneWay) => format!("sends `{operation}` to `{partner}`"),
            (Direction::Send, Phase::Fault(_)) => format!("answers `{partner}` by {what}"),
            (Direction::Receive, Phase::OneWay | Phase::Request) => {
                format!("takes `{operation}` of `{partner}`")
            }
            (Direction::Receive, _) => format!("gets {what} of `{partner}`"),
        }
    }

    /// What the role does where the service does otherwise.
    fn expected(&self, edges: &[LocalEdge]) -> String {
        let role = format!("`{}.{}`", self.global.name, self.role_of(self.role));
        if edges.is_empty() {
            return format!("{role} is over there");
        }
        let mut told: Vec<String> = edges
            .iter()
            .take(SHOWN)
            .map(|edge| self.does(edge.action))
            .collect();
        if edges.len() > SHOWN {
            told.push("others".to_owned());
        }
        format!("{role} {}", told.join(" or "))
    }
}

/// `charge`, or which part of it.
fn what(operation: Name, phase: Phase) -> String {
    match phase {
        Phase::OneWay | Phase::Request => format!("`{operation}`"),
        Phase::Reply => format!("the reply of `{operation}`"),
        Phase::Fault(fault) => format!("the fault `{fault}` of `{operation}`"),
    }
}

/// What people are told of a deviation.
pub(super) fn told(subject: &Subject<'_>, found: &Deviation) -> Diagnostic {
    let service = subject.service();
    let expected = subject.expected(&found.expected);
    let (message, label) = match &found.kind {
        Kind::Output {
            to,
            operation,
            phase,
        } => {
            let operation = subject.network[*operation].name;
            let to = to.map(|to| format!(" to `{}`", subject.role_of(to)));
            let to = to.unwrap_or_default();
            let does = match phase {
                Phase::OneWay => format!("sends `{operation}`{to}"),
                Phase::Request => format!("calls `{operation}`"),
                Phase::Reply => format!("answers `{operation}`"),
                Phase::Fault(fault) => format!("answers `{operation}` by the fault `{fault}`"),
            };
            (
                format!("`{service}` {does}, and {expected}"),
                "not in the session",
            )
        }
        Kind::Waits => (format!("`{service}` waits, and {expected}"), "waits here"),
        Kind::Refuses => (
            format!("`{service}` does not take what may come: {expected}"),
            "waits here",
        ),
        Kind::Ends(None) => (format!("`{service}` ends, and {expected}"), "ends here"),
        Kind::Ends(Some(fault)) => (
            format!("`{service}` ends by the fault `{fault}`, and {expected}"),
            "ends here",
        ),
        Kind::Diverges => (
            format!("`{service}` goes on for ever by itself, and {expected}"),
            "goes on here",
        ),
    };
    let mut diagnostic = Diagnostic::new(Code::Q0514, found.span, message).label(label);
    let mut shown = Vec::new();
    for edge in found.expected.iter().take(SHOWN) {
        if !shown.contains(&edge.span) {
            shown.push(edge.span);
            let word = format!("its role {} here", subject.does(edge.action));
            diagnostic = diagnostic.related(edge.span, word);
        }
    }
    match found.doubt {
        None => diagnostic,
        Some(doubt) => {
            diagnostic.severity = crate::base::Severity::Warning;
            diagnostic.note(match doubt {
                Doubt::Data => DATA,
                Doubt::Others => OTHERS,
                Doubt::Order => ORDER,
            })
        }
    }
}

/// The run to a deviation.
pub(super) fn trace(subject: &Subject<'_>, found: &Deviation) -> Trace {
    let steps = found.run.iter().filter_map(|event| step(subject, event));
    let steps = steps.collect();
    Trace {
        steps,
        loop_from: None,
        standing: Vec::new(),
    }
}

fn actor(name: Name) -> Actor {
    Actor {
        name,
        session: None,
    }
}

fn step(subject: &Subject<'_>, event: &Event) -> Option<Step> {
    let service = actor(subject.service());
    let of = |kind, name: Option<Name>, values| Step {
        kind,
        from: service,
        to: None,
        subject: name,
        values,
        span: event.span,
    };
    match event.what {
        What::Internal | What::Outside(_) => None,
        What::Choice(taken) => Some(of(StepKind::Choice, None, Some(taken.to_string()))),
        What::Raise(fault) => Some(of(StepKind::Fault, Some(fault), None)),
        What::End(fault) => Some(of(StepKind::End, fault, None)),
        What::Role(action) => {
            let partner = actor(subject.role_of(action.partner));
            let (from, to) = match action.direction {
                Direction::Send => (service, partner),
                Direction::Receive => (partner, service),
            };
            let (kind, values) = match action.label.phase {
                Phase::OneWay | Phase::Request => (StepKind::Send, None),
                Phase::Reply => (StepKind::Reply, None),
                Phase::Fault(fault) => (StepKind::Fault, Some(fault.to_string())),
            };
            Some(Step {
                kind,
                from,
                to: Some(to),
                subject: Some(action.label.operation),
                values,
                span: event.span,
            })
        }
    }
}
