//! Ports, correlation sets and embeddings: what a service offers and calls, with the types of its messages.

use super::path::CORRELATION;
use super::{Compiler, position};
use crate::base::Name;
use crate::interpreter::code::{
    Embed, Embedded, Exposed, Input, InputPort, Key, Operation, Output, OutputPort, Path, Place,
    Response, Root, Segment,
};
use crate::interpreter::value::Text;
use crate::program::{self, Aggregation, EmbedTarget, Location, Signature, Table, TypeId};
use crate::syntax::jolie::tree::{self, ExpressionKind, TreeValue};
use rustc_hash::FxHashMap;
use std::sync::Arc;

fn response(operation: &program::Operation) -> Option<Response> {
    match &operation.signature {
        Signature::OneWay { .. } => None,
        Signature::RequestResponse {
            response, faults, ..
        } => {
            let faults = faults.iter();
            let faults = faults.map(|(name, fault)| (Text::new(name), fault.carries));
            Some(Response {
                value: *response,
                faults: faults.collect(),
            })
        }
    }
}

fn outputs(operations: &Table<program::Operation>, port: u32) -> FxHashMap<Text, Arc<Output>> {
    let operations = operations.iter();
    let output = |(name, operation): (&Name, &program::Operation)| {
        let name = Text::new(name);
        let output = Output {
            name: name.clone(),
            port,
            request: operation.request(),
            response: response(operation),
        };
        (name, Arc::new(output))
    };
    operations.map(output).collect()
}

/// Whether an inline tree has aliases.
fn holds_aliases(tree: &tree::Expression) -> bool {
    let ExpressionKind::Tree(_, entries) = &tree.kind else {
        return false;
    };
    let mut entries = entries.iter();
    entries.any(|entry| matches!(entry.value, TreeValue::Alias(_)))
}

impl<'program> Compiler<'program> {
    /// Everything but the behaviours.
    pub(super) fn ports(&mut self) {
        let service = self.service;
        self.code.mode = service.execution;
        self.code.parameter = service.parameter.map(|(name, _)| self.slot(name.name));
        for (at, port) in service.output_ports.values().enumerate() {
            let slot = self.slot(port.name.name);
            let location = port
                .location
                .as_ref()
                .map(|location| self.location(location));
            let configuration = port.configuration.as_ref();
            let port = OutputPort {
                name: port.name.name,
                slot,
                location,
                protocol: port.protocol,
                configuration: configuration.map(|protocol| self.beside(protocol)),
                follows: configuration.is_some_and(holds_aliases),
                operations: Arc::new(outputs(&port.operations, position(at))),
            };
            self.code.output_ports.push(port);
        }
        self.sets();
        for port in service.input_ports.values() {
            self.input_port(port);
        }
        for embed in &service.embeds {
            let target = match &embed.target {
                EmbedTarget::Service(service) => Embedded::Service(*service),
                EmbedTarget::Foreign(name) => Embedded::Foreign(name.clone()),
                EmbedTarget::Missing(name) => Embedded::Missing(name.clone()),
            };
            let port = embed.port.and_then(|port| {
                let at = service.output_ports.get_index_of(&port.name);
                at.map(position)
            });
            let argument = embed
                .argument
                .as_ref()
                .map(|argument| self.beside(argument));
            self.code.embeds.push(Embed {
                target,
                port,
                argument,
                timeout: embed.timeout,
                span: embed.span,
            });
        }
    }

    fn location(&mut self, location: &'program Location) -> Place {
        match location {
            Location::Computed(expression) => self.beside(expression),
            Location::Literal(text, span) => {
                let place = self.here();
                let text = self.constant(text.as_str().into());
                self.emit(text, *span);
                self.emit(Operation::Done, *span);
                place
            }
        }
    }

    /// The code of an expression at the top of a service.
    fn beside(&mut self, expression: &'program tree::Expression) -> Place {
        let place = self.here();
        self.tree_of(expression);
        self.emit(Operation::Done, expression.span);
        place
    }

    fn sets(&mut self) {
        let slot = self.slot(Name::from(CORRELATION));
        self.code.correlation = slot;
        for set in &self.service.correlation_sets {
            let mut paths = Vec::new();
            for variable in &set.variables {
                let names = variable.path.names().unwrap_or_default();
                let segments = names.iter().map(|name| Segment {
                    key: Key::Name(Text::new(name)),
                    index: None,
                });
                let path = Path {
                    root: Root::Slot(slot),
                    index: None,
                    segments: segments.collect(),
                };
                paths.push(self.keep(path));
            }
            self.code.sets.push(paths);
        }
    }

