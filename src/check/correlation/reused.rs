//! Q0416: sessions get correlation values that other live sessions may have.
//!
//! A message goes to any of the sessions that it fits (`SimpleCorrelationEngine` takes the first of a hash set). Jolie
//! looks whether a start message fits a live session before it starts another; it does not look when a session writes its
//! variables itself.
//!
//! Rule, for a concurrent service: each variable of the set is written with what a client has chosen, with a number of
//! `global` that two sessions may both read, or with what is the same for all; and one of them by the session itself, not by the
//! message that starts it. Who has asked `global` or another service before is trusted to have made sure that the value is
//! not in use; so are values that come from other services, that other sessions have made, or that are not followed.

use super::Asked;
use super::example::{at, literal, message, sent, value};
use crate::base::{Code, Diagnostic, Name};
use crate::flow::origin::{Given, SharedWrite, Source};
use crate::program::CorrelationVariable;

/// Why a value may be that of another session.
enum Doubt<'s> {
    /// A client has chosen it.
    Chosen { operation: Name, path: &'s [Name] },
    /// It is a counter that two sessions may read before it steps.
    Raced(&'s SharedWrite),
    /// It is a counter that begins again.
    Reset(&'s SharedWrite),
    /// It is the same in all sessions.
    Same,
}

/// What is wrong with a set, if it is.
pub(super) fn judge(asked: &Asked<'_, '_>) -> Option<Diagnostic> {
    let mut first: Option<(&Given, Doubt<'_>)> = None;
    for variable in &asked.set.variables {
        let names = variable.path.names()?;
        let given = asked.followed.given.iter();
        let mut own = given.filter(|one| one.variable == names).peekable();
        if own.peek().is_none() {
            // Set by the messages that start sessions, or never.
            if asked.starters.is_empty() {
                return None;
            }
            continue;
        }
        let doubted = own.find_map(|one| Some((one, doubt(asked, one)?)))?;
        let certain = |doubt: &Doubt<'_>| !matches!(doubt, Doubt::Same);
        match &first {
            Some((_, known)) if certain(known) || !certain(&doubted.1) => {}
            _ => first = Some(doubted),
        }
    }
    // What is the same for all is told of by itself.
    let (given, doubt) = first.filter(|(_, doubt)| !matches!(doubt, Doubt::Same))?;
    Some(report(asked, given, &doubt))
}

fn doubt<'s>(asked: &'s Asked<'_, '_>, given: &'s Given) -> Option<Doubt<'s>> {
    if given.origins.sources.is_empty() {
        return None;
    }
    let mut found = Doubt::Same;
    for source in &given.origins.sources {
        match source {
            Source::Written(_) | Source::Once(_) => {}
            Source::Message { operation, path } => {
                if given.asked || !asked.open.contains(operation) {
                    return None;
                }
                found = Doubt::Chosen {
                    operation: *operation,
                    path,
                };
            }
            Source::Shared(read) => found = counter(asked, *read)?,
            Source::Fresh(_) | Source::Answer { .. } | Source::Unknown => return None,
        }
    }
    Some(found)
}

/// What is wrong with a number of `global` that identifies sessions.
fn counter<'s>(asked: &'s Asked<'_, '_>, read: usize) -> Option<Doubt<'s>> {
    let followed = asked.followed;
    let read = followed.reads.get(read)?;
    let own = |write: &&SharedWrite| write.place.holds(&read.place);
    let writes = followed.writes.iter().filter(own);
    let sessions: Vec<&SharedWrite> = writes.filter(|write| !write.initial).collect();
    let counts = |write: &SharedWrite| {
        let mut sources = write.origins.reads();
        write.steps
            || sources.any(|from| {
                followed
                    .reads
                    .get(from)
                    .is_some_and(|from| from.place == read.place)
            })
    };
    // What is no counter is somebody's value, and trusted.
    if !sessions.iter().any(|write| counts(write)) {
        return None;
    }
    let resets = |write: &&SharedWrite| {
        let same = |source: &Source| matches!(source, Source::Written(_) | Source::Once(_));
        write.removes || (!write.steps && write.origins.all(same))
    };
    let shares = |write: &SharedWrite| read.locks.iter().any(|lock| write.locks.contains(lock));
    let stepping = sessions.iter().find(|write| counts(write))?;
    if !sessions.iter().any(|write| counts(write) && shares(write)) {
        return Some(Doubt::Raced(stepping));
    }
    // A counter that is put back where all is over is no hazard that can be told from one that is.
    sessions.into_iter().find(resets).map(Doubt::Reset)
}

fn report(asked: &Asked<'_, '_>, given: &Given, doubt: &Doubt<'_>) -> Diagnostic {
    let name = given
        .variable
        .iter()
        .map(Name::as_str)
        .collect::<Vec<_>>()
        .join(".");
    let (label, shown) = match doubt {
        Doubt::Chosen { operation, .. } => (
            format!("a client of `{operation}` chooses it"),
            chosen(asked, given, doubt),
        ),
        Doubt::Raced(_) => (
            "two sessions may read the same number".to_owned(),
            interleaved(asked),
        ),
        Doubt::Reset(_) => (
            "the numbers begin again".to_owned(),
            "a session that is still alive may have the number that a new one gets".to_owned(),
        ),
        Doubt::Same => ("the same in all sessions".to_owned(), String::new()),
    };
    let mut found = Diagnostic::new(
        Code::Q0416,
        given.span,
        format!("two live sessions may get the same `csets.{name}` here"),
    )
    .label(label)
    .related(asked.set.span, "the correlation set");
    if let Some(input) = asked.awaited.first() {
        let operation = input.operation.name;
        found = found.related(
            input.operation.span,
            format!("`{operation}` finds its session by it"),
        );
    }
    let help = match doubt {
        Doubt::Raced(write) => {
            found = found.related(write.span, "the number is counted here");
            "read and count under one `synchronized`, or make the value with `new`"
        }
        Doubt::Reset(write) => {
            found = found.related(write.span, "and put back here");
            "make the value with `new`, or never put the counter back"
        }
        Doubt::Chosen { .. } | Doubt::Same => {
            "make the value with `new` and tell the client, or make it part of the message that starts the session: one \
             that fits a live session then starts no other"
        }
    };
    found.note(shown).help(help)
}

/// Two clients that choose the same value, and a message that is for either of their sessions.
fn chosen(asked: &Asked<'_, '_>, given: &Given, doubt: &Doubt<'_>) -> String {
    let Doubt::Chosen { operation, path } = doubt else {
        return String::new();
    };
    let program = asked.subject.program;
    let declared = asked.subject.operation(*operation);
    let typed = declared.and_then(|declared| at(program, declared.request(), path));
    let chosen = typed.and_then(|typed| value(program, typed));
    let (Some(chosen), Some(declared)) = (chosen.map(|chosen| literal(&chosen)), declared) else {
        return "two clients may choose the same value, and a message with it is for either session"
            .to_owned();
    };
    let path = path.iter().map(Name::as_str).collect::<Vec<_>>().join(".");
    let own =
        |variable: &CorrelationVariable| variable.path.names().as_ref() == Some(&given.variable);
    let values = asked
        .set
        .variables
        .iter()
        .map(|variable| match own(variable) {
            true => chosen.clone(),
            false => "…".to_owned(),
        });
    let values: Vec<String> = values.collect();
    let later = asked
        .awaited
        .first()
        .map(|input| message(asked, input, &values));
    format!(
        "for example: two clients send `{}`, and `{}` is then for either of their sessions",
        sent(declared, &path, &chosen),
        later.unwrap_or_default()
    )
}

/// Two sessions that read a counter before it steps.
fn interleaved(asked: &Asked<'_, '_>) -> String {
    let values = vec!["0".to_owned(); asked.set.variables.len()];
    let later = asked
        .awaited
        .first()
        .map(|input| message(asked, input, &values));
    format!(
        "for example: both read 0 before either has counted, and `{}` is then for either of them",
        later.unwrap_or_default()
    )
}
