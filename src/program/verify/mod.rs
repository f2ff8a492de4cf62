//! What is left of Jolie's checks once everything is resolved: one rule, or one family, a file.

use super::resolve::Resolver;

pub(super) fn modules(_resolver: &mut Resolver) {}
pub(super) fn services(_resolver: &mut Resolver) {}
