//! The variables of a session with where their values come from: in come a state and a key, out come the origins there,
//! or the state after a write.

use super::shared::Check;
use super::{Origins, Source, add};
use crate::base::Name;
use crate::flow::path::Key;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

/// Places in messages are followed so deep.
const DEEPEST: usize = 8;

/// What is at a place: its root, and whatever below it has no entry of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Entry {
    pub root: Origins,
    pub below: Origins,
}

/// A tree of values: the entries of its root and below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    pub top: Entry,
    pub parts: Vec<(Key, Entry)>,
}

impl Tree {
    /// A root with nothing below it.
    pub fn root(root: Origins) -> Self {
        let below = Origins::default();
        Self {
            top: Entry { root, below },
            parts: Vec::new(),
        }
    }

    /// A whole tree that comes from one place.
    pub fn whole(source: Source) -> Self {
        let origins = Origins::of(source);
        Self {
            top: Entry {
                root: origins.clone(),
                below: origins,
            },
            parts: Vec::new(),
        }
    }

    /// Every value in it.
    pub fn all(&self) -> Origins {
        let mut all = self.top.root.clone();
        all.join(&self.top.below);
        for (_, entry) in &self.parts {
            all.join(&entry.root);
            all.join(&entry.below);
        }
        all
    }
}

/// The state of a session on its way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    pub(super) entries: Arc<BTreeMap<Key, Entry>>,
    /// What was asked of `global` to come here.
    pub control: Vec<Check>,
    /// Whether something outside of the session was asked on the way.
    pub asked: bool,
}

impl State {
    /// What is at a key; nothing where nothing was put.
    fn entry(&self, key: &[Name]) -> Entry {
        if let Some(entry) = self.entries.get(key) {
            return entry.clone();
        }
        let above = (0..key.len()).rev();
        let found = above
            .filter_map(|length| Some((length, self.entries.get(&key[..length])?)))
            .next();
        let Some((length, entry)) = found else {
            return Entry::default();
        };
        let below = Origins {
            sources: extended(&entry.below.sources, &key[length..]),
            decided: entry.below.decided.clone(),
        };
        Entry {
            root: below.clone(),
            below,
        }
    }

    fn keys_below(&self, key: &[Name]) -> Vec<Key> {
        let start = (Bound::Excluded(key.to_vec()), Bound::Unbounded);
        let keys = self.entries.range(start).map(|(found, _)| found);
        keys.take_while(|found| found.starts_with(key))
            .cloned()
            .collect()
    }

    /// The tree at a key.
    pub fn tree(&self, key: &[Name]) -> Tree {
        let parts = self.keys_below(key).into_iter().filter_map(|found| {
            let entry = self.entries.get(&found)?.clone();
            Some((found.get(key.len()..)?.to_vec(), entry))
        });
        Tree {
            top: self.entry(key),
            parts: parts.collect(),
        }
    }

    /// The root at a key is this from now on.
    pub fn assign(&mut self, key: &[Name], root: Origins) {
        let below = self.entry(key).below;
        Arc::make_mut(&mut self.entries).insert(key.to_vec(), Entry { root, below });
    }

    /// A tree takes the place of what was there.
    pub fn put(&mut self, key: &[Name], tree: Tree) {
        let old = self.keys_below(key);
        let entries = Arc::make_mut(&mut self.entries);
        for key in old {
            entries.remove(&key);
        }
        entries.insert(key.to_vec(), tree.top);
        for (rest, entry) in tree.parts {
            entries.insert([key, &rest].concat(), entry);
        }
    }

    /// A tree is laid over what is there.
    pub fn overlay(&mut self, key: &[Name], mut tree: Tree) {
        let old = self.entry(key).below;
        tree.top.below.join(&old);
        let entries = Arc::make_mut(&mut self.entries);
        entries.insert(key.to_vec(), tree.top);
        for (rest, entry) in tree.parts {
            entries.insert([key, &rest].concat(), entry);
        }
    }

    /// What is at a key and below it may come from here too.
    pub fn blur(&mut self, key: &[Name], with: &Origins) {
        let mut changed = vec![key.to_vec()];
        changed.extend(self.keys_below(key));
        for key in changed {
            let mut entry = self.entry(&key);
            entry.root.join(with);
            entry.below.join(with);
            Arc::make_mut(&mut self.entries).insert(key, entry);
        }
    }

    /// What both may be.
    fn join(left: &Self, right: &Self) -> Self {
        let mut control = left.control.clone();
        control.retain(|check| right.control.contains(check));
        let mut all = Self {
            entries: left.entries.clone(),
            control,
            asked: left.asked || right.asked,
        };
        if Arc::ptr_eq(&left.entries, &right.entries) {
            return all;
        }
        let keys: BTreeSet<&Key> = left.entries.keys().chain(right.entries.keys()).collect();
        let both = keys.into_iter().map(|key| {
            let (mut one, other) = (left.entry(key), right.entry(key));
            one.root.join(&other.root);
            one.below.join(&other.below);
            (key.clone(), one)
        });
        let entries: BTreeMap<Key, Entry> = both.collect();
        all.entries = Arc::new(entries);
        all
    }
}

/// Where two ways meet.
pub(super) fn meet(left: Option<State>, right: Option<State>) -> Option<State> {
    match (left, right) {
        (Some(left), Some(right)) => Some(State::join(&left, &right)),
        (one, None) | (None, one) => one,
    }
}

/// What lies below values from these sources comes from.
fn extended(sources: &[Source], rest: &[Name]) -> Vec<Source> {
    let mut found = Vec::new();
    for source in sources {
        let below = match source {
            Source::Message { path, .. } if path.len() + rest.len() > DEEPEST => Source::Unknown,
            Source::Message { operation, path } => Source::Message {
                operation: *operation,
                path: [path.as_slice(), rest].concat(),
            },
            other => other.clone(),
        };
        add(&mut found, &[below]);
    }
    found
}
