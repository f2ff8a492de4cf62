//! Each cause with its repair, each run made again.

mod build;
mod counters;
mod split;

use super::finding::Finding;
use super::subject::Subject;
use super::{DEFAULT, diagnostics, findings, judge, replays};
use crate::automata::network::{Delivery, Mode, Network};
use crate::base::{Code, Diagnostic, Severity};
use crate::explore::network::{NetworkSystem, Settings};
use crate::explore::{Limits, explore};
use crate::verdict::{Coverage, Outcome, Property, Verdict};
use Mode::{Concurrent, Sequential, Single};
use build::{P, Service, input, lock, network, seq, service};
use std::collections::BTreeSet;

fn told(services: &[Service]) -> Vec<Diagnostic> {
    let network = network(services);
    runs_replay(&network);
    let verdicts = judge(
        &network,
        "test",
        &[(Settings::default(), None)],
        &Limits::default(),
        DEFAULT,
        &[],
        &mut |_| {},
    );
    diagnostics(&verdicts)
}

/// Every run that is shown happens when it is made again from the first state.
fn runs_replay(network: &Network) {
    let mut system = NetworkSystem::new(network, Settings::default());
    let explored = explore(&mut system, &Limits::default(), &mut |_| {});
    let subject = Subject::new(&system, &explored, &[]);
    for Finding { path, .. } in findings(&subject, DEFAULT, &mut BTreeSet::new()) {
        let steps: Vec<_> = path
            .iter()
            .map(|(label, _)| system.step(*label).clone())
            .collect();
        assert!(replays(network, Settings::default(), &steps));
    }
}

#[track_caller]
fn finds(services: &[Service], expected: &[(Code, Severity, u32)]) -> Vec<Diagnostic> {
    let told = told(services);
    let found: Vec<_> = told
        .iter()
        .map(|one| (one.code, one.severity, one.primary.span.start))
        .collect();
    assert_eq!(found, expected, "{told:#?}");
    told
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

#[test]
fn requests_in_a_circle() {
    let buyer = |body| service("Buyer", Single, body);
    let shop = |body| service("Shop", Concurrent, body);
    let faulty = [
        buyer(seq([
            P::Call(1, "pay", "Shop"),
            P::Answer(2, "confirm", Box::new(seq([]))),
        ])),
        shop(P::Answer(
            11,
            "pay",
            Box::new(P::Call(12, "confirm", "Buyer")),
        )),
    ];
    let told = finds(&faulty, &[(Code::Q0301, ERROR, 1)]);
    assert_eq!(
        told[0].message,
        "`Buyer` waits for the answer of `pay` from `Shop`, while `Shop` waits for the answer of `confirm` from `Buyer`"
    );
    let repaired = [
        buyer(P::Par(vec![
            P::Call(1, "pay", "Shop"),
            P::Answer(2, "confirm", Box::new(seq([]))),
        ])),
        shop(P::Answer(
            11,
            "pay",
            Box::new(P::Call(12, "confirm", "Buyer")),
        )),
    ];
    finds(&repaired, &[]);
}

#[test]
fn a_sequential_service_that_calls_itself() {
    let system = |mode| {
        [
            service("Main", Single, P::Call(1, "go", "Shop")),
            service(
                "Shop",
                mode,
                P::Answer(
                    11,
                    "go",
                    Box::new(P::Either(
                        Box::new(P::Call(12, "go", "Shop")),
                        Box::new(seq([])),
                    )),
                ),
            ),
        ]
    };
    let told = told(&system(Sequential));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(
        (told[0].code, told[0].primary.span.start),
        (Code::Q0301, 12)
    );
}

#[test]
fn locks_in_opposite_orders() {
    let system = |first: &'static str, second: &'static str| {
        [service(
            "Bank",
            Single,
            P::Par(vec![
                lock(1, "a", lock(2, "b", seq([]))),
                lock(3, first, lock(4, second, seq([]))),
            ]),
        )]
    };
    let told = told(&system("b", "a"));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].code, Code::Q0301);
    finds(&system("a", "b"), &[]);
}

