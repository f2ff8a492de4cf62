//! The search through related states: those that certainly happen first, so that the run to each is a shortest one that
//! hangs on no data that are not followed, where there is such a run.

use super::quiet::Quiet;
use super::state::{Pair, State};
use super::step::{Next, Step};
use super::{Answer, Deviation, Doubt, Event, Kind, MOST, Manner, Part, What};
use crate::automata::local::Direction;
use crate::base::{Name, Span};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::collections::VecDeque;

/// A search.
pub(super) struct Search<'a> {
    pair: Pair<'a>,
    states: IndexSet<State, FxBuildHasher>,
    /// How each state was reached first.
    before: Vec<Option<(usize, Event)>>,
    /// Why each is not certain to be reached.
    doubts: Vec<Option<Doubt>>,
    /// Silent steps, from and to, with their lines.
    silent: Vec<(usize, usize, Span)>,
    /// Whether something is seen of a state, or it is quiet.
    seen: Vec<bool>,
    deviations: Vec<Deviation>,
    manner: Manner,
    lost: Option<String>,
}

/// What is found on the way.
struct Waiting {
    from: usize,
    step: Step,
}

impl<'a> Search<'a> {
    pub fn new(part: &'a Part<'a>) -> Self {
        Self {
            pair: Pair::new(part),
            states: IndexSet::default(),
            before: Vec::new(),
            doubts: Vec::new(),
            silent: Vec::new(),
            seen: Vec::new(),
            deviations: Vec::new(),
            manner: Manner::default(),
            lost: None,
        }
    }

    pub fn run(mut self) -> Answer {
        let first = self.pair.first();
        let mut queue = VecDeque::new();
        self.add(first, None, None);
        queue.push_back(0);
        let mut later: VecDeque<Waiting> = VecDeque::new();
        loop {
            while let Some(number) = queue.pop_front() {
                if self.states.len() > MOST {
                    let why = format!("there are more than {MOST} states");
                    return self.answer(Some(why));
                }
                self.look(number, &mut queue, &mut later);
            }
            let Some(Waiting { from, step }) = later.pop_front() else {
                break;
            };
            let span = step.event.span;
            let (number, new) = self.add(step.to, Some((from, step.event)), step.doubt);
            if step.silent {
                self.silent.push((from, number, span));
            }
            if new {
                queue.push_back(number);
            }
        }
        self.diverges();
        self.answer(None)
    }

    fn add(
        &mut self,
        state: State,
        before: Option<(usize, Event)>,
        doubt: Option<Doubt>,
    ) -> (usize, bool) {
        let (number, new) = self.states.insert_full(state);
        if new {
            self.before.push(before);
            self.doubts.push(doubt);
            self.seen.push(false);
        }
        (number, new)
    }

    /// Takes every step of a state, and judges it.
    fn look(&mut self, number: usize, queue: &mut VecDeque<usize>, later: &mut VecDeque<Waiting>) {
        let Some(state) = self.states.get_index(number).cloned() else {
            return;
        };
        let mut next = self.pair.next(&state);
        self.manner.again |= next.again;
        self.manner.others |= next.outside || next.opens || next.elsewhere;
        self.manner.bounded |= next.held_back;
        self.manner.steps += next.steps.len();
        if let Some(lost) = next.lost.take() {
            self.lost.get_or_insert(lost);
        }
        let deviates = !next.wrong.is_empty();
        for wrong in std::mem::take(&mut next.wrong) {
            self.note(number, wrong);
        }
        if !next.moves && !next.held_back {
            self.quiet(number, &state, &next);
        }
        if let Some(seen) = self.seen.get_mut(number) {
            *seen = !next.moves
                || next.held_back
                || deviates
                || next.steps.iter().any(|step| !step.silent);
        }
        let doubt = self.doubt(number);
        for step in next.steps {
            if doubt.is_none() && step.doubt.is_some() {
                later.push_back(Waiting { from: number, step });
                continue;
            }
            let span = step.event.span;
            let (target, new) = self.add(step.to, Some((number, step.event)), doubt);
            if step.silent {
                self.silent.push((number, target, span));
            }
            if new {
                queue.push_back(target);
            }
        }
    }

