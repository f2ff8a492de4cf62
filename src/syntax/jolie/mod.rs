//! Jolie 1.13.5: `grammar/jolie.pest` and what is made of it.
//!
//! In comes the text of one file; out come a [`tree::File`] with spans and every located error found on the way.
//! Includes, imports and constants are not followed here: that is the work of `program`.

mod build;
mod message;
mod nest;
mod parse;
pub mod print;
mod scan;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod walk;
pub mod writes;

pub use parse::parse;
pub use scan::LEVELS;
