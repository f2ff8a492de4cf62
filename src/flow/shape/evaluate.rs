//! What expressions are worth, and what they change on the way: in comes an expression, out come its tree or its root.
//!
//! As in Jolie: an operator, a cast or `=` takes the root alone, a message and `<<` the whole tree. The kind of a sum or
//! product is the widest of its operands' (`Value.add` and its likes); a string beside `+` makes a string.

use super::place::Change;
use super::run::{Run, meet};
use super::site::Leaves;
use super::{CONSTANTS, Elements, Kinds, Root, Shape};
use crate::flow::path::{Place, indexed};
use crate::flow::source::below_root;
use crate::program::Signature;
use crate::syntax::jolie::tree::{
    Basic, Expression, ExpressionKind, Literal, Path, ProductOperator, Step, SumOperator,
    TreeEntry, TreeValue,
};
use crate::syntax::jolie::walk::Output;
use std::sync::Arc;

/// Texts longer than this are not put together.
const LONGEST: usize = 200;

/// An operator of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl From<SumOperator> for Operator {
    fn from(operator: SumOperator) -> Self {
        match operator {
            SumOperator::Add => Self::Add,
            SumOperator::Subtract => Self::Subtract,
        }
    }
}

impl From<ProductOperator> for Operator {
    fn from(operator: ProductOperator) -> Self {
        match operator {
            ProductOperator::Multiply => Self::Multiply,
            ProductOperator::Divide => Self::Divide,
            ProductOperator::Modulo => Self::Modulo,
        }
    }
}

impl<'p> Run<'p> {
    /// The whole value of an expression.
    pub fn tree(&mut self, expression: &'p Expression) -> Arc<Shape> {
        match &expression.kind {
            ExpressionKind::Group(inner) => self.tree(inner),
            ExpressionKind::Path(path) => self.value(path),
            ExpressionKind::Solicit {
                operation,
                port,
                argument,
            } => self.output(&Output {
                operation: *operation,
                port: *port,
                argument: argument.as_deref(),
                solicit: true,
                statement: None,
                span: expression.span,
            }),
            ExpressionKind::Tree(root, entries) => self.inline(root.as_deref(), entries),
            ExpressionKind::If(condition, yes, no) => {
                self.root(condition);
                let before = self.state.clone();
                self.assume(condition, true);
                let (taken, left) = (self.tree(yes), self.state.take());
                self.state = before;
                self.assume(condition, false);
                let other = self.tree(no);
                let shape = match (&left, &self.state) {
                    (Some(_), None) => taken,
                    (None, Some(_)) => other,
                    _ => Shape::join(&taken, &other),
                };
                self.state = meet(left, self.state.take());
                shape
            }
            // The variable is the value, with what it has of children.
            ExpressionKind::Assign(path, _) => {
                self.root(expression);
                self.value(path)
            }
            ExpressionKind::Frozen(_) => Shape::anything(),
            _ => Arc::new(Shape::root(self.root(expression))),
        }
    }