    fn input_port(&mut self, port: &'program program::InputPort) {
        let location = port
            .location
            .as_ref()
            .map(|location| self.location(location));
        let mut operations = FxHashMap::default();
        for aggregation in &port.aggregates {
            self.aggregated(aggregation, &mut operations);
        }
        for (name, operation) in &port.operations {
            let input = self.add_input(*name, operation);
            operations.insert(Text::new(name), Exposed::Own(input));
        }
        let redirects = port.redirects.iter().filter_map(|(resource, output)| {
            let at = self.service.output_ports.get_index_of(&output.name)?;
            Some((Text::new(resource.name), position(at)))
        });
        let redirects = redirects.collect();
        let configuration = port.configuration.as_ref();
        let configuration = configuration.map(|protocol| self.beside(protocol));
        self.code.input_ports.push(InputPort {
            name: port.name.name,
            location,
            protocol: port.protocol,
            configuration,
            operations,
            redirects,
        });
    }

    fn add_input(&mut self, name: Name, operation: &program::Operation) -> u32 {
        let text = Text::new(name);
        if let Some(known) = self.code.input_by_name.get(&text) {
            return *known;
        }
        let (queue, aliases) = self.queue(operation);
        self.code.inputs.push(Input {
            name: text.clone(),
            request: operation.request(),
            response: response(operation),
            queue,
            aliases,
        });
        let input = position(self.code.inputs.len() - 1);
        self.code.input_by_name.insert(text, input);
        input
    }

    /// The queue of an operation, and where the variables of its correlation set stand in its messages.
    fn queue(&self, operation: &program::Operation) -> (u32, Vec<Vec<Text>>) {
        for (at, set) in self.service.correlation_sets.iter().enumerate() {
            let aliases: Option<Vec<Vec<Text>>> = (set.variables.iter())
                .map(|variable| {
                    let alias = variable
                        .aliases
                        .iter()
                        .find(|alias| alias.is_about(operation))?;
                    let names = alias.path.names()?;
                    Some(names.iter().map(Text::new).collect())
                })
                .collect();
            if let Some(aliases) = aliases.filter(|aliases| !aliases.is_empty()) {
                return (position(at) + 1, aliases);
            }
        }
        (0, Vec::new())
    }

    fn aggregated(&mut self, aggregation: &Aggregation, into: &mut FxHashMap<Text, Exposed>) {
        for output in &aggregation.ports {
            let Some(at) = self.service.output_ports.get_index_of(&output.name) else {
                continue;
            };
            let behind = &self.service.output_ports[at].operations;
            for (name, operation) in &aggregation.operations {
                let Some(own) = behind.get(name) else {
                    continue;
                };
                let fields = |id: TypeId| self.field_names(id);
                let before = fields(own.request());
                let extended = fields(operation.request())
                    .into_iter()
                    .filter(|field| !before.contains(field))
                    .collect();
                let name = Text::new(name);
                let signature = Arc::new(Output {
                    name: name.clone(),
                    port: position(at),
                    request: operation.request(),
                    response: response(operation),
                });
                let exposed = Exposed::Aggregated {
                    port: position(at),
                    signature,
                    extended,
                    courier: None,
                };
                into.insert(name, exposed);
            }
        }
    }

    fn field_names(&self, id: TypeId) -> Vec<Text> {
        match &self.program[id].kind {
            program::DataTypeKind::Tree { fields, .. } => fields.keys().map(Text::new).collect(),
            program::DataTypeKind::Link(target) if *target != id => self.field_names(*target),
            _ => Vec::new(),
        }
    }

    /// Puts a courier before an operation of an input port.
    pub(super) fn expose_by_courier(
        &mut self,
        port: tree::Identifier,
        operation: Name,
        courier: u32,
        by_name: bool,
    ) {
        let ports = &mut self.code.input_ports;
        let Some(port) = ports.iter_mut().find(|known| known.name == port.name) else {
            return;
        };
        match port.operations.get_mut(operation.as_str()) {
            Some(Exposed::Aggregated { courier: taken, .. }) if by_name || taken.is_none() => {
                *taken = Some(courier);
            }
            Some(exposed @ Exposed::Own(_)) => {
                if let Exposed::Own(input) = *exposed {
                    *exposed = Exposed::Courier(courier, input);
                }
            }
            Some(Exposed::Courier(taken, _)) if by_name => *taken = courier,
            _ => {}
        }
    }
}
