//! The variables of a session: paths are followed here, aliases included.
//!
//! In come a path and the code that it belongs to; out come places. Reading makes nothing; writing makes what is not
//! there, as `VariablePath.getValue` does. An alias is followed when it is met, by the path that it was made with and
//! the variables of that moment; where no alias was ever made nothing is looked for.

mod copy;
mod follow;
mod plain;

use crate::interpreter::code::{Code, Key, Path, PathId, Root};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Link, Text, Value, Vector};
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
    /// Whether something in it was ever made an alias, by whichever session.
    pub global_aliased: &'store mut bool,
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
    /// Whether there is one: an element that is an alias is one.
    Defined,
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

    /// These variables beside a `global` in which there may be aliases, or not.
    pub fn beside(&mut self, aliases: bool) -> &mut Self {
        self.aliased |= aliases;
        self.nested |= aliases;
        self
    }

    /// The variable of an output port is told where it leads to, and what is spoken there.
    pub fn bind_port(&mut self, slot: u32, location: Option<&Text>, protocol: Option<Value>) {
        if location.is_none() && protocol.is_none() {
            return;
        }
        let slot = slot as usize;
        if slot >= self.slots.len() {
            self.slots.resize(slot + 1, Vector::Empty);
        }
        let port = self.slots[slot].first_mut();
        if let Some(location) = location {
            port.set_child("location", location.clone());
        }
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

impl Resolved {
    /// Whether one of two paths may lead to what is inside of the other.
    fn overlaps(&self, other: &Self) -> bool {
        let mut steps = self.steps.iter().zip(&other.steps);
        self.root == other.root && steps.all(|(one, other)| one.key == other.key)
    }

    /// The index of one of its parts; the root is part 0.
    fn index_at(&self, part: usize) -> Option<usize> {
        match part {
            0 => self.index,
            part => self.steps.get(part - 1)?.index,
        }
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
                let resolved = self.read(slot_path(slot), Last::Element)?;
                Ok(self
                    .at(&resolved)
                    .map_or(Basic::Void, |value| value.basic.clone()))
            }
        }
    }

    /// The root of what is at a path.
    pub fn root(&mut self, path: PathId) -> Result<Basic, Fault> {
        if let Some(found) = self.plainly(path) {
            return Ok(found.map_or(Basic::Void, |value| value.basic.clone()));
        }
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
        let resolved = self.resolve(path)?;
        let resolved = self.read(resolved, Last::Defined)?;
        Ok(self.at(&resolved).is_some())
    }

    /// How many elements there are at a path.
    pub fn size(&mut self, path: PathId) -> Result<usize, Fault> {
        let resolved = self.whole(path)?;
        let resolved = self.read(resolved, Last::Vector)?;
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
        if let Some(known) = self.code.paths.get(path as usize)
            && let Some(indices) = self.plain_indices(known)
        {
            return Ok(self.plainly_made(known, &indices));
        }
        let resolved = self.resolve_made(path)?;
        let resolved = self.follow(resolved, Last::Element)?;
        Ok(self.at_mut(&resolved))
    }

    /// Puts a message at a path: an element that is an alias is replaced, a vector that is one is written through.
    pub fn bind(&mut self, path: PathId, value: Value) -> Result<(), Fault> {
        let resolved = self.resolve_made(path)?;
        let place = self.follow(resolved, Last::Vector)?;
        let index = last(&place).unwrap_or(0);
        *self.vector_at_mut(&place).element(index) = value;
        Ok(())
    }

    /// The value of a variable, made when it is not there.
    pub fn change_slot(&mut self, slot: u32) -> Result<&mut Value, Fault> {
        if !self.variables.aliased {
            return Ok(self.slot_mut(slot).first_mut());
        }
        let resolved = self.follow(slot_path(slot), Last::Element)?;
        Ok(self.at_mut(&resolved))
    }

    /// Makes a path an alias of another, or of one element of it.
    ///
    /// What stands for one element is an element itself: `x -> a[ 1 ]` is `x[ 0 ] -> a[ 1 ]`, and the other way round
    /// `x[ 1 ] -> a` is `x[ 1 ] -> a[ 0 ]`.
    pub fn alias(
        &mut self,
        path: PathId,
        target: PathId,
        element: Option<u32>,
    ) -> Result<(), Fault> {
        let mut link = Link {
            path: target,
            element,
        };
        let mut place = self.resolve_made(path)?;
        let known = self.code.paths.get(target as usize);
        if element.is_some() || known.is_some_and(Path::is_element) {
            if last(&place).is_none() {
                set_last(&mut place, Some(0));
            }
        } else if last(&place).is_some() {
            link.element = Some(0);
        }
        let place = self.follow(place, Last::Place)?;
        self.variables.aliased = true;
        self.variables.nested |= !place.steps.is_empty();
        *self.global_aliased |= place.root == Root::Global;
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
        let all = self.whole_made(path)?;
        let all = self.follow(all, Last::Vector)?;
        *self.vector_at_mut(&all).element(index) = value;
        Ok(())
    }

    /// Takes away what is at a path; where a vector on the way there is empty, that vector.
    pub fn undefine(&mut self, path: PathId) -> Result<(), Fault> {
        let mut resolved = self.resolve(path)?;
        let first = usize::from(resolved.root == Root::Global);
        for parts in first..=resolved.steps.len() {
            let mut before = resolved.clone();
            before.steps.truncate(parts);
            set_last(&mut before, None);
            match self.count(&before)? {
                None => return Ok(()),
                Some(0) => {
                    resolved = before;
                    break;
                }
                Some(_) => {}
            }
        }
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

    /// How many elements a vector has, which may be an alias; nothing when there is none.
    fn count(&mut self, vector: &Resolved) -> Result<Option<usize>, Fault> {
        let own = self.follow(vector.clone(), Last::Place)?;
        if self.vector_at(&own).is_none() {
            return Ok(None);
        }
        let elements = self.read(vector.clone(), Last::Vector)?;
        Ok(Some(self.vector_at(&elements).map_or(0, Vector::len)))
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
        let variable = self.at(&resolved).cloned()?;
        self.without_aliases(variable).ok()
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
        self.read(resolved, Last::Element)
    }

    /// The vector at a path that is written to.
    fn whole_made(&mut self, path: PathId) -> Result<Resolved, Fault> {
        let mut resolved = self.resolve_made(path)?;
        set_last(&mut resolved, None);
        Ok(resolved)
    }

    /// The vector at a path: `#a[ 1 ]` counts the elements of `a`, the last index is not looked at.
    fn whole(&mut self, path: PathId) -> Result<Resolved, Fault> {
        let mut resolved = self.resolve(path)?;
        set_last(&mut resolved, None);
        Ok(resolved)
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
