//! What one service does with values: in comes a service, out come its guards, its writes, what it sends and answers,
//! each with the `with` blocks around it.
//!
//! Definitions share the variables of the session, so the order of steps does not matter here: everything that is
//! written anywhere in the service counts.

use super::change::{Element, Written};
use super::element::Item;
use super::faults::Awaited;
use super::parallel::shared;
use super::path::{Aliases, Asked, Key, Place, computed_element, indexed, raw, tail};
use super::source::{Source, Target, answered_element, of_expression, of_process};
use crate::base::Name;
use crate::program::{
    CourierBranch, CourierGuard, DataType, DataTypeKind, Program, Service, ServiceId, TypeId,
};
use crate::syntax::jolie::tree::{
    Basic, Expression, ExpressionKind, Path, Process, ProcessKind, ProductOperator, Send,
};
use crate::syntax::jolie::walk::{self, Node, children};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

/// The `with` blocks around something: an index into [`Facts::withs`].
pub(super) type With = usize;

/// What a message or an answer is made of.
#[derive(Clone, Copy)]
pub(super) enum Content<'p> {
    /// Nothing.
    Empty,
    /// A value.
    Expression(&'p Expression),
    /// A variable, in couriers.
    Path(&'p Path),
}

/// A write.
pub(super) struct Write<'p> {
    pub written: Written<'p>,
    pub with: With,
}

