//! Declarations.

use super::behaviour::process;
use super::data::{data_type, message_name};
use super::expression::{Last, any_path, literal, path, sum};
use super::{Choices, named};
use quadrille::base::{Name, SourceId, Span};
use quadrille::syntax::jolie::tree::{
    Access, Aggregation, Code, Constant, ConstantValue, CorrelationAlias, CorrelationSet,
    CorrelationVariable, Courier, CourierBranch, CourierGuard, Define, Embed, EmbedBinding,
    Embedded, EmbeddedProgram, Execution, ExecutionMode, Expression, ExpressionKind, File, Foreign,
    Identifier, Import, ImportedSymbol, Include, Interface, Item, Literal, Operation, Parameter,
    Path, PathRoot, Port, Service, Signature, Technology, Text, TypeDeclaration,
};

const DEPTH: usize = 4;

/// A file with one `main` at most.
pub fn file(choices: &mut Choices<'_>) -> File {
    let mut items = choices.many(1, item);
    one_main(&mut items);
    File {
        source: SourceId::NOWHERE,
        items,
    }
}

fn one_main(items: &mut Vec<Item>) {
    let mut seen = false;
    items.retain(|item| !matches!(item, Item::Main(_)) || !std::mem::replace(&mut seen, true));
}

fn item(choices: &mut Choices<'_>) -> Item {
    match choices.pick(16) {
        0 => Item::Main(code(choices)),
        1 => Item::Import(import(choices)),
        2 => Item::Constants(choices.many(0, constant)),
        3 => Item::Type(TypeDeclaration {
            access: access(choices),
            name: choices.identifier(),
            definition: data_type(choices, DEPTH),
            span: Span::NOWHERE,
        }),
        4 => Item::Interface(interface(choices)),
        5 => Item::Embedded(choices.many(0, embedded)),
        6 | 7 => Item::Service(service(choices)),
        _ => shared_item(choices),
    }
}

/// A declaration that may stand in a service too.
fn shared_item(choices: &mut Choices<'_>) -> Item {
    match choices.pick(10) {
        0 => Item::Main(code(choices)),
        1 => Item::Include(Include {
            file: text(choices),
            span: Span::NOWHERE,
        }),
        2 => Item::Execution(Execution {
            mode: choices.of(&[
                ExecutionMode::Single,
                ExecutionMode::Sequential,
                ExecutionMode::Concurrent,
            ]),
            span: Span::NOWHERE,
        }),
        3 => Item::CorrelationSet(CorrelationSet {
            variables: choices.many(0, correlation_variable),
            span: Span::NOWHERE,
        }),
        4 => Item::InputPort(input_port(choices)),
        5 => Item::OutputPort(output_port(choices)),
        6 => Item::Define(Define {
            name: choices.identifier(),
            body: process(choices, DEPTH),
            span: Span::NOWHERE,
        }),
        7 => Item::Init(code(choices)),
        8 => Item::Courier(courier(choices)),
        _ => Item::Main(code(choices)),
    }
}

fn service(choices: &mut Choices<'_>) -> Service {
    let mut items = choices.many(0, |choices| {
        if choices.maybe() {
            Item::Embed(embed(choices))
        } else {
            shared_item(choices)
        }
    });
    if choices.maybe() {
        items.insert(0, Item::Interfaces(choices.many(1, Choices::identifier)));
        items.push(Item::Main(code(choices)));
    }
    if choices.maybe() {
        items.push(Item::Foreign(foreign(choices)));
    }
    one_main(&mut items);
    Service {
        access: access(choices),
        name: choices.identifier(),
        parameter: choices.option(|choices| Parameter {
            name: choices.identifier(),
            definition: data_type(choices, 2),
        }),
        items,
        span: Span::NOWHERE,
    }
}

fn code(choices: &mut Choices<'_>) -> Code {
    Code {
        body: process(choices, DEPTH),
        keyword: Span::NOWHERE,
        span: Span::NOWHERE,
    }
}

fn text(choices: &mut Choices<'_>) -> Text {
    Text {
        value: choices.text(),
        span: Span::NOWHERE,
    }
}

fn access(choices: &mut Choices<'_>) -> Access {
    choices.of(&[Access::Public, Access::Private])
}

fn import(choices: &mut Choices<'_>) -> Import {
    let dots = choices.pick(4);
    let least = usize::from(dots == 0);
    let path = choices.many(least, |choices| {
        let part = choices.any_identifier();
        match choices.pick(5) {
            1 => with_name(part, format!("{}-b", part.name)),
            2 => with_name(part, format!("@{}", part.name)),
            3 => with_name(part, format!("{}@c", part.name)),
            _ => part,
        }
    });
    let symbols = choices.option(|choices| {
        choices.many(1, |choices| ImportedSymbol {
            name: not_as(choices),
            alias: choices.option(not_as),
        })
    });
    Import {
        dots,
        path,
        symbols,
        span: Span::NOWHERE,
    }
}

