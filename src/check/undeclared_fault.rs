//! Q0314: a fault that escapes from the body of a request-response operation that does not declare it.
//!
//! Jolie answers the caller as soon as a fault leaves the body (`RequestResponseProcess`): an undeclared one reaches
//! the caller as `TypeMismatch`, and only then do the handlers around the input see it. So only scopes inside the body
//! count; a handler that the body installs outside every scope of its own comes too late, and so does one of `main`.
//!
//! Rule: a `throw` in the body, or in a definition that it calls, with no handler for it nor a default one in any
//! scope between (the handlers of a scope do not guard one another), of a fault that no port declares for the
//! operation. Copies of `spawn` swallow their faults. A declared fault of a call that is not handled either is a note,
//! and only when the service called is certain ([`binding`]) and throws it while it answers.

use super::faults::{self, Caught};
use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::program::binding;
use crate::program::{Operation, OutputPort, Signature};
use crate::syntax::jolie::tree::{Handler, HandlerName, Process, ProcessKind, Receive};
use crate::syntax::jolie::walk::{self, Node, Output};
use rustc_hash::{FxHashMap, FxHashSet};

/// A fault that leaves a body.
struct Escape {
    fault: Name,
    span: Span,
    /// The operation that declares it, when a call raises it.
    called: Option<(Name, Span)>,
}

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut reported = FxHashSet::default();
    for process in subject.running() {
        walk::receives(process, &mut |receive| {
            let body = receive.answering();
            if let (Some(body), Some(operation)) = (body, subject.operation(receive.operation.name))
            {
                for escape in Search::of(subject, body, true) {
                    // A call made in many places is told once.
                    let place = escape.called.map_or(escape.span, |(_, declared)| declared);
                    if reported.insert((operation.name.name, escape.fault, place)) {
                        found.extend(report(subject, receive, operation, &escape));
                    }
                }
            }
        });
    }
}

fn report(
    subject: &Subject<'_>,
    receive: &Receive,
    operation: &Operation,
    escape: &Escape,
) -> Option<Diagnostic> {
    let offers = subject.offered.get(&operation.name.name)?;
    let declared = offers.iter().any(|offer| match &offer.operation.signature {
        Signature::RequestResponse { faults, .. } => faults.contains_key(&escape.fault),
        Signature::OneWay { .. } => true,
    });
    if declared {
        return None;
    }
    let (fault, name) = (escape.fault, operation.name.name);
    let message = match escape.called {
        None => format!(
            "fault `{fault}` is thrown while `{name}` is answered, which does not declare it"
        ),
        Some((called, _)) => {
            format!(
                "fault `{fault}` of `{called}` is not handled while `{name}` is answered, which does not declare it"
            )
        }
    };
    let mut diagnostic = Diagnostic::new(Code::Q0314, escape.span, message)
        .label(if escape.called.is_some() {
            "may be raised here"
        } else {
            "thrown here"
        })
        .related(
            operation.name.span,
            format!("`{name}` is declared without `{fault}`"),
        )
        .related(receive.operation.span, "received here")
        .note("the caller gets the fault `TypeMismatch` instead")
        .help(format!(
            "declare it, `throws {fault}`, or handle it in a scope inside the body of `{name}`"
        ));
    if let Some((called, span)) = escape.called {
        diagnostic = diagnostic
            .related(span, format!("`{called}` declares it here"))
            .severity(Severity::Note);
    }
    Some(diagnostic)
}

/// A definition is gone through between so many different scopes at most.
const MOST: usize = 64;

/// What is done between a request and its answer.
struct Search<'s, 'a> {
    subject: &'s Subject<'a>,
    /// Whether faults of calls count.
    follow: bool,
    /// What the scopes around the present place catch, the body's own ones only.
    guards: Vec<(Span, Caught)>,
    /// The definitions gone through, each with the scopes that it was between.
    called: FxHashMap<Name, Vec<FxHashSet<Span>>>,
    escapes: Vec<Escape>,
}

impl<'s, 'a> Search<'s, 'a> {
    /// What escapes from the body of a request-response input.
    fn of(subject: &'s Subject<'a>, body: &'a Process, follow: bool) -> Vec<Escape> {
        let mut search = Search {
            subject,
            follow,
            guards: Vec::new(),
            called: FxHashMap::default(),
            escapes: Vec::new(),
        };
        search.process(body);
        search.escapes
    }

