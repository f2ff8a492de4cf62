//! Where values leave a session: in comes a service, out come its sites, each with what may be there.

use super::Shape;
use super::run::Run;
use crate::base::{Name, Span};
use crate::program::{Operation, Program, ServiceId};
use crate::syntax::jolie::tree::{Identifier, Path, Receive};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::Arc;

/// A place that is met in more ways than this is joined with itself.
const WAYS: usize = 24;

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
    /// From a courier, on the way of an operation as the aggregating port offers it.
    Courier {
        /// The operation.
        operation: &'p Operation,
        /// With this fault; else as the answer.
        fault: Option<Identifier>,
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
    pub ways: Vec<Way>,
    /// Whether a scope around waits for `TypeMismatch` by name.
    pub expected: bool,
}

/// One time that a site is met.
#[derive(Clone, Debug)]
pub struct Way {
    /// What may be there.
    pub shape: Arc<Shape>,
    /// The loop that is followed round by round, when it is met in one; else 0.
    pub loop_: usize,
    /// Whether who goes through that loop surely comes here.
    pub sure: bool,
}

impl Site<'_> {
    /// What may be there, each time that the place is met.
    pub fn shapes(&self) -> impl Iterator<Item = &Arc<Shape>> {
        self.ways.iter().map(|way| &way.shape)
    }

    /// Whether all that comes here is `wrong`: on each way, or in one round of a loop that is surely gone through.
    pub fn is_doomed(&self, wrong: impl Fn(&Arc<Shape>) -> bool) -> bool {
        let fine = |way: &Way| !wrong(&way.shape);
        !self.ways.is_empty()
            && self.ways.iter().filter(|way| fine(way)).all(|way| {
                let mut rounds = self.ways.iter().filter(|one| one.loop_ == way.loop_);
                way.loop_ > 0 && rounds.any(|one| one.sure && !fine(one))
            })
    }
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
        way: Way,
        expected: bool,
    ) {
        let operation = match leaves {
            Leaves::Request { operation, .. } => operation.name,
            Leaves::Answer(receive) => receive.operation.name,
            Leaves::Fault { operation, .. } => operation,
            Leaves::Courier { operation, .. } => operation.name.name,
            Leaves::Correlation(_) => Name::from("csets"),
        };
        let site = self.found.entry((span, operation)).or_insert_with(|| Site {
            leaves,
            span,
            value,
            ways: Vec::new(),
            expected,
        });
        site.expected |= expected;
        let full = site.ways.len() >= WAYS;
        match site.ways.last_mut() {
            Some(last) if full => {
                last.shape = Shape::join(&last.shape, &way.shape);
                last.sure = false;
                if last.loop_ != way.loop_ {
                    last.loop_ = 0;
                }
            }
            _ => site.ways.push(way),
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
