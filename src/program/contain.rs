//! Whether every value of one type is of another: in come two types, out comes nothing, or a difference: what some value of
//! the first has that the second refuses.
//!
//! The rules are those of `Type.check` of Jolie. A difference is only told when it is certain: where several parts of a
//! choice might share the work, and between regular expressions, nothing is said. A type that holds itself is compared with
//! another as long as a pair is new.

use super::refinement::{Answer, satisfies};
use super::{DataField, DataTypeKind, Program, Table, TypeId};
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{Basic, Literal, Number, Refinement};

/// What a value of the first type may have, and the second refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where, from the root.
    pub path: Vec<Name>,
    /// What.
    pub kind: Allowed,
    /// Where the second type says so.
    pub refused: Option<Span>,
}

/// What the first type allows there.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// A root of this kind.
    Kind(Basic),
    /// That the last field of the path is not there.
    Absence,
    /// More, or fewer, of the last field of the path.
    Number,
    /// A field that the second has not; `None` is any.
    Field(Option<Name>),
    /// Values that are refined away; one of them, where it is known.
    Values(Option<Literal>),
}

/// More pairs of types than this are not compared.
const PAIRS: usize = 2000;

/// What some value of `narrow` has that `wide` refuses; `None` when there is nothing, or nothing certain.
#[must_use]
pub fn difference(program: &Program, narrow: TypeId, wide: TypeId) -> Option<Difference> {
    let mut comparison = Comparison {
        program,
        compared: Vec::new(),
        path: Vec::new(),
    };
    comparison.types(narrow, wide)
}

struct Comparison<'p> {
    program: &'p Program,
    compared: Vec<(TypeId, TypeId)>,
    path: Vec<Name>,
}

/// A tree type in parts.
#[derive(Clone, Copy)]
struct Tree<'p> {
    basic: Basic,
    refinements: &'p [Refinement],
    fields: &'p Table<DataField>,
    open: bool,
    span: Span,
}

impl<'p> Comparison<'p> {
    fn types(&mut self, narrow: TypeId, wide: TypeId) -> Option<Difference> {
        if narrow == wide || self.compared.len() >= PAIRS || self.compared.contains(&(narrow, wide))
        {
            return None;
        }
        self.compared.push((narrow, wide));
        let narrow = self.trees(narrow)?;
        let wide = self.trees(wide)?;
        narrow.iter().find_map(|tree| self.among(*tree, &wide))
    }

