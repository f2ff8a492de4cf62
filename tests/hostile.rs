//! A program that listens, under those who mean it no good: it answers everybody else, and keeps its memory.
//!
//! Malformed, cut off, endless, deep, wide and slow messages, floods of connections and of sessions, for as many
//! seconds as `QUADRILLE_HOSTILE_SECONDS` says (5).

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too, and uses its part of what is shared"
)]

#[path = "support/chance.rs"]
mod chance;
#[path = "support/outsider.rs"]
mod outsider;
#[path = "support/running.rs"]
mod running;

use chance::Chance;
use outsider::{Outsider, bytes, request};
use quadrille::interpreter::value::{Basic, Value, Vector};
use running::{Running, folder, free_port};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many attack at once.
const ATTACKERS: u64 = 24;
/// How long they attack before they are counted out and memory is looked at.
const ROUND: Duration = Duration::from_secs(1);
/// What memory may grow by from the first half of the rounds to the second one, in KiB.
const ROOM: u64 = 64 << 10;

const SERVER: &str = r#"from time import Time
type Key { id: string
 text?: string }
interface Offered {
    OneWay: note( Key )
    RequestResponse: echo( undefined )( undefined ), open( Key )( int ), close( Key )( int ),
        typed( Key )( Key ) throws Refused( string )
}
service Main {
    execution: concurrent
    cset { id: Key.id }
    embed Time as Time
    inputPort In {
        location: "socket://localhost:PORT"
        protocol: sodep
        interfaces: Offered
    }
    main {
        [ echo( x )( y ) { y << x } ]
        [ typed( x )( y ) { if( x.id == "bad" ) { throw( Refused, "bad" ) }; y << x } ]
        [ open( key )( n ) { csets.id = key.id; n = 0 } ] {
            open = true;
            while( open ) {
                [ note( key ) ] { n++ }
                [ close( key )( count ) { count = n } ] { open = false }
            }
        }
    }
}
"#;

/// The resident memory of a process, in KiB.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.unwrap().split_whitespace().nth(1);
    number.unwrap().parse().unwrap()
}

/// A tree of any shape, with so many nodes at the most.
fn tree(chance: &mut Chance, nodes: usize) -> Value {
    let mut value = Value::new(match chance.below(8) {
        0 => Basic::Void,
        1 => Basic::Bool(chance.one_in(2)),
        2 => Basic::Int(i32::try_from(chance.below(1 << 20)).unwrap()),
        3 => Basic::Long(i64::MIN),
        4 => Basic::Double(0.1),
        5 => Basic::Raw(vec![7; chance.below(300)].into()),
        _ => Basic::String("text è ".repeat(chance.below(20)).into()),
    });
    let mut left = nodes;
    while left > 1 && !chance.one_in(4) {
        let part = chance.below(left);
        let elements: Vec<Value> = (0..chance.below(4))
            .map(|_| tree(chance, part / 3))
            .collect();
        *value.vector_mut(chance.pick(&["a", "b", "è", "", "id"])) = Vector::from(elements);
        left -= part.max(1);
    }
    value
}

/// A message up to its value.
fn head(operation: &str) -> Vec<u8> {
    let mut head = 7i64.to_be_bytes().to_vec();
    for text in ["/", operation] {
        head.extend(i32::try_from(text.len()).unwrap().to_be_bytes());
        head.extend(text.as_bytes());
    }
    head.push(0);
    head
}

/// A message whose value is so deep.
fn deep(depth: usize) -> Vec<u8> {
    let mut message = head("echo");
    for _ in 0..depth {
        // Void, one name, `a`, one element.
        message.extend([0, 0, 0, 0, 1, 0, 0, 0, 1, b'a', 0, 0, 0, 1]);
    }
    message.extend([0, 0, 0, 0, 0]);
    message
}

/// Who attacks. What becomes of what is written is no matter: the other side may have hung up.
struct Attacker {
    port: u16,
    chance: Chance,
    number: u64,
}

