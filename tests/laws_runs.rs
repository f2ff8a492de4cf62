//! What the interpreter does is among the runs that the network has.
//!
//! Systems made at random are extracted and explored in full, every step by itself; then each is run by many schedules,
//! and every run is followed through the states: what is sent, taken from a queue, answered, and every end of a session,
//! in its order. Where nobody could go on, a state in which nothing moves is reached, in which the same ones wait.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/systems.rs"]
mod made;
#[path = "support/statements.rs"]
mod statements;

use quadrille::base::Sources;
use quadrille::explore::network::{MoveKind, Mover, NetworkSystem, Settings, follow};
use quadrille::explore::{Ending, Explored, Limits, StateId, explore};
use quadrille::extract::extract;
use quadrille::interpreter::machine::{self, Event, EventKind, Machine, Observer, Outcome};
use quadrille::interpreter::value::Value;
use quadrille::program::{Loaded, Program, load};
use quadrille::system::{Choice, systems};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// Systems with more states than this are not looked at.
const MOST_STATES: usize = 60_000;
/// By how many schedules each is run.
const SCHEDULES: u64 = 25;
/// And how far.
const TURNS: u64 = 20_000;

/// What both the interpreter and the network show: who does what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    service: String,
    what: &'static str,
    operation: String,
    /// The line, of what is sent.
    line: Option<usize>,
}

/// Keeps what happens in a run.
struct Recorder {
    seen: Rc<RefCell<Vec<Seen>>>,
    /// The session that has just started: the message that it starts by is no step of its own.
    started: Option<u64>,
}

impl Observer for Recorder {
    fn happened(&mut self, event: &Event) {
        let what = match event.kind {
            EventKind::Send => "send",
            EventKind::Receive if self.started == Some(event.session) => return,
            EventKind::Receive => "receive",
            EventKind::Reply => "reply",
            EventKind::End => "end",
            EventKind::Start => {
                self.started = Some(event.session);
                return;
            }
            EventKind::Fault | EventKind::Timeout | EventKind::Refuse => return,
        };
        self.started = None;
        let line = || event.place.rsplit_once(':').unwrap().1.parse().unwrap();
        self.seen.borrow_mut().push(Seen {
            service: event.service.1.to_string(),
            what,
            operation: event.name.to_string(),
            line: (what == "send").then(line),
        });
    }
}

/// A system that was explored.
struct Judged<'system, 'network> {
    system: &'system NetworkSystem<'network>,
    explored: &'system Explored,
    sources: &'system Sources,
    shown: BTreeMap<u32, Option<Seen>>,
}

impl Judged<'_, '_> {
    /// What a step shows.
    fn shown(&mut self, label: quadrille::explore::Label) -> Option<Seen> {
        if let Some(known) = self.shown.get(&label.0) {
            return known.clone();
        }
        let network = self.system.network();
        let step = self.system.step(label);
        let (what, operation) = match &step.kind {
            MoveKind::Send(operation)
            | MoveKind::Call(operation)
            | MoveKind::Refuse(operation, _) => ("send", network[*operation].name.to_string()),
            MoveKind::Receive(operation) => ("receive", network[*operation].name.to_string()),
            MoveKind::Reply(operation) => ("reply", network[*operation].name.to_string()),
            MoveKind::End(_) | MoveKind::Die(..) => ("end", String::new()),
            _ => ("", String::new()),
        };
        let seen = match step.from {
            Mover::Thread { instance, .. } if !what.is_empty() => {
                let source = self.sources.get(step.origin.source);
                let line = source.map(|source| source.position(step.origin.start).line);
                Some(Seen {
                    service: network[instance].name.to_string(),
                    what,
                    operation,
                    line: line.filter(|_| what == "send"),
                })
            }
            _ => None,
        };
        self.shown.insert(label.0, seen.clone());
        seen
    }

    /// All states that are reached from these without anything being seen.
    fn closed(&mut self, mut states: BTreeSet<StateId>) -> BTreeSet<StateId> {
        let mut open: Vec<StateId> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            let edges: Vec<_> = self.explored.edges(state).collect();
            for (to, label) in edges {
                if !self.system.step(label).is_mishap()
                    && self.shown(label).is_none()
                    && states.insert(to)
                {
                    open.push(to);
                }
            }
        }
        states
    }

    /// The states after a run; else how far it could be followed, and what comes there.
    fn after(&mut self, run: &[Seen]) -> Result<BTreeSet<StateId>, (usize, BTreeSet<Seen>)> {
        let mut states = self.closed(BTreeSet::from([StateId::INITIAL]));
        for (at, seen) in run.iter().enumerate() {
            let (mut next, mut others) = (BTreeSet::new(), BTreeSet::new());
            for state in states {
                let edges: Vec<_> = self.explored.edges(state).collect();
                for (to, label) in edges {
                    match self
                        .shown(label)
                        .filter(|_| !self.system.step(label).is_mishap())
                    {
                        Some(shown) if shown == *seen => {
                            next.insert(to);
                        }
                        shown => others.extend(shown),
                    }
                }
            }
            if next.is_empty() {
                return Err((at, others));
            }
            states = self.closed(next);
        }
        Ok(states)
    }

    /// Who waits in a state in which nothing moves: services with the lines; nothing where something does.
    fn standing(&self, state: StateId) -> Option<BTreeSet<(String, usize)>> {
        let moves = |label| !self.system.step(label).is_mishap();
        if self.explored.edges(state).any(|(_, label)| moves(label)) {
            return None;
        }
        let trace = follow(self.system, self.explored, &self.explored.path(state));
        let place = |step: &quadrille::verdict::Step| {
            let source = self.sources.get(step.span.source).unwrap();
            (
                step.from.name.to_string(),
                source.position(step.span.start).line,
            )
        };
        Some(trace.standing.iter().map(place).collect())
    }

    /// Whether a run with its end is one of the network's; else what is not.
    fn has(&mut self, seen: &[Seen], outcome: &Outcome) -> Result<(), String> {
        let states = self.after(seen).map_err(|(at, others)| {
            format!("step {at} is not among the explored ones: {others:#?}")
        })?;
        let standing: Vec<_> = (states.iter())
            .filter_map(|state| self.standing(*state))
            .collect();
        let waiting: BTreeSet<(String, usize)> = match outcome {
            // Who still runs when the entry has ended is cut off; the network lets them go on.
            Outcome::Ended(_) | Outcome::Interrupted => return Ok(()),
            Outcome::Idle => BTreeSet::new(),
            Outcome::Stuck(waiting) => {
                let place = |one: &machine::Waiting| {
                    let line = one.place.rsplit_once(':').unwrap().1;
                    (one.service.to_string(), line.parse().unwrap())
                };
                waiting.iter().map(place).collect()
            }
        };
        if standing.iter().any(|found| waiting.is_subset(found)) {
            return Ok(());
        }
        Err(format!(
            "these wait in no state in which nothing moves: {standing:?}"
        ))
    }
}

