//! Conditions of an automaton as what languages write: comparisons of parts of messages by their names.
//!
//! A language names the parts of a message, and later steps speak of them by these names. So a register can be said that
//! changes only when a message brings its new value; the parts of that message are then called as their registers.

use super::Unsayable;
use crate::automata::global::{Datum, Edge, Global};
use crate::base::{Name, Span};
use crate::solve::term::{Formula, Relation, Term};

/// What can be said of an edge.
#[derive(Clone, Debug)]
pub(super) struct Said<'g> {
    /// The name of each part of the message that has one.
    pub(super) fields: Vec<Option<Name>>,
    /// What must be true, besides that registers take what the message brings.
    pub(super) parts: Vec<&'g Formula<Datum>>,
    /// The register that each field of the condition goes to.
    stored: Vec<(usize, usize)>,
}

impl<'g> Said<'g> {
    /// What can be said of an edge.
    pub(super) fn of(global: &'g Global, edge: &'g Edge) -> Result<Self, Unsayable> {
        let mut said = Self {
            fields: edge.payload.fields.iter().map(|field| field.name).collect(),
            parts: Vec::new(),
            stored: Vec::new(),
        };
        said.gather(&edge.condition);
        for index in 0..said.stored.len() {
            let Some((field, register)) = said.stored.get(index).copied() else {
                continue;
            };
            let name = global.registers.get(register).map(|register| register.name);
            let mut others = said.stored.iter();
            if others.any(|(other, known)| *other == field && *known != register) {
                return Err(unsayable(
                    edge,
                    "one part of this message is kept under two names",
                ));
            }
            // In Sprout a message has one part, which may be called otherwise than where it is kept.
            if let ([only], Some(name)) = (said.fields.as_mut_slice(), name) {
                let head = name.as_str().split('.').next().unwrap_or_default();
                if only.is_none_or(|known| known != head) {
                    *only = Some(name);
                }
            }
        }
        let mut changes = false;
        for part in &said.parts {
            part.variables(&mut |variable| changes |= matches!(variable, Datum::After(_)));
        }
        if changes {
            return Err(unsayable(
                edge,
                "this changes a register to what no message brings",
            ));
        }
        Ok(said)
    }

    fn gather(&mut self, formula: &'g Formula<Datum>) {
        match formula {
            Formula::Constant(true) => {}
            Formula::All(parts) => parts.iter().for_each(|part| self.gather(part)),
            Formula::Compare(
                Relation::Equal,
                Term::Variable(Datum::After(register)),
                Term::Variable(Datum::Field(field)),
            )
            | Formula::Compare(
                Relation::Equal,
                Term::Variable(Datum::Field(field)),
                Term::Variable(Datum::After(register)),
            ) => self.stored.push((*field, *register)),
            other => self.parts.push(other),
        }
    }

    /// What a condition calls a variable; `None` when nothing names it.
    pub(super) fn name(&self, global: &Global, variable: Datum) -> Option<Name> {
        let register = |register: usize| global.registers.get(register).map(|one| one.name);
        match variable {
            Datum::Before(index) | Datum::After(index) => register(index),
            Datum::Field(field) => {
                let mut stored = self.stored.iter();
                match stored.find(|(known, _)| *known == field) {
                    Some((_, index)) => register(*index),
                    None => self.fields.get(field).copied().flatten(),
                }
            }
        }
    }

    /// Whether a register is read before the message that changes it here.
    pub(super) fn hides(&self, formula: &Formula<Datum>) -> bool {
        let mut found = false;
        formula.variables(&mut |variable| {
            if let Datum::Before(index) = variable {
                found |= self.stored.iter().any(|(_, register)| register == index);
            }
        });
        found
    }
}

/// Whether a number stands for a text.
pub(super) fn is_text(number: i64) -> bool {
    number < i64::MIN / 2
}

/// Whether a formula is one that could not be read.
pub(super) fn is_unread(formula: &Formula<Datum>) -> bool {
    matches!(formula, Formula::Any(parts) if parts.as_slice() == [Formula::TRUE])
}

pub(super) fn unsayable(edge: &Edge, message: &str) -> Unsayable {
    Unsayable::new(edge.span, message)
}

/// Registers that have a value before any message brings one, where they are read.
pub(super) fn initial(global: &Global) -> Option<Unsayable> {
    let mut read: Vec<(usize, Span)> = Vec::new();
    for (_, edge) in global.all_edges() {
        edge.condition.variables(&mut |variable| {
            if let Datum::Before(index) = variable {
                read.push((*index, edge.span));
            }
        });
    }
    read.into_iter().find_map(|(index, span)| {
        let register = global.registers.get(index)?;
        let number = register.initial?;
        if !may_be_read_first(global, index) {
            return None;
        }
        let message = format!(
            "this may read `{}`, which is {number} before any message brings it",
            register.name
        );
        Some(Unsayable::new(span, message))
    })
}

/// Whether a register may be read before an edge has changed it.
fn may_be_read_first(global: &Global, register: usize) -> bool {
    let mut seen = vec![false; global.len()];
    let mut waiting = vec![global.start()];
    while let Some(state) = waiting.pop() {
        match seen.get_mut(state.index()) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        for edge in global.edges(state) {
            let (mut reads, mut writes) = (false, false);
            edge.condition.variables(&mut |variable| {
                reads |= *variable == Datum::Before(register);
                writes |= *variable == Datum::After(register);
            });
            if reads {
                return true;
            }
            if !writes {
                waiting.push(edge.target);
            }
        }
    }
    false
}
