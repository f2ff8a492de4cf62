//! Paths in the compact form.

use super::Place;
use crate::interpreter::value::Text;

/// A path: where it starts, which element of that, and the segments below it.
#[derive(Clone, Debug)]
pub struct Path {
    /// Where it starts.
    pub root: Root,
    /// Which element of the variable that it starts at; `None` is the first, or all where a vector is meant.
    pub index: Option<Index>,
    /// The segments below.
    pub segments: Box<[Segment]>,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// At a variable of the session.
    Slot(u32),
    /// In `global`.
    Global,
    /// At the inline tree that is being built.
    Tree,
}

/// One segment of a path.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Which child.
    pub key: Key,
    /// Which of its elements.
    pub index: Option<Index>,
}

/// The name of a child.
#[derive(Clone, Debug)]
pub enum Key {
    /// Known.
    Name(Text),
    /// Computed by the code at a place.
    Computed(Place),
}

/// An index.
#[derive(Clone, Copy, Debug)]
pub enum Index {
    /// Known.
    Constant(i32),
    /// The value of a variable.
    Slot(u32),
    /// Computed by the code at a place.
    Computed(Place),
}

impl Path {
    /// Whether a part below the first has a name or an index that is computed by code of its own.
    #[must_use]
    pub fn computes(&self) -> bool {
        self.root != Root::Tree
            && self.segments.iter().any(|segment| {
                matches!(segment.key, Key::Computed(_))
                    || matches!(segment.index, Some(Index::Computed(_)))
            })
    }

    /// Whether the last part of the path names one element, and not a vector.
    #[must_use]
    pub fn is_element(&self) -> bool {
        match self.segments.last() {
            Some(segment) => segment.index.is_some(),
            None => self.index.is_some(),
        }
    }
}
