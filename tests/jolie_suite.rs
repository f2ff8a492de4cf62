//! Jolie's own tests, run by the interpreter: each comes to what `tests/suite/outcomes.tsv` says.
//!
//! The suite is read from a public copy, `jolie/jolie` in the folder that `QUADRILLE_PUBLIC` names; without it nothing is
//! run, and that is said. The table has a line for each test: its file, `pass`, or why it does not.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDERS: [&str; 5] = ["extensions", "library", "primitives", "services", "tools"];

/// What the driver printed of a test; a test that takes longer than this has failed.
const SECONDS: &str = "60";

fn suite() -> Option<PathBuf> {
    let public = std::env::var_os("QUADRILLE_PUBLIC")?;
    let suite = Path::new(&public).join("jolie/jolie/test");
    assert!(
        suite.is_dir(),
        "QUADRILLE_PUBLIC has no {}",
        suite.display()
    );
    Some(suite)
}

/// A folder with a program `jolie` that is `quadrille run`: some tests start one.
fn launcher() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jolie-suite");
    fs::create_dir_all(&folder).unwrap();
    let quadrille = env!("CARGO_BIN_EXE_quadrille");
    let script = format!("#!/bin/sh\nexec '{quadrille}' run --unchecked \"$@\"\n");
    let file = folder.join("jolie");
    fs::write(&file, script).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn run(suite: &Path, file: &str) -> String {
    let mut path = launcher().into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/driver.ol");
    let mut run = Command::new(env!("CARGO_BIN_EXE_quadrille"))
        .current_dir(suite)
        .env("PATH", path)
        .args(["run", "--unchecked", "--timeout", SECONDS])
        .arg(driver)
        .args(["--", file])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut left = 80 * 10;
    while run.try_wait().unwrap().is_none() {
        if left == 0 {
            run.kill().unwrap();
        }
        left -= 1;
        std::thread::sleep(Duration::from_millis(100));
    }
    let output = run.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_tests_of_jolie_come_to_what_the_table_says() {
    let Some(suite) = suite() else {
        println!("skipped: QUADRILLE_PUBLIC is not set");
        return;
    };
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/outcomes.tsv");
    let table = fs::read_to_string(table).unwrap();
    let expected: BTreeMap<&str, &str> = table
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let mut wrong = Vec::new();
    for folder in FOLDERS {
        let mut files: Vec<String> = fs::read_dir(suite.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| {
                Path::new(name)
                    .extension()
                    .is_some_and(|extension| extension == "ol")
            })
            .collect();
        files.sort();
        for name in files {
            let file = format!("{folder}/{name}");
            let outcome = run(&suite, &file);
            let passes = outcome == "passed";
            match expected.get(file.as_str()) {
                Some(wanted) if (*wanted == "pass") == passes => {}
                wanted => wrong.push(format!("{file}: {outcome}, and the table says {wanted:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
