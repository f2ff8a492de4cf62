//! Whether a session that was guessed is one: its text reads back, it can be implemented, every service refines its role.

use crate::automata::global::{Global, Interaction, StateId};
use crate::automata::label::{Phase, RoleId};
use crate::automata::local::Direction;
use crate::automata::network::{InstanceId, OperationId};
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use crate::check::conformance::told;
use crate::check::protocol::{self, Rules};
use crate::protocol::implementable::deterministic;
use crate::protocol::inference::{Composed, Obstacle, Player, Scene};
use crate::protocol::projection::project;
use crate::protocol::refinement::{Answer, Part, refines};
use crate::protocol::session::lower;
use crate::protocol::written::{self, Unsayable};
use crate::syntax::jolie::parse;
use crate::syntax::jolie::tree::Item;
use crate::syntax::session::print::print;
use crate::verdict::{Outcome, Property};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many states a role may have.
const MOST: usize = 1 << 14;

/// How deeply choices and calls are nested in a session that somebody would write.
const LEVELS: usize = 16;

/// A session that services keep.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Its text, which reads back as it.
    pub text: String,
    /// What it means.
    pub global: Global,
    /// What each service says to play its role: `plays Shop.Buyer`.
    pub plays: Vec<String>,
    /// What is not known of it.
    pub remarks: Vec<String>,
}

/// Decides it.
///
/// # Errors
///
/// What stands in the way.
pub(super) fn verify(scene: &Scene<'_>, guessed: &Composed) -> Result<Agreed, Obstacle> {
    let lines = lines(guessed);
    if guessed.global.is_empty() {
        return Err(Obstacle::new(Span::NOWHERE, "nothing is said"));
    }
    let mut session = written::session_of(&guessed.global, &guessed.blocks)
        .map_err(|errors| handled(guessed).unwrap_or_else(|| unsayable(errors)))?;
    session.roles = None;
    let text = print(&session) + "\n";
    if levels(&text) > LEVELS {
        let message =
            "how often a loop goes round hangs on a number here, and sessions do not count";
        return Err(Obstacle::limit(Span::NOWHERE, message));
    }
    let global = read(&text, guessed)?;
    let mut remarks = Vec::new();
    for verdict in protocol::judge(&global, Rules::Jolie, &[Property::Implementable]) {
        if verdict.semantics != "jolie" {
            continue;
        }
        match verdict.result {
            Outcome::Holds(_) => {}
            Outcome::Fails(failure) => {
                let last = failure.trace.steps.last().and_then(|step| {
                    let key = (step.from.name, step.to?.name, step.subject?);
                    lines.get(&key).copied()
                });
                let span = last.unwrap_or(Span::NOWHERE);
                return Err(Obstacle::new(span, failure.diagnostic.message));
            }
            Outcome::Unknown(reason) => remarks.push(reason.message),
        }
    }
    let distinct = deterministic(&global).ok_or_else(Obstacle::unsaid)?;
    let mut plays = Vec::new();
    for role in scene.role_ids() {
        let name = scene.name(role);
        let takes_part = lines
            .keys()
            .any(|(from, to, _)| *from == name || *to == name);
        if let Some(Player::Service(instance)) = scene.player(role)
            && takes_part
        {
            plays.push(refined(scene, &distinct, *instance, name)?);
        }
    }
    remarks.dedup();
    Ok(Agreed {
        text,
        global,
        plays,
        remarks,
    })
}

/// How deeply a text is nested.
fn levels(text: &str) -> usize {
    let indents = text
        .lines()
        .map(|line| line.len() - line.trim_start().len());
    indents.max().unwrap_or(0) / 4
}

/// The lines on which services send what, by sender, receiver and operation.
fn lines(guessed: &Composed) -> FxHashMap<(Name, Name, Name), Span> {
    let globals = guessed.blocks.values().flatten().chain([&guessed.global]);
    let mut lines = FxHashMap::default();
    for global in globals {
        for (_, edge) in global.all_edges() {
            let interaction = edge.interaction;
            let [from, to] = [interaction.from, interaction.to].map(|role| global.role(role));
            let key = (from, to, interaction.label.operation);
            lines.entry(key).or_insert(edge.span);
        }
    }
    lines
}

