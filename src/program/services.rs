//! Services: in come plans, out come services with ports, behaviours and embedded programs in their places.
//!
//! Pieces are taken in Jolie's order, so that a port, a definition or an embedding sees only what stands before it.

use super::facts::{Body, Facts, Place};
use super::model::{
    CorrelationAlias, CorrelationSet, CorrelationVariable, Courier, CourierBranch, CourierGuard,
    Definition, Embed, EmbedTarget, Location, OutputPort, Service, ServiceId, Table,
};
use super::names::Meaning;
use super::plan::{Part, Plan, interfaces};
use super::rebound;
use super::resolve::{Progress, Resolver, unbuilt};
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::jolie::tree::{
    self, EmbedBinding, EmbeddedProgram, ExecutionMode, Identifier, Item, Technology,
};
use std::sync::Arc;

impl<'a> Resolver<'a> {
    /// Builds a service, once; one that needs itself finds itself half built.
    pub(super) fn service(&mut self, id: ServiceId) {
        if self.progress[id.index()] != Progress::Waiting {
            return;
        }
        self.progress[id.index()] = Progress::Begun;
        if let Some(plan) = self.plan(id) {
            let (service, facts) = self.build(plan);
            self.program.services[id.index()] = service;
            self.facts[id.index()] = facts;
        }
        self.progress[id.index()] = Progress::Done;
    }

    /// Builds what a plan says.
    pub(super) fn build(&mut self, plan: &Plan<'a>) -> (Service, Facts) {
        let mut service = unbuilt(plan);
        service.complete = self.reached[plan.module].unit.whole;
        if let Some(parameter) = plan.parameter {
            let definition = self.data_type(plan.module, &parameter.definition);
            service.parameter = Some((parameter.name, definition));
        }
        let mut facts = Facts::default();
        for part in &plan.parts {
            match part {
                Part::Item(item) => self.item(plan, item, &mut service, &mut facts),
                Part::Inner(inner, inner_id) => {
                    self.inner_port(plan, inner, &mut service);
                    service.embeds.push(Embed {
                        target: EmbedTarget::Service(*inner_id),
                        port: Some(inner.name),
                        argument: None,
                        timeout: None,
                        span: inner.name.span,
                    });
                }
                Part::InnerPort(inner) => self.inner_port(plan, inner, &mut service),
                Part::Door(inner) => {
                    service.execution = ExecutionMode::Concurrent;
                    let names = interfaces(inner).unwrap_or_default();
                    let (_, door) = self.inner_ports(plan.module, inner, names);
                    service.input_ports.insert(door.name.name, door);
                }
            }
        }
        rebound::mark(&mut service);
        (service, facts)
    }

    fn item(&mut self, plan: &Plan<'a>, item: &Item, service: &mut Service, facts: &mut Facts) {
        let module = plan.module;
        match item {
            Item::Execution(execution) => {
                service.execution = execution.mode;
                facts.execution = Some(execution.span);
            }
            Item::CorrelationSet(set) => {
                let set = self.correlation_set(module, set);
                service.correlation_sets.push(set);
            }
            Item::InputPort(port) => self.add_input(module, port, service),
            Item::OutputPort(port) => {
                let resolved = self.output_port(module, port);
                self.add_output(module, resolved, service);
            }
            Item::Embedded(lines) => {
                for line in lines {
                    let embed = self.embedded(module, line);
                    service.embeds.push(embed);
                }
            }
            Item::Embed(embed) => self.embed(module, embed, service),
            Item::Define(define) => {
                let body = Arc::new(define.body.clone());
                self.define(define.name, &body, service);
                add_body(Place::Define, body, service, facts);
            }
            Item::Init(code) => {
                let body = Arc::new(code.body.clone());
                service.init.push(Arc::clone(&body));
                add_body(Place::Init, body, service, facts);
            }
            Item::Main(code) => self.main(code, service, facts),
            Item::Courier(courier) => self.courier(module, courier, service, facts),
            Item::Import(_)
            | Item::Include(_)
            | Item::Constants(_)
            | Item::Type(_)
            | Item::Interface(_)
            | Item::Service(_)
            | Item::Foreign(_)
            | Item::Interfaces(_)
            | Item::Session(_) => {}
            Item::Plays(plays) => service.plays.push(plays.clone()),
        }
    }

    fn main(&mut self, code: &tree::Code, service: &mut Service, facts: &mut Facts) {
        if let Some(first) = &service.main {
            // The parser reports two in one file; an included file may bring another.
            if first.span.source != code.keyword.source {
                let finding = second_main(code.keyword, first.span);
                self.findings.push(finding);
            }
            return;
        }
        let body = Arc::new(code.body.clone());
        add_body(Place::Main, Arc::clone(&body), service, facts);
        service.main = Some(Definition {
            span: code.keyword,
            body,
        });
    }

