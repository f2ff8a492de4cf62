//! The public files of Jolie, against the labels of Jolie's own parser.
//!
//! Where we differ is told, row by row, in `papers/jolie-parser-disagreements.md`; a row that is missing there fails,
//! and so does one too many.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/erase.rs"]
mod erase;
#[path = "support/public.rs"]
mod public;

use erase::without_places;
use public::{Label, in_parallel, labels, text};
use quadrille::base::{Code, Diagnostic, SourceId, Sources, Span};
use quadrille::program::{Settings, load};
use quadrille::syntax::jolie::tree::Item;
use quadrille::syntax::jolie::{parse, print};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// No text of a public file, whole or cut, takes longer than this, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Disagreement {
    repository: String,
    file: String,
    theirs: String,
    ours: String,
}

#[test]
fn the_labels_of_jolie_are_ours() {
    let Some(labels) = labels() else { return };
    let found = Mutex::new(BTreeSet::new());
    in_parallel(&labels, |label| {
        let (theirs, ours) = (theirs(label), ours(label));
        if theirs != ours {
            found.lock().unwrap().insert(Disagreement {
                repository: label.repository.clone(),
                file: label.file.clone(),
                theirs: theirs.to_owned(),
                ours: ours.to_owned(),
            });
        }
    });
    let (found, known) = (found.into_inner().unwrap(), table());
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not in the table: {new:#?}\nonly in the table: {gone:#?}"
    );
}

fn theirs(label: &Label) -> &'static str {
    match label.parse.as_str() {
        "OK" => "accepted",
        "PARSEERR" => "rejected",
        "INCMISS" => "file not found",
        "EXC" => "crashed",
        other => panic!("{}: what is {other}?", label.file),
    }
}

/// What Jolie's parser finds: errors of syntax in the file itself, extenders that are not declared, and files that are
/// included and not there. Modules that are imported and not there are found later, and not by the parser.
fn ours(label: &Label) -> &'static str {
    let loaded = load(std::slice::from_ref(&label.path), &Settings::default());
    let own = loaded.sources.iter().next().map(|(source, _)| source);
    let syntax = |finding: &&Diagnostic| {
        let code = finding.code;
        (code.id() < "Q0100" || code == Code::Q0107) && Some(finding.primary.span.source) == own
    };
    let missing = |finding: &&Diagnostic| {
        finding.code == Code::Q0101 && is_include(&loaded.sources, finding.primary.span)
    };
    if loaded.diagnostics.iter().any(|finding| syntax(&finding)) {
        "rejected"
    } else if loaded.diagnostics.iter().any(|finding| missing(&finding)) {
        "file not found"
    } else {
        "accepted"
    }
}

/// Whether a place is in an `include`.
fn is_include(sources: &Sources, place: Span) -> bool {
    let Some(source) = sources.get(place.source) else {
        return false;
    };
    let (tree, _) = parse(place.source, source.text());
    let inside = |item: &Item| match item {
        Item::Include(include) => {
            include.span.start <= place.start && place.end <= include.span.end
        }
        _ => false,
    };
    tree.items.iter().any(|item| match item {
        Item::Service(service) => service.items.iter().any(inside),
        other => inside(other),
    })
}

/// The rows of the table in `papers/`.
fn table() -> BTreeSet<Disagreement> {
    const PAGE: &str = include_str!("../papers/jolie-parser-disagreements.md");
    let rows = PAGE.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [repository, file, theirs, ours, reason] = cells.as_slice() else {
            panic!("five cells, in {row}");
        };
        assert!(reason.len() > 20, "a reason, in {row}");
        Disagreement {
            repository: (*repository).to_owned(),
            file: file.trim_matches('`').to_owned(),
            theirs: (*theirs).to_owned(),
            ours: (*ours).to_owned(),
        }
    })
    .collect()
}

#[test]
fn printing_public_files_is_undone_by_parsing() {
    let Some(labels) = labels() else { return };
    let read = Mutex::new(0_usize);
    in_parallel(&labels, |label| {
        let (tree, errors) = parse(SourceId::NOWHERE, &text(label));
        if !errors.is_empty() {
            return;
        }
        let printed = print::print(&tree);
        let (again, errors) = parse(SourceId::NOWHERE, &printed);
        assert!(errors.is_empty(), "{}: {errors:#?}\n{printed}", label.file);
        assert_eq!(
            without_places(&again),
            without_places(&tree),
            "{}",
            label.file
        );
        assert_eq!(print::print(&again), printed, "{}", label.file);
        *read.lock().unwrap() += 1;
    });
    assert!(read.into_inner().unwrap() > 900);
}

/// One prefix in 32 of small files, and 8 of each other file.
#[test]
fn some_prefixes_of_public_files_are_read() {
    read_prefixes(32, 8);
}

/// Every prefix of files under 4 kB, and 200 of each other file.
#[test]
#[ignore = "minutes of work: cargo test --release --test corpora_jolie -- --ignored"]
fn all_prefixes_of_public_files_are_read() {
    read_prefixes(1, 200);
}

fn read_prefixes(step: usize, of_large: usize) {
    let Some(labels) = labels() else { return };
    let read = Mutex::new(0_usize);
    in_parallel(&labels, |label| {
        let text = text(label);
        let ends = if text.len() < 4096 {
            (0..=text.len()).step_by(step).collect()
        } else {
            spread(text.len(), of_large)
        };
        for end in ends.iter().filter(|end| text.is_char_boundary(**end)) {
            let started = Instant::now();
            let (tree, errors) = parse(SourceId::NOWHERE, &text[..*end]);
            let time = started.elapsed();
            assert!(time < LIMIT, "{} up to {end}: {time:?}", label.file);
            for error in &errors {
                let at = error.primary.span;
                assert!(at.start <= at.end && at.end as usize <= *end, "{error:?}");
            }
            drop(tree);
        }
        *read.lock().unwrap() += ends.len();
    });
    eprintln!("{} prefixes", read.into_inner().unwrap());
}

/// So many places in a text, the same ones each time.
fn spread(length: usize, count: usize) -> Vec<usize> {
    let mut number = 0x9E37_79B9_7F4A_7C15_u64;
    (0..count)
        .map(|_| {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
            usize::try_from(number % (length as u64)).unwrap()
        })
        .collect()
}
