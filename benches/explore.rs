//! How fast a million states are explored, with how much memory, beside SPIN on the same models where it is installed.
//!
//! SPIN runs without its reduction, so that both find the same states; `benches/promela` has its models.

use criterion::{Criterion, criterion_group, criterion_main};
use quadrille::explore::{Bound, Components, Explored, Label, Limits, TransitionSystem, explore};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Philosophers who take the fork with the smaller number first. A row is what each does, then who has been taken.
struct Philosophers {
    seats: usize,
    next: Vec<u32>,
}

impl Philosophers {
    fn forks(&self, seat: usize) -> [usize; 2] {
        let (left, right) = (seat, (seat + 1) % self.seats);
        [left.min(right), left.max(right)]
    }
}

impl TransitionSystem for Philosophers {
    fn initial(&mut self, row: &mut Vec<u32>) {
        row.resize(2 * self.seats, 0);
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        for seat in 0..self.seats {
            let [smaller, larger] = self.forks(seat).map(|fork| self.seats + fork);
            let (fork, taken) = match state[seat] {
                0 => (smaller, 1),
                1 => (larger, 1),
                2 => (larger, 0),
                _ => (smaller, 0),
            };
            if state[fork] != taken {
                self.next.clear();
                self.next.extend_from_slice(state);
                self.next[seat] = (state[seat] + 1) % 4;
                self.next[fork] = taken;
                emit(&self.next, Label(seat as u32));
            }
        }
        None
    }
}

/// Stations in a ring. A row is what each holds (1 and 2 for the two messages), then the messages on each link as the
/// binary digits after a leading 1.
struct Ring {
    stations: usize,
    capacity: u32,
    next: Vec<u32>,
}

impl Ring {
    /// Makes a station hold something else and a link carry something else.
    fn step(
        &mut self,
        state: &[u32],
        (station, held): (usize, u32),
        (link, carries): (usize, u32),
        emit: &mut impl FnMut(&[u32], Label),
    ) {
        self.next.clear();
        self.next.extend_from_slice(state);
        self.next[station] = held;
        self.next[self.stations + link] = carries;
        emit(&self.next, Label(station as u32));
    }
}

impl TransitionSystem for Ring {
    fn initial(&mut self, row: &mut Vec<u32>) {
        row.resize(self.stations, 0);
        row.resize(2 * self.stations, 1);
    }

    fn successors(&mut self, state: &[u32], emit: &mut impl FnMut(&[u32], Label)) -> Option<Bound> {
        for station in 0..self.stations {
            let next = (station + 1) % self.stations;
            let (inward, outward) = (state[self.stations + station], state[self.stations + next]);
            let room = outward.ilog2() < self.capacity;
            match state[station] {
                0 => {
                    if room {
                        self.step(state, (station, 0), (next, outward << 1), emit);
                    }
                    if inward > 1 {
                        // The oldest message is the digit after the leading 1.
                        let length = inward.ilog2();
                        let oldest = inward >> (length - 1) & 1;
                        let rest = inward & ((1 << (length - 1)) - 1) | 1 << (length - 1);
                        self.step(state, (station, oldest + 1), (station, rest), emit);
                    }
                }
                held => {
                    if room {
                        for message in [held - 1, 2 - held] {
                            let carries = outward << 1 | message;
                            self.step(state, (station, 0), (next, carries), emit);
                        }
                    }
                    self.step(state, (station, 0), (next, outward), emit);
                }
            }
        }
        None
    }
}

fn philosophers(seats: usize) -> Explored {
    let next = Vec::new();
    explore(
        &mut Philosophers { seats, next },
        &Limits::default(),
        &mut |_| {},
    )
}

fn ring(stations: usize, capacity: u32) -> Explored {
    let mut ring = Ring {
        stations,
        capacity,
        next: Vec::new(),
    };
    explore(&mut ring, &Limits::default(), &mut |_| {})
}

/// Explores once and says what that took.
fn show(name: &str, run: impl Fn() -> Explored) {
    let start = Instant::now();
    let explored = run();
    let explored_in = start.elapsed();
    let start = Instant::now();
    let components = Components::of(&explored).count();
    println!(
        "{name}: {} states, {} transitions, {:.2} s, {} MB, {} bytes a state; {components} components in {:.2} s",
        explored.states(),
        explored.transitions(),
        explored_in.as_secs_f64(),
        explored.bytes() / 1_000_000,
        explored.bytes() / explored.states().max(1),
        start.elapsed().as_secs_f64(),
    );
}

/// Runs SPIN on the same model, and shows what it says of states, memory and time.
fn spin(model: &str, sizes: &[&str]) {
    match try_spin(model, sizes) {
        Ok(lines) => println!("  SPIN, without reduction:\n{lines}"),
        Err(error) => println!("  SPIN is left out: {error}"),
    }
}

fn try_spin(model: &str, sizes: &[&str]) -> Result<String, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(model);
    fs::create_dir_all(&folder)?;
    let promela = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/promela")
        .join(model)
        .with_extension("pml");
    let run = |program: &str, arguments: &[&str]| -> Result<String, Box<dyn Error>> {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&folder)
            .output()
            .map_err(|error| format!("{program}: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            return Err(format!("{program}: {text}").into());
        }
        Ok(text)
    };
    let promela = promela.to_string_lossy();
    run("spin", &[sizes, &["-a", &promela]].concat())?;
    let options = ["-O3", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=4000"];
    run("gcc", &[&options[..], &["-o", "pan", "pan.c"]].concat())?;
    let pan = folder.join("pan");
    let said = run(&pan.to_string_lossy(), &["-n", "-m10000000", "-w24"])?;
    let wanted = [
        "states, stored",
        "transitions (",
        "total actual",
        "elapsed time",
        "errors:",
    ];
    let lines = said
        .lines()
        .filter(|line| wanted.iter().any(|wanted| line.contains(wanted)));
    Ok(lines.map(|line| format!("    {}\n", line.trim())).collect())
}

fn exploration(criterion: &mut Criterion) {
    show("philosophers, 12", || philosophers(12));
    spin("philosophers", &["-DN=12"]);
    show("ring, 4 stations, capacity 3", || ring(4, 3));
    spin("ring", &["-DN=4", "-DC=3"]);
    let mut group = criterion.benchmark_group("explore");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(10));
    group.bench_function("philosophers 12", |bencher| {
        bencher.iter(|| philosophers(12))
    });
    group.finish();
}

criterion_group!(benches, exploration);
criterion_main!(benches);
