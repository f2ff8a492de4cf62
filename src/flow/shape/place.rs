//! Reading and writing at a key: in come a shape and a key, out come the elements there, or the shape after a write.
//!
//! As in Jolie's `VariablePath`: a read makes nothing, a write makes what is missing on the way. A place that is not
//! known is forgotten: whatever may have been written there, it may be anything afterwards. Of an element whose index is
//! not known it may be any, one that is not there yet included, or one of those that are there.

use super::{Elements, Root, Shape};
use crate::base::Name;
use std::sync::Arc;

/// One step of a key: a child, and which of its elements.
pub(super) type Step = (Name, u32);

/// The index of some element, or of the next after the last or beyond.
pub(super) const SOME: u32 = u32::MAX;
/// The index of some element that is there.
pub(super) const THERE: u32 = u32::MAX - 1;

/// What is below so many steps is not followed.
pub(super) const DEEPEST: usize = 48;

/// A key as steps, and whether its last one has an index of its own; only the first steps of a long one, and whether
/// some were left out.
pub(super) fn steps(key: &[Name]) -> (Vec<Step>, bool, bool) {
    let mut found: Vec<Step> = Vec::new();
    let mut indexed = false;
    for segment in key {
        let index = segment
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|index| index.parse::<u32>().ok());
        let full = found.len() == DEEPEST;
        match (index, found.last_mut()) {
            (Some(index), Some(last)) => {
                last.1 = index;
                indexed = true;
            }
            _ if full => return (found, false, true),
            _ => {
                found.push((*segment, 0));
                indexed = false;
            }
        }
    }
    (found, indexed, false)
}

/// The elements of the child at some steps; the index of the last one is not looked at.
pub(super) fn read(shape: &Arc<Shape>, steps: &[Step]) -> Elements {
    let Some(((last, _), before)) = steps.split_last() else {
        return Elements::one(shape.clone());
    };
    let (mut here, mut sure) = (shape.clone(), true);
    for (name, index) in before {
        let found = one(&here.field(*name), *index);
        if !found.may_have(0) {
            return Elements::none();
        }
        sure &= found.min > 0;
        here = found.element(0);
    }
    let mut found = here.field(*last);
    if !sure {
        found.min = 0;
    }
    found
}

/// The element with this index, when there is one.
pub(super) fn one(elements: &Elements, index: u32) -> Elements {
    let any = || match elements.may_have(1) {
        true => Shape::join(&elements.first, &elements.others),
        false => elements.first.clone(),
    };
    match index {
        _ if !elements.may_have(0) => Elements::none(),
        THERE => Elements::one(any()),
        SOME => Elements {
            min: 0,
            ..Elements::one(any())
        },
        _ => Elements {
            min: u32::from(elements.min > index),
            max: Some(u32::from(elements.may_have(index))),
            first: elements.element(index),
            others: Shape::nothing(),
        },
    }
}

/// What is written.
#[derive(Clone)]
pub(super) enum Change {
    /// The root alone.
    Root(Root),
    /// The whole tree.
    Tree(Arc<Shape>),
    /// A tree over what is there.
    Overlay(Arc<Shape>),
    /// A vector over the vector that is there.
    Vector(Elements),
    /// The elements of a vector.
    Elements(Elements),
    /// The vector is taken away.
    Remove,
    /// The element is taken away, and those behind it move up.
    Element,
    /// It becomes anything, and is there.
    Blur,
    /// It exists.
    Exists,
}

/// Writes at some steps, making what is missing.
pub(super) fn write(shape: &mut Arc<Shape>, steps: &[Step], change: Change) {
    let Some(((name, index), rest)) = steps.split_first() else {
        *shape = match change {
            Change::Tree(tree) => tree,
            _ => Shape::anything(),
        };
        return;
    };
    let inner = Arc::make_mut(shape);
    let mut elements = inner.field(*name);
    match change {
        Change::Remove if rest.is_empty() && !inner.open => {
            inner.fields.remove(name);
            return;
        }
        Change::Remove if rest.is_empty() => elements = Elements::none(),
        Change::Remove if !one(&elements, *index).may_have(0) => return,
        Change::Element if rest.is_empty() => removed(&mut elements, *index),
        Change::Blur if rest.is_empty() => {
            elements = Elements {
                min: elements.min.max(1),
                ..Elements::unknown()
            };
        }
        Change::Elements(vector) if rest.is_empty() => elements = vector,
        Change::Vector(vector) if rest.is_empty() => elements = overlaid(&elements, &vector),
        change => at(&mut elements, *index, &|element| {
            let change = change.clone();
            if !rest.is_empty() {
                return write(element, rest, change);
            }
            match change {
                Change::Root(root) => Arc::make_mut(element).root = root,
                Change::Tree(tree) => *element = tree,
                Change::Overlay(tree) => *element = overlay(element, &tree),
                Change::Exists => {}
                Change::Vector(_)
                | Change::Elements(_)
                | Change::Remove
                | Change::Element
                | Change::Blur => {
                    *element = Shape::anything();
                }
            }
        }),
    }
    inner.fields.insert(*name, elements);
}

/// Takes an element away, if it is there.
fn removed(elements: &mut Elements, index: u32) {
    let there = one(elements, index);
    if !there.may_have(0) {
        return;
    }
    let sure = there.min > 0;
    if matches!(index, SOME | THERE) {
        elements.first = there.first;
        elements.min = elements.min.saturating_sub(1);
        return;
    }
    if elements.may_have(1) {
        // Which of the others comes first then is not known.
        let first = if index == 0 {
            elements.others.clone()
        } else {
            elements.first.clone()
        };
        elements.first = if sure {
            first
        } else {
            Shape::join(&elements.first, &first)
        };
    }
    elements.min = elements.min.saturating_sub(1);
    if sure {
        elements.max = elements.max.map(|max| max.saturating_sub(1));
    }
}

