//! What the checks of a service must know beyond the program: the behaviours in Jolie's order of reading.
//!
//! Jolie reads the declarations of a service from the first to the last, and a behaviour sees only the output ports and
//! definitions that stand before it; `init` and `main` come last.

use crate::base::Span;
use crate::syntax::jolie::tree::Process;
use std::sync::Arc;

/// Where a behaviour stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// In `define`.
    Define,
    /// In `init`.
    Init,
    /// In `main`.
    Main,
    /// In a branch of a courier, for request-response operations or not.
    Courier {
        /// Whether the branch answers.
        request_response: bool,
    },
}

/// A behaviour of a service.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Where it stands.
    pub(super) place: Place,
    /// What it does.
    pub(super) process: Arc<Process>,
    /// How many output ports stand before it.
    pub(super) outputs: usize,
    /// How many definitions stand before it, itself included.
    pub(super) definitions: usize,
}

/// What is known of a service beyond the program.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Its behaviours.
    pub(super) bodies: Vec<Body>,
    /// Where its mode of execution is declared.
    pub(super) execution: Option<Span>,
}
