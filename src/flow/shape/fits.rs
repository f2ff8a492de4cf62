//! Whether some tree of a shape is of a type: in come a type and a shape, out comes nothing, or what keeps every one of
//! its trees from being of that type.
//!
//! The rules are those of `Type.check` of Jolie, which the interpreter applies to values: the root, what refines it, each
//! declared field with its number, and no field beside them unless the type is open; of a choice, one part is enough.

use super::{Elements, Kinds, Root, Shape};
use crate::base::{Name, Span};
use crate::program::refinement::{self, Answer};
use crate::program::{DataField, DataTypeKind, Program, TypeId};
use crate::syntax::jolie::tree::{Basic, Cardinality, Literal, Refinement};
use std::sync::Arc;

/// A choice may lead back to itself.
const DEEPEST: usize = 200;

/// What keeps a value from being of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// Where in the value: fields with the elements meant.
    pub path: Vec<(Name, u32)>,
    /// What is wrong there.
    pub wrong: Wrong,
    /// Where the type says so, where it is written down.
    pub declared: Option<Span>,
    /// Where the value was written, when that is one place.
    pub written: Option<Span>,
    /// Whether the type is a choice of which no part fits, this one being the nearest.
    pub choice: bool,
}

/// What may be wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A field that must be there is not.
    Missing(Name),
    /// A field is there that the type does not have.
    Unexpected(Name),
    /// The root is of another kind.
    Kind {
        /// What the type takes.
        wanted: Basic,
        /// What may be there.
        found: Kinds,
        /// The value, when it is known.
        value: Option<Literal>,
    },
    /// There are too many, or too few.
    Number {
        /// The field.
        name: Name,
        /// How many the type takes.
        wanted: Cardinality,
        /// At least so many are there, where there are too many; else at most so many.
        found: u32,
        /// Whether there are too many.
        many: bool,
    },
    /// The value is of the right kind, but refused by a refinement.
    Refined {
        /// Which.
        refinement: Refinement,
        /// The value, when it is one.
        value: Option<Literal>,
    },
}

/// What keeps every tree of a shape from being of a type; `None` when some tree may be.
#[must_use]
pub fn misfit(program: &Program, id: TypeId, shape: &Arc<Shape>) -> Option<Misfit> {
    let mut path = Vec::new();
    find(program, id, shape, &mut path, DEEPEST)
}

fn find(
    program: &Program,
    id: TypeId,
    shape: &Arc<Shape>,
    path: &mut Vec<(Name, u32)>,
    depth: usize,
) -> Option<Misfit> {
    if Shape::is_anything(shape) {
        return None;
    }
    let depth = depth.checked_sub(1)?;
    match &program[id].kind {
        DataTypeKind::Unknown => None,
        DataTypeKind::Link(target) => find(program, *target, shape, path, depth),
        DataTypeKind::Choice(parts) => {
            let mut nearest: Option<Misfit> = None;
            for part in parts {
                let found = find(program, *part, shape, path, depth)?;
                if nearest
                    .as_ref()
                    .is_none_or(|known| nearness(&found) > nearness(known))
                {
                    nearest = Some(found);
                }
            }
            nearest.map(|found| Misfit {
                choice: true,
                ..found
            })
        }
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            open,
        } => {
            let at = Misfit {
                path: path.clone(),
                wrong: Wrong::Missing(Name::default()),
                declared: written(program[id].span),
                written: shape.root.at,
                choice: false,
            };
            if let Some(wrong) = root(*basic, refinements, &shape.root) {
                return Some(Misfit { wrong, ..at });
            }
            if *open {
                return None;
            }
            let mut each = fields.iter();
            if let Some(found) =
                each.find_map(|(name, field)| below(program, (*name, *field), shape, path, depth))
            {
                return Some(found);
            }
            let surely = |elements: &Elements| elements.min > 0;
            let (name, elements) = shape
                .fields
                .iter()
                .find(|(name, elements)| surely(elements) && !fields.contains_key(*name))?;
            Some(Misfit {
                wrong: Wrong::Unexpected(*name),
                written: elements.first.root.at,
                ..at
            })
        }
    }
}

