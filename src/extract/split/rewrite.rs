//! Where data are guessed: after each act that may put something unknown into a variable of a class, a chain of guesses.

use super::domain::{Domain, Domains};
use super::samples::{Chosen, Sample, SampleKind, Samples};
use super::uses::Uses;
use crate::automata::network::{
    Act, Behaviour, BehaviourId, Binding, CellId, Constant, Guess, InputBranch, Kind, Location,
    Main, Network, Node, Operation, OperationId, Otherwise, Term,
};
use crate::base::{Name, Span};
use crate::extract::number;
use std::collections::{BTreeMap, BTreeSet};

/// A variable to guess, and where its datum comes from.
type Born<'p> = (CellId, Source<'p>);

/// Where a datum comes from.
#[derive(Clone, Debug)]
enum Source<'p> {
    /// From outside, where its type allows this, if that is known.
    Outside(Option<Domain<'p>>),
    /// It may be anything.
    Anything,
    /// The service computes it so.
    Computed(Term),
}

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
            whole: BTreeSet::new(),
            most,
        };
        rewriter.whole = rewriter.whole(behaviour);
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
    /// The variables that hold whole numbers from outside, and nothing else.
    whole: BTreeSet<CellId>,
    /// One more than the largest number that is guessed.
    most: i32,
}

impl<'p> Rewriter<'_, 'p> {
    /// The variables that hold whole numbers from outside, and nothing else.
    fn whole(&self, behaviour: &Behaviour) -> BTreeSet<CellId> {
        let (mut whole, mut other) = (BTreeSet::new(), BTreeSet::new());
        let mut note = |cell: CellId, is_whole: bool| {
            if is_whole { &mut whole } else { &mut other }.insert(cell);
        };
        let mut received = |branch: &InputBranch| {
            for Binding { path, cell } in &branch.bindings {
                let input = behaviour.inputs.get(branch.input.index());
                let domain = input.and_then(|input| self.requested(input.operation, *path));
                note(*cell, domain.is_some_and(|domain| domain.is_whole()));
            }
        };
        let starters = behaviour.starters().map(|starter| &starter.branch);
        let couriers = behaviour.couriers.iter().map(|courier| &courier.branch);
        starters.chain(couriers).for_each(&mut received);
        for node in &behaviour.nodes {
            if let Act::Receive { branches } = &node.act {
                branches.iter().for_each(&mut received);
            }
        }
        for node in &behaviour.nodes {
            match &node.act {
                Act::Set { values, .. } => {
                    for (cell, term) in values {
                        let int = matches!(term, Term::Value(value) if matches!(value.kind(), Kind::Int(_)));
                        note(*cell, int);
                    }
                }
                Act::Call {
                    port,
                    operation,
                    response,
                    ..
                } => {
                    let port = behaviour.ports.get(port.index()).map(|port| port.name);
                    for Binding { path, cell } in response {
                        let domain = self.answered(port, *operation, *path);
                        note(*cell, domain.is_some_and(|domain| domain.is_whole()));
                    }
                }
                _ => {}
            }
        }
        whole.difference(&other).copied().collect()
    }

    /// What a request holds at one of its places.
    fn requested(&self, operation: OperationId, place: u32) -> Option<Domain<'p>> {
        let kept = self.operations.get(operation.0 as usize)?;
        let path = kept.request.get(place as usize)?;
        self.domains.request(self.instance, kept.name, path)
    }

    /// What an answer holds at one of its places.
    fn answered(
        &self,
        port: Option<Name>,
        operation: OperationId,
        place: u32,
    ) -> Option<Domain<'p>> {
        let kept = self.operations.get(operation.0 as usize)?;
        let path = kept.response.get(place as usize)?;
        self.domains.response(self.instance, port?, kept.name, path)
    }

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
                    let born: Vec<Born<'p>> =
                        born.map(|(cell, term)| (*cell, Source::of(term))).collect();
                    *next = self.guess_all(born, origin, *next);
                }
                Act::Call {
                    port,
                    operation,
                    response,
                    next,
                    ..
                } => {
                    let port = ports.get(port.index()).copied();
                    let born = response.iter().map(|Binding { path, cell }| {
                        let domain = self.answered(port, *operation, *path);
                        (*cell, Source::Outside(domain))
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
                let domain = self.domains.parameter(self.instance, name);
                (*cell, Source::Outside(domain))
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

    fn branch(&mut self, inputs: &[OperationId], branch: &mut InputBranch) {
        let operation = inputs.get(branch.input.index()).copied();
        let born = branch.bindings.iter().map(|Binding { path, cell }| {
            let domain = operation.and_then(|operation| self.requested(operation, *path));
            (*cell, Source::Outside(domain))
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
        born.fold(next, |next, (cell, source)| {
            self.guess(cell, &source, origin, next)
        })
    }

    /// The guesses of one variable, before `next`: of what comes from outside, what its type allows, or what is usual when
    /// that is not known; of what the service computes, what can come of that.
    fn guess(
        &mut self,
        cell: CellId,
        source: &Source<'_>,
        origin: Span,
        next: Location,
    ) -> Location {
        let domain = match source {
            Source::Outside(domain) => domain.as_ref(),
            Source::Anything | Source::Computed(_) => None,
        };
        let class = self.uses.of_cell(self.of, cell);
        let Some(samples) = class.and_then(|class| self.classes.get(&class)).copied() else {
            return next;
        };
        let chosen = samples.within(self.constants, domain);
        let Some(Chosen {
            samples: mut list,
            exact,
        }) = chosen
        else {
            return next;
        };
        if let Source::Computed(term) = source
            && term.cells().all(|read| self.whole.contains(&read))
        {
            let constants = &*self.constants;
            let mut can: Vec<Sample> = list.clone();
            can.retain(|sample| samples.can_be(constants, term, sample));
            if !can.is_empty() {
                list = can;
            }
        }
        let own = !matches!(source, Source::Outside(_));
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

impl Source<'_> {
    fn of(term: &Term) -> Self {
        match term {
            Term::Free => Self::Outside(None),
            Term::Lost => Self::Anything,
            _ => Self::Computed(term.clone()),
        }
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
