//! Q0316: what an output port calls is not what its partner offers.
//!
//! A message for an operation that the receiving port does not know is refused with `IOException`; one whose root is
//! of another basic type, with `TypeMismatch`. An embedded service is reached by its `local` ports together, other
//! services by the port at the location.
//!
//! Rule: the partner is certain ([`binding`]), both speak sodep or are local, and the client calls the operation:
//! other protocols may map operations otherwise, answer whatever was asked, and cast values to the declared types.
//! Missing there: an error. Of the other kind: a warning, since Jolie answers a notification silently and
//! acknowledges a call with an empty reply; an error when that reply does not fit the response awaited. Basic types of
//! the messages that have no value in common: an error. Message types proper are judged elsewhere.

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::program::binding::{self, Partner};
use crate::program::{DataTypeKind, Location, Operation, OutputPort, Program, Signature, TypeId};
use crate::syntax::jolie::tree::Basic;
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
                !roots(self.program, response).contains(&Basic::Void)
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

    fn types(&self, offered: &Operation) -> Option<Diagnostic> {
        let name = self.operation.name.name;
        let (sent, taken) = (self.operation.request(), offered.request());
        let apart = |sent: TypeId, taken: TypeId| {
            let taken = roots(self.program, taken);
            roots(self.program, sent)
                .iter()
                .all(|sent| !taken.iter().any(|taken| accepts(*taken, *sent)))
        };
        let answer = match (&self.operation.signature, &offered.signature) {
            (
                Signature::RequestResponse {
                    response: awaited, ..
                },
                Signature::RequestResponse { response, .. },
            ) => apart(*response, *awaited),
            _ => false,
        };
        let what = match (apart(sent, taken), answer) {
            (true, _) => "request",
            (false, true) => "response",
            (false, false) => return None,
        };
        Some(
            self.at(format!(
                "the {what} of `{name}` can never be of the type that the other side declares"
            ))
            .related(offered.name.span, "declared by its service here")
            .note("the call fails with the fault `TypeMismatch`")
            .help("declare it alike on both sides, best in one interface that both import"),
        )
    }
}

/// The basic types that the root of a message may have; `Any` when nothing is known.
fn roots(program: &Program, id: TypeId) -> Vec<Basic> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &program[id].kind {
            DataTypeKind::Tree { basic, .. } => found.push(*basic),
            DataTypeKind::Link(next) => pending.push(*next),
            DataTypeKind::Choice(parts) => pending.extend(parts),
            DataTypeKind::Unknown => found.push(Basic::Any),
        }
    }
    if found.is_empty() || found.contains(&Basic::Any) {
        return vec![
            Basic::Any,
            Basic::Void,
            Basic::Bool,
            Basic::Int,
            Basic::Long,
            Basic::Double,
            Basic::String,
            Basic::Raw,
        ];
    }
    found
}

/// Whether a value sent as `sent` may pass as `taken`: protocols without types in their text convert, so numbers are
/// taken as alike.
fn accepts(taken: Basic, sent: Basic) -> bool {
    let number = |basic| matches!(basic, Basic::Int | Basic::Long | Basic::Double);
    taken == sent || taken == Basic::Any || sent == Basic::Any || (number(taken) && number(sent))
}
