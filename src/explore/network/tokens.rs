//! Which tokens of a session others still hold.
//!
//! A session uses the number of a token again once it has forgotten it, so that loops have finitely many states. Another
//! session may hold it longer: the number would then stand for two values at once. So the numbers that other parts of the
//! configuration hold are not made again.

use super::configuration::Configuration;
use super::system::NetworkSystem;
use crate::automata::network::session::Slot;
use crate::automata::network::step::{MOST_TOKENS, Tokens};
use crate::automata::network::{Act, Behaviour, InstanceId, Kind, Network, Session, Term, Value};

impl NetworkSystem<'_> {
    /// The tokens of `slot` that other sessions, and what instances share, hold; none for the sessions of instances that
    /// make no tokens.
    pub(super) fn held(&self, base: &Configuration, slot: Slot, instance: InstanceId) -> Tokens {
        if !self.makes_tokens[instance.0 as usize] {
            return 0;
        }
        let mut held = 0;
        for (other, key) in base.live() {
            if other != slot && self.parts.named(key) & (1 << slot) != 0 {
                held |= of_session(self.parts.session(key), slot);
            }
        }
        for index in 0..self.network.instances.len() {
            let shared = base.shared(InstanceId(u32::try_from(index).unwrap_or(u32::MAX)));
            if self.parts.named_by_shared(shared) & (1 << slot) != 0 {
                held |= among(&self.parts.shared(shared).cells, slot);
            }
        }
        held
    }
}

fn of_session(session: &Session, slot: Slot) -> Tokens {
    let queued = session.queues.iter().flatten();
    queued.fold(among(&session.cells, slot), |held, message| {
        held | among(&message.values, slot)
    })
}

fn among(values: &[Value], slot: Slot) -> Tokens {
    let numbers = values.iter().filter_map(|value| match value.kind() {
        Kind::Token { slot: of, number } if of == slot && number < MOST_TOKENS => Some(number),
        _ => None,
    });
    numbers.fold(0, |held, number| held | 1 << number)
}

/// For each instance, whether its sessions may make tokens.
pub(super) fn makers(network: &Network) -> Vec<bool> {
    let makes: Vec<bool> = network.behaviours.iter().map(makes_tokens).collect();
    let of = network.instances.iter();
    of.map(|instance| makes.get(instance.behaviour.0 as usize).copied())
        .map(|makes| makes.unwrap_or(true))
        .collect()
}

fn makes_tokens(behaviour: &Behaviour) -> bool {
    let replies = behaviour
        .starters()
        .filter_map(|starter| starter.branch.reply.as_ref());
    let mut answers = replies.flat_map(|reply| &reply.payload);
    answers.any(is_fresh) || behaviour.nodes.iter().any(|node| makes(&node.act))
}

fn makes(act: &Act) -> bool {
    match act {
        Act::Set { values, .. } => values.iter().any(|(_, term)| is_fresh(term)),
        Act::Send { payload, .. } | Act::Call { payload, .. } => payload.iter().any(is_fresh),
        Act::Branch { condition, .. } => is_fresh(condition),
        Act::Spawn { copies, .. } => is_fresh(copies),
        Act::Receive { branches } => {
            let replies = branches.iter().filter_map(|branch| branch.reply.as_ref());
            replies.flat_map(|reply| &reply.payload).any(is_fresh)
        }
        _ => false,
    }
}

/// Whether a term makes a token.
fn is_fresh(term: &Term) -> bool {
    term.parts().any(|part| *part == Term::Fresh)
}
