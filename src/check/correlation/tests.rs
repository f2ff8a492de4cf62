//! What is said of a service with one set, and what reads proofs again.

use super::*;
use crate::check::systems::{Scope, judge_systems};
use crate::program::{Settings, load};
use crate::system::{Choice, systems};
use std::sync::atomic::{AtomicUsize, Ordering};
use typing::Proof;

static FILES: AtomicUsize = AtomicUsize::new(0);

/// A service whose session begins with `open` and then does this, with a set of `id`.
fn program(body: &str) -> (Program, System) {
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("quadrille-correlation-{}-{number}.ol", std::process::id());
    let path = std::env::temp_dir().join(name);
    let text = format!(
        "type Line {{ id: string }} interface Other {{ requestResponse: make( string )( string ) }}
        service Main {{ execution: concurrent cset {{ id: Line.id }}
            outputPort Other {{ location: \"socket://localhost:8001\" protocol: sodep interfaces: Other }}
            inputPort In {{ location: \"socket://localhost:8000\" protocol: sodep
                requestResponse: open( string )( string ) oneWay: say( Line ) }}
            init {{ shared = new }}
            main {{ open( name )( id ) {{ id = name; {body} }}; say( line ) }} }}"
    );
    std::fs::write(&path, text).unwrap();
    let paths = [path];
    let loaded = load(&paths, &Settings::default());
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let mut systems = systems(&loaded.program, &Choice::of(&paths, None));
    std::fs::remove_file(&paths[0]).unwrap();
    (loaded.program, systems.remove(0))
}

fn outcome(body: &str) -> Outcome {
    let (program, system) = program(body);
    let said = crate::check::judge(&program);
    let mut verdicts = correlation(&program, &crate::check::subjects(&program), &system, &said);
    assert_eq!(verdicts.len(), 1, "{verdicts:#?}");
    verdicts.remove(0).result
}

fn code(outcome: &Outcome) -> Option<Code> {
    match outcome {
        Outcome::Unknown(reason) => Some(reason.candidate.as_ref()?.diagnostic.code),
        Outcome::Fails(failure) => Some(failure.diagnostic.code),
        Outcome::Holds(_) => None,
    }
}

#[test]
fn a_set_is_proved_refuted_or_not_known() {
    for proved in [
        "csets.id = new",
        "id = csets.id = new",
        "t = new; csets.id = t",
        "if( name == \"\" ) { csets.id = \"a\" + new } else { csets.id = name + new }",
    ] {
        let result = outcome(proved);
        assert_eq!(result, Outcome::Holds(Coverage::Proved), "{proved}");
    }
    for (told, expected) in [
        ("csets.id = name", Code::Q0416),
        ("csets.id = \"room \" + name", Code::Q0416),
        ("csets.id = string( global.n++ )", Code::Q0416),
        ("csets.id = shared", Code::Q0414),
        ("nothing = 1", Code::Q0411),
    ] {
        assert_eq!(code(&outcome(told)), Some(expected), "{told}");
    }
    for open in [
        "make@Other( name )( csets.id )",
        "synchronized( n ) { csets.id = string( global.n++ ) }",
        "csets.id = global.ids.( name )",
        "csets.id -> name",
    ] {
        let result = outcome(open);
        let silent = matches!(&result, Outcome::Unknown(reason) if reason.candidate.is_none());
        assert!(
            silent || code(&result) == Some(Code::Q0411),
            "{open}: {result:?}"
        );
    }
}

#[test]
fn a_proof_that_does_not_hold_is_refused() {
    let id = || vec![Name::from("id")];
    let judged = |body: &str, proof: &Proof, started: bool| {
        let (program, system) = program(body);
        let subject = Subject::new(&program, system.instances[0].service);
        let set = &subject.service.correlation_sets[0];
        certificate::holds(&subject, set, proof, started)
    };
    let holds = |body: &str, proof: &Proof| judged(body, proof, false);
    assert!(judged("csets.id = new", &Proof::Fresh(id()), true));
    assert!(!judged("t = new; csets.id = t", &Proof::Fresh(id()), true));
    assert!(holds("csets.id = new", &Proof::Fresh(id())));
    assert!(holds("nothing = 1", &Proof::Started));
    for wrong in [
        "csets.id = name",
        "csets.id = new; csets.id = name",
        "csets.id = shared",
        "t = new; t = name; csets.id = t",
        "t = new; make@Other( name )( t ); csets.id = t",
        "t = new; u -> t; u = name; csets.id = t",
        "csets.id = new; with( csets.id ) { nullProcess }",
        "csets.id = #t + new - 1",
        "nothing = 1",
    ] {
        assert!(!holds(wrong, &Proof::Fresh(id())), "{wrong}");
    }
    for written in ["csets.id = new", "make@Other( name )( csets.id )"] {
        assert!(!holds(written, &Proof::Started), "{written}");
    }
}

#[test]
fn what_a_system_is_told_holds_no_better_than_by_its_states() {
    let (program, system) = program("csets.id = id = new");
    let scope = Scope {
        properties: vec![Property::Correlation],
        ..Scope::default()
    };
    let found = judge_systems(&program, &[system], &scope, &mut |_, _| {});
    let [verdict] = &found.verdicts[..] else {
        panic!("{:#?}", found.verdicts);
    };
    assert_eq!(verdict.property, Property::Correlation);
    assert_eq!(verdict.result, Outcome::Holds(Coverage::Exhaustive));
}
