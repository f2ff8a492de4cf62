//! What the judgements on faults share: which faults the handlers of a scope catch, and which names look alike.
//!
//! A scope catches a fault by name or by `default`, and forgets all its handlers before it runs one. A handler is
//! installed into the innermost scope around the `install` at run time: those of a called definition and of parallel
//! branches go to the caller's. The handlers of a solicit-response are installed once it has been answered.

use crate::base::Name;
use crate::program::Service;
use crate::program::similar::distance;
use crate::syntax::jolie::tree::{Handler, HandlerName, Process, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};
use rustc_hash::FxHashSet;

/// The faults for which a scope may have handlers.
#[derive(Default)]
pub(super) struct Caught {
    pub names: FxHashSet<Name>,
    pub all: bool,
}

impl Caught {
    pub fn catches(&self, fault: Name) -> bool {
        self.all || self.names.contains(&fault)
    }
}

/// The handlers that a behaviour may install into the scope around it.
pub(super) fn installed<'a>(
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

/// What the handlers that a behaviour may install catch.
pub(super) fn caught(service: &Service, process: &Process) -> Caught {
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

/// Whether one of the names is likely to be a misspelling of the other: the same but for case, or one letter changed,
/// left out, doubled or exchanged with its neighbour; numbers do not count as misspelt.
pub(super) fn similar(left: &str, right: &str) -> bool {
    let letters = |name: &str| name.to_lowercase().replace(char::is_numeric, "");
    match distance(left, right) {
        0 => left != right,
        1 => left.len().min(right.len()) >= 5 && letters(left) != letters(right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn misspelt_names_are_similar_and_others_are_not() {
        assert!(similar("NotFound", "NotFuond"));
        assert!(similar("NotFound", "NotFoud"));
        assert!(similar("NotFound", "notfound"));
        assert!(similar("NotFound", "NotFaund"));
        assert!(!similar("NotFound", "NotFound"));
        assert!(!similar("Fault1", "Fault2"));
        assert!(!similar("Fault", "Fault2"));
        assert!(!similar("NotFound", "Found"));
        assert!(!similar("No", "Na"));
    }
}
