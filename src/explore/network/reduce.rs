//! Which steps can be taken alone: a sound reduction of the search.
//!
//! Where everything that one session can do next is *independent* (no step of anybody else, now or later, enables it,
//! disables it or leads elsewhere when it comes first), only that session's steps are taken: an ample set, as of Peled
//! ("All from one, one for all", CAV 1993; conditions C0 to C3 as in Clarke, Grumberg and Peled, *Model Checking*, chapter
//! 10). No such step can be put off for ever: between two messages that are taken, a session makes finitely many of them,
//! since branches that lie on a silent cycle are not among them (C3).
//!
//! Independent are, of a session with one thread: a branch on its own data, unless what it asks is lost; taking the head of a queue, when all that is
//! awaited waits in one queue; raising a fault; releasing a lock; an answer, when who gets it has one thread as well; and
//! the end of a session that no message finds: one without correlation sets, in the concurrent and the sequential mode.
//! Nothing is when a program may end at any time, by `exit` or of itself, or a call may time out at any time.

use super::local::LocalStep;
use super::mishap::{Mishaps, Timeouts};
use super::system::NetworkSystem;
use crate::automata::cycles::on_cycles;
use crate::automata::network::session::Slot;
use crate::automata::network::session::{Phase, Session};
use crate::automata::network::step::Effect;
use crate::automata::network::{Act, Behaviour, Caller, Delivery, Location, Mode, Network};
use std::collections::HashSet;

/// What of a network says whether steps are independent; worked out once.
#[derive(Clone, Debug, Default)]
pub(super) struct Independence {
    /// For each behaviour the nodes that lie on a cycle without communication.
    silent_cycles: Vec<HashSet<Location>>,
    /// Whether some program, or the wait for some answer, may end whatever others do.
    ends: bool,
}

/// Whether all steps of a session are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    No,
    Yes,
    /// When the session in this slot has one thread.
    WhenSingle(Slot),
}

impl Independence {
    pub fn of(network: &Network, mishaps: &Mishaps) -> Self {
        let nodes = network
            .behaviours
            .iter()
            .flat_map(|behaviour| &behaviour.nodes);
        Self {
            silent_cycles: network.behaviours.iter().map(silent_cycles).collect(),
            ends: mishaps.crashes
                || mishaps.delays
                || mishaps.timeouts == Timeouts::Any
                || nodes.into_iter().any(|node| node.act == Act::Exit),
        }
    }

    /// Whether all steps of `session` are independent of what others do.
    pub fn alone(&self, network: &Network, session: &Session, steps: &[LocalStep]) -> Alone {
        if self.ends
            || steps.is_empty()
            || !is_single(session)
            || !matches!(session.phase, Phase::Running | Phase::Courier)
        {
            return Alone::No;
        }
        let mut found = Alone::Yes;
        for step in steps {
            match self.step(network, session, step) {
                Alone::Yes => {}
                other => {
                    found = other;
                    break;
                }
            }
        }
        // Several answers at once do not happen in one thread; to be sure:
        if steps.len() > 1 && found != Alone::Yes {
            Alone::No
        } else {
            found
        }
    }

    fn step(&self, network: &Network, session: &Session, step: &LocalStep) -> Alone {
        let behaviour = network.behaviour_of(session.of);
        let when = |holds: bool| if holds { Alone::Yes } else { Alone::No };
        match &step.effect {
            // A choice on data that nobody knows would make every run after it uncertain, though some finding may come
            // before it.
            Effect::Choice { certain: false, .. } => Alone::No,
            Effect::Choice { .. } => {
                let index = network[session.of].behaviour.0 as usize;
                let cycles = self.silent_cycles.get(index);
                when(
                    step.after.shared == step.before.shared
                        && cycles.is_some_and(|cycles| !cycles.contains(&step.at)),
                )
            }
            // In other deliveries a later message may be taken in place of this one.
            Effect::Take { .. } => {
                when(network.delivery == Delivery::Mailbox && one_queue(behaviour, step.at))
            }
            Effect::Raise { .. } | Effect::Release { .. } => Alone::Yes,
            Effect::Reply { caller, .. } | Effect::ReplyFault { caller, .. } => match caller {
                Caller::Session { slot, .. } => Alone::WhenSingle(*slot),
                Caller::Environment | Caller::Gone => Alone::Yes,
            },
            Effect::End { .. } => {
                let courier = session.phase == Phase::Courier;
                when(courier || behaviour.mode != Mode::Single && behaviour.sets.is_empty())
            }
            _ => Alone::No,
        }
    }
}

impl NetworkSystem<'_> {
    /// Whether only one thread of a session is live.
    pub(super) fn is_single(&self, key: super::parts::SessionKey) -> bool {
        is_single(self.parts.session(key))
    }
}

fn is_single(session: &Session) -> bool {
    session.threads.iter().flatten().count() == 1
}

/// Whether everything that the node awaits waits in one queue.
fn one_queue(behaviour: &Behaviour, at: Location) -> bool {
    let Some(Act::Receive { branches }) = behaviour.nodes.get(at.index()).map(|node| &node.act)
    else {
        return false;
    };
    let mut queues = branches
        .iter()
        .map(|branch| behaviour.inputs[branch.input.index()].queue);
    let first = queues.next();
    queues.all(|queue| Some(queue) == first)
}

/// The nodes from which control comes back without a message that is taken or an answer that is awaited.
fn silent_cycles(behaviour: &Behaviour) -> HashSet<Location> {
    let mut edges = Vec::new();
    for (index, node) in (0..).zip(&behaviour.nodes) {
        let from = Location(index);
        edges.extend(silent_next(&node.act).into_iter().map(|to| (from, to)));
    }
    on_cycles(edges)
}

/// Where control may go from an act, when that is no communication inside the system: calls and notifications may go
/// outside, and then are silent.
fn silent_next(act: &Act) -> Vec<Location> {
    let mut found = Vec::new();
    if !matches!(act, Act::Receive { .. } | Act::LinkIn { .. }) {
        act.locations(&mut |next| found.push(*next));
    }
    found
}
