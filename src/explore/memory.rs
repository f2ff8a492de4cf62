//! Memory by the piece: lists that grow without being copied, and an account of what they take.
//!
//! In come elements one by one; out goes a list that never holds two copies of itself, so that a limit on memory can be
//! used to the last piece. An allocation that fails is a value, not an abort.

use std::collections::TryReserveError;

/// There is no memory left within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

impl From<TryReserveError> for Full {
    fn from(_: TryReserveError) -> Self {
        Self
    }
}

/// An account of the bytes taken, with a limit.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    limit: usize,
    used: usize,
}

impl Budget {
    /// Nothing taken yet; no limit is as much as there is.
    pub(super) fn new(limit: Option<usize>) -> Self {
        Self {
            limit: limit.unwrap_or(usize::MAX),
            used: 0,
        }
    }

    /// Bytes taken so far.
    pub(super) fn used(&self) -> usize {
        self.used
    }

    /// Whether so many bytes are taken elsewhere that the limit is passed.
    pub(super) fn is_passed_with(&self, elsewhere: usize) -> bool {
        self.used.saturating_add(elsewhere) > self.limit
    }

    /// Takes `bytes`, or fails and takes none.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Full> {
        let used = self.used.checked_add(bytes).ok_or(Full)?;
        if used > self.limit {
            return Err(Full);
        }
        self.used = used;
        Ok(())
    }

    /// Gives `bytes` back.
    pub(super) fn give_back(&mut self, bytes: usize) {
        self.used = self.used.saturating_sub(bytes);
    }
}

/// Makes `list` able to hold `capacity` elements without more memory than that.
pub(super) fn enlarge<T>(
    list: &mut Vec<T>,
    capacity: usize,
    budget: &mut Budget,
) -> Result<(), Full> {
    let more = capacity.saturating_sub(list.capacity());
    let bytes = more.saturating_mul(size_of::<T>());
    budget.take(bytes)?;
    let reserved = list.try_reserve_exact(capacity.saturating_sub(list.len()));
    if reserved.is_err() {
        budget.give_back(bytes);
    }
    Ok(reserved?)
}

/// Elements of one piece: enough that pieces are few, few enough that a piece is soon filled.
const PIECE_BITS: u32 = 14;
const PIECE: usize = 1 << PIECE_BITS;
/// Elements of the first piece at first, for small systems.
const SMALL: usize = 16;

/// A list in pieces. Pushing never moves more than the first piece.
#[derive(Clone, Debug)]
pub(super) struct Pieces<T> {
    pieces: Vec<Vec<T>>,
    len: usize,
}

impl<T: Copy> Pieces<T> {
    /// The empty list, which takes no memory.
    pub(super) fn new() -> Self {
        Self {
            pieces: Vec::new(),
            len: 0,
        }
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The element at `index`, if there is one.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<T> {
        self.pieces
            .get(index >> PIECE_BITS)?
            .get(index & (PIECE - 1))
            .copied()
    }

    /// The elements from `start` up to `end`, as far as there are any.
    #[inline]
    pub(super) fn range(&self, start: usize, end: usize) -> impl Iterator<Item = T> + Clone + '_ {
        let end = end.min(self.len);
        let first = start >> PIECE_BITS;
        let count = if start < end {
            ((end - 1) >> PIECE_BITS) - first + 1
        } else {
            0
        };
        let pieces = self.pieces.iter().enumerate().skip(first).take(count);
        pieces.flat_map(move |(at, piece)| {
            let base = at << PIECE_BITS;
            let from = start.saturating_sub(base);
            let to = (end - base).min(piece.len());
            piece.get(from..to).unwrap_or_default().iter().copied()
        })
    }

    /// Makes sure that the next push succeeds.
    #[inline]
    pub(super) fn reserve_one(&mut self, budget: &mut Budget) -> Result<(), Full> {
        match self.pieces.last() {
            Some(piece) if piece.len() < piece.capacity() => Ok(()),
            _ => self.reserve_slowly(budget),
        }
    }

    /// Adds an element at the end.
    #[inline]
    pub(super) fn push(&mut self, element: T, budget: &mut Budget) -> Result<(), Full> {
        self.reserve_one(budget)?;
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(element);
            self.len += 1;
        }
        Ok(())
    }

    #[cold]
    fn reserve_slowly(&mut self, budget: &mut Budget) -> Result<(), Full> {
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => {
                let capacity = (piece.capacity() * 2).min(PIECE);
                enlarge(piece, capacity, budget)
            }
            last => {
                let capacity = if last.is_some() { PIECE } else { SMALL };
                let mut piece = Vec::new();
                enlarge(&mut piece, capacity, budget)?;
                self.pieces.push(piece);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_ranges_are_found_across_pieces() {
        let mut budget = Budget::new(None);
        let mut list = Pieces::new();
        for number in 0..3 * PIECE + 5 {
            list.push(number, &mut budget).unwrap();
        }
        assert_eq!(list.len(), 3 * PIECE + 5);
        assert_eq!(list.get(PIECE), Some(PIECE));
        assert_eq!(list.get(3 * PIECE + 5), None);
        for (start, end) in [
            (0, 0),
            (3, 3),
            (0, 1),
            (PIECE - 1, PIECE + 1),
            (PIECE, 2 * PIECE),
            (5, 3 * PIECE + 5),
        ] {
            let expected: Vec<usize> = (start..end).collect();
            assert_eq!(list.range(start, end).collect::<Vec<_>>(), expected);
        }
        assert_eq!(list.range(3 * PIECE + 4, 9 * PIECE).count(), 1);
        assert!(budget.used() <= size_of::<usize>() * 4 * PIECE);
    }

    #[test]
    fn a_full_budget_refuses_and_stays_as_it_was() {
        let mut budget = Budget::new(Some(100));
        let mut list = Pieces::new();
        let mut pushed = 0;
        while list.push(1u32, &mut budget).is_ok() {
            pushed += 1;
        }
        assert_eq!((pushed, list.len(), budget.used()), (16, 16, 64));
        assert!(!budget.is_passed_with(36));
        assert!(budget.is_passed_with(37));
    }
}
