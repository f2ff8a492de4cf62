//! An ample set is found in a state, and its steps are taken.

use super::Ample;
use crate::automata::network::InstanceId;
use crate::automata::network::session::Life;
use crate::explore::network::configuration::Configuration;
use crate::explore::network::system::{Live, NetworkSystem, Steps};
use crate::explore::{Bound, Label};

impl NetworkSystem<'_> {
    /// Whether nothing but the steps of these threads needs to be taken now.
    fn is_ample(&mut self, base: &Configuration, ample: &Ample) -> bool {
        let runs =
            |instance: &InstanceId| self.parts.shared(base.shared(*instance)).life == Life::Running;
        ample.running.iter().all(runs)
            && ample.answers.iter().all(|(slot, thread)| {
                base.session(*slot).is_some_and(|key| {
                    let (network, parts) = (self.network, &self.parts);
                    self.independence
                        .is_answered_alone(network, parts, key, *thread)
                })
            })
    }

    /// Takes the steps of an ample set alone, where there is one. Returns the bound that held some of them back, if one did;
    /// `None` when there is no such set, or a bound held all of them back.
    pub(in crate::explore::network) fn reduced(
        &mut self,
        base: &Configuration,
        next: &mut Configuration,
        live: &Live,
        emit: &mut dyn FnMut(&[u32], Label),
    ) -> Option<Option<Bound>> {
        for (_, local, _) in live {
            for ample in &local.ample {
                if !self.is_ample(base, ample) {
                    continue;
                }
                let mut moved = false;
                let mut found = |target: &[u32], label: Label| {
                    moved = true;
                    emit(target, label);
                };
                let mut steps = Steps {
                    emit: &mut found,
                    bound: None,
                };
                self.session_steps(base, next, (local, Some(&*ample.threads)), &mut steps);
                let bound = steps.bound;
                if moved {
                    return Some(bound);
                }
            }
        }
        None
    }
}
