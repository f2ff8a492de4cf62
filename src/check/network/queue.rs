//! A message at the head of a queue that nobody takes: what is behind it is never received.
//!
//! A session of Jolie has a queue for each correlation set and one for all operations without a set; all senders share
//! it, and only its head is looked at.

use super::history::sender;
use super::stuck::ever_receives;
use super::subject::{Path, Subject};
use super::words::{alternatives, awaited, line};
use crate::automata::network::Message;
use crate::automata::network::session::{Phase, Slot};
use crate::automata::waits::{Place, Standing};
use crate::base::{Code, Diagnostic, Span};
use crate::explore::network::Mover;

/// Tells of an input in whose way a message lies.
pub(super) fn tell(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    head: &Message,
    path: &Path,
) -> Diagnostic {
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, &awaited(standing, place));
    let head_name = subject.network[head.operation].name;
    let message = format!(
        "{whom} waits for {wanted}, but `{head_name}` has come first and is at the head of the queue"
    );
    let help = if starter(standing, place.slot, head).is_some() {
        format!(
            "`{head_name}` starts sessions, but this one has the same correlation values and takes it: give each \
             session an identifier of its own, or receive `{head_name}` here too"
        )
    } else {
        format!(
            "receive `{head_name}` here as well, in an input choice, or make its sender wait until it can be received"
        )
    };
    let diagnostic = match starter(standing, place.slot, head) {
        Some(start) => Diagnostic::new(Code::Q0307, start, message)
            .label(format!("`{head_name}` does not start a session then"))
            .related(
                line(standing, place),
                format!("{whom} waits here, and `{head_name}` is in the way"),
            ),
        None => Diagnostic::new(Code::Q0304, line(standing, place), message)
            .label(format!("`{head_name}` is in the way")),
    };
    let diagnostic = diagnostic.severity(crate::base::Severity::Error).help(help);
    with_sender(subject, diagnostic, place.slot, head, path)
}

/// Tells of a request that lies in a queue whose session never takes it.
pub(super) fn never_taken(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    caller: Place,
    (slot, message): (Slot, &Message),
) -> Diagnostic {
    let whom = subject.at(standing, caller);
    let holder = subject.at(standing, Place { slot, thread: 0 });
    let name = subject.network[message.operation].name;
    let told =
        |why: &str| format!("{whom} waits for the answer of `{name}`, which {why} in {holder}");
    let diagnostic = match starter(standing, slot, message) {
        Some(start) => Diagnostic::new(
            Code::Q0307,
            start,
            told("was captured by a session that runs already and does not receive it"),
        )
        .label(format!("`{name}` does not start a session then"))
        .related(line(standing, caller), "this is never answered")
        .help("give each session correlation values of its own, so that the message starts another one"),
        None => Diagnostic::new(
            Code::Q0304,
            line(standing, caller),
            told("is in the queue of a session that does not receive it any more"),
        )
        .label("this is never answered")
        .help("receive it on every way that the session can go, or call before the session has gone on"),
    };
    diagnostic.severity(crate::base::Severity::Error)
}

/// The input that starts sessions by a message that has come to one that runs. `init` keeps every message, and captures
/// none: it starts a session afterwards.
fn starter(standing: &Standing<'_>, slot: Slot, message: &Message) -> Option<Span> {
    if standing.sessions.get(&slot)?.phase == Phase::Init {
        return None;
    }
    let behaviour = standing.behaviour(slot)?;
    let mut starters = behaviour.starters();
    let start = starters.find(|start| !start.courier && start.branch.input == message.input)?;
    (!ever_receives(behaviour, message.input)).then_some(start.branch.origin)
}

fn with_sender(
    subject: &Subject<'_, '_>,
    diagnostic: Diagnostic,
    slot: Slot,
    head: &Message,
    path: &Path,
) -> Diagnostic {
    match sender(subject, path, slot, head.operation) {
        Some((Mover::Thread { instance, .. }, origin)) => {
            let name = subject.network[head.operation].name;
            diagnostic.related(
                origin,
                format!("{} sends `{name}` here", subject.name(instance)),
            )
        }
        _ => diagnostic,
    }
}
