//! Q0411: an input whose correlation variable is never set before it.
//!
//! A message correlates with a session only when every variable of its operation's set is defined there and equal
//! (`SimpleCorrelationEngine`). The message that starts a session sets the variables of its own set; otherwise only
//! the session itself sets them, by `csets.x = …`. In single mode no message sets them.
//!
//! Rule: an input of an operation with a correlation set, a variable of which is written on no path before it: neither
//! by a starter, nor earlier in order, nor in a parallel branch, nor in any handler, nor anywhere by a computed path.
//! What may be written is over-approximated: loops, branches and calls count as run.

use super::subject::{Subject, calls, steps};
use super::waits::waits;
use crate::automata::cycles::on_cycles;
use crate::base::{Code, Diagnostic, Name, Severity, Span};
use crate::program::CorrelationVariable;
use crate::syntax::jolie::tree::{
    Branch, Expression, ExpressionKind, Path, PathRoot, Process, ProcessKind, Receive,
};
use crate::syntax::jolie::walk::{self, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::HashSet;

/// A set of correlation variables: bit *n* is the *n*th of the service.
type Variables = u64;

const ALL: Variables = Variables::MAX;

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let variables: Vec<&CorrelationVariable> = subject
        .service
        .correlation_sets
        .iter()
        .flat_map(|set| &set.variables)
        .collect();
    let (Some(main), true) = (&subject.service.main, (1..=64).contains(&variables.len())) else {
        return;
    };
    let mut flow = Flow {
        subject,
        variables,
        recursive: on_cycles(calls(subject.service)),
        calls: Vec::new(),
        before: FxHashMap::default(),
        known: FxHashMap::default(),
    };
    let known = flow.always(&main.body);
    if subject.starts_sessions() {
        for starter in subject.starters() {
            let set = known | flow.needed(starter.input);
            let body = starter.input.answering();
            let steps = body.into_iter().chain(starter.rest);
            steps.fold(set, |set, step| flow.process(step, set));
        }
    } else {
        flow.process(&main.body, known);
    }
    for process in subject.session() {
        for wait in waits(process) {
            let missing: Vec<(&Receive, Variables)> = wait
                .guards
                .iter()
                .map(|guard| (*guard, flow.missing(guard)))
                .collect();
            let dead = missing.iter().filter(|(_, missing)| *missing != 0).count();
            for (receive, missing) in missing.iter().filter(|(_, missing)| *missing != 0) {
                found.extend(report(&flow, receive, *missing, dead == wait.guards.len()));
            }
        }
    }
}

fn report(
    flow: &Flow<'_, '_>,
    receive: &Receive,
    missing: Variables,
    alone: bool,
) -> Option<Diagnostic> {
    let name = receive.operation.name;
    let index = missing.trailing_zeros() as usize;
    let variable = flow.variables.get(index)?;
    let written = written(&variable.path)?;
    let severity = if alone {
        Severity::Error
    } else {
        Severity::Warning
    };
    Some(
        Diagnostic::new(
            Code::Q0411,
            receive.operation.span,
            format!("`{name}` is awaited, but nothing before it sets `csets.{written}`"),
        )
        .severity(severity)
        .label("no message can correlate here")
        .related(variable.path.span, "the correlation variable")
        .note("messages for it are refused with the fault `CorrelationError`")
        .help(format!("write `csets.{written} = new` before it, or start the session by a message of the same set")),
    )
}

fn written(path: &Path) -> Option<String> {
    let names = path.names()?;
    Some(names.iter().map(Name::as_str).collect::<Vec<_>>().join("."))
}

struct Flow<'s, 'a> {
    subject: &'s Subject<'a>,
    variables: Vec<&'a CorrelationVariable>,
    /// The definitions that call themselves, at once or over others.
    recursive: HashSet<Name>,
    /// The recursive definitions that are being followed.
    calls: Vec<Name>,
    /// What may be set when each input is awaited.
    before: FxHashMap<Span, Variables>,
    /// What may be set after a definition that was entered so.
    known: FxHashMap<(Name, Variables), Variables>,
}

