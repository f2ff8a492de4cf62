//! What expressions ask of others, and the faults that they raise: the solicit-responses, quotients and second names in
//! them, in the order in which Jolie evaluates.
//!
//! [`Compiler::ask`] makes the code of these in an expression whose value is used as data; [`Compiler::guard`] that of a
//! condition, whose parts decide which calls are made. What a quotient raises is in `quotients`.

use super::compiler::Compiler;
use crate::automata::network::{Act, Location};
use crate::syntax::jolie::tree::{
    Expression, ExpressionKind, Key, Literal, Path, TreeEntry, TreeValue,
};
use crate::syntax::jolie::walk::{self, Node};

impl<'a> Compiler<'a> {
    /// Whether evaluating an expression calls anybody, or may raise a fault.
    fn asks(&self, expression: &Expression) -> bool {
        let mut found = false;
        walk::walk(Node::Expression(expression), &mut |part| {
            found |= walk::output(part).is_some();
            if let Node::Expression(part) = part {
                found |= match &part.kind {
                    ExpressionKind::Product(first, rest) => self.may_fail(first, rest),
                    ExpressionKind::Path(path) => self.may_circle(path),
                    _ => false,
                };
            }
            !found
        });
        found
    }

    /// The calls in an expression, then `next`.
    pub fn ask(&mut self, expression: &'a Expression, next: Location) -> Location {
        if self.asks(expression) {
            self.ask_all(expression, next)
        } else {
            next
        }
    }

    /// The calls in the keys and indices of a path, then `next`.
    pub fn ask_path(&mut self, path: &'a Path, next: Location) -> Location {
        path.segments.iter().rev().fold(next, |next, segment| {
            let next = match &segment.index {
                Some(index) => self.ask(index, next),
                None => next,
            };
            match &segment.key {
                Key::Computed(key) => self.ask(key, next),
                Key::Name(_) => next,
            }
        })
    }

    /// As [`Compiler::ask`], of an expression with calls in it.
    fn ask_all(&mut self, expression: &'a Expression, next: Location) -> Location {
        match &expression.kind {
            ExpressionKind::And(parts) => self.ask_while(parts, true, next),
            ExpressionKind::Or(parts) => self.ask_while(parts, false, next),
            ExpressionKind::If(condition, yes, no) => {
                let then = self.ask(yes, next);
                let otherwise = self.ask(no, next);
                self.quietly(|compiler| compiler.guard(condition, then, otherwise))
            }
            ExpressionKind::Compare(_, left, right) => {
                let right = self.ask(right, next);
                self.ask(left, right)
            }
            ExpressionKind::Sum(first, rest) => {
                self.ask_each(first, rest.iter().map(|(_, part)| part), next)
            }
            ExpressionKind::Product(first, rest) => {
                let parts = rest.iter().enumerate().rev();
                let rest = parts.fold(next, |next, (index, (_, part))| {
                    let next = self.quotient(first, rest, index, next);
                    self.ask(part, next)
                });
                self.ask(first, rest)
            }
            ExpressionKind::Not(inner)
            | ExpressionKind::Cast(_, inner)
            | ExpressionKind::InstanceOf(inner, _)
            | ExpressionKind::Group(inner) => self.ask(inner, next),
            ExpressionKind::Assign(path, value) => {
                let value = self.ask(value, next);
                self.ask_path(path, value)
            }
            ExpressionKind::Path(path) => {
                let read = self.second_name(path, expression.span, next);
                self.ask_path(path, read)
            }
            ExpressionKind::Size(path)
            | ExpressionKind::Frozen(path)
            | ExpressionKind::IsDefined(path)
            | ExpressionKind::IsType(_, path) => self.ask_path(path, next),
            ExpressionKind::Step(step) => self.ask_path(&step.path, next),
            ExpressionKind::Solicit {
                operation,
                port,
                argument,
            } => self.solicit(
                *operation,
                *port,
                argument.as_deref(),
                expression.span,
                next,
            ),
            ExpressionKind::Tree(root, entries) => self.ask_tree(root.as_deref(), entries, next),
            ExpressionKind::Literal(_) | ExpressionKind::Fresh => next,
        }
    }

