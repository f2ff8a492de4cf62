//! What a session can do by itself, and what can come to it from clients: worked out once for each [`Standing`], with
//! everything that does not hang on the other sessions.

use super::configuration::Configuration;
use super::goal::Goal;
use super::parts::{SessionKey, SharedKey, allocated};
use super::reduce::Ample;
use super::step::{Guessed, Move, MoveKind, Mover, Owner};
use super::system::NetworkSystem;
use crate::automata::network::session::Slot;
use crate::automata::network::step::{self, After, Effect, Tokens, Waiting};
use crate::automata::network::{Behaviour, Guess, InstanceId, Otherwise, Session, Value};
use crate::base::{Name, Span};
use crate::explore::Label;
use std::mem::{size_of, size_of_val};
use std::rc::Rc;

/// A session with everything that its own steps hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    pub session: SessionKey,
    pub shared: SharedKey,
    pub slot: Slot,
    /// Its tokens that others hold.
    pub held: Tokens,
}

/// What has become of a session and of what it shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    pub session: SessionKey,
    pub shared: SharedKey,
}

impl Changed {
    /// Puts both where they belong.
    pub fn put(self, next: &mut Configuration, instance: InstanceId, slot: Slot) {
        next.set(slot, Some(self.session));
        next.set_shared(instance, self.shared);
    }
}

/// What a session can do by itself.
pub(super) struct LocalMoves {
    pub moves: Vec<LocalStep>,
    pub held_back: bool,
    /// Threads that can be taken alone.
    pub ample: Box<[Ample]>,
}

impl LocalMoves {
    /// How many bytes it takes, with what the allocator adds to each of its parts.
    fn bytes(&self) -> usize {
        let steps = self.moves.iter().map(LocalStep::inside);
        let ample = self.ample.iter().flat_map(Ample::inside).map(allocated);
        allocated(size_of::<Self>() + 2 * size_of::<usize>())
            + allocated(self.moves.capacity() * size_of::<LocalStep>())
            + allocated(size_of_val(&*self.ample))
            + steps.chain(ample).sum::<usize>()
    }
}

/// One of the things that a session can do by itself, its parts kept.
pub(super) struct LocalStep {
    /// A number of its own, from 1.
    pub number: u32,
    pub actor: Actor,
    pub origin: Span,
    pub effect: Effect,
    /// What it leaves.
    pub before: Standing,
    /// What it leads to; for what is sent, after success.
    pub after: Changed,
    /// Where what it sends may go, and whether that is certain.
    pub goals: Vec<(Goal, bool)>,
    /// Its label, when it touches nobody else.
    pub label: Option<Label>,
}

impl LocalStep {
    /// The bytes that it points to.
    fn inside(&self) -> usize {
        let values = match &self.effect {
            Effect::Send { values, .. }
            | Effect::Call { values, .. }
            | Effect::Reply { values, .. } => values.capacity(),
            _ => 0,
        };
        allocated(values * size_of::<Value>())
            + allocated(self.goals.capacity() * size_of::<(Goal, bool)>())
    }
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

impl NetworkSystem<'_> {
    /// The session in `slot` with everything that its steps hang on.
    pub(super) fn standing(&self, base: &Configuration, slot: Slot, key: SessionKey) -> Standing {
        let instance = self.parts.instance(key);
        Standing {
            session: key,
            shared: base.shared(instance),
            slot,
            held: self.held(base, slot, instance),
        }
    }

