//! Q0415: a correlation variable that is compared with values of another kind.
//!
//! `Value.equals` of Jolie compares as texts when one side is a text, else as doubles, longs, ints, truth values: `7 == "7"`
//! and `7 == 7.0`, but `7.0 != "7"`, and `true == 1`. A session whose variable is `7.0` is not found by `"7"`, and two
//! sessions, of `7` and of `"7"`, are both found by either.
//!
//! Rule: by the declared types and by what the session writes, the values that set a variable and those that are compared
//! with it are of known kinds, and they are a text on one side and doubles on the other, or truth values on one side and
//! not on the other; or the variable is set to texts by one and to numbers by another.

use super::subject::Subject;
use super::waits::waits;
use crate::base::{Code, Diagnostic, Span};
use crate::flow::shape::{Declared, Kinds, Leaves, Site};
use crate::program::{CorrelationVariable, Operation};
use crate::syntax::jolie::tree::{Basic, PathRoot};

/// Where values of a variable come from, or are compared.
struct Side {
    kinds: Kinds,
    span: Span,
}

pub(super) fn judge(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let sets = &subject.service.correlation_sets;
    if sets.is_empty() {
        return;
    }
    let mut declared = Declared::new(subject.program);
    let starters: Vec<&Operation> = subject
        .starters()
        .iter()
        .filter_map(|starter| subject.operation(starter.input.operation.name))
        .collect();
    let bodies = subject.session().into_iter();
    let guards = bodies.flat_map(waits).flat_map(|wait| wait.guards);
    let awaited: Vec<&Operation> = guards
        .filter_map(|guard| subject.operation(guard.operation.name))
        .filter(|operation| {
            !starters
                .iter()
                .any(|starter| std::ptr::eq(*starter, *operation))
        })
        .collect();
    let written = subject.sites().unwrap_or_default();
    for variable in sets.iter().flat_map(|set| &set.variables) {
        let mut set = messages(&mut declared, variable, &starters);
        set.extend(writes(variable, written));
        let compared = messages(&mut declared, variable, &awaited);
        found.extend(mixed(variable, &set, &compared));
    }
}

/// The values that messages of some operations carry for a variable.
fn messages(
    declared: &mut Declared<'_>,
    variable: &CorrelationVariable,
    operations: &[&Operation],
) -> Vec<Side> {
    let mut found = Vec::new();
    for alias in &variable.aliases {
        let about = operations
            .iter()
            .find(|operation| alias.is_about(operation));
        if let (Some(operation), Some(path)) = (about, alias.path.names()) {
            let shape = declared.shape(operation.request());
            found.push(Side {
                kinds: shape.at(&path).first.root.kinds,
                span: alias.message.span,
            });
        }
    }
    found
}

/// The values that the session writes.
fn writes(variable: &CorrelationVariable, sites: &[Site<'_>]) -> Vec<Side> {
    let names = variable.path.names();
    let own = sites.iter().filter(|site| match site.leaves {
        Leaves::Correlation(path) => {
            path.root == PathRoot::Correlation && names.is_some() && path.names() == names
        }
        _ => false,
    });
    let sides = own.map(|site| Side {
        kinds: site
            .shapes()
            .fold(Kinds::NONE, |all, shape| all.or(shape.root.kinds)),
        span: site.span,
    });
    sides.collect()
}

fn mixed(variable: &CorrelationVariable, set: &[Side], compared: &[Side]) -> Option<Diagnostic> {
    for (place, side) in set.iter().enumerate() {
        let (one, text) = (class(side.kinds), Class::Text);
        for other in compared {
            let values = match (one, class(other.kinds)) {
                (Class::Double, Class::Text) => {
                    "`7.0` and `\"7\"` are not equal, though `7` equals both"
                }
                (Class::Text, Class::Double) => {
                    "`\"7\"` and `7.0` are not equal, though `7` equals both"
                }
                (Class::Truth, Class::Whole | Class::Double)
                | (Class::Whole | Class::Double, Class::Truth) => {
                    "a number equals `true` or `false`, so two sessions may be found by it"
                }
                _ => continue,
            };
            return Some(report(variable, side, other, values));
        }
        let numbers = |other: &&Side| matches!(class(other.kinds), Class::Whole | Class::Double);
        if let (true, Some(other), false) = (
            one == text || matches!(one, Class::Whole | Class::Double),
            set[place + 1..].iter().find(|other| {
                if one == text {
                    numbers(other)
                } else {
                    class(other.kinds) == text
                }
            }),
            compared.is_empty(),
        ) {
            let values = "two sessions, of `7` and of `\"7\"`, are both found by either value";
            return Some(report(variable, side, other, values));
        }
    }
    None
}

/// What a side surely holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Whole,
    Double,
    Truth,
    Unknown,
}

fn class(kinds: Kinds) -> Class {
    // What is not there correlates with nothing.
    let kinds = kinds.without(Kinds::of(Basic::Void));
    let whole = Kinds::of(Basic::Int).or(Kinds::of(Basic::Long));
    if kinds.is_empty() {
        Class::Unknown
    } else if kinds == Kinds::of(Basic::String) {
        Class::Text
    } else if kinds.without(whole).is_empty() {
        Class::Whole
    } else if kinds.without(Kinds::NUMBERS).is_empty() {
        Class::Double
    } else if kinds == Kinds::of(Basic::Bool) {
        Class::Truth
    } else {
        Class::Unknown
    }
}

fn report(variable: &CorrelationVariable, side: &Side, other: &Side, values: &str) -> Diagnostic {
    let names = variable.path.names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let message = format!(
        "`csets.{}` is compared with values of another kind",
        names.join(".")
    );
    Diagnostic::new(Code::Q0415, variable.path.span, message)
        .label("values of several kinds meet here")
        .related(side.span, "set by these values")
        .related(other.span, "and these are of another kind")
        .note(values)
        .help("declare the value with one type in all messages")
}
