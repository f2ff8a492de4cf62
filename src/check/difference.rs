//! What a new version of programs breaks for those who keep to the old one: in types and in behaviour.
//!
//! In comes one program that holds both versions, with what belongs to which; out come changes. A service must take every
//! request that it took, answer nothing that it did not, and fail with no fault that it did not declare; it must need no more
//! of those whom it calls (`calls`); a role of a session
//! must refine what it was ([`crate::protocol::difference`]), and its messages carry what partners take. Types are compared
//! by [`difference`], which is silent where it is not certain: where regular
//! expressions differ, that is told as not known.

mod calls;

use super::wider_type::words;
use crate::automata::local::Direction;
use crate::base::{Name, SourceId, Span};
use crate::program::contain::difference;
use crate::program::{
    DataTypeKind, Fault, InputPort, Location, Operation, Program, Service, Signature, Table, TypeId,
};
use crate::protocol::difference::changes;
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::project;
use crate::protocol::session::lower;
use crate::syntax::jolie::tree::Refinement;
use crate::syntax::session::tree::Session;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// What a change does to those who keep to the old version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It breaks them.
    Breaks,
    /// That is not known.
    Open,
    /// Nothing.
    Fits,
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does.
    pub effect: Effect,
    /// What has changed: `Shop.In.buy`, `Purchase.Seller`.
    pub subject: String,
    /// How.
    pub message: String,
    /// What happens before, for behaviour.
    pub run: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// Both versions in one program.
pub struct Versions<'p> {
    /// The program.
    pub program: &'p Program,
    /// The sources of the old version, and of the new one.
    pub sources: [FxHashSet<SourceId>; 2],
    /// The numbers that are given for the sizes of families.
    pub constants: FxHashMap<Name, i64>,
}

/// How many states a role may have.
const MOST: usize = 1 << 16;

