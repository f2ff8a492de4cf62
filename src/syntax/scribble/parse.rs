//! From text to trees.

use super::{Kind, Message, Module, Part, Protocol, Step, Word};
use crate::base::threads::deep;
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use crate::syntax::located::{Part as Text, pieces, too_deep, words};
use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

/// The parser that pest makes of `grammar/scribble.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/scribble.pest"]
struct ScribbleParser;

/// How deeply blocks may be nested.
const LEVELS: usize = 500;

/// Reads one module. Returns what could be read, and the errors: none if and only if the whole text was read.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> (Module, Vec<Diagnostic>) {
    let mut reading = Reading {
        text: Text { source, offset: 0 },
        errors: Vec::new(),
        module: Module::default(),
    };
    let open = |byte, open: usize| match byte {
        b'{' | b'(' | b'<' => open + 1,
        b'}' | b')' | b'>' => open.saturating_sub(1),
        _ => open,
    };
    if let Some(at) = too_deep(text, LEVELS, open) {
        let message = format!("nested more than {LEVELS} levels deep");
        let error = Diagnostic::new(Code::Q0002, Span::new(source, at, at + 1), message);
        return (reading.module, vec![error]);
    }
    deep(|| reading.whole(text));
    (reading.module, reading.errors)
}

struct Reading {
    text: Text,
    errors: Vec<Diagnostic>,
    module: Module,
}

impl Reading {
    fn whole(&mut self, text: &str) {
        let whole = match ScribbleParser::parse(Rule::file, text) {
            Ok(pairs) => return self.parts(pairs.flat_map(Pair::into_inner)),
            Err(error) => error,
        };
        let rules = [Rule::only_head]
            .into_iter()
            .chain(std::iter::repeat(Rule::only_protocol));
        for (rule, (start, piece)) in rules.zip(pieces(text, &protocols(text))) {
            self.text.offset = start;
            match ScribbleParser::parse(rule, piece) {
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

    fn word(&self, pair: &Pair<'_, Rule>) -> Word {
        let text: String = match pair.as_rule() {
            Rule::path => {
                let words: Vec<&str> = pair
                    .clone()
                    .into_inner()
                    .map(|word| word.as_str())
                    .collect();
                words.join(".")
            }
            _ => pair.as_str().to_owned(),
        };
        Word {
            name: Name::from(&text),
            span: self.text.span(pair),
        }
    }

    fn words<'p>(&self, pairs: impl Iterator<Item = Pair<'p, Rule>>) -> Vec<Word> {
        pairs.map(|pair| self.word(&pair)).collect()
    }

    fn parts<'p>(&mut self, pairs: impl Iterator<Item = Pair<'p, Rule>>) {
        for pair in pairs {
            let rule = pair.as_rule();
            let mut inner = pair.clone().into_inner();
            match rule {
                Rule::module => self.module.name = inner.next().map(|path| self.word(&path)),
                Rule::import => {
                    let words = self.words(inner);
                    if let Some(path) = words.first() {
                        self.module.imports.push((*path, words.get(1).copied()));
                    }
                }
                Rule::declaration => {
                    let kind = inner.next().map(|kind| kind_of(&kind));
                    let name = inner.last().map(|name| self.word(&name));
                    self.module.declarations.extend(kind.zip(name));
                }
                Rule::protocol => {
                    let protocol = self.protocol(pair);
                    self.module.protocols.extend(protocol);
                }
                _ => {}
            }
        }
    }

    fn protocol(&self, pair: Pair<'_, Rule>) -> Option<Protocol> {
        let mut auxiliary = false;
        let mut name = None;
        let (mut parameters, mut roles) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::modifier => auxiliary |= part.as_str() == "aux",
                Rule::word => name = Some(self.word(&part)),
                Rule::parameters => {
                    parameters = part
                        .into_inner()
                        .filter_map(|one| {
                            let mut inner = one.into_inner();
                            let kind = kind_of(&inner.next()?);
                            Some((kind, self.word(&inner.next()?)))
                        })
                        .collect();
                }
                Rule::roles => roles = self.words(part.into_inner().flat_map(Pair::into_inner)),
                _ => {
                    return Some(Protocol {
                        auxiliary,
                        name: name?,
                        parameters,
                        roles,
                        body: self.block(part),
                    });
                }
            }
        }
        None
    }

    fn block(&self, pair: Pair<'_, Rule>) -> Vec<Step> {
        pair.into_inner()
            .filter_map(|step| self.step(step))
            .collect()
    }

    fn step(&self, pair: Pair<'_, Rule>) -> Option<Step> {
        let span = self.text.span(&pair);
        let rule = pair.as_rule();
        let mut inner = pair.into_inner();
        Some(match rule {
            Rule::choice => {
                let at = self.word(&inner.next()?);
                Step::Choice(at, inner.map(|block| self.block(block)).collect())
            }
            Rule::recursion => {
                let name = self.word(&inner.next()?);
                Step::Recursion(name, self.block(inner.next()?))
            }
            Rule::r#continue => Step::Continue(self.word(&inner.next()?)),
            Rule::r#do => {
                let protocol = self.word(&inner.next()?);
                let (mut arguments, mut roles) = (Vec::new(), Vec::new());
                for part in inner {
                    match part.as_rule() {
                        Rule::arguments => {
                            arguments = part.into_inner().map(|one| self.message(one)).collect()
                        }
                        _ => roles = self.words(part.into_inner()),
                    }
                }
                Step::Do {
                    protocol,
                    arguments,
                    roles,
                }
            }
            Rule::disconnect | Rule::wrap => {
                Step::Silent([self.word(&inner.next()?), self.word(&inner.next()?)])
            }
            _ => {
                let mut parts: Vec<Pair<'_, Rule>> = inner.collect();
                let message = match parts.first().map(Pair::as_rule) {
                    Some(Rule::message) => self.message(parts.remove(0)),
                    _ => Message {
                        operation: None,
                        payload: Some(Vec::new()),
                        span,
                    },
                };
                let mut words = self.words(parts.into_iter()).into_iter();
                Step::Transfer {
                    message,
                    from: words.next()?,
                    to: words.collect(),
                    span,
                }
            }
        })
    }

    fn message(&self, pair: Pair<'_, Rule>) -> Message {
        let span = self.text.span(&pair);
        let mut message = Message {
            operation: None,
            payload: None,
            span,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::payload => {
                    let parts = part.into_inner().filter_map(|part| {
                        let words = self.words(part.into_inner());
                        Some(Part {
                            data: *words.first()?,
                            role: words.get(1).copied(),
                        })
                    });
                    message.payload = Some(parts.collect());
                }
                _ => message.operation = Some(self.word(&part)),
            }
        }
        message
    }
}

