//! Q0128: a location is a string or a variable, a protocol a name with or without settings; a string is a URI.

use super::Scene;
use crate::base::{Code, Diagnostic};
use crate::program::plan::Part;
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Identifier, Item, Literal};

/// Checks the expressions of ports.
pub(super) fn check(scene: &mut Scene) {
    for part in &scene.plan.parts {
        let (kind, port) = match part {
            Part::Item(Item::InputPort(port)) => ("input", port),
            Part::Item(Item::OutputPort(port)) => ("output", port),
            _ => continue,
        };
        if let Some(location) = &port.location {
            check_location(scene, kind, port.name, location);
        }
        if let Some(protocol) = &port.protocol
            && !is_protocol(protocol)
        {
            let message = format!(
                "{kind} port `{}` has a protocol that is not a valid expression",
                port.name.name
            );
            let finding = Diagnostic::new(Code::Q0128, protocol.span, message)
                .label("neither a name, nor a name with settings");
            scene.findings.push(finding);
        }
    }
}

fn check_location(scene: &mut Scene, kind: &str, port: Identifier, location: &Expression) {
    let (what, label) = match &bare(location).kind {
        ExpressionKind::Path(_) => return,
        ExpressionKind::Literal(Literal::String(text)) => match fault(text) {
            None => return,
            Some(fault) => ("a valid URI", fault),
        },
        _ => (
            "a valid expression",
            "neither a string nor a variable".to_owned(),
        ),
    };
    let message = format!(
        "{kind} port `{}` has a location that is not {what}",
        port.name
    );
    let finding = Diagnostic::new(Code::Q0128, location.span, message).label(label);
    scene.findings.push(finding);
}

fn is_protocol(expression: &Expression) -> bool {
    matches!(
        bare(expression).kind,
        ExpressionKind::Path(_)
            | ExpressionKind::Tree(..)
            | ExpressionKind::Literal(Literal::String(_))
    )
}

fn bare(expression: &Expression) -> &Expression {
    match &expression.kind {
        ExpressionKind::Group(inner) => bare(inner),
        _ => expression,
    }
}

/// What certainly keeps a text from being a URI, as Java reads them; `None` when nothing does.
fn fault(text: &str) -> Option<String> {
    let wrong = |character: &char| {
        character.is_whitespace() || character.is_control() || "{}|\\^\"<>`".contains(*character)
    };
    if let Some(character) = text.chars().find(wrong) {
        return Some(format!("{character:?} cannot stand in a URI"));
    }
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let digits = rest.as_bytes().get(at + 1..at + 3);
        if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
            return Some("`%` must be followed by two hexadecimal digits".to_owned());
        }
        rest = &rest[at + 3..];
    }
    if text.ends_with("://") || (text.ends_with(':') && text.matches(':').count() == 1) {
        return Some("nothing follows the scheme".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_what_java_refuses_is_no_uri() {
        for good in [
            "local",
            "socket://localhost:8000",
            "",
            "socket://h:1/!/A",
            "a%20b",
            "é",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "a b",
            "socket://{host}",
            "50%",
            "%zz",
            "socket://",
            "local:",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
