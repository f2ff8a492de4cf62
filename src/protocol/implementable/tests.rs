//! Protocols of the literature, and what each delivery makes of them.

use super::{Answer, Delivery, Kind, implementable};
use crate::automata::global::{Edge, Global};
use crate::base::SourceId;
use crate::protocol::session::lower;
use crate::syntax::jolie::parse;
use crate::syntax::jolie::tree::Item;
use rustc_hash::FxHashMap;

fn global(body: &str) -> Global {
    let (file, errors) = parse(SourceId::NOWHERE, &format!("session S {{ {body} }}"));
    assert_eq!(errors, [], "{body}");
    let Some(Item::Session(session)) = file.items.first() else {
        panic!("no session in {body}");
    };
    let lowered = lower(session, &FxHashMap::default());
    assert_eq!(lowered.diagnostics, [], "{body}");
    lowered.global.unwrap()
}

/// Kind, role and step of each obstacle.
fn obstacles(body: &str, delivery: Delivery) -> Vec<(Kind, String, String)> {
    let global = global(body);
    match implementable(&global, delivery) {
        Answer::Implementable(_) => Vec::new(),
        Answer::Not(found) => found
            .iter()
            .map(|one| {
                let role = global.role(one.role).to_string();
                (one.kind, role, one.step.label.to_string())
            })
            .collect(),
        Answer::Unknown(limit) => panic!("{limit}"),
    }
}

fn kinds(body: &str) -> [Vec<Kind>; 2] {
    [Delivery::PeerToPeer, Delivery::Mailbox]
        .map(|delivery| obstacles(body, delivery).iter().map(|one| one.0).collect())
}

fn run(global: &Global, run: &[Edge]) -> String {
    let steps: Vec<String> = run
        .iter()
        .map(|edge| {
            let step = edge.interaction;
            format!(
                "{}>{}:{}",
                global.role(step.from),
                global.role(step.to),
                step.label
            )
        })
        .collect();
    steps.join(" ")
}

/// The odd-even protocol: CAV 2023, figure 1. Implementable, though no merge of the usual projections is defined.
const ODD_EVEN: &str = "
    [ P -> Q: o() ] { Q -> R: o(); Odd }
    [ P -> Q: m() ] { Q -> R: m(); Even }
    define Odd { [ P -> Q: o() ] { Q -> R: o(); Odd } [ P -> Q: b() ] { Q -> R: b(); R -> P: o() } }
    define Even { [ P -> Q: o() ] { Q -> R: o(); Even } [ P -> Q: b() ] { Q -> R: b(); R -> P: m() } }";

#[test]
fn who_is_told_may_act() {
    for session in [
        "A -> B: x(); B -> A: y()",
        "[ A -> B: x() ] { B -> C: x() } [ A -> B: y() ] { B -> C: y() }",
        "[ A -> B: x() ] { A -> C: go() } [ A -> C: y() ] { A -> B: go() }",
        "[ A -> B: x() ] { B -> C: z() } [ A -> B: y() ] { }",
        "Again define Again { [ A -> B: more() ] { B -> A: ok(); Again } [ A -> B: stop() ] { } }",
        ODD_EVEN,
        "A -> B: x() | C -> D: y()",
        "( A -> B: x() | C -> B: y() ); B -> A: z()",
    ] {
        assert_eq!(kinds(session), [vec![], vec![]], "{session}");
    }
}

#[test]
fn who_is_not_told_may_not_send() {
    let session = "[ A -> B: x() ] { C -> A: one() } [ A -> B: y() ] { C -> A: two() }";
    assert_eq!(kinds(session), [vec![Kind::Send], vec![Kind::Send]]);
    let global = global(session);
    let Answer::Not(found) = implementable(&global, Delivery::PeerToPeer) else {
        panic!("it can be implemented");
    };
    assert_eq!(run(&global, &found[0].first), "A>B:x C>A:one");
    assert_eq!(run(&global, &found[0].second), "A>B:y");
    let repair = found[0].repair.as_ref().unwrap();
    assert_eq!(
        (
            global.role(repair.from).as_str(),
            global.role(repair.to).as_str()
        ),
        ("A", "C")
    );
    assert_eq!(repair.after.len(), 2);
}

#[test]
fn one_message_is_enough_where_silence_tells_nothing() {
    let session = "[ A -> B: x() ] { C -> B: one() } [ A -> B: y() ] { }";
    let global = global(session);
    let Answer::Not(found) = implementable(&global, Delivery::PeerToPeer) else {
        panic!("it can be implemented");
    };
    assert_eq!(found[0].kind, Kind::Send);
    assert_eq!(
        found[0].repair.as_ref().map(|repair| repair.after.len()),
        Some(1)
    );
}

