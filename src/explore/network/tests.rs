//! Small networks, built by hand.

use super::{Mishaps, MoveKind, NetworkSystem, Owner, Settings, Timeouts, run};
use crate::automata::network::{
    Access, Act, Behaviour, BehaviourId, Binding, Cell, CellId, Delivery, Handler, HandlerKey,
    Input, InputBranch, InputId, Instance, InstanceId, LinkId, LocalPort, Location, Main, Mode,
    Network, Node, Operation, OperationId, Place, PortId, Reply, Route, ScopeId, Starter, Target,
    Term, Value,
};
use crate::base::{Name, Span};
use crate::explore::{Ending, Explored, Limits, explore};

/// A behaviour whose nodes are these acts, one after another.
pub(super) fn behaviour(
    name: &str,
    mode: Mode,
    inputs: &[(u32, bool)],
    acts: Vec<Act>,
) -> Behaviour {
    let node = |act| Node {
        act,
        origin: Span::NOWHERE,
    };
    let input = |(operation, request_response): &(u32, bool)| Input {
        operation: OperationId(*operation),
        request_response: *request_response,
        queue: 0,
        aliases: Vec::new(),
        faults: Vec::new(),
        span: Span::NOWHERE,
    };
    Behaviour {
        name: Name::from(name),
        span: Span::NOWHERE,
        mode,
        nodes: acts.into_iter().map(node).collect(),
        init: None,
        main: Main::Once(Location(0)),
        couriers: Vec::new(),
        cells: Vec::new(),
        inputs: inputs.iter().map(input).collect(),
        sets: Vec::new(),
        ports: vec![LocalPort {
            name: Name::from("Other"),
            location: None,
            faults: Vec::new(),
            remote: false,
            span: Span::NOWHERE,
        }],
        locks: Vec::new(),
        links: Vec::new(),
        scopes: Vec::new(),
    }
}

pub(super) fn receive(input: u32, reply: bool, next: u32) -> Act {
    Act::Receive {
        branches: vec![branch(input, reply, next)],
    }
}

/// A request is answered at the end of the behaviour's node 9.
pub(super) fn branch(input: u32, reply: bool, next: u32) -> InputBranch {
    InputBranch {
        input: InputId(input),
        bindings: Vec::new(),
        reply: reply.then(|| Reply {
            payload: Vec::new(),
            next: Location(next + 1),
        }),
        body: Location(next),
        origin: Span::NOWHERE,
    }
}

pub(super) fn send(operation: u32, next: u32) -> Act {
    Act::Send {
        port: PortId(0),
        operation: OperationId(operation),
        payload: Vec::new(),
        next: Location(next),
    }
}

pub(super) fn call(operation: u32, next: u32) -> Act {
    Act::Call {
        port: PortId(0),
        operation: OperationId(operation),
        payload: Vec::new(),
        response: Vec::new(),
        next: Location(next),
    }
}

/// Each instance's port reaches the inputs of the next one, the last those of the first.
pub(super) fn ring(behaviours: Vec<Behaviour>) -> Network {
    let count = u32::try_from(behaviours.len()).unwrap();
    let instance = |index: u32| {
        let next = (index + 1) % count;
        let inputs = &behaviours[next as usize].inputs;
        let route = |(input, declared): (u32, &Input)| {
            (
                declared.operation,
                Route::Input(InstanceId(next), InputId(input)),
            )
        };
        Instance {
            name: behaviours[index as usize].name,
            behaviour: BehaviourId(index),
            root: InstanceId(index),
            targets: vec![Target::Port((0..).zip(inputs).map(route).collect())],
            access: vec![Access::Closed; behaviours[index as usize].inputs.len()],
            remote: false,
            initial: Vec::new(),
        }
    };
    let operation = |name: &str| Operation {
        name: Name::from(name),
        request: Vec::new(),
        response: Vec::new(),
    };
    Network {
        operations: ["a", "b", "c"].map(operation).to_vec(),
        instances: (0..count).map(instance).collect(),
        behaviours,
        constants: Vec::new(),
        delivery: Delivery::Mailbox,
        assumptions: Vec::new(),
        chosen: Vec::new(),
        unseen: Vec::new(),
    }
}

