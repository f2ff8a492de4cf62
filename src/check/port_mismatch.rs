//! Q0316: what an output port calls is not what its partner offers.
//!
//! A message for an operation that the receiving port does not know is refused with `IOException`; one whose root is
//! of another basic type, with `TypeMismatch`. An embedded service is reached by its `local` ports together, other
//! services by the port at the location.
//!
//! Rule: the partner is certain ([`binding`]), both speak sodep or are local, and the client calls the operation:
//! other protocols may map operations otherwise, answer whatever was asked, and cast values to the declared types.
//! Missing there: an error. Of the other kind: a warning, since Jolie answers a notification silently and
//! acknowledges a call with an empty reply; an error when that reply does not fit the response awaited. Types of which no
//! value passes on both sides: an error. Types that share some values: `wider_type`.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::flow::shape::{Declared, Shape, misfit};
use crate::program::binding::{self, Partner};
use crate::program::{Location, Operation, OutputPort, Program, Signature};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashMap;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut used: FxHashMap<(Name, Name), Span> = FxHashMap::default();
    for process in subject.running() {
        walk::sends(process, &mut |output| {
            used.entry((output.port.name, output.operation.name))
                .or_insert(output.span);
        });
    }
    for port in subject.service.output_ports.values() {
        let Some(partner) = binding::partner(subject.program, subject.id, port) else {
            continue;
        };
        for operation in port.operations.values() {
            if let Some(span) = used.get(&(port.name.name, operation.name.name)) {
                let use_ = Use {
                    program: subject.program,
                    port,
                    operation,
                    span: *span,
                };
                found.extend(use_.judge(&partner));
            }
        }
    }
}

struct Use<'a> {
    program: &'a Program,
    port: &'a OutputPort,
    operation: &'a Operation,
    span: Span,
}

impl Use<'_> {
    fn judge(&self, partner: &Partner<'_>) -> Option<Diagnostic> {
        let offered = partner.operations.get(&self.operation.name.name);
        match offered {
            None if partner.strict => Some(self.missing(partner)),
            None => None,
            Some(offered)
                if offered.is_request_response() != self.operation.is_request_response() =>
            {
                partner.strict.then(|| self.kind(offered))
            }
            Some(offered) if partner.strict => self.types(offered),
            Some(_) => None,
        }
    }

    fn at(&self, message: String) -> Diagnostic {
        let port = self.port.name.name;
        let found = Diagnostic::new(Code::Q0316, self.span, message)
            .label(format!("sent to port `{port}`"))
            .related(
                self.operation.name.span,
                "declared for the output port here",
            );
        match &self.port.location {
            Some(Location::Literal(_, span)) => {
                found.related(*span, format!("the location of port `{port}`"))
            }
            _ => found,
        }
    }

    fn missing(&self, partner: &Partner<'_>) -> Diagnostic {
        let (name, service) = (self.operation.name.name, &self.program[partner.service]);
        self.at(format!(
            "service `{}` does not offer `{name}` there",
            service.name
        ))
        .related(partner.at, partner.why)
        .related(service.span, "the service")
        .note("the call is refused with the fault `IOException`")
        .help(format!(
            "offer `{name}` at that port of `{}`, or call another operation",
            service.name
        ))
    }

    fn kind(&self, offered: &Operation) -> Diagnostic {
        let name = self.operation.name.name;
        let (here, there) = if self.operation.is_request_response() {
            ("request-response", "one-way")
        } else {
            ("one-way", "request-response")
        };
        let lost = match self.operation.signature {
            Signature::RequestResponse { response, .. } => {
                misfit(self.program, response, &Shape::nothing()).is_some()
            }
            Signature::OneWay { .. } => false,
        };
        self.at(format!(
            "`{name}` is called as {here}, but its service offers it as {there}"
        ))
        .severity(if lost {
            Severity::Error
        } else {
            Severity::Warning
        })
        .related(offered.name.span, format!("offered as {there}"))
        .help("declare it alike on both sides, best in one interface that both import")
    }

    /// Some value must be of both types.
    fn types(&self, offered: &Operation) -> Option<Diagnostic> {
        let program = self.program;
        let mut ways = vec![("request", self.operation.request(), offered.request())];
        if let (
            Signature::RequestResponse {
                response: awaited, ..
            },
            Signature::RequestResponse { response, .. },
        ) = (&self.operation.signature, &offered.signature)
        {
            ways.push(("response", *response, *awaited));
        }
        let mut declared = Declared::new(program);
        let mut apart = ways
            .iter()
            .filter(|(_, sent, taken)| misfit(program, *taken, &declared.shape(*sent)).is_some());
        let (what, ..) = apart.next()?;
        Some(self.apart(what, offered))
    }

    fn apart(&self, what: &str, offered: &Operation) -> Diagnostic {
        let name = self.operation.name.name;
        self.at(format!(
            "the {what} of `{name}` can never be of the type that the other side declares"
        ))
        .related(offered.name.span, "declared by its service here")
        .note("the call fails with the fault `TypeMismatch`")
        .help("declare it alike on both sides, best in one interface that both import")
    }
}
