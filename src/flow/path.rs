//! Where a path leads: in come a path as it is written and the `with` blocks around it; out comes a [`Place`].
//!
//! A [`Key`] is a path whose segments are all known: `[0]` is the same as no index, another constant index is a
//! segment of its own, `global` and `csets` are first segments. A path with a computed index or name leads somewhere
//! at or below what comes before it. A name made by `x -> y` is read as `y` when that is its only meaning.

use super::element::Item;
use crate::automata::network::SIZE;
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{
    Expression, ExpressionKind, Identifier, Key as Child, Literal, Path, PathRoot,
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
    /// Whether a write of the whole tree here may change the variable `key`. The size of a vector is changed by what is
    /// written to its elements, or below them.
    pub fn may_cover(&self, key: &[Name]) -> bool {
        let inside = |place: &Key| {
            let below = |parent: &[Name]| place.starts_with(parent);
            sized(key).is_some_and(below) || peopled(key).is_some_and(below)
        };
        match self {
            Self::Exact(place) => key.starts_with(place) || inside(place),
            Self::Below(places) => places
                .iter()
                .any(|place| holds(place, key) || inside(place)),
        }
    }
}

/// The vector whose size a variable keeps.
pub(super) fn sized(key: &[Name]) -> Option<&[Name]> {
    let (last, vector) = key.split_last()?;
    (*last == SIZE).then_some(vector)
}

/// The value of which a variable keeps whether it has children.
pub(super) fn peopled(key: &[Name]) -> Option<&[Name]> {
    let (last, parent) = key.split_last()?;
    (*last == CHILDREN).then_some(parent)
}

/// The variable that keeps whether the value at `key` has children: zero when it has none, and lost when it may have.
pub(super) fn children_of(mut key: Key) -> Key {
    key.push(Name::from(CHILDREN));
    key
}

/// The value of which a path means a child whose name is computed, when nothing else is computed.
pub(super) fn computed_child(path: &Path, with: &[&Path]) -> Option<Key> {
    let (last, before) = path.segments.split_last()?;
    let Child::Computed(_) = &last.key else {
        return None;
    };
    let parent = Path {
        segments: before.to_vec(),
        ..path.clone()
    };
    match raw(&parent, with) {
        Place::Exact(key) if !key.is_empty() => Some(key),
        _ => None,
    }
}

/// The last part of the name of a variable that keeps whether a value has children.
const CHILDREN: &str = "*";

/// The variable that keeps the size of the vector at `key`.
pub(super) fn size_of(mut key: Key) -> Key {
    // An element of it is written as well as the whole.
    key.pop_if(|last| last.starts_with('['));
    key.push(Name::from(SIZE));
    key
}

/// Which element of the vector at `vector` a key below it leads to.
pub(super) fn element(key: &[Name], vector: &[Name]) -> Option<i64> {
    let next = key.strip_prefix(vector)?.first();
    match next.and_then(|next| next.strip_prefix('[')) {
        Some(index) => index.strip_suffix(']')?.parse().ok(),
        None => Some(0),
    }
}

/// The first segment with an index that is computed.
pub(super) fn first_computed(path: &Path) -> Option<usize> {
    let computed = |index: &Expression| !matches!(literal(index), Some(Literal::Int(_)));
    let mut segments = path.segments.iter();
    segments.position(|segment| segment.index.as_deref().is_some_and(computed))
}

/// The vector that a path has a computed index of, when that is all that is computed up to there, and the index.
pub(super) fn computed_element<'p>(
    path: &'p Path,
    with: &[&Path],
) -> Option<(Key, &'p Expression)> {
    let at = first_computed(path)?;
    let mut vector = path.clone();
    vector.segments.truncate(at + 1);
    let index = path.segments[at].index.as_ref()?;
    if let Some(last) = vector.segments.last_mut() {
        last.index = None;
    }
    match raw(&vector, with) {
        Place::Exact(vector) => Some((vector, index)),
        Place::Below(_) => None,
    }
}

/// The names after the first computed index of a path, when nothing else is computed.
pub(super) fn tail(path: &Path) -> Option<Key> {
    let at = first_computed(path)?;
    let rest = Path {
        root: PathRoot::Local,
        segments: path.segments.get(at + 1..)?.to_vec(),
        span: path.span,
    };
    match raw(&rest, &[]) {
        Place::Exact(key) => Some(key),
        Place::Below(_) => None,
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

/// A solicit-response in an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub operation: Name,
    pub port: Name,
    pub span: Span,
}

impl Asked {
    pub fn new(operation: Identifier, port: Identifier, span: Span) -> Self {
        Self {
            operation: operation.name,
            port: port.name,
            span,
        }
    }

    /// The variable that stands for what lies at `suffix` of the answer. Nobody can write it down; an expression may
    /// ask for several answers, and of one operation too.
    pub fn key(self, suffix: &[Name]) -> Key {
        let Span { source, start, .. } = self.span;
        let root = format!("{}@{}:{source:?}:{start}", self.operation, self.port);
        let mut key = vec![Name::from(&root)];
        key.extend_from_slice(suffix);
        key
    }
}

/// The variable that counts the rounds of a loop over the vector that is named here. Nobody can write it down.
pub(super) fn round(over: Span) -> Key {
    vec![Name::from(&format!("for@{:?}:{}", over.source, over.start))]
}

/// Whether a variable is such a [`round`].
pub(super) fn is_round(key: &[Name]) -> bool {
    matches!(key, [only] if only.starts_with("for@"))
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
    /// The items of loops over vectors.
    items: Vec<Item>,
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

    /// Notes the item of a loop.
    pub fn add_item(&mut self, item: Item) {
        self.items.push(item);
    }

    /// The innermost loop around that has an item of this name, when the name has no other meaning there.
    pub fn item(&self, name: Name, at: Span) -> Option<&Item> {
        let around = |item: &&Item| item.name == [name] && item.body.contains(at);
        let found = self.items.iter().filter(around);
        let found = found.min_by_key(|item| item.body.end - item.body.start)?;
        let own = self.items.iter().filter(|item| item.name == [name]);
        let meanings: Vec<&Key> = own.map(|item| &item.vector).collect();
        match self.meanings.get(&found.name)? {
            Place::Below(places) => places
                .iter()
                .all(|place| meanings.contains(&place))
                .then_some(found),
            Place::Exact(_) => None,
        }
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
