//! From text to trees.

use super::comments::blanked;
use super::{Expression, File, Part, Protocol, Step, Variable, Word};
use crate::base::threads::deep;
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use crate::syntax::located::{Part as Text, pieces, too_deep, words};
use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

/// The parser that pest makes of `grammar/nuscr.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/nuscr.pest"]
struct NuscrParser;

/// How deeply blocks and conditions may be nested, and how many operators a condition may have.
const LEVELS: usize = 500;

/// The operators, as trees name them.
const OPERATORS: [&str; 10] = ["&&", "||", "=", "<>", "<=", "<", ">=", ">", "+", "-"];

/// Reads one file. Returns what could be read, and the errors: none if and only if the whole text was read.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    let refused = |at: usize, code: Code, message: String| {
        let error = Diagnostic::new(code, Span::new(source, at, at), message);
        (File::default(), vec![error])
    };
    let text = match blanked(text) {
        Ok(text) => text,
        Err(at) => return refused(at, Code::Q0001, "this comment does not end".to_owned()),
    };
    let open = |byte, open: usize| match byte {
        b'{' | b'(' | b'[' => open + 1,
        b'}' | b')' | b']' => open.saturating_sub(1),
        _ => open,
    };
    // `not` and `-` may stand in rows.
    let signs = |byte: u8, signs: usize| match byte {
        b'-' | b't' => signs + 1,
        b';' | b'{' | b'}' | b',' | b'=' | b'&' | b'|' => 0,
        _ => signs,
    };
    let deepest = too_deep(&text, LEVELS, open).or_else(|| too_deep(&text, 2 * LEVELS, signs));
    if let Some(at) = deepest {
        let message = format!("nested more than {LEVELS} levels deep");
        return refused(at, Code::Q0002, message);
    }
    let mut reading = Reading {
        text: Text { source, offset: 0 },
        errors: Vec::new(),
        file: File::default(),
    };
    deep(|| reading.whole(&text));
    (reading.file, reading.errors)
}

struct Reading {
    text: Text,
    errors: Vec<Diagnostic>,
    file: File,
}

impl Reading {
    fn whole(&mut self, text: &str) {
        let whole = match NuscrParser::parse(Rule::file, text) {
            Ok(pairs) => return self.parts(pairs.flat_map(Pair::into_inner)),
            Err(error) => error,
        };
        let rules = [Rule::only_head]
            .into_iter()
            .chain(std::iter::repeat(Rule::only_protocol));
        for (rule, (start, piece)) in rules.zip(pieces(text, &protocols(text))) {
            self.text.offset = start;
            match NuscrParser::parse(rule, piece) {
                Ok(pairs) => self.parts(pairs.flat_map(Pair::into_inner)),
                Err(error) => self.refuse(&error),
            }
        }
        self.text.offset = 0;
        if self.errors.is_empty() {
            self.refuse(&whole);
        }
    }

    fn refuse(&mut self, error: &Error<Rule>) {
        self.errors.push(self.text.refused(error));
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        self.text.span(pair)
    }

    fn word(&self, pair: &Pair<'_, Rule>) -> Word {
        let text: String = match pair.as_rule() {
            Rule::path => {
                let words = pair.clone().into_inner();
                let words: Vec<&str> = words.map(|word| word.as_str()).collect();
                words.join(".")
            }
            _ => pair.as_str().to_owned(),
        };
        Word {
            name: Name::from(&text),
            span: self.span(pair),
        }
    }

