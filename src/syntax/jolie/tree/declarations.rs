//! Declarations: imports, constants, sessions, services and what they hold.

use super::{Expression, Identifier, Item, Literal, Path, Process, Text, Type};
use crate::base::Span;

/// `from PATH import …`
#[derive(Clone, Debug)]
pub struct Import {
    /// Leading dots: 0 is absolute, 1 the folder of the file, 2 the one above.
    pub dots: usize,
    /// The parts of the path.
    pub path: Vec<Identifier>,
    /// What is imported; `None` is `*`.
    pub symbols: Option<Vec<ImportedSymbol>>,
    /// The whole declaration.
    pub span: Span,
}

impl Import {
    /// The module's path as it is written: `..a.b`.
    #[must_use]
    pub fn module(&self) -> String {
        let parts: Vec<&str> = self.path.iter().map(|part| part.name.as_str()).collect();
        ".".repeat(self.dots) + &parts.join(".")
    }
}

/// `x as y`
#[derive(Clone, Copy, Debug)]
pub struct ImportedSymbol {
    /// The name in the other module.
    pub name: Identifier,
    /// The name here, when it differs.
    pub alias: Option<Identifier>,
}

/// `include "file"`
#[derive(Clone, Debug)]
pub struct Include {
    /// The file as it is written.
    pub file: Text,
    /// The whole declaration.
    pub span: Span,
}

/// `A = 1`
#[derive(Clone, Debug)]
pub struct Constant {
    /// Its name.
    pub name: Identifier,
    /// The token that replaces it.
    pub value: ConstantValue,
}

/// What a constant stands for.
#[derive(Clone, Debug)]
pub enum ConstantValue {
    /// A literal.
    Literal(Literal),
    /// Another identifier, put in its place.
    Identifier(Identifier),
}

/// `execution: MODE`
#[derive(Clone, Copy, Debug)]
pub struct Execution {
    /// The mode.
    pub mode: ExecutionMode,
    /// The whole declaration.
    pub span: Span,
}

/// How a service runs its sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExecutionMode {
    /// Once.
    #[default]
    Single,
    /// One session after another.
    Sequential,
    /// Any number of sessions together.
    Concurrent,
}

/// `cset { … }`
#[derive(Clone, Debug)]
pub struct CorrelationSet {
    /// Its variables.
    pub variables: Vec<CorrelationVariable>,
    /// The whole declaration.
    pub span: Span,
}

/// `path: Type.path Type.path`
#[derive(Clone, Debug)]
pub struct CorrelationVariable {
    /// The variable, without `csets.`
    pub path: Path,
    /// Where it stands in each message.
    pub aliases: Vec<CorrelationAlias>,
}

/// `Type.path`
#[derive(Clone, Debug)]
pub struct CorrelationAlias {
    /// The message type.
    pub message: Identifier,
    /// The path in it.
    pub path: Path,
}

/// `private` or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// May be imported.
    #[default]
    Public,
    /// May not.
    Private,
}

/// One line of `embedded { … }`.
#[derive(Clone, Debug)]
pub struct Embedded {
    /// What kind of program.
    pub technology: Technology,
    /// Its path, or the name of a constant.
    pub program: EmbeddedProgram,
    /// The output port that is bound to it.
    pub port: Option<Identifier>,
    /// The whole line.
    pub span: Span,
}

/// The program of an [`Embedded`].
#[derive(Clone, Debug)]
pub enum EmbeddedProgram {
    /// A path, or a class.
    Path(Text),
    /// A constant that stands for one.
    Constant(Identifier),
}

/// What an embedded program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Technology {
    Jolie,
    Java,
    JavaScript,
}

/// `service S( p: T ) { … }`
#[derive(Clone, Debug)]
pub struct Service {
    /// Whether other modules may import it.
    pub access: Access,
    /// Its name.
    pub name: Identifier,
    /// The parameter that it takes when it is embedded or started.
    pub parameter: Option<Parameter>,
    /// Its body.
    pub items: Vec<Item>,
    /// The whole declaration.
    pub span: Span,
}

/// `p: T`
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The variable.
    pub name: Identifier,
    /// Its type.
    pub definition: Type,
}

/// `define d { P }`
#[derive(Clone, Debug)]
pub struct Define {
    /// Its name.
    pub name: Identifier,
    /// What it stands for.
    pub body: Process,
    /// The whole declaration.
    pub span: Span,
}

/// The body of `main` or `init`.
#[derive(Clone, Debug)]
pub struct Code {
    /// What runs.
    pub body: Process,
    /// The keyword.
    pub keyword: Span,
    /// The whole declaration.
    pub span: Span,
}

/// `courier P { … }`
#[derive(Clone, Debug)]
pub struct Courier {
    /// The input port.
    pub port: Identifier,
    /// Its branches.
    pub branches: Vec<CourierBranch>,
    /// The whole declaration.
    pub span: Span,
}

/// `[ op( x )( y ) ] { P }`, or `[ interface I( x )( y ) ] { P }`
#[derive(Clone, Debug)]
pub struct CourierBranch {
    /// All operations of an interface, or one operation.
    pub guard: CourierGuard,
    /// Where the message goes.
    pub request: Path,
    /// Where the answer is taken from; `None` is one-way.
    pub response: Option<Path>,
    /// What runs.
    pub body: Process,
    /// The whole branch.
    pub span: Span,
}

/// What a courier's branch stands for.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum CourierGuard {
    Interface(Identifier),
    Operation(Identifier),
}

/// `embed S( e ) as P`
#[derive(Clone, Debug)]
pub struct Embed {
    /// The service.
    pub service: Identifier,
    /// What it is given.
    pub argument: Option<Expression>,
    /// The output port that is bound to it.
    pub binding: Option<EmbedBinding>,
    /// The whole declaration.
    pub span: Span,
}

/// How an embedded service is reached.
#[derive(Clone, Copy, Debug)]
pub enum EmbedBinding {
    /// `as P`: a new output port.
    New(Identifier),
    /// `in P`: an output port that is declared.
    Existing(Identifier),
}

/// `foreign java { key: value }`
#[derive(Clone, Debug)]
pub struct Foreign {
    /// The technology, `java`.
    pub technology: Identifier,
    /// Its entries; a value runs to the end of its line.
    pub entries: Vec<(Identifier, String)>,
    /// The whole declaration.
    pub span: Span,
}
