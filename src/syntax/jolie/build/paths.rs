//! Variable paths.

use super::Builder;
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{Expression, Identifier, Key, Path, PathRoot, Segment};
use pest::iterators::{Pair, Pairs};

impl Builder {
    /// The path of a `path`, `any_path` or `prefixed_path` pair.
    pub(super) fn path(&mut self, pair: Pair<'_, Rule>) -> Option<Path> {
        let span = self.span(&pair);
        let prefixed = pair.as_rule() == Rule::prefixed_path;
        let mut inner = pair.into_inner().peekable();
        if prefixed {
            return self.prefixed(inner.collect(), span);
        }
        let first = inner.next()?;
        if first.as_rule() == Rule::prefixed_path {
            return self.path(first);
        }
        let head = self.identifier(&first);
        self.path_from(head, inner.collect(), span)
    }

    /// The path that starts with `head` and goes on with an optional `index` and with `segment` pairs.
    pub(super) fn path_from(
        &mut self,
        head: Identifier,
        rest: Vec<Pair<'_, Rule>>,
        span: Span,
    ) -> Option<Path> {
        let root = match head.name.as_str() {
            "global" => PathRoot::Global,
            "csets" => PathRoot::Correlation,
            _ => PathRoot::Local,
        };
        let mut rest = rest.into_iter().peekable();
        let index = rest.next_if(|pair| pair.as_rule() == Rule::index);
        let mut segments = Vec::new();
        if root == PathRoot::Local {
            let index = match index {
                Some(index) => Some(Box::new(self.index(index)?)),
                None => None,
            };
            segments.push(Segment {
                key: Key::Name(head),
                index,
            });
        } else if let Some(index) = index {
            let span = self.span(&index);
            self.error(
                Code::Q0001,
                span,
                format!("unexpected `[`: {} is not a vector", head.name),
            );
        }
        for segment in rest {
            segments.push(self.segment(segment)?);
        }
        Some(Path {
            root,
            segments,
            span,
        })
    }

    fn prefixed(&mut self, segments: Vec<Pair<'_, Rule>>, span: Span) -> Option<Path> {
        if self.withs == 0 {
            let message = "prefixed variable paths must be inside a with block";
            self.errors.push(
                Diagnostic::new(Code::Q0004, span, message)
                    .help("write the path whole, or put with( path ) { … } around"),
            );
        }
        let segments: Option<Vec<_>> = segments
            .into_iter()
            .map(|segment| self.segment(segment))
            .collect();
        Some(Path {
            root: PathRoot::With,
            segments: segments?,
            span,
        })
    }

    fn segment(&mut self, pair: Pair<'_, Rule>) -> Option<Segment> {
        let mut inner: Pairs<'_, Rule> = pair.into_inner();
        let key = inner.next()?;
        let key = match key.as_rule() {
            Rule::computed => Key::Computed(Box::new(self.expression(key.into_inner().next()?)?)),
            _ => Key::Name(self.identifier(&key)),
        };
        let index = match inner.next() {
            Some(index) => Some(Box::new(self.index(index)?)),
            None => None,
        };
        Some(Segment { key, index })
    }

    fn index(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        self.expression(pair.into_inner().next()?)
    }
}
