//! A whole service to its behaviour: `init`, `main` or its starters, couriers, and what they call.

use super::compact;
use super::compiler::{Compiler, Context, END, Forwarding, Names};
use super::handlers::main_scope;
use super::inputs::{Couriered, Inputs, couriered};
use super::outputs::read;
use crate::automata::network::{
    Assumption, Behaviour, Binding, InputBranch, Location, Main, Mode, Reply, Starter,
};
use crate::base::{Name, Span};
use crate::flow::{Flow, Variables};
use crate::program::starters::{self, starters};
use crate::program::{InputPort, Program, Service, ServiceId};
use crate::syntax::jolie::tree::{ExecutionMode, Identifier};

/// A service translated.
pub(super) struct Compiled {
    pub behaviour: Behaviour,
    pub inputs: Inputs,
    pub assumptions: Vec<Assumption>,
    /// The conditions of loops over vectors that are chosen outside.
    pub chosen: Vec<Span>,
}

/// Translates a service; `lone` says that nobody runs beside it, and that all who call it are outside.
pub(super) fn compile(
    program: &Program,
    id: ServiceId,
    flow: &Flow,
    variables: &Variables<'_>,
    lone: bool,
) -> Compiled {
    let service = &program[id];
    let mut compiler = Compiler::new(program, service, flow, variables, lone);
    compiler.assume_of_service();
    let init = init(&mut compiler);
    let main = main(&mut compiler);
    let couriers = couriered(program, service)
        .iter()
        .filter_map(|couriered| courier(&mut compiler, couriered))
        .collect();
    compiler.finish();
    let list = |names: &Names| names.iter().copied().collect::<Vec<Name>>();
    let mut behaviour = Behaviour {
        name: service.name,
        span: service.span,
        mode: mode(service),
        init,
        main,
        couriers,
        cells: variables.cells().to_vec(),
        inputs: compiler.inputs.list.clone(),
        sets: variables.sets(),
        ports: compiler.ports.values().cloned().collect(),
        locks: list(&compiler.locks),
        links: list(&compiler.links),
        scopes: list(&compiler.scopes),
        nodes: std::mem::take(&mut compiler.nodes),
    };
    compact::compact(&mut behaviour);
    compiler.assume_of_locations(&behaviour);
    Compiled {
        behaviour,
        inputs: compiler.inputs,
        assumptions: compiler.assumptions,
        chosen: compiler.chosen,
    }
}

fn mode(service: &Service) -> Mode {
    match service.execution {
        ExecutionMode::Single => Mode::Single,
        ExecutionMode::Sequential => Mode::Sequential,
        ExecutionMode::Concurrent => Mode::Concurrent,
    }
}

/// What `init`, `main` and couriers are translated in.
fn around<'a>() -> Context<'a> {
    Context {
        scope: Some(main_scope()),
        ..Context::default()
    }
}

fn init(compiler: &mut Compiler<'_>) -> Option<Location> {
    let parts = &compiler.service.init;
    let entry = compiler.inside(around(), |compiler| {
        let parts = parts.iter().rev();
        parts.fold(END, |next, part| compiler.process(part, next))
    });
    (!parts.is_empty()).then_some(entry)
}

fn main(compiler: &mut Compiler<'_>) -> Main {
    let Some(main) = &compiler.service.main else {
        return Main::Nothing;
    };
    if compiler.service.execution == ExecutionMode::Single {
        let entry = compiler.inside(around(), |compiler| {
            let end = compiler.ending(Some(&main.body));
            compiler.process(&main.body, end)
        });
        return Main::Once(entry);
    }
    let found: Vec<Starter> = starters(&main.body)
        .iter()
        .filter_map(|found| starter(compiler, found))
        .collect();
    if found.is_empty() {
        Main::Nothing
    } else {
        Main::Starters(found)
    }
}

fn starter<'a>(compiler: &mut Compiler<'a>, starter: &starters::Starter<'a>) -> Option<Starter> {
    let mut branch = compiler.inside(around(), |compiler| {
        let end = compiler.ending(starter.rest.last().copied());
        let rest = starter.rest.iter().rev();
        let next = rest.fold(end, |next, part| compiler.process(part, next));
        compiler.branch(starter.input, next)
    })?;
    let name = starter.input.operation.name;
    let ports = compiler.service.input_ports.values();
    if let Some(operation) = offered(ports, name) {
        for binding in compiler.variables.starter_bindings(operation) {
            add(&mut branch.bindings, binding);
        }
    }
    Some(Starter {
        branch,
        courier: false,
    })
}

fn offered<'a>(
    mut ports: impl Iterator<Item = &'a InputPort>,
    name: Name,
) -> Option<&'a crate::program::Operation> {
    ports.find_map(|port| port.operations.get(&name))
}

fn add(bindings: &mut Vec<Binding>, binding: Binding) {
    if !bindings.contains(&binding) {
        bindings.push(binding);
    }
}

/// A courier's branch for one operation.
fn courier<'a>(compiler: &mut Compiler<'a>, couriered: &Couriered<'a>) -> Option<Starter> {
    let Couriered {
        port,
        operation,
        branch,
    } = couriered;
    let name = operation.name.name;
    let input = *compiler.inputs.couriers.get(&(port.name.name, name))?;
    let id = compiler.flow.operation(name)?;
    let context = Context {
        forwarding: Some(Forwarding {
            operation,
            port: aggregated(compiler.service, port, name),
        }),
        ..around()
    };
    let bindings = compiler
        .variables
        .bind_request(id, Some(&branch.request), &[]);
    let body = compiler.root(context, &branch.body);
    let reply = branch.request_response.then(|| {
        let answer = branch.response.as_ref().map(read);
        Reply {
            payload: compiler.variables.response(id, answer.as_ref(), &[]),
            next: END,
        }
    });
    Some(Starter {
        branch: InputBranch {
            input,
            bindings,
            reply,
            body,
            origin: branch.span,
        },
        courier: true,
    })
}

/// The aggregated port that has an operation.
fn aggregated(service: &Service, port: &InputPort, operation: Name) -> Option<Identifier> {
    let ports = port.aggregates.iter().flat_map(|item| &item.ports);
    ports.copied().find(|port| {
        let output = service.output_ports.get(&port.name);
        output.is_some_and(|output| output.operations.contains_key(&operation))
    })
}
