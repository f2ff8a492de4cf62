//! What can be reached: constrained Horn clauses over whole numbers, decided by the solver where it can.
//!
//! In come predicates, and rules by which facts follow from facts; out comes whether a rule without a head can apply.
//! A rule may ask that something does *not* exist; it is freed of that quantifier first, since the solver of clauses
//! does badly with it.

use super::term::{Formula, Relation, Term};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::time::Duration;

/// A variable of a rule, by its number.
pub type Variable = u32;

/// A predicate, by its number in [`Clauses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Predicate(pub usize);

/// A fact: a predicate of numbers.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The predicate.
    pub predicate: Predicate,
    /// As many as it has places.
    pub arguments: Vec<Variable>,
}

/// From the body follows the head.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// The facts that are needed.
    pub body: Vec<Fact>,
    /// What must be true besides.
    pub formulas: Vec<Formula<Variable>>,
    /// For none of these are there such numbers: the variables that are meant by "such", and what would be true of them.
    pub none: Vec<(Vec<Variable>, Formula<Variable>)>,
    /// What follows; `None` is what is asked for.
    pub head: Option<Fact>,
}

/// Predicates and rules.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// How many places each predicate has.
    pub predicates: Vec<usize>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Whether a rule without a head applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reached {
    /// It does.
    Yes,
    /// It never does.
    No,
    /// The solver does not know, and why.
    Unknown(String),
}

impl Clauses {
    /// One more predicate with so many places.
    pub fn predicate(&mut self, places: usize) -> Predicate {
        self.predicates.push(places);
        Predicate(self.predicates.len() - 1)
    }
}

/// Whether there are numbers of which all that a rule says besides its facts is true; `None` when that is not known.
#[cfg(feature = "z3")]
#[must_use]
pub fn satisfiable(rule: &Rule, time: Duration) -> Option<bool> {
    use z3::{SatResult, Solver};
    if matches!(super::availability(), super::Availability::Unavailable(_)) {
        return None;
    }
    let mut source = String::new();
    for variable in variables(rule) {
        let _ = writeln!(source, "(declare-const v{variable} Int)");
    }
    for formula in &rule.formulas {
        let _ = writeln!(source, "(assert {})", written(formula));
    }
    for (exists, formula) in &rule.none {
        let _ = writeln!(source, "(assert {})", none_of(exists, formula)?);
    }
    let solver = super::prepare(Solver::new(), source, time);
    match solver.check() {
        SatResult::Sat => Some(true),
        SatResult::Unsat => Some(false),
        SatResult::Unknown => None,
    }
}

/// Says that it is not known without a solver.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn satisfiable(_: &Rule, _: Duration) -> Option<bool> {
    None
}

/// Decides whether a rule without a head can apply, within so much time.
#[cfg(feature = "z3")]
#[must_use]
pub fn reached(clauses: &Clauses, time: Duration) -> Reached {
    if let super::Availability::Unavailable(reason) = super::availability() {
        return Reached::Unknown(reason);
    }
    let Some(text) = text(clauses, &mut none_of) else {
        return Reached::Unknown("a quantifier could not be taken away".to_owned());
    };
    super::kept(
        "clauses",
        &text,
        |reached| !matches!(reached, Reached::Unknown(_)),
        || answer(text.clone(), time),
    )
}

#[cfg(feature = "z3")]
fn answer(text: String, time: Duration) -> Reached {
    use z3::{SatResult, Solver};
    let Some(solver) = Solver::new_for_logic("HORN") else {
        return Reached::Unknown("the solver has no clauses".to_owned());
    };
    let solver = super::prepare(solver, text, time);
    match solver.check() {
        SatResult::Sat => Reached::No,
        SatResult::Unsat => Reached::Yes,
        SatResult::Unknown => Reached::Unknown(
            solver
                .get_reason_unknown()
                .unwrap_or_else(|| "no reason given".to_owned()),
        ),
    }
}

/// Says that there is no solver.
#[cfg(not(feature = "z3"))]
#[must_use]
pub fn reached(_: &Clauses, _: Duration) -> Reached {
    match super::availability() {
        super::Availability::Unavailable(reason) => Reached::Unknown(reason),
        super::Availability::Z3(version) => Reached::Unknown(version),
    }
}

