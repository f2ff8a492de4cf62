//! How much values have grown, counted where they do, and what they take, measured when it is asked for.
//!
//! Each place that makes a value larger counts the bytes that it asks for; what is given back is not counted. So the count
//! is no measure of what is held: it says when it is time to measure. A thread of the host counts for itself.

use super::children::Children;
use super::{Basic, Text, Value, Vector};
use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::sync::Arc;

/// No string that a program makes is longer, in bytes; Java's memory would be used up as well.
pub const LONGEST_TEXT: usize = 1 << 28;

/// What a value takes itself.
pub const NODE: usize = size_of::<Value>();
/// What a name below a node takes with its vector and its places in the table.
pub(super) const CHILD: usize = size_of::<(Text, Vector)>() + size_of::<[usize; 4]>();

thread_local! {
    /// How many bytes values may still grow by before it is time to measure.
    static LEFT: Cell<isize> = const { Cell::new(isize::MAX) };
}

/// From here on values may grow by so many bytes before it is time to measure.
pub fn allow(bytes: usize) {
    LEFT.set(isize::try_from(bytes).unwrap_or(isize::MAX));
}

/// Values have grown.
#[inline]
pub fn grow(bytes: usize) {
    LEFT.set(LEFT.get().saturating_sub_unsigned(bytes));
}

/// Whether it is time to measure.
#[inline]
pub fn is_due() -> bool {
    LEFT.get() < 0
}

/// A string of so many bytes has been made; short ones lie in their value.
#[inline]
pub(super) fn grow_text(text: &Text) {
    if text.is_heap_allocated() {
        grow(text.len());
    }
}

/// What trees take together, in bytes: what several of them share counts once.
#[derive(Debug, Default)]
pub struct Weight {
    bytes: usize,
    seen: FxHashSet<usize>,
}

impl Weight {
    /// How much it is.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Something else that is held.
    pub fn add(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// A value.
    pub fn add_value(&mut self, value: &Value) {
        self.add(NODE);
        let mut open = Vec::new();
        self.inside(value, &mut open);
        self.all(open);
    }

    /// The elements of a vector.
    pub fn add_vector(&mut self, vector: &Vector) {
        let mut open = Vec::new();
        self.elements(vector, &mut open);
        self.all(open);
    }

    fn all(&mut self, mut open: Vec<&Children>) {
        while let Some(children) = open.pop() {
            for (name, vector) in children.iter() {
                self.add(CHILD);
                self.text(name);
                self.elements(vector, &mut open);
            }
        }
    }

    fn elements<'value>(&mut self, vector: &'value Vector, open: &mut Vec<&'value Children>) {
        if let Vector::Many(values) = vector {
            if !self.is_new(values) {
                return;
            }
            self.add(values.capacity().saturating_mul(NODE));
        }
        for value in vector.iter() {
            self.inside(value, open);
        }
    }

    fn inside<'value>(&mut self, value: &'value Value, open: &mut Vec<&'value Children>) {
        match &value.basic {
            Basic::String(text) => self.text(text),
            Basic::Raw(bytes) if self.is_new(bytes) => self.add(bytes.len()),
            _ => {}
        }
        if let Some(children) = &value.children
            && self.is_new(children)
        {
            open.push(children);
        }
    }

    fn text(&mut self, text: &Text) {
        if text.is_heap_allocated() && self.seen.insert(text.as_ptr().addr()) {
            self.add(text.len());
        }
    }

    /// Whether something has not been counted yet; what has one holder is met once.
    fn is_new<T: ?Sized>(&mut self, shared: &Arc<T>) -> bool {
        Arc::strong_count(shared) == 1 || self.seen.insert(Arc::as_ptr(shared).cast::<()>().addr())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(value: &Value) -> usize {
        let mut weight = Weight::default();
        weight.add_value(value);
        weight.bytes()
    }

    #[test]
    fn what_is_shared_counts_once() {
        let text = "a string that does not fit into a value".repeat(10);
        let leaf = Value::from(text.as_str());
        assert_eq!(weight(&leaf), NODE + text.len());
        let twice = Value::VOID.with("a", leaf.clone()).with("b", leaf);
        assert_eq!(weight(&twice), NODE + 2 * CHILD + text.len());
        let mut tree = Value::VOID.with("a", 1);
        for _ in 0..100 {
            tree = Value::VOID.with("l", tree.clone()).with("r", tree);
        }
        assert_eq!(weight(&tree), NODE + 201 * CHILD);
    }

    #[test]
    fn growth_is_counted_until_it_is_time_to_measure() {
        allow(1_000);
        let mut value = Value::VOID;
        value.vector_mut("a").push(1.into());
        assert!(!is_due());
        value.vector_mut("a").element(1_000 / NODE);
        assert!(is_due());
        allow(1_000);
        assert!(!is_due());
        let _ = Value::from("x".repeat(1_001));
        assert!(is_due());
        allow(isize::MAX.unsigned_abs());
    }
}
