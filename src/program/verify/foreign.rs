//! Q0127: a service written in Java has ports alone: one input port, local, and no protocols.

use super::Scene;
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::jolie::tree::{ExpressionKind, Item, Literal, Port};

/// Checks the declarations in a foreign service.
pub(super) fn check(scene: &mut Scene) {
    let Some(declaration) = scene.plan.declaration else {
        return;
    };
    let name = declaration.name.name;
    let mut first: Option<Span> = None;
    for item in &declaration.items {
        let mut found = Vec::new();
        match item {
            Item::InputPort(port) => {
                if let Some(first) = first {
                    let message = format!("foreign service `{name}` has more than one input port");
                    found.push(
                        Diagnostic::new(Code::Q0127, port.name.span, message)
                            .label("the second input port")
                            .related(first, "the first one"),
                    );
                }
                first = first.or(Some(port.name.span));
                found.extend(check_port(port, |location| location == "local"));
            }
            Item::OutputPort(port) => {
                found.extend(check_port(port, |location| location.starts_with("local")));
            }
            Item::Foreign(_) => {}
            other => {
                if let Some(span) = place(other) {
                    let message = format!("foreign service `{name}` can only have ports");
                    found.push(Diagnostic::new(Code::Q0127, span, message).label("not a port"));
                }
            }
        }
        for finding in found {
            scene.findings.push(finding);
        }
    }
}

fn check_port(port: &Port, good: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(protocol) = &port.protocol {
        let message = format!(
            "port `{}` of a foreign service should only have a location and interfaces",
            port.name.name
        );
        found.push(
            Diagnostic::new(Code::Q0127, port.name.span, message)
                .label("this port")
                .related(protocol.span, "a protocol"),
        );
    }
    if let Some(location) = &port.location
        && let ExpressionKind::Literal(Literal::String(text)) = &location.kind
        && !good(text)
    {
        let message = format!(
            "port `{}` of a foreign service should only have the location \"local\"",
            port.name.name
        );
        found.push(
            Diagnostic::new(Code::Q0127, port.name.span, message)
                .label("this port")
                .related(location.span, "another location"),
        );
    }
    found
}

fn place(item: &Item) -> Option<Span> {
    match item {
        Item::Define(define) => Some(define.name.span),
        Item::Main(code) | Item::Init(code) => Some(code.keyword),
        Item::Courier(courier) => Some(courier.port.span),
        Item::Embed(embed) => Some(embed.service.span),
        Item::Execution(execution) => Some(execution.span),
        Item::CorrelationSet(set) => Some(set.span),
        _ => None,
    }
}