    fn process(&mut self, process: &'a Process) {
        match &process.kind {
            ProcessKind::Scope { body, .. } => return self.scope(body),
            // The handlers outside every scope of the body run after the answer, the others are run by their scope.
            ProcessKind::Install(_) | ProcessKind::Spawn { .. } => return,
            ProcessKind::Throw { fault, .. } => self.raise(fault.name, process.span, None),
            ProcessKind::Call(name) => return self.call(name.name),
            _ => {}
        }
        self.outputs(process);
        // What is below a call are the handlers that it installs.
        if !matches!(process.kind, ProcessKind::Send(_)) {
            walk::each_child(process, &mut |child| self.process(child));
        }
    }

    /// The handlers of a scope run inside it, when it has forgotten them.
    fn scope(&mut self, body: &'a Process) {
        self.guards
            .push((body.span, faults::caught(self.subject.service, body)));
        self.process(body);
        self.guards.pop();
        let mut handlers: Vec<&'a Handler> = Vec::new();
        let service = self.subject.service;
        faults::installed(service, body, &mut FxHashSet::default(), &mut |handler| {
            handlers.push(handler)
        });
        for handler in handlers {
            let faults = handler
                .names
                .iter()
                .any(|name| matches!(name, HandlerName::Fault(_)));
            if faults {
                self.guards
                    .push((handler.body.span, faults::caught(service, &handler.body)));
                self.process(&handler.body);
                self.guards.pop();
            }
        }
    }

    fn call(&mut self, name: Name) {
        let service = self.subject.service;
        if let Some(definition) = service.definitions.get(&name)
            && self.is_new(name)
        {
            self.process(&definition.body);
        }
    }

    /// Whether a definition may let go what it has not let go before: more scopes around it catch more.
    fn is_new(&mut self, name: Name) -> bool {
        let between: FxHashSet<Span> = self.guards.iter().map(|(scope, _)| *scope).collect();
        let before = self.called.entry(name).or_default();
        let new = before.len() < MOST && before.iter().all(|known| !known.is_subset(&between));
        if new {
            before.push(between);
        }
        new
    }

    /// The faults that the calls of a behaviour declare: its own, in its expressions, not in behaviours inside it.
    fn outputs(&mut self, process: &'a Process) {
        let mut found: Vec<Output<'a>> = Vec::new();
        walk::walk(Node::Process(process), &mut |node| {
            let own = !matches!(node, Node::Process(inner) if !std::ptr::eq(inner, process));
            found.extend(walk::output(node).filter(|_| own));
            own
        });
        for output in found {
            let (port, operation, span) = (output.port.name, output.operation.name, output.span);
            let declared = self.subject.service.output_ports.get(&port);
            let Some(operation) = declared.and_then(|port| port.operations.get(&operation)) else {
                continue;
            };
            if let Signature::RequestResponse { faults, .. } = &operation.signature
                && !faults.is_empty()
                && let Some(port) = declared
            {
                let raised = self.raised(port, operation.name.name);
                for fault in faults.keys().filter(|fault| raised.contains(*fault)) {
                    self.raise(
                        *fault,
                        span,
                        Some((operation.name.name, operation.name.span)),
                    );
                }
            }
        }
    }

    /// The faults that the service behind an output port throws by itself while it answers an operation.
    fn raised(&self, port: &OutputPort, operation: Name) -> FxHashSet<Name> {
        let Subject { program, id, .. } = *self.subject;
        let mut raised = FxHashSet::default();
        // One that calls on is not followed: what is thrown is certain, what comes through is not.
        if !self.follow {
            return raised;
        }
        let Some(partner) = binding::partner(program, id, port) else {
            return raised;
        };
        let partner = Subject::new(program, partner.service);
        for process in partner.running() {
            walk::receives(process, &mut |receive| {
                if let (true, Some(body)) =
                    (receive.operation.name == operation, receive.answering())
                {
                    raised.extend(
                        Search::of(&partner, body, false)
                            .iter()
                            .map(|escape| escape.fault),
                    );
                }
            });
        }
        raised
    }

    fn raise(&mut self, fault: Name, span: Span, called: Option<(Name, Span)>) {
        if !self.guards.iter().any(|(_, guard)| guard.catches(fault)) {
            self.escapes.push(Escape {
                fault,
                span,
                called,
            });
        }
    }
}
