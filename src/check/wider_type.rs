//! Q0206: an output port and its partner declare an operation with different types, and a value that the sender's type
//! allows is refused by the other's.
//!
//! Jolie checks a message on both sides, each against its own declaration (`CommCore`, `SolicitResponseProcess`); a value
//! that passes the first and not the second ends in `TypeMismatch`.
//!
//! Rule: the partner is certain ([`binding`]) and takes what it is sent as it is; the client sends the operation; some
//! value of the sender's type is certainly not of the other's ([`contain`](crate::program::contain)); and what may be sent
//! there is not surely of both. An error when it surely is not. Types without a common value: `port_mismatch`.

use super::message_types::{basic_words, written};
use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::flow::shape::{Declared, Leaves, Shape, Site, misfit, sites, surely};
use crate::program::binding::{self, Partner};
use crate::program::contain::{Allowed, Difference, difference};
use crate::program::{Operation, OutputPort, Signature, TypeId};
use std::sync::Arc;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let mut own: Option<Vec<Site<'_>>> = None;
    for port in subject.service.output_ports.values() {
        let Some(partner) = binding::partner(subject.program, subject.id, port) else {
            continue;
        };
        for operation in port.operations.values().filter(|_| partner.strict) {
            let Some(offered) = partner.operations.get(&operation.name.name) else {
                continue;
            };
            let differences = differences(subject, operation, offered);
            if differences.is_empty() {
                continue;
            }
            let own =
                own.get_or_insert_with(|| sites(subject.program, subject.id).unwrap_or_default());
            let calls = |site: &&Site<'_>| match site.leaves {
                Leaves::Request {
                    port: to,
                    operation: of,
                } => to.name == port.name.name && of.name == operation.name.name,
                _ => false,
            };
            let called: Vec<&Site<'_>> = own.iter().filter(calls).collect();
            let Some(first) = called.first() else {
                continue;
            };
            let use_ = Use {
                subject,
                port,
                operation,
                offered,
                span: first.span,
            };
            for (way, taken, difference) in differences {
                let shapes: Vec<Arc<Shape>> = match way {
                    Way::Request => {
                        let sites = called.iter().filter(|site| !site.expected);
                        sites.flat_map(|site| site.shapes().cloned()).collect()
                    }
                    Way::Response => answers(subject, &partner, operation.name.name),
                };
                found.extend(use_.judge(way, taken, &difference, &shapes));
            }
        }
    }
}

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Request,
    Response,
}

/// What the types of both sides differ in, where they have some value in common, with the type that takes it.
fn differences(
    subject: &Subject<'_>,
    sent: &Operation,
    offered: &Operation,
) -> Vec<(Way, TypeId, Difference)> {
    let mut ways = vec![(Way::Request, sent.request(), offered.request())];
    match (&sent.signature, &offered.signature) {
        (
            Signature::RequestResponse {
                response: awaited, ..
            },
            Signature::RequestResponse { response, .. },
        ) => ways.push((Way::Response, *response, *awaited)),
        (Signature::OneWay { .. }, Signature::OneWay { .. }) => {}
        _ => return Vec::new(),
    }
    let program = subject.program;
    let mut declared = Declared::new(program);
    let ways = ways.into_iter().filter_map(|(way, from, to)| {
        let difference = difference(program, from, to)?;
        let apart = misfit(program, to, &declared.shape(from)).is_some();
        (!apart).then_some((way, to, difference))
    });
    ways.collect()
}

/// What the partner may answer.
fn answers(subject: &Subject<'_>, partner: &Partner<'_>, operation: Name) -> Vec<Arc<Shape>> {
    let sites = sites(subject.program, partner.service).unwrap_or_default();
    let sites = sites.into_iter();
    let answers = sites.filter(|site| match site.leaves {
        Leaves::Answer(receive) => receive.operation.name == operation,
        _ => false,
    });
    answers
        .flat_map(|site| site.ways)
        .map(|way| way.shape)
        .collect()
}

struct Use<'s, 'a> {
    subject: &'s Subject<'a>,
    port: &'s OutputPort,
    operation: &'s Operation,
    offered: &'s Operation,
    span: Span,
}

impl Use<'_, '_> {
    fn judge(
        &self,
        way: Way,
        taken: TypeId,
        difference: &Difference,
        shapes: &[Arc<Shape>],
    ) -> Option<Diagnostic> {
        let program = self.subject.program;
        let mut each = shapes.iter();
        if !shapes.is_empty() && each.all(|shape| surely(program, taken, shape)) {
            return None;
        }
        let mut each = shapes.iter();
        let never = !shapes.is_empty() && each.all(|shape| misfit(program, taken, shape).is_some());
        let name = self.operation.name.name;
        let what = match way {
            Way::Request => "request",
            Way::Response => "response",
        };
        let message = if never {
            format!("the {what} of `{name}` is refused by the other side, whose type is another")
        } else {
            let words = words(difference);
            format!("the {what} of `{name}` may have {words}, which the other side refuses")
        };
        let found = Diagnostic::new(Code::Q0206, self.span, message)
            .severity(if never {
                Severity::Error
            } else {
                Code::Q0206.severity()
            })
            .label(format!("sent to port `{}`", self.port.name.name))
            .related(
                self.operation.name.span,
                "declared for the output port here",
            );
        let found = match difference.refused {
            Some(span) => found.related(span, "declared otherwise here"),
            None => found.related(self.offered.name.span, "declared by its service here"),
        };
        let found = found
            .note("such a message fails with the fault `TypeMismatch`")
            .help("declare it alike on both sides, best in one interface that both import");
        Some(found)
    }
}

/// What one side allows and the other does not.
pub(super) fn words(difference: &Difference) -> String {
    let path = |path: &[Name]| {
        let names: Vec<&str> = path.iter().map(Name::as_str).collect();
        names.join(".")
    };
    let here = path(&difference.path);
    let there = if here.is_empty() {
        String::new()
    } else {
        format!(" in `{here}`")
    };
    match &difference.kind {
        Allowed::Kind(basic) => format!("{}{there}", basic_words(*basic)),
        Allowed::Absence => format!("no `{here}`"),
        Allowed::Number => format!("another number of `{here}`"),
        Allowed::Field(Some(name)) => {
            let mut all = difference.path.clone();
            all.push(*name);
            format!("a field `{}`", path(&all))
        }
        Allowed::Field(None) => format!("any field{there}"),
        Allowed::Values(Some(value)) => format!("{}{there}", written(value)),
        Allowed::Values(None) => format!("other values{there}"),
    }
}
