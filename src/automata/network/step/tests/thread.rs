//! Threads that are made, killed and waited for.

use super::*;

#[test]
fn a_fault_kills_its_siblings_but_waits_for_their_calls() {
    let mut world = world(
        Mode::Single,
        vec![
            enter(0, 1, 6),
            install(fault("F"), 5, 2),
            fork(&[3, 4], 6),
            throw("F"),
            call(5),
            send(6),
            Act::End,
        ],
    );
    let session = world.launch();
    let calls = world.moves(&session);
    let calling = calls
        .iter()
        .find(|one| matches!(one.effect, Effect::Call { .. }))
        .unwrap();
    let (effect, killed) = world.only(&calling.session);
    assert_eq!(effect, raised("F"));
    assert!(
        world.moves(&killed).is_empty(),
        "the join waits for the answer"
    );
    assert_eq!(world.wants(&killed).len(), 2);
    let session = answered(world.context(), &killed, calling.thread, &[Value::int(3)]).session;
    let (effect, session) = world.only(&session);
    assert!(
        is_send(&effect),
        "one handler runs, and the killed thread sends nothing"
    );
    assert_eq!(world.only(&session).0, ENDED);

    let session = refused(world.context(), &killed, calling.thread, Name::from("G")).session;
    assert!(
        is_send(&world.only(&session).0),
        "the first fault is the one that goes on"
    );
}

#[test]
fn a_killed_input_gives_up_and_its_scope_terminates() {
    let acts = vec![
        enter(0, 1, 8),
        install(fault("F"), 8, 2),
        fork(&[3, 4], 8),
        throw("F"),
        enter(1, 5, 8),
        install(HandlerKey::This, 7, 6),
        receive(A, 8),
        send(8),
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = world.launch();
    let (effect, session) = world.only(&session);
    assert_eq!(effect, raised("F"));
    let (effect, session) = world.only(&session);
    assert!(is_send(&effect), "the termination handler runs");
    assert_eq!(world.only(&session).0, ENDED);
}

#[test]
fn a_request_killed_in_flight_answers_with_the_fault() {
    let acts = vec![
        fork(&[1, 3], 4),
        request(2, 4),
        receive(A, 4),
        throw("F"),
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = deliver(&world.launch(), 0, message(R, Value::FREE));
    let found = world.moves(&session);
    let taken = found
        .iter()
        .find(|one| matches!(one.effect, Effect::Take { .. }))
        .unwrap();
    let (_, session) = world.only(&taken.session);
    let (effect, session) = world.only(&session);
    assert!(matches!(effect, Effect::ReplyFault { fault, .. } if fault == Name::from("F")));
    assert_eq!(
        world.only(&session).0,
        Effect::End {
            fault: Some(Name::from("F"))
        }
    );
}

#[test]
fn a_spawned_body_has_what_its_maker_has_and_receives_nothing() {
    let acts = vec![
        Act::Set {
            values: vec![(X, Term::Value(Value::int(7)))],
            next: at(1),
        },
        Act::Spawn {
            body: at(2),
            copies: Term::Value(Value::int(2)),
            index: Some(Y),
            next: at(3),
        },
        receive(A, 3),
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = world.launch();
    let session = deliver(&session, 0, message(A, Value::FREE));
    let (effect, waits) = world.only(&session);
    assert_eq!(effect, Effect::Spawn { copies: 2 });
    assert_eq!(world.wants(&waits), [Want::Join]);
    let context = Context {
        slot: 1,
        ..world.context()
    };
    let body = spawned(context, &session, (0, 0), 1);
    assert_eq!(body.cells, [Value::int(7), Value::int(1)]);
    assert!(body.queues.iter().all(Vec::is_empty));
    let behaviour = &world.network.behaviours[0];
    let found = correlates(&world.network, behaviour, &body, A, &[Value::FREE]);
    assert_eq!(found, Match::No);
    // Who has made them goes on when both have ended.
    let one = rejoined(world.context(), &waits, 0, false).session;
    assert_eq!(world.wants(&one), [Want::Join]);
    let both = rejoined(world.context(), &one, 0, false).session;
    assert_eq!(world.only(&both).0, ENDED);
}
