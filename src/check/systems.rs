//! Every system of a program: extracted, explored, judged.
//!
//! In come a program, its systems and how far to look; out come what was found without a state space, the verdicts of
//! each system, and what was assumed. This is the main line of `check`, whoever calls it.

use super::conformance::{self, Cast, Conformance};
use super::subject::Subjects;
use super::{correlation, network, races, values};
use crate::automata::network::{Assumption, Network};
use crate::base::{Diagnostic, threads};
use crate::explore::network::Settings;
use crate::explore::{Limits, Progress};
use crate::extract::{Decision, extract, extract_uncounted, split};
use crate::program::{Program, Service};
use crate::system::System;
use crate::verdict::{Coverage, Outcome, Property, Verdict};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Of systems with more states than this, it is tried first whether all holds however often loops turn.
const FEW: usize = 20_000;
/// Systems with no more states than this are explored with all sessions that their services start of one another.
const SOON: usize = 100_000;
/// And with no more than this, with two sessions of each.
const LATER: usize = 400_000;

/// A network whose data are split is given up beyond this.
const SPLIT: usize = 100_000;
/// How often the data are split that findings hang on which are left.
const SPLITS: usize = 3;

/// How far to look.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// What is judged.
    pub properties: Vec<Property>,
    /// Who plays which roles of which sessions.
    pub cast: Option<&'a Cast<'a>>,
    /// The bounds of the exploration.
    pub settings: Settings,
    /// What may be taken of time and memory: the time by all systems together, the memory by those at work at once.
    pub limits: Limits<'a>,
    /// How many systems are judged at once. The answer is the same but for what the time leaves out.
    pub jobs: usize,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        Self {
            properties: [network::DEFAULT, conformance::DEFAULT].concat(),
            cast: None,
            settings: Settings::default(),
            limits: Limits::default(),
            jobs: 1,
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
    /// The branches whose data were split, for each system.
    pub guessed: Vec<BTreeSet<Decision>>,
}

/// Judges every service of `program`, and every one of `systems` of which everything was found, some of them at once.
/// Calls `progress` with the name of a system at work.
#[must_use]
pub fn judge_systems(
    program: &Program,
    systems: &[System],
    scope: &Scope<'_>,
    progress: &mut dyn FnMut(&str, Progress),
) -> Judgement {
    let start = Instant::now();
    let subjects = super::subjects(program);
    let mut diagnostics = super::judge_each(&subjects);
    let races = systems.iter().filter(|system| is_complete(program, system));
    for found in races.flat_map(|system| races::judge(program, &subjects, system)) {
        if !diagnostics.contains(&found) {
            diagnostics.push(found);
        }
    }
    let work = Work {
        program,
        subjects: &subjects,
        scope,
        said: &diagnostics,
        start,
    };
    let memory = scope.limits.memory;
    let at_once = scope.jobs.clamp(1, systems.len().max(1));
    let share = memory.map(|memory| memory / at_once);
    let mut told = |number: usize, now| {
        if let Some(system) = systems.get(number) {
            progress(&system.name, now);
        }
    };
    let judged = threads::each(
        at_once,
        systems.len(),
        |number, told| work.judge((number, systems.get(number)?), share, told),
        &mut told,
    );
    let mut found = Judgement::default();
    for (number, (system, judged)) in systems.iter().zip(judged).enumerate() {
        // What needs more than its share is judged again with the whole, so that the answer is that of one at a time.
        let judged = match judged {
            Some(judged) if judged.full && share != memory => {
                work.judge((number, system), memory, &mut |now| told(number, now))
            }
            judged => judged,
        };
        let judged = judged.unwrap_or_default();
        found.verdicts.extend(judged.verdicts);
        found.assumptions.push(judged.assumptions);
        found.guessed.push(judged.guessed);
    }
    Judgement {
        diagnostics,
        ..found
    }
}

/// What is needed to judge a system, whichever.
struct Work<'w> {
    program: &'w Program,
    subjects: &'w Subjects<'w>,
    scope: &'w Scope<'w>,
    /// What was found without a state space.
    said: &'w [Diagnostic],
    start: Instant,
}

/// What was found of one system.
#[derive(Default)]
struct Judged {
    verdicts: Vec<Verdict>,
    /// The branches whose data were split.
    guessed: BTreeSet<Decision>,
    assumptions: Vec<Assumption>,
    /// Whether the memory was full once.
    full: bool,
}