    /// The root of an expression.
    pub fn root(&mut self, expression: &'p Expression) -> Root {
        let bool = Root::of(Kinds::of(Basic::Bool));
        match &expression.kind {
            ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
                self.conditions(parts);
                bool
            }
            ExpressionKind::Compare(_, left, right) => {
                self.root(left);
                self.root(right);
                bool
            }
            ExpressionKind::InstanceOf(inner, _) | ExpressionKind::Not(inner) => {
                self.tree(inner);
                bool
            }
            ExpressionKind::IsDefined(path) | ExpressionKind::IsType(_, path) => {
                self.elements(path);
                bool
            }
            ExpressionKind::Sum(first, rest) => {
                let rest = rest.iter();
                self.operands(
                    first,
                    rest.map(|(operator, right)| ((*operator).into(), right)),
                )
            }
            ExpressionKind::Product(first, rest) => {
                let rest = rest.iter();
                self.operands(
                    first,
                    rest.map(|(operator, right)| ((*operator).into(), right)),
                )
            }
            ExpressionKind::Literal(literal) => Root::literal(literal),
            ExpressionKind::Assign(path, value) => {
                let root = self.root(value).written_at(value.span);
                self.assign(path, root.clone());
                self.meets_faults();
                root
            }
            ExpressionKind::Step(step) => self.step(step),
            ExpressionKind::Size(path) => {
                self.elements(path);
                Root::of(Kinds::of(Basic::Int))
            }
            ExpressionKind::Fresh => Root::of(Kinds::of(Basic::String)),
            ExpressionKind::Cast(basic, inner) => {
                self.root(inner);
                Root::of(Kinds::of(*basic))
            }
            ExpressionKind::Group(inner) => self.root(inner),
            ExpressionKind::Path(_)
            | ExpressionKind::Solicit { .. }
            | ExpressionKind::Frozen(_)
            | ExpressionKind::If(..)
            | ExpressionKind::Tree(..) => self.tree(expression).root.clone(),
        }
    }

    /// The parts of a condition, of which those behind the first may be left out.
    fn conditions(&mut self, parts: &'p [Expression]) {
        for (index, part) in parts.iter().enumerate() {
            let before = self.state.clone();
            self.root(part);
            if index > 0 {
                self.state = meet(before, self.state.take());
            }
        }
    }

    /// A sum or a product, from left to right.
    fn operands(
        &mut self,
        first: &'p Expression,
        rest: impl Iterator<Item = (Operator, &'p Expression)>,
    ) -> Root {
        let first = self.root(first);
        rest.fold(first, |made, (operator, operand)| {
            computed(operator, &made, &self.root(operand))
        })
    }

    /// `x++` and its likes: a number, of the kind that it was (`PreIncrementProcess`).
    pub fn step(&mut self, step: &'p Step) -> Root {
        let before = self.value(&step.path).root.clone();
        let old = before.kinds;
        let whole = Kinds::of(Basic::Int).or(Kinds::of(Basic::Void));
        let by = Root::literal(&Literal::Int(if step.up { 1 } else { -1 }));
        let made = if old.without(whole).is_empty() {
            computed(Operator::Add, &before, &by)
        } else {
            Root::of(Kinds::NUMBERS)
        };
        let kinds = made.kinds;
        self.assign(&step.path, made);
        self.meets_faults();
        Root::of(kinds.or(old))
    }

    /// An inline tree (`InlineTreeExpression`).
    fn inline(&mut self, root: Option<&'p Expression>, entries: &'p [TreeEntry]) -> Arc<Shape> {
        let root = match root {
            Some(root) => self.root(root),
            None => Root::of(Kinds::of(Basic::Void)),
        };
        let mut made = Arc::new(Shape::root(root));
        for entry in entries {
            let place = below_root(&entry.path);
            let change = match &entry.value {
                TreeValue::Assign(value) => Change::Root(self.root(value).written_at(value.span)),
                TreeValue::Copy(value) => self.copied(value, indexed(&entry.path)),
                TreeValue::Alias(_) => Change::Blur,
            };
            match (place, &entry.value) {
                (Place::Exact(key), TreeValue::Assign(_) | TreeValue::Copy(_)) => {
                    let (steps, _, long) = super::place::steps(&key);
                    if long {
                        super::place::forget(&mut made, &steps);
                    } else {
                        super::place::write(&mut made, &steps, change);
                    }
                }
                (Place::Exact(key), TreeValue::Alias(_)) => {
                    super::place::forget(&mut made, &super::place::steps(&key).0);
                }
                (Place::Below(keys), _) => {
                    for key in keys {
                        super::place::write(&mut made, &super::place::steps(&key).0, Change::Blur);
                    }
                }
            }
        }
        made
    }

    /// What `<<` brings: vectors where both sides name one, else a tree.
    pub fn copied(&mut self, value: &'p Expression, element: bool) -> Change {
        let ExpressionKind::Path(path) = &value.kind else {
            return Change::Overlay(self.tree(value));
        };
        let elements = self.elements(path);
        let one = self.is_element(path);
        self.made(path);
        if element || one {
            return Change::Overlay(elements.element(0));
        }
        Change::Vector(elements)
    }

    /// Whether a path means one element, and not a vector.
    pub fn is_element(&self, path: &'p Path) -> bool {
        indexed(path) || self.place_of(path).is_some_and(|(_, element)| element)
    }

    /// What is copied is made when it is not there, a vector without elements.
    fn made(&mut self, path: &'p Path) {
        let place = self.place_of(path);
        if let (Some((steps, element)), Some(state)) = (place, &mut self.state) {
            let change = if element {
                Change::Exists
            } else {
                Change::Vector(Elements::none())
            };
            super::place::write(state, &steps, change);
        } else {
            self.forget(path);
        }
    }

    /// A notification or a call: notes what is sent, and returns the answer.
    pub fn output(&mut self, output: &Output<'p>) -> Arc<Shape> {
        let sent = match output.argument {
            Some(argument) => self.tree(argument),
            None => Shape::nothing(),
        };
        let leaves = Leaves::Request {
            port: output.port,
            operation: output.operation,
        };
        let value = output.argument.map(|argument| argument.span);
        self.leaves(leaves, output.span, value, sent);
        self.meets_faults();
        let port = self.service.output_ports.get(&output.port.name);
        let operation = port.and_then(|port| port.operations.get(&output.operation.name));
        match operation.map(|operation| &operation.signature) {
            Some(Signature::RequestResponse {
                response, faults, ..
            }) => {
                for (name, fault) in faults {
                    let shape = self.declared.shape(fault.carries);
                    self.thrown.push((*name, shape));
                }
                self.declared.shape(*response)
            }
            _ => Shape::anything(),
        }
    }

    /// The elements of a path, for who only asks about them.
    pub fn asked(&mut self, path: &'p Path) -> Elements {
        self.elements(path)
    }
}

