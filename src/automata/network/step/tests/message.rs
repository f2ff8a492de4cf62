//! What a session takes, and what reaches it.

use super::*;

#[test]
fn only_the_head_of_a_queue_is_taken() {
    let branches = vec![one_way(A, 1), one_way(B, 2)];
    let mut world = world(
        Mode::Single,
        vec![Act::Receive { branches }, receive(B, 2), Act::End],
    );
    let session = world.launch();
    assert!(
        matches!(&world.wants(&session)[..], [Want::Input { branches, queues }]
        if branches.len() == 2 && *queues == [0])
    );
    let session = deliver(&session, 0, message(A, Value::FREE));
    let session = deliver(&session, 0, message(B, Value::FREE));
    let (taken, session) = world.only(&session);
    assert_eq!(taken, Effect::Take { input: A });
    let (taken, _) = world.only(&session);
    assert_eq!(taken, Effect::Take { input: B });

    let blocked = super::world(Mode::Single, vec![receive(B, 1), Act::End]);
    let session = deliver(&blocked.launch(), 0, message(A, Value::FREE));
    let session = deliver(&session, 0, message(B, Value::FREE));
    assert!(blocked.moves(&session).is_empty());
}

#[test]
fn a_request_is_answered_when_its_body_ends() {
    let mut world = world(Mode::Single, vec![request(1, 1), Act::End]);
    let session = deliver(&world.launch(), 0, message(R, Value::FREE));
    let (_, session) = world.only(&session);
    let (answer, session) = world.only(&session);
    let values = vec![Value::int(1)];
    assert_eq!(
        answer,
        Effect::Reply {
            input: R,
            caller: Caller::Environment,
            values
        }
    );
    assert_eq!(world.only(&session).0, ENDED);
}

#[test]
fn a_call_waits_for_its_answer() {
    let mut world = world(Mode::Single, vec![call(1), Act::End]);
    let session = world.launch();
    let (_, session) = world.only(&session);
    assert_eq!(
        session.threads[0].as_ref().unwrap().state,
        ThreadState::Calling
    );
    let (operation, port) = (OperationId(2), PortId(0));
    assert_eq!(world.wants(&session), [Want::Answer { operation, port }]);
    let session = answered(world.context(), &session, 0, &[Value::int(3)]).session;
    assert_eq!(session.cells[1], Value::int(3));
    assert_eq!(world.only(&session).0, ENDED);
}

#[test]
fn what_a_message_says_of_a_variable_of_the_service_is_kept() {
    let mut asked = one_way(A, 1);
    asked.bindings = vec![Binding { path: 0, cell: Y }];
    let take = Act::Receive {
        branches: vec![asked.clone()],
    };
    let mut world = world(Mode::Concurrent, vec![take, Act::End, call(1)]);
    world.network.behaviours[0].cells[1].place = Place::Global;
    world.network.behaviours[0].main = Main::Starters(vec![Starter {
        branch: asked,
        courier: false,
    }]);
    let kept = |after: &After| after.shared.as_ref().map(|shared| shared.cells[1]);
    let seven = [Value::int(7)];
    let first = world.launch();
    let taken = take_directly(world.context(), &first, (0, 0), &seven, None);
    assert_eq!(kept(&taken), Some(Value::int(7)));
    let caller = launch(world.context(), InstanceId(0), at(2), Phase::Running);
    let told = answered(world.context(), &caller, 0, &seven);
    assert_eq!(kept(&told), Some(Value::int(7)));
    let started = |phase| {
        let message = message(A, Value::int(7));
        start(world.context(), InstanceId(0), 0, &message, phase)
    };
    assert_eq!(kept(&started(Phase::Running)), Some(Value::int(7)));
    assert_eq!(kept(&started(Phase::Waiting)), Some(Value::LOST));
    let refusal = refused(world.context(), &caller, 0, Name::from("F"));
    assert_eq!(refusal.shared, None);
}
