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

#[cfg(feature = "z3")]
fn model(formula: &Formula<u32>) -> Option<Sampled> {
    use z3::{SatResult, Solver, ast::Int};
    let mut variables = Vec::new();
    formula.variables(&mut |variable| variables.push(*variable));
    variables.sort_unstable();
    variables.dedup();
    let mut source = String::new();
    for variable in &variables {
        let _ = writeln!(source, "(declare-const v{variable} Int)");
    }
    let _ = writeln!(source, "(assert {})", written(formula));
    let solver = super::prepare(Solver::new(), source, TIME);
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