    /// What the rules of a session need to know of where it is.
    pub(super) fn context(&self, shared: SharedKey, slot: Slot, held: Tokens) -> step::Context<'_> {
        step::Context {
            network: self.network,
            shared: self.parts.shared(shared),
            slot,
            held,
            settings: &self.settings.step,
        }
    }

    /// Applies `change` to a session that is kept, and keeps the result.
    pub(super) fn change(
        &mut self,
        standing: Standing,
        change: impl FnOnce(step::Context<'_>, &Session) -> After,
    ) -> Changed {
        let Standing {
            shared, slot, held, ..
        } = standing;
        let session = self.parts.session(standing.session);
        let after = change(self.context(shared, slot, held), session);
        self.keep(after, shared)
    }

    /// Keeps what has become of a session; `before` is what it shared.
    pub(super) fn keep(&mut self, mut after: After, before: SharedKey) -> Changed {
        self.forget_dead(&mut after.session);
        let shared = after.shared.map(|shared| self.parts.keep_shared(shared));
        Changed {
            session: self.parts.keep(after.session),
            shared: shared.unwrap_or(before),
        }
    }

    /// What the session can do by itself, worked out once.
    pub(super) fn local(&mut self, standing: Standing) -> Rc<LocalMoves> {
        if let Some(known) = self.local.get(&standing) {
            return Rc::clone(known);
        }
        let moves = Rc::new(self.local_moves(standing));
        self.remembered += moves.bytes();
        self.local.insert(standing, Rc::clone(&moves));
        moves
    }

    fn local_moves(&mut self, standing: Standing) -> LocalMoves {
        let Standing {
            shared, slot, held, ..
        } = standing;
        let session = self.parts.session(standing.session);
        let instance = session.of;
        let found = step::moves(self.context(shared, slot, held), session);
        let mut moves = Vec::with_capacity(found.moves.len());
        for one in found.moves {
            self.numbered += 1;
            let after = After {
                session: one.session,
                shared: one.shared,
            };
            let goals = match &one.effect {
                Effect::Send {
                    target, operation, ..
                }
                | Effect::Call {
                    target, operation, ..
                } => self.goals(instance, target, *operation),
                _ => Vec::new(),
            };
            let mut step = LocalStep {
                number: self.numbered,
                actor: Actor {
                    instance,
                    slot,
                    thread: one.thread,
                },
                origin: one.origin,
                effect: one.effect,
                before: standing,
                after: self.keep(after, shared),
                goals,
                label: None,
            };
            step.label = self.own(&step).map(|step| self.label(step));
            moves.push(step);
        }
        let ample = if self.settings.step.eager {
            let session = self.parts.session(standing.session);
            let shared = self.parts.shared(shared);
            let of = (session, shared);
            let (network, parts) = (self.network, &self.parts);
            self.independence.ample(network, parts, of, slot, &moves)
        } else {
            Box::default()
        };
        LocalMoves {
            moves,
            held_back: found.held_back,
            ample,
        }
    }

    /// What the threads of the session wait for.
    pub(super) fn waits(&self, standing: Standing) -> Vec<Waiting> {
        let session = self.parts.session(standing.session);
        step::waiting(self.network, session, self.parts.shared(standing.shared))
    }

    /// The step of a move that touches nobody else.
    fn own(&self, one: &LocalStep) -> Option<Move> {
        let behaviour = self.network.behaviour_of(one.actor.instance);
        let (mut owner, mut certain) = (Owner::System, true);
        let kind = match &one.effect {
            Effect::Send { .. }
            | Effect::Call { .. }
            | Effect::Reply { .. }
            | Effect::ReplyFault { .. }
            | Effect::Spawn { .. }
            | Effect::End { .. }
            | Effect::Exit => return None,
            Effect::Choice {
                taken,
                certain: sure,
            } => {
                certain = *sure;
                if !certain {
                    owner = Owner::Data;
                }
                MoveKind::Choice(*taken)
            }
            Effect::Guess {
                guess,
                taken,
                certain: sure,
            } => {
                certain = *sure;
                if !certain {
                    owner = Owner::Data;
                }
                self.guessed(behaviour, *guess, *taken)
            }
            Effect::Take { input } => MoveKind::Receive(behaviour.inputs[input.index()].operation),
            Effect::Raise { fault } => MoveKind::Raise(*fault),
            Effect::Acquire { lock } => MoveKind::Acquire(behaviour.locks[lock.index()]),
            Effect::Release { lock } => MoveKind::Release(behaviour.locks[lock.index()]),
            Effect::Signal { link } => MoveKind::Signal(behaviour.links[link.index()]),
            Effect::Internal => MoveKind::Internal,
        };
        Some(Move {
            kind,
            owner,
            certain,
            from: one.actor.mover(),
            to: None,
            origin: one.origin,
        })
    }

    /// What is told of a guess.
    fn guessed(&self, behaviour: &Behaviour, guess: Guess, taken: bool) -> MoveKind {
        let counts = guess.counts;
        if !taken || !guess.told {
            let rest = !taken && guess.otherwise == Otherwise::Anything;
            return MoveKind::Datum(None, Guessed { counts, rest });
        }
        let variable = behaviour.cells.get(guess.cell.index());
        let variable = variable.map_or("", |cell| cell.name.as_str());
        let value = guess.value.written(&self.network.constants);
        let said = Some((Name::from(variable), Name::from(value.as_str())));
        MoveKind::Datum(
            said,
            Guessed {
                counts,
                rest: false,
            },
        )
    }
}
