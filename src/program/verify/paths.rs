//! Q0129, Q0404, Q0405: paths start with a name; correlation variables are plain, set by assignment, and not in init.
//!
//! Jolie looks neither into messages that are sent, nor into answers, nor into the indices of paths; nor is it done here.

use super::Scene;
use crate::base::{Code, Diagnostic, Span};
use crate::program::facts::Place;
use crate::program::findings::Findings;
use crate::syntax::jolie::tree::{
    ExpressionKind, Key, Literal, Path, PathRoot, Process, ProcessKind, Receive, Segment,
};
use crate::syntax::jolie::walk::{self, Node};

/// Checks the paths of every behaviour.
pub(super) fn check(scene: &mut Scene) {
    for body in &scene.facts.bodies {
        let init = matches!(body.place, Place::Init);
        visit(Node::Process(&body.process), init, scene.findings);
    }
}

fn visit(node: Node<'_>, init: bool, findings: &mut Findings) {
    match node {
        Node::Process(process) => {
            statement(process, findings);
            match &process.kind {
                ProcessKind::Send(_) | ProcessKind::Forward { .. } => return,
                ProcessKind::Spawn { body, .. } => {
                    visit(Node::Process(body), init, findings);
                    return;
                }
                _ => {}
            }
        }
        Node::Receive(receive) => {
            received(receive, init, findings);
            return;
        }
        Node::Expression(expression) => {
            if matches!(expression.kind, ExpressionKind::Solicit { .. }) {
                return;
            }
        }
        Node::Path(path) => {
            check_path(path, init, findings);
            return;
        }
    }
    walk::children(node, &mut |child| visit(child, init, findings));
}

fn received(receive: &Receive, init: bool, findings: &mut Findings) {
    if let Some(target) = &receive.target {
        check_path(target, init, findings);
        let place = match target.root {
            PathRoot::Correlation => Some("correlation"),
            PathRoot::Global => Some("global"),
            PathRoot::Local | PathRoot::With => None,
        };
        if let Some(place) = place {
            let message = format!("receiving a message in a {place} variable is forbidden");
            forbid(target.span, message, findings);
        }
    }
    if let Some(body) = receive.answering() {
        visit(Node::Process(body), init, findings);
    }
}

/// What may not be done to correlation variables.
fn statement(process: &Process, findings: &mut Findings) {
    let (path, what) = match &process.kind {
        ProcessKind::Alias { target, .. } => (target, "making an alias to"),
        ProcessKind::Copy { path, .. } => (path, "deep copy on"),
        ProcessKind::Undefine(path) => (path, "undefining"),
        _ => return,
    };
    if path.root == PathRoot::Correlation {
        let message = format!("{what} a correlation variable is forbidden");
        forbid(path.span, message, findings);
    }
}

fn forbid(span: Span, message: String, findings: &mut Findings) {
    findings.push(Diagnostic::new(Code::Q0405, span, message).label("only `=` may change it"));
}

fn check_path(path: &Path, init: bool, findings: &mut Findings) {
    if path.root == PathRoot::With {
        return;
    }
    if init && path.root == PathRoot::Correlation {
        let finding = Diagnostic::new(
            Code::Q0404,
            path.span,
            "access to correlation variables is forbidden in init",
        )
        .label("there is no session yet");
        findings.push(finding);
    }
    let word = match path.root {
        PathRoot::Global => "`global` must be followed by an identifier",
        PathRoot::Correlation => "correlation paths must be statically defined",
        PathRoot::Local | PathRoot::With => "paths must start with an identifier",
    };
    let bad = match path.segments.first() {
        None => true,
        Some(first) => matches!(first.key, Key::Computed(_)),
    };
    if bad || (path.root == PathRoot::Correlation && !is_static(&path.segments)) {
        findings.push(Diagnostic::new(Code::Q0129, path.span, word).label("an invalid path"));
    }
}

/// Whether all keys are names and all indices are written down.
pub(super) fn is_static(segments: &[Segment]) -> bool {
    segments.iter().all(|segment| {
        let index = segment
            .index
            .as_ref()
            .is_none_or(|index| matches!(index.kind, ExpressionKind::Literal(Literal::Int(_))));
        index && matches!(segment.key, Key::Name(_))
    })
}
