//! Laws of conformance: services that are made of the roles of a session conform and are free of deadlocks together; and
//! with one thing changed in one of them, what is said of it is right.
//!
//! Sessions are random (`support/roles/session.rs`), and those that can be implemented are taken. A second definition of
//! refinement, on what the services are made of (`support/roles/steps.rs`), must agree; a run that is shown must be one of
//! the service and lead out of the role; and where freedom from deadlock is said to follow from conformance, the states of
//! the system are explored and must bear it out. The services are also run, each holding its partners to the session: who
//! conforms is never refused. `QUADRILLE_INSTANCES` says how many sessions are made.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/roles/mod.rs"]
mod roles;

use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};
use quadrille::automata::global::Global;
use quadrille::automata::local::{Direction, Local};
use quadrille::base::{Severity, SourceId, Sources};
use quadrille::check::conformance::{Cast, Watched};
use quadrille::check::network;
use quadrille::check::protocol::Sessions;
use quadrille::check::systems::{Scope, judge_systems};
use quadrille::explore::Limits;
use quadrille::interpreter::machine::{self, Event, EventKind, Machine, Observer};
use quadrille::interpreter::value::Value;
use quadrille::program::{Program, ServiceId, Settings, load};
use quadrille::protocol::implementable::{Answer, Delivery, deterministic, implementable};
use quadrille::protocol::projection::project;
use quadrille::protocol::session::lower;
use quadrille::syntax::jolie;
use quadrille::syntax::jolie::tree::Item;
use quadrille::system::{Choice, systems};
use quadrille::verdict::{Outcome, Property, StepKind, Verdict};
use roles::Tape;
use roles::mutate::{Change, mutate};
use roles::print::{interface, jolie as printed};
use roles::service::{Service, service};
use roles::session::session;
use roles::steps::{Part, Seen, Steps};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A session that can be implemented, with what each role does and a service for it.
struct Made {
    text: String,
    /// Whether it can always come to its end.
    ends: bool,
    parts: Vec<(Local, Service)>,
}

/// What means something, can be implemented as Jolie delivers, and is made of what `service` makes.
fn made(choices: &[u8]) -> Result<Made, &'static str> {
    let text = session(choices);
    let (file, errors) = jolie::parse(SourceId::NOWHERE, &text);
    assert_eq!(errors, [], "{text}");
    let session = file.items.into_iter().find_map(|item| match item {
        Item::Session(session) => Some(session),
        _ => None,
    });
    let lowered = lower(&session.unwrap(), &FxHashMap::default());
    let global: Global = match lowered.global {
        Some(global) if lowered.diagnostics.is_empty() => global,
        _ => return Err("means nothing"),
    };
    if global.all_edges().next().is_none() {
        return Err("says nothing");
    }
    if !matches!(
        implementable(&global, Delivery::Mailbox),
        Answer::Implementable(_)
    ) {
        return Err("cannot be implemented");
    }
    let global = deterministic(&global).unwrap();
    let locals = global.role_ids();
    let locals = locals.map(|role| project(&global, role, 10_000).unwrap().local);
    let parts = locals.map(|local| Some((local.clone(), service(&local)?)));
    let parts: Option<Vec<_>> = parts.collect();
    Ok(Made {
        text,
        ends: ends(&global),
        parts: parts.ok_or("has a role that is not made")?,
    })
}

/// Whether there is a way to an end from everywhere.
fn ends(global: &Global) -> bool {
    let states: Vec<_> = global.states().map(|(id, _)| id).collect();
    let mut good: Vec<bool> = states.iter().map(|id| global.is_accepting(*id)).collect();
    for _ in &states {
        for id in &states {
            let mut edges = global.edges(*id).iter();
            good[id.index()] |= edges.any(|edge| good[edge.target.index()]);
        }
    }
    good.iter().all(|good| *good)
}

/// What is said of a system.
struct Said {
    /// Of each role, in its order.
    conformance: Vec<Vec<Verdict>>,
    /// Whether freedom from deadlock follows; else what stands in the way.
    proved: Result<(), String>,
    /// What the states of the system say, where that was asked.
    states: Vec<Verdict>,
    /// How many messages were refused as out of turn in each of some runs.
    refused: Vec<usize>,
}

