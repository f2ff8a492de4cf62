//! The tables are sorted, every text parses and resolves, and calls back name what is declared.

use super::*;
use crate::base::SourceId;
use crate::syntax::jolie::parse;
use crate::syntax::jolie::tree::{
    Access, Embedded, EmbeddedProgram, File, Identifier, Item, Operation, Port, Signature,
    Technology, Type, TypeKind,
};
use std::collections::BTreeSet;

#[test]
fn tables_are_sorted_and_found() {
    assert!(PACKAGES.is_sorted_by(|a, b| a.0 < b.0));
    assert!(INCLUDES.is_sorted_by(|a, b| a.0 < b.0));
    for path in packages() {
        assert!(package(path).is_some_and(|text| !text.is_empty()), "{path}");
    }
    for file in includes() {
        assert!(include(file).is_some_and(|text| !text.is_empty()), "{file}");
    }
    assert_eq!(package("types"), None);
    assert_eq!(package("console.iol"), None);
    assert_eq!(include("console"), None);
}

#[test]
fn every_text_parses_and_resolves() {
    for (name, text) in PACKAGES.iter().chain(INCLUDES) {
        let known = Known::of(read(name, text), name);
        let unknown: Vec<_> = known.used.difference(&known.declared).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
    }
}

#[test]
fn a_package_declares_what_it_is_imported_for() {
    for (path, symbols) in [
        ("console", ["service Console", "interface ConsoleIface"]),
        (
            "time",
            ["service Time", "type GetTimestampFromStringRequest"],
        ),
        (
            "joliemock",
            ["service RenderResponseType", "service JolieMock"],
        ),
        (
            "types.IOException",
            ["type IOExceptionType", "type JavaExceptionType"],
        ),
    ] {
        let known = Known::of(read(path, package(path).unwrap()), path);
        for symbol in symbols {
            assert!(known.declared.contains(symbol), "{path}: {symbol}");
        }
    }
    let old = Known::of(
        read("console.iol", include("console.iol").unwrap()),
        "console.iol",
    );
    assert!(old.declared.contains("outputPort Console"));
    assert!(old.declared.contains("inputPort ConsoleInputPort"));
}

#[test]
fn calls_back_name_what_is_declared() {
    for callback in callbacks::TABLE.iter().copied().flatten() {
        let text = package(callback.package)
            .or_else(|| include(callback.package))
            .unwrap();
        let declares = |word: &str| {
            text.split(|character: char| !character.is_alphanumeric())
                .any(|part| part == word)
        };
        let implementation = callback.implementation;
        assert!(
            text.contains(implementation) || include(implementation).is_some(),
            "{callback:?}"
        );
        assert!(declares(callback.registering), "{callback:?}");
        assert!(callback.cancelled_by.is_none_or(declares), "{callback:?}");
        if let CalledOperation::Named { operation, .. } = callback.called {
            assert!(declares(operation), "{callback:?}");
        }
        if let Recipient::Location(path) = callback.recipient {
            assert!(path.split('.').all(declares), "{callback:?}");
        }
        assert_eq!(
            callbacks(callback.service),
            callbacks(callback.implementation)
        );
        assert!(callbacks(callback.implementation).contains(callback));
    }
    assert_eq!(callbacks("Math"), []);
}

fn read(name: &str, text: &str) -> File {
    let (file, diagnostics) = parse(SourceId::NOWHERE, text);
    assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}");
    file
}

/// What a standard text declares, included and imported things too, and what it names: `type T`, `interface I`, …
#[derive(Default)]
struct Known {
    declared: BTreeSet<String>,
    used: BTreeSet<String>,
}

impl Known {
    fn of(file: File, name: &str) -> Self {
        let mut known = Self::default();
        for basic in [
            "void",
            "bool",
            "int",
            "long",
            "double",
            "string",
            "raw",
            "any",
            "undefined",
        ] {
            known.declare("type", basic);
        }
        file.items.iter().for_each(|item| known.item(item, name));
        known
    }

