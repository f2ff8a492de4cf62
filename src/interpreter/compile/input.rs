//! Inputs: choices, what lies between a request and its answer, and couriers.

use super::{Compiler, position};
use crate::base::Span;
use crate::interpreter::code::{Branch, Operation};
use crate::program::CourierGuard;
use crate::syntax::jolie::tree::{self, Identifier, Process, Receive};

impl<'program> Compiler<'program> {
    /// `op( x )`
    pub(super) fn receive(&mut self, receive: &'program Receive) {
        let wait = self.wait(receive.span);
        let branch = self.branch(receive, &[]);
        self.offer(wait, branch.into_iter().collect());
    }

    /// `[ op( x ) ] { P } …`
    pub(super) fn choice(&mut self, branches: &'program [tree::Branch], span: Span) {
        let wait = self.wait(span);
        let mut ends = Vec::new();
        let offered = self.branches(branches, &mut ends);
        for end in ends {
            self.land(end);
        }
        self.offer(wait, offered);
    }

    /// `provide … until …`
    pub(super) fn provide(
        &mut self,
        provide: &'program [tree::Branch],
        until: &'program [tree::Branch],
        span: Span,
    ) {
        let wait = self.wait(span);
        let (mut again, mut ends) = (Vec::new(), Vec::new());
        let mut offered = self.branches(provide, &mut again);
        let back = position(wait);
        for jump in again {
            if let Some(operation) = self.code.operations.get_mut(jump) {
                *operation = Operation::Jump(back);
            }
        }
        offered.extend(self.branches(until, &mut ends));
        for end in ends {
            self.land(end);
        }
        self.offer(wait, offered);
    }

    fn wait(&mut self, span: Span) -> usize {
        self.emit(Operation::Receive(0), span)
    }

    fn offer(&mut self, wait: usize, branches: Vec<Branch>) {
        self.code.choices.push(branches);
        let choice = position(self.code.choices.len() - 1);
        if let Some(operation) = self.code.operations.get_mut(wait) {
            *operation = Operation::Receive(choice);
        }
    }

    fn branches(
        &mut self,
        branches: &'program [tree::Branch],
        ends: &mut Vec<usize>,
    ) -> Vec<Branch> {
        let mut offered = Vec::new();
        for branch in branches {
            let rest: Vec<&'program Process> = branch.body.iter().collect();
            offered.extend(self.branch(&branch.guard, &rest));
            ends.push(self.emit(Operation::Jump(0), branch.span));
        }
        offered
    }

    /// One branch: what lies between request and answer, the answer, and what follows.
    pub(super) fn branch(
        &mut self,
        receive: &'program Receive,
        rest: &[&'program Process],
    ) -> Option<Branch> {
        let Some(input) = self.input(receive.operation) else {
            let what = format!("`{}`, which no input port has,", receive.operation.name);
            self.refuse(receive.span, &what);
            return None;
        };
        let target = receive.target.as_ref().map(|target| self.path(target));
        let body = self.here();
        if let Some(reply) = &receive.reply {
            if let Some(between) = &reply.body {
                self.process(between);
            }
            self.argument(reply.value.as_ref(), receive.span);
            self.emit(Operation::Reply, receive.span);
        }
        for process in rest {
            self.process(process);
        }
        Some(Branch {
            input,
            target,
            body,
        })
    }

    /// The input of an operation.
    fn input(&self, operation: Identifier) -> Option<u32> {
        let inputs = &self.code.input_by_name;
        inputs.get(operation.name.as_str()).copied()
    }

    /// The branches of all couriers, for the operations that they stand for.
    pub(super) fn couriers(&mut self) {
        for courier in &self.service.couriers {
            for branch in &courier.branches {
                let target = Some(self.path(&branch.request));
                let body = self.here();
                self.process(&branch.body);
                if branch.request_response {
                    match &branch.response {
                        Some(response) => {
                            let response = self.path(response);
                            self.emit(Operation::Tree(response), branch.span);
                        }
                        None => self.argument(None, branch.span),
                    }
                    self.emit(Operation::Reply, branch.span);
                }
                self.emit(Operation::End, branch.span);
                let compiled = Branch {
                    input: u32::MAX,
                    target,
                    body,
                };
                self.code.couriers.push(compiled);
                let at = position(self.code.couriers.len() - 1);
                self.attach(courier.port, branch.guard, branch.request_response, at);
            }
        }
    }

    /// Gives a courier the operations that it stands for: one by its name before those of an interface.
    fn attach(&mut self, port: Identifier, guard: CourierGuard, answers: bool, courier: u32) {
        let names: Vec<_> = match guard {
            CourierGuard::Operation(operation) => vec![operation.name],
            CourierGuard::Interface(_, None) => Vec::new(),
            CourierGuard::Interface(_, Some(interface)) => {
                let operations = self.program[interface].operations.iter();
                let of_kind = operations.filter(|(_, one)| one.is_request_response() == answers);
                of_kind.map(|(name, _)| *name).collect()
            }
        };
        let by_name = matches!(guard, CourierGuard::Operation(_));
        for name in names {
            self.expose_by_courier(port, name, courier, by_name);
        }
    }

    /// `forward Port( x )( y )`
    pub(super) fn forward(
        &mut self,
        port: Option<Identifier>,
        request: Option<&'program tree::Path>,
        response: Option<&'program Option<tree::Path>>,
        span: Span,
    ) {
        let port = match port {
            None => u32::MAX,
            Some(port) => match self.service.output_ports.get_index_of(&port.name) {
                Some(at) => position(at),
                None => return self.refuse(port.span, "a forward to an unknown port"),
            },
        };
        let request = match request {
            Some(request) => self.path(request),
            None => {
                let nothing = self.slot("".into());
                self.variable(nothing)
            }
        };
        let target = response.map(|target| target.as_ref().map(|target| self.path(target)));
        self.emit(Operation::Forward { port, request }, span);
        match target {
            Some(Some(target)) => self.emit(Operation::Bind(target), span),
            Some(None) | None => self.emit(Operation::Pop, span),
        };
    }
}
