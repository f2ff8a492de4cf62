//! Values: trees whose nodes hold a basic value and named vectors of children.
//!
//! What Jolie's `Value` and `ValueVector` are, with one difference: a tree is shared until one of its holders writes to
//! it, so that deep copies, messages and new sessions cost one counter. A vector may be an alias (`->`), which stands
//! for whatever its path leads to when it is used; values that leave a session hold none.

mod arithmetic;
mod children;
mod coerce;
mod compare;
pub mod growth;
mod link;
mod number;
mod print;
#[cfg(test)]
mod tests;

pub use arithmetic::{Arithmetic, NoResult};
pub use children::Children;
pub use link::Link;
pub use number::double_text;

pub use smol_str::SmolStr as Text;
use std::sync::Arc;

/// More elements than this in one vector are refused: an index of two thousand million would take all memory.
pub const LARGEST_VECTOR: usize = 1 << 26;

/// What a node itself holds.
#[derive(Clone, Debug, Default)]
pub enum Basic {
    /// Nothing: a void value.
    #[default]
    Void,
    /// A truth value.
    Bool(bool),
    /// 32 bits.
    Int(i32),
    /// 64 bits.
    Long(i64),
    /// A double.
    Double(f64),
    /// A string.
    String(Text),
    /// Bytes.
    Raw(Arc<[u8]>),
    /// An element that is an alias (`a[ 1 ] -> b`): only inside of a session.
    Link(Link),
}

/// A tree.
#[derive(Clone, Debug, Default)]
pub struct Value {
    /// What its root holds.
    pub basic: Basic,
    children: Option<Arc<Children>>,
}

/// The elements below one name.
#[derive(Clone, Debug, Default)]
pub enum Vector {
    /// None.
    #[default]
    Empty,
    /// The usual case, without an allocation.
    One(Value),
    /// Several.
    Many(Arc<Vec<Value>>),
    /// An alias of another vector: only inside of a session.
    Link(Link),
}

impl Value {
    /// A void value without children.
    pub const VOID: Self = Self {
        basic: Basic::Void,
        children: None,
    };

    /// A value without children.
    #[must_use]
    pub fn new(basic: Basic) -> Self {
        Self {
            basic,
            children: None,
        }
    }

    /// A string.
    #[must_use]
    pub fn string(text: impl AsRef<str>) -> Self {
        let text = Text::new(text);
        growth::grow_text(&text);
        Self::new(Basic::String(text))
    }

    /// Whether the root holds something.
    #[must_use]
    pub fn is_defined(&self) -> bool {
        !matches!(self.basic, Basic::Void)
    }

    /// The int that the root is.
    #[must_use]
    pub fn as_int_root(&self) -> Option<i32> {
        match self.basic {
            Basic::Int(number) => Some(number),
            _ => None,
        }
    }

    /// Whether there never was a child, or all were taken away.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        self.children.is_none()
    }

    /// Whether there is a child, even an empty vector.
    #[must_use]
    pub fn has_children(&self) -> bool {
        self.children
            .as_ref()
            .is_some_and(|children| !children.is_empty())
    }

    /// The children, in no order; use [`Self::ordered_children`] where the order can be seen.
    pub fn children(&self) -> impl Iterator<Item = (&Text, &Vector)> {
        self.children.iter().flat_map(|children| children.iter())
    }

    /// The children in the order in which Jolie goes through them.
    #[must_use]
    pub fn ordered_children(&self) -> Vec<(&Text, &Vector)> {
        self.children
            .as_ref()
            .map_or_else(Vec::new, |children| children.ordered())
    }

    /// The vector below a name.
    #[must_use]
    pub fn vector(&self, name: &str) -> Option<&Vector> {
        self.children.as_ref()?.get(name)
    }

    /// The first element below a name; `None` when there is none.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.vector(name)?.first()
    }

    /// The first element below a name, below that the next one, and so on.
    #[must_use]
    pub fn descend(&self, names: &[Text]) -> Option<&Self> {
        names.iter().try_fold(self, |value, name| value.child(name))
    }

    /// The vector below a name, made when it is not there.
    pub fn vector_mut(&mut self, name: &str) -> &mut Vector {
        own_children(self.children.get_or_insert_default()).get_or_insert(name)
    }

    /// The first element below a name, made when it is not there.
    pub fn child_mut(&mut self, name: &str) -> &mut Self {
        self.vector_mut(name).first_mut()
    }

    /// Puts one value below a name, in place of what is there.
    pub fn set_child(&mut self, name: &str, value: impl Into<Self>) {
        *self.vector_mut(name) = Vector::One(value.into());
    }

    /// This value with one value below a name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Self>) -> Self {
        self.set_child(name, value);
        self
    }

    /// Takes away what is below a name.
    pub fn remove(&mut self, name: &str) {
        if self.vector(name).is_some()
            && let Some(children) = &mut self.children
        {
            own_children(children).remove(name);
        }
    }

    /// Takes all children away.
    pub fn clear_children(&mut self) {
        self.children = None;
    }

    /// Copies another tree over this one, as `<<` does: the root is replaced, each element of the other tree replaces
    /// the one in its place, and what the other tree does not have stays.
    pub fn deep_copy(&mut self, other: &Self) {
        self.basic = other.basic.clone();
        let Some(theirs) = &other.children else {
            return;
        };
        match &mut self.children {
            mine @ None => *mine = Some(Arc::clone(theirs)),
            Some(mine) => {
                let mine = own_children(mine);
                for (name, vector) in theirs.iter() {
                    mine.get_or_insert(name).overwrite(vector);
                }
            }
        }
    }
}

