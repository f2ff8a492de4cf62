//! From pairs of pest to a tree.

use super::parse::Rule;
use super::tree::{Branch, Node, NodeId, Session};
use crate::base::{Code, Diagnostic, Name, SourceId, Span};
use pest::iterators::{Pair, Pairs};

/// The tree of a file.
pub(super) fn session(
    source: SourceId,
    pairs: Pairs<'_, Rule>,
) -> Result<Session, Box<Diagnostic>> {
    let mut builder = Builder {
        source,
        nodes: Vec::new(),
        bound: Vec::new(),
    };
    let file = pairs.flat_map(Pair::into_inner);
    let mut root = builder.add(Node::End);
    for pair in file.filter(|pair| pair.as_rule() == Rule::session) {
        root = builder.session(pair)?;
    }
    Ok(Session {
        nodes: builder.nodes,
        root,
    })
}

struct Builder {
    source: SourceId,
    nodes: Vec<Node>,
    /// The variables that are bound here, and whether a message lies between.
    bound: Vec<(Name, bool)>,
}

/// What stands before the end of a session.
enum Step {
    Action {
        sends: bool,
        label: Name,
        span: Span,
    },
    Recursion(Name),
}

impl Builder {
    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span::new(self.source, span.start(), span.end())
    }

    fn session(&mut self, pair: Pair<'_, Rule>) -> Result<NodeId, Box<Diagnostic>> {
        let (mut steps, bound) = (Vec::new(), self.bound.len());
        let guards: Vec<bool> = self.bound.iter().map(|(_, guarded)| *guarded).collect();
        let mut last = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::step => {
                    let step = self.step(part);
                    match &step {
                        Some(Step::Recursion(variable)) => self.bound.push((*variable, false)),
                        Some(Step::Action { .. }) => self.guard(),
                        None => {}
                    }
                    steps.extend(step);
                }
                Rule::choice => last = Some(self.choice(part)?),
                Rule::variable => last = Some(self.variable(&part)?),
                _ => last = Some(self.add(Node::End)),
            }
        }
        self.bound.truncate(bound);
        for ((_, guarded), before) in self.bound.iter_mut().zip(guards) {
            *guarded = before;
        }
        let mut next = match last {
            Some(next) => next,
            None => self.add(Node::End),
        };
        for step in steps.into_iter().rev() {
            next = self.add(match step {
                Step::Recursion(variable) => Node::Recursion {
                    variable,
                    body: next,
                },
                Step::Action { sends, label, span } => {
                    let branch = Branch {
                        sends,
                        label,
                        span,
                        next,
                    };
                    Node::Choice(vec![branch], span)
                }
            });
        }
        Ok(next)
    }

    /// From here on a message lies before everything.
    fn guard(&mut self) {
        self.bound
            .iter_mut()
            .for_each(|(_, guarded)| *guarded = true);
    }

    fn step(&self, pair: Pair<'_, Rule>) -> Option<Step> {
        let span = self.span(&pair);
        let part = pair.into_inner().next()?;
        let recursion = part.as_rule() == Rule::recursion;
        let (mut sends, mut name) = (false, None);
        for word in part.into_inner() {
            match word.as_rule() {
                Rule::direction => sends = word.as_str() == "!",
                Rule::name => name = Some(Name::from(word.as_str())),
                _ => {}
            }
        }
        let name = name?;
        Some(if recursion {
            Step::Recursion(name)
        } else {
            Step::Action {
                sends,
                label: name,
                span,
            }
        })
    }

    fn variable(&mut self, pair: &Pair<'_, Rule>) -> Result<NodeId, Box<Diagnostic>> {
        let (name, span) = (Name::from(pair.as_str().trim()), self.span(pair));
        let bound = self.bound.iter().rev().find(|(bound, _)| *bound == name);
        let message = match bound {
            None => format!("`{name}` is not bound by a `rec` around it"),
            Some((_, false)) => format!("`{name}` stands for itself: no message lies in between"),
            Some((_, true)) => return Ok(self.add(Node::Variable(name, span))),
        };
        Err(Box::new(Diagnostic::new(Code::Q0001, span, message)))
    }

    fn choice(&mut self, pair: Pair<'_, Rule>) -> Result<NodeId, Box<Diagnostic>> {
        let span = self.span(&pair);
        let mut branches: Vec<Branch> = Vec::new();
        let parts = pair.into_inner().flat_map(Pair::into_inner);
        for session in parts.filter(|part| part.as_rule() == Rule::session) {
            let place = self.span(&session);
            let wrong =
                |message: String, span| Err(Box::new(Diagnostic::new(Code::Q0001, span, message)));
            let id = self.session(session)?;
            let Node::Choice(inner, _) = &self.nodes[id.0 as usize] else {
                return wrong(
                    "a branch begins with a message, `!a` or `?a`".to_owned(),
                    place,
                );
            };
            for branch in inner.clone() {
                if branches.iter().any(|known| known.sends != branch.sends) {
                    let message = "a choice either sends or receives".to_owned();
                    return wrong(message, branch.span);
                }
                if branches.iter().any(|known| known.label == branch.label) {
                    let message = format!("`{}` is in this choice already", branch.label);
                    return wrong(message, branch.span);
                }
                branches.push(branch);
            }
        }
        Ok(self.add(Node::Choice(branches, span)))
    }
}
