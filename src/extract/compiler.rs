//! What the translation of one service holds on its way: the nodes so far, the tables of names, the context.
//!
//! Code is made from its end to its start: each part is given where things go on after it, and returns where it
//! begins; what does nothing returns what comes after it. Loops and definitions are given a node first, which is led
//! to their code once that exists.

use super::inputs::{Inputs, faults};
use super::{is_standard, number};
use crate::automata::network::{
    Act, Assumption, CellId, FaultName, LinkId, LocalPort, Location, LockId, Node, OperationId,
    PortId, ScopeId, Term,
};
use crate::base::{Name, Span};
use crate::flow::{Awaited, Flow, Variables};
use crate::program::{self, Definition, Operation, OutputPort, Program, Service};
use crate::syntax::jolie::tree::{Identifier, Path, Process};
use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// Names with their indices.
pub(super) type Names = IndexSet<Name, FxBuildHasher>;

/// The node that every behaviour starts with.
pub(super) const END: Location = Location(0);

/// The operation that a courier's branch is translated for.
#[derive(Clone, Copy)]
pub(super) struct Forwarding<'a> {
    /// The operation as the aggregating port offers it.
    pub operation: &'a Operation,
    /// The aggregated port.
    pub port: Option<Identifier>,
}

/// What surrounds the part that is translated.
#[derive(Clone, Default)]
pub(super) struct Context<'a> {
    /// The paths of the `with` blocks around, outermost first.
    pub with: Vec<&'a Path>,
    /// Whether it is in the body of a handler, where `cH` stands for something.
    pub handled: bool,
    /// The scope that it is in; `None` in a definition, which may be called in any.
    pub scope: Option<Name>,
    /// In a courier.
    pub forwarding: Option<Forwarding<'a>>,
}

/// The translation of one service.
pub(super) struct Compiler<'a> {
    pub program: &'a Program,
    pub service: &'a Service,
    pub flow: &'a Flow,
    pub variables: &'a Variables<'a>,
    /// Whether nobody runs beside the service, and all who call it are outside.
    pub lone: bool,
    pub inputs: Inputs,
    pub nodes: Vec<Node>,
    pub ports: IndexMap<Name, LocalPort, FxBuildHasher>,
    pub locks: Names,
    pub links: Names,
    pub scopes: Names,
    pub context: Context<'a>,
    pub assumptions: Vec<Assumption>,
    /// The conditions of loops over vectors that are chosen outside.
    pub chosen: Vec<Span>,
    /// The faults of expressions that the service waits for.
    pub awaited: Awaited,
    /// Whether the assignments in conditions are left to what is around.
    pub quiet: bool,
    definitions: FxHashMap<Name, Location>,
    pending: Vec<(Location, &'a Definition)>,
}

impl<'a> Compiler<'a> {
    pub fn new(
        program: &'a Program,
        service: &'a Service,
        flow: &'a Flow,
        variables: &'a Variables<'a>,
        lone: bool,
    ) -> Self {
        let mut compiler = Self {
            program,
            service,
            flow,
            variables,
            lone,
            inputs: Inputs::new(program, service, flow, variables),
            nodes: Vec::new(),
            ports: IndexMap::default(),
            locks: Names::default(),
            links: Names::default(),
            scopes: Names::default(),
            context: Context::default(),
            assumptions: Vec::new(),
            chosen: Vec::new(),
            awaited: Awaited::of(service),
            quiet: false,
            definitions: FxHashMap::default(),
            pending: Vec::new(),
        };
        for port in service.output_ports.values() {
            compiler.port(port.name);
        }
        compiler.emit(Act::End, service.span);
        compiler
    }

    /// A new node.
    pub fn emit(&mut self, act: Act, origin: Span) -> Location {
        self.nodes.push(Node { act, origin });
        Location(number(self.nodes.len() - 1))
    }

    /// The end of a session whose code is `last`, or ends with it: told of where that ends.
    pub fn ending(&mut self, last: Option<&Process>) -> Location {
        match last.map(|last| last.span) {
            Some(Span { source, start, end }) if start < end => {
                let start = end - 1;
                self.emit(Act::End, Span { source, start, end })
            }
            _ => END,
        }
    }

