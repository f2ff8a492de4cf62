//! Systems with many states that differ in how often loops have turned.

use crate::check::systems::{Scope, judge_systems};
use crate::program::{Settings, load};
use crate::system::{Choice, systems};
use crate::verdict::{Outcome, Verdict};
use std::sync::atomic::{AtomicUsize, Ordering};

static FILES: AtomicUsize = AtomicUsize::new(0);

/// The verdicts on a program whose `Main` runs loops as often as a client says, each beside the others, and then does
/// `more`; its peer takes `a` twice.
fn verdicts(loops: usize, more: &str) -> Vec<Verdict> {
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-counters-{}-{number}.ol", std::process::id());
    let path = std::env::temp_dir().join(name);
    let each = (0..loops).map(|n| format!("for( i{n} = 0, i{n} < x, i{n}++ ) {{ note@Out() }}"));
    let text = format!(
        "interface Talk {{ OneWay: a( void ) }}
        service Peer {{ inputPort In {{ location: \"local://peer\" interfaces: Talk }} main {{ a(); a() }} }}
        service Main {{
            inputPort In {{ location: \"socket://localhost:9000\" protocol: sodep oneWay: go( int ) }}
            outputPort Out {{ location: \"socket://localhost:9001\" protocol: sodep oneWay: note( void ) }}
            outputPort Peer {{ location: \"local://peer\" interfaces: Talk }}
            embed Peer
            main {{ go( x ); {{ {} }}; {more} }}
        }}",
        each.collect::<Vec<String>>().join(" | ")
    );
    std::fs::write(&path, text).unwrap();
    let paths = [path];
    let loaded = load(&paths, &Settings::default());
    let systems = systems(&loaded.program, &Choice::of(&paths, None));
    std::fs::remove_file(&paths[0]).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    judge_systems(&loaded.program, &systems, &Scope::default(), &mut |_, _| {}).verdicts
}

#[test]
fn counters_that_decide_nothing_are_given_up() {
    // A loop more multiplies the states by what its counter may be; given up it does not.
    let states = |loops| {
        let verdicts = verdicts(loops, "a@Peer(); a@Peer()");
        let holds = |one: &Verdict| matches!(one.result, Outcome::Holds(_));
        assert!(verdicts.iter().all(holds), "{verdicts:#?}");
        verdicts.iter().map(|one| one.states).max().unwrap()
    };
    assert!(states(4) < 20_000, "{}", states(4));
}

#[test]
fn what_a_counter_decides_is_found_among_others() {
    let counted = |times| format!("for( j = 0, j < {times}, j++ ) {{ a@Peer() }}");
    let left = verdicts(3, &counted(3));
    let fails = |one: &&Verdict| matches!(one.result, Outcome::Fails(_));
    assert!(left.iter().any(|one| fails(&one)), "{left:#?}");
    let fits = verdicts(3, &counted(2));
    assert!(!fits.iter().any(|one| fails(&one)), "{fits:#?}");
}
