//! What a program is once every name is resolved.
//!
//! Everything is kept in arenas of [`Program`] and named by typed indices; behaviours stay trees
//! ([`Process`]), with constants already put in their places.

use crate::base::{Name, SourceId, Span};
use crate::syntax::jolie::tree::{
    Basic, Cardinality, ExecutionMode, Expression, Identifier, Path, Process, Refinement,
};
use crate::syntax::jolie::walk::{self, Output};
use crate::syntax::session::tree::{Plays, Session};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// A map that keeps the order of insertion, which is the order of the source.
pub type Table<V> = IndexMap<Name, V, FxBuildHasher>;

macro_rules! index {
    ($(#[$doc:meta] $name:ident $vector:ident $item:ty;)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(crate) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The position in its arena.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::ops::Index<$name> for Program {
            type Output = $item;
            fn index(&self, index: $name) -> &$item {
                &self.$vector[index.index()]
            }
        }
    )*};
}

index! {
    /// A module of a program.
    ModuleId modules Module;
    /// A service of a program.
    ServiceId services Service;
    /// A data type of a program.
    TypeId types DataType;
    /// An interface of a program.
    InterfaceId interfaces InterfaceDefinition;
}

/// Every module that was reached, resolved.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The modules, those that were asked for first.
    pub modules: Vec<Module>,
    /// The services of all modules, standard ones included.
    pub services: Vec<Service>,
    /// The data types, named and anonymous.
    pub types: Vec<DataType>,
    /// The interfaces.
    pub interfaces: Vec<InterfaceDefinition>,
    /// The types that `instanceof` tests for, by where the test is written.
    pub tested: FxHashMap<Span, TypeId>,
    /// The sources of standard packages and standard include files.
    pub standard: Vec<SourceId>,
    /// The sessions that modules declare.
    pub sessions: Vec<SessionDeclaration>,
}

/// A session, in the module that declares it.
#[derive(Clone, Debug)]
pub struct SessionDeclaration {
    /// The module.
    pub module: ModuleId,
    /// What it says.
    pub session: Session,
    /// The types that its messages may name.
    pub types: FxHashMap<Name, TypeId>,
}

impl Program {
    /// Whether the user asked for this source, and it was not only reached.
    #[must_use]
    pub fn is_asked(&self, source: SourceId) -> bool {
        let mut modules = self.modules.iter();
        modules.any(|module| module.asked && module.source == source)
    }

    /// The service that is started: the one that is asked for by name, else `Main`, else the only one.
    #[must_use]
    pub fn entry(&self, name: Option<&str>) -> Option<ServiceId> {
        let asked = self.modules.iter().filter(|module| module.asked);
        let services = asked.flat_map(|module| module.services.iter().copied());
        let started: Vec<ServiceId> = services
            .filter(|service| self[*service].can_be_started())
            .collect();
        let mut named = started
            .iter()
            .filter(|service| self[**service].name == name.unwrap_or("Main"));
        match (named.next(), named.next(), started.as_slice()) {
            (Some(one), None, _) => Some(*one),
            (None, _, [only]) if name.is_none() => Some(*only),
            _ => None,
        }
    }
}

/// One file with what it includes.
#[derive(Clone, Debug)]
pub struct Module {
    /// The path that people see; `<console>` for a standard package.
    pub name: String,
    /// Its source.
    pub source: SourceId,
    /// Where it lies, symbolic links followed; `None` for a standard package.
    pub path: Option<PathBuf>,
    /// Whether it was asked for, and not only reached.
    pub asked: bool,
    /// Whether it was asked for by its own name, and not found in a folder that was.
    pub named: bool,
    /// Whether it is one of the standard packages or includes.
    pub standard: bool,
    /// The services that it declares, the one made of an old-style program included.
    pub services: Vec<ServiceId>,
}

/// A service: one running program.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name; `Main` for an old-style program.
    pub name: Name,
    /// Where it is named; the start of `main` for an old-style program.
    pub span: Span,
    /// The module that declares it.
    pub module: ModuleId,
    /// What it is made of.
    pub kind: ServiceKind,
    /// The parameter that it takes.
    pub parameter: Option<(Identifier, TypeId)>,
    /// How it runs its sessions.
    pub execution: ExecutionMode,
    /// Its input ports.
    pub input_ports: Table<InputPort>,
    /// Its output ports.
    pub output_ports: Table<OutputPort>,
    /// Its correlation sets.
    pub correlation_sets: Vec<CorrelationSet>,
    /// Its definitions.
    pub definitions: Table<Definition>,
    /// What is done first, in order.
    pub init: Vec<Arc<Process>>,
    /// Its behaviour; `None` when it has none.
    pub main: Option<Definition>,
    /// Its couriers.
    pub couriers: Vec<Courier>,
    /// The programs that it embeds.
    pub embeds: Vec<Embed>,
    /// Whether everything that it is made of was found and could be read. When not, a reported cause may have
    /// taken ports, operations or definitions away: what follows from their absence must not be reported.
    pub complete: bool,
    /// The roles that it plays.
    pub plays: Vec<Plays>,
}

