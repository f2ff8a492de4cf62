//! Projection by merging, as types are projected in most papers: what a role does after a choice that it takes no part in
//! is the merge of what it does in the branches.
//!
//! | merge | defined where |
//! | --- | --- |
//! | [`Merge::Plain`] | all branches are the same type |
//! | [`Merge::Full`] | choices of what is sent are the same; what is received has one sender, and labels are united |
//! | [`Merge::Coinductive`] | as full, on the infinite unfoldings of types: recursions need not be written alike |
//!
//! In comes an automaton, which stands for the global type that its depth-first walk writes: a state that is met inside of
//! itself is a type variable. Out comes a local automaton, or where two branches do not merge and why. Where a merge is
//! defined its type does what the subset construction says (`tests/laws_sessions.rs`); what that does, and no merge, is
//! more.

use super::action;
use crate::automata::global::{Edge, Global, StateId};
use crate::automata::label::{Payload, RoleId};
use crate::automata::local::{Action, Direction, Local, LocalEdge, LocalId, LocalState};
use crate::base::threads::deep;
use crate::base::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Which merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Merge {
    /// All equal.
    Plain,
    /// Receives of one sender are united.
    Full,
    /// The same on unfoldings.
    Coinductive,
}

/// Why branches do not merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The line of one branch.
    pub span: Span,
    /// The line of another.
    pub other: Span,
    /// What is wrong; `None` when types were too large to be compared.
    pub why: Option<&'static str>,
}

/// How many nodes the types of a role may have.
const NODES: usize = 1 << 14;

/// How deeply they may be nested.
const LEVELS: usize = 1 << 12;

/// What a role does, by one of the merges.
///
/// # Errors
///
/// Where branches do not merge.
pub fn merged(global: &Global, role: RoleId, merge: Merge) -> Result<Local, Box<Conflict>> {
    if merge == Merge::Coinductive {
        return coinductive(global, role);
    }
    let mut writer = Writer {
        global,
        role,
        merge,
        open: Vec::new(),
        nodes: 0,
        acting: acting(global, role),
    };
    deep(|| {
        let whole = writer.state(global.start())?;
        Ok(automaton(global, role, &whole))
    })
}

fn conflict(span: Span, other: Span, why: &'static str) -> Box<Conflict> {
    let why = Some(why);
    Box::new(Conflict { span, other, why })
}

const RECEIVES: &str = "what it receives comes from two senders";
const SENDS: &str = "it sends different messages";
const PAYLOADS: &str = "one message carries different types";
const MIXED: &str = "it sends in one and receives in the other";
const ENDS: &str = "it ends in one and goes on in the other";
const LOOPS: &str = "it goes back to different loops";
const UNEQUAL: &str = "it does different things";

/// The states from which the role does something some time.
fn acting(global: &Global, role: RoleId) -> FxHashSet<StateId> {
    let mut before: FxHashMap<StateId, Vec<StateId>> = FxHashMap::default();
    let mut waiting = Vec::new();
    for (state, edge) in global.all_edges() {
        before.entry(edge.target).or_default().push(state);
        if action(role, edge.interaction).is_some() {
            waiting.push(state);
        }
    }
    let mut found = FxHashSet::default();
    while let Some(state) = waiting.pop() {
        if found.insert(state) {
            waiting.extend(before.get(&state).into_iter().flatten());
        }
    }
    found
}

/// A local type.
#[derive(Clone, Debug)]
enum Type {
    End(Span),
    Variable(StateId, Span),
    Recursion(StateId, Box<Type>),
    Choice(Direction, Vec<Branch>),
}

#[derive(Clone, Debug)]
struct Branch {
    action: Action,
    payload: Payload,
    after: Type,
    span: Span,
}

impl Branch {
    fn types(&self) -> Vec<Name> {
        self.payload.types().collect()
    }
}

impl Type {
    fn span(&self) -> Span {
        match self {
            Self::End(span) | Self::Variable(_, span) => *span,
            Self::Recursion(_, body) => body.span(),
            Self::Choice(_, branches) => branches.first().map_or(Span::NOWHERE, |one| one.span),
        }
    }
}

/// The type of a state, by depth.
struct Writer<'g> {
    global: &'g Global,
    role: RoleId,
    merge: Merge,
    open: Vec<StateId>,
    nodes: usize,
    acting: FxHashSet<StateId>,
}

