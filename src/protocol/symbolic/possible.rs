//! How a role can come to send a given message: by steps of others, and then the send.

use super::DEPTH;
use super::pairs::{Frame, condition, looks_like};
use crate::automata::global::{Edge, Global, StateId};
use crate::automata::label::RoleId;
use crate::protocol::projection::silently;
use crate::solve::horn::Variable;
use crate::solve::term::Formula;

/// What is to be sent, and the variables of its numbers.
pub(super) struct Possible<'g> {
    pub(super) global: &'g Global,
    pub(super) role: RoleId,
    pub(super) sent: &'g Edge,
    pub(super) fields: Variable,
}

/// The numbers that a way needs, and what is true of them.
type Way = (Vec<Variable>, Formula<Variable>);

/// How many numbers the message of a silent step may carry.
const FIELDS: u32 = 64;

impl Possible<'_> {
    /// The ways from `state`, whose registers begin at `before`, with variables from `free` on; and whether these are all.
    pub(super) fn ways(
        &self,
        state: StateId,
        before: Variable,
        free: Variable,
    ) -> (Vec<Way>, bool) {
        let mut ways = Vec::new();
        let mut exact = true;
        let mut waiting = vec![(state, before, free, Vec::new(), 0)];
        while let Some((state, before, next, done, steps)) = waiting.pop() {
            let registers = u32::try_from(self.global.registers.len()).unwrap_or(u32::MAX);
            for edge in self.global.edges(state) {
                let after = next;
                let step = edge.interaction;
                let mine = [step.from, step.to].contains(&self.role);
                let is_sent = looks_like(self.sent, edge);
                if mine && !is_sent {
                    continue;
                }
                let frame = Frame {
                    before,
                    after,
                    fields: if is_sent {
                        self.fields
                    } else {
                        after + registers
                    },
                };
                let mut all: Vec<Formula<Variable>> = Vec::clone(&done);
                all.push(condition(self.global, edge, frame));
                let beyond = after + registers + FIELDS;
                if is_sent {
                    ways.push(((free..beyond).collect(), Formula::All(all)));
                } else if steps < DEPTH {
                    waiting.push((edge.target, after, beyond, all, steps + 1));
                } else {
                    exact &= !self.leads_to_it(edge.target);
                }
            }
        }
        (ways, exact)
    }

    /// Whether the send can be come to at all.
    fn leads_to_it(&self, state: StateId) -> bool {
        let reached = silently(self.global, self.role, &[state]);
        let mut edges = reached.iter().flat_map(|state| self.global.edges(*state));
        edges.any(|edge| looks_like(self.sent, edge))
    }
}
