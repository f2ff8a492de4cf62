//! Which automaton a session is, and what is refused of it.

use super::{Lowered, lower};
use crate::automata::global::Global;
use crate::base::{Code, Name, SourceId};
use crate::syntax::jolie::parse;
use crate::syntax::jolie::tree::Item;
use rustc_hash::FxHashMap;

fn lowered(body: &str) -> Lowered {
    let (file, errors) = parse(SourceId::NOWHERE, &format!("session S {{ {body} }}"));
    assert_eq!(errors, [], "{body}");
    let Some(Item::Session(session)) = file.items.first() else {
        panic!("no session in {body}");
    };
    let three = (Name::from("n"), 3);
    lower(session, &FxHashMap::from_iter([three]))
}

fn global(body: &str) -> Global {
    let Lowered {
        global,
        diagnostics,
    } = lowered(body);
    assert_eq!(diagnostics, []);
    global.unwrap()
}

fn codes(body: &str) -> Vec<Code> {
    let found = lowered(body).diagnostics;
    found.iter().map(|error| error.code).collect()
}

/// The runs that end within so many steps, each as `A>B:x`.
fn runs(global: &Global, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(global.start(), Vec::new())];
    while let Some((state, run)) = waiting.pop() {
        if global.is_accepting(state) {
            found.push(run.join(" "));
        }
        for edge in global.edges(state) {
            let step = edge.interaction;
            let [from, to] = [step.from, step.to].map(|role| global.role(role));
            let mut run: Vec<String> = run.clone();
            run.push(format!("{from}>{to}:{}", step.label));
            if run.len() <= most {
                waiting.push((edge.target, run));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn steps_follow_one_another() {
    assert_eq!(
        runs(&global("A -> B: x(); B -> C: y()"), 9),
        ["A>B:x B>C:y"]
    );
    assert_eq!(runs(&global(""), 9), [""]);
}

#[test]
fn a_request_is_answered_after_what_it_needs() {
    let session = global(
        "A -> B: q( T )( U ) { B -> C: r( T )( U ) } throws F { B -> C: no() } G; A -> C: x()",
    );
    assert_eq!(
        runs(&session, 9),
        [
            "A>B:q (request) B>C:r (request) C>B:r (reply) B>A:q (fault F) B>C:no",
            "A>B:q (request) B>C:r (request) C>B:r (reply) B>A:q (fault G)",
            "A>B:q (request) B>C:r (request) C>B:r (reply) B>A:q (reply) A>C:x",
        ]
    );
}

#[test]
fn loops_are_one_part_of_the_automaton() {
    let session =
        global("Again define Again { [ A -> B: more() ] { Again } [ A -> B: stop() ] { } }");
    assert_eq!(session.len(), 2);
    assert_eq!(runs(&session, 2), ["A>B:more A>B:stop", "A>B:stop"]);
    let twice = global("Step; Step define Step { A -> B: x() }");
    assert_eq!(runs(&twice, 9), ["A>B:x A>B:x"]);
}

#[test]
fn branches_happen_in_any_order() {
    let session = global("( A -> B: x() | A -> C: y() ); B -> C: z()");
    assert_eq!(
        runs(&session, 9),
        ["A>B:x A>C:y B>C:z", "A>C:y A>B:x B>C:z"]
    );
    let last = session
        .all_edges()
        .find(|(_, edge)| edge.interaction.label.operation == "z");
    assert_eq!(last.map(|(_, edge)| edge.joined.len()), Some(1));
}

#[test]
fn members_of_families_are_told_apart() {
    let session = global("roles: M, W[2] for( i in W ) { M -> W[i]: x() }; W[1] -> M: y()");
    assert_eq!(runs(&session, 9), ["M>W[0]:x M>W[1]:x W[1]>M:y"]);
    let session = global("roles: M, W[n] spawn( i over W ) { M -> W[i]: x() }");
    assert_eq!(runs(&session, 9).len(), 6);
}

#[test]
fn a_fault_in_a_call_is_one_of_the_call_around_it_or_leaves_its_caller_waiting() {
    let nested = |outer: &str, inner: &str| {
        format!("A -> B: outer()() {{ B -> C: inner()() throws F( int ) {inner} }} {outer}")
    };
    let refused = |outer: &str, inner: &str| codes(&nested(outer, inner));
    assert_eq!(refused("", ""), [Code::Q0512]);
    assert_eq!(
        refused("throws G( int )", "{ B -> D: sorry() }"),
        [Code::Q0512]
    );
    let told = nested("throws F( int ) { A -> D: over() }", "{ B -> D: sorry() }");
    assert_eq!(
        runs(&global(&told), 9),
        [
            "A>B:outer (request) B>C:inner (request) C>B:inner (fault F) B>D:sorry B>A:outer (fault F) A>D:over",
            "A>B:outer (request) B>C:inner (request) C>B:inner (reply) B>A:outer (fault F) A>D:over",
            "A>B:outer (request) B>C:inner (request) C>B:inner (reply) B>A:outer (reply)",
        ]
    );
    // It ends its branch alone, and what follows the branches answers the call.
    let beside = "A -> B: outer()() { B -> C: inner()() throws F( int ) | B -> D: news() }";
    assert!(
        runs(&global(beside), 9)
            .iter()
            .all(|run| run.ends_with("B>A:outer (reply)"))
    );
    // The branch is inside of the call that waits in it.
    let inside = "A -> B: outer()() { B -> C: inner()() throws F( int ) } | D -> E: news()";
    assert_eq!(codes(inside), [Code::Q0512]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    assert_eq!(codes("roles: A A -> B: x()"), [Code::Q0503]);
    assert_eq!(codes("roles: M, W[2] M -> W[2]: x()"), [Code::Q0503]);
    assert_eq!(
        codes("roles: M, W[k] M -> W[0]: x()"),
        [Code::Q0503, Code::Q0503]
    );
    assert_eq!(
        codes("D; A -> B: y() define D { A -> B: x(); D; B -> A: z() }"),
        [Code::Q0504]
    );
    assert_eq!(
        codes("[ A -> B: x() ] { } [ B -> A: y() ] { }"),
        [Code::Q0505]
    );
    assert_eq!(codes("A -> B: x() | A -> B: y()"), [Code::Q0506]);
    assert_eq!(codes("A -> B: x( a: T ) cset { k: x.b.c }"), [Code::Q0507]);
    assert_eq!(codes("A -> B: x( a: T ) cset { k: y.a.c }"), [Code::Q0507]);
    assert_eq!(codes("A -> B: x( a: T ) where c.d > 0"), [Code::Q0507]);
    assert_eq!(codes("A -> B: x( T )( T ) { C -> A: y() }"), [Code::Q0508]);
    assert_eq!(codes("A -> A: x()"), [Code::Q0509]);
    assert_eq!(codes("A -> B: x(); A -> B: x( T )"), [Code::Q0510]);
    assert_eq!(codes("D define D { D }"), [Code::Q0511]);
    assert_eq!(codes("D"), [Code::Q0113]);
    assert_eq!(
        codes("A -> B: x() define D { } define D { }"),
        [Code::Q0112]
    );
}

#[test]
fn what_grows_too_large_is_refused() {
    let mut text = String::from("roles: A, B[100] spawn( i over B ) { A -> B[i]: x() }");
    assert_eq!(codes(&text), [Code::Q0901]);
    text = "D0 ".to_owned();
    for index in 0..40 {
        let next = index + 1;
        text.push_str(&format!("define D{index} {{ D{next}; D{next} }} "));
    }
    text.push_str("define D40 { A -> B: x() }");
    assert_eq!(codes(&text), [Code::Q0901]);
}

#[test]
fn conditions_bind_what_messages_carry() {
    let session = global(
        "A -> B: bid( bid: Bid ) where bid.amount > 0; B -> A: ask( ask: Ask ) where ask.price > bid.amount",
    );
    assert!(session.is_symbolic());
    assert_eq!(session.registers.len(), 2);
}