impl Service {
    /// Whether Jolie can start it by its name.
    #[must_use]
    pub fn can_be_started(&self) -> bool {
        matches!(self.kind, ServiceKind::Declared | ServiceKind::OldStyle)
    }

    /// All that it does: `init`, definitions, `main` and the branches of couriers.
    pub fn behaviours(&self) -> impl Iterator<Item = &Process> {
        let init = self.init.iter().map(|init| &**init);
        let definitions = self.definitions.values().chain(&self.main);
        let couriers = self.couriers.iter();
        let branches = couriers.flat_map(|courier| &courier.branches);
        init.chain(definitions.map(|definition| &*definition.body))
            .chain(branches.map(|branch| &*branch.body))
    }

    /// Visits every output of its behaviours, those in expressions included.
    pub fn each_send<'a>(&'a self, visit: &mut dyn FnMut(Output<'a>)) {
        for process in self.behaviours() {
            walk::sends(process, visit);
        }
    }

    /// Whether it sends an operation of this name, by whatever port.
    #[must_use]
    pub fn sends(&self, operation: &str) -> bool {
        let mut found = false;
        self.each_send(&mut |output| found |= output.operation.name == operation);
        found
    }

    /// Whether everything that it names was found, in its ports too.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
            && self.input_ports.values().all(|port| port.complete)
            && self.output_ports.values().all(|port| port.complete)
    }
}

/// What a service is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// Written as `service` at the top of a module.
    Declared,
    /// The old style: a file with `main` and no `service`.
    OldStyle,
    /// `service S { Interfaces: … }` inside another program: concurrent, reached by an output port of its name.
    Internal,
    /// Written in Java; the class, where it is known.
    Foreign(Option<String>),
}

/// A named behaviour.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name: the identifier of `define`, or the keyword `main`.
    pub span: Span,
    /// What it does.
    pub body: Arc<Process>,
}

/// Where a port listens or whom it calls.
#[derive(Clone, Debug)]
pub enum Location {
    /// Written down: `socket://localhost:8000`, `local`, `local://A`.
    Literal(String, Span),
    /// Computed, or taken from a parameter.
    Computed(Expression),
}

impl Location {
    /// Whether it lies where other programs are, as far as that is written: not in this one.
    #[must_use]
    pub fn leaves(&self) -> bool {
        match self {
            Self::Literal(text, _) => text != "local" && !text.starts_with("local:"),
            Self::Computed(_) => true,
        }
    }
}

/// A port on which a service receives.
#[derive(Clone, Debug)]
pub struct InputPort {
    /// Its name.
    pub name: Identifier,
    /// Where it listens.
    pub location: Option<Location>,
    /// What it speaks: `sodep`, `http`; `None` for local ports.
    pub protocol: Option<Name>,
    /// How it is spoken, where more than a name is written: an expression whose root is the name.
    pub configuration: Option<Expression>,
    /// The interfaces that it names.
    pub interfaces: Vec<InterfaceId>,
    /// Its own operations: those of its interfaces and those written in it. Aggregated ones are not here.
    pub operations: Table<Operation>,
    /// What it aggregates.
    pub aggregates: Vec<Aggregation>,
    /// Resource names with the output ports behind them.
    pub redirects: Vec<(Identifier, Identifier)>,
    /// Whether everything that it names was found; when not, it may have more operations than these.
    pub complete: bool,
}

/// `{ P, Q } with Extender`, resolved.
#[derive(Clone, Debug)]
pub struct Aggregation {
    /// The output ports, by name.
    pub ports: Vec<Identifier>,
    /// The extender.
    pub extender: Option<InterfaceId>,
    /// The operations of the ports, extended.
    pub operations: Table<Operation>,
}

/// A port on which a service sends.
#[derive(Clone, Debug)]
pub struct OutputPort {
    /// Its name.
    pub name: Identifier,
    /// Whom it calls; `None` is bound at run time or by embedding.
    pub location: Option<Location>,
    /// What it speaks.
    pub protocol: Option<Name>,
    /// How it is spoken, where more than a name is written: an expression whose root is the name.
    pub configuration: Option<Expression>,
    /// The interfaces that it names.
    pub interfaces: Vec<InterfaceId>,
    /// Its operations: those of its interfaces, those written in it, and for `embed … as` those of the service.
    pub operations: Table<Operation>,
    /// Whether the behaviour of its service may bind it anew, so that its messages go elsewhere.
    pub rebound: bool,
    /// Whether everything that it names was found; when not, it may have more operations than these.
    pub complete: bool,
}

/// A resolved interface.
#[derive(Clone, Debug)]
pub struct InterfaceDefinition {
    /// Its name.
    pub name: Identifier,
    /// `interface extender`; its operations may be named `*`, for each kind; the second kind is under the key `*()`.
    pub extender: bool,
    /// Its operations.
    pub operations: Table<Operation>,
}

/// A resolved operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name where it is declared.
    pub name: Identifier,
    /// The name of its request type as it is written where the operation is declared, which an import may have
    /// changed; `undefined` when none is written.
    pub request_name: Name,
    /// What it takes and gives.
    pub signature: Signature,
}

