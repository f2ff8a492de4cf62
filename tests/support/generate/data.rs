//! Types.

use super::Choices;
use quadrille::base::{Name, Span};
use quadrille::syntax::jolie::tree::{
    Basic, Cardinality, Field, Fields, Identifier, Number, Refinement, Type, TypeKind,
};

/// A type of at most `depth` levels.
pub fn data_type(choices: &mut Choices<'_>, depth: usize) -> Type {
    let kind = if depth > 0 && choices.pick(5) == 4 {
        TypeKind::Choice(choices.many(2, |choices| alternative(choices, depth - 1)))
    } else {
        return alternative(choices, depth);
    };
    with_kind(kind)
}

fn with_kind(kind: TypeKind) -> Type {
    Type {
        kind,
        span: Span::NOWHERE,
    }
}

fn alternative(choices: &mut Choices<'_>, depth: usize) -> Type {
    if choices.pick(4) == 1 {
        return with_kind(TypeKind::Named(type_name(choices)));
    }
    let basic = choices.of(&[
        Basic::Void,
        Basic::Int,
        Basic::String,
        Basic::Long,
        Basic::Double,
        Basic::Bool,
        Basic::Raw,
        Basic::Any,
    ]);
    let refinements = if choices.maybe() {
        refinements(choices, basic)
    } else {
        Vec::new()
    };
    let fields = if depth > 0 && choices.maybe() {
        Some(fields(choices, depth - 1))
    } else {
        None
    };
    with_kind(TypeKind::Basic {
        basic,
        refinements,
        fields,
    })
}

/// A name that is not a basic type's.
pub fn type_name(choices: &mut Choices<'_>) -> Identifier {
    loop {
        let name = choices.identifier();
        if !["void", "any", "raw"].contains(&name.name.as_str()) {
            return name;
        }
        if choices.list.is_empty() {
            return super::named("T");
        }
    }
}

/// What may stand between the brackets of a signature.
pub fn message_name(choices: &mut Choices<'_>) -> Identifier {
    if choices.maybe() {
        let name = choices.of(&["void", "string", "int", "undefined", "any"]);
        super::named(name)
    } else {
        choices.any_identifier()
    }
}

fn refinements(choices: &mut Choices<'_>, basic: Basic) -> Vec<Refinement> {
    match basic {
        Basic::String => choices.many(1, |choices| match choices.pick(3) {
            0 => Refinement::Regex(choices.of(&[".*", "[a-z]+\\.x", "\"q\""]).to_string()),
            1 => Refinement::Length(
                choices.option(|choices| small(choices)),
                choices.option(|choices| small(choices)),
            ),
            _ => Refinement::Enum(choices.many(1, |choices| {
                choices.of(&["a", "b c", "", "\\n", "é"]).to_string()
            })),
        }),
        Basic::Int | Basic::Long | Basic::Double => choices.many(1, |choices| {
            Refinement::Ranges(choices.many(1, |choices| {
                (
                    choices.option(|choices| bound(choices, basic)),
                    choices.option(|choices| bound(choices, basic)),
                )
            }))
        }),
        _ => Vec::new(),
    }
}

fn small(choices: &mut Choices<'_>) -> u32 {
    choices.of(&[0, 1, 20, i32::MAX as u32])
}

fn bound(choices: &mut Choices<'_>, basic: Basic) -> Number {
    match basic {
        Basic::Int => Number::Int(choices.of(&[0, 1, -1, i32::MAX, i32::MIN])),
        Basic::Long => Number::Long(choices.of(&[0, 7, -1, i64::MAX, i64::MIN])),
        _ => Number::Double(super::expression::double(choices)),
    }
}

fn fields(choices: &mut Choices<'_>, depth: usize) -> Fields {
    let open = choices.maybe();
    let mut all: Vec<Field> = Vec::new();
    for field in choices.many(0, |choices| field(choices, depth)) {
        if all.iter().all(|other| other.name.name != field.name.name) {
            all.push(field);
        }
    }
    Fields { open, fields: all }
}

fn field(choices: &mut Choices<'_>, depth: usize) -> Field {
    let name = if choices.maybe() {
        Identifier {
            name: Name::from(choices.text().as_str()),
            span: Span::NOWHERE,
        }
    } else {
        choices.any_identifier()
    };
    let cardinality = match choices.pick(6) {
        0 => Cardinality::ONE,
        1 => Cardinality {
            min: 0,
            max: Some(1),
        },
        2 => Cardinality { min: 0, max: None },
        3 => Cardinality {
            min: small(choices),
            max: None,
        },
        _ => Cardinality {
            min: choices.of(&[0, 1, 2]),
            max: Some(choices.of(&[2, 30, i32::MAX as u32])),
        },
    };
    Field {
        name,
        cardinality,
        definition: data_type(choices, depth),
        span: Span::NOWHERE,
    }
}
