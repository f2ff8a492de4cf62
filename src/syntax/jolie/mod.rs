//! Jolie 1.13.5: `grammar/jolie.pest` and what is made of it; with the sessions of [`super::session`] among its
//! declarations.
//!
//! In comes the text of one file; out come a [`tree::File`] with spans and every located error found on the way.
//! Includes, imports and constants are not followed here: that is the work of `program`.

pub(super) mod build;
mod message;
mod nest;
pub(super) mod parse;
pub mod print;
mod scan;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod walk;
pub mod writes;

pub use parse::parse;
pub use scan::LEVELS;