fn unsayable(errors: Vec<Unsayable>) -> Obstacle {
    let mut errors = errors.into_iter();
    let first = errors.next();
    let first = first.map_or_else(Obstacle::unsaid, |error| {
        Obstacle::new(error.span, error.message)
    });
    Obstacle {
        others: errors.map(|error| (error.span, error.message)).collect(),
        ..first
    }
}

/// The automaton of a text.
fn read(text: &str, guessed: &Composed) -> Result<Global, Obstacle> {
    let unsaid = |errors: &[Diagnostic]| match errors.first() {
        Some(error) => refused(text, guessed, error),
        None => Obstacle::unsaid(),
    };
    let (file, errors) = parse(SourceId::NOWHERE, text);
    let session = file.items.into_iter().find_map(|item| match item {
        Item::Session(session) => Some(*session),
        _ => None,
    });
    let Some(session) = session.filter(|_| errors.is_empty()) else {
        return Err(unsaid(&errors));
    };
    let lowered = lower(&session, &FxHashMap::default());
    match lowered.global.filter(|_| lowered.diagnostics.is_empty()) {
        Some(global) => Ok(global),
        None => Err(unsaid(&lowered.diagnostics)),
    }
}

/// A fault after which who got it answers its own caller: in a session a fault ends all that is around it.
fn handled(guessed: &Composed) -> Option<Obstacle> {
    let globals = guessed.blocks.values().flatten().chain([&guessed.global]);
    globals.into_iter().find_map(|global| {
        global.all_edges().find_map(|(_, edge)| {
            let fault = edge.interaction.label.phase.fault()?;
            let caller = edge.interaction.to;
            let answer = answered(global, edge.target, caller)?;
            let (handler, operation) = (global.role(caller), edge.interaction.label.operation);
            let message = format!(
                "`{handler}` handles the fault `{fault}` of `{operation}` and then answers `{answer}`: in a session a \
                 fault ends every call around it"
            );
            Some(Obstacle::new(edge.span, message))
        })
    })
}

/// The call that a role answers from a state on, which was made before.
fn answered(global: &Global, from: StateId, role: RoleId) -> Option<Name> {
    let mut waiting = vec![(from, Vec::new())];
    let mut seen = FxHashSet::default();
    while let Some((state, open)) = waiting.pop() {
        if !seen.insert(state) {
            continue;
        }
        for edge in global.edges(state) {
            let Interaction { from, to, label } = edge.interaction;
            let mut open: Vec<Name> = open.clone();
            if label.phase == Phase::Request && to == role {
                open.push(label.operation);
            } else if label.phase == Phase::Reply && from == role {
                match open.iter().position(|call| *call == label.operation) {
                    Some(place) => open.remove(place),
                    None => return Some(label.operation),
                };
            }
            waiting.push((edge.target, open));
        }
    }
    None
}

/// Why no session is what was guessed, by an error of its text.
fn refused(text: &str, guessed: &Composed, error: &Diagnostic) -> Obstacle {
    if error.code == Code::Q0512
        && let Some(obstacle) = handled(guessed)
    {
        return obstacle;
    }
    let (start, end) = (
        error.primary.span.start as usize,
        error.primary.span.end as usize,
    );
    let words = text.get(start..end).unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    let message = format!("as a session it would be wrong: {}", error.message);
    match words.is_empty() || words.len() > 12 {
        true => Obstacle::new(Span::NOWHERE, message),
        false => Obstacle::new(
            Span::NOWHERE,
            format!("{message}, in `{}`", words.join(" ")),
        ),
    }
}

