//! One service on its way: what steps make of the state, and what is noted.

use super::shared::{Check, Effect, EffectKind, Lock, Place, Read, SharedWrite, place, vectors};
use super::state::{State, Tree, meet};
use super::{Followed, Given, Origins, Source, add};
use crate::base::{Name, Span};
use crate::flow::facts::Facts;
use crate::flow::path::{Aliases, Place as Meaning};
use crate::program::starters::starters;
use crate::program::{CourierGuard, Program, Service, ServiceId};
use crate::syntax::jolie::tree::{
    AssignOperator, Branch, ExecutionMode, Expression, ExpressionKind, Handler, Key, Path, Process,
    ProcessKind, Receive,
};
use crate::syntax::jolie::walk::{Node, Output, output};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// More steps than this, and the service is not followed.
const LONGEST: usize = 200_000;
/// More definitions than this inside of one another are not followed.
const CALLS: usize = 16;
/// A loop that is not done after so many rounds is not followed.
const ROUNDS: usize = 12;

/// Follows a service; `None` when it is too long.
#[must_use]
pub fn follow(program: &Program, id: ServiceId) -> Option<Followed> {
    let mut run = Run {
        program,
        service: &program[id],
        aliases: Facts::new(program, id).aliases,
        state: Some(State::default()),
        with: Vec::new(),
        locks: Vec::new(),
        calls: Vec::new(),
        starter: Vec::new(),
        initial: true,
        stepping: false,
        reads: IndexMap::default(),
        given: IndexMap::default(),
        writes: IndexMap::default(),
        effects: IndexMap::default(),
        left: LONGEST,
    };
    run.service();
    (run.left > 0).then(|| Followed {
        given: run.given.into_values().collect(),
        reads: run.reads.into_keys().collect(),
        writes: run.writes.into_values().collect(),
        effects: run.effects.into_values().collect(),
    })
}

type Found<K, V> = IndexMap<K, V, FxBuildHasher>;

/// What the locks are called that stand for semaphores: no `synchronized` has such a name.
const SEMAPHORE: &str = "semaphore ";

/// One service on its way.
pub(super) struct Run<'p> {
    program: &'p Program,
    service: &'p Service,
    pub aliases: Aliases,
    pub state: Option<State>,
    /// The `with` blocks around.
    pub with: Vec<&'p Path>,
    locks: Vec<Lock>,
    calls: Vec<Name>,
    /// The messages that start this session, when it is one that messages start.
    starter: Vec<Name>,
    /// Whether this is `init`.
    pub initial: bool,
    /// Whether a counter steps.
    pub stepping: bool,
    reads: Found<Read, ()>,
    given: Found<Span, Given>,
    writes: Found<Span, SharedWrite>,
    effects: Found<(Span, usize), Effect>,
    left: usize,
}

impl<'p> Run<'p> {
    fn service(&mut self) {
        let service: &'p Service = self.service;
        self.beginning();
        for init in &service.init {
            self.process(init);
        }
        self.initial = false;
        let began = self.state.take().map(|state| State {
            control: Vec::new(),
            asked: false,
            ..state
        });
        let main = service.main.iter().map(|main| &*main.body);
        for main in main {
            let starters = match service.execution {
                ExecutionMode::Single => Vec::new(),
                _ => starters(main),
            };
            if starters.is_empty() {
                self.state.clone_from(&began);
                self.process(main);
            }
            for starter in starters {
                self.state.clone_from(&began);
                self.locks.clear();
                self.starter = vec![starter.input.operation.name];
                self.started(starter.input);
                self.receive(starter.input);
                for step in starter.rest {
                    self.process(step);
                }
            }
        }
        let couriers = service.couriers.iter();
        for branch in couriers.flat_map(|courier| &courier.branches) {
            self.state.clone_from(&began);
            self.starter = match branch.guard {
                CourierGuard::Operation(operation) => vec![operation.name],
                CourierGuard::Interface(_, Some(id)) => {
                    self.program[id].operations.keys().copied().collect()
                }
                CourierGuard::Interface(_, None) => Vec::new(),
            };
            self.process(&branch.body);
        }
    }

