//! Paths, literals and expressions.

use super::{Basic, Identifier, Step, Type};
use crate::base::{Name, Span};

/// A path to a variable: `a.b[1].( e )`
#[derive(Clone, Debug)]
pub struct Path {
    /// What it starts from.
    pub root: PathRoot,
    /// Its segments; empty only for `global` alone.
    pub segments: Vec<Segment>,
    /// Where.
    pub span: Span,
}

impl Path {
    /// The names of the segments when each is a plain name without an index.
    #[must_use]
    pub fn names(&self) -> Option<Vec<Name>> {
        self.segments
            .iter()
            .map(|segment| match (&segment.key, &segment.index) {
                (Key::Name(name), None) => Some(name.name),
                _ => None,
            })
            .collect()
    }

    /// The name when the path is one plain name.
    #[must_use]
    pub fn single_name(&self) -> Option<Identifier> {
        match (self.root, self.segments.as_slice()) {
            (
                PathRoot::Local,
                [
                    Segment {
                        key: Key::Name(name),
                        index: None,
                    },
                ],
            ) => Some(*name),
            _ => None,
        }
    }
}

/// What a path starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PathRoot {
    /// The state of the session.
    Local,
    /// `global.`
    Global,
    /// `csets.`
    Correlation,
    /// A leading dot: the path of the `with` around it.
    With,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Which child.
    pub key: Key,
    /// Which of its elements; `None` is the first, or all of them where a vector is meant.
    pub index: Option<Box<Expression>>,
}

/// The name of a child.
#[derive(Clone, Debug)]
pub enum Key {
    /// Written down.
    Name(Identifier),
    /// `( e )`: computed.
    Computed(Box<Expression>),
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expression {
    /// Which.
    pub kind: ExpressionKind,
    /// Where.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// `a || b`
    Or(Vec<Expression>),
    /// `a && b`
    And(Vec<Expression>),
    /// `a < b`
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// `a instanceof T`
    InstanceOf(Box<Expression>, Type),
    /// `a + b - c`; `a -1` is `a + (-1)`
    Sum(Box<Expression>, Vec<(SumOperator, Expression)>),
    /// `a * b / c % d`
    Product(Box<Expression>, Vec<(ProductOperator, Expression)>),
    /// `!a`
    Not(Box<Expression>),
    /// A literal.
    Literal(Literal),
    /// The value at a path.
    Path(Path),
    /// `path = e`
    Assign(Path, Box<Expression>),
    /// `path++`
    Step(Step),
    /// `#path`
    Size(Path),
    /// `op@Port( e )`
    Solicit {
        /// The operation.
        operation: Identifier,
        /// The output port.
        port: Identifier,
        /// The message; `None` is an empty one.
        argument: Option<Box<Expression>>,
    },
    /// `^path`: its value when the handler was installed
    Frozen(Path),
    /// `new`
    Fresh,
    /// `is_defined( path )`
    IsDefined(Path),
    /// `is_int( path )`
    IsType(Basic, Path),
    /// `int( e )`
    Cast(Basic, Box<Expression>),
    /// `if( g ) a else b`
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `( e )`
    Group(Box<Expression>),
    /// `root { .a = 1, .b << t }`; no root is a void one
    Tree(Option<Box<Expression>>, Vec<TreeEntry>),
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Literal {
    Bool(bool),
    Int(i32),
    Long(i64),
    Double(f64),
    String(String),
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `+` or `-`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum SumOperator {
    Add,
    Subtract,
}

/// `*`, `/` or `%`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ProductOperator {
    Multiply,
    Divide,
    Modulo,
}

/// One entry of an inline tree.
#[derive(Clone, Debug)]
pub struct TreeEntry {
    /// Where it goes, below the root.
    pub path: Path,
    /// What goes there.
    pub value: TreeValue,
}

/// What an entry of an inline tree puts in its place.
#[derive(Clone, Debug)]
pub enum TreeValue {
    /// `= e`
    Assign(Expression),
    /// `<< e`
    Copy(Expression),
    /// `-> path`
    Alias(Path),
}
