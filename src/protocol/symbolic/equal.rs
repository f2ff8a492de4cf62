//! Which registers are the same in both copies, wherever a pair is met: by assuming it of all and taking back what a
//! step does not keep, until every step keeps what is left. Most questions are answered by that alone, and the solver of
//! clauses finds the rest more easily with it.

use super::pairs::Pairs;
use crate::solve::horn::{Predicate, Rule, satisfiable};
use crate::solve::term::{Formula, Relation, Term};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::time::Duration;

/// For each predicate of pairs, the registers that are equal.
pub(super) type Equal = FxHashMap<Predicate, BTreeSet<usize>>;

/// How long the solver may take for one step.
const TIME: Duration = Duration::from_secs(2);

/// The registers that are equal in both copies.
pub(super) fn of(pairs: &Pairs<'_>) -> Equal {
    let registers = pairs.global.registers.len();
    let all: BTreeSet<usize> = (0..registers).collect();
    let predicates = (0..pairs.clauses.predicates.len()).map(Predicate);
    let mut equal: Equal = predicates
        .map(|predicate| (predicate, all.clone()))
        .collect();
    let mut changed = true;
    while changed {
        changed = false;
        for rule in &pairs.clauses.rules {
            let Some(head) = &rule.head else {
                continue;
            };
            let known = assumed(rule, &equal, registers);
            let kept = equal.get(&head.predicate).cloned().unwrap_or_default();
            for register in kept {
                let places = [
                    head.arguments.get(register),
                    head.arguments.get(register + registers),
                ];
                let [Some(one), Some(other)] = places else {
                    continue;
                };
                let differ = Formula::Compare(
                    Relation::Different,
                    Term::Variable(*one),
                    Term::Variable(*other),
                );
                let mut formulas = known.formulas.clone();
                formulas.push(differ);
                let step = Rule {
                    formulas,
                    ..Rule::default()
                };
                if satisfiable(&step, TIME) != Some(false) {
                    changed = true;
                    if let Some(kept) = equal.get_mut(&head.predicate) {
                        kept.remove(&register);
                    }
                }
            }
        }
    }
    equal
}

/// A rule that says besides what is equal in the pairs that it needs.
pub(super) fn assumed(rule: &Rule, equal: &Equal, registers: usize) -> Rule {
    let mut rule = rule.clone();
    for fact in &rule.body {
        for register in equal.get(&fact.predicate).into_iter().flatten() {
            let places = [
                fact.arguments.get(*register),
                fact.arguments.get(*register + registers),
            ];
            if let [Some(one), Some(other)] = places {
                let same = Formula::Compare(
                    Relation::Equal,
                    Term::Variable(*one),
                    Term::Variable(*other),
                );
                rule.formulas.push(same);
            }
        }
    }
    rule
}
