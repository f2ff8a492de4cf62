//! The variables of a session: paths are followed here, aliases included.
//!
//! In come a path and the code that it belongs to; out come places. Reading makes nothing; writing makes what is not
//! there, as `VariablePath.getValue` does. An alias is followed when it is met, by the path that it was made with and
//! the variables of that moment; where no alias was ever made nothing is looked for.

use super::evaluate::evaluate;
use crate::interpreter::code::{Code, Index, Key, Path, PathId, Root};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Link, Text, Value, Vector, index_fits};
use smallvec::SmallVec;

/// More aliases than this behind one another are a loop.
const LONGEST_CHAIN: usize = 1000;

/// The variables of a session.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// By slot.
    pub slots: Vec<Vector>,
    /// Whether a variable was ever made an alias.
    aliased: bool,
    /// Whether something inside of a tree was.
    nested: bool,
    /// Whether a correlation variable may have changed.
    pub correlation_changed: bool,
}

/// The variables of a session with those that all sessions share, and the code that speaks of them.
pub struct Store<'store> {
    /// The code.
    pub code: &'store Code,
    /// The session's own.
    pub variables: &'store mut Variables,
    /// `global`.
    pub global: &'store mut Value,
    /// What the handler around kept.
    pub frozen: &'store [Value],
    /// Makes identifiers.
    pub fresh: &'store mut dyn FnMut() -> Text,
}

/// A path whose parts are all known.
#[derive(Clone, Debug)]
pub struct Resolved {
    root: Root,
    index: Option<usize>,
    steps: SmallVec<[Step; 2]>,
}

#[derive(Clone, Debug)]
struct Step {
    key: Text,
    index: Option<usize>,
}

/// What a path stands for at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// One value: an alias is followed.
    Element,
    /// All of a vector: an element that is an alias stays.
    Vector,
    /// The place itself: an alias there stays.
    Place,
}

/// An alias that a path comes across: at which of its parts (0 is the root), and whether it stands for one element.
struct Met {
    at: usize,
    element: bool,
    link: Link,
}

impl Variables {
    /// No variable has a value.
    #[must_use]
    pub fn new(slots: usize) -> Self {
        Self {
            slots: vec![Vector::Empty; slots],
            ..Self::default()
        }
    }

    /// The variable of an output port is told where it leads to.
    pub fn bind_port(&mut self, slot: u32, location: &Text, protocol: Option<&str>) {
        let slot = slot as usize;
        if slot >= self.slots.len() {
            self.slots.resize(slot + 1, Vector::Empty);
        }
        let port = self.slots[slot].first_mut();
        port.set_child("location", location.clone());
        if let Some(protocol) = protocol {
            port.set_child("protocol", protocol);
        }
    }

    /// The value at a path of plain names, aliases left aside: a correlation variable.
    #[must_use]
    pub fn plain(&self, code: &Code, path: PathId) -> Option<Value> {
        let path = code.paths.get(path as usize)?;
        let Root::Slot(slot) = path.root else {
            return None;
        };
        let mut value = self.slots.get(slot as usize)?.first()?;
        for segment in &path.segments {
            let Key::Name(name) = &segment.key else {
                return None;
            };
            value = value.child(name)?;
        }
        Some(value.clone())
    }
}