impl Versions<'_> {
    /// All changes: what breaks something first.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut found = Vec::new();
        self.sessions(&mut found);
        self.services(&mut found);
        self.interfaces(&mut found);
        found.sort_by_key(|change| change.effect);
        found
    }

    fn is_in(&self, version: usize, span: Span) -> bool {
        let sources = self.sources.get(version);
        sources.is_some_and(|sources| sources.contains(&span.source))
    }

    fn sessions(&self, found: &mut Vec<Change>) {
        let of = |version: usize| -> Vec<&Session> {
            let all = self.program.sessions.iter().map(|one| &one.session);
            all.filter(|one| self.is_in(version, one.span)).collect()
        };
        let (old, new) = (of(0), of(1));
        for session in &old {
            let mut later = new.iter();
            match later.find(|one| one.name.name == session.name.name) {
                Some(one) => self.session(session, one, found),
                None => found.push(gone("session", session.name.name, session.name.span)),
            }
        }
        for session in new {
            if old.iter().all(|one| one.name.name != session.name.name) {
                found.push(fresh("session", session.name.name, session.name.span));
            }
        }
    }

    fn session(&self, old: &Session, new: &Session, found: &mut Vec<Change>) {
        let automata = [old, new].map(|one| lower(one, &self.constants).global);
        let [Some(old), Some(new)] = automata.map(|one| one.and_then(|one| deterministic(&one)))
        else {
            return;
        };
        for role in old.role_ids() {
            let name = old.role(role);
            let subject = format!("{}.{name}", old.name);
            let later = new.role_ids().find(|later| new.role(*later) == name);
            let Some(later) = later else {
                let change = |message: &str| Change {
                    effect: Effect::Breaks,
                    subject: subject.clone(),
                    message: message.to_owned(),
                    run: Vec::new(),
                    span: Span::NOWHERE,
                };
                found.push(change("the role is gone"));
                continue;
            };
            let locals = [project(&old, role, MOST), project(&new, later, MOST)];
            let [Some(before), Some(after)] = locals else {
                found.push(open(subject, "the role has too many states to be compared"));
                continue;
            };
            let carried = |direction: Direction,
                           one: &crate::automata::local::LocalEdge,
                           other: &crate::automata::local::LocalEdge| {
                self.carried(
                    direction,
                    one.payload.types().collect(),
                    other.payload.types().collect(),
                )
            };
            let (changes, whole) = changes(&before.local, &after.local, &carried);
            found.extend(changes.into_iter().map(|change| Change {
                effect: if change.breaks {
                    Effect::Breaks
                } else {
                    Effect::Fits
                },
                subject: subject.clone(),
                message: change.message,
                run: change.run,
                span: change.span,
            }));
            if !whole {
                found.push(open(subject, "not all of its changes are told"));
            }
        }
        for role in new
            .role_ids()
            .filter(|role| !old.roles.contains(&new.role(*role)))
        {
            found.push(fresh("role", new.role(role), Span::NOWHERE));
        }
    }

    /// What a message that a role sends, or takes, may carry now and partners do not expect.
    fn carried(&self, direction: Direction, old: Vec<Name>, new: Vec<Name>) -> Option<String> {
        if old.len() != new.len() {
            return Some(format!("it had {} parts, and has {}", old.len(), new.len()));
        }
        let parts = old.into_iter().zip(new);
        parts.into_iter().find_map(|(old, new)| {
            let types = [self.named(0, old), self.named(1, new)];
            let [Some(before), Some(after)] = types else {
                return (old != new).then(|| format!("it was `{old}`, and is `{new}`"));
            };
            let (narrow, wide) = match direction {
                Direction::Send => (after, before),
                Direction::Receive => (before, after),
            };
            let found = difference(self.program, narrow, wide)?;
            Some(match direction {
                Direction::Send => format!("it may have {}, which it had not", words(&found)),
                Direction::Receive => format!("it may not have {} any more", words(&found)),
            })
        })
    }

    /// The type of a name in a version.
    fn named(&self, version: usize, name: Name) -> Option<TypeId> {
        let types = self.program.types.iter();
        let own = types
            .enumerate()
            .find(|(_, one)| one.name == Some(name) && self.is_in(version, one.span));
        own.map(|(index, _)| TypeId::new(index))
    }

    fn services(&self, found: &mut Vec<Change>) {
        let of = |version: usize| -> Vec<&Service> {
            let all = self.program.services.iter();
            all.filter(|one| one.can_be_started() && self.is_in(version, one.span))
                .collect()
        };
        let (old, new) = (of(0), of(1));
        for service in &old {
            let mut later = new.iter();
            let Some(later) = later.find(|one| one.name == service.name) else {
                found.push(gone("service", service.name, service.span));
                continue;
            };
            for port in service.input_ports.values() {
                let subject = format!("{}.{}", service.name, port.name.name);
                match later.input_ports.get(&port.name.name) {
                    Some(now) => self.port(&subject, port, now, found),
                    None => {
                        let name = Name::from(&subject);
                        found.push(gone("input port", name, port.name.span));
                    }
                }
            }
            self.calls(service, later, found);
            for port in later.input_ports.values() {
                if !service.input_ports.contains_key(&port.name.name) {
                    let name = Name::from(&format!("{}.{}", service.name, port.name.name));
                    found.push(fresh("input port", name, port.name.span));
                }
            }
        }
        for service in new {
            if old.iter().all(|one| one.name != service.name) {
                found.push(fresh("service", service.name, service.span));
            }
        }
    }

    fn port(&self, subject: &str, old: &InputPort, new: &InputPort, found: &mut Vec<Change>) {
        let mut breaks = |message: String| {
            found.push(Change {
                effect: Effect::Breaks,
                subject: subject.to_owned(),
                message,
                run: Vec::new(),
                span: new.name.span,
            });
        };
        if let (Some(Location::Literal(old, _)), Some(Location::Literal(new, _))) =
            (&old.location, &new.location)
            && old != new
        {
            breaks(format!("it listened at `{old}`, and listens at `{new}`"));
        }
        if let (Some(old), Some(new)) = (old.protocol, new.protocol)
            && old != new
        {
            breaks(format!("it spoke {old}, and speaks {new}"));
        }
        self.operations(subject, &offered(old), &offered(new), found);
    }

    fn interfaces(&self, found: &mut Vec<Change>) {
        let of = |version: usize| {
            let all = self.program.interfaces.iter();
            all.filter(move |one| !one.extender && self.is_in(version, one.name.span))
        };
        // What services offer or call was compared as they do it.
        let services = self.program.services.iter();
        let ports = services.flat_map(|service| {
            let offered = service.input_ports.values().map(|port| &port.interfaces);
            let called = service.output_ports.values().map(|port| &port.interfaces);
            offered.chain(called)
        });
        let compared: FxHashSet<Span> = ports
            .flatten()
            .map(|id| self.program[*id].name.span)
            .collect();
        for interface in of(0) {
            let name = interface.name.name;
            let mut later = of(1);
            match later.find(|one| one.name.name == name) {
                Some(now)
                    if compared.contains(&now.name.span)
                        && compared.contains(&interface.name.span) => {}
                Some(now) => {
                    self.operations(name.as_str(), &interface.operations, &now.operations, found)
                }
                None => found.push(gone("interface", name, interface.name.span)),
            }
        }
        for interface in of(1) {
            let mut before = of(0);
            if before.all(|one| one.name.name != interface.name.name) {
                found.push(fresh("interface", interface.name.name, interface.name.span));
            }
        }
    }

    fn operations(
        &self,
        subject: &str,
        old: &Table<Operation>,
        new: &Table<Operation>,
        found: &mut Vec<Change>,
    ) {
        for (name, operation) in old {
            let subject = format!("{subject}.{name}");
            match new.get(name) {
                Some(now) => self.operation(&subject, operation, now, found),
                None => {
                    found.push(gone("operation", Name::from(&subject), operation.name.span));
                }
            }
        }
        for (name, operation) in new {
            if !old.contains_key(name) {
                let name = Name::from(&format!("{subject}.{name}"));
                found.push(fresh("operation", name, operation.name.span));
            }
        }
    }

    fn operation(&self, subject: &str, old: &Operation, new: &Operation, found: &mut Vec<Change>) {
        let span = new.name.span;
        let mut note = |effect, message: String| {
            found.push(Change {
                effect,
                subject: subject.to_owned(),
                message,
                run: Vec::new(),
                span,
            });
        };
        if old.is_request_response() != new.is_request_response() {
            let word = |request: bool| {
                if request {
                    "request-response"
                } else {
                    "one-way"
                }
            };
            let (was, is) = (
                word(old.is_request_response()),
                word(new.is_request_response()),
            );
            note(Effect::Breaks, format!("it was {was}, and is {is}"));
            return;
        }
        self.types(
            "the request",
            false,
            old.request(),
            new.request(),
            &mut note,
        );
        let signatures = (&old.signature, &new.signature);
        let (
            Signature::RequestResponse {
                response: was,
                faults: before,
                ..
            },
            Signature::RequestResponse {
                response: is,
                faults: after,
                ..
            },
        ) = signatures
        else {
            return;
        };
        self.answers((*was, *is), (before, after), &mut note);
    }

    /// Compares how a request is answered: by a response, or by faults.
    fn answers(
        &self,
        (was, is): (TypeId, TypeId),
        (before, after): (&Table<Fault>, &Table<Fault>),
        note: &mut dyn FnMut(Effect, String),
    ) {
        self.types("the answer", true, was, is, note);
        for (name, fault) in after {
            match before.get(name) {
                Some(known) => {
                    let what = format!("the fault `{name}`");
                    self.types(&what, true, known.carries, fault.carries, note);
                }
                None => note(
                    Effect::Breaks,
                    format!("it may fail with `{name}`, which it did not"),
                ),
            }
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            note(
                Effect::Fits,
                format!("it does not fail with `{name}` any more"),
            );
        }
    }

    /// Compares what goes out, or comes in, in both versions.
    fn types(
        &self,
        what: &str,
        out: bool,
        old: TypeId,
        new: TypeId,
        note: &mut dyn FnMut(Effect, String),
    ) {
        let [more, less] =
            [(new, old), (old, new)].map(|(narrow, wide)| difference(self.program, narrow, wide));
        let (wrong, fine) = if out { (&more, &less) } else { (&less, &more) };
        if let Some(found) = wrong {
            let found = words(found);
            note(
                Effect::Breaks,
                match out {
                    true => format!("{what} may have {found}, which it had not"),
                    false => format!("{what} may not have {found} any more"),
                },
            );
        } else if self.expressions(old) != self.expressions(new) {
            let message = format!("{what} has other regular expressions, which are not compared");
            note(Effect::Open, message);
        } else if let Some(found) = fine {
            let found = words(found);
            note(
                Effect::Fits,
                match out {
                    true => format!("{what} does not have {found} any more"),
                    false => format!("{what} may have {found} as well"),
                },
            );
        }
    }

    /// The regular expressions in a type.
    fn expressions(&self, id: TypeId) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut seen = FxHashSet::default();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            match &self.program[id].kind {
                DataTypeKind::Unknown => {}
                DataTypeKind::Link(target) => waiting.push(*target),
                DataTypeKind::Choice(parts) => waiting.extend(parts),
                DataTypeKind::Tree {
                    refinements,
                    fields,
                    ..
                } => {
                    found.extend(refinements.iter().filter_map(|one| match one {
                        Refinement::Regex(text) => Some(format!("{text:?}")),
                        _ => None,
                    }));
                    waiting.extend(fields.values().map(|field| field.definition));
                }
            }
        }
        found
    }
}

/// All operations of a port, those that it aggregates too.
fn offered(port: &InputPort) -> Table<Operation> {
    let mut all = port.operations.clone();
    for aggregation in &port.aggregates {
        for (name, operation) in &aggregation.operations {
            all.entry(*name).or_insert_with(|| operation.clone());
        }
    }
    all
}

fn gone(what: &str, name: Name, span: Span) -> Change {
    Change {
        effect: Effect::Breaks,
        subject: name.to_string(),
        message: format!("the {what} is gone"),
        run: Vec::new(),
        span,
    }
}

fn fresh(what: &str, name: Name, span: Span) -> Change {
    Change {
        effect: Effect::Fits,
        subject: name.to_string(),
        message: format!("the {what} is new"),
        run: Vec::new(),
        span,
    }
}

fn open(subject: String, message: &str) -> Change {
    Change {
        effect: Effect::Open,
        subject,
        message: message.to_owned(),
        run: Vec::new(),
        span: Span::NOWHERE,
    }
}
