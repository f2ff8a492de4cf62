//! Each rule on a small behaviour, built by hand.

use super::{
    After, Context, Effect, LocalMove, Settings, Tokens, Want, answered, deliver, launch, moves,
    refused, start, take_directly, waiting,
};
use crate::automata::network::correlation::{Match, correlates, equal};
use crate::automata::network::session::{
    Caller, Life, Message, Phase, Session, Shared, ThreadState,
};
use crate::automata::network::{
    Access, Act, Behaviour, BehaviourId, Binding, Cell, CellId, Comparison, Constant, Handler,
    HandlerKey, Input, InputBranch, InputId, Instance, InstanceId, LinkId, LocalPort, Location,
    LockId, Main, Mode, Network, Node, Operation, OperationId, Place, PortId, Reply, ScopeId,
    Starter, Term, Value,
};
use crate::base::{Name, Span};

const EAGER: Settings = Settings {
    eager: true,
    depth: 8,
};

/// A network of one service with cells `x`, `y`; one-ways `a`, `b` (queue 0), request-response `r` with fault `F`
/// (queue 0), one-way `c` correlated by `x` (queue 1); a port, two locks, a link.
struct World {
    network: Network,
    shared: Shared,
}

const A: InputId = InputId(0);
const B: InputId = InputId(1);
const R: InputId = InputId(2);
const C: InputId = InputId(3);
const X: CellId = CellId(0);
const Y: CellId = CellId(1);

#[allow(clippy::too_many_lines, reason = "a behaviour written out")]
fn world(mode: Mode, acts: Vec<Act>) -> World {
    let names = ["a", "b", "r", "c"];
    let operation = |name: &&str| Operation {
        name: Name::from(name),
        request: vec![String::new()],
        response: vec![String::new()],
    };
    let input = |number: u32| Input {
        operation: OperationId(number),
        request_response: number == 2,
        queue: u32::from(number == 3),
        aliases: if number == 3 { vec![0] } else { Vec::new() },
        faults: vec![Name::from("F")],
        span: Span::NOWHERE,
    };
    let cell = |name: &str| Cell {
        name: name.to_owned(),
        place: Place::Session,
    };
    let nodes = acts.into_iter().map(|act| Node {
        act,
        origin: Span::NOWHERE,
    });
    let behaviour = Behaviour {
        name: Name::from("S"),
        span: Span::NOWHERE,
        mode,
        nodes: nodes.collect(),
        init: None,
        main: Main::Nothing,
        couriers: Vec::new(),
        cells: vec![cell("x"), cell("y")],
        inputs: (0..4).map(input).collect(),
        sets: vec![vec![X]],
        ports: vec![LocalPort {
            name: Name::from("P"),
            location: None,
            span: Span::NOWHERE,
        }],
        locks: vec![Name::from("k"), Name::from("l")],
        links: vec![Name::from("s")],
        scopes: vec![Name::from("outer"), Name::from("inner")],
    };
    let instance = Instance {
        name: Name::from("S"),
        behaviour: BehaviourId(0),
        parent: None,
        root: InstanceId(0),
        targets: Vec::new(),
        access: vec![Access::Open; 4],
        initial: Vec::new(),
    };
    World {
        network: Network {
            operations: names.iter().map(operation).collect(),
            behaviours: vec![behaviour],
            instances: vec![instance],
            constants: vec![
                Constant::Text("7".into()),
                Constant::Number(1.0),
                Constant::Text("1".into()),
            ],
            ..Network::default()
        },
        shared: Shared {
            life: Life::Running,
            cells: vec![Value::UNDEFINED; 2],
            locks: vec![None; 2],
            line: Vec::new(),
            handlers: Vec::new(),
        },
    }
}