#[test]
fn a_lock_held_across_a_call() {
    let system = |held: bool| {
        let call = P::Call(2, "work", "Worker");
        let bank = if held {
            lock(1, "l", call)
        } else {
            seq([lock(1, "l", seq([])), call])
        };
        [
            service(
                "Bank",
                Single,
                P::Par(vec![
                    bank,
                    P::Answer(5, "back", Box::new(lock(6, "l", seq([])))),
                ]),
            ),
            service(
                "Worker",
                Concurrent,
                P::Answer(11, "work", Box::new(P::Call(12, "back", "Bank"))),
            ),
        ]
    };
    let told = told(&system(true));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0].code, Code::Q0301);
    assert!(told[0].help.as_deref().unwrap().contains("synchronized"));
    finds(&system(false), &[]);
}

#[test]
fn crosswise_receives() {
    let a = |body| service("A", Single, body);
    let b = |body| service("B", Single, body);
    finds(
        &[
            a(seq([input(1, "x"), P::Send(2, "y", "B")])),
            b(seq([input(11, "y"), P::Send(12, "x", "A")])),
        ],
        &[(Code::Q0301, ERROR, 1)],
    );
    finds(
        &[
            a(seq([P::Send(2, "y", "B"), input(1, "x")])),
            b(seq([input(11, "y"), P::Send(12, "x", "A")])),
        ],
        &[],
    );
}

#[test]
fn the_head_of_a_queue() {
    let seller = |body| service("Seller", Single, body);
    let senders = [service(
        "Main",
        Single,
        P::Par(vec![P::Send(1, "a", "Seller"), P::Send(2, "b", "Seller")]),
    )];
    let told = finds(
        &[
            senders[0].clone(),
            seller(seq([input(11, "a"), input(12, "b")])),
        ],
        &[(Code::Q0304, ERROR, 11)],
    );
    assert!(
        told[0].message.contains("`b` has come first"),
        "{}",
        told[0].message
    );
    finds(
        &[
            senders[0].clone(),
            seller(P::In(
                11,
                vec![("a", input(12, "b")), ("b", input(13, "a"))],
            )),
        ],
        &[],
    );
}

#[test]
fn a_partner_that_dies() {
    let main = |body| service("Main", Single, body);
    let bank = |body| service("Bank", Single, body);
    let waits = seq([P::Send(1, "order", "Bank"), input(2, "receipt")]);
    let told = finds(
        &[
            main(waits.clone()),
            bank(seq([
                input(11, "order"),
                P::Either(Box::new(P::Throw(12, "Refused")), Box::new(seq([]))),
                P::Send(13, "receipt", "Main"),
            ])),
        ],
        &[(Code::Q0305, ERROR, 12)],
    );
    assert!(told[0].message.contains("`Refused`"));
    finds(
        &[
            main(waits),
            bank(seq([
                input(11, "order"),
                P::Catch(
                    "Refused",
                    Box::new(seq([])),
                    Box::new(P::Throw(12, "Refused")),
                ),
                P::Send(13, "receipt", "Main"),
            ])),
        ],
        &[],
    );
}

#[test]
fn a_partner_that_ends_or_chooses_not_to_send() {
    let bank = |other: P| {
        service(
            "Bank",
            Single,
            seq([
                input(11, "order"),
                P::Either(Box::new(P::Send(12, "receipt", "Main")), Box::new(other)),
            ]),
        )
    };
    let main = service(
        "Main",
        Single,
        seq([P::Send(1, "order", "Bank"), input(2, "receipt")]),
    );
    finds(&[main.clone(), bank(seq([]))], &[(Code::Q0302, ERROR, 2)]);
    finds(&[main, bank(P::Send(13, "receipt", "Main"))], &[]);
}

