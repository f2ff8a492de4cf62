//! Programs made at random do with `quadrille run` what they do with real Jolie.
//!
//! `QUADRILLE_JOLIE` names a launcher of real Jolie, such as the one that `tests/peer/assemble.sh` prints; without it,
//! there is only a notice. `QUADRILLE_PEER_PROGRAMS` is how many programs of each family are tried,
//! `QUADRILLE_PEER_SMALLER` how many differences are made smaller, which takes long; `QUADRILLE_PEER_MINUTES` how long
//! programs whose prints are one of several are tried, and `QUADRILLE_PEER_FIRST` from which on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/programs.rs"]
mod programs;
#[path = "support/rivals.rs"]
mod rivals;

#[path = "support/output.rs"]
mod output;

use output::Output;
use programs::{Program, apart, concurrent, confluent, repeated, together};
use quadrille::interpreter::machine::{Machine, Outcome, Settings};
use quadrille::interpreter::value::Value;
use quadrille::program::load;
use rivals::Rivals;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many programs of each family are tried unless it is said.
const PROGRAMS: u64 = 60;
/// How many programs run as one.
const BATCH: u64 = 20;
/// How many differences are made smaller unless it is said, and how often.
const SMALLER: u64 = 4;
const ROUNDS: usize = 40;
/// How many smaller programs are tried at once.
const TRIED: usize = 24;
/// One determined program in so many also runs alone, for its exit status.
const ALONE: u64 = 10;
/// How often real Jolie runs a program whose prints are one of several, all in one process.
const RUNS: usize = 50;
/// How long that may take, beside whatever else this machine does: a run of real Jolie hangs now and then.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many of our seeds such a program gets, and how many turns of threads a run has.
const SEEDS: u64 = 500;
const TURNS: u64 = 100_000;
/// What no seed has printed is looked for: after so many turns runs that may still print it are led apart so many ways, of
/// which so many go on; in so many runs for a turn of the longest slice, and so many times. Short slices find runs in
/// which somebody is kept waiting for long.
const SLICES: [u64; 4] = [6, 6, 3, 1];
const APART: usize = 12;
const KEPT: usize = 3;
const MOST_RUNS: usize = 1_500;
const RESTARTS: usize = 12;

fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn count() -> u64 {
    asked("QUADRILLE_PEER_PROGRAMS").unwrap_or(PROGRAMS)
}

fn rivals(folder: &str) -> Option<Rivals> {
    let found = Rivals::find(folder);
    if found.is_none() {
        println!("skipped: QUADRILLE_JOLIE names no launcher of Jolie");
    }
    found
}

/// Batches of programs, with the seed of the first of each.
fn batches(make: fn(u64) -> Program) -> impl Iterator<Item = (u64, Vec<Program>)> {
    (0..count())
        .step_by(usize::try_from(BATCH).unwrap())
        .map(move |first| {
            let programs = (first..(first + BATCH).min(count())).map(make).collect();
            (first, programs)
        })
}

/// A difference, with the texts of both.
struct Difference {
    seed: u64,
    program: Program,
    jolie: String,
    quadrille: String,
}

impl Difference {
    fn told(&self) -> String {
        let Self {
            seed,
            program,
            jolie,
            quadrille,
        } = self;
        let program = together(std::slice::from_ref(program));
        format!("=== seed {seed}\n{program}--- Jolie\n{jolie}--- quadrille\n{quadrille}")
    }
}

/// Fails if there are differences, and shows them.
fn settle(name: &str, tried: usize, unjudged: usize, differences: &[Difference]) {
    let text: String = differences.iter().map(Difference::told).collect();
    println!(
        "{name}: {tried} programs, {unjudged} that real Jolie did not end, {} differences",
        differences.len()
    );
    assert!(
        differences.is_empty(),
        "{name}: {} differences\n{text}",
        differences.len()
    );
}

/// What each program prints with both.
fn both(rivals: &Rivals, programs: &[Program]) -> Vec<(Option<String>, Option<String>)> {
    let file = rivals.write("together.ol", &together(programs));
    let jolie = apart(&rivals.jolie(&file).output, programs.len());
    let quadrille = apart(&rivals.quadrille(&file, None).output, programs.len());
    jolie.into_iter().zip(quadrille).collect()
}

/// The first of these that prints something else with both, if real Jolie ends it.
fn first_different(rivals: &Rivals, candidates: Vec<Program>) -> Option<Program> {
    let found = both(rivals, &candidates);
    if found.iter().any(|(jolie, _)| jolie.is_none()) {
        return candidates
            .into_iter()
            .find(|program| differs(rivals, program).is_some());
    }
    let different = found
        .iter()
        .position(|(jolie, quadrille)| jolie != quadrille)?;
    let program = candidates.into_iter().nth(different)?;
    differs(rivals, &program).is_some().then_some(program)
}

