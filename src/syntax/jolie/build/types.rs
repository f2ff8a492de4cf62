//! Data types: basic types with refinements, trees, links and choices.

use super::Builder;
use crate::base::{Code, Diagnostic};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{
    Basic, Cardinality, Field, Fields, Number, Refinement, Type, TypeKind,
};
use pest::iterators::Pair;
use std::collections::HashSet;

/// A bound in a refinement as it is written.
enum Bound {
    Lowest,
    Highest,
    Number(Number),
    Text(String),
}

impl Builder {
    /// The type of a `data_type` or `field_type` pair.
    pub(super) fn data_type(&mut self, pair: Pair<'_, Rule>) -> Option<Type> {
        let span = self.span(&pair);
        self.deeper(span, |builder| {
            let alternatives: Option<Vec<Type>> = pair
                .into_inner()
                .map(|alternative| builder.alternative(alternative))
                .collect();
            Some(choice(alternatives?, span))
        })
    }

    fn alternative(&mut self, pair: Pair<'_, Rule>) -> Option<Type> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::fields => void(Some(self.fields(pair)?)),
            Rule::type_link => TypeKind::Named(self.identifier(&pair)),
            _ => self.basic_type(pair)?,
        };
        Some(Type { kind, span })
    }

    fn basic_type(&mut self, pair: Pair<'_, Rule>) -> Option<TypeKind> {
        let mut inner = pair.into_inner();
        let basic = basic(inner.next()?.as_str())?;
        let (mut refinements, mut fields) = (Vec::new(), None);
        for part in inner {
            match part.as_rule() {
                Rule::fields => fields = Some(self.fields(part)?),
                _ => {
                    for refinement in part.into_inner() {
                        refinements.extend(self.refinement(basic, refinement));
                    }
                }
            }
        }
        Some(TypeKind::Basic {
            basic,
            refinements,
            fields,
        })
    }

    fn fields(&mut self, pair: Pair<'_, Rule>) -> Option<Fields> {
        let (mut open, mut fields, mut names) = (false, Vec::<Field>::new(), HashSet::new());
        for part in pair.into_inner() {
            if part.as_rule() == Rule::open {
                open = true;
                continue;
            }
            let field = self.field(part)?;
            if !names.insert(field.name.name) {
                let message = format!(
                    "sub-type {} conflicts with another sub-type with the same name",
                    field.name.name
                );
                let first = fields
                    .iter()
                    .find(|other| other.name.name == field.name.name);
                let first = first.map(|other| other.name.span);
                let error = Diagnostic::new(Code::Q0010, field.name.span, message);
                self.errors.push(match first {
                    Some(first) => error.related(first, "the first one"),
                    None => error,
                });
            }
            fields.push(field);
        }
        Some(Fields { open, fields })
    }

    fn field(&mut self, pair: Pair<'_, Rule>) -> Option<Field> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = inner.next()?.into_inner().next()?;
        let name = match name.as_rule() {
            Rule::string => {
                let text = self.text(&name);
                crate::syntax::jolie::tree::Identifier {
                    name: text.value.as_str().into(),
                    span: text.span,
                }
            }
            _ => self.identifier(&name),
        };
        let mut cardinality = Cardinality::ONE;
        let mut definition = Type {
            kind: void(None),
            span: name.span,
        };
        for part in inner {
            match part.as_rule() {
                Rule::cardinality => cardinality = self.cardinality(part)?,
                Rule::void_field => definition = self.void_field(part)?,
                _ => definition = self.data_type(part)?,
            }
        }
        Some(Field {
            name,
            cardinality,
            definition,
            span,
        })
    }

    /// A field without a colon: a void root, its tree, and further alternatives.
    fn void_field(&mut self, pair: Pair<'_, Rule>) -> Option<Type> {
        let span = self.span(&pair);
        self.deeper(span, |builder| {
            let mut alternatives = Vec::new();
            for part in pair.into_inner() {
                if alternatives.is_empty() && part.as_rule() != Rule::fields {
                    alternatives.push(Type {
                        kind: void(None),
                        span: span.at_start(),
                    });
                }
                alternatives.push(builder.alternative(part)?);
            }
            Some(choice(alternatives, span))
        })
    }

    fn cardinality(&mut self, pair: Pair<'_, Rule>) -> Option<Cardinality> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let first = parts.next()?;
        match first.as_rule() {
            Rule::optional => {
                return Some(Cardinality {
                    min: 0,
                    max: Some(1),
                });
            }
            Rule::any_number => return Some(Cardinality { min: 0, max: None }),
            _ => {}
        }
        let second = parts.next()?;
        let min: Option<u32> = first
            .as_str()
            .parse()
            .ok()
            .filter(|min| *min <= i32::MAX as u32);
        let max: Option<u32> = match second.as_rule() {
            Rule::any_number => None,
            _ => match second
                .as_str()
                .parse()
                .ok()
                .filter(|max| (1..=i32::MAX as u32).contains(max))
            {
                None => {
                    let message = "maximum number of occurrences of a sub-type must be positive";
                    self.error(Code::Q0012, span, message);
                    return None;
                }
                max => max,
            },
        };
        let Some(min) = min else {
            let message = "minimum number of occurrences of a sub-type must be positive or zero";
            self.error(Code::Q0012, span, message);
            return None;
        };
        Some(Cardinality { min, max })
    }

    fn refinement(&mut self, basic: Basic, pair: Pair<'_, Rule>) -> Option<Refinement> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let predicate = inner.next()?.as_str().to_owned();
        let (mut text, mut lists) = (None, Vec::new());
        for argument in inner {
            match argument.as_rule() {
                Rule::string => text = Some(self.text(&argument).value),
                _ => lists.push(self.refinement_list(argument)?),
            }
        }
        let refinement = match (predicate.as_str(), basic, text) {
            ("regex", Basic::String, Some(pattern)) => Some(Refinement::Regex(pattern)),
            ("length", Basic::String, None) => length(&lists),
            ("enum", Basic::String, None) => one_of(lists),
            ("ranges", Basic::Int | Basic::Long | Basic::Double, None) => ranges(basic, &lists),
            _ => None,
        };
        if refinement.is_none() {
            let message =
                format!("the predicate {predicate} is not supported here for this basic type");
            self.errors.push(Diagnostic::new(Code::Q0009, span, message).help(
                "int, long and double take ranges( [a, b] ) with bounds of their own kind; string takes \
                 length( [a, b] ), regex( \"r\" ) and enum( [\"a\", \"b\"] )",
            ));
        }
        refinement
    }

    fn refinement_list(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<Bound>> {
        let mut bounds = Vec::new();
        for bound in pair.into_inner() {
            let bound = bound.into_inner().next()?;
            let written = bound.as_str();
            bounds.push(match bound.as_rule() {
                Rule::unbounded if written.starts_with('-') => Bound::Lowest,
                Rule::unbounded => Bound::Highest,
                Rule::string => Bound::Text(self.text(&bound).value.replace('"', "")),
                _ => match self.literal(&bound)? {
                    crate::syntax::jolie::tree::Literal::Int(value) => {
                        Bound::Number(Number::Int(value))
                    }
                    crate::syntax::jolie::tree::Literal::Long(value) => {
                        Bound::Number(Number::Long(value))
                    }
                    crate::syntax::jolie::tree::Literal::Double(value) => {
                        Bound::Number(Number::Double(value))
                    }
                    _ => return None,
                },
            });
        }
        Some(bounds)
    }
}