impl Store<'_> {
    /// The root of a variable.
    pub fn root_of_slot(&mut self, slot: u32) -> Result<Basic, Fault> {
        match self.variables.slots.get(slot as usize) {
            Some(Vector::One(value)) if !matches!(value.basic, Basic::Link(_)) => {
                Ok(value.basic.clone())
            }
            None | Some(Vector::Empty) => Ok(Basic::Void),
            Some(_) => {
                let resolved = self.follow(slot_path(slot), Last::Element)?;
                Ok(self
                    .at(&resolved)
                    .map_or(Basic::Void, |value| value.basic.clone()))
            }
        }
    }

    /// The root of what is at a path.
    pub fn root(&mut self, path: PathId) -> Result<Basic, Fault> {
        let resolved = self.element(path)?;
        Ok(self
            .at(&resolved)
            .map_or(Basic::Void, |value| value.basic.clone()))
    }

    /// The tree at a path, with what its aliases stand for; void when there is nothing.
    pub fn tree(&mut self, path: PathId) -> Result<Value, Fault> {
        Ok(self.find(path)?.unwrap_or(Value::VOID))
    }

    /// The tree at a path, if there is one.
    pub fn find(&mut self, path: PathId) -> Result<Option<Value>, Fault> {
        let resolved = self.element(path)?;
        let found = self.at(&resolved).cloned();
        found.map(|value| self.without_aliases(value)).transpose()
    }

    /// Whether there is something at a path.
    pub fn is_defined(&mut self, path: PathId) -> Result<bool, Fault> {
        let resolved = self.element(path)?;
        Ok(self.at(&resolved).is_some())
    }

    /// How many elements there are at a path.
    pub fn size(&mut self, path: PathId) -> Result<usize, Fault> {
        let resolved = self.all(path)?;
        Ok(self.vector_at(&resolved).map_or(0, Vector::len))
    }

    /// The names of the children at a path, in the order in which a program sees them.
    pub fn names(&mut self, path: PathId) -> Result<Vec<Text>, Fault> {
        let resolved = self.element(path)?;
        let value = self.at(&resolved);
        let children = value.map(Value::ordered_children).unwrap_or_default();
        Ok(children.into_iter().map(|(name, _)| name.clone()).collect())
    }

    /// The value at a path, made when it is not there.
    pub fn change(&mut self, path: PathId) -> Result<&mut Value, Fault> {
        let resolved = self.element(path)?;
        Ok(self.at_mut(&resolved))
    }

    /// The value of a variable, made when it is not there.
    pub fn change_slot(&mut self, slot: u32) -> Result<&mut Value, Fault> {
        let plain = match self.variables.slots.get(slot as usize) {
            Some(Vector::One(value)) => !matches!(value.basic, Basic::Link(_)),
            Some(Vector::Empty) => true,
            _ => false,
        };
        let resolved = if plain {
            slot_path(slot)
        } else {
            self.follow(slot_path(slot), Last::Element)?
        };
        Ok(self.at_mut(&resolved))
    }

    /// Copies all elements at one path over those at another.
    pub fn copy_vector(&mut self, to: PathId, from: PathId) -> Result<(), Fault> {
        let elements = self.elements(from)?;
        let to = self.all(to)?;
        self.vector_at_mut(&to).deep_copy(elements);
        Ok(())
    }

    /// Copies all elements at a path to one of an inline tree.
    pub fn copy_into_tree(
        &mut self,
        tree: &mut Value,
        to: PathId,
        from: PathId,
    ) -> Result<(), Fault> {
        let elements = self.elements(from)?;
        let to = self.resolve(to)?;
        if let Some((last, before)) = to.steps.split_last() {
            descend(tree, before)
                .vector_mut(&last.key)
                .deep_copy(elements);
        }
        Ok(())
    }

    /// The tree at a path, with what its aliases stand for; what is copied is made when it is not there.
    pub fn made(&mut self, path: PathId) -> Result<Value, Fault> {
        let path = self.element(path)?;
        let value = self.at_mut(&path).clone();
        self.without_aliases(value)
    }

    /// All elements at a path, with what their aliases stand for; the vector is made when it is not there.
    fn elements(&mut self, path: PathId) -> Result<Vector, Fault> {
        let path = self.all(path)?;
        let elements = self.vector_at_mut(&path).clone();
        if !self.variables.aliased {
            return Ok(elements);
        }
        let values = elements.iter().cloned();
        values.map(|value| self.without_aliases(value)).collect()
    }

    /// Makes a path an alias of another, or of one element of it.
    ///
    /// What stands for one element is an element itself: `x -> a[ 1 ]` is `x[ 0 ] -> a[ 1 ]`.
    pub fn alias(
        &mut self,
        path: PathId,
        target: PathId,
        element: Option<u32>,
    ) -> Result<(), Fault> {
        let link = Link {
            path: target,
            element,
        };
        let mut place = self.resolve(path)?;
        let known = self.code.paths.get(target as usize);
        if (element.is_some() || known.is_some_and(Path::is_element)) && last(&place).is_none() {
            set_last(&mut place, Some(0));
        }
        let place = self.follow(place, Last::Place)?;
        self.variables.aliased = true;
        self.variables.nested |= !place.steps.is_empty();
        let vector = self.vector_at_mut(&place);
        match last(&place) {
            None => *vector = Vector::Link(link),
            Some(index) => *vector.element(index) = Value::new(Basic::Link(link)),
        }
        Ok(())
    }

    /// Puts all elements of a variable in their places.
    pub fn set_slot(&mut self, slot: u32, vector: Vector) {
        *self.slot_mut(slot) = vector;
    }

    /// Puts a value at one element of a path.
    pub fn put_element(&mut self, path: PathId, index: usize, value: Value) -> Result<(), Fault> {
        let all = self.all(path)?;
        *self.vector_at_mut(&all).element(index) = value;
        Ok(())
    }

    /// Takes away what is at a path.
    pub fn undefine(&mut self, path: PathId) -> Result<(), Fault> {
        let resolved = self.resolve(path)?;
        let mut place = self.follow(resolved, Last::Place)?;
        if self.vector_at(&place).is_none() {
            return Ok(());
        }
        if let Some(index) = last(&place) {
            self.vector_at_mut(&place).remove(index);
            return Ok(());
        }
        match (place.steps.pop(), place.root) {
            (Some(last), _) if place.steps.is_empty() && place.root == Root::Global => {
                self.global.remove(&last.key);
            }
            (Some(last), _) => self.at_mut(&place).remove(&last.key),
            (None, Root::Slot(slot)) => {
                if let Some(vector) = self.variables.slots.get_mut(slot as usize) {
                    *vector = Vector::Empty;
                }
            }
            (None, Root::Global) => self.global.clear_children(),
            (None, Root::Tree) => {}
        }
        Ok(())
    }

    /// A place of an inline tree, made when it is not there.
    pub fn in_tree<'tree>(
        &mut self,
        path: PathId,
        tree: &'tree mut Value,
    ) -> Result<&'tree mut Value, Fault> {
        let resolved = self.resolve(path)?;
        Ok(descend(tree, &resolved.steps))
    }

    /// Where the variable of an output port says that it leads to.
    pub fn location(&mut self, slot: u32) -> Option<Text> {
        self.port(slot)?.child("location")?.as_string_strict()
    }

    /// The variable of an output port: `location` and `protocol`.
    pub fn port(&mut self, slot: u32) -> Option<Value> {
        let resolved = self.follow(slot_path(slot), Last::Element).ok()?;
        self.at(&resolved).cloned()
    }

    /// The variable of a scope gets what a fault carries, and its name where the handler is told it.
    pub fn tell_fault(&mut self, slot: u32, fault: &Fault, named: bool) {
        let Some(vector) = self.variables.slots.get_mut(slot as usize) else {
            return;
        };
        let variable = vector.first_mut();
        variable
            .vector_mut(&fault.name)
            .first_mut()
            .clone_from(&fault.value);
        if named {
            variable.child_mut("default").basic = Basic::String(fault.name.clone());
        }
    }

    fn element(&mut self, path: PathId) -> Result<Resolved, Fault> {
        let resolved = self.resolve(path)?;
        self.follow(resolved, Last::Element)
    }

    fn all(&mut self, path: PathId) -> Result<Resolved, Fault> {
        let mut resolved = self.resolve(path)?;
        // `#a[ 1 ]` counts the elements of `a`: the last index is not looked at.
        match resolved.steps.last_mut() {
            Some(step) => step.index = None,
            None => resolved.index = None,
        }
        self.follow(resolved, Last::Vector)
    }

    /// Works out the indices and names of a path.
    fn resolve(&mut self, id: PathId) -> Result<Resolved, Fault> {
        let code = self.code;
        let Some(path) = code.paths.get(id as usize) else {
            return Ok(slot_path(0));
        };
        let index = path.index.map(|index| self.index(index)).transpose()?;
        let mut steps = SmallVec::new();
        for segment in &path.segments {
            let key = match &segment.key {
                Key::Name(name) => name.clone(),
                Key::Computed(place) => evaluate(self, *place)?.as_string(),
            };
            let index = segment.index.map(|index| self.index(index)).transpose()?;
            steps.push(Step { key, index });
        }
        Ok(Resolved {
            root: path.root,
            index,
            steps,
        })
    }

    fn index(&mut self, index: Index) -> Result<usize, Fault> {
        let number = match index {
            Index::Constant(number) => number,
            Index::Slot(slot) => match self.root_of_slot(slot)? {
                Basic::Int(number) => number,
                other => Value::new(other).as_int(),
            },
            Index::Computed(place) => evaluate(self, place)?.as_int(),
        };
        match usize::try_from(number) {
            Ok(index) if index_fits(number) => Ok(index),
            _ => Err(Fault::new(
                "IndexOutOfBoundsException",
                format!("an index of {number}"),
            )),
        }
    }

    /// Replaces aliases by what they stand for, until there are none on the way.
    fn follow(&mut self, mut resolved: Resolved, last: Last) -> Result<Resolved, Fault> {
        if !self.variables.aliased {
            return Ok(resolved);
        }
        let mut name = None;
        for _ in 0..LONGEST_CHAIN {
            let Some(met) = self.first_alias(&resolved, last) else {
                return Ok(resolved);
            };
            resolved = self.replaced(resolved, &met)?;
            if name.is_none() {
                name = Some(self.name(&resolved));
            }
        }
        let name = name.unwrap_or_default();
        Err(Fault::new(
            "AliasAccessException",
            format!("Found a loop when accessing an alias pointing to path: {name}"),
        ))
    }

    fn name(&self, resolved: &Resolved) -> String {
        let root = match resolved.root {
            Root::Slot(slot) => self
                .code
                .slots
                .get(slot as usize)
                .map_or("", |name| name.as_str()),
            Root::Global => "global",
            Root::Tree => "",
        };
        let steps = resolved.steps.iter().map(|step| step.key.as_str());
        std::iter::once(root)
            .chain(steps)
            .collect::<Vec<_>>()
            .join(".")
    }

    fn first_alias(&self, resolved: &Resolved, last: Last) -> Option<Met> {
        let parts = resolved.steps.len();
        let mut value: &Value = match resolved.root {
            Root::Tree => return None,
            Root::Global => self.global,
            Root::Slot(slot) => {
                let vector = self.variables.slots.get(slot as usize)?;
                match part(vector, 0, resolved.index, last, parts == 0) {
                    Ok(value) => value?,
                    Err(met) => return Some(met),
                }
            }
        };
        for (at, step) in resolved.steps.iter().enumerate() {
            let vector = value.vector(&step.key)?;
            match part(vector, at + 1, step.index, last, at + 1 == parts) {
                Ok(next) => value = next?,
                Err(met) => return Some(met),
            }
        }
        None
    }

    fn replaced(&mut self, resolved: Resolved, met: &Met) -> Result<Resolved, Fault> {
        let mut base = self.resolve(met.link.path)?;
        if let Some(element) = met.link.element {
            set_last(&mut base, Some(element as usize));
        }
        let index = match met.at {
            0 => resolved.index,
            at => resolved.steps.get(at - 1).and_then(|step| step.index),
        };
        if !met.element {
            let known = last(&base);
            if known.is_none() || index.is_some_and(|index| index > 0) {
                set_last(&mut base, index);
            }
        }
        base.steps.extend(resolved.steps.into_iter().skip(met.at));
        Ok(base)
    }

    fn vector_at(&self, resolved: &Resolved) -> Option<&Vector> {
        let Some((last, before)) = resolved.steps.split_last() else {
            return match resolved.root {
                Root::Slot(slot) => self.variables.slots.get(slot as usize),
                Root::Global | Root::Tree => None,
            };
        };
        let mut value = match resolved.root {
            Root::Slot(slot) => {
                let vector = self.variables.slots.get(slot as usize)?;
                vector.get(resolved.index.unwrap_or(0))?
            }
            Root::Global => &*self.global,
            Root::Tree => return None,
        };
        for step in before {
            value = value.vector(&step.key)?.get(step.index.unwrap_or(0))?;
        }
        value.vector(&last.key)
    }

    fn at(&self, resolved: &Resolved) -> Option<&Value> {
        match (resolved.root, resolved.steps.last()) {
            (Root::Global, None) => Some(self.global),
            (_, Some(last)) => self.vector_at(resolved)?.get(last.index.unwrap_or(0)),
            (_, None) => self.vector_at(resolved)?.get(resolved.index.unwrap_or(0)),
        }
    }

    fn base_mut(&mut self, root: Root, index: Option<usize>) -> &mut Value {
        match root {
            Root::Slot(slot) => self.slot_mut(slot).element(index.unwrap_or(0)),
            Root::Global | Root::Tree => self.global,
        }
    }

    fn slot_mut(&mut self, slot: u32) -> &mut Vector {
        self.variables.correlation_changed |= slot == self.code.correlation;
        let slots = &mut self.variables.slots;
        let slot = slot as usize;
        if slot >= slots.len() {
            slots.resize(slot + 1, Vector::Empty);
        }
        &mut slots[slot]
    }

    fn vector_at_mut(&mut self, resolved: &Resolved) -> &mut Vector {
        match (resolved.steps.split_last(), resolved.root) {
            (None, Root::Slot(slot)) => self.slot_mut(slot),
            (None, _) => self.global.vector_mut(""),
            (Some((last, before)), root) => {
                let base = self.base_mut(root, resolved.index);
                descend(base, before).vector_mut(&last.key)
            }
        }
    }

    fn at_mut(&mut self, resolved: &Resolved) -> &mut Value {
        descend(
            self.base_mut(resolved.root, resolved.index),
            &resolved.steps,
        )
    }

    /// A tree with what its aliases stand for.
    fn without_aliases(&mut self, value: Value) -> Result<Value, Fault> {
        let alias = matches!(value.basic, Basic::Link(_));
        if alias || self.variables.nested && has_alias(&value) {
            return self.copied(&value, 0);
        }
        Ok(value)
    }

    fn copied(&mut self, value: &Value, depth: usize) -> Result<Value, Fault> {
        if depth > LONGEST_CHAIN {
            return Err(Fault::new(
                "AliasAccessException",
                "a tree that holds itself",
            ));
        }
        let mut copy = Value::new(value.basic.clone());
        if let Basic::Link(link) = value.basic {
            let resolved = self.linked(link, Last::Element)?;
            let found = self.at(&resolved).cloned().unwrap_or(Value::VOID);
            return self.copied(&found, depth + 1);
        }
        for (name, vector) in value.children() {
            let elements = match vector {
                Vector::Link(link) => {
                    let resolved = self.linked(*link, Last::Vector)?;
                    if last(&resolved).is_some() {
                        self.at(&resolved).cloned().into_iter().collect()
                    } else {
                        self.vector_at(&resolved).cloned().unwrap_or_default()
                    }
                }
                vector => vector.clone(),
            };
            let mut copies = Vec::with_capacity(elements.len());
            for element in elements.iter() {
                copies.push(self.copied(element, depth + 1)?);
            }
            *copy.vector_mut(name) = copies.into();
        }
        Ok(copy)
    }

    fn linked(&mut self, link: Link, last: Last) -> Result<Resolved, Fault> {
        let mut resolved = self.resolve(link.path)?;
        if let Some(element) = link.element {
            set_last(&mut resolved, Some(element as usize));
        }
        self.follow(resolved, last)
    }
}