/// What one schedule shows, and how it ends.
fn run(program: &Arc<Program>, sources: &Arc<Sources>, seed: u64) -> (Vec<Seen>, Outcome) {
    let settings = machine::Settings {
        seed: Some(seed),
        turns: Some(TURNS),
        // Who would wait for ever is seen to wait.
        timeout: None,
        ..machine::Settings::default()
    };
    let nowhere = || Box::new(std::io::sink());
    let mut machine = Machine::new(settings, nowhere(), nowhere());
    let seen = Rc::new(RefCell::new(Vec::new()));
    machine.observe(Box::new(Recorder {
        seen: Rc::clone(&seen),
        started: None,
    }));
    let entry = program.entry(None).unwrap();
    machine
        .start(program, Arc::clone(sources), entry, Value::VOID)
        .unwrap();
    let outcome = machine.run();
    drop(machine);
    (Rc::into_inner(seen).unwrap().into_inner(), outcome)
}

/// How many systems were looked at, and what they did.
#[derive(Debug, Default)]
struct Table {
    systems: usize,
    too_large: usize,
    states: usize,
    runs: usize,
    stuck: usize,
    idle: usize,
    ended: usize,
}

impl Table {
    fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        match outcome {
            Outcome::Stuck(_) => self.stuck += 1,
            Outcome::Idle => self.idle += 1,
            Outcome::Ended(_) => self.ended += 1,
            Outcome::Interrupted => {}
        }
    }
}

/// Runs one system; tells what is not among the explored runs.
fn compare(seed: u64, file: &Path, table: &mut Table) -> Result<(), String> {
    let text = made::system(seed);
    fs::write(file, &text).unwrap();
    let files = [file.to_path_buf()];
    let loaded = load(&files, &quadrille::program::Settings::default());
    let Loaded {
        program, sources, ..
    } = loaded;
    let found = systems(&program, &Choice::of(&files, None));
    let [system] = found.as_slice() else {
        return Err(format!("{} systems\n{text}", found.len()));
    };
    let network = extract(&program, system);
    let mut settings = Settings::default();
    settings.step.eager = false;
    let mut system = NetworkSystem::new(&network, settings);
    let limits = Limits {
        states: Some(MOST_STATES),
        ..Limits::default()
    };
    let explored = explore(&mut system, &limits, &mut |_| {});
    if explored.ending() != Ending::Complete || !explored.bounds().is_empty() {
        table.too_large += 1;
        return Ok(());
    }
    table.systems += 1;
    table.states += explored.states();
    let (program, sources) = (Arc::new(program), Arc::new(sources));
    let mut judged = Judged {
        system: &system,
        explored: &explored,
        sources: &sources,
        shown: BTreeMap::new(),
    };
    for schedule in 0..SCHEDULES {
        let (seen, outcome) = run(&program, &sources, schedule);
        table.add(&outcome);
        if let Err(what) = judged.has(&seen, &outcome) {
            let seen: Vec<String> = seen.iter().map(|seen| format!("  {seen:?}")).collect();
            let seen = seen.join("\n");
            return Err(format!(
                "{text}\nseed {seed}, schedule {schedule}: {what}\n{seen}\n{outcome:?}"
            ));
        }
    }
    Ok(())
}

fn compare_all(seeds: std::ops::Range<u64>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("runs");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("system-{}.ol", seeds.start));
    let mut table = Table::default();
    for seed in seeds {
        if let Err(told) = compare(seed, &file, &mut table) {
            panic!("{told}\n{table:?}");
        }
    }
    println!("{table:?}");
    assert!(table.systems > 3 * table.too_large, "{table:?}");
    assert!(
        table.stuck * 10 > table.runs && table.ended * 10 > table.runs,
        "{table:?}"
    );
}

#[test]
fn every_run_is_among_the_explored_ones() {
    compare_all(0..150);
}

#[test]
#[ignore = "takes minutes"]
fn every_run_of_thousands_of_systems_is_among_the_explored_ones() {
    compare_all(1_000..4_000);
}
