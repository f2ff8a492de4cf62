//! Each rule on a small behaviour, built by hand: the rules of one file of the parent in the file of that name.

mod act;
mod correlation;
mod fault;
mod life;
mod message;
mod thread;
mod work;

use super::{
    After, Context, Effect, LocalMove, Settings, Tokens, Want, answered, deliver, inherit, launch,
    moves, refused, rejoined, spawned, start, take_directly, waiting,
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
    broken: false,
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
            faults: Vec::new(),
            remote: false,
            span: Span::NOWHERE,
        }],
        locks: vec![Name::from("k"), Name::from("l")],
        links: vec![Name::from("s")],
        scopes: vec![Name::from("outer"), Name::from("inner")],
    };
    let instance = Instance {
        name: Name::from("S"),
        behaviour: BehaviourId(0),
        root: InstanceId(0),
        targets: Vec::new(),
        access: vec![Access::Open; 4],
        remote: false,
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
            composes: false,
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