/// That there are no such numbers, without a quantifier: as text of the solver's language. `None` when it cannot be had.
#[cfg(feature = "z3")]
fn none_of(exists: &[Variable], formula: &Formula<Variable>) -> Option<String> {
    use z3::{Goal, Solver, Tactic};
    let mut variables = Vec::new();
    formula.variables(&mut |variable| variables.push(*variable));
    variables.sort_unstable();
    variables.dedup();
    let mut source = String::new();
    for variable in variables
        .iter()
        .filter(|variable| !exists.contains(variable))
    {
        let _ = writeln!(source, "(declare-const v{variable} Int)");
    }
    let bound: Vec<String> = exists
        .iter()
        .filter(|variable| variables.contains(variable))
        .map(|variable| format!("(v{variable} Int)"))
        .collect();
    let inside = written(formula);
    let quantified = match bound.is_empty() {
        true => inside,
        false => format!("(exists ({}) {inside})", bound.join(" ")),
    };
    let _ = writeln!(source, "(assert (not {quantified}))");
    let reader = Solver::new();
    reader.from_string(source);
    let goal = Goal::new(false, false, false);
    for assertion in reader.get_assertions() {
        goal.assert(&assertion);
    }
    let tactic = Tactic::new("simplify")
        .and_then(&Tactic::new("qe"))
        .and_then(&Tactic::new("simplify"));
    let result = tactic.apply(&goal, None).ok()?;
    let mut parts = Vec::new();
    for subgoal in result.list_subgoals() {
        let formulas = subgoal
            .get_formulas()
            .into_iter()
            .map(|formula| formula.to_string());
        let formulas: Vec<String> = formulas.collect();
        parts.push(joined("and", &formulas, "true"));
    }
    let text = joined("or", &parts, "false");
    (!text.contains("exists") && !text.contains("forall")).then_some(text)
}

/// What writes that there are no such numbers.
type NoneOf<'n> = &'n mut dyn FnMut(&[Variable], &Formula<Variable>) -> Option<String>;

/// The clauses in the language of the solver.
#[cfg_attr(not(feature = "z3"), allow(dead_code))]
fn text(clauses: &Clauses, none_of: NoneOf<'_>) -> Option<String> {
    let mut text = String::new();
    for (number, places) in clauses.predicates.iter().enumerate() {
        let places = vec!["Int"; *places].join(" ");
        let _ = writeln!(text, "(declare-fun p{number} ({places}) Bool)");
    }
    for rule in &clauses.rules {
        let mut parts: Vec<String> = rule.body.iter().map(fact).collect();
        parts.extend(rule.formulas.iter().map(written));
        for (exists, formula) in &rule.none {
            parts.push(none_of(exists, formula)?);
        }
        let head = rule.head.as_ref().map_or("false".to_owned(), fact);
        let body = joined("and", &parts, "true");
        let bound: Vec<String> = variables(rule)
            .iter()
            .map(|variable| format!("(v{variable} Int)"))
            .collect();
        let clause = format!("(=> {body} {head})");
        let clause = match bound.is_empty() {
            true => clause,
            false => format!("(forall ({}) {clause})", bound.join(" ")),
        };
        let _ = writeln!(text, "(assert {clause})");
    }
    Some(text)
}

