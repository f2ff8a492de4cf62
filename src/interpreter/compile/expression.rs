//! Expressions: each leaves one value on the stack.
//!
//! Where only the root matters (`a + b`, `x = e`) the children are not touched; where a tree is meant (messages, `<<`)
//! all of it is pushed.

use super::Compiler;
use crate::base::Span;
use crate::interpreter::code::Operation;
use crate::interpreter::value::{Arithmetic, Value};
use crate::syntax::jolie::tree::{
    Expression, ExpressionKind, Literal, ProductOperator, Step, SumOperator, TreeEntry, TreeValue,
};

impl<'program> Compiler<'program> {
    /// An expression of which only the root is used.
    pub(super) fn root_of(&mut self, expression: &'program Expression) {
        match &expression.kind {
            ExpressionKind::Path(path) => {
                let operation = match self.plain_slot(path) {
                    Some(slot) => Operation::Slot(slot),
                    None => Operation::Root(self.path(path)),
                };
                self.emit(operation, expression.span);
            }
            ExpressionKind::Group(inner) => self.root_of(inner),
            _ => self.tree_of(expression),
        }
    }

    /// An expression of which all is used.
    pub(super) fn tree_of(&mut self, expression: &'program Expression) {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Or(parts) => self.logic(parts, Operation::OrElse, span),
            ExpressionKind::And(parts) => self.logic(parts, Operation::AndElse, span),
            ExpressionKind::Sum(first, rest) => {
                self.root_of(first);
                for (operator, operand) in rest {
                    let operator = match operator {
                        SumOperator::Add => Arithmetic::Add,
                        SumOperator::Subtract => Arithmetic::Subtract,
                    };
                    self.operand(operator, operand, span);
                }
            }
            ExpressionKind::Product(first, rest) => {
                self.root_of(first);
                for (operator, operand) in rest {
                    let operator = match operator {
                        ProductOperator::Multiply => Arithmetic::Multiply,
                        ProductOperator::Divide => Arithmetic::Divide,
                        ProductOperator::Modulo => Arithmetic::Modulo,
                    };
                    self.operand(operator, operand, span);
                }
            }
            ExpressionKind::Literal(literal) => self.literal(literal, span),
            ExpressionKind::Group(inner) => self.tree_of(inner),
            ExpressionKind::If(condition, then, otherwise) => {
                self.root_of(condition);
                let no = self.emit(Operation::JumpIfNot(0), span);
                self.tree_of(then);
                let end = self.emit(Operation::Jump(0), span);
                self.land(no);
                self.tree_of(otherwise);
                self.land(end);
            }
            ExpressionKind::Tree(root, entries) => self.inline(root.as_deref(), entries, span),
            ExpressionKind::Solicit {
                operation,
                port,
                argument,
            } => {
                self.argument(argument.as_deref(), span);
                if let Some(output) = self.output(*operation, *port) {
                    self.emit(Operation::Solicit(output), span);
                }
            }
            _ => self.simple(expression),
        }
    }

    /// Expressions that are one operation after their operands.
    fn simple(&mut self, expression: &'program Expression) {
        let operation = match &expression.kind {
            ExpressionKind::Compare(comparison, left, right) => {
                self.root_of(left);
                if let ExpressionKind::Literal(Literal::Int(number)) = right.kind {
                    Operation::CompareInt(*comparison, number)
                } else {
                    self.root_of(right);
                    Operation::Compare(*comparison)
                }
            }
            ExpressionKind::InstanceOf(inner, _) => {
                self.tree_of(inner);
                match self.program.tested.get(&expression.span) {
                    Some(tested) => Operation::InstanceOf(*tested),
                    None => return self.refuse(expression.span, "a test of an unknown type"),
                }
            }
            ExpressionKind::Not(inner) => {
                self.root_of(inner);
                Operation::Not
            }
            ExpressionKind::Path(path) => Operation::Tree(self.path(path)),
            ExpressionKind::Assign(path, value) => {
                self.makes(path, value);
                self.root_of(value);
                Operation::AssignKeep(self.path(path))
            }
            ExpressionKind::Step(step) => self.step_kept(step),
            ExpressionKind::Size(path) => Operation::Size(self.path(path)),
            ExpressionKind::Frozen(path) => {
                let path = self.path(path);
                match self.frozen.last_mut() {
                    Some(frozen) => {
                        frozen.push(path);
                        Operation::Frozen(super::position(frozen.len() - 1))
                    }
                    None => Operation::Tree(path),
                }
            }
            ExpressionKind::Fresh => Operation::Fresh,
            ExpressionKind::IsDefined(path) => Operation::IsDefined(self.path(path)),
            ExpressionKind::IsType(basic, path) => Operation::IsType(*basic, self.path(path)),
            ExpressionKind::Cast(basic, inner) => {
                self.root_of(inner);
                Operation::Cast(*basic)
            }
            _ => return,
        };
        self.emit(operation, expression.span);
    }

    fn step_kept(&mut self, step: &'program Step) -> Operation {
        Operation::StepKeep {
            path: self.path(&step.path),
            up: step.up,
            prefix: step.prefix,
        }
    }

    /// A message, which may be empty.
    pub(super) fn argument(&mut self, argument: Option<&'program Expression>, span: Span) {
        match argument {
            Some(argument) => self.tree_of(argument),
            None => {
                let void = self.constant(Value::VOID);
                self.emit(void, span);
            }
        }
    }

    fn operand(&mut self, operator: Arithmetic, operand: &'program Expression, span: Span) {
        let operation = if let ExpressionKind::Literal(Literal::Int(number)) = operand.kind {
            Operation::ArithmeticInt(operator, number)
        } else {
            self.root_of(operand);
            Operation::Arithmetic(operator)
        };
        self.emit(operation, span);
    }

    fn logic(&mut self, parts: &'program [Expression], shortcut: fn(u32) -> Operation, span: Span) {
        let mut exits = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            self.root_of(part);
            if index + 1 < parts.len() {
                exits.push(self.emit(shortcut(0), span));
            }
        }
        self.emit(Operation::Truth, span);
        for exit in exits {
            self.land(exit);
        }
    }

    pub(super) fn literal(&mut self, literal: &Literal, span: Span) {
        let operation = match literal {
            Literal::Int(number) => Operation::Int(*number),
            Literal::Bool(truth) => self.constant((*truth).into()),
            Literal::Long(number) => self.constant((*number).into()),
            Literal::Double(number) => self.constant((*number).into()),
            Literal::String(text) => self.constant(text.as_str().into()),
        };
        self.emit(operation, span);
    }

    fn inline(
        &mut self,
        root: Option<&'program Expression>,
        entries: &'program [TreeEntry],
        span: Span,
    ) {
        match root {
            Some(root) => {
                self.root_of(root);
                self.emit(Operation::Bare, span);
            }
            None => self.argument(None, span),
        }
        for entry in entries {
            let path = self.tree_path(&entry.path);
            let operation = match &entry.value {
                TreeValue::Assign(value) => {
                    self.root_of(value);
                    Operation::TreeSet(path)
                }
                TreeValue::Copy(value) => match self.whole_vector(path, value) {
                    Some(from) => Operation::TreeCopyVector { to: path, from },
                    None => {
                        self.copied(value);
                        Operation::TreeCopy(path)
                    }
                },
                TreeValue::Alias(target) => {
                    // The tree may leave the session, where an alias has no meaning: what it stands for is copied.
                    match self.all_of(path, target) {
                        Some(from) => Operation::TreeCopyVector { to: path, from },
                        None => {
                            let target = self.path(target);
                            self.emit(Operation::Tree(target), entry.path.span);
                            Operation::TreeCopy(path)
                        }
                    }
                }
            };
            self.emit(operation, entry.path.span);
        }
    }
}
