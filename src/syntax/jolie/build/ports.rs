//! Interfaces, operations and ports.

use super::Builder;
use super::declarations::{access, star};
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{
    Aggregation, Expression, ExpressionKind, Identifier, Interface, Literal, Operation, Port,
    Signature,
};
use pest::iterators::Pair;

impl Builder {
    pub(super) fn interface(&mut self, pair: Pair<'_, Rule>) -> Option<Interface> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner().peekable();
        let access = access(
            inner
                .next_if(|pair| pair.as_rule() == Rule::access)
                .as_ref(),
        );
        let extender = inner
            .next_if(|pair| pair.as_rule() == Rule::extender)
            .is_some();
        let name = self.identifier(&inner.next()?);
        let mut operations = Vec::new();
        for group in inner {
            self.operations(group, extender, &mut operations)?;
        }
        Some(Interface {
            access,
            extender,
            name,
            operations,
            span,
        })
    }

    fn operations(
        &mut self,
        group: Pair<'_, Rule>,
        extender: bool,
        operations: &mut Vec<Operation>,
    ) -> Option<()> {
        for operation in group.into_inner() {
            let operation = match operation.as_rule() {
                Rule::one_way => self.one_way(operation)?,
                _ => self.request_response(operation)?,
            };
            if operation.name.name == star() && !extender {
                let message = "`*` may stand for all operations in an interface extender only";
                self.error(Code::Q0001, operation.name.span, message);
            }
            operations.push(operation);
        }
        Some(())
    }

    fn operation_type(&self, pair: Pair<'_, Rule>) -> Option<Identifier> {
        Some(self.identifier(&pair.into_inner().next()?))
    }

    fn one_way(&mut self, pair: Pair<'_, Rule>) -> Option<Operation> {
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let request = inner
            .next()
            .and_then(|request| self.operation_type(request));
        Some(Operation {
            name,
            signature: Signature::OneWay { request },
        })
    }

    fn request_response(&mut self, pair: Pair<'_, Rule>) -> Option<Operation> {
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let (mut types, mut faults) = (Vec::new(), Vec::new());
        for part in inner {
            if part.as_rule() == Rule::operation_type {
                types.push(self.operation_type(part)?);
                continue;
            }
            for fault in part.into_inner() {
                let mut inner = fault.into_inner();
                let name = self.identifier(&inner.next()?);
                faults.push((
                    name,
                    inner
                        .next()
                        .and_then(|carries| self.operation_type(carries)),
                ));
            }
        }
        let types = match types.as_slice() {
            [request, response] => Some((*request, *response)),
            _ => None,
        };
        Some(Operation {
            name,
            signature: Signature::RequestResponse { types, faults },
        })
    }

    pub(super) fn port(&mut self, pair: Pair<'_, Rule>) -> Option<Port> {
        let input = pair.as_rule() == Rule::input_port;
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let mut port = Port {
            name,
            location: None,
            protocol: None,
            interfaces: Vec::new(),
            operations: Vec::new(),
            aggregates: Vec::new(),
            redirects: Vec::new(),
            span,
        };
        for attribute in inner {
            self.attribute(attribute, &mut port)?;
        }
        if input {
            self.complete_input_port(&port);
        }
        Some(port)
    }

    fn attribute(&mut self, pair: Pair<'_, Rule>, port: &mut Port) -> Option<()> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::location => {
                let location = self.expression(pair.into_inner().next()?)?;
                self.once("location", span, port.location.as_ref(), port.name);
                port.location = Some(location);
            }
            Rule::protocol => {
                let protocol = self.expression(pair.into_inner().next()?)?;
                self.once("protocol", span, port.protocol.as_ref(), port.name);
                port.protocol = Some(protocol);
            }
            Rule::interfaces => port.interfaces.extend(self.identifiers(pair.into_inner())),
            Rule::redirects => {
                for redirect in pair.into_inner() {
                    let mut inner = redirect.into_inner();
                    let (name, target) = (inner.next()?, inner.next()?);
                    port.redirects
                        .push((self.identifier(&name), self.identifier(&target)));
                }
            }
            Rule::aggregates => {
                for aggregate in pair.into_inner() {
                    port.aggregates.push(self.aggregation(aggregate));
                }
            }
            _ => self.operations(pair, false, &mut port.operations)?,
        }
        Some(())
    }

    fn aggregation(&mut self, pair: Pair<'_, Rule>) -> Aggregation {
        let (mut ports, mut extender) = (Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::aggregate_extender => {
                    extender = part.into_inner().next().map(|name| self.identifier(&name));
                }
                _ => ports.push(self.identifier(&part)),
            }
        }
        Aggregation { ports, extender }
    }

    fn once(&mut self, what: &str, span: Span, before: Option<&Expression>, port: Identifier) {
        if let Some(before) = before {
            let first = before.span;
            self.errors.push(
                Diagnostic::new(
                    Code::Q0005,
                    span,
                    format!("{what} already defined for port {}", port.name),
                )
                .label("again here")
                .related(first, "first here"),
            );
        }
    }

    /// An input port needs a location, a protocol unless the location is local, and something to offer.
    fn complete_input_port(&mut self, port: &Port) {
        let name = port.name;
        let offers = port.interfaces.len()
            + port.operations.len()
            + port.aggregates.len()
            + port.redirects.len();
        match &port.location {
            None => {
                self.error(
                    Code::Q0005,
                    name.span,
                    format!("expected a location for input port {}", name.name),
                );
            }
            Some(_) if offers == 0 => {
                let message = format!(
                    "expected at least one operation, interface, aggregation or redirection for input port {}",
                    name.name
                );
                self.error(Code::Q0005, name.span, message);
            }
            Some(location) if port.protocol.is_none() && !may_be_local(location) => {
                let message = format!("expected a protocol for input port {}", name.name);
                self.errors.push(
                    Diagnostic::new(Code::Q0005, name.span, message)
                        .related(location.span, "a location that is not local"),
                );
            }
            Some(_) => {}
        }
    }
}

/// Whether the first token of a location starts with `local`, which is all that Jolie's parser asks. A plain name may
/// be a constant: what it stands for is judged once constants are known.
fn may_be_local(location: &Expression) -> bool {
    match &location.kind {
        ExpressionKind::Literal(Literal::String(text)) => text.starts_with("local"),
        ExpressionKind::Literal(_) => false,
        ExpressionKind::Path(path) => match path.single_name() {
            Some(_) => true,
            None => path
                .segments
                .first()
                .is_some_and(|segment| matches!(segment.key, crate::syntax::jolie::tree::Key::Name(name) if name.name.starts_with("local"))),
        },
        ExpressionKind::Sum(first, _) | ExpressionKind::Product(first, _) => may_be_local(first),
        ExpressionKind::Tree(Some(root), _) => may_be_local(root),
        _ => false,
    }
}
