//! A service under judgement, with what every judgement asks of it: what its ports offer, which definitions run,
//! which inputs start sessions, and which correlation set an operation uses.
//!
//! As in Jolie's builder (`OOITBuilder`): operations are registered by the input ports' own interfaces alone, and a
//! session starter is the first input of `main`, or each guard of the choice that `main` is, unless the mode is single.

use crate::base::{Name, SourceId};
use crate::flow::origin::{Followed, follow};
use crate::flow::shape::{Site, sites};
pub(super) use crate::program::starters::{Starter, starters, steps};
use crate::program::{
    CorrelationAlias, CorrelationSet, CourierGuard, DataTypeKind, Definition, InputPort, Operation,
    Program, Service, ServiceId, Table, TypeId,
};
use crate::syntax::jolie::tree::{ExecutionMode, Process, ProcessKind};
use crate::syntax::jolie::walk;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::OnceLock;

/// An operation as a port offers it.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub port: &'a InputPort,
    pub operation: &'a Operation,
}

/// A service under judgement.
pub(super) struct Subject<'a> {
    pub program: &'a Program,
    pub id: ServiceId,
    pub service: &'a Service,
    /// The operations that the input ports declare themselves: neither aggregated nor redirected ones.
    pub offered: Table<Vec<Offer<'a>>>,
    /// The definitions that `init`, `main` or a courier call, directly or not.
    pub called: Table<&'a Definition>,
    /// What is followed once, however many judgements ask for it.
    sites: OnceLock<Option<Vec<Site<'a>>>>,
    followed: OnceLock<Option<Followed>>,
}

/// The services of a program that their authors wrote, each read once for all judgements.
pub(super) struct Subjects<'a> {
    all: IndexMap<ServiceId, Subject<'a>, FxBuildHasher>,
}

impl<'a> Subjects<'a> {
    /// Of these services.
    pub fn new(program: &'a Program, services: impl Iterator<Item = ServiceId>) -> Self {
        let all = services.map(|id| (id, Subject::new(program, id)));
        Self { all: all.collect() }
    }

    /// Those of these services that are known.
    pub fn of(&self, services: Vec<ServiceId>) -> impl Iterator<Item = &Subject<'a>> {
        services.into_iter().filter_map(|id| self.all.get(&id))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Subject<'a>> {
        self.all.values()
    }
}

impl<'a> Subject<'a> {
    pub fn new(program: &'a Program, id: ServiceId) -> Self {
        let service = &program[id];
        let mut offered: Table<Vec<Offer<'a>>> = Table::default();
        for port in service.input_ports.values() {
            for (name, operation) in &port.operations {
                let offers = offered.entry(*name).or_default();
                offers.push(Offer { port, operation });
            }
        }
        let called = called(service, &mut roots(service));
        Self {
            program,
            id,
            service,
            offered,
            called,
            sites: OnceLock::new(),
            followed: OnceLock::new(),
        }
    }

    /// Where values leave its sessions; `None` when it is too long to be followed.
    pub fn sites(&self) -> Option<&[Site<'a>]> {
        let found = self.sites.get_or_init(|| sites(self.program, self.id));
        found.as_deref()
    }

    /// Where the values of its correlation variables come from; `None` when it is too long to be followed.
    pub fn followed(&self) -> Option<&Followed> {
        let found = self.followed.get_or_init(|| follow(self.program, self.id));
        found.as_ref()
    }

