//! How much was seen, and what follows for a property that nothing speaks against.
//!
//! Exhaustive when every state was seen. Bounded when a full queue or the depth of definitions held a step back, or when
//! the number of sessions did and sessions of that service share something: `global`, locks, turns. Sessions that share
//! nothing do not see one another, so that more of them add nothing new. Unknown when a limit ended the search.

use super::subject::Subject;
use crate::automata::network::{
    Access, Behaviour, Instance, LocalPort, Mode, Network, Place, Target,
};
use crate::explore::{Bound, Ending};
use crate::verdict::{Coverage, Outcome, Reason};

/// The answer for a property without a finding.
pub(super) fn outcome(subject: &Subject<'_, '_>) -> Outcome {
    let limit = match subject.explored.ending() {
        Ending::Complete => return Outcome::Holds(coverage(subject)),
        Ending::Time => "the time is over",
        Ending::Memory => "the memory is full",
        Ending::States => "there are more states than are looked at",
        Ending::Interrupted => "it was interrupted",
    };
    let code = if subject.explored.ending() == Ending::Interrupted {
        "interrupted"
    } else {
        "limit"
    };
    Outcome::Unknown(Reason {
        code,
        message: format!(
            "{limit}: {} of {} states that were found were looked at, and nothing is wrong in them",
            subject.explored.expanded(),
            subject.explored.states()
        ),
        candidate: None,
    })
}

fn coverage(subject: &Subject<'_, '_>) -> Coverage {
    let bounded = subject.explored.bounds().iter().any(|bound| match bound {
        Bound::Queue | Bound::Depth | Bound::Sessions => true,
        Bound::Clients => shares(subject),
    });
    if bounded {
        Coverage::Bounded
    } else {
        Coverage::Exhaustive
    }
}

/// Whether a service that clients start sessions of lets them share something.
fn shares(subject: &Subject<'_, '_>) -> bool {
    subject.network.instances.iter().any(|instance| {
        let behaviour = &subject.network[instance.behaviour];
        let open = behaviour.starters().any(|starter| {
            let access = instance.access.get(starter.branch.input.index());
            access.is_some_and(|access| *access != Access::Closed)
        });
        open && (has_common_ground(behaviour) || calls_inside(subject.network, instance))
    })
}

fn has_common_ground(behaviour: &Behaviour) -> bool {
    behaviour.mode == Mode::Sequential
        || !behaviour.locks.is_empty()
        || behaviour
            .cells
            .iter()
            .any(|cell| cell.place == Place::Global)
}

/// Whether sessions meet in other services of the system: by ports that lead there, or by ones that are bound while the
/// system runs.
fn calls_inside(network: &Network, instance: &Instance) -> bool {
    let routed = |target: &Target| matches!(target, Target::Port(routes) if !routes.is_empty());
    let rebound = |port: &LocalPort| port.location.is_some();
    instance.targets.iter().any(routed)
        || network.instances.len() > 1 && network[instance.behaviour].ports.iter().any(rebound)
}
