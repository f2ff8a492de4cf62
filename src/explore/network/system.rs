//! The transition system of a network.

use super::configuration::{Configuration, View};
use super::parts::{MOST_SLOTS, Parts, SessionKey, SharedKey};
use super::reduce::{Alone, Independence};
use super::step::{Move, MoveKind, Mover, Owner};
use crate::automata::network::session::Slot;
use crate::automata::network::step::{self, Effect, Waiting};
use crate::automata::network::{InstanceId, Location, Network, Session};
use crate::base::Span;
use crate::explore::{Bound, Label, TransitionSystem};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::rc::Rc;

/// How a network is explored.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The rules of one session.
    pub step: step::Settings,
    /// How many sessions of one service clients outside have open at once.
    pub sessions: usize,
    /// How many sessions of one service are open at once, whoever starts them.
    pub most: usize,
    /// How many messages one queue holds.
    pub queue: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            step: step::Settings {
                eager: true,
                depth: 32,
            },
            sessions: 2,
            most: 12,
            queue: 4,
        }
    }
}

/// A network, with everything that was worked out about its parts so far.
pub struct NetworkSystem<'n> {
    pub(super) network: &'n Network,
    pub(super) settings: Settings,
    pub(super) parts: Parts,
    labels: IndexSet<Move, FxBuildHasher>,
    local: FxHashMap<(SessionKey, SharedKey, Slot), Rc<LocalMoves>>,
    waits: FxHashMap<(SessionKey, SharedKey), Rc<Vec<Waiting>>>,
    independence: Independence,
    numbered: u32,
    pub(super) received: FxHashMap<(u32, SessionKey), super::route::Reception>,
    pub(super) answers: FxHashMap<(u32, SessionKey), SessionKey>,
}

/// What a session can do by itself.
pub(super) struct LocalMoves {
    moves: Vec<LocalStep>,
    held_back: bool,
    alone: Alone,
}

/// One of the things that a session can do by itself, its parts kept.
pub(super) struct LocalStep {
    /// A number of its own.
    pub number: u32,
    pub thread: u8,
    pub at: Location,
    pub origin: Span,
    pub effect: Effect,
    pub session: SessionKey,
    pub shared: Option<SharedKey>,
}

/// Where a session stands while one of its steps is taken.
#[derive(Clone, Copy)]
pub(super) struct Actor {
    pub instance: InstanceId,
    pub slot: Slot,
    pub thread: u8,
}

impl Actor {
    pub fn mover(self) -> Mover {
        Mover::Thread {
            instance: self.instance,
            slot: self.slot,
            thread: self.thread,
        }
    }
}

/// Takes the steps of one state as they are found.
pub(super) struct Steps<'a> {
    pub emit: &'a mut dyn FnMut(&[u32], Label),
    pub bound: Option<Bound>,
}

impl Steps<'_> {
    /// A step is held back; what services cannot do is told rather than what clients cannot.
    pub fn hold_back(&mut self, bound: Bound) {
        self.bound = match self.bound {
            Some(known) if known != Bound::Clients => Some(known),
            _ => Some(bound),
        };
    }
}

impl<'n> NetworkSystem<'n> {
    /// The transition system of `network`, nothing of it explored yet.
    #[must_use]
    pub fn new(network: &'n Network, settings: Settings) -> Self {
        Self {
            network,
            settings,
            parts: Parts::default(),
            labels: IndexSet::default(),
            local: FxHashMap::default(),
            waits: FxHashMap::default(),
            independence: Independence::of(network),
            numbered: 0,
            received: FxHashMap::default(),
            answers: FxHashMap::default(),
        }
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// How it is explored.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A state taken apart; `row` was written by this system.
    #[must_use]
    pub fn view(&self, row: &[u32]) -> View<'_> {
        View {
            parts: &self.parts,
            configuration: Configuration::of(self.network.instances.len(), row),
        }
    }

    /// The step of a label that this system gave.
    #[must_use]
    pub fn step(&self, label: Label) -> &Move {
        &self.labels[label.0 as usize]
    }

    pub(super) fn label(&mut self, step: Move) -> Label {
        let (index, _) = self.labels.insert_full(step);
        Label(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) fn emit(&mut self, steps: &mut Steps<'_>, next: &Configuration, step: Move) {
        let label = self.label(step);
        (steps.emit)(next.row(), label);
    }

    /// What the session can do by itself, worked out once.
    fn local(&mut self, key: SessionKey, shared: SharedKey, slot: Slot) -> Rc<LocalMoves> {
        if let Some(known) = self.local.get(&(key, shared, slot)) {
            return Rc::clone(known);
        }
        let found = step::moves(self.context(shared, slot), self.parts.session(key));
        let mut moves = Vec::with_capacity(found.moves.len());
        for one in found.moves {
            self.numbered += 1;
            moves.push(LocalStep {
                number: self.numbered,
                thread: one.thread,
                at: one.at,
                origin: one.origin,
                effect: one.effect,
                session: self.parts.keep(one.session),
                shared: one.shared.map(|shared| self.parts.keep_shared(shared)),
            });
        }
        let held_back = found.held_back;
        let session = self.parts.session(key);
        let alone = if self.settings.step.eager {
            self.independence.alone(self.network, session, &moves)
        } else {
            Alone::No
        };
        let moves = Rc::new(LocalMoves {
            moves,
            held_back,
            alone,
        });
        self.local.insert((key, shared, slot), Rc::clone(&moves));
        moves
    }

    /// What the threads of the session wait for, worked out once.
    pub(super) fn waits(&mut self, key: SessionKey, shared: SharedKey) -> Rc<Vec<Waiting>> {
        if let Some(known) = self.waits.get(&(key, shared)) {
            return Rc::clone(known);
        }
        let session = self.parts.session(key);
        let found = step::waiting(self.network, session, self.parts.shared(shared));
        let found = Rc::new(found);
        self.waits.insert((key, shared), Rc::clone(&found));
        found
    }

    /// What the rules of a session need to know of where it is.
    pub(super) fn context(&self, shared: SharedKey, slot: Slot) -> step::Context<'_> {
        step::Context {
            network: self.network,
            shared: self.parts.shared(shared),
            slot,
            settings: &self.settings.step,
        }
    }