/// Of the parts of a choice, the one that comes nearest is told of: the deepest that goes wrong, and with the right root.
fn nearness(misfit: &Misfit) -> (usize, bool) {
    (
        misfit.path.len(),
        !matches!(misfit.wrong, Wrong::Kind { .. }),
    )
}

fn written(span: Span) -> Option<Span> {
    (span != Span::NOWHERE).then_some(span)
}

fn root(basic: Basic, refinements: &[Refinement], root: &Root) -> Option<Wrong> {
    let single = match root.constants.as_deref() {
        Some([literal]) => Some(literal.clone()),
        _ => None,
    };
    if root.kinds.and(Kinds::taken_by(basic)).is_empty() {
        return Some(Wrong::Kind {
            wanted: basic,
            found: root.kinds,
            value: single,
        });
    }
    let constants = root.constants.as_ref()?;
    let refused = |refinement: &&Refinement| {
        !constants.is_empty()
            && constants
                .iter()
                .all(|literal| refinement::satisfies(refinement, literal) == Answer::No)
    };
    let refinement = refinements.iter().find(refused)?;
    Some(Wrong::Refined {
        refinement: refinement.clone(),
        value: single,
    })
}

fn below(
    program: &Program,
    (name, field): (Name, DataField),
    shape: &Arc<Shape>,
    path: &mut Vec<(Name, u32)>,
    depth: usize,
) -> Option<Misfit> {
    let elements = shape.field(name);
    let wanted = field.cardinality;
    let number = |found: u32, many: bool| Wrong::Number {
        name,
        wanted,
        found,
        many,
    };
    let wrong = if elements.max == Some(0) && wanted.min > 0 {
        Some(Wrong::Missing(name))
    } else if wanted.max.is_some_and(|max| elements.min > max) {
        Some(number(elements.min, true))
    } else {
        let few = elements.max.filter(|max| *max < wanted.min);
        few.map(|max| number(max, false))
    };
    if let Some(wrong) = wrong {
        return Some(Misfit {
            path: path.clone(),
            wrong,
            declared: written(field.span),
            written: elements.first.root.at.filter(|_| elements.min > 0),
            choice: false,
        });
    }
    for (index, element) in [(0, &elements.first), (1, &elements.others)] {
        if elements.min <= index {
            break;
        }
        path.push((name, index));
        let found = find(program, field.definition, element, path, depth);
        path.pop();
        if let Some(found) = found {
            let declared = found.declared.or(written(field.span));
            return Some(Misfit { declared, ..found });
        }
    }
    None
}

/// Whether every tree of a shape is of a type.
#[must_use]
pub fn surely(program: &Program, id: TypeId, shape: &Arc<Shape>) -> bool {
    all(program, id, shape, DEEPEST)
}

fn all(program: &Program, id: TypeId, shape: &Arc<Shape>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match &program[id].kind {
        DataTypeKind::Unknown => true,
        DataTypeKind::Link(target) => all(program, *target, shape, depth),
        DataTypeKind::Choice(parts) => parts.iter().any(|part| all(program, *part, shape, depth)),
        DataTypeKind::Tree {
            basic,
            refinements,
            fields,
            open,
        } => {
            let satisfied = |refinement: &Refinement| match &shape.root.constants {
                Some(constants) => constants
                    .iter()
                    .all(|one| refinement::satisfies(refinement, one) == Answer::Yes),
                None => false,
            };
            let known = shape.root.kinds.without(Kinds::taken_by(*basic)).is_empty();
            if !known || !refinements.iter().all(satisfied) {
                return false;
            }
            let within = |(name, field): (&Name, &DataField)| {
                let elements = shape.field(*name);
                let wanted = field.cardinality;
                let few = elements.min < wanted.min;
                let many = wanted
                    .max
                    .is_some_and(|most| elements.max.is_none_or(|max| max > most));
                let first =
                    !elements.may_have(0) || all(program, field.definition, &elements.first, depth);
                let others = !elements.may_have(1)
                    || all(program, field.definition, &elements.others, depth);
                !few && !many && first && others
            };
            // A child without elements is one too.
            let named = |name: &Name| fields.contains_key(name);
            *open || !shape.open && fields.iter().all(within) && shape.fields.keys().all(named)
        }
    }
}
