//! Interfaces and operations: in come signatures with the names of types, out come signatures with the types.

use super::model::{
    DataType, Fault, InterfaceDefinition, InterfaceId, Operation, Signature, Table,
};
use super::names::Meaning;
use super::resolve::Resolver;
use super::types::equivalent;
use crate::base::{Code, Diagnostic, Name, Severity};
use crate::syntax::jolie::tree::{self, Identifier};

impl Resolver<'_> {
    /// Resolves every declared interface.
    pub(super) fn resolve_interfaces(&mut self) {
        for module in 0..self.names.len() {
            for (id, interface) in self.names[module].interfaces.clone() {
                let operations = if interface.extender {
                    self.rules(module, &interface.operations)
                } else {
                    self.operations(module, &interface.operations)
                };
                self.program.interfaces[id.index()] = InterfaceDefinition {
                    name: interface.name,
                    extender: interface.extender,
                    operations,
                };
            }
        }
    }

    /// Operations by their names; of those declared twice the last one stays.
    pub(super) fn operations(
        &mut self,
        module: usize,
        written: &[tree::Operation],
    ) -> Table<Operation> {
        let mut operations: Table<Operation> = Table::default();
        for operation in written {
            let operation = self.operation(module, operation);
            if let Some(first) = operations.get(&operation.name.name)
                && !alike(&self.program.types, first, &operation)
            {
                let finding = declared_twice(first, &operation);
                self.findings.push(finding);
            }
            operations.insert(operation.name.name, operation);
        }
        operations
    }

    /// The rules of an extender: `*` may be there for each kind, and the second kind is under `*()` then.
    fn rules(&mut self, module: usize, written: &[tree::Operation]) -> Table<Operation> {
        let all = Name::from("*");
        let (stars, named): (Vec<_>, Vec<_>) = written
            .iter()
            .cloned()
            .partition(|rule| rule.name.name == all);
        let mut rules = self.operations(module, &named);
        for star in &stars {
            let star = self.operation(module, star);
            let taken = rules
                .get(&all)
                .is_some_and(|other| other.is_request_response() != star.is_request_response());
            let key = if taken { Name::from("*()") } else { all };
            rules.insert(key, star);
        }
        rules
    }

    fn operation(&mut self, module: usize, written: &tree::Operation) -> Operation {
        let signature = match &written.signature {
            tree::Signature::OneWay { request } => Signature::OneWay {
                request: self.message(module, *request),
            },
            tree::Signature::RequestResponse { types, faults } => {
                let (request, response) = types.unzip();
                let mut table = Table::default();
                for (name, carries) in faults {
                    let fault = Fault {
                        span: name.span,
                        carries: self.message(module, *carries),
                    };
                    table.insert(name.name, fault);
                }
                Signature::RequestResponse {
                    request: self.message(module, request),
                    response: self.message(module, response),
                    faults: table,
                }
            }
        };
        let request = match &written.signature {
            tree::Signature::OneWay { request } => *request,
            tree::Signature::RequestResponse { types, .. } => types.map(|(request, _)| request),
        };
        Operation {
            name: written.name,
            request_name: request.map_or_else(|| Name::from("undefined"), |name| name.name),
            signature,
        }
    }

    /// The type of a message; no name is `undefined`.
    fn message(&mut self, module: usize, name: Option<Identifier>) -> super::model::TypeId {
        match name {
            Some(name) => self.named_type(module, name),
            None => self.basics.undefined,
        }
    }

    /// The interface with this name in a module; `None` when there is none, which is reported.
    pub(super) fn named_interface(
        &mut self,
        module: usize,
        name: Identifier,
    ) -> Option<InterfaceId> {
        match self.meaning(module, name, "interface", Code::Q0106)? {
            Meaning::Interface(id) => Some(id),
            other => {
                self.misused(name, other, "an interface", Code::Q0106);
                None
            }
        }
    }
}

/// Whether two operations are of one kind and have the same types and faults.
pub(super) fn alike(types: &[DataType], left: &Operation, right: &Operation) -> bool {
    match (&left.signature, &right.signature) {
        (Signature::OneWay { request }, Signature::OneWay { request: other }) => {
            equivalent(types, *request, *other)
        }
        (
            Signature::RequestResponse {
                request,
                response,
                faults,
            },
            Signature::RequestResponse {
                request: other_request,
                response: other_response,
                faults: other_faults,
            },
        ) => {
            equivalent(types, *request, *other_request)
                && equivalent(types, *response, *other_response)
                && faults.len() == other_faults.len()
                && faults.iter().all(|(name, fault)| {
                    other_faults
                        .get(name)
                        .is_some_and(|other| equivalent(types, fault.carries, other.carries))
                })
        }
        _ => false,
    }
}

/// Jolie keeps the last of two declarations without a word, so this is a warning.
fn declared_twice(first: &Operation, second: &Operation) -> Diagnostic {
    let message = format!(
        "operation `{}` is declared twice, differently",
        second.name.name
    );
    Diagnostic::new(Code::Q0120, second.name.span, message)
        .severity(Severity::Warning)
        .label("Jolie keeps this one")
        .related(first.name.span, "the first declaration")
}
