//! What is started: in come a program and the service that was asked for, out come the services that nothing embeds.
//!
//! `jolie file.ol` starts `Main`, or the only service of the file, or the one of `--service`, and with it what it
//! embeds. Every other service that nothing starts is a root as well: it is checked open, on its own.

use crate::base::Name;
use crate::program::{EmbedTarget, Module, Program, ServiceId};
use rustc_hash::FxHashSet;

/// A service that is started by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Root<'a> {
    /// The service.
    pub(super) service: ServiceId,
    /// The module that declares it.
    pub(super) module: &'a Module,
    /// Whether starting its file starts it: it is no second service beside `Main`.
    pub(super) entry: bool,
}

/// The roots of the modules that were asked for and that `of` takes, in order.
///
/// A service that another one embeds is no root, but for one that was asked for; of services that only embed one
/// another in a ring, the first is one.
pub(super) fn roots<'a>(
    program: &'a Program,
    asked: Option<Name>,
    of: &dyn Fn(&Module) -> bool,
) -> Vec<Root<'a>> {
    let mut candidates: Vec<(Root, bool)> = Vec::new();
    let modules = program.modules.iter();
    for module in modules.filter(|module| module.asked && of(module)) {
        candidates.extend(of_module(program, module, asked));
    }
    let mut seen = FxHashSet::default();
    let mut embedded = FxHashSet::default();
    for (root, _) in &candidates {
        reach(program, root.service, &mut seen, &mut |by, target| {
            if by != target {
                embedded.insert(target);
            }
        });
    }
    let mut reached = FxHashSet::default();
    let mut is_root = Vec::with_capacity(candidates.len());
    for (root, chosen) in &candidates {
        let starts = *chosen || !embedded.contains(&root.service);
        if starts {
            reach(program, root.service, &mut reached, &mut |_, _| {});
        }
        is_root.push(starts);
    }
    let mut roots = Vec::new();
    for ((root, _), starts) in candidates.into_iter().zip(is_root) {
        if starts || !reached.contains(&root.service) {
            reach(program, root.service, &mut reached, &mut |_, _| {});
            roots.push(root);
        }
    }
    roots
}

/// The services of a module that may be started by themselves, each with whether it was asked for.
fn of_module<'a>(
    program: &'a Program,
    module: &'a Module,
    asked: Option<Name>,
) -> Vec<(Root<'a>, bool)> {
    let own = module.services.iter().copied();
    let own: Vec<ServiceId> = own.filter(|id| program[*id].can_be_started()).collect();
    let named = |name: &str| own.iter().copied().find(|id| program[*id].name == name);
    let root = |service, entry| Root {
        service,
        module,
        entry,
    };
    if module.standard {
        return Vec::new();
    }
    if let Some(service) = asked.and_then(|name| named(name.as_str())) {
        return vec![(root(service, true), true)];
    }
    let main = named("Main");
    let entry = |id| main.is_none_or(|main| main == id);
    let roots = own.iter().map(|id| (root(*id, entry(*id)), false));
    roots.collect()
}

/// Goes through all that a service embeds, directly or not; `visit` sees each embedder with what it embeds.
fn reach(
    program: &Program,
    from: ServiceId,
    seen: &mut FxHashSet<ServiceId>,
    visit: &mut dyn FnMut(ServiceId, ServiceId),
) {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for embed in &program[id].embeds {
            if let EmbedTarget::Service(target) = embed.target {
                visit(id, target);
                open.push(target);
            }
        }
    }
}
