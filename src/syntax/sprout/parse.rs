//! From text to trees.

use super::{File, Transition, Variable};
use crate::base::threads::deep;
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use crate::solve::term::{Formula, Operation, Relation, Term};
use crate::syntax::located::{Part as Text, too_deep};
use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

/// The parser that pest makes of `grammar/sprout.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/sprout.pest"]
struct SproutParser;

/// How deeply conditions may be nested.
const LEVELS: usize = 500;

/// What a condition is made of: something true or not, or a number.
enum Worth {
    Number(Term<Variable>),
    Truth(Formula<Variable>),
}

/// Reads one protocol. Returns what could be read, and the errors: none if and only if the whole text was read.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let mut reading = Reading {
        text: Text { source, offset: 0 },
        errors: Vec::new(),
        file: File::default(),
    };
    let open = |byte, open: usize| match byte {
        b'(' | b'~' => open + 1,
        b')' => open.saturating_sub(1),
        b'{' | b'}' => 0,
        _ => open,
    };
    if let Some(at) = too_deep(text, LEVELS, open) {
        let span = Span::new(source, at, at + 1);
        let message = format!("nested more than {LEVELS} levels deep");
        return (
            reading.file,
            vec![Diagnostic::new(Code::Q0002, span, message)],
        );
    }
    deep(|| reading.whole(text));
    (reading.file, reading.errors)
}

struct Reading {
    text: Text,
    errors: Vec<Diagnostic>,
    file: File,
}

