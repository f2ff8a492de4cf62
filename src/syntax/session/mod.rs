//! Sessions: `grammar/session.pest` and what is made of it.
//!
//! They are read by the parser of Jolie, since they stand among its declarations: a `.session` file is a file of Jolie
//! with nothing but sessions, types, imports and includes. What a session means is in `papers/sessions.md`; names are
//! not looked up here: that is the work of `protocol`.

pub(super) mod build;
pub mod plain;
pub mod print;
#[cfg(test)]
mod tests;
pub mod tree;
