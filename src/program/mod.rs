//! From trees to programs: includes, imports, constants, names, ports and data types.
//!
//! In come paths; out comes a [`Program`]: every service with its ports and operations resolved to the types and
//! interfaces that they name, its behaviour still as trees, and the diagnostics of everything that Jolie itself
//! would refuse. The standard packages are declared in `standard/`.

pub mod binding;
pub mod communication;
pub mod model;
pub mod standard;

pub use model::*;
