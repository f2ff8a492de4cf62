//! Values that have come as texts, made what their type wants (`Type.cast` of Jolie): protocols such as http do not say
//! of which kind a root is.
//!
//! What cannot be made so stays as it is, and the check at the port tells of it.

use super::types::is_kind;
use super::value::{Basic, Value};
use crate::program::{DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree;

/// Deeper values are left as they are.
const DEEPEST: usize = 256;

/// Makes the roots of a tree what a type wants; says whether all of them are.
pub fn cast(program: &Program, id: TypeId, value: &mut Value) -> bool {
    fitted(program, id, value, DEEPEST)
}

fn fitted(program: &Program, id: TypeId, value: &mut Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match &program[id].kind {
        DataTypeKind::Unknown => true,
        DataTypeKind::Link(target) => fitted(program, *target, value, depth),
        DataTypeKind::Choice(parts) => {
            let Some((last, first)) = parts.split_last() else {
                return true;
            };
            for part in first {
                let mut copy = value.clone();
                if fitted(program, *part, &mut copy, depth) {
                    *value = copy;
                    return true;
                }
            }
            fitted(program, *last, value, depth)
        }
        DataTypeKind::Tree {
            basic,
            fields,
            open,
            ..
        } => {
            if !root(*basic, value) {
                return false;
            }
            // Jolie knows no field of an open type.
            if *open {
                return true;
            }
            fields.iter().all(|(name, field)| {
                let size = value.vector(name).map_or(0, |vector| vector.len());
                let (min, max) = (field.cardinality.min, field.cardinality.max);
                if size < min as usize || max.is_some_and(|max| size > max as usize) {
                    return false;
                }
                if size == 0 {
                    return true;
                }
                let mut elements = value.vector_mut(name).as_vec_mut().iter_mut();
                elements.all(|element| fitted(program, field.definition, element, depth))
            })
        }
    }
}

fn root(wanted: tree::Basic, value: &mut Value) -> bool {
    let widened = matches!(
        (wanted, &value.basic),
        (tree::Basic::Long | tree::Basic::Double, Basic::Int(_))
    );
    if widened || is_kind(wanted, &value.basic) {
        return true;
    }
    let made = match wanted {
        tree::Basic::Double => value.as_double_strict().map(Basic::Double),
        tree::Basic::Int => value.as_int_strict().map(Basic::Int),
        tree::Basic::Long => value.as_long_strict().map(Basic::Long),
        tree::Basic::Bool => value.as_bool_strict().map(Basic::Bool),
        tree::Basic::String => value.as_string_strict().map(Basic::String),
        tree::Basic::Raw => value.as_bytes_strict().map(Basic::Raw),
        tree::Basic::Void | tree::Basic::Any => None,
    };
    match made {
        Some(basic) => {
            value.basic = basic;
            true
        }
        None => false,
    }
}
