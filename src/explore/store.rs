//! Every row once: a set of rows of numbers, each with its index.
//!
//! In come rows of any length, out come indices in the order of first arrival. Whole rows are compared; the hash only
//! says where to look. A row lies in memory at the smallest of the widths of one, two and four bytes that all of its
//! numbers fit in, so equal rows are equal bytes.

use super::memory::{Budget, Full, Pieces, enlarge};
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Bytes of one block of rows.
const BLOCK_BITS: u32 = 20;
const BLOCK: usize = 1 << BLOCK_BITS;
/// Bytes of the first block at first, for small systems.
const SMALL: usize = 256;
/// Rows start at multiples of this, so that a place in 32 bits reaches 16 GiB.
const ALIGNMENT: usize = 4;

/// A set of rows with their indices.
#[derive(Clone, Debug)]
pub(super) struct Store {
    /// The rows' bytes. A row lies in one block; one that is longer than a block lies in its own, after which empty
    /// blocks keep the numbering.
    blocks: Vec<Vec<u8>>,
    /// Where each row begins, in units of the alignment.
    places: Pieces<u32>,
    /// The indices, by the hash of their rows.
    table: HashTable<u32>,
}

/// Rows that are looked for together, since the memory answers several questions in little more time than one.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// The bytes of the rows, one after the other.
    keys: Vec<u8>,
    asked: Vec<Asked>,
}

/// A row that is looked for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    hash: u64,
    /// Where its bytes end; they begin where those before end.
    end: usize,
    /// The first row whose place in the table is that of the hash.
    candidate: Option<u32>,
    found: bool,
}

/// A batch of this many rows or bytes is large enough.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 1 << 16;

impl Batch {
    /// Adds a row.
    pub(super) fn push(&mut self, row: &[u32]) -> Result<(), Full> {
        let start = self.keys.len();
        self.keys.try_reserve(row.len().saturating_mul(4) + 16)?;
        encode(row, &mut self.keys);
        self.asked.push(Asked {
            hash: hash(self.keys.get(start..).unwrap_or_default()),
            end: self.keys.len(),
            candidate: None,
            found: false,
        });
        Ok(())
    }

    /// Whether it should be asked for now.
    pub(super) fn is_large(&self) -> bool {
        self.asked.len() >= BATCH || self.keys.len() >= BATCH_BYTES
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.asked.len()
    }

    /// Takes all rows out.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.asked.clear();
    }

    /// The hash and bytes of a row, and its index in the store, if that was found already.
    fn get(&self, number: usize) -> (u64, &[u8], Option<u32>) {
        let before = number
            .checked_sub(1)
            .and_then(|before| self.asked.get(before));
        let start = before.map_or(0, |before| before.end);
        let Some(asked) = self.asked.get(number) else {
            return (0, &[], None);
        };
        let key = self.keys.get(start..asked.end).unwrap_or_default();
        (asked.hash, key, asked.candidate.filter(|_| asked.found))
    }
}

