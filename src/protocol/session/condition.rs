//! What `where` says, as a formula about registers.
//!
//! A part of a message that some condition speaks of, `bid.amount`, is a register; a message that carries it gives it a
//! new value, which is then a field of the message. Numbers and truth values are compared as numbers, texts only for
//! being equal; a condition that does more is not read, and may be true or not.

use super::roles::interactions;
use crate::automata::global::{Datum, Register};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::solve::term::{Formula, Operation, Relation, Term};
use crate::syntax::jolie::tree::{Identifier, Literal};
use crate::syntax::session::tree::{Condition, ConditionKind, Field, Session};
use rustc_hash::{FxHashMap, FxHashSet};

/// What the conditions of a session speak of.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// Each path by its register: `bid.amount`.
    paths: Vec<Vec<Name>>,
    index: FxHashMap<Vec<Name>, usize>,
    /// The texts of conditions, each of which is a number.
    texts: FxHashMap<String, i64>,
}

/// What is compared.
enum Worth {
    Number(Term<Datum>),
    Truth(Formula<Datum>),
}

impl Data {
    /// Finds what the conditions of a session speak of, and what no message carries.
    pub(super) fn of(session: &Session, errors: &mut Vec<Diagnostic>) -> Self {
        let mut carried = FxHashSet::default();
        interactions(session, &mut |step| {
            let faults = step.faults.iter().flat_map(|fault| &fault.message);
            let fields = step.message.iter().chain(step.reply.iter().flatten());
            let names = fields.chain(faults).filter_map(|field| field.name);
            carried.extend(names.map(|name| name.name));
        });
        let mut data = Self::default();
        interactions(session, &mut |step| {
            let Some(condition) = &step.condition else {
                return;
            };
            paths(condition, &mut |path, span| {
                let Some(first) = path.first() else {
                    return;
                };
                if !carried.contains(&first.name) {
                    let message = format!("no message carries `{}`", first.name);
                    errors.push(Diagnostic::new(Code::Q0507, span, message));
                }
                let path: Vec<Name> = path.iter().map(|part| part.name).collect();
                let next = data.paths.len();
                let index = *data.index.entry(path.clone()).or_insert(next);
                if index == next {
                    data.paths.push(path);
                }
            });
        });
        data
    }

    /// The registers, none of which has a value at first.
    pub(super) fn registers(&self) -> Vec<Register> {
        let registers = self.paths.iter().map(|path| {
            let names: Vec<&str> = path.iter().map(|name| name.as_str()).collect();
            Register {
                name: Name::from(&names.join(".")),
                initial: None,
            }
        });
        registers.collect()
    }

    /// What is true of a message with these fields, given the part of `condition` that `belongs` to it.
    pub(super) fn formula(
        &mut self,
        fields: &[Field],
        condition: Option<&Condition>,
        belongs: &dyn Fn(&Condition) -> bool,
    ) -> Formula<Datum> {
        let names: FxHashSet<Name> = fields
            .iter()
            .filter_map(|field| field.name)
            .map(|name| name.name)
            .collect();
        let carried: Vec<usize> = (0..self.paths.len())
            .filter(|index| {
                let first = self.paths.get(*index).and_then(|path| path.first());
                first.is_some_and(|first| names.contains(first))
            })
            .collect();
        let mut all: Vec<Formula<Datum>> = carried
            .iter()
            .enumerate()
            .map(|(field, register)| {
                let after = Term::Variable(Datum::After(*register));
                Formula::Compare(Relation::Equal, after, Term::Variable(Datum::Field(field)))
            })
            .collect();
        for part in condition.map(conjuncts).unwrap_or_default() {
            if !belongs(part) {
                continue;
            }
            let unread = || Formula::Any(vec![Formula::TRUE]);
            all.push(self.truth(part, &carried).unwrap_or_else(unread));
        }
        match all.len() {
            0 => Formula::TRUE,
            _ => Formula::All(all),
        }
    }

    fn truth(&mut self, tree: &Condition, carried: &[usize]) -> Option<Formula<Datum>> {
        match self.worth(tree, carried)? {
            Worth::Truth(truth) => Some(truth),
            Worth::Number(number) => Some(Formula::Compare(
                Relation::Different,
                number,
                Term::Number(0),
            )),
        }
    }

    fn term(&mut self, tree: &Condition, carried: &[usize]) -> Option<Term<Datum>> {
        match self.worth(tree, carried)? {
            Worth::Number(number) => Some(number),
            Worth::Truth(_) => None,
        }
    }

