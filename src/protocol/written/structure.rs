//! From an automaton to sequences, choices, calls and loops: what the text of a protocol is made of.
//!
//! A text has two ways to come to one state from several others. In the session language that is a definition, called
//! last ([`Way::Parts`]); its size is linear. In Scribble and nuScr a state on a cycle is the beginning of a loop, and
//! what else is shared is written again in each place ([`Way::Loops`]). In both, where all branches of a choice come to
//! one state and nobody else does, it follows the choice.

use super::{LEVELS, STEPS, Unsayable};
use crate::automata::cycles::on_cycles;
use crate::automata::global::{Edge, Global, StateId, ThreadId};
use crate::automata::label::Phase;
use crate::base::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// How what is shared is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As definitions; requests have their replies around what happens between them.
    Parts,
    /// As loops; a request and its reply are two messages.
    Loops,
    /// As loops, with nothing after a choice.
    Trees,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(super) enum Piece<'g> {
    /// A message.
    Step(&'g Edge),
    /// A request with what happens before its reply.
    Call(Box<Call<'g>>),
    /// One of several, each with a message or a request first.
    Choice(Vec<Vec<Piece<'g>>>),
    /// A definition, by its index.
    Part(usize),
    /// A loop, by its number.
    Loop(usize, Vec<Piece<'g>>),
    /// Back to the beginning of a loop.
    Again(usize),
}

/// A request-response.
#[derive(Clone, Debug)]
pub(super) struct Call<'g> {
    pub(super) request: &'g Edge,
    pub(super) body: Vec<Piece<'g>>,
    pub(super) reply: &'g Edge,
    pub(super) faults: Vec<(&'g Edge, Vec<Piece<'g>>)>,
}

/// What happens, with what it calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Structure<'g> {
    pub(super) body: Vec<Piece<'g>>,
    pub(super) parts: Vec<Vec<Piece<'g>>>,
}

/// Where a row of pieces ends besides at the end of the protocol, and where the call around it is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Stop {
    at: Option<StateId>,
    answered: Option<StateId>,
}

impl Stop {
    fn at(self, at: Option<StateId>) -> Self {
        Self { at, ..self }
    }
}

/// The structure of an automaton, or what cannot be said of it.
pub(super) fn structure(global: &Global, way: Way) -> Result<Structure<'_>, Vec<Unsayable>> {
    let errors = forks(global);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut builder = Builder::of(global, way);
    let body = builder.row(global.start(), Stop::default(), 0, false);
    let mut parts: Vec<Vec<Piece<'_>>> = Vec::new();
    while let Some((state, stop)) = builder.waiting.get(parts.len()).copied() {
        builder.open = vec![state];
        let part = builder.row(state, stop, 0, true);
        parts.push(part);
    }
    if builder.errors.is_empty() {
        return Ok(Structure { body, parts });
    }
    Err(builder.errors)
}

/// The lines of `|`, which no automaton tells from its branches in any order.
fn forks(global: &Global) -> Vec<Unsayable> {
    let mut edges = global.all_edges();
    let inside = edges.find(|(_, edge)| edge.thread != ThreadId::default());
    let message = "branches of `|` cannot be said";
    inside
        .map(|(_, edge)| Unsayable::new(edge.span, message))
        .into_iter()
        .collect()
}

struct Builder<'g> {
    global: &'g Global,
    way: Way,
    /// How many edges lead to a state, one more for the start.
    entered: FxHashMap<StateId, usize>,
    /// What lies on a cycle.
    cyclic: FxHashSet<StateId>,
    /// How many calls are open in a state, where that is the same on all ways.
    calls: FxHashMap<StateId, usize>,
    /// The beginnings of the definition, of the loops and of the choices around.
    open: Vec<StateId>,
    /// The loops around, each with its number.
    loops: Vec<(StateId, usize)>,
    /// The numbers of loops that are gone back to.
    used: FxHashSet<usize>,
    numbers: usize,
    parts: FxHashMap<(StateId, Stop), usize>,
    waiting: Vec<(StateId, Stop)>,
    steps: usize,
    errors: Vec<Unsayable>,
}