/// The children of a node to be changed: copied when somebody else holds them too.
fn own_children(children: &mut Arc<Children>) -> &mut Children {
    if Arc::strong_count(children) > 1 {
        growth::grow(children.len() * growth::CHILD);
    }
    Arc::make_mut(children)
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        if let Some(children) = self.children.take() {
            take_apart(children);
        }
    }
}

/// Takes deep trees apart level by level: a chain of a hundred thousand nodes must not overflow the stack.
fn take_apart(children: Arc<Children>) {
    let mut open = vec![children];
    while let Some(children) = open.pop() {
        let Some(mut children) = Arc::into_inner(children) else {
            continue;
        };
        for vector in children.values_mut() {
            match vector {
                Vector::One(value) => open.extend(value.children.take()),
                Vector::Many(values) => {
                    if let Some(values) = Arc::get_mut(values) {
                        open.extend(values.iter_mut().filter_map(|value| value.children.take()));
                    }
                }
                Vector::Empty | Vector::Link(_) => {}
            }
        }
    }
}

impl Vector {
    /// How many elements; an alias has none of its own.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Empty | Self::Link(_) => 0,
            Self::One(_) => 1,
            Self::Many(values) => values.len(),
        }
    }

    /// Whether there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The elements; an alias has none of its own.
    #[must_use]
    pub fn as_slice(&self) -> &[Value] {
        match self {
            Self::Empty | Self::Link(_) => &[],
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }

    /// The elements, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, Value> {
        self.as_slice().iter()
    }

    /// The first element.
    #[must_use]
    pub fn first(&self) -> Option<&Value> {
        self.as_slice().first()
    }

    /// The element at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Value> {
        self.as_slice().get(index)
    }

    /// The first element, made when there is none.
    pub fn first_mut(&mut self) -> &mut Value {
        if let Self::Empty | Self::Link(_) = self {
            *self = Self::One(Value::VOID);
        }
        match self {
            Self::One(value) => value,
            other => other.element(0),
        }
    }

    /// The element at an index, made with those before it when there is none; beyond [`LARGEST_VECTOR`] the last that
    /// there may be, so callers ask [`index_fits`] first.
    pub fn element(&mut self, index: usize) -> &mut Value {
        let index = index.min(LARGEST_VECTOR - 1);
        if index == 0 && matches!(self, Self::Empty | Self::One(_)) {
            return self.first_mut();
        }
        let values = self.as_vec_mut();
        if index >= values.len() {
            growth::grow((index + 1 - values.len()) * growth::NODE);
            values.resize(index + 1, Value::VOID);
        }
        &mut values[index]
    }

    /// Adds an element at the end.
    pub fn push(&mut self, value: Value) {
        match self {
            Self::Empty => *self = Self::One(value),
            _ => {
                growth::grow(growth::NODE);
                self.as_vec_mut().push(value);
            }
        }
    }

    /// Takes an element away, if it is there.
    pub fn remove(&mut self, index: usize) {
        if index >= self.len() {
            return;
        }
        match self {
            Self::One(_) => *self = Self::Empty,
            _ => {
                self.as_vec_mut().remove(index);
            }
        }
    }

    /// The elements as a vector that can be changed.
    pub fn as_vec_mut(&mut self) -> &mut Vec<Value> {
        if !matches!(self, Self::Many(_)) {
            let values = match std::mem::take(self) {
                Self::One(value) => vec![value],
                _ => Vec::new(),
            };
            *self = Self::Many(Arc::new(values));
        }
        match self {
            Self::Many(values) => {
                if Arc::strong_count(values) > 1 {
                    growth::grow(values.len() * growth::NODE);
                }
                Arc::make_mut(values)
            }
            _ => unreachable_vector(),
        }
    }

    /// Copies the elements of another vector over those in their places, as `<<` does.
    pub fn deep_copy(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        } else {
            for (index, value) in other.iter().enumerate() {
                self.element(index).deep_copy(value);
            }
        }
    }

    /// Replaces the first elements by those of another vector; further ones stay.
    fn overwrite(&mut self, other: &Self) {
        if other.len() >= self.len() {
            *self = other.clone();
            return;
        }
        for (mine, theirs) in self.as_vec_mut().iter_mut().zip(other.iter()) {
            *mine = theirs.clone();
        }
    }
}

/// [`Vector::as_vec_mut`] has just made the vector one of several elements.
fn unreachable_vector() -> ! {
    unreachable!("a vector was made one of several elements")
}

/// Whether a vector may have an element at this index.
#[must_use]
pub fn index_fits(index: i32) -> bool {
    usize::try_from(index).is_ok_and(|index| index < LARGEST_VECTOR)
}

impl From<Vec<Value>> for Vector {
    fn from(mut values: Vec<Value>) -> Self {
        match values.len() {
            0 => Self::Empty,
            1 => values.pop().map_or(Self::Empty, Self::One),
            count => {
                growth::grow(count * growth::NODE);
                Self::Many(Arc::new(values))
            }
        }
    }
}

impl FromIterator<Value> for Vector {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        values.into_iter().collect::<Vec<_>>().into()
    }
}

macro_rules! from {
    ($($kind:ty => $variant:ident;)*) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::new(Basic::$variant(value))
            }
        }
    )*};
}

from! {
    bool => Bool;
    i32 => Int;
    i64 => Long;
    f64 => Double;
    Text => String;
    Arc<[u8]> => Raw;
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        let text = Text::from(text);
        growth::grow_text(&text);
        Self::new(Basic::String(text))
    }
}
