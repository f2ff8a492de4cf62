//! What a thread waits for, in the words of the source.

use super::subject::Subject;
use crate::automata::network::{InstanceId, OperationId, PortId, Route, Target};
use crate::automata::waits::{Place, Standing, Want};
use crate::base::{Name, Span};

/// The line at which a thread waits.
pub(super) fn line(standing: &Standing<'_>, place: Place) -> Span {
    let node = standing.thread(place).and_then(|thread| {
        let behaviour = standing.behaviour(place.slot)?;
        behaviour.nodes.get(thread.at.index())
    });
    node.map_or(Span::NOWHERE, |node| node.origin)
}

/// The operations that a thread waits for.
pub(super) fn awaited(standing: &Standing<'_>, place: Place) -> Vec<OperationId> {
    let Some(behaviour) = standing.behaviour(place.slot) else {
        return Vec::new();
    };
    match standing.want(place) {
        Some(Want::Input(branches)) => branches
            .iter()
            .filter_map(|branch| behaviour.inputs.get(branch.input.index()))
            .map(|input| input.operation)
            .collect(),
        Some(Want::Answer(operation, _)) => vec![operation],
        _ => Vec::new(),
    }
}

/// `a`; `a` or `b`; `a`, `b` or `c`.
pub(super) fn alternatives(subject: &Subject<'_, '_>, operations: &[OperationId]) -> String {
    let names = operations
        .iter()
        .map(|operation| format!("`{}`", subject.network[*operation].name));
    let mut names: Vec<String> = names.collect();
    names.dedup();
    match names.as_slice() {
        [] => "a message".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Whom a call at this port reaches, as far as that is written down.
pub(super) fn callee(
    subject: &Subject<'_, '_>,
    from: InstanceId,
    port: PortId,
    operation: OperationId,
) -> Option<InstanceId> {
    match subject.network[from].targets.get(port.index())? {
        Target::Port(routes) => routes.iter().find_map(|(routed, route)| match route {
            Route::Input(instance, _) if *routed == operation => Some(*instance),
            _ => None,
        }),
        Target::Environment | Target::Nobody => None,
    }
}

/// What the thread at `place` waits for, and from whom when that is `from`: "waits for `pay` from `Buyer`".
pub(super) fn waits_for(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    from: Option<Place>,
) -> String {
    let Some(session) = standing.sessions.get(&place.slot) else {
        return "waits".to_owned();
    };
    let behaviour = subject.network.behaviour_of(session.of);
    let whom = from.map(|from| subject.at(standing, from));
    let text = |name: Option<&Name>| name.map_or_else(String::new, |name| format!("`{name}`"));
    match standing.want(place) {
        Some(Want::Input(_)) => {
            let operations = alternatives(subject, &awaited(standing, place));
            let whom = whom.map_or_else(String::new, |whom| format!(" from {whom}"));
            format!("waits for {operations}{whom}")
        }
        Some(Want::Answer(operation, port)) => {
            let name = subject.network[operation].name;
            let callee = callee(subject, session.of, port, operation);
            let whom = callee.map_or_else(
                || text(behaviour.ports.get(port.index()).map(|port| &port.name)),
                |callee| subject.name(callee),
            );
            format!("waits for the answer of `{name}` from {whom}")
        }
        Some(Want::Lock(lock)) => {
            let holder = standing.holder(session.of, lock);
            let lock = text(behaviour.locks.get(lock.index()));
            match holder {
                Some((slot, _)) if slot == place.slot => {
                    format!("waits for the lock {lock}, which another of its threads holds")
                }
                _ => format!("waits for the lock {lock}, which another session holds"),
            }
        }
        Some(Want::Signal(link)) => {
            format!(
                "waits for the signal {}",
                text(behaviour.links.get(link.index()))
            )
        }
        Some(Want::Receiver(operation, _)) => {
            let name = subject.network[operation].name;
            format!("waits until somebody receives `{name}`")
        }
        Some(Want::Line) => "waits until the session that runs has ended".to_owned(),
        Some(Want::Join) => "waits for its threads".to_owned(),
        None => "goes on".to_owned(),
    }
}
