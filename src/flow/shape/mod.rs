//! What values look like at each point of a behaviour: the trees that may be there, whichever way a session came.
//!
//! In come a service and its types; out come its [`Site`]s, the places where a value leaves a session, each with the
//! [`Shape`] of the value there, once for each way in which the place is met. A shape stands for every tree that may be
//! there and perhaps for more: what nobody has followed (values of `undefined`, computed names, second names, `global`,
//! what a fault carries) may be anything. So what no tree of a shape has, no value has.
//!
//! The state is one tree, the variables of a session, followed in the order of the steps. Ways that meet again are
//! joined; a loop is gone through until nothing is new, after two rounds what grows is widened; what
//! parallel parts write is unknown to one another; a handler starts from anything that its scope may have written.
//! Where the work gets longer than a limit, a service is not followed at all.

mod declared;
mod evaluate;
mod fits;
mod guard;
mod place;
mod run;
mod site;
mod statement;
#[cfg(test)]
mod tests;

pub use declared::Declared;
pub use fits::{Misfit, Wrong, misfit, surely};
pub use site::{Leaves, Site, Way, sites};

use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{Basic, Literal};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Of a root that may have more values than this, only the kinds are kept.
const CONSTANTS: usize = 8;

/// A set of kinds of roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// None: no value at all.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(0x7f);
    /// Whole numbers and others.
    pub const NUMBERS: Self = Self::of(Basic::Int)
        .or(Self::of(Basic::Long))
        .or(Self::of(Basic::Double));

    /// The kind, by itself; all for `any`.
    #[must_use]
    pub const fn of(basic: Basic) -> Self {
        Self(match basic {
            Basic::Void => 1,
            Basic::Bool => 2,
            Basic::Int => 4,
            Basic::Long => 8,
            Basic::Double => 16,
            Basic::String => 32,
            Basic::Raw => 64,
            Basic::Any => 0x7f,
        })
    }

    /// The kinds of roots that a basic type takes.
    #[must_use]
    pub fn taken_by(basic: Basic) -> Self {
        let kinds = Basic::KINDS.into_iter().filter(|kind| basic.takes(*kind));
        kinds.fold(Self::NONE, |all, kind| all.or(Self::of(kind)))
    }

    /// Of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of this set alone.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, one by one.
    pub fn each(self) -> impl Iterator<Item = Basic> {
        let all = Basic::KINDS.into_iter();
        all.filter(move |basic| !self.and(Self::of(*basic)).is_empty())
    }
}

/// The root of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// The kinds that it may be of.
    pub kinds: Kinds,
    /// The values that it may have, where they are few and known.
    pub constants: Option<Vec<Literal>>,
    /// Where it was first written, when that is one place: who copies it does not make it.
    pub at: Option<Span>,
}

impl Root {
    /// This value where it is written, unless it was written before.
    fn written_at(self, span: Span) -> Self {
        Self {
            at: self.at.or(Some(span)),
            ..self
        }
    }

    /// One of some kinds, any value.
    #[must_use]
    pub const fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            constants: None,
            at: None,
        }
    }

    /// A value that is written down.
    #[must_use]
    pub fn literal(literal: &Literal) -> Self {
        let kind = match literal {
            Literal::Bool(_) => Basic::Bool,
            Literal::Int(_) => Basic::Int,
            Literal::Long(_) => Basic::Long,
            Literal::Double(_) => Basic::Double,
            Literal::String(_) => Basic::String,
        };
        Self {
            constants: Some(vec![literal.clone()]),
            ..Self::of(Kinds::of(kind))
        }
    }

    fn join(&self, other: &Self) -> Self {
        let constants = match (&self.constants, &other.constants) {
            (Some(left), Some(right)) => {
                let mut all = left.clone();
                let new = right.iter().filter(|literal| !left.contains(literal));
                all.extend(new.cloned());
                (all.len() <= CONSTANTS).then_some(all)
            }
            // Nothing is not among the literals.
            _ => None,
        };
        Self {
            kinds: self.kinds.or(other.kinds),
            constants,
            at: self.at.filter(|at| other.at == Some(*at)),
        }
    }
}

/// The trees that may be at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The root.
    pub root: Root,
    /// The children of which something is known.
    pub fields: BTreeMap<Name, Elements>,
    /// Whether other children may be there, of which nothing is known.
    pub open: bool,
}

/// The elements of a child. None at all is a child that is not there, or an empty one, which Jolie makes in passing: a field
/// that a closed type does not have, and that is surely not there, has no entry in its shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Elements {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: Option<u32>,
    /// The first, if there is one.
    pub first: Arc<Shape>,
    /// What each of the others may be.
    pub others: Arc<Shape>,
}

static ANYTHING: LazyLock<Arc<Shape>> = LazyLock::new(|| {
    Arc::new(Shape {
        open: true,
        ..Shape::root(Root::of(Kinds::ALL))
    })
});

