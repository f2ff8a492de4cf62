//! Automata and graphs: behaviours of roles, networks of them, and who talks to whom.

pub mod communication;
pub mod cycles;
pub mod network;
pub mod waits;
