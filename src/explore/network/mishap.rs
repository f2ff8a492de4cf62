//! What befalls a system from around it: calls that time out, and programs that end of themselves.
//!
//! Jolie waits for an answer for a time and raises `Timeout` then (`SolicitResponseExpression`). As a last resort a call
//! times out where nothing else can move at all; set free, it may at any time. The answer is nobody's from then on. A
//! program that listens on a socket may crash at any time, when that is asked for: it ends as by `exit`. Whoever asks for
//! what waits in vain leaves these steps out ([`Move::is_mishap`]).
//!
//! What is lost between programs, or comes too late, is felt by its sender alone, since Jolie answers every message, a
//! notification by an acknowledgement: who gets no answer meets `Timeout`, and who gets no acknowledgement `IOException`
//! (`AbstractCommChannel.ResponseReceiver` closes the channel after a while, and `NotificationProcess` looks again).
//! Either may be lost on its way there, or on its way back, when the message has come.

use super::configuration::Configuration;
use super::goal::Goal;
use super::life::waiting_on;
use super::local::Standing;
use super::route::{Fate, Sending};
use super::step::{Move, MoveKind, Mover, Owner};
use super::system::{NetworkSystem, Steps};
use crate::automata::network::InstanceId;
use crate::automata::network::session::{Life, Slot};
use crate::automata::network::step::{self, Want};
use crate::base::Name;

/// When a call times out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Timeouts {
    /// When nothing else can move.
    #[default]
    Last,
    /// At any time.
    Any,
    /// Never.
    Never,
}

/// What may go wrong around a system, when that is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishaps {
    /// When a call times out.
    pub timeouts: Timeouts,
    /// Whether what leaves a program may meet an `IOException`.
    pub broken: bool,
    /// Whether a program that listens on a socket may end at any time.
    pub crashes: bool,
    /// Whether what travels between programs may be lost: a message, or what answers it.
    pub drops: bool,
    /// Whether what answers a message between programs may come too late.
    pub delays: bool,
}

impl Mishaps {
    /// Whether talking to somebody outside of the program may fail.
    #[must_use]
    pub fn breaks(&self) -> bool {
        self.broken || self.drops || self.delays
    }
}

/// The fault of a call that nobody answers in time.
pub(super) const TIMEOUT: &str = "Timeout";
/// The fault of a message that cannot be sent, or that nobody acknowledges.
pub(super) const IO_EXCEPTION: &str = "IOException";

impl NetworkSystem<'_> {
    /// Each call that waits for its answer times out; or each that waits for another program.
    pub(super) fn time_out(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        live: &[Standing],
        remote: bool,
        steps: &mut Steps<'_>,
    ) {
        let fault = Name::from(TIMEOUT);
        for standing in live {
            let (slot, instance) = (standing.slot, self.parts.instance(standing.session));
            for waiting in self.waits(*standing) {
                let Want::Answer { operation, .. } = waiting.what else {
                    continue;
                };
                let thread = waiting.thread;
                if remote && !self.is_asked_of_another(base, instance, (slot, thread)) {
                    continue;
                }
                next.assign(base);
                self.forget(next, &|of, called| (of, called) == (slot, thread));
                let Some(key) = next.session(slot) else {
                    continue;
                };
                let now = self.standing(next, slot, key);
                let after = self.change(now, |context, session| {
                    step::refused(context, session, thread, fault)
                });
                after.put(next, instance, slot);
                let from = Mover::Thread {
                    instance,
                    slot,
                    thread,
                };
                let step = Move {
                    kind: MoveKind::Timeout(operation),
                    owner: Owner::Mishap,
                    certain: true,
                    from,
                    to: None,
                    origin: waiting.origin,
                };
                self.emit(steps, next, step);
            }
        }
    }

    /// Whether it is another program that has to answer a thread of `instance`.
    fn is_asked_of_another(
        &self,
        base: &Configuration,
        instance: InstanceId,
        caller: (Slot, u8),
    ) -> bool {
        let root = |of: InstanceId| self.network[of].root;
        base.live().any(|(_, key)| {
            let session = self.parts.session(key);
            root(session.of) != root(instance) && waiting_on(session).contains(&caller)
        })
    }

    /// Each program that listens on a socket ends.
    pub(super) fn crash(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        steps: &mut Steps<'_>,
    ) {
        for root in self.remote.clone() {
            if self.life(base, root) == Life::Ended {
                continue;
            }
            next.assign(base);
            self.end_program(next, root);
            let step = Move {
                kind: MoveKind::Crash(root),
                owner: Owner::Mishap,
                certain: true,
                from: Mover::Environment,
                to: None,
                origin: self.network.behaviour_of(root).span,
            };
            self.emit(steps, next, step);
        }
    }

    /// A message leaves its program, and does not come, or what answers it does not.
    pub(super) fn goes_wrong(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        sending: &Sending<'_>,
        (goal, certain): (Goal, bool),
        steps: &mut Steps<'_>,
    ) {
        let mishaps = self.settings.mishaps;
        let outside = goal == Goal::Environment;
        // What becomes of a message outside nobody asks: that it is lost is as good as that its answer is.
        let lost = mishaps.drops || mishaps.delays && outside;
        let mut break_by = |fault: &str| {
            let fate = Fate::Broken(Name::from(fault));
            self.lost(next, sending, fate, certain, steps);
        };
        if mishaps.broken || lost && !sending.call {
            break_by(IO_EXCEPTION);
        }
        if lost && sending.call {
            break_by(TIMEOUT);
        }
        if let (Goal::Input(instance, input), false) = (goal, sending.call)
            && (mishaps.drops || mishaps.delays)
        {
            let one = sending.one;
            let fault = Name::from(IO_EXCEPTION);
            let after = self.change(one.before, |context, session| {
                step::refused(context, session, one.actor.thread, fault)
            });
            after.put(next, one.actor.instance, one.actor.slot);
            let unheard = Sending {
                unheard: true,
                ..*sending
            };
            self.arrive(base, next, &unheard, (instance, input), certain, steps);
            one.after.put(next, one.actor.instance, one.actor.slot);
        }
    }

    /// The callers of whom this holds wait no longer.
    pub(super) fn forget(&mut self, next: &mut Configuration, gone: &dyn Fn(Slot, u8) -> bool) {
        for slot in 0..next.slots() {
            if let Some(key) = next.session(slot) {
                let forgets = step::forget_callers(self.parts.session(key), gone);
                let forgets = self.parts.keep(forgets);
                next.set(slot, Some(forgets));
            }
        }
    }
}

/// The first instances of the programs that listen on a socket.
pub(super) fn remote(network: &crate::automata::network::Network) -> Vec<InstanceId> {
    let listening = network.instances.iter().filter(|one| one.remote);
    let mut roots: Vec<InstanceId> = listening.map(|one| one.root).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}
