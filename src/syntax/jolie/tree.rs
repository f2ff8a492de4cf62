//! The trees of Jolie: what was written, in the order in which it was written, each part with its span.
//!
//! Trees are kept in a normal form, so that reading a printed tree gives the tree again:
//! a [`Process::Sequence`](ProcessKind::Sequence) or [`Parallel`](ProcessKind::Parallel) has at least two parts, and
//! so have [`Or`](ExpressionKind::Or), [`And`](ExpressionKind::And) and type choices; a sum or a product has at
//! least one operand after its first; comments are gone.

use crate::base::{Name, SourceId, Span};

/// A name where it was written.
#[derive(Clone, Copy, Debug)]
pub struct Identifier {
    /// The name.
    pub name: Name,
    /// Where.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// The source that it was read from.
    pub source: SourceId,
    /// Its declarations.
    pub items: Vec<Item>,
}

/// A declaration, at the top of a file or in the body of a service.
#[derive(Clone, Debug)]
pub enum Item {
    /// `from a.b import c as d, e`
    Import(Import),
    /// `include "file"`
    Include(Include),
    /// `constants { A = 1 }`
    Constants(Vec<Constant>),
    /// `execution: concurrent`
    Execution(Execution),
    /// `cset { … }`
    CorrelationSet(CorrelationSet),
    /// `type T: …`
    Type(TypeDeclaration),
    /// `interface I { … }`, and `interface extender E { … }`
    Interface(Interface),
    /// `inputPort P { … }`
    InputPort(Port),
    /// `outputPort P { … }`
    OutputPort(Port),
    /// `embedded { Jolie: "p" in P }`
    Embedded(Vec<Embedded>),
    /// `service S { … }`
    Service(Service),
    /// `define d { P }`
    Define(Define),
    /// `main { P }`
    Main(Code),
    /// `init { P }`
    Init(Code),
    /// `courier P { … }`
    Courier(Courier),
    /// `embed S( e ) as P`, in a service only
    Embed(Embed),
    /// `foreign java { … }`, in a service only
    Foreign(Foreign),
    /// `Interfaces: I, J`, in an internal service only
    Interfaces(Vec<Identifier>),
}

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

/// A string literal where it was written, escapes resolved.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it stands for.
    pub value: String,
    /// Where, quotes included.
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

/// `type T: …`
#[derive(Clone, Debug)]
pub struct TypeDeclaration {
    /// Whether other modules may import it.
    pub access: Access,
    /// Its name.
    pub name: Identifier,
    /// What it stands for.
    pub definition: Type,
    /// The whole declaration.
    pub span: Span,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Which.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A basic type, refined or not, with a tree below or not. `{ … }` alone is a `void` with a tree.
    Basic {
        /// The basic type of the root.
        basic: Basic,
        /// What the root must satisfy.
        refinements: Vec<Refinement>,
        /// The tree below; `None` allows none.
        fields: Option<Fields>,
    },
    /// Another type, or `undefined`.
    Named(Identifier),
    /// `A | B | C`, at least two, none of them a choice.
    Choice(Vec<Type>),
}

/// The basic types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Basic {
    Void,
    Bool,
    Int,
    Long,
    Double,
    String,
    Raw,
    Any,
}

/// What a refined basic type demands.
#[derive(Clone, Debug, PartialEq)]
pub enum Refinement {
    /// `ranges( [a, b], [c, *] )`: in one of these, bounds included; `None` is unbounded.
    Ranges(Vec<(Option<Number>, Option<Number>)>),
    /// `length( [a, b] )`: as many UTF-16 units; `None` is unbounded.
    Length(Option<u32>, Option<u32>),
    /// `regex( "r" )`: the whole string matches a Java regular expression.
    Regex(String),
    /// `enum( ["a", "b"] )`: one of these.
    Enum(Vec<String>),
}

/// A bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Number {
    Int(i32),
    Long(i64),
    Double(f64),
}

/// The tree below a root.
#[derive(Clone, Debug)]
pub struct Fields {
    /// `?`: fields that are not named are allowed too.
    pub open: bool,
    /// The named ones.
    pub fields: Vec<Field>,
}

/// One named subtree.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Identifier,
    /// How many of it.
    pub cardinality: Cardinality,
    /// What each of them is; `void` when nothing is written.
    pub definition: Type,
    /// The whole field.
    pub span: Span,
}