    /// Applies `change` to a session that is kept, and keeps the result.
    pub(super) fn change(
        &mut self,
        key: SessionKey,
        shared: SharedKey,
        slot: Slot,
        change: impl FnOnce(step::Context<'_>, &Session) -> Session,
    ) -> SessionKey {
        let changed = change(self.context(shared, slot), self.parts.session(key));
        self.parts.keep(changed)
    }

    /// The session knows that those outside know its tokens.
    pub(super) fn tell(&mut self, key: SessionKey, slot: Slot) -> SessionKey {
        let told = step::tell(self.parts.session(key), slot);
        self.parts.keep(told)
    }

    /// The lowest slot that no session is in, and that no part of the state names.
    pub(super) fn free_slot(&self, base: &Configuration) -> Option<Slot> {
        let mut named = 0;
        for (slot, key) in base.live() {
            named |= (1 << (slot % MOST_SLOTS)) | self.parts.named(key);
        }
        for instance in 0..self.network.instances.len() {
            let shared = base.shared(InstanceId(u32::try_from(instance).unwrap_or(u32::MAX)));
            named |= self.parts.named_by_shared(shared);
        }
        let slot = Slot::try_from((!named).trailing_zeros()).unwrap_or(MOST_SLOTS);
        (slot < MOST_SLOTS).then_some(slot)
    }

    /// Whether nothing but the steps of this session needs to be taken now.
    fn moves_alone(&mut self, base: &Configuration, slot: Slot, key: SessionKey) -> bool {
        let shared = base.shared(self.parts.session(key).of);
        match self.local(key, shared, slot).alone {
            Alone::No => false,
            Alone::Yes => true,
            Alone::WhenSingle(other) => base.session(other).is_some_and(|key| self.is_single(key)),
        }
    }

    /// The steps of one session.
    fn session_steps(
        &mut self,
        base: &Configuration,
        slot: Slot,
        key: SessionKey,
        steps: &mut Steps<'_>,
    ) {
        let instance = self.parts.session(key).of;
        let shared = base.shared(instance);
        let local = self.local(key, shared, slot);
        if local.held_back {
            steps.hold_back(Bound::Depth);
        }
        let mut next = Configuration::default();
        for one in &local.moves {
            let actor = Actor {
                instance,
                slot,
                thread: one.thread,
            };
            next.assign(base);
            next.set(slot, Some(one.session));
            if let Some(shared) = one.shared {
                next.set_shared(instance, shared);
            }
            self.take(base, &mut next, actor, one, steps);
        }
    }

    /// Takes one local step: `next` has its local part already.
    fn take(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        actor: Actor,
        one: &LocalStep,
        steps: &mut Steps<'_>,
    ) {
        let (kind, owner, certain) = match &one.effect {
            Effect::Send { .. } | Effect::Call { .. } => {
                return self.send(base, next, actor, one, steps);
            }
            Effect::Reply { caller, values, .. } => {
                return self.reply(next, actor, one, *caller, Ok(values), steps);
            }
            Effect::ReplyFault { caller, fault, .. } => {
                return self.reply(next, actor, one, *caller, Err(*fault), steps);
            }
            Effect::End { fault } => return self.end(base, next, actor, (one, *fault), steps),
            Effect::Exit => return self.exit(next, actor, one, steps),
            Effect::Choice { taken, certain } => {
                let owner = if *certain { Owner::System } else { Owner::Data };
                (MoveKind::Choice(*taken), owner, *certain)
            }
            other => (self.kind(actor.instance, other), Owner::System, true),
        };
        let step = Move {
            kind,
            owner,
            certain,
            from: actor.mover(),
            to: None,
            origin: one.origin,
        };
        self.emit(steps, next, step);
    }

    /// The kind of an effect that touches nobody else.
    fn kind(&self, instance: InstanceId, effect: &Effect) -> MoveKind {
        let behaviour = self.network.behaviour_of(instance);
        match effect {
            Effect::Take { input } => MoveKind::Receive(behaviour.inputs[input.index()].operation),
            Effect::Raise { fault } => MoveKind::Raise(*fault),
            Effect::Acquire { lock } => MoveKind::Acquire(behaviour.locks[lock.index()]),
            Effect::Release { lock } => MoveKind::Release(behaviour.locks[lock.index()]),
            Effect::Signal { link } => MoveKind::Signal(behaviour.links[link.index()]),
            _ => MoveKind::Internal,
        }
    }
}

impl TransitionSystem for NetworkSystem<'_> {
    fn initial(&mut self, row: &mut Vec<u32>) {
        let first = self.first();
        row.extend_from_slice(first.row());
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        let base = Configuration::of(self.network.instances.len(), state);
        let mut steps = Steps { emit, bound: None };
        let live: Vec<(Slot, SessionKey)> = base.live().collect();
        let alone = live
            .iter()
            .find(|(slot, key)| self.moves_alone(&base, *slot, *key));
        if let Some((slot, key)) = alone.copied() {
            self.session_steps(&base, slot, key, &mut steps);
            return steps.bound;
        }
        for (slot, key) in live {
            self.session_steps(&base, slot, key, &mut steps);
        }
        self.clients(&base, &mut steps);
        steps.bound
    }
}
