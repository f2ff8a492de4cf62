//! An automaton as a session.

use super::Unsayable;
use super::conditions::{Said, initial, is_text, is_unread, unsayable};
use super::names::{Names, operation};
use super::smallest;
use super::structure::{Call, Piece, Structure, Way, structure};
use crate::automata::global::{Datum, Edge, Global};
use crate::automata::label::{Label, Phase, RoleId};
use crate::base::{Name, Span};
use crate::solve::term::{Formula, Relation, Term};
use crate::syntax::jolie::tree::{Identifier, Literal};
use crate::syntax::session::tree::{
    Branch, Condition, ConditionKind, Conversation, ConversationKind, Definition, Fault, Field,
    Interaction, RoleDeclaration, RoleReference, Session,
};
use rustc_hash::FxHashMap;

/// The branches of each `|`, by the operation of the one-way message that stands for it in an automaton.
pub type Blocks = FxHashMap<Name, Vec<Global>>;

/// The operation of the message that stands for a `|`; no message of a program has one of this name.
#[must_use]
pub fn block(number: usize) -> Name {
    Name::from(&format!("|{number}"))
}

/// The session that an automaton is.
///
/// # Errors
///
/// What a session cannot say, each with its line.
pub fn session(global: &Global) -> Result<Session, Vec<Unsayable>> {
    session_of(global, &Blocks::default())
}

/// The session that an automaton is, with these branches of `|`.
///
/// # Errors
///
/// What a session cannot say, each with its line.
pub fn session_of(global: &Global, blocks: &Blocks) -> Result<Session, Vec<Unsayable>> {
    let global = &smallest(global);
    let blocks = blocks.iter();
    let blocks = blocks.map(|(name, branches)| (*name, branches.iter().map(smallest).collect()));
    let blocks: Blocks = blocks.collect();
    if let Some(error) = initial(global) {
        return Err(vec![error]);
    }
    let mut writer = Writer {
        global,
        blocks: &blocks,
        roles: Names::new(false, RESERVED),
        operations: Names::new(false, RESERVED),
        types: Names::new(false, RESERVED),
        defined: Names::new(false, RESERVED),
        definitions: Vec::new(),
        first: 0,
        bodies: Vec::new(),
        errors: Vec::new(),
    };
    let body = writer.body(global);
    let roles = global.role_ids().map(|role| RoleDeclaration {
        name: identifier(writer.role(role)),
        count: None,
    });
    let roles: Vec<RoleDeclaration> = roles.collect();
    if !writer.errors.is_empty() {
        return Err(writer.errors);
    }
    let mut bodies = writer.bodies;
    bodies.sort_by_key(|(index, _)| *index);
    let mut names = Names::new(false, RESERVED);
    Ok(Session {
        name: identifier(names.name((), "", global.name.as_str())),
        roles: (!roles.is_empty()).then_some(roles),
        body,
        definitions: bodies
            .into_iter()
            .map(|(_, definition)| definition)
            .collect(),
        correlation: Vec::new(),
        span: Span::NOWHERE,
    })
}

/// What means something else at the beginning of a step, or in front of a role.
const RESERVED: &[&str] = &[
    "for", "spawn", "define", "cset", "roles", "throws", "where", "session", "true", "false",
];

/// What tells two kinds of messages of one receiver apart: whether it has a reply, and the types of its parts.
type Kind = (RoleId, Name, Phase, Vec<Name>);

struct Writer<'g> {
    /// What is being written.
    global: &'g Global,
    blocks: &'g Blocks,
    roles: Names<RoleId>,
    operations: Names<Kind>,
    types: Names<Name>,
    defined: Names<usize>,
    definitions: Vec<Name>,
    /// The first definition of what is being written.
    first: usize,
    bodies: Vec<(usize, Definition)>,
    errors: Vec<Unsayable>,
}

fn identifier(name: Name) -> Identifier {
    Identifier {
        name,
        span: Span::NOWHERE,
    }
}

fn spoken(kind: ConversationKind) -> Conversation {
    Conversation {
        kind,
        span: Span::NOWHERE,
    }
}

/// The first message of a row.
fn first<'g>(row: &[Piece<'g>]) -> Option<&'g Edge> {
    match row.first()? {
        Piece::Step(edge) => Some(edge),
        Piece::Call(call) => Some(call.request),
        Piece::Choice(branches) => branches.iter().find_map(|branch| first(branch)),
        Piece::Loop(_, body) => first(body),
        Piece::Part(_) | Piece::Again(_) => None,
    }
}

impl<'g> Writer<'g> {
    /// What happens in an automaton; its definitions are kept.
    fn body(&mut self, global: &'g Global) -> Option<Conversation> {
        let Structure { body, parts } = match structure(global, Way::Parts) {
            Ok(structure) => structure,
            Err(errors) => {
                self.errors.extend(errors);
                return None;
            }
        };
        let around = (self.global, self.first);
        self.global = global;
        self.first = self.definitions.len();
        self.define(&parts);
        let body = self.row(&body);
        for (index, part) in parts.iter().enumerate() {
            let definition = Definition {
                name: identifier(self.definition(index)),
                body: self.row(part),
                span: Span::NOWHERE,
            };
            self.bodies.push((self.first + index, definition));
        }
        (self.global, self.first) = around;
        body
    }