/// From `min` to `max`, `None` being any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cardinality {
    /// At least.
    pub min: u32,
    /// At most; `None` is any number.
    pub max: Option<u32>,
}

impl Cardinality {
    /// Exactly one: what is meant when nothing is written.
    pub const ONE: Self = Self {
        min: 1,
        max: Some(1),
    };
}

/// `interface I { … }`
#[derive(Clone, Debug)]
pub struct Interface {
    /// Whether other modules may import it.
    pub access: Access,
    /// `interface extender`, whose operations may be `*`.
    pub extender: bool,
    /// Its name.
    pub name: Identifier,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// The whole declaration.
    pub span: Span,
}

/// An operation's signature.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name, or `*` in an extender.
    pub name: Identifier,
    /// What it takes and gives.
    pub signature: Signature,
}

/// The two kinds of operations.
#[derive(Clone, Debug)]
pub enum Signature {
    /// One message; no type is `undefined`.
    OneWay {
        /// The message's type.
        request: Option<Identifier>,
    },
    /// A message and its answer, or a fault.
    RequestResponse {
        /// The types of message and answer.
        types: Option<(Identifier, Identifier)>,
        /// The declared faults with their types; no type is `undefined`.
        faults: Vec<(Identifier, Option<Identifier>)>,
    },
}

/// An input port or an output port.
#[derive(Clone, Debug)]
pub struct Port {
    /// Its name.
    pub name: Identifier,
    /// Where it listens, or whom it calls.
    pub location: Option<Expression>,
    /// What it speaks.
    pub protocol: Option<Expression>,
    /// The interfaces that it names.
    pub interfaces: Vec<Identifier>,
    /// The operations written in the port itself.
    pub operations: Vec<Operation>,
    /// `aggregates:`, for input ports.
    pub aggregates: Vec<Aggregation>,
    /// `redirects: Name => Port`, for input ports.
    pub redirects: Vec<(Identifier, Identifier)>,
    /// The whole declaration.
    pub span: Span,
}

