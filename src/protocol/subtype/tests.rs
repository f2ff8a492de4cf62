use super::binary::{automaton, dual};
use super::{Answer, Limits, Mode, Proof, Wrong, subtype};
use crate::automata::local::Local;
use crate::base::SourceId;
use crate::syntax::binary::parse;
use proptest::prelude::*;

const MODES: [Mode; 3] = [Mode::Sync, Mode::Async, Mode::Fair];

fn local(text: &str) -> Local {
    automaton(&parse(SourceId::NOWHERE, text).unwrap())
}

fn asked(candidate: &str, original: &str, mode: Mode) -> Answer {
    subtype(
        &local(candidate),
        &local(original),
        mode,
        &Limits::default(),
    )
    .unwrap()
}

fn is(candidate: &str, original: &str, mode: Mode) -> Option<bool> {
    known(&asked(candidate, original, mode))
}

fn known(answer: &Answer) -> Option<bool> {
    match answer {
        Answer::Yes(_) => Some(true),
        Answer::No(_) => Some(false),
        Answer::Maybe => None,
    }
}

/// What is wrong at the end of the shortest run, which is written before it.
fn wrong(candidate: &str, original: &str, mode: Mode) -> (String, Wrong) {
    match asked(candidate, original, mode) {
        Answer::No(found) => {
            let steps: Vec<String> = found.steps.iter().map(ToString::to_string).collect();
            (steps.join("; "), found.wrong)
        }
        answer => panic!("{answer:?}"),
    }
}

#[test]
fn fewer_outputs_and_more_inputs_make_a_subtype() {
    for mode in [Mode::Sync, Mode::Async] {
        assert_eq!(is("!a;end", "[!a;end, !b;end]", mode), Some(true));
        assert_eq!(is("[!a;end, !b;end]", "!a;end", mode), Some(false));
        assert_eq!(is("[?a;end, ?b;end]", "?a;end", mode), Some(true));
        assert_eq!(is("?a;end", "[?a;end, ?b;end]", mode), Some(false));
    }
    assert_eq!(is("!a;end", "[!a;end, !b;end]", Mode::Fair), Some(false));
    assert_eq!(is("[?a;end, ?b;end]", "?a;end", Mode::Fair), Some(true));
}

#[test]
fn sends_come_before_receives_where_there_are_queues() {
    let (early, late) = ("!a;?b;end", "?b;!a;end");
    assert_eq!(is(early, late, Mode::Sync), Some(false));
    assert_eq!(is(early, late, Mode::Async), Some(true));
    assert_eq!(is(late, early, Mode::Async), Some(false));
    assert_eq!(is(early, late, Mode::Fair), Some(true));
}

#[test]
fn a_failure_has_the_shortest_run_to_it() {
    let extra = wrong("?x;[!a;end, !b;end]", "?x;!a;end", Mode::Async);
    let run = "the supertype receives x; the subtype receives x";
    assert_eq!(extra, (run.to_owned(), Wrong::Extra("b".to_owned())));
    let kinds = [
        ("!a;end", "?b;!a;end", Mode::Sync, Wrong::Early("a".into())),
        (
            "!a;end",
            "?b;!a;end",
            Mode::Async,
            Wrong::Unread("b".into()),
        ),
        ("!a;end", "end", Mode::Async, Wrong::AfterEnd("a".into())),
        ("end", "!a;end", Mode::Async, Wrong::Ends),
        ("?a;end", "!b;?a;end", Mode::Async, Wrong::Waits),
        ("?a;end", "?b;end", Mode::Async, Wrong::Refused("b".into())),
        ("rec X. !a;X", "rec X. ?b;!a;X", Mode::Async, Wrong::Starves),
        (
            "!a;?b;end",
            "rec X. [?b;X, ?c;!a;end]",
            Mode::Async,
            Wrong::Endless,
        ),
        (
            "!a;end",
            "[!a;end, !b;end]",
            Mode::Fair,
            Wrong::Missing("b".into()),
        ),
    ];
    for (candidate, original, mode, expected) in kinds {
        assert_eq!(
            wrong(candidate, original, mode).1,
            expected,
            "{candidate} {original}"
        );
    }
}

