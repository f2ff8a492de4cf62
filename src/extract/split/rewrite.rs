//! Where data are guessed: after each act that may put something unknown into a variable of a class, a chain of guesses.

use super::domain::{Domain, Domains};
use super::samples::{Chosen, Sample, SampleKind, Samples};
use super::uses::Uses;
use crate::automata::network::{
    Act, Behaviour, BehaviourId, Binding, CellId, Constant, Guess, InputBranch, Kind, Location,
    Main, Network, Node, Operation, Otherwise, Term,
};
use crate::base::Span;
use crate::extract::number;
use std::collections::BTreeMap;

/// A variable to guess, and what it may be when that comes from outside.
type Born<'p> = (CellId, Option<Domain<'p>>, bool);

/// Adds the guesses of `classes` to a network.
pub(super) fn rewrite(
    network: &mut Network,
    uses: &Uses,
    classes: &[(usize, Samples)],
    domains: &Domains<'_>,
) {
    let classes: BTreeMap<usize, &Samples> = classes
        .iter()
        .map(|(class, samples)| (*class, samples))
        .collect();
    let Network {
        operations,
        behaviours,
        instances,
        constants,
        ..
    } = network;
    let mut most = 0;
    for (index, behaviour) in behaviours.iter_mut().enumerate() {
        let of = BehaviourId(number(index));
        let Some(instance) = instances.iter().position(|one| one.behaviour == of) else {
            continue;
        };
        let mut unknown: Vec<CellId> = Vec::new();
        for running in instances.iter().filter(|one| one.behaviour == of) {
            let cells = running.initial.iter();
            unknown.extend(
                cells
                    .filter(|(_, value)| value.is_unknown())
                    .map(|(cell, _)| *cell),
            );
        }
        unknown.sort_unstable();
        unknown.dedup();
        let mut rewriter = Rewriter {
            operations,
            constants,
            uses,
            classes: &classes,
            domains,
            of,
            instance,
            nodes: Vec::new(),
            first: behaviour.nodes.len(),
            cells: behaviour
                .cells
                .iter()
                .map(|cell| cell.name.clone())
                .collect(),
            most,
        };
        rewriter.behaviour(behaviour, &unknown);
        most = rewriter.most;
        let added = rewriter.nodes;
        behaviour.nodes.extend(added);
    }
    for behaviour in behaviours {
        for node in &mut behaviour.nodes {
            count_to(&mut node.act, most);
        }
    }
}

/// Follows counters as far as what is guessed, and sums further, which nothing adds up.
fn count_to(act: &mut Act, most: i32) {
    match act {
        Act::Set { values, .. } => {
            for (cell, term) in values {
                let counter = term.cells().any(|read| read == *cell);
                term.count_to(if counter { most } else { MOST_SUM });
            }
        }
        Act::Branch { condition, .. } => condition.count_to(MOST_SUM),
        Act::Send { payload, .. } | Act::Call { payload, .. } => {
            payload.iter_mut().for_each(|term| term.count_to(MOST_SUM));
        }
        _ => {}
    }
}

/// Counters are not followed further than this.
const MOST_COUNTED: i32 = 100;
/// Nor are sums of what is guessed.
const MOST_SUM: i32 = 10_000;

struct Rewriter<'r, 'p> {
    operations: &'r [Operation],
    constants: &'r mut Vec<Constant>,
    uses: &'r Uses,
    classes: &'r BTreeMap<usize, &'r Samples>,
    domains: &'r Domains<'p>,
    of: BehaviourId,
    instance: usize,
    /// The nodes that are added, behind as many as there were.
    nodes: Vec<Node>,
    first: usize,
    cells: Vec<String>,
    /// One more than the largest number that is guessed.
    most: i32,
}

