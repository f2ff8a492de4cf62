//! Ports: in come input and output ports of the trees, out come those of the program with all their operations.

use super::extend::extended;
use super::model::{
    Aggregation, InputPort, InterfaceId, Location, Operation, OutputPort, Service, Table,
};
use super::names::Meaning;
use super::resolve::Resolver;
use super::similar::nearest;
use crate::base::{Code, Diagnostic, Name};
use crate::syntax::jolie::tree::{self, Expression, ExpressionKind, Identifier, Literal, Port};

/// What the interfaces and the text of a port give it.
struct Offer {
    interfaces: Vec<InterfaceId>,
    operations: Table<Operation>,
    complete: bool,
}

impl Resolver<'_> {
    /// Resolves an output port.
    pub(super) fn output_port(&mut self, module: usize, port: &Port) -> OutputPort {
        let offer = self.offer(module, &port.interfaces, &port.operations);
        OutputPort {
            name: port.name,
            location: port.location.as_ref().map(location),
            protocol: port.protocol.as_ref().and_then(protocol),
            configuration: port.protocol.as_ref().and_then(configuration),
            interfaces: offer.interfaces,
            operations: offer.operations,
            rebound: false,
            complete: offer.complete,
        }
    }

    /// Resolves an input port of a service whose output ports before it are in place.
    pub(super) fn input_port(
        &mut self,
        module: usize,
        port: &Port,
        service: &Service,
    ) -> InputPort {
        let offer = self.offer(module, &port.interfaces, &port.operations);
        let mut complete = offer.complete;
        let mut aggregates = Vec::new();
        for written in &port.aggregates {
            let (aggregation, known) = self.aggregation(module, port, written, service);
            complete &= known;
            aggregates.push(aggregation);
        }
        InputPort {
            name: port.name,
            location: port.location.as_ref().map(location),
            protocol: port.protocol.as_ref().and_then(protocol),
            configuration: port.protocol.as_ref().and_then(configuration),
            interfaces: offer.interfaces,
            operations: offer.operations,
            aggregates,
            redirects: port.redirects.clone(),
            complete,
        }
    }

    /// The operations of interfaces and those written in a port; those of interfaces come over those of the port.
    fn offer(
        &mut self,
        module: usize,
        interfaces: &[Identifier],
        written: &[tree::Operation],
    ) -> Offer {
        let mut offer = Offer {
            interfaces: Vec::new(),
            operations: self.operations(module, written),
            complete: true,
        };
        for name in interfaces {
            let Some(id) = self.named_interface(module, *name) else {
                offer.complete = false;
                continue;
            };
            offer.interfaces.push(id);
            for (name, operation) in &self.program[id].operations {
                offer.operations.insert(*name, operation.clone());
            }
        }
        offer
    }

    /// The ports of an internal service: what its interfaces offer.
    pub(super) fn inner_ports(
        &mut self,
        module: usize,
        service: &tree::Service,
        interfaces: &[Identifier],
    ) -> (OutputPort, InputPort) {
        let offer = self.offer(module, interfaces, &[]);
        let output = OutputPort {
            name: service.name,
            location: None,
            protocol: None,
            configuration: None,
            interfaces: offer.interfaces.clone(),
            operations: offer.operations.clone(),
            rebound: false,
            complete: offer.complete,
        };
        let input = InputPort {
            name: Identifier {
                name: Name::from(&format!("{}InputPort", service.name.name)),
                span: service.name.span,
            },
            location: Some(Location::Literal("local".to_owned(), service.name.span)),
            protocol: None,
            configuration: None,
            interfaces: offer.interfaces,
            operations: offer.operations,
            aggregates: Vec::new(),
            redirects: Vec::new(),
            complete: offer.complete,
        };
        (output, input)
    }

    fn aggregation(
        &mut self,
        module: usize,
        port: &Port,
        written: &tree::Aggregation,
        service: &Service,
    ) -> (Aggregation, bool) {
        let (extender, mut complete) = match written.extender {
            Some(name) => {
                let extender = self.extender(module, name);
                (extender, extender.is_some())
            }
            None => (None, true),
        };
        let mut operations = Table::default();
        for name in &written.ports {
            let Some(output) = service.output_ports.get(&name.name) else {
                complete = false;
                if service.complete {
                    let finding = undefined_aggregate(port, *name, service);
                    self.findings.push(finding);
                }
                continue;
            };
            complete &= output.complete;
            for operation in output.operations.values() {
                let operation = match extender {
                    Some(extender) => extended(&mut self.program, operation, extender),
                    None => operation.clone(),
                };
                operations.insert(operation.name.name, operation);
            }
        }
        let aggregation = Aggregation {
            ports: written.ports.clone(),
            extender,
            operations,
        };
        (aggregation, complete)
    }

    /// The extender with this name: Jolie knows only those that stand in the same program.
    fn extender(&mut self, module: usize, name: Identifier) -> Option<InterfaceId> {
        let names = &self.names[module];
        let found = names.interfaces.iter().rev();
        let mut extenders = found.filter(|(_, interface)| interface.extender);
        if let Some((id, _)) = extenders.find(|(_, interface)| interface.name.name == name.name) {
            return Some(*id);
        }
        if names.open {
            return None;
        }
        let symbol = names.table.get(&name.name);
        let imported = symbol.is_some_and(
            |symbol| matches!(symbol.meaning, Meaning::Interface(id) if self.program[id].extender),
        );
        let message = format!("interface extender `{}` is not defined", name.name);
        let mut finding = Diagnostic::new(Code::Q0107, name.span, message);
        finding = if imported {
            finding.label("imported").help(
                "Jolie knows only extenders of the same program: use `include`, or declare it here",
            )
        } else {
            finding.label("no extender of this name in this program")
        };
        let all = names
            .interfaces
            .iter()
            .filter(|(_, interface)| interface.extender);
        if let Some(near) = nearest(
            &name.name,
            all.map(|(_, interface)| interface.name.name.as_str()),
        ) {
            finding = finding.help(format!("there is `{near}`"));
        }
        self.findings.push(finding);
        None
    }
}