impl World {
    fn context(&self) -> Context<'_> {
        Context {
            network: &self.network,
            shared: &self.shared,
            slot: 0,
            held: 0,
            settings: &EAGER,
        }
    }

    fn launch(&self) -> Session {
        let first = launch(self.context(), InstanceId(0), Location(0), Phase::Running);
        self.settled(&first)
    }

    fn moves(&self, session: &Session) -> Vec<LocalMove> {
        moves(self.context(), session).moves
    }

    /// The session after the steps that nobody else sees but that others could come before.
    fn settled(&self, session: &Session) -> Session {
        let mut session = session.clone();
        for _ in 0..20 {
            let mut found = self.moves(&session);
            let internal = |one: &LocalMove| one.effect == Effect::Internal && one.shared.is_none();
            let Some(next) = found.iter().position(internal) else {
                break;
            };
            session = found.remove(next).session;
        }
        session
    }

    /// The one move that others see, whose effects on what is shared are kept.
    fn only(&mut self, session: &Session) -> (Effect, Session) {
        let mut found = self.moves(&self.settled(session));
        assert_eq!(
            found.len(),
            1,
            "{:?}",
            found.iter().map(|one| &one.effect).collect::<Vec<_>>()
        );
        let one = found.remove(0);
        if let Some(shared) = one.shared {
            self.shared = shared;
        }
        (one.effect, self.settled(&one.session))
    }

    fn wants(&self, session: &Session) -> Vec<Want> {
        let found = waiting(&self.network, session, &self.shared);
        found.into_iter().map(|one| one.what).collect()
    }
}

fn at(number: u32) -> Location {
    Location(number)
}

fn receive(input: InputId, body: u32) -> Act {
    Act::Receive {
        branches: vec![one_way(input, body)],
    }
}

fn one_way(input: InputId, body: u32) -> InputBranch {
    InputBranch {
        input,
        bindings: Vec::new(),
        reply: None,
        body: at(body),
        origin: Span::NOWHERE,
    }
}

fn request(body: u32, next: u32) -> Act {
    let reply = Some(Reply {
        payload: vec![Term::Value(Value::int(1))],
        next: at(next),
    });
    Act::Receive {
        branches: vec![InputBranch {
            reply,
            ..one_way(R, body)
        }],
    }
}

fn send(next: u32) -> Act {
    Act::Send {
        port: PortId(0),
        operation: OperationId(0),
        payload: Vec::new(),
        next: at(next),
    }
}

fn call(next: u32) -> Act {
    let response = vec![Binding { path: 0, cell: Y }];
    Act::Call {
        port: PortId(0),
        operation: OperationId(2),
        payload: Vec::new(),
        response,
        next: at(next),
    }
}

fn throw(fault: &str) -> Act {
    Act::Throw {
        fault: Name::from(fault),
    }
}

fn install(key: HandlerKey, body: u32, next: u32) -> Act {
    Act::Install {
        handlers: vec![Handler {
            key,
            body: at(body),
        }],
        next: at(next),
    }
}

fn fault(name: &str) -> HandlerKey {
    HandlerKey::Fault(Name::from(name))
}

fn enter(scope: u32, body: u32, next: u32) -> Act {
    Act::Enter {
        scope: ScopeId(scope),
        body: at(body),
        next: at(next),
    }
}

fn fork(bodies: &[u32], next: u32) -> Act {
    Act::Fork {
        bodies: bodies.iter().copied().map(at).collect(),
        next: at(next),
    }
}

fn message(input: InputId, value: Value) -> Message {
    let caller = (input == R).then_some(Caller::Environment);
    Message {
        input,
        operation: OperationId(input.0),
        values: vec![value],
        caller,
    }
}

fn raised(name: &str) -> Effect {
    Effect::Raise {
        fault: Name::from(name),
    }
}

fn is_send(effect: &Effect) -> bool {
    matches!(effect, Effect::Send { .. })
}

const ENDED: Effect = Effect::End { fault: None };

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

    let blocked = super::tests::world(Mode::Single, vec![receive(B, 1), Act::End]);
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
fn sessions_begin_with_the_handlers_of_init() {
    let mut world = world(
        Mode::Single,
        vec![throw("F"), install(fault("F"), 3, 2), Act::End, send(2)],
    );
    let init = launch(world.context(), InstanceId(0), at(1), Phase::Init);
    let mut shared = world.shared.clone();
    super::inherit(&world.network.behaviours[0], &init, &mut shared);
    world.shared = shared;
    let session = world.launch();
    let (_, session) = world.only(&session);
    assert!(is_send(&world.only(&session).0));
}

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
fn spawned_threads_swallow_their_faults() {
    let copies = Term::Value(Value::int(2));
    let mut world = world(
        Mode::Single,
        vec![
            Act::Spawn {
                body: at(1),
                copies,
                next: at(2),
            },
            throw("F"),
            Act::End,
        ],
    );
    let session = world.launch();
    let session = world.moves(&session).remove(0).session;
    let (_, session) = world.only(&session);
    assert_eq!(world.only(&session).0, ENDED);
}

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
    let world = super::tests::world(Mode::Single, vec![both, receive(A, 0)]);
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
