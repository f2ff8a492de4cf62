//! A session while a step of it is worked out, and what follows a step by itself.

use super::{After, Context, Effect, MOST_TOKENS};
use crate::automata::network::evaluate::{Evaluation, Reader};
use crate::automata::network::session::{Session, Shared, Thread, ThreadState};
use crate::automata::network::{
    Act, Behaviour, CellId, Location, Node, OperationId, Place, PortId, Target, Term, Value, chosen,
};
use crate::base::Span;

/// More silent steps than this in a row are a loop: the rest is taken one by one.
const MOST_SILENT_STEPS: usize = 2_000;
/// How many threads a session has at once at most.
pub const MOST_THREADS: usize = 64;

/// A session at work.
pub(super) struct Work<'a> {
    pub context: Context<'a>,
    pub behaviour: &'a Behaviour,
    pub session: Session,
    /// What is shared, once it has changed.
    pub shared: Option<Shared>,
}

impl<'a> Work<'a> {
    pub fn new(context: Context<'a>, session: Session) -> Self {
        let behaviour = context.network.behaviour_of(session.of);
        Self {
            context,
            behaviour,
            session,
            shared: None,
        }
    }

    /// What has become of the session and of what it shares.
    pub fn after(self) -> After {
        After {
            session: self.session,
            shared: self.shared,
        }
    }

    pub fn shared(&self) -> &Shared {
        self.shared.as_ref().unwrap_or(self.context.shared)
    }

    pub fn shared_mut(&mut self) -> &mut Shared {
        self.shared
            .get_or_insert_with(|| self.context.shared.clone())
    }