    fn quiet(&mut self, number: usize, state: &State, next: &Next) {
        let local = self.pair.part.local;
        let over = local.edges(state.role).is_empty();
        let live = state.live().next().is_some();
        self.manner.lingers |= over && live;
        let mut edges = local.edges(state.role).iter();
        self.manner.serial |= edges.any(|edge| edge.action.direction == Direction::Send)
            && live
            && !local.is_accepting(state.role);
        match self.pair.stands(state, next, self.ended(number)) {
            Quiet::Right => {}
            Quiet::Wrong(found) => {
                for wrong in found {
                    self.note(number, wrong);
                }
            }
            Quiet::Others(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                let why = format!(
                    "it waits for {}, which is no part of the session",
                    names.join(", ")
                );
                self.lost.get_or_insert(why);
            }
        }
    }

    /// The line of the last step to a state, and the fault by which a session ended last.
    fn ended(&self, number: usize) -> (Span, Option<Name>) {
        let before = |at: usize| self.before.get(at).and_then(Option::as_ref);
        let events = || std::iter::successors(before(number), |(from, _)| before(*from));
        let mut spans = events().map(|(_, event)| event.span);
        let span = spans.find(|span| *span != Span::NOWHERE);
        let fault = events().find_map(|(_, event)| match event.what {
            What::End(fault) => Some(fault),
            _ => None,
        });
        let span = span.unwrap_or(self.pair.behaviour().span);
        (span, fault.flatten())
    }

    fn doubt(&self, number: usize) -> Option<Doubt> {
        self.doubts.get(number).copied().flatten()
    }

    /// Keeps a deviation, once.
    fn note(&mut self, number: usize, mut found: Deviation) {
        found.doubt = found.doubt.or(self.doubt(number));
        let same = |known: &Deviation| known.span == found.span && known.kind == found.kind;
        if self.deviations.iter().any(same) {
            return;
        }
        found.run = self.path(number);
        self.deviations.push(found);
    }

    /// The run to a state.
    fn path(&self, number: usize) -> Vec<Event> {
        let mut run = Vec::new();
        let mut at = number;
        while let Some((from, event)) = self.before.get(at).and_then(Option::as_ref) {
            run.push(event.clone());
            at = *from;
        }
        run.reverse();
        run
    }

    /// Finds states from which silent steps never lead to where something is seen, or to rest.
    fn diverges(&mut self) {
        let mut into: Vec<Vec<usize>> = vec![Vec::new(); self.states.len()];
        for (from, to, _) in &self.silent {
            if let Some(into) = into.get_mut(*to) {
                into.push(*from);
            }
        }
        let mut waiting: Vec<usize> = (0..self.states.len())
            .filter(|number| self.seen.get(*number).copied().unwrap_or(true))
            .collect();
        while let Some(number) = waiting.pop() {
            for from in into.get(number).into_iter().flatten() {
                if let Some(seen) = self.seen.get_mut(*from)
                    && !*seen
                {
                    *seen = true;
                    waiting.push(*from);
                }
            }
        }
        let lost = self.seen.iter().position(|seen| !seen);
        let Some(number) = lost else {
            return;
        };
        let Some(state) = self.states.get_index(number) else {
            return;
        };
        let local = self.pair.part.local;
        if local.is_accepting(state.role) {
            self.manner.lingers = true;
            return;
        }
        let goes = self.silent.iter().find(|(from, _, _)| *from == number);
        let found = Deviation {
            kind: Kind::Diverges,
            span: goes.map_or(self.ended(number).0, |(_, _, span)| *span),
            expected: local.edges(state.role).to_vec(),
            doubt: None,
            run: Vec::new(),
        };
        self.note(number, found);
    }

    fn answer(mut self, limit: Option<String>) -> Answer {
        self.manner.states = self.states.len();
        let certain = self.deviations.iter().any(|one| one.doubt.is_none());
        match limit.or(self.lost) {
            _ if certain => Answer::Deviates(self.deviations),
            Some(why) => Answer::Unknown(why),
            None if !self.deviations.is_empty() => Answer::Deviates(self.deviations),
            None => Answer::Refines(self.manner),
        }
    }
}
