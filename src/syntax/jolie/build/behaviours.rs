//! Behaviours.

use super::Builder;
use crate::base::{Code, Span};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{
    AssignOperator, Branch, Handler, HandlerName, Identifier, Path, Process, ProcessKind, Receive,
    Reply, Send, Solicit, Step,
};
use pest::iterators::{Pair, Pairs};

impl Builder {
    /// What stands between the braces of a `block` pair.
    pub(super) fn block(&mut self, pair: Pair<'_, Rule>) -> Option<Process> {
        self.process(pair.into_inner().next()?)
    }

    /// The behaviour of a `process` pair.
    pub(super) fn process(&mut self, pair: Pair<'_, Rule>) -> Option<Process> {
        self.parts(pair, ProcessKind::Parallel, Self::sequence)
    }

    fn sequence(&mut self, pair: Pair<'_, Rule>) -> Option<Process> {
        self.parts(pair, ProcessKind::Sequence, Self::statement)
    }

    fn parts<'i>(
        &mut self,
        pair: Pair<'i, Rule>,
        make: fn(Vec<Process>) -> ProcessKind,
        part: fn(&mut Self, Pair<'i, Rule>) -> Option<Process>,
    ) -> Option<Process> {
        let span = self.span(&pair);
        let mut parts = Vec::new();
        for inner in pair.into_inner() {
            parts.push(part(self, inner)?);
        }
        if parts.len() == 1 {
            parts.pop()
        } else {
            Some(Process {
                kind: make(parts),
                span,
            })
        }
    }

    fn statement(&mut self, pair: Pair<'_, Rule>) -> Option<Process> {
        let span = self.span(&pair);
        self.deeper(span, |builder| {
            let kind = match pair.as_rule() {
                Rule::word_statement => builder.word_statement(pair, span)?,
                Rule::prefixed_statement => {
                    let mut inner = pair.into_inner();
                    let path = builder.path(inner.next()?)?;
                    builder.change(path, inner.next()?)?
                }
                Rule::choice => ProcessKind::Choice(builder.branches(pair)?),
                Rule::block | Rule::group => ProcessKind::Block(Box::new(builder.block(pair)?)),
                Rule::provide => {
                    let mut inner = pair.into_inner();
                    let provide = builder.branches(inner.next()?)?;
                    ProcessKind::ProvideUntil {
                        provide,
                        until: builder.branches(inner.next()?)?,
                    }
                }
                Rule::forward => builder.forward(pair)?,
                Rule::pre_step => ProcessKind::Step(builder.pre_step(pair)?),
                Rule::install => ProcessKind::Install(builder.handlers(pair.into_inner().next()?)?),
                Rule::throw => {
                    let mut inner = pair.into_inner();
                    let fault = builder.identifier(&inner.next()?);
                    let value = match inner.next() {
                        Some(value) => Some(builder.expression(value)?),
                        None => None,
                    };
                    ProcessKind::Throw { fault, value }
                }
                Rule::if_statement => builder.if_statement(pair.into_inner())?,
                Rule::for_statement
                | Rule::for_in_statement
                | Rule::foreach_statement
                | Rule::while_statement
                | Rule::spawn => builder.repetition(pair)?,
                _ => builder.small_statement(pair)?,
            };
            Some(Process { kind, span })
        })
    }

    fn small_statement(&mut self, pair: Pair<'_, Rule>) -> Option<ProcessKind> {
        let rule = pair.as_rule();
        let mut inner = pair.into_inner();
        Some(match rule {
            Rule::current_handler => ProcessKind::CurrentHandler,
            Rule::null_process => ProcessKind::Nothing,
            Rule::exit => ProcessKind::Exit,
            Rule::comp => ProcessKind::Compensate(self.identifier(&inner.next()?)),
            Rule::link_in => ProcessKind::LinkIn(self.identifier(&inner.next()?)),
            Rule::link_out => ProcessKind::LinkOut(self.identifier(&inner.next()?)),
            Rule::undef => ProcessKind::Undefine(self.path(inner.next()?)?),
            Rule::scope | Rule::synchronized => {
                let name = self.identifier(&inner.next()?);
                let body = Box::new(self.block(inner.next()?)?);
                match rule {
                    Rule::scope => ProcessKind::Scope { name, body },
                    _ => ProcessKind::Synchronized { lock: name, body },
                }
            }
            Rule::with => {
                let path = self.path(inner.next()?)?;
                self.withs += 1;
                let body = self.block(inner.next()?);
                self.withs -= 1;
                ProcessKind::With {
                    path,
                    body: Box::new(body?),
                }
            }
            _ => return None,
        })
    }