#[test]
fn a_choice_by_data_that_are_not_known_is_a_warning() {
    let bank = service(
        "Bank",
        Single,
        seq([
            input(11, "order"),
            P::Unknown(Box::new(P::Send(12, "receipt", "Main")), Box::new(seq([]))),
        ]),
    );
    let main = service(
        "Main",
        Single,
        seq([P::Send(1, "order", "Bank"), input(2, "receipt")]),
    );
    let network = network(&[main, bank]);
    let verdicts = judge(
        &network,
        "test",
        &[(Settings::default(), None)],
        &Limits::default(),
        DEFAULT,
        &[],
        &mut |_| {},
    );
    let stuck = verdicts
        .iter()
        .find(|verdict| verdict.property == Property::StuckFreedom)
        .unwrap();
    assert!(matches!(&stuck.result, Outcome::Unknown(reason) if reason.code == "values"));
    assert_eq!(stuck.failure().unwrap().diagnostic.severity, WARNING);
    assert!(!stuck.failure().unwrap().trace.steps.is_empty());
}

#[test]
fn signals() {
    let with = |other: P| {
        [service(
            "S",
            Single,
            P::Par(vec![
                P::LinkIn(1, "l"),
                P::Either(Box::new(P::LinkOut(2, "l")), Box::new(other)),
            ]),
        )]
    };
    finds(&with(seq([])), &[(Code::Q0302, ERROR, 1)]);
    finds(&with(P::LinkOut(3, "l")), &[]);
    // The usual way to keep a service alive.
    finds(&[service("S", Single, P::LinkIn(1, "alive"))], &[]);
    let circle = [service(
        "S",
        Single,
        P::Par(vec![
            seq([P::LinkIn(1, "a"), P::LinkOut(2, "b")]),
            seq([P::LinkIn(3, "b"), P::LinkOut(4, "a")]),
        ]),
    )];
    finds(&circle, &[(Code::Q0301, ERROR, 1)]);
}

#[test]
fn messages_that_are_left() {
    let main = service(
        "Main",
        Single,
        seq([P::Send(1, "a", "S"), P::Send(2, "b", "S")]),
    );
    let s = |body| service("S", Single, body);
    let told = told(&[
        main.clone(),
        s(P::In(11, vec![("a", seq([])), ("b", seq([]))])),
    ]);
    assert!(told.iter().any(|one| one.code == Code::Q0303), "{told:#?}");
    finds(&[main, s(seq([input(11, "a"), input(12, "b")]))], &[]);
}