impl Writer<'_> {
    fn state(&mut self, state: StateId) -> Result<Type, Box<Conflict>> {
        let global = self.global;
        let edges = global.edges(state);
        let span = edges.first().map_or(Span::NOWHERE, |edge| edge.span);
        if !self.acting.contains(&state) {
            return Ok(Type::End(span));
        }
        if self.open.contains(&state) {
            return Ok(Type::Variable(state, span));
        }
        self.nodes += 1;
        if self.nodes > NODES || self.open.len() > LEVELS {
            let (other, why) = (span, None);
            return Err(Box::new(Conflict { span, other, why }));
        }
        self.open.push(state);
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for edge in edges {
            let after = self.state(edge.target)?;
            match action(self.role, edge.interaction) {
                None => others.push(after),
                Some(action) => own.push(Branch {
                    action,
                    payload: edge.payload.clone(),
                    after,
                    span: edge.span,
                }),
            }
        }
        let mut whole = self.alternatives(own)?;
        for other in others {
            whole = Some(match whole {
                None => other,
                Some(before) => self.merged(before, other)?,
            });
        }
        self.open.pop();
        let whole = whole.unwrap_or(Type::End(span));
        Ok(match speaks_of(&whole, state) {
            true => Type::Recursion(state, Box::new(whole)),
            false => whole,
        })
    }

    /// The role's own messages in a state: it chooses among them, or is told at once.
    fn alternatives(&self, own: Vec<Branch>) -> Result<Option<Type>, Box<Conflict>> {
        let mut branches: Vec<Branch> = Vec::new();
        for branch in own {
            let mut known = branches.iter_mut();
            match known.find(|known| known.action == branch.action) {
                Some(known) => known.after = self.merged(known.after.clone(), branch.after)?,
                None => branches.push(branch),
            }
        }
        let Some(direction) = branches.first().map(|branch| branch.action.direction) else {
            return Ok(None);
        };
        one_sender(direction, &branches)?;
        Ok(Some(Type::Choice(direction, branches)))
    }

    fn merged(&self, one: Type, other: Type) -> Result<Type, Box<Conflict>> {
        let (span, second) = (one.span(), other.span());
        let wrong = |why| Err(conflict(span, second, why));
        match (one, other) {
            (Type::End(span), Type::End(_)) => Ok(Type::End(span)),
            (Type::End(_), _) | (_, Type::End(_)) => wrong(ENDS),
            (Type::Variable(one, span), Type::Variable(other, _)) if one == other => {
                Ok(Type::Variable(one, span))
            }
            (Type::Recursion(one, body), Type::Recursion(other, rest)) if one == other => {
                let body = self.merged(*body, *rest)?;
                Ok(Type::Recursion(one, Box::new(body)))
            }
            (Type::Choice(one, branches), Type::Choice(other, rest)) if one == other => {
                self.choices(one, branches, rest)
            }
            (Type::Choice(..), Type::Choice(..)) => wrong(MIXED),
            _ => wrong(LOOPS),
        }
    }

    fn choices(
        &self,
        direction: Direction,
        mut branches: Vec<Branch>,
        rest: Vec<Branch>,
    ) -> Result<Type, Box<Conflict>> {
        let first = branches.first().map_or(Span::NOWHERE, |branch| branch.span);
        let unites = self.merge != Merge::Plain && direction == Direction::Receive;
        let same = branches.len() == rest.len();
        for branch in rest {
            let known = branches
                .iter_mut()
                .find(|known| known.action == branch.action);
            match known {
                Some(known) if known.types() != branch.types() => {
                    return Err(conflict(known.span, branch.span, PAYLOADS));
                }
                Some(known) => known.after = self.merged(known.after.clone(), branch.after)?,
                None if unites => branches.push(branch),
                None => {
                    let why = match direction {
                        Direction::Send => SENDS,
                        Direction::Receive => UNEQUAL,
                    };
                    return Err(conflict(first, branch.span, why));
                }
            }
        }
        if !same && !unites {
            let why = match direction {
                Direction::Send => SENDS,
                Direction::Receive => UNEQUAL,
            };
            return Err(conflict(first, first, why));
        }
        one_sender(direction, &branches)?;
        Ok(Type::Choice(direction, branches))
    }
}

/// Whether what is received has one sender.
fn one_sender(direction: Direction, branches: &[Branch]) -> Result<(), Box<Conflict>> {
    let Some(first) = branches.first().filter(|_| direction == Direction::Receive) else {
        return Ok(());
    };
    let mut others = branches.iter();
    match others.find(|one| one.action.partner != first.action.partner) {
        Some(other) => Err(conflict(first.span, other.span, RECEIVES)),
        None => Ok(()),
    }
}

/// Whether a type has a variable free.
fn speaks_of(whole: &Type, variable: StateId) -> bool {
    match whole {
        Type::End(_) => false,
        Type::Variable(name, _) => *name == variable,
        Type::Recursion(name, body) => *name != variable && speaks_of(body, variable),
        Type::Choice(_, branches) => branches.iter().any(|one| speaks_of(&one.after, variable)),
    }
}

