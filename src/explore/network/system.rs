//! The transition system of a network.

use super::arrival::Reception;
use super::beginning::Beginning;
use super::configuration::{Configuration, View};
use super::environment::{Opening, openings};
use super::liveness::Liveness;
use super::local::{Changed, LocalMoves, LocalStep, Standing};
use super::mishap::{Mishaps, Timeouts, remote};
use super::parts::{MOST_SLOTS, Parts, SessionKey, allocated};
use super::reduce::Independence;
use super::route::Fate;
use super::step::{Move, MoveKind};
use super::tokens::makers;
use crate::automata::network::session::Slot;
use crate::automata::network::step::{self, Effect};
use crate::automata::network::{Access, Instance, InstanceId, Network, OperationId, Session};
use crate::explore::{Bound, Label, TransitionSystem};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::mem::size_of;
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
    /// What befalls the system from around it; `broken` is that of the rules of one session.
    pub mishaps: Mishaps,
}

impl Settings {
    /// The same with nothing that befalls the system unasked; `None` when nothing does.
    #[must_use]
    pub fn without_mishaps(&self) -> Option<Self> {
        let mishaps = Mishaps {
            timeouts: match self.mishaps.timeouts {
                Timeouts::Any => Timeouts::Last,
                other => other,
            },
            ..Mishaps::default()
        };
        let mut plain = Self { mishaps, ..*self };
        plain.step.broken = false;
        (self.mishaps != mishaps).then_some(plain)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            step: step::Settings {
                eager: true,
                depth: 32,
                broken: false,
            },
            sessions: 2,
            most: 12,
            queue: 4,
            mishaps: Mishaps::default(),
        }
    }
}

/// The sessions of a state, each with what it can do.
pub(super) type Live = Vec<(Slot, Rc<LocalMoves>, Standing)>;

/// A network, with everything that was worked out about its parts so far.
pub struct NetworkSystem<'n> {
    pub(super) network: &'n Network,
    pub(super) settings: Settings,
    pub(super) parts: Parts,
    labels: IndexSet<Move, FxBuildHasher>,
    /// Bytes of what labels point to.
    labelled: usize,
    pub(super) independence: Independence,
    /// For each behaviour, which of its variables are still read; none where each step is taken by itself.
    liveness: Vec<Liveness>,
    /// For each instance the starters that clients may use.
    pub(super) openings: Vec<Vec<Opening>>,
    /// For each instance whether clients may send to it.
    pub(super) open: Vec<bool>,
    /// For each instance whether its sessions may make tokens.
    pub(super) makes_tokens: Vec<bool>,
    /// The programs that may crash, by their first instances.
    pub(super) remote: Vec<InstanceId>,
    pub(super) numbered: u32,
    /// Whether there are more programs that begin by themselves than slots: some have never begun.
    pub(super) crowded: bool,
    pub(super) local: FxHashMap<Standing, Rc<LocalMoves>>,
    pub(super) deliveries: FxHashMap<Standing, Rc<[Outcome]>>,
    pub(super) outcomes: FxHashMap<(u32, Fate, bool), Rc<[Outcome]>>,
    pub(super) received: FxHashMap<(u32, bool, SessionKey, Slot), Reception>,
    pub(super) answers: FxHashMap<(u32, bool, Standing), Outcome>,
    pub(super) begun: FxHashMap<(u32, bool, Beginning), Outcome>,
    /// Bytes of what the tables above point to.
    pub(super) remembered: usize,
    /// Memory that is used for one state after another.
    live: Live,
    base: Configuration,
    next: Configuration,
}

/// What comes of something, worked out once: the session that it changes, and the step's label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub after: Changed,
    pub label: Label,
}

/// Takes the steps of one state as they are found.
pub(super) struct Steps<'a> {
    pub emit: &'a mut dyn FnMut(&[u32], Label),
    pub bound: Option<Bound>,
}

impl Steps<'_> {
    /// A step is held back; what services cannot do is told rather than what clients cannot.
    pub fn hold_back(&mut self, bound: Bound) {
        self.bound = Some(told(self.bound, bound));
    }
}

