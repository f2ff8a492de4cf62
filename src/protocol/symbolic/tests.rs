//! Small protocols whose answer is known.

use super::{Answer, Kind, implementable};
use crate::base::SourceId;
use crate::protocol::sprout::global;
use crate::syntax::sprout::parse;
use std::time::Duration;

fn answer(transitions: &str, finals: &str) -> Answer {
    let head = "Initial state: (0)\nInitial register assignments: ra=0, rb=0\n";
    let (file, errors) = parse(
        SourceId::NOWHERE,
        &format!("{head}{transitions}\nFinal states: {finals}"),
    );
    assert_eq!(errors, []);
    let (global, errors) = global(&file, "test".into());
    assert_eq!(errors, []);
    implementable(&global, Duration::from_secs(20))
}

fn kinds(transitions: &str, finals: &str) -> Vec<Kind> {
    match answer(transitions, finals) {
        Answer::Implementable => Vec::new(),
        Answer::Not(found) => found.iter().map(|one| one.kind).collect(),
        Answer::Unknown(reason) => panic!("{reason}"),
    }
}

#[test]
fn what_a_role_sends_it_must_know() {
    let known = "(0) p->q:x{ra'=x} (1)\n(1) q->r:y{y=ra} (2)";
    assert_eq!(kinds(known, "(2)"), []);
    // r does not know what p has sent to q.
    let unknown = "(0) p->q:x{ra'=x} (1)\n(1) q->r:y{True} (2)\n(2) r->p:z{z=ra} (3)";
    assert_eq!(kinds(unknown, "(3)"), [Kind::Send]);
}

#[test]
fn who_may_have_to_wait_may_not_send() {
    let mixed =
        "(0) p->q:x{x>0} (1)\n(1) q->r:y{True} (2)\n(0) p->q:x{x<=0} (3)\n(3) r->q:z{True} (2)";
    assert!(kinds(mixed, "(2)").contains(&Kind::Mixed));
}

#[test]
fn a_message_may_come_early() {
    let early = "(0) p->q:x{x=0} (1)\n(1) p->r:y{y=5} (2)\n(2) q->r:z{z=5} (3)\n\
                 (0) p->q:x{x=1} (4)\n(4) q->r:z{z=5} (5)\n(5) p->r:y{y=5} (3)";
    assert_eq!(kinds(early, "(3)"), [Kind::Receive]);
    // The numbers tell which of the two runs it is.
    let told = "(0) p->q:x{x=0} (1)\n(1) p->r:y{y=5} (2)\n(2) q->r:z{z=5} (3)\n\
                 (0) p->q:x{x=1} (4)\n(4) q->r:z{z=6} (5)\n(5) p->r:y{y=6} (3)";
    assert_eq!(kinds(told, "(3)"), []);
}
