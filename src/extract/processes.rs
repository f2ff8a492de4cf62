//! Behaviours to code, one kind after another. The rules of each are those of its class in `jolie.process`.

use super::compiler::{Compiler, END};
use crate::automata::network::{Act, Location};
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{Expression, Identifier, Path, Process, ProcessKind};

impl<'a> Compiler<'a> {
    /// The code of a behaviour that goes on at `next`. The parser bounds how deep behaviours lie in one another.
    pub fn process(&mut self, process: &'a Process, next: Location) -> Location {
        match &process.kind {
            ProcessKind::Nothing => next,
            ProcessKind::Sequence(parts) => self.sequence(parts, next),
            ProcessKind::Block(body) => self.process(body, next),
            ProcessKind::Parallel(parts) => self.parallel(parts, process.span, next),
            ProcessKind::Choice(branches) => {
                let branches = self.branches(branches, next);
                self.receive(branches, process.span, next)
            }
            ProcessKind::ProvideUntil { provide, until } => {
                self.provide_until(provide, until, process.span, next)
            }
            ProcessKind::Receive(receive) => {
                let branch = self.branch(receive, next);
                self.receive(branch.into_iter().collect(), receive.span, next)
            }
            ProcessKind::Send(send) => self.send(process, send, next),
            ProcessKind::Forward { .. } => self.forward(process, next),
            ProcessKind::Assign { .. }
            | ProcessKind::Copy { .. }
            | ProcessKind::Alias { .. }
            | ProcessKind::Step(_)
            | ProcessKind::Undefine(_) => self.data(process, next),
            ProcessKind::Spawn { .. }
            | ProcessKind::For { .. }
            | ProcessKind::ForIn { .. }
            | ProcessKind::Foreach { .. }
            | ProcessKind::While { .. } => self.repeat(process, next),
            ProcessKind::With { path, body } => self.with(path, body, next),
            ProcessKind::If {
                branches,
                otherwise,
            } => self.conditional(branches, otherwise.as_deref(), next),
            _ => self.control(process, next),
        }
    }

    /// Scopes, faults, links, locks, calls of definitions.
    fn control(&mut self, process: &'a Process, next: Location) -> Location {
        let span = process.span;
        match &process.kind {
            ProcessKind::Synchronized { lock, body } => {
                let lock = self.lock(lock.name);
                let body = self.process(body, END);
                self.emit(Act::Synchronized { lock, body, next }, span)
            }
            ProcessKind::Scope { name, body } => self.enter(name.name, body, span, next),
            ProcessKind::Install(handlers) => self.install(handlers, span, next),
            ProcessKind::Compensate(scope) => {
                let scope = self.scope(scope.name);
                self.emit(Act::Compensate { scope, next }, span)
            }
            ProcessKind::CurrentHandler => self.current_handler(span, next),
            ProcessKind::Throw { fault, value } => self.throw(*fault, value.as_ref(), span),
            ProcessKind::LinkIn(link) => {
                let link = self.link(link.name);
                self.emit(Act::LinkIn { link, next }, span)
            }
            ProcessKind::LinkOut(link) => {
                let link = self.link(link.name);
                self.emit(Act::LinkOut { link, next }, span)
            }
            ProcessKind::Exit => self.emit(Act::Exit, span),
            ProcessKind::Call(name) => match self.definition(name.name) {
                Some(body) => self.emit(Act::Invoke { body, next }, span),
                None => next,
            },
            _ => next,
        }
    }

    fn sequence(&mut self, parts: &'a [Process], next: Location) -> Location {
        let parts = parts.iter().rev();
        parts.fold(next, |next, part| self.process(part, next))
    }

    fn parallel(&mut self, parts: &'a [Process], origin: Span, next: Location) -> Location {
        self.assume_of_width(parts, origin);
        let handled = std::mem::replace(&mut self.context.handled, false);
        let bodies: Vec<Location> = parts.iter().map(|part| self.process(part, END)).collect();
        self.context.handled = handled;
        self.emit(Act::Fork { bodies, next }, origin)
    }

    /// What changes data: first what its expressions ask others, then the change.
    fn data(&mut self, process: &'a Process, next: Location) -> Location {
        let values = self.variables.effect(process, &self.context.with);
        let set = self.set(values, process.span, next);
        match &process.kind {
            ProcessKind::Assign { path, value, .. } | ProcessKind::Copy { path, value, .. } => {
                let value = self.ask(value, set);
                self.ask_path(path, value)
            }
            ProcessKind::Alias { path, target } => {
                let target = self.ask_path(target, set);
                self.ask_path(path, target)
            }
            ProcessKind::Step(step) => self.ask_path(&step.path, set),
            ProcessKind::Undefine(path) => self.ask_path(path, set),
            _ => set,
        }
    }

    /// `with`: its path is put before those that start with a dot, wherever they stand in its body.
    fn with(&mut self, path: &'a Path, body: &'a Process, next: Location) -> Location {
        self.context.with.push(path);
        let entry = self.process(body, next);
        self.context.with.pop();
        entry
    }

    fn conditional(
        &mut self,
        branches: &'a [(Expression, Process)],
        otherwise: Option<&'a Process>,
        next: Location,
    ) -> Location {
        let last = match otherwise {
            Some(otherwise) => self.process(otherwise, next),
            None => next,
        };
        branches
            .iter()
            .rev()
            .fold(last, |otherwise, (condition, body)| {
                let then = self.process(body, next);
                self.guard(condition, then, otherwise)
            })
    }

    fn enter(&mut self, name: Name, body: &'a Process, origin: Span, next: Location) -> Location {
        let around = self.context.scope.replace(name);
        let body = self.process(body, END);
        self.context.scope = around;
        let scope = self.scope(name);
        self.emit(Act::Enter { scope, body, next }, origin)
    }

    fn throw(
        &mut self,
        fault: Identifier,
        value: Option<&'a Expression>,
        origin: Span,
    ) -> Location {
        let throw = self.emit(Act::Throw { fault: fault.name }, origin);
        match value {
            Some(value) => self.ask(value, throw),
            None => throw,
        }
    }
}