impl<'g> Builder<'g> {
    fn of(global: &'g Global, way: Way) -> Self {
        let mut entered: FxHashMap<StateId, usize> = FxHashMap::default();
        *entered.entry(global.start()).or_default() += 1;
        for (_, edge) in global.all_edges() {
            *entered.entry(edge.target).or_default() += 1;
        }
        let cyclic = on_cycles(global.all_edges().map(|(state, edge)| (state, edge.target)));
        Self {
            global,
            way,
            entered,
            cyclic: cyclic.into_iter().collect(),
            calls: calls(global, way),
            open: Vec::new(),
            loops: Vec::new(),
            used: FxHashSet::default(),
            numbers: 0,
            parts: FxHashMap::default(),
            waiting: Vec::new(),
            steps: 0,
            errors: Vec::new(),
        }
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        let error = Unsayable::new(span, message);
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// What happens from a state to where it stops; `here` says that it is written in this place, whoever else comes to it.
    fn row(
        &mut self,
        mut state: StateId,
        stop: Stop,
        depth: usize,
        mut here: bool,
    ) -> Vec<Piece<'g>> {
        let mut row = Vec::new();
        let global = self.global;
        loop {
            let edges = global.edges(state);
            if Some(state) == stop.at || self.ends(state) {
                return row;
            }
            if !here && let Some(rest) = self.elsewhere(state, stop, depth) {
                row.extend(rest);
                return row;
            }
            here = false;
            self.steps += 1;
            if self.steps > STEPS || depth > LEVELS {
                let span = edges.first().map_or(Span::NOWHERE, |edge| edge.span);
                let message = if depth > LEVELS {
                    format!("choices and calls are nested more than {LEVELS} levels deep here")
                } else {
                    format!("written out this would have more than {STEPS} steps")
                };
                self.error(span, message);
                return row;
            }
            if let [only] = edges {
                let Some((piece, next)) = self.step(only, stop, depth) else {
                    return row;
                };
                row.push(piece);
                state = next;
                continue;
            }
            let (choice, join) = self.choice(state, stop, depth);
            row.push(choice);
            let Some((join, only_here)) = join else {
                return row;
            };
            state = join;
            here = only_here;
        }
    }

    /// Whether nothing follows a state; an error where that is not all.
    fn ends(&mut self, state: StateId) -> bool {
        let edges = self.global.edges(state);
        let accepting = self.global.is_accepting(state);
        match edges.first() {
            None if accepting => true,
            None => {
                let message = "somewhere it neither ends nor goes on";
                self.error(Span::NOWHERE, message);
                true
            }
            Some(edge) if accepting => {
                let message = "before this step it may also end, and nobody says whether it does";
                self.error(edge.span, message);
                true
            }
            Some(_) => false,
        }
    }