impl Operation {
    /// Whether it is answered.
    #[must_use]
    pub fn is_request_response(&self) -> bool {
        matches!(self.signature, Signature::RequestResponse { .. })
    }

    /// The type of its message.
    #[must_use]
    pub fn request(&self) -> TypeId {
        match self.signature {
            Signature::OneWay { request } | Signature::RequestResponse { request, .. } => request,
        }
    }
}

/// The two kinds of operations.
#[derive(Clone, Debug)]
pub enum Signature {
    /// One message.
    OneWay {
        /// Its type.
        request: TypeId,
    },
    /// A message and its answer, or a fault.
    RequestResponse {
        /// The type of the message.
        request: TypeId,
        /// The type of the answer.
        response: TypeId,
        /// The declared faults.
        faults: Table<Fault>,
    },
}

/// A declared fault.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Where it is declared.
    pub span: Span,
    /// What it carries.
    pub carries: TypeId,
}

/// A data type.
#[derive(Clone, Debug)]
pub struct DataType {
    /// Its name, when it has one.
    pub name: Option<Name>,
    /// Where it is declared.
    pub span: Span,
    /// What it is.
    pub kind: DataTypeKind,
}

/// The kinds of data types.
#[derive(Clone, Debug)]
pub enum DataTypeKind {
    /// A root and the tree below it.
    Tree {
        /// The basic type of the root.
        basic: Basic,
        /// What the root must satisfy.
        refinements: Vec<Refinement>,
        /// The named fields.
        fields: Table<DataField>,
        /// Whether fields that are not named are allowed: `{ ? }`, and `undefined`.
        open: bool,
    },
    /// The same as another type.
    Link(TypeId),
    /// One of several.
    Choice(Vec<TypeId>),
    /// A name that is declared nowhere; reported once, then accepted as anything.
    Unknown,
}

/// A field of a data type.
#[derive(Clone, Copy, Debug)]
pub struct DataField {
    /// Where it is declared.
    pub span: Span,
    /// How many.
    pub cardinality: Cardinality,
    /// What each of them is.
    pub definition: TypeId,
}

/// A correlation set.
#[derive(Clone, Debug)]
pub struct CorrelationSet {
    /// Its variables.
    pub variables: Vec<CorrelationVariable>,
    /// The whole declaration.
    pub span: Span,
}

/// A correlation variable.
#[derive(Clone, Debug)]
pub struct CorrelationVariable {
    /// The variable, without `csets.`
    pub path: Path,
    /// Where it stands in each message.
    pub aliases: Vec<CorrelationAlias>,
}

/// Where a correlation variable stands in the messages of a type.
#[derive(Clone, Debug)]
pub struct CorrelationAlias {
    /// The type as it is written: operations whose request type has this name correlate.
    pub message: Identifier,
    /// What it is.
    pub definition: Option<TypeId>,
    /// The path in it.
    pub path: Path,
}

impl CorrelationAlias {
    /// Whether this alias is about messages of an operation that an input port declares.
    ///
    /// Jolie's `SemanticVerifier` compares the two written names, each from its own file, and not the types: a type
    /// imported under two names is two here, and two types of one name are one.
    #[must_use]
    pub fn is_about(&self, operation: &Operation) -> bool {
        self.message.name == operation.request_name
    }
}

/// What is done with messages on their way to an aggregated port.
#[derive(Clone, Debug)]
pub struct Courier {
    /// The input port.
    pub port: Identifier,
    /// Its branches.
    pub branches: Vec<CourierBranch>,
    /// The whole declaration.
    pub span: Span,
}

/// One branch of a courier.
#[derive(Clone, Debug)]
pub struct CourierBranch {
    /// The operation, or the interface all of whose operations of this kind it stands for.
    pub guard: CourierGuard,
    /// Whether it stands for request-response operations.
    pub request_response: bool,
    /// Where the message goes.
    pub request: Path,
    /// Where the answer is taken from, when it stands for request-response operations.
    pub response: Option<Path>,
    /// What runs.
    pub body: Arc<Process>,
    /// The whole branch.
    pub span: Span,
}

/// What a courier's branch stands for.
#[derive(Clone, Copy, Debug)]
pub enum CourierGuard {
    /// All operations of an interface; `None` when it is undefined.
    Interface(Identifier, Option<InterfaceId>),
    /// One operation.
    Operation(Identifier),
}

/// A program that a service starts with itself.
#[derive(Clone, Debug)]
pub struct Embed {
    /// What is embedded.
    pub target: EmbedTarget,
    /// The output port that is bound to it.
    pub port: Option<Identifier>,
    /// What it is given.
    pub argument: Option<Expression>,
    /// How many milliseconds an answer to its calls may take: `--responseTimeout` before the file.
    pub timeout: Option<u64>,
    /// The whole declaration.
    pub span: Span,
}

/// What is embedded.
#[derive(Clone, Debug)]
pub enum EmbedTarget {
    /// A service of this program.
    Service(ServiceId),
    /// A Java class or a JavaScript file: its behaviour is not known here.
    Foreign(String),
    /// A Jolie program whose file was not found, or a name that is not defined (reported).
    Missing(String),
}
