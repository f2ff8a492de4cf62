//! Which variables matter: in come a program and a system, out come the variables of each service in the cone of its
//! guards, correlation variables and locations, and the paths of messages that carry them.
//!
//! A variable matters when a guard, a correlation variable or a location is computed from it; then what is written to
//! it matters, and when a message is, what every sender of the system puts there. The worklist is finite: paths are
//! cut at a depth, and a service tracks only so many variables. What is not tracked is lost, never assumed.

use super::change::{Change, Direction, Written, change};
use super::facts::{Content, Facts, With, resolved};
use super::locations::{Locations, is_outside};
use super::path::{Key, Place, raw, round, sized};
use super::reader::{Constants, Demander, Known, Ordered};
use super::value::Evaluator;
use crate::automata::network::{Term, Value};
use crate::base::Name;
use crate::program::{
    CorrelationSet, DataTypeKind, Operation, Program, Service, ServiceId, Signature, TypeId,
};
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Literal, Path};
use crate::syntax::jolie::walk::{Node, walk};
use crate::system::{System, Usage};
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// Correlation variables, locations and what they are made of: no more than this in a service.
const ROOTS: usize = 256;
/// Variables that only guards need: no more than this in a service.
const GUARDS: usize = 64;

/// Elements that are appended to a vector in more places than this do not raise the limit of counters.
const APPENDED: usize = 16;

/// The parts of messages that are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub request: Ordered,
    pub response: Ordered,
    /// Whether the environment may send it.
    pub open: bool,
    /// Whether the environment may answer it.
    pub outside: bool,
    /// The types of a request and of a response, as a port declares them.
    pub types: [Option<TypeId>; 2],
}

impl Layout {
    pub fn keys(&self, direction: Direction) -> &Ordered {
        match direction {
            Direction::Request => &self.request,
            Direction::Response => &self.response,
        }
    }
}

/// The operations of a system.
pub(super) type Layouts = IndexMap<Name, Layout, FxBuildHasher>;

/// A service of a system.
pub(super) struct Part<'p> {
    pub id: ServiceId,
    pub service: &'p Service,
    pub facts: Facts<'p>,
    pub known: Known,
    pub outside: FxHashSet<Name>,
    /// How many of its variables must be tracked since messages are correlated by them.
    pub correlated: usize,
    /// How many must be tracked.
    pub roots: usize,
}

/// What is sent or answered: the service, what, and the `with` blocks around.
type Contents<'p> = FxHashMap<(Direction, Name), Vec<(usize, Content<'p>, With)>>;

/// The search.
pub(super) struct Demand<'p> {
    pub program: &'p Program,
    pub parts: Vec<Part<'p>>,
    pub layouts: Layouts,
    pub constants: Constants,
    pub locations: Locations,
    pub contents: Contents<'p>,
    /// Whether `getLocalLocation` is the one of the runtime.
    pub runtime: bool,
    pending: Vec<Task>,
}

enum Task {
    Cell(usize, Key),
    Message(Direction, Name, Key),
}