impl<'a> Flow<'_, 'a> {
    /// The variables that the operation of an input needs.
    fn needed(&self, receive: &Receive) -> Variables {
        let operation = self.subject.operation(receive.operation.name);
        let Some(set) = operation.and_then(|operation| self.subject.correlation(operation)) else {
            return 0;
        };
        let own = |variable: &CorrelationVariable| {
            set.variables
                .iter()
                .any(|other| std::ptr::eq(other, variable))
        };
        self.select(|variable| own(variable))
    }

    /// The variables that an input needs and that are surely unset; none where it is not reached.
    fn missing(&self, receive: &Receive) -> Variables {
        match self.before.get(&receive.span) {
            Some(before) => self.needed(receive) & !before,
            None => 0,
        }
    }

    fn select(&self, mut wanted: impl FnMut(&CorrelationVariable) -> bool) -> Variables {
        let indices = self.variables.iter().enumerate();
        indices
            .filter(|(_, variable)| wanted(variable))
            .fold(0, |set, (index, _)| set | 1 << index)
    }

    /// What is written where the order says nothing: in handlers, and in definitions that `init` calls too.
    fn always(&self, main: &'a Process) -> Variables {
        let mut set = self
            .subject
            .initial()
            .iter()
            .fold(0, |set, process| set | self.writes(process));
        for process in self.subject.session().into_iter().chain([main]) {
            walk::processes(process, &mut |part| match &part.kind {
                ProcessKind::Install(handlers) => {
                    set |= handlers
                        .iter()
                        .fold(0, |set, handler| set | self.closure(&handler.body));
                }
                ProcessKind::Send(send) => {
                    let handlers = send.solicit.iter().flat_map(|solicit| &solicit.handlers);
                    set |= handlers.fold(0, |set, handler| set | self.closure(&handler.body));
                }
                _ => {}
            });
        }
        set
    }

    /// What a behaviour and all that it calls may write.
    fn closure(&self, process: &'a Process) -> Variables {
        let mut set = 0;
        let mut seen: FxHashSet<Name> = FxHashSet::default();
        let mut pending = vec![process];
        while let Some(process) = pending.pop() {
            set |= self.writes(process);
            walk::processes(process, &mut |part| {
                if let ProcessKind::Call(name) = &part.kind
                    && let Some(definition) = self.subject.service.definitions.get(&name.name)
                    && seen.insert(name.name)
                {
                    pending.push(&definition.body);
                }
            });
        }
        set
    }

    /// What a behaviour may write by itself. A path that is only read counts as well where a tree may be put.
    fn writes(&self, process: &Process) -> Variables {
        let mut set = 0;
        walk::walk(Node::Process(process), &mut |node| {
            match node {
                Node::Process(part) => set |= self.written_by(part),
                Node::Expression(Expression {
                    kind: ExpressionKind::Assign(path, _),
                    ..
                }) => set |= self.at(path),
                Node::Expression(Expression {
                    kind: ExpressionKind::Step(step),
                    ..
                }) => set |= self.at(&step.path),
                Node::Receive(receive) => {
                    set |= receive.target.as_ref().map_or(0, |path| self.at(path));
                }
                _ => {}
            }
            true
        });
        set
    }

    /// What one statement writes, without the behaviours and expressions inside it.
    fn written_by(&self, process: &Process) -> Variables {
        let optional = |path: Option<&Path>| path.map_or(0, |path| self.at(path));
        match &process.kind {
            ProcessKind::Assign { path, .. }
            | ProcessKind::Copy { path, .. }
            | ProcessKind::Undefine(path)
            | ProcessKind::With { path, .. } => self.at(path),
            ProcessKind::Alias { path, target } => self.at(path) | self.at(target),
            ProcessKind::Step(step) => self.at(&step.path),
            ProcessKind::Send(send) => optional(
                send.solicit
                    .as_ref()
                    .and_then(|solicit| solicit.target.as_ref()),
            ),
            ProcessKind::Spawn { index, result, .. } => self.at(index) | optional(result.as_ref()),
            ProcessKind::ForIn { item, array, .. } => self.at(item) | self.at(array),
            ProcessKind::Foreach { key, target, .. } => self.at(key) | self.at(target),
            _ => 0,
        }
    }

    /// The variables that a write at this path may set: those on the way to it and those below it.
    fn at(&self, path: &Path) -> Variables {
        if path.root != PathRoot::Correlation {
            return 0;
        }
        let Some(names) = path.names() else {
            return ALL;
        };
        self.select(|variable| match variable.path.names() {
            Some(other) => names.iter().zip(&other).all(|(left, right)| left == right),
            None => true,
        })
    }

    /// What may be set after a behaviour that starts with `set`; notes what may be set before each input.
    fn process(&mut self, process: &'a Process, set: Variables) -> Variables {
        match &process.kind {
            ProcessKind::Sequence(_) | ProcessKind::Block(_) => steps(process)
                .into_iter()
                .fold(set, |set, step| self.process(step, set)),
            ProcessKind::Parallel(parts) => {
                let set = parts.iter().fold(set, |set, part| set | self.closure(part));
                parts.iter().fold(set, |set, part| self.process(part, set))
            }
            ProcessKind::Receive(receive) => self.receive(receive, set),
            ProcessKind::Choice(branches) => self.branches(branches, set),
            ProcessKind::ProvideUntil { provide, until } => {
                let set = set | self.closure(process);
                self.branches(provide, set) | self.branches(until, set)
            }
            ProcessKind::If { .. }
            | ProcessKind::Scope { .. }
            | ProcessKind::Synchronized { .. }
            | ProcessKind::With { .. } => {
                let set = set | self.shallow(process);
                let mut after = set;
                walk::each_child(process, &mut |child| after |= self.process(child, set));
                after
            }
            ProcessKind::Call(name) => self.call(name.name, set),
            // An input inside a copy of spawn is another matter.
            ProcessKind::Install(_) | ProcessKind::Send(_) | ProcessKind::Spawn { .. } => {
                set | self.closure(process)
            }
            // Loops: what a round writes may be set in the next one.
            _ => {
                let set = set | self.closure(process);
                walk::each_child(process, &mut |child| {
                    self.process(child, set);
                });
                set
            }
        }
    }

    /// What a statement and its expressions write, without the behaviours inside it.
    fn shallow(&self, process: &Process) -> Variables {
        let mut set = self.written_by(process);
        walk::walk(Node::Process(process), &mut |node| {
            match node {
                Node::Expression(Expression {
                    kind: ExpressionKind::Assign(path, _),
                    ..
                }) => set |= self.at(path),
                Node::Expression(Expression {
                    kind: ExpressionKind::Step(step),
                    ..
                }) => set |= self.at(&step.path),
                _ => {}
            }
            match node {
                Node::Process(inner) => std::ptr::eq(inner, process),
                _ => true,
            }
        });
        set
    }

    fn receive(&mut self, receive: &'a Receive, set: Variables) -> Variables {
        *self.before.entry(receive.span).or_default() |= set;
        let set = set | receive.target.as_ref().map_or(0, |path| self.at(path));
        match receive.answering() {
            Some(body) => self.process(body, set),
            None => set,
        }
    }

    fn branches(&mut self, branches: &'a [Branch], set: Variables) -> Variables {
        branches.iter().fold(set, |after, branch| {
            let received = self.receive(&branch.guard, set);
            after
                | branch
                    .body
                    .as_ref()
                    .map_or(received, |body| self.process(body, received))
        })
    }

    fn call(&mut self, name: Name, set: Variables) -> Variables {
        let service = self.subject.service;
        let Some(definition) = service.definitions.get(&name) else {
            return ALL;
        };
        if self.recursive.contains(&name) && self.calls.contains(&name) {
            return set | self.closure(&definition.body);
        }
        // Called again from within: what it writes may be set from the start.
        let set = if self.recursive.contains(&name) {
            set | self.closure(&definition.body)
        } else {
            set
        };
        if let Some(after) = self.known.get(&(name, set)) {
            return *after;
        }
        let recursive = self.recursive.contains(&name);
        if recursive {
            self.calls.push(name);
        }
        let after = self.process(&definition.body, set);
        if recursive {
            self.calls.pop();
        }
        self.known.insert((name, set), after);
        after
    }
}
