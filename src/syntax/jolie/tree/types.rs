//! Data types as they are written.

use super::{Access, Identifier};
use crate::base::Span;

/// `type T: …`
#[derive(Clone, Debug)]
pub struct TypeDeclaration {
    /// Whether other modules may import it.
    pub access: Access,
    /// Its name.
    pub name: Identifier,
    /// What it stands for.
    pub definition: Type,
    /// The whole declaration.
    pub span: Span,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Which.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A basic type, refined or not, with a tree below or not. `{ … }` alone is a `void` with a tree.
    Basic {
        /// The basic type of the root.
        basic: Basic,
        /// What the root must satisfy.
        refinements: Vec<Refinement>,
        /// The tree below; `None` allows none.
        fields: Option<Fields>,
    },
    /// Another type, or `undefined`.
    Named(Identifier),
    /// `A | B | C`, at least two, none of them a choice.
    Choice(Vec<Type>),
}

/// The basic types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Basic {
    Void,
    Bool,
    Int,
    Long,
    Double,
    String,
    Raw,
    Any,
}

impl Basic {
    /// Those that the root of a value has: all but `any`.
    pub const KINDS: [Self; 7] = [
        Self::Void,
        Self::Bool,
        Self::Int,
        Self::Long,
        Self::Double,
        Self::String,
        Self::Raw,
    ];

    /// Whether a root of this kind passes: an `int` does for a `long` and for a `double` (`BasicType`).
    #[must_use]
    pub fn takes(self, kind: Self) -> bool {
        let widened = matches!(self, Self::Long | Self::Double) && kind == Self::Int;
        self == Self::Any || self == kind || widened
    }

    /// A value of it, in words.
    #[must_use]
    pub fn described(self) -> &'static str {
        match self {
            Self::Void => "no value",
            Self::Bool => "a bool",
            Self::Int => "an int",
            Self::Long => "a long",
            Self::Double => "a double",
            Self::String => "a string",
            Self::Raw => "a raw value",
            Self::Any => "any value",
        }
    }
}

/// What a refined basic type demands.
#[derive(Clone, Debug, PartialEq)]
pub enum Refinement {
    /// `ranges( [a, b], [c, *] )`: in one of these, bounds included; `None` is unbounded.
    Ranges(Vec<(Option<Number>, Option<Number>)>),
    /// `length( [a, b] )`: as many UTF-16 units; `None` is unbounded.
    Length(Option<u32>, Option<u32>),
    /// `regex( "r" )`: the whole string matches a Java regular expression.
    Regex(String),
    /// `enum( ["a", "b"] )`: one of these.
    Enum(Vec<String>),
}

/// A bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Number {
    Int(i32),
    Long(i64),
    Double(f64),
}

/// The tree below a root.
#[derive(Clone, Debug)]
pub struct Fields {
    /// `?`: fields that are not named are allowed too.
    pub open: bool,
    /// The named ones.
    pub fields: Vec<Field>,
}

/// One named subtree.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Identifier,
    /// How many of it.
    pub cardinality: Cardinality,
    /// What each of them is; `void` when nothing is written.
    pub definition: Type,
    /// The whole field.
    pub span: Span,
}

/// From `min` to `max`, `None` being any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cardinality {
    /// At least.
    pub min: u32,
    /// At most; `None` is any number.
    pub max: Option<u32>,
}

impl Cardinality {
    /// Exactly one: what is meant when nothing is written.
    pub const ONE: Self = Self {
        min: 1,
        max: Some(1),
    };
}
