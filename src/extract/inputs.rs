//! The inputs of a service, and the code of what waits for them.
//!
//! An operation of an input port's own interfaces is one input, whichever ports offer it. What a courier handles is an
//! input of its own, one for each port and operation: Jolie looks for own operations first (`CommCore`), and couriers
//! never correlate (`AggregatedOperation`).

use super::compiler::Compiler;
use super::number;
use crate::automata::network::{
    Act, Input, InputBranch, InputId, Location, Reply, behaviour::FaultName,
};
use crate::base::{Name, Span};
use crate::flow::{Flow, Variables};
use crate::program::{
    Courier, CourierBranch, CourierGuard, InputPort, Operation, Program, Service, Signature, Table,
};
use crate::syntax::jolie::tree::{Branch, Receive};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashMap;

/// The inputs of a service, by what leads to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs {
    /// The inputs, by [`InputId`].
    pub list: Vec<Input>,
    /// Those that behaviours receive, by operation.
    pub own: FxHashMap<Name, InputId>,
    /// Those that couriers handle, by input port and operation.
    pub couriers: FxHashMap<(Name, Name), InputId>,
}

/// A courier's branch with an operation that it stands for.
pub(super) struct Couriered<'a> {
    pub port: &'a InputPort,
    pub operation: &'a Operation,
    pub branch: &'a CourierBranch,
}

impl Inputs {
    pub fn new(
        program: &Program,
        service: &Service,
        flow: &Flow,
        variables: &Variables<'_>,
    ) -> Self {
        let mut inputs = Self::default();
        for port in service.input_ports.values() {
            for (name, operation) in &port.operations {
                if !inputs.own.contains_key(name)
                    && let Some(mut input) = declared(flow, operation)
                {
                    input.queue = variables.queue(operation);
                    input.aliases = variables.aliases(operation);
                    let id = inputs.add(input);
                    inputs.own.insert(*name, id);
                }
            }
        }
        for couriered in couriered(program, service) {
            if let Some(input) = declared(flow, couriered.operation) {
                let id = inputs.add(input);
                let key = (couriered.port.name.name, couriered.operation.name.name);
                inputs.couriers.insert(key, id);
            }
        }
        for process in service.behaviours() {
            walk::receives(process, &mut |receive| inputs.awaited(flow, receive));
        }
        inputs
    }

    fn add(&mut self, input: Input) -> InputId {
        self.list.push(input);
        InputId(number(self.list.len() - 1))
    }

    /// What no port offers and a behaviour awaits all the same: nothing ever comes.
    fn awaited(&mut self, flow: &Flow, receive: &Receive) {
        let name = receive.operation.name;
        if self.own.contains_key(&name) {
            return;
        }
        if let Some(operation) = flow.operation(name) {
            let id = self.add(Input {
                operation,
                request_response: receive.reply.is_some(),
                queue: 0,
                aliases: Vec::new(),
                faults: Vec::new(),
                span: receive.operation.span,
            });
            self.own.insert(name, id);
        }
    }
}

/// The input that a declared operation is, in the queue of those without a correlation set.
fn declared(flow: &Flow, operation: &Operation) -> Option<Input> {
    Some(Input {
        operation: flow.operation(operation.name.name)?,
        request_response: operation.is_request_response(),
        queue: 0,
        aliases: Vec::new(),
        faults: faults(operation),
        span: operation.name.span,
    })
}

/// The faults that an operation declares.
pub(super) fn faults(operation: &Operation) -> Vec<FaultName> {
    match &operation.signature {
        Signature::RequestResponse { faults, .. } => faults.keys().copied().collect(),
        Signature::OneWay { .. } => Vec::new(),
    }
}