    /// What a service begins with: its ports, its arguments and its parameter.
    fn beginning(&mut self) {
        let service: &'p Service = self.service;
        let given = service.parameter.iter().map(|(name, _)| name.name);
        let ports = service
            .output_ports
            .keys()
            .chain(service.input_ports.keys());
        let names = ports.copied().chain(given).chain([Name::from("args")]);
        if let Some(state) = &mut self.state {
            names.for_each(|name| state.put(&[name], Tree::whole(Source::Unknown)));
        }
    }

    /// A message that starts a session sets the variables of its correlation set.
    fn started(&mut self, receive: &'p Receive) {
        let service: &'p Service = self.service;
        let name = receive.operation.name;
        let ports = service.input_ports.values();
        let operations: Vec<_> = ports
            .filter_map(|port| port.operations.get(&name))
            .collect();
        let sets = service.correlation_sets.iter();
        for variable in sets.flat_map(|set| &set.variables) {
            let aliases = variable.aliases.iter();
            let mut about =
                aliases.filter(|alias| operations.iter().any(|one| alias.is_about(one)));
            if let (Some(alias), Some(key)) = (about.next(), variable.path.names())
                && let (Some(path), Some(state)) = (alias.path.names(), &mut self.state)
            {
                let key = [vec![Name::from("csets")], key].concat();
                let operation = name;
                state.assign(&key, Origins::of(Source::Message { operation, path }));
            }
        }
    }

    fn work(&mut self, amount: usize) -> bool {
        self.left = self.left.saturating_sub(amount);
        if self.left == 0 {
            self.state = None;
        }
        self.state.is_some()
    }

    /// The read of `global` that a path is, when it is one.
    pub fn shared(&mut self, path: &Path) -> Option<usize> {
        let place = place(path, &self.with, &self.aliases)?;
        let read = Read {
            place,
            span: path.span,
            locks: self.locks.clone(),
        };
        let (index, _) = self.reads.insert_full(read, ());
        Some(index)
    }

    /// Evaluates what the indices and computed names of a path do.
    pub fn indices(&mut self, path: &'p Path) {
        for segment in &path.segments {
            if let Key::Computed(key) = &segment.key {
                self.root(key);
            }
            if let Some(index) = &segment.index {
                self.root(index);
            }
        }
    }

    /// The root at a path is this from now on.
    pub fn assign(&mut self, path: &'p Path, origins: Origins, span: Span) {
        self.write(path, Tree::root(origins), span, &mut |state, key, tree| {
            state.assign(key, tree.top.root);
        });
    }

    /// Writes at a path by `change`, where it is known; notes what others feel of it.
    fn write(
        &mut self,
        path: &'p Path,
        mut tree: Tree,
        span: Span,
        change: &mut dyn FnMut(&mut State, &[Name], Tree),
    ) {
        self.indices(path);
        let Some(state) = &mut self.state else { return };
        // That it was not written says what the answer was, too.
        let asked = state.control.iter();
        let decided: Vec<Check> = asked.flat_map(|check| check.either()).collect();
        add(&mut tree.top.root.decided, &decided);
        if let Some(place) = place(path, &self.with, &self.aliases) {
            return self.shares(path, place, tree.all(), (span, false));
        }
        let meaning = self.aliases.place(path, &self.with);
        let all = tree.all();
        match meaning {
            Meaning::Exact(key) => {
                if let Some((first, rest)) = key.split_first()
                    && *first == "csets"
                {
                    self.correlates(rest, tree.top.root.clone(), span);
                } else {
                    self.effect(EffectKind::Keeps(all.reads().collect()), span);
                }
                if let Some(state) = &mut self.state {
                    change(state, &key, tree);
                }
            }
            Meaning::Below(keys) => {
                let mut with = all;
                with.join(&Origins::unknown());
                for key in keys {
                    if let Some(state) = self.state.as_mut().filter(|_| !key.is_empty()) {
                        state.blur(&key, &with);
                    }
                }
            }
        }
    }