fn kind_of(pair: &Pair<'_, Rule>) -> Kind {
    match pair.as_str() {
        "sig" => Kind::Signature,
        _ => Kind::Type,
    }
}

/// Where protocols begin: `global`, or the modifiers before it, outside of braces and comments.
fn protocols(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut modified: Option<usize> = None;
    words(text, comment, &mut |at, word| match word {
        Some("global") => found.push(modified.take().unwrap_or(at)),
        Some("aux" | "explicit") => modified = modified.or(Some(at)),
        _ => modified = None,
    });
    found
}

/// How long the comment is that a text begins with: `// …`, `/* … */`.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let begins = text.starts_with("/*");
    begins.then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_read() {
        let text = "module a.b; import c.D as E; type <java> \"x\" from \"y\" as T; \
            aux global protocol P<sig M>(role A, role B) { M from A to B; rec X { choice at A { 1(T) from A to B; \
            continue X; } or { do E.Q<M, z()>(A, B); } } connect A to B; }";
        let (module, errors) = parse(SourceId::NOWHERE, text);
        assert_eq!(errors, []);
        assert_eq!(module.imports.len(), 1);
        assert_eq!(module.protocols[0].body.len(), 3);
        assert!(module.protocols[0].auxiliary);
    }

    #[test]
    fn each_protocol_has_its_error() {
        let text = "module a; global protocol P(role A) { 1() from A B; }\n// global protocol\n\
            global protocol Q(role A, role B) { 1() from A to B; }\naux global protocol R() { }";
        let (module, errors) = parse(SourceId::NOWHERE, text);
        assert_eq!(module.protocols.len(), 1);
        assert_eq!(errors.len(), 2);
    }

    #[test]
    fn deep_blocks_are_refused() {
        let text = format!(
            "module a; global protocol P(role A) {{ {} }}",
            "rec X {".repeat(100_000)
        );
        assert_eq!(parse(SourceId::NOWHERE, &text).1[0].code, Code::Q0002);
    }
}
