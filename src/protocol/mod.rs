//! Protocols: what sessions mean, whether they can be implemented, and what each role does.
//!
//! In come trees of sessions ([`session`]) or protocols of other languages; [`Global`](crate::automata::global::Global)
//! is what they have in common. Out come local automata and verdicts.

pub mod implementable;
pub mod projection;
pub mod session;