/// Changes some element: each of them may be the one.
fn somewhere(elements: &mut Elements, there: bool, change: &dyn Fn(&mut Arc<Shape>)) {
    let changed = |shape: &Arc<Shape>| {
        let mut changed = shape.clone();
        change(&mut changed);
        changed
    };
    let only = there && elements.max == Some(1);
    let (first, others) = (elements.element(0), elements.others.clone());
    let more = elements.may_have(1);
    if !there {
        // It may be made, with all before it.
        let made = changed(&Shape::nothing());
        elements.first = Shape::join(&Shape::join(&first, &changed(&first)), &made);
        let made = Shape::join(&made, &Shape::nothing());
        elements.others = match more {
            true => Shape::join(&Shape::join(&others, &changed(&others)), &made),
            false => made,
        };
        elements.max = None;
    } else if only {
        elements.first = changed(&elements.first);
    } else {
        elements.first = Shape::join(&elements.first, &changed(&elements.first));
        if more {
            elements.others = Shape::join(&others, &changed(&others));
        }
    }
    elements.min = elements.min.max(1);
}

/// Changes one element, which is made when it is not there. Those behind the first are one: a change joins.
fn at(elements: &mut Elements, index: u32, change: &dyn Fn(&mut Arc<Shape>)) {
    if matches!(index, SOME | THERE) {
        return somewhere(elements, index == THERE, change);
    }
    if index > 0 && elements.min == 0 {
        // Those before it are made as well.
        elements.first = elements.element(0);
    }
    let element = elements.element(index);
    let others = elements.may_have(1);
    let nothing_between = elements.max.is_some_and(|max| max >= index);
    elements.min = elements.min.max(index.saturating_add(1));
    elements.max = elements.max.map(|max| max.max(index.saturating_add(1)));
    let mut changed = element;
    change(&mut changed);
    if index == 0 {
        elements.first = changed;
        return;
    }
    if !nothing_between {
        changed = Shape::join(&changed, &Shape::nothing());
    }
    // The only one of the others is the one that is meant.
    let only = index == 1 && elements.max == Some(2);
    elements.others = if others && !only {
        Shape::join(&elements.others, &changed)
    } else {
        changed
    };
}

/// What `<<` makes of a vector (`ValueVector.deepCopy`): each element over the one there.
fn overlaid(there: &Elements, vector: &Elements) -> Elements {
    if !vector.may_have(0) {
        return there.clone();
    }
    let base = |index: u32| {
        if there.may_have(index) {
            there.element(index)
        } else {
            Shape::nothing()
        }
    };
    let mut first = overlay(&base(0), &vector.first);
    if vector.min == 0 {
        first = Shape::join(&first, &base(0));
    }
    let mut others = there.others.clone();
    if vector.may_have(1) {
        let over = overlay(&base(1), &vector.others);
        others = if there.may_have(1) {
            Shape::join(&others, &over)
        } else {
            over
        };
    }
    Elements {
        min: there.min.max(vector.min),
        max: there
            .max
            .zip(vector.max)
            .map(|(left, right)| left.max(right)),
        first,
        others,
    }
}

/// What a tree copied over another makes (`Value.deepCopy`): its root, and its children in the place of those there.
fn overlay(there: &Arc<Shape>, tree: &Arc<Shape>) -> Arc<Shape> {
    if there.fields.is_empty() && !there.open || Shape::is_anything(tree) {
        return tree.clone();
    }
    let mut made = Shape {
        root: tree.root.clone(),
        ..(**there).clone()
    };
    if tree.open {
        // Any child may have come.
        made.open = true;
        for elements in made.fields.values_mut() {
            *elements = Elements {
                min: elements.min,
                ..Elements::unknown()
            };
        }
    }
    for (name, elements) in &tree.fields {
        let old = there.field(*name);
        let kept = |shape: &Arc<Shape>, index: u32, new: &Arc<Shape>| match (
            elements.may_have(index),
            elements.min > index,
            old.may_have(index),
        ) {
            (true, true, _) | (true, false, false) => new.clone(),
            (true, false, true) => Shape::join(shape, new),
            (false, ..) => shape.clone(),
        };
        let mut others = kept(&old.others, 1, &elements.others);
        // Of the others some may stay behind those that came.
        if elements.may_have(1) && old.may_have(1) {
            others = Shape::join(&others, &old.others);
        }
        let merged = Elements {
            min: old.min.max(elements.min),
            max: old
                .max
                .zip(elements.max)
                .map(|(left, right)| left.max(right)),
            first: kept(&old.first, 0, &elements.first),
            others,
        };
        made.fields.insert(*name, merged);
    }
    Arc::new(made)
}

/// Forgets what lies at some steps: it may be anything, or not be there, and what is on the way may have been made.
pub(super) fn forget(shape: &mut Arc<Shape>, steps: &[Step]) {
    let Some(((name, index), rest)) = steps.split_first() else {
        *shape = Shape::anything();
        return;
    };
    if Shape::is_anything(shape) {
        return;
    }
    let inner = Arc::make_mut(shape);
    let mut elements = inner.field(*name);
    if rest.is_empty() || *index > 0 {
        elements = Elements::unknown();
    } else {
        // Where there was none, one may have been made for what lies below it.
        if !elements.may_have(0) {
            elements.max = Some(1);
            elements.first = Shape::nothing();
        }
        forget(&mut elements.first, rest);
    }
    inner.fields.insert(*name, elements);
}
