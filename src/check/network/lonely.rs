//! A thread that waits and that nobody can help: its partner has died of a fault, was refused, has ended, or goes another
//! way.

use super::finding::Told;
use super::history::{History, Raised};
use super::stuck::owes_an_answer;
use super::subject::{Path, Subject};
use super::words::{alternatives, awaited, callee, line, waits_for};
use crate::automata::network::session::Phase;
use crate::automata::network::{Act, CellId, InputBranch, InputId, InstanceId, Location, Value};
use crate::automata::waits::{Place, Standing, Want};
use crate::base::{Code, Diagnostic};
use crate::explore::StateId;
use crate::explore::network::MoveKind;
use std::collections::BTreeSet;

/// Tells why nobody helps the thread at `place`.
pub(super) fn tell(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    history: &History,
    path: &Path,
) -> Told {
    match standing.want(place) {
        Some(Want::Signal(_)) => signal(subject, standing, place).into(),
        Some(Want::Input(_)) => input(subject, standing, place, history, path),
        Some(Want::Answer(operation, port)) => {
            let of = standing.sessions.get(&place.slot).map(|session| session.of);
            let partner = of.and_then(|of| callee(subject, of, port, operation));
            let ended = history
                .ended
                .iter()
                .rev()
                .find(|ended| Some(ended.of) == partner);
            let whom = subject.at(standing, place);
            let waits = waits_for(subject, standing, place, None);
            if let Some(fault) = ended.and_then(|ended| ended.fault) {
                return died(subject, standing, place, partner, fault).into();
            }
            let diagnostic = Diagnostic::new(
                Code::Q0302,
                line(standing, place),
                format!("{whom} {waits}, which never comes"),
            )
            .label("this is never answered");
            match ended {
                Some(ended) => Told {
                    diagnostic: diagnostic
                        .related(
                            ended.origin,
                            format!("the session of {} ends here", subject.name(ended.of)),
                        )
                        .help("receive the request before the session ends"),
                    ended: Some(ended.origin),
                },
                None => diagnostic
                    .help("answer the request on every way that its session can go")
                    .into(),
            }
        }
        _ => {
            let whom = subject.at(standing, place);
            let waits = waits_for(subject, standing, place, None);
            Diagnostic::new(
                Code::Q0302,
                line(standing, place),
                format!("{whom} {waits}, for ever"),
            )
            .label("nothing follows")
            .into()
        }
    }
}

/// A signal that is given on another way only.
fn signal(subject: &Subject<'_, '_>, standing: &Standing<'_>, place: Place) -> Diagnostic {
    let whom = subject.at(standing, place);
    let waits = waits_for(subject, standing, place, None);
    let mut diagnostic = Diagnostic::new(
        Code::Q0302,
        line(standing, place),
        format!("{whom} {waits}, which nobody gives on this way"),
    )
    .label("this signal does not come")
    .help("give the signal on every branch, or wait for it only where it is given");
    if owes_an_answer(standing, place) {
        diagnostic = diagnostic.note("a request waits for its answer meanwhile");
    }
    if let (Some(Want::Signal(wanted)), Some(behaviour)) =
        (standing.want(place), standing.behaviour(place.slot))
    {
        for node in &behaviour.nodes {
            if matches!(node.act, Act::LinkOut { link, .. } if link == wanted) {
                diagnostic = diagnostic.related(node.origin, "it is given here");
            }
        }
    }
    diagnostic
}

