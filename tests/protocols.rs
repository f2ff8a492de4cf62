//! Protocols on the command line: what is printed of them, and how it ends.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn quadrille(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    command.current_dir(root).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&quadrille(arguments).stdout).unwrap()
}

/// A file of this text in a folder of its own.
fn file(name: &str, content: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("protocols");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

const COMMIT: &str = "models/sessions/correct/commit.session";

#[test]
fn roles_are_shown() {
    let types = quadrille(&["project", COMMIT, "--role", "First"]);
    assert_eq!(types.status.code(), Some(0));
    assert_eq!(
        text(&types),
        "Commit.First:\nCoordinator?prepare (request)( string ). Coordinator!prepare (reply)( bool ). {\n    \
         Coordinator?commit. end,\n    Coordinator?abort. end\n}\n"
    );
    let roles = json(&["project", COMMIT, "--to", "json"]);
    assert_eq!(roles["schema"], "quadrille-roles/1");
    assert_eq!(roles["sessions"][0]["roles"].as_array().unwrap().len(), 3);
    assert!(
        text(&quadrille(&["project", COMMIT, "--to", "dot"]))
            .starts_with("digraph \"Coordinator\" {")
    );
    assert!(
        text(&quadrille(&["project", COMMIT, "--to", "mermaid"])).starts_with("stateDiagram-v2")
    );
    assert_eq!(
        quadrille(&["project", COMMIT, "--role", "Third"])
            .status
            .code(),
        Some(2)
    );
    let wrong = quadrille(&["project", "models/sessions/faulty/farm.session"]);
    assert_eq!(wrong.status.code(), Some(1));
}

#[test]
fn both_deliveries_have_their_verdict() {
    let path = "models/sessions/faulty/twobuyers.session";
    assert_eq!(quadrille(&["check", path]).status.code(), Some(1));
    let report = json(&["check", path, "--format", "json"]);
    let verdicts = report["verdicts"].as_array().unwrap();
    let answers: Vec<(&str, &str)> = verdicts
        .iter()
        .map(|one| {
            (
                one["semantics"].as_str().unwrap(),
                one["result"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(answers, [("jolie", "fails"), ("async", "holds")]);
    assert!(!verdicts[0]["trace"]["steps"].as_array().unwrap().is_empty());
}

#[test]
fn families_have_the_size_that_is_given() {
    let path = file(
        "farm.session",
        "session Farm { roles: M, W[n] for( i in W ) { M -> W[i]: x() } }",
    );
    let path = path.to_str().unwrap();
    assert_eq!(quadrille(&["check", path]).status.code(), Some(1));
    assert_eq!(
        quadrille(&["check", path, "--constant", "n=4"])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn scribbles_rules_refuse_more() {
    let path = file(
        "Loop.scr",
        "module Loop; global protocol P(role A, role B, role C) { rec X { choice at A { 1() from A to B; continue X; } \
         or { 2() from A to B; 3() from B to C; } } }",
    );
    let path = path.to_str().unwrap();
    assert_eq!(quadrille(&["check", path]).status.code(), Some(0));
    assert_eq!(
        quadrille(&["check", path, "--rules", "scribble"])
            .status
            .code(),
        Some(1)
    );
    let path = file(
        "Broken.scr",
        "module Broken; global protocol P(role A) { 1() from A; }",
    );
    assert_eq!(
        quadrille(&["check", path.to_str().unwrap()]).status.code(),
        Some(2)
    );
}

#[test]
fn a_condition_may_tell_a_role_which_run_it_is() {
    let session = |condition: &str| {
        format!(
            "session Price {{ A -> B: bid( x: int ); A -> C: told( x: int );
                [ A -> B: yes( y: int ) {condition} ] {{ C -> B: high( z: int ) }}
                [ A -> B: no( y: int ) ] {{ C -> B: low( z: int ) }} }}"
        )
    };
    let told = |name: &str, condition: &str| {
        let path = file(name, &session(condition));
        let found = quadrille(&["check", path.to_str().unwrap()]);
        let asked = [
            "check",
            "--property",
            "implementable",
            path.to_str().unwrap(),
        ];
        let text = String::from_utf8_lossy(&found.stdout).into_owned();
        (
            text.split('[').next().unwrap().to_owned(),
            quadrille(&asked).status.code(),
        )
    };
    assert_eq!(told("Plain.session", ""), ("error".to_owned(), Some(1)));
    let warning = ("warning".to_owned(), Some(3));
    assert_eq!(told("Where.session", "where x > 5"), warning);
    // What nobody reads may be true or not.
    assert_eq!(told("Text.session", "where x < \"five\""), warning);
}

#[test]
fn conditions_are_judged() {
    let head = "Initial state: (0)\nInitial register assignments: r=0\n(0) p->q:x{r'=x} (1)\n";
    let known = file(
        "known",
        &format!("{head}(1) q->r:y{{y=r}} (2)\nFinal states: (2)"),
    );
    let unknown = file(
        "unknown",
        &format!("{head}(1) q->r:y{{True}} (2)\n(2) r->p:z{{z=r}} (3)\nFinal states: (3)"),
    );
    let status = |path: &Path| quadrille(&["check", path.to_str().unwrap()]).status.code();
    if cfg!(feature = "z3") {
        assert_eq!(status(&known), Some(0));
        assert_eq!(status(&unknown), Some(1));
    } else {
        assert_eq!(status(&known), Some(3));
    }
}

#[test]
fn protocols_are_printed_in_other_languages() {
    let smtp = "models/sessions/correct/smtp.session";
    let module = quadrille(&["convert", smtp, "--to", "scribble"]);
    assert_eq!(module.status.code(), Some(0));
    let path = file("Smtp.scr", &text(&module));
    let session = quadrille(&["convert", path.to_str().unwrap(), "--to", "session"]);
    assert_eq!(session.status.code(), Some(0));
    let path = file("smtp.session", &text(&session));
    assert_eq!(
        quadrille(&["check", path.to_str().unwrap()]).status.code(),
        Some(0)
    );
    // What cannot be said is told where it stands, and nothing is printed.
    let purchase = "models/sessions/correct/purchase.session";
    let refused = quadrille(&["convert", purchase, "--to", "scribble"]);
    assert_eq!(
        (refused.status.code(), text(&refused)),
        (Some(2), String::new())
    );
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(
        told.contains("purchase.session:11: error: Scribble has no conditions"),
        "{told}"
    );
    let none = quadrille(&["convert", smtp, "--to", "scribble", "--session", "Sale"]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn a_program_is_printed_without_what_is_not_jolies() {
    let plain = "// Says hello.\nservice Hello {\n    main { nullProcess }\n}\n";
    let ours = format!(
        "session Greeting {{ A -> B: hello() }}\n{}",
        plain.replace("    main", "    plays Greeting.A\n    main")
    );
    let path = file("hello.ol", &ours);
    let printed = quadrille(&["convert", path.to_str().unwrap(), "--to", "jolie"]);
    assert_eq!(
        (printed.status.code(), text(&printed)),
        (Some(0), plain.to_owned())
    );
    let path = file("broken.ol", "service {");
    let broken = quadrille(&["convert", path.to_str().unwrap(), "--to", "jolie"]);
    assert_eq!(broken.status.code(), Some(2));
}

/// A seller that takes the order and then the payment, which another partner sends.
const SELLER: &str = "
interface Orders { oneWay: order( void ) }
interface Payments { oneWay: pay( void ) }
service Seller {
    inputPort In { location: \"socket://localhost:8000\" protocol: sodep interfaces: Orders, Payments }
    main { order(); pay() }
}
";

/// A partner of the seller that sends one message.
fn partner(name: &str, operation: &str, interface: &str) -> String {
    format!(
        "interface {interface} {{ oneWay: {operation}( void ) }}
service {name} {{
    outputPort Seller {{ location: \"socket://localhost:8000\" protocol: sodep interfaces: {interface} }}
    main {{ {operation}@Seller() }}
}}"
    )
}

#[test]
fn services_hang_under_their_delivery_and_the_imported_protocol_does_not() {
    let paths = [
        file("seller.ol", SELLER),
        file("buyer.ol", &partner("Buyer", "order", "Orders")),
        file("bank.ol", &partner("Bank", "pay", "Payments")),
    ];
    let paths = paths.each_ref().map(|path| path.to_str().unwrap());
    let services = quadrille(&[&["check"], &paths[..]].concat());
    assert_eq!(services.status.code(), Some(1), "{}", text(&services));
    assert!(text(&services).contains("order"), "{}", text(&services));
    let protocol = file(
        "Sale.scr",
        "module Sale;
global protocol Sale( role Buyer, role Bank, role Seller ) {
    order() from Buyer to Seller;
    pay() from Bank to Seller;
}",
    );
    let protocol = protocol.to_str().unwrap();
    for (semantics, also) in [
        (None, "async"),
        (Some("async"), "async"),
        (Some("sync"), "sync"),
    ] {
        let option = semantics.map(|semantics| ["--semantics", semantics]);
        let option = option.as_ref().map_or(&[][..], |option| &option[..]);
        let arguments = [&["check", protocol, "--format", "json"], option].concat();
        assert_eq!(quadrille(&arguments).status.code(), Some(0));
        let report = json(&arguments);
        assert_eq!(report["verdicts"][0]["semantics"], also);
        assert_eq!(report["verdicts"][0]["result"], "holds");
    }
    let refused = quadrille(&["check", paths[0], "--semantics", "async"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn protocols_of_nuscr_are_judged() {
    let protocol = |name: &str, guess: &str| {
        let path = file(
            name,
            &format!(
                "(*# RefinementTypes #*)\nglobal protocol P(role A, role B, role C) {{\n    x(n: int{{n > 0}}) from A to B;\n    \
                 hint() from B to C;\n    y(m: int{{{guess}}}) from C to A;\n}}\n"
            ),
        );
        quadrille(&["check", path.to_str().unwrap()]).status.code()
    };
    assert_eq!(
        protocol("free.nuscr", "m > 0"),
        Some(if cfg!(feature = "z3") { 0 } else { 3 })
    );
    // C has not heard of n.
    assert_eq!(
        protocol("blind.nuscr", "m = n"),
        Some(if cfg!(feature = "z3") { 1 } else { 3 })
    );
    let broken = "global protocol P(role A) { x() from A to A; }\nglobal protocol Q(role A) { x( from A; }\n";
    let path = file("broken.nuscr", broken);
    assert_eq!(
        quadrille(&["check", path.to_str().unwrap()]).status.code(),
        Some(2)
    );
    let called = file(
        "called.nuscr",
        "(*# NestedProtocols #*)\nnested protocol N(role X; new role Y) { hi() from X to Y; }\n\
         global protocol P(role A, role B) { choice at A { A calls N(B); } or { no() from A to B; } }\n",
    );
    let session = quadrille(&["convert", called.to_str().unwrap(), "--to", "session"]);
    assert!(
        text(&session).contains("roles: A, B, Y"),
        "{}",
        text(&session)
    );
}

#[test]
fn merges_give_types_or_say_where_they_do_not() {
    let path = file(
        "merge.session",
        "session M {\n    [ A -> B: x() ] { B -> C: left() }\n    [ A -> B: y() ] { B -> C: right() }\n}\n",
    );
    let path = path.to_str().unwrap();
    let merge = |merge: &str| quadrille(&["project", path, "--role", "C", "--merge", merge]);
    let plain = merge("plain");
    assert_eq!(plain.status.code(), Some(1));
    let told = String::from_utf8(plain.stderr).unwrap();
    assert!(
        told.contains("merge.session:2: error: `C` has no type by this merge"),
        "{told}"
    );
    let full = merge("full");
    assert_eq!(full.status.code(), Some(0));
    assert_eq!(text(&full), text(&merge("coinductive")));
    let report = json(&[
        "check",
        path,
        "--property",
        "projectable",
        "--format",
        "json",
    ]);
    let merges: Vec<(&str, &str)> = report["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["subject"].as_str().unwrap(),
                one["theorem"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        merges,
        [
            ("A", "plain merge"),
            ("B", "plain merge"),
            ("C", "full merge")
        ]
    );
    // Who hears of one branch only has no type, though what it does can be implemented.
    let path = file(
        "silent.session",
        "session N { [ A -> B: x() ] { B -> C: told() } [ A -> B: y() ] {} }",
    );
    let silent = ["check", path.to_str().unwrap(), "--property", "projectable"];
    assert_eq!(quadrille(&silent).status.code(), Some(1));
}