    fn add_input(&mut self, module: usize, port: &tree::Port, service: &mut Service) {
        let resolved = self.input_port(module, port, service);
        if let Some(first) = service.input_ports.get(&port.name.name) {
            let first = first.name.span;
            self.duplicate_port(module, "input", port.name, first);
            // The operations of the first port are gone.
            service.complete = false;
        }
        service.input_ports.insert(port.name.name, resolved);
    }

    fn inner_port(&mut self, plan: &Plan<'a>, inner: &tree::Service, service: &mut Service) {
        let names = interfaces(inner).unwrap_or_default();
        let (port, _) = self.inner_ports(plan.module, inner, names);
        self.add_output(plan.module, port, service);
    }

    fn add_output(&mut self, module: usize, mut port: OutputPort, service: &mut Service) {
        if let Some(first) = service.output_ports.get(&port.name.name) {
            let first = first.name.span;
            self.duplicate_port(module, "output", port.name, first);
            port.complete = false;
        }
        service.output_ports.insert(port.name.name, port);
    }

    fn duplicate_port(&mut self, module: usize, kind: &str, name: Identifier, first: Span) {
        let message = format!("{kind} port `{}` has been already defined", name.name);
        let directives = &self.reached[module].unit.directives;
        let mut inclusions = directives
            .iter()
            .filter(|(source, _)| *source == name.span.source);
        let finding = match (inclusions.next(), inclusions.next()) {
            (Some((_, once)), Some((_, again))) if first == name.span => {
                Diagnostic::new(Code::Q0108, *again, message)
                    .label("the file of the port is included a second time")
                    .related(*once, "the first time")
                    .related(first, "the port")
                    .help("include a file once")
            }
            _ => Diagnostic::new(Code::Q0108, name.span, message)
                .label("the second declaration")
                .related(first, "the first one"),
        };
        self.findings.push(finding);
    }

    fn define(&mut self, name: Identifier, body: &Arc<tree::Process>, service: &mut Service) {
        if let Some(first) = service.definitions.get(&name.name) {
            let message = format!("definition `{}` uses a name that is taken", name.name);
            let finding = Diagnostic::new(Code::Q0112, name.span, message)
                .label("the second definition")
                .related(first.span, "the first one");
            self.findings.push(finding);
            return;
        }
        service.definitions.insert(
            name.name,
            Definition {
                span: name.span,
                body: Arc::clone(body),
            },
        );
    }

    fn correlation_set(&mut self, module: usize, set: &tree::CorrelationSet) -> CorrelationSet {
        let mut variables = Vec::new();
        for variable in &set.variables {
            let mut aliases = Vec::new();
            for alias in &variable.aliases {
                let definition = self.message_type(module, alias.message);
                let known = definition != self.basics.unknown;
                aliases.push(CorrelationAlias {
                    message: alias.message,
                    definition: known.then_some(definition),
                    path: alias.path.clone(),
                });
            }
            variables.push(CorrelationVariable {
                path: variable.path.clone(),
                aliases,
            });
        }
        CorrelationSet {
            variables,
            span: set.span,
        }
    }

    fn courier(
        &mut self,
        module: usize,
        courier: &tree::Courier,
        service: &mut Service,
        facts: &mut Facts,
    ) {
        let mut branches = Vec::new();
        for branch in &courier.branches {
            let request_response = branch.response.is_some();
            let guard = match branch.guard {
                tree::CourierGuard::Interface(name) => {
                    CourierGuard::Interface(name, self.named_interface(module, name))
                }
                tree::CourierGuard::Operation(name) => CourierGuard::Operation(name),
            };
            let body = Arc::new(branch.body.clone());
            let place = Place::Courier { request_response };
            add_body(place, Arc::clone(&body), service, facts);
            branches.push(CourierBranch {
                guard,
                request_response,
                request: branch.request.clone(),
                response: branch.response.clone(),
                body,
                span: branch.span,
            });
        }
        let known = service.input_ports.contains_key(&courier.port.name);
        if !known && service.complete {
            let message = format!("undefined input port: `{}`", courier.port.name);
            let finding = Diagnostic::new(Code::Q0109, courier.port.span, message)
                .label("no input port of this name before this courier");
            self.findings.push(finding);
        }
        service.couriers.push(Courier {
            port: courier.port,
            branches,
            span: courier.span,
        });
    }

