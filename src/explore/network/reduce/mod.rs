//! Which steps can be taken alone: a sound reduction of the search.
//!
//! Where all that some threads of a session can do next is *independent* of what anybody else does before they move (it
//! is not enabled, disabled, led elsewhere or named otherwise by that), only their steps are taken: an ample set, as of
//! Peled ("All from one, one for all", CAV 1993; Clarke, Grumberg and Peled, *Model Checking*, chapter 10), found as
//! Godefroid's persistent sets are, by closing a set of threads under what the code of the others may still do
//! (`footprint`). No step is put off for ever, since code that may go round is not in an ample set (`cycles`). The theorem, its conditions and what is kept are in `papers/semantics.md`, *Reduction*.

mod cycles;
mod footprint;
mod next;
mod raises;
mod sends;
mod sets;
mod taken;
#[cfg(test)]
mod tests;
mod threads;

use super::local::LocalStep;
use super::mishap::{Mishaps, Timeouts};
use super::parts::{Parts, SessionKey};
use crate::automata::network::session::Slot;
use crate::automata::network::{Access, Act, InstanceId, Network, Session, Shared, Thread};
use cycles::Node;
use footprint::Futures;
pub(super) use footprint::{branch, next_of};
use next::{Fixed, Look, Next};
use raises::Raises;
use rustc_hash::FxHashMap;
use std::collections::HashSet;
use std::mem::{size_of, size_of_val};
use std::rc::Rc;
use threads::{at, live, may_kill, runs, waits_for};

/// Threads of a session whose steps can be taken alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ample {
    pub threads: Box<[u8]>,
    /// When nothing in the sessions of these slots hangs on when these threads get an answer.
    pub answers: Box<[(Slot, u8)]>,
    /// When these have been initialised.
    pub running: Box<[InstanceId]>,
}

impl Ample {
    /// Some threads, by what their next steps hang on.
    fn of(threads: impl Iterator<Item = (u8, Next)> + Clone) -> Self {
        let next = threads.clone().map(|(_, next)| next);
        Self {
            threads: threads.map(|(index, _)| index).collect(),
            answers: next.clone().filter_map(|next| next.answers).collect(),
            running: next.filter_map(|next| next.running).collect(),
        }
    }

    /// How many bytes it points to, without what the allocator adds.
    pub fn inside(&self) -> [usize; 3] {
        [
            size_of_val(&*self.threads),
            size_of_val(&*self.answers),
            size_of_val(&*self.running),
        ]
    }
}

/// What of a network says whether steps are independent.
pub(super) struct Independence {
    /// Whether some program, or the wait for some answer, may end whatever others do.
    ends: bool,
    raises: Raises,
    /// For each behaviour what of it is the same in all states.
    fixed: Rc<[Fixed]>,
    /// The nodes from which control comes back without a message that is taken.
    cycles: HashSet<Node>,
    /// For each instance what its code may do, once somebody has asked.
    futures: Vec<Option<Rc<Futures>>>,
    /// Whether an answer to a thread is independent of the others in its session.
    answers: FxHashMap<(SessionKey, u8), bool>,
    bytes: usize,
}

impl Independence {
    pub fn of(network: &Network, mishaps: &Mishaps) -> Self {
        let mut nodes = network.behaviours.iter().flat_map(|one| &one.nodes);
        let unasked = mishaps.crashes || mishaps.delays || mishaps.timeouts == Timeouts::Any;
        Self {
            ends: unasked || nodes.any(|node| node.act == Act::Exit),
            raises: Raises::of(network, mishaps.breaks()),
            fixed: network.behaviours.iter().map(Fixed::of).collect(),
            cycles: cycles::silent(network),
            futures: vec![None; network.instances.len()],
            answers: FxHashMap::default(),
            bytes: 0,
        }
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.bytes + self.answers.capacity() / 7 * 8 * (size_of::<((SessionKey, u8), bool)>() + 1)
    }

    /// Forgets what can be worked out again.
    pub fn forget(&mut self) {
        self.answers = FxHashMap::default();
    }

