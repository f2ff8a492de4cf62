//! What extraction does not follow, and what it assumes instead: programs that are started at run time, programs that
//! are not written in Jolie, and locations that are computed.
//!
//! An assumption is made where something is used, so that it stands on the line that a reader would change, and only
//! where a verdict can depend on it: the standard packages are known, whatever they are written in.

use super::compiler::Compiler;
use super::is_standard;
use crate::automata::network::{Act, Assumption, Behaviour, CellId, Term};
use crate::base::{Code, Name, Span};
use crate::program::{EmbedTarget, ServiceKind};
use crate::syntax::jolie::tree::Identifier;
use rustc_hash::FxHashMap;

/// The operations of the standard service `Runtime` that change who runs or who is reached, with what each does;
/// `setOutputPort` is followed like an assignment to the location of the port.
const RUNTIME: [(&str, &str); 4] = [
    (STARTS, "starts a program"),
    ("loadLibrary", "loads Java code"),
    ("setRedirection", "redirects messages"),
    ("removeRedirection", "takes a redirection away"),
];

/// The one that answers with the location of what it starts.
const STARTS: &str = "loadEmbeddedService";

impl Compiler<'_> {
    /// Of what is embedded: programs written in another language.
    pub fn assume_of_service(&mut self) {
        for embed in &self.service.embeds {
            let (what, class) = match &embed.target {
                EmbedTarget::Foreign(class) => (class.clone(), Some(class)),
                EmbedTarget::Service(id) => match &self.program[*id] {
                    service if is_standard(self.program, service.span) => continue,
                    service => match &service.kind {
                        ServiceKind::Foreign(class) => (service.name.to_string(), class.as_ref()),
                        _ => continue,
                    },
                },
                EmbedTarget::Missing(_) => continue,
            };
            let known = class.is_some_and(|class| standard_class(class));
            // The output ports of standard includes embed Java, and so do packages.
            if is_standard(self.program, embed.span) || known {
                continue;
            }
            let message = format!(
                "`{what}` is not written in Jolie: it is taken to answer every request as declared, and to call nobody"
            );
            self.assume(Code::Q0803, embed.span, message);
        }
    }

    /// Of a call: one of the runtime that changes the system; `used` says whether its answer is kept. A program that is
    /// started and never reached by its location is a client like those outside, which a service that runs by itself has
    /// already.
    pub fn assume_of_call(&mut self, operation: Identifier, port: Identifier, used: bool) {
        let name = operation.name.as_str();
        if name == STARTS && self.lone && !used {
            return;
        }
        let Some((_, does)) = RUNTIME.iter().find(|(known, _)| *known == name) else {
            return;
        };
        if self.is_standard_call(operation, port) {
            let message = format!(
                "`{name}` {does} that the check does not follow: it is taken for a part of the outside"
            );
            self.assume(Code::Q0802, operation.span, message);
        }
    }

    /// Of the locations of output ports, once the code that never runs is gone: those that are computed.
    pub fn assume_of_locations(&mut self, behaviour: &Behaviour) {
        let ports = behaviour.ports.iter();
        let cells: FxHashMap<CellId, Name> = ports
            .filter_map(|port| Some((port.location?, port.name)))
            .collect();
        if cells.is_empty() {
            return;
        }
        for node in &behaviour.nodes {
            let Act::Set { values, .. } = &node.act else {
                continue;
            };
            for (cell, term) in values {
                if let Some(port) = cells.get(cell)
                    && is_computed(term)
                {
                    self.assume(Code::Q0801, node.origin, unfollowed(*port));
                }
            }
        }
    }

    /// Says so, once.
    pub fn assume(&mut self, code: Code, span: Span, message: String) {
        let assumption = Assumption {
            code,
            span,
            message,
        };
        if !self.assumptions.contains(&assumption) {
            self.assumptions.push(assumption);
        }
    }
}

/// Whether nobody knows what a location is. Of elements that are chosen by an index the last ones are followed no more.
fn is_computed(term: &Term) -> bool {
    match term {
        Term::Choose(parts) => {
            let [_, then, otherwise] = &**parts;
            is_computed(then) || *otherwise != Term::Lost && is_computed(otherwise)
        }
        Term::Lost | Term::Compute(..) | Term::Within(..) | Term::Cast(..) => true,
        _ => false,
    }
}

fn unfollowed(port: Name) -> String {
    format!(
        "the location of `{port}` is computed here: its messages may reach every input port that takes them, or the \
         outside"
    )
}

/// Whether a Java class is one of those that come with Jolie.
fn standard_class(class: &str) -> bool {
    class.starts_with("joliex.") || class.starts_with("jolie.")
}
