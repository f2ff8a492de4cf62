//! Values: tokens, and data that are chosen freely.

use super::*;

#[test]
fn tokens_are_used_again_when_nobody_here_holds_them() {
    let fresh = |cell, next| Act::Set {
        values: vec![(cell, Term::Fresh)],
        next: at(next),
    };
    let acts = vec![fresh(X, 1), fresh(Y, 2), fresh(X, 3), receive(A, 0)];
    let world = world(Mode::Single, acts);
    let session = world.launch();
    assert_eq!(session.cells, [Value::token(0, 2), Value::token(0, 1)]);
    let both = Act::Set {
        values: vec![(X, Term::Fresh), (Y, Term::Fresh)],
        next: at(1),
    };
    let world = super::world(Mode::Single, vec![both, receive(A, 0)]);
    assert_eq!(
        world.launch().cells,
        [Value::token(0, 0), Value::token(0, 1)]
    );
}

#[test]
fn tokens_that_others_hold_are_not_made_again() {
    let fresh = Act::Set {
        values: vec![(X, Term::Fresh)],
        next: at(1),
    };
    let world = world(Mode::Single, vec![fresh, receive(A, 0)]);
    let made = |held| {
        let context = Context {
            held,
            ..world.context()
        };
        let first = launch(context, InstanceId(0), Location(0), Phase::Running);
        let found = moves(context, &first).moves;
        found.first().map_or(first, |one| one.session.clone()).cells[0]
    };
    assert_eq!(made(0), Value::token(0, 0));
    assert_eq!(made(0b101), Value::token(0, 1));
    assert_eq!(made(Tokens::MAX), Value::LOST, "too many are held");
}

#[test]
fn free_data_is_asked_once() {
    let is_one = Term::Compare(
        Comparison::Equal,
        Box::new(Term::Cell(X)),
        Box::new(Term::Value(Value::int(1))),
    );
    let condition = is_one.clone();
    let acts = vec![
        Act::Set {
            values: vec![(X, Term::Free)],
            next: at(1),
        },
        Act::Branch {
            condition,
            then: at(2),
            otherwise: at(2),
        },
        receive(A, 0),
    ];
    let world = world(Mode::Single, acts);
    let found = world.moves(&world.launch());
    let after: Vec<_> = found
        .iter()
        .map(|one| (one.effect.clone(), one.session.cells[0]))
        .collect();
    let choice = |taken| Effect::Choice {
        taken,
        certain: true,
    };
    assert_eq!(
        after,
        [(choice(true), Value::int(1)), (choice(false), Value::LOST)]
    );
}

#[test]
fn a_copy_takes_the_freedom_with_it() {
    let values = vec![(Y, Term::Cell(X))];
    let acts = vec![
        Act::Set {
            values: vec![(X, Term::Free)],
            next: at(1),
        },
        Act::Set {
            values,
            next: at(2),
        },
        receive(A, 0),
    ];
    assert_eq!(
        world(Mode::Single, acts).launch().cells,
        [Value::LOST, Value::FREE]
    );
}
