//! Where values leave a session: in comes a service, out come its sites, each with what may be there.

use super::Shape;
use super::run::Run;
use crate::base::{Name, Span};
use crate::program::{Program, ServiceId};
use crate::syntax::jolie::tree::{Identifier, Path, Receive};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::Arc;

/// A place that is met in more ways than this is joined with itself.
const WAYS: usize = 8;

/// How a value leaves.
#[derive(Clone, Copy, Debug)]
pub enum Leaves<'p> {
    /// As a message.
    Request {
        /// To this port.
        port: Identifier,
        /// For this operation.
        operation: Identifier,
    },
    /// As the answer to a request.
    Answer(&'p Receive),
    /// With a fault that leaves the body of a request-response input.
    Fault {
        /// The fault.
        fault: Identifier,
        /// The operation of the input.
        operation: Name,
    },
    /// Not at all: it is put into a correlation variable, by which messages find the session.
    Correlation(&'p Path),
}

/// A place where a value leaves a session.
#[derive(Clone, Debug)]
pub struct Site<'p> {
    /// How.
    pub leaves: Leaves<'p>,
    /// The step.
    pub span: Span,
    /// The value, where one is written.
    pub value: Option<Span>,
    /// What may be there, each time that the place is met.
    pub shapes: Vec<Arc<Shape>>,
    /// Whether a scope around waits for `TypeMismatch` by name.
    pub expected: bool,
}

/// The sites that were met.
#[derive(Default)]
pub(super) struct Sites<'p> {
    found: IndexMap<(Span, Name), Site<'p>, FxBuildHasher>,
}

impl<'p> Sites<'p> {
    /// Meets a site.
    pub fn add(
        &mut self,
        leaves: Leaves<'p>,
        span: Span,
        value: Option<Span>,
        shape: Arc<Shape>,
        expected: bool,
    ) {
        let operation = match leaves {
            Leaves::Request { operation, .. } => operation.name,
            Leaves::Answer(receive) => receive.operation.name,
            Leaves::Fault { operation, .. } => operation,
            Leaves::Correlation(_) => Name::from("csets"),
        };
        let site = self.found.entry((span, operation)).or_insert_with(|| Site {
            leaves,
            span,
            value,
            shapes: Vec::new(),
            expected,
        });
        site.expected |= expected;
        let full = site.shapes.len() >= WAYS;
        match site.shapes.last_mut() {
            Some(last) if full => *last = Shape::join(last, &shape),
            _ => site.shapes.push(shape),
        }
    }
}

/// The sites of a service, in the order in which they are met; `None` when it is too long to be followed.
#[must_use]
pub fn sites(program: &Program, service: ServiceId) -> Option<Vec<Site<'_>>> {
    let mut run = Run::new(program, service);
    run.service();
    (!run.is_exhausted()).then(|| run.sites.found.into_values().collect())
}
