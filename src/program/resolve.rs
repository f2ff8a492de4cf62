//! Resolution: in come modules with their includes done, out comes the program that they make.
//!
//! The order: plans of services, names of modules, types, interfaces, services with their ports, and what is left of
//! Jolie's checks. A cause is reported once: what is missing stands for anything afterwards.

use super::facts::Facts;
use super::findings::Findings;
use super::model::{
    DataType, DataTypeKind, InterfaceDefinition, Module, ModuleId, Program, Service, ServiceId,
    ServiceKind, SessionDeclaration, Table,
};
use super::module::Reached;
use super::names::{Counts, Meaning, Names, names};
use super::plan::{Plan, Plans, plan};
use super::similar::nearest;
use super::types::Basics;
use super::verify;
use crate::base::{Code, Diagnostic, Name, Sources, Span};
use crate::syntax::jolie::tree::{ExecutionMode, Identifier, Item};
use rustc_hash::FxHashMap;
use std::path::Path;

/// How far a service is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Not yet.
    Waiting,
    /// It is being built: it needs itself.
    Begun,
    /// Wholly.
    Done,
}

/// The state of a resolution.
pub(super) struct Resolver<'a> {
    /// The modules.
    pub(super) reached: &'a [Reached],
    /// Their names.
    pub(super) names: Vec<Names<'a>>,
    /// What the services are made of, by their identifiers.
    pub(super) plans: &'a [Plan<'a>],
    /// How far each service is.
    pub(super) progress: Vec<Progress>,
    /// What the checks must know of each service beyond the program.
    pub(super) facts: Vec<Facts>,
    /// The program as far as it is made.
    pub(super) program: Program,
    /// The types of Jolie itself.
    pub(super) basics: Basics,
    /// What was found on the way.
    pub(super) findings: &'a mut Findings,
}

/// Makes the program, and reports what Jolie would refuse in it.
pub(super) fn resolve(reached: &[Reached], sources: &Sources, findings: &mut Findings) -> Program {
    let Plans {
        services: plans,
        fragments,
    } = plan(reached);
    let mut counts = Counts {
        types: 0,
        interfaces: 0,
    };
    let names = names(reached, &plans, &mut counts, findings);
    let mut program = empty(&counts, &plans);
    program.modules = modules(reached, &plans, sources);
    program.sessions = sessions(reached);
    let basics = Basics::add(&mut program.types);
    let mut resolver = Resolver {
        reached,
        names,
        progress: vec![Progress::Waiting; plans.len()],
        facts: plans.iter().map(|_| Facts::default()).collect(),
        plans: &plans,
        program,
        basics,
        findings,
    };
    resolver.resolve_types();
    resolver.resolve_interfaces();
    for service in 0..plans.len() {
        resolver.service(ServiceId::new(service));
    }
    for fragment in &fragments {
        resolver.build(fragment);
    }
    resolver.resolve_tested_types();
    resolver.resolve_sessions();
    verify::modules(&mut resolver);
    verify::services(&mut resolver);
    resolver.program
}

/// A program with a place for every type, interface and service.
fn empty(counts: &Counts, plans: &[Plan]) -> Program {
    let unknown = DataType {
        name: None,
        span: Span::NOWHERE,
        kind: DataTypeKind::Unknown,
    };
    let nameless = InterfaceDefinition {
        name: Identifier {
            name: Name::default(),
            span: Span::NOWHERE,
        },
        extender: false,
        operations: Table::default(),
    };
    Program {
        modules: Vec::new(),
        services: plans.iter().map(unbuilt).collect(),
        types: vec![unknown; counts.types],
        interfaces: vec![nameless; counts.interfaces],
        tested: FxHashMap::default(),
        standard: Vec::new(),
        sessions: Vec::new(),
    }
}

/// A service with nothing in it.
pub(super) fn unbuilt(plan: &Plan) -> Service {
    Service {
        name: plan.name.name,
        span: plan.name.span,
        module: ModuleId::new(plan.module),
        kind: plan.kind.clone(),
        parameter: None,
        execution: ExecutionMode::Single,
        input_ports: Table::default(),
        output_ports: Table::default(),
        correlation_sets: Vec::new(),
        definitions: Table::default(),
        init: Vec::new(),
        main: None,
        couriers: Vec::new(),
        embeds: Vec::new(),
        plays: Vec::new(),
        complete: true,
    }
}

fn sessions(reached: &[Reached]) -> Vec<SessionDeclaration> {
    let modules = reached.iter().enumerate();
    let items =
        modules.flat_map(|(module, one)| one.unit.items.iter().map(move |item| (module, item)));
    let sessions = items.filter_map(|(module, item)| match item {
        Item::Session(session) => Some(SessionDeclaration {
            module: ModuleId::new(module),
            session: (**session).clone(),
            types: FxHashMap::default(),
        }),
        _ => None,
    });
    sessions.collect()
}

fn modules(reached: &[Reached], plans: &[Plan], sources: &Sources) -> Vec<Module> {
    let mut modules: Vec<Module> = reached
        .iter()
        .map(|reached| {
            let parsed = &reached.unit.parsed;
            let name = sources
                .get(parsed.source)
                .map(|source| source.name().to_owned());
            Module {
                name: name.unwrap_or_default(),
                source: parsed.source,
                path: parsed.origin.path().map(Path::to_path_buf),
                asked: reached.asked,
                named: reached.named,
                standard: parsed.origin.is_standard(),
                services: Vec::new(),
            }
        })
        .collect();
    for (position, plan) in plans.iter().enumerate() {
        modules[plan.module].services.push(ServiceId::new(position));
    }
    modules
}

impl<'a> Resolver<'a> {
    /// What a name means in a module; `None` when it means nothing, which is reported under `code`, or when it is not
    /// known, which is reported elsewhere.
    pub(super) fn meaning(
        &mut self,
        module: usize,
        name: Identifier,
        wanted: &str,
        code: Code,
    ) -> Option<Meaning> {
        let names = &self.names[module];
        match names.table.get(&name.name) {
            Some(symbol) if symbol.meaning == Meaning::Unknown => None,
            Some(symbol) => Some(symbol.meaning),
            None if names.open => None,
            None => {
                let message = format!("{wanted} `{}` is not defined", name.name);
                let mut finding = Diagnostic::new(code, name.span, message)
                    .label(format!("no {wanted} of this name in this module"));
                let table = names.table.keys().map(Name::as_str);
                if let Some(near) = nearest(&name.name, table) {
                    finding = finding.help(format!("there is `{near}`"));
                }
                self.findings.push(finding);
                None
            }
        }
    }

    /// Reports a name that means something else than what is needed.
    pub(super) fn misused(&mut self, name: Identifier, meaning: Meaning, needed: &str, code: Code) {
        if meaning == Meaning::Unknown {
            return;
        }
        let message = format!(
            "`{}` is {}, and {needed} is needed here",
            name.name,
            meaning.article()
        );
        self.findings
            .push(Diagnostic::new(code, name.span, message).label(format!("{needed} is needed")));
    }

    /// The plan of a service.
    pub(super) fn plan(&self, service: ServiceId) -> Option<&'a Plan<'a>> {
        self.plans.get(service.index())
    }

    /// Whether a service is not written in Jolie.
    pub(super) fn is_foreign(&self, service: ServiceId) -> bool {
        matches!(self.program[service].kind, ServiceKind::Foreign(_))
    }
}
