//! An automaton as a protocol of nuScr. What is said of a message is said of its last part.

use super::Unsayable;
use super::conditions::{Said, initial, is_text, is_unread, unsayable};
use super::names::Names;
use super::scribble::{Blocks, RESERVED, SENT};
use super::smallest;
use super::structure::{Structure, Way, structure};
use crate::automata::global::{Datum, Edge, Global};
use crate::base::Name;
use crate::solve::term::{Formula, Operation, Relation, Term};

/// The protocols of nuScr that these automata are.
///
/// # Errors
///
/// What nuScr cannot say, each with its line.
pub fn nuscr(globals: &[&Global]) -> Result<String, Vec<Unsayable>> {
    let mut names = Names::new(true, RESERVED);
    let mut parts = Parts {
        types: Names::new(true, RESERVED),
        errors: Vec::new(),
        refined: false,
    };
    let mut texts = Vec::new();
    for (index, global) in globals.iter().enumerate() {
        let global = &smallest(global);
        parts.errors.extend(initial(global));
        let body = match structure(global, Way::Trees) {
            Ok(Structure { body, .. }) => body,
            Err(found) => {
                parts.errors.extend(found);
                continue;
            }
        };
        let name = names.name((index, global.name), "", global.name.as_str());
        let mut blocks = Blocks::new(global);
        let roles = blocks.roles();
        let mut message = |blocks: &mut Blocks<'_>, edge: &Edge| {
            let operation = blocks.operation(edge, false);
            format!("{operation}({})", parts.written(global, edge))
        };
        blocks.block(
            &format!("global protocol {name}({roles}) "),
            &body,
            &mut message,
        );
        texts.push(blocks.text);
    }
    if !parts.errors.is_empty() {
        return Err(parts.errors);
    }
    if parts.refined {
        texts.insert(0, "(*# RefinementTypes #*)\n".to_owned());
    }
    Ok(texts.join("\n"))
}

struct Parts {
    types: Names<Name>,
    errors: Vec<Unsayable>,
    refined: bool,
}

impl Parts {
    /// The parts of a message, the last with what is true of it.
    fn written(&mut self, global: &Global, edge: &Edge) -> String {
        let said = match Said::of(global, edge) {
            Ok(said) => said,
            Err(error) => {
                self.errors.push(error);
                return String::new();
            }
        };
        let mut conditions = Vec::new();
        for formula in &said.parts {
            match formula_text(global, formula, &said) {
                Some(text) if !is_unread(formula) && !said.hides(formula) => conditions.push(text),
                _ => {
                    let message =
                        "nuScr compares whole parts, as numbers, by sums and differences: not this";
                    self.errors.push(unsayable(edge, message));
                }
            }
        }
        if edge.payload.fields.is_empty() && !conditions.is_empty() {
            let message = "in nuScr a condition stands on a part of a message, and this has none";
            self.errors.push(unsayable(edge, message));
        }
        let last = edge.payload.fields.len().saturating_sub(1);
        let mut texts = Vec::new();
        for (index, field) in edge.payload.fields.iter().enumerate() {
            if field.data.as_str().contains('@') {
                self.errors.push(unsayable(edge, SENT));
            }
            let data = self.types.name(field.data, "", field.data.as_str());
            let mut name = said.fields.get(index).copied().flatten();
            if name.is_some_and(|name| name.as_str().contains('.')) {
                // What is stored is a part of this part.
                name = field.name;
            }
            let refined = index == last && !conditions.is_empty();
            self.refined |= refined;
            texts.push(match (name, refined) {
                (None, false) => data.to_string(),
                (Some(name), false) => format!("{name}: {data}"),
                (name, true) => {
                    let name = name.map_or_else(|| "value".to_owned(), |name| name.to_string());
                    format!("{name}: {data}{{{}}}", conditions.join(" && "))
                }
            });
        }
        texts.join(", ")
    }
}

fn formula_text(global: &Global, formula: &Formula<Datum>, said: &Said<'_>) -> Option<String> {
    let several = |parts: &[Formula<Datum>], operator: &str| -> Option<String> {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| Some(format!("({})", formula_text(global, part, said)?)))
            .collect();
        Some(parts?.join(operator))
    };
    Some(match formula {
        Formula::Constant(value) => value.to_string(),
        Formula::Not(inside) => format!("(not ({}))", formula_text(global, inside, said)?),
        Formula::All(parts) if !parts.is_empty() => several(parts, " && ")?,
        Formula::Any(parts) if !parts.is_empty() => several(parts, " || ")?,
        Formula::All(_) | Formula::Any(_) => matches!(formula, Formula::All(_)).to_string(),
        Formula::Compare(relation, left, right) => {
            let symbol = match relation {
                Relation::Equal => "=",
                Relation::Different => "<>",
                other => other.symbol(),
            };
            let (left, right) = (
                term_text(global, left, said)?,
                term_text(global, right, said)?,
            );
            format!("{left} {symbol} {right}")
        }
    })
}

fn term_text(global: &Global, term: &Term<Datum>, said: &Said<'_>) -> Option<String> {
    Some(match term {
        Term::Number(number) if is_text(*number) => return None,
        Term::Number(number) if *number < 0 => format!("(0 - {})", number.unsigned_abs()),
        Term::Number(number) => number.to_string(),
        Term::Variable(datum) => {
            let name = said.name(global, *datum)?;
            if name.as_str().contains('.') {
                return None;
            }
            name.to_string()
        }
        Term::Arithmetic(operation @ (Operation::Add | Operation::Subtract), parts) => {
            let [left, right] = &**parts;
            let (left, right) = (
                term_text(global, left, said)?,
                term_text(global, right, said)?,
            );
            format!("({left} {} {right})", operation.symbol())
        }
        Term::Arithmetic(..) => return None,
    })
}