    /// The trees that a type is a choice of; `None` when one of them is not known.
    fn trees(&self, id: TypeId) -> Option<Vec<Tree<'p>>> {
        let program: &'p Program = self.program;
        let (mut found, mut seen, mut pending) = (Vec::new(), Vec::new(), vec![id]);
        while let Some(id) = pending.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            match &program[id].kind {
                DataTypeKind::Unknown => return None,
                DataTypeKind::Link(target) => pending.push(*target),
                DataTypeKind::Choice(parts) => pending.extend(parts.iter().rev()),
                DataTypeKind::Tree {
                    basic,
                    refinements,
                    fields,
                    open,
                } => found.push(Tree {
                    basic: *basic,
                    refinements,
                    fields,
                    open: *open,
                    span: program[id].span,
                }),
            }
        }
        Some(found)
    }

    fn among(&mut self, tree: Tree<'p>, wide: &[Tree<'p>]) -> Option<Difference> {
        let lacking = kinds(tree.basic).find(|kind| {
            let mut wide = wide.iter();
            !wide.any(|part| kinds(part.basic).any(|other| other == *kind))
        });
        if let Some(kind) = lacking {
            let span = wide.first().map(|part| part.span);
            return self.told(Allowed::Kind(kind), span);
        }
        let possible = wide.iter().filter(|part| {
            kinds(tree.basic).any(|kind| kinds(part.basic).any(|other| other == kind))
        });
        let possible: Vec<&Tree<'p>> = possible.collect();
        match possible.as_slice() {
            [only] => self.tree(tree, **only),
            // Several may share the values.
            _ => None,
        }
    }

    fn tree(&mut self, narrow: Tree<'p>, wide: Tree<'p>) -> Option<Difference> {
        if let Some(value) = refused(narrow.refinements, wide.refinements) {
            return self.told(Allowed::Values(value), Some(wide.span));
        }
        if wide.open {
            return None;
        }
        if narrow.open {
            return self.told(Allowed::Field(None), Some(wide.span));
        }
        for (name, field) in wide.fields {
            let (min, max) = match narrow.fields.get(name) {
                Some(other) => (other.cardinality.min, other.cardinality.max),
                None => (0, Some(0)),
            };
            let kind = if min < field.cardinality.min {
                if min == 0 {
                    Some(Allowed::Absence)
                } else {
                    Some(Allowed::Number)
                }
            } else if field
                .cardinality
                .max
                .is_some_and(|most| max.is_none_or(|max| max > most))
            {
                Some(Allowed::Number)
            } else {
                None
            };
            if let Some(kind) = kind {
                self.path.push(*name);
                return self.told(kind, Some(field.span));
            }
        }
        for (name, field) in narrow.fields {
            if field.cardinality.max == Some(0) {
                continue;
            }
            let Some(other) = wide.fields.get(name) else {
                return self.told(Allowed::Field(Some(*name)), Some(wide.span));
            };
            self.path.push(*name);
            if let Some(found) = self.types(field.definition, other.definition) {
                let refused = found.refused.or(Some(other.span));
                return Some(Difference { refused, ..found });
            }
            self.path.pop();
        }
        None
    }

    fn told(&self, kind: Allowed, refused: Option<Span>) -> Option<Difference> {
        Some(Difference {
            path: self.path.clone(),
            kind,
            refused: refused.filter(|span| *span != Span::NOWHERE),
        })
    }
}

/// The kinds of roots that a basic type takes.
fn kinds(basic: Basic) -> impl Iterator<Item = Basic> {
    let kinds = Basic::KINDS.into_iter();
    kinds.filter(move |kind| basic.takes(*kind))
}

/// Whether some value that satisfies all of `narrow` surely does not satisfy all of `wide`, and which.
#[allow(clippy::option_option)] // whether, and which
fn refused(narrow: &[Refinement], wide: &[Refinement]) -> Option<Option<Literal>> {
    wide.iter().find_map(|wide| {
        if narrow.contains(wide) {
            return None;
        }
        // One value that passes all of the one and not the other is enough.
        let candidates = narrow.iter().chain([wide]).flat_map(candidates);
        let refuses = |value: &Literal| {
            satisfies(wide, value) == Answer::No
                && narrow
                    .iter()
                    .all(|own| satisfies(own, value) == Answer::Yes)
        };
        candidates.into_iter().find(refuses).map(Some)
    })
}

/// Values at the edges of a refinement, and beside them.
fn candidates(refinement: &Refinement) -> Vec<Literal> {
    match refinement {
        Refinement::Enum(texts) => {
            let listed = texts.iter().cloned();
            listed
                .chain([String::new(), "?".to_owned()])
                .map(Literal::String)
                .collect()
        }
        Refinement::Length(from, to) => {
            let length = |length: u32| (length <= LONGEST).then(|| "x".repeat(length as usize));
            let bounds = from.iter().chain(to.iter());
            let each =
                bounds.flat_map(|bound| [bound.checked_sub(1), Some(*bound), bound.checked_add(1)]);
            let texts = each.flatten().filter_map(length);
            texts.map(Literal::String).collect()
        }
        Refinement::Ranges(ranges) => {
            let bounds = ranges.iter().flat_map(|(from, to)| from.iter().chain(to));
            bounds.flat_map(beside).collect()
        }
        Refinement::Regex(_) => Vec::new(),
    }
}

/// No longer text is made to show what a length refuses.
const LONGEST: u32 = 1000;