#[test]
fn messages_that_lie_for_ever() {
    let boss = |body| service("Boss", Concurrent, P::Answer(21, "next", Box::new(body)));
    let main = service("Main", Single, P::Send(1, "stop", "S"));
    let next = || P::Call(12, "next", "Boss");
    let s = |body| service("S", Single, body);
    let told = told(&[
        main.clone(),
        boss(seq([])),
        s(seq([P::Forever(Box::new(next())), input(13, "stop")])),
    ]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!((told[0].code, told[0].primary.span.start), (Code::Q0303, 1));
    let listens = P::Par(vec![P::Forever(Box::new(next())), input(13, "stop")]);
    finds(&[main, boss(seq([])), s(listens)], &[]);
}

#[test]
fn who_is_to_begin_forgets() {
    let s = service("S", Single, seq([input(11, "a"), P::Send(12, "b", "Main")]));
    let main = |body| service("Main", Single, body);
    finds(
        &[main(seq([P::Send(1, "a", "S"), input(2, "b")])), s.clone()],
        &[],
    );
    finds(&[main(input(2, "b")), s], &[(Code::Q0302, WARNING, 11)]);
}

#[test]
fn data_may_keep_a_session_from_going_on() {
    let waits = || {
        service(
            "S",
            Single,
            seq([P::Send(11, "go", "Main"), input(12, "a")]),
        )
    };
    let main = |body| {
        service(
            "Main",
            Single,
            seq([input(1, "go"), body, P::Send(3, "a", "S")]),
        )
    };
    let progress = |body| {
        let network = network(&[main(body), waits()]);
        let rounds = [(Settings::default(), None)];
        let limits = Limits::default();
        let asked = [Property::StuckFreedom, Property::Progress];
        let verdicts = judge(&network, "test", &rounds, &limits, &asked, &[], &mut |_| {});
        let holds = |verdict: &Verdict| matches!(verdict.result, Outcome::Holds(_));
        verdicts.iter().map(holds).collect::<Vec<_>>()
    };
    let nothing = || Box::new(seq([]));
    assert_eq!(progress(P::Unknown(nothing(), nothing())), [true, true]);
    assert_eq!(
        progress(P::While(Box::new(P::Call(2, "x", "World")))),
        [true, false]
    );
}

#[test]
fn messages_that_nobody_takes() {
    let main = |body| service("Main", Single, body);
    let s = service("S", Concurrent, seq([input(11, "a"), input(12, "b")])).set(&["a", "b"]);
    let told = told(&[main(P::Send(1, "b", "S")), s]);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!((told[0].code, told[0].primary.span.start), (Code::Q0304, 1));
}

#[test]
fn an_idle_server_is_fine() {
    let server = service(
        "S",
        Single,
        P::Forever(Box::new(P::Answer(11, "ping", Box::new(seq([]))))),
    );
    finds(
        &[service("Main", Single, P::Call(1, "ping", "S")), server],
        &[],
    );
    finds(
        &[
            service("Main", Single, seq([])),
            service("S", Single, input(1, "never")),
        ],
        &[],
    );
}

#[test]
fn open_services() {
    // A session that waits for its client is not stuck.
    finds(&[service("S", Single, input(1, "a")).open(&["a"])], &[]);
    // Another client may send `b` first, and then `a` is never received.
    finds(
        &[service("S", Single, seq([input(1, "a"), input(2, "b")])).open(&["a", "b"])],
        &[(Code::Q0306, WARNING, 1)],
    );
    finds(
        &[service("S", Single, P::Par(vec![input(1, "a"), input(2, "b")])).open(&["a", "b"])],
        &[],
    );
    // Every client gets it stuck: an error. Only some: a warning.
    let starts = |other: P| {
        [
            service(
                "S",
                Concurrent,
                P::In(1, vec![("a", P::Call(2, "x", "T")), ("b", other)]),
            )
            .open(&["a", "b"]),
            service(
                "T",
                Concurrent,
                P::Answer(11, "x", Box::new(P::In(12, vec![("never", seq([]))]))),
            ),
        ]
    };
    let told = told(&starts(seq([])));
    assert!(told.iter().all(|one| one.severity == ERROR), "{told:#?}");
    assert_eq!(told.len(), 1, "{told:#?}");
}

#[test]
fn a_client_that_chooses_is_a_warning() {
    let s = service(
        "S",
        Concurrent,
        seq([
            input(1, "start"),
            P::In(
                2,
                vec![
                    ("good", seq([])),
                    (
                        "bad",
                        P::Par(vec![
                            P::LinkIn(3, "l"),
                            P::Either(Box::new(P::LinkOut(4, "l")), Box::new(seq([]))),
                        ]),
                    ),
                ],
            ),
        ]),
    )
    .set(&["start", "good", "bad"])
    .open(&["start", "good", "bad"]);
    let told = told(&[s]);
    let stuck: Vec<_> = told.iter().filter(|one| one.code == Code::Q0302).collect();
    assert_eq!(stuck.len(), 1, "{told:#?}");
    assert_eq!(stuck[0].severity, WARNING);
    // The same identifier twice: the live session takes the second start.
    assert!(told.iter().any(|one| one.code == Code::Q0307), "{told:#?}");
}

#[test]
fn what_was_seen() {
    let verdicts = |services: &[Service], limits: &Limits<'_>| {
        judge(
            &network(services),
            "test",
            &[(Settings::default(), None)],
            limits,
            DEFAULT,
            &[],
            &mut |_| {},
        )
    };
    let fine = [service("Main", Single, seq([]))];
    for verdict in verdicts(&fine, &Limits::default()) {
        assert_eq!(verdict.result, Outcome::Holds(Coverage::Exhaustive));
        assert_eq!(verdict.semantics, "jolie");
    }
    let loops = [
        service(
            "Main",
            Single,
            P::Forever(Box::new(P::Call(1, "ping", "S"))),
        ),
        service("S", Concurrent, P::Answer(11, "ping", Box::new(seq([])))),
    ];
    let limits = Limits {
        states: Some(1),
        ..Limits::default()
    };
    for verdict in verdicts(&loops, &limits) {
        assert!(matches!(&verdict.result, Outcome::Unknown(reason) if reason.code == "limit"));
    }
}