/// What a service says to play its role, when it refines it.
fn refined(
    scene: &Scene<'_>,
    global: &Global,
    instance: InstanceId,
    name: Name,
) -> Result<String, Obstacle> {
    let role_of = |name: Name| global.role_ids().find(|role| global.role(*role) == name);
    // A name that sessions cannot have was written in another way.
    let role = role_of(name).ok_or_else(Obstacle::unsaid)?;
    let projection = project(global, role, MOST).ok_or_else(Obstacle::unsaid)?;
    // Who has no part in the session gets nothing in it: what is sent there is not the role's.
    let reached = |ends: &Vec<(Name, RoleId)>| {
        let roles = ends.iter().map(|(_, to)| role_of(scene.name(*to)));
        let mut roles: Vec<RoleId> = roles.map(|to| to.unwrap_or(role)).collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    };
    let mut first = global.edges(global.start()).iter();
    let part = Part {
        network: scene.network,
        instance,
        local: &projection.local,
        partners: scene.ports_of(instance).iter().map(reached).collect(),
        begins: first.all(|edge| edge.interaction.from == role),
        elsewhere: FxHashSet::default(),
        strangers: strangers(scene, global, instance),
        conditioned: FxHashSet::default(),
    };
    match refines(&part) {
        Answer::Refines(_) => Ok(said(global, &part)),
        Answer::Unknown(why) => {
            let span = scene.network.behaviour_of(instance).span;
            Err(Obstacle::limit(
                span,
                format!("of `{name}` it is not known whether it keeps to it: {why}"),
            ))
        }
        Answer::Deviates(found) => Err(found.first().map_or_else(Obstacle::unsaid, |found| {
            wrong(&told(scene.network, instance, (global, role), found))
        })),
    }
}

/// The operations of an instance that services without a part in the session call.
fn strangers(scene: &Scene<'_>, global: &Global, instance: InstanceId) -> FxHashSet<OperationId> {
    let own = scene.role_of(instance);
    let has_part = |role: &RoleId| global.roles.contains(&scene.name(*role));
    let mut found = FxHashSet::default();
    for role in scene.role_ids().filter(|role| !has_part(role)) {
        let Some(Player::Service(caller)) = scene.player(role) else {
            continue;
        };
        let ends = scene.ports_of(*caller).iter().flatten();
        for (called, _) in ends.filter(|(_, to)| Some(*to) == own) {
            let ids = (0..).map(OperationId).zip(&scene.network.operations);
            found.extend(ids.filter(|(_, one)| one.name == *called).map(|(id, _)| id));
        }
    }
    found
}

/// `plays Shop.Buyer( Bank => Till )`: ports that are called after another role than they reach are told.
fn said(global: &Global, part: &Part<'_>) -> String {
    let behaviour = part.network.behaviour_of(part.instance);
    let ports = behaviour.ports.iter().zip(&part.partners);
    let sends = |to: &RoleId| {
        let mut edges = part.local.states().flat_map(|(_, one)| &one.edges);
        edges.any(|edge| edge.action.direction == Direction::Send && edge.action.partner == *to)
    };
    let told = ports.filter_map(|(port, reached)| {
        let named = global
            .role_ids()
            .find(|role| global.role(*role) == port.name)?;
        let reached: Vec<RoleId> = reached.iter().copied().filter(sends).collect();
        match reached.as_slice() {
            [only] if *only != named => Some(format!("{} => {}", global.role(*only), port.name)),
            _ => None,
        }
    });
    let told: Vec<String> = told.collect();
    let role = global.role(part.local.role);
    match told.is_empty() {
        true => format!("plays {}.{role}", global.name),
        false => format!("plays {}.{role}( {} )", global.name, told.join(", ")),
    }
}

/// What a judgement has found, as what stands in the way.
fn wrong(found: &Diagnostic) -> Obstacle {
    let others = found.related.iter();
    Obstacle {
        others: others
            .map(|label| (label.span, label.message.clone()))
            .collect(),
        ..Obstacle::new(found.primary.span, found.message.clone())
    }
}