impl Work<'_> {
    /// Judges one system with so many bytes, when all of it was found.
    fn judge(
        &self,
        (number, system): (usize, &System),
        memory: Option<usize>,
        progress: &mut dyn FnMut(Progress),
    ) -> Option<Judged> {
        if self.scope.properties.is_empty() || !is_complete(self.program, system) {
            return None;
        }
        let (mut verdicts, mut properties) = self.values(system);
        if properties.is_empty() {
            return Some(Judged {
                verdicts,
                ..Judged::default()
            });
        }
        let network = extract(self.program, system);
        let (conforms, remark) = self.conformance(&network, (number, system), &mut properties);
        verdicts.extend(conforms);
        if properties.is_empty() {
            return Some(Judged {
                verdicts,
                assumptions: network.assumptions,
                ..Judged::default()
            });
        }
        let full = AtomicBool::new(false);
        let limits = self.scope.limits;
        let limits = Limits {
            time: limits.time.map(|time| left(time, self.start)),
            memory,
            full: Some(&full),
            ..limits
        };
        let (explored, guessed) = self.states((&network, system), &limits, &properties, progress);
        let mut verdicts = together(verdicts, explored);
        let of_deadlock = |verdict: &&mut Verdict| verdict.property == Property::DeadlockFreedom;
        for verdict in verdicts.iter_mut().filter(of_deadlock) {
            if verdict.theorem.is_none() {
                verdict.remark.clone_from(&remark);
            }
        }
        Some(Judged {
            verdicts,
            guessed,
            assumptions: network.assumptions,
            full: full.into_inner(),
        })
    }

    /// What is known without the states of a system, and the properties that are left.
    fn values(&self, system: &System) -> (Vec<Verdict>, Vec<Property>) {
        let asked = &self.scope.properties;
        let mut verdicts = Vec::new();
        if asked.contains(&Property::MessageTypes) {
            verdicts.extend(values::message_types(self.program, self.subjects, system));
        }
        let correlates = asked.contains(&Property::Correlation);
        if correlates {
            verdicts.extend(correlation::correlation(
                self.program,
                self.subjects,
                system,
                self.said,
            ));
        }
        // Whom messages find hangs on their order too, where they look for somebody.
        let orders = correlates && correlation::is_used(self.program, system);
        let others = asked.iter().filter(|property| match property {
            Property::Correlation => orders,
            other => !other.is_of_values(),
        });
        (verdicts, others.copied().collect())
    }

    /// What is known by the states of a system, with the branches whose data were split for it.
    fn states(
        &self,
        (network, system): (&Network, &System),
        limits: &Limits<'_>,
        properties: &[Property],
        progress: &mut dyn FnMut(Progress),
    ) -> (Vec<Verdict>, BTreeSet<Decision>) {
        let settings = self.scope.settings;
        let mut guessed = BTreeSet::new();
        let mut judge = |settings| {
            let split = Splitting {
                program: self.program,
                system,
                network,
                limits,
                properties,
                said: self.said,
            };
            let (verdicts, decisions) = split.judge(&rounds(settings), progress);
            guessed.extend(decisions);
            verdicts
        };
        let verdicts = match settings.without_mishaps() {
            None => judge(settings),
            Some(plain) => beside(judge(plain), judge(settings)),
        };
        (verdicts, guessed)
    }
}

/// What is known of values, with what is known of the states of the system: a property that both are asked of holds when it
/// does for both, and then no better than by the states.
fn together(values: Vec<Verdict>, states: Vec<Verdict>) -> Vec<Verdict> {
    let of = |verdict: &Verdict| verdict.property;
    let holds = |verdict: &Verdict| matches!(verdict.result, Outcome::Holds(_));
    let mut all: Vec<Verdict> = values
        .iter()
        .filter(|value| !holds(value) || !states.iter().any(|state| of(state) == of(value)))
        .cloned()
        .collect();
    let open = |state: &Verdict| all.iter().any(|value| of(value) == of(state));
    let others: Vec<Verdict> = states
        .into_iter()
        .filter(|state| !holds(state) || !open(state))
        .collect();
    // Where one says what goes wrong, the other need not say that it does not know.
    all.retain(|value| {
        value.failure().is_some()
            || holds(value)
            || !others
                .iter()
                .any(|other| of(other) == of(value) && other.failure().is_some())
    });
    all.extend(others);
    all.sort_by_key(|verdict| verdict.property);
    all
}