/// `{ P, Q } with Extender`
#[derive(Clone, Debug)]
pub struct Aggregation {
    /// The output ports; more than one is a collection.
    pub ports: Vec<Identifier>,
    /// What is added to their types.
    pub extender: Option<Identifier>,
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

/// A behaviour: what Jolie calls a process.
#[derive(Clone, Debug)]
pub struct Process {
    /// Which.
    pub kind: ProcessKind,
    /// Where.
    pub span: Span,
}

/// The kinds of behaviours.
#[derive(Clone, Debug)]
pub enum ProcessKind {
    /// `P | Q`
    Parallel(Vec<Process>),
    /// `P ; Q`
    Sequence(Vec<Process>),
    /// `{ P }`, also written `( P )`
    Block(Box<Process>),
    /// `[ op( x ) ] { P } [ … ] { Q }`
    Choice(Vec<Branch>),
    /// `provide CHOICE until CHOICE`
    ProvideUntil {
        /// What is offered again and again.
        provide: Vec<Branch>,
        /// What ends it.
        until: Vec<Branch>,
    },
    /// `op( x )`, or `op( x )( e ) { P }`
    Receive(Receive),
    /// `op@Port( e )`, or `op@Port( e )( x ) [ F => P ]`
    Send(Send),
    /// `forward Port( x )( y )`, in couriers
    Forward {
        /// The output port; `None` is the aggregated one.
        port: Option<Identifier>,
        /// The message.
        request: Option<Path>,
        /// For request-response: where the answer goes, which may be nowhere.
        response: Option<Option<Path>>,
    },
    /// `path = e`, `path += e`, …
    Assign {
        /// What is changed.
        path: Path,
        /// How.
        operator: AssignOperator,
        /// To what.
        value: Expression,
    },
    /// `path << e`, or `path <<- e`
    Copy {
        /// What is changed.
        path: Path,
        /// Whether links are copied as links: `<<-`.
        links: bool,
        /// The tree.
        value: Expression,
    },
    /// `path -> path`
    Alias {
        /// The new name.
        path: Path,
        /// What it stands for.
        target: Path,
    },
    /// `path++`, `++path`, …
    Step(Step),
    /// `with( path ) { P }`
    With {
        /// What is put before paths that start with a dot.
        path: Path,
        /// Where.
        body: Box<Process>,
    },
    /// `undef( path )`
    Undefine(Path),
    /// `synchronized( lock ) { P }`
    Synchronized {
        /// The lock, one for the whole interpreter.
        lock: Identifier,
        /// What is done under it.
        body: Box<Process>,
    },
    /// `spawn( i over e ) in path { P }`
    Spawn {
        /// The index of each copy.
        index: Path,
        /// How many.
        bound: Expression,
        /// Where the results are gathered.
        result: Option<Path>,
        /// What each copy does.
        body: Box<Process>,
    },
    /// `for( init, condition, post ) P`
    For {
        /// Done first.
        init: Box<Process>,
        /// Asked before each round.
        condition: Expression,
        /// Done after each round.
        post: Box<Process>,
        /// The round.
        body: Box<Process>,
    },
    /// `for( item in array ) P`
    ForIn {
        /// An alias of each element.
        item: Path,
        /// The vector.
        array: Path,
        /// The round.
        body: Box<Process>,
    },
    /// `foreach( key : path ) P`
    Foreach {
        /// The name of each child.
        key: Path,
        /// Whose children.
        target: Path,
        /// The round.
        body: Box<Process>,
    },
    /// `while( e ) { P }`
    While {
        /// Asked before each round.
        condition: Expression,
        /// The round.
        body: Box<Process>,
    },
    /// `if( e ) P else if( e ) P else P`
    If {
        /// Conditions and what they lead to, in order.
        branches: Vec<(Expression, Process)>,
        /// Otherwise.
        otherwise: Option<Box<Process>>,
    },
    /// `scope( s ) { P }`
    Scope {
        /// Its name.
        name: Identifier,
        /// What is done in it.
        body: Box<Process>,
    },
    /// `install( F => P, … )`
    Install(Vec<Handler>),
    /// `comp( s )`
    Compensate(Identifier),
    /// `cH`
    CurrentHandler,
    /// `throw( F, e )`
    Throw {
        /// The fault.
        fault: Identifier,
        /// What it carries.
        value: Option<Expression>,
    },
    /// `linkIn( l )`
    LinkIn(Identifier),
    /// `linkOut( l )`
    LinkOut(Identifier),
    /// `nullProcess`
    Nothing,
    /// `exit`
    Exit,
    /// A bare name: the body of a definition.
    Call(Identifier),
}

/// One branch of an input choice.
#[derive(Clone, Debug)]
pub struct Branch {
    /// What is waited for.
    pub guard: Receive,
    /// What follows; `None` when nothing is written.
    pub body: Option<Process>,
    /// The whole branch.
    pub span: Span,
}

/// An input: one-way or request-response.
#[derive(Clone, Debug)]
pub struct Receive {
    /// The operation.
    pub operation: Identifier,
    /// Where the message goes.
    pub target: Option<Path>,
    /// For request-response: how it is answered.
    pub reply: Option<Box<Reply>>,
    /// The whole input.
    pub span: Span,
}

/// `( e ) { P }`: P runs, then e is the answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The answer; `None` is an empty one.
    pub value: Option<Expression>,
    /// What is done between request and answer.
    pub body: Option<Process>,
}

/// An output: a notification or a solicit-response.
#[derive(Clone, Debug)]
pub struct Send {
    /// The operation.
    pub operation: Identifier,
    /// The output port.
    pub port: Identifier,
    /// The message; `None` is an empty one.
    pub argument: Option<Expression>,
    /// For solicit-response: what is done with the answer.
    pub solicit: Option<Box<Solicit>>,
    /// The whole output.
    pub span: Span,
}

/// `( path ) [ F => P ]`
#[derive(Clone, Debug)]
pub struct Solicit {
    /// Where the answer goes.
    pub target: Option<Path>,
    /// Handlers installed when the request is sent.
    pub handlers: Vec<Handler>,
}

/// `F G => P`
#[derive(Clone, Debug)]
pub struct Handler {
    /// What is handled.
    pub names: Vec<HandlerName>,
    /// How.
    pub body: Process,
}