    fn words<'p>(&self, pairs: impl Iterator<Item = Pair<'p, Rule>>) -> Vec<Word> {
        pairs
            .filter(|pair| pair.as_rule() == Rule::word)
            .map(|pair| self.word(&pair))
            .collect()
    }

    fn parts<'p>(&mut self, pairs: impl Iterator<Item = Pair<'p, Rule>>) {
        for pair in pairs {
            match pair.as_rule() {
                Rule::pragmas => {
                    // The value of a pragma follows its name.
                    let names = pair.into_inner().filter_map(|one| one.into_inner().next());
                    self.file.pragmas = self.words(names);
                }
                Rule::protocol => {
                    let protocol = self.protocol(pair);
                    self.file.protocols.extend(protocol);
                }
                _ => {}
            }
        }
    }

    fn protocol(&mut self, pair: Pair<'_, Rule>) -> Option<Protocol> {
        let mut nested = false;
        let mut name = None;
        let (mut roles, mut new_roles) = (Vec::new(), Vec::new());
        let (mut inner, mut body) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::nested => nested = true,
                Rule::word => name = Some(self.word(&part)),
                Rule::roles => {
                    for role in part.into_inner() {
                        match role.as_rule() {
                            Rule::new_roles => new_roles = self.words(role.into_inner()),
                            _ => roles.push(self.word(&role)),
                        }
                    }
                }
                Rule::nested_protocol => inner.extend(self.protocol(part)),
                Rule::annotation => {}
                _ => body.extend(self.step(part)),
            }
        }
        Some(Protocol {
            nested,
            name: name?,
            roles,
            new_roles,
            inner,
            body,
        })
    }

    fn block(&mut self, pair: Pair<'_, Rule>) -> Vec<Step> {
        pair.into_inner()
            .filter_map(|step| self.step(step))
            .collect()
    }

    fn step(&mut self, pair: Pair<'_, Rule>) -> Option<Step> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        Some(match rule {
            Rule::choice => {
                let at = self.word(&first);
                Step::Choice(at, inner.map(|block| self.block(block)).collect())
            }
            Rule::recursion => {
                let (mut variables, mut body) = (Vec::new(), Vec::new());
                for part in inner {
                    match part.as_rule() {
                        Rule::variables => {
                            let found = part.into_inner().filter_map(|one| self.variable(one));
                            variables = found.collect();
                        }
                        _ => body = self.block(part),
                    }
                }
                Step::Recursion(self.word(&first), variables, body)
            }
            Rule::r#continue => {
                let values = inner.flat_map(Pair::into_inner);
                let values: Vec<_> = values.map(|value| self.expression(value)).collect();
                let values = values.into_iter().collect::<Option<_>>()?;
                Step::Continue(self.word(&first), values)
            }
            Rule::r#do => {
                let roles = inner.flat_map(Pair::into_inner);
                Step::Do(self.word(&first), self.words(roles))
            }
            Rule::calls => {
                let protocol = self.word(&inner.next()?);
                let roles = inner.flat_map(Pair::into_inner);
                Step::Calls(self.word(&first), protocol, self.words(roles))
            }
            _ => {
                let mut parts = first.into_inner();
                let operation = self.word(&parts.next()?);
                let payload = parts.flat_map(Pair::into_inner);
                let payload: Vec<_> = payload.map(|part| self.part(part)).collect();
                let mut words = self.words(inner).into_iter();
                Step::Transfer {
                    operation,
                    payload: payload.into_iter().collect::<Option<_>>()?,
                    from: words.next()?,
                    to: words.collect(),
                    span,
                }
            }
        })
    }

    fn variable(&mut self, pair: Pair<'_, Rule>) -> Option<Variable> {
        let mut inner = pair.into_inner();
        let name = self.word(&inner.next()?);
        let roles = self.words(inner.next()?.into_inner());
        let part = self.part(inner.next()?)?;
        let initial = self.expression(inner.next()?)?;
        Some(Variable {
            name,
            roles,
            part,
            initial,
        })
    }

    fn part(&mut self, pair: Pair<'_, Rule>) -> Option<Part> {
        let pair = pair.into_inner().next()?;
        let rule = pair.as_rule();
        let whole = self.word(&pair);
        let mut inner = pair.into_inner();
        let mut part = Part {
            name: None,
            data: whole,
            role: None,
            condition: None,
        };
        match rule {
            Rule::delegation => {
                part.data = self.word(&inner.next()?);
                part.role = Some(self.word(&inner.next()?));
            }
            Rule::refined | Rule::named => {
                part.name = Some(self.word(&inner.next()?));
                part.data = self.word(&inner.next()?);
                if let Some(condition) = inner.next() {
                    part.condition = Some(self.expression(condition)?);
                }
            }
            _ => {}
        }
        Some(part)
    }

    fn expression(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        Some(match rule {
            Rule::number => {
                let number = pair.as_str().parse().ok();
                if number.is_none() {
                    let message = "this number is out of range";
                    self.errors
                        .push(Diagnostic::new(Code::Q0003, span, message));
                }
                Expression::Number(number)
            }
            Rule::string => Expression::Text(pair.as_str().trim_matches('"').to_owned()),
            Rule::truth => Expression::Truth(pair.as_str() == "true"),
            Rule::word => Expression::Variable(self.word(&pair)),
            Rule::negation | Rule::minus | Rule::length => {
                let inside = Box::new(self.expression(pair.into_inner().next()?)?);
                match rule {
                    Rule::negation => Expression::Not(inside),
                    Rule::minus => Expression::Minus(inside),
                    _ => Expression::Length(inside),
                }
            }
            Rule::expression => return self.expression(pair.into_inner().next()?),
            _ => {
                let mut inner = pair.into_inner();
                let mut left = self.expression(inner.next()?)?;
                let mut count = 0;
                while let (Some(operator), Some(right)) = (inner.next(), inner.next()) {
                    let written = operator.as_str();
                    let operator = OPERATORS.into_iter().find(|known| *known == written)?;
                    let right = self.expression(right)?;
                    left = Expression::Binary(operator, Box::new([left, right]));
                    count += 1;
                }
                if count > LEVELS {
                    let message = format!("a condition of more than {LEVELS} operators");
                    self.errors
                        .push(Diagnostic::new(Code::Q0002, span, message));
                    return None;
                }
                left
            }
        })
    }
}