pub(super) fn explored<'n>(network: &'n Network, eager: bool) -> (NetworkSystem<'n>, Explored) {
    let mut settings = Settings::default();
    settings.step.eager = eager;
    settings.mishaps.timeouts = Timeouts::Never;
    let mut system = NetworkSystem::new(network, settings);
    let found = explore(&mut system, &Limits::default(), &mut |_| {});
    assert_eq!(found.ending(), Ending::Complete);
    (system, found)
}

/// The states without a step in which a session is live, and those in which none is.
pub(super) fn ends(system: &NetworkSystem<'_>, explored: &Explored) -> (usize, usize) {
    let mut row = Vec::new();
    let (mut live, mut done) = (0, 0);
    for state in explored
        .ids()
        .filter(|state| explored.edges(*state).next().is_none())
    {
        explored.row(state, &mut row);
        if system.view(&row).sessions().next().is_some() {
            live += 1;
        } else {
            done += 1;
        }
    }
    (live, done)
}

#[test]
fn a_client_and_a_server_end() {
    let client = behaviour(
        "Client",
        Mode::Single,
        &[],
        vec![call(0, 1), send(1, 2), Act::End],
    );
    let server = behaviour(
        "Server",
        Mode::Single,
        &[(0, true), (1, false)],
        vec![
            receive(0, true, 1),
            Act::End,
            receive(1, false, 3),
            Act::End,
        ],
    );
    for eager in [true, false] {
        let network = ring(vec![client.clone(), server.clone()]);
        let (system, found) = explored(&network, eager);
        assert_eq!(ends(&system, &found), (0, 1), "eager: {eager}");
    }
}

#[test]
fn a_kill_comes_before_threads_are_made_or_after() {
    let fork = |bodies: [u32; 2], next| Act::Fork {
        bodies: bodies.map(Location).to_vec(),
        next: Location(next),
    };
    let wait = Act::LinkIn {
        link: LinkId(0),
        next: Location(0),
    };
    let enter = Act::Enter {
        scope: ScopeId(0),
        body: Location(5),
        next: Location(0),
    };
    let installs = Act::Install {
        handlers: vec![Handler {
            key: HandlerKey::This,
            body: Location(3),
            composes: false,
        }],
        next: Location(0),
    };
    let fail = Act::Throw {
        fault: Name::from("Broken"),
    };
    let acts = vec![
        Act::End,
        fork([6, 2], 0),
        fork([3, 3], 4),
        wait,
        enter,
        installs,
        fail,
    ];
    let mut main = behaviour("Main", Mode::Single, &[], acts);
    main.main = Main::Once(Location(1));
    main.links = vec![Name::from("never")];
    main.scopes = vec![Name::from("scope")];
    let network = ring(vec![main]);
    // Killed before, it stops; killed after, it comes to the scope, whose termination handler waits for ever.
    for eager in [false, true] {
        let (system, found) = explored(&network, eager);
        assert_eq!(ends(&system, &found), (1, 1), "eager: {eager}");
    }
}

#[test]
fn messages_in_another_order_block_the_head_of_the_queue() {
    let client = behaviour(
        "Client",
        Mode::Single,
        &[],
        vec![send(1, 1), send(0, 2), Act::End],
    );
    let server = behaviour(
        "Server",
        Mode::Single,
        &[(0, false), (1, false)],
        vec![receive(0, false, 1), receive(1, false, 2), Act::End],
    );
    let network = ring(vec![client, server]);
    let (system, found) = explored(&network, true);
    assert_eq!(ends(&system, &found), (1, 0));
    let stuck = found
        .ids()
        .find(|state| found.edges(*state).next().is_none())
        .unwrap();
    let trace = run(&system, &found, stuck);
    assert_eq!(trace.standing.len(), 1);
    assert_eq!(trace.standing[0].subject, Some(Name::from("a")));
}

