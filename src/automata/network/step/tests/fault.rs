//! Faults, their handlers, compensations.

use super::*;

#[test]
fn a_fault_in_the_body_of_a_request_is_its_answer_and_goes_on() {
    for (raises, told) in [("F", "F"), ("G", "TypeMismatch")] {
        let mut world = world(Mode::Single, vec![request(1, 2), throw(raises), Act::End]);
        let session = deliver(&world.launch(), 0, message(R, Value::FREE));
        let (_, session) = world.only(&session);
        let (effect, session) = world.only(&session);
        assert_eq!(effect, raised(raises));
        let (effect, session) = world.only(&session);
        let (caller, fault) = (Caller::Environment, Name::from(told));
        assert_eq!(
            effect,
            Effect::ReplyFault {
                input: R,
                caller,
                fault
            }
        );
        let (effect, _) = world.only(&session);
        assert_eq!(
            effect,
            Effect::End {
                fault: Some(Name::from(raises))
            }
        );
    }
}

#[test]
fn a_scope_handles_by_name_then_by_default_and_forgets_its_handlers_first() {
    for key in [fault("F"), HandlerKey::Default] {
        let mut world = world(
            Mode::Single,
            vec![
                enter(0, 1, 5),
                install(key, 3, 2),
                throw("F"),
                send(4),
                throw("F"),
                Act::End,
            ],
        );
        let session = world.launch();
        let (effect, session) = world.only(&session);
        assert_eq!(effect, raised("F"));
        let (effect, session) = world.only(&session);
        assert!(is_send(&effect), "the handler runs");
        let (effect, session) = world.only(&session);
        assert_eq!(effect, raised("F"));
        let (effect, _) = world.only(&session);
        assert_eq!(
            effect,
            Effect::End {
                fault: Some(Name::from("F"))
            },
            "nobody handles it twice"
        );
    }
}

#[test]
fn a_fault_releases_the_lock() {
    let lock = Act::Synchronized {
        lock: LockId(0),
        body: at(1),
        next: at(2),
    };
    let mut world = world(Mode::Single, vec![lock, throw("F"), Act::End]);
    let mut session = world.launch();
    for _ in 0..3 {
        session = world.only(&session).1;
    }
    assert_eq!(world.shared.locks[0], None);
}

#[test]
fn a_compensation_runs_once() {
    let comp = |next| Act::Compensate {
        scope: ScopeId(1),
        next: at(next),
    };
    let acts = vec![
        enter(1, 1, 2),
        install(HandlerKey::This, 4, 5),
        comp(3),
        comp(5),
        send(5),
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = world.launch();
    let (effect, session) = world.only(&session);
    assert!(is_send(&effect));
    assert_eq!(world.only(&session).0, ENDED);
}

#[test]
fn a_scope_that_fails_leaves_its_compensation_to_the_handler() {
    let acts = vec![
        enter(0, 1, 7),
        install(fault("F"), 5, 2),
        enter(1, 3, 7),
        install(HandlerKey::This, 6, 4),
        throw("F"),
        Act::Compensate {
            scope: ScopeId(1),
            next: at(7),
        },
        send(7),
        Act::End,
    ];
    let mut world = world(Mode::Single, acts);
    let session = world.launch();
    let (_, session) = world.only(&session);
    assert!(is_send(&world.only(&session).0));
}

/// Which operations a session sends until it ends.
fn sent(world: &mut World) -> Vec<u32> {
    let mut session = world.launch();
    let mut found = Vec::new();
    loop {
        let (effect, next) = world.only(&session);
        match effect {
            Effect::Send { operation, .. } => found.push(operation.0),
            Effect::End { .. } => return found,
            _ => {}
        }
        session = next;
    }
}

fn say(operation: u32, next: u32) -> Act {
    Act::Send {
        port: PortId(0),
        operation: OperationId(operation),
        payload: vec![Term::Cell(X)],
        next: at(next),
    }
}

/// Installs a handler in which `cH` stands.
fn compose(key: HandlerKey, body: u32, next: u32) -> Act {
    match install(key, body, next) {
        Act::Install { mut handlers, next } => {
            handlers[0].composes = true;
            Act::Install { handlers, next }
        }
        act => act,
    }
}

#[test]
fn a_handler_runs_what_it_has_replaced() {
    let current = |next| Act::CurrentHandler { next: at(next) };
    let acts = vec![
        install(fault("F"), 7, 1),
        compose(fault("F"), 5, 2),
        compose(fault("F"), 8, 3),
        throw("F"),
        Act::End,
        current(6),
        say(1, 4),
        say(0, 4),
        current(9),
        say(2, 4),
    ];
    assert_eq!(sent(&mut world(Mode::Single, acts)), [0, 1, 2]);
}

#[test]
fn what_a_handler_replaces_is_settled_when_it_is_installed() {
    let current = |next| Act::CurrentHandler { next: at(next) };
    // The compensation of a scope, composed of two, runs after the scope has ended; outside of it another is installed.
    let acts = vec![
        enter(1, 1, 3),
        install(HandlerKey::This, 6, 2),
        compose(HandlerKey::This, 7, 5),
        install(HandlerKey::This, 9, 4),
        Act::Compensate {
            scope: ScopeId(1),
            next: at(5),
        },
        Act::End,
        say(0, 5),
        current(8),
        say(1, 5),
        say(2, 5),
    ];
    assert_eq!(sent(&mut world(Mode::Single, acts)), [0, 1]);
    // Nothing is installed for the fault, though a default is.
    let acts = vec![
        install(HandlerKey::Default, 4, 1),
        compose(fault("F"), 5, 2),
        throw("F"),
        Act::End,
        say(0, 3),
        current(6),
        say(1, 3),
    ];
    assert_eq!(sent(&mut world(Mode::Single, acts)), [1]);
}

#[test]
fn handlers_that_compose_themselves_for_ever_are_held_back() {
    let acts = vec![
        compose(fault("F"), 2, 1),
        Act::Skip { next: at(0) },
        Act::End,
    ];
    let world = world(Mode::Single, acts);
    let mut session = world.launch();
    for _ in 0..100 {
        let found = moves(world.context(), &session);
        match found.moves.into_iter().next() {
            Some(next) => session = next.session,
            None => {
                assert!(found.held_back);
                return;
            }
        }
    }
    panic!("it is never held back");
}
