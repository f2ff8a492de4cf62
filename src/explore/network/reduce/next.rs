//! What the next step of a thread hangs on, inside of its session.
//!
//! In comes a session with its steps, out comes for each of its threads what others must leave alone for that step to stay
//! what it is, or nothing where it hangs on more than the session. The conditions are those of `papers/semantics.md`,
//! *Reduction*.

use super::footprint::{Footprint, Futures, Set, branch, one};
use super::threads::{has_scope, live, may_kill, waits_for};
use crate::automata::network::session::{Phase, Slot};
use crate::automata::network::step::Effect;
use crate::automata::network::{
    Act, Behaviour, Caller, Delivery, FaultName, Frame, HandlerKey, InstanceId, Kind, Mode,
    Network, Place, Session, Shared, Thread, ThreadState,
};
use crate::explore::network::local::LocalStep;
use crate::explore::network::parts::Parts;
use std::rc::Rc;

/// Signals of a link beyond this are near the limit, where giving one is held back.
const MANY_SIGNALS: u8 = 100;

/// A session while its threads are looked at.
pub(super) struct Look<'a> {
    pub network: &'a Network,
    pub behaviour: &'a Behaviour,
    pub parts: &'a Parts,
    pub session: &'a Session,
    pub shared: &'a Shared,
    pub slot: Slot,
    pub steps: &'a [LocalStep],
    pub fixed: Fixed,
    /// That of every behaviour.
    pub all: Rc<[Fixed]>,
    /// Whether whatever is sent may be lost.
    pub breaks: bool,
    /// Whether the session holds tokens.
    pub tokens: bool,
}

/// What the next step of a thread hangs on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Next {
    pub uses: Footprint,
    /// Cells that are read whose data may be read once only.
    pub unknown: Set,
    /// The signal that has not come yet.
    pub missing: Set,
    /// Whether a kill that comes first matters.
    pub killable: bool,
    /// Whether it waits for the threads that it made.
    pub joins: bool,
    /// Who gets an answer by it.
    pub answers: Option<(Slot, u8)>,
    /// Who has to be initialised for it.
    pub running: Option<InstanceId>,
}

/// What of a behaviour is the same in all states.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fixed {
    /// Cells of the service, and cells that messages are correlated by.
    pub globals: Set,
    pub correlated: Set,
    /// Whether it has one session only, so that nobody else shares its cells and locks.
    pub private: bool,
}

impl Fixed {
    pub fn of(behaviour: &Behaviour) -> Self {
        let cells = behaviour.cells.iter().enumerate();
        let global = cells.filter(|(_, cell)| cell.place == Place::Global);
        let sets = behaviour.sets.iter().flatten();
        let mut nodes = behaviour.nodes.iter();
        Self {
            globals: global.fold(0, |set, (index, _)| set | one(index)),
            correlated: sets.fold(0, |set, cell| set | one(cell.index())),
            private: behaviour.mode == Mode::Single
                && behaviour.couriers.is_empty()
                && !nodes.any(|node| matches!(node.act, Act::Spawn { .. })),
        }
    }
}

impl Next {
    /// Whether the next step of one thread hangs on what another may do before it. `tokens`: whether it changes which
    /// tokens the session holds.
    pub fn hangs_on(&self, future: &Footprint, tokens: bool) -> bool {
        let uses = &self.uses;
        let data = future.writes & (uses.reads | uses.writes)
            | future.reads & (uses.writes | self.unknown);
        let shared = future.takes & uses.takes
            | future.awaits & uses.awaits
            | future.gives & self.missing
            | future.locks & uses.locks;
        let told = uses.tells && (future.makes || future.writes | future.takes != 0);
        data | shared != 0 || told || tokens && (future.makes || future.tells)
    }
}

