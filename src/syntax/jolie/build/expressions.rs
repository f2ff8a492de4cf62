//! Expressions.

use super::Builder;
use super::types::basic;
use crate::base::{Code, Diagnostic, Span};
use crate::syntax::jolie::parse::Rule;
use crate::syntax::jolie::tree::{
    Comparison, Expression, ExpressionKind, Literal, Path, ProductOperator, Step, SumOperator,
    TreeEntry, TreeValue,
};
use pest::iterators::{Pair, Pairs};

impl Builder {
    /// The expression of a pair of any level, from `expression` down to `factor`.
    pub(super) fn expression(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::expression => return self.list(pair, ExpressionKind::Or),
            Rule::conjunction => return self.list(pair, ExpressionKind::And),
            Rule::comparison => return self.comparison(pair),
            Rule::sum => return self.sum(pair),
            Rule::product => return self.product(pair),
            Rule::treed => return self.treed(pair),
            _ => self.deeper(span, |builder| builder.atom(pair))?,
        };
        Some(Expression { kind, span })
    }

    fn list(
        &mut self,
        pair: Pair<'_, Rule>,
        make: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Option<Expression> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = self.expression(inner.next()?)?;
        let mut all = vec![first];
        for next in inner {
            all.push(self.expression(next)?);
        }
        if all.len() == 1 {
            all.pop()
        } else {
            Some(Expression {
                kind: make(all),
                span,
            })
        }
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let left = self.expression(inner.next()?)?;
        let Some(operator) = inner.next() else {
            return Some(left);
        };
        let kind = if operator.as_rule() == Rule::comparison_operator {
            let comparison = match operator.as_str() {
                "==" => Comparison::Equal,
                "!=" => Comparison::NotEqual,
                "<=" => Comparison::LessOrEqual,
                ">=" => Comparison::GreaterOrEqual,
                "<" => Comparison::Less,
                _ => Comparison::Greater,
            };
            ExpressionKind::Compare(
                comparison,
                Box::new(left),
                Box::new(self.expression(inner.next()?)?),
            )
        } else {
            ExpressionKind::InstanceOf(Box::new(left), self.data_type(operator)?)
        };
        Some(Expression { kind, span })
    }

    fn sum(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = self.expression(inner.next()?)?;
        let mut rest = Vec::new();
        while let Some(next) = inner.next() {
            // A negative literal right after an operand is added: `a -1`.
            let (operator, operand) = match (next.as_rule(), next.as_str()) {
                (Rule::sum_operator, "-") => (SumOperator::Subtract, inner.next()?),
                (Rule::sum_operator, _) => (SumOperator::Add, inner.next()?),
                _ => (SumOperator::Add, next),
            };
            rest.push((operator, self.expression(operand)?));
        }
        if rest.is_empty() {
            return Some(first);
        }
        Some(Expression {
            kind: ExpressionKind::Sum(Box::new(first), rest),
            span,
        })
    }

    fn product(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = self.expression(inner.next()?)?;
        let mut rest = Vec::new();
        while let (Some(operator), Some(operand)) = (inner.next(), inner.next()) {
            let operator = match operator.as_str() {
                "*" => ProductOperator::Multiply,
                "/" => ProductOperator::Divide,
                _ => ProductOperator::Modulo,
            };
            rest.push((operator, self.expression(operand)?));
        }
        if rest.is_empty() {
            return Some(first);
        }
        Some(Expression {
            kind: ExpressionKind::Product(Box::new(first), rest),
            span,
        })
    }

    fn treed(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        if first.as_rule() == Rule::inline_tree {
            let entries = self.entries(first)?;
            return Some(Expression {
                kind: ExpressionKind::Tree(None, entries),
                span,
            });
        }
        let root = self.expression(first)?;
        let Some(tree) = inner.next() else {
            return Some(root);
        };
        let entries = self.entries(tree)?;
        Some(Expression {
            kind: ExpressionKind::Tree(Some(Box::new(root)), entries),
            span,
        })
    }

    fn entries(&mut self, pair: Pair<'_, Rule>) -> Option<Vec<TreeEntry>> {
        let span = self.span(&pair);
        self.deeper(span, |builder| {
            pair.into_inner()
                .map(|entry| builder.entry(entry))
                .collect()
        })
    }

    fn entry(&mut self, pair: Pair<'_, Rule>) -> Option<TreeEntry> {
        let mut inner = pair.into_inner();
        let path = self.path(inner.next()?)?;
        let value = inner.next()?;
        let rule = value.as_rule();
        let content = value.into_inner().next()?;
        let value = match rule {
            Rule::assign => TreeValue::Assign(self.expression(content)?),
            Rule::tree_copy => TreeValue::Copy(self.expression(content)?),
            _ => TreeValue::Alias(self.path(content)?),
        };
        Some(TreeEntry { path, value })
    }

    fn atom(&mut self, pair: Pair<'_, Rule>) -> Option<ExpressionKind> {
        let rule = pair.as_rule();
        let span = self.span(&pair);
        Some(match rule {
            Rule::string | Rule::double | Rule::long | Rule::int | Rule::boolean => {
                ExpressionKind::Literal(self.literal(&pair)?)
            }
            Rule::fresh => ExpressionKind::Fresh,
            Rule::frozen => {
                if self.handlers == 0 {
                    let message =
                        "expected an expression: `^` freezes a variable in an install only";
                    self.error(Code::Q0008, span, message);
                }
                ExpressionKind::Frozen(self.only_path(pair)?)
            }
            Rule::not => ExpressionKind::Not(Box::new(self.expression(pair.into_inner().next()?)?)),
            Rule::solicit_expression => self.solicit_expression(pair.into_inner())?,
            Rule::variable | Rule::prefixed_variable => self.variable(pair)?,
            Rule::parenthesised => {
                ExpressionKind::Group(Box::new(self.expression(pair.into_inner().next()?)?))
            }
            Rule::size => ExpressionKind::Size(self.only_path(pair)?),
            Rule::pre_step => ExpressionKind::Step(self.pre_step(pair)?),
            Rule::is_defined => ExpressionKind::IsDefined(self.only_path(pair)?),
            Rule::is_type => {
                let mut inner = pair.into_inner();
                let basic = basic(inner.next()?.as_str())?;
                ExpressionKind::IsType(basic, self.path(inner.next()?)?)
            }
            Rule::cast => {
                let mut inner = pair.into_inner();
                let basic = basic(inner.next()?.as_str())?;
                ExpressionKind::Cast(basic, Box::new(self.expression(inner.next()?)?))
            }
            Rule::if_expression => {
                let mut inner = pair.into_inner();
                let mut next = || Some(Box::new(self.expression(inner.next()?)?));
                ExpressionKind::If(next()?, next()?, next()?)
            }
            _ => return None,
        })
    }

    fn only_path(&mut self, pair: Pair<'_, Rule>) -> Option<Path> {
        self.path(pair.into_inner().next()?)
    }

    fn solicit_expression(&mut self, mut inner: Pairs<'_, Rule>) -> Option<ExpressionKind> {
        let operation = self.identifier(&inner.next()?);
        let port = self.identifier(&inner.next()?);
        let argument = self.argument(inner.next()?)?.map(Box::new);
        Some(ExpressionKind::Solicit {
            operation,
            port,
            argument,
        })
    }

    /// The expression of an `argument` pair; `Some(None)` when nothing is written.
    #[allow(clippy::option_option)]
    pub(super) fn argument(&mut self, pair: Pair<'_, Rule>) -> Option<Option<Expression>> {
        match pair.into_inner().next() {
            Some(expression) => Some(Some(self.expression(expression)?)),
            None => Some(None),
        }
    }

    fn variable(&mut self, pair: Pair<'_, Rule>) -> Option<ExpressionKind> {
        let mut inner = pair.into_inner();
        let path = self.path(inner.next()?)?;
        let Some(change) = inner.next() else {
            return Some(ExpressionKind::Path(path));
        };
        Some(match change.as_rule() {
            Rule::step => ExpressionKind::Step(Step {
                path,
                up: change.as_str() == "++",
                prefix: false,
            }),
            _ => ExpressionKind::Assign(
                path,
                Box::new(self.expression(change.into_inner().next()?)?),
            ),
        })
    }

    pub(super) fn pre_step(&mut self, pair: Pair<'_, Rule>) -> Option<Step> {
        let mut inner = pair.into_inner();
        let up = inner.next()?.as_str() == "++";
        Some(Step {
            path: self.path(inner.next()?)?,
            up,
            prefix: true,
        })
    }

    /// The literal of a literal pair; `None`, with an error, for an integer out of range.
    pub(in crate::syntax) fn literal(&mut self, pair: &Pair<'_, Rule>) -> Option<Literal> {
        let written = pair.as_str();
        let span = self.span(pair);
        match pair.as_rule() {
            Rule::string => Some(Literal::String(self.text(pair).value)),
            Rule::boolean => Some(Literal::Bool(written == "true")),
            Rule::double => Some(Literal::Double(written.parse().ok()?)),
            Rule::long => {
                let digits = written.trim_end_matches(['l', 'L']);
                self.in_range(digits.parse().ok().map(Literal::Long), span, "long", "64")
            }
            _ => self.in_range(written.parse().ok().map(Literal::Int), span, "int", "32"),
        }
    }

    fn in_range(
        &mut self,
        literal: Option<Literal>,
        span: Span,
        kind: &str,
        bits: &str,
    ) -> Option<Literal> {
        if literal.is_none() {
            self.errors.push(
                Diagnostic::new(
                    Code::Q0003,
                    span,
                    format!("this number does not fit an {kind}"),
                )
                .label(format!("an {kind} has {bits} bits")),
            );
        }
        literal
    }
}