#[test]
fn who_may_have_to_wait_may_not_send() {
    let session = "[ A -> B: x() ] { B -> A: z() } [ A -> C: y() ] { C -> A: w(); B -> A: z() }";
    assert_eq!(obstacles(session, Delivery::PeerToPeer)[0].0, Kind::Mixed);
}

#[test]
fn a_message_may_come_early() {
    // C hears of B first or of A first, and cannot tell which.
    let session =
        "[ A -> B: l() ] { A -> C: x(); B -> C: y() } [ A -> B: r() ] { B -> C: y(); A -> C: x() }";
    let found = obstacles(session, Delivery::PeerToPeer);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].1.as_str()), (Kind::Receive, "C"));
    // What only follows the other message is never early.
    let session = "[ A -> B: l() ] { A -> C: x(); C -> B: k(); B -> C: y() } [ A -> B: r() ] { B -> C: y(); C -> A: k(); A -> C: x() }";
    assert_eq!(kinds(session), [vec![], vec![]]);
}

#[test]
fn implementable_between_pairs_and_stuck_under_a_mailbox() {
    let session = "A -> B: x(); C -> B: y()";
    assert_eq!(kinds(session), [vec![], vec![Kind::Mailbox]]);
    let global = global(session);
    let Answer::Not(found) = implementable(&global, Delivery::Mailbox) else {
        panic!("it can be implemented");
    };
    assert_eq!(run(&global, &found[0].first), "A>B:x");
    assert_eq!(run(&global, &found[0].second), "C>B:y A>B:x");
    let repair = found[0].repair.as_ref().unwrap();
    assert_eq!(
        (
            global.role(repair.from).as_str(),
            global.role(repair.to).as_str()
        ),
        ("B", "C")
    );
}

#[test]
fn under_a_mailbox_order_may_be_knowledge() {
    // B hears of A and then of C, who acts only after A: between pairs C's message may be taken for the other branch's.
    let session = "
        [ A -> D: l() ] { A -> B: x(); A -> C: go(); C -> B: y() }
        [ A -> D: r() ] { A -> C: no(); C -> B: y(); B -> A: k(); A -> B: x() }";
    assert_eq!(kinds(session), [vec![Kind::Receive], vec![]]);
}

#[test]
fn who_waits_for_its_receiver_tells_nobody_else_before() {
    // Without queues A asks C only once B has its message: C's cannot come before it.
    let session = "
        [ A -> D: l() ] { A -> B: x(); A -> C: go(); C -> B: y() }
        [ A -> D: r() ] { A -> C: no(); C -> B: y(); B -> A: k(); A -> B: x() }";
    let found = |session: &str, delivery| {
        let found = obstacles(session, delivery);
        found.iter().map(|one| one.0).collect::<Vec<_>>()
    };
    assert_eq!(found(session, Delivery::PeerToPeer), [Kind::Receive]);
    assert_eq!(found(session, Delivery::Rendezvous), []);
    assert_eq!(found("A -> B: x(); C -> B: y()", Delivery::Rendezvous), []);
    // Both who send to C wait for it: it may take either.
    let session =
        "[ A -> B: l() ] { A -> C: x(); B -> C: y() } [ A -> B: r() ] { B -> C: y(); A -> C: x() }";
    assert_eq!(found(session, Delivery::Rendezvous), [Kind::Receive]);
}

#[test]
fn replies_wait_in_no_queue() {
    assert_eq!(
        kinds("A -> B: q( T )( U ) { C -> D: z() }; C -> A: y()"),
        [vec![], vec![]]
    );
    assert_eq!(
        kinds("A -> B: q( T )( U ); C -> B: y()"),
        [vec![], vec![Kind::Mailbox]]
    );
}

#[test]
fn branches_of_a_fork_hold_nothing_against_each_other_until_it_has_ended() {
    assert_eq!(kinds("A -> B: x() | C -> B: y()"), [vec![], vec![]]);
    assert_eq!(
        kinds("( A -> B: x() | C -> D: y() ); C -> B: z()"),
        [vec![], vec![Kind::Mailbox]]
    );
    let again = "Again define Again { ( A -> B: x() | C -> B: y() ); Again }";
    assert_eq!(kinds(again)[1], [Kind::Mailbox]);
}

#[test]
fn choices_that_nobody_sees_are_made_later() {
    let session = "[ A -> B: x() ] { B -> A: y() } [ A -> B: x() ] { B -> A: z() }";
    assert_eq!(kinds(session), [vec![], vec![]]);
    let session = "[ A -> B: x() ] { B -> A: y() } [ A -> B: x() ] { A -> B: z() }";
    assert_eq!(kinds(session)[0], [Kind::Choice]);
}