    /// What is written in place of a state that is written elsewhere.
    fn elsewhere(&mut self, state: StateId, stop: Stop, depth: usize) -> Option<Vec<Piece<'g>>> {
        if self.way == Way::Parts {
            let shared = self.entered.get(&state).is_some_and(|count| *count > 1);
            if !shared && depth <= LEVELS / 2 {
                return None;
            }
            let next = self.waiting.len();
            let part = *self.parts.entry((state, stop)).or_insert(next);
            if part == next {
                self.waiting.push((state, stop));
            }
            return Some(vec![Piece::Part(part)]);
        }
        if !self.cyclic.contains(&state) {
            return None;
        }
        if let Some((_, number)) = self.loops.iter().find(|(known, _)| *known == state) {
            self.used.insert(*number);
            return Some(vec![Piece::Again(*number)]);
        }
        let shared = self.entered.get(&state).is_some_and(|count| *count > 1);
        if !shared {
            return None;
        }
        let number = self.numbers;
        self.numbers += 1;
        self.loops.push((state, number));
        self.open.push(state);
        let body = self.row(state, stop, depth + 1, true);
        self.open.pop();
        self.loops.pop();
        Some(match self.used.contains(&number) {
            true => vec![Piece::Loop(number, body)],
            false => body,
        })
    }

    /// One edge, and the state after it; `None` when it cannot be said.
    fn step(&mut self, edge: &'g Edge, stop: Stop, depth: usize) -> Option<(Piece<'g>, StateId)> {
        if self.way != Way::Parts {
            return Some((Piece::Step(edge), edge.target));
        }
        match edge.interaction.label.phase {
            Phase::OneWay => Some((Piece::Step(edge), edge.target)),
            Phase::Request => self.call(edge, stop, depth),
            Phase::Reply | Phase::Fault(_) => {
                let message = "this answers a call that is not open any more";
                self.error(edge.span, message);
                None
            }
        }
    }

    fn call(
        &mut self,
        request: &'g Edge,
        stop: Stop,
        depth: usize,
    ) -> Option<(Piece<'g>, StateId)> {
        let answered = match self.answers(request) {
            Ok(answered) => answered,
            Err(message) => {
                self.error(request.span, message);
                return None;
            }
        };
        let global = self.global;
        let (mut reply, mut faults) = (None, Vec::new());
        let inside = Stop {
            at: Some(answered),
            answered: Some(answered),
        };
        let body = self.row(request.target, inside, depth + 1, false);
        for edge in global.edges(answered) {
            match edge.interaction.label.phase {
                Phase::Fault(_) => {
                    // After a fault the call around it gets the same one; else it is the end, whatever stops around.
                    let raised = self.raised(edge, stop.answered);
                    let after = self.row(edge.target, stop.at(raised), depth + 1, false);
                    faults.push((edge, after));
                }
                _ => reply = Some(edge),
            }
        }
        let Some(reply) = reply else {
            let message = "this call never has a reply";
            self.error(request.span, message);
            return None;
        };
        let call = Call {
            request,
            body,
            reply,
            faults,
        };
        Some((Piece::Call(Box::new(call)), reply.target))
    }

    /// The state in which a call is answered: by its reply, or by a fault. Faults of calls within go on in states of
    /// their own.
    fn answers(&self, request: &Edge) -> Result<StateId, &'static str> {
        let mut found = None;
        let mut seen = FxHashSet::default();
        let mut waiting = vec![request.target];
        while let Some(state) = waiting.pop() {
            if !seen.insert(state) {
                continue;
            }
            let edges = self.global.edges(state);
            let answering = edges.iter().filter(|edge| answers(edge, request));
            let (mut all, mut replies) = (0, 0);
            for edge in answering {
                all += 1;
                replies += usize::from(edge.interaction.label.phase == Phase::Reply);
            }
            match (all, replies, found) {
                (0, ..) => waiting.extend(edges.iter().map(|edge| edge.target)),
                (some, ..) if some < edges.len() => {
                    return Err("this call is answered where something else may happen as well");
                }
                (_, 0, _) => {}
                (_, 1, None) => found = Some(state),
                _ => {
                    return Err(
                        "this call is answered in several ways, after which different things happen",
                    );
                }
            }
        }
        found.ok_or("this call never has a reply")
    }

    /// Where the call around, which is answered in `outer`, gets the fault that a call within it has got.
    fn raised(&self, fault: &Edge, outer: Option<StateId>) -> Option<StateId> {
        let reply = self.global.edges(outer?).first()?.interaction;
        let goes_on = |state: StateId| match self.global.edges(state) {
            [only] => {
                let answer = only.interaction;
                let same = answer.label.phase == fault.interaction.label.phase;
                same && answer.label.operation == reply.label.operation
                    && (answer.from, answer.to) == (reply.from, reply.to)
            }
            _ => false,
        };
        let mut seen = FxHashSet::default();
        let mut waiting = vec![fault.target];
        while let Some(state) = waiting.pop() {
            if goes_on(state) {
                return Some(state);
            }
            if seen.insert(state) {
                waiting.extend(self.global.edges(state).iter().map(|edge| edge.target));
            }
        }
        None
    }

    /// A choice, and where its branches come together, with whether nobody else comes there.
    fn choice(
        &mut self,
        state: StateId,
        stop: Stop,
        depth: usize,
    ) -> (Piece<'g>, Option<(StateId, bool)>) {
        let global = self.global;
        let edges = global.edges(state);
        let first = edges.first().map(|edge| edge.interaction.from);
        for edge in edges {
            if Some(edge.interaction.from) != first {
                let names = [
                    first.unwrap_or(edge.interaction.from),
                    edge.interaction.from,
                ];
                let [one, other] = names.map(|role| global.role(role));
                let message = format!(
                    "`{one}` and `{other}` may both act here: no choice has two who choose"
                );
                self.error(edge.span, message);
                return (Piece::Choice(Vec::new()), None);
            }
        }
        self.open.push(state);
        let join = match self.way {
            Way::Trees => None,
            Way::Parts | Way::Loops => self.join(state, stop),
        };
        let end = stop.at(join.map(|(join, _)| join).or(stop.at));
        let mut branches = Vec::new();
        for edge in edges {
            let Some((piece, next)) = self.step(edge, end, depth) else {
                continue;
            };
            let mut branch = vec![piece];
            branch.extend(self.row(next, end, depth + 1, false));
            branches.push(branch);
        }
        self.open.pop();
        (Piece::Choice(branches), join)
    }

    /// Where all ways from a choice come together.
    fn join(&self, state: StateId, stop: Stop) -> Option<(StateId, bool)> {
        let mut candidates = Vec::new();
        let mut seen = FxHashSet::default();
        let targets = self.global.edges(state).iter().map(|edge| edge.target);
        let mut waiting: VecDeque<StateId> = targets.collect();
        while let Some(next) = waiting.pop_front() {
            if candidates.len() >= CANDIDATES || seen.len() >= REGION {
                break;
            }
            if !seen.insert(next) || Some(next) == stop.at {
                continue;
            }
            let edges = self.global.edges(next);
            if self.entered.get(&next).is_some_and(|count| *count > 1) && !edges.is_empty() {
                candidates.push(next);
            }
            waiting.extend(edges.iter().map(|edge| edge.target));
        }
        let level = self.calls.get(&state)?;
        candidates
            .into_iter()
            .filter(|join| self.calls.get(join) == Some(level))
            .find_map(|join| Some((join, self.comes_to(state, stop, join)?)))
    }

    /// Whether all ways from a choice come to `join` before anything that is around; and whether nobody else does.
    fn comes_to(&self, state: StateId, stop: Stop, join: StateId) -> Option<bool> {
        if self.open.contains(&join) {
            return None;
        }
        let mut seen = FxHashSet::default();
        let mut inside = Vec::new();
        let mut entering = 0;
        let mut waiting = vec![state];
        while let Some(next) = waiting.pop() {
            if !seen.insert(next) {
                continue;
            }
            let edges = self.global.edges(next);
            if edges.is_empty() || seen.len() > REGION || Some(next) == stop.at {
                return None;
            }
            for edge in edges {
                if edge.target == join {
                    entering += 1;
                } else if self.open.contains(&edge.target) {
                    return None;
                } else {
                    inside.push((next, edge.target));
                    waiting.push(edge.target);
                }
            }
        }
        // In Scribble nothing may follow a loop, as each role by itself sees it.
        if self.way != Way::Parts && !on_cycles(inside).is_empty() {
            return None;
        }
        Some(self.entered.get(&join) == Some(&entering))
    }
}