static NOTHING: LazyLock<Arc<Shape>> =
    LazyLock::new(|| Arc::new(Shape::root(Root::of(Kinds::of(Basic::Void)))));

impl Shape {
    /// A root without children.
    #[must_use]
    pub fn root(root: Root) -> Self {
        Self {
            root,
            fields: BTreeMap::new(),
            open: false,
        }
    }

    /// Any tree.
    #[must_use]
    pub fn anything() -> Arc<Self> {
        ANYTHING.clone()
    }

    /// A void root without children: what is not there is read so.
    #[must_use]
    pub fn nothing() -> Arc<Self> {
        NOTHING.clone()
    }

    /// The elements of a child.
    #[must_use]
    pub fn field(&self, name: Name) -> Elements {
        match self.fields.get(&name) {
            Some(elements) => elements.clone(),
            None if self.open => Elements::unknown(),
            None => Elements::none(),
        }
    }

    /// The elements at a path of plain names.
    #[must_use]
    pub fn at(self: &Arc<Self>, path: &[Name]) -> Elements {
        place::read(self, &place::steps(path).0)
    }

    /// The trees of either.
    #[must_use]
    pub fn join(left: &Arc<Self>, right: &Arc<Self>) -> Arc<Self> {
        if Arc::ptr_eq(left, right) || Self::is_anything(left) {
            return left.clone();
        }
        if Self::is_anything(right) {
            return right.clone();
        }
        let mut fields = BTreeMap::new();
        for (name, elements) in &left.fields {
            fields.insert(*name, elements.join(&right.field(*name)));
        }
        for (name, elements) in &right.fields {
            fields
                .entry(*name)
                .or_insert_with(|| left.field(*name).join(elements));
        }
        Arc::new(Self {
            root: left.root.join(&right.root),
            fields,
            open: left.open || right.open,
        })
    }

    /// At least the trees of `after`, which are more than those of `before`: what grows is given up at once, but for
    /// kinds and names, so that loops come to an end.
    #[must_use]
    pub fn widen(before: &Arc<Self>, after: &Arc<Self>) -> Arc<Self> {
        if Arc::ptr_eq(before, after) || Self::is_anything(after) {
            return after.clone();
        }
        let mut made = (**after).clone();
        if before.root.constants != after.root.constants {
            made.root.constants = None;
        }
        for (name, elements) in &mut made.fields {
            if let Some(known) = before.fields.get(name) {
                *elements = elements.widened(known);
            }
        }
        Arc::new(made)
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_anything(shape: &Arc<Self>) -> bool {
        Arc::ptr_eq(shape, &ANYTHING)
    }
}

impl Elements {
    /// No element.
    #[must_use]
    pub fn none() -> Self {
        Self {
            min: 0,
            max: Some(0),
            first: Shape::nothing(),
            others: Shape::nothing(),
        }
    }

    /// One element.
    #[must_use]
    pub fn one(shape: Arc<Shape>) -> Self {
        Self {
            min: 1,
            max: Some(1),
            first: shape,
            others: Shape::nothing(),
        }
    }

    /// Any number of elements, of which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            min: 0,
            max: None,
            first: Shape::anything(),
            others: Shape::anything(),
        }
    }

    /// The elements of either.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        // What is not there says nothing about what would be.
        let either = |here: (&Arc<Shape>, bool), there: (&Arc<Shape>, bool)| match (here, there) {
            ((shape, true), (_, false)) | ((_, false), (shape, true)) => shape.clone(),
            ((left, _), (right, _)) => Shape::join(left, right),
        };
        Self {
            min: self.min.min(other.min),
            max: self.max.zip(other.max).map(|(left, right)| left.max(right)),
            first: either(
                (&self.first, self.may_have(0)),
                (&other.first, other.may_have(0)),
            ),
            others: either(
                (&self.others, self.may_have(1)),
                (&other.others, other.may_have(1)),
            ),
        }
    }

    /// At least these, which are more than those `before`.
    fn widened(&self, before: &Self) -> Self {
        Self {
            min: if self.min < before.min { 0 } else { self.min },
            max: self.max.filter(|max| before.max == Some(*max)),
            first: Shape::widen(&before.first, &self.first),
            others: Shape::widen(&before.others, &self.others),
        }
    }

    /// Whether there may be an element with this index.
    #[must_use]
    pub fn may_have(&self, index: u32) -> bool {
        self.max.is_none_or(|max| max > index)
    }

    /// The element with this index; nothing is one that is not there.
    #[must_use]
    pub fn element(&self, index: u32) -> Arc<Shape> {
        if !self.may_have(index) {
            return Shape::nothing();
        }
        let shape = if index == 0 {
            &self.first
        } else {
            &self.others
        };
        if self.min > index {
            shape.clone()
        } else {
            Shape::join(shape, &Shape::nothing())
        }
    }
}