    fn word_statement(&mut self, pair: Pair<'_, Rule>, span: Span) -> Option<ProcessKind> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        if first.as_rule() == Rule::call {
            return Some(ProcessKind::Call(
                self.identifier(&first.into_inner().next()?),
            ));
        }
        let name = self.identifier(&first);
        let tail = inner.next()?;
        match tail.as_rule() {
            Rule::send => self.send(name, tail, span).map(ProcessKind::Send),
            Rule::receive => self.receive(name, tail, span).map(ProcessKind::Receive),
            _ => {
                let rest = self.span(&tail);
                let span = if rest.end > rest.start {
                    name.span.to(rest)
                } else {
                    name.span
                };
                let path = self.path_from(name, tail.into_inner().collect(), span)?;
                self.change(path, inner.next()?)
            }
        }
    }

    fn change(&mut self, path: Path, pair: Pair<'_, Rule>) -> Option<ProcessKind> {
        let rule = pair.as_rule();
        if rule == Rule::step {
            return Some(ProcessKind::Step(Step {
                path,
                up: pair.as_str() == "++",
                prefix: false,
            }));
        }
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        Some(match rule {
            Rule::assign => ProcessKind::Assign {
                path,
                operator: AssignOperator::Set,
                value: self.expression(first)?,
            },
            Rule::compound => {
                let operator = match first.as_str() {
                    "+=" => AssignOperator::Add,
                    "-=" => AssignOperator::Subtract,
                    "*=" => AssignOperator::Multiply,
                    _ => AssignOperator::Divide,
                };
                ProcessKind::Assign {
                    path,
                    operator,
                    value: self.expression(inner.next()?)?,
                }
            }
            Rule::copy => {
                let links = first.as_str() == "<<-";
                ProcessKind::Copy {
                    path,
                    links,
                    value: self.expression(inner.next()?)?,
                }
            }
            _ => ProcessKind::Alias {
                path,
                target: self.path(first)?,
            },
        })
    }

    fn branches(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Branch>> {
        pair.into_inner()
            .map(|branch| self.branch(branch))
            .collect()
    }

    fn branch(&mut self, pair: Pair<'_, Rule>) -> Option<Branch> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let operation = self.identifier(&inner.next()?);
        let receive = inner.next()?;
        let guard_span = operation.span.to(self.span(&receive));
        let guard = self.receive(operation, receive, guard_span)?;
        let body = match inner.next() {
            Some(block) => Some(self.deeper(span, |builder| builder.block(block))?),
            None => None,
        };
        Some(Branch { guard, body, span })
    }

    /// Where a message goes, of a `target` pair; `Some(None)` when nothing is written.
    #[allow(clippy::option_option)]
    pub(super) fn target(&mut self, pair: Pair<'_, Rule>) -> Option<Option<Path>> {
        match pair.into_inner().next() {
            Some(path) => Some(Some(self.path(path)?)),
            None => Some(None),
        }
    }

    fn receive(
        &mut self,
        operation: Identifier,
        pair: Pair<'_, Rule>,
        span: Span,
    ) -> Option<Receive> {
        let mut inner = pair.into_inner();
        let target = self.target(inner.next()?)?;
        let reply = match inner.next() {
            Some(reply) => {
                let mut inner = reply.into_inner();
                let value = self.argument(inner.next()?)?;
                let body = match inner.next() {
                    Some(block) => Some(self.block(block)?),
                    None => None,
                };
                Some(Box::new(Reply { value, body }))
            }
            None => None,
        };
        Some(Receive {
            operation,
            target,
            reply,
            span,
        })
    }

    fn send(&mut self, operation: Identifier, pair: Pair<'_, Rule>, span: Span) -> Option<Send> {
        let mut inner = pair.into_inner();
        let port = self.identifier(&inner.next()?);
        let argument = self.argument(inner.next()?)?;
        let solicit = match inner.next() {
            Some(solicit) => {
                let mut inner = solicit.into_inner();
                let target = self.target(inner.next()?)?;
                let handlers = match inner.next() {
                    Some(handlers) => self.handlers(handlers.into_inner().next()?)?,
                    None => Vec::new(),
                };
                Some(Box::new(Solicit { target, handlers }))
            }
            None => None,
        };
        Some(Send {
            operation,
            port,
            argument,
            solicit,
            span,
        })
    }

    fn forward(&mut self, pair: Pair<'_, Rule>) -> Option<ProcessKind> {
        let mut inner = pair.into_inner().peekable();
        let port = inner.next_if(|pair| pair.as_rule() == Rule::identifier);
        let port = port.map(|port| self.identifier(&port));
        let request = self.target(inner.next()?)?;
        let response = match inner.next() {
            Some(response) => Some(self.target(response)?),
            None => None,
        };
        Some(ProcessKind::Forward {
            port,
            request,
            response,
        })
    }

    fn handlers(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Handler>> {
        self.handlers += 1;
        let handlers = pair
            .into_inner()
            .map(|handler| self.handler(handler))
            .collect();
        self.handlers -= 1;
        handlers
    }

    fn handler(&mut self, pair: Pair<'_, Rule>) -> Option<Handler> {
        let mut names = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::process {
                let span = self.span(&part);
                let body = self.deeper(span, |builder| builder.process(part))?;
                return Some(Handler { names, body });
            }
            let name = part.into_inner().next()?;
            names.push(match name.as_rule() {
                Rule::this => HandlerName::This(self.span(&name)),
                _ => HandlerName::Fault(self.identifier(&name)),
            });
        }
        None
    }

    fn if_statement(&mut self, mut inner: Pairs<'_, Rule>) -> Option<ProcessKind> {
        let condition = self.expression(inner.next()?)?;
        let mut branches = vec![(condition, self.statement(inner.next()?)?)];
        let mut otherwise = None;
        for part in inner {
            let rule = part.as_rule();
            let mut inner = part.into_inner();
            if rule == Rule::else_if {
                let condition = self.expression(inner.next()?)?;
                branches.push((condition, self.statement(inner.next()?)?));
            } else {
                otherwise = Some(Box::new(self.statement(inner.next()?)?));
            }
        }
        Some(ProcessKind::If {
            branches,
            otherwise,
        })
    }

    fn repetition(&mut self, pair: Pair<'_, Rule>) -> Option<ProcessKind> {
        let rule = pair.as_rule();
        let mut inner = pair.into_inner();
        Some(match rule {
            Rule::for_statement => ProcessKind::For {
                init: Box::new(self.process(inner.next()?)?),
                condition: self.expression(inner.next()?)?,
                post: Box::new(self.process(inner.next()?)?),
                body: Box::new(self.statement(inner.next()?)?),
            },
            Rule::for_in_statement => {
                let item = self.path(inner.next()?)?;
                let array = self.path(inner.next()?)?;
                self.unindexed(&array);
                ProcessKind::ForIn {
                    item,
                    array,
                    body: Box::new(self.statement(inner.next()?)?),
                }
            }
            Rule::foreach_statement => ProcessKind::Foreach {
                key: self.path(inner.next()?)?,
                target: self.path(inner.next()?)?,
                body: Box::new(self.statement(inner.next()?)?),
            },
            Rule::while_statement => ProcessKind::While {
                condition: self.expression(inner.next()?)?,
                body: Box::new(self.block(inner.next()?)?),
            },
            _ => {
                let index = self.path(inner.next()?)?;
                let bound = self.expression(inner.next()?)?;
                let mut next = inner.next()?;
                let mut result = None;
                if next.as_rule() == Rule::spawn_result {
                    result = Some(self.path(next.into_inner().next()?)?);
                    next = inner.next()?;
                }
                ProcessKind::Spawn {
                    index,
                    bound,
                    result,
                    body: Box::new(self.block(next)?),
                }
            }
        })
    }

    /// The vector of a `for … in` may not end in an index.
    fn unindexed(&mut self, array: &Path) {
        if array
            .segments
            .last()
            .is_some_and(|segment| segment.index.is_some())
        {
            let message = "the target of for( element in array ) should be an array: it may not end in an index";
            self.error(Code::Q0011, array.span, message);
        }
    }
}
