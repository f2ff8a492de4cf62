//! Binary session types, as the tools of Bravetti, Carbone, Lange, Yoshida and Zavattaro read them:
//! `grammar/binary.pest` and what is made of it.
//!
//! In comes the text of one type; out comes a [`tree::Session`], or the first error. What is no session type is an error
//! here as well: a variable that is not bound, a branch that does not begin with a message, a choice that both sends and
//! receives, a message that is in it twice.

mod build;
mod parse;
pub mod print;
#[cfg(test)]
mod tests;
pub mod tree;

pub use parse::{LEVELS, parse};
