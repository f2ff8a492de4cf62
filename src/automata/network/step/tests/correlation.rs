//! Equality and correlation.

use super::*;

#[test]
fn a_message_correlates_by_jolies_equality() {
    let world = world(Mode::Concurrent, vec![Act::End]);
    let behaviour = &world.network.behaviours[0];
    let mut session = world.launch();
    let mut found = |mine, theirs| {
        session.cells[0] = mine;
        correlates(&world.network, behaviour, &session, C, &[theirs])
    };
    assert_eq!(found(Value::int(7), Value::constant(0)), Match::Yes);
    assert_eq!(found(Value::int(7), Value::int(8)), Match::No);
    assert_eq!(found(Value::UNDEFINED, Value::UNDEFINED), Match::No);
    assert_eq!(found(Value::LOST, Value::int(8)), Match::Maybe);
    assert_eq!(found(Value::token(0, 0), Value::constant(0)), Match::No);
    assert_eq!(
        correlates(&world.network, behaviour, &session, A, &[Value::FREE]),
        Match::No
    );
}

#[test]
fn equality_coerces_and_is_not_transitive() {
    let constants = [
        Constant::Text("1".into()),
        Constant::Number(1.0),
        Constant::Text("07".into()),
    ];
    let (text, number) = (Value::constant(0), Value::constant(1));
    assert_eq!(equal(&constants, Value::int(1), text), Some(true));
    assert_eq!(equal(&constants, Value::int(1), number), Some(true));
    assert_eq!(equal(&constants, number, text), Some(false));
    assert_eq!(
        equal(&constants, Value::bool(true), Value::int(1)),
        Some(true)
    );
    assert_eq!(
        equal(&constants, Value::bool(true), Value::int(2)),
        Some(false)
    );
    assert_eq!(
        equal(&constants, Value::int(7), Value::constant(2)),
        Some(false)
    );
    assert_eq!(
        equal(&constants, Value::UNDEFINED, Value::int(0)),
        Some(true)
    );
    assert_eq!(
        equal(&constants, Value::int(0), Value::UNDEFINED),
        Some(false)
    );
}
