//! Sprout's published verdicts: every protocol of the table is judged, and the answer is the published one, or one of those
//! that are argued in `papers/sessions.md`. Runs where `QUADRILLE_CORPORA` says where the corpora are.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::base::SourceId;
use quadrille::protocol::sprout::global;
use quadrille::protocol::symbolic::{Answer, implementable};
use quadrille::syntax::sprout::parse;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long the solver may take for one question, on a busy machine.
const TIME: Duration = Duration::from_secs(20);

/// What we say otherwise, or of those that are disputed or not published; why, is in `papers/sessions.md`.
const OURS: &[(&str, &str)] = &[
    ("fwd-auth-no", "yes"),
    ("higher-lower-ultimate", "yes"),
    ("symbolic-two-bidder-no", "no"),
    ("symbolic-two-bidder-no2", "no"),
];

#[test]
fn the_published_verdicts_are_ours() {
    let Some(corpora) = std::env::var_os("QUADRILLE_CORPORA") else {
        eprintln!("skipped: QUADRILLE_CORPORA does not say where the corpora are");
        return;
    };
    let folder = PathBuf::from(corpora).join("sprout");
    let table = std::fs::read_to_string(folder.join("verdicts.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut judged = 0;
    for line in table.lines().skip(1) {
        let (file, published) = line.split_once('\t').unwrap();
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let (tree, errors) = parse(SourceId::NOWHERE, &text);
        assert_eq!(errors, [], "{file}");
        let (protocol, errors) = global(&tree, file.into());
        assert_eq!(errors, [], "{file}");
        let started = Instant::now();
        let answer = match implementable(&protocol, TIME) {
            Answer::Implementable => "yes".to_owned(),
            Answer::Not(_) => "no".to_owned(),
            Answer::Unknown(reason) => reason,
        };
        judged += 1;
        let ours = OURS.iter().find(|(name, _)| *name == file);
        let expected = ours.map_or(published, |(_, answer)| *answer);
        eprintln!("{file}: {answer} in {:?}", started.elapsed());
        if answer != expected {
            wrong.push(format!("{file}: {answer}, and {expected} is expected"));
        }
    }
    assert_eq!(judged, 24);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
