//! The compact form of one service: a flat list of operations on a stack of values, with its tables beside it.
//!
//! Variables are slots. Expressions leave their value on the stack of the thread that runs them. What waits (an output,
//! an input, a join) is one operation, at which the thread stays. Frames are opened and closed by operations too, so a
//! thread is a place in the code, a stack and its frames, and nothing of the host's stack.

mod path;

pub use path::{Index, Key, Path, Root, Segment};

use super::value::{Arithmetic, Text, Value};
use crate::base::{Name, Span};
use crate::program::{Program, ServiceId, TypeId};
use crate::syntax::jolie::tree::{Basic, Comparison, ExecutionMode};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A place in the code.
pub type Place = u32;

/// The position of a path in [`Code::paths`].
pub type PathId = u32;

/// The code of one service.
#[derive(Debug)]
pub struct Code {
    /// The program that declares it: types are looked up here.
    pub program: Arc<Program>,
    /// Which of its services.
    pub service: ServiceId,
    /// The operations.
    pub operations: Vec<Operation>,
    /// Where each is written.
    pub spans: Vec<Span>,
    /// Literals.
    pub constants: Vec<Value>,
    /// Paths.
    pub paths: Vec<Path>,
    /// The variables, by slot.
    pub slots: Vec<Name>,
    /// Outputs, by their place in the source.
    pub outputs: Vec<Arc<Output>>,
    /// Input choices.
    pub choices: Vec<Vec<Branch>>,
    /// The threads of each `|`.
    pub forks: Vec<Vec<Place>>,
    /// What each `install` installs.
    pub installs: Vec<Vec<Handler>>,
    /// `spawn`s.
    pub spawns: Vec<Spawn>,
    /// By scope, the variable that gets what its faults carry.
    pub scopes: Vec<u32>,
    /// The names of locks.
    pub locks: Vec<Name>,
    /// The names of links.
    pub links: Vec<Name>,
    /// The faults that are thrown.
    pub faults: Vec<Text>,
    /// What the service receives, by [`InputId`].
    pub inputs: Vec<Input>,
    /// The inputs by the name of their operation.
    pub input_by_name: FxHashMap<Text, InputId>,
    /// The slot of the correlation variables: `csets`.
    pub correlation: u32,
    /// The correlation sets: for each variable its path.
    pub sets: Vec<Vec<PathId>>,
    /// The input ports.
    pub input_ports: Vec<InputPort>,
    /// The output ports.
    pub output_ports: Vec<OutputPort>,
    /// The branches of couriers; their input is none of [`Code::inputs`].
    pub couriers: Vec<Branch>,
    /// What is embedded.
    pub embeds: Vec<Embed>,
    /// The slot of the parameter.
    pub parameter: Option<u32>,
    /// How it runs its sessions.
    pub mode: ExecutionMode,
    /// Where `init` starts.
    pub init: Option<Place>,
    /// What runs then.
    pub main: Main,
}

/// What a service does once it is initialised.
#[derive(Debug, Default)]
pub enum Main {
    /// It only listens.
    #[default]
    Nothing,
    /// It runs once.
    Once(Place),
    /// Messages start sessions: the branches, by input.
    Starters(Vec<Branch>),
}

/// What a request is answered by.
#[derive(Clone, Debug)]
pub struct Response {
    /// The type of the answer.
    pub value: TypeId,
    /// The declared faults, with the types of what they carry.
    pub faults: Vec<(Text, TypeId)>,
}

/// The position of an input in [`Code::inputs`].
pub type InputId = u32;

/// An operation that a service receives.
#[derive(Debug)]
pub struct Input {
    /// Its name.
    pub name: Text,
    /// Its request type.
    pub request: TypeId,
    /// For request-response: what is answered.
    pub response: Option<Response>,
    /// The queue: 0, or one more than the correlation set.
    pub queue: u32,
    /// For each variable of its correlation set, where it stands in the message: names from the root.
    pub aliases: Vec<Vec<Text>>,
}

/// An input port.
#[derive(Debug)]
pub struct InputPort {
    /// Its name.
    pub name: Name,
    /// Where the code that leaves its location on the stack starts; it ends with [`Operation::Done`].
    pub location: Option<Place>,
    /// Its protocol.
    pub protocol: Option<Name>,
    /// Where the code that leaves its protocol with its options on the stack starts, if it has any.
    pub configuration: Option<Place>,
    /// What is done with each operation.
    pub operations: FxHashMap<Text, Exposed>,
    /// Resource names with the output ports behind them, by their position.
    pub redirects: FxHashMap<Text, u32>,
}

