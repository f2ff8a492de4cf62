//! Interface extenders: in come an operation and an extender, out comes the operation as callers of the aggregating
//! port see it: fields of the extender's types are added to those of the operation, and its faults to the faults.

use super::model::{
    DataField, DataTypeKind, InterfaceId, Operation, Program, Signature, Table, TypeId,
};
use super::types::push;
use crate::base::Name;
use crate::syntax::jolie::tree::Basic;

/// The operation with what the extender says of it: by its name, or by `*` for all of its kind.
pub(super) fn extended(
    program: &mut Program,
    operation: &Operation,
    extender: InterfaceId,
) -> Operation {
    let rules = &program[extender].operations;
    let kind = operation.is_request_response();
    let named = rules
        .get(&operation.name.name)
        .filter(|rule| rule.is_request_response() == kind);
    let all = Name::from("*");
    let star = |rule: &&Operation| rule.name.name == all && rule.is_request_response() == kind;
    let rule = named
        .or_else(|| rules.values().find(star))
        .map(|rule| rule.signature.clone());
    let signature = match (operation.signature.clone(), rule) {
        (signature, None) => signature,
        (Signature::OneWay { request }, Some(rule)) => Signature::OneWay {
            request: join(program, request, request_of(&rule)),
        },
        (
            Signature::RequestResponse {
                request,
                response,
                mut faults,
            },
            Some(rule),
        ) => {
            let request = join(program, request, request_of(&rule));
            let mut answer = response;
            if let Signature::RequestResponse {
                response: more,
                faults: added,
                ..
            } = rule
            {
                answer = join(program, response, more);
                faults.extend(added);
            }
            Signature::RequestResponse {
                request,
                response: answer,
                faults,
            }
        }
    };
    Operation {
        name: operation.name,
        request_name: operation.request_name,
        signature,
    }
}

fn request_of(signature: &Signature) -> TypeId {
    match signature {
        Signature::OneWay { request } | Signature::RequestResponse { request, .. } => *request,
    }
}

/// A type with the fields of another added. Choices are not extended: Jolie refuses them when it runs.
fn join(program: &mut Program, base: TypeId, added: TypeId) -> TypeId {
    let (base, added) = (follow(program, base), follow(program, added));
    let (
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            open,
        },
        DataTypeKind::Tree { fields: more, .. },
    ) = (&program[base].kind, &program[added].kind)
    else {
        return base;
    };
    if more.is_empty() {
        return base;
    }
    let mut joined: Table<DataField> = fields.clone();
    joined.extend(more.iter().map(|(name, field)| (*name, *field)));
    // `undefined` becomes any root with the added fields alone.
    let undefined = *open && *basic == Basic::Any && fields.is_empty();
    let kind = DataTypeKind::Tree {
        basic: *basic,
        refinements: refinements.clone(),
        fields: joined,
        open: *open && !undefined,
    };
    let (name, span) = (program[base].name, program[base].span);
    push(&mut program.types, name, span, kind)
}

fn follow(program: &Program, mut id: TypeId) -> TypeId {
    while let DataTypeKind::Link(target) = program[id].kind {
        id = target;
    }
    id
}
