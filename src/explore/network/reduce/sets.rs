//! The smallest sets of threads that are closed under what their next steps hang on, as Godefroid's persistent sets are
//! found.

use super::Ample;
use super::next::Next;
use crate::automata::network::Thread;
use crate::explore::network::local::LocalStep;

/// So many ample sets of a session are kept, the smallest ones.
const MOST_AMPLE: usize = 4;
/// The sets of threads that are closed under what their next steps hang on, the smallest first.
pub(super) fn sets(
    threads: &[(u8, &Thread)],
    next: &[Option<Next>],
    needs: &[u128],
    steps: &[LocalStep],
) -> Box<[Ample]> {
    let mut found: Vec<(usize, u128)> = Vec::new();
    for seed in 0..threads.len() {
        let mut set: u128 = 1 << seed;
        loop {
            let members = (0..threads.len()).filter(|index| set & (1 << index) != 0);
            let closed = members.fold(set, |closed, index| closed | needs[index]);
            if closed == set {
                break;
            }
            set = closed;
        }
        let within = |index: &usize| set & (1 << index) != 0;
        let mut members = (0..threads.len()).filter(within);
        if !members.all(|index| next[index].is_some()) {
            continue;
        }
        let steps = steps.iter().filter(|step| {
            let own = threads
                .iter()
                .position(|(index, _)| *index == step.actor.thread);
            own.is_some_and(|own| within(&own))
        });
        let count = steps.count();
        if count > 0 && !found.iter().any(|(_, other)| *other == set) {
            found.push((count, set));
        }
    }
    found.sort_by_key(|(count, _)| *count);
    let ample = found.iter().take(MOST_AMPLE).map(|(_, set)| {
        let members = (0..threads.len()).filter(|index| set & (1 << index) != 0);
        Ample::of(members.filter_map(|index| Some((threads[index].0, next[index]?))))
    });
    ample.collect()
}
