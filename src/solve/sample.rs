//! Numbers that answer a question one way or the other, from the solver.

#[cfg(feature = "z3")]
use super::horn::written;
use super::term::Formula;
use serde::{Deserialize, Serialize};
#[cfg(feature = "z3")]
use std::fmt::Write;
#[cfg(feature = "z3")]
use std::time::Duration;

/// Numbers of which a formula is true, or is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled(pub Vec<i64>);

/// How long the solver may think about one question.
#[cfg(feature = "z3")]
const TIME: Duration = Duration::from_millis(200);

/// Numbers for the variables of which a formula is true, and numbers of which it is not, as far as the solver has them.
#[cfg(feature = "z3")]
#[must_use]
pub fn both_ways(formula: Option<&Formula<u32>>) -> Vec<Sampled> {
    let Some(formula) = formula else {
        return Vec::new();
    };
    if matches!(super::availability(), super::Availability::Unavailable(_)) {
        return Vec::new();
    }
    let ways = [formula.clone(), formula.clone().negated()];
    // Of a way that has none it is not known whether there was too little time.
    super::kept(
        "sample",
        formula,
        |found: &Vec<Sampled>| found.len() == ways.len(),
        || super::alone(|| ways.iter().filter_map(model).collect()),
    )
}

/// Without a solver there are none.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn both_ways(_: Option<&Formula<u32>>) -> Vec<Sampled> {
    Vec::new()
}

/// Whether whole numbers may make a formula true: no only where the solver says so.
#[cfg(feature = "z3")]
#[must_use]
pub fn is_possible(formula: &Formula<u32>) -> bool {
    use z3::{SatResult, Solver};
    if matches!(super::availability(), super::Availability::Unavailable(_)) {
        return true;
    }
    super::alone(|| {
        let solver = super::prepare(Solver::new(), asserted(formula), TIME);
        solver.check() != SatResult::Unsat
    })
}

/// Without a solver they may.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn is_possible(_: &Formula<u32>) -> bool {
    true
}

/// The variables of a formula.
#[cfg(feature = "z3")]
fn variables(formula: &Formula<u32>) -> Vec<u32> {
    let mut variables = Vec::new();
    formula.variables(&mut |variable| variables.push(*variable));
    variables.sort_unstable();
    variables.dedup();
    variables
}

/// A formula of whole numbers, for the solver.
#[cfg(feature = "z3")]
fn asserted(formula: &Formula<u32>) -> String {
    let mut source = String::new();
    for variable in variables(formula) {
        let _ = writeln!(source, "(declare-const v{variable} Int)");
    }
    let _ = writeln!(source, "(assert {})", written(formula));
    source
}

#[cfg(feature = "z3")]
fn model(formula: &Formula<u32>) -> Option<Sampled> {
    use z3::{SatResult, Solver, ast::Int};
    let variables = variables(formula);
    let solver = super::prepare(Solver::new(), asserted(formula), TIME);
    if solver.check() != SatResult::Sat {
        return None;
    }
    let model = solver.get_model()?;
    let value = |variable: &u32| {
        let constant = Int::new_const(format!("v{variable}"));
        model.eval(&constant, true)?.as_i64()
    };
    Some(Sampled(variables.iter().filter_map(value).collect()))
}

#[cfg(all(test, feature = "z3"))]
mod tests {
    use super::*;
    use crate::solve::term::{Operation, Relation, Term};

    #[test]
    fn numbers_lie_on_either_side() {
        let twice = Term::arithmetic(Operation::Multiply, Term::Variable(7), Term::Number(2));
        let formula = Formula::Compare(Relation::Greater, twice, Term::Number(40));
        let found = both_ways(Some(&formula));
        let numbers: Vec<i64> = found
            .into_iter()
            .flat_map(|Sampled(numbers)| numbers)
            .collect();
        assert!(matches!(numbers.as_slice(), [more, less] if *more > 20 && *less <= 20));
    }
}
