//! Q0201 to Q0205: a value that leaves a session and is certainly not of the type that is declared for it.
//!
//! Jolie checks a message against the request type of the output port before it sends it (`SolicitResponseProcess`,
//! `NotificationProcess`: the fault `TypeMismatch` there), an answer against the response type of the operation, and what
//! a declared fault carries against its type (`RequestResponseProcess`: the caller gets `TypeMismatch` in its place).
//!
//! Rule: no tree that may be there ([`crate::flow::shape`]) is of the type, in whichever way the step is reached, nor on
//! whichever port the operation is offered. Values from outside are of the types by which they came; what was not
//! followed is trusted. Where a scope around handles `TypeMismatch` by name, it is what the author waits for.

mod words;

use super::subject::Subject;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::flow::shape::{Leaves, Misfit, Site, misfit, surely};
use crate::program::{Operation, Signature, TypeId};
use words::{Words, words};

pub(super) use words::{basic as basic_words, written};

pub(super) const CODES: &[Code] = &[
    Code::Q0201,
    Code::Q0202,
    Code::Q0203,
    Code::Q0204,
    Code::Q0205,
];

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for answer in answers(subject).unwrap_or_default() {
        if let Answer::Never(diagnostic) = answer {
            found.push(*diagnostic);
        }
    }
}

/// Whether a value that leaves a session is of its type.
pub(super) enum Answer {
    /// It is, whatever happened before.
    Always,
    /// It is not, whatever happened before.
    Never(Box<Diagnostic>),
    /// It may be.
    Open,
}

/// What is known of each value that leaves a session; `None` when the service is too long to be followed.
pub(super) fn answers(subject: &Subject<'_>) -> Option<Vec<Answer>> {
    let sites = subject.sites()?.iter();
    let sites = sites.filter(|site| !matches!(site.leaves, Leaves::Correlation(_)));
    Some(sites.map(|site| answer(subject, site)).collect())
}

fn answer<'a>(subject: &Subject<'a>, site: &Site<'a>) -> Answer {
    let (program, types) = (subject.program, declared(subject, site));
    // Every port and every way must refuse it, or take it.
    let mut first: Option<(Misfit, &Operation)> = None;
    let (mut refused, mut taken) = (true, !types.is_empty());
    for (id, operation) in types {
        for way in &site.ways {
            taken &= surely(program, id, &way.shape);
            let found = misfit(program, id, &way.shape);
            first = first.or(found.map(|misfit| (misfit, operation)));
        }
        refused &= site.is_doomed(|shape| misfit(program, id, shape).is_some());
    }
    match first {
        Some((misfit, operation))
            if refused && !site.expected && !subject.is_standard(site.span.source) =>
        {
            Answer::Never(Box::new(report(site, &misfit, operation)))
        }
        _ if taken => Answer::Always,
        _ => Answer::Open,
    }
}

/// The types that a value must be of, with the operation that declares each.
fn declared<'a>(subject: &Subject<'a>, site: &Site<'a>) -> Vec<(TypeId, &'a Operation)> {
    let offered = |name: Name, of: &dyn Fn(&Signature) -> Option<TypeId>| {
        let offers = subject.offered.get(&name).into_iter().flatten();
        let types = offers.map(|offer| Some((of(&offer.operation.signature)?, offer.operation)));
        types.collect::<Option<Vec<_>>>().unwrap_or_default()
    };
    match site.leaves {
        Leaves::Request { port, operation } => {
            let port = subject.service.output_ports.get(&port.name);
            let operation = port.and_then(|port| port.operations.get(&operation.name));
            let operation = operation.into_iter();
            operation
                .map(|operation| (operation.request(), operation))
                .collect()
        }
        Leaves::Answer(receive) => offered(receive.operation.name, &|signature| match signature {
            Signature::RequestResponse { response, .. } => Some(*response),
            Signature::OneWay { .. } => None,
        }),
        Leaves::Fault { fault, operation } => offered(operation, &|signature| match signature {
            Signature::RequestResponse { faults, .. } => {
                faults.get(&fault.name).map(|fault| fault.carries)
            }
            Signature::OneWay { .. } => None,
        }),
        Leaves::Courier { operation, fault } => match (&operation.signature, fault) {
            (Signature::RequestResponse { response, .. }, None) => vec![(*response, operation)],
            (Signature::RequestResponse { faults, .. }, Some(fault)) => {
                let declared = faults.get(&fault.name).into_iter();
                declared.map(|fault| (fault.carries, operation)).collect()
            }
            (Signature::OneWay { .. }, _) => Vec::new(),
        },
        Leaves::Correlation(_) => Vec::new(),
    }
}

fn report(site: &Site<'_>, misfit: &Misfit, operation: &Operation) -> Diagnostic {
    let name = operation.name.name;
    let (does, note) = match site.leaves {
        // Never compared with a type.
        Leaves::Correlation(_) => (String::new(), String::new()),
        Leaves::Request { .. } => (
            format!("`{name}` is sent"),
            "nothing is sent: the step ends with the fault `TypeMismatch`".to_owned(),
        ),
        Leaves::Answer(_) | Leaves::Courier { fault: None, .. } => (
            format!("`{name}` is answered"),
            "the caller gets the fault `TypeMismatch` in place of the answer".to_owned(),
        ),
        Leaves::Fault { fault, .. }
        | Leaves::Courier {
            fault: Some(fault), ..
        } => (
            format!("fault `{}` is thrown", fault.name),
            format!("the caller of `{name}` gets the fault `TypeMismatch` in its place"),
        ),
    };
    let Words {
        code,
        what,
        label,
        declared,
        help,
    } = words(misfit);
    let mut found = Diagnostic::new(code, site.span, format!("{does} {what}")).label(label);
    if let Some(written) = misfit.written.filter(|written| !covers(site, *written)) {
        found = found.related(written, "this is what is there");
    }
    found = match misfit.declared {
        Some(span) => found.related(span, declared),
        None => found.related(operation.name.span, format!("`{name}` is declared here")),
    };
    if misfit.choice {
        found =
            found.note("the type is a choice, and none of its parts fits; this one is the nearest");
    }
    found.note(note).help(help)
}

/// Whether a place lies on the step itself.
fn covers(site: &Site<'_>, written: Span) -> bool {
    let spans = [Some(site.span), site.value];
    spans
        .into_iter()
        .flatten()
        .any(|span| span.contains(written))
}