/// Two programs that call one another, and answer only then.
fn circle() -> Network {
    let one = behaviour(
        "One",
        Mode::Single,
        &[(0, true)],
        vec![call(1, 1), receive(0, true, 2), Act::End, Act::End],
    );
    let two = behaviour(
        "Two",
        Mode::Single,
        &[(1, true)],
        vec![call(0, 1), receive(0, true, 2), Act::End, Act::End],
    );
    ring(vec![one, two])
}

#[test]
fn calls_that_go_round_are_dead() {
    let network = circle();
    let (system, found) = explored(&network, true);
    assert_eq!(ends(&system, &found), (1, 0));
}

/// Every step that is found under these mishaps, with how many steps its state has.
fn steps(network: &Network, mishaps: Mishaps) -> Vec<(MoveKind, Owner, usize)> {
    let mut settings = Settings {
        mishaps,
        ..Settings::default()
    };
    settings.step.broken = mishaps.breaks();
    let mut system = NetworkSystem::new(network, settings);
    let found = explore(&mut system, &Limits::default(), &mut |_| {});
    assert_eq!(found.ending(), Ending::Complete);
    let of = |state| {
        let labels: Vec<_> = found.edges(state).map(|(_, label)| label).collect();
        let count = labels.len();
        let steps = labels.into_iter().map(|label| system.step(label));
        let steps = steps.map(|step| (step.kind.clone(), step.owner, count));
        steps.collect::<Vec<_>>()
    };
    found.ids().flat_map(of).collect()
}

#[test]
fn a_call_times_out_when_nothing_else_moves() {
    let network = circle();
    let times = |timeouts| {
        let mishaps = Mishaps {
            timeouts,
            ..Mishaps::default()
        };
        let found = steps(&network, mishaps).into_iter();
        found
            .filter(|(kind, ..)| matches!(kind, MoveKind::Timeout(_)))
            .collect::<Vec<_>>()
    };
    assert!(times(Timeouts::Never).is_empty());
    // Both wait: the one or the other, and nothing besides.
    let last = times(Timeouts::Last);
    assert!(!last.is_empty());
    assert!(
        last.iter()
            .all(|(_, owner, count)| *owner == Owner::Mishap && *count <= 2)
    );
    assert!(times(Timeouts::Any).len() > last.len());
    // Who has timed out dies of it: its partner, which has its request still, is not answered either.
    let died = steps(&network, Mishaps::default());
    let died = died
        .iter()
        .filter(|(kind, ..)| matches!(kind, MoveKind::Die(fault, _) if *fault == "Timeout"));
    assert!(died.count() > 0);
}

#[test]
fn a_program_crashes_and_a_message_is_lost_only_when_that_is_asked_for() {
    let mut network = circle();
    network.instances[0].remote = true;
    let calm = steps(&network, Mishaps::default());
    let crash = |kind: &MoveKind| matches!(kind, MoveKind::Crash(of) if *of == InstanceId(0));
    let lost =
        |kind: &MoveKind| matches!(kind, MoveKind::Refuse(_, fault) if *fault == "IOException");
    assert!(!calm.iter().any(|(kind, ..)| crash(kind) || lost(kind)));
    let crashes = Mishaps {
        crashes: true,
        ..Mishaps::default()
    };
    let found = steps(&network, crashes);
    assert!(found.iter().any(|(kind, ..)| crash(kind)));
    // The other one dies of it, whether it calls then or has called before.
    let dies = |(kind, ..): &(MoveKind, Owner, usize)| matches!(kind, MoveKind::Die(fault, _) if *fault == "IOException");
    assert!(found.iter().any(dies));
    let broken = Mishaps {
        broken: true,
        ..Mishaps::default()
    };
    let found = steps(&network, broken);
    assert!(
        found
            .iter()
            .any(|(kind, owner, _)| lost(kind) && *owner == Owner::Mishap)
    );
    // Inside of one program nothing is lost.
    network.instances[1].root = InstanceId(0);
    assert!(!steps(&network, broken).iter().any(|(kind, ..)| lost(kind)));
}

