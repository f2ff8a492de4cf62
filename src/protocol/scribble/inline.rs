//! A protocol with those that it calls in their places, and what can be reached of it.

use super::names::find;
use crate::base::{Code, Diagnostic, Name, Span};
use crate::syntax::scribble::{Message, Module, Protocol, Step, Word};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many steps a protocol may have once all others are in their places.
const STEPS: usize = 1 << 16;

/// What happens, without calls and names of roles.
#[derive(Clone, Debug)]
pub(super) enum Inlined {
    /// A message: its label, its types, sender and receiver by their place among the roles.
    Transfer(Sent, [usize; 2], Span),
    /// A loop, by its number.
    Recursion(usize, Vec<Inlined>),
    /// Back to the beginning of a loop.
    Continue(usize, Span),
    /// One of several: who chooses, where, and what.
    Choice(usize, Span, Vec<Vec<Inlined>>),
}

/// A message without names of parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sent {
    pub(super) operation: Name,
    pub(super) types: Vec<Name>,
}

impl Sent {
    /// What its receiver knows it by: in Scribble the types of its parts too.
    pub(super) fn label(&self) -> Name {
        if self.types.is_empty() {
            return self.operation;
        }
        let types: Vec<&str> = self.types.iter().map(|name| name.as_str()).collect();
        Name::from(&format!("{}({})", self.operation, types.join(", ")))
    }
}

/// What a name stands for in a call: a type or a signature that is declared, or a message that is written there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Argument {
    Type(Name),
    Signature(Sent),
}

/// A protocol with what its roles and parameters stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Call {
    module: Name,
    protocol: Name,
    roles: Vec<usize>,
    arguments: Vec<Argument>,
}

struct Inliner<'m> {
    modules: &'m [Module],
    /// The calls that are open, with the number of their loop.
    open: Vec<(Call, usize)>,
    loops: usize,
    steps: usize,
}

/// Where a step stands.
struct Place<'m> {
    module: &'m Module,
    roles: FxHashMap<Name, usize>,
    arguments: FxHashMap<Name, Argument>,
    labels: Vec<(Name, usize)>,
}

/// A protocol of the first module without calls; `None` when it is too large.
pub(super) fn inline(
    modules: &[Module],
    protocol: &Protocol,
    errors: &mut Vec<Diagnostic>,
) -> Option<Vec<Inlined>> {
    let module = modules.first()?;
    let mut inliner = Inliner {
        modules,
        open: Vec::new(),
        loops: 0,
        steps: 0,
    };
    let roles = (0..protocol.roles.len()).collect();
    // A parameter of what nobody calls stands for itself.
    let arguments = protocol.parameters.iter().map(|(_, name)| {
        Argument::Signature(Sent {
            operation: name.name,
            types: Vec::new(),
        })
    });
    let arguments = arguments.collect();
    let body = inliner.call(module, protocol, roles, arguments);
    if inliner.steps > STEPS {
        let message = format!("the protocol has more than {STEPS} steps");
        errors.push(Diagnostic::new(Code::Q0901, protocol.name.span, message));
        return None;
    }
    Some(body)
}

impl<'m> Inliner<'m> {
    fn call(
        &mut self,
        module: &'m Module,
        protocol: &'m Protocol,
        roles: Vec<usize>,
        arguments: Vec<Argument>,
    ) -> Vec<Inlined> {
        let call = Call {
            module: module.name.map_or_else(Name::default, |name| name.name),
            protocol: protocol.name.name,
            roles,
            arguments,
        };
        if let Some((_, number)) = self.open.iter().find(|(open, _)| *open == call) {
            return vec![Inlined::Continue(*number, protocol.name.span)];
        }
        let number = self.loops;
        self.loops += 1;
        let names = protocol.roles.iter().map(|role| role.name);
        let parameters = protocol.parameters.iter().map(|(_, name)| name.name);
        let mut place = Place {
            module,
            roles: names.zip(call.roles.iter().copied()).collect(),
            arguments: parameters.zip(call.arguments.iter().cloned()).collect(),
            labels: Vec::new(),
        };
        self.open.push((call, number));
        let body = self.steps(&protocol.body, &mut place);
        self.open.pop();
        vec![Inlined::Recursion(number, body)]
    }

