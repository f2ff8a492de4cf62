//! Copies (`<<`): what is copied to is made first, children that are aliases are written through, and what is read
//! through an alias is there afterwards (`Value.deepCopy` of Jolie).

use super::{LONGEST_CHAIN, Last, Resolved, Step, Store, descend, set_last};
use crate::interpreter::code::{Path, PathId};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Link, Text, Value, Vector};

impl Store<'_> {
    /// Copies what is at one path over what is at another: all elements, or one where a path names one.
    ///
    /// What is copied to is made first, then what is copied from.
    pub fn copy(&mut self, to: PathId, from: PathId) -> Result<(), Fault> {
        let names_one = |path: PathId| {
            let path = self.code.paths.get(path as usize);
            path.is_some_and(Path::is_element)
        };
        if names_one(to) || names_one(from) {
            let place = self.resolve_made(to)?;
            let place = self.follow(place, Last::Element)?;
            self.at_mut(&place);
            let from = self.resolve_made(from)?;
            let from = self.follow(from, Last::Element)?;
            return self.copy_element(&place, &from);
        }
        let place = self.whole_made(to)?;
        let mut place = self.follow(place, Last::Vector)?;
        self.vector_at_mut(&place);
        let from = self.whole_made(from)?;
        let mut from = self.follow(from, Last::Vector)?;
        if !self.variables.aliased && !place.overlaps(&from) {
            let elements = match self.vector_at(&from) {
                Some(elements) => elements.clone(),
                None => self.vector_at_mut(&from).clone(),
            };
            self.vector_at_mut(&place).deep_copy(elements);
            return Ok(());
        }
        self.vector_at_mut(&from);
        let mut index = 0;
        while index < self.vector_at(&from).map_or(0, Vector::len) {
            set_last(&mut place, Some(index));
            let element = self.follow(place.clone(), Last::Element)?;
            self.at_mut(&element);
            set_last(&mut from, Some(index));
            let source = self.follow(from.clone(), Last::Element)?;
            self.copy_element(&element, &source)?;
            index += 1;
        }
        Ok(())
    }

    /// Copies one tree over another.
    pub(super) fn copy_element(&mut self, to: &Resolved, from: &Resolved) -> Result<(), Fault> {
        if to.overlaps(from) {
            return self.copy_within(to, from);
        }
        let value = match self.at(from) {
            Some(value) => value.clone(),
            None => self.at_mut(from).clone(),
        };
        let value = self.without_aliases(value)?;
        self.overlay(to, value)
    }

    /// Copies one tree over another where one may hold the other: child by child, each as it is by then.
    pub(super) fn copy_within(&mut self, to: &Resolved, from: &Resolved) -> Result<(), Fault> {
        let source = self.at_mut(from).clone();
        self.at_mut(to).basic = source.basic.clone();
        for (name, vector) in source.ordered_children() {
            let mut child = from.clone();
            let mut copy = to.clone();
            for path in [&mut child, &mut copy] {
                path.steps.push(Step {
                    key: name.clone(),
                    index: None,
                });
            }
            let child = self.follow(child, Last::Vector)?;
            let copy = self.follow(copy, Last::Vector)?;
            let count = match vector {
                Vector::Link(_) => self.vector_at_mut(&child).len(),
                vector => vector.len(),
            };
            self.vector_at_mut(&copy);
            for index in 0..count {
                let value = self.vector_at(&child).and_then(|vector| vector.get(index));
                let value = value.cloned().unwrap_or_default();
                let value = self.without_aliases(value)?;
                *self.vector_at_mut(&copy).element(index) = value;
            }
        }
        Ok(())
    }

    /// Copies a tree over what is at a path.
    pub fn copy_tree(&mut self, path: PathId, value: Value) -> Result<(), Fault> {
        let place = self.resolve_made(path)?;
        let place = self.follow(place, Last::Element)?;
        self.overlay(&place, value)
    }

    /// Copies a tree over another one. A child there that is an alias is written through.
    pub(super) fn overlay(&mut self, place: &Resolved, mut value: Value) -> Result<(), Fault> {
        if self.variables.nested {
            let there = self.at(place).into_iter().flat_map(Value::children);
            let aliases = there.filter_map(|(name, vector)| match vector {
                Vector::Link(link) => Some((name.clone(), *link)),
                _ => None,
            });
            let aliases: Vec<(Text, Link)> = aliases.collect();
            for (name, link) in aliases {
                let Some(elements) = value.vector(&name).cloned() else {
                    continue;
                };
                value.remove(&name);
                let target = self.linked(link, Last::Vector)?;
                let vector = self.vector_at_mut(&target);
                for (index, element) in elements.iter().enumerate() {
                    vector.element(index).clone_from(element);
                }
            }
        }
        self.at_mut(place).deep_copy(&value);
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
        let path = self.resolve_made(path)?;
        let path = self.follow(path, Last::Element)?;
        let value = match self.at(&path) {
            Some(value) => value.clone(),
            None => self.at_mut(&path).clone(),
        };
        self.without_aliases(value)
    }

    /// All elements at a path, with what their aliases stand for; the vector is made when it is not there.
    pub(super) fn elements(&mut self, path: PathId) -> Result<Vector, Fault> {
        let path = self.whole_made(path)?;
        let path = self.follow(path, Last::Vector)?;
        let elements = match self.vector_at(&path) {
            Some(elements) => elements.clone(),
            None => self.vector_at_mut(&path).clone(),
        };
        if !self.variables.aliased {
            return Ok(elements);
        }
        let values = elements.iter().cloned();
        values.map(|value| self.without_aliases(value)).collect()
    }

    /// A tree with what its aliases stand for.
    pub(super) fn without_aliases(&mut self, value: Value) -> Result<Value, Fault> {
        let alias = matches!(value.basic, Basic::Link(_));
        if alias || self.variables.nested && has_alias(&value) {
            return self.copied(&value, 0);
        }
        Ok(value)
    }

    pub(super) fn copied(&mut self, value: &Value, depth: usize) -> Result<Value, Fault> {
        if depth > LONGEST_CHAIN {
            return Err(Fault::new(
                "AliasAccessException",
                "a tree that holds itself",
            ));
        }
        let mut copy = Value::new(value.basic.clone());
        if let Basic::Link(link) = value.basic {
            let resolved = self.linked(link, Last::Element)?;
            let found = self.at(&resolved).cloned();
            let found = found.unwrap_or_else(|| self.at_mut(&resolved).clone());
            return self.copied(&found, depth + 1);
        }
        for (name, vector) in value.children() {
            let elements = match vector {
                Vector::Link(link) => {
                    let resolved = self.linked(*link, Last::Vector)?;
                    let found = self.vector_at(&resolved).cloned();
                    found.unwrap_or_else(|| self.vector_at_mut(&resolved).clone())
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