#[test]
fn what_is_dropped_or_late_is_felt_by_its_sender() {
    let faults = |network: &Network, mishaps: Mishaps| -> Vec<String> {
        let found = steps(network, mishaps);
        let found = found
            .into_iter()
            .filter(|(_, owner, _)| *owner == Owner::Mishap);
        let mut kinds: Vec<String> = found.map(|(kind, ..)| format!("{kind:?}")).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    let with = |drops, delays| Mishaps {
        timeouts: Timeouts::Never,
        drops,
        delays,
        ..Mishaps::default()
    };
    // A request, and its answer.
    let client = behaviour("Client", Mode::Single, &[], vec![call(0, 1), Act::End]);
    let mut acts = vec![receive(0, true, 1), Act::End];
    acts.resize(10, Act::End);
    let server = behaviour("Server", Mode::Single, &[(0, true)], acts);
    let mut asked = ring(vec![client, server]);
    assert_eq!(
        faults(&asked, with(true, false)),
        ["Refuse(OperationId(0), u!(\"Timeout\"))"]
    );
    assert_eq!(
        faults(&asked, with(false, true)),
        ["Timeout(OperationId(0))"]
    );
    // A notification, and its acknowledgement.
    let client = behaviour("Client", Mode::Single, &[], vec![send(0, 1), Act::End]);
    let server = behaviour(
        "Server",
        Mode::Single,
        &[(0, false)],
        vec![receive(0, false, 1), Act::End],
    );
    let told = ring(vec![client, server]);
    let lost = "Refuse(OperationId(0), u!(\"IOException\"))";
    let unheard = "Unacknowledged(OperationId(0))";
    assert_eq!(faults(&told, with(true, false)), [lost, unheard]);
    assert_eq!(faults(&told, with(false, true)), [unheard]);
    // Inside of one program nothing goes wrong.
    asked.instances[1].root = InstanceId(0);
    assert!(faults(&asked, with(true, true)).is_empty());
}

#[test]
fn clients_outside_start_sessions_up_to_the_limit() {
    let mut open = behaviour(
        "Open",
        Mode::Concurrent,
        &[(0, true)],
        vec![Act::End, Act::End],
    );
    open.main = Main::Starters(vec![Starter {
        branch: branch(0, true, 0),
        courier: false,
    }]);
    let mut network = ring(vec![open]);
    network.instances[0].access = vec![Access::Open];
    let (system, found) = explored(&network, false);
    let mut row = Vec::new();
    let most = found.ids().map(|state| {
        found.row(state, &mut row);
        system.view(&row).sessions().count()
    });
    assert_eq!(most.max(), Some(2));
    assert!(found.ids().all(|state| found.edges(state).next().is_some()));
    let starts = |state| {
        found
            .edges(state)
            .any(|(_, label)| matches!(system.step(label).kind, MoveKind::Start(_)))
    };
    assert!(found.ids().any(starts));
}

#[test]
fn who_sends_to_a_program_that_has_ended_meets_a_fault() {
    let client = behaviour(
        "Client",
        Mode::Single,
        &[],
        vec![send(0, 1), send(1, 2), Act::End],
    );
    let server = behaviour(
        "Server",
        Mode::Single,
        &[(0, false), (1, false)],
        vec![receive(0, false, 1), Act::End],
    );
    let network = ring(vec![client, server]);
    let (system, found) = explored(&network, true);
    let refused = |state| {
        found
            .edges(state)
            .any(|(_, label)| matches!(system.step(label).kind, MoveKind::Refuse(..)))
    };
    assert!(found.ids().any(refused));
    assert_eq!(ends(&system, &found).0, 0);
}

/// A seller takes `a`, then `b`; two others send them, in whatever order.
fn sale(delivery: Delivery) -> Network {
    let seller = behaviour(
        "Seller",
        Mode::Single,
        &[(0, false), (1, false)],
        vec![receive(0, false, 1), receive(1, false, 2), Act::End],
    );
    let buyer = behaviour("Buyer", Mode::Single, &[], vec![send(0, 1), Act::End]);
    let bank = behaviour("Bank", Mode::Single, &[], vec![send(1, 1), Act::End]);
    let mut network = ring(vec![seller, buyer, bank]);
    network.instances[1].targets = network.instances[2].targets.clone();
    network.delivery = delivery;
    network
}

#[test]
fn two_senders_fit_peer_to_peer_and_hang_under_a_mailbox() {
    for eager in [true, false] {
        let network = sale(Delivery::Mailbox);
        let (system, found) = explored(&network, eager);
        assert!(ends(&system, &found).0 > 0, "the bank may come first");
        for delivery in [Delivery::PeerToPeer, Delivery::Bag] {
            let network = sale(delivery);
            let (system, found) = explored(&network, eager);
            assert_eq!(ends(&system, &found), (0, 1), "{delivery:?}");
        }
    }
}

#[test]
fn an_answer_may_set_a_variable_of_the_service() {
    let mut client = behaviour(
        "Client",
        Mode::Single,
        &[],
        vec![call(0, 1), send(1, 2), Act::End],
    );
    client.cells = vec![Cell {
        name: "global.told".to_owned(),
        place: Place::Global,
    }];
    if let Act::Call { response, .. } = &mut client.nodes[0].act {
        let (path, cell) = (0, CellId(0));
        response.push(Binding { path, cell });
    }
    let mut server = behaviour(
        "Server",
        Mode::Single,
        &[(0, true), (1, false)],
        vec![
            receive(0, true, 1),
            Act::End,
            receive(1, false, 3),
            Act::End,
        ],
    );
    if let Act::Receive { branches } = &mut server.nodes[0].act
        && let Some(reply) = &mut branches[0].reply
    {
        reply.payload.push(Term::Value(Value::int(7)));
    }
    for eager in [true, false] {
        let mut network = ring(vec![client.clone(), server.clone()]);
        network.operations[0].response.push(String::new());
        let (system, found) = explored(&network, eager);
        let mut row = Vec::new();
        let told = found.ids().filter(|state| {
            found.row(*state, &mut row);
            let shared = system.view(&row).shared(InstanceId(0)).unwrap();
            shared.cells == [Value::int(7)]
        });
        assert!(told.count() > 0, "eager: {eager}");
    }
}

/// One makes a token, gives it to a session that keeps it, forgets it, and does so again: the sessions are not confused.
#[test]
#[allow(clippy::too_many_lines, reason = "a network written out")]
fn tokens_that_another_session_holds_are_made_once() {
    let fresh = |next| Act::Set {
        values: vec![(CellId(0), Term::Fresh)],
        next: Location(next),
    };
    let give = |next| {
        let mut give = send(0, next);
        if let Act::Send { payload, .. } = &mut give {
            payload.push(Term::Cell(CellId(0)));
        }
        give
    };
    let cell = |name: &str| Cell {
        name: name.to_owned(),
        place: Place::Session,
    };
    let mut maker = behaviour(
        "Maker",
        Mode::Single,
        &[],
        vec![fresh(1), give(2), fresh(3), give(4), Act::End],
    );
    maker.cells = vec![cell("token")];
    let mut keeper = behaviour(
        "Keeper",
        Mode::Concurrent,
        &[(0, false), (1, false)],
        vec![receive(1, false, 1), Act::End],
    );
    keeper.cells = vec![cell("id")];
    keeper.sets = vec![vec![CellId(0)]];
    keeper.inputs[1].queue = 1;
    keeper.inputs[1].aliases = vec![0];
    let mut starter = branch(0, false, 0);
    let (path, cell) = (0, CellId(0));
    starter.bindings.push(Binding { path, cell });
    keeper.main = Main::Starters(vec![Starter {
        branch: starter,
        courier: false,
    }]);
    let mut network = ring(vec![maker, keeper]);
    for operation in &mut network.operations {
        operation.request.push(String::new());
    }
    for eager in [true, false] {
        let (system, found) = explored(&network, eager);
        let mut row = Vec::new();
        let mut both = 0;
        for state in found.ids() {
            found.row(state, &mut row);
            let view = system.view(&row);
            let of_keeper = view
                .sessions()
                .filter(|(_, session)| session.of == InstanceId(1));
            let held: Vec<Value> = of_keeper.map(|(_, session)| session.cells[0]).collect();
            if let [one, other] = held.as_slice() {
                both += 1;
                assert_ne!(one, other);
            }
        }
        assert!(both > 0, "eager: {eager}");
    }
}

#[test]
fn the_bodies_of_a_spawn_run_at_once_and_are_waited_for() {
    let spawn = |body| Act::Spawn {
        body: Location(body),
        copies: Term::Value(Value::int(2)),
        index: None,
        next: Location(3),
    };
    let maker = |body| {
        let acts = vec![spawn(1), body, Act::End, send(1, 2)];
        behaviour("A", Mode::Single, &[(2, false)], acts)
    };
    let taker = || {
        let acts = vec![
            receive(0, false, 1),
            receive(0, false, 2),
            receive(1, false, 3),
            Act::End,
        ];
        behaviour("B", Mode::Single, &[(0, false), (1, false)], acts)
    };
    let ends = |network: &Network| {
        let mut system = NetworkSystem::new(network, Settings::default());
        let explored = explore(&mut system, &Limits::default(), &mut |_| {});
        assert_eq!(explored.ending(), Ending::Complete);
        let last = explored
            .ids()
            .filter(|state| explored.edges(*state).next().is_none());
        let last: Vec<usize> = last
            .map(|state| {
                let mut row = Vec::new();
                explored.row(state, &mut row);
                system.view(&row).sessions().count()
            })
            .collect();
        last
    };
    // Each body sends `a`, then the one who has made them sends `b`.
    assert_eq!(ends(&ring(vec![maker(send(0, 2)), taker()])), [0]);
    // A fault of a body ends it alone.
    let throw = Act::Throw {
        fault: Name::from("F"),
    };
    assert_eq!(ends(&ring(vec![maker(throw), taker()])), [1]);
    // What a body awaits never comes: both bodies, the maker and the taker wait.
    let waits = ring(vec![maker(receive(0, false, 2)), taker()]);
    assert_eq!(ends(&waits), [4]);
}

#[test]
fn the_memory_that_sessions_take_is_counted() {
    const LIMIT: usize = 8 << 20;
    let pairs = 14;
    let mut acts = vec![Act::End, Act::End];
    let mut bodies = Vec::new();
    for link in (0..2 * pairs).map(LinkId) {
        // Of two links one thread gives the first and takes the second, the other the other way round.
        let (first, second) = (link.0, link.0 ^ 1);
        let at = u32::try_from(acts.len()).unwrap();
        let gives = |link, next| Act::LinkOut {
            link: LinkId(link),
            next: Location(next),
        };
        let takes = |link, next| Act::LinkIn {
            link: LinkId(link),
            next: Location(next),
        };
        match first % 2 {
            0 => acts.extend([gives(first, at + 1), takes(second, 0)]),
            _ => acts.extend([takes(second, at + 1), gives(first, 0)]),
        }
        bodies.push(Location(at));
    }
    acts[1] = Act::Fork {
        bodies,
        next: Location(0),
    };
    let mut main = behaviour("Main", Mode::Single, &[], acts);
    main.main = Main::Once(Location(1));
    main.links = (0..2 * pairs)
        .map(|number| Name::from(format!("link{number}").as_str()))
        .collect();
    let network = ring(vec![main]);
    let limits = Limits {
        memory: Some(LIMIT),
        ..Limits::default()
    };
    let mut most = 0;
    let mut settings = Settings::default();
    settings.step.eager = false;
    let mut system = NetworkSystem::new(&network, settings);
    let found = explore(&mut system, &limits, &mut |now| most = most.max(now.bytes));
    assert_eq!(found.ending(), Ending::Memory);
    assert!((LIMIT / 4..=LIMIT).contains(&most), "{most}");
}
