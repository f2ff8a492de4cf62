//! Outputs: notifications, solicit-responses, and what couriers forward.
//!
//! Of `SolicitResponseProcess`: the message is evaluated, sent and answered; the answer is assigned; the handlers of
//! the call are installed after that, so they never see a fault of the call itself.

use super::compiler::Compiler;
use super::is_standard;
use crate::automata::network::{Act, Location, OperationId};
use crate::base::Span;
use crate::syntax::jolie::tree::{
    Expression, ExpressionKind, Identifier, Path, Process, ProcessKind, Send,
};

impl<'a> Compiler<'a> {
    /// `op@Port( e )`, or `op@Port( e )( x ) [ F => P ]`
    pub fn send(&mut self, process: &'a Process, send: &'a Send, next: Location) -> Location {
        let answer = send.solicit.as_ref();
        let used = answer.is_some_and(|solicit| solicit.target.is_some());
        self.assume_of_call(send.operation, send.port, used);
        let Some(operation) = self.flow.operation(send.operation.name) else {
            return next;
        };
        if self.halts(send.operation, send.port) {
            let exit = self.emit(Act::Exit, send.span);
            return self.ask_argument(send.argument.as_ref(), exit);
        }
        let port = self.port(send.port);
        let argument = send.argument.as_ref();
        let payload = self
            .variables
            .request(operation, argument, &self.context.with);
        let effect = self.variables.effect(process, &self.context.with);
        let act = match &send.solicit {
            None => Act::Send {
                port,
                operation,
                payload,
                next: self.set(effect, send.span, next),
            },
            Some(solicit) => {
                let installed = if solicit.handlers.is_empty() {
                    next
                } else {
                    self.install(&solicit.handlers, send.span, next)
                };
                let set = self.set(effect, send.span, installed);
                let assigned = match &solicit.target {
                    Some(target) => self.ask_path(target, set),
                    None => set,
                };
                let with = &self.context.with;
                Act::Call {
                    port,
                    operation,
                    payload,
                    response: self.variables.bind_solicit(operation, send, with),
                    next: assigned,
                }
            }
        };
        let output = self.emit(act, send.span);
        self.ask_argument(argument, output)
    }

    fn ask_argument(&mut self, argument: Option<&'a Expression>, next: Location) -> Location {
        match argument {
            Some(argument) => self.ask(argument, next),
            None => next,
        }
    }

    /// A solicit-response in an expression.
    pub fn solicit(
        &mut self,
        operation: Identifier,
        port: Identifier,
        argument: Option<&'a Expression>,
        origin: Span,
        next: Location,
    ) -> Location {
        self.assume_of_call(operation, port, true);
        let Some(id) = self.flow.operation(operation.name) else {
            return next;
        };
        let call = if self.halts(operation, port) {
            Act::Exit
        } else {
            Act::Call {
                port: self.port(port),
                operation: id,
                payload: self.variables.request(id, argument, &self.context.with),
                response: self.variables.bind_answer(operation, port, origin),
                next,
            }
        };
        let call = self.emit(call, origin);
        self.ask_argument(argument, call)
    }

    /// `halt` of the standard service `Runtime` ends the program there and then.
    fn halts(&self, operation: Identifier, port: Identifier) -> bool {
        operation.name.as_str() == "halt" && self.is_standard_call(operation, port)
    }

    /// Whether an output is of an operation that a standard package declares.
    pub fn is_standard_call(&self, operation: Identifier, port: Identifier) -> bool {
        self.output(port.name)
            .and_then(|port| port.operations.get(&operation.name))
            .is_some_and(|declared| is_standard(self.program, declared.name.span))
    }

    /// `forward`: the operation of the courier's branch is sent on, to the port that it names or to the aggregated one.
    pub fn forward(&mut self, process: &'a Process, next: Location) -> Location {
        let ProcessKind::Forward {
            port,
            request,
            response,
        } = &process.kind
        else {
            return next;
        };
        // Outside of a courier it has been reported.
        let Some(forwarding) = self.context.forwarding else {
            return next;
        };
        let Some(port) = port.or(forwarding.port) else {
            return next;
        };
        let Some(operation) = self.flow.operation(forwarding.operation.name.name) else {
            return next;
        };
        let port = self.port(port);
        let payload = self.carried(operation, request.as_ref());
        let act = match response {
            None => Act::Send {
                port,
                operation,
                payload,
                next,
            },
            Some(target) => {
                let with = &self.context.with;
                let target = target.as_ref();
                Act::Call {
                    port,
                    operation,
                    payload,
                    response: self.variables.bind_response(operation, target, with),
                    next,
                }
            }
        };
        self.emit(act, process.span)
    }

    fn carried(
        &self,
        operation: OperationId,
        request: Option<&Path>,
    ) -> Vec<crate::automata::network::Term> {
        let message = request.map(read);
        self.variables
            .request(operation, message.as_ref(), &self.context.with)
    }
}

/// The expression that reads a path.
pub(super) fn read(path: &Path) -> Expression {
    Expression {
        kind: ExpressionKind::Path(path.clone()),
        span: path.span,
    }
}