fn input(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    history: &History,
    path: &Path,
) -> Told {
    let operations = awaited(standing, place);
    if let Some(spawned) = spawned(subject, standing, place) {
        return spawned.into();
    }
    if let Some(unset) = unset(standing, place) {
        return unset.into();
    }
    let refused = history.refused.iter().rev().find(|(_, raised)| {
        raised
            .refused
            .is_some_and(|operation| operations.contains(&operation))
    });
    if let Some((of, raised)) = refused {
        return lost(subject, standing, place, *of, *raised).into();
    }
    let partners = partners(standing, place);
    let ended = |of: InstanceId| partners.contains(&of);
    let died_of = history
        .ended
        .iter()
        .rev()
        .filter(|one| ended(one.of))
        .find_map(|one| Some((one.of, one.fault?)));
    if let Some((of, fault)) = died_of {
        return died(subject, standing, place, Some(of), fault).into();
    }
    if let Some(given_up) = given_up(subject, standing, place, history, path) {
        return given_up.into();
    }
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, &operations);
    let diagnostic = |why: String| {
        Diagnostic::new(
            Code::Q0302,
            line(standing, place),
            format!("{whom} waits for {wanted}, {why}"),
        )
        .label("this never comes")
    };
    if let Some(one) = history.ended.iter().rev().find(|one| ended(one.of)) {
        let partner = subject.name(one.of);
        let diagnostic = diagnostic(format!(
            "but the session of {partner} has ended without sending it"
        ))
        .related(one.origin, format!("the session of {partner} ends here"))
        .help(format!("send {wanted} on every way, or do not wait for it"));
        return Told {
            diagnostic,
            ended: Some(one.origin),
        };
    }
    diagnostic("which nobody sends on this way".to_owned())
        .help(format!("send {wanted} on every way, or do not wait for it"))
        .into()
}

/// No message fits the session, since a variable by which it would is not set.
fn unset(standing: &Standing<'_>, place: Place) -> Option<Diagnostic> {
    let session = standing.sessions.get(&place.slot)?;
    let behaviour = standing.behaviour(place.slot)?;
    let Some(Want::Input(branches)) = standing.want(place) else {
        return None;
    };
    let missing = |branch: &InputBranch| {
        let input = behaviour.inputs.get(branch.input.index())?;
        let set = (input.queue as usize).checked_sub(1)?;
        let mut cells = behaviour.sets.get(set)?.iter();
        let unset = |cell: &&CellId| session.cells.get(cell.index()) == Some(&Value::UNDEFINED);
        Some((input.operation, *cells.find(unset)?))
    };
    let missing: Option<Vec<_>> = branches.iter().map(missing).collect();
    let (operation, cell) = missing
        .filter(|_| session.phase == Phase::Running)?
        .into_iter()
        .next()?;
    let variable = &behaviour.cells.get(cell.index())?.name;
    let name = standing.network[operation].name;
    Some(
        Diagnostic::new(
            Code::Q0411,
            line(standing, place),
            format!("`{name}` is awaited, but `{variable}` is not set on this way"),
        )
        .label("no message can correlate here")
        .note("messages for it are refused with the fault `CorrelationError`")
        .help(format!(
            "write `{variable} = new` on every way that leads here"
        )),
    )
}

/// A body of `spawn` waits for a message.
fn spawned(subject: &Subject<'_, '_>, standing: &Standing<'_>, place: Place) -> Option<Diagnostic> {
    let phase = standing.sessions.get(&place.slot)?.phase;
    if !matches!(phase, Phase::Spawned { .. }) {
        return None;
    }
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, &awaited(standing, place));
    let diagnostic = Diagnostic::new(
        Code::Q0302,
        line(standing, place),
        format!("{whom} waits for {wanted} inside of `spawn`, where no message ever comes"),
    );
    Some(
        diagnostic
            .label("this never comes")
            .note("each body of a `spawn` has queues of its own, and messages go to the session that spawned it")
            .help(format!("receive {wanted} after the `spawn`, or use `|` in its place")),
    )
}

/// The message that is awaited was refused when it was sent.
fn lost(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    of: InstanceId,
    raised: Raised,
) -> Diagnostic {
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, raised.refused.as_slice());
    let sender = subject.name(of);
    Diagnostic::new(
        Code::Q0304,
        raised.origin,
        format!(
            "{wanted} of {sender} is refused with `{}`, and {whom} waits for it for ever",
            raised.fault
        ),
    )
    .label("nobody takes this message")
    .related(line(standing, place), format!("{whom} waits here"))
    .help("send it only once the receiver's session has been started and its correlation values are set")
}

