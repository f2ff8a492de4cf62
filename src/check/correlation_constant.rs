//! Q0414: a correlation variable that has the same value in every session.
//!
//! Messages find their session by the values of its correlation variables; where several sessions have the same ones, any of
//! them gets the message (`SimpleCorrelationEngine` takes the first of a hash set). `init` runs once, and each session begins
//! with a copy of what it has left: a `new` there is one value for all.
//!
//! Rule, for a concurrent service: no message that starts a session sets a variable of the set; every variable of it is
//! written in the session, each time with one constant or with what `init` has made; and a session awaits messages by it.
//! A value from outside, of `global` or of a computed expression is trusted to differ.

use super::subject::Subject;
use super::waits::waits;
use crate::base::{Code, Diagnostic, Span};
use crate::flow::shape::{Leaves, Shape, Site};
use crate::program::{CorrelationSet, CorrelationVariable};
use crate::syntax::jolie::tree::{ExecutionMode, Receive};
use std::sync::Arc;

pub(super) fn judge<'a>(subject: &Subject<'a>, found: &mut Vec<Diagnostic>) {
    let service = subject.service;
    if service.execution != ExecutionMode::Concurrent || service.correlation_sets.is_empty() {
        return;
    }
    let inputs = awaited(subject);
    let starters = subject.starters();
    let uses = |set: &'a CorrelationSet, receive: &Receive| {
        let operation = subject.operation(receive.operation.name);
        operation.is_some_and(|operation| subject.may_use(set, operation))
    };
    for set in &service.correlation_sets {
        let started = starters.iter().any(|starter| uses(set, starter.input));
        let Some(input) = inputs.iter().find(|input| uses(set, input)) else {
            continue;
        };
        if started {
            continue;
        }
        let sites = subject.sites().unwrap_or_default();
        let same: Option<Vec<&Site<'_>>> = set
            .variables
            .iter()
            .map(|variable| same(subject, variable, sites))
            .collect();
        if let Some(site) = same.as_deref().and_then(<[_]>::first) {
            found.push(report(site, set, input));
        }
    }
}

/// The inputs of sessions that are not their first.
fn awaited<'a>(subject: &Subject<'a>) -> Vec<&'a Receive> {
    let starters = subject.starters();
    let bodies = subject.session();
    let inputs = bodies
        .into_iter()
        .flat_map(waits)
        .flat_map(|wait| wait.guards);
    let starts = |input: &&Receive| {
        let mut starters = starters.iter();
        !starters.any(|starter| std::ptr::eq(starter.input, *input))
    };
    inputs.filter(starts).collect()
}

/// A write of the variable, when all of them put there what every session has.
fn same<'s, 'a>(
    subject: &Subject<'_>,
    variable: &CorrelationVariable,
    sites: &'s [Site<'a>],
) -> Option<&'s Site<'a>> {
    let names = variable.path.names()?;
    let mut first = None;
    for site in sites {
        let Leaves::Correlation(path) = site.leaves else {
            continue;
        };
        match path.names() {
            Some(other) if other == names => {}
            // Beside it.
            Some(other) if !other.iter().zip(&names).all(|(left, right)| left == right) => continue,
            _ => return None,
        }
        if !site.shapes().all(|shape| is_everywhere(subject, shape)) {
            return None;
        }
        first = first.or(Some(site));
    }
    first
}

/// Whether each session has this value.
fn is_everywhere(subject: &Subject<'_>, shape: &Arc<Shape>) -> bool {
    let root = &shape.root;
    let constant = root.constants.as_ref().is_some_and(|all| all.len() == 1);
    let made = |span: Span| {
        let mut initial = subject.initial().into_iter();
        initial.any(|init| within(span, init.span))
    };
    constant || root.at.is_some_and(made)
}

fn within(inner: Span, outer: Span) -> bool {
    inner.source == outer.source && outer.start <= inner.start && inner.end <= outer.end
}

fn report(site: &Site<'_>, set: &CorrelationSet, input: &Receive) -> Diagnostic {
    let name = input.operation.name;
    let mut found = Diagnostic::new(
        Code::Q0414,
        site.span,
        "every session gets the same correlation value here",
    )
    .label("no message can tell two sessions apart");
    let origin = site.shapes().find_map(|shape| shape.root.at);
    if let Some(origin) = origin.filter(|origin| !within(*origin, site.span)) {
        found = found.related(origin, "the value, one for all");
    }
    found
        .related(set.span, "the correlation set")
        .related(
            input.operation.span,
            format!("`{name}` finds its session by it"),
        )
        .note(format!(
            "with two sessions, either of them may get a message for `{name}`"
        ))
        .help("give each session a value of its own, with `new`, and tell its client")
}