#[test]
fn delays_without_a_bound_are_decided_by_their_shape() {
    // One more message is left to be received on each round.
    let (candidate, original) = ("rec X. !a;!a;?b;X", "rec X. !a;?b;X");
    assert!(matches!(
        asked(candidate, original, Mode::Async),
        Answer::Yes(Proof::Invariant(_))
    ));
    // The same, but what comes is not always received in the end.
    assert_eq!(is("rec X. !a;!a;?c;X", original, Mode::Async), Some(false));
}

#[test]
fn long_delays_are_followed_to_their_end() {
    let ahead = format!("{}{}", "!v;".repeat(100), "?r;".repeat(100));
    let each = "rec X. ?r; [!v;X, !stop;end]";
    let answer = asked(&format!("{ahead}{each}"), each, Mode::Async);
    assert_eq!(known(&answer), Some(true), "{answer:?}");
    let less = format!("?r;{ahead}{each}");
    assert_eq!(
        is(&less.replacen("!v;", "!stop;", 1), each, Mode::Async),
        Some(false)
    );
}

#[test]
fn fairness_needs_a_way_to_the_end() {
    // Any number of receives may lie before what is sent first.
    let (candidate, original) = ("!a; rec X. [?b;X, ?c;end]", "rec X. [?b;X, ?c;!a;end]");
    assert_eq!(is(candidate, original, Mode::Async), Some(false));
    assert_eq!(is(candidate, original, Mode::Fair), Some(true));
    // Nobody brings this one to its end, so it may be stood in for by everything.
    let answer = asked("?x;end", "rec X. !a;X", Mode::Fair);
    assert_eq!(answer, Answer::Yes(Proof::Uncontrollable));
    // What would lead there is never sent, so it need not be received.
    assert_eq!(
        is("?a;end", "[?a;end, ?b;rec X. !c;X]", Mode::Fair),
        Some(true)
    );
}

/// A type of this depth below so many variables.
fn session(depth: u32, variables: usize) -> BoxedStrategy<String> {
    let names: Vec<String> = (0..variables).map(|number| format!("X{number}")).collect();
    let end = Just("end".to_owned()).boxed();
    let leaf = if names.is_empty() {
        end
    } else {
        prop_oneof![end, prop::sample::select(names)].boxed()
    };
    if depth == 0 {
        return leaf;
    }
    let below = move || session(depth - 1, variables);
    let recursion = session_choice(depth - 1, variables + 1)
        .prop_map(move |body| format!("rec X{variables}. {body}"));
    prop_oneof![1 => leaf, 2 => recursion, 4 => choice(below().boxed())].boxed()
}

fn session_choice(depth: u32, variables: usize) -> BoxedStrategy<String> {
    choice(session(depth, variables))
}

fn choice(next: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let labels = prop::sample::subsequence(vec!["a", "b", "c"], 1..3);
    (any::<bool>(), labels, prop::collection::vec(next, 3))
        .prop_map(|(sends, labels, nexts)| {
            let mark = if sends { '!' } else { '?' };
            let branches = labels.iter().zip(nexts);
            let branches: Vec<String> = branches
                .map(|(label, next)| format!("{mark}{label};{next}"))
                .collect();
            format!("[{}]", branches.join(", "))
        })
        .boxed()
}

