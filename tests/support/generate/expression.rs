//! Expressions and paths.

use super::{Choices, data};
use quadrille::base::Span;
use quadrille::syntax::jolie::tree::{
    Basic, Comparison, Expression, ExpressionKind, Key, Literal, Path, PathRoot, ProductOperator,
    Segment, Step, SumOperator, TreeEntry, TreeValue,
};

/// Whether what is made may end in something that takes all that follows it.
#[derive(Clone, Copy)]
pub struct Last(pub bool);

fn with_kind(kind: ExpressionKind) -> Expression {
    Expression {
        kind,
        span: Span::NOWHERE,
    }
}

/// An expression of at most `depth` levels, with nothing after it.
pub fn expression(choices: &mut Choices<'_>, depth: usize) -> Expression {
    if depth > 0 && choices.pick(6) == 1 {
        let parts = operands(choices, Last(true), |choices, last| {
            conjunction(choices, depth - 1, last)
        });
        return with_kind(ExpressionKind::Or(parts));
    }
    conjunction(choices, depth, Last(true))
}

/// At least two operands, of which only the last may take what follows, and only if `last` says so.
fn operands<'c>(
    choices: &mut Choices<'c>,
    last: Last,
    mut make: impl FnMut(&mut Choices<'c>, Last) -> Expression,
) -> Vec<Expression> {
    let mut parts = choices.many(1, |choices| make(choices, Last(false)));
    parts.push(make(choices, last));
    parts
}

fn conjunction(choices: &mut Choices<'_>, depth: usize, last: Last) -> Expression {
    if depth > 0 && choices.pick(6) == 1 {
        let parts = operands(choices, last, |choices, last| {
            comparison(choices, depth - 1, last)
        });
        return with_kind(ExpressionKind::And(parts));
    }
    comparison(choices, depth, last)
}

fn comparison(choices: &mut Choices<'_>, depth: usize, last: Last) -> Expression {
    if depth == 0 {
        return sum(choices, depth, last);
    }
    match choices.pick(8) {
        1 => {
            let operator = choices.of(&[
                Comparison::Equal,
                Comparison::NotEqual,
                Comparison::Less,
                Comparison::LessOrEqual,
                Comparison::Greater,
                Comparison::GreaterOrEqual,
            ]);
            let left = Box::new(sum(choices, depth - 1, Last(false)));
            let right = Box::new(sum(choices, depth - 1, last));
            with_kind(ExpressionKind::Compare(operator, left, right))
        }
        2 => {
            let value = Box::new(sum(choices, depth - 1, Last(false)));
            let definition = data::data_type(choices, depth.min(2));
            with_kind(ExpressionKind::InstanceOf(value, definition))
        }
        _ => sum(choices, depth, last),
    }
}

/// An expression without a comparison outside brackets.
pub fn sum(choices: &mut Choices<'_>, depth: usize, last: Last) -> Expression {
    if depth > 0 && choices.pick(6) == 1 {
        let mut parts = operands(choices, last, |choices, last| {
            product(choices, depth - 1, last)
        });
        let first = Box::new(parts.remove(0));
        let rest = parts
            .into_iter()
            .map(|part| (choices.of(&[SumOperator::Add, SumOperator::Subtract]), part))
            .collect();
        return with_kind(ExpressionKind::Sum(first, rest));
    }
    product(choices, depth, last)
}

fn product(choices: &mut Choices<'_>, depth: usize, last: Last) -> Expression {
    if depth > 0 && choices.pick(8) == 1 {
        let mut parts = operands(choices, last, |choices, last| {
            factor(choices, depth - 1, last)
        });
        let first = Box::new(parts.remove(0));
        let operators = [
            ProductOperator::Multiply,
            ProductOperator::Divide,
            ProductOperator::Modulo,
        ];
        let rest = parts
            .into_iter()
            .map(|part| (choices.of(&operators), part))
            .collect();
        return with_kind(ExpressionKind::Product(first, rest));
    }
    factor(choices, depth, last)
}

fn factor(choices: &mut Choices<'_>, depth: usize, last: Last) -> Expression {
    if depth == 0 {
        return atom(choices, 0);
    }
    let inner = depth - 1;
    let kind = match choices.pick(14) {
        1 => ExpressionKind::Not(Box::new(factor(choices, inner, last))),
        2 if last.0 => {
            ExpressionKind::Assign(path(choices, inner), Box::new(expression(choices, inner)))
        }
        3 if last.0 => ExpressionKind::If(
            Box::new(expression(choices, inner)),
            Box::new(expression(choices, inner)),
            Box::new(expression(choices, inner)),
        ),
        4 => ExpressionKind::Solicit {
            operation: choices.identifier(),
            port: choices.identifier(),
            argument: choices.option(|choices| Box::new(expression(choices, inner))),
        },
        5 => ExpressionKind::Fresh,
        6 if choices.handlers > 0 => ExpressionKind::Frozen(any_path(choices, inner)),
        7 | 8 => {
            let root = choices.option(|choices| Box::new(atom(choices, inner)));
            let entries = choices.many(0, |choices| entry(choices, inner));
            ExpressionKind::Tree(root, entries)
        }
        _ => return atom(choices, depth),
    };
    with_kind(kind)
}

