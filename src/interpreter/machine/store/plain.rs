//! Paths that need no work: names and known indices, in sessions where no alias was ever made.

use super::Store;
use crate::interpreter::code::{Index, Key, Path, PathId, Root};
use crate::interpreter::value::{Basic, Value, index_fits};
use smallvec::SmallVec;

impl Store<'_> {
    /// The indices of a path whose parts need no code, where no alias was ever made; nothing when it is another.
    pub(super) fn plain_indices(&self, path: &Path) -> Option<SmallVec<[usize; 4]>> {
        if self.variables.aliased || path.root == Root::Tree {
            return None;
        }
        let mut indices = SmallVec::new();
        indices.push(self.plain_index(path.index)?);
        for segment in &path.segments {
            if let Key::Computed(_) = segment.key {
                return None;
            }
            indices.push(self.plain_index(segment.index)?);
        }
        Some(indices)
    }

    /// What is at such a path.
    pub(super) fn plainly(&self, path: PathId) -> Option<Option<&Value>> {
        let path = self.code.paths.get(path as usize)?;
        let indices = self.plain_indices(path)?;
        let (first, rest) = indices.split_first()?;
        let found = match path.root {
            Root::Slot(slot) => (self.variables.slots)
                .get(slot as usize)
                .and_then(|vector| vector.get(*first)),
            Root::Global | Root::Tree => Some(&*self.global),
        };
        let mut parts = path.segments.iter().zip(rest);
        Some(found.and_then(|found| {
            parts.try_fold(found, |value, (segment, index)| match &segment.key {
                Key::Name(name) => value.vector(name)?.get(*index),
                Key::Computed(_) => None,
            })
        }))
    }

    /// What is at such a path, made when it is not there.
    pub(super) fn plainly_made(&mut self, path: &Path, indices: &[usize]) -> &mut Value {
        let (first, rest) = indices.split_first().unwrap_or((&0, &[]));
        let mut value = match path.root {
            Root::Slot(slot) => self.slot_mut(slot).element(*first),
            Root::Global | Root::Tree => &mut *self.global,
        };
        for (segment, index) in path.segments.iter().zip(rest) {
            if let Key::Name(name) = &segment.key {
                value = value.vector_mut(name).element(*index);
            }
        }
        value
    }

    pub(super) fn plain_index(&self, index: Option<Index>) -> Option<usize> {
        let number = match index {
            None => return Some(0),
            Some(Index::Constant(number)) => number,
            Some(Index::Slot(slot)) => {
                match self.variables.slots.get(slot as usize)?.first()?.basic {
                    Basic::Int(number) => number,
                    _ => return None,
                }
            }
            Some(Index::Computed(_)) => return None,
        };
        index_fits(number).then(|| usize::try_from(number).ok())?
    }
}
