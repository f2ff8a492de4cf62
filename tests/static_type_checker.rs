//! The programs of hhssman/staticTypeChecker-jolie: what is said of each is what `papers/static-type-checker.md` argues.
//!
//! `QUADRILLE_PUBLIC` names a folder with the clone; without it there is only a notice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

use quadrille::check::network::{DEFAULT, diagnostics};
use quadrille::check::systems::{Scope, judge_systems};
use quadrille::program::{Settings, load};
use quadrille::system::{Choice, systems};
use quadrille::verdict::Property;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A row: what its test expects, what is said, and which notes argue why they differ.
struct Row {
    expected: String,
    said: Vec<String>,
    notes: String,
}

/// The rows of the note by file.
fn rows() -> BTreeMap<String, Row> {
    let note = Path::new(env!("CARGO_MANIFEST_DIR")).join("papers/static-type-checker.md");
    let text = std::fs::read_to_string(note).unwrap();
    let mut found = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [file, expected, said, notes] = cells[..] else {
            panic!("four cells are wanted: {line}");
        };
        let said = said.split(", ").filter(|one| !one.is_empty());
        let row = Row {
            expected: expected.to_owned(),
            said: said.map(str::to_owned).collect(),
            notes: notes.to_owned(),
        };
        found.insert(file.trim_matches('`').to_owned(), row);
    }
    found
}

/// What is said of a file alone, each code with its line.
fn said(file: &Path) -> Vec<String> {
    let asked = [file.to_owned()];
    let mut loaded = load(&asked, &Settings::default());
    let systems = systems(&loaded.program, &Choice::of(&asked, None));
    let scope = Scope {
        properties: [DEFAULT, &[Property::MessageTypes]].concat(),
        ..Scope::default()
    };
    let judged = judge_systems(&loaded.program, &systems, &scope, &mut |_, _| {});
    loaded.diagnostics.extend(diagnostics(&judged.verdicts));
    loaded.diagnostics.extend(judged.diagnostics);
    let line = |span: quadrille::base::Span| {
        let source = loaded.sources.get(span.source);
        source.map_or(0, |source| source.position(span.start).line)
    };
    let all = loaded.diagnostics.iter();
    let mut found: Vec<String> = all
        .map(|one| format!("{} {}", one.code.id(), line(one.primary.span)))
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn what_differs_is_argued() {
    let rows = rows();
    assert!(rows.len() >= 30, "{}", rows.len());
    for (file, row) in &rows {
        let named = row.expected.starts_with("error") || row.expected.starts_with("warning");
        let line = row.expected.split([' ', ':']).nth(1).unwrap_or_default();
        let same = row
            .said
            .iter()
            .any(|one| one.ends_with(&format!(" {line}")));
        let agrees = if named {
            row.said.len() == 1 && same
        } else {
            row.said.is_empty()
        };
        assert_eq!(agrees, row.notes.is_empty(), "{file}");
    }
}

#[test]
fn what_is_said_is_in_the_note() {
    let Some(public) = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from) else {
        println!("skipped: QUADRILLE_PUBLIC names no folder of clones");
        return;
    };
    let folder = public.join("hhssman/staticTypeChecker-jolie/src/test/files");
    if !folder.is_dir() {
        println!("skipped: there is no clone of hhssman/staticTypeChecker-jolie");
        return;
    }
    let mut files = Vec::new();
    for kind in [
        "testFilesForErrors",
        "testFilesForBehaviours",
        "testFilesForTypeHints",
    ] {
        for entry in std::fs::read_dir(folder.join(kind)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name != "assertions.ol" {
                files.push(format!("{kind}/{name}"));
            }
        }
    }
    files.sort();
    let rows = rows();
    assert!(files.iter().eq(rows.keys()), "{files:#?}");
    for (file, row) in rows {
        assert_eq!(said(&folder.join(&file)), row.said, "{file}");
    }
}
