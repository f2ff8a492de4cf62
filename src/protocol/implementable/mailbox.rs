//! Where all messages for a role have one queue: none can come into it before one that its receiver takes earlier.
//!
//! For each step `q -> p: m`, the receiver `p` and the sender `q` are held up: what happens after `m` was sent comes
//! behind it. If some `r` can still send to `p` then, that message can be in the way of `m`. Replies and faults wait in
//! no queue: nothing is in their way, and they are in nobody's.

use super::available::{Look, search};
use super::{Delivery, Kind, Obstacle, runs, with};
use crate::automata::global::Global;
use rustc_hash::FxHashSet;

/// The first message that can be overtaken, for each receiver.
///
/// # Errors
/// When there is too much to look at.
pub(super) fn judge(global: &Global) -> Result<Vec<Obstacle>, String> {
    let mut found = Vec::new();
    let mut said = FxHashSet::default();
    for (state, edge) in global.all_edges() {
        let step = edge.interaction;
        if !step.label.is_queued() || said.contains(&step.to) {
            continue;
        }
        let way = search(
            global,
            edge,
            Delivery::Mailbox,
            &[step.from, step.to],
            |other, beside| {
                if other.interaction.to == step.to && other.interaction.label.is_queued() && !beside
                {
                    Look::Found
                } else {
                    Look::Further
                }
            },
        )?;
        let Some(way) = way else {
            continue;
        };
        said.insert(step.to);
        let prefix = runs::to_state(global, state);
        let early = way.last().map(|early| (early.interaction, early.span));
        let mut second = prefix.clone();
        second.extend(way);
        second.push(edge.clone());
        found.push(Obstacle {
            kind: Kind::Mailbox,
            role: step.to,
            step,
            span: edge.span,
            other: early,
            first: with(prefix, edge),
            second,
            repair: None,
        });
    }
    Ok(found)
}