/// The basic type of this name.
pub(super) fn basic(name: &str) -> Option<Basic> {
    Some(match name {
        "void" => Basic::Void,
        "bool" => Basic::Bool,
        "int" => Basic::Int,
        "long" => Basic::Long,
        "double" => Basic::Double,
        "string" => Basic::String,
        "raw" => Basic::Raw,
        "any" => Basic::Any,
        _ => return None,
    })
}

fn void(fields: Option<Fields>) -> TypeKind {
    TypeKind::Basic {
        basic: Basic::Void,
        refinements: Vec::new(),
        fields,
    }
}

fn choice(mut alternatives: Vec<Type>, span: crate::base::Span) -> Type {
    match alternatives.pop() {
        Some(only) if alternatives.is_empty() => only,
        last => {
            alternatives.extend(last);
            Type {
                kind: TypeKind::Choice(alternatives),
                span,
            }
        }
    }
}

fn length(lists: &[Vec<Bound>]) -> Option<Refinement> {
    let [list] = lists else {
        return None;
    };
    let [low, high] = list.as_slice() else {
        return None;
    };
    let bound = |bound: &Bound| match bound {
        Bound::Number(Number::Int(value)) => Some(Some(u32::try_from(*value).unwrap_or(0))),
        Bound::Lowest | Bound::Highest => Some(None),
        _ => None,
    };
    Some(Refinement::Length(bound(low)?, bound(high)?))
}

fn one_of(lists: Vec<Vec<Bound>>) -> Option<Refinement> {
    let list: Vec<_> = lists.into_iter().flatten().collect();
    if list.is_empty() {
        return None;
    }
    let texts: Option<Vec<String>> = list
        .into_iter()
        .map(|bound| match bound {
            Bound::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    Some(Refinement::Enum(texts?))
}

fn ranges(basic: Basic, lists: &[Vec<Bound>]) -> Option<Refinement> {
    let bound = |bound: &Bound| match (bound, basic) {
        (Bound::Lowest | Bound::Highest, _) => Some(None),
        (Bound::Number(number @ Number::Int(_)), Basic::Int)
        | (Bound::Number(number @ Number::Long(_)), Basic::Long)
        | (Bound::Number(number @ Number::Double(_)), Basic::Double) => Some(Some(*number)),
        _ => None,
    };
    let mut ranges = Vec::new();
    for list in lists {
        let [low, high] = list.as_slice() else {
            return None;
        };
        ranges.push((bound(low)?, bound(high)?));
    }
    Some(Refinement::Ranges(ranges))
}
