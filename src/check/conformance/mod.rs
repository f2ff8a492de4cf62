//! Whether services do what their roles do.
//!
//! In come a network with a [`Cast`]: which of its services play which roles of which sessions (`cast`). Out comes a
//! verdict for each way in which a service leaves its role, or one that it refines it (`protocol::refinement`); and
//! whether the system is free of deadlocks for that reason, without a search through its states (`deadlock`).

mod cast;
mod deadlock;
mod payload;
mod watch;
mod words;

pub use cast::{Cast, Playing};
pub use watch::Watched;

use crate::automata::global::Global;
use crate::automata::label::RoleId;
use crate::automata::local::Action;
use crate::automata::network::{InstanceId, Network};
use crate::base::{Diagnostic, Span};
use crate::check::protocol::excludes;
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::{Projection, action, project};
use crate::protocol::refinement::{Answer, Deviation, Doubt, Manner, Part, refines};
use crate::verdict::{Coverage, Failure, Outcome, Property, Reason, Verdict};
use rustc_hash::FxHashSet;

/// The properties that are judged of services which play roles unless others are asked for.
pub const DEFAULT: &[Property] = &[Property::Conformance];

/// How many states a role may have.
const MOST: usize = 1 << 14;

/// What was found of the services of one system.
#[derive(Clone, Debug, Default)]
pub struct Conformance {
    /// The verdicts on conformance.
    pub verdicts: Vec<Verdict>,
    /// Who refines what, and how.
    manners: Vec<(Playing, Manner)>,
    /// Whether all do.
    whole: bool,
}

/// Judges every service of a system that plays a role.
#[must_use]
pub fn judge(network: &Network, cast: &Cast<'_>, system: usize, name: &str) -> Conformance {
    let mut found = Conformance {
        whole: true,
        ..Conformance::default()
    };
    for playing in cast.of(system) {
        found.add(network, cast, playing, name);
    }
    found
}

impl Conformance {
    /// Judges one part.
    fn add(&mut self, network: &Network, cast: &Cast<'_>, playing: &Playing, name: &str) {
        let Some(declared) = cast.global(playing) else {
            return;
        };
        let told_apart = deterministic(declared);
        let global = told_apart.as_ref().unwrap_or(declared);
        // A service that plays each role of a family is told of a line once.
        let mut told: FxHashSet<Span> = FxHashSet::default();
        for role in &playing.roles {
            let projection = told_apart
                .as_ref()
                .and_then(|global| project(global, *role, MOST));
            let answer = match &projection {
                Some(projection) => one(network, cast, playing, (global, projection)),
                None => Answer::Unknown("its role has too many states".to_owned()),
            };
            match &answer {
                Answer::Refines(manner) => self.manners.push((playing.clone(), *manner)),
                _ => self.whole = false,
            }
            let subject = Subject {
                network,
                instance: playing.instance,
                global,
                system: name,
                role: *role,
            };
            let mut is_new = |verdict: &Verdict| {
                let failure = verdict.failure();
                failure.is_none_or(|failure| told.insert(failure.diagnostic.primary.span))
            };
            let verdicts = subject.verdicts(&answer);
            self.verdicts
                .extend(verdicts.into_iter().filter(|one| is_new(one)));
        }
    }

    /// What is said of freedom from deadlock by it: a verdict, or which condition fails. `None` where nobody plays a role.
    /// Whether correlation is proved is only asked when it matters.
    #[must_use]
    pub fn deadlock(
        &self,
        network: &Network,
        cast: &Cast<'_>,
        (system, name): (usize, &str),
        correlated: &dyn Fn() -> bool,
    ) -> Option<Result<Verdict, String>> {
        if cast.of(system).is_empty() {
            return None;
        }
        let judged = deadlock::judge(network, cast, system, self, correlated);
        let holds = Outcome::Holds(Coverage::Proved);
        let proved = judged.map(|()| Verdict {
            theorem: Some(deadlock::THEOREM),
            ..Verdict::without_states(Property::DeadlockFreedom, name, None, holds)
        });
        Some(proved)
    }
}

/// Decides it of a service and one role.
fn one(
    network: &Network,
    cast: &Cast<'_>,
    playing: &Playing,
    (global, projection): (&Global, &Projection),
) -> Answer {
    let role = projection.local.role;
    let conditioned: FxHashSet<Action> = global
        .all_edges()
        .filter(|(_, edge)| excludes(&edge.condition))
        .filter_map(|(_, edge)| action(role, edge.interaction))
        .collect();
    let part = Part {
        network,
        instance: InstanceId(u32::try_from(playing.instance).unwrap_or(u32::MAX)),
        local: &projection.local,
        partners: cast.partners(network, playing, global, role),
        begins: {
            let mut first = global.edges(global.start()).iter();
            first.all(|edge| edge.interaction.from == role)
        },
        elsewhere: cast.elsewhere(playing),
        strangers: cast.strangers(network, playing),
        conditioned,
    };
    refines(&part)
}

/// What people are told of a service that leaves a role.
pub(super) fn told(
    network: &Network,
    instance: InstanceId,
    (global, role): (&Global, RoleId),
    found: &Deviation,
) -> Diagnostic {
    let subject = Subject {
        network,
        instance: instance.0 as usize,
        global,
        system: "",
        role,
    };
    words::told(&subject, found)
}

/// A service in a role.
struct Subject<'a> {
    network: &'a Network,
    instance: usize,
    global: &'a Global,
    system: &'a str,
    role: RoleId,
}

impl Subject<'_> {
    fn verdicts(&self, answer: &Answer) -> Vec<Verdict> {
        let service = self.network.instances.get(self.instance);
        let subject = service.map(|service| service.name.to_string());
        let verdict = |result| {
            let subject = subject.clone();
            Verdict::without_states(Property::Conformance, self.system, subject, result)
        };
        match answer {
            Answer::Refines(manner) => {
                let coverage = match manner.bounded {
                    true => Coverage::Bounded,
                    false => Coverage::Proved,
                };
                vec![Verdict {
                    theorem: Some("refinement of the role's local automaton"),
                    states: manner.states,
                    transitions: manner.steps,
                    ..verdict(Outcome::Holds(coverage))
                }]
            }
            Answer::Unknown(why) => vec![verdict(Outcome::Unknown(Reason {
                code: "approximation",
                message: why.clone(),
                candidate: None,
            }))],
            Answer::Deviates(found) => {
                let certain: FxHashSet<Span> = found
                    .iter()
                    .filter(|one| one.doubt.is_none())
                    .map(|one| one.span)
                    .collect();
                let told = found
                    .iter()
                    .filter(|one| one.doubt.is_none() || !certain.contains(&one.span));
                told.map(|one| verdict(self.outcome(one))).collect()
            }
        }
    }

    fn outcome(&self, found: &Deviation) -> Outcome {
        let failure = Box::new(Failure {
            diagnostic: words::told(self, found),
            trace: words::trace(self, found),
        });
        let Some(doubt) = found.doubt else {
            return Outcome::Fails(failure);
        };
        let (code, message) = match doubt {
            Doubt::Data => ("values", words::DATA),
            Doubt::Others => ("approximation", words::OTHERS),
            Doubt::Order => ("approximation", words::ORDER),
        };
        Outcome::Unknown(Reason {
            code,
            message: message.to_owned(),
            candidate: Some(failure),
        })
    }
}