fn undefined_aggregate(port: &Port, name: Identifier, service: &Service) -> Diagnostic {
    let message = format!(
        "input port `{}` aggregates an undefined output port: `{}`",
        port.name.name, name.name
    );
    let finding = Diagnostic::new(Code::Q0109, name.span, message)
        .label("no output port of this name before this input port");
    match nearest(&name.name, service.output_ports.keys().map(Name::as_str)) {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding,
    }
}

fn location(expression: &Expression) -> Location {
    match &expression.kind {
        ExpressionKind::Literal(Literal::String(text)) => {
            Location::Literal(text.clone(), expression.span)
        }
        ExpressionKind::Group(inner) => location(inner),
        _ => Location::Computed(expression.clone()),
    }
}

/// The name of a protocol: `http { … }` is a name with a tree.
fn protocol(expression: &Expression) -> Option<Name> {
    match &expression.kind {
        ExpressionKind::Literal(Literal::String(text)) => Some(Name::from(text)),
        ExpressionKind::Path(path) => path.single_name().map(|name| name.name),
        ExpressionKind::Group(inner) | ExpressionKind::Tree(Some(inner), _) => protocol(inner),
        _ => None,
    }
}

/// What is said of a protocol besides its name, which stands in it as a text; an expression that is no name as it is.
fn configuration(expression: &Expression) -> Option<Expression> {
    let named = |expression: &Expression| {
        let name = protocol(expression)?;
        Some(Expression {
            kind: ExpressionKind::Literal(Literal::String(name.to_string())),
            span: expression.span,
        })
    };
    match &expression.kind {
        ExpressionKind::Group(inner) => configuration(inner),
        ExpressionKind::Tree(Some(inner), entries) => {
            let root = named(inner).unwrap_or_else(|| (**inner).clone());
            Some(Expression {
                kind: ExpressionKind::Tree(Some(Box::new(root)), entries.clone()),
                span: expression.span,
            })
        }
        _ if named(expression).is_some() => None,
        _ => Some(expression.clone()),
    }
}
