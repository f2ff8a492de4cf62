//! Services that are generated: nothing is wrong with them, and what is put into them is found; answers that are kept are
//! those that are found anew.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

#[path = "../benches/service/mod.rs"]
mod service;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with one program.
fn program(name: &str, text: &str) -> PathBuf {
    let name = format!("quadrille-generated-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("desk.ol"), text).unwrap();
    folder
}

/// All that is judged unless something else is asked for, and the types of what is sent.
const ALL: [&str; 15] = [
    "--no-cache",
    "--property",
    "deadlock-freedom",
    "--property",
    "stuck-freedom",
    "--property",
    "orphan-freedom",
    "--property",
    "reception-safety",
    "--property",
    "faults",
    "--property",
    "correlation",
    "--property",
    "message-types",
];

/// The report on the program in a folder.
fn check(folder: &Path, options: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_quadrille"))
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("usual"))
        .args(["check", "desk.ol", "--format", "json"])
        .args(options)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    output.stdout
}

fn read(report: &[u8]) -> Value {
    serde_json::from_slice(report).unwrap()
}

#[test]
fn nothing_is_wrong_with_a_service_of_a_thousand_lines() {
    let text = service::service(5);
    let lines = text.lines().count();
    assert!((950..1050).contains(&lines), "{lines}");
    let folder = program("correct", &text);
    let report = read(&check(&folder, &ALL));
    assert_eq!(report["status"], 0);
    assert_eq!(report["diagnostics"], Value::Array(Vec::new()));
    let verdicts = report["verdicts"].as_array().unwrap();
    assert_eq!(verdicts.len(), 7);
    for verdict in verdicts {
        assert_eq!(verdict["result"], "holds", "{verdict}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_set_whose_values_clients_choose_is_found() {
    for seed in [1, 3] {
        let folder = program(&format!("ambiguous-{seed}"), &service::ambiguous(seed));
        let report = read(&check(&folder, &["--no-cache", "--sessions", "1"]));
        let found = report["diagnostics"].as_array().unwrap();
        let [only] = found.as_slice() else {
            panic!("seed {seed}: {found:?}");
        };
        assert_eq!(only["code"], "Q0416");
        let message = only["message"].as_str().unwrap();
        let set = format!("csets.{}", service::ambiguous_set(seed));
        assert!(message.contains(&set), "{message}");
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn answers_that_are_kept_are_those_that_are_found() {
    let folder = program("kept", &service::ambiguous(2));
    let one = ["--sessions", "1", "--cache", "mine"];
    let plain = check(&folder, &["--sessions", "1", "--no-cache"]);
    assert!(!folder.join("usual").exists());
    assert_eq!(check(&folder, &one), plain);
    let entries = || -> Vec<PathBuf> {
        let entries = fs::read_dir(folder.join("mine/answers")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let [entry] = &entries()[..] else {
        panic!("{:?}", entries());
    };
    let kept = fs::read(entry).unwrap();
    assert_eq!(check(&folder, &one), plain);
    assert_eq!(fs::read(entry).unwrap(), kept);
    // What is damaged is found anew, and kept again.
    fs::write(entry, &kept[..kept.len() / 2]).unwrap();
    assert_eq!(check(&folder, &one), plain);
    assert_eq!(fs::read(entry).unwrap(), kept);
    // Other options are other questions, and so are other texts.
    check(&folder, &[&one[..], &["--bound", "1"]].concat());
    assert_eq!(entries().len(), 2);
    let text = fs::read_to_string(folder.join("desk.ol")).unwrap();
    fs::write(folder.join("desk.ol"), format!("// A desk.\n{text}")).unwrap();
    check(&folder, &one);
    assert_eq!(entries().len(), 3);
    check(&folder, &["--sessions", "1"]);
    assert!(folder.join("usual/quadrille/answers").is_dir());
    fs::remove_dir_all(folder).unwrap();
}