    /// The operation of this name, when the ports that offer it agree on its kind.
    pub fn operation(&self, name: Name) -> Option<&'a Operation> {
        let offers = self.offered.get(&name)?;
        let first = offers.first()?.operation;
        let same = |offer: &Offer<'_>| {
            offer.operation.is_request_response() == first.is_request_response()
        };
        offers.iter().all(same).then_some(first)
    }

    /// Every behaviour that Jolie builds: `init`, `main`, couriers and all definitions.
    pub fn built(&self) -> impl Iterator<Item = &'a Process> {
        let definitions = self.service.definitions.values();
        roots(self.service).chain(definitions.map(|definition| &*definition.body))
    }

    /// Every behaviour that may run: `init`, `main`, couriers and what they call.
    pub fn running(&self) -> impl Iterator<Item = &'a Process> {
        let called = self.called.values().map(|definition| &*definition.body);
        roots(self.service).chain(called)
    }

    /// The behaviours of sessions: `main` and what it calls; `init` and couriers are not in sessions.
    pub fn session(&self) -> Vec<&'a Process> {
        let main = self.service.main.iter().map(|main| &*main.body);
        let called = called(self.service, &mut main.clone());
        let called: Vec<&'a Process> = called.values().map(|called| &*called.body).collect();
        main.chain(called).collect()
    }

    /// The definitions that `init` calls, directly or not, and `init` itself.
    pub fn initial(&self) -> Vec<&'a Process> {
        let init = self.service.init.iter().map(|init| &**init);
        let called = called(self.service, &mut init.clone());
        let called: Vec<&'a Process> = called.values().map(|called| &*called.body).collect();
        init.chain(called).collect()
    }

    /// Whether each message may start a session.
    pub fn starts_sessions(&self) -> bool {
        self.service.execution != ExecutionMode::Single
    }

    /// The session starters; none in single mode.
    pub fn starters(&self) -> Vec<Starter<'a>> {
        match &self.service.main {
            Some(main) if self.starts_sessions() => starters(&main.body),
            _ => Vec::new(),
        }
    }

    /// The correlation set by which Jolie routes messages for this operation, when that is certain: an alias is
    /// about the operation.
    pub fn correlation(&self, operation: &Operation) -> Option<&'a CorrelationSet> {
        let mut sets = self.service.correlation_sets.iter();
        sets.find(|set| self.aliases(set).any(|alias| alias.is_about(operation)))
    }

    /// Whether the operation may correlate by some set: [`Subject::may_use`].
    pub fn may_correlate(&self, operation: &Operation) -> bool {
        let mut sets = self.service.correlation_sets.iter();
        sets.any(|set| self.may_use(set, operation))
    }

    /// Whether the operation may be meant by a correlation set: an alias is about it, or names the same type under
    /// another name, or what is named is not known.
    pub fn may_use(&self, set: &'a CorrelationSet, operation: &Operation) -> bool {
        let request = self.root(operation.request());
        let unknown = |id: TypeId| matches!(self.program[id].kind, DataTypeKind::Unknown);
        let same = |id: TypeId| unknown(self.root(id)) || self.root(id) == request;
        unknown(request)
            || self
                .aliases(set)
                .any(|alias| alias.is_about(operation) || alias.definition.is_none_or(same))
    }

    /// The aliases of a correlation set.
    pub fn aliases(&self, set: &'a CorrelationSet) -> impl Iterator<Item = &'a CorrelationAlias> {
        set.variables.iter().flat_map(|variable| &variable.aliases)
    }

    /// The type at the end of links.
    pub fn root(&self, id: TypeId) -> TypeId {
        let mut id = id;
        // Links may form a loop, which is reported elsewhere.
        for _ in 0..self.program.types.len() {
            match self.program[id].kind {
                DataTypeKind::Link(next) => id = next,
                _ => break,
            }
        }
        id
    }

    /// Whether this source is one of the standard packages or includes.
    pub fn is_standard(&self, source: SourceId) -> bool {
        self.program.standard.contains(&source)
    }

    /// Whether some courier handles the operation on its way.
    pub fn in_courier(&self, name: Name) -> bool {
        let mut branches = self
            .service
            .couriers
            .iter()
            .flat_map(|courier| &courier.branches);
        branches.any(|branch| match branch.guard {
            CourierGuard::Operation(operation) => operation.name == name,
            CourierGuard::Interface(_, Some(id)) => self.program[id].operations.contains_key(&name),
            CourierGuard::Interface(_, None) => true,
        })
    }
}

fn roots(service: &Service) -> impl Iterator<Item = &Process> {
    let init = service.init.iter().map(|init| &**init);
    let main = service.main.iter().map(|main| &*main.body);
    let branches = service
        .couriers
        .iter()
        .flat_map(|courier| &courier.branches);
    init.chain(main).chain(branches.map(|branch| &*branch.body))
}

/// The definitions that behaviours call, directly or not.
pub(super) fn called<'a>(
    service: &'a Service,
    roots: &mut dyn Iterator<Item = &'a Process>,
) -> Table<&'a Definition> {
    let mut found: Table<&'a Definition> = Table::default();
    let mut pending: Vec<&'a Process> = roots.collect();
    while let Some(process) = pending.pop() {
        walk::processes(process, &mut |part| {
            if let ProcessKind::Call(name) = &part.kind
                && let Some(definition) = service.definitions.get(&name.name)
                && found.insert(name.name, definition).is_none()
            {
                pending.push(&definition.body);
            }
        });
    }
    found
}

/// Which definition of a service calls which.
pub(super) fn calls(service: &Service) -> Vec<(Name, Name)> {
    let mut found = Vec::new();
    for (caller, definition) in &service.definitions {
        walk::processes(&definition.body, &mut |part| {
            if let ProcessKind::Call(called) = &part.kind {
                found.push((*caller, called.name));
            }
        });
    }
    found
}
