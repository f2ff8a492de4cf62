//! Binary session types with published verdicts: each is agreed with, or `papers/subtyping.md` says why not.
//!
//! The pairs are read from the folder that `QUADRILLE_CORPORA` names; without it nothing is compared, and that is said.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::automata::local::Local;
use quadrille::base::SourceId;
use quadrille::protocol::subtype::binary::automaton;
use quadrille::protocol::subtype::{Answer, Limits, Mode, subtype};
use quadrille::syntax::binary::parse;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Pairs that the published tool does not decide, and that are decided here by an invariant.
const DECIDED: [(&str, &str, &str); 5] = [
    ("ctxtb1.txt", "ctxtb2.txt", "True"),
    ("badseq1.txt", "badseq2.txt", "True"),
    ("march3testa1.txt", "march3testa2.txt", "True"),
    ("14may2.txt", "14may1.txt", "True"),
    ("ex1-ok-loop.txt", "ex2-ok-loop.txt", "True"),
];

fn folder(name: &str) -> Option<PathBuf> {
    let Some(corpora) = std::env::var_os("QUADRILLE_CORPORA") else {
        println!("skipped: QUADRILLE_CORPORA is not set");
        return None;
    };
    Some(Path::new(&corpora).join(name))
}

fn local(file: &Path) -> Local {
    let text = fs::read_to_string(file).unwrap();
    automaton(&parse(SourceId::NOWHERE, &text).unwrap())
}

/// What is found of each pair of a folder beside what is published.
fn compared(name: &str, mode: Mode, pairs: usize) {
    let Some(folder) = folder(name) else {
        return;
    };
    let table = fs::read_to_string(folder.join("verdicts.tsv")).unwrap();
    let (mut wrong, mut read, mut slowest) = (Vec::new(), 0, Duration::ZERO);
    for line in table.lines().skip(1) {
        let mut fields = line.split('\t');
        let [candidate, original, published] = [(); 3].map(|()| fields.next().unwrap());
        read += 1;
        let start = Instant::now();
        let (left, right) = (
            local(&folder.join(candidate)),
            local(&folder.join(original)),
        );
        let answer = subtype(&left, &right, mode, &Limits::default()).unwrap();
        let found = match &answer {
            Answer::Yes(_) => "True",
            Answer::No(_) => "False",
            Answer::Maybe => "Maybe",
        };
        slowest = slowest.max(start.elapsed());
        let known = DECIDED
            .iter()
            .find(|(one, other, _)| (*one, *other) == (candidate, original));
        let expected = known.map_or(published, |(_, _, found)| found);
        if found != expected {
            wrong.push(format!(
                "{candidate} {original}: {found}, {expected} is expected: {answer:?}"
            ));
        }
    }
    println!("{name}: {read} pairs, the slowest in {slowest:?}");
    assert_eq!(read, pairs);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn asynchronous_subtyping_is_as_published() {
    compared("async-subtyping", Mode::Async, 99);
}

#[test]
fn fair_subtyping_is_as_published() {
    compared("fair-subtyping", Mode::Fair, 9);
}
