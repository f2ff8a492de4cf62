//! A network as a transition system.
//!
//! In comes a `Network`; out come its states as rows of numbers and its steps as `Step`s. A row holds the numbers of
//! the instances' `Shared` parts, then those of the sessions by slot: whole parts are kept once (`Parts`), and what a
//! session can do by itself is worked out once for each pair of a session and what it shares. The rules of one session are
//! in `automata::network::step`; this module adds what lies between sessions: routing (`route`, by way of `goal`, `arrival`, `beginning`; and `rendezvous` where
//! nothing waits in queues), the environment (`environment`), the life of instances (`life`), and which steps can be
//! taken alone (`reduce`). As in `papers/semantics.md`, *Steps* and *Open systems*.

mod answer;
mod arrival;
mod beginning;
mod configuration;
mod environment;
mod goal;
mod life;
mod liveness;
mod local;
mod mishap;
mod parts;
mod reduce;
mod rendezvous;
mod route;
mod run;
mod step;
mod system;
mod tokens;

#[cfg(test)]
mod tests;

pub use configuration::{Configuration, View};
pub use mishap::{Mishaps, Timeouts};
pub use parts::MOST_SLOTS;
pub use run::{follow, run, shows};
pub use step::{Guessed, Move, MoveKind, Mover, Owner};
pub use system::{NetworkSystem, Settings};
