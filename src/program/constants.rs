//! Constants: in come declarations in the order of the text, out come the same with every constant in its place.
//!
//! Jolie replaces tokens while it parses: a constant holds from its declaration on, through included files too; the
//! first declaration of a name stays; what is given from outside comes before all. A name is replaced once, not again
//! and again, except in the locations and protocols of ports, where the parser looks twice.

use super::findings::Findings;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::syntax::jolie::tree::{
    Constant, ConstantValue, Embedded, EmbeddedProgram, Expression, ExpressionKind, Identifier,
    Item, Key, Literal, Operation, Path, PathRoot, Port, Process, ProcessKind, Text,
};
use crate::syntax::jolie::walk::{self, NodeMut};
use rustc_hash::FxHashMap;

/// What a name stands for, and where that was said.
#[derive(Clone, Debug)]
struct Meaning {
    value: Value,
    span: Span,
}

#[derive(Clone, Debug)]
enum Value {
    Literal(Literal),
    Identifier(Name),
}

/// The constants that hold at a point of a text.
#[derive(Clone, Debug)]
pub(super) struct Constants {
    meanings: FxHashMap<Name, Meaning>,
}

impl Constants {
    /// Those of Jolie itself, and those given from outside.
    pub(super) fn new(given: &[(Name, Literal)]) -> Self {
        let mut constants = Self {
            meanings: FxHashMap::default(),
        };
        let pi = Literal::Double(std::f64::consts::PI);
        constants.add(Name::from("PI"), Value::Literal(pi), Span::NOWHERE);
        for (name, literal) in given {
            constants.add(*name, Value::Literal(literal.clone()), Span::NOWHERE);
        }
        constants
    }

    /// Takes a declaration in; a name that has a meaning keeps it.
    pub(super) fn declare(&mut self, constant: &Constant) {
        let value = match &constant.value {
            ConstantValue::Literal(literal) => Value::Literal(literal.clone()),
            ConstantValue::Identifier(other) => Value::Identifier(other.name),
        };
        self.add(constant.name.name, value, constant.name.span);
    }

    fn add(&mut self, name: Name, value: Value, span: Span) {
        self.meanings.entry(name).or_insert(Meaning { value, span });
    }

    /// Puts constants in their places in a declaration. The items of a service are not entered.
    pub(super) fn replace(&self, item: &mut Item, findings: &mut Findings) {
        match item {
            Item::Define(define) => self.process(&mut define.body, findings),
            Item::Main(code) | Item::Init(code) => self.process(&mut code.body, findings),
            Item::Courier(courier) => {
                for branch in &mut courier.branches {
                    self.process(&mut branch.body, findings);
                }
            }
            Item::Interface(interface) => self.operations(&mut interface.operations),
            Item::InputPort(port) | Item::OutputPort(port) => self.port(port, findings),
            Item::Embedded(lines) => self.embedded(lines),
            Item::Embed(embed) => {
                if let Some(argument) = &mut embed.argument {
                    self.expression(argument, findings);
                }
            }
            Item::Import(_)
            | Item::Include(_)
            | Item::Constants(_)
            | Item::Execution(_)
            | Item::CorrelationSet(_)
            | Item::Type(_)
            | Item::Service(_)
            | Item::Foreign(_)
            | Item::Interfaces(_)
            | Item::Session(_)
            | Item::Plays(_) => {}
        }
    }

    fn operations(&self, operations: &mut [Operation]) {
        for operation in operations {
            self.rename(&mut operation.name);
        }
    }

    fn port(&self, port: &mut Port, findings: &mut Findings) {
        self.operations(&mut port.operations);
        for part in [&mut port.location, &mut port.protocol]
            .into_iter()
            .flatten()
        {
            self.expression(part, findings);
            self.expression(part, findings);
        }
    }