/// One part of a path: the value there, nothing, or the alias that is in the way.
fn part(
    vector: &Vector,
    at: usize,
    index: Option<usize>,
    last: Last,
    is_last: bool,
) -> Result<Option<&Value>, Met> {
    if let Vector::Link(link) = vector {
        if is_last && last == Last::Place && index.is_none() {
            return Ok(None);
        }
        return Err(Met {
            at,
            element: false,
            link: *link,
        });
    }
    if is_last && last != Last::Element {
        return Ok(None);
    }
    match vector.get(index.unwrap_or(0)) {
        Some(Value {
            basic: Basic::Link(link),
            ..
        }) => Err(Met {
            at,
            element: true,
            link: *link,
        }),
        value => Ok(value),
    }
}

fn slot_path(slot: u32) -> Resolved {
    Resolved {
        root: Root::Slot(slot),
        index: None,
        steps: SmallVec::new(),
    }
}

/// The index at the end of a path.
fn last(resolved: &Resolved) -> Option<usize> {
    match resolved.steps.last() {
        Some(step) => step.index,
        None => resolved.index,
    }
}

fn set_last(resolved: &mut Resolved, index: Option<usize>) {
    match resolved.steps.last_mut() {
        Some(step) => step.index = index,
        None => resolved.index = index,
    }
}

fn descend<'value>(mut value: &'value mut Value, steps: &[Step]) -> &'value mut Value {
    for step in steps {
        value = value.vector_mut(&step.key).element(step.index.unwrap_or(0));
    }
    value
}

fn has_alias(value: &Value) -> bool {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if matches!(value.basic, Basic::Link(_)) {
            return true;
        }
        for (_, vector) in value.children() {
            if matches!(vector, Vector::Link(_)) {
                return true;
            }
            open.extend(vector.iter());
        }
    }
    false
}
