//! Acts of one thread.

use super::*;

#[test]
fn a_sequence_sends_then_ends() {
    let mut world = world(
        Mode::Single,
        vec![send(1), Act::Skip { next: at(2) }, Act::End],
    );
    let session = world.launch();
    let (sent, session) = world.only(&session);
    assert!(is_send(&sent));
    let (ended, session) = world.only(&session);
    assert_eq!(ended, ENDED);
    assert_eq!(session.threads, [None]);
}

#[test]
fn a_lock_is_re_entrant_and_keeps_others_out() {
    let lock = |body, next| Act::Synchronized {
        lock: LockId(0),
        body: at(body),
        next: at(next),
    };
    let mut world = world(
        Mode::Single,
        vec![lock(1, 3), lock(2, 3), receive(A, 3), Act::End],
    );
    let session = world.launch();
    let (_, session) = world.only(&session);
    let (effect, session) = world.only(&session);
    assert_eq!(effect, Effect::Acquire { lock: LockId(0) });
    assert_eq!(world.shared.locks[0], Some((0, 0, 2)));
    let other = world.launch();
    let elsewhere = Context {
        slot: 1,
        ..world.context()
    };
    assert!(moves(elsewhere, &other).moves.is_empty());
    assert_eq!(world.wants(&other), [Want::Lock(LockId(0))]);
    let session = deliver(&session, 0, message(A, Value::FREE));
    let (_, session) = world.only(&session);
    let (_, session) = world.only(&session);
    assert_eq!(world.shared.locks[0], Some((0, 0, 1)));
    let _ = world.only(&session);
    assert_eq!(world.shared.locks[0], None);
}

#[test]
fn a_signal_is_given_and_taken() {
    let (link, next) = (LinkId(0), at(3));
    let acts = vec![
        fork(&[1, 2], 3),
        Act::LinkIn { link, next },
        Act::LinkOut { link, next },
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = launch(world.context(), InstanceId(0), Location(0), Phase::Running);
    assert!(world.wants(&session).contains(&Want::Signal(link)));
    let (effect, session) = world.only(&session);
    assert_eq!(effect, Effect::Signal { link });
    assert_eq!(session.signals, [0]);
    assert_eq!(world.only(&session).0, ENDED);
}

#[test]
fn recursion_is_held_back_by_depth() {
    let invoke = |next| Act::Invoke {
        body: at(0),
        next: at(next),
    };
    let world1 = world(Mode::Single, vec![invoke(1), receive(A, 2), Act::End]);
    let session = world1.launch();
    let found = moves(world1.context(), &session);
    assert!(found.held_back && found.moves.is_empty());

    let tail = world(Mode::Single, vec![receive(A, 1), invoke(2), Act::End]);
    let first = tail.launch();
    let session = deliver(&first, 0, message(A, Value::FREE));
    assert_eq!(
        tail.moves(&session)[0].session,
        first,
        "a tail call needs no frame"
    );

    let wide = world(Mode::Single, vec![fork(&[1, 1], 2), invoke(2), Act::End]);
    assert!(
        moves(wide.context(), &wide.launch()).held_back,
        "threads that pile up are held back too"
    );
}

#[test]
fn a_silent_loop_is_a_live_divergence() {
    let condition = Term::Value(Value::bool(true));
    let branch = Act::Branch {
        condition,
        then: at(1),
        otherwise: at(2),
    };
    let world = world(
        Mode::Single,
        vec![branch, Act::Skip { next: at(0) }, Act::End],
    );
    let mut seen = Vec::new();
    let mut session = world.launch();
    while !seen.contains(&session) {
        let found = world.moves(&session);
        assert_eq!(found.len(), 1);
        seen.push(std::mem::replace(
            &mut session,
            found.into_iter().next().unwrap().session,
        ));
    }
    assert!(seen.len() <= 2);
}
