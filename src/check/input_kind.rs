//! Q0313: an operation received as the other kind than its port declares.
//!
//! Jolie's builder asks for a one-way operation for `op( x )` and for a request-response one for `op( x )( y )`; when
//! the operation that the input port registered is of the other kind, it refuses to start the service.
//!
//! Rule: every port that offers the operation declares it as the other kind.

use super::subject::{Offer, Subject};
use crate::base::{Code, Diagnostic};
use crate::syntax::jolie::tree::Receive;
use crate::syntax::jolie::walk;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for process in subject.built() {
        walk::receives(process, &mut |receive| {
            let answered = receive.reply.is_some();
            let Some(offers) = subject.offered.get(&receive.operation.name) else {
                return;
            };
            if offers
                .iter()
                .all(|offer| offer.operation.is_request_response() != answered)
            {
                found.extend(offers.first().map(|offer| report(receive, *offer)));
            }
        });
    }
}

fn report(receive: &Receive, offer: Offer<'_>) -> Diagnostic {
    let name = receive.operation.name;
    let (here, there, help) = if receive.reply.is_some() {
        (
            "request-response",
            "one-way",
            format!("write `{name}( … )`"),
        )
    } else {
        (
            "one-way",
            "request-response",
            format!("answer it: `{name}( … )( … )`"),
        )
    };
    Diagnostic::new(
        Code::Q0313,
        receive.operation.span,
        format!("`{name}` is received as {here}, but declared as {there}"),
    )
    .label(format!("received as {here}"))
    .related(offer.operation.name.span, format!("declared as {there}"))
    .related(
        offer.port.name.span,
        format!("offered by port `{}`", offer.port.name.name),
    )
    .note("Jolie refuses to start the service")
    .help(help)
}