impl Reading {
    fn whole(&mut self, text: &str) {
        let first = match SproutParser::parse(Rule::file, text) {
            Ok(pairs) => {
                for pair in pairs.flat_map(Pair::into_inner) {
                    self.part(pair);
                }
                return;
            }
            Err(error) => error,
        };
        // Line by line, each with its own error.
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            self.text.offset = offset;
            offset += line.len();
            let body = line.split("//").next().unwrap_or("").trim();
            if !body.starts_with('(') {
                continue;
            }
            let indent = line.find(body).unwrap_or(0);
            self.text.offset += indent;
            match SproutParser::parse(Rule::transition, body) {
                Ok(pairs) => pairs.for_each(|pair| self.part(pair)),
                Err(error) => self.refuse(&error),
            }
        }
        self.text.offset = 0;
        if self.errors.is_empty() {
            self.refuse(&first);
        }
    }

    fn refuse(&mut self, error: &Error<Rule>) {
        self.errors.push(self.text.refused(error));
    }

    fn part(&mut self, pair: Pair<'_, Rule>) {
        match pair.as_rule() {
            Rule::initial => {
                let state = pair.into_inner().next().and_then(|state| self.state(state));
                self.file.initial = state.unwrap_or_default();
            }
            Rule::assignments => {
                for assignment in pair.into_inner() {
                    let mut inner = assignment.into_inner();
                    let (Some(name), Some(value)) = (inner.next(), inner.next()) else {
                        continue;
                    };
                    if let Some(value) = self.number(&value) {
                        self.file.registers.push((Name::from(name.as_str()), value));
                    }
                }
            }
            Rule::finals => {
                for state in pair.into_inner() {
                    let state = self.state(state);
                    self.file.finals.extend(state);
                }
            }
            Rule::transition => {
                let transition = self.transition(pair);
                self.file.transitions.extend(transition);
            }
            _ => {}
        }
    }

    fn number(&mut self, pair: &Pair<'_, Rule>) -> Option<i64> {
        let number = pair.as_str().parse().ok();
        if number.is_none() {
            let message = "this number is out of range";
            self.errors
                .push(Diagnostic::new(Code::Q0003, self.text.span(pair), message));
        }
        number
    }

    fn state(&mut self, pair: Pair<'_, Rule>) -> Option<i64> {
        let number = pair.into_inner().next()?;
        self.number(&number)
    }

    fn transition(&mut self, pair: Pair<'_, Rule>) -> Option<Transition> {
        let span = self.text.span(&pair);
        let mut inner = pair.into_inner();
        let before = self.state(inner.next()?)?;
        let mut names = inner.by_ref().take(3).map(|name| Name::from(name.as_str()));
        let (from, to, message) = (names.next()?, names.next()?, names.next()?);
        drop(names);
        let condition = inner.next()?;
        let at = self.text.span(&condition);
        let condition = match self.worth(condition)? {
            Worth::Truth(condition) => condition,
            Worth::Number(_) => {
                self.errors.push(Diagnostic::new(
                    Code::Q0001,
                    at,
                    "a condition is expected, not a number",
                ));
                return None;
            }
        };
        Some(Transition {
            before,
            from,
            to,
            message,
            condition,
            after: self.state(inner.next()?)?,
            span,
        })
    }

    fn truth(&mut self, pair: Pair<'_, Rule>) -> Option<Formula<Variable>> {
        let span = self.text.span(&pair);
        match self.worth(pair)? {
            Worth::Truth(truth) => Some(truth),
            Worth::Number(_) => {
                self.errors.push(Diagnostic::new(
                    Code::Q0001,
                    span,
                    "a condition is expected, not a number",
                ));
                None
            }
        }
    }

    fn term(&mut self, pair: Pair<'_, Rule>) -> Option<Term<Variable>> {
        let span = self.text.span(&pair);
        match self.worth(pair)? {
            Worth::Number(number) => Some(number),
            Worth::Truth(_) => {
                self.errors.push(Diagnostic::new(
                    Code::Q0001,
                    span,
                    "a number is expected, not a condition",
                ));
                None
            }
        }
    }

    fn worth(&mut self, pair: Pair<'_, Rule>) -> Option<Worth> {
        let span = self.text.span(&pair);
        let rule = pair.as_rule();
        Some(match rule {
            Rule::truth => Worth::Truth(Formula::Constant(pair.as_str() == "True")),
            Rule::number => Worth::Number(Term::Number(self.number(&pair)?)),
            Rule::variable => {
                let mut inner = pair.into_inner();
                let name = Name::from(inner.next()?.as_str());
                Worth::Number(Term::Variable(Variable {
                    name,
                    after: inner.next().is_some(),
                    span,
                }))
            }
            Rule::group => self.worth(pair.into_inner().next()?)?,
            Rule::any | Rule::all => {
                let mut inner: Vec<_> = pair.into_inner().collect();
                if inner.len() == 1 {
                    return self.worth(inner.pop()?);
                }
                let parts = inner.into_iter().map(|part| self.truth(part));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Worth::Truth(if rule == Rule::any {
                    Formula::Any(parts)
                } else {
                    Formula::All(parts)
                })
            }
            Rule::not => {
                let mut inner: Vec<_> = pair.into_inner().collect();
                let inside = inner.pop()?;
                if inner.is_empty() {
                    return self.worth(inside);
                }
                let inside = self.truth(inside)?;
                let odd = inner.len() % 2 == 1;
                Worth::Truth(if odd { inside.negated() } else { inside })
            }
            Rule::comparison => self.comparison(pair)?,
            _ => self.arithmetic(pair)?,
        })
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Option<Worth> {
        let mut inner = pair.into_inner();
        let left = inner.next()?;
        let Some(relation) = inner.next() else {
            return self.worth(left);
        };
        let relation = match relation.as_str() {
            "=" => Relation::Equal,
            "!=" => Relation::Different,
            "<" => Relation::Less,
            "<=" => Relation::AtMost,
            ">" => Relation::Greater,
            _ => Relation::AtLeast,
        };
        let right = inner.next()?;
        Some(Worth::Truth(Formula::Compare(
            relation,
            self.term(left)?,
            self.term(right)?,
        )))
    }

    /// A sum or a product.
    fn arithmetic(&mut self, pair: Pair<'_, Rule>) -> Option<Worth> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        let mut value = self.worth(first)?;
        while let (Some(operator), Some(operand)) = (inner.next(), inner.next()) {
            let operation = match operator.as_str() {
                "+" => Operation::Add,
                "-" => Operation::Subtract,
                "*" => Operation::Multiply,
                "/" => Operation::Divide,
                _ => Operation::Remainder,
            };
            let Worth::Number(left) = value else {
                let message = "a number is expected before this";
                self.errors.push(Diagnostic::new(
                    Code::Q0001,
                    self.text.span(&operator),
                    message,
                ));
                return None;
            };
            value = Worth::Number(Term::arithmetic(operation, left, self.term(operand)?));
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Initial state: (0)\nInitial register assignments: r=0\n";

    #[test]
    fn transitions_are_read_with_their_conditions() {
        let text = format!(
            "// c\n{HEAD}(0) p->q:x{{r'=x /\\ (x%2=1 \\/ ~x>r+1)}} (1) // c\nFinal states: (1)"
        );
        let (file, errors) = parse(SourceId::NOWHERE, &text);
        assert_eq!(errors, []);
        assert_eq!(
            (file.initial, file.finals, file.registers.len()),
            (0, vec![1], 1)
        );
        let Formula::All(parts) = &file.transitions[0].condition else {
            panic!("{:?}", file.transitions);
        };
        assert_eq!(parts.len(), 2);
    }

    #[test]
    fn each_wrong_transition_is_told() {
        let text = format!(
            "{HEAD}(0) p>q:x{{True}} (1)\n(1) p->q:x{{True}} (2)\n(2) p->q:x{{x+1}} (3)\nFinal states: (3)"
        );
        let (file, errors) = parse(SourceId::NOWHERE, &text);
        assert_eq!(file.transitions.len(), 1);
        assert_eq!(errors.len(), 2);
    }

    #[test]
    fn deep_conditions_are_refused() {
        let text = format!(
            "{HEAD}(0) p->q:x{{{}True{}}} (1)\nFinal states: (1)",
            "(".repeat(10_000),
            ")".repeat(10_000)
        );
        let (_, errors) = parse(SourceId::NOWHERE, &text);
        assert_eq!(errors[0].code, Code::Q0002);
    }
}