/// What both print, if it is not the same and real Jolie ends.
fn differs(rivals: &Rivals, program: &Program) -> Option<(String, String)> {
    let file = rivals.write("one.ol", &together(std::slice::from_ref(program)));
    let (jolie, quadrille) = (rivals.jolie(&file), rivals.quadrille(&file, None));
    let judged = jolie.status == Some(0) && jolie.output.starts_with("== 0");
    (judged && jolie != quadrille).then(|| {
        let status =
            |status: Option<i32>| status.map_or("none".to_owned(), |status| status.to_string());
        (
            format!("{}exit {}\n", jolie.output, status(jolie.status)),
            format!("{}exit {}\n", quadrille.output, status(quadrille.status)),
        )
    })
}

/// A program as small as it gets that still prints something else.
fn shrunk(rivals: &Rivals, mut program: Program) -> Program {
    for _ in 0..ROUNDS {
        let smaller = program.smaller();
        let mut found = None;
        for candidates in smaller.chunks(TRIED) {
            found = first_different(rivals, candidates.to_vec());
            if found.is_some() {
                break;
            }
        }
        let Some(next) = found else {
            break;
        };
        program = next;
    }
    program
}

/// Programs in which the two once differed, with what real Jolie prints.
#[test]
fn programs_that_once_differed_print_what_jolie_prints() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer/cases");
    let (rivals, real) = (Rivals::without("peer-cases"), rivals("peer-cases"));
    let mut tried = 0;
    for entry in fs::read_dir(cases).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "ol") {
            continue;
        }
        let wanted = fs::read_to_string(file.with_extension("txt")).unwrap();
        assert_eq!(rivals.quadrille(&file, None).output, wanted, "{file:?}");
        if let Some(real) = &real {
            assert_eq!(real.jolie(&file).output, wanted, "{file:?}");
        }
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn determined_programs_print_the_same() {
    let Some(rivals) = rivals("peer-determined") else {
        return;
    };
    let (mut tried, mut unjudged, mut differences) = (0, 0, Vec::new());
    let mut smaller = asked("QUADRILLE_PEER_SMALLER").unwrap_or(SMALLER);
    for (first, programs) in batches(confluent) {
        tried += programs.len();
        for ((seed, program), (jolie, quadrille)) in
            (first..).zip(&programs).zip(both(&rivals, &programs))
        {
            if jolie.is_some() && jolie == quadrille {
                continue;
            }
            let Some((jolie, quadrille)) = differs(&rivals, program) else {
                unjudged += usize::from(jolie.is_none());
                continue;
            };
            let mut difference = Difference {
                seed,
                program: program.clone(),
                jolie,
                quadrille,
            };
            if smaller > 0 {
                smaller -= 1;
                difference.program = shrunk(&rivals, difference.program);
                if let Some((jolie, quadrille)) = differs(&rivals, &difference.program) {
                    (difference.jolie, difference.quadrille) = (jolie, quadrille);
                }
            }
            println!("{}", difference.told());
            differences.push(difference);
        }
    }
    settle("determined", tried, unjudged, &differences);
}