/// Of two bounds the one that is told: the first that is not that of clients.
fn told(known: Option<Bound>, bound: Bound) -> Bound {
    known
        .filter(|known| *known != Bound::Clients)
        .unwrap_or(bound)
}

impl<'n> NetworkSystem<'n> {
    /// The transition system of `network`, nothing of it explored yet.
    #[must_use]
    pub fn new(network: &'n Network, settings: Settings) -> Self {
        let is_open = |instance: &Instance| {
            let mut access = instance.access.iter();
            access.any(|access| *access != Access::Closed)
        };
        Self {
            network,
            settings,
            parts: Parts::default(),
            labels: IndexSet::default(),
            labelled: 0,
            independence: Independence::of(network, &settings.mishaps),
            liveness: liveness(network, &settings),
            openings: openings(network),
            open: network.instances.iter().map(is_open).collect(),
            makes_tokens: makers(network),
            remote: remote(network),
            numbered: 0,
            crowded: false,
            local: FxHashMap::default(),
            deliveries: FxHashMap::default(),
            outcomes: FxHashMap::default(),
            received: FxHashMap::default(),
            answers: FxHashMap::default(),
            begun: FxHashMap::default(),
            remembered: 0,
            live: Vec::new(),
            base: Configuration::default(),
            next: Configuration::default(),
        }
    }

