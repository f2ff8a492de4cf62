//! Deciding whether one role can stand in for another, with reading both: the families that Rumpsteak measures.

use criterion::{Criterion, criterion_group, criterion_main};
use quadrille::automata::local::Local;
use quadrille::base::SourceId;
use quadrille::protocol::subtype::binary::automaton;
use quadrille::protocol::subtype::{Answer, Limits, Mode, subtype};
use quadrille::syntax::binary::parse;

fn local(text: &str) -> Option<Local> {
    let session = parse(SourceId::NOWHERE, text).ok()?;
    Some(automaton(&session))
}

fn holds(candidate: &str, original: &str) -> bool {
    let (Some(candidate), Some(original)) = (local(candidate), local(original)) else {
        return false;
    };
    let answer = subtype(&candidate, &original, Mode::Async, &Limits::default());
    matches!(answer, Ok(Answer::Yes(_)))
}

/// A choice of what is sent, then of what is received, so many times inside of one another; below it, the same.
fn nested(levels: usize) -> String {
    if levels == 0 {
        return "end".to_owned();
    }
    let next = nested(levels - 1);
    format!("[!m;[?r;{next}, ?s;{next}, ?u;{next}], !p;[?r;{next}, ?s;{next}]]")
}

/// What that stands in for: it receives before it sends, less and more.
fn nested_original(levels: usize) -> String {
    let next = nested(levels - 1);
    format!("[?r;[!m;{next}, !p;{next}, !q;{next}], ?s;[!m;{next}, !p;{next}]]")
}

/// A source that sends so many values before it is asked for the first.
fn stream(ahead: usize) -> (String, String) {
    let (sent, asked) = ("!value;".repeat(ahead), "?ready;".repeat(ahead));
    let each = "rec X. ?ready; [!value;X, !stop;end]";
    (format!("{sent}{asked}{each}"), each.to_owned())
}

fn families(criterion: &mut Criterion) {
    for levels in [3, 4, 5, 7] {
        let (candidate, original) = (nested(levels), nested_original(levels));
        assert!(holds(&candidate, &original));
        criterion.bench_function(&format!("nested choice, {levels} levels"), |bencher| {
            bencher.iter(|| holds(&candidate, &original));
        });
    }
    let (candidate, original) = stream(100);
    assert!(holds(&candidate, &original));
    criterion.bench_function("stream, 100 values ahead", |bencher| {
        bencher.iter(|| holds(&candidate, &original));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = families
}
criterion_main!(benches);
