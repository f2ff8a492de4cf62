//! Reads again what is claimed of a set: in come a service, a set and a [`Proof`], out comes whether it holds.
//!
//! Nothing is followed here, and no code is shared with what has found the proof: every write in the service counts,
//! wherever it stands. A variable is fresh when each write of it in sessions is an assignment of `new`, of a text with `new`
//! in it, of such an assignment, or of a variable of which all writes are; a set is written by start messages alone when no
//! write can mean its variables.

use super::typing::Proof;
use crate::base::Name;
use crate::check::subject::Subject;
use crate::program::CorrelationSet;
use crate::syntax::jolie::tree::{
    AssignOperator, Basic, Expression, ExpressionKind, Path, PathRoot, Process, ProcessKind,
    SumOperator,
};
use crate::syntax::jolie::walk::{Node, walk};
use crate::syntax::jolie::writes::writes;

/// Copies of copies are followed so far.
const DEEPEST: usize = 6;

/// Whether the proof holds. Where messages that start sessions set the variables as well (`started`), a session must be found
/// by a new value from when anybody has it, so that no such message takes it for another one: `new` must be assigned to the
/// variable itself.
pub(super) fn holds(
    subject: &Subject<'_>,
    set: &CorrelationSet,
    proof: &Proof,
    started: bool,
) -> bool {
    let reader = Reader { subject };
    match proof {
        Proof::Started => {
            let mut variables = set.variables.iter();
            variables.all(|variable| match variable.path.names() {
                Some(names) => {
                    let values = reader.written(PathRoot::Correlation, &names);
                    values.is_some_and(|values| values.is_empty())
                }
                None => false,
            })
        }
        Proof::Fresh(variable) => {
            let copies = if started { 1 } else { DEEPEST };
            reader.fresh(PathRoot::Correlation, variable, copies)
        }
    }
}

struct Reader<'s, 'a> {
    subject: &'s Subject<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// Whether all writes of a variable make it new, and there is one.
    fn fresh(&self, root: PathRoot, names: &[Name], depth: usize) -> bool {
        let Some(left) = depth.checked_sub(1) else {
            return false;
        };
        let Some(values) = self.written(root, names) else {
            return false;
        };
        !values.is_empty() && values.iter().all(|value| self.is_new(value, left))
    }

    fn is_new(&self, value: &Expression, depth: usize) -> bool {
        match &value.kind {
            ExpressionKind::Fresh => true,
            ExpressionKind::Group(inner)
            | ExpressionKind::Assign(_, inner)
            | ExpressionKind::Cast(Basic::String, inner) => self.is_new(inner, depth),
            ExpressionKind::Sum(first, rest) => {
                let adds = rest.iter().all(|(sign, _)| *sign == SumOperator::Add);
                let mut parts = std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part));
                adds && parts.any(|part| self.is_new(part, depth))
            }
            ExpressionKind::Path(path) => match path.names() {
                Some(names) if matches!(path.root, PathRoot::Local | PathRoot::Correlation) => {
                    self.fresh(path.root, &names, depth)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The values that are assigned to a variable; `None` where something else may write it.
    fn written(&self, root: PathRoot, names: &[Name]) -> Option<Vec<&'a Expression>> {
        let mut assigned: Vec<(&'a Path, &'a Expression)> = Vec::new();
        let (mut values, mut sure) = (Vec::new(), true);
        let bodies: Vec<&'a Process> = self.subject.built().collect();
        for body in &bodies {
            walk(Node::Process(body), &mut |node| {
                match node {
                    Node::Process(Process {
                        kind:
                            ProcessKind::Assign {
                                path,
                                operator: AssignOperator::Set,
                                value,
                            },
                        ..
                    }) => assigned.push((path, value)),
                    Node::Expression(Expression {
                        kind: ExpressionKind::Assign(path, value),
                        ..
                    }) => assigned.push((path, value)),
                    _ => {}
                }
                true
            });
        }
        let initial = self.subject.initial();
        for body in &bodies {
            let first = initial.iter().any(|init| std::ptr::eq(*init, *body));
            writes(body, &mut |path| match meets(path, root, names) {
                Meets::No => {}
                Meets::Same if !first => {
                    let mut own = assigned.iter().filter(|(one, _)| std::ptr::eq(*one, path));
                    match own.next() {
                        Some((_, value)) => values.push(*value),
                        None => sure = false,
                    }
                }
                Meets::Same | Meets::Maybe => sure = false,
            });
        }
        // Ports, the parameter and the arguments are there from the start.
        let given = |name: &Name| {
            let service = self.subject.service;
            service.input_ports.contains_key(name)
                || service.output_ports.contains_key(name)
                || service
                    .parameter
                    .as_ref()
                    .is_some_and(|(own, _)| own.name == *name)
                || *name == "args"
        };
        sure &= root != PathRoot::Local || names.first().is_some_and(|first| !given(first));
        sure.then_some(values)
    }
}

enum Meets {
    No,
    /// Exactly this variable.
    Same,
    /// Something above or below it, or nobody knows what.
    Maybe,
}

fn meets(path: &Path, root: PathRoot, names: &[Name]) -> Meets {
    let same = match path.root {
        // Below what a `with` around it names: it is known by its last segments alone.
        PathRoot::With => return below(path, names),
        other => other == root,
    };
    let Some(other) = path.names() else {
        let first = path
            .segments
            .first()
            .and_then(|segment| match &segment.key {
                crate::syntax::jolie::tree::Key::Name(name) => Some(name.name),
                crate::syntax::jolie::tree::Key::Computed(_) => None,
            });
        return match first {
            Some(first) if !same || names.first() != Some(&first) => Meets::No,
            None if !same => Meets::No,
            _ => Meets::Maybe,
        };
    };
    if !same {
        Meets::No
    } else if other == names {
        Meets::Same
    } else if other.starts_with(names) || names.starts_with(&other) {
        Meets::Maybe
    } else {
        Meets::No
    }
}

/// Whether a path that starts with a dot may mean a variable of several names.
fn below(path: &Path, names: &[Name]) -> Meets {
    match path.names() {
        // The `with` itself counts as a write above it.
        Some(other) if names.len() > other.len() && names.ends_with(&other) => Meets::Maybe,
        Some(_) => Meets::No,
        None => Meets::Maybe,
    }
}
