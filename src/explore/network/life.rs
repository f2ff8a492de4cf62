//! The life of instances: all begin at once, who embeds others too, since Jolie does not wait for their `init`
//! (`InitProcess` says that a service is there before it runs). `init` is a phase that keeps the messages that come in the
//! meantime, and after which what it did not take is routed again, one queue after another; a service whose `init` ends by a
//! fault is gone. A service of one session ends with it; in sequential mode the next in line goes on; `exit` ends a
//! program.

use super::configuration::Configuration;
use super::local::{Actor, LocalStep};
use super::mishap::IO_EXCEPTION;
use super::parts::SessionKey;
use super::step::{Move, MoveKind, Owner};
use super::system::{NetworkSystem, Steps};
use crate::automata::network::correlation::{Match, correlates};
use crate::automata::network::session::{Life, Phase, Slot};
use crate::automata::network::step::{self, Effect};
use crate::automata::network::{
    Caller, FaultName, Frame, InstanceId, Location, Main, Message, Mode, Session, Shared, Value,
};
use crate::base::Name;
use crate::explore::Bound;

impl NetworkSystem<'_> {
    fn instances(&self) -> impl Iterator<Item = InstanceId> + use<> {
        let count = u32::try_from(self.network.instances.len()).unwrap_or(u32::MAX);
        (0..count).map(InstanceId)
    }

    /// The first state: everybody about to be initialised, and what that does by itself done.
    pub(super) fn first(&mut self) -> Configuration {
        let mut row = Vec::new();
        for instance in self.instances() {
            let behaviour = self.network.behaviour_of(instance);
            let mut cells = vec![Value::UNDEFINED; behaviour.cells.len()];
            for (cell, value) in &self.network[instance].initial {
                cells[cell.index()] = *value;
            }
            let shared = Shared {
                life: Life::Starting,
                cells,
                locks: vec![None; behaviour.locks.len()],
                line: Vec::new(),
                handlers: Vec::new(),
            };
            row.push(self.parts.keep_shared(shared).0);
        }
        let mut first = Configuration::of(row.len(), &row);
        for instance in self.instances() {
            let behaviour = self.network.behaviour_of(instance);
            let runs = behaviour.begins_by_itself();
            match (behaviour.init, self.free_slot(&first, instance)) {
                (_, None) if runs => self.crowded = true,
                (Some(at), Some(slot)) => self.initialise(&mut first, (instance, slot), at),
                (_, slot) => self.run_main(&mut first, instance, slot.unwrap_or(0), None),
            }
        }
        first
    }

    /// Begins an `init`. One that does nothing that others see takes no time: what comes in the meantime might as well
    /// have come later.
    fn initialise(
        &mut self,
        next: &mut Configuration,
        (instance, slot): (InstanceId, Slot),
        at: Location,
    ) {
        // A slot that is free has no tokens.
        let context = self.context(next.shared(instance), slot, 0);
        let eager = step::Settings {
            eager: true,
            ..*context.settings
        };
        let at_once = step::Context {
            settings: &eager,
            ..context
        };
        let done = step::launch(at_once, instance, at, Phase::Init);
        let moves = step::moves(at_once, &done).moves;
        if let [only] = moves.as_slice()
            && matches!(only.effect, Effect::End { fault: None })
        {
            let key = self.parts.keep(done);
            next.set(slot, Some(key));
            return self.run_main(next, instance, slot, Some(key));
        }
        let session = step::launch(context, instance, at, Phase::Init);
        next.set(slot, Some(self.parts.keep(session)));
    }

    /// After `init`: the sessions of `instance` begin. `slot` is that of `init`, whose last state is `ended`.
    fn run_main(
        &mut self,
        next: &mut Configuration,
        instance: InstanceId,
        slot: Slot,
        ended: Option<SessionKey>,
    ) {
        let behaviour = self.network.behaviour_of(instance);
        let ended: Option<Session> = ended.map(|key| self.parts.session(key).clone());
        let mut shared = self.parts.shared(next.shared(instance)).clone();
        shared.life = Life::Running;
        if let Some(init) = &ended {
            step::inherit(behaviour, init, &mut shared);
            next.set(slot, None);
        }
        let key = self.parts.keep_shared(shared);
        next.set_shared(instance, key);
        if let Main::Once(at) = behaviour.main {
            let held = self.held(next, slot, instance);
            let context = self.context(key, slot, held);
            let mut session = step::launch(context, instance, at, Phase::Running);
            if let Some(init) = ended {
                session.queues = init.queues;
                session.told = init.told;
            }
            next.set(slot, Some(self.parts.keep(session)));
        } else if let Some(init) = ended {
            for message in init.queues.into_iter().flatten() {
                self.route_again(next, instance, message);
            }
        }
    }

    /// Routes a message that `init` did not take; nobody hears of it when no session takes it now.
    fn route_again(&mut self, next: &mut Configuration, instance: InstanceId, message: Message) {
        let behaviour = self.network.behaviour_of(instance);
        let queue = behaviour.inputs[message.input.index()].queue;
        let found = next.live().find(|(_, key)| {
            let session = self.parts.session(*key);
            session.of == instance
                && !matches!(
                    correlates(
                        self.network,
                        behaviour,
                        session,
                        message.input,
                        &message.values
                    ),
                    Match::No
                )
        });
        if let Some((slot, key)) = found {
            let taken = step::deliver(self.parts.session(key), queue, message);
            let taken = self.parts.keep(taken);
            next.set(slot, Some(taken));
        } else if let Some((starter, _)) = self.starter(instance, message.input)
            && let Some(slot) = self.free_slot(next, instance)
        {
            let beginning = self.beginning(next, instance, starter, slot);
            let after = self.start(beginning, &message);
            after.put(next, instance, slot);
        }
    }

    /// A session has ended.
    pub(super) fn end(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        (one, fault): (&LocalStep, Option<FaultName>),
        steps: &mut Steps<'_>,
    ) {
        let Actor { instance, slot, .. } = one.actor;
        let Some(before) = base.session(slot) else {
            return;
        };
        let session = self.parts.session(before);
        let left = match session.phase {
            Phase::Init => Vec::new(),
            _ => session
                .queues
                .iter()
                .flatten()
                .map(|message| message.operation)
                .collect(),
        };
        match session.phase {
            Phase::Init if fault.is_some() => {
                let callers = waiting_on(session);
                next.set(slot, None);
                self.mark_ended(next, instance);
                self.lose(next, callers);
            }
            Phase::Init => self.run_main(next, instance, slot, Some(before)),
            Phase::Courier => next.set(slot, None),
            Phase::Spawned {
                slot: maker,
                thread,
            } => {
                let told = session.told > 0;
                next.set(slot, None);
                self.rejoin(next, (maker, thread), told);
            }
            Phase::Waiting | Phase::Running => {
                next.set(slot, None);
                match self.network.behaviour_of(instance).mode {
                    Mode::Single => self.mark_ended(next, instance),
                    Mode::Sequential => self.next_in_line(next, instance),
                    Mode::Concurrent => {}
                }
            }
        }
        let kind = match fault {
            Some(fault) => MoveKind::Die(fault, left),
            None => MoveKind::End(left),
        };
        self.emit_life(next, one, kind, steps);
    }

    /// A `spawn` begins: each of its bodies is a session of its own.
    pub(super) fn spawn(
        &mut self,
        next: &mut Configuration,
        one: &LocalStep,
        copies: u8,
        steps: &mut Steps<'_>,
    ) {
        let Actor {
            instance,
            slot,
            thread,
        } = one.actor;
        let maker = self.parts.session(one.before.session).clone();
        for number in 0..copies {
            let Some(free) = self.free_slot(next, instance) else {
                return steps.hold_back(Bound::Sessions);
            };
            // A slot that is free has no tokens.
            let context = self.context(next.shared(instance), free, 0);
            let body = step::spawned(context, &maker, (slot, thread), number);
            let body = self.parts.keep(body);
            next.set(free, Some(body));
        }
        self.emit_life(next, one, MoveKind::Internal, steps);
    }

    /// A body of a `spawn` has ended: who has made it waits for one less.
    fn rejoin(&mut self, next: &mut Configuration, (slot, thread): (Slot, u8), told: bool) {
        if let Some(key) = next.session(slot) {
            let standing = self.standing(next, slot, key);
            let after = self.change(standing, |context, session| {
                step::rejoined(context, session, thread, told)
            });
            after.put(next, self.parts.instance(key), slot);
        }
    }

    fn emit_life(
        &mut self,
        next: &Configuration,
        one: &LocalStep,
        kind: MoveKind,
        steps: &mut Steps<'_>,
    ) {
        let step = Move {
            kind,
            owner: Owner::System,
            certain: true,
            from: one.actor.mover(),
            to: None,
            origin: one.origin,
        };
        self.emit(steps, next, step);
    }

    fn mark_ended(&mut self, next: &mut Configuration, instance: InstanceId) {
        let mut shared = self.parts.shared(next.shared(instance)).clone();
        shared.life = Life::Ended;
        next.set_shared(instance, self.parts.keep_shared(shared));
    }

    fn next_in_line(&mut self, next: &mut Configuration, instance: InstanceId) {
        let mut shared = self.parts.shared(next.shared(instance)).clone();
        if shared.line.is_empty() {
            return;
        }
        let slot = shared.line.remove(0);
        next.set_shared(instance, self.parts.keep_shared(shared));
        if let Some(key) = next.session(slot) {
            let runs = Session {
                phase: Phase::Running,
                ..self.parts.session(key).clone()
            };
            let runs = self.parts.keep(runs);
            next.set(slot, Some(runs));
        }
    }

    /// A program ends by `exit`.
    pub(super) fn exit(
        &mut self,
        next: &mut Configuration,
        one: &LocalStep,
        steps: &mut Steps<'_>,
    ) {
        self.end_program(next, self.network[one.actor.instance].root);
        self.emit_life(next, one, MoveKind::Exit, steps);
    }

    /// A program ends: its sessions are gone, and who waits for them from outside meets an `IOException`.
    pub(super) fn end_program(&mut self, next: &mut Configuration, root: InstanceId) {
        let network = self.network;
        let ends = |of: InstanceId| network[of].root == root;
        let live: Vec<(Slot, SessionKey)> = next.live().collect();
        let (mut callers, mut gone) = (Vec::new(), Vec::new());
        for (slot, key) in live {
            let session = self.parts.session(key);
            if ends(session.of) {
                callers.extend(waiting_on(session));
                gone.push(slot);
                next.set(slot, None);
            }
        }
        for instance in self.instances() {
            if ends(instance) {
                self.mark_ended(next, instance);
            }
        }
        self.lose(next, callers);
        self.forget(next, &|slot, _| gone.contains(&slot));
    }

    /// Those who wait for what is gone meet an `IOException`.
    fn lose(&mut self, next: &mut Configuration, callers: Vec<(Slot, u8)>) {
        let fault = Name::from(IO_EXCEPTION);
        for (slot, thread) in callers {
            if let Some(key) = next.session(slot) {
                let standing = self.standing(next, slot, key);
                let refused = self.change(standing, |context, session| {
                    step::refused(context, session, thread, fault)
                });
                refused.put(next, self.parts.instance(key), slot);
            }
        }
    }
}

/// The threads that wait for an answer of this session.
pub(super) fn waiting_on(session: &Session) -> Vec<(Slot, u8)> {
    let frames = session
        .threads
        .iter()
        .flatten()
        .flat_map(|thread| &thread.frames);
    let open = frames.filter_map(|frame| match frame {
        Frame::Request { caller, .. } => Some(*caller),
        _ => None,
    });
    let queued = session
        .queues
        .iter()
        .flatten()
        .filter_map(|message| message.caller);
    let callers = open.chain(queued).filter_map(|caller| match caller {
        Caller::Session { slot, thread } => Some((slot, thread)),
        Caller::Environment | Caller::Gone => None,
    });
    callers.collect()
}
