//! Q0401, Q0402, Q0403, Q0406: correlation sets name plain variables, find them in messages, and fit operations.
//!
//! An operation correlates by the written name of its request type ([`CorrelationAlias::is_about`]); operations of aggregated ports do not.

use super::Scene;
use super::paths::is_static;
use crate::base::{Code, Diagnostic, Severity};
use crate::program::model::{
    CorrelationAlias, CorrelationSet, CorrelationVariable, DataTypeKind, Operation, Program, Table,
    TypeId,
};
use crate::syntax::jolie::tree::{Key, Path, PathRoot, Segment};

/// Checks the correlation sets of a service.
pub(super) fn check(scene: &mut Scene) {
    let sets = &scene.service.correlation_sets;
    for set in sets {
        variables(scene, set);
        for variable in &set.variables {
            for alias in &variable.aliases {
                check_alias(scene, alias);
            }
        }
    }
    let complete =
        scene.service.complete && scene.service.input_ports.values().all(|port| port.complete);
    if complete {
        operations(scene);
    }
}

fn variables(scene: &mut Scene, set: &CorrelationSet) {
    for (position, variable) in set.variables.iter().enumerate() {
        plain(scene, &variable.path, "correlation variable");
        for alias in &variable.aliases {
            plain(scene, &alias.path, "alias of a correlation variable");
        }
        let Some(names) = variable.path.names() else {
            continue;
        };
        let mut before = set.variables[..position].iter();
        if let Some(first) = before.find(|other| other.path.names().as_ref() == Some(&names)) {
            let finding = Diagnostic::new(
                Code::Q0406,
                variable.path.span,
                "duplicate correlation variable",
            )
            .label("the second declaration")
            .related(first.path.span, "the first one");
            scene.findings.push(finding);
        }
    }
}

fn plain(scene: &mut Scene, path: &Path, what: &str) {
    let why = match path.root {
        PathRoot::Global => "cannot be global",
        PathRoot::Correlation => "is named without `csets.`",
        PathRoot::Local | PathRoot::With if !is_static(&path.segments) => {
            "cannot make use of dynamic evaluation"
        }
        PathRoot::Local | PathRoot::With => return,
    };
    let message = format!("the {what} {why}");
    scene
        .findings
        .push(Diagnostic::new(Code::Q0406, path.span, message).label("must be a plain path"));
}

fn check_alias(scene: &mut Scene, alias: &CorrelationAlias) {
    let Some(definition) = alias.definition else {
        return;
    };
    if !is_static(&alias.path.segments) || contains(scene.program, definition, &alias.path.segments)
    {
        return;
    }
    let name = alias.message.name;
    let message = format!("type `{name}` does not contain the specified path");
    let finding = Diagnostic::new(Code::Q0401, alias.path.span, message)
        .label("no such path, or a node without a value")
        .related(scene.program[definition].span, "the type");
    scene.findings.push(finding);
}

/// Whether every value of a type can have a node with a value at a path.
fn contains(program: &Program, id: TypeId, segments: &[Segment]) -> bool {
    match &program[id].kind {
        DataTypeKind::Unknown => true,
        DataTypeKind::Link(target) => contains(program, *target, segments),
        DataTypeKind::Choice(parts) => parts.iter().all(|part| contains(program, *part, segments)),
        DataTypeKind::Tree {
            basic,
            fields,
            open,
            ..
        } => {
            let Some((first, rest)) = segments.split_first() else {
                return *basic != crate::syntax::jolie::tree::Basic::Void;
            };
            let Key::Name(name) = &first.key else {
                return true;
            };
            *open
                || fields
                    .get(&name.name)
                    .is_some_and(|field| contains(program, field.definition, rest))
        }
    }
}

/// Each operation correlates by one set, which has an alias in its message for every variable.
fn operations(scene: &mut Scene) {
    let mut inputs: Table<&Operation> = Table::default();
    for port in scene.service.input_ports.values() {
        for (name, operation) in &port.operations {
            inputs.entry(*name).or_insert(operation);
        }
    }
    let sets = &scene.service.correlation_sets;
    for operation in inputs.values() {
        let mut correlating = sets.iter().filter(|set| {
            let mut variables = set.variables.iter();
            variables.any(|variable| count(variable, operation) > 0)
        });
        let Some(set) = correlating.next() else {
            continue;
        };
        if let Some(second) = correlating.next() {
            let finding = overlap(operation, set, second);
            scene.findings.push(finding);
            continue;
        }
        let wrong = set
            .variables
            .iter()
            .find(|variable| count(variable, operation) != 1);
        if let Some(variable) = wrong {
            // Jolie compares how many aliases and how many variables there are in all, and refuses where they differ.
            let all: usize = set
                .variables
                .iter()
                .map(|variable| count(variable, operation))
                .sum();
            let refused = all != set.variables.len();
            let finding = incomplete(operation, variable);
            scene.findings.push(if refused {
                finding
            } else {
                finding.severity(Severity::Warning)
            });
        }
    }
}

/// How many aliases of a variable stand for an operation.
fn count(variable: &CorrelationVariable, operation: &Operation) -> usize {
    let aliases = variable.aliases.iter();
    aliases.filter(|alias| alias.is_about(operation)).count()
}

fn overlap(operation: &Operation, first: &CorrelationSet, second: &CorrelationSet) -> Diagnostic {
    let message = format!(
        "operation `{}` is specified on more than one correlation set",
        operation.name.name
    );
    Diagnostic::new(Code::Q0402, second.span, message)
        .label("the second set")
        .related(first.span, "the first one")
        .related(operation.name.span, "the operation")
        .help("each operation can correlate by one set only")
}

fn incomplete(operation: &Operation, variable: &CorrelationVariable) -> Diagnostic {
    let many = count(variable, operation) > 1;
    let name = operation.name.name;
    let message = if many {
        format!("operation `{name}` has more than one alias for a variable of the correlation set")
    } else {
        format!(
            "operation `{name}` has not an alias specified for every variable in the correlation set"
        )
    };
    Diagnostic::new(Code::Q0403, variable.path.span, message)
        .label(if many {
            "more than one alias for this variable"
        } else {
            "no alias for this variable"
        })
        .related(operation.name.span, "the operation")
}