    fn worth(&mut self, tree: &Condition, carried: &[usize]) -> Option<Worth> {
        Some(match &tree.kind {
            ConditionKind::Any(parts) | ConditionKind::All(parts) => {
                let parts = parts.iter().map(|part| self.truth(part, carried));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Worth::Truth(match &tree.kind {
                    ConditionKind::Any(_) => Formula::Any(parts),
                    _ => Formula::All(parts),
                })
            }
            ConditionKind::Not(inside) => Worth::Truth(self.truth(inside, carried)?.negated()),
            ConditionKind::Group(inside) => self.worth(inside, carried)?,
            ConditionKind::Compare(operator, sides) => {
                let [left, right] = &**sides;
                let relation = relation(operator)?;
                let ordered = !matches!(relation, Relation::Equal | Relation::Different);
                if ordered && [left, right].iter().any(|side| is_text(side)) {
                    return None;
                }
                let (left, right) = (self.term(left, carried)?, self.term(right, carried)?);
                Worth::Truth(Formula::Compare(relation, left, right))
            }
            ConditionKind::Arithmetic(first, rest) => {
                let mut sum = self.term(first, carried)?;
                for (operator, operand) in rest {
                    if is_text(operand) || is_text(first) {
                        return None;
                    }
                    let operand = self.term(operand, carried)?;
                    sum = Term::arithmetic(operation(operator)?, sum, operand);
                }
                Worth::Number(sum)
            }
            ConditionKind::Literal(literal) => Worth::Number(Term::Number(self.number(literal)?)),
            ConditionKind::Path(path) => {
                let path: Vec<Name> = path.iter().map(|part| part.name).collect();
                let register = *self.index.get(&path)?;
                let field = carried.iter().position(|known| *known == register);
                let datum = field.map_or(Datum::Before(register), Datum::Field);
                Worth::Number(Term::Variable(datum))
            }
        })
    }

    /// A literal as a number: texts are numbered far from what people write.
    fn number(&mut self, literal: &Literal) -> Option<i64> {
        match literal {
            Literal::Bool(value) => Some(i64::from(*value)),
            Literal::Int(value) => Some(i64::from(*value)),
            Literal::Long(value) => Some(*value),
            Literal::Double(_) => None,
            Literal::String(text) => {
                let next = i64::MIN + i64::try_from(self.texts.len()).ok()?;
                Some(*self.texts.entry(text.clone()).or_insert(next))
            }
        }
    }
}

/// The parts that must all be true.
fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match &condition.kind {
        ConditionKind::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        ConditionKind::Group(inside) => conjuncts(inside),
        _ => vec![condition],
    }
}

/// Whether a condition speaks of one of these fields.
pub(super) fn speaks_of(condition: &Condition, fields: &[Field]) -> bool {
    let mut found = false;
    paths(condition, &mut |path, _| {
        let first = path.first().map(|first| first.name);
        found |= fields
            .iter()
            .any(|field| field.name.map(|name| name.name) == first && first.is_some());
    });
    found
}

fn paths(tree: &Condition, see: &mut dyn FnMut(&[Identifier], Span)) {
    match &tree.kind {
        ConditionKind::Any(parts) | ConditionKind::All(parts) => {
            parts.iter().for_each(|part| paths(part, see));
        }
        ConditionKind::Not(inside) | ConditionKind::Group(inside) => paths(inside, see),
        ConditionKind::Compare(_, sides) => sides.iter().for_each(|side| paths(side, see)),
        ConditionKind::Arithmetic(first, rest) => {
            paths(first, see);
            rest.iter().for_each(|(_, operand)| paths(operand, see));
        }
        ConditionKind::Literal(_) => {}
        ConditionKind::Path(path) => see(path, tree.span),
    }
}

fn is_text(tree: &Condition) -> bool {
    matches!(tree.kind, ConditionKind::Literal(Literal::String(_)))
}

fn relation(operator: &str) -> Option<Relation> {
    Some(match operator {
        "==" => Relation::Equal,
        "!=" => Relation::Different,
        "<" => Relation::Less,
        "<=" => Relation::AtMost,
        ">" => Relation::Greater,
        ">=" => Relation::AtLeast,
        _ => return None,
    })
}

fn operation(operator: &str) -> Option<Operation> {
    Some(match operator {
        "+" => Operation::Add,
        "-" => Operation::Subtract,
        "*" => Operation::Multiply,
        "/" => Operation::Divide,
        "%" => Operation::Remainder,
        _ => return None,
    })
}
