//! Scribble's verdicts: every listed module is judged under Scribble's default rules, and the answer is Scribble's; what
//! the complete conditions accept beside is counted. Runs where `QUADRILLE_CORPORA` says where the corpora are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::base::Sources;
use quadrille::protocol::implementable::{Answer, Delivery, implementable};
use quadrille::protocol::scribble::{load, protocols, rules};
use std::path::{Path, PathBuf};

/// Modules that we judge otherwise; why, is in `papers/scribble.md`.
const DIFFERENT: &[&str] = &[];

/// Whether Scribble's rules accept a module, and whether the complete conditions do.
fn judged(path: &Path) -> (bool, bool) {
    let mut sources = Sources::default();
    let mut errors = Vec::new();
    let modules = load(path, &mut sources, &mut errors).unwrap();
    if !errors.is_empty() {
        return (false, false);
    }
    let found = protocols(&modules);
    if !found.diagnostics.is_empty() {
        return (false, false);
    }
    let complete =
        found
            .globals
            .iter()
            .all(|global| match implementable(global, Delivery::PeerToPeer) {
                Answer::Implementable(_) => true,
                Answer::Not(_) => false,
                Answer::Unknown(limit) => panic!("{}: {limit}", path.display()),
            });
    let scribble = complete
        && found.refused.is_empty()
        && found
            .globals
            .iter()
            .all(|global| rules::judge(global).is_empty());
    (scribble, complete)
}

#[test]
fn scribbles_verdicts_are_ours_under_its_rules() {
    let Some(corpora) = std::env::var_os("QUADRILLE_CORPORA") else {
        eprintln!("skipped: QUADRILLE_CORPORA does not say where the corpora are");
        return;
    };
    let folder = PathBuf::from(corpora).join("scribble");
    let table = std::fs::read_to_string(folder.join("verdicts.tsv")).unwrap();
    let (mut wrong, mut more, mut rows) = (Vec::new(), Vec::new(), 0);
    for line in table.lines().skip(1) {
        let (file, verdict) = line.split_once('\t').unwrap();
        rows += 1;
        let (scribble, complete) = judged(&folder.join(file));
        let agrees = scribble == (verdict == "accept");
        if agrees == DIFFERENT.contains(&file) {
            wrong.push(format!("{file}: Scribble says {verdict}, we do not"));
        }
        if complete && !scribble {
            more.push(file);
        }
    }
    assert_eq!(rows, 206);
    // They are listed in `papers/scribble.md`.
    assert_eq!(more.len(), 33, "accepted by the complete conditions beside");
    eprintln!(
        "accepted by the complete conditions beside: {}\n{}",
        more.len(),
        more.join("\n")
    );
    assert!(
        wrong.is_empty(),
        "{} of {rows}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
