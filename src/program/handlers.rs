//! Which handlers a scope may have, and which faults they catch: in come a service and a behaviour, out goes each handler
//! that it may install.
//!
//! A scope catches a fault by name or by `default`, and forgets all its handlers before it runs one.
//! A handler is installed into the innermost scope around the `install` at run time: those of a called definition and of
//! parallel branches go to the caller's. The handlers of a solicit-response are installed once it has been answered.

use super::Service;
use crate::base::Name;
use crate::syntax::jolie::tree::{Handler, HandlerName, Process, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};
use rustc_hash::FxHashSet;

/// The faults for which a scope may have handlers.
#[derive(Clone, Debug, Default)]
pub struct Caught {
    /// By name.
    pub names: FxHashSet<Name>,
    /// By `default`.
    pub all: bool,
}

impl Caught {
    /// Whether this fault is one of them.
    #[must_use]
    pub fn catches(&self, fault: Name) -> bool {
        self.all || self.names.contains(&fault)
    }
}

/// What the handlers that a behaviour may install catch.
#[must_use]
pub fn caught(service: &Service, process: &Process) -> Caught {
    let mut caught = Caught::default();
    installed(
        service,
        process,
        &mut FxHashSet::default(),
        &mut |handler| {
            for name in &handler.names {
                match name {
                    HandlerName::Fault(fault) if fault.name == "default" => caught.all = true,
                    HandlerName::Fault(fault) => {
                        caught.names.insert(fault.name);
                    }
                    HandlerName::This(_) => {}
                }
            }
        },
    );
    caught
}

/// The handlers that a behaviour may install into the scope around it.
pub fn installed<'a>(
    service: &'a Service,
    process: &'a Process,
    called: &mut FxHashSet<Name>,
    visit: &mut dyn FnMut(&'a Handler),
) {
    walk::walk(Node::Process(process), &mut |node| {
        let Node::Process(part) = node else {
            return matches!(node, Node::Receive(_));
        };
        match &part.kind {
            ProcessKind::Scope { .. } | ProcessKind::Spawn { .. } => return false,
            ProcessKind::Install(handlers) => handlers.iter().for_each(&mut *visit),
            ProcessKind::Send(send) => {
                let handlers = send.solicit.iter().flat_map(|solicit| &solicit.handlers);
                handlers.for_each(&mut *visit);
            }
            ProcessKind::Call(name) if called.insert(name.name) => {
                if let Some(definition) = service.definitions.get(&name.name) {
                    installed(service, &definition.body, called, visit);
                }
            }
            _ => {}
        }
        true
    });
}