    /// A node that is led elsewhere later.
    pub fn reserve(&mut self, origin: Span) -> Location {
        self.emit(Act::Skip { next: END }, origin)
    }

    /// Leads a reserved node to its code.
    pub fn lead(&mut self, from: Location, to: Location) {
        if let Some(node) = self.nodes.get_mut(from.index()) {
            node.act = Act::Skip { next: to };
        }
    }

    /// Sets cells, if there are any to set, then goes on.
    pub fn set(&mut self, values: Vec<(CellId, Term)>, origin: Span, next: Location) -> Location {
        if values.is_empty() {
            return next;
        }
        self.emit(Act::Set { values, next }, origin)
    }

    /// The cells that a path stands for are lost, then it goes on.
    pub fn forget(&mut self, path: &Path, origin: Span, next: Location) -> Location {
        let values = self.variables.forget(path, &self.context.with);
        self.set(values, origin, next)
    }

    /// The output port of this name; one that is not declared has been reported, and is made up.
    pub fn port(&mut self, name: Identifier) -> PortId {
        if let Some(index) = self.ports.get_index_of(&name.name) {
            return PortId(number(index));
        }
        let declared = self.output(name.name);
        let port = LocalPort {
            name: name.name,
            faults: declared.map_or_else(Vec::new, |port| self.declared_faults(port)),
            remote: declared.is_some_and(|port| {
                port.location
                    .as_ref()
                    .is_some_and(program::Location::leaves)
            }),
            location: self.variables.port_location(name.name),
            span: name.span,
        };
        self.ports.insert(name.name, port);
        PortId(number(self.ports.len() - 1))
    }

    /// The faults that a server outside may answer with: those that its operations declare at an output port. Those of
    /// the standard packages are taken to succeed.
    fn declared_faults(&self, port: &OutputPort) -> Vec<(OperationId, Vec<FaultName>)> {
        let operations = port.operations.iter();
        let own = operations.filter(|(_, found)| !is_standard(self.program, found.name.span));
        own.filter_map(|(name, operation)| {
            let faults = faults(operation);
            (!faults.is_empty()).then_some((self.flow.operation(*name)?, faults))
        })
        .collect()
    }

    /// The declaration of an output port.
    pub fn output(&self, name: Name) -> Option<&'a OutputPort> {
        self.service.output_ports.get(&name)
    }

    pub fn scope(&mut self, name: Name) -> ScopeId {
        ScopeId(number(self.scopes.insert_full(name).0))
    }

    pub fn link(&mut self, name: Name) -> LinkId {
        LinkId(number(self.links.insert_full(name).0))
    }

    pub fn lock(&mut self, name: Name) -> LockId {
        LockId(number(self.locks.insert_full(name).0))
    }

    /// Where a definition begins; `None` when there is no such definition, which has been reported.
    pub fn definition(&mut self, name: Name) -> Option<Location> {
        if let Some(found) = self.definitions.get(&name) {
            return Some(*found);
        }
        let definition = self.service.definitions.get(&name)?;
        let location = self.reserve(definition.span);
        self.definitions.insert(name, location);
        self.pending.push((location, definition));
        Some(location)
    }

    /// Translates the definitions that are called and not translated yet. They are a list and not a recursion, since
    /// there may be any number of them, each calling the next.
    pub fn finish(&mut self) {
        while let Some((location, definition)) = self.pending.pop() {
            let entry = self.root(Context::default(), &definition.body);
            self.lead(location, entry);
        }
    }

    /// Translates a behaviour that stands by itself.
    pub fn root(&mut self, context: Context<'a>, process: &'a Process) -> Location {
        self.inside(context, |compiler| compiler.process(process, END))
    }

    /// Translates in another context, and comes back to this one.
    pub fn inside<T>(&mut self, context: Context<'a>, translate: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.context, context);
        let result = translate(self);
        self.context = before;
        result
    }
}