fn beside(bound: &Number) -> Vec<Literal> {
    match bound {
        Number::Int(bound) => {
            let all = [bound.checked_sub(1), Some(*bound), bound.checked_add(1)];
            all.into_iter().flatten().map(Literal::Int).collect()
        }
        Number::Long(bound) => {
            let all = [bound.checked_sub(1), Some(*bound), bound.checked_add(1)];
            all.into_iter().flatten().map(Literal::Long).collect()
        }
        Number::Double(bound) => [bound - 1.0, *bound, bound + 1.0]
            .into_iter()
            .map(Literal::Double)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Settings, load};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static FILES: AtomicUsize = AtomicUsize::new(0);

    /// What `A` has and `B` refuses.
    fn apart(types: &str) -> Option<(String, Allowed)> {
        let number = FILES.fetch_add(1, Ordering::Relaxed);
        let name = format!("quadrille-contain-{}-{number}.ol", std::process::id());
        let path = std::env::temp_dir().join(name);
        let text = format!("{types} service Main {{ main {{ nullProcess }} }}");
        std::fs::write(&path, text).unwrap();
        let loaded = load(std::slice::from_ref(&path), &Settings::default());
        std::fs::remove_file(&path).unwrap();
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        let types = &loaded.program.types;
        let named = |name: &str| {
            let found = types
                .iter()
                .position(|one| one.name.is_some_and(|own| own == name));
            TypeId::new(found.unwrap())
        };
        let found = difference(&loaded.program, named("A"), named("B"))?;
        let path: Vec<&str> = found.path.iter().map(Name::as_str).collect();
        Some((path.join("."), found.kind))
    }

    #[test]
    fn what_the_other_refuses_is_found_where_it_lies() {
        let absence = Some(("x.y".to_owned(), Allowed::Absence));
        let differences = [
            ("type A { x { y?: int } } type B { x { y: int } }", absence),
            (
                "type A: double type B: long",
                Some((String::new(), Allowed::Kind(Basic::Double))),
            ),
            (
                "type A { x[1,3]: int } type B { x[2,3]: int }",
                Some(("x".to_owned(), Allowed::Number)),
            ),
            (
                "type A { x*: int } type B { x?: int }",
                Some(("x".to_owned(), Allowed::Number)),
            ),
            (
                "type A { ? } type B { x?: int }",
                Some((String::new(), Allowed::Field(None))),
            ),
            (
                "type A { x?: int } type B: void",
                Some((String::new(), Allowed::Field(Some(Name::from("x"))))),
            ),
            (
                "type A: int( ranges( [1,7] ) ) type B: int( ranges( [1,6] ) )",
                Some((String::new(), Allowed::Values(Some(Literal::Int(7))))),
            ),
            (
                "type A: string type B: string( enum( [\"a\"] ) )",
                Some((
                    String::new(),
                    Allowed::Values(Some(Literal::String(String::new()))),
                )),
            ),
            (
                "type A { x*: A y: int } type B { x*: B y: string }",
                Some(("y".to_owned(), Allowed::Kind(Basic::Int))),
            ),
            (
                "type A: int | bool type B: int | string",
                Some((String::new(), Allowed::Kind(Basic::Bool))),
            ),
        ];
        for (types, expected) in differences {
            assert_eq!(apart(types), expected, "{types}");
        }
    }

    #[test]
    fn what_is_contained_or_not_known_is_not_told() {
        for types in [
            "type A: int type B: long",
            "type A { x: int } type B { x?: double y*: string }",
            "type A { x*: A } type B { x*: B }",
            "type A: string( regex( \"a\" ) ) type B: string( regex( \"a*\" ) )",
            "type A { x: int } type B { x?: int } | void { y: int }",
            "type A: int( ranges( [2,3], [5,6] ) ) type B: int( ranges( [0,9] ) )",
            "type A { x: int } type B { ? }",
            "type A: undefined type B: undefined",
        ] {
            assert_eq!(apart(types), None, "{types}");
        }
    }
}
