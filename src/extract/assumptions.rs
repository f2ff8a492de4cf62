//! What extraction does not follow, and what it assumes instead.

use super::compiler::Compiler;
use crate::automata::network::Behaviour;
use crate::syntax::jolie::tree::Identifier;

impl Compiler<'_> {
    pub fn assume_of_service(&mut self) {}
    pub fn assume_of_call(&mut self, _operation: Identifier, _port: Identifier) {}
    pub fn assume_of_locations(&mut self, _behaviour: &Behaviour) {}
}