impl<'p> Rewriter<'_, 'p> {
    fn behaviour(&mut self, behaviour: &mut Behaviour, unknown: &[CellId]) {
        let ports: Vec<_> = behaviour.ports.iter().map(|port| port.name).collect();
        let inputs: Vec<_> = behaviour
            .inputs
            .iter()
            .map(|input| input.operation)
            .collect();
        for node in &mut behaviour.nodes {
            let origin = node.origin;
            match &mut node.act {
                Act::Set { values, next } => {
                    let born = values.iter().filter(|(cell, term)| is_born(*cell, term));
                    let born: Vec<Born<'p>> = born
                        .map(|(cell, term)| (*cell, None, *term != Term::Free))
                        .collect();
                    *next = self.guess_all(born, origin, *next);
                }
                Act::Call {
                    port,
                    operation,
                    response,
                    next,
                    ..
                } => {
                    let kept = self.operations.get(operation.0 as usize);
                    let born = response.iter().map(|Binding { path, cell }| {
                        let domain = kept.zip(ports.get(port.index())).and_then(|(kept, port)| {
                            let path = kept.response.get(*path as usize)?;
                            self.domains.response(self.instance, *port, kept.name, path)
                        });
                        (*cell, domain, false)
                    });
                    let born = born.collect();
                    *next = self.guess_all(born, origin, *next);
                }
                Act::Receive { branches } => {
                    for branch in branches {
                        self.branch(&inputs, branch);
                    }
                }
                _ => {}
            }
        }
        if let Main::Starters(starters) = &mut behaviour.main {
            for starter in starters {
                self.branch(&inputs, &mut starter.branch);
            }
        }
        for courier in &mut behaviour.couriers {
            self.branch(&inputs, &mut courier.branch);
        }
        self.start(behaviour, unknown);
    }

    /// What is unknown from the start is guessed there.
    fn start(&mut self, behaviour: &mut Behaviour, unknown: &[CellId]) {
        let born: Vec<Born<'p>> = unknown
            .iter()
            .map(|cell| {
                let name = self.cells.get(cell.index()).map_or("", String::as_str);
                (*cell, self.domains.parameter(self.instance, name), false)
            })
            .collect();
        let origin = behaviour.span;
        match (&mut behaviour.init, &mut behaviour.main) {
            (Some(start), _) | (None, Main::Once(start)) => {
                *start = self.guess_all(born, origin, *start);
            }
            (None, Main::Starters(starters)) => {
                for starter in starters {
                    let start = &mut starter.branch.body;
                    *start = self.guess_all(born.clone(), origin, *start);
                }
            }
            (None, Main::Nothing) => {}
        }
    }

    fn branch(
        &mut self,
        inputs: &[crate::automata::network::OperationId],
        branch: &mut InputBranch,
    ) {
        let operation = inputs.get(branch.input.index());
        let kept = operation.and_then(|id| self.operations.get(id.0 as usize));
        let born = branch.bindings.iter().map(|Binding { path, cell }| {
            let domain = kept.and_then(|kept| {
                let path = kept.request.get(*path as usize)?;
                self.domains.request(self.instance, kept.name, path)
            });
            (*cell, domain, false)
        });
        let born = born.collect();
        branch.body = self.guess_all(born, branch.origin, branch.body);
    }

    fn emit(&mut self, act: Act, origin: Span) -> Location {
        self.nodes.push(Node { act, origin });
        Location(number(self.first + self.nodes.len() - 1))
    }

    fn guess_all(&mut self, mut born: Vec<Born<'p>>, origin: Span, next: Location) -> Location {
        born.sort_by_key(|(cell, ..)| *cell);
        born.dedup_by_key(|(cell, ..)| *cell);
        let born = born.into_iter().rev();
        born.fold(next, |next, (cell, domain, own)| {
            self.guess(cell, domain.as_ref(), own, origin, next)
        })
    }

    /// The guesses of one variable, before `next`. What the service has computed itself may be anything that its
    /// questions tell apart; of what comes from outside, what its type allows, or what is usual when that is not known.
    fn guess(
        &mut self,
        cell: CellId,
        domain: Option<&Domain<'_>>,
        own: bool,
        origin: Span,
        next: Location,
    ) -> Location {
        let class = self.uses.of_cell(self.of, cell);
        let Some(samples) = class.and_then(|class| self.classes.get(&class)).copied() else {
            return next;
        };
        let chosen = samples.within(self.constants, domain);
        let Some(Chosen {
            samples: list,
            exact,
        }) = chosen
        else {
            return next;
        };
        let possible = |sample: &Sample| {
            own || domain.is_some()
                || sample.kind != SampleKind::Absent && samples.usual.contains(&sample.kind)
        };
        let mut otherwise = if exact {
            Otherwise::Nothing
        } else {
            Otherwise::Anything
        };
        let mut next_guess = next;
        for sample in list.iter().rev() {
            if let Kind::Int(int) = sample.value.kind() {
                self.most = self.most.max(int.saturating_add(1)).min(MOST_COUNTED);
            }
            let guess = Guess {
                cell,
                value: sample.value,
                possible: possible(sample),
                otherwise: std::mem::replace(&mut otherwise, Otherwise::More),
                told: list.len() > 1,
                counts: samples.counts,
            };
            let act = Act::Branch {
                condition: Term::Guess(guess),
                then: next,
                otherwise: next_guess,
            };
            next_guess = self.emit(act, origin);
        }
        next_guess
    }
}

/// Whether a variable may get a datum here that is no copy of another one.
fn is_born(cell: CellId, term: &Term) -> bool {
    !matches!(term, Term::Cell(_) | Term::Value(_) | Term::Fresh)
        && term.cells().all(|read| read != cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::network::Value;

    #[test]
    fn copies_and_steps_are_not_born() {
        let (one, other) = (CellId(0), CellId(1));
        assert!(!is_born(one, &Term::Cell(other)));
        assert!(!is_born(one, &Term::Not(Box::new(Term::Cell(one)))));
        assert!(is_born(one, &Term::Not(Box::new(Term::Cell(other)))));
        assert!(is_born(one, &Term::Lost));
        assert!(!is_born(one, &Term::Value(Value::int(1))));
    }
}
