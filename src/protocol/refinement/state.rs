//! What is related: the sessions of a service that take part, what they share, and the state of the role.

use super::Part;
use crate::automata::label::Phase as LabelPhase;
use crate::automata::local::{Direction, LocalId};
use crate::automata::network::session::Phase;
use crate::automata::network::session::{Life, Slot};
use crate::automata::network::step::{self, Context, Settings};
use crate::automata::network::{
    Behaviour, InputId, Main, Mode, Network, Place, Session, Shared, Target, Value,
};
use crate::base::Name;
use rustc_hash::FxHashSet;

/// A service and its role, each somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::protocol) struct State {
    /// The live sessions, by slot.
    pub sessions: Vec<Option<Session>>,
    pub shared: Shared,
    pub role: LocalId,
}

impl State {
    /// The live sessions with their slots.
    pub fn live(&self) -> impl Iterator<Item = (Slot, &Session)> {
        let slots = (0..).zip(&self.sessions);
        slots.filter_map(|(slot, session)| Some((slot, session.as_ref()?)))
    }

    /// Puts a session into its slot.
    pub fn put(&mut self, slot: Slot, session: Option<Session>) {
        let place = usize::from(slot);
        if place >= self.sessions.len() {
            self.sessions.resize(place + 1, None);
        }
        if let Some(found) = self.sessions.get_mut(place) {
            *found = session;
        }
        while self.sessions.last().is_some_and(Option::is_none) {
            self.sessions.pop();
        }
    }

    /// The lowest slot that is free.
    pub fn free(&self) -> Slot {
        let used = self.sessions.iter().take_while(|one| one.is_some()).count();
        Slot::try_from(used).unwrap_or(Slot::MAX)
    }
}

/// What a service and its role are, ready to be stepped.
pub(in crate::protocol) struct Pair<'a> {
    pub part: &'a Part<'a>,
    /// The network, in which the ports to partners reach nobody that is known: what goes there is seen.
    pub network: Network,
    settings: Settings,
    /// The operations that partners send.
    pub received: FxHashSet<Name>,
}

impl<'a> Pair<'a> {
    pub fn new(part: &'a Part<'a>) -> Self {
        let mut network = part.network.clone();
        if let Some(instance) = network.instances.get_mut(part.instance.0 as usize) {
            for (target, roles) in instance.targets.iter_mut().zip(&part.partners) {
                if !roles.is_empty() {
                    *target = Target::Nobody;
                }
            }
        }
        let edges = part.local.states().flat_map(|(_, state)| &state.edges);
        let comes = edges.filter(|edge| {
            edge.action.direction == Direction::Receive && edge.action.label.is_queued()
        });
        Self {
            part,
            network,
            settings: Settings {
                eager: true,
                depth: 32,
                broken: false,
            },
            received: comes.map(|edge| edge.action.label.operation).collect(),
        }
    }

    pub fn behaviour(&self) -> &Behaviour {
        self.network.behaviour_of(self.part.instance)
    }

    pub fn context<'s>(&'s self, shared: &'s Shared, slot: Slot) -> Context<'s> {
        Context {
            network: &self.network,
            shared,
            slot,
            held: 0,
            settings: &self.settings,
        }
    }

    /// Where both begin.
    pub fn first(&self) -> State {
        let behaviour = self.behaviour();
        let mut cells = vec![Value::UNDEFINED; behaviour.cells.len()];
        for (cell, value) in &self.network[self.part.instance].initial {
            if let Some(place) = cells.get_mut(cell.index()) {
                *place = *value;
            }
        }
        let shared = Shared {
            life: Life::Starting,
            cells,
            locks: vec![None; behaviour.locks.len()],
            line: Vec::new(),
            handlers: Vec::new(),
        };
        let mut state = State {
            sessions: Vec::new(),
            shared,
            role: self.part.local.start(),
        };
        match behaviour.init {
            Some(at) => {
                let context = self.context(&state.shared, 0);
                let init = step::launch(context, self.part.instance, at, Phase::Init);
                state.put(0, Some(init));
            }
            None => self.run_main(&mut state, None),
        }
        state
    }

    /// After `init`: sessions begin.
    pub fn run_main(&self, state: &mut State, init: Option<&Session>) {
        let behaviour = self.behaviour();
        state.shared.life = Life::Running;
        if let Some(init) = init {
            step::inherit(behaviour, init, &mut state.shared);
        }
        self.forget(&mut state.shared);
        if let Main::Once(at) = behaviour.main {
            let context = self.context(&state.shared, 0);
            let session = step::launch(context, self.part.instance, at, Phase::Running);
            state.put(0, Some(session));
        }
    }

    /// Nothing is known of what other sessions write to.
    pub fn forget(&self, shared: &mut Shared) {
        let behaviour = self.behaviour();
        if behaviour.mode == Mode::Single || shared.life != Life::Running {
            return;
        }
        for (cell, value) in behaviour.cells.iter().zip(&mut shared.cells) {
            if cell.place == Place::Global {
                *value = Value::LOST;
            }
        }
    }

    /// The name of the operation of an input.
    pub fn operation_of(&self, input: InputId) -> Option<Name> {
        let input = self.behaviour().inputs.get(input.index())?;
        Some(self.network[input.operation].name)
    }

    /// Whether an input is for partners.
    pub fn is_of_session(&self, input: InputId) -> bool {
        let operation = self.operation_of(input);
        operation.is_some_and(|operation| self.received.contains(&operation))
    }

    /// The part of an operation that a request or one-way message is.
    pub fn phase_of(call: bool) -> LabelPhase {
        match call {
            true => LabelPhase::Request,
            false => LabelPhase::OneWay,
        }
    }
}