    pub fn node(&self, at: Location) -> &'a Node {
        static NOWHERE: Node = Node {
            act: Act::End,
            origin: Span::NOWHERE,
        };
        self.behaviour.nodes.get(at.index()).unwrap_or(&NOWHERE)
    }

    pub fn thread(&self, index: u8) -> Option<&Thread> {
        self.session.threads.get(usize::from(index))?.as_ref()
    }

    pub fn thread_mut(&mut self, index: u8) -> Option<&mut Thread> {
        self.session.threads.get_mut(usize::from(index))?.as_mut()
    }

    /// The thread goes on at `next`.
    pub fn go(&mut self, index: u8, next: Location) {
        if let Some(thread) = self.thread_mut(index) {
            thread.at = next;
            thread.state = ThreadState::Ready;
        }
    }

    pub fn set_state(&mut self, index: u8, state: ThreadState) {
        if let Some(thread) = self.thread_mut(index) {
            thread.state = state;
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            network: self.context.network,
            behaviour: self.behaviour,
            session: &self.session,
            shared: self.shared(),
        }
    }

    /// What a term is worth.
    pub fn evaluate(&self, term: &Term) -> Evaluation {
        let mut made = 0;
        self.evaluate_after(term, &mut made)
    }

    /// What a term is worth when `made` tokens are new and not kept yet.
    fn evaluate_after(&self, term: &Term, made: &mut usize) -> Evaluation {
        self.reader().evaluate(term, &mut || {
            let token = self.token(*made);
            *made += 1;
            token
        })
    }

    /// What terms are worth, read at once: each `new` is another token.
    pub fn values<'t>(&self, terms: impl IntoIterator<Item = &'t Term>) -> Vec<Value> {
        let mut made = 0;
        let terms = terms.into_iter();
        terms
            .map(|term| self.evaluate_after(term, &mut made).value)
            .collect()
    }

    /// A token that nobody holds, after `skipped` others.
    fn token(&self, skipped: usize) -> Value {
        let Context { slot, held, .. } = self.context;
        let unheld = (0..MOST_TOKENS).filter(|number| held & (1 << number) == 0);
        let free = unheld.map(|number| Value::token(slot, number));
        let mut free = free.filter(|token| !self.holds(*token));
        free.nth(skipped).unwrap_or(Value::LOST)
    }

    fn holds(&self, token: Value) -> bool {
        let queued = self.session.queues.iter().flatten();
        self.session.cells.contains(&token)
            || self.shared().cells.contains(&token)
            || queued
                .into_iter()
                .any(|message| message.values.contains(&token))
    }

    /// Sets a cell, where it lives.
    pub fn set(&mut self, cell: CellId, value: Value) {
        let place = self
            .behaviour
            .cells
            .get(cell.index())
            .map(|cell| cell.place);
        let cells = match place {
            Some(Place::Global) => &mut self.shared_mut().cells,
            _ => &mut self.session.cells,
        };
        if let Some(place) = cells.get_mut(cell.index()) {
            *place = value;
        }
    }

    /// Sets cells at once: the terms are read first. A datum that was chosen freely stays free in its newest copy only,
    /// since both ways are possible for one test of it.
    pub fn set_all(&mut self, values: &[(CellId, Term)]) {
        let read = self.values(values.iter().map(|(_, term)| term));
        for (_, term) in values {
            self.spend(term);
        }
        // `a = b = new`: both are what is made, and not what `b` was.
        let made = |term: &Term| {
            let fresh = |(cell, value): &(CellId, Term)| {
                *value == Term::Fresh && *term == Term::Cell(*cell)
            };
            values.iter().position(fresh).map(|at| read[at])
        };
        for ((cell, term), value) in values.iter().zip(&read) {
            self.set(*cell, made(term).unwrap_or(*value));
        }
    }

    /// The free cells that a term reads are not free any longer.
    fn spend(&mut self, term: &Term) {
        for cell in term.cells() {
            if self.reader().cell(cell) == Value::FREE {
                self.set(cell, Value::LOST);
            }
        }
    }

    /// Does everything that follows by itself, when that is wanted.
    pub fn advance(&mut self) {
        if !self.context.settings.eager {
            return;
        }
        let mut left = MOST_SILENT_STEPS;
        loop {
            let mut moved = false;
            for index in 0..self.session.threads.len() {
                let Ok(index) = u8::try_from(index) else {
                    break;
                };
                while left > 0 && self.is_silent(index) {
                    left -= 1;
                    moved = true;
                    self.step(index);
                }
            }
            if !moved || left == 0 {
                return;
            }
        }
    }

    /// Whether what is sent by a port goes outside for certain and always succeeds: nobody of the system can tell when.
    pub fn is_idle_talk(&self, port: PortId, called: Option<OperationId>) -> bool {
        let Some(declared) = self.behaviour.ports.get(port.index()) else {
            return false;
        };
        let targets = &self.context.network[self.session.of].targets;
        let outside = targets.get(port.index()) == Some(&Target::Environment);
        let breaks = self.context.settings.broken && declared.remote;
        let answers = |operation: &OperationId| Some(*operation) == called;
        let mut faults = declared.faults.iter();
        outside
            && !breaks
            && declared.location.is_none()
            && !faults.any(|(operation, faults)| answers(operation) && !faults.is_empty())
    }

    /// Which way a condition goes, when its data decide it.
    pub fn decided(&self, condition: &Term) -> Option<bool> {
        self.reader().truth(self.evaluate(condition).value)
    }

    /// Whether one more definition may not be entered: what recursion piles up goes through here, be it frames of this
    /// thread or threads that wait for one another.
    pub fn is_too_deep(&self, thread: &Thread) -> bool {
        let mut frames = thread.frames.len();
        let mut above = thread.parent;
        while let Some(parent) = above.and_then(|parent| self.thread(parent)) {
            frames += parent.frames.len() + 1;
            above = parent.parent;
        }
        frames >= self.context.settings.depth
    }

    /// Whether `more` threads are too many.
    pub fn is_too_wide(&self, more: usize) -> bool {
        self.session.threads.iter().flatten().count() + more > MOST_THREADS
    }

    pub fn is_tail(&self, next: Location) -> bool {
        self.node(next).act == Act::End
    }

    /// After an undecided branch: what was asked is known now, or may not be asked again as if it were free.
    pub fn learn(&mut self, condition: &Term, taken: bool) {
        if let Term::Guess(guess) = condition {
            if taken {
                self.set(guess.cell, guess.value);
            }
            return;
        }
        if let Some((cell, Term::Value(value))) = equated(condition, taken) {
            return self.set(cell, *value);
        }
        self.spend(condition);
    }

    /// One silent step.
    fn step(&mut self, index: u8) {
        let Some(thread) = self.thread(index) else {
            return;
        };
        let _: Effect = match &thread.state {
            ThreadState::Raising(fault) => self.raise(index, *fault),
            ThreadState::Ready => match self.dies(thread) {
                Some(fault) => self.stop(index, fault),
                None if self.talks(thread) => self.talk(index),
                None => self.act(index),
            },
            ThreadState::Joining { .. } | ThreadState::Spawning { .. } | ThreadState::Calling => {
                Effect::Internal
            }
        };
    }

    fn talks(&self, thread: &Thread) -> bool {
        matches!(
            self.node(thread.at).act,
            Act::Send { .. } | Act::Call { .. }
        )
    }

    /// Says something to the world outside, which answers at once.
    fn talk(&mut self, index: u8) -> Effect {
        let Some(at) = self.thread(index).map(|thread| thread.at) else {
            return Effect::Internal;
        };
        self.session = super::tell(&self.session, self.context.slot);
        match &self.node(at).act {
            Act::Send { next, .. } => self.go(index, *next),
            Act::Call {
                operation,
                response,
                next,
                ..
            } => {
                let values = chosen(&self.context.network[*operation].response);
                for binding in response {
                    let value = values.get(binding.path as usize);
                    self.set(binding.cell, value.copied().unwrap_or(Value::LOST));
                }
                self.go(index, *next);
            }
            _ => {}
        }
        Effect::Internal
    }
}

/// `cell == value` that is taken, or `cell != value` that is not.
fn equated(condition: &Term, taken: bool) -> Option<(CellId, &Term)> {
    use crate::automata::network::Comparison::{Equal, NotEqual};
    let (comparison, left, right) = match condition {
        Term::Compare(comparison, left, right) => (comparison, &**left, &**right),
        Term::Not(inner) => return equated(inner, !taken),
        _ => return None,
    };
    if !matches!((comparison, taken), (Equal, true) | (NotEqual, false)) {
        return None;
    }
    match (left, right) {
        (Term::Cell(cell), value) | (value, Term::Cell(cell)) => Some((*cell, value)),
        _ => None,
    }
}
