//! From what pest matched to trees of sessions.

use super::tree::{
    Branch, Condition, ConditionKind, Conversation, ConversationKind, Count, Definition, Each,
    Fault, Field, Interaction, Plays, RoleDeclaration, RoleReference, Session,
};
use crate::base::Code;
use crate::syntax::jolie::build::Builder;
use crate::syntax::jolie::parse::Rule;
use pest::iterators::Pair;

/// The operators of conditions, as trees name them.
const OPERATORS: [&str; 11] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%"];

impl Builder {
    /// `session S { … }`
    pub(in crate::syntax) fn session(&mut self, pair: Pair<'_, Rule>) -> Option<Session> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let mut session = Session {
            name: self.identifier(&inner.next()?),
            roles: None,
            body: None,
            definitions: Vec::new(),
            correlation: Vec::new(),
            span,
        };
        for part in inner {
            match part.as_rule() {
                Rule::session_roles => {
                    let roles = part.into_inner().filter_map(|role| self.role(role));
                    session.roles = Some(roles.collect());
                }
                Rule::session_define => session.definitions.push(self.definition(part)?),
                Rule::cset => session.correlation.push(self.correlation_set(part)?),
                _ => session.body = Some(self.conversation(part)?),
            }
        }
        Some(session)
    }

    /// `plays S.R( A => PortA )`
    pub(in crate::syntax) fn plays(&mut self, pair: Pair<'_, Rule>) -> Option<Plays> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let session = self.identifier(&inner.next()?);
        let role = self.role_reference(inner.next()?)?;
        let ports = inner.flat_map(Pair::into_inner).filter_map(|port| {
            let mut names = port.into_inner().map(|name| self.identifier(&name));
            Some((names.next()?, names.next()?))
        });
        Some(Plays {
            session,
            role,
            ports: ports.collect(),
            span,
        })
    }

    fn role(&mut self, pair: Pair<'_, Rule>) -> Option<RoleDeclaration> {
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let count = match inner.next() {
            Some(count) => Some(self.count(&count)?),
            None => None,
        };
        Some(RoleDeclaration { name, count })
    }

    fn count(&mut self, pair: &Pair<'_, Rule>) -> Option<Count> {
        Some(match pair.as_rule() {
            Rule::identifier => Count::Name(self.identifier(pair)),
            _ => Count::Number(self.number(pair)?, self.span(pair)),
        })
    }

    fn number(&mut self, pair: &Pair<'_, Rule>) -> Option<i64> {
        let number = pair.as_str().parse().ok();
        if number.is_none() {
            let span = self.span(pair);
            self.error(Code::Q0003, span, "this number is out of range");
        }
        number
    }

    fn definition(&mut self, pair: Pair<'_, Rule>) -> Option<Definition> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let body = match inner.next() {
            Some(body) => Some(self.conversation(body)?),
            None => None,
        };
        Some(Definition { name, body, span })
    }

    fn conversation(&mut self, pair: Pair<'_, Rule>) -> Option<Conversation> {
        let span = self.span(&pair);
        self.deeper(span, |builder| builder.one_conversation(pair))
    }

    /// A conversation; where a part cannot be read the others still are, for their errors.
    fn one_conversation(&mut self, pair: Pair<'_, Rule>) -> Option<Conversation> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let kind = match rule {
            Rule::conversation | Rule::conversation_part => {
                let parts: Vec<_> = pair
                    .into_inner()
                    .map(|part| self.conversation(part))
                    .collect();
                let mut parts = parts.into_iter().collect::<Option<Vec<_>>>()?;
                if parts.len() == 1 {
                    return parts.pop();
                }
                if rule == Rule::conversation {
                    ConversationKind::Parallel(parts)
                } else {
                    ConversationKind::Sequence(parts)
                }
            }
            Rule::conversation_choice => {
                let branches: Vec<_> = pair
                    .into_inner()
                    .map(|one| self.conversation_branch(one))
                    .collect();
                ConversationKind::Choice(branches.into_iter().collect::<Option<Vec<_>>>()?)
            }
            Rule::conversation_block => {
                ConversationKind::Block(self.conversation_block(pair)?.map(Box::new))
            }
            Rule::conversation_group => {
                let inside = self.conversation(pair.into_inner().next()?)?;
                ConversationKind::Group(Box::new(inside))
            }
            Rule::conversation_for | Rule::conversation_spawn => {
                let mut inner = pair.into_inner();
                ConversationKind::Each(Box::new(Each {
                    variable: self.identifier(&inner.next()?),
                    family: self.identifier(&inner.next()?),
                    parallel: rule == Rule::conversation_spawn,
                    body: self.conversation_block(inner.next()?)?,
                }))
            }
            Rule::interaction => ConversationKind::Interaction(Box::new(self.interaction(pair)?)),
            _ => ConversationKind::Call(self.identifier(&pair.into_inner().next()?)),
        };
        Some(Conversation { kind, span })
    }

    /// What is inside of a block: `Some(None)` when that is nothing.
    fn conversation_block(&mut self, pair: Pair<'_, Rule>) -> Option<Option<Conversation>> {
        match pair.into_inner().next() {
            Some(inside) => self.conversation(inside).map(Some),
            None => Some(None),
        }
    }

    fn conversation_branch(&mut self, pair: Pair<'_, Rule>) -> Option<Branch> {
        let mut inner = pair.into_inner();
        let guard = self.interaction(inner.next()?);
        let body = self.conversation_block(inner.next()?);
        Some(Branch {
            guard: guard?,
            body: body?,
        })
    }

    fn interaction(&mut self, pair: Pair<'_, Rule>) -> Option<Interaction> {
        let mut span = self.span(&pair);
        let mut inner = pair.into_inner();
        let from = self.role_reference(inner.next()?)?;
        let to = self.role_reference(inner.next()?)?;
        let operation = self.identifier(&inner.next()?);
        let message = inner.next()?;
        span.end = self.span(&message).end;
        let mut interaction = Interaction {
            from,
            to,
            operation,
            message: self.message_fields(message),
            reply: None,
            condition: None,
            body: None,
            faults: Vec::new(),
            span,
        };
        for part in inner {
            let end = self.span(&part).end;
            match part.as_rule() {
                Rule::interaction_reply => {
                    interaction.reply = Some(self.message_fields(part.into_inner().next()?));
                    interaction.span.end = end;
                }
                Rule::r#where => {
                    interaction.condition = Some(self.condition(part.into_inner().next()?)?);
                    interaction.span.end = end;
                }
                Rule::conversation_block => {
                    self.answered(
                        &interaction,
                        "only a request-response has something between it and its reply",
                    );
                    interaction.body = self.conversation_block(part)?;
                }
                _ => {
                    self.answered(
                        &interaction,
                        "only a request-response can be answered by a fault",
                    );
                    let faults: Vec<_> = part
                        .into_inner()
                        .map(|one| self.session_fault(one))
                        .collect();
                    interaction.faults = faults.into_iter().collect::<Option<Vec<_>>>()?;
                }
            }
        }
        Some(interaction)
    }

    /// Notes an error when the interaction has no reply.
    fn answered(&mut self, interaction: &Interaction, message: &str) {
        if interaction.reply.is_none() {
            self.error(Code::Q0001, interaction.span, message);
        }
    }

    fn session_fault(&mut self, pair: Pair<'_, Rule>) -> Option<Fault> {
        let mut inner = pair.into_inner();
        let mut fault = Fault {
            name: self.identifier(&inner.next()?),
            message: Vec::new(),
            body: None,
        };
        for part in inner {
            match part.as_rule() {
                Rule::message => fault.message = self.message_fields(part),
                _ => fault.body = self.conversation_block(part)?,
            }
        }
        Some(fault)
    }

    fn message_fields(&mut self, pair: Pair<'_, Rule>) -> Vec<Field> {
        let fields = pair.into_inner().filter_map(|field| {
            let mut names = field.into_inner().map(|name| self.identifier(&name));
            let first = names.next()?;
            Some(match names.next() {
                Some(data) => Field {
                    name: Some(first),
                    data,
                },
                None => Field {
                    name: None,
                    data: first,
                },
            })
        });
        fields.collect()
    }

    fn role_reference(&mut self, pair: Pair<'_, Rule>) -> Option<RoleReference> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let name = self.identifier(&inner.next()?);
        let index = match inner.next() {
            Some(index) => Some(self.role_index(index)?),
            None => None,
        };
        Some(RoleReference { name, index, span })
    }

    fn role_index(&mut self, pair: Pair<'_, Rule>) -> Option<(Count, i64)> {
        let mut inner = pair.into_inner();
        let base = self.count(&inner.next()?)?;
        let mut sign = 1;
        let mut added = 0;
        for part in inner {
            match part.as_rule() {
                Rule::sum_operator => sign = if part.as_str() == "-" { -1 } else { 1 },
                _ => added = self.number(&part)?,
            }
        }
        Some((base, added.saturating_mul(sign)))
    }

    fn condition(&mut self, pair: Pair<'_, Rule>) -> Option<Condition> {
        let span = self.span(&pair);
        self.deeper(span, |builder| builder.one_condition(pair))
    }

    fn one_condition(&mut self, pair: Pair<'_, Rule>) -> Option<Condition> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            rule @ (Rule::condition_any | Rule::condition_all) => {
                let parts = pair.into_inner().map(|part| self.condition(part));
                let mut parts = parts.collect::<Option<Vec<_>>>()?;
                if parts.len() == 1 {
                    return parts.pop();
                }
                if rule == Rule::condition_any {
                    ConditionKind::Any(parts)
                } else {
                    ConditionKind::All(parts)
                }
            }
            rule @ (Rule::condition_comparison | Rule::condition_sum | Rule::condition_product) => {
                return self.operation(pair, rule);
            }
            Rule::condition_not => {
                ConditionKind::Not(Box::new(self.condition(pair.into_inner().next()?)?))
            }
            Rule::condition_group => {
                ConditionKind::Group(Box::new(self.condition(pair.into_inner().next()?)?))
            }
            Rule::condition_path => ConditionKind::Path(self.identifiers(pair.into_inner())),
            _ => ConditionKind::Literal(self.literal(&pair)?),
        };
        Some(Condition { kind, span })
    }

    /// A comparison, a sum or a product: operands with operators between them. A number with its sign glued on is added.
    fn operation(&mut self, pair: Pair<'_, Rule>, rule: Rule) -> Option<Condition> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let first = self.condition(inner.next()?)?;
        let mut rest = Vec::new();
        let mut operator = "+";
        for part in inner {
            match part.as_rule() {
                Rule::comparison_operator | Rule::sum_operator | Rule::product_operator => {
                    let written = part.as_str();
                    operator = OPERATORS.into_iter().find(|known| *known == written)?;
                }
                _ => {
                    rest.push((operator, self.condition(part)?));
                    operator = "+";
                }
            }
        }
        if rest.is_empty() {
            return Some(first);
        }
        let kind = if rule == Rule::condition_comparison {
            let (operator, second) = rest.pop()?;
            ConditionKind::Compare(operator, Box::new([first, second]))
        } else {
            ConditionKind::Arithmetic(Box::new(first), rest)
        };
        Some(Condition { kind, span })
    }
}
