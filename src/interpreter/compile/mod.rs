//! From a service to its code: in comes a resolved [`Service`], out comes its compact form.
//!
//! Variables become slots, definitions places in the code, operations inputs and outputs with their types. `with` is
//! what it is in Jolie: its path is put before those that start with a dot.

mod expression;
mod input;
mod path;
mod port;
mod process;

use super::code::{Branch, Code, Main, Operation, Place};
use super::value::Value;
use crate::base::{Code as Finding, Diagnostic, Name, Span};
use crate::program::starters::{Starter, starters};
use crate::program::{Program, Service, ServiceId};
use crate::syntax::jolie::tree::{self, ExecutionMode, Process};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The code of a service.
///
/// # Errors
///
/// What the language has and this interpreter does not, where it is written.
pub fn compile(program: &Arc<Program>, service: ServiceId) -> Result<Code, Vec<Diagnostic>> {
    let mut compiler = Compiler {
        program,
        service: &program[service],
        code: empty(program, service),
        slots: FxHashMap::default(),
        calls: Vec::new(),
        prefixes: Vec::new(),
        frozen: Vec::new(),
        findings: Vec::new(),
    };
    compiler.ports();
    compiler.behaviours();
    if compiler.findings.is_empty() {
        Ok(compiler.code)
    } else {
        Err(compiler.findings)
    }
}

/// The work in progress.
struct Compiler<'program> {
    program: &'program Program,
    service: &'program Service,
    code: Code,
    slots: FxHashMap<Name, u32>,
    /// Calls of definitions whose places are not known yet.
    calls: Vec<(usize, Name)>,
    /// The paths of the `with`s around.
    prefixes: Vec<&'program tree::Path>,
    /// For each handler around, the paths that are read when it is installed.
    frozen: Vec<Vec<super::code::PathId>>,
    findings: Vec<Diagnostic>,
}

fn empty(program: &Arc<Program>, service: ServiceId) -> Code {
    Code {
        program: Arc::clone(program),
        service,
        operations: Vec::new(),
        spans: Vec::new(),
        constants: Vec::new(),
        paths: Vec::new(),
        slots: Vec::new(),
        outputs: Vec::new(),
        choices: Vec::new(),
        forks: Vec::new(),
        installs: Vec::new(),
        spawns: Vec::new(),
        scopes: Vec::new(),
        locks: Vec::new(),
        links: Vec::new(),
        faults: Vec::new(),
        inputs: Vec::new(),
        input_by_name: FxHashMap::default(),
        correlation: 0,
        sets: Vec::new(),
        input_ports: Vec::new(),
        output_ports: Vec::new(),
        couriers: Vec::new(),
        embeds: Vec::new(),
        parameter: None,
        mode: ExecutionMode::Single,
        init: None,
        main: Main::Nothing,
    }
}

impl<'program> Compiler<'program> {
    fn here(&self) -> Place {
        u32::try_from(self.code.operations.len()).unwrap_or(u32::MAX)
    }

    fn emit(&mut self, operation: Operation, span: Span) -> usize {
        self.code.operations.push(operation);
        self.code.spans.push(span);
        self.code.operations.len() - 1
    }

    /// Puts the present place into an operation that jumps.
    fn land(&mut self, at: usize) {
        let here = self.here();
        let Some(
            Operation::Jump(place)
            | Operation::JumpIfNot(place)
            | Operation::AndElse(place)
            | Operation::OrElse(place)
            | Operation::Enter { leave: place, .. }
            | Operation::NextElement { done: place, .. }
            | Operation::NextName { done: place, .. },
        ) = self.code.operations.get_mut(at)
        else {
            return;
        };
        *place = here;
    }

    fn slot(&mut self, name: Name) -> u32 {
        let slots = &mut self.code.slots;
        *self.slots.entry(name).or_insert_with(|| {
            slots.push(name);
            position(slots.len() - 1)
        })
    }

    fn constant(&mut self, value: Value) -> Operation {
        self.code.constants.push(value);
        Operation::Constant(position(self.code.constants.len() - 1))
    }

    fn scope(&mut self, name: Name) -> u32 {
        let slot = self.slot(name);
        let scopes = &mut self.code.scopes;
        let found = scopes.iter().position(|known| *known == slot);
        position(found.unwrap_or_else(|| {
            scopes.push(slot);
            scopes.len() - 1
        }))
    }

    /// Something that the language has and this interpreter does not.
    fn refuse(&mut self, span: Span, what: &str) {
        let message = format!("{what} cannot be run");
        self.findings
            .push(Diagnostic::new(Finding::Q0902, span, message));
    }

    /// `init`, `main`, definitions and couriers.
    fn behaviours(&mut self) {
        let service = self.service;
        // The first scope is that of the session itself.
        self.scope(Name::from("main"));
        if !service.init.is_empty() {
            self.code.init = Some(self.here());
            for init in &service.init {
                self.process(init);
            }
            self.emit(Operation::End, service.span);
        }
        if let Some(main) = &service.main {
            self.code.main = match service.execution {
                ExecutionMode::Single => self.once(&main.body, main.span),
                _ => self.started(&starters(&main.body), main.span),
            };
        }
        self.couriers();
        let mut places = FxHashMap::default();
        for (name, definition) in &service.definitions {
            places.insert(*name, self.here());
            self.process(&definition.body);
            self.emit(Operation::Return, definition.span);
        }
        for (at, name) in std::mem::take(&mut self.calls) {
            match (places.get(&name), self.code.operations.get_mut(at)) {
                (Some(place), Some(Operation::Call(target))) => *target = *place,
                _ => {
                    let span = self.code.span(position(at));
                    self.refuse(span, &format!("`{name}`, which is not defined,"));
                }
            }
        }
    }

    fn once(&mut self, main: &'program Process, span: Span) -> Main {
        let start = self.here();
        self.process(main);
        self.emit(Operation::End, span);
        Main::Once(start)
    }

    fn started(&mut self, starters: &[Starter<'program>], span: Span) -> Main {
        let mut branches: Vec<Branch> = Vec::new();
        for starter in starters {
            if let Some(branch) = self.branch(starter.input, &starter.rest) {
                branches.push(branch);
                self.emit(Operation::End, span);
            }
        }
        Main::Starters(branches)
    }
}

/// A position in a table; tables of more than 2³² entries do not fit into memory.
fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