/// What the couriers of a service handle, each operation once, by its last branch; a branch for one operation comes
/// after those for interfaces (`OOITBuilder`).
pub(super) fn couriered<'a>(program: &'a Program, service: &'a Service) -> Vec<Couriered<'a>> {
    let mut found: FxHashMap<(Name, Name), usize> = FxHashMap::default();
    let mut list: Vec<Couriered<'a>> = Vec::new();
    for courier in &service.couriers {
        let Some(port) = service.input_ports.get(&courier.port.name) else {
            continue;
        };
        for (branch, name) in branches(program, courier) {
            let aggregated = port.aggregates.iter();
            let mut operations = aggregated.filter_map(|item| item.operations.get(&name));
            let Some(operation) = operations.next() else {
                continue;
            };
            if port.operations.contains_key(&name)
                || operation.is_request_response() != branch.request_response
            {
                continue;
            }
            let couriered = Couriered {
                port,
                operation,
                branch,
            };
            let at = *found.entry((port.name.name, name)).or_insert(list.len());
            match list.get_mut(at) {
                Some(before) => *before = couriered,
                None => list.push(couriered),
            }
        }
    }
    list
}

fn branches<'a>(
    program: &'a Program,
    courier: &'a Courier,
) -> impl Iterator<Item = (&'a CourierBranch, Name)> {
    let whole = |branch: &'a CourierBranch| match branch.guard {
        CourierGuard::Interface(_, Some(id)) => Some((branch, &program[id].operations)),
        _ => None,
    };
    let interfaces = courier.branches.iter().filter_map(whole);
    let interfaces = interfaces.flat_map(|(branch, operations): (_, &Table<Operation>)| {
        operations.keys().map(move |name| (branch, *name))
    });
    let single = courier
        .branches
        .iter()
        .filter_map(|branch| match branch.guard {
            CourierGuard::Operation(operation) => Some((branch, operation.name)),
            CourierGuard::Interface(..) => None,
        });
    interfaces.chain(single)
}

impl<'a> Compiler<'a> {
    /// Waits for the messages of these branches; without any, which only unknown operations lead to, it does not wait.
    pub fn receive(
        &mut self,
        branches: Vec<InputBranch>,
        origin: Span,
        next: Location,
    ) -> Location {
        if branches.is_empty() {
            return next;
        }
        self.emit(Act::Receive { branches }, origin)
    }

    /// The branches of a choice, after each of which it goes on at `next`.
    pub fn branches(&mut self, branches: &'a [Branch], next: Location) -> Vec<InputBranch> {
        let mut translated = Vec::with_capacity(branches.len());
        for branch in branches {
            let after = match &branch.body {
                Some(body) => self.process(body, next),
                None => next,
            };
            translated.extend(self.branch(&branch.guard, after));
        }
        translated
    }

    /// `provide … until …`: one choice; the branches of the first part come back to it.
    pub fn provide_until(
        &mut self,
        provide: &'a [Branch],
        until: &'a [Branch],
        origin: Span,
        next: Location,
    ) -> Location {
        let head = self.reserve(origin);
        let mut branches = self.branches(provide, head);
        branches.extend(self.branches(until, next));
        let entry = self.receive(branches, origin, next);
        self.lead(head, entry);
        head
    }

    /// An input as a branch, after which it goes on at `next`; `None` when nothing is known of its operation.
    pub fn branch(&mut self, receive: &'a Receive, next: Location) -> Option<InputBranch> {
        let input = *self.inputs.own.get(&receive.operation.name)?;
        let operation = self.inputs.list.get(input.index())?.operation;
        let with = &self.context.with;
        let target = receive.target.as_ref();
        let bindings = self.variables.bind_request(operation, target, with);
        let reply = receive.reply.as_ref().map(|reply| {
            let value = reply.value.as_ref();
            Reply {
                payload: self.variables.response(operation, value, with),
                next,
            }
        });
        let body = match &receive.reply {
            None => next,
            Some(reply) => {
                let end = self.emit(Act::End, receive.operation.span);
                let answer = match &reply.value {
                    Some(value) => self.ask(value, end),
                    None => end,
                };
                match &reply.body {
                    Some(body) => self.process(body, answer),
                    None => answer,
                }
            }
        };
        let body = match &receive.target {
            Some(target) => self.ask_path(target, body),
            None => body,
        };
        Some(InputBranch {
            input,
            bindings,
            reply,
            body,
            origin: receive.span,
        })
    }
}