impl Store {
    /// The empty set.
    pub(super) fn new() -> Self {
        Self {
            blocks: Vec::new(),
            places: Pieces::new(),
            table: HashTable::new(),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Finds those rows of `batch` that are there where they are looked for first. Each loop is over all rows, so that
    /// one need not wait for the memory of another.
    pub(super) fn look_up(&self, batch: &mut Batch) {
        for asked in &mut batch.asked {
            asked.candidate = self.table.find(asked.hash, |_| true).copied();
        }
        let mut start = 0;
        for asked in &mut batch.asked {
            let key = batch.keys.get(start..asked.end).unwrap_or_default();
            start = asked.end;
            asked.found = asked.candidate.is_some_and(|candidate| {
                bytes_from(&self.blocks, &self.places, candidate).starts_with(key)
            });
        }
    }

    /// The index of the row of `batch` with this number, and whether it was new and has been added; `None` when it is
    /// new and there are `most` rows already.
    pub(super) fn insert(
        &mut self,
        batch: &Batch,
        number: usize,
        most: usize,
        budget: &mut Budget,
    ) -> Result<Option<(u32, bool)>, Full> {
        let (hash, key, found) = batch.get(number);
        if let Some(index) = found {
            return Ok(Some((index, false)));
        }
        let (blocks, places) = (&self.blocks, &self.places);
        let same = |index: &u32| bytes_from(blocks, places, *index).starts_with(key);
        if let Some(index) = self.table.find(hash, same) {
            return Ok(Some((*index, false)));
        }
        if self.len() >= most {
            return Ok(None);
        }
        let index = u32::try_from(self.len()).map_err(|_| Full)?;
        self.enlarge_table(budget)?;
        self.places.reserve_one(budget)?;
        let place = self.room(key.len(), budget)?;
        self.places.push(place, budget)?;
        if let Some(block) = self.blocks.get_mut(block_of(place)) {
            block.extend_from_slice(key);
        }
        let (blocks, places) = (&self.blocks, &self.places);
        self.table
            .insert_unique(hash, index, |index| hash_of(blocks, places, *index));
        Ok(Some((index, true)))
    }

    /// Appends the numbers of the row with this index to `row`: none when there is no such row.
    pub(super) fn read(&self, index: u32, row: &mut Vec<u32>) {
        decode(bytes_from(&self.blocks, &self.places, index), row);
    }

    /// Makes the table able to take one more. For a moment the old table and one of double size exist.
    fn enlarge_table(&mut self, budget: &mut Budget) -> Result<(), Full> {
        if self.table.len() < self.table.capacity() {
            return Ok(());
        }
        let old = self.table.allocation_size();
        // An index and a byte of the hash for each bucket, and the library's constant part.
        let new = old.saturating_mul(2).saturating_add(64);
        budget.take(new)?;
        let (blocks, places) = (&self.blocks, &self.places);
        let reserved = self
            .table
            .try_reserve(1, |index| hash_of(blocks, places, *index));
        let grown = self.table.allocation_size().saturating_sub(old);
        budget.give_back(new.saturating_sub(grown));
        reserved.map_err(|_| Full)
    }

    /// The place for `needed` bytes in the last block, or in a new one.
    fn room(&mut self, needed: usize, budget: &mut Budget) -> Result<u32, Full> {
        if let Some(block) = self.blocks.last_mut() {
            let start = block.len().next_multiple_of(ALIGNMENT);
            let end = start + needed;
            if end <= BLOCK {
                if end > block.capacity() {
                    let capacity = (block.capacity() * 2).max(end).min(BLOCK);
                    enlarge(block, capacity, budget)?;
                }
                block.resize(start, 0);
                return place(self.blocks.len() - 1, start);
            }
        }
        let at = self.blocks.len();
        let first = place(at, 0)?;
        let capacity = if at == 0 { SMALL } else { BLOCK };
        let mut block = Vec::new();
        enlarge(&mut block, capacity.max(needed), budget)?;
        self.blocks.push(block);
        // A long row's block stands for as many as it is long; the empty last one is the next to be filled.
        for _ in 0..needed.saturating_sub(1) >> BLOCK_BITS {
            self.blocks.push(Vec::new());
        }
        Ok(first)
    }
}

fn place(block: usize, start: usize) -> Result<u32, Full> {
    u32::try_from(((block << BLOCK_BITS) + start) / ALIGNMENT).map_err(|_| Full)
}

#[inline]
fn block_of(place: u32) -> usize {
    (place as usize * ALIGNMENT) >> BLOCK_BITS
}

/// The bytes from the beginning of a row to the end of its block.
#[inline]
fn bytes_from<'a>(blocks: &'a [Vec<u8>], places: &Pieces<u32>, index: u32) -> &'a [u8] {
    let Some(place) = places.get(index as usize) else {
        return &[];
    };
    let start = (place as usize * ALIGNMENT) & (BLOCK - 1);
    let block = blocks.get(block_of(place));
    block.and_then(|block| block.get(start..)).unwrap_or(&[])
}

#[cold]
fn hash_of(blocks: &[Vec<u8>], places: &Pieces<u32>, index: u32) -> u64 {
    let bytes = bytes_from(blocks, places, index);
    hash(bytes.get(..encoded_length(bytes)).unwrap_or(bytes))
}