impl Attacker {
    fn connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_millis(200)))
            .ok()?;
        stream
            .set_write_timeout(Some(Duration::from_millis(500)))
            .ok()?;
        Some(stream)
    }

    fn throw(&self, bytes: &[u8]) -> Option<()> {
        let mut stream = self.connect()?;
        stream.write_all(bytes).ok()?;
        stream.shutdown(Shutdown::Write).ok()?;
        let mut answer = [0; 256];
        let _ = stream.read(&mut answer);
        Some(())
    }

    fn message(&mut self) -> Vec<u8> {
        let operation = self
            .chance
            .pick(&["echo", "open", "close", "note", "typed", "nothing"]);
        let value = tree(&mut self.chance, 40);
        bytes(&request(3, operation, value))
    }

    fn attack(&mut self) -> Option<()> {
        match self.chance.below(12) {
            0 => {
                let noise: Vec<u8> = (0..self.chance.below(4000))
                    .map(|_| u8::try_from(self.chance.below(256)).unwrap())
                    .collect();
                self.throw(&noise)
            }
            1 | 2 => {
                let mut message = self.message();
                for _ in 0..=self.chance.below(6) {
                    let at = self.chance.below(message.len());
                    message[at] ^= 1 << self.chance.below(8);
                }
                self.throw(&message)
            }
            3 => {
                let message = self.message();
                let end = self.chance.below(message.len());
                self.throw(&message[..end])
            }
            4 => self.announce(),
            5 => {
                let depth = [9_000, 10_500, 200_000][self.chance.below(3)];
                self.throw(&deep(depth))
            }
            6 => self.drip(),
            7 => {
                let many: Vec<_> = (0..200).map(|_| self.connect()).collect();
                drop(many);
                Some(())
            }
            8 | 9 => self.flood(),
            10 => self.deaf(),
            _ => self.wide(),
        }
    }

    /// Lengths and numbers of elements that never come, or that are negative.
    fn announce(&mut self) -> Option<()> {
        let length = [i32::MAX, i32::MIN, -1, 1 << 28, 1 << 20][self.chance.below(5)].to_be_bytes();
        let mut message = head("echo");
        match self.chance.below(4) {
            0 => message.truncate(8),
            1 => message.push(1),
            2 => message.push(0),
            _ => message.extend([0, 0, 0, 0, 1, 0, 0, 0, 1, b'a']),
        }
        message.extend(length);
        message.extend(vec![b'x'; self.chance.below(100_000)]);
        self.throw(&message)
    }

    /// A message byte by byte, on many connections, without an end.
    fn drip(&mut self) -> Option<()> {
        let message = self.message();
        let mut streams: Vec<TcpStream> = (0..20).filter_map(|_| self.connect()).collect();
        for byte in message.chunks(1).take(30) {
            for stream in &mut streams {
                stream.write_all(byte).ok()?;
            }
            thread::sleep(Duration::from_millis(3));
        }
        Some(())
    }

    /// Sessions by the hundred, all at once; then each is told something and closed.
    fn flood(&mut self) -> Option<()> {
        let mut stream = self.connect()?;
        let mut drain = stream.try_clone().ok()?;
        let reader = thread::spawn(move || {
            let mut answers = [0; 1 << 16];
            while matches!(drain.read(&mut answers), Ok(1..)) {}
        });
        let first = self.number;
        for operation in ["open", "note", "note", "close"] {
            let mut messages = Vec::new();
            for number in first..first + 300 {
                let key = Value::VOID.with("id", format!("session {number}"));
                messages.extend(bytes(&request(
                    1,
                    operation,
                    key.with("text", "x".repeat(50)),
                )));
            }
            if stream.write_all(&messages).is_err() {
                break;
            }
        }
        self.number += 300;
        stream.shutdown(Shutdown::Write).ok()?;
        reader.join().unwrap();
        Some(())
    }

    /// Requests whose answers nobody reads.
    fn deaf(&mut self) -> Option<()> {
        let mut stream = self.connect()?;
        let message = bytes(&request(1, "echo", "z".repeat(20_000)));
        for _ in 0..100 {
            stream.write_all(&message).ok()?;
        }
        Some(())
    }

    fn wide(&mut self) -> Option<()> {
        let mut value = Value::VOID;
        for number in 0..20_000 {
            value.set_child(&format!("name {number}"), number);
        }
        self.throw(&bytes(&request(1, "echo", value)))
    }
}