/// A loop over few messages, which is often a subtype of another or nearly.
fn turning() -> impl Strategy<Value = String> {
    let actions = |most| {
        let action = prop_oneof![3 => Just("!a;"), 3 => Just("?b;"), 1 => Just("!c;")];
        prop::collection::vec(action, 0..most).prop_map(|actions| actions.concat())
    };
    let ends = prop::sample::select(vec![
        "!a;X",
        "?b;X",
        "[?b;X, ?d;end]",
        "[?b;X, ?d;!a;end]",
        "[!a;X, !c;end]",
        "[?b;!a;X, ?d;?b;X]",
    ]);
    (actions(3), actions(4), ends)
        .prop_map(|(before, each, last)| format!("{before}rec X. {each}{last}"))
}

fn small() -> Limits {
    Limits {
        bound: 6,
        configurations: 2_000,
        ..Limits::default()
    }
}

/// A type, and one that is often a subtype of it or nearly.
fn decided(candidate: &Local, original: &Local, mode: Mode) -> Option<bool> {
    known(&subtype(candidate, original, mode, &small()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_shapes_decide_no_search_contradicts(one in turning(), two in turning()) {
        let (one, two) = (local(&one), local(&two));
        // So few configurations that only shapes can decide, and so many that hardly any run is left out.
        let (shapes, runs) = (Limits { bound: 1, configurations: 4, ..small() }, Limits { bound: 200, configurations: 3_000, ..small() });
        for mode in MODES {
            let short = known(&subtype(&one, &two, mode, &shapes).unwrap());
            if let (Some(short), Some(long)) = (short, known(&subtype(&one, &two, mode, &runs).unwrap())) {
                prop_assert_eq!(short, long, "{:?}", mode);
            }
        }
    }

    #[test]
    fn loops_are_transitive_and_dual(one in turning(), two in turning(), three in turning()) {
        let [one, two, three] = [one, two, three].map(|text| local(&text));
        for mode in MODES {
            let below = |left: &Local, right: &Local| decided(left, right, mode);
            if below(&one, &two) == Some(true) && below(&two, &three) == Some(true) {
                prop_assert_ne!(below(&one, &three), Some(false), "{:?}", mode);
            }
        }
        let (there, back) = (decided(&one, &two, Mode::Async), decided(&dual(&two), &dual(&one), Mode::Async));
        prop_assert!(there.is_none() || back.is_none() || there == back, "{:?} {:?}", there, back);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn duality_is_an_involution(text in session(4, 0)) {
        let local = local(&text);
        prop_assert_eq!(dual(&dual(&local)), local);
    }

    #[test]
    fn each_type_is_a_subtype_of_itself(text in session(4, 0)) {
        let local = local(&text);
        for mode in MODES {
            prop_assert_eq!(decided(&local, &local, mode), Some(true), "{:?}", mode);
        }
    }

    #[test]
    fn subtyping_is_transitive_where_it_is_decided(
        one in session(3, 0), two in session(3, 0), three in session(3, 0),
    ) {
        let [one, two, three] = [one, two, three].map(|text| local(&text));
        for mode in MODES {
            let below = |left: &Local, right: &Local| decided(left, right, mode);
            if below(&one, &two) == Some(true) && below(&two, &three) == Some(true) {
                prop_assert_ne!(below(&one, &three), Some(false), "{:?}", mode);
            }
        }
    }

    #[test]
    fn what_fits_without_queues_fits_with_them(one in session(3, 0), two in session(3, 0)) {
        let (one, two) = (local(&one), local(&two));
        if decided(&one, &two, Mode::Sync) == Some(true) {
            prop_assert_eq!(decided(&one, &two, Mode::Async), Some(true));
        }
    }

    #[test]
    fn the_duals_are_subtypes_the_other_way_round(one in session(3, 0), two in session(3, 0)) {
        let (one, two) = (local(&one), local(&two));
        for mode in [Mode::Sync, Mode::Async] {
            let there = decided(&one, &two, mode);
            let back = decided(&dual(&two), &dual(&one), mode);
            prop_assert!(there.is_none() || back.is_none() || there == back, "{:?}: {:?} {:?}", mode, there, back);
        }
    }
}
