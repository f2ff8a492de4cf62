//! Every system of a program: extracted, explored, judged.
//!
//! In come a program, its systems and how far to look; out come what was found without a state space, the verdicts of
//! each system, and what was assumed. This is the main line of `check`, whoever calls it.

use super::network;
use crate::automata::network::{Assumption, Network};
use crate::base::Diagnostic;
use crate::explore::network::Settings;
use crate::explore::{Limits, Progress};
use crate::extract::extract;
use crate::program::{Program, Service};
use crate::system::System;
use crate::verdict::{Property, Verdict};
use std::time::{Duration, Instant};

/// Systems with no more states than this are explored with all sessions that their services start of one another.
const SOON: usize = 100_000;
/// And with no more than this, with two sessions of each.
const LATER: usize = 400_000;

/// How far to look.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// What is judged.
    pub properties: Vec<Property>,
    /// The bounds of the exploration.
    pub settings: Settings,
    /// What one system may take of time and memory. The time is for all systems together.
    pub limits: Limits<'a>,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        Self {
            properties: network::DEFAULT.to_vec(),
            settings: Settings::default(),
            limits: Limits::default(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Without a state space; what verdicts say is not here.
    pub diagnostics: Vec<Diagnostic>,
    /// Of all systems, in their order.
    pub verdicts: Vec<Verdict>,
    /// What was assumed, for each system.
    pub assumptions: Vec<Vec<Assumption>>,
}

/// Judges every service of `program`, and every one of `systems` of which everything was found. Calls `progress` with the name of the system at work.
#[must_use]
pub fn judge_systems(
    program: &Program,
    systems: &[System],
    scope: &Scope<'_>,
    progress: &mut dyn FnMut(&str, Progress),
) -> Judgement {
    let start = Instant::now();
    let mut found = Judgement {
        diagnostics: super::judge(program),
        ..Judgement::default()
    };
    for system in systems {
        if !is_complete(program, system) {
            found.assumptions.push(Vec::new());
            continue;
        }
        let network = extract(program, system);
        let limits = Limits {
            time: scope.limits.time.map(|time| left(time, start)),
            ..scope.limits
        };
        let verdicts = judge_system(
            &network,
            system,
            scope,
            &limits,
            &found.diagnostics,
            progress,
        );
        found.verdicts.extend(verdicts);
        found.assumptions.push(network.assumptions);
    }
    found
}

/// Whether everything that the services of a system name was found: what follows from an absence is not reported.
fn is_complete(program: &Program, system: &System) -> bool {
    let mut services = system.instances.iter().map(|one| &program[one.service]);
    services.all(Service::is_complete)
}

/// Judges one system: with as many sessions as its services start of one another where that ends soon, else with those
/// that were asked for, else with one of each service. The parameters of a verdict say with how many.
fn judge_system(
    network: &Network,
    system: &System,
    scope: &Scope<'_>,
    limits: &Limits<'_>,
    said: &[Diagnostic],
    progress: &mut dyn FnMut(&str, Progress),
) -> Vec<Verdict> {
    let asked = scope.settings;
    let fewer = Settings {
        most: asked.most.min(asked.sessions),
        ..asked
    };
    let one = Settings {
        sessions: 1,
        most: 1,
        ..asked
    };
    let rounds = [(asked, Some(SOON)), (fewer, Some(LATER)), (one, None)];
    let name = &system.name;
    network::judge(
        network,
        name,
        &rounds,
        limits,
        &scope.properties,
        said,
        &mut |now| progress(name, now),
    )
}

/// What is left of the time.
fn left(time: Duration, start: Instant) -> Duration {
    time.saturating_sub(start.elapsed())
}