/// What a handler is for.
#[derive(Clone, Copy, Debug)]
pub enum HandlerName {
    /// `this`: termination and compensation.
    This(Span),
    /// A fault, or `default`.
    Fault(Identifier),
}

/// How an assignment changes its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum AssignOperator {
    Set,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// `path++` and its likes.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is changed.
    pub path: Path,
    /// By one up, or by one down.
    pub up: bool,
    /// Whether the operator stands before.
    pub prefix: bool,
}

/// A path to a variable: `a.b[1].( e )`
#[derive(Clone, Debug)]
pub struct Path {
    /// What it starts from.
    pub root: PathRoot,
    /// Its segments; empty only for `global` alone.
    pub segments: Vec<Segment>,
    /// Where.
    pub span: Span,
}

impl Path {
    /// The names of the segments when each is a plain name without an index.
    #[must_use]
    pub fn names(&self) -> Option<Vec<Name>> {
        self.segments
            .iter()
            .map(|segment| match (&segment.key, &segment.index) {
                (Key::Name(name), None) => Some(name.name),
                _ => None,
            })
            .collect()
    }

    /// The name when the path is one plain name.
    #[must_use]
    pub fn single_name(&self) -> Option<Identifier> {
        match (self.root, self.segments.as_slice()) {
            (
                PathRoot::Local,
                [
                    Segment {
                        key: Key::Name(name),
                        index: None,
                    },
                ],
            ) => Some(*name),
            _ => None,
        }
    }
}

/// What a path starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathRoot {
    /// The state of the session.
    Local,
    /// `global.`
    Global,
    /// `csets.`
    Correlation,
    /// A leading dot: the path of the `with` around it.
    With,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Which child.
    pub key: Key,
    /// Which of its elements; `None` is the first, or all of them where a vector is meant.
    pub index: Option<Box<Expression>>,
}

/// The name of a child.
#[derive(Clone, Debug)]
pub enum Key {
    /// Written down.
    Name(Identifier),
    /// `( e )`: computed.
    Computed(Box<Expression>),
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Which.
    pub kind: ExpressionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// `a || b`
    Or(Vec<Expression>),
    /// `a && b`
    And(Vec<Expression>),
    /// `a < b`
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `a instanceof T`
    InstanceOf(Box<Expression>, Type),
    /// `a + b - c`; `a -1` is `a + (-1)`
    Sum(Box<Expression>, Vec<(SumOperator, Expression)>),
    /// `a * b / c % d`
    Product(Box<Expression>, Vec<(ProductOperator, Expression)>),
    /// `!a`
    Not(Box<Expression>),
    /// A literal.
    Literal(Literal),
    /// The value at a path.
    Path(Path),
    /// `path = e`
    Assign(Path, Box<Expression>),
    /// `path++`
    Step(Step),
    /// `#path`
    Size(Path),
    /// `op@Port( e )`
    Solicit {
        /// The operation.
        operation: Identifier,
        /// The output port.
        port: Identifier,
        /// The message; `None` is an empty one.
        argument: Option<Box<Expression>>,
    },
    /// `^path`: its value when the handler was installed
    Frozen(Path),
    /// `new`
    Fresh,
    /// `is_defined( path )`
    IsDefined(Path),
    /// `is_int( path )`
    IsType(Basic, Path),
    /// `int( e )`
    Cast(Basic, Box<Expression>),
    /// `if( g ) a else b`
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `( e )`
    Group(Box<Expression>),
    /// `root { .a = 1, .b << t }`; no root is a void one
    Tree(Option<Box<Expression>>, Vec<TreeEntry>),
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Literal {
    Bool(bool),
    Int(i32),
    Long(i64),
    Double(f64),
    String(String),
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `+` or `-`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum SumOperator {
    Add,
    Subtract,
}

/// `*`, `/` or `%`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ProductOperator {
    Multiply,
    Divide,
    Modulo,
}

/// One entry of an inline tree.
#[derive(Clone, Debug)]
pub struct TreeEntry {
    /// Where it goes, below the root.
    pub path: Path,
    /// What goes there.
    pub value: TreeValue,
}

/// What an entry of an inline tree puts in its place.
#[derive(Clone, Debug)]
pub enum TreeValue {
    /// `= e`
    Assign(Expression),
    /// `<< e`
    Copy(Expression),
    /// `-> path`
    Alias(Path),
}