/// The root of `left operator right`.
pub(super) fn computed(operator: Operator, left: &Root, right: &Root) -> Root {
    let mut kinds = Kinds::NONE;
    for one in left.kinds.each() {
        for other in right.kinds.each() {
            kinds = kinds.or(Kinds::of(kind(operator, one, other)));
        }
    }
    Root {
        constants: folded(operator, left, right),
        ..Root::of(kinds)
    }
}

/// What is made of few values.
fn folded(operator: Operator, left: &Root, right: &Root) -> Option<Vec<Literal>> {
    let rights = right.constants.as_ref()?;
    if left.kinds == Kinds::of(Basic::Void) && operator == Operator::Add {
        return Some(rights.clone());
    }
    let mut made: Vec<Literal> = Vec::new();
    for left in left.constants.as_ref()? {
        for right in rights {
            let one = fold(operator, left, right)?;
            if !made.contains(&one) {
                made.push(one);
            }
        }
    }
    (made.len() <= CONSTANTS).then_some(made)
}

/// What is made of two values, where it is a whole number or a text that is short.
fn fold(operator: Operator, left: &Literal, right: &Literal) -> Option<Literal> {
    if let (Literal::Int(left), Literal::Int(right)) = (left, right) {
        return Some(Literal::Int(match operator {
            Operator::Add => left.wrapping_add(*right),
            Operator::Subtract => left.wrapping_sub(*right),
            Operator::Multiply => left.wrapping_mul(*right),
            Operator::Divide => left.checked_div(*right)?,
            Operator::Modulo => left.checked_rem(*right)?,
        }));
    }
    let text = |literal: &Literal| match literal {
        Literal::String(text) => Some(text.clone()),
        Literal::Int(int) => Some(int.to_string()),
        _ => None,
    };
    let texts = matches!(
        (left, right),
        (Literal::String(_), _) | (_, Literal::String(_))
    );
    let made = text(left)? + &text(right)?;
    (texts && operator == Operator::Add && made.len() <= LONGEST).then_some(Literal::String(made))
}

/// How wide a kind is, among those that arithmetic knows.
fn width(basic: Basic) -> u8 {
    match basic {
        Basic::Bool => 1,
        Basic::Int => 2,
        Basic::Long => 3,
        Basic::Double => 4,
        Basic::String => 5,
        Basic::Void | Basic::Raw | Basic::Any => 0,
    }
}

fn kind(operator: Operator, left: Basic, right: Basic) -> Basic {
    let wider = |one: Basic, other: Basic| {
        if width(one) < width(other) {
            other
        } else {
            one
        }
    };
    if left == Basic::Void {
        return match operator {
            Operator::Multiply | Operator::Divide => Basic::Int,
            Operator::Add | Operator::Subtract | Operator::Modulo => right,
        };
    }
    match wider(left, right) {
        Basic::String if operator == Operator::Add => Basic::String,
        Basic::Raw | Basic::Void | Basic::Any if operator == Operator::Add => Basic::String,
        // Beside a string the other one says which.
        Basic::String => match (left, right) {
            (Basic::String, Basic::String | Basic::Void | Basic::Raw | Basic::Any) => left,
            (Basic::String, number) | (number, _) if width(number) > 0 => number,
            _ => left,
        },
        Basic::Raw | Basic::Void | Basic::Any => left,
        kind => kind,
    }
}
