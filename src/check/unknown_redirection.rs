//! Q0318: an input port redirects to an output port that is not there.
//!
//! Jolie's semantic check lets it pass; its builder does not find the output port and refuses to start the service.
//!
//! Rule: the service declares no output port of this name.

use super::subject::Subject;
use crate::base::{Code, Diagnostic};

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for port in subject.service.input_ports.values() {
        for (resource, target) in &port.redirects {
            if subject.service.output_ports.contains_key(&target.name) {
                continue;
            }
            let message = format!(
                "`{}` redirects to an undefined output port `{}`",
                resource.name, target.name
            );
            found.push(
                Diagnostic::new(Code::Q0318, target.span, message)
                    .label("no such output port")
                    .related(
                        port.name.span,
                        format!("in input port `{}`", port.name.name),
                    )
                    .note("Jolie refuses to start the service")
                    .help(format!("declare `outputPort {}`", target.name)),
            );
        }
    }
}
