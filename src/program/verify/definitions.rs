//! Q0113: a call needs a definition, and Jolie knows only those that stand before the behaviour that calls.

use super::{Scene, holds_behaviours};
use crate::base::{Code, Diagnostic, Name};
use crate::program::facts::{Body, Place};
use crate::program::similar::nearest;
use crate::syntax::jolie::tree::{Identifier, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};
use rustc_hash::FxHashSet;

/// Reports calls of definitions that are not there, each name once.
pub(super) fn check(scene: &mut Scene) {
    if !scene.service.complete {
        return;
    }
    let mut reported = FxHashSet::default();
    for body in &scene.facts.bodies {
        let mut calls = Vec::new();
        walk::walk(Node::Process(&body.process), &mut |node| {
            if let Node::Process(process) = node
                && let ProcessKind::Call(name) = &process.kind
            {
                calls.push(*name);
            }
            holds_behaviours(node)
        });
        for name in calls {
            if !known(scene, body, name.name) && reported.insert(name.name) {
                let finding = undefined(scene, name);
                scene.findings.push(finding);
            }
        }
    }
}

fn known(scene: &Scene, body: &Body, name: Name) -> bool {
    let all = matches!(body.place, Place::Init | Place::Main);
    if all && (name == "main" || name == "init") {
        return name == "main" || !scene.service.init.is_empty();
    }
    let position = scene.service.definitions.get_index_of(&name);
    position.is_some_and(|position| all || position < body.definitions)
}

fn undefined(scene: &Scene, name: Identifier) -> Diagnostic {
    let definitions = &scene.service.definitions;
    let message = format!("call to undefined definition: `{}`", name.name);
    let finding = Diagnostic::new(Code::Q0113, name.span, message);
    if let Some(later) = definitions.get(&name.name) {
        return finding
            .label("not defined yet")
            .related(later.span, "defined only here")
            .help("move the definition before the one that calls it");
    }
    let finding = finding.label("no definition of this name in this service");
    match nearest(&name.name, definitions.keys().map(Name::as_str)) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding,
    }
}
