//! The trees that a declared type allows: in comes a type, out comes its shape.
//!
//! What is received has passed the check of its type (`Type.check` of Jolie), so it is of that shape. Of a choice it is
//! the shapes of all its parts together; of a type that holds itself, or a large one, the deepest levels are anything.

use super::{Elements, Kinds, Root, Shape};
use crate::program::{DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree::{Literal, Refinement};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fields of fields are followed so deep.
const DEEPEST: usize = 6;
/// A type is followed to so many fields and choices in all.
const LARGEST: usize = 600;

/// The shapes of types, each made once.
#[derive(Debug)]
pub struct Declared<'p> {
    program: &'p Program,
    known: FxHashMap<TypeId, Arc<Shape>>,
}

impl<'p> Declared<'p> {
    /// Of the types of a program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            known: FxHashMap::default(),
        }
    }

    /// The shape of a type.
    pub fn shape(&mut self, id: TypeId) -> Arc<Shape> {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let mut left = LARGEST;
        let shape = made(self.program, id, DEEPEST, &mut left);
        self.known.insert(id, shape.clone());
        shape
    }
}

fn made(program: &Program, id: TypeId, depth: usize, left: &mut usize) -> Arc<Shape> {
    let Some(rest) = left.checked_sub(1) else {
        return Shape::anything();
    };
    *left = rest;
    match &program[id].kind {
        DataTypeKind::Unknown => Shape::anything(),
        DataTypeKind::Link(target) => made(program, *target, depth, left),
        DataTypeKind::Choice(parts) => {
            let mut parts = parts.iter().map(|part| made(program, *part, depth, left));
            let first = parts.next().unwrap_or_else(Shape::anything);
            parts.fold(first, |all, part| Shape::join(&all, &part))
        }
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            open,
        } => {
            let kinds = Kinds::taken_by(*basic);
            if *open && kinds == Kinds::ALL && refinements.is_empty() {
                return Shape::anything();
            }
            let mut found = BTreeMap::new();
            // Of an open type, Jolie looks at no field.
            for (name, field) in fields.iter().filter(|_| !open) {
                let element = match depth.checked_sub(1) {
                    Some(depth) => made(program, field.definition, depth, left),
                    None => Shape::anything(),
                };
                let elements = Elements {
                    min: field.cardinality.min,
                    max: field.cardinality.max,
                    first: element.clone(),
                    others: element,
                };
                found.insert(*name, elements);
            }
            Arc::new(Shape {
                root: Root {
                    constants: listed(refinements),
                    ..Root::of(kinds)
                },
                fields: found,
                open: *open,
            })
        }
    }
}

/// The values that an enumeration allows.
fn listed(refinements: &[Refinement]) -> Option<Vec<Literal>> {
    refinements.iter().find_map(|refinement| match refinement {
        Refinement::Enum(texts) if texts.len() <= super::CONSTANTS => {
            Some(texts.iter().cloned().map(Literal::String).collect())
        }
        _ => None,
    })
}