/// A network that is judged, and judged again with its data split where findings hang on them.
struct Splitting<'s> {
    program: &'s Program,
    system: &'s System,
    network: &'s Network,
    limits: &'s Limits<'s>,
    properties: &'s [Property],
    said: &'s [Diagnostic],
}

impl Splitting<'_> {
    /// The verdicts, with the branches whose data were split for them.
    fn judge(
        &self,
        rounds: &[network::Round],
        progress: &mut dyn FnMut(Progress),
    ) -> (Vec<Verdict>, BTreeSet<Decision>) {
        let start = Instant::now();
        let (mut settled, mut best) = self.first(rounds, start, progress);
        let left: Vec<Property> = best.verdicts.iter().map(|one| one.property).collect();
        let (mut open, mut done) = (best.decisions.clone(), BTreeSet::new());
        let round = rounds
            .get(best.round)
            .map(|(settings, _)| (*settings, Some(SPLIT)));
        for _ in 0..SPLITS {
            let (Some(round), true) = (round, best.complete && !open.is_empty()) else {
                break;
            };
            let Some(split) = split(self.program, self.system, self.network, &open) else {
                break;
            };
            let found = self.look((&split, &left), &[round], start, progress);
            if !found.complete {
                break;
            }
            let more = found.decisions.is_subset(&open);
            done.clone_from(&open);
            open.extend(&found.decisions);
            let verdicts = surer(best.verdicts, found.verdicts);
            best = network::Looked { verdicts, ..found };
            if more {
                break;
            }
        }
        settled.extend(best.verdicts);
        (settled, done)
    }

    /// What holds of a system of many states however often its loops turn; and what was found of the others, which is what
    /// was found so where there are too many states to say more.
    fn first(
        &self,
        rounds: &[network::Round],
        start: Instant,
        progress: &mut dyn FnMut(Progress),
    ) -> (Vec<Verdict>, network::Looked) {
        let all = self.properties;
        let few = rounds.first().map(|(settings, _)| (*settings, Some(FEW)));
        let few = few.as_slice();
        let found = self.look((self.network, all), few, start, progress);
        if !found.more {
            return (Vec::new(), found);
        }
        let uncounted = extract_uncounted(self.program, self.system);
        let uncounted = uncounted.map(|one| self.look((&one, all), few, start, progress));
        let Some(uncounted) = uncounted.filter(|found| found.complete) else {
            let found = self.look((self.network, all), rounds, start, progress);
            return (Vec::new(), found);
        };
        let holds = |verdict: &Verdict| matches!(verdict.result, Outcome::Holds(_));
        let (settled, open): (Vec<_>, Vec<_>) = uncounted.verdicts.into_iter().partition(holds);
        if open.is_empty() {
            return (settled, network::Looked::default());
        }
        let mut left: Vec<Property> = open.iter().map(|one| one.property).collect();
        left.dedup();
        let bounded = |(settings, states): &network::Round| (*settings, states.or(Some(LATER)));
        let rounds: Vec<network::Round> = rounds.iter().map(bounded).collect();
        let mut found = self.look((self.network, &left), &rounds, start, progress);
        if !found.complete {
            let fails = |verdict: &Verdict| matches!(verdict.result, Outcome::Fails(_));
            found.verdicts.retain(fails);
            let told = found.verdicts.clone();
            let is_told = |one: &Verdict| told.iter().any(|told| told.property == one.property);
            let others = open.into_iter().filter(|one| !is_told(one));
            found.verdicts.extend(others);
        }
        (settled, found)
    }

    fn look(
        &self,
        (network, properties): (&Network, &[Property]),
        rounds: &[network::Round],
        start: Instant,
        progress: &mut dyn FnMut(Progress),
    ) -> network::Looked {
        let limits = Limits {
            time: self.limits.time.map(|time| left(time, start)),
            ..*self.limits
        };
        let name = &self.system.name;
        network::look(
            network, name, rounds, &limits, properties, self.said, progress,
        )
    }
}

