//! Protocols: what sessions mean, whether they can be implemented, what each role does, and which role can stand in for
//! which.
//!
//! In come trees of sessions ([`session`]) or protocols of other languages; [`Global`](crate::automata::global::Global)
//! is what they have in common. Out come local automata and verdicts.

pub mod difference;
pub mod implementable;
pub mod inference;
pub mod nuscr;
pub mod projection;
pub mod refinement;
pub mod scribble;
pub mod session;
pub mod sprout;
pub mod subtype;
pub mod symbolic;
pub mod written;