/// Where protocols begin, outside of braces: at the first of their words.
fn protocols(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut begun = false;
    // There are no comments left.
    words(text, |_| None, &mut |at, word| {
        let begins = matches!(word, Some("aux" | "nested" | "global" | "protocol"));
        if begins && !begun {
            found.push(at);
        }
        begun = begins;
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_read() {
        let text = "(*# RefinementTypes, NestedProtocols #*) nested protocol N(role A, role B; new role C) { } \
            global protocol P(role A, role B) { nested protocol M(role X) { } hello(n: int{n > 0 && (not (n = 7))}) from A to B; \
            @\"note\" rec X [m<A>: (m: int{m >= 0}) = -1] { choice at A { 1() from A to B, B; continue X [m + 1]; } \
            or { A calls N(A, B); M from A to B; do P(A, B); } } } protocol Q(role A) { }";
        let (file, errors) = parse(SourceId::NOWHERE, text);
        assert_eq!(errors, []);
        assert_eq!((file.pragmas.len(), file.protocols.len()), (2, 3));
        assert_eq!(file.protocols[0].new_roles.len(), 1);
        assert_eq!(file.protocols[1].body.len(), 2);
    }

    #[test]
    fn each_protocol_has_its_error() {
        let text = "protocol P(role A) { 1() from A B; } global protocol Q(role A, role B) { 1() from A to B; } \
            aux global protocol R() { }";
        let (file, errors) = parse(SourceId::NOWHERE, text);
        assert_eq!((file.protocols.len(), errors.len()), (1, 2));
    }

    #[test]
    fn deep_texts_are_refused() {
        let head = "global protocol P(role A, role B) { ";
        for text in [
            format!("{head}{}", "rec X {".repeat(100_000)),
            format!(
                "{head} x(n: int{{{}n > 0}}) from A to B; }}",
                "not ".repeat(100_000)
            ),
            format!(
                "{head} x(n: int{{n{} > 0}}) from A to B; }}",
                " + n".repeat(100_000)
            ),
            "(* ".repeat(100_000),
        ] {
            let (_, errors) = parse(SourceId::NOWHERE, &text);
            assert!([Code::Q0001, Code::Q0002].contains(&errors[0].code));
        }
    }
}