/// What an input port does with an operation.
#[derive(Clone, Debug)]
pub enum Exposed {
    /// The service receives it.
    Own(InputId),
    /// It is handed on to an output port.
    Aggregated {
        /// Which, by its position.
        port: u32,
        /// The types of the operation as it is exposed: extended ones.
        signature: Arc<Output>,
        /// The fields that an extender adds, which are not handed on.
        extended: Vec<Text>,
        /// The courier that handles it.
        courier: Option<u32>,
    },
    /// A courier handles an operation of the service itself.
    Courier(u32, InputId),
}

/// An output port.
#[derive(Debug)]
pub struct OutputPort {
    /// Its name.
    pub name: Name,
    /// The variable of that name, in which its location is kept.
    pub slot: u32,
    /// Where the code that leaves its location on the stack starts.
    pub location: Option<Place>,
    /// Its protocol.
    pub protocol: Option<Name>,
    /// Where the code that leaves its protocol with its options on the stack starts, if it has any.
    pub configuration: Option<Place>,
    /// Whether that holds aliases: what they stand for is looked up at each message.
    pub follows: bool,
    /// Its operations.
    pub operations: Arc<FxHashMap<Text, Arc<Output>>>,
}

/// A program that is embedded.
#[derive(Debug)]
pub struct Embed {
    /// What.
    pub target: Embedded,
    /// The output port that is bound to it, by its position.
    pub port: Option<u32>,
    /// Where the code of its parameter starts.
    pub argument: Option<Place>,
    /// How many milliseconds an answer to its calls may take, where it is said.
    pub timeout: Option<u64>,
    /// The whole declaration.
    pub span: Span,
}

/// What is embedded.
#[derive(Clone, Debug)]
pub enum Embedded {
    /// A service of the same program.
    Service(ServiceId),
    /// Something written in Java or JavaScript.
    Foreign(String),
    /// Something that was not found.
    Missing(String),
}

/// An operation as an output port declares it.
#[derive(Debug)]
pub struct Output {
    /// Its name.
    pub name: Text,
    /// The output port, by its position.
    pub port: u32,
    /// The type of the request.
    pub request: TypeId,
    /// For request-response: what is answered.
    pub response: Option<Response>,
}

/// One branch of an input choice.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Which input.
    pub input: InputId,
    /// Where the message goes.
    pub target: Option<PathId>,
    /// What follows.
    pub body: Place,
}

/// A handler as it is written.
#[derive(Clone, Debug)]
pub struct Handler {
    /// What it handles.
    pub keys: Vec<HandlerKey>,
    /// Where its code starts; it ends with [`Operation::Return`].
    pub body: Place,
    /// The paths that are read when it is installed (`^x`).
    pub frozen: Vec<PathId>,
}

/// What a handler is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum HandlerKey {
    /// `this`
    This,
    /// A fault, or `default`.
    Fault(Text),
}