    fn ask_each(
        &mut self,
        first: &'a Expression,
        rest: impl DoubleEndedIterator<Item = &'a Expression>,
        next: Location,
    ) -> Location {
        let rest = rest.rev().fold(next, |next, part| self.ask(part, next));
        self.ask(first, rest)
    }

    fn ask_tree(
        &mut self,
        root: Option<&'a Expression>,
        entries: &'a [TreeEntry],
        next: Location,
    ) -> Location {
        let next = entries.iter().rev().fold(next, |next, entry| {
            let next = match &entry.value {
                TreeValue::Assign(value) | TreeValue::Copy(value) => self.ask(value, next),
                TreeValue::Alias(path) => self.ask_path(path, next),
            };
            self.ask_path(&entry.path, next)
        });
        match root {
            Some(root) => self.ask(root, next),
            None => next,
        }
    }

    /// The calls of `&&` (`going` is true) or `||`: a part is evaluated as long as those before it let it be.
    fn ask_while(&mut self, parts: &'a [Expression], going: bool, next: Location) -> Location {
        let Some(last) = parts.iter().rposition(|part| self.asks(part)) else {
            return next;
        };
        let entry = self.ask(&parts[last], next);
        self.quietly(|compiler| {
            let before = parts[..last].iter().rev();
            before.fold(entry, |entry, part| {
                if going {
                    compiler.guard(part, entry, next)
                } else {
                    compiler.guard(part, next, entry)
                }
            })
        })
    }

    /// Translates conditions inside an expression, whose assignments are those of the whole.
    fn quietly(&mut self, translate: impl FnOnce(&mut Self) -> Location) -> Location {
        let before = std::mem::replace(&mut self.quiet, true);
        let entry = translate(self);
        self.quiet = before;
        entry
    }

    /// A condition: the calls in it, then where it leads.
    pub fn guard(
        &mut self,
        condition: &'a Expression,
        then: Location,
        otherwise: Location,
    ) -> Location {
        match &condition.kind {
            ExpressionKind::Group(inner) => self.guard(inner, then, otherwise),
            ExpressionKind::Not(inner) if self.asks(inner) => self.guard(inner, otherwise, then),
            ExpressionKind::And(parts) if parts.iter().any(|part| self.asks(part)) => {
                let parts = parts.iter().rev();
                parts.fold(then, |then, part| self.guard(part, then, otherwise))
            }
            ExpressionKind::Or(parts) if parts.iter().any(|part| self.asks(part)) => {
                let parts = parts.iter().rev();
                parts.fold(otherwise, |otherwise, part| {
                    self.guard(part, then, otherwise)
                })
            }
            ExpressionKind::If(inner, yes, no) if self.asks(condition) => {
                let yes = self.guard(yes, then, otherwise);
                let no = self.guard(no, then, otherwise);
                self.guard(inner, yes, no)
            }
            ExpressionKind::Literal(Literal::Bool(false)) => otherwise,
            _ => self.test(condition, then, otherwise),
        }
    }

    /// A condition that is evaluated whole: what it assigns is assigned on both ways.
    fn test(&mut self, condition: &'a Expression, then: Location, otherwise: Location) -> Location {
        let span = condition.span;
        let effect = if self.quiet {
            Vec::new()
        } else {
            let with = &self.context.with;
            self.variables.expression_effect(condition, with)
        };
        let then = self.set(effect.clone(), span, then);
        let otherwise = self.set(effect, span, otherwise);
        let branch = Act::Branch {
            condition: self.variables.condition(condition, &self.context.with),
            then,
            otherwise,
        };
        let branch = self.emit(branch, span);
        self.ask(condition, branch)
    }
}