    /// Forgets the variables of a session that nothing reads any more.
    pub(super) fn forget_dead(&self, session: &mut Session) {
        let behaviour = self.network[session.of].behaviour;
        if let Some(liveness) = self.liveness.get(behaviour.0 as usize) {
            liveness.forget(&self.network[behaviour], session);
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
        let left = match &step.kind {
            MoveKind::End(left) | MoveKind::Die(_, left) => left.capacity(),
            _ => 0,
        };
        let (index, new) = self.labels.insert_full(step);
        if new {
            self.labelled += allocated(left * size_of::<OperationId>());
        }
        Label(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) fn emit(&mut self, steps: &mut Steps<'_>, next: &Configuration, step: Move) {
        let label = self.label(step);
        (steps.emit)(next.row(), label);
    }

    /// The session knows that those outside know its tokens.
    pub(super) fn tell(&mut self, key: SessionKey, slot: Slot) -> SessionKey {
        let told = step::tell(self.parts.session(key), slot);
        self.parts.keep(told)
    }

    /// A slot that no session is in and that no part of the state names, for a session of `instance`. Each instance has
    /// slots of its own as far as they reach, so that it does not matter which of two instances began a session first.
    pub(super) fn free_slot(&self, base: &Configuration, instance: InstanceId) -> Option<Slot> {
        let mut named = 0;
        for (slot, key) in base.live() {
            named |= (1 << (slot % MOST_SLOTS)) | self.parts.named(key);
        }
        let instances = self.network.instances.len();
        for instance in 0..instances {
            let shared = base.shared(InstanceId(u32::try_from(instance).unwrap_or(u32::MAX)));
            named |= self.parts.named_by_shared(shared);
        }
        let own = (instance.0 as usize..usize::from(MOST_SLOTS)).step_by(instances);
        let own = own.filter_map(|slot| Slot::try_from(slot).ok());
        let mut own = own;
        let free = own.find(|slot| named & (1 << slot) == 0);
        free.or_else(|| {
            let lowest = Slot::try_from((!named).trailing_zeros()).ok();
            lowest.filter(|slot| *slot < MOST_SLOTS)
        })
    }

    /// Every step of a state.
    fn all(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        live: &Live,
        emit: &mut dyn FnMut(&[u32], Label),
    ) -> Option<Bound> {
        let mut moved = false;
        let mut found = |row: &[u32], label: Label| {
            moved = true;
            emit(row, label);
        };
        let mut steps = Steps {
            emit: &mut found,
            bound: None,
        };
        let mishaps = self.settings.mishaps;
        let standings: Vec<Standing> = live.iter().map(|(_, _, standing)| *standing).collect();
        for (_, local, _) in live {
            self.session_steps(base, next, (local, None), &mut steps);
        }
        self.clients(base, next, &standings, &mut steps);
        if mishaps.crashes {
            self.crash(base, next, &mut steps);
        }
        let any = mishaps.timeouts == Timeouts::Any;
        if any || mishaps.delays {
            self.time_out(base, next, &standings, !any, &mut steps);
        }
        let bound = steps.bound;
        if mishaps.timeouts == Timeouts::Last && !moved && bound.is_none() {
            let mut steps = Steps { emit, bound };
            self.time_out(base, next, &standings, false, &mut steps);
        }
        bound
    }

    /// The steps of one session, or those of some of its threads.
    pub(super) fn session_steps(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        (local, threads): (&LocalMoves, Option<&[u8]>),
        steps: &mut Steps<'_>,
    ) {
        if local.held_back {
            steps.hold_back(Bound::Depth);
        }
        let taken =
            |one: &&LocalStep| threads.is_none_or(|threads| threads.contains(&one.actor.thread));
        for one in local.moves.iter().filter(taken) {
            next.assign(base);
            one.after.put(next, one.actor.instance, one.actor.slot);
            if let Some(label) = one.label {
                (steps.emit)(next.row(), label);
            } else {
                self.take(base, next, one, steps);
            }
        }
    }

    /// Takes one local step that others feel: `next` has its local part already.
    fn take(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        one: &LocalStep,
        steps: &mut Steps<'_>,
    ) {
        match &one.effect {
            Effect::Send { .. } | Effect::Call { .. } => self.send(base, next, one, steps),
            Effect::Reply { caller, values, .. } => {
                self.reply(next, one, *caller, Ok(values), steps);
            }
            Effect::ReplyFault { caller, fault, .. } => {
                self.reply(next, one, *caller, Err(*fault), steps);
            }
            Effect::Spawn { copies } => self.spawn(next, one, *copies, steps),
            Effect::End { fault } => self.end(base, next, (one, *fault), steps),
            Effect::Exit => self.exit(next, one, steps),
            _ => {}
        }
    }
}

impl TransitionSystem for NetworkSystem<'_> {
    fn initial(&mut self, row: &mut Vec<u32>) {
        let first = self.first();
        row.extend_from_slice(first.row());
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        let mut base = std::mem::take(&mut self.base);
        let mut next = std::mem::take(&mut self.next);
        let mut live = std::mem::take(&mut self.live);
        base.become_row(self.network.instances.len(), state);
        live.clear();
        for (slot, key) in base.live() {
            let standing = self.standing(&base, slot, key);
            live.push((slot, self.local(standing), standing));
        }
        let bound = self.reduced(&base, &mut next, &live, emit);
        let bound = bound.unwrap_or_else(|| self.all(&base, &mut next, &live, emit));
        (self.base, self.next, self.live) = (base, next, live);
        match self.crowded {
            true => Some(told(bound, Bound::Sessions)),
            false => bound,
        }
    }

    fn forget(&mut self) -> bool {
        let some = self.local.len() > 1;
        self.numbered = 0;
        self.remembered = 0;
        self.live = Vec::new();
        self.base = Configuration::default();
        self.local = FxHashMap::default();
        self.deliveries = FxHashMap::default();
        self.outcomes = FxHashMap::default();
        self.received = FxHashMap::default();
        self.answers = FxHashMap::default();
        self.begun = FxHashMap::default();
        self.independence.forget();
        some
    }

    fn bytes(&self) -> usize {
        self.parts.bytes()
            + self.remembered
            + self.independence.bytes()
            + self.labels.capacity() * (size_of::<Move>() + 2 * size_of::<usize>())
            + self.labelled
            + table(&self.local)
            + table(&self.deliveries)
            + table(&self.outcomes)
            + table(&self.received)
            + table(&self.answers)
            + table(&self.begun)
    }
}

/// The bytes of a table.
fn table<K, V>(table: &FxHashMap<K, V>) -> usize {
    // A byte for each place besides, and places are at most seven eighths full.
    table.capacity() / 7 * 8 * (size_of::<(K, V)>() + 1)
}

fn liveness(network: &Network, settings: &Settings) -> Vec<Liveness> {
    let behaviours = network.behaviours.iter().filter(|_| settings.step.eager);
    behaviours.map(Liveness::of).collect()
}