    /// A line of `embedded`.
    fn embedded(&mut self, module: usize, line: &tree::Embedded) -> Embed {
        let path = match &line.program {
            EmbeddedProgram::Path(path) => path.value.clone(),
            EmbeddedProgram::Constant(name) => {
                if !self.names[module].open {
                    let message = format!("constant `{}` is not defined", name.name);
                    let finding = Diagnostic::new(Code::Q0102, name.span, message).label(
                        "the path of a program, or a constant that stands for one, is needed",
                    );
                    self.findings.push(finding);
                }
                name.name.to_string()
            }
        };
        let timeout = response_timeout(&path);
        let target = match line.technology {
            Technology::Java | Technology::JavaScript => EmbedTarget::Foreign(path),
            Technology::Jolie => self.embedded_file(module, line.span, path),
        };
        Embed {
            target,
            port: line.port,
            argument: None,
            timeout,
            span: line.span,
        }
    }

    /// The service of an embedded file: its old-style program, or its only service.
    fn embedded_file(&self, module: usize, line: Span, path: String) -> EmbedTarget {
        let Some(found) = self.reached[module].embedded.get(&line) else {
            return EmbedTarget::Missing(path);
        };
        let outer = |id: &&ServiceId| {
            !matches!(self.program[**id].kind, super::model::ServiceKind::Internal)
        };
        let mut services = self.program.modules[*found].services.iter().filter(outer);
        match (services.next(), services.next()) {
            (Some(only), None) => EmbedTarget::Service(*only),
            _ => EmbedTarget::Missing(path),
        }
    }

    /// `embed S( e ) as P`
    fn embed(&mut self, module: usize, embed: &tree::Embed, service: &mut Service) {
        let target = match self.meaning(module, embed.service, "service", Code::Q0114) {
            Some(Meaning::Service(id)) => EmbedTarget::Service(id),
            Some(other) => {
                self.misused(embed.service, other, "a service", Code::Q0114);
                EmbedTarget::Missing(embed.service.name.to_string())
            }
            None => EmbedTarget::Missing(embed.service.name.to_string()),
        };
        let port = match embed.binding {
            Some(EmbedBinding::New(name)) => {
                let port = self.new_port(name, embed.service, &target);
                self.add_output(module, port, service);
                Some(name)
            }
            Some(EmbedBinding::Existing(name)) => Some(name),
            None => None,
        };
        service.embeds.push(Embed {
            target,
            port,
            argument: embed.argument.clone(),
            timeout: None,
            span: embed.span,
        });
        if let Some(EmbedBinding::Existing(name)) = embed.binding
            && service.complete
            && !service.output_ports.contains_key(&name.name)
        {
            let message = format!("binding port `{}` is not defined", name.name);
            let finding = Diagnostic::new(Code::Q0115, name.span, message)
                .label("no output port of this name before this embedding")
                .help(format!("`as {}` makes a new output port", name.name));
            self.findings.push(finding);
        }
    }

    /// The output port that `as` makes: all that the local input ports of the service offer.
    fn new_port(
        &mut self,
        name: Identifier,
        written: Identifier,
        target: &EmbedTarget,
    ) -> OutputPort {
        let mut port = OutputPort {
            name,
            location: None,
            protocol: None,
            configuration: None,
            interfaces: Vec::new(),
            operations: Table::default(),
            rebound: false,
            complete: true,
        };
        let EmbedTarget::Service(id) = *target else {
            port.complete = false;
            return port;
        };
        self.service(id);
        if self.progress[id.index()] != Progress::Done {
            port.complete = false;
            return port;
        }
        let foreign = self.is_foreign(id);
        let inner = &self.program[id];
        port.complete = inner.complete;
        for input in inner.input_ports.values() {
            let local =
                matches!(&input.location, Some(Location::Literal(text, _)) if text == "local");
            if !local {
                continue;
            }
            port.complete &= input.complete;
            port.interfaces.extend(&input.interfaces);
            for (name, operation) in &input.operations {
                port.operations.insert(*name, operation.clone());
            }
            for (name, operation) in input.aggregates.iter().flat_map(|part| &part.operations) {
                port.operations.insert(*name, operation.clone());
            }
        }
        if foreign && inner.input_ports.is_empty() && inner.complete {
            let message = format!(
                "operations cannot be bound to port `{}`: service `{}` has no input port",
                name.name, written.name
            );
            let declared = inner.span;
            let finding = Diagnostic::new(Code::Q0115, name.span, message)
                .label("nothing to bind")
                .related(declared, "the service is declared here");
            self.findings.push(finding);
            port.complete = false;
        }
        port
    }
}

fn second_main(second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::Q0007,
        second,
        "you must specify only one main definition",
    )
    .label("the second main")
    .related(first, "the first one")
}

fn add_body(place: Place, process: Arc<tree::Process>, service: &Service, facts: &mut Facts) {
    facts.bodies.push(Body {
        place,
        process,
        outputs: service.output_ports.len(),
        definitions: service.definitions.len(),
    });
}

/// What the options before an embedded file say of `--responseTimeout`.
fn response_timeout(path: &str) -> Option<u64> {
    let mut words = path.split_whitespace();
    words.find(|word| *word == "--responseTimeout")?;
    words.next()?.parse().ok()
}
