//! The findings on public programs, each looked at and argued: `findings.tsv` says what is reported, and why it is true.
//!
//! `QUADRILLE_PUBLIC` names a folder with clones, `<owner>/<name>`; without it, or without a clone, there is only a
//! notice. Each repository is loaded whole, from its own root. A finding that is new must be looked at before its row
//! is written; one that is gone takes its row away with it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

use quadrille::automata::network::{Act, Behaviour};
use quadrille::check::network::diagnostics;
use quadrille::check::systems::{Scope, judge_systems};
use quadrille::extract::extract;
use quadrille::program::{Settings, load};
use quadrille::system::{Choice, systems};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Repository, file, line, code.
type Key = (String, String, usize, String);

/// A row of the table.
struct Row {
    key: Key,
    holds: bool,
    why: String,
}

fn table() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("repository\tfile\tline\tcode\ttrue\twhy")
    );
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [repository, file, number, code, holds, why] = cells[..] else {
            panic!("six cells are wanted: {line}");
        };
        Row {
            key: (
                repository.to_owned(),
                file.to_owned(),
                number.parse().unwrap(),
                code.to_owned(),
            ),
            holds: holds == "true",
            why: why.to_owned(),
        }
    };
    lines.map(row).collect()
}

/// What is reported on a clone, with how often.
fn reported(repository: &str, root: &Path) -> BTreeMap<Key, usize> {
    std::env::set_current_dir(root).unwrap();
    let here = [PathBuf::from(".")];
    let mut loaded = load(&here, &Settings::default());
    let systems = systems(&loaded.program, &Choice::of(&here, None));
    let found = judge_systems(&loaded.program, &systems, &Scope::default(), &mut |_, _| {});
    loaded.diagnostics.extend(diagnostics(&found.verdicts));
    loaded.diagnostics.extend(found.diagnostics);
    let mut found = BTreeMap::new();
    for diagnostic in &loaded.diagnostics {
        let span = diagnostic.primary.span;
        let source = loaded.sources.get(span.source);
        let (file, line) = source.map_or((String::new(), 0), |source| {
            (source.name().to_owned(), source.position(span.start).line)
        });
        let key = (
            repository.to_owned(),
            file,
            line,
            diagnostic.code.id().to_owned(),
        );
        *found.entry(key).or_default() += 1;
    }
    found
}

#[test]
fn every_row_says_why_and_few_are_of_no_use() {
    let table = table();
    for row in &table {
        assert!(row.why.len() > 20, "{:?}", row.key);
    }
    // What is known to be a false alarm, and is still to be mended.
    let useless = table.iter().filter(|row| !row.holds).count();
    assert!(useless == 0, "{useless} false alarms");
    // What Jolie itself would not have said.
    let ours = |row: &&Row| row.key.3.as_str() >= "Q0300";
    assert!(table.iter().filter(ours).count() >= 5);
}

#[test]
fn what_is_reported_on_public_programs_is_in_the_table() {
    let Some(public) = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from) else {
        println!("skipped: QUADRILLE_PUBLIC names no folder of clones");
        return;
    };
    let mut expected: BTreeMap<String, BTreeMap<Key, usize>> = BTreeMap::new();
    for row in table() {
        let rows = expected.entry(row.key.0.clone()).or_default();
        *rows.entry(row.key).or_default() += 1;
    }
    let mut differences = String::new();
    for (repository, expected) in &expected {
        let root = public.join(repository);
        if !root.is_dir() {
            println!("skipped: no clone of {repository}");
            continue;
        }
        let found = reported(repository, &root);
        for key in expected
            .keys()
            .chain(found.keys().filter(|key| !expected.contains_key(*key)))
        {
            let count = |rows: &BTreeMap<Key, usize>| rows.get(key).copied().unwrap_or(0);
            if count(expected) != count(&found) {
                let (wanted, got) = (count(expected), count(&found));
                writeln!(
                    differences,
                    "{key:?}: {wanted} in the table, {got} reported"
                )
                .unwrap();
            }
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
}

/// The actions of a clone, each line once, and what had to be assumed about them: programs that are started while others
/// run, code that is not Jolie, locations that are computed.
#[test]
fn what_is_not_followed_is_at_most_one_action_in_a_hundred() {
    let public = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from);
    let Some(root) = public
        .map(|public| public.join("jolie/examples"))
        .filter(|root| root.is_dir())
    else {
        println!("skipped: QUADRILLE_PUBLIC has no clone of jolie/examples");
        return;
    };
    let program = load(std::slice::from_ref(&root), &Settings::default()).program;
    let choice = Choice::of(std::slice::from_ref(&root), None);
    let (mut actions, mut assumed) = (BTreeSet::new(), BTreeSet::new());
    for system in systems(&program, &choice) {
        let network = extract(&program, &system);
        for node in network
            .behaviours
            .iter()
            .flat_map(|behaviour| &behaviour.nodes)
        {
            match &node.act {
                Act::Send { .. } | Act::Call { .. } => {
                    actions.insert(node.origin);
                }
                Act::Receive { branches } => {
                    actions.extend(branches.iter().map(|branch| branch.origin));
                }
                _ => {}
            }
        }
        let starters = network.behaviours.iter().flat_map(Behaviour::starters);
        actions.extend(starters.map(|starter| starter.branch.origin));
        assumed.extend(network.assumptions.iter().map(|one| (one.span, one.code)));
    }
    println!("{} assumptions, {} actions", assumed.len(), actions.len());
    assert!(actions.len() > 1_000, "{}", actions.len());
    assert!(assumed.len() * 100 <= actions.len(), "{assumed:#?}");
}