    fn steps(&mut self, steps: &'m [Step], place: &mut Place<'m>) -> Vec<Inlined> {
        let mut found = Vec::new();
        for step in steps {
            self.steps += 1;
            if self.steps > STEPS {
                break;
            }
            self.step(step, place, &mut found);
        }
        found
    }

    fn step(&mut self, step: &'m Step, place: &mut Place<'m>, found: &mut Vec<Inlined>) {
        match step {
            Step::Transfer {
                message,
                from,
                to,
                span,
            } => {
                let sent = sent(message, place);
                let role = |word: &Word| place.roles.get(&word.name).copied();
                for to in to {
                    if let (Some(from), Some(to)) = (role(from), role(to)) {
                        found.push(Inlined::Transfer(sent.clone(), [from, to], *span));
                    }
                }
            }
            Step::Silent(_) => {}
            Step::Continue(label) => {
                let around = place
                    .labels
                    .iter()
                    .rev()
                    .find(|(name, _)| *name == label.name);
                found.extend(around.map(|(_, number)| Inlined::Continue(*number, label.span)));
            }
            Step::Recursion(label, body) => {
                let number = self.loops;
                self.loops += 1;
                place.labels.push((label.name, number));
                let body = self.steps(body, place);
                place.labels.pop();
                found.push(Inlined::Recursion(number, body));
            }
            Step::Choice(at, branches) => {
                let branches: Vec<_> = branches
                    .iter()
                    .map(|branch| self.steps(branch, place))
                    .collect();
                let role = place.roles.get(&at.name).copied();
                found.extend(role.map(|role| Inlined::Choice(role, at.span, branches)));
            }
            Step::Do {
                protocol,
                arguments,
                roles,
            } => {
                let Some((module, callee)) = find(self.modules, place.module, protocol.name) else {
                    return;
                };
                let roles = roles
                    .iter()
                    .filter_map(|role| place.roles.get(&role.name).copied());
                let roles = roles.collect();
                found.extend(self.call(module, callee, roles, actual(arguments, place)));
            }
        }
    }
}

/// What the arguments of a call stand for.
fn actual(arguments: &[Message], place: &Place<'_>) -> Vec<Argument> {
    let arguments =
        arguments
            .iter()
            .map(|argument| match (&argument.payload, argument.operation) {
                (None, Some(word)) => match place.arguments.get(&word.name) {
                    Some(known) => known.clone(),
                    None => Argument::Type(word.name),
                },
                _ => Argument::Signature(sent(argument, place)),
            });
    arguments.collect()
}

/// A message with parameters replaced.
fn sent(message: &Message, place: &Place<'_>) -> Sent {
    let operation = message
        .operation
        .map_or_else(Name::default, |word| word.name);
    let Some(parts) = &message.payload else {
        return match place.arguments.get(&operation) {
            Some(Argument::Signature(sent)) => sent.clone(),
            Some(Argument::Type(name)) => Sent {
                operation: *name,
                types: Vec::new(),
            },
            None => Sent {
                operation,
                types: Vec::new(),
            },
        };
    };
    let types = parts.iter().map(
        |part| match (place.arguments.get(&part.data.name), part.role) {
            (Some(Argument::Type(name)), _) => *name,
            (_, Some(role)) => Name::from(&format!("{}@{}", part.data.name, role.name)),
            _ => part.data.name,
        },
    );
    Sent {
        operation,
        types: types.collect(),
    }
}

/// How a row of steps goes on.
struct Reach {
    /// Whether what follows can be come to.
    ends: bool,
    /// The loops around that it goes back to.
    open: BTreeSet<usize>,
}

/// Finds steps of a role that follow a `continue`, or something in which the role goes back to a loop that is still open:
/// these would never be done, or once for each round. Each role is looked at by itself, as Scribble does: what others do
/// after a loop without end they may do at once.
pub(super) fn reach(body: &[Inlined], roles: usize, errors: &mut Vec<Diagnostic>) {
    for role in 0..roles {
        row(&of_role(body, role), errors);
    }
}