#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// Appends `row` as bytes: its length and width, in groups of seven bits from the lowest, then its numbers.
fn encode(row: &[u32], bytes: &mut Vec<u8>) {
    let all = row.iter().fold(0, |all, number| all | number);
    let width = match all {
        0..=0xff => 0,
        0x100..=0xffff => 1,
        _ => 2,
    };
    let mut head = (row.len() as u64) << 2 | width;
    while head >= 0x80 {
        bytes.push(head as u8 | 0x80);
        head >>= 7;
    }
    bytes.push(head as u8);
    match width {
        0 => bytes.extend(row.iter().map(|number| *number as u8)),
        1 => bytes.extend(row.iter().flat_map(|number| (*number as u16).to_le_bytes())),
        _ => bytes.extend(row.iter().flat_map(|number| number.to_le_bytes())),
    }
}

/// The length, the width's logarithm, and how many bytes say so.
#[inline]
fn head(bytes: &[u8]) -> (usize, u32, usize) {
    let mut head = 0u64;
    let mut shift = 0;
    let mut read = 0;
    for byte in bytes {
        head |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        read += 1;
        if byte & 0x80 == 0 {
            break;
        }
    }
    ((head >> 2) as usize, (head & 3) as u32, read)
}

fn encoded_length(bytes: &[u8]) -> usize {
    let (length, width, read) = head(bytes);
    read.saturating_add(length << width)
}

/// Appends the row at the beginning of `bytes`.
fn decode(bytes: &[u8], row: &mut Vec<u32>) {
    let (length, width, read) = head(bytes);
    let numbers = bytes.get(read..read + (length << width)).unwrap_or(&[]);
    match width {
        0 => row.extend(numbers.iter().map(|byte| u32::from(*byte))),
        1 => row.extend(
            numbers
                .as_chunks()
                .0
                .iter()
                .map(|two| u32::from(u16::from_le_bytes(*two))),
        ),
        _ => row.extend(
            numbers
                .as_chunks()
                .0
                .iter()
                .map(|four| u32::from_le_bytes(*four)),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn insert(
        store: &mut Store,
        row: &[u32],
        most: usize,
        budget: &mut Budget,
    ) -> Option<(u32, bool)> {
        let mut batch = Batch::default();
        batch.push(row).unwrap();
        store.look_up(&mut batch);
        store.insert(&batch, 0, most, budget).unwrap()
    }

    #[test]
    fn rows_of_all_lengths_are_kept() {
        let mut budget = Budget::new(None);
        let mut store = Store::new();
        let lengths = [
            0,
            1,
            2,
            31,
            32,
            33,
            300,
            5000,
            BLOCK / 4,
            BLOCK,
            3 * BLOCK,
            7,
        ];
        let rows: Vec<Vec<u32>> = lengths
            .iter()
            .flat_map(|length| {
                [0, 1, 255, 256, 65_535, 65_536, u32::MAX].map(|number| vec![number; *length])
            })
            .collect();
        let mut indices = Vec::new();
        for row in &rows {
            indices.push(insert(&mut store, row, usize::MAX, &mut budget).unwrap().0);
        }
        for (row, index) in rows.iter().zip(indices) {
            assert_eq!(
                insert(&mut store, row, 0, &mut budget),
                Some((index, false))
            );
            let mut read = Vec::new();
            store.read(index, &mut read);
            assert_eq!(&read, row);
        }
        let held: usize = store.blocks.iter().map(Vec::capacity).sum();
        assert!(budget.used() >= held);
    }

    proptest! {
        #[test]
        fn it_is_a_set(rows in prop::collection::vec(prop::collection::vec(prop_oneof![0..4u32, 250..260u32, any::<u32>()], 0..6), 0..200)) {
            let mut budget = Budget::new(None);
            let mut store = Store::new();
            let mut expected: HashMap<Vec<u32>, u32> = HashMap::new();
            for row in rows {
                let next = expected.len() as u32;
                let new = !expected.contains_key(&row);
                let index = *expected.entry(row.clone()).or_insert(next);
                prop_assert_eq!(insert(&mut store, &row, usize::MAX, &mut budget), Some((index, new)));
            }
            for (row, index) in expected {
                let mut read = Vec::new();
                store.read(index, &mut read);
                prop_assert_eq!(read, row);
            }
        }
    }
}
