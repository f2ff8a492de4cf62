//! Declarations as text.

use super::Writer;
use super::data::{self, Place};
use super::expression::{argument, expression, path};
use super::literal::{literal, string};
use super::process;
use crate::syntax::jolie::tree::{
    Access, Aggregation, Constant, ConstantValue, CorrelationSet, Courier, CourierGuard, Embed,
    EmbedBinding, Embedded, EmbeddedProgram, ExecutionMode, Foreign, Identifier, Import, Interface,
    Item, Operation, Port, Process, Service, Signature, Technology, TypeDeclaration,
};
use crate::syntax::session::print as session;

/// Declarations, with an empty line between those that have braces.
pub(super) fn items(writer: &mut Writer, items: &[Item]) {
    let mut before: Option<&Item> = None;
    for current in items {
        if let Some(before) = before {
            if !(is_line(before) && is_line(current)) {
                writer.blank();
            }
            writer.line();
        }
        item(writer, current);
        before = Some(current);
    }
}

fn is_line(item: &Item) -> bool {
    matches!(
        item,
        Item::Import(_)
            | Item::Include(_)
            | Item::Execution(_)
            | Item::Embed(_)
            | Item::Interfaces(_)
            | Item::Plays(_)
    )
}

fn item(writer: &mut Writer, tree: &Item) {
    match tree {
        Item::Import(tree) => import(writer, tree),
        Item::Include(tree) => {
            writer.put("include ");
            writer.put(&string(&tree.file.value));
        }
        Item::Constants(constants) => declaration(writer, "constants ", |writer| {
            writer.lines(",", constants, constant);
        }),
        Item::Execution(tree) => writer.put(match tree.mode {
            ExecutionMode::Single => "execution: single",
            ExecutionMode::Sequential => "execution: sequential",
            ExecutionMode::Concurrent => "execution: concurrent",
        }),
        Item::CorrelationSet(tree) => correlation_set(writer, tree),
        Item::Type(tree) => type_declaration(writer, tree),
        Item::Interface(tree) => interface(writer, tree),
        Item::InputPort(tree) => port(writer, "inputPort", tree),
        Item::OutputPort(tree) => port(writer, "outputPort", tree),
        Item::Embedded(lines) => declaration(writer, "embedded ", |writer| {
            writer.lines("", lines, embedded);
        }),
        Item::Service(tree) => service(writer, tree),
        Item::Define(tree) => code(writer, &format!("define {}", tree.name.name), &tree.body),
        Item::Main(tree) => code(writer, "main", &tree.body),
        Item::Init(tree) => code(writer, "init", &tree.body),
        Item::Courier(tree) => courier(writer, tree),
        Item::Embed(tree) => embed(writer, tree),
        Item::Foreign(tree) => foreign(writer, tree),
        Item::Interfaces(names) => {
            writer.put("Interfaces: ");
            identifiers(writer, names);
        }
        Item::Session(tree) => session::session(writer, tree),
        Item::Plays(tree) => session::plays(writer, tree),
    }
}

fn declaration(writer: &mut Writer, head: &str, body: impl FnOnce(&mut Writer)) {
    writer.put(head);
    writer.braces(body);
}

fn code(writer: &mut Writer, head: &str, body: &Process) {
    writer.put(head);
    writer.put(" ");
    process::block(writer, body);
}

fn identifiers(writer: &mut Writer, names: &[Identifier]) {
    writer.separated(", ", names, |writer, name| writer.put(&name.name));
}

fn access(writer: &mut Writer, access: Access) {
    if access == Access::Private {
        writer.put("private ");
    }
}

fn import(writer: &mut Writer, tree: &Import) {
    writer.put(&format!("from {} import ", tree.module()));
    let Some(symbols) = &tree.symbols else {
        writer.put("*");
        return;
    };
    writer.separated(", ", symbols, |writer, symbol| {
        writer.put(&symbol.name.name);
        if let Some(alias) = symbol.alias {
            writer.put(" as ");
            writer.put(&alias.name);
        }
    });
}

fn constant(writer: &mut Writer, tree: &Constant) {
    writer.put(&format!("{} = ", tree.name.name));
    match &tree.value {
        ConstantValue::Literal(value) => writer.put(&literal(value)),
        ConstantValue::Identifier(name) => writer.put(&name.name),
    }
}

pub(in crate::syntax) fn correlation_set(writer: &mut Writer, tree: &CorrelationSet) {
    declaration(writer, "cset ", |writer| {
        writer.lines(",", &tree.variables, |writer, variable| {
            path(writer, &variable.path);
            writer.put(":");
            for alias in &variable.aliases {
                writer.put(&format!(" {}.", alias.message.name));
                path(writer, &alias.path);
            }
        });
    });
}

fn type_declaration(writer: &mut Writer, tree: &TypeDeclaration) {
    access(writer, tree.access);
    writer.put(&format!("type {}: ", tree.name.name));
    data::data_type(writer, &tree.definition, Place::Alone);
}

fn interface(writer: &mut Writer, tree: &Interface) {
    access(writer, tree.access);
    let extender = if tree.extender { "extender " } else { "" };
    let head = format!("interface {extender}{} ", tree.name.name);
    if tree.operations.is_empty() {
        writer.put(&head);
        writer.put("{ }");
        return;
    }
    declaration(writer, &head, |writer| operations(writer, &tree.operations));
}

