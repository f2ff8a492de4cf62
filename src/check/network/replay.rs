//! Whether a run happens: each of its steps is looked for again from the first state.
//!
//! In come a network and steps; out comes whether the network makes them. It shares nothing with the search: no stored
//! state, no number of a label.

use crate::automata::network::Network;
use crate::explore::TransitionSystem;
use crate::explore::network::{Move, NetworkSystem, Settings, shows};
use crate::verdict::Trace;

/// Whether `network` makes these steps from its first state, one after the other.
#[must_use]
pub fn replays(network: &Network, settings: Settings, steps: &[Move]) -> bool {
    makes(network, settings, steps, |made, step| made == step)
}

/// Whether `network` makes the steps of a run that is shown to people, whose sessions have other numbers.
#[must_use]
pub fn replays_shown(network: &Network, settings: Settings, trace: &Trace) -> bool {
    makes(network, settings, &trace.steps, |made, step| {
        shows(network, made, step)
    })
}

fn makes<T>(
    network: &Network,
    settings: Settings,
    steps: &[T],
    same: impl Fn(&Move, &T) -> bool,
) -> bool {
    let mut system = NetworkSystem::new(network, settings);
    let mut row = Vec::new();
    system.initial(&mut row);
    let mut rows = vec![row];
    for step in steps {
        let mut next: Vec<Vec<u32>> = Vec::new();
        for row in &rows {
            let mut found = Vec::new();
            let _ = system.successors(row, &mut |target, label| {
                found.push((target.to_vec(), label));
            });
            for (target, label) in found {
                if same(system.step(label), step) && !next.contains(&target) {
                    next.push(target);
                }
            }
        }
        rows = next;
    }
    !rows.is_empty()
}
