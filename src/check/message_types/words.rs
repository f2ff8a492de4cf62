//! What people are told of a value that does not fit: in comes a misfit, out come the words.

use crate::base::{Code, Name};
use crate::flow::shape::{Kinds, Misfit, Wrong};
use crate::syntax::jolie::tree::{Basic, Cardinality, Literal, Number, Refinement};

/// What is said of a misfit.
pub(super) struct Words {
    pub code: Code,
    /// What follows on what the step does: `without …`.
    pub what: String,
    pub label: String,
    /// What is said where the type is declared.
    pub declared: String,
    pub help: String,
}

/// The words on a misfit.
pub(super) fn words(misfit: &Misfit) -> Words {
    let here = place(&misfit.path, None);
    match &misfit.wrong {
        Wrong::Missing(name) => {
            let field = place(&misfit.path, Some(*name)).unwrap_or_default();
            Words {
                code: Code::Q0201,
                what: format!("without `{field}`, which its type wants"),
                label: format!("nothing sets `{field}` before this"),
                declared: format!("`{name}` is declared here"),
                help: format!("set `{field}`, or make it optional: `{name}?`"),
            }
        }
        Wrong::Unexpected(name) => {
            let field = place(&misfit.path, Some(*name)).unwrap_or_default();
            Words {
                code: Code::Q0202,
                what: format!("with `{field}`, which its type does not have"),
                label: format!("`{field}` is surely there"),
                declared: format!("this type has no field `{name}`"),
                help: format!("leave `{field}` out, or add it to the type"),
            }
        }
        Wrong::Kind {
            wanted,
            found,
            value,
        } => kind(here.as_deref(), *wanted, &kinds(*found, value.as_ref())),
        Wrong::Number {
            name,
            wanted,
            found,
            many,
        } => number(
            &place(&misfit.path, Some(*name)).unwrap_or_default(),
            *wanted,
            *found,
            *many,
        ),
        Wrong::Refined { refinement, value } => {
            refused(here.as_deref(), &refined(refinement), value.as_ref())
        }
    }
}

fn kind(here: Option<&str>, wanted: Basic, found: &str) -> Words {
    let wanted = basic(wanted);
    let (there, label, help) = match here {
        Some(here) => (
            format!("with {found} in `{here}`"),
            format!("`{here}` is {found} here"),
            format!("put {wanted} into `{here}`, or change the type"),
        ),
        None => (
            format!("with {found}"),
            format!("this is {found}"),
            format!("send {wanted}, or change the type"),
        ),
    };
    Words {
        code: Code::Q0203,
        what: format!("{there}, where its type wants {wanted}"),
        label,
        declared: format!("{wanted} is wanted here"),
        help,
    }
}

fn refused(here: Option<&str>, wanted: &str, value: Option<&Literal>) -> Words {
    let value = value.map_or("a value".to_owned(), written);
    let there = here.map_or(String::new(), |here| format!(" in `{here}`"));
    Words {
        code: Code::Q0205,
        what: format!("with {value}{there}, where its type wants {wanted}"),
        label: format!("{value} is not {wanted}"),
        declared: format!("{wanted} is wanted here"),
        help: "send a value that the type allows, or widen the type".to_owned(),
    }
}

fn number(field: &str, wanted: Cardinality, found: u32, many: bool) -> Words {
    let range = match wanted.max {
        Some(max) if max == wanted.min => format!("{max}"),
        Some(max) => format!("{} to {max}", wanted.min),
        None => format!("at least {}", wanted.min),
    };
    let there = match (many, found) {
        (true, 0 | 1) | (false, 1) => format!("{found} element"),
        (true, _) => format!("{found} elements or more"),
        (false, _) => format!("at most {found} elements"),
    };
    Words {
        code: Code::Q0204,
        what: format!("with {there} of `{field}`, where its type wants {range}"),
        label: format!("`{field}` has {there}"),
        declared: format!("{range} wanted here"),
        help: format!("send as many `{field}` as the type says, or change its cardinality"),
    }
}

/// A path as people write it; `None` for the root.
fn place(path: &[(Name, u32)], last: Option<Name>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for (name, index) in path {
        parts.push(match index {
            0 => name.to_string(),
            index => format!("{name}[{index}]"),
        });
    }
    parts.extend(last.map(|last| last.to_string()));
    (!parts.is_empty()).then(|| parts.join("."))
}

fn kinds(kinds: Kinds, value: Option<&Literal>) -> String {
    if let Some(value) = value {
        return match value {
            Literal::String(_) => format!("the string {}", written(value)),
            _ => written(value),
        };
    }
    let all: Vec<&str> = kinds.each().map(basic).collect();
    match all.as_slice() {
        [] => "no value".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A value of a kind.
pub(in crate::check) fn basic(basic: Basic) -> &'static str {
    match basic {
        Basic::Void => "nothing",
        other => other.described(),
    }
}

/// Longer texts are cut where they are shown.
const SHOWN: usize = 40;

/// A literal, cut where it is long.
pub(in crate::check) fn written(literal: &Literal) -> String {
    match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Long(value) => format!("{value}L"),
        Literal::Double(value) => format!("{value:?}"),
        Literal::String(text) => {
            let mut shown: String = text.chars().take(SHOWN).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            format!("{shown:?}")
        }
    }
}

fn refined(refinement: &Refinement) -> String {
    match refinement {
        Refinement::Ranges(ranges) => {
            let bound = |bound: &Option<Number>| match bound {
                Some(Number::Int(bound)) => bound.to_string(),
                Some(Number::Long(bound)) => bound.to_string(),
                Some(Number::Double(bound)) => format!("{bound:?}"),
                None => "*".to_owned(),
            };
            let ranges = ranges
                .iter()
                .map(|(from, to)| format!("[{}, {}]", bound(from), bound(to)));
            let ranges: Vec<String> = ranges.collect();
            format!("a number in {}", ranges.join(" or "))
        }
        Refinement::Length(from, to) => match (from, to) {
            (Some(from), Some(to)) => format!("{from} to {to} characters"),
            (Some(from), None) => format!("at least {from} characters"),
            (None, Some(to)) => format!("at most {to} characters"),
            (None, None) => "any length".to_owned(),
        },
        Refinement::Regex(pattern) => format!("what matches {pattern:?}"),
        Refinement::Enum(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
            format!("one of {}", texts.join(", "))
        }
    }
}
