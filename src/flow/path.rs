//! Where a path leads: in come a path as it is written and the `with` blocks around it; out comes a [`Place`].
//!
//! A [`Key`] is a path whose segments are all known: `[0]` is the same as no index, another constant index is a
//! segment of its own, `global` and `csets` are first segments. A path with a computed index or name leads somewhere
//! at or below what comes before it. A name made by `x -> y` is read as `y` when that is its only meaning.

use crate::base::Name;
use crate::syntax::jolie::tree::{
    Expression, ExpressionKind, Key as Child, Literal, Path, PathRoot,
};
use rustc_hash::FxHashMap;

/// A path whose segments are all known. The empty one is the root of a message, or of the session's variables.
pub(super) type Key = Vec<Name>;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Here.
    Exact(Key),
    /// At or below one of these.
    Below(Vec<Key>),
}

impl Place {
    /// Whether a write of the whole tree here may change the variable `key`.
    pub fn may_cover(&self, key: &[Name]) -> bool {
        match self {
            Self::Exact(place) => key.starts_with(place),
            Self::Below(places) => places.iter().any(|place| holds(place, key)),
        }
    }
}

fn holds(place: &[Name], key: &[Name]) -> bool {
    if place.is_empty() {
        // A computed name is that of a variable of the session.
        return key
            .first()
            .is_none_or(|first| first != "global" && first != "csets");
    }
    key.starts_with(place)
}

/// Whether Jolie writes this variable when it starts: what lies below `global.inputPorts` (`OOITBuilder`).
pub(super) fn is_written_by_jolie(key: &[Name]) -> bool {
    matches!(key, [first, second, ..] if *first == "global" && *second == "inputPorts")
}

/// How people write a key.
pub(super) fn written(key: &[Name]) -> String {
    let mut text = String::new();
    for segment in key {
        if !text.is_empty() && !segment.starts_with('[') {
            text.push('.');
        }
        text.push_str(segment);
    }
    text
}

/// Where a path leads, before second names are looked at.
pub(super) fn raw(path: &Path, with: &[&Path]) -> Place {
    let mut key: Key = match (path.root, with.split_last()) {
        (PathRoot::Local, _) | (PathRoot::With, None) => Vec::new(),
        (PathRoot::Global, _) => vec![Name::from("global")],
        (PathRoot::Correlation, _) => vec![Name::from("csets")],
        (PathRoot::With, Some((inner, outer))) => match raw(inner, outer) {
            Place::Exact(key) => key,
            below @ Place::Below(_) => return below,
        },
    };
    for segment in &path.segments {
        match &segment.key {
            Child::Name(name) => key.push(name.name),
            Child::Computed(computed) => match literal(computed) {
                Some(Literal::String(text)) => key.push(Name::from(text)),
                _ => return Place::Below(vec![key]),
            },
        }
        match segment.index.as_ref().map(|index| literal(index)) {
            None | Some(Some(Literal::Int(0))) => {}
            Some(Some(Literal::Int(index))) => key.push(Name::from(&format!("[{index}]"))),
            Some(_) => return Place::Below(vec![key]),
        }
    }
    Place::Exact(key)
}

/// Whether the last segment of a path has an index.
pub(super) fn indexed(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.index.is_some())
}

fn literal(expression: &Expression) -> Option<&Literal> {
    match &expression.kind {
        ExpressionKind::Literal(literal) => Some(literal),
        ExpressionKind::Group(inner) => literal(inner),
        _ => None,
    }
}

/// The second names of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Aliases {
    meanings: FxHashMap<Key, Place>,
    longest: usize,
}

/// More second names than this on the way to a variable are not followed.
const STEPS: usize = 8;

impl Aliases {
    /// Gives a name another meaning beside those that it has; `None` is one that is not known.
    pub fn add(&mut self, name: Key, meaning: Place) {
        self.longest = self.longest.max(name.len());
        let known = self.meanings.remove(&name);
        let meaning = match (known, meaning) {
            (None, meaning) => meaning,
            (Some(known), meaning) if known == meaning => known,
            (Some(known), meaning) => {
                let mut all = places(known);
                for place in places(meaning) {
                    if !all.contains(&place) {
                        all.push(place);
                    }
                }
                Place::Below(all)
            }
        };
        self.meanings.insert(name, meaning);
    }

    /// Makes a name one that may mean itself too.
    pub fn blur(&mut self, name: &Key) {
        if let Some(meaning) = self.meanings.remove(name) {
            let mut all = places(meaning);
            all.push(name.clone());
            self.meanings.insert(name.clone(), Place::Below(all));
        }
    }

    /// The names that have another meaning.
    pub fn names(&self) -> Vec<Key> {
        self.meanings.keys().cloned().collect()
    }

    /// Where a path leads.
    pub fn place(&self, path: &Path, with: &[&Path]) -> Place {
        match raw(path, with) {
            Place::Exact(key) => self.resolve(key),
            Place::Below(keys) => {
                let keys = keys.into_iter();
                Place::Below(keys.flat_map(|key| places(self.resolve(key))).collect())
            }
        }
    }

    /// Where a key leads.
    pub fn resolve(&self, key: Key) -> Place {
        let mut key = key;
        for _ in 0..STEPS {
            let longest = self.longest.min(key.len());
            let found = (1..=longest).find_map(|length| {
                let meaning = self.meanings.get(&key[..length])?;
                Some((length, meaning))
            });
            match found {
                None => return Place::Exact(key),
                Some((_, Place::Below(places))) => return Place::Below(places.clone()),
                Some((length, Place::Exact(target))) => {
                    let mut next = target.clone();
                    next.extend_from_slice(&key[length..]);
                    key = next;
                }
            }
        }
        Place::Below(vec![key])
    }
}

fn places(place: Place) -> Vec<Key> {
    match place {
        Place::Exact(key) => vec![key],
        Place::Below(keys) => keys,
    }
}
