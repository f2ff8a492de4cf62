//! Q0119: the guards of an input choice are inputs on different operations.

use super::{Scene, holds_behaviours};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::program::findings::Findings;
use crate::syntax::jolie::tree::{Branch, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};
use rustc_hash::FxHashMap;

/// Reports guards that are there twice; the two halves of `provide … until …` are one choice.
pub(super) fn check(scene: &mut Scene) {
    for body in &scene.facts.bodies {
        let findings = &mut *scene.findings;
        walk::walk(Node::Process(&body.process), &mut |node| {
            if let Node::Process(process) = node {
                match &process.kind {
                    ProcessKind::Choice(branches) => twice(branches.iter(), findings),
                    ProcessKind::ProvideUntil { provide, until } => {
                        twice(provide.iter().chain(until), findings);
                    }
                    _ => {}
                }
            }
            holds_behaviours(node)
        });
    }
}

fn twice<'a>(branches: impl Iterator<Item = &'a Branch>, findings: &mut Findings) {
    let mut seen: FxHashMap<Name, Span> = FxHashMap::default();
    for branch in branches {
        let operation = branch.guard.operation;
        let Some(first) = seen.get(&operation.name) else {
            seen.insert(operation.name, operation.span);
            continue;
        };
        let message = format!(
            "input choices cannot have duplicate guards: `{}` is there twice",
            operation.name
        );
        let finding = Diagnostic::new(Code::Q0119, operation.span, message)
            .label("the second guard")
            .related(*first, "the first one");
        findings.push(finding);
    }
}
