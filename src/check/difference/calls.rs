//! What a service needs of others, by its output ports: who keeps to what it needed before must do for the new version.
//!
//! In come both versions of a service; out come changes, with types the other way round than at input ports: what is sent
//! may be less, and what is answered may be more. Ports of standard packages and of what the service embeds are left out:
//! they change with it. An operation that is declared and never called is needed by nobody.

use super::{Change, Effect, Versions, fresh};
use crate::base::{Name, Span};
use crate::program::{Operation, OutputPort, Service, Signature};
use crate::syntax::jolie::walk;

impl Versions<'_> {
    /// Compares the output ports of a service.
    pub(super) fn calls(&self, old: &Service, new: &Service, found: &mut Vec<Change>) {
        for port in old
            .output_ports
            .values()
            .filter(|port| self.is_own(old, port))
        {
            let subject = format!("{}.{}", old.name, port.name.name);
            match new.output_ports.get(&port.name.name) {
                Some(now) => self.needed((&subject, new), port, now, found),
                None => found.push(fits(
                    subject,
                    "the output port is gone: nothing is needed there any more",
                    port.name.span,
                )),
            }
        }
        for port in new
            .output_ports
            .values()
            .filter(|port| self.is_own(new, port))
        {
            if !old.output_ports.contains_key(&port.name.name) {
                let name = Name::from(&format!("{}.{}", new.name, port.name.name));
                found.push(fresh("output port", name, port.name.span));
            }
        }
    }

    /// Whether a port leads to others than standard packages and what the service embeds.
    fn is_own(&self, service: &Service, port: &OutputPort) -> bool {
        let mut operations = port.operations.values();
        let standard = |one: &Operation| self.program.standard.contains(&one.name.span.source);
        let mut embedded = service.embeds.iter().filter_map(|one| one.port);
        !operations.any(standard) && !embedded.any(|one| one.name == port.name.name)
    }

    fn needed(
        &self,
        (subject, service): (&str, &Service),
        old: &OutputPort,
        new: &OutputPort,
        found: &mut Vec<Change>,
    ) {
        for (name, operation) in &old.operations {
            let subject = format!("{subject}.{name}");
            match new.operations.get(name) {
                Some(now) => self.called(&subject, operation, now, found),
                None => found.push(fits(
                    subject,
                    "the operation is not needed any more",
                    operation.name.span,
                )),
            }
        }
        let more = new.operations.iter();
        let more = more.filter(|(name, _)| !old.operations.contains_key(*name));
        for (name, operation) in more {
            if let Some(span) = call(service, old.name.name, *name) {
                found.push(Change {
                    effect: Effect::Breaks,
                    subject: format!("{subject}.{name}"),
                    message: "it is called, and who is called did not have to offer it".to_owned(),
                    run: Vec::new(),
                    span,
                });
            } else {
                let subject = format!("{subject}.{name}");
                let message = "the operation is declared, and not called";
                found.push(fits(subject, message, operation.name.span));
            }
        }
    }

    fn called(&self, subject: &str, old: &Operation, new: &Operation, found: &mut Vec<Change>) {
        let span = new.name.span;
        let mut note = |effect, message: String| {
            found.push(Change {
                effect,
                subject: subject.to_owned(),
                message,
                run: Vec::new(),
                span,
            });
        };
        if old.is_request_response() != new.is_request_response() {
            let message = "it is called in another way: one-way, or request-response";
            return note(Effect::Breaks, message.to_owned());
        }
        self.types("the request", true, old.request(), new.request(), &mut note);
        let (
            Signature::RequestResponse {
                response: was,
                faults: before,
                ..
            },
            Signature::RequestResponse {
                response: is,
                faults: after,
                ..
            },
        ) = (&old.signature, &new.signature)
        else {
            return;
        };
        self.types("the answer", false, *was, *is, &mut note);
        for (name, fault) in before {
            if let Some(now) = after.get(name) {
                let what = format!("the fault `{name}`");
                self.types(&what, false, fault.carries, now.carries, &mut note);
            }
        }
    }
}

/// Where a service calls an operation of a port.
fn call(service: &Service, port: Name, operation: Name) -> Option<Span> {
    let mut found = None;
    for behaviour in service.behaviours() {
        walk::sends(behaviour, &mut |one| {
            if one.port.name == port && one.operation.name == operation {
                found.get_or_insert(one.operation.span);
            }
        });
    }
    found
}

fn fits(subject: String, message: &str, span: Span) -> Change {
    Change {
        effect: Effect::Fits,
        subject,
        message: message.to_owned(),
        run: Vec::new(),
        span,
    }
}
