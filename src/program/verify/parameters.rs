//! Q0131: a service that takes a parameter is embedded with one of its type.
//!
//! Jolie finds out when it starts the service; so only what certainly fails is told, and as a warning.

use super::Scene;
use crate::base::{Code, Diagnostic, Severity};
use crate::program::model::{DataTypeKind, Embed, EmbedTarget, Program, TypeId};
use crate::syntax::jolie::tree::{Basic, Expression, ExpressionKind, Literal};

/// Checks what embedded services are given.
pub(super) fn check(scene: &mut Scene) {
    let mut found = Vec::new();
    for embed in &scene.service.embeds {
        let EmbedTarget::Service(target) = embed.target else {
            continue;
        };
        let service = &scene.program[target];
        let Some((parameter, definition)) = service.parameter else {
            continue;
        };
        if may_fit(scene.program, definition, embed.argument.as_ref()) {
            continue;
        }
        found.push(mismatch(embed).related(parameter.span, "the parameter that it takes"));
    }
    for finding in found {
        scene.findings.push(finding);
    }
}

fn mismatch(embed: &Embed) -> Diagnostic {
    let (message, label) = match embed.argument {
        None => (
            "the embedded service takes a parameter, and is given none",
            "no parameter",
        ),
        Some(_) => (
            "the embedded service is given a parameter that is not of its type",
            "another type",
        ),
    };
    let span = embed
        .argument
        .as_ref()
        .map_or(embed.span, |argument| argument.span);
    Diagnostic::new(Code::Q0131, span, message)
        .severity(Severity::Warning)
        .label(label)
}

/// Whether a value may be of a type: `false` only where it certainly is not.
fn may_fit(program: &Program, id: TypeId, argument: Option<&Expression>) -> bool {
    match &program[id].kind {
        DataTypeKind::Unknown => true,
        DataTypeKind::Link(target) => may_fit(program, *target, argument),
        DataTypeKind::Choice(parts) => parts.iter().any(|part| may_fit(program, *part, argument)),
        DataTypeKind::Tree { basic, fields, .. } => {
            let required = fields.values().any(|field| field.cardinality.min > 0);
            match argument.map(|argument| &argument.kind) {
                None => !required && matches!(basic, Basic::Void | Basic::Any),
                Some(ExpressionKind::Literal(literal)) => !required && fits(literal, *basic),
                Some(_) => true,
            }
        }
    }
}

/// Whether a literal is of a basic type, with the conversions that Jolie makes by itself left open.
fn fits(literal: &Literal, basic: Basic) -> bool {
    match basic {
        Basic::Any => true,
        Basic::Void | Basic::Raw => false,
        Basic::String => matches!(literal, Literal::String(_)),
        Basic::Bool => matches!(literal, Literal::Bool(_)),
        Basic::Int | Basic::Long | Basic::Double => {
            matches!(
                literal,
                Literal::Int(_) | Literal::Long(_) | Literal::Double(_)
            )
        }
    }
}
