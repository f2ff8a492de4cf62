//! What is left of Jolie's checks once everything is resolved: one rule, or one family of rules, a file.
//!
//! Jolie checks the service that it starts; here every service of every module that is not standard is checked.
//! Nothing is said of what is not known: a service whose files are not all there is only looked at where that
//! cannot matter.

mod correlation;
mod couriers;
mod definitions;
mod embeddings;
mod foreign;
mod guards;
mod locations;
mod main;
mod outputs;
mod parameters;
mod paths;
mod ports;
mod redeclared;

use super::facts::Facts;
use super::findings::Findings;
use super::model::{Program, Service, ServiceId, ServiceKind};
use super::plan::Plan;
use super::resolve::Resolver;
use crate::syntax::jolie::walk::Node;

/// A service with what the rules read and where they report.
struct Scene<'a> {
    program: &'a Program,
    service: &'a Service,
    plan: &'a Plan<'a>,
    facts: &'a Facts,
    /// Whether its module was asked for.
    asked: bool,
    findings: &'a mut Findings,
}

/// The rules on modules.
pub(super) fn modules(resolver: &mut Resolver) {
    for module in 0..resolver.reached.len() {
        if resolver.program.modules[module].standard {
            continue;
        }
        redeclared::check(resolver, module);
        ports::check(resolver, module);
        main::twice(resolver, module);
    }
}

/// The rules on services.
pub(super) fn services(resolver: &mut Resolver) {
    let Resolver {
        plans,
        facts,
        program,
        findings,
        ..
    } = resolver;
    for (position, plan) in plans.iter().enumerate() {
        let service = &program[ServiceId::new(position)];
        let module = &program[service.module];
        if module.standard {
            continue;
        }
        let mut scene = Scene {
            program,
            service,
            plan,
            facts: &facts[position],
            asked: module.asked,
            findings,
        };
        if matches!(service.kind, ServiceKind::Foreign(_)) {
            foreign::check(&mut scene);
        } else {
            written(&mut scene);
        }
    }
    embeddings::check(plans, program, findings);
}

/// The rules on services that are written in Jolie.
fn written(scene: &mut Scene) {
    locations::check(scene);
    ports::conflicts(scene);
    ports::open_types(scene);
    ports::bindings(scene);
    parameters::check(scene);
    definitions::check(scene);
    outputs::check(scene);
    guards::check(scene);
    paths::check(scene);
    couriers::check(scene);
    main::check(scene);
    correlation::check(scene);
}

/// Whether a node can hold behaviours: those below expressions and paths cannot.
fn holds_behaviours(node: Node<'_>) -> bool {
    matches!(node, Node::Process(_) | Node::Receive(_))
}
