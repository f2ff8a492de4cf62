//! Where a session waits for messages: an input by itself, or a choice with all its guards.

use crate::syntax::jolie::tree::{Branch, Process, ProcessKind, Receive};
use crate::syntax::jolie::walk;

/// One place where a session waits, with the inputs that may end the wait.
pub(super) struct Wait<'a> {
    pub guards: Vec<&'a Receive>,
}

/// Every wait of a behaviour, those inside handlers and answers included, each once.
pub(super) fn waits(process: &Process) -> Vec<Wait<'_>> {
    let mut found = Vec::new();
    walk::processes(process, &mut |part| {
        let guards = match &part.kind {
            ProcessKind::Receive(receive) => vec![receive],
            ProcessKind::Choice(branches) => guards(branches).collect(),
            ProcessKind::ProvideUntil { provide, until } => {
                guards(provide).chain(guards(until)).collect()
            }
            _ => return,
        };
        found.push(Wait { guards });
    });
    found
}

fn guards(branches: &[Branch]) -> impl Iterator<Item = &Receive> {
    branches.iter().map(|branch| &branch.guard)
}