/// The automaton of a type.
fn automaton(global: &Global, role: RoleId, whole: &Type) -> Local {
    let mut local = Local::new(role, global.roles.clone());
    let start = local.start();
    let mut waiting = vec![(whole, start, FxHashMap::<StateId, LocalId>::default())];
    while let Some((part, here, scope)) = waiting.pop() {
        let (mut part, mut scope) = (part, scope);
        while let Type::Recursion(name, body) = part {
            scope.insert(*name, here);
            part = body;
        }
        match part {
            // A loop in which nothing happens goes on for ever without the role.
            Type::End(_) | Type::Variable(..) | Type::Recursion(..) => local.accept(here, true),
            Type::Choice(_, branches) => {
                for branch in branches {
                    let known = match &branch.after {
                        Type::Variable(name, _) => scope.get(name).copied(),
                        _ => None,
                    };
                    let target = known.unwrap_or_else(|| {
                        let target = local.add(LocalState::default());
                        waiting.push((&branch.after, target, scope.clone()));
                        target
                    });
                    let edge = LocalEdge {
                        action: branch.action,
                        payload: branch.payload.clone(),
                        target,
                        span: branch.span,
                    };
                    local.connect(here, edge);
                }
            }
        }
    }
    local
}

/// The projection on unfoldings: a state of the role stands for all global states that it may be in, what it does in each of
/// them must merge.
fn coinductive(global: &Global, role: RoleId) -> Result<Local, Box<Conflict>> {
    let acting = acting(global, role);
    let Some(projection) = super::project(global, role, NODES) else {
        let (span, other) = (Span::NOWHERE, Span::NOWHERE);
        return Err(Box::new(Conflict {
            span,
            other,
            why: None,
        }));
    };
    let mut local = projection.local.clone();
    for (id, state) in projection.local.states() {
        // What the role does at once in each global state, and where it does nothing any more.
        let mut heads: Vec<Vec<&Edge>> = Vec::new();
        let mut ended = None;
        for known in projection.known(id) {
            let edges = global.edges(*known);
            let own = edges
                .iter()
                .filter(|edge| action(role, edge.interaction).is_some());
            let own: Vec<&Edge> = own.collect();
            if !own.is_empty() {
                heads.push(own);
            }
            if !acting.contains(known) {
                ended = Some(edges.first().map_or(Span::NOWHERE, |edge| edge.span));
            }
        }
        alike(role, &heads, ended)?;
        local.accept(id, state.edges.is_empty());
    }
    Ok(local)
}

/// Whether what a role does in several global states merges.
fn alike(role: RoleId, heads: &[Vec<&Edge>], ended: Option<Span>) -> Result<(), Box<Conflict>> {
    let Some((first, rest)) = heads.split_first() else {
        return Ok(());
    };
    let done = |edge: &Edge| action(role, edge.interaction);
    let Some((one, kind)) = first.first().and_then(|edge| Some((*edge, done(edge)?))) else {
        return Ok(());
    };
    if let Some(span) = ended {
        return Err(conflict(one.span, span, ENDS));
    }
    let mut known: Vec<&Edge> = Vec::new();
    for edge in heads.iter().flatten().copied() {
        let Some(action) = done(edge) else {
            continue;
        };
        if action.direction != kind.direction {
            return Err(conflict(one.span, edge.span, MIXED));
        }
        if action.direction == Direction::Receive && action.partner != kind.partner {
            return Err(conflict(one.span, edge.span, RECEIVES));
        }
        let same = known
            .iter()
            .find(|other| other.interaction == edge.interaction);
        match same {
            Some(other) if !other.payload.has_types_of(&edge.payload) => {
                return Err(conflict(other.span, edge.span, PAYLOADS));
            }
            Some(_) => {}
            None => known.push(edge),
        }
    }
    if kind.direction == Direction::Receive {
        return Ok(());
    }
    for head in rest {
        let lacks = |edge: &&&Edge| {
            !head
                .iter()
                .any(|other| other.interaction == edge.interaction)
        };
        let all = known.iter().find(lacks);
        if let (Some(edge), Some(here)) = (all, head.first()) {
            return Err(conflict(edge.span, here.span, SENDS));
        }
    }
    let lacks = |edge: &&&Edge| {
        !first
            .iter()
            .any(|other| other.interaction == edge.interaction)
    };
    match known.iter().find(lacks) {
        Some(edge) => Err(conflict(one.span, edge.span, SENDS)),
        None => Ok(()),
    }
}