impl<'p> Demand<'p> {
    pub fn new(program: &'p Program, system: &System) -> Self {
        let mut ids: Vec<ServiceId> = system.instances.iter().map(|found| found.service).collect();
        ids.sort_unstable();
        ids.dedup();
        let parts: Vec<Part<'p>> = ids.iter().map(|id| part(program, system, *id)).collect();
        let mut contents: Contents<'p> = FxHashMap::default();
        for (index, part) in parts.iter().enumerate() {
            for (direction, all) in [
                (Direction::Request, &part.facts.sent),
                (Direction::Response, &part.facts.answered),
            ] {
                for (operation, content, with) in all {
                    let entry = contents.entry((direction, *operation)).or_default();
                    entry.push((index, *content, *with));
                }
            }
        }
        let layouts = layouts(program, system, &parts);
        let runtime = Name::from("getLocalLocation");
        let offered = |part: &Part<'_>| {
            let mut ports = part.service.input_ports.values();
            ports.any(|port| port.operations.contains_key(&runtime))
        };
        Self {
            program,
            runtime: !parts.iter().any(offered),
            parts,
            layouts,
            constants: embedded(program, system),
            locations: Locations::new(program, system),
            contents,
            pending: Vec::new(),
        }
    }

    /// Finds what matters, but for what is denied.
    pub fn run(&mut self) {
        for layout in self.layouts.values_mut() {
            layout.request.clear();
            layout.response.clear();
        }
        for part in &mut self.parts {
            part.known.keys.clear();
        }
        for part in 0..self.parts.len() {
            self.correlated(part);
        }
        self.drain(|_| ROOTS);
        for part in 0..self.parts.len() {
            self.parts[part].correlated = self.parts[part].known.keys.len();
            self.locations(part);
        }
        self.drain(|_| ROOTS);
        for part in 0..self.parts.len() {
            self.parts[part].roots = self.parts[part].known.keys.len();
            for index in 0..self.parts[part].facts.guards.len() {
                let (guard, with) = self.parts[part].facts.guards[index];
                self.guard(part, guard, with);
            }
            for index in 0..self.parts[part].facts.parents.len() {
                let (parent, with) = self.parts[part].facts.parents[index];
                self.read(part, with, |evaluator| evaluator.next_child(parent));
            }
            for index in 0..self.parts[part].facts.loops.len() {
                let (over, with) = self.parts[part].facts.loops[index];
                let size = self.read(part, with, |evaluator| evaluator.count(over));
                if size != Term::Lost {
                    self.pending.push(Task::Cell(part, round(over.span)));
                }
            }
        }
        self.drain(|part| part.roots + GUARDS);
    }

    /// Correlation variables with their places in messages.
    fn correlated(&mut self, index: usize) {
        let service = self.parts[index].service;
        for set in &service.correlation_sets {
            for variable in &set.variables {
                self.pending
                    .push(Task::Cell(index, correlation(&variable.path)));
            }
            for port in service.input_ports.values() {
                for operation in port.operations.values() {
                    for key in aliases(set, operation) {
                        let name = operation.name.name;
                        self.message(Direction::Request, name, key);
                    }
                }
            }
        }
    }

    /// Locations of output ports.
    fn locations(&mut self, index: usize) {
        let service = self.parts[index].service;
        for port in service.output_ports.keys() {
            let key = vec![*port, Name::from("location")];
            let facts = &self.parts[index].facts;
            if facts
                .writes_to(&key)
                .any(|write| write.written.place.may_cover(&key))
            {
                self.pending.push(Task::Cell(index, key));
            }
        }
    }

    fn guard(&mut self, part: usize, guard: &Expression, with: With) {
        self.read(part, with, |evaluator| evaluator.value(guard));
    }

    /// Evaluates something in a service, and demands what it reads.
    fn read<T>(
        &mut self,
        part: usize,
        with: With,
        evaluate: impl FnOnce(&mut Evaluator<'_>) -> T,
    ) -> T {
        let Part {
            facts,
            known,
            outside,
            ..
        } = &mut self.parts[part];
        let mut demander = Demander {
            facts,
            known,
            constants: &mut self.constants,
            locations: &self.locations,
            outside,
            runtime: self.runtime,
            wanted: Vec::new(),
        };
        let mut evaluator = Evaluator {
            aliases: &facts.aliases,
            with: &facts.withs[with],
            read: &mut demander,
        };
        let result = evaluate(&mut evaluator);
        let wanted = std::mem::take(&mut demander.wanted);
        self.pending
            .extend(wanted.into_iter().map(|key| Task::Cell(part, key)));
        result
    }

    fn drain(&mut self, limit: impl Fn(&Part<'_>) -> usize) {
        while !self.pending.is_empty() {
            let tasks = std::mem::take(&mut self.pending);
            for task in tasks {
                match task {
                    Task::Cell(part, key) => {
                        let found = &mut self.parts[part];
                        let room = found.known.keys.len() < limit(found) || key[0] == "csets";
                        if room && found.known.keys.insert(key.clone()) {
                            self.sources(part, &key);
                        }
                    }
                    Task::Message(direction, operation, key) => {
                        self.senders(direction, operation, &key);
                    }
                }
            }
        }
    }

    /// Demands what is written to a variable.
    fn sources(&mut self, part: usize, key: &Key) {
        let facts = &self.parts[part].facts;
        let writes = facts.writes_to(key);
        let writes: Vec<(Written<'p>, With)> = writes
            .filter(|write| write.written.place.may_cover(key))
            .map(|write| (write.written.clone(), write.with))
            .collect();
        if sized(key).is_some() {
            let appended = writes
                .iter()
                .filter(|(written, _)| written.element.is_some());
            let most = appended.count().min(APPENDED) + 1;
            let known = &mut self.parts[part].known;
            known.limit = known.limit.max(i32::try_from(most).unwrap_or(0));
        }
        for (written, with) in writes {
            let change = self.read(part, with, |evaluator| change(evaluator, &written, key));
            if let Some(Change::Message(direction, operation, key)) = change {
                self.message(direction, operation, key);
            }
        }
    }

    fn message(&mut self, direction: Direction, operation: Name, key: Key) {
        let layout = self.layouts.entry(operation).or_default();
        let keys = match direction {
            Direction::Request => &mut layout.request,
            Direction::Response => &mut layout.response,
        };
        if keys.insert(key.clone()) {
            self.pending.push(Task::Message(direction, operation, key));
        }
    }

    /// Demands what every sender puts into a message.
    fn senders(&mut self, direction: Direction, operation: Name, key: &Key) {
        let contents = self.contents.get(&(direction, operation));
        for (part, content, with) in contents.cloned().unwrap_or_default() {
            self.read(part, with, |evaluator| content_at(evaluator, content, key));
        }
    }
}

/// Whether a type wants an element of the vector at a key below it.
pub(super) fn wants_element(program: &Program, of: TypeId, vector: &[Name]) -> bool {
    let mut at = of;
    let mut wants = false;
    for segment in vector {
        let DataTypeKind::Tree { fields, .. } = &resolved(program, at).kind else {
            return false;
        };
        let Some(declared) = fields.get(segment) else {
            return false;
        };
        wants = declared.cardinality.min > 0;
        at = declared.definition;
    }
    wants
}

/// What a message carries at a path.
pub(super) fn content_at(
    evaluator: &mut Evaluator<'_>,
    content: Content<'_>,
    key: &[Name],
) -> Term {
    match content {
        Content::Empty => Term::Value(Value::UNDEFINED),
        Content::Expression(expression) => evaluator.part(expression, key),
        Content::Path(path) => evaluator.path(path, key),
    }
}

/// The variable of a path of a correlation set.
pub(super) fn correlation(path: &Path) -> Key {
    let mut key = vec![Name::from("csets")];
    match raw(path, &[]) {
        Place::Exact(rest) => key.extend(rest),
        Place::Below(places) => key.extend(places.into_iter().flatten()),
    }
    key
}

/// Where the variables of a correlation set stand in the messages of an operation; empty when it is not its set.
pub(super) fn aliases(set: &CorrelationSet, operation: &Operation) -> Vec<Key> {
    let mut found = false;
    let keys = set.variables.iter().map(|variable| {
        let alias = variable
            .aliases
            .iter()
            .find(|alias| alias.is_about(operation));
        found |= alias.is_some();
        // Jolie refuses a set that leaves a variable out; then any path will do.
        let path = alias.map_or(&variable.path, |alias| &alias.path);
        match raw(path, &[]) {
            Place::Exact(key) => key,
            Place::Below(_) => Key::new(),
        }
    });
    let keys: Vec<Key> = keys.collect();
    if found { keys } else { Vec::new() }
}

fn part<'p>(program: &'p Program, system: &System, id: ServiceId) -> Part<'p> {
    let service = &program[id];
    let facts = Facts::new(program, id);
    let instances = system.instances.iter().enumerate();
    let outside = instances
        .filter(|(_, running)| running.service == id)
        .flat_map(|(instance, _)| outside(system, service, instance))
        .collect();
    let parameter = service.parameter.iter().map(|(name, _)| name.name);
    let known = Known {
        given: parameter.chain([Name::from("args")]).collect(),
        ports: service
            .output_ports
            .keys()
            .chain(service.input_ports.keys())
            .copied()
            .collect(),
        lost: facts.lost.iter().cloned().collect(),
        limit: 2,
        ..Known::default()
    };
    Part {
        id,
        service,
        facts,
        known,
        outside,
        correlated: 0,
        roots: 0,
    }
}