/// A `spawn`.
#[derive(Debug)]
pub struct Spawn {
    /// The variable of the index.
    pub index: PathId,
    /// Where the results go.
    pub result: Option<PathId>,
    /// Where the body starts; it ends with [`Operation::End`].
    pub body: Place,
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    /// Pushes a literal.
    Constant(u32),
    /// Pushes an int.
    Int(i32),
    /// Pushes the root of a variable.
    Slot(u32),
    /// Pushes the root of what is at a path.
    Root(PathId),
    /// Pushes the tree at a path, aliases in it followed.
    Tree(PathId),
    /// Pushes the tree at a path, which is made when it is not there.
    Made(PathId),
    /// Pushes the number of elements.
    Size(PathId),
    /// Pushes whether there is something.
    IsDefined(PathId),
    /// Pushes whether the root is of a kind.
    IsType(Basic, PathId),
    /// Pushes an identifier that nobody has.
    Fresh,
    /// Pushes a value that was kept when the handler around was installed.
    Frozen(u32),
    /// Takes two roots, pushes the result.
    Arithmetic(Arithmetic),
    /// Takes a root, pushes the result of it and a number.
    ArithmeticInt(Arithmetic, i32),
    /// Takes two roots, pushes whether they compare so.
    Compare(Comparison),
    /// Takes a root, pushes whether it compares so to a number.
    CompareInt(Comparison, i32),
    /// Takes a root, pushes its negation.
    Not,
    /// Takes a value, pushes whether it is of a type.
    InstanceOf(TypeId),
    /// Takes a root, pushes it as another kind.
    Cast(Basic),
    /// Takes a root; if it is not true, pushes false and jumps.
    AndElse(Place),
    /// Takes a root; if it is true, pushes true and jumps.
    OrElse(Place),
    /// Takes a root, pushes whether it is true.
    Truth,
    /// Takes a root, jumps if it is not true.
    JumpIfNot(Place),
    /// Jumps.
    Jump(Place),
    /// Takes the children away from the value on top.
    Bare,
    /// Takes a root, sets it at a path of the tree below it.
    TreeSet(PathId),
    /// Takes a tree, copies it to a path of the tree below it.
    TreeCopy(PathId),
    /// Copies all elements at a path to one of the tree on top.
    TreeCopyVector {
        /// To.
        to: PathId,
        /// From.
        from: PathId,
    },
    /// Takes the value on top away.
    Pop,
    /// Makes what is at a path when it is not there.
    Make(PathId),
    /// Takes a root and sets it.
    Assign(PathId),
    /// Takes a root and sets that of a variable.
    AssignSlot(u32),
    /// Takes a root, sets it, pushes what is there then.
    AssignKeep(PathId),
    /// Takes a root and changes what is at a path by it.
    Update(Arithmetic, PathId),
    /// Adds one or takes one away.
    Step {
        /// What is changed.
        path: PathId,
        /// One up, or one down.
        up: bool,
    },
    /// Adds one to an int variable or takes one away.
    StepSlot {
        /// The variable.
        slot: u32,
        /// One up, or one down.
        up: bool,
    },
    /// Adds one or takes one away, and pushes the value after it or before it.
    StepKeep {
        /// What is changed.
        path: PathId,
        /// One up, or one down.
        up: bool,
        /// Whether the value after it is pushed.
        prefix: bool,
    },
    /// Copies what is at one path over what is at another: all elements, or one where a path names one.
    Copy {
        /// To.
        to: PathId,
        /// From.
        from: PathId,
    },
    /// Takes a tree and copies it to a path.
    CopyTree(PathId),
    /// Takes a message and puts it at a path, in place of what is there.
    Bind(PathId),
    /// Makes one path an alias of another.
    Alias {
        /// The alias.
        path: PathId,
        /// What it stands for.
        target: PathId,
    },
    /// Takes away what is at a path.
    Undefine(PathId),
    /// Begins to go through the elements at a path.
    Elements(PathId),
    /// Makes a path an alias of the next element, or goes where the loop ends.
    NextElement {
        /// The alias.
        item: PathId,
        /// The vector.
        array: PathId,
        /// Where the loop ends.
        done: Place,
    },
    /// Begins to go through the names of the children at a path.
    Names(PathId),
    /// Sets a path to the next name, or goes where the loop ends.
    NextName {
        /// What is set.
        key: PathId,
        /// Where the loop ends.
        done: Place,
    },
    /// Runs a definition.
    Call(Place),
    /// Ends a definition or a handler.
    Return,
    /// Ends the thread.
    End,
    /// Ends the code of an expression.
    Done,
    /// Opens a scope; `leave` is where it is left.
    Enter {
        /// Which.
        scope: u32,
        /// Its [`Operation::Leave`].
        leave: Place,
    },
    /// Closes the innermost scope.
    Leave,
    /// Installs handlers.
    Install(u32),
    /// Runs what a scope has left.
    Compensate(u32),
    /// Runs the handler that the one around replaced.
    CurrentHandler,
    /// Raises a fault; takes what it carries.
    Throw(u32),
    /// Ends the program.
    Exit,
    /// Takes a message, sends it, waits until it has arrived.
    Notify(u32),
    /// Takes a message, sends it, waits for the answer and pushes it.
    Solicit(u32),
    /// Waits for a message.
    Receive(u32),
    /// Takes a value and answers the request around with it.
    Reply,
    /// In a courier: hands the message at a path on to the port around, and goes on once it has arrived, with the answer
    /// pushed if there is one.
    Forward {
        /// The output port by its position; `u32::MAX` is the aggregated one.
        port: u32,
        /// The message.
        request: PathId,
    },
    /// Runs threads side by side.
    Fork(u32),
    /// Takes a number and runs so many copies of a body.
    Spawn(u32),
    /// Takes a signal.
    LinkIn(u32),
    /// Gives a signal.
    LinkOut(u32),
    /// Takes a lock.
    Lock(u32),
    /// Gives the innermost lock back.
    Unlock,
}

impl Code {
    /// The service as the program has it.
    #[must_use]
    pub fn declaration(&self) -> &crate::program::Service {
        &self.program[self.service]
    }

    /// The name of the port that an output goes by.
    #[must_use]
    pub fn port_name(&self, output: &Output) -> &str {
        let port = self.output_ports.get(output.port as usize);
        port.map_or("", |port| port.name.as_str())
    }

    /// Where the operation at a place is written.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        self.spans
            .get(place as usize)
            .copied()
            .unwrap_or(Span::NOWHERE)
    }
}
