//! What a thread that is ready does: one rule for each act.

use super::work::Work;
use super::{Aim, Context, Effect, LocalMove, Moves};
use crate::automata::network::correlation::takes;
use crate::automata::network::session::{Frame, Session, ThreadState};
use crate::automata::network::{Act, Kind, LinkId, Location, Otherwise, PortId, Term};

/// How many copies of a `spawn` are followed when their number is not known.
const SOME_COPIES: usize = 2;
/// More copies than this of a spawned body are held back: each is a session, and they may go on in any order.
const MOST_COPIES: usize = 8;
/// Signals beyond this are not counted.
pub(super) const MOST_SIGNALS: u8 = 200;

/// The moves of one thread.
pub(super) fn moves_of(context: Context<'_>, session: &Session, index: u8, found: &mut Moves) {
    let work = Work::new(context, session.clone());
    let Some(thread) = work.thread(index) else {
        return;
    };
    match (&thread.state, work.dies(thread)) {
        (ThreadState::Joining { .. } | ThreadState::Spawning { .. } | ThreadState::Calling, _) => {}
        (ThreadState::Raising(fault), _) => {
            let fault = *fault;
            push(work, index, found, |work| work.raise(index, fault));
        }
        (ThreadState::Ready, Some(fault)) => {
            push(work, index, found, |work| work.stop(index, fault))
        }
        (ThreadState::Ready, None) => ready(work, index, found),
    }
}

