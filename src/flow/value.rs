//! What an expression is worth: in come an expression and a [`Read`]er of variables, out comes a [`Term`].
//!
//! The same rules say which variables an expression needs (the reader then notes them) and what it is (the reader
//! then knows them). What cannot be followed is [`Term::Lost`], and what is compared with it is not read at all.

use super::path::{
    Aliases, Asked, Key, Place, children_of, computed_child, element, indexed, size_of, sized,
};
use super::source::{Target, below_root, inside};
use crate::automata::network::arithmetic::{self, Made};
use crate::automata::network::{Basic, Comparison, Constant, Operator, Term, Value};
use crate::base::Name;
use crate::syntax::jolie::tree::{
    self, AssignOperator, Expression, ExpressionKind, Literal, Path, ProductOperator, SumOperator,
    TreeEntry, TreeValue,
};
use crate::syntax::jolie::walk::{Node, walk};

/// A sum or product with more operands than this is lost.
const OPERANDS: usize = 16;

/// How variables and literals are read.
pub(super) trait Read {
    /// The variable.
    fn cell(&mut self, key: Key) -> Term;
    /// The variable that is being changed.
    fn own(&mut self, key: &Key) -> Term {
        self.cell(key.clone())
    }
    /// Whether the variable is defined.
    fn defined(&mut self, key: Key) -> Term;
    /// A text.
    fn text(&mut self, text: &str) -> Term;
    /// A double or a large integer.
    fn number(&mut self, number: f64) -> Term;
    /// An integer was met.
    fn integer(&mut self, _value: i64) {}
    /// What lies at `suffix` of the answer of a solicit-response in an expression.
    fn answer(&mut self, asked: Asked, suffix: &[Name]) -> Term;
    /// The texts and numbers that values name.
    fn constants(&self) -> &[Constant];
    /// A long was met: from then on an integer may be one.
    fn long(&mut self) {}
    /// Whether every integer is an `int`.
    fn has_ints_alone(&self) -> bool;
    /// The largest integer that sums are followed to.
    fn limit(&self) -> i32;
    /// How many first elements of a vector are followed.
    fn elements(&mut self, vector: &Key) -> i64;
    /// How much was read.
    fn mark(&self) -> usize {
        0
    }
    /// What was read since then was not needed.
    fn forget(&mut self, _mark: usize) {}
}

/// What reads expressions of one place of a behaviour.
pub(super) struct Evaluator<'a> {
    /// The second names of the service.
    pub aliases: &'a Aliases,
    /// The `with` blocks around, outermost first.
    pub with: &'a [&'a Path],
    /// The variables.
    pub read: &'a mut dyn Read,
}