/// The constants of the parameters that embedded services are given.
fn embedded(program: &Program, system: &System) -> Constants {
    let mut constants = Constants::default();
    for running in &system.instances {
        let embeds = program[running.service].embeds.iter();
        for argument in embeds.filter_map(|embed| embed.argument.as_ref()) {
            walk(Node::Expression(argument), &mut |node| {
                if let Node::Expression(expression) = node {
                    match &expression.kind {
                        ExpressionKind::Literal(Literal::String(text)) => {
                            constants.text(text);
                        }
                        ExpressionKind::Literal(Literal::Double(number)) => {
                            constants.number(*number);
                        }
                        _ => {}
                    }
                }
                true
            });
        }
    }
    constants
}

/// The output ports of an instance whose messages certainly leave the system.
pub(super) fn outside(system: &System, service: &Service, instance: usize) -> FxHashSet<Name> {
    let ports = service.output_ports.values().filter(|port| !port.rebound);
    ports
        .map(|port| port.name.name)
        .filter(|port| is_outside(system, instance, *port))
        .collect()
}

/// The operations of a system, with nothing kept of their messages yet.
fn layouts(program: &Program, system: &System, parts: &[Part<'_>]) -> Layouts {
    let mut layouts = Layouts::default();
    for part in parts {
        for name in &part.facts.operations {
            layouts.entry(*name).or_default();
        }
    }
    for (instance, running) in system.instances.iter().enumerate() {
        let service = &program[running.service];
        for (name, port) in &service.input_ports {
            let usage = running.inputs.get(name);
            let open = matches!(usage, Some(Usage::Open | Usage::Callbacks) | None);
            let aggregated = port.aggregates.iter().flat_map(|all| all.operations.keys());
            for operation in port.operations.keys().chain(aggregated) {
                layouts.entry(*operation).or_default().open |= open;
            }
            for (operation, declared) in &port.operations {
                layouts.entry(*operation).or_default().types[0] = Some(declared.request());
            }
        }
        for port in service.output_ports.values() {
            if port.rebound || is_outside(system, instance, port.name.name) {
                for (operation, declared) in &port.operations {
                    if let Some(layout) = layouts.get_mut(operation) {
                        layout.outside = true;
                        layout.types[1] = match declared.signature {
                            Signature::RequestResponse { response, .. } => Some(response),
                            Signature::OneWay { .. } => None,
                        };
                    }
                }
            }
        }
    }
    layouts
}
