//! Requests over a socket, one after another, between two programs that are processes of their own: how many a second,
//! and what processor time each takes of both together.
//!
//! When `QUADRILLE_JOLIE` names a launcher of real Jolie, the same programs are run by it too.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "a bench fails by panicking, and uses its part of what is shared"
)]

#[path = "../tests/support/clocked.rs"]
mod clocked;
#[path = "../tests/support/running.rs"]
mod running;

use criterion::{Criterion, criterion_group, criterion_main};
use running::free_port;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many requests a round has.
const REQUESTS: u32 = 10_000;
/// Ticks of the clock in `/proc`, a second.
const TICKS: f64 = 100.0;

const INTERFACE: &str = "interface Counter { RequestResponse: next( int )( int ) }";

fn server(port: u16) -> String {
    format!(
        r#"{INTERFACE}
service Main {{
    execution: concurrent
    inputPort In {{ location: "socket://localhost:{port}" protocol: sodep interfaces: Counter }}
    main {{ [ next( x )( y ) {{ y = x + 1 }} ] }}
}}
"#
    )
}

/// A client that goes on for so many rounds.
fn client(port: u16, rounds: u64) -> String {
    let out = format!(
        r#"outputPort Out {{ location: "socket://localhost:{port}" protocol: sodep interfaces: Counter }}"#
    );
    let work = format!("for( i = 0, i < {REQUESTS}, i++ ) {{ next@Out( i )( n ) }}");
    let rounds = usize::try_from(rounds).unwrap();
    clocked::program(INTERFACE, &out, "", &work, rounds)
}

/// Who runs programs: the command up to the file.
type Runner = Vec<OsString>;

fn start(runner: &Runner, name: &str, program: &str) -> Child {
    let file = clocked::written(name, program);
    Command::new(&runner[0])
        .args(&runner[1..])
        .arg(file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The processor time of a process.
fn used(child: &Child) -> Duration {
    let text = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Duration::from_secs_f64((ticks(12).unwrap_or(0.0) + ticks(13).unwrap_or(0.0)) / TICKS)
}

/// The time of each round, and the processor time of both programs in the last one.
fn rounds(runner: &Runner, count: u64) -> (Vec<Duration>, Duration) {
    let port = free_port();
    let mut server = start(runner, "sodep-server", &server(port));
    let start_of_wait = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(start_of_wait.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut client = start(runner, "sodep-client", &client(port, count));
    let lines = BufReader::new(client.stdout.take().unwrap()).lines();
    let (mut times, mut begin) = (Vec::new(), Instant::now());
    let (mut before, mut spent) = (Duration::ZERO, Duration::ZERO);
    for line in lines.map_while(Result::ok) {
        match line.as_str() {
            "begin" => {
                begin = Instant::now();
                before = used(&server) + used(&client);
            }
            "end" => {
                times.push(begin.elapsed());
                spent = (used(&server) + used(&client)).saturating_sub(before);
            }
            _ => {}
        }
    }
    for child in [&mut server, &mut client] {
        // It may have ended.
        let _ = child.kill();
        let _ = child.wait();
    }
    (times, spent)
}

fn told(name: &str, runner: &Runner) {
    let (times, spent) = rounds(runner, 4);
    if let Some(best) = times.iter().min() {
        println!(
            "{name}: {:.0} requests a second, {:.1} µs of processor time a request",
            f64::from(REQUESTS) / best.as_secs_f64(),
            spent.as_secs_f64() * 1e6 / f64::from(REQUESTS)
        );
    }
}

fn sodep(criterion: &mut Criterion) {
    let quadrille = env!("CARGO_BIN_EXE_quadrille");
    let ours: Runner = [quadrille, "run", "--unchecked"].map(OsString::from).into();
    criterion.bench_function("10^4 requests in sequence", |bencher| {
        bencher.iter_custom(|times| rounds(&ours, times).0.iter().sum());
    });
    told("quadrille", &ours);
    if let Some(jolie) = std::env::var_os("QUADRILLE_JOLIE") {
        told(
            "real Jolie",
            &vec![jolie, "--service".into(), "Main".into()],
        );
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(5));
    targets = sodep
}
criterion_main!(benches);