/// The partner has died of a fault.
fn died(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    partner: Option<InstanceId>,
    raised: Raised,
) -> Diagnostic {
    let whom = subject.at(standing, place);
    let waits = waits_for(subject, standing, place, None);
    let partner = partner.map_or_else(|| "its partner".to_owned(), |of| subject.name(of));
    let fault = raised.fault;
    let code = if raised.refused.is_some() {
        Code::Q0304
    } else {
        Code::Q0305
    };
    let diagnostic = Diagnostic::new(
        code,
        raised.origin,
        format!(
            "nobody handles `{fault}` in {partner}, whose session ends of it while {whom} {waits}"
        ),
    );
    strikes(diagnostic, raised)
        .related(line(standing, place), format!("{whom} {waits} here"))
        .help(format!(
            "handle the fault, `install( {fault} => … )`, and tell {whom} there that nothing follows"
        ))
}

/// Where a fault strikes: its `throw`, or the call that is answered by it, with the `throw` behind that.
fn strikes(diagnostic: Diagnostic, raised: Raised) -> Diagnostic {
    let fault = raised.fault;
    match raised.thrown {
        Some(thrown) => diagnostic
            .label(format!("this is answered by `{fault}`"))
            .related(thrown, format!("`{fault}` is raised here")),
        None => diagnostic.label(format!("`{fault}` is raised here")),
    }
}

/// A partner has handled a fault, but the code that would have sent what is awaited was given up for it.
fn given_up(
    subject: &Subject<'_, '_>,
    standing: &Standing<'_>,
    place: Place,
    history: &History,
    path: &Path,
) -> Option<Diagnostic> {
    let goals = goals(standing, place);
    let (of, raised) = history.ended.iter().rev().find_map(|ended| {
        let (at, raised) = ended.handled?;
        let sends = |index: usize| {
            let state = match index.checked_sub(1) {
                None => StateId::INITIAL,
                Some(last) => path.get(last)?.1,
            };
            let then = subject.standing(state);
            let own = then
                .places()
                .find(|place| place.slot == ended.slot && then.sends(*place, &goals));
            Some(own.is_some())
        };
        // What the session sends no longer by a branch that it takes is not the fault's doing.
        let last = (at..path.len())
            .take_while(|index| sends(*index) == Some(true))
            .last()?;
        let step = subject.step(path.get(last)?.0);
        (!matches!(step.kind, MoveKind::Choice(_) | MoveKind::Datum(..)))
            .then_some((ended.of, raised))
    })?;
    let whom = subject.at(standing, place);
    let wanted = alternatives(subject, &awaited(standing, place));
    let (partner, fault) = (subject.name(of), raised.fault);
    let diagnostic = Diagnostic::new(
        Code::Q0305,
        raised.origin,
        format!(
            "`{fault}` ends what would have sent {wanted} in {partner}, whose handler does not send it, and {whom} \
             waits for ever"
        ),
    );
    let diagnostic = strikes(diagnostic, raised)
        .related(
            line(standing, place),
            format!("{whom} waits for {wanted} here"),
        )
        .help(format!(
            "send {wanted} in the handler of `{fault}`, or after its scope"
        ));
    Some(diagnostic)
}

/// The inputs that bring about what is awaited.
fn goals(standing: &Standing<'_>, place: Place) -> BTreeSet<(InstanceId, InputId)> {
    let (Some(session), Some(Want::Input(branches))) =
        (standing.sessions.get(&place.slot), standing.want(place))
    else {
        return BTreeSet::new();
    };
    let inputs = branches.iter().map(|branch| branch.input);
    inputs
        .flat_map(|input| standing.sources(session.of, input))
        .collect()
}

/// The instances whose code sends what is awaited.
pub(super) fn partners(standing: &Standing<'_>, place: Place) -> BTreeSet<InstanceId> {
    let goals = goals(standing, place);
    let count = u32::try_from(standing.network.instances.len()).unwrap_or(u32::MAX);
    let sends = |instance: &InstanceId| {
        let nodes = standing.network.behaviour_of(*instance).nodes.len();
        let nodes = u32::try_from(nodes).unwrap_or(u32::MAX);
        (0..nodes).any(|at| standing.sends_at(*instance, Location(at), &goals))
    };
    (0..count).map(InstanceId).filter(sends).collect()
}