/// What a service does with values.
#[derive(Default)]
pub(super) struct Facts<'p> {
    pub withs: Vec<Vec<&'p Path>>,
    /// The conditions of branches and loops, the numbers of spawned copies, and the quotients that matter.
    pub guards: Vec<(&'p Expression, With)>,
    /// The values over whose children loops go.
    pub parents: Vec<(&'p Path, With)>,
    /// The vectors that loops go over.
    pub loops: Vec<(&'p Path, With)>,
    /// The writes.
    pub writes: Vec<Write<'p>>,
    /// The writes that may touch a variable, by its first segment; those that may touch any.
    by_first: FxHashMap<Name, Vec<usize>>,
    anywhere: Vec<usize>,
    pub sent: Vec<(Name, Content<'p>, With)>,
    pub answered: Vec<(Name, Content<'p>, With)>,
    /// What is below these is never followed.
    pub lost: Vec<Key>,
    pub aliases: Aliases,
    /// The fields that every message of an operation that it offers has, with a value.
    pub required: FxHashSet<(Name, Key)>,
    /// The faults of expressions that it waits for.
    awaited: Awaited,
    /// The operations that it sends or receives.
    pub operations: IndexSet<Name, FxBuildHasher>,
    targets: Vec<(Target<'p>, Source<'p>, With)>,
    renamed: Vec<(&'p Path, Place, With)>,
    unfollowed: Vec<(&'p Path, With)>,
    /// Whether several threads of a session may run what is looked at.
    shared: bool,
}

impl<'p> Facts<'p> {
    pub fn new(program: &'p Program, id: ServiceId) -> Self {
        let service = &program[id];
        let mut facts = Self {
            withs: vec![Vec::new()],
            awaited: Awaited::of(service),
            ..Self::default()
        };
        let shared = shared(service);
        for (name, definition) in &service.definitions {
            facts.shared = shared.contains(name);
            facts.node(Node::Process(&definition.body), 0, &[]);
        }
        facts.shared = false;
        // What a fault carries that the session's own scope handles: `main.F`.
        facts
            .lost
            .extend(["main", "init"].map(|scope| vec![Name::from(scope)]));
        let main = service.main.iter().map(|main| &*main.body);
        for process in main.chain(service.init.iter().map(|init| &**init)) {
            facts.node(Node::Process(process), 0, &[]);
        }
        for branch in service.couriers.iter().flat_map(|found| &found.branches) {
            facts.courier(program, service, branch);
        }
        facts.require(program, service);
        facts.rename();
        facts.index(service);
        facts
    }

    /// Notes the fields of messages that cannot be left out; those right below the root, the others are seldom asked for.
    fn require(&mut self, program: &Program, service: &Service) {
        let ports = service.input_ports.values();
        for (name, operation) in ports.flat_map(|port| &port.operations) {
            let DataTypeKind::Tree { fields, .. } = &resolved(program, operation.request()).kind
            else {
                continue;
            };
            for (field, declared) in fields {
                let there = matches!(
                    &resolved(program, declared.definition).kind,
                    DataTypeKind::Tree { basic, .. } if !matches!(basic, Basic::Void | Basic::Any)
                );
                if there && declared.cardinality.min > 0 {
                    self.required.insert((*name, vec![*field]));
                }
            }
        }
    }

    /// The writes that may touch a variable.
    pub fn writes_to(&self, key: &[Name]) -> impl Iterator<Item = &Write<'p>> {
        let first = key.first().and_then(|first| self.by_first.get(first));
        let all = first.into_iter().flatten().chain(&self.anywhere);
        all.filter_map(|index| self.writes.get(*index))
    }

    fn courier(&mut self, program: &Program, service: &Service, branch: &'p CourierBranch) {
        let mut operations: Vec<Name> = Vec::new();
        match branch.guard {
            CourierGuard::Operation(operation) => operations.push(operation.name),
            CourierGuard::Interface(_, Some(id)) => {
                let all = program[id].operations.iter();
                let kind = all.filter(|(_, operation)| {
                    operation.is_request_response() == branch.request_response
                });
                operations.extend(kind.map(|(name, _)| *name));
            }
            // An interface that is not known: all that the service aggregates.
            CourierGuard::Interface(_, None) => {
                let ports = service.input_ports.values();
                let aggregated = ports.flat_map(|port| &port.aggregates);
                operations.extend(aggregated.flat_map(|all| all.operations.keys().copied()));
            }
        }
        for operation in &operations {
            self.operations.insert(*operation);
            let target = Target::Path(&branch.request);
            self.targets.push((target, Source::Request(*operation), 0));
            if let Some(response) = &branch.response {
                self.answered.push((*operation, Content::Path(response), 0));
            }
        }
        self.node(Node::Process(&branch.body), 0, &operations);
    }

    fn node(&mut self, node: Node<'p>, with: With, forwarded: &[Name]) {
        let mut inner = with;
        match node {
            Node::Process(process) => inner = self.process(process, with, forwarded),
            Node::Receive(receive) => {
                let operation = receive.operation.name;
                self.operations.insert(operation);
                if let Some(target) = &receive.target {
                    let target = Target::Path(target);
                    self.targets
                        .push((target, Source::Request(operation), with));
                }
                if let Some(reply) = &receive.reply {
                    let value = reply.value.as_ref();
                    let content = value.map_or(Content::Empty, Content::Expression);
                    self.answered.push((operation, content, with));
                }
            }
            Node::Expression(expression) => {
                let targets = &mut self.targets;
                of_expression(expression, &mut |target, source| {
                    targets.push((target, source, with));
                });
                if let (ExpressionKind::Product(first, rest), true) =
                    (&expression.kind, self.awaited.arithmetic)
                {
                    let divides = |operand: &&(ProductOperator, Expression)| {
                        operand.0 == ProductOperator::Divide
                    };
                    let mut divisors = rest.iter().filter(divides).peekable();
                    // Nothing divided by zero is no fault.
                    let dividend = divisors.peek().map(|_| (&**first, with));
                    let divisors = divisors.map(|(_, divisor)| (divisor, with));
                    self.guards.extend(dividend.into_iter().chain(divisors));
                }
                if let ExpressionKind::Solicit {
                    operation,
                    port,
                    argument,
                } = &expression.kind
                {
                    self.ask(Asked::new(*operation, *port, expression.span), with);
                    let content = argument.as_deref();
                    let content = content.map_or(Content::Empty, Content::Expression);
                    self.operations.insert(operation.name);
                    self.sent.push((operation.name, content, with));
                }
            }
            Node::Path(_) => {}
        }
        children(node, &mut |child| match child {
            // The path of a `with` is not below itself.
            Node::Path(path) => self.node(Node::Path(path), with, forwarded),
            child => self.node(child, inner, forwarded),
        });
    }

    /// Notes what a step does; returns the `with` blocks around what lies below it.
    fn process(&mut self, process: &'p Process, with: With, forwarded: &[Name]) -> With {
        let targets = &mut self.targets;
        of_process(process, &mut |target, source| {
            targets.push((target, source, with));
        });
        match &process.kind {
            ProcessKind::With { path, .. } => {
                let mut paths = self.withs[with].clone();
                paths.push(path);
                self.withs.push(paths);
                return self.withs.len() - 1;
            }
            ProcessKind::If { branches, .. } => {
                let conditions = branches.iter().map(|(condition, _)| (condition, with));
                self.guards.extend(conditions);
            }
            ProcessKind::While { condition, .. } | ProcessKind::For { condition, .. } => {
                self.guards.push((condition, with));
            }
            ProcessKind::Send(send) => self.send(send, with),
            ProcessKind::Forward {
                request, response, ..
            } => {
                for operation in forwarded {
                    let content = request.as_ref().map_or(Content::Empty, Content::Path);
                    self.sent.push((*operation, content, with));
                    if let Some(Some(response)) = response {
                        let target = Target::Path(response);
                        self.targets
                            .push((target, Source::Response(*operation), with));
                    }
                }
            }
            ProcessKind::Alias { path, target } => {
                let meaning = raw(target, &self.withs[with]);
                self.renamed.push((path, meaning, with));
            }
            ProcessKind::ForIn { item, array, body } => self.each((item, array), body, with),
            ProcessKind::Foreach { key, target, .. } => {
                self.unfollowed.push((key, with));
                self.parents.push((target, with));
            }
            ProcessKind::Spawn {
                index,
                bound,
                result,
                ..
            } => {
                self.guards.push((bound, with));
                self.targets
                    .push((Target::Path(index), Source::Index, with));
                self.unfollowed
                    .extend(result.iter().map(|result| (result, with)));
            }
            ProcessKind::Scope { name, .. } => self.lost.push(vec![name.name]),
            _ => {}
        }
        with
    }

    /// A loop over a vector: its item is a second name for any element.
    fn each(&mut self, (item, array): (&'p Path, &'p Path), body: &'p Process, with: With) {
        let counted = !self.shared && acts(body);
        if counted {
            self.loops.push((array, with));
        }
        let meaning = match raw(array, &self.withs[with]) {
            Place::Exact(vector) => {
                if let (true, Place::Exact(name)) = (counted, raw(item, &self.withs[with])) {
                    self.aliases.add_item(Item {
                        name,
                        vector: vector.clone(),
                        over: array.span,
                        body: body.span,
                    });
                }
                Place::Below(vec![vector])
            }
            below @ Place::Below(_) => below,
        };
        self.renamed.push((item, meaning, with));
    }

    /// Notes an answer that is kept until the step that asks for it has read it.
    fn ask(&mut self, asked: Asked, with: With) {
        let source = Source::Response(asked.operation);
        self.targets.push((Target::Answer(asked), source, with));
        if self.shared {
            // Each thread has an answer of its own.
            self.lost.push(asked.key(&[]));
        }
    }

    fn send(&mut self, send: &'p Send, with: With) {
        let operation = send.operation.name;
        self.operations.insert(operation);
        let content = send.argument.as_ref();
        let content = content.map_or(Content::Empty, Content::Expression);
        self.sent.push((operation, content, with));
        let solicit = send.solicit.as_deref();
        if let Some((_, asked)) = answered_element(send) {
            self.ask(asked, with);
        } else if let Some(target) = solicit.and_then(|solicit| solicit.target.as_ref()) {
            let target = Target::Path(target);
            self.targets
                .push((target, Source::Response(operation), with));
        }
    }

    /// Settles what second names mean, and where writes go.
    fn rename(&mut self) {
        for (path, meaning, with) in std::mem::take(&mut self.renamed) {
            match raw(path, &self.withs[with]) {
                Place::Exact(name) if !name.is_empty() => self.aliases.add(name, meaning),
                // A second name that is not known may hide whatever lies there.
                Place::Below(keys) => self
                    .lost
                    .extend(keys.into_iter().filter(|key| !key.is_empty())),
                Place::Exact(_) => {}
            }
        }
        let names = self.aliases.names();
        if names.is_empty() {
            return;
        }
        let firsts: FxHashMap<Name, Vec<&Key>> = names.iter().fold(
            FxHashMap::default(),
            |mut firsts: FxHashMap<Name, Vec<&Key>>, name| {
                firsts.entry(name[0]).or_default().push(name);
                firsts
            },
        );
        let mut blurred: FxHashSet<Key> = FxHashSet::default();
        for (target, source, with) in &self.targets {
            let (Target::Path(path), true) = (target, replaces(*source)) else {
                continue;
            };
            let place = raw(path, &self.withs[*with]);
            let (Place::Exact(key), end) = (place, matches!(source, Source::Undefine)) else {
                continue;
            };
            for name in key
                .first()
                .and_then(|first| firsts.get(first))
                .into_iter()
                .flatten()
            {
                if name.starts_with(&key) && (end || name.len() > key.len()) {
                    blurred.insert((*name).clone());
                }
            }
        }
        blurred.iter().for_each(|name| self.aliases.blur(name));
    }

    fn index(&mut self, service: &Service) {
        for (path, with) in std::mem::take(&mut self.unfollowed) {
            match self.aliases.place(path, &self.withs[with]) {
                Place::Exact(key) => self.lost.push(key),
                Place::Below(keys) => self
                    .lost
                    .extend(keys.into_iter().filter(|key| !key.is_empty())),
            }
        }
        let ports: Vec<Name> = service.output_ports.keys().copied().collect();
        for (target, source, with) in std::mem::take(&mut self.targets) {
            let written = written(&self.aliases, &target, source, &self.withs[with], &ports);
            let place = &written.place;
            if let (Place::Below(keys), Source::Request(_) | Source::Response(_)) = (place, source)
            {
                // A message whose place is not known binds nothing.
                let keys = keys.iter().filter(|key| !key.is_empty());
                self.lost.extend(keys.cloned());
            }
            let index = self.writes.len();
            for key in firsts(place) {
                match key {
                    Some(first) => self.by_first.entry(first).or_default().push(index),
                    None => self.anywhere.push(index),
                }
            }
            self.writes.push(Write { written, with });
        }
        self.lost.sort_unstable();
        self.lost.dedup();
    }
}

/// What a write writes, and where.
pub(super) fn written<'p>(
    aliases: &Aliases,
    target: &Target<'p>,
    source: Source<'p>,
    with: &[&Path],
    ports: &[Name],
) -> Written<'p> {
    let path = match target {
        Target::Path(path) => Some(*path),
        _ => None,
    };
    let element = path.and_then(|path| {
        let (vector, index) = computed_element(path, with)?;
        let Place::Exact(vector) = aliases.resolve(vector) else {
            return None;
        };
        let rest = tail(path)?;
        Some(Element {
            vector,
            index,
            rest,
        })
    });
    Written {
        place: place(aliases, target, with, ports),
        source,
        indexed: path.is_some_and(indexed),
        element,
    }
}

/// Where a write goes.
fn place(aliases: &Aliases, target: &Target<'_>, with: &[&Path], ports: &[Name]) -> Place {
    let location = |port: Name| vec![port, Name::from("location")];
    match target {
        Target::Path(path) => aliases.place(path, with),
        Target::Answer(asked) => Place::Exact(asked.key(&[])),
        Target::Location(port) => Place::Exact(location(*port)),
        Target::Locations => Place::Below(ports.iter().map(|port| location(*port)).collect()),
    }
}

/// The first segments of a place, each once; `None` is any.
fn firsts(place: &Place) -> Vec<Option<Name>> {
    match place {
        Place::Exact(key) => vec![key.first().copied()],
        Place::Below(keys) => {
            let mut all: Vec<Option<Name>> = keys.iter().map(|key| key.first().copied()).collect();
            all.sort_unstable();
            all.dedup();
            all
        }
    }
}

/// Whether a write puts a new tree in the place of what was there.
fn replaces(source: Source<'_>) -> bool {
    !matches!(
        source,
        Source::Assign(..) | Source::Step { .. } | Source::Index
    )
}

/// Whether a behaviour does anything but change data.
fn acts(process: &Process) -> bool {
    let mut found = false;
    walk::walk(Node::Process(process), &mut |node| {
        found |= match node {
            Node::Receive(_) => true,
            Node::Expression(expression) => {
                matches!(expression.kind, ExpressionKind::Solicit { .. })
            }
            Node::Process(process) => matches!(
                process.kind,
                ProcessKind::Send(_)
                    | ProcessKind::Call(_)
                    | ProcessKind::Forward { .. }
                    | ProcessKind::Spawn { .. }
                    | ProcessKind::Throw { .. }
                    | ProcessKind::LinkIn(_)
                    | ProcessKind::LinkOut(_)
                    | ProcessKind::Exit
            ),
            Node::Path(_) => false,
        };
        !found
    });
    found
}

/// What a type is behind its names.
pub(super) fn resolved(program: &Program, mut id: TypeId) -> &DataType {
    // Names that mean one another are reported, and mean nothing.
    for _ in 0..program.types.len() {
        match program[id].kind {
            DataTypeKind::Link(target) => id = target,
            _ => break,
        }
    }
    &program[id]
}