    /// Notes a write of a correlation variable.
    fn correlates(&mut self, variable: &[Name], origins: Origins, span: Span) {
        self.effect(EffectKind::Correlates, span);
        let (Some(state), false) = (&self.state, self.initial) else {
            return;
        };
        let asked = state.asked || !state.control.is_empty();
        let locks = self.locks.clone();
        let known = self.given.entry(span).or_insert_with(|| Given {
            variable: variable.to_vec(),
            span,
            origins: Origins::default(),
            locks: locks.clone(),
            asked,
        });
        known.origins.join(&origins);
        known.asked |= asked;
        known.locks.retain(|lock| locks.contains(lock));
    }

    /// Notes a write of `global`.
    fn shares(
        &mut self,
        path: &'p Path,
        place: Place,
        origins: Origins,
        (span, removes): (Span, bool),
    ) {
        let mut indexed = Vec::new();
        for (vector, index) in vectors(path, &self.with, &self.aliases) {
            let reads: Vec<usize> = self.root(index).reads().collect();
            indexed.extend(reads.into_iter().map(|read| (read, vector.clone())));
        }
        let computed = path
            .segments
            .iter()
            .filter_map(|segment| match &segment.key {
                Key::Computed(key) => Some(&**key),
                Key::Name(_) => None,
            });
        let keys: Vec<Origins> = computed.map(|key| self.root(key)).collect();
        let Some(state) = &self.state else { return };
        let (control, locks) = (state.control.clone(), self.locks.clone());
        let (steps, initial) = (self.stepping, self.initial);
        let known = self.writes.entry(span).or_insert_with(|| SharedWrite {
            place,
            span,
            origins: Origins::default(),
            indexed: Vec::new(),
            keys: Vec::new(),
            starters: Vec::new(),
            removes,
            steps,
            control: Vec::new(),
            locks: locks.clone(),
            initial,
        });
        known.origins.join(&origins);
        add(&mut known.indexed, &indexed);
        add(&mut known.keys, &keys);
        add(&mut known.starters, &self.starter);
        add(&mut known.control, &control);
        known.locks.retain(|lock| locks.contains(lock));
        known.initial &= initial;
    }

    /// Notes what a session does after it has asked something of `global`.
    fn effect(&mut self, kind: EffectKind, span: Span) {
        let Some(state) = &self.state else { return };
        if state.control.is_empty() {
            return;
        }
        let number = match kind {
            EffectKind::Sends => 0,
            EffectKind::Correlates => 1,
            EffectKind::Keeps(_) => 2,
        };
        let control = state.control.clone();
        let known = self
            .effects
            .entry((span, number))
            .or_insert_with(|| Effect {
                kind: kind.clone(),
                span,
                control: Vec::new(),
            });
        add(&mut known.control, &control);
        if let (EffectKind::Keeps(known), EffectKind::Keeps(reads)) = (&mut known.kind, &kind) {
            add(known, reads);
        }
    }

    /// A notification or a call: returns the answer.
    pub fn output(&mut self, output: &Output<'p>) -> Tree {
        let sent = output.argument.map(|argument| self.tree(argument).all());
        let port = self.service.output_ports.get(&output.port.name);
        let operation = port.and_then(|port| port.operations.get(&output.operation.name));
        let source = operation.map(|operation| operation.name.span.source);
        let standard = source.is_some_and(|source| self.program.standard.contains(&source));
        if standard {
            self.semaphore(output);
        } else {
            self.effect(EffectKind::Sends, output.span);
        }
        let tells = sent.is_some_and(|sent| {
            let own = |source: &Source| !matches!(source, Source::Written(_));
            sent.sources.iter().any(own)
        });
        if let Some(state) = &mut self.state {
            state.asked |= output.solicit && !standard && tells;
        }
        Tree::whole(Source::Answer {
            port: output.port.name,
            operation: output.operation.name,
        })
    }