    fn futures(&mut self, network: &Network, instance: InstanceId) -> Rc<Futures> {
        let index = instance.0 as usize;
        if let Some(Some(known)) = self.futures.get(index) {
            return Rc::clone(known);
        }
        let found = Rc::new(Futures::of(network, instance, &self.raises));
        self.bytes += found.bytes();
        if let Some(place) = self.futures.get_mut(index) {
            *place = Some(Rc::clone(&found));
        }
        found
    }

    /// Threads of a session whose steps are independent of everything else, the sets with the fewest steps first.
    pub fn ample(
        &mut self,
        network: &Network,
        parts: &Parts,
        (session, shared): (&Session, &Shared),
        slot: Slot,
        steps: &[LocalStep],
    ) -> Box<[Ample]> {
        if self.ends || steps.is_empty() || !runs(session) {
            return Box::default();
        }
        let (fixed, breaks) = (Rc::clone(&self.fixed), self.raises.breaks);
        let look = Look::new(
            network,
            parts,
            (session, shared),
            (slot, steps),
            fixed,
            breaks,
        );
        let threads: Vec<(u8, &Thread)> = live(session).collect();
        let behaviour = network[session.of].behaviour;
        let next: Vec<Option<Next>> = threads
            .iter()
            .map(|(index, thread)| {
                let goes_round = self.cycles.contains(&(behaviour, thread.at));
                look.next(*index, thread).filter(|_| !goes_round)
            })
            .collect();
        if let [(index, _)] = threads.as_slice() {
            let found = next.first().copied().flatten();
            let ample = found.map(|next| Ample::of(std::iter::once((*index, next))));
            return ample.into_iter().collect();
        }
        if next.iter().all(Option::is_none) || threads.len() > 128 {
            return Box::default();
        }
        let futures = self.futures(network, session.of);
        if is_seen_by_clients(network, &futures, session) {
            return Box::default();
        }
        let needs = look.needs(&futures, &threads, &next);
        sets::sets(&threads, &next, &needs, steps)
    }

    /// Whether it makes no difference to the other threads of a session when one of them gets an answer, nor to anybody
    /// else.
    pub fn is_answered_alone(
        &mut self,
        network: &Network,
        parts: &Parts,
        key: SessionKey,
        thread: u8,
    ) -> bool {
        if let Some(known) = self.answers.get(&(key, thread)) {
            return *known;
        }
        let session = parts.session(key);
        let found = self.answers_alone(network, session, thread);
        self.answers.insert((key, thread), found);
        found
    }

    fn answers_alone(&mut self, network: &Network, session: &Session, thread: u8) -> bool {
        let behaviour = network.behaviour_of(session.of);
        let Some(waits) = at(session, thread) else {
            return true;
        };
        let mut next = Next {
            killable: true,
            ..Next::default()
        };
        let act = behaviour.nodes.get(waits.at.index()).map(|node| &node.act);
        if let Some(Act::Call { response, .. }) = act {
            for binding in response {
                next.uses.write(binding.cell);
            }
        }
        let fixed = self.fixed[network[session.of].behaviour.0 as usize];
        let globals = if fixed.private { 0 } else { fixed.globals };
        if next.uses.writes & (globals | fixed.correlated) != 0 {
            return false;
        }
        if live(session).count() == 1 {
            return true;
        }
        let futures = self.futures(network, session.of);
        if !runs(session) || is_seen_by_clients(network, &futures, session) {
            return false;
        }
        let others = live(session).filter(|(index, _)| !waits_for(session, *index, thread));
        others
            .filter(|(index, _)| *index != thread)
            .all(|(index, other)| {
                let future = futures.thread(behaviour, other);
                let killed = future.raises && may_kill(session, index, thread);
                !(killed || next.hangs_on(&future, next.uses.writes != 0))
            })
    }
}

/// Whether clients may send early what a session receives later: what they can block then is judged of states, so all of
/// these are wanted.
fn is_seen_by_clients(network: &Network, futures: &Futures, session: &Session) -> bool {
    let is_open = |access: &Access| *access == Access::Open;
    let behaviour = network.behaviour_of(session.of);
    network[session.of].access.iter().any(is_open) && futures.session(behaviour, session).takes != 0
}
