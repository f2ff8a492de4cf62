//! Following paths: their indices and names are worked out, and aliases on the way are replaced by what they stand for.

use super::{LONGEST_CHAIN, Last, Met, Resolved, Step, Store, last, set_last, slot_path};
use crate::interpreter::code::{Index, Key, Path, PathId, Root};
use crate::interpreter::fault::Fault;
use crate::interpreter::machine::evaluate::evaluate;
use crate::interpreter::value::{Basic, Link, Value, Vector, index_fits};
use smallvec::SmallVec;

impl Store<'_> {
    /// Works out the indices and names of a path.
    pub(super) fn resolve(&mut self, id: PathId) -> Result<Resolved, Fault> {
        self.resolved(id, false)
    }

    /// Works out the indices and names of a path that is written to: what comes before an index is made before the
    /// index is worked out, which may count it.
    pub(super) fn resolve_made(&mut self, id: PathId) -> Result<Resolved, Fault> {
        let path = self.code.paths.get(id as usize);
        self.resolved(id, path.is_some_and(Path::computes))
    }

    pub(super) fn resolved(&mut self, id: PathId, makes: bool) -> Result<Resolved, Fault> {
        let code = self.code;
        let Some(path) = code.paths.get(id as usize) else {
            return Ok(slot_path(0));
        };
        let mut resolved = Resolved {
            root: path.root,
            index: path.index.map(|index| self.index(index)).transpose()?,
            steps: SmallVec::new(),
        };
        for segment in &path.segments {
            if makes {
                let place = self.follow(resolved.clone(), Last::Element)?;
                self.at_mut(&place);
            }
            let key = match &segment.key {
                Key::Name(name) => name.clone(),
                Key::Computed(place) => evaluate(self, *place)?.as_string(),
            };
            let index = segment.index.map(|index| self.index(index)).transpose()?;
            resolved.steps.push(Step { key, index });
        }
        Ok(resolved)
    }

    pub(super) fn index(&mut self, index: Index) -> Result<usize, Fault> {
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
    pub(super) fn follow(&mut self, resolved: Resolved, last: Last) -> Result<Resolved, Fault> {
        self.followed(resolved, last, false)
    }

    /// Follows a path that is read. Nothing on it is made, but what an alias stands for is, when the alias is met: all
    /// of it for an element, the vector for a vector that no index is asked of.
    pub(super) fn read(&mut self, resolved: Resolved, last: Last) -> Result<Resolved, Fault> {
        self.followed(resolved, last, true)
    }

    pub(super) fn followed(
        &mut self,
        mut resolved: Resolved,
        last: Last,
        reads: bool,
    ) -> Result<Resolved, Fault> {
        if !self.variables.aliased {
            return Ok(resolved);
        }
        let mut name = None;
        for _ in 0..LONGEST_CHAIN {
            let Some(met) = self.first_alias(&resolved, last) else {
                return Ok(resolved);
            };
            if reads {
                self.touch(&resolved, &met, last)?;
            }
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

    /// Makes what an alias stands for that is met while a path is read.
    pub(super) fn touch(
        &mut self,
        resolved: &Resolved,
        met: &Met,
        last: Last,
    ) -> Result<(), Fault> {
        let wanted = if met.element {
            Last::Element
        } else {
            let counted = last == Last::Vector && met.at == resolved.steps.len();
            if counted || resolved.index_at(met.at).is_some() {
                return Ok(());
            }
            Last::Vector
        };
        let target = self.linked(met.link, wanted)?;
        if wanted == Last::Element {
            if self.at(&target).is_none() {
                self.at_mut(&target);
            }
        } else if self.vector_at(&target).is_none() {
            self.vector_at_mut(&target);
        }
        Ok(())
    }

    pub(super) fn name(&self, resolved: &Resolved) -> String {
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

    pub(super) fn first_alias(&self, resolved: &Resolved, last: Last) -> Option<Met> {
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

    pub(super) fn replaced(&mut self, resolved: Resolved, met: &Met) -> Result<Resolved, Fault> {
        let mut base = self.resolve(met.link.path)?;
        if let Some(element) = met.link.element {
            set_last(&mut base, Some(element as usize));
        }
        let index = resolved.index_at(met.at);
        if !met.element {
            let known = last(&base);
            if known.is_none() || index.is_some_and(|index| index > 0) {
                set_last(&mut base, index);
            }
        }
        base.steps.extend(resolved.steps.into_iter().skip(met.at));
        Ok(base)
    }

    pub(super) fn linked(&mut self, link: Link, last: Last) -> Result<Resolved, Fault> {
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
