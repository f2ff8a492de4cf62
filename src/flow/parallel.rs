//! Which code may be run by several threads of one session at a time: in comes a service, out come the names of the
//! definitions that parallel parts call, and that those call in turn.
//!
//! Elsewhere each place of the code is in the hands of one thread a session; spawned bodies have variables of their own.

use crate::base::Name;
use crate::program::Service;
use crate::syntax::jolie::tree::{Process, ProcessKind};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashSet;

/// The definitions that may be run by several threads of a session at a time.
pub(super) fn shared(service: &Service) -> FxHashSet<Name> {
    let mut pending = Vec::new();
    for process in service.behaviours() {
        walk::processes(process, &mut |part| {
            if let ProcessKind::Parallel(_) = part.kind {
                called(part, &mut pending);
            }
        });
    }
    let mut found = FxHashSet::default();
    while let Some(name) = pending.pop() {
        if let (true, Some(definition)) = (found.insert(name), service.definitions.get(&name)) {
            called(&definition.body, &mut pending);
        }
    }
    found
}

fn called(process: &Process, names: &mut Vec<Name>) {
    walk::processes(process, &mut |part| {
        if let ProcessKind::Call(name) = &part.kind {
            names.push(name.name);
        }
    });
}