/// Neighbours of one kind share a heading.
fn operations(writer: &mut Writer, operations: &[Operation]) {
    let groups = operations.chunk_by(|left, right| is_one_way(left) == is_one_way(right));
    writer.lines("", groups, |writer, group| {
        writer.put(match group.first() {
            Some(first) if is_one_way(first) => "OneWay:",
            _ => "RequestResponse:",
        });
        writer.deeper(|writer| {
            writer.line();
            writer.lines(",", group, operation);
        });
    });
}

fn is_one_way(operation: &Operation) -> bool {
    matches!(operation.signature, Signature::OneWay { .. })
}

fn operation(writer: &mut Writer, tree: &Operation) {
    writer.put(&tree.name.name);
    match &tree.signature {
        Signature::OneWay { request } => type_name(writer, request.as_ref()),
        Signature::RequestResponse { types, faults } => {
            if let Some((request, response)) = types {
                type_name(writer, Some(request));
                type_name(writer, Some(response));
            }
            if !faults.is_empty() {
                writer.put(" throws ");
                writer.separated(" ", faults, |writer, (fault, definition)| {
                    writer.put(&fault.name);
                    type_name(writer, definition.as_ref());
                });
            }
        }
    }
}

fn type_name(writer: &mut Writer, name: Option<&Identifier>) {
    if let Some(name) = name {
        writer.put(&format!("( {} )", name.name));
    }
}

/// Writes one attribute of a port.
type Part<'a> = Box<dyn FnOnce(&mut Writer) + 'a>;

fn port(writer: &mut Writer, keyword: &str, tree: &Port) {
    let head = format!("{keyword} {} ", tree.name.name);
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (name, value) in [
        ("location: ", &tree.location),
        ("protocol: ", &tree.protocol),
    ] {
        if let Some(value) = value {
            parts.push(Box::new(move |writer| {
                writer.put(name);
                expression(writer, value);
            }));
        }
    }
    if !tree.interfaces.is_empty() {
        parts.push(Box::new(|writer| {
            writer.put("interfaces: ");
            identifiers(writer, &tree.interfaces);
        }));
    }
    if !tree.aggregates.is_empty() {
        parts.push(Box::new(|writer| {
            writer.put("aggregates: ");
            writer.separated(", ", &tree.aggregates, aggregation);
        }));
    }
    if !tree.redirects.is_empty() {
        parts.push(Box::new(|writer| {
            writer.put("redirects: ");
            writer.separated(", ", &tree.redirects, |writer, (name, port)| {
                writer.put(&format!("{} => {}", name.name, port.name));
            });
        }));
    }
    // Last, because an attribute after `throws F` would be another fault.
    if !tree.operations.is_empty() {
        parts.push(Box::new(|writer| operations(writer, &tree.operations)));
    }
    if parts.is_empty() {
        writer.put(&head);
        writer.put("{ }");
        return;
    }
    declaration(writer, &head, |writer| {
        writer.lines("", parts, |writer, part| part(writer));
    });
}

fn aggregation(writer: &mut Writer, tree: &Aggregation) {
    if let [only] = tree.ports.as_slice() {
        writer.put(&only.name);
    } else {
        writer.put("{ ");
        identifiers(writer, &tree.ports);
        writer.put(" }");
    }
    if let Some(extender) = tree.extender {
        writer.put(&format!(" with {}", extender.name));
    }
}

fn embedded(writer: &mut Writer, tree: &Embedded) {
    writer.put(match tree.technology {
        Technology::Jolie => "Jolie: ",
        Technology::Java => "Java: ",
        Technology::JavaScript => "JavaScript: ",
    });
    match &tree.program {
        EmbeddedProgram::Path(text) => writer.put(&string(&text.value)),
        EmbeddedProgram::Constant(name) => writer.put(&name.name),
    }
    if let Some(port) = tree.port {
        writer.put(&format!(" in {}", port.name));
    }
}

fn service(writer: &mut Writer, tree: &Service) {
    access(writer, tree.access);
    writer.put(&format!("service {}", tree.name.name));
    if let Some(parameter) = &tree.parameter {
        writer.put(&format!("( {}: ", parameter.name.name));
        data::data_type(writer, &parameter.definition, Place::Alone);
        writer.put(" )");
    }
    writer.put(" ");
    if tree.items.is_empty() {
        writer.put("{ }");
    } else {
        writer.braces(|writer| items(writer, &tree.items));
    }
}

fn courier(writer: &mut Writer, tree: &Courier) {
    let head = format!("courier {} ", tree.port.name);
    declaration(writer, &head, |writer| {
        writer.lines("", &tree.branches, |writer, branch| {
            writer.put("[ ");
            match branch.guard {
                CourierGuard::Interface(name) => writer.put(&format!("interface {}", name.name)),
                CourierGuard::Operation(name) => writer.put(&name.name),
            }
            process::variable(writer, Some(&branch.request));
            if let Some(response) = &branch.response {
                process::variable(writer, Some(response));
            }
            writer.put(" ] ");
            process::block(writer, &branch.body);
        });
    });
}

fn embed(writer: &mut Writer, tree: &Embed) {
    writer.put(&format!("embed {}", tree.service.name));
    if let Some(value) = &tree.argument {
        argument(writer, Some(value));
    }
    match tree.binding {
        Some(EmbedBinding::New(port)) => writer.put(&format!(" as {}", port.name)),
        Some(EmbedBinding::Existing(port)) => writer.put(&format!(" in {}", port.name)),
        None => {}
    }
}

fn foreign(writer: &mut Writer, tree: &Foreign) {
    let head = format!("foreign {} ", tree.technology.name);
    declaration(writer, &head, |writer| {
        writer.lines("", &tree.entries, |writer, (key, value)| {
            writer.put(&format!("{}: {value}", key.name));
        });
    });
}
