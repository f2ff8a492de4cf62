//! Behaviours: statements and control.

use super::{Compiler, position};
use crate::base::Span;
use crate::interpreter::code::{Handler, HandlerKey, Operation, Path, Spawn};
use crate::interpreter::value::{Arithmetic, Text};
use crate::syntax::jolie::tree::{
    self, AssignOperator, Expression, ExpressionKind, HandlerName, Identifier, Process,
    ProcessKind, Solicit, Step,
};
use crate::syntax::jolie::walk::{Node, walk};

impl<'program> Compiler<'program> {
    /// A behaviour.
    pub(super) fn process(&mut self, process: &'program Process) {
        let span = process.span;
        match &process.kind {
            ProcessKind::Sequence(parts) => parts.iter().for_each(|part| self.process(part)),
            ProcessKind::Block(body) => self.process(body),
            ProcessKind::Parallel(parts) => self.parallel(parts, span),
            ProcessKind::Choice(branches) => self.choice(branches, span),
            ProcessKind::ProvideUntil { provide, until } => self.provide(provide, until, span),
            ProcessKind::Receive(receive) => self.receive(receive),
            ProcessKind::Send(send) => {
                self.argument(send.argument.as_ref(), span);
                self.send(send);
            }
            ProcessKind::Forward {
                port,
                request,
                response,
            } => self.forward(*port, request.as_ref(), response.as_ref(), span),
            ProcessKind::With { path, body } => {
                self.prefixes.push(path);
                self.process(body);
                self.prefixes.pop();
            }
            ProcessKind::Synchronized { lock, body } => {
                let lock = named(&mut self.code.locks, lock.name);
                self.emit(Operation::Lock(lock), span);
                self.process(body);
                self.emit(Operation::Unlock, span);
            }
            ProcessKind::Scope { name, body } => {
                let scope = self.scope(name.name);
                let enter = self.emit(Operation::Enter { scope, leave: 0 }, span);
                self.process(body);
                self.land(enter);
                self.emit(Operation::Leave, span);
            }
            ProcessKind::Install(handlers) => self.install(handlers, span),
            ProcessKind::Spawn {
                index,
                bound,
                result,
                body,
            } => self.spawn(index, bound, result.as_ref(), body, span),
            _ => self.control(process),
        }
    }