fn with_name(identifier: Identifier, name: String) -> Identifier {
    Identifier {
        name: Name::from(name.as_str()),
        ..identifier
    }
}

fn not_as(choices: &mut Choices<'_>) -> Identifier {
    let name = choices.any_identifier();
    if name.name == "as" { named("a") } else { name }
}

fn constant(choices: &mut Choices<'_>) -> Constant {
    Constant {
        name: choices.identifier(),
        value: match choices.pick(4) {
            1 => ConstantValue::Identifier(choices.identifier()),
            _ => ConstantValue::Literal(literal(choices)),
        },
    }
}

fn correlation_variable(choices: &mut Choices<'_>) -> CorrelationVariable {
    let local = |mut path: Path, choices: &mut Choices<'_>| {
        if path.root != PathRoot::Local {
            path = super::expression::plain(choices);
        }
        path
    };
    let variable = path(choices, 1);
    CorrelationVariable {
        path: local(variable, choices),
        aliases: choices.many(1, |choices| {
            let alias = any_path(choices, 1);
            CorrelationAlias {
                message: choices.identifier(),
                path: local(alias, choices),
            }
        }),
    }
}

fn interface(choices: &mut Choices<'_>) -> Interface {
    let extender = choices.maybe();
    Interface {
        access: access(choices),
        extender,
        name: choices.identifier(),
        operations: choices.many(0, |choices| operation(choices, extender)),
        span: Span::NOWHERE,
    }
}

fn operation(choices: &mut Choices<'_>, extender: bool) -> Operation {
    let name = if extender && choices.maybe() {
        named("*")
    } else {
        choices.identifier()
    };
    let signature = if choices.pick(2) == 0 {
        Signature::OneWay {
            request: choices.option(message_name),
        }
    } else {
        Signature::RequestResponse {
            types: choices.option(|choices| (message_name(choices), message_name(choices))),
            faults: choices.many(0, |choices| {
                (choices.identifier(), choices.option(message_name))
            }),
        }
    };
    Operation { name, signature }
}

fn port(choices: &mut Choices<'_>) -> Port {
    Port {
        name: choices.identifier(),
        location: choices.option(|choices| sum(choices, 3, Last(true))),
        protocol: choices.option(|choices| sum(choices, 3, Last(true))),
        interfaces: choices.many(0, Choices::identifier),
        operations: choices.many(0, |choices| operation(choices, false)),
        aggregates: Vec::new(),
        redirects: Vec::new(),
        span: Span::NOWHERE,
    }
}

fn output_port(choices: &mut Choices<'_>) -> Port {
    port(choices)
}

fn input_port(choices: &mut Choices<'_>) -> Port {
    let mut port = port(choices);
    port.aggregates = choices.many(0, |choices| Aggregation {
        ports: choices.many(1, Choices::identifier),
        extender: choices.option(Choices::identifier),
    });
    port.redirects = choices.many(0, |choices| (choices.identifier(), choices.identifier()));
    port.interfaces.push(named("Api"));
    if port.location.is_none() || port.protocol.is_none() {
        let location = choices.of(&["local", "local://here", "localsocket:x"]);
        port.location = Some(Expression {
            kind: ExpressionKind::Literal(Literal::String(location.to_owned())),
            span: Span::NOWHERE,
        });
    }
    port
}

fn embedded(choices: &mut Choices<'_>) -> Embedded {
    let constant = choices.maybe();
    Embedded {
        technology: choices.of(&[Technology::Jolie, Technology::Java, Technology::JavaScript]),
        program: if constant {
            EmbeddedProgram::Constant(named("PROGRAM"))
        } else {
            EmbeddedProgram::Path(text(choices))
        },
        port: choices.option(Choices::identifier),
        span: Span::NOWHERE,
    }
}

fn embed(choices: &mut Choices<'_>) -> Embed {
    Embed {
        service: choices.identifier(),
        argument: choices.option(|choices| sum(choices, 3, Last(true))),
        binding: choices.option(|choices| match choices.pick(2) {
            0 => EmbedBinding::New(choices.identifier()),
            _ => EmbedBinding::Existing(choices.identifier()),
        }),
        span: Span::NOWHERE,
    }
}

fn foreign(choices: &mut Choices<'_>) -> Foreign {
    Foreign {
        technology: named("java"),
        entries: choices.many(0, |choices| {
            let value = choices.of(&["joliex.util.Time", "", "a"]);
            (choices.any_identifier(), value.to_owned())
        }),
        span: Span::NOWHERE,
    }
}

fn courier(choices: &mut Choices<'_>) -> Courier {
    Courier {
        port: choices.identifier(),
        branches: choices.many(0, |choices| CourierBranch {
            guard: if choices.maybe() {
                CourierGuard::Interface(choices.identifier())
            } else {
                CourierGuard::Operation(choices.identifier())
            },
            request: path(choices, 1),
            response: choices.option(|choices| path(choices, 1)),
            body: process(choices, 3),
            span: Span::NOWHERE,
        }),
        span: Span::NOWHERE,
    }
}