    /// Names each definition after the first message in it.
    fn define(&mut self, parts: &[Vec<Piece<'_>>]) {
        for part in parts {
            let first = first(part).map(|edge| edge.interaction.label.operation);
            let first = first.filter(|first| !self.blocks.contains_key(first));
            let first = first.map_or("Rest", operation);
            let mut letters = first.chars();
            let head: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .collect();
            let index = self.definitions.len();
            let name = format!("{head}{}", letters.as_str());
            self.definitions.push(self.defined.name(index, "", &name));
        }
    }

    fn definition(&self, index: usize) -> Name {
        let name = self.definitions.get(self.first + index);
        name.copied().unwrap_or_default()
    }

    fn role(&mut self, role: RoleId) -> Name {
        let name = self.global.role(role);
        self.roles.name(role, "", name.as_str())
    }

    fn row(&mut self, row: &[Piece<'_>]) -> Option<Conversation> {
        let mut parts: Vec<Conversation> = row.iter().map(|piece| self.piece(piece)).collect();
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(spoken(ConversationKind::Sequence(parts))),
        }
    }

    fn piece(&mut self, piece: &Piece<'_>) -> Conversation {
        spoken(match piece {
            Piece::Step(edge) if self.blocks.contains_key(&edge.interaction.label.operation) => {
                let branches = self.blocks.get(&edge.interaction.label.operation);
                let branches = branches.map_or(&[][..], Vec::as_slice).iter();
                let parts = branches.filter_map(|branch| self.body(branch));
                let parts = spoken(ConversationKind::Parallel(parts.collect()));
                ConversationKind::Block(Some(Box::new(parts)))
            }
            Piece::Step(edge) => ConversationKind::Interaction(Box::new(self.step(edge))),
            Piece::Call(call) => ConversationKind::Interaction(Box::new(self.call(call))),
            Piece::Choice(branches) => {
                let branches = branches.iter().filter_map(|branch| {
                    let (guard, rest) = branch.split_first()?;
                    let guard = match guard {
                        Piece::Step(edge) => self.step(edge),
                        Piece::Call(call) => self.call(call),
                        _ => return None,
                    };
                    let body = self.row(rest);
                    Some(Branch { guard, body })
                });
                ConversationKind::Choice(branches.collect())
            }
            Piece::Part(index) => ConversationKind::Call(identifier(self.definition(*index))),
            // Sessions are made of parts.
            Piece::Loop(_, body) => ConversationKind::Block(self.row(body).map(Box::new)),
            Piece::Again(_) => ConversationKind::Block(None),
        })
    }

    fn step(&mut self, edge: &Edge) -> Interaction {
        let (message, said) = self.message(edge);
        let condition = said.and_then(|said| self.condition(edge, &said));
        let kind = self.kind(edge, Vec::new());
        self.interaction(edge, kind, message, condition)
    }

    fn call(&mut self, call: &Call<'_>) -> Interaction {
        let (message, said) = self.message(call.request);
        let (reply, told) = self.message(call.reply);
        let asked = said.and_then(|said| self.condition(call.request, &said));
        let answered = told.and_then(|said| self.condition(call.reply, &said));
        let both: Vec<Condition> = asked.into_iter().chain(answered).collect();
        let kind = self.kind(call.request, call.reply.payload.types().collect());
        let mut interaction = self.interaction(call.request, kind, message, all(both));
        interaction.reply = Some(reply);
        interaction.body = self.row(&call.body);
        for (edge, body) in &call.faults {
            let (message, said) = self.message(edge);
            if said.is_some_and(|said| !said.parts.is_empty()) {
                self.errors
                    .push(unsayable(edge, "no condition can stand on a fault"));
            }
            let name = edge.interaction.label.phase.fault().unwrap_or_default();
            interaction.faults.push(Fault {
                name: identifier(name),
                message,
                body: self.row(body),
            });
        }
        interaction
    }

    /// What tells an operation from others: the types of the request and of the reply.
    fn kind(&mut self, edge: &Edge, reply: Vec<Name>) -> Kind {
        let Label { operation, phase } = edge.interaction.label;
        let separator = Name::from(")(");
        let types = edge.payload.types().chain([separator]).chain(reply);
        (edge.interaction.to, operation, phase, types.collect())
    }

    fn interaction(
        &mut self,
        edge: &Edge,
        kind: Kind,
        message: Vec<Field>,
        condition: Option<Condition>,
    ) -> Interaction {
        let (from, to) = (edge.interaction.from, edge.interaction.to);
        let within = self.role(to);
        let written = operation(kind.1);
        let operation = self.operations.name(kind, within.as_str(), written);
        let mut reference = |role| RoleReference {
            name: identifier(self.role(role)),
            index: None,
            span: Span::NOWHERE,
        };
        Interaction {
            from: reference(from),
            to: reference(to),
            operation: identifier(operation),
            message,
            reply: None,
            condition,
            body: None,
            faults: Vec::new(),
            span: Span::NOWHERE,
        }
    }

    /// The parts of a message, and what must be true of it.
    fn message<'e>(&mut self, edge: &'e Edge) -> (Vec<Field>, Option<Said<'e>>)
    where
        Self: 'e,
    {
        let said = match Said::of(self.global, edge) {
            Ok(said) => Some(said),
            Err(error) => {
                self.errors.push(error);
                None
            }
        };
        let mut fields = Vec::new();
        for (index, field) in edge.payload.fields.iter().enumerate() {
            if field.data.as_str().contains('@') {
                self.errors.push(unsayable(edge, "sessions cannot be sent"));
            }
            let named = said
                .as_ref()
                .map_or(field.name, |said| said.fields.get(index).copied().flatten());
            fields.push(Field {
                name: named.map(|name| identifier(Name::from(&word(name)))),
                data: identifier(self.types.name(field.data, "", field.data.as_str())),
            });
        }
        (fields, said)
    }

    fn condition(&mut self, edge: &Edge, said: &Said<'_>) -> Option<Condition> {
        let mut parts = Vec::new();
        for formula in &said.parts {
            if is_unread(formula) {
                self.errors.push(unsayable(
                    edge,
                    "this condition is more than a comparison of numbers",
                ));
            } else if said.hides(formula) {
                self.errors
                    .push(unsayable(edge, "this reads what the same message changes"));
            } else {
                match self.formula(formula, said) {
                    Some(part) => parts.push(group(part)),
                    None => self
                        .errors
                        .push(unsayable(edge, "this condition cannot be written here")),
                }
            }
        }
        all(parts)
    }

    fn formula(&self, formula: &Formula<Datum>, said: &Said<'_>) -> Option<Condition> {
        let several = |parts: &[Formula<Datum>]| -> Option<Vec<Condition>> {
            parts
                .iter()
                .map(|part| self.formula(part, said).map(group))
                .collect()
        };
        Some(condition(match formula {
            Formula::Constant(value) => ConditionKind::Literal(Literal::Bool(*value)),
            Formula::Not(inside) => {
                ConditionKind::Not(Box::new(group(self.formula(inside, said)?)))
            }
            Formula::All(parts) | Formula::Any(parts) if parts.len() < 2 => match parts.first() {
                Some(only) => return self.formula(only, said),
                None => ConditionKind::Literal(Literal::Bool(matches!(formula, Formula::All(_)))),
            },
            Formula::All(parts) => ConditionKind::All(several(parts)?),
            Formula::Any(parts) => ConditionKind::Any(several(parts)?),
            Formula::Compare(relation, left, right) => {
                let sides = [self.term(left, said)?, self.term(right, said)?];
                ConditionKind::Compare(symbol(*relation), Box::new(sides))
            }
        }))
    }

    fn term(&self, term: &Term<Datum>, said: &Said<'_>) -> Option<Condition> {
        Some(condition(match term {
            Term::Number(number) if is_text(*number) => return None,
            Term::Number(number) => match i32::try_from(*number) {
                Ok(small) => ConditionKind::Literal(Literal::Int(small)),
                Err(_) => ConditionKind::Literal(Literal::Long(*number)),
            },
            Term::Variable(datum) => {
                let name = said.name(self.global, *datum)?;
                let path = name
                    .as_str()
                    .split('.')
                    .map(|part| identifier(Name::from(&word(Name::from(part)))));
                ConditionKind::Path(path.collect())
            }
            Term::Arithmetic(operation, parts) => {
                let [left, right] = &**parts;
                let (left, right) = (self.term(left, said)?, self.term(right, said)?);
                let rest = vec![(operation.symbol(), grouped(right))];
                ConditionKind::Arithmetic(Box::new(grouped(left)), rest)
            }
        }))
    }
}

/// A name of a part: without primes, which some languages have.
fn word(name: Name) -> String {
    let text = name.as_str().replace('\'', "_");
    match text.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("m{text}"),
        _ => text,
    }
}

fn condition(kind: ConditionKind) -> Condition {
    Condition {
        kind,
        span: Span::NOWHERE,
    }
}

/// One condition that all of these are.
fn all(mut parts: Vec<Condition>) -> Option<Condition> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(condition(ConditionKind::All(parts))),
    }
}

/// In brackets, where it is more than a comparison.
fn group(part: Condition) -> Condition {
    match part.kind {
        ConditionKind::Any(_) | ConditionKind::All(_) => {
            condition(ConditionKind::Group(Box::new(part)))
        }
        _ => part,
    }
}

/// In brackets, where it is computed.
fn grouped(part: Condition) -> Condition {
    match part.kind {
        ConditionKind::Arithmetic(..) => condition(ConditionKind::Group(Box::new(part))),
        _ => part,
    }
}

fn symbol(relation: Relation) -> &'static str {
    relation.symbol()
}
