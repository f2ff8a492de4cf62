//! Behaviours: what Jolie calls processes.

use super::{Expression, Identifier, Path};
use crate::base::Span;

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

impl Receive {
    /// What is done between the request and its answer, when something is.
    #[must_use]
    pub fn answering(&self) -> Option<&Process> {
        self.reply.as_ref().and_then(|reply| reply.body.as_ref())
    }
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
