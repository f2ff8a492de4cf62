//! What a new version breaks, on the command line: types, ports and behaviour, each with how it ends.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn quadrille(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    command.current_dir(root).args(arguments).output().unwrap()
}

/// The status and the text of comparing two texts.
fn compared(name: &str, end: &str, old: &str, new: &str) -> (i32, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("diff")
        .join(name);
    let mut paths = Vec::new();
    for (version, text) in [("old", old), ("new", new)] {
        let folder = folder.join(version);
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("a.{end}"));
        fs::write(&path, text).unwrap();
        paths.push(path.to_str().unwrap().to_owned());
    }
    let output = quadrille(&["diff", &paths[0], &paths[1]]);
    let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), told)
}

fn service(types: &str, operations: &str) -> String {
    format!(
        "{types}\ninterface I {{ {operations} }}\nservice Shop {{\n    inputPort In {{ location: \"socket://localhost:8000\" \
         protocol: sodep interfaces: I }}\n    main {{ nullProcess }}\n}}\n"
    )
}

fn types(name: &str, old: &str, new: &str, operation: &str) -> (i32, String) {
    let (old, new) = (service(old, operation), service(new, operation));
    compared(name, "ol", &old, &new)
}

#[test]
fn requests_may_be_more_and_answers_less() {
    let one = "type T { n: int( ranges( [1,9] ) ) }";
    let more = "type T { n: int( ranges( [0,9] ) ) text?: string }";
    let taken = types("request-more", one, more, "oneWay: x( T )");
    assert_eq!(taken.0, 0, "{}", taken.1);
    assert!(taken.1.contains("fits: Shop.In.x"), "{}", taken.1);
    let (status, told) = types("request-less", more, one, "oneWay: x( T )");
    assert_eq!(status, 1, "{told}");
    assert!(
        told.contains("breaks: Shop.In.x: the request may not have"),
        "{told}"
    );
    let answer = "requestResponse: x( void )( T )";
    assert_eq!(types("answer-less", more, one, answer).0, 0);
    let (status, told) = types("answer-more", one, more, answer);
    assert_eq!(status, 1);
    assert!(
        told.contains("the answer may have 0 in `n`, which it had not"),
        "{told}"
    );
}

#[test]
fn operations_and_ports_that_go_break() {
    let old = service("", "oneWay: x( void ), y( void )");
    let new = service(
        "",
        "oneWay: x( void ), z( int ) requestResponse: w( int )( int )",
    );
    let (status, told) = compared("operations", "ol", &old, &new);
    assert_eq!(status, 1);
    assert!(
        told.contains("breaks: Shop.In.y: the operation is gone"),
        "{told}"
    );
    assert!(
        told.contains("fits: Shop.In.z: the operation is new"),
        "{told}"
    );
    assert!(
        told.ends_with("1 change breaks, 0 not known, 2 fit\n"),
        "{told}"
    );
    let kind = compared(
        "kind",
        "ol",
        &service("", "oneWay: x( int )"),
        &service("", "requestResponse: x( int )( int )"),
    );
    assert!(
        kind.1.contains("it was one-way, and is request-response"),
        "{}",
        kind.1
    );
    let fault = compared(
        "fault",
        "ol",
        &service("", "requestResponse: x( int )( int ) throws A"),
        &service("", "requestResponse: x( int )( int ) throws B"),
    );
    assert!(
        fault.1.contains("it may fail with `B`") && fault.1.contains("does not fail with `A`"),
        "{}",
        fault.1
    );
    let moved = compared("moved", "ol", &old, &old.replace("8000", "9000"));
    assert_eq!(moved.0, 1);
    // Where expressions differ, that is said and nothing claimed.
    let text = |expression: &str| format!("type T: string( regex( \"{expression}\" ) )");
    assert_eq!(
        types("regex", &text("a*"), &text("a+"), "oneWay: x( T )").0,
        3
    );
}

/// A service that calls a bank.
fn caller(types: &str, operations: &str, main: &str) -> String {
    format!(
        "{types}\nfrom console import Console\ninterface B {{ {operations} }}\nservice Shop {{\n    embed Console as Console\n    \
         outputPort Bank {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: B }}\n    main {{ {main} }}\n}}\n"
    )
}