/// How many states are tried as the end of a choice.
const CANDIDATES: usize = 32;

/// How many states are looked at to find the end of a choice.
const REGION: usize = 1 << 11;

/// Whether an edge answers a request.
fn answers(edge: &Edge, request: &Edge) -> bool {
    let (asked, answer) = (request.interaction, edge.interaction);
    matches!(answer.label.phase, Phase::Reply | Phase::Fault(_))
        && answer.label.operation == asked.label.operation
        && (answer.from, answer.to) == (asked.to, asked.from)
}

/// How many calls are open in each state, where all ways to it agree.
fn calls(global: &Global, way: Way) -> FxHashMap<StateId, usize> {
    let mut found: FxHashMap<StateId, Option<usize>> = FxHashMap::default();
    let mut waiting = vec![(global.start(), Some(0))];
    while let Some((state, open)) = waiting.pop() {
        let open = match found.get(&state) {
            Some(known) if *known == open || known.is_none() => continue,
            Some(_) => None,
            None => open,
        };
        found.insert(state, open);
        for edge in global.edges(state) {
            let after = match edge.interaction.label.phase {
                _ if way != Way::Parts => open,
                Phase::OneWay => open,
                Phase::Request => open.map(|open| open + 1),
                Phase::Reply | Phase::Fault(_) => open.and_then(|open| open.checked_sub(1)),
            };
            waiting.push((edge.target, after));
        }
    }
    found
        .into_iter()
        .filter_map(|(state, open)| Some((state, open?)))
        .collect()
}
