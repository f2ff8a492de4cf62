//! Automata and graphs: protocols and what each role does in them, behaviours of services, networks of them, and who
//! talks to whom.

pub mod communication;
pub mod cycles;
pub mod global;
pub mod label;
pub mod local;
pub mod network;
pub mod waits;