    fn embedded(&self, lines: &mut [Embedded]) {
        for line in lines {
            let EmbeddedProgram::Constant(name) = &line.program else {
                continue;
            };
            let meaning = self.meanings.get(&name.name);
            if let Some(Value::Literal(Literal::String(path))) = meaning.map(|found| &found.value) {
                line.program = EmbeddedProgram::Path(Text {
                    value: path.clone(),
                    span: name.span,
                });
            }
        }
    }

    /// Puts another name in the place of a name that stands for one.
    fn rename(&self, identifier: &mut Identifier) {
        if let Some(Value::Identifier(other)) = self.value(identifier.name) {
            identifier.name = *other;
        }
    }

    fn value(&self, name: Name) -> Option<&Value> {
        self.meanings.get(&name).map(|meaning| &meaning.value)
    }

    fn process(&self, process: &mut Process, findings: &mut Findings) {
        self.node(NodeMut::Process(process), findings);
    }

    fn expression(&self, expression: &mut Expression, findings: &mut Findings) {
        self.node(NodeMut::Expression(expression), findings);
    }

    fn node(&self, node: NodeMut<'_>, findings: &mut Findings) {
        let node = match node {
            NodeMut::Process(process) => {
                self.statement(process, findings);
                NodeMut::Process(process)
            }
            NodeMut::Expression(expression) => {
                self.factor(expression);
                NodeMut::Expression(expression)
            }
            other => other,
        };
        walk::children_mut(node, &mut |child| self.node(child, findings));
    }

    /// A statement may not begin with a constant; the names of faults and scopes may be constants.
    fn statement(&self, process: &mut Process, findings: &mut Findings) {
        match &mut process.kind {
            ProcessKind::Throw { fault: name, .. }
            | ProcessKind::Scope { name, .. }
            | ProcessKind::Compensate(name) => self.rename(name),
            _ => {}
        }
        let Some(name) = beginning(process) else {
            return;
        };
        let Some(meaning) = self.meanings.get(&name.name) else {
            return;
        };
        let message = format!(
            "`{}` is a constant, and a statement cannot change it",
            name.name
        );
        let mut finding = Diagnostic::new(Code::Q0006, name.span, message)
            .label("a statement begins with the constant here");
        if meaning.span == Span::NOWHERE {
            finding = finding.note(format!(
                "`{}` has its value from outside the text",
                name.name
            ));
        } else {
            finding = finding.related(meaning.span, "the constant is declared here");
        }
        findings.push(finding.help("choose another name for the variable, or for the constant"));
    }

    /// A path that is one plain name and a constant becomes what it stands for.
    fn factor(&self, expression: &mut Expression) {
        match &mut expression.kind {
            ExpressionKind::Path(path) => {
                if let Some(name) = path.single_name()
                    && let Some(Value::Literal(literal)) = self.value(name.name)
                {
                    expression.kind = ExpressionKind::Literal(literal.clone());
                    return;
                }
                self.rename_head(path);
            }
            ExpressionKind::Assign(path, _) => self.rename_head(path),
            ExpressionKind::Step(step) if !step.prefix => self.rename_head(&mut step.path),
            _ => {}
        }
    }

    fn rename_head(&self, path: &mut Path) {
        if path.root == PathRoot::Local
            && let Some(segment) = path.segments.first_mut()
            && let Key::Name(name) = &mut segment.key
        {
            self.rename(name);
        }
    }
}

/// The identifier with which a statement begins; `None` when it begins with something else.
fn beginning(process: &Process) -> Option<Identifier> {
    let head = |path: &Path| match (path.root, path.segments.first().map(|first| &first.key)) {
        (PathRoot::Local, Some(Key::Name(name))) => Some(*name),
        _ => None,
    };
    match &process.kind {
        ProcessKind::Assign { path, .. }
        | ProcessKind::Copy { path, .. }
        | ProcessKind::Alias { path, .. } => head(path),
        ProcessKind::Step(step) if !step.prefix => head(&step.path),
        ProcessKind::Receive(receive) => Some(receive.operation),
        ProcessKind::Send(send) => Some(send.operation),
        ProcessKind::Call(name) => Some(*name),
        _ => None,
    }
}