/// Where the files of a run of this test are.
fn folder() -> PathBuf {
    let name = format!("laws-conformance-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a session and services to files of their own.
fn written(folder: &Path, text: &str, services: &[Service]) -> Vec<PathBuf> {
    let roles: Vec<String> = services.iter().map(|one| one.role.clone()).collect();
    let mut paths = vec![folder.join("s.session")];
    fs::write(&paths[0], text).unwrap();
    fs::write(folder.join("interfaces.ol"), interface()).unwrap();
    for service in services {
        let path = folder.join(format!("{}.ol", service.role.to_lowercase()));
        fs::write(&path, printed(service, &roles)).unwrap();
        paths.push(path);
    }
    paths
}

/// Judges these services in the roles of a session; by their states too where freedom from deadlock follows.
fn judged(folder: &Path, text: &str, services: &[Service]) -> Said {
    let paths = written(folder, text, services);
    let loaded = load(&paths, &Settings::default());
    let mut errors = loaded.diagnostics.iter();
    let error = errors.find(|one| one.severity == Severity::Error);
    assert!(error.is_none(), "{error:#?}\n{}", whole(text, services));
    let program = loaded.program;
    let found = systems(&program, &Choice::of(&paths, None));
    assert_eq!(found.len(), 1);
    let sessions = Sessions::of(&program, &[]);
    let cast = Cast::of_systems(&program, &found, &sessions, None);
    let judge = |properties: &[Property], cast| {
        let scope = Scope {
            cast,
            properties: properties.to_vec(),
            limits: Limits {
                time: Some(Duration::from_secs(20)),
                ..Limits::default()
            },
            ..Scope::default()
        };
        judge_systems(&program, &found, &scope, &mut |_, _| {}).verdicts
    };
    let asked = [Property::Conformance, Property::DeadlockFreedom];
    let verdicts = judge(&asked, Some(&cast));
    let watched: Vec<Watched> = cast
        .watched(&found)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let of = |property| verdicts.iter().filter(move |one| one.property == property);
    let deadlock = of(Property::DeadlockFreedom).next().unwrap();
    let proved = match deadlock.theorem {
        Some(_) => Ok(()),
        None => Err(deadlock.remark.clone().unwrap_or_default()),
    };
    let own = |service: &Service| {
        let own = of(Property::Conformance);
        own.filter(|one| one.subject.as_deref() == Some(&*service.role))
            .cloned()
            .collect()
    };
    let conformance: Vec<Vec<Verdict>> = services.iter().map(own).collect();
    let (program, sources) = (Arc::new(program.clone()), Arc::new(loaded.sources));
    let roots = found[0].instances.iter().map(|one| one.service);
    let roots: Vec<ServiceId> = roots.filter(|id| program[*id].can_be_started()).collect();
    let refused = (0..RUNS).map(|seed| refused((&program, &sources), (&roots, &watched), seed));
    Said {
        refused: refused.collect(),
        conformance,
        states: match proved {
            Err(_) => Vec::new(),
            Ok(()) => judge(network::DEFAULT, None),
        },
        proved,
    }
}

/// By how many schedules services are run.
const RUNS: u64 = 3;

/// How many messages are refused as out of turn when services run.
fn refused(
    (program, sources): (&Arc<Program>, &Arc<Sources>),
    (roots, watched): (&[ServiceId], &[Watched]),
    seed: u64,
) -> usize {
    let settings = machine::Settings {
        seed: Some(seed),
        turns: Some(3_000),
        timeout: None,
        ..machine::Settings::default()
    };
    let nowhere = || Box::new(std::io::sink());
    let mut machine = Machine::new(settings, nowhere(), nowhere());
    let count = Rc::new(Cell::new(0));
    machine.observe(Box::new(Refusals(Rc::clone(&count))));
    machine.watch(program, watched.to_vec());
    for root in roots {
        machine
            .start(program, Arc::clone(sources), *root, Value::VOID)
            .unwrap();
    }
    machine.run();
    count.get()
}

/// Counts what is refused.
struct Refusals(Rc<Cell<usize>>);

impl Observer for Refusals {
    fn happened(&mut self, event: &Event) {
        if event.kind == EventKind::Refuse {
            self.0.set(self.0.get() + 1);
        }
    }
}

/// A session and services as text, for where somebody fails.
fn whole(text: &str, services: &[Service]) -> String {
    let roles: Vec<String> = services.iter().map(|one| one.role.clone()).collect();
    let services = services.iter().map(|one| printed(one, &roles));
    format!("{text}\n{}", services.collect::<Vec<_>>().join("\n"))
}

/// The steps of a run that is shown of a service that others see.
fn seen(verdict: &Verdict, role: &str) -> Vec<Seen> {
    let steps = verdict.failure().unwrap().trace.steps.iter();
    let mut calls: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for step in steps {
        let (Some(to), Some(operation)) = (step.to, step.subject) else {
            continue;
        };
        let sends = step.from.name == role;
        assert!(sends || to.name == role);
        let direction = match sends {
            true => Direction::Send,
            false => Direction::Receive,
        };
        let part = match step.kind {
            StepKind::Reply => Part::Reply,
            StepKind::Fault => Part::Fault(step.values.clone().unwrap()),
            _ if operation.starts_with('q') => Part::Request,
            _ => Part::OneWay,
        };
        calls.push(operation.to_string());
        found.push((direction, operation.to_string(), part));
    }
    found
}

/// How often what was said.
#[derive(Debug, Default)]
struct Table {
    sessions: usize,
    left_out: BTreeMap<&'static str, usize>,
    roles: BTreeMap<usize, usize>,
    /// For each change: made, conforms, deviates, and proved to be free of deadlocks by conformance.
    changes: BTreeMap<Change, [usize; 4]>,
    /// What kept the proof away.
    unproved: BTreeMap<String, usize>,
    undecided: usize,
    /// Changes by which messages came out of turn in some run.
    refused: usize,
    /// What other properties the states of systems fail that were proved to be free of deadlocks.
    others: BTreeMap<String, usize>,
}

impl Table {
    /// Notes what the states of a system say that was proved to be free of deadlocks.
    fn states(&mut self, said: &Said, ends: bool, shown: &dyn Fn() -> String) {
        if let Err(why) = &said.proved {
            let why = why.rsplit(": ").next().unwrap_or(why);
            let why: Vec<&str> = why.split('`').step_by(2).collect();
            *self.unproved.entry(why.join("…")).or_default() += 1;
        }
        for verdict in &said.states {
            // Where a session may go on for ever, somebody may wait for ever.
            let hazard = match verdict.property {
                Property::DeadlockFreedom => true,
                Property::StuckFreedom => ends,
                _ => false,
            };
            match &verdict.result {
                Outcome::Holds(_) => {}
                other if hazard => panic!("{:?} {other:#?}\n{}", verdict.property, shown()),
                _ => {
                    *self
                        .others
                        .entry(format!("{:?}", verdict.property))
                        .or_default() += 1
                }
            }
        }
    }

    /// Compares what is said of one service with the second definition; whether it conforms, where that is known.
    fn compare(
        &mut self,
        (local, service): (&Local, &Service),
        verdicts: &[Verdict],
        shown: &dyn Fn() -> String,
    ) -> Option<bool> {
        let steps = Steps::of(service);
        let wrong = steps.deviates(local);
        let holds = |verdict: &Verdict| matches!(verdict.result, Outcome::Holds(_));
        if verdicts.iter().all(holds) {
            assert_eq!(wrong, None, "a deviation is missed\n{}", shown());
            return Some(true);
        }
        let failures = verdicts
            .iter()
            .filter(|one| matches!(one.result, Outcome::Fails(_)));
        for verdict in failures.clone() {
            assert!(wrong.is_some(), "a false alarm: {verdict:#?}\n{}", shown());
            let run = seen(verdict, &service.role);
            let Some((places, role)) = steps.after(&run, local) else {
                panic!("{run:?} is no run of it\n{}", shown());
            };
            let leaves = places
                .iter()
                .any(|place| steps.wrong(place, role, local).is_some());
            let told = &verdict.failure().unwrap().diagnostic.message;
            assert!(
                leaves || told.contains("for ever"),
                "{told}: {run:?} does not lead out of the role\n{}",
                shown()
            );
        }
        if failures.count() == 0 {
            self.undecided += 1;
            return None;
        }
        Some(false)
    }
}

impl Table {
    fn shown(&self) {
        println!(
            "{} sessions, of so many roles: {:?}",
            self.sessions, self.roles
        );
        println!("left out: {:?}", self.left_out);
        println!("{:<16} made conforms deviates proved", "change");
        for (change, [made, conforms, deviates, proved]) in &self.changes {
            let change = format!("{change:?}");
            println!("{change:<16} {made:>4} {conforms:>8} {deviates:>8} {proved:>6}");
        }
        println!("not proved: {:#?}", self.unproved);
        println!(
            "undecided: {}, other properties: {:?}",
            self.undecided, self.others
        );
        println!("out of turn in some run: {}", self.refused);
        let count = |which: usize| self.changes.values().map(|row| row[which]).sum::<usize>();
        let (made, conforms, deviates, proved) = (count(0), count(1), count(2), count(3));
        assert!(
            conforms * 10 > made && deviates * 3 > made && proved * 12 > made,
            "{made} {conforms} {deviates} {proved}"
        );
        assert!(
            self.undecided * 50 <= made,
            "{} of {made} are not decided",
            self.undecided
        );
        assert!(self.changes.len() + 3 > Change::ALL.len());
        assert!(self.refused * 20 > made, "{}", self.refused);
    }
}

/// A change: of which service, which, and where.
type Wanted = (usize, u8, Vec<u8>);

/// A session with its services, and each change of one of them.
fn keeps(choices: &[u8], changes: &[Wanted], table: &mut Table, folder: &Path) {
    let made = match made(choices) {
        Ok(made) => made,
        Err(why) => {
            *table.left_out.entry(why).or_default() += 1;
            return;
        }
    };
    table.sessions += 1;
    *table.roles.entry(made.parts.len()).or_default() += 1;
    let own: Vec<Service> = made
        .parts
        .iter()
        .map(|(_, service)| service.clone())
        .collect();
    let shown = || whole(&made.text, &own);
    let said = judged(folder, &made.text, &own);
    table.states(&said, made.ends, &shown);
    assert_eq!(said.refused, [0; RUNS as usize], "{}", shown());
    for (verdicts, part) in said.conformance.iter().zip(&made.parts) {
        let conforms = table.compare((&part.0, &part.1), verdicts, &shown);
        assert_eq!(conforms, Some(true), "{verdicts:#?}\n{}", shown());
    }
    for wanted in changes {
        changes_one(&made, &own, wanted, table, folder);
    }
}

/// One service is changed, where that can be done.
fn changes_one(
    made: &Made,
    own: &[Service],
    (which, change, places): &Wanted,
    table: &mut Table,
    folder: &Path,
) {
    let place = which % made.parts.len();
    let change = Change::ALL[usize::from(*change) % Change::ALL.len()];
    let role = &own[place].role;
    let others = own.iter().map(|one| one.role.clone());
    let others: Vec<String> = others.filter(|other| other != role).collect();
    let Some(changed) = mutate(&own[place], change, &others, &mut Tape::new(places)) else {
        return;
    };
    let mut services = own.to_vec();
    services[place] = changed;
    let shown = || format!("{change:?} of {role}\n{}", whole(&made.text, &services));
    let said = judged(folder, &made.text, &services);
    table.states(&said, made.ends, &shown);
    let part = (&made.parts[place].0, &services[place]);
    let conforms = table.compare(part, &said.conformance[place], &shown);
    let mut all = said.conformance.iter().flatten();
    let right = all.all(|one| matches!(one.result, Outcome::Holds(_)));
    let refused: usize = said.refused.iter().sum();
    assert!(
        refused == 0 || !right,
        "who conforms is refused\n{}",
        shown()
    );
    table.refused += usize::from(refused > 0);
    let count = table.changes.entry(change).or_default();
    count[0] += 1;
    count[1] += usize::from(conforms == Some(true));
    count[2] += usize::from(conforms == Some(false));
    count[3] += usize::from(said.proved.is_ok());
}

#[test]
fn what_is_said_of_services_in_roles_is_right() {
    let cases = std::env::var("QUADRILLE_INSTANCES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(250);
    let table = RefCell::new(Table::default());
    let folder = folder();
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig {
            cases,
            failure_persistence: None,
            max_shrink_iters: 2_000,
            ..ProptestConfig::default()
        },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let change = (
        0..4_usize,
        any::<u8>(),
        prop::collection::vec(any::<u8>(), 2),
    );
    let input = (
        prop::collection::vec(any::<u8>(), 4..120),
        prop::collection::vec(change, 1..4),
    );
    let law = |(choices, changes): (Vec<u8>, Vec<Wanted>)| -> TestCaseResult {
        keeps(&choices, &changes, &mut table.borrow_mut(), &folder);
        Ok(())
    };
    if let Err(error) = runner.run(&input, law) {
        panic!("{error}");
    }
    let _ = fs::remove_dir_all(&folder);
    table.into_inner().shown();
}