impl<'a> Look<'a> {
    pub fn new(
        network: &'a Network,
        parts: &'a Parts,
        (session, shared): (&'a Session, &'a Shared),
        (slot, steps): (Slot, &'a [LocalStep]),
        all: Rc<[Fixed]>,
        breaks: bool,
    ) -> Self {
        let behaviour = network.behaviour_of(session.of);
        let queued = session.queues.iter().flatten();
        let mut values = queued
            .flat_map(|message| &message.values)
            .chain(&session.cells);
        Self {
            network,
            behaviour,
            parts,
            session,
            shared,
            slot,
            steps,
            fixed: all[network[session.of].behaviour.0 as usize],
            all,
            breaks,
            tokens: values.any(|value| matches!(value.kind(), Kind::Token { .. })),
        }
    }

    /// For each thread those that it hangs on.
    pub fn needs(
        &self,
        futures: &Futures,
        threads: &[(u8, &Thread)],
        next: &[Option<Next>],
    ) -> Vec<u128> {
        let future: Vec<Footprint> = threads
            .iter()
            .map(|(_, thread)| futures.thread(self.behaviour, thread))
            .collect();
        let hangs = |(index, next): (u8, &Next), (other, future): (u8, &Footprint)| {
            if waits_for(self.session, other, index) {
                return false;
            }
            if next.joins {
                return waits_for(self.session, index, other);
            }
            let changes = next.uses.writes | next.uses.takes != 0;
            next.hangs_on(future, self.tokens && changes)
                || next.killable && future.raises && may_kill(self.session, other, index)
        };
        let needs = threads.iter().zip(next).map(|((index, _), next)| {
            let Some(next) = next else {
                return 0;
            };
            let others = threads.iter().zip(&future).enumerate();
            others.fold(0, |set, (number, ((other, _), future))| {
                match hangs((*index, next), (*other, future)) {
                    true => set | 1 << number,
                    false => set,
                }
            })
        });
        needs.collect()
    }

    /// What the next step of a thread hangs on inside of its session; `None` when it hangs on others.
    pub fn next(&self, index: u8, thread: &Thread) -> Option<Next> {
        let mut found = match &thread.state {
            ThreadState::Joining { .. } => {
                return Some(Next {
                    joins: true,
                    ..Next::default()
                });
            }
            ThreadState::Calling | ThreadState::Spawning { .. } => return None,
            ThreadState::Raising(fault) => self.raises(thread, *fault)?,
            ThreadState::Ready if thread.dying.is_some() => return self.stops(thread),
            ThreadState::Ready => self.acts(index, thread)?,
        };
        let own = || self.steps.iter().filter(|step| step.actor.thread == index);
        let touched = found.uses.reads | found.uses.writes;
        if found.uses.makes || !self.fixed.private && touched & self.fixed.globals != 0 {
            return None;
        }
        if found.uses.writes & self.fixed.correlated != 0
            && (self.fixed.correlated & self.fixed.globals != 0
                || !own().all(|step| self.keeps_correlation(step)))
        {
            return None;
        }
        // A choice on data that nobody knows would make every run after it uncertain, though some finding may come
        // before it.
        let unsure = |step: &LocalStep| {
            matches!(
                step.effect,
                Effect::Choice { certain: false, .. } | Effect::Guess { certain: false, .. }
            )
        };
        if own().any(unsure) {
            return None;
        }
        found.unknown = found.uses.reads & self.unknown();
        found.uses.tells &= !self.behaviour.sets.is_empty();
        found.killable = true;
        Some(found)
    }

    /// The cells that hold data of which nothing is known.
    fn unknown(&self) -> Set {
        let cells = self
            .session
            .cells
            .iter()
            .zip(&self.shared.cells)
            .enumerate();
        let unknown = cells.filter(|(index, (own, shared))| {
            own.is_unknown() || self.fixed.globals & one(*index) != 0 && shared.is_unknown()
        });
        unknown.fold(0, |set, (index, _)| set | one(index))
    }

    /// Whether the cells that messages are correlated by are the same after a step.
    fn keeps_correlation(&self, step: &LocalStep) -> bool {
        let after = self.parts.session(step.after.session);
        let mut cells = self.behaviour.sets.iter().flatten();
        cells.all(|cell| after.cells.get(cell.index()) == self.session.cells.get(cell.index()))
    }

    /// Of a thread that was killed: where nothing is left to do, it stops.
    fn stops(&self, thread: &Thread) -> Option<Next> {
        let act = self.behaviour.nodes.get(thread.at.index());
        let goes_on = act.is_none_or(|node| {
            matches!(
                node.act,
                Act::Install { .. }
                    | Act::Enter { .. }
                    | Act::Invoke { .. }
                    | Act::CurrentHandler { .. }
                    | Act::Fork { .. }
            )
        });
        let stops = thread.frames.is_empty() && thread.parent.is_some() && !goes_on;
        stops.then(Next::default)
    }

    /// Of a thread with a fault that goes up.
    fn raises(&self, thread: &Thread, fault: FaultName) -> Option<Next> {
        match thread.frames.split_last() {
            Some((
                Frame::Return(_) | Frame::Handler(_) | Frame::Killed(_) | Frame::Lock { .. },
                _,
            )) => Some(Next::default()),
            Some((
                Frame::Scope {
                    node,
                    faults,
                    compensations,
                    ..
                },
                around,
            )) => {
                let known = |key| faults.iter().any(|(known, _)| *known == key);
                if known(HandlerKey::Fault(fault)) || known(HandlerKey::Default) {
                    return Some(Next::default());
                }
                if node.is_none() {
                    return self.ends();
                }
                (compensations.is_empty() || has_scope(around)).then(Next::default)
            }
            Some((Frame::Request { caller, .. }, _)) => self.answers(*caller),
            // Which of two faults comes first is seen by who waits.
            None => None,
        }
    }

    /// Of a session that ends: no message may find it. Who has spawned it is told.
    fn ends(&self) -> Option<Next> {
        if live(self.session).count() > 1 {
            return None;
        }
        let unfound = self.behaviour.sets.is_empty();
        match self.session.phase {
            Phase::Courier => Some(Next::default()),
            Phase::Spawned { slot, thread } => unfound.then_some(Next {
                answers: Some((slot, thread)),
                ..Next::default()
            }),
            _ => (unfound && self.behaviour.mode != Mode::Single).then(Next::default),
        }
    }

    fn answers(&self, caller: Caller) -> Option<Next> {
        let mut next = Next::default();
        match caller {
            Caller::Session { slot, .. } if slot == self.slot => return None,
            Caller::Session { slot, thread } => next.answers = Some((slot, thread)),
            Caller::Environment => next.uses.tells = true,
            Caller::Gone => {}
        }
        Some(next)
    }

    /// Of a thread that is about to do an act.
    fn acts(&self, index: u8, thread: &Thread) -> Option<Next> {
        let mut next = Next::default();
        match &self.behaviour.nodes.get(thread.at.index())?.act {
            Act::End => return self.leaves(index, thread),
            Act::Skip { .. }
            | Act::Enter { .. }
            | Act::Invoke { .. }
            | Act::Fork { .. }
            | Act::Throw { .. } => {}
            Act::Install { .. } => {
                matches!(thread.frames.last(), Some(Frame::Scope { .. })).then_some(())?;
            }
            Act::LinkOut { link, .. } => {
                let given = self.session.signals.get(link.index())?;
                (*given < MANY_SIGNALS).then_some(())?;
            }
            Act::LinkIn { link, .. } => {
                next.uses.awaits = one(link.index());
                if *self.session.signals.get(link.index())? == 0 {
                    next.missing = next.uses.awaits;
                }
            }
            Act::Set { values, .. } => {
                for (cell, term) in values {
                    next.uses.write(*cell);
                    next.uses.read(term);
                }
            }
            Act::Branch { condition, .. } => {
                next.uses.read(condition);
                let chooses = |step: &LocalStep| {
                    matches!(step.effect, Effect::Choice { .. } | Effect::Guess { .. })
                };
                if self.of(index).any(chooses) {
                    next.uses.writes = next.uses.reads;
                }
            }
            Act::Synchronized { lock, .. } => {
                let holder = self.shared.locks.get(lock.index()).copied().flatten();
                let own = |(slot, thread, _)| (slot, thread) == (self.slot, index);
                if !holder.is_some_and(own) {
                    self.fixed.private.then_some(())?;
                    next.uses.locks = one(lock.index());
                }
            }
            Act::Receive { .. } => return self.receives(index, thread),
            Act::Send { .. } | Act::Call { .. } => return self.sends(index, thread),
            // Handlers that were installed before may run again.
            Act::Compensate { .. } | Act::CurrentHandler { .. } | Act::Spawn { .. } | Act::Exit => {
                return None;
            }
        }
        Some(next)
    }

    pub fn of(&self, index: u8) -> impl Iterator<Item = &LocalStep> {
        self.steps
            .iter()
            .filter(move |step| step.actor.thread == index)
    }

    /// Of a thread at the end of a frame.
    fn leaves(&self, index: u8, thread: &Thread) -> Option<Next> {
        match thread.frames.split_last() {
            Some((
                Frame::Return(_) | Frame::Handler(_) | Frame::Killed(_) | Frame::Lock { .. },
                _,
            )) => Some(Next::default()),
            Some((Frame::Scope { node: None, .. }, _)) => self.ends(),
            Some((Frame::Scope { compensations, .. }, around)) => {
                (compensations.is_empty() || has_scope(around)).then(Next::default)
            }
            Some((Frame::Request { node, caller }, _)) => {
                let mut next = self.answers(*caller)?;
                let reply = branch(self.behaviour, *node)?.reply.as_ref();
                next.uses
                    .read_all(reply.into_iter().flat_map(|reply| &reply.payload));
                Some(next)
            }
            None if index == 0 => self.ends(),
            None => Some(Next::default()),
        }
    }

    /// Of a thread with a message at hand, when all that it awaits waits in one queue. In other deliveries a later message
    /// may be taken in place of this one.
    fn receives(&self, index: u8, thread: &Thread) -> Option<Next> {
        let Act::Receive { branches } = &self.behaviour.nodes.get(thread.at.index())?.act else {
            return None;
        };
        let mut next = Next::default();
        let mut queues = Vec::new();
        for branch in branches {
            next.uses.receive(branch);
            queues.push(self.behaviour.inputs.get(branch.input.index())?.queue);
        }
        queues.dedup();
        let at_hand = self.of(index).next().is_some();
        let sure = self.network.delivery == Delivery::Mailbox && queues.len() == 1;
        (at_hand && sure).then_some(next)
    }
}