    /// What lies between `acquire` and `release` of a semaphore is kept from other sessions as by a `synchronized`. The
    /// semaphore is told by what names it; one that goes by another name where it is released is the last one.
    fn semaphore(&mut self, output: &Output<'p>) {
        let named = output.argument.and_then(|argument| match &argument.kind {
            ExpressionKind::Path(path) => path.segments.last(),
            _ => None,
        });
        let named = match named.map(|segment| &segment.key) {
            Some(Key::Name(name)) => name.name.as_str(),
            _ => "",
        };
        let name = Name::from(&format!("{SEMAPHORE}{named}"));
        match output.operation.name.as_str() {
            "acquire" => self.locks.push(Lock {
                name,
                block: output.span,
            }),
            "release" => {
                let last =
                    |is: &dyn Fn(&Name) -> bool| self.locks.iter().rposition(|lock| is(&lock.name));
                let any = |held: &Name| held.starts_with(SEMAPHORE);
                if let Some(place) = last(&|held| *held == name).or_else(|| last(&any)) {
                    self.locks.remove(place);
                }
            }
            _ => {}
        }
    }

    /// Follows a behaviour.
    #[allow(clippy::too_many_lines)] // one arm a kind: a table
    pub fn process(&mut self, process: &'p Process) {
        if !self.work(1) {
            return;
        }
        match &process.kind {
            // Parallel parts one after another: see the head of the folder.
            ProcessKind::Sequence(parts) | ProcessKind::Parallel(parts) => {
                parts.iter().for_each(|part| self.process(part));
            }
            ProcessKind::Block(inner) | ProcessKind::Scope { body: inner, .. } => {
                self.process(inner);
            }
            ProcessKind::Synchronized { lock, body } => {
                let (name, block) = (lock.name, process.span);
                let lock = Lock { name, block };
                self.locks.push(lock);
                self.process(body);
                self.locks.retain(|held| *held != lock);
            }
            ProcessKind::Choice(branches) => self.choice(branches),
            ProcessKind::ProvideUntil { provide, until } => {
                self.repeat(&mut |run| run.choice(provide));
                self.choice(until);
            }
            ProcessKind::Receive(receive) => self.receive(receive),
            ProcessKind::Send(send) => {
                let Some(output) = output(Node::Process(process)) else {
                    return;
                };
                let answer = self.output(&output);
                let solicit = send.solicit.as_deref();
                if let Some(target) = solicit.and_then(|solicit| solicit.target.as_ref()) {
                    self.put(target, answer);
                }
                self.handlers(solicit.map_or(&[], |solicit| &solicit.handlers));
            }
            ProcessKind::Forward {
                request, response, ..
            } => {
                for path in request.iter().chain(response.iter().flatten()) {
                    self.put(path, Tree::whole(Source::Unknown));
                }
            }
            ProcessKind::Assign {
                path,
                operator,
                value,
            } => {
                let mut origins = self.root(value);
                if *operator != AssignOperator::Set {
                    let old = self.read(path).top.root;
                    origins.join(&old);
                }
                self.assign(path, origins, path.span);
            }
            ProcessKind::Copy { path, value, .. } => {
                let tree = self.tree(value);
                self.write(path, tree, path.span, &mut State::overlay);
            }
            ProcessKind::Step(step) => {
                self.step(step);
            }
            ProcessKind::With { path, body } => {
                self.with.push(path);
                self.process(body);
                self.with.pop();
            }
            ProcessKind::Undefine(path) => self.undefine(path),
            ProcessKind::Spawn {
                index,
                bound,
                result,
                body,
            } => {
                self.root(bound);
                let before = self.state.clone();
                self.put(index, Tree::whole(Source::Unknown));
                self.process(body);
                self.state = before;
                if let Some(result) = result {
                    self.put(result, Tree::whole(Source::Unknown));
                }
            }
            ProcessKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.process(init);
                self.repeat(&mut |run| {
                    run.root(condition);
                    run.process(body);
                    run.process(post);
                });
            }
            ProcessKind::While { condition, body } => self.repeat(&mut |run| {
                run.root(condition);
                run.process(body);
            }),
            ProcessKind::ForIn { body, .. } => self.repeat(&mut |run| run.process(body)),
            ProcessKind::Foreach { key, target, body } => {
                self.indices(target);
                self.repeat(&mut |run| {
                    run.put(key, Tree::whole(Source::Unknown));
                    run.process(body);
                });
            }
            ProcessKind::If {
                branches,
                otherwise,
            } => self.if_(branches, otherwise.as_deref()),
            ProcessKind::Install(handlers) => self.handlers(handlers),
            ProcessKind::Throw { value, .. } => {
                if let Some(value) = value {
                    self.tree(value);
                }
                self.state = None;
            }
            ProcessKind::Exit => self.state = None,
            ProcessKind::Call(name) => self.call(name.name),
            ProcessKind::Alias { .. }
            | ProcessKind::Compensate(_)
            | ProcessKind::CurrentHandler
            | ProcessKind::LinkIn(_)
            | ProcessKind::LinkOut(_)
            | ProcessKind::Nothing => {}
        }
    }

    /// A tree takes the place of what is at a path.
    fn put(&mut self, path: &'p Path, tree: Tree) {
        self.write(path, tree, path.span, &mut State::put);
    }

    fn undefine(&mut self, path: &'p Path) {
        match place(path, &self.with, &self.aliases) {
            Some(place) => {
                self.indices(path);
                self.shares(path, place, Origins::default(), (path.span, true));
            }
            None => {
                self.write(path, Tree::default(), path.span, &mut State::put);
            }
        }
    }

    fn if_(&mut self, branches: &'p [(Expression, Process)], otherwise: Option<&'p Process>) {
        let before = self.state.as_ref().map(|state| state.control.clone());
        let (mut after, mut ways) = (None, 0);
        for (condition, body) in branches {
            self.root(condition);
            let beside = self.state.clone();
            self.decide(condition, true);
            self.process(body);
            ways += usize::from(self.state.is_some());
            after = meet(after, self.state.take());
            self.state = beside;
            self.decide(condition, false);
        }
        if let Some(otherwise) = otherwise {
            self.process(otherwise);
        }
        ways += usize::from(self.state.is_some());
        self.state = meet(after, self.state.take());
        // Where all ways go on, what was asked no longer decides.
        if let (true, Some(state), Some(before)) = (ways > 1, &mut self.state, before) {
            state.control.retain(|check| before.contains(check));
        }
    }

    /// Goes on with those for whom a condition is true or not.
    fn decide(&mut self, condition: &'p Expression, holds: bool) {
        let checks = self.checks(condition, holds);
        if let Some(state) = &mut self.state {
            add(&mut state.control, &checks);
            state.asked |= !checks.is_empty();
        }
    }

    /// Handlers run some time or not at all, and are followed where they are installed.
    fn handlers(&mut self, handlers: &'p [Handler]) {
        for handler in handlers {
            let before = self.state.clone();
            self.process(&handler.body);
            self.state = match before {
                Some(before) => meet(Some(before), self.state.take()),
                None => None,
            };
        }
    }

    /// Follows any number of rounds.
    fn repeat(&mut self, round: &mut dyn FnMut(&mut Self)) {
        let mut head = self.state.clone();
        for _ in 0..ROUNDS {
            self.state.clone_from(&head);
            round(self);
            let next = meet(head.clone(), self.state.take());
            let stable = next == head;
            head = next;
            if stable {
                self.state = head;
                return;
            }
        }
        self.left = 0;
    }

    fn choice(&mut self, branches: &'p [Branch]) {
        let before = self.state.clone();
        let mut after = None;
        for branch in branches {
            self.state.clone_from(&before);
            self.receive(&branch.guard);
            if let Some(body) = &branch.body {
                self.process(body);
            }
            after = meet(after, self.state.take());
        }
        self.state = after;
    }

    fn receive(&mut self, receive: &'p Receive) {
        if let Some(target) = &receive.target {
            self.put(
                target,
                Tree::whole(Source::Message {
                    operation: receive.operation.name,
                    path: Vec::new(),
                }),
            );
        }
        let Some(reply) = &receive.reply else { return };
        if let Some(body) = &reply.body {
            self.process(body);
        }
        if let Some(value) = &reply.value {
            self.tree(value);
        }
    }

    fn call(&mut self, name: Name) {
        let service: &'p Service = self.service;
        let Some(definition) = service.definitions.get(&name) else {
            return;
        };
        if self.calls.contains(&name) || self.calls.len() >= CALLS {
            return;
        }
        let with = std::mem::take(&mut self.with);
        self.calls.push(name);
        self.process(&definition.body);
        self.calls.pop();
        self.with = with;
    }
}
