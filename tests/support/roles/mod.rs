//! Sessions made at random with a service for each role: sessions as text (`session`), services made of what a role does
//! (`service`), as Jolie (`print`), with one thing changed (`mutate`), and what they do by a definition of its own (`steps`).

pub mod mutate;
pub mod print;
pub mod service;
pub mod session;
pub mod steps;

/// Choices made beforehand: what is taken when there are no more is zero, so that a shorter tape makes something smaller.
pub struct Tape<'t> {
    rest: std::slice::Iter<'t, u8>,
}

impl<'t> Tape<'t> {
    /// These choices.
    pub fn new(choices: &'t [u8]) -> Self {
        Self {
            rest: choices.iter(),
        }
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        let next = self.rest.next().copied().unwrap_or_default();
        usize::from(next) % bound.max(1)
    }

    /// Whether nothing is left.
    pub fn is_over(&self) -> bool {
        self.rest.len() == 0
    }
}