/// The variables of a rule, but for those that are not to exist.
fn variables(rule: &Rule) -> Vec<Variable> {
    let mut found: Vec<Variable> = Vec::new();
    for fact in rule.body.iter().chain(&rule.head) {
        found.extend(&fact.arguments);
    }
    for formula in &rule.formulas {
        formula.variables(&mut |variable| found.push(*variable));
    }
    for (exists, formula) in &rule.none {
        formula.variables(&mut |variable| {
            if !exists.contains(variable) {
                found.push(*variable);
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn fact(fact: &Fact) -> String {
    let arguments: Vec<String> = fact
        .arguments
        .iter()
        .map(|variable| format!(" v{variable}"))
        .collect();
    match arguments.is_empty() {
        true => format!("p{}", fact.predicate.0),
        false => format!("(p{}{})", fact.predicate.0, arguments.concat()),
    }
}

fn joined(operator: &str, parts: &[String], none: &str) -> String {
    match parts {
        [] => none.to_owned(),
        [only] => only.clone(),
        several => format!("({operator} {})", several.join(" ")),
    }
}

pub(super) fn written(formula: &Formula<Variable>) -> String {
    match formula {
        Formula::Constant(value) => value.to_string(),
        Formula::Compare(relation, left, right) => {
            let (left, right) = (term(left), term(right));
            match relation {
                Relation::Different => format!("(not (= {left} {right}))"),
                Relation::Equal => format!("(= {left} {right})"),
                other => format!("({} {left} {right})", other.symbol()),
            }
        }
        Formula::Not(inside) => format!("(not {})", written(inside)),
        Formula::All(parts) => {
            let parts: Vec<String> = parts.iter().map(written).collect();
            joined("and", &parts, "true")
        }
        Formula::Any(parts) => {
            let parts: Vec<String> = parts.iter().map(written).collect();
            joined("or", &parts, "false")
        }
    }
}

fn term(tree: &Term<Variable>) -> String {
    use super::term::Operation;
    match tree {
        Term::Number(number) if *number < 0 => format!("(- {})", number.unsigned_abs()),
        Term::Number(number) => number.to_string(),
        Term::Variable(variable) => format!("v{variable}"),
        Term::Arithmetic(operation, parts) => {
            let [left, right] = &**parts;
            let operator = match operation {
                Operation::Add => "+",
                Operation::Subtract => "-",
                Operation::Multiply => "*",
                Operation::Divide => "div",
                Operation::Remainder => "mod",
            };
            format!("({operator} {} {})", term(left), term(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::term::Operation;

    fn compare(relation: Relation, variable: Variable, number: i64) -> Formula<Variable> {
        Formula::Compare(relation, Term::Variable(variable), Term::Number(number))
    }

    /// A counter that begins at 0 and grows by 2: whether it is ever `goal`.
    fn counts_to(goal: i64) -> Clauses {
        let mut clauses = Clauses::default();
        let counter = clauses.predicate(1);
        let fact = |variable| Fact {
            predicate: counter,
            arguments: vec![variable],
        };
        clauses.rules.push(Rule {
            formulas: vec![compare(Relation::Equal, 0, 0)],
            head: Some(fact(0)),
            ..Rule::default()
        });
        let more = Term::arithmetic(Operation::Add, Term::Variable(0), Term::Number(2));
        clauses.rules.push(Rule {
            body: vec![fact(0)],
            formulas: vec![Formula::Compare(Relation::Equal, Term::Variable(1), more)],
            head: Some(fact(1)),
            ..Rule::default()
        });
        clauses.rules.push(Rule {
            body: vec![fact(0)],
            formulas: vec![compare(Relation::Equal, 0, goal)],
            ..Rule::default()
        });
        clauses
    }

    #[cfg(feature = "z3")]
    #[test]
    fn what_is_reached_is_known() {
        let time = Duration::from_secs(20);
        assert_eq!(reached(&counts_to(6), time), Reached::Yes);
        assert_eq!(reached(&counts_to(-1), time), Reached::No);
        let mut clauses = counts_to(6);
        // There is a number between the counter and 10, unless it is beyond that.
        let between = Formula::All(vec![
            Formula::Compare(Relation::Greater, Term::Variable(5), Term::Variable(0)),
            compare(Relation::Less, 5, 10),
        ]);
        if let Some(rule) = clauses.rules.last_mut() {
            rule.none.push((vec![5], between));
        }
        assert_eq!(reached(&clauses, time), Reached::No);
    }

    #[test]
    fn clauses_are_written() {
        let text = text(&counts_to(-1), &mut |_, _| None);
        assert!(text.is_some_and(|text| {
            text.contains("(forall ((v0 Int)) (=> (and (p0 v0) (= v0 (- 1))) false))")
        }));
    }
}
