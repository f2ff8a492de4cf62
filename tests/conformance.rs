//! Services in their roles, on the command line: what is said of sessions whose services conform, and that nothing is said
//! which their states do not bear out.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("conformance-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn judged(name: &str, files: &[(&str, &str)], options: &[&str]) -> Value {
    let folder = folder(name, files);
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    command.args(["check", "--format", "json"]).args(options);
    let output = command.arg(folder).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The verdicts on a property, each as `subject result`, in their order.
fn verdicts(report: &Value, property: &str) -> Vec<String> {
    let all = report["verdicts"].as_array().unwrap().iter();
    let own = all.filter(|verdict| verdict["property"] == property);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    own.map(|verdict| format!("{} {}", text(&verdict["subject"]), text(&verdict["result"])))
        .collect()
}

fn verdict<'r>(report: &'r Value, property: &str, semantics: &str) -> &'r Value {
    let mut all = report["verdicts"].as_array().unwrap().iter();
    all.find(|one| one["property"] == property && one["semantics"] == semantics)
        .unwrap()
}

fn codes(report: &Value) -> Vec<String> {
    let found = report["diagnostics"].as_array().unwrap().iter();
    found
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

const PORTS: &str = "
interface I { oneWay: a( int ), b( int ), c( int ), done( int ) requestResponse: ask( int )( int ) throws F( int ) }
";

fn service(name: &str, plays: &str, location: u16, outputs: &[(&str, u16)], main: &str) -> String {
    let outputs: String = outputs
        .iter()
        .map(|(port, location)| {
            format!(
                "outputPort {port} {{ location: \"socket://localhost:{location}\" protocol: sodep interfaces: I }}\n"
            )
        })
        .collect();
    let input = match location {
        0 => String::new(),
        _ => format!(
            "inputPort In {{ location: \"socket://localhost:{location}\" protocol: sodep interfaces: I }}\n"
        ),
    };
    format!("{PORTS}\nservice {name} {{\n{plays}\n{input}{outputs}main {{ {main} }}\n}}\n")
}

/// Implementable with a queue for each pair, and stuck with one for each receiver: both are said, with the run; each service
/// conforms, and that is not enough.
#[test]
fn a_mailbox_stops_services_that_conform() {
    let session = "session S { A -> C: a( x: int ); B -> C: b( x: int ) }";
    let a = service("A", "plays S.A", 0, &[("C", 8000)], "a@C( 1 )");
    let b = service("B", "plays S.B", 0, &[("C", 8000)], "b@C( 1 )");
    let c = service("C", "plays S.C", 8000, &[], "a( x ); b( y )");
    let files = [
        ("s.session", session),
        ("a.ol", &*a),
        ("b.ol", &*b),
        ("c.ol", &*c),
    ];
    let report = judged("mailbox", &files, &[]);
    let jolie = verdict(&report, "implementable", "jolie");
    assert_eq!(jolie["result"], "fails");
    assert!(!jolie["trace"]["steps"].as_array().unwrap().is_empty());
    assert_eq!(
        verdict(&report, "implementable", "async")["result"],
        "holds"
    );
    assert_eq!(
        verdicts(&report, "conformance"),
        ["A holds", "B holds", "C holds"]
    );
    let states = verdict(&report, "deadlock-freedom", "jolie");
    assert_eq!(states["result"], "fails");
    assert!(states["remark"].as_str().unwrap().contains("implementable"));
    assert!(codes(&report).contains(&"Q0304".to_owned()));
}

/// Two sessions, each kept to by both services, that wait for one another across them.
#[test]
fn sessions_awaited_crosswise_are_not_claimed_to_be_free_of_deadlocks() {
    let sessions = "session One { X -> Y: a( n: int ) }\nsession Two { Y -> X: b( n: int ) }";
    let plays = |role: &str| format!("plays One.{role}\nplays Two.{role}");
    let x = service("X", &plays("X"), 8000, &[("Y", 8001)], "b( n ); a@Y( 1 )");
    let y = service("Y", &plays("Y"), 8001, &[("X", 8000)], "a( n ); b@X( 1 )");
    let files = [("s.session", sessions), ("x.ol", &*x), ("y.ol", &*y)];
    let report = judged("crosswise", &files, &[]);
    assert_eq!(
        verdicts(&report, "conformance"),
        ["X holds", "X holds", "Y holds", "Y holds"]
    );
    let states = verdict(&report, "deadlock-freedom", "jolie");
    assert_eq!(states["result"], "fails");
    assert!(states["remark"].as_str().unwrap().contains("two sessions"));
}

/// A session in which a call is answered by another, whose fault the call around it may have as well.
fn nested(outer: &str) -> String {
    format!(
        "session S {{\n A -> D: a( x: int );\n A -> B: ask( x: int )( y: int ) {{\n\
         B -> C: ask( x: int )( y: int ) throws F( x: int ) }} {outer};\n A -> D: b( x: int ) }}"
    )
}

/// A fault in a nested call that a third role is told of, with the caller; and one that is not.
#[test]
fn a_nested_call_tells_of_its_fault() {
    let a = service(
        "A",
        "plays S.A",
        0,
        &[("B", 8001), ("D", 8003)],
        "install( F => c@D( 1 ) ); a@D( 1 ); ask@B( 1 )( y ); b@D( 1 )",
    );
    let b = service(
        "B",
        "plays S.B",
        8001,
        &[("C", 8002)],
        "ask( x )( y ) { ask@C( 1 )( y ) }",
    );
    let c = service(
        "C",
        "plays S.C",
        8002,
        &[],
        "ask( x )( y ) { if( x > 3 ) { throw( F, 1 ) }; y = 1 }",
    );
    let told = service("D", "plays S.D", 8003, &[], "a( x ); [ b( x ) ] [ c( x ) ]");
    let right = nested("throws F( x: int ) { A -> D: c( x: int ) }");
    let with = |session: &str, d: &str, name: &str| {
        let files = [
            ("s.session", session),
            ("a.ol", &*a),
            ("b.ol", &*b),
            ("c.ol", &*c),
            ("d.ol", d),
        ];
        judged(
            name,
            &files,
            &[
                "--property",
                "conformance",
                "--property",
                "deadlock-freedom",
            ],
        )
    };
    let report = with(&right, &told, "nested");
    assert_eq!(
        verdicts(&report, "conformance"),
        ["A holds", "B holds", "C holds", "D holds"]
    );
    assert_eq!(
        verdict(&report, "deadlock-freedom", "jolie")["coverage"],
        "proved"
    );
    let waiting = service("D", "plays S.D", 8003, &[], "a( x ); b( x )");
    let report = with(&right, &waiting, "nested-waiting");
    assert!(verdicts(&report, "conformance").contains(&"D fails".to_owned()));
    let report = with(&nested(""), &told, "nested-wrong");
    assert!(codes(&report).contains(&"Q0512".to_owned()));
}

/// Which condition fails is said.
#[test]
fn what_keeps_the_proof_away_is_named() {
    let session = "session S { A -> B: ask( x: int )( y: int ) }";
    let a = service("A", "plays S.A", 0, &[("B", 8000)], "ask@B( 1 )( y )");
    let b = |extra: &str| {
        service(
            "B",
            &format!("plays S.B\n{extra}"),
            8000,
            &[],
            "ask( x )( y ) { y = 1 }",
        )
    };
    let remark = |name: &str, b: &str, a: &str| {
        let files = [("s.session", session), ("a.ol", a), ("b.ol", b)];
        let report = judged(name, &files, &[]);
        let verdict = verdict(&report, "deadlock-freedom", "jolie");
        assert_eq!(verdict["result"], "holds", "{report:#}");
        verdict["remark"].as_str().map(str::to_owned)
    };
    assert_eq!(remark("proved", &b(""), &a), None);
    assert_eq!(remark("concurrent", &b("execution: concurrent"), &a), None);
    let sequential = remark("sequential", &b("execution: sequential"), &a);
    assert!(sequential.unwrap().contains("one after another"));
    let again = service(
        "A",
        "plays S.A",
        0,
        &[("B", 8000)],
        "ask@B( 1 )( y ); ask@B( 2 )( y )",
    );
    let again = remark("again", &b("execution: concurrent"), &again);
    assert!(again.unwrap().contains("begins the session again"));
    let nobody = service("A", "", 0, &[("B", 8000)], "ask@B( 1 )( y )");
    assert!(
        remark("nobody", &b(""), &nobody)
            .unwrap()
            .contains("nobody in the system plays `A`")
    );
}

/// An input that is no part of the session does no harm where nobody sends it, and is a warning where somebody may.
#[test]
fn what_others_may_send_is_no_deviation_of_a_session_without_it() {
    let session = "session S { A -> B: a( x: int ) }";
    let a = service("A", "plays S.A", 0, &[("B", 8000)], "a@B( 1 )");
    let b = service("B", "plays S.B", 8000, &[], "[ a( x ) ] [ c( x ) ]");
    let files = [("s.session", session), ("b.ol", &*b), ("a.ol", &*a)];
    let report = judged("closed", &files, &[]);
    assert_eq!(verdicts(&report, "conformance"), ["A holds", "B holds"]);
    let report = judged("open", &files[..2], &[]);
    assert_eq!(verdicts(&report, "conformance"), ["B unknown"]);
    let stranger = service("X", "", 0, &[("Out", 8000)], "c@Out( 1 )");
    let files = [&files[..], &[("x.ol", &*stranger)]].concat();
    let report = judged("stranger", &files, &[]);
    assert_eq!(verdicts(&report, "conformance"), ["A holds", "B unknown"]);
}

/// Services that stay plain Jolie get their roles in `quadrille.toml`.
#[test]
fn roles_are_written_beside_plain_services() {
    let session = "session S { Client -> Server: ask( x: int )( y: int ) }";
    let settings = "[system.pair]\nservices = [\"client.ol\", \"server.ol\"]\nsession = \"s.session\"\n\
                    roles = { Client = \"client.ol\", Server = \"server.ol\" }\n";
    let client = service("C", "", 0, &[("Out", 8000)], "ask@Out( 1 )( y )");
    let server = service("S", "", 8000, &[], "ask( x )( y ) { y = 1 }");
    let files = [
        ("s.session", session),
        ("quadrille.toml", settings),
        ("client.ol", &*client),
        ("server.ol", &*server),
    ];
    let report = judged("settings", &files, &[]);
    assert_eq!(verdicts(&report, "conformance"), ["C holds", "S holds"]);
    assert_eq!(
        verdict(&report, "deadlock-freedom", "jolie")["coverage"],
        "proved"
    );
}