#[test]
fn programs_that_run_alone_end_the_same() {
    let Some(rivals) = rivals("peer-alone") else {
        return;
    };
    let mut wrong = String::new();
    for seed in 0..count() / ALONE {
        let text = confluent(1_000_000 + seed).alone();
        let file = rivals.write("alone.ol", &text);
        let (jolie, quadrille) = (rivals.jolie(&file), rivals.quadrille(&file, None));
        if jolie.status.is_some() && jolie != quadrille {
            let _ = writeln!(
                wrong,
                "{text}--- Jolie {jolie:?}\n--- quadrille {quadrille:?}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A program that is run by us in this process, by whichever schedule.
struct Ours {
    program: Arc<quadrille::program::Program>,
    sources: Arc<quadrille::base::Sources>,
}

impl Ours {
    fn load(file: &Path) -> Self {
        let loaded = load(&[file.to_path_buf()], &Default::default());
        Self {
            program: Arc::new(loaded.program),
            sources: Arc::new(loaded.sources),
        }
    }

    /// What is printed when chance goes on from each of these numbers for so many turns; and whether the run has ended.
    fn printed(&self, seeds: &[u64], turns: u64) -> (String, bool) {
        let output = Output::default();
        let settings = Settings {
            seed: Some(0),
            turns: Some(turns),
            ..Settings::default()
        };
        let written = Box::new(output.clone());
        let mut machine = Machine::new(settings, written, Box::new(std::io::sink()));
        let main = self.program.entry(Some("Main")).unwrap();
        let started = machine.start(&self.program, Arc::clone(&self.sources), main, Value::VOID);
        assert!(started.is_ok());
        let ended = seeds.iter().any(|seed| {
            machine.reseed(*seed);
            machine.run() != Outcome::Interrupted
        });
        (output.text(), ended)
    }

    /// Runs with our seeds until everything that is wanted was printed; what is left of that, and what was printed.
    fn unmatched(&self, mut wanted: BTreeSet<String>) -> (BTreeSet<String>, BTreeSet<String>) {
        let mut seen = BTreeSet::new();
        for seed in 0..SEEDS {
            if wanted.is_empty() {
                break;
            }
            let (output, _) = self.printed(&[seed], TURNS);
            let printed = apart(&output, 1).swap_remove(0).unwrap_or_default();
            wanted.remove(&printed);
            seen.insert(printed);
        }
        (wanted, seen)
    }

    /// Whether some schedule prints this: those that have begun to are led apart a few turns later, and so on; now and
    /// then all over again.
    fn can_print(&self, wanted: &str) -> bool {
        let wanted = format!("== 0\n{wanted}");
        let mut fresh = 0;
        for slice in SLICES.into_iter().cycle().take(RESTARTS) {
            let mut open = vec![Vec::new()];
            let mut runs = 0;
            let most = MOST_RUNS * usize::try_from(SLICES[0] / slice).unwrap();
            while let Some(seeds) = open.pop().filter(|_| runs < most) {
                let mut further = Vec::new();
                for _ in 0..APART {
                    let mut seeds: Vec<u64> = seeds.clone();
                    fresh += 1;
                    seeds.push(fresh);
                    let (printed, ended) = self.printed(&seeds, slice);
                    runs += 1;
                    if printed == wanted && ended {
                        return true;
                    }
                    if !ended && wanted.starts_with(&printed) {
                        further.push((printed.len(), seeds));
                    }
                }
                // Who has printed most goes on first, and not everybody may.
                further.sort();
                let few = further.len().saturating_sub(KEPT);
                open.extend(further.drain(few..).map(|(_, seeds)| seeds));
            }
        }
        false
    }
}

/// What real Jolie has printed of a program in its runs, with how often it did so; and whether it came to an end.
fn prints(rivals: &Rivals, program: &Program) -> (BTreeMap<String, usize>, bool) {
    let file = rivals.write("often.ol", &repeated(std::slice::from_ref(program), RUNS));
    let run = rivals.jolie(&file);
    let mut printed = apart(&run.output, RUNS);
    if run.status.is_none()
        && let Some(last) = printed.iter_mut().rev().find(|printed| printed.is_some())
    {
        *last = None;
    }
    let mut counted = BTreeMap::new();
    for one in printed.into_iter().flatten() {
        *counted.entry(one).or_default() += 1;
    }
    (counted, run.status.is_some())
}

#[test]
fn concurrent_programs_print_one_of_ours() {
    let Some(rivals) = rivals("peer-concurrent") else {
        return;
    };
    let rivals = rivals.with_patience(PATIENCE);
    let start = Instant::now();
    let most = asked("QUADRILLE_PEER_MINUTES")
        .map_or(Duration::MAX, |minutes| Duration::from_secs(60 * minutes));
    let (mut tried, mut runs, mut unended, mut several, mut led) = (0, 0, 0, 0, 0);
    let mut differences = Vec::new();
    let first = asked("QUADRILLE_PEER_FIRST").unwrap_or(0);
    for seed in first..first + count() {
        if start.elapsed() > most {
            break;
        }
        let program = concurrent(seed);
        let (printed, ended) = prints(&rivals, &program);
        tried += 1;
        runs += printed.values().sum::<usize>();
        unended += usize::from(!ended);
        several += usize::from(printed.len() > 1);
        let file = rivals.write("one.ol", &together(std::slice::from_ref(&program)));
        let ours = Ours::load(&file);
        let wanted: BTreeSet<String> = printed.keys().cloned().collect();
        let (left, seen) = ours.unmatched(wanted);
        led += left.len();
        for print in left.into_iter().filter(|print| !ours.can_print(print)) {
            let difference = Difference {
                seed,
                program: program.clone(),
                jolie: format!("{} of {RUNS} times:\n{print}", printed[&print]),
                quadrille: seen.iter().cloned().collect::<Vec<_>>().join("or\n"),
            };
            println!("{}", difference.told());
            differences.push(difference);
        }
    }
    println!(
        "concurrent: {runs} runs by real Jolie, {several} programs that print one of several things, {led} prints that no \
         seed gives at once"
    );
    settle("concurrent", tried, unended, &differences);
}
