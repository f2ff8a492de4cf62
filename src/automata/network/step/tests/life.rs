//! How sessions begin.

use super::*;

#[test]
fn sessions_begin_with_the_handlers_of_init() {
    let mut world = world(
        Mode::Single,
        vec![throw("F"), install(fault("F"), 3, 2), Act::End, send(2)],
    );
    let init = launch(world.context(), InstanceId(0), at(1), Phase::Init);
    let mut shared = world.shared.clone();
    inherit(&world.network.behaviours[0], &init, &mut shared);
    world.shared = shared;
    let session = world.launch();
    let (_, session) = world.only(&session);
    assert!(is_send(&world.only(&session).0));
}

#[test]
fn a_message_starts_a_session_that_answers_it() {
    let mut world = world(Mode::Sequential, vec![Act::End]);
    let Act::Receive { mut branches } = request(0, 0) else {
        unreachable!()
    };
    let mut branch = branches.remove(0);
    branch.bindings = vec![Binding { path: 0, cell: X }];
    world.network.behaviours[0].main = Main::Starters(vec![Starter {
        branch,
        courier: false,
    }]);
    let request = message(R, Value::token(0, 0));
    let session = start(world.context(), InstanceId(0), 0, &request, Phase::Running).session;
    assert_eq!(session.cells[0], Value::token(0, 0));
    assert!(matches!(world.only(&session).0, Effect::Reply { .. }));
    let waits = start(world.context(), InstanceId(0), 0, &request, Phase::Waiting).session;
    assert!(world.moves(&waits).is_empty());
    assert_eq!(world.wants(&waits), [Want::Line]);
}