#[test]
fn a_refusal_is_as_sure_as_the_runs_that_make_it() {
    // The state after the refusal is met for certain as well, by the other thread's fault.
    let sender = service(
        "Sender",
        Single,
        P::Par(vec![
            P::Unknown(Box::new(P::Send(1, "x", "Receiver")), Box::new(seq([]))),
            P::Throw(2, "CorrelationError"),
        ]),
    );
    let receiver = service(
        "Receiver",
        Concurrent,
        seq([input(11, "start"), input(12, "x")]),
    )
    .set(&["x"]);
    let network = network(&[sender, receiver]);
    runs_replay(&network);
    for eager in [false, true] {
        let verdicts = judged(&network, eager);
        let mut reception = verdicts
            .iter()
            .filter(|verdict| verdict.property == Property::ReceptionSafety);
        assert!(
            reception.all(|verdict| matches!(verdict.result, Outcome::Unknown(_))),
            "eager: {eager}"
        );
    }
}

#[test]
fn a_session_may_die_of_a_fault_before_somebody_waits_for_ever_or_just_end() {
    let asks = service(
        "Asks",
        Single,
        seq([P::Send(1, "ask", "Tells"), input(2, "news")]),
    );
    let ways = P::Either(
        Box::new(P::Throw(4, "Broken")),
        Box::new(P::Send(5, "news", "Asks")),
    );
    let tells = service(
        "Tells",
        Single,
        seq([
            input(3, "ask"),
            P::Either(Box::new(seq([])), Box::new(ways)),
        ]),
    );
    finds(
        &[asks, tells],
        &[(Code::Q0302, ERROR, 2), (Code::Q0305, ERROR, 4)],
    );
}

fn judged(network: &Network, eager: bool) -> Vec<Verdict> {
    let mut settings = Settings::default();
    settings.step.eager = eager;
    judge(
        network,
        "test",
        &[(settings, None)],
        &Limits::default(),
        DEFAULT,
        &[],
        &mut |_| {},
    )
}

#[test]
fn what_blocks_hangs_on_how_messages_travel() {
    const DELIVERIES: [Delivery; 4] = [
        Delivery::Rendezvous,
        Delivery::PeerToPeer,
        Delivery::Mailbox,
        Delivery::Bag,
    ];
    let seller = service("Seller", Single, seq([input(1, "order"), input(2, "paid")]));
    let sends = |name, line, operations: &[&'static str]| {
        let sends = operations.iter().map(|sent| P::Send(line, sent, "Seller"));
        service(name, Single, seq(sends.collect::<Vec<_>>()))
    };
    let crossing = |name, sent, other, received| {
        let body = seq([P::Send(1, sent, other), input(2, received)]);
        service(name, Single, body)
    };
    let systems = [
        // Two senders: who is first does not matter where each has a queue of its own, or both wait.
        (
            vec![
                seller.clone(),
                sends("Buyer", 3, &["order"]),
                sends("Bank", 4, &["paid"]),
            ],
            [true, true, false, true],
        ),
        // One sender in the other order: only where there is no order.
        (
            vec![seller, sends("Buyer", 3, &["paid", "order"])],
            [false, false, false, true],
        ),
        // Both send before they receive: only where sending does not wait.
        (
            vec![
                crossing("One", "x", "Other", "y"),
                crossing("Other", "y", "One", "x"),
            ],
            [false, true, true, true],
        ),
    ];
    for (number, (services, expected)) in systems.iter().enumerate() {
        for (delivery, expected) in DELIVERIES.into_iter().zip(expected) {
            let mut network = network(services);
            network.delivery = delivery;
            for eager in [false, true] {
                let verdicts = judged(&network, eager);
                let fails = verdicts.iter().any(|verdict| {
                    verdict.property == Property::DeadlockFreedom
                        && matches!(verdict.result, Outcome::Fails(_))
                });
                assert_eq!(
                    !fails, *expected,
                    "{number} by {delivery:?}, eager: {eager}"
                );
            }
        }
    }
}