/// Adds the move that `change` makes.
fn push(
    mut work: Work<'_>,
    index: u8,
    found: &mut Moves,
    change: impl FnOnce(&mut Work<'_>) -> Effect,
) {
    let Some(at) = work.thread(index).map(|thread| thread.at) else {
        return;
    };
    let origin = work.origin(index);
    let effect = change(&mut work);
    // The one who sends goes on only when it is known what became of the message.
    if !matches!(effect, Effect::Exit | Effect::End { .. }) {
        work.advance();
    }
    found.moves.push(LocalMove {
        thread: index,
        at,
        origin,
        effect,
        session: work.session,
        shared: work.shared,
    });
}

fn ready(work: Work<'_>, index: u8, found: &mut Moves) {
    let Some(thread) = work.thread(index) else {
        return;
    };
    let at = thread.at;
    match &work.node(at).act {
        Act::Receive { branches } => {
            for (number, branch) in branches.iter().enumerate() {
                for place in takes(work.context.network, &work.session, branch.input) {
                    let copy = Work::new(work.context, work.session.clone());
                    push(copy, index, found, |work| work.take(index, number, place));
                }
            }
        }
        Act::Branch { condition, .. } => match work.decided(condition) {
            Some(_) => push(work, index, found, |work| work.act(index)),
            None => {
                let sole = matches!(condition, Term::Guess(guess) if guess.otherwise == Otherwise::Nothing);
                let ways: &[bool] = if sole { &[true] } else { &[true, false] };
                for taken in ways.iter().copied() {
                    let copy = Work::new(work.context, work.session.clone());
                    push(copy, index, found, |work| {
                        work.choose(index, condition, taken)
                    });
                }
            }
        },
        Act::Invoke { .. } if work.is_too_deep(thread) => found.held_back = true,
        Act::Fork { bodies, .. } if work.is_too_wide(bodies.len()) => found.held_back = true,
        Act::Spawn { copies, .. } if work.copies(copies) > MOST_COPIES => found.held_back = true,
        Act::Install { handlers, .. } if work.is_too_composed(index, handlers) => {
            found.held_back = true
        }
        Act::LinkOut { link, .. } if work.given(*link) >= MOST_SIGNALS => found.held_back = true,
        Act::Synchronized { lock, .. } => {
            let holder = work.shared().locks.get(lock.index()).copied().flatten();
            let own =
                holder.is_none_or(|(slot, thread, _)| (slot, thread) == (work.context.slot, index));
            if own {
                push(work, index, found, |work| work.act(index));
            }
        }
        Act::LinkIn { link, .. } => {
            if work
                .session
                .signals
                .get(link.index())
                .is_some_and(|given| *given > 0)
            {
                push(work, index, found, |work| work.act(index));
            }
        }
        _ => push(work, index, found, |work| work.act(index)),
    }
}

impl Work<'_> {
    /// Does the act of a thread that is ready; branches are decided, locks free, signals given.
    pub(super) fn act(&mut self, index: u8) -> Effect {
        let Some(at) = self.thread(index).map(|thread| thread.at) else {
            return Effect::Internal;
        };
        match &self.node(at).act {
            Act::End => return self.end(index),
            Act::Skip { next } => self.go(index, *next),
            Act::CurrentHandler { next } => self.run_current(index, *next),
            Act::Set { values, next } => {
                self.set_all(values);
                self.go(index, *next);
            }
            Act::Branch {
                condition,
                then,
                otherwise,
            } => {
                let taken = self.decided(condition).unwrap_or(false);
                self.go(index, if taken { *then } else { *otherwise });
            }
            Act::Send { .. } | Act::Call { .. } => return self.sends(index, at),
            Act::Receive { .. } => {}
            Act::Fork { bodies, .. } => self.fork(index, bodies),
            Act::Spawn { copies, next, .. } => return self.spawn(index, copies, *next),
            Act::Enter { scope, body, .. } => {
                let frame = Frame::Scope {
                    node: Some(at),
                    scope: Some(*scope),
                    faults: Vec::new(),
                    compensations: Vec::new(),
                };
                self.enter(index, frame, *body);
            }
            Act::Install { handlers, next } => {
                self.install(index, handlers);
                self.go(index, *next);
            }
            Act::Throw { fault } => {
                self.set_state(index, ThreadState::Raising(*fault));
                return Effect::Raise { fault: *fault };
            }
            Act::Compensate { scope, next } => match self.compensation(index, *scope) {
                Some(handler) => self.handle(index, Some(Frame::Return(*next)), handler),
                None => self.go(index, *next),
            },
            Act::Synchronized { lock, body, .. } => {
                self.acquire(index, *lock);
                self.enter(
                    index,
                    Frame::Lock {
                        lock: *lock,
                        node: at,
                    },
                    *body,
                );
                return Effect::Acquire { lock: *lock };
            }
            _ => return self.act_on_links(index, at),
        }
        Effect::Internal
    }

    /// How many copies a `spawn` makes.
    pub(super) fn copies(&self, copies: &Term) -> usize {
        match self.evaluate(copies).value.kind() {
            Kind::Int(count) => usize::try_from(count).unwrap_or(0),
            _ => SOME_COPIES,
        }
    }

    /// How many signals of a link are given and not taken.
    fn given(&self, link: LinkId) -> u8 {
        self.session.signals.get(link.index()).copied().unwrap_or(0)
    }

    fn spawn(&mut self, index: u8, copies: &Term, next: Location) -> Effect {
        // Too many are held back.
        let copies = u8::try_from(self.copies(copies)).unwrap_or(u8::MAX);
        if copies == 0 {
            self.go(index, next);
            return Effect::Internal;
        }
        self.set_state(index, ThreadState::Spawning { left: copies });
        Effect::Spawn { copies }
    }

    fn act_on_links(&mut self, index: u8, at: Location) -> Effect {
        match &self.node(at).act {
            Act::LinkOut { link, next } => {
                if let Some(given) = self.session.signals.get_mut(link.index()) {
                    *given = (*given + 1).min(MOST_SIGNALS);
                }
                self.go(index, *next);
                Effect::Internal
            }
            Act::LinkIn { link, next } => {
                if let Some(given) = self.session.signals.get_mut(link.index()) {
                    *given = given.saturating_sub(1);
                }
                self.go(index, *next);
                Effect::Signal { link: *link }
            }
            Act::Invoke { body, next } => {
                if self.is_tail(*next) {
                    self.go(index, *body);
                } else {
                    self.enter(index, Frame::Return(*next), *body);
                }
                Effect::Internal
            }
            Act::Exit => Effect::Exit,
            _ => Effect::Internal,
        }
    }

    /// Pushes a frame, and goes into it.
    pub(super) fn enter(&mut self, index: u8, frame: Frame, body: Location) {
        if let Some(thread) = self.thread_mut(index) {
            thread.frames.push(frame);
        }
        self.go(index, body);
    }

    /// Commits to one way of a branch that its data do not decide.
    fn choose(&mut self, index: u8, condition: &Term, taken: bool) -> Effect {
        // Where one value stands for all, it may as well be the one.
        let only = matches!(condition, Term::Guess(guess) if guess.otherwise == Otherwise::Nothing && !guess.told);
        let certain = only || !self.evaluate(condition).lost;
        self.learn(condition, taken);
        let Some(at) = self.thread(index).map(|thread| thread.at) else {
            return Effect::Internal;
        };
        if let Act::Branch {
            then, otherwise, ..
        } = &self.node(at).act
        {
            self.go(index, if taken { *then } else { *otherwise });
        }
        match condition {
            Term::Guess(guess) => Effect::Guess {
                guess: *guess,
                taken,
                certain,
            },
            _ => Effect::Choice { taken, certain },
        }
    }

    /// A notification or a request: what is sent, and the sender after success.
    fn sends(&mut self, index: u8, at: Location) -> Effect {
        match &self.node(at).act {
            Act::Send {
                port,
                operation,
                payload,
                next,
            } => {
                let (target, values) = (self.aim(*port), self.values(payload));
                self.go(index, *next);
                Effect::Send {
                    target,
                    operation: *operation,
                    values,
                }
            }
            Act::Call {
                port,
                operation,
                payload,
                ..
            } => {
                let (target, values) = (self.aim(*port), self.values(payload));
                self.set_state(index, ThreadState::Calling);
                Effect::Call {
                    target,
                    operation: *operation,
                    values,
                }
            }
            _ => Effect::Internal,
        }
    }

    fn aim(&self, port: PortId) -> Aim {
        let cell = self
            .behaviour
            .ports
            .get(port.index())
            .and_then(|port| port.location);
        match cell {
            Some(cell) => Aim::At(port, self.evaluate(&Term::Cell(cell)).value),
            None => Aim::Port(port),
        }
    }

    fn acquire(&mut self, index: u8, lock: crate::automata::network::LockId) {
        let slot = self.context.slot;
        if let Some(place) = self.shared_mut().locks.get_mut(lock.index()) {
            let held = place.map_or(0, |(_, _, held)| held);
            *place = Some((slot, index, held.saturating_add(1)));
        }
    }
}