#[test]
fn what_a_service_needs_of_others_may_be_less() {
    let one = "type T { n: int( ranges( [1,9] ) ) }";
    let more = "type T { n: int( ranges( [0,9] ) ) }";
    let pay = "requestResponse: pay( T )( int )";
    let called = |name: &str, old: (&str, &str), new: (&str, &str), main: &str| {
        let old = caller(old.0, old.1, "nullProcess");
        let new = caller(new.0, new.1, main);
        compared(name, "ol", &old, &new)
    };
    let (status, told) = called("sends-more", (one, pay), (more, pay), "nullProcess");
    assert_eq!(status, 1, "{told}");
    let wanted = "breaks: Shop.Bank.pay: the request may have 0 in `n`, which it had not";
    assert!(told.contains(wanted), "{told}");
    let (status, told) = called("sends-less", (more, pay), (one, pay), "nullProcess");
    assert!(
        status == 0 && told.contains("fits: Shop.Bank.pay"),
        "{told}"
    );
    let answer = "requestResponse: pay( int )( T )";
    assert_eq!(
        called("takes-more", (one, answer), (more, answer), "nullProcess").0,
        0
    );
    let (status, told) = called("takes-less", (more, answer), (one, answer), "nullProcess");
    assert!(
        status == 1 && told.contains("the answer may not have"),
        "{told}"
    );
    let two = format!("oneWay: log( int ) {pay}");
    let (status, told) = called("needs-more", (one, pay), (one, &two), "log@Bank( 1 )");
    assert!(
        status == 1 && told.contains("breaks: Shop.Bank.log: it is called"),
        "{told}"
    );
    let (status, told) = called("declares-more", (one, pay), (one, &two), "nullProcess");
    assert!(
        status == 0 && told.contains("fits: Shop.Bank.log"),
        "{told}"
    );
    let (status, told) = called("needs-less", (one, &two), (one, pay), "nullProcess");
    assert!(
        status == 0 && told.contains("is not needed any more"),
        "{told}"
    );
}

#[test]
fn behaviour_of_roles_is_compared_with_runs() {
    let old = "session S { A -> B: ask( int ); [ B -> A: yes() ] {} [ B -> A: no() ] {} }";
    let new = "session S { A -> B: ask( int ); [ B -> A: yes() ] {} [ B -> A: perhaps() ] { A -> B: again() } }";
    let (status, told) = compared("roles", "session", old, new);
    assert_eq!(status, 1);
    assert!(
        told.contains("breaks: S.A: `no` of `B` is not taken any more"),
        "{told}"
    );
    assert!(
        told.contains("breaks: S.B: `perhaps` to `A` is new: nobody expects it"),
        "{told}"
    );
    assert!(
        told.contains("fits: S.B: `no` to `A` does not come any more"),
        "{told}"
    );
    assert!(told.contains("    1. `ask` to `B`\n"), "{told}");
    // Fewer answers break only who has to hear them all: the one that asks may still be told of both.
    let fewer = "session S { A -> B: ask( int ); B -> A: yes() }";
    let (_, told) = compared("fewer", "session", old, fewer);
    assert!(!told.contains("breaks: S.B"), "{told}");
    let longer = "session S { A -> B: ask( int ); B -> A: yes(); A -> B: thanks() }";
    let (_, told) = compared("longer", "session", fewer, longer);
    assert!(
        told.contains("breaks: S.B: it waits, where it had ended"),
        "{told}"
    );
    let typed = "session S { A -> B: ask( string ); B -> A: yes() }";
    let (_, told) = compared("typed", "session", fewer, typed);
    assert!(told.contains("it was `int`, and is `string`"), "{told}");
}

#[test]
fn nothing_differs_from_itself_and_json_says_so() {
    for path in [
        "models/correct/shop",
        "models/sessions/correct/purchase.session",
        "models/sessions/correct/smtp.session",
    ] {
        let output = quadrille(&["diff", path, path, "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{path}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["schema"], "quadrille-diff/1");
        assert_eq!(report["changes"], Value::Array(Vec::new()), "{path}");
    }
    assert_eq!(
        quadrille(&["diff", "models/none.ol", "models/correct/shop"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn roles_of_sessions_are_subtypes_or_not() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("diff")
        .join("subtype");
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let old = file(
        "old.session",
        "session S { A -> B: ask(); [ B -> C: yes() ] { C -> A: done() } [ B -> C: no() ] { C -> A: done() } }",
    );
    let new = file(
        "new.session",
        "session S { A -> B: ask(); B -> C: yes(); C -> A: done() }",
    );
    let status = |one: &str, other: &str, role: &str, mode: &str| {
        quadrille(&["subtype", one, other, "--role", role, "--mode", mode])
            .status
            .code()
    };
    // B sends less now, and C takes less.
    assert_eq!(status(&new, &old, "B", "sync"), Some(0));
    assert_eq!(status(&old, &new, "B", "sync"), Some(1));
    assert_eq!(status(&new, &old, "C", "sync"), Some(1));
    // Several partners are compared without queues only, and roles are named.
    assert_eq!(status(&new, &old, "B", "async"), Some(2));
    assert_eq!(status(&new, &old, "D", "sync"), Some(2));
    let wrong = quadrille(&[
        "subtype", &new, &old, "--role", "C", "--mode", "sync", "--format", "json",
    ]);
    let report: Value = serde_json::from_slice(&wrong.stdout).unwrap();
    assert_eq!(
        (&report["result"], &report["status"]),
        (&Value::from("no"), &Value::from(1))
    );
    assert!(
        report["wrong"]
            .as_str()
            .unwrap()
            .contains("`no` of `B` is not taken any more")
    );
}