impl Evaluator<'_> {
    /// The root of an expression.
    pub fn value(&mut self, expression: &Expression) -> Term {
        if self.reads_what_it_writes(expression) {
            return Term::Lost;
        }
        match &expression.kind {
            ExpressionKind::Or(parts) => self.all(parts, Term::Or),
            ExpressionKind::And(parts) => self.all(parts, Term::And),
            ExpressionKind::Compare(comparison, left, right) => {
                let comparison = compare(*comparison);
                self.pair(left, right, |left, right| {
                    Term::Compare(comparison, left, right)
                })
            }
            ExpressionKind::Sum(first, rest) => self.sum(first, rest),
            ExpressionKind::Product(first, rest) => self.product(first, rest),
            ExpressionKind::Not(inner) => match self.value(inner) {
                Term::Lost => Term::Lost,
                Term::Free => Term::Free,
                term => Term::Not(Box::new(term)),
            },
            ExpressionKind::Literal(literal) => self.literal(literal),
            ExpressionKind::Path(path) => self.path(path, &[]),
            ExpressionKind::Assign(path, value) => match self.value(value) {
                // What is made once is the same in both places.
                Term::Fresh => match self.path(path, &[]) {
                    Term::Lost => Term::Fresh,
                    made => made,
                },
                term => term,
            },
            ExpressionKind::Group(value) => self.value(value),
            ExpressionKind::Step(step) if step.prefix => {
                let term = self.path(&step.path, &[]);
                self.step(term, step.up)
            }
            // What is not there counts as zero (`PostIncrementProcess`).
            ExpressionKind::Step(step) => match self.path(&step.path, &[]) {
                Term::Cell(cell) => {
                    let (there, zero) = (Term::IsDefined(cell), Term::Value(Value::int(0)));
                    Term::Choose(Box::new([there, Term::Cell(cell), zero]))
                }
                term => term,
            },
            ExpressionKind::Solicit {
                operation, port, ..
            } => {
                let asked = Asked::new(*operation, *port, expression.span);
                self.read.answer(asked, &[])
            }
            ExpressionKind::Fresh => Term::Fresh,
            ExpressionKind::IsDefined(path) => self.defined(path),
            ExpressionKind::Cast(basic, inner) => self.cast(*basic, inner),
            ExpressionKind::IsType(basic, path) => self.is_a(*basic, path),
            ExpressionKind::Tree(Some(root), _) => self.value(root),
            ExpressionKind::Tree(None, _) => Term::Value(Value::UNDEFINED),
            ExpressionKind::Size(path) => self.count(path),
            ExpressionKind::InstanceOf(..) | ExpressionKind::Frozen(_) | ExpressionKind::If(..) => {
                Term::Lost
            }
        }
    }

    fn sum(&mut self, first: &Expression, rest: &[(SumOperator, Expression)]) -> Term {
        let rest = rest.iter().map(|(operator, operand)| {
            let operator = match operator {
                SumOperator::Add => Operator::Add,
                SumOperator::Subtract => Operator::Subtract,
            };
            (operator, operand)
        });
        self.compute(first, rest)
    }

    fn product(&mut self, first: &Expression, rest: &[(ProductOperator, Expression)]) -> Term {
        let rest = rest.iter().map(|(operator, operand)| {
            let operator = match operator {
                ProductOperator::Multiply => Operator::Multiply,
                ProductOperator::Divide => Operator::Divide,
                ProductOperator::Modulo => Operator::Modulo,
            };
            (operator, operand)
        });
        self.compute(first, rest)
    }

    /// `#path`
    pub fn count(&mut self, path: &Path) -> Term {
        // Nothing is none.
        let size = self.size_at(path, &[]);
        self.computed(Operator::Larger, size, Term::Value(Value::int(0)))
    }

    /// How many elements the vector at `suffix` below a path has.
    fn size_at(&mut self, path: &Path, suffix: &[Name]) -> Term {
        match self.aliases.place(path, self.with) {
            Place::Below(_) => Term::Lost,
            Place::Exact(mut key) => {
                key.extend_from_slice(suffix);
                match self.aliases.resolve(size_of(key)) {
                    Place::Exact(key) => self.read.cell(key),
                    Place::Below(_) => Term::Lost,
                }
            }
        }
    }

    /// How many elements `x << expression` copies.
    pub fn size(&mut self, expression: &Expression) -> Term {
        match &expression.kind {
            ExpressionKind::Group(inner) => self.size(inner),
            ExpressionKind::Path(path) if !indexed(path) => self.size_at(path, &[]),
            ExpressionKind::If(..) | ExpressionKind::Frozen(_) => Term::Lost,
            _ => Term::Value(Value::int(1)),
        }
    }

    /// What lies at `suffix` below the root of an expression.
    pub fn part(&mut self, expression: &Expression, suffix: &[Name]) -> Term {
        if suffix.is_empty() {
            return self.value(expression);
        }
        match &expression.kind {
            ExpressionKind::Path(path) => self.path(path, suffix),
            ExpressionKind::Group(inner) => self.part(inner, suffix),
            ExpressionKind::Tree(_, entries) => match sized(suffix) {
                Some(vector) => self.listed(entries, vector),
                None => self
                    .entry(entries, suffix)
                    .unwrap_or(Term::Value(Value::UNDEFINED)),
            },
            ExpressionKind::Solicit {
                operation, port, ..
            } => {
                let asked = Asked::new(*operation, *port, expression.span);
                self.read.answer(asked, suffix)
            }
            ExpressionKind::Assign(..)
            | ExpressionKind::Step(_)
            | ExpressionKind::Frozen(_)
            | ExpressionKind::If(..) => Term::Lost,
            _ => Term::Value(Value::UNDEFINED),
        }
    }

    /// Whether one operand changes what another one reads: `x++ + x`.
    fn reads_what_it_writes(&self, expression: &Expression) -> bool {
        let several = matches!(
            expression.kind,
            ExpressionKind::Or(_)
                | ExpressionKind::And(_)
                | ExpressionKind::Compare(..)
                | ExpressionKind::Sum(..)
                | ExpressionKind::Product(..)
        );
        if !several {
            return false;
        }
        let mut written = Vec::new();
        inside(Node::Expression(expression), &mut |target, _| {
            if let Target::Path(path) = target {
                written.push(self.aliases.place(path, self.with));
            }
        });
        if written.is_empty() {
            return false;
        }
        let mut met = 0;
        walk(Node::Expression(expression), &mut |node| {
            if let Node::Path(path) = node {
                let place = self.aliases.place(path, self.with);
                met += usize::from(written.contains(&place));
            }
            true
        });
        met > written.len()
    }

    /// What `x << expression` makes of `x.suffix`; `None` leaves it as it is.
    pub fn copied(&mut self, expression: &Expression, suffix: &[Name]) -> Option<Term> {
        match (&expression.kind, suffix.first()) {
            (ExpressionKind::Group(inner), Some(_)) => self.copied(inner, suffix),
            (ExpressionKind::Tree(_, entries), Some(first)) => {
                let names = |entry: &TreeEntry| match below_root(&entry.path) {
                    Place::Exact(key) => key.first() == Some(first),
                    Place::Below(keys) => keys
                        .iter()
                        .any(|key| key.first().is_none_or(|found| found == first)),
                };
                entries
                    .iter()
                    .any(names)
                    .then(|| self.part(expression, suffix))
            }
            (
                ExpressionKind::Path(_) | ExpressionKind::Solicit { .. } | ExpressionKind::If(..),
                _,
            )
            | (_, None) => Some(self.part(expression, suffix)),
            (
                ExpressionKind::Assign(..) | ExpressionKind::Step(_) | ExpressionKind::Frozen(_),
                _,
            ) => Some(Term::Lost),
            _ => None,
        }
    }

    /// The variable at `suffix` below a path.
    pub fn path(&mut self, path: &Path, suffix: &[Name]) -> Term {
        match self.aliases.place(path, self.with) {
            Place::Below(_) => self.chosen_element(path, suffix),
            Place::Exact(mut key) if !suffix.is_empty() => {
                key.extend_from_slice(suffix);
                match self.aliases.resolve(key) {
                    Place::Exact(key) => self.read.cell(key),
                    Place::Below(_) => Term::Lost,
                }
            }
            Place::Exact(key) => self.read.cell(key),
        }
    }

    /// What `+=` and its likes make of a variable.
    pub fn changed(&mut self, old: Term, operator: AssignOperator, value: &Expression) -> Term {
        let operator = match operator {
            AssignOperator::Set => return self.value(value),
            AssignOperator::Add => Operator::Add,
            AssignOperator::Subtract => Operator::Subtract,
            AssignOperator::Multiply => Operator::Multiply,
            AssignOperator::Divide => Operator::Divide,
        };
        match self.value(value) {
            Term::Lost => Term::Lost,
            value => self.computed(operator, old, value),
        }
    }

    /// One more, or one less.
    pub fn step(&mut self, term: Term, up: bool) -> Term {
        let operator = if up {
            Operator::Add
        } else {
            Operator::Subtract
        };
        self.computed(operator, term, Term::Value(Value::int(1)))
    }

    /// A sum of which beyond the limit only the side is kept, so that counters stay few. Sums of literals are exact.
    pub fn computed(&mut self, operator: Operator, left: Term, right: Term) -> Term {
        if matches!(left, Term::Lost) || matches!(right, Term::Lost) {
            return Term::Lost;
        }
        if let (Term::Value(left), Term::Value(right)) = (&left, &right) {
            let made = arithmetic::compute(self.read.constants(), operator, *left, *right);
            return self.made(made);
        }
        let sum = Term::Compute(operator, Box::new(left), Box::new(right));
        Term::Within(self.read.limit(), Box::new(sum))
    }

    /// What was made of literals.
    fn made(&mut self, made: Option<Made>) -> Term {
        match made {
            None => Term::Lost,
            Some(Made::Value(value)) => Term::Value(value),
            Some(Made::Text(text)) => self.read.text(&text),
            Some(Made::Number(number)) => self.read.number(number),
        }
    }

    fn all(&mut self, parts: &[Expression], make: fn(Vec<Term>) -> Term) -> Term {
        let terms: Vec<Term> = parts.iter().map(|part| self.value(part)).collect();
        if terms.iter().all(|term| *term == Term::Lost) {
            return Term::Lost;
        }
        make(terms)
    }

    fn pair(
        &mut self,
        left: &Expression,
        right: &Expression,
        make: impl FnOnce(Box<Term>, Box<Term>) -> Term,
    ) -> Term {
        let mark = self.read.mark();
        let terms = (self.value(left), self.value(right));
        match terms {
            (Term::Lost, _) | (_, Term::Lost) => {
                self.read.forget(mark);
                Term::Lost
            }
            (Term::Free, _) | (_, Term::Free) => {
                self.read.forget(mark);
                Term::Free
            }
            (left, right) => make(Box::new(left), Box::new(right)),
        }
    }

    fn compute<'e>(
        &mut self,
        first: &Expression,
        rest: impl Iterator<Item = (Operator, &'e Expression)> + Clone,
    ) -> Term {
        // Sums so long that their terms would be deep are not followed.
        if rest.clone().count() > OPERANDS {
            return Term::Lost;
        }
        let mark = self.read.mark();
        let mut term = self.value(first);
        for (operator, operand) in rest {
            let operand = self.value(operand);
            if term == Term::Lost || operand == Term::Lost {
                self.read.forget(mark);
                return Term::Lost;
            }
            term = self.computed(operator, term, operand);
        }
        term
    }

    fn literal(&mut self, literal: &Literal) -> Term {
        match literal {
            Literal::Bool(value) => Term::Value(Value::bool(*value)),
            Literal::Int(value) => self.integer(i64::from(*value)),
            Literal::Long(value) => {
                self.read.long();
                self.integer(*value)
            }
            Literal::Double(value) => self.read.number(*value),
            Literal::String(text) => self.read.text(text),
        }
    }

    fn integer(&mut self, value: i64) -> Term {
        self.read.integer(value);
        match Value::int(value) {
            #[allow(clippy::cast_precision_loss, reason = "beyond 2^53 it is not followed")]
            Value::LOST if value.abs() < (1 << 53) => self.read.number(value as f64),
            Value::LOST => Term::Lost,
            value => Term::Value(value),
        }
    }

    fn defined(&mut self, path: &Path) -> Term {
        match self.aliases.place(path, self.with) {
            Place::Exact(key) => self.read.defined(key),
            Place::Below(_) => match computed_child(path, self.with) {
                Some(parent) => self.any_child(parent),
                None => Term::Lost,
            },
        }
    }

    /// Whether there is another child of the value at a path: a choice, where it has any.
    pub fn next_child(&mut self, parent: &Path) -> Term {
        match self.aliases.place(parent, self.with) {
            Place::Exact(key) if !key.is_empty() => self.any_child(key),
            _ => Term::Lost,
        }
    }

    /// Whether a value has a child, of which nothing else is known.
    fn any_child(&mut self, parent: Key) -> Term {
        let Place::Exact(key) = self.aliases.resolve(children_of(parent)) else {
            return Term::Lost;
        };
        match self.read.cell(key) {
            Term::Lost => Term::Lost,
            // Nothing is ever written there.
            Term::Value(_) => Term::Value(Value::bool(false)),
            children => {
                let none = Box::new(Term::Value(Value::int(0)));
                let some = Term::Compare(Comparison::NotEqual, Box::new(children), none);
                Term::And(vec![some, Term::Lost])
            }
        }
    }

    fn cast(&mut self, basic: tree::Basic, inner: &Expression) -> Term {
        let Some(basic) = basic_of(basic) else {
            return Term::Lost;
        };
        if basic == Basic::Long {
            self.read.long();
        }
        match self.value(inner) {
            Term::Lost => Term::Lost,
            Term::Free => Term::Free,
            Term::Value(value) => {
                let made = arithmetic::cast(self.read.constants(), basic, value);
                self.made(made)
            }
            term => Term::Cast(basic, Box::new(term)),
        }
    }

    /// `is_int( path )` and the like. Where a program has longs, an integer may be one.
    fn is_a(&mut self, basic: tree::Basic, path: &Path) -> Term {
        let Some(basic) = basic_of(basic) else {
            return Term::Lost;
        };
        if matches!(basic, Basic::Int | Basic::Long) && !self.read.has_ints_alone() {
            return Term::Lost;
        }
        match self.path(path, &[]) {
            Term::Cell(cell) => Term::Is(basic, cell),
            Term::Value(Value::UNDEFINED) => Term::Value(Value::bool(false)),
            _ => Term::Lost,
        }
    }

    /// How many elements the entries of an inline tree put into a vector; as far as it is known.
    fn listed(&mut self, entries: &[TreeEntry], vector: &[Name]) -> Term {
        let (mut most, mut copied) = (0, None);
        for entry in entries {
            let key = match below_root(&entry.path) {
                Place::Exact(key) => key,
                below if below.may_cover(&size_of(vector.to_vec())) => return Term::Lost,
                Place::Below(_) => continue,
            };
            let whole = key == vector && !indexed(&entry.path);
            let part = match (&entry.value, vector.strip_prefix(key.as_slice())) {
                (TreeValue::Copy(value), Some([])) if whole => Some(self.size(value)),
                (TreeValue::Copy(value), Some(rest)) if !rest.is_empty() => {
                    self.copied(value, &size_of(rest.to_vec()))
                }
                (TreeValue::Alias(path), Some(rest)) if whole || !rest.is_empty() => {
                    Some(self.size_at(path, rest))
                }
                _ => {
                    let index = element(&key, vector).filter(|_| key.starts_with(vector));
                    most = most.max(index.map_or(0, |index| index.saturating_add(1)));
                    None
                }
            };
            if let Some(part) = part {
                // Of two that are put into one another the larger one is meant.
                copied = Some(match copied {
                    None => part,
                    Some(known) => self.computed(Operator::Larger, known, part),
                });
            }
        }
        self.read.integer(most);
        let most = Term::Value(Value::int(most));
        match copied {
            Some(copied) => self.computed(Operator::Larger, copied, most),
            None => most,
        }
    }

    /// What the entries of an inline tree put at `suffix`; the last one that says something decides.
    fn entry(&mut self, entries: &[TreeEntry], suffix: &[Name]) -> Option<Term> {
        for entry in entries.iter().rev() {
            let key = match below_root(&entry.path) {
                Place::Exact(key) => key,
                below if below.may_cover(suffix) => return Some(Term::Lost),
                Place::Below(_) => continue,
            };
            let Some(rest) = suffix.strip_prefix(key.as_slice()) else {
                continue;
            };
            match &entry.value {
                TreeValue::Assign(value) if rest.is_empty() => return Some(self.value(value)),
                TreeValue::Assign(_) => {}
                TreeValue::Copy(value) => {
                    if let Some(term) = self.copied(value, rest) {
                        return Some(term);
                    }
                }
                TreeValue::Alias(path) => return Some(self.path(path, rest)),
            }
        }
        None
    }
}

fn basic_of(basic: tree::Basic) -> Option<Basic> {
    match basic {
        tree::Basic::Bool => Some(Basic::Bool),
        tree::Basic::Int => Some(Basic::Int),
        tree::Basic::Long => Some(Basic::Long),
        tree::Basic::Double => Some(Basic::Double),
        tree::Basic::String => Some(Basic::Text),
        _ => None,
    }
}

fn compare(comparison: tree::Comparison) -> Comparison {
    match comparison {
        tree::Comparison::Equal => Comparison::Equal,
        tree::Comparison::NotEqual => Comparison::NotEqual,
        tree::Comparison::Less => Comparison::Less,
        tree::Comparison::LessOrEqual => Comparison::LessOrEqual,
        tree::Comparison::Greater => Comparison::Greater,
        tree::Comparison::GreaterOrEqual => Comparison::GreaterOrEqual,
    }
}