/// Calls until it is told to stop, and counts the answers. Each must come, and be right.
fn honest(port: u16, stop: &AtomicBool, answered: &AtomicU64, slowest: &AtomicU64) {
    let mut chance = Chance::new(1);
    while !stop.load(Ordering::Relaxed) {
        let mut outsider = Outsider::connect(port);
        for id in 0..20 {
            let value = tree(&mut chance, 30);
            let start = Instant::now();
            let answer = outsider.call(id, "echo", value.clone());
            assert!(answer.fault.is_none() && answer.value.same_tree(&value));
            let took = u64::try_from(start.elapsed().as_millis()).unwrap();
            slowest.fetch_max(took, Ordering::Relaxed);
            answered.fetch_add(1, Ordering::Relaxed);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// One round of all attackers; how often they attacked.
fn attack(attackers: &mut [Attacker]) -> u64 {
    let end = Instant::now() + ROUND;
    thread::scope(|scope| {
        let rounds: Vec<_> = attackers
            .iter_mut()
            .map(|attacker| {
                scope.spawn(move || {
                    let mut attacks = 0u64;
                    while Instant::now() < end {
                        // Who is hung up on attacks again.
                        let _ = attacker.attack();
                        attacks += 1;
                    }
                    attacks
                })
            })
            .collect();
        rounds.into_iter().map(|round| round.join().unwrap()).sum()
    })
}

#[test]
fn a_server_under_attack_answers_and_keeps_its_memory() {
    let seconds = std::env::var("QUADRILLE_HOSTILE_SECONDS");
    let seconds: u64 = seconds.map_or(5, |seconds| seconds.parse().unwrap());
    let folder = folder(&format!("hostile-{seconds}"));
    let port = free_port();
    let program = SERVER.replace("PORT", &port.to_string());
    let mut server = Running::start(&folder, "server", &program, &[]).listening(port);
    let (stop, answered, slowest) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let mut attackers: Vec<Attacker> = (0..ATTACKERS)
        .map(|number| Attacker {
            port,
            chance: Chance::new(number),
            number: number << 40,
        })
        .collect();
    let start = Instant::now();
    let mut memories = Vec::new();
    let mut attacks = 0;
    thread::scope(|scope| {
        let caller = scope.spawn(|| honest(port, &stop, &answered, &slowest));
        while start.elapsed() < Duration::from_secs(seconds) && !caller.is_finished() {
            attacks += attack(&mut attackers);
            assert!(server.is_alive(), "{}", server.complaints());
            memories.push(memory(server.id()));
        }
        stop.store(true, Ordering::Relaxed);
        caller.join().unwrap();
    });
    let answered = answered.load(Ordering::Relaxed);
    let slowest = slowest.load(Ordering::Relaxed);
    println!(
        "{attacks} attacks, {answered} honest calls answered, the slowest in {slowest} ms; KiB after each round: {}",
        memories
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    );
    assert!(answered > 0);
    assert!(!server.complaints().contains("panicked"));
    let (before, after) = memories.split_at(memories.len() / 2);
    let peak = |rounds: &[u64]| rounds.iter().copied().max().unwrap_or_default();
    assert!(
        peak(after) <= peak(before) + peak(before) / 4 + ROOM,
        "memory grows: {memories:?}"
    );
    server.signal("INT");
    assert_eq!(server.status(), Some(130));
}