    fn declare(&mut self, kind: &str, name: impl std::fmt::Display) {
        self.declared.insert(format!("{kind} {name}"));
    }

    fn uses(&mut self, kind: &str, name: &Identifier) {
        self.used.insert(format!("{kind} {}", name.name));
    }

    fn item(&mut self, item: &Item, name: &str) {
        match item {
            Item::Import(import) => {
                assert_eq!(import.dots, 0, "{name}");
                let path = import.module();
                let text = package(&path).unwrap_or_else(|| panic!("{name}: {path}"));
                let other = Self::of(read(&path, text), &path);
                for symbol in import.symbols.iter().flatten() {
                    let found = ["type", "interface", "service"].into_iter().find(|kind| {
                        other
                            .declared
                            .contains(&format!("{kind} {}", symbol.name.name))
                    });
                    let kind = found.unwrap_or_else(|| panic!("{name}: {symbol:?}"));
                    self.declare(kind, symbol.alias.unwrap_or(symbol.name).name);
                }
            }
            Item::Include(include) => self.include(&include.file.value, name),
            Item::Type(declaration) => {
                assert_eq!(declaration.access, Access::Public, "{name}");
                self.declare("type", declaration.name.name);
                self.data(&declaration.definition);
            }
            Item::Interface(interface) => {
                self.declare("interface", interface.name.name);
                self.operations(&interface.operations);
            }
            Item::InputPort(port) => self.port("inputPort", port),
            Item::OutputPort(port) => self.port("outputPort", port),
            Item::Service(service) => {
                self.declare("service", service.name.name);
                assert!(
                    service.items.iter().any(|i| matches!(i, Item::Foreign(_))),
                    "{name}"
                );
                service.items.iter().for_each(|item| self.item(item, name));
            }
            Item::Embedded(embedded) => embedded.iter().for_each(|one| self.embedded(one, name)),
            Item::Constants(_) | Item::Foreign(_) => {}
            other => panic!("{name}: not a declaration: {other:?}"),
        }
    }

    fn include(&mut self, file: &str, name: &str) {
        let text = include(file).unwrap_or_else(|| panic!("{name}: {file}"));
        for item in &read(file, text).items {
            self.item(item, file);
        }
    }

    fn embedded(&mut self, embedded: &Embedded, name: &str) {
        self.uses("outputPort", &embedded.port.unwrap());
        let EmbeddedProgram::Path(path) = &embedded.program else {
            panic!("{name}");
        };
        if embedded.technology == Technology::Jolie {
            let text = include(&path.value).unwrap_or_else(|| panic!("{name}: {}", path.value));
            let program = Self::of(read(&path.value, text), &path.value);
            assert!(program.declared.contains("service Main"), "{name}");
        }
    }

    fn port(&mut self, kind: &str, port: &Port) {
        self.declare(kind, port.name.name);
        assert!(port.aggregates.is_empty() && port.redirects.is_empty());
        for interface in &port.interfaces {
            self.uses("interface", interface);
        }
        self.operations(&port.operations);
    }

    fn operations(&mut self, operations: &[Operation]) {
        for operation in operations {
            match &operation.signature {
                Signature::OneWay { request } => {
                    request.iter().for_each(|name| self.uses("type", name));
                }
                Signature::RequestResponse { types, faults } => {
                    if let Some((request, response)) = types {
                        self.uses("type", request);
                        self.uses("type", response);
                    }
                    for name in faults.iter().filter_map(|(_, carries)| carries.as_ref()) {
                        self.uses("type", name);
                    }
                }
            }
        }
    }

    fn data(&mut self, data: &Type) {
        match &data.kind {
            TypeKind::Named(name) => self.uses("type", name),
            TypeKind::Choice(types) => types.iter().for_each(|one| self.data(one)),
            TypeKind::Basic { fields, .. } => fields
                .iter()
                .flat_map(|fields| &fields.fields)
                .for_each(|field| self.data(&field.definition)),
        }
    }
}