    /// Loops and branches.
    fn control(&mut self, process: &'program Process) {
        let span = process.span;
        match &process.kind {
            ProcessKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.process(init);
                self.turn(condition, &[&**body, &**post], span);
            }
            ProcessKind::While { condition, body } => self.turn(condition, &[&**body], span),
            ProcessKind::ForIn { item, array, body } => {
                let (item, array) = (self.path(item), self.path(array));
                self.emit(Operation::Elements(array), span);
                let next = self.emit(
                    Operation::NextElement {
                        item,
                        array,
                        done: 0,
                    },
                    span,
                );
                self.rounds(body, next, span);
            }
            ProcessKind::Foreach { key, target, body } => {
                let (key, target) = (self.path(key), self.path(target));
                self.emit(Operation::Names(target), span);
                let next = self.emit(Operation::NextName { key, done: 0 }, span);
                self.rounds(body, next, span);
            }
            ProcessKind::If {
                branches,
                otherwise,
            } => {
                let mut ends = Vec::new();
                for (condition, body) in branches {
                    self.root_of(condition);
                    let no = self.emit(Operation::JumpIfNot(0), span);
                    self.process(body);
                    ends.push(self.emit(Operation::Jump(0), span));
                    self.land(no);
                }
                if let Some(otherwise) = otherwise {
                    self.process(otherwise);
                }
                for end in ends {
                    self.land(end);
                }
            }
            _ => self.statement(process),
        }
    }

    fn turn(&mut self, condition: &'program Expression, body: &[&'program Process], span: Span) {
        let start = self.here();
        self.root_of(condition);
        let out = self.emit(Operation::JumpIfNot(0), span);
        for process in body {
            self.process(process);
        }
        self.emit(Operation::Jump(start), span);
        self.land(out);
    }

    fn rounds(&mut self, body: &'program Process, next: usize, span: Span) {
        self.process(body);
        self.emit(Operation::Jump(position(next)), span);
        self.land(next);
    }

    /// Statements that are one operation after their operands.
    fn statement(&mut self, process: &'program Process) {
        let span = process.span;
        let operation = match &process.kind {
            ProcessKind::Assign {
                path,
                operator,
                value,
            } => {
                if *operator != AssignOperator::Set {
                    self.makes(path, value);
                }
                self.root_of(value);
                self.assignment(path, *operator)
            }
            ProcessKind::Copy { path, value, .. } => self.copy(path, value),
            ProcessKind::Alias { path, target } => Operation::Alias {
                path: self.path(path),
                target: self.path(target),
            },
            ProcessKind::Step(step) => self.step(step),
            ProcessKind::Undefine(path) => Operation::Undefine(self.path(path)),
            ProcessKind::Compensate(name) => Operation::Compensate(self.scope(name.name)),
            ProcessKind::CurrentHandler => Operation::CurrentHandler,
            ProcessKind::Throw { fault, value } => {
                self.argument(value.as_ref(), span);
                let faults = &mut self.code.faults;
                faults.push(Text::new(fault.name));
                Operation::Throw(position(faults.len() - 1))
            }
            ProcessKind::LinkIn(link) => Operation::LinkIn(named(&mut self.code.links, link.name)),
            ProcessKind::LinkOut(link) => {
                Operation::LinkOut(named(&mut self.code.links, link.name))
            }
            ProcessKind::Exit => Operation::Exit,
            ProcessKind::Call(name) => {
                let at = self.code.operations.len();
                self.calls.push((at, name.name));
                Operation::Call(0)
            }
            _ => return,
        };
        self.emit(operation, span);
    }

    fn assignment(&mut self, path: &'program tree::Path, operator: AssignOperator) -> Operation {
        let arithmetic = match operator {
            AssignOperator::Set => {
                return match self.plain_slot(path) {
                    Some(slot) => Operation::AssignSlot(slot),
                    None => Operation::Assign(self.path(path)),
                };
            }
            AssignOperator::Add => Arithmetic::Add,
            AssignOperator::Subtract => Arithmetic::Subtract,
            AssignOperator::Multiply => Arithmetic::Multiply,
            AssignOperator::Divide => Arithmetic::Divide,
        };
        Operation::Update(arithmetic, self.path(path))
    }

    fn copy(&mut self, path: &'program tree::Path, value: &'program Expression) -> Operation {
        let to = self.path(path);
        if let ExpressionKind::Path(from) = &value.kind {
            let from = self.path(from);
            return Operation::Copy { to, from };
        }
        self.makes(path, value);
        self.tree_of(value);
        Operation::CopyTree(to)
    }

    /// What is changed is made before the value is worked out, which may ask whether it is there.
    pub(super) fn makes(&mut self, path: &'program tree::Path, value: &'program Expression) {
        let mut asks = false;
        walk(Node::Expression(value), &mut |node| {
            asks |= matches!(
                node,
                Node::Expression(Expression {
                    kind: ExpressionKind::Size(_) | ExpressionKind::IsDefined(_),
                    ..
                })
            );
            !asks
        });
        if asks {
            let path = self.path(path);
            self.emit(Operation::Make(path), value.span);
        }
    }

    /// A tree that is copied: a path is made when it is not there.
    pub(super) fn copied(&mut self, value: &'program Expression) {
        if let ExpressionKind::Path(source) = &value.kind {
            let source = self.path(source);
            self.emit(Operation::Made(source), value.span);
        } else {
            self.tree_of(value);
        }
    }

    /// The source of a copy when all elements of it are copied.
    pub(super) fn whole_vector(&mut self, to: u32, value: &'program Expression) -> Option<u32> {
        match &value.kind {
            ExpressionKind::Path(source) => self.all_of(to, source),
            _ => None,
        }
    }

    /// A path that stands for all its elements when it is copied to another: neither names one of them.
    pub(super) fn all_of(&mut self, to: u32, source: &'program tree::Path) -> Option<u32> {
        let indexed = source
            .segments
            .last()
            .is_some_and(|last| last.index.is_some());
        let element = self
            .code
            .paths
            .get(to as usize)
            .is_some_and(Path::is_element);
        (!element && !indexed).then(|| self.path(source))
    }

    fn step(&mut self, step: &'program Step) -> Operation {
        match self.plain_slot(&step.path) {
            Some(slot) => Operation::StepSlot { slot, up: step.up },
            None => Operation::Step {
                path: self.path(&step.path),
                up: step.up,
            },
        }
    }

    fn parallel(&mut self, parts: &'program [Process], span: Span) {
        let fork = self.emit(Operation::Jump(0), span);
        let mut bodies = Vec::new();
        for part in parts {
            bodies.push(self.here());
            self.process(part);
            self.emit(Operation::End, part.span);
        }
        self.land(fork);
        self.code.forks.push(bodies);
        self.emit(Operation::Fork(position(self.code.forks.len() - 1)), span);
    }

    fn spawn(
        &mut self,
        index: &'program tree::Path,
        bound: &'program Expression,
        result: Option<&'program tree::Path>,
        body: &'program Process,
        span: Span,
    ) {
        let over = self.emit(Operation::Jump(0), span);
        let start = self.here();
        self.process(body);
        self.emit(Operation::End, span);
        self.land(over);
        self.root_of(bound);
        let index = self.path(index);
        let result = result.map(|result| self.path(result));
        self.code.spawns.push(Spawn {
            index,
            result,
            body: start,
        });
        self.emit(Operation::Spawn(position(self.code.spawns.len() - 1)), span);
    }

    /// `install`, and the handlers of a solicit-response.
    pub(super) fn install(&mut self, handlers: &'program [tree::Handler], span: Span) {
        if handlers.is_empty() {
            return;
        }
        let over = self.emit(Operation::Jump(0), span);
        let mut installed = Vec::new();
        for handler in handlers {
            self.frozen.push(Vec::new());
            let body = self.here();
            self.process(&handler.body);
            self.emit(Operation::Return, handler.body.span);
            let frozen = self.frozen.pop().unwrap_or_default();
            let keys = handler.names.iter().map(|name| match name {
                HandlerName::This(_) => HandlerKey::This,
                HandlerName::Fault(fault) => HandlerKey::Fault(Text::new(fault.name)),
            });
            installed.push(Handler {
                keys: keys.collect(),
                body,
                frozen,
            });
        }
        self.land(over);
        self.code.installs.push(installed);
        let install = position(self.code.installs.len() - 1);
        self.emit(Operation::Install(install), span);
    }

    /// An output, its message being on the stack.
    fn send(&mut self, send: &'program tree::Send) {
        let Some(output) = self.output(send.operation, send.port) else {
            return;
        };
        match &send.solicit {
            None => {
                self.emit(Operation::Notify(output), send.span);
            }
            Some(solicit) => self.solicit(output, solicit, send.span),
        }
    }

    fn solicit(&mut self, output: u32, solicit: &'program Solicit, span: Span) {
        // The path is made first: the answer is put there by the operation right after the call.
        let target = solicit.target.as_ref().map(|target| self.path(target));
        self.emit(Operation::Solicit(output), span);
        self.emit(target.map_or(Operation::Pop, Operation::Bind), span);
        self.install(&solicit.handlers, span);
    }

    /// The output of an operation at a port.
    pub(super) fn output(&mut self, operation: Identifier, port: Identifier) -> Option<u32> {
        let at = self.service.output_ports.get_index_of(&port.name);
        let declared = at
            .and_then(|at| self.code.output_ports.get(at))
            .and_then(|port| port.operations.get(operation.name.as_str()))
            .cloned();
        match declared {
            Some(output) => {
                self.code.outputs.push(output);
                Some(position(self.code.outputs.len() - 1))
            }
            None => {
                let what = format!(
                    "`{}`, which port `{}` does not have,",
                    operation.name, port.name
                );
                self.refuse(operation.span, &what);
                None
            }
        }
    }
}

/// The position of a name in a list of names, where it is added when it is new.
fn named(names: &mut Vec<crate::base::Name>, name: crate::base::Name) -> u32 {
    let found = names.iter().position(|known| *known == name);
    position(found.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    }))
}