/// The verdicts on a network with its data split, but where one before was certain of what is a candidate now.
fn surer(mut before: Vec<Verdict>, split: Vec<Verdict>) -> Vec<Verdict> {
    let said = |verdict: &Verdict| {
        let told = &verdict.failure()?.diagnostic;
        Some((told.code, told.primary.span))
    };
    let same = |known: &Verdict, verdict: &Verdict| {
        known.property == verdict.property
            && matches!(known.result, Outcome::Fails(_))
            && matches!(verdict.result, Outcome::Unknown(_))
            && (said(verdict).is_none() || said(known) == said(verdict))
    };
    let choose = |verdict: Verdict| {
        let surer = before.iter().position(|known| same(known, &verdict));
        surer.map_or(verdict, |known| before.swap_remove(known))
    };
    split.into_iter().map(choose).collect()
}

impl Work<'_> {
    /// The verdicts on services that play roles, with what follows from them; what needs the states of the system besides
    /// is left in `properties`, with the reason why freedom from deadlock does.
    fn conformance(
        &self,
        network: &Network,
        (number, system): (usize, &System),
        properties: &mut Vec<Property>,
    ) -> (Vec<Verdict>, Option<String>) {
        let asked = properties.contains(&Property::Conformance);
        properties.retain(|property| !property.is_of_roles());
        let cast = self.scope.cast.filter(|cast| !cast.of(number).is_empty());
        let deadlock = properties.contains(&Property::DeadlockFreedom);
        let Some(cast) = cast.filter(|_| asked || deadlock) else {
            return (Vec::new(), None);
        };
        let judged: Conformance = conformance::judge(network, cast, number, &system.name);
        let mut remark = None;
        let mut verdicts = Vec::new();
        if deadlock {
            let mishaps = self.scope.settings.without_mishaps().is_some();
            let correlated = || {
                let found =
                    correlation::correlation(self.program, self.subjects, system, self.said);
                let proved = Outcome::Holds(Coverage::Proved);
                found.iter().all(|verdict| verdict.result == proved)
            };
            match judged.deadlock(network, cast, (number, &system.name), &correlated) {
                _ if mishaps => {
                    remark = Some(EXPLORED.to_owned() + "something goes wrong around it")
                }
                Some(Ok(proved)) => {
                    properties.retain(|property| *property != Property::DeadlockFreedom);
                    verdicts.push(proved);
                }
                Some(Err(why)) => remark = Some(EXPLORED.to_owned() + &why),
                None => {}
            }
        }
        if asked {
            verdicts.extend(judged.verdicts);
        }
        (verdicts, remark)
    }
}

/// How a remark begins on a system that is explored though its services play roles.
const EXPLORED: &str = "not by conformance, but by the states of the system: ";

/// The verdicts under mishaps beside those without: what fails by itself does so whatever befalls the system, and is told
/// once.
fn beside(plain: Vec<Verdict>, asked: Vec<Verdict>) -> Vec<Verdict> {
    let mut all: Vec<Verdict> = plain
        .into_iter()
        .filter(|verdict| verdict.failure().is_some())
        .collect();
    let is_new = |verdict: &Verdict| match verdict.failure() {
        None => !all
            .iter()
            .any(|known| (known.property, &known.subject) == (verdict.property, &verdict.subject)),
        Some(failure) => !all.iter().filter_map(Verdict::failure).any(|known| {
            known.diagnostic.code == failure.diagnostic.code
                && known.diagnostic.primary.span == failure.diagnostic.primary.span
        }),
    };
    let others: Vec<Verdict> = asked.into_iter().filter(is_new).collect();
    all.extend(others);
    all
}

/// Whether everything that the services of a system name was found: what follows from an absence is not reported.
fn is_complete(program: &Program, system: &System) -> bool {
    let mut services = system.instances.iter().map(|one| &program[one.service]);
    services.all(Service::is_complete)
}

/// How a system is explored: with as many sessions as its services start of one another where that ends soon, else with
/// those that were asked for, else with one of each service. The parameters of a verdict say with how many.
fn rounds(asked: Settings) -> [network::Round; 3] {
    let fewer = Settings {
        most: asked.most.min(asked.sessions),
        ..asked
    };
    let one = Settings {
        sessions: 1,
        most: 1,
        ..asked
    };
    [(asked, Some(SOON)), (fewer, Some(LATER)), (one, None)]
}

/// What is left of the time.
fn left(time: Duration, start: Instant) -> Duration {
    time.saturating_sub(start.elapsed())
}
