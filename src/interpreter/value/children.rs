//! The named vectors below a node.
//!
//! They are found by hashing with a seed, since names come from outside. Where programs can see an order (`foreach`,
//! printing, messages) it is that of the table that Jolie keeps children in, so that programs print the same.

use super::{Text, Vector, growth};
use foldhash::fast::RandomState;
use indexmap::IndexMap;

/// A table of that many places has to grow when three quarters are taken.
const FIRST_TABLE: usize = 16;

/// The named vectors below a node.
#[derive(Clone, Debug, Default)]
pub struct Children(IndexMap<Text, Vector, RandomState>);

impl Children {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&Text, &Vector)> {
        self.0.iter()
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Vector> {
        self.0.values_mut()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Vector> {
        self.0.get(name)
    }

    pub(super) fn get_or_insert(&mut self, name: &str) -> &mut Vector {
        let index = self.0.get_index_of(name).unwrap_or_else(|| {
            growth::grow(growth::CHILD + name.len());
            self.0.insert_full(Text::new(name), Vector::Empty).0
        });
        &mut self.0[index]
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.swap_remove(name);
    }

    /// The children in the order of Jolie's tables: by the place of the name's hash in a table of the least size, those
    /// of one place as they came.
    pub(super) fn ordered(&self) -> Vec<(&Text, &Vector)> {
        let mut size = FIRST_TABLE;
        while self.0.len() >= size / 4 * 3 {
            size *= 2;
        }
        let mut children: Vec<_> = self.0.iter().collect();
        children.sort_by_cached_key(|(name, _)| table_hash(name) as usize & (size - 1));
        children
    }
}

/// The hash of a name in `ConcurrentHashMap`: that of its UTF-16 units, the upper half mixed into the lower.
fn table_hash(name: &str) -> u32 {
    let hash = name.encode_utf16().fold(0u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    });
    (hash ^ (hash >> 16)) & 0x7fff_ffff
}