/// A factor that a tree may stand on.
fn atom(choices: &mut Choices<'_>, depth: usize) -> Expression {
    let inner = depth.saturating_sub(1);
    let tests = [
        Basic::Int,
        Basic::String,
        Basic::Bool,
        Basic::Long,
        Basic::Double,
    ];
    let kind = match choices.pick(if depth == 0 { 3 } else { 11 }) {
        0 => ExpressionKind::Literal(literal(choices)),
        1 | 2 => ExpressionKind::Path(path(choices, inner)),
        3 => ExpressionKind::Step(step(choices, inner)),
        4 => ExpressionKind::Size(any_path(choices, inner)),
        5 => ExpressionKind::IsDefined(any_path(choices, inner)),
        6 => ExpressionKind::IsType(choices.of(&tests), any_path(choices, inner)),
        7 => ExpressionKind::Cast(choices.of(&tests), Box::new(expression(choices, inner))),
        _ => ExpressionKind::Group(Box::new(expression(choices, inner))),
    };
    with_kind(kind)
}

fn entry(choices: &mut Choices<'_>, depth: usize) -> TreeEntry {
    let mut path = any_path(choices, depth);
    if path.root == PathRoot::With || path.segments.is_empty() {
        path = plain(choices);
    }
    let value = match choices.pick(3) {
        0 => TreeValue::Assign(expression(choices, depth)),
        1 => TreeValue::Copy(expression(choices, depth)),
        _ => TreeValue::Alias(any_path(choices, depth)),
    };
    TreeEntry { path, value }
}

/// A literal.
pub fn literal(choices: &mut Choices<'_>) -> Literal {
    match choices.pick(5) {
        0 => Literal::Int(choices.of(&[0, 1, -1, 42, i32::MAX, i32::MIN])),
        1 => Literal::String(choices.text()),
        2 => Literal::Bool(choices.pick(2) == 1),
        3 => Literal::Long(choices.of(&[0, 5, -5, i64::MAX, i64::MIN])),
        _ => Literal::Double(double(choices)),
    }
}

/// A double, of any size.
pub fn double(choices: &mut Choices<'_>) -> f64 {
    choices.of(&[
        0.0,
        1.5,
        -0.5,
        -0.0,
        1e-5,
        1e21,
        -2.5e-300,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ])
}

/// `p++` and its likes.
pub fn step(choices: &mut Choices<'_>, depth: usize) -> Step {
    let prefix = choices.maybe();
    Step {
        path: if prefix {
            any_path(choices, depth)
        } else {
            path(choices, depth)
        },
        up: choices.pick(2) == 0,
        prefix,
    }
}

/// One plain name.
pub fn plain(choices: &mut Choices<'_>) -> Path {
    Path {
        root: PathRoot::Local,
        segments: vec![Segment {
            key: Key::Name(choices.identifier()),
            index: None,
        }],
        span: Span::NOWHERE,
    }
}

/// A path at the head of an expression or a statement.
pub fn path(choices: &mut Choices<'_>, depth: usize) -> Path {
    path_from(choices, depth, Choices::identifier)
}

/// A path where a reserved word may be its head.
pub fn any_path(choices: &mut Choices<'_>, depth: usize) -> Path {
    path_from(choices, depth, Choices::any_identifier)
}

fn path_from<'c>(
    choices: &mut Choices<'c>,
    depth: usize,
    head: fn(&mut Choices<'c>) -> quadrille::syntax::jolie::tree::Identifier,
) -> Path {
    let root = match choices.pick(8) {
        1 => PathRoot::Global,
        2 => PathRoot::Correlation,
        3 | 4 if choices.withs > 0 => PathRoot::With,
        _ => PathRoot::Local,
    };
    let mut segments = Vec::new();
    match root {
        PathRoot::Local => segments.push(Segment {
            key: Key::Name(head(choices)),
            index: index(choices, depth),
        }),
        PathRoot::With => segments.push(segment(choices, depth)),
        PathRoot::Global => {}
        PathRoot::Correlation => segments.push(segment(choices, depth)),
    }
    if choices.maybe() {
        segments.extend(choices.many(0, |choices| segment(choices, depth)));
    }
    Path {
        root,
        segments,
        span: Span::NOWHERE,
    }
}

fn segment(choices: &mut Choices<'_>, depth: usize) -> Segment {
    let key = if depth > 0 && choices.maybe() {
        Key::Computed(Box::new(sum(choices, depth - 1, Last(true))))
    } else {
        Key::Name(choices.any_identifier())
    };
    Segment {
        key,
        index: index(choices, depth),
    }
}

fn index(choices: &mut Choices<'_>, depth: usize) -> Option<Box<Expression>> {
    if depth > 0 && choices.maybe() {
        Some(Box::new(sum(choices, depth - 1, Last(true))))
    } else {
        None
    }
}
