//! What a condition says of the variables where it holds, and where it does not: in come a state and a condition, out
//! comes the state of those who pass, none when nobody can.
//!
//! Only what is certain is used: `is_defined`, tests of kinds, `instanceof`, comparisons with literals. Whatever else
//! is asked, everybody may pass.

use super::place::{Change, SOME, Step, THERE};
use super::run::{Run, meet};
use super::{Kinds, Root, Shape, misfit};
use crate::syntax::jolie::tree::{Basic, Comparison, Expression, ExpressionKind, Literal, Path};
use std::sync::Arc;

impl<'p> Run<'p> {
    /// Goes on with those for whom a condition, which has been evaluated, is true or not.
    pub fn assume(&mut self, condition: &'p Expression, holds: bool) {
        if self.state.is_none() {
            return;
        }
        match &condition.kind {
            ExpressionKind::Group(inner) => self.assume(inner, holds),
            ExpressionKind::Not(inner) => self.assume(inner, !holds),
            ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
                let all = matches!(condition.kind, ExpressionKind::And(_)) == holds;
                if all {
                    parts.iter().for_each(|part| self.assume(part, holds));
                } else {
                    let before = self.state.take();
                    let mut passed = None;
                    for part in parts {
                        self.state.clone_from(&before);
                        self.assume(part, holds);
                        passed = meet(passed, self.state.take());
                    }
                    self.state = passed;
                }
            }
            ExpressionKind::IsDefined(path) => self.defined(path, holds),
            ExpressionKind::IsType(basic, path) => self.kind(*basic, path, holds),
            ExpressionKind::InstanceOf(inner, _) => self.instance(inner, condition, holds),
            ExpressionKind::Literal(Literal::Bool(value)) if *value != holds => self.state = None,
            ExpressionKind::Path(path) => {
                let other = Literal::Bool(!holds);
                let root = self.value(path).root.clone();
                if root
                    .constants
                    .as_ref()
                    .is_some_and(|all| all.iter().all(|one| *one == other))
                {
                    self.state = None;
                }
            }
            ExpressionKind::Compare(comparison, left, right) => {
                self.compare(left, *comparison, right, holds);
            }
            _ => {}
        }
    }

    fn defined(&mut self, path: &'p Path, holds: bool) {
        let elements = self.asked(path);
        if holds {
            if elements.max == Some(0) {
                self.state = None;
            } else if elements.min == 0 {
                self.refine(path, elements.first);
            }
        } else if elements.min > 0 {
            // What has a child is there, whatever its root (`IsDefinedExpression`).
            self.state = None;
        }
    }

    fn kind(&mut self, basic: Basic, path: &'p Path, holds: bool) {
        let elements = self.asked(path);
        let value = elements.element(0);
        let kinds = if holds {
            value.root.kinds.and(Kinds::of(basic))
        } else {
            value.root.kinds.without(Kinds::of(basic))
        };
        if kinds.is_empty() {
            self.state = None;
        } else if kinds != value.root.kinds && elements.may_have(0) {
            // Who is not there is void.
            let sure = elements.min > 0 || kinds.and(Kinds::of(Basic::Void)).is_empty();
            let root = Root {
                kinds,
                ..value.root.clone()
            };
            let refined = Arc::new(Shape {
                root,
                ..(*elements.first).clone()
            });
            if sure {
                self.refine(path, refined);
            }
        }
    }

    fn instance(&mut self, inner: &'p Expression, condition: &Expression, holds: bool) {
        let (ExpressionKind::Path(path), true) = (&inner.kind, holds) else {
            return;
        };
        let Some(tested) = self.program.tested.get(&condition.span) else {
            return;
        };
        let value = self.value(path);
        if misfit(self.program, *tested, &value).is_some() {
            self.state = None;
        } else if Shape::is_anything(&value) {
            let shape = self.declared.shape(*tested);
            self.refine(path, shape);
        }
    }

    /// `left < right`, where both may only be a few values, of one kind on both sides.
    fn compare(
        &mut self,
        left: &'p Expression,
        comparison: Comparison,
        right: &'p Expression,
        holds: bool,
    ) {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (Some(lefts), Some(rights)) = (self.known(left, ordered), self.known(right, ordered))
        else {
            return;
        };
        let mut answers = lefts.iter().flat_map(|left| {
            rights
                .iter()
                .map(move |right| answer(left, comparison, right))
        });
        if !lefts.is_empty() && !rights.is_empty() && answers.all(|answer| answer == Some(!holds)) {
            self.state = None;
        }
    }

    /// The few values that an expression may have; nothing is zero where it is put in an order.
    fn known(&self, expression: &Expression, ordered: bool) -> Option<Vec<Literal>> {
        match &expression.kind {
            ExpressionKind::Group(inner) => self.known(inner, ordered),
            ExpressionKind::Literal(literal) => Some(vec![literal.clone()]),
            ExpressionKind::Path(path) => {
                let root = self.peek(path)?.element(0).root.clone();
                if ordered && root.kinds == Kinds::of(Basic::Void) {
                    return Some(vec![Literal::Int(0)]);
                }
                root.constants
            }
            _ => self.only(expression).map(|only| vec![only]),
        }
    }

    /// The first element at a path is there, and this.
    fn refine(&mut self, path: &'p Path, shape: Arc<Shape>) {
        let known = |(steps, _): (Vec<Step>, bool)| {
            steps
                .iter()
                .all(|(_, index)| !matches!(*index, SOME | THERE))
        };
        if self.place_of(path).is_some_and(known) {
            self.write(path, Change::Tree(shape));
        }
    }
}

/// What a comparison says of two literals of one kind; of texts only whether they are the same.
fn answer(left: &Literal, comparison: Comparison, right: &Literal) -> Option<bool> {
    match (left, right) {
        (Literal::Int(left), Literal::Int(right)) => Some(match comparison {
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::Less => left < right,
            Comparison::LessOrEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterOrEqual => left >= right,
        }),
        (Literal::String(left), Literal::String(right)) => same(left == right, comparison),
        (Literal::Bool(left), Literal::Bool(right)) => same(left == right, comparison),
        _ => None,
    }
}

fn same(equal: bool, comparison: Comparison) -> Option<bool> {
    match comparison {
        Comparison::Equal => Some(equal),
        Comparison::NotEqual => Some(!equal),
        _ => None,
    }
}
