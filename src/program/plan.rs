//! Plans of services: in come the declarations of modules, out comes what each service is made of, in Jolie's order.
//!
//! An old-style program is one service, Main, made of everything that is no symbol. In a module with services, the
//! ports and embedded programs that stand before a service are put into it; definitions, correlation sets and modes
//! of execution of the module hold for all its services. An internal service sees the output ports before it.

use super::model::{ServiceId, ServiceKind};
use super::module::Reached;
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{Identifier, Item, Parameter, Service};

/// A piece of a service.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// A declaration.
    Item(&'a Item),
    /// The output port of an internal service, and its embedding.
    Inner(&'a Service, ServiceId),
    /// The output port of an internal service alone, for internal services that come after it.
    InnerPort(&'a Service),
    /// The input port of an internal service itself, which runs its sessions concurrently.
    Door(&'a Service),
}

/// What a service is made of.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The module that declares it.
    pub(super) module: usize,
    /// Its name.
    pub(super) name: Identifier,
    /// What kind of service it is.
    pub(super) kind: ServiceKind,
    /// Its parameter.
    pub(super) parameter: Option<&'a Parameter>,
    /// Its declaration, when it has one.
    pub(super) declaration: Option<&'a Service>,
    /// Its pieces in the order in which Jolie reads them.
    pub(super) parts: Vec<Part<'a>>,
}

/// The plans of all services, and those of files that are only parts of programs.
#[derive(Debug, Default)]
pub(super) struct Plans<'a> {
    /// One for each service, by its identifier.
    pub(super) services: Vec<Plan<'a>>,
    /// Declarations without `main` and without `service`: looked through, but no service.
    pub(super) fragments: Vec<Plan<'a>>,
}

/// Plans the services of all modules.
pub(super) fn plan(reached: &[Reached]) -> Plans<'_> {
    let mut plans = Plans::default();
    for (module, reached) in reached.iter().enumerate() {
        if !reached.fragment {
            plan_module(module, reached, &mut plans);
        }
    }
    plans
}

/// Whether a service is an internal one.
pub(super) fn interfaces(service: &Service) -> Option<&[Identifier]> {
    service.items.iter().find_map(|item| match item {
        Item::Interfaces(names) if !names.is_empty() => Some(names.as_slice()),
        _ => None,
    })
}

/// Whether a declaration is a symbol of its module, or an import of some.
fn is_symbol(item: &Item) -> bool {
    match item {
        Item::Import(_) | Item::Type(_) | Item::Interface(_) | Item::Session(_) => true,
        Item::Service(service) => interfaces(service).is_none(),
        _ => false,
    }
}

fn plan_module<'a>(module: usize, reached: &'a Reached, plans: &mut Plans<'a>) {
    let items = &reached.unit.items;
    let main = items.iter().find_map(|item| match item {
        Item::Main(code) => Some(code.keyword),
        _ => None,
    });
    let declares = items
        .iter()
        .any(|item| matches!(item, Item::Service(service) if interfaces(service).is_none()));
    let mut whole: Vec<Part> = Vec::new();
    let mut shared: Vec<Part> = Vec::new();
    for item in items {
        match item {
            Item::Service(service) if interfaces(service).is_some() => {
                let id = ServiceId::new(plans.services.len());
                let inner = plan_internal(module, service, &shared);
                plans.services.push(inner);
                whole.push(Part::Inner(service, id));
                shared.push(Part::Inner(service, id));
            }
            Item::Service(service) => {
                let outer = plan_declared(module, reached, service, &shared);
                plans.services.push(outer);
            }
            Item::InputPort(_) | Item::OutputPort(_) | Item::Embedded(_) => {
                whole.push(Part::Item(item));
                shared.push(Part::Item(item));
            }
            _ if !is_symbol(item) => whole.push(Part::Item(item)),
            _ => {}
        }
    }
    if declares {
        return;
    }
    let plan = Plan {
        module,
        name: Identifier {
            name: Name::from("Main"),
            span: main.unwrap_or(Span::NOWHERE),
        },
        kind: ServiceKind::OldStyle,
        parameter: None,
        declaration: None,
        parts: last(whole),
    };
    if main.is_some() {
        plans.services.push(plan);
    } else if !plan.parts.is_empty() {
        plans.fragments.push(plan);
    }
}

/// Behaviours of `init` and `main` come after everything else.
fn last(parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let rank = |part: &Part| match part {
        Part::Item(Item::Init(_)) => 1,
        Part::Item(Item::Main(_)) => 2,
        _ => 0,
    };
    let mut parts = parts;
    parts.sort_by_key(rank);
    parts
}

fn plan_internal<'a>(module: usize, service: &'a Service, before: &[Part<'a>]) -> Plan<'a> {
    let mut parts: Vec<Part> = before
        .iter()
        .filter_map(|part| match part {
            Part::Inner(service, _) => Some(Part::InnerPort(service)),
            Part::Item(Item::OutputPort(_)) => Some(*part),
            _ => None,
        })
        .collect();
    parts.push(Part::InnerPort(service));
    parts.push(Part::Door(service));
    parts.extend(service.items.iter().map(Part::Item));
    Plan {
        module,
        name: service.name,
        kind: ServiceKind::Internal,
        parameter: None,
        declaration: Some(service),
        parts: last(parts),
    }
}

fn plan_declared<'a>(
    module: usize,
    reached: &'a Reached,
    service: &'a Service,
    before: &[Part<'a>],
) -> Plan<'a> {
    let foreign = service.items.iter().find_map(|item| match item {
        Item::Foreign(foreign) => Some(foreign),
        _ => None,
    });
    let mut parts: Vec<Part> = Vec::new();
    if foreign.is_none() {
        let common = reached.unit.items.iter().filter(|item| {
            matches!(
                item,
                Item::Define(_) | Item::Execution(_) | Item::CorrelationSet(_)
            )
        });
        parts.extend(common.map(Part::Item));
        parts.extend(before);
    }
    parts.extend(service.items.iter().map(Part::Item));
    let kind = foreign.map_or(ServiceKind::Declared, |foreign| {
        let class = foreign.entries.iter().find(|(key, _)| key.name == "class");
        ServiceKind::Foreign(class.map(|(_, class)| class.trim_matches('"').to_owned()))
    });
    Plan {
        module,
        name: service.name,
        kind,
        parameter: service.parameter.as_ref(),
        declaration: Some(service),
        parts: last(parts),
    }
}