/// What is left of steps for one role, without loops and branches in which it does nothing.
fn of_role(steps: &[Inlined], role: usize) -> Vec<Inlined> {
    let mut found = Vec::new();
    for step in steps {
        match step {
            Inlined::Transfer(_, roles, _) if !roles.contains(&role) => {}
            Inlined::Transfer(..) | Inlined::Continue(..) => found.push(step.clone()),
            Inlined::Recursion(number, body) => {
                let body = of_role(body, role);
                if body.iter().any(acts) {
                    found.push(Inlined::Recursion(*number, body));
                } else {
                    // What only goes back to loops further out does so.
                    let outer = body.into_iter().filter(|step| !only_to(step, *number));
                    found.extend(outer);
                }
            }
            Inlined::Choice(at, span, branches) => {
                let mut branches: Vec<_> = branches
                    .iter()
                    .map(|branch| of_role(branch, role))
                    .collect();
                branches.retain(|branch| !branch.is_empty());
                if !branches.is_empty() {
                    found.push(Inlined::Choice(*at, *span, branches));
                }
            }
        }
    }
    found
}

/// Whether anything is sent.
fn acts(step: &Inlined) -> bool {
    match step {
        Inlined::Transfer(..) => true,
        Inlined::Continue(..) => false,
        Inlined::Recursion(_, body) => body.iter().any(acts),
        Inlined::Choice(_, _, branches) => branches.iter().flatten().any(acts),
    }
}

/// Whether all that a step does is to go back to one loop.
fn only_to(step: &Inlined, loop_number: usize) -> bool {
    match step {
        Inlined::Transfer(..) => false,
        Inlined::Continue(number, _) => *number == loop_number,
        Inlined::Recursion(_, body) => body.iter().all(|step| only_to(step, loop_number)),
        Inlined::Choice(_, _, branches) => branches
            .iter()
            .flatten()
            .all(|step| only_to(step, loop_number)),
    }
}

/// Steps without loops and branches in which nothing is sent.
pub(super) fn pruned(steps: &[Inlined]) -> Vec<Inlined> {
    let mut found = Vec::new();
    for step in steps {
        match step {
            Inlined::Transfer(..) | Inlined::Continue(..) => found.push(step.clone()),
            Inlined::Recursion(number, body) => {
                let body = pruned(body);
                if body.iter().any(acts) {
                    found.push(Inlined::Recursion(*number, body));
                } else {
                    found.extend(body.into_iter().filter(|step| !only_to(step, *number)));
                }
            }
            Inlined::Choice(at, span, branches) => {
                let mut branches: Vec<_> = branches.iter().map(|branch| pruned(branch)).collect();
                branches.retain(|branch| !branch.is_empty());
                if !branches.is_empty() {
                    found.push(Inlined::Choice(*at, *span, branches));
                }
            }
        }
    }
    found
}

fn row(steps: &[Inlined], errors: &mut Vec<Diagnostic>) -> Reach {
    let mut so_far = Reach {
        ends: true,
        open: BTreeSet::new(),
    };
    for step in steps {
        if !(so_far.ends && so_far.open.is_empty()) {
            let message =
                "this follows a way back to a loop: it is never come to, or once for each round";
            let error = Diagnostic::new(Code::Q0504, place(step), message);
            if !errors.contains(&error) {
                errors.push(error);
            }
            return so_far;
        }
        let next = match step {
            Inlined::Transfer(..) => continue,
            Inlined::Continue(number, _) => Reach {
                ends: false,
                open: BTreeSet::from([*number]),
            },
            Inlined::Recursion(number, body) => {
                let mut inside = row(body, errors);
                inside.open.remove(number);
                inside
            }
            Inlined::Choice(_, _, branches) => {
                let branches: Vec<Reach> =
                    branches.iter().map(|branch| row(branch, errors)).collect();
                Reach {
                    ends: branches.iter().any(|branch| branch.ends),
                    open: branches
                        .into_iter()
                        .flat_map(|branch| branch.open)
                        .collect(),
                }
            }
        };
        so_far.ends &= next.ends;
        so_far.open.extend(next.open);
    }
    so_far
}

fn place(step: &Inlined) -> Span {
    match step {
        Inlined::Transfer(_, _, span) | Inlined::Continue(_, span) => *span,
        Inlined::Recursion(_, body) => body.first().map_or(Span::NOWHERE, place),
        Inlined::Choice(_, span, _) => *span,
    }
}
