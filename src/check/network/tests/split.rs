//! Programs whose runs hang on data: what is told once these are split.

use crate::base::Severity;
use crate::check::systems::{Scope, judge_systems};
use crate::program::{Settings, load};
use crate::system::{Choice, systems};
use crate::verdict::Outcome;
use std::sync::atomic::{AtomicUsize, Ordering};

static FILES: AtomicUsize = AtomicUsize::new(0);

/// The errors and warnings on a program whose `Main` is told a datum of a type, and says `a` and `b` to a peer; and how
/// many verdicts are not known.
fn told(of: &str, peer: &str, main: &str) -> (Vec<(Severity, Vec<String>)>, usize) {
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-split-{}-{number}.ol", std::process::id());
    let path = std::env::temp_dir().join(name);
    let text = format!(
        "type Datum: {of}
        interface Talk {{ OneWay: tell( Datum ), a( void ), b( void ) }}
        interface Front {{ OneWay: go( Datum ) }}
        service Peer {{ inputPort In {{ location: \"local://peer\" interfaces: Talk }}
            main {{ tell( y ); {peer} }} }}
        service Main {{ inputPort In {{ location: \"socket://localhost:9000\" protocol: sodep interfaces: Front }}
            outputPort Peer {{ location: \"local://peer\" interfaces: Talk }} embed Peer
            main {{ go( x ); tell@Peer( x ); {main} }} }}"
    );
    std::fs::write(&path, text).unwrap();
    let paths = [path];
    let loaded = load(&paths, &Settings::default());
    let systems = systems(&loaded.program, &Choice::of(&paths, None));
    std::fs::remove_file(&paths[0]).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let judged = judge_systems(&loaded.program, &systems, &Scope::default(), &mut |_, _| {});
    let unknown = |one: &&crate::verdict::Verdict| matches!(one.result, Outcome::Unknown(_));
    let open = judged.verdicts.iter().filter(unknown).count();
    let found = crate::check::network::diagnostics(&judged.verdicts);
    let found = found.into_iter().map(|one| (one.severity, one.notes));
    (found.collect(), open)
}

/// Nothing is told, and everything is known.
fn holds(of: &str, peer: &str, main: &str) {
    assert_eq!(
        told(of, peer, main),
        (Vec::new(), 0),
        "{of}: {peer}: {main}"
    );
}

/// An error is told that these values lead to.
fn fails(of: &str, peer: &str, main: &str, values: &str) {
    let (found, _) = told(of, peer, main);
    let note = format!("it happens when {values}");
    let right = |(severity, notes): &(Severity, Vec<String>)| {
        *severity == Severity::Error && notes.contains(&note)
    };
    assert!(found.iter().any(right), "{of}: {peer}: {main}: {found:?}");
}

#[test]
fn both_partners_ask_the_same() {
    for (of, question) in [
        ("int", "> 3"),
        ("string", "== \"yes\""),
        ("bool", "== true"),
        ("double", "< 0.5"),
        ("long", ">= 7L"),
    ] {
        let (peer, main) = (
            format!("if( y {question} ) {{ a() }}; b()"),
            format!("if( x {question} ) {{ a@Peer() }}; b@Peer()"),
        );
        holds(of, &peer, &main);
    }
}

#[test]
fn limits_that_differ_by_one_are_found_with_the_number() {
    let peer = "if( y > 3 ) { a() }; b()";
    fails(
        "int",
        peer,
        "if( x >= 3 ) { a@Peer() }; b@Peer()",
        "`x` is 3",
    );
    fails(
        "int",
        peer,
        "if( x > 4 ) { a@Peer() }; b@Peer()",
        "`x` is 4",
    );
    holds("int", peer, "if( x >= 4 ) { a@Peer() }; b@Peer()");
    // No whole number of the type lies between.
    holds(
        "int( ranges( [5, 9] ) )",
        peer,
        "if( x > 2 ) { a@Peer() }; b@Peer()",
    );
    fails(
        "double",
        peer,
        "if( x > 3.5 ) { a@Peer() }; b@Peer()",
        "`x` is 3.5",
    );
}

#[test]
fn what_a_branch_decides_is_kept() {
    let peer = "a(); b()";
    holds(
        "int",
        peer,
        "if( x > 3 ) { a@Peer() }; if( x <= 3 ) { a@Peer() }; b@Peer()",
    );
    holds(
        "int",
        peer,
        "low = x < 3; if( low ) { a@Peer() } else { a@Peer() }; b@Peer()",
    );
    holds(
        "int",
        peer,
        "if( x > 3 && x < 3 ) { b@Peer() }; a@Peer(); b@Peer()",
    );
    fails(
        "int",
        peer,
        "if( x != 3 ) { a@Peer() }; b@Peer()",
        "`x` is 3",
    );
    holds(
        "string( enum( [\"l\", \"r\"] ) )",
        peer,
        "if( x == \"l\" ) { a@Peer() }; if( x == \"r\" ) { a@Peer() }; b@Peer()",
    );
    fails(
        "string",
        peer,
        "if( x == \"l\" ) { a@Peer() }; if( x == \"r\" ) { a@Peer() }; b@Peer()",
        "`x` is \"other\"",
    );
}

#[test]
fn what_is_counted_is_followed_where_it_is_short() {
    let peer = "for( i = 0, i < y, i++ ) { a() }; b()";
    let main = |more: &str| format!("for( i = 0, i {more} x, i++ ) {{ a@Peer() }}; b@Peer()");
    holds("int( ranges( [0, 4] ) )", peer, &main("<"));
    fails("int( ranges( [0, 4] ) )", peer, &main("<="), "`x` is 0");
    fails("int", peer, &main("<="), "`x` is 0");
    // Large numbers are not followed.
    let (found, open) = told("int", peer, &main("<"));
    assert!(found.is_empty() && open > 0, "{found:?}");
}

#[cfg(feature = "z3")]
#[test]
fn the_solver_finds_what_is_computed() {
    let peer = "if( y * 7 - 5 > 100 ) { a() }; b()";
    fails(
        "int",
        peer,
        "if( x * 7 - 5 > 99 ) { a@Peer() }; b@Peer()",
        "`x` is 15",
    );
}
