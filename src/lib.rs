//! Quadrille finds where the communication of services written in Jolie does not fit, before they run.
//!
//! The folders are the pipeline. A module uses only those above it in this list (a test reads the `use` lines):
//! [`base`], [`verdict`], [`solve`], [`syntax`], [`automata`], [`explore`], [`protocol`], [`program`], [`system`], [`flow`],
//! [`extract`], [`check`], [`interpreter`], [`report`], [`cli`].

pub mod automata;
pub mod base;
pub mod check;
pub mod cli;
pub mod explore;
pub mod extract;
pub mod flow;
pub mod interpreter;
pub mod program;
pub mod protocol;
pub mod report;
pub mod solve;
pub mod syntax;
pub mod system;
pub mod verdict;
