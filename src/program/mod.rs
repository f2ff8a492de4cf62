//! From trees to programs: includes, imports, constants, names, ports and data types.
//!
//! In come paths; out comes a [`Program`]: every service with its ports and operations resolved to the types and
//! interfaces that they name, its behaviour still as trees, and the diagnostics of everything that Jolie itself
//! would refuse. The standard packages are declared in `standard/`.

mod archive;
pub mod binding;
pub mod communication;
mod constants;
pub mod contain;
mod extend;
mod facts;
mod find;
mod findings;
pub mod handlers;
mod import;
mod include;
mod interfaces;
pub mod load;
pub mod model;
mod module;
mod names;
mod parameter;
mod plan;
mod ports;
mod read;
mod rebound;
pub mod refinement;
mod resolve;
mod services;
pub mod similar;
pub mod standard;
pub mod starters;
#[cfg(test)]
mod tests;
mod types;
mod verify;

pub use load::{Loaded, Settings, load};
pub use model::*;
