//! What programs do by themselves and with one another: loops, arrays, strings, threads, faults, calls, correlation.
//!
//! Each is timed from a `begin` that the program prints to an `end`, so that loading does not count. When
//! `QUADRILLE_JOLIE` names a launcher of real Jolie, it does the same work three times in one run, and its last time is
//! printed beside.

#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../tests/support/clocked.rs"]
mod clocked;

use clocked::{Work, jolie, program, written};
use criterion::{Criterion, criterion_group, criterion_main};
use std::time::Duration;

/// What is done: its name, what is there before, and the work.
const WORKS: [(&str, &str, &str); 9] = [
    (
        "for to 10^7",
        "",
        "for( i = 0, i < 10000000, i++ ) { nullProcess }",
    ),
    (
        "while to 10^7 with %",
        "",
        "i = 0; s = 0; while( i < 10000000 ) { s = s + i % 7; i++ }",
    ),
    (
        "an array of 10^6 is written",
        "",
        "undef( v ); for( i = 0, i < 1000000, i++ ) { v[ i ] = i }",
    ),
    (
        "an array of 10^6 is summed",
        "for( i = 0, i < 1000000, i++ ) { v[ i ] = i }",
        "s = 0; for( i = 0, i < 1000000, i++ ) { s = s + v[ i ] }",
    ),
    (
        "an array of 10^6 is copied and changed",
        "for( i = 0, i < 1000000, i++ ) { v[ i ] = i }",
        "undef( w ); w << v; w[ 0 ] = 7",
    ),
    (
        "2*10^4 appends",
        "",
        "t = \"\"; for( i = 0, i < 20000, i++ ) { t = t + \"x\" }",
    ),
    (
        "2*10^4 pairs of threads",
        "",
        "for( i = 0, i < 20000, i++ ) { { p = 1 | q = 2 } }",
    ),
    (
        "10^5 faults are caught",
        "",
        "for( i = 0, i < 100000, i++ ) { scope( s ) { install( F => nullProcess ); throw( F ) } }",
    ),
    (
        "10^5 children by name",
        "",
        "undef( c ); for( i = 0, i < 100000, i++ ) { c.( \"n\" + i ).x = i }",
    ),
];

const CALLED: &str = "interface Counter { RequestResponse: next( int )( int ) }
service Called {
    execution: concurrent
    inputPort In { location: \"local\" interfaces: Counter }
    main { [ next( x )( y ) { y = x + 1 } ] }
}";

const SESSIONS: &str = "type Key { id: int }
interface Opened { OneWay: open( Key )
 RequestResponse: next( Key )( int ) }
service Held {
    execution: concurrent
    cset { id: Key.id }
    inputPort In { location: \"local\" interfaces: Opened }
    main { open( key ); while( true ) { next( key )( n ) { n = ++count } } }
}";

fn bench(criterion: &mut Criterion, name: &str, text: impl Fn(usize) -> String) {
    let file = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let work = Work::new(&file, &text(1));
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            let rounds = (0..times).flat_map(|_| work.run());
            rounds.sum::<Duration>()
        });
    });
    let file = written(&format!("{file}-3"), &text(3));
    if let Some(last) = jolie(&file).and_then(|rounds| rounds.last().copied()) {
        println!("{name}: real Jolie takes {last:?}");
    }
}

fn interpreter(criterion: &mut Criterion) {
    for (name, setup, work) in WORKS {
        bench(criterion, name, |rounds| {
            program("", "", setup, work, rounds)
        });
    }
    let calls = "for( i = 0, i < 20000, i++ ) { next@Called( i )( n ) }";
    bench(criterion, "2*10^4 local calls", |rounds| {
        program(CALLED, "embed Called as Called", "", calls, rounds)
    });
    for open in [1_000, 100_000] {
        let setup = format!("for( i = 0, i < {open}, i++ ) {{ open@Held( {{ id = i }} ) }}");
        let calls = format!(
            "for( i = 0, i < 2000, i++ ) {{ next@Held( {{ id = ( i * 7919 ) % {open} }} )( n ) }}"
        );
        bench(
            criterion,
            &format!("2000 calls beside {open} sessions"),
            |rounds| program(SESSIONS, "embed Held as Held", &setup, &calls, rounds),
        );
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(3));
    targets = interpreter
}
criterion_main!(benches);
