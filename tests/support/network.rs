//! Networks made from a list of choices.
//!
//! Each choice takes the next number of the list, and 0 when none is left; 0 is the simplest choice. So proptest shrinks
//! networks by shrinking lists. The services of a network know one another: every output port reaches the inputs of one
//! of them, the outside, nobody, or what a variable says.

use quadrille::automata::network::{
    Access, Act, Behaviour, BehaviourId, Binding, Cell, CellId, Comparison, Constant, Delivery,
    FaultName, Handler, HandlerKey, Input, InputBranch, InputId, Instance, InstanceId, LinkId,
    LocalPort, Location, LockId, Main, Mode, Network, Node, Operation, OperationId, Place, PortId,
    Reply, Route, ScopeId, Starter, Target, Term, Value,
};
use quadrille::base::{Name, SourceId, Span};

/// What is left of the list.
struct Choices<'c>(&'c [u16]);

impl Choices<'_> {
    /// A number below `count`.
    fn below(&mut self, count: u32) -> u32 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        u32::from(*first) % count
    }

    /// True once in so many times.
    fn once_in(&mut self, count: u32) -> bool {
        self.below(count) == count - 1
    }
}

/// What others need to know of a service before its code is made.
struct Plan {
    mode: Mode,
    inputs: Vec<Offer>,
}

/// An operation of a service.
#[derive(Clone, Copy)]
struct Offer {
    operation: OperationId,
    /// Whether it is answered.
    answered: bool,
    queue: u32,
    /// How many paths its messages keep.
    paths: usize,
}

/// The variable of the correlation set.
const IDENTIFIER: CellId = CellId(0);
/// The variable of the service.
const GLOBAL: CellId = CellId(3);
const CELLS: u32 = 4;
const LINKS: u32 = 2;
const LOCKS: u32 = 2;
const SCOPES: u32 = 2;
/// Ends whatever is innermost.
const END: Location = Location(0);

/// The network that a list of choices makes.
pub fn network(choices: &[u16]) -> Network {
    let mut choices = Choices(choices);
    let count = 2 + [0, 1, 2, 1, 2, 3, 1, 2, 3][choices.below(9) as usize];
    let open = choices.once_in(3);
    let mut operations = 0;
    let plans: Vec<Plan> = (0..count)
        .map(|_| plan(&mut choices, &mut operations))
        .collect();
    let mut behaviours = Vec::new();
    for index in 0..count {
        let code = Code {
            choices,
            plans: &plans,
            own: index,
            nodes: Vec::new(),
            definitions: Vec::new(),
        };
        let (behaviour, rest) = code.behaviour();
        behaviours.push(behaviour);
        choices = rest;
    }
    let kept: Vec<usize> = offers(&plans).map(|offer| offer.paths).collect();
    let operation = |(number, paths): (usize, &usize)| Operation {
        name: Name::from(format!("op{number}").as_str()),
        request: vec!["id".to_owned(); *paths],
        response: vec!["id".to_owned(); *paths],
    };
    let instances = (0..count)
        .map(|index| instance(&mut choices, &plans, index, open))
        .collect();
    Network {
        operations: kept.iter().enumerate().map(operation).collect(),
        behaviours,
        instances,
        constants: vec![Constant::Text("1".to_owned())],
        delivery: Delivery::Mailbox,
        assumptions: Vec::new(),
        chosen: Vec::new(),
        unseen: Vec::new(),
    }
}

/// The operations of all services, in order.
fn offers(plans: &[Plan]) -> impl Iterator<Item = &Offer> {
    plans.iter().flat_map(|plan| &plan.inputs)
}

fn plan(choices: &mut Choices<'_>, operations: &mut u32) -> Plan {
    let mode = [
        Mode::Single,
        Mode::Concurrent,
        Mode::Single,
        Mode::Concurrent,
        Mode::Sequential,
    ][choices.below(5) as usize];
    let inputs = (0..2 + choices.below(2)).map(|number| {
        *operations += 1;
        let set = match mode {
            Mode::Single => choices.once_in(4),
            // The first starts sessions.
            _ => number > 0 && !choices.once_in(8),
        };
        let answered = choices.below(2) == 1;
        Offer {
            operation: OperationId(*operations - 1),
            answered,
            queue: u32::from(set),
            paths: usize::from(set || choices.below(3) > 0),
        }
    });
    Plan {
        mode,
        inputs: inputs.collect(),
    }
}

fn instance(choices: &mut Choices<'_>, plans: &[Plan], index: u32, open: bool) -> Instance {
    let reach = |(instance, plan): (u32, &Plan)| {
        let route = |(input, offer): (u32, &Offer)| {
            (
                offer.operation,
                Route::Input(InstanceId(instance), InputId(input)),
            )
        };
        Target::Port((0..).zip(&plan.inputs).map(route).collect())
    };
    let mut targets: Vec<Target> = (0..).zip(plans).map(reach).collect();
    targets.extend([Target::Environment, Target::Nobody, Target::Nobody]);
    let own = &plans[index as usize].inputs;
    let access = own.iter().map(|_| match open && choices.below(2) == 0 {
        true => Access::Open,
        false => Access::Closed,
    });
    let access = access.collect();
    // The first may embed others, which are initialised before it and end with it.
    let embedded = index > 0 && choices.below(3) > 0;
    Instance {
        name: Name::from(format!("Service{index}").as_str()),
        behaviour: BehaviourId(index),
        root: InstanceId(if embedded { 0 } else { index }),
        access,
        targets,
        remote: false,
        initial: Vec::new(),
    }
}

fn fault(number: u32) -> FaultName {
    Name::from(["Refused", "Broken"][number as usize % 2])
}

/// The code of one service while it is made: from the end, since each node names what follows it.
struct Code<'c, 'p> {
    choices: Choices<'c>,
    plans: &'p [Plan],
    own: u32,
    nodes: Vec<Node>,
    definitions: Vec<Location>,
}

impl<'c> Code<'c, '_> {
    fn plan(&self) -> &Plan {
        &self.plans[self.own as usize]
    }

    fn behaviour(mut self) -> (Behaviour, Choices<'c>) {
        self.push(Act::End);
        for _ in 0..self.choices.below(3) {
            let head = self.push(Act::Skip { next: END });
            self.definitions.push(head);
            let body = self.process(2, END);
            self.nodes[head.index()].act = Act::Skip { next: body };
        }
        let init = self.choices.once_in(8).then(|| self.process(1, END));
        let main = self.main();
        let couriers = match self.choices.once_in(12) {
            true => vec![Starter {
                branch: self.branch(1, 1, END),
                courier: true,
            }],
            false => Vec::new(),
        };
        let (inputs, mode) = (self.inputs(), self.plan().mode);
        // Half of the operations declare a fault.
        let faulty = offers(self.plans).filter(|offer| offer.operation.0 % 2 == 0);
        let faulty: Vec<_> = faulty
            .map(|offer| (offer.operation, vec![fault(0)]))
            .collect();
        let port = |number: usize| LocalPort {
            name: Name::from(format!("Port{number}").as_str()),
            location: (number == self.plans.len() + 2).then_some(CellId(2)),
            faults: faulty.clone(),
            remote: false,
            span: Span::NOWHERE,
        };
        let name = |word: &str, number: u32| Name::from(format!("{word}{number}").as_str());
        let cell = |number: u32| Cell {
            name: format!("cell{number}"),
            place: match number {
                3 => Place::Global,
                _ => Place::Session,
            },
        };
        let behaviour = Behaviour {
            name: name("Service", self.own),
            span: Span::NOWHERE,
            mode,
            nodes: self.nodes,
            init,
            main,
            couriers,
            cells: (0..CELLS).map(cell).collect(),
            inputs,
            sets: vec![vec![IDENTIFIER]],
            ports: (0..self.plans.len() + 3).map(port).collect(),
            locks: (0..LOCKS).map(|number| name("lock", number)).collect(),
            links: (0..LINKS).map(|number| name("link", number)).collect(),
            scopes: (0..SCOPES).map(|number| name("scope", number)).collect(),
        };
        (behaviour, self.choices)
    }

    fn main(&mut self) -> Main {
        let crowded = self.choices.below(5) > 2;
        match (self.plan().mode, crowded) {
            (Mode::Single, false) => Main::Once(self.several(4)),
            (Mode::Single, true) => Main::Once(self.crowd(2)),
            (_, crowded) => {
                let next = if crowded { self.crowd(1) } else { END };
                Main::Starters(vec![Starter {
                    branch: self.branch(0, 3, next),
                    courier: false,
                }])
            }
        }
    }

    fn inputs(&self) -> Vec<Input> {
        let input = |offer: &Offer| Input {
            operation: offer.operation,
            request_response: offer.answered,
            queue: offer.queue,
            aliases: vec![0; offer.queue as usize],
            faults: vec![fault(0)],
            span: Span::NOWHERE,
        };
        self.plan().inputs.iter().map(input).collect()
    }

    fn push(&mut self, act: Act) -> Location {
        let at = u32::try_from(self.nodes.len()).unwrap();
        let origin = self.place(at);
        self.nodes.push(Node { act, origin });
        Location(at)
    }

    /// A place of its own for each node of the network.
    fn place(&self, at: u32) -> Span {
        let start = self.own * 10_000 + at;
        Span {
            source: SourceId::NOWHERE,
            start,
            end: start + 1,
        }
    }

    /// Acts of several threads at once, where there is choice enough for them.
    fn several(&mut self, depth: u32) -> Location {
        let threads = [1, 3, 2, 3][self.choices.below(4) as usize];
        let bodies: Vec<Location> = (0..threads).map(|_| self.process(depth, END)).collect();
        match bodies.as_slice() {
            [only] => *only,
            _ => self.push(Act::Fork { bodies, next: END }),
        }
    }

    /// Threads that share links, locks, cells and scopes, and that kill one another by faults.
    fn crowd(&mut self, depth: u32) -> Location {
        let threads = 2 + self.choices.below(3);
        let bodies = (0..threads).map(|_| self.strand(depth, END)).collect();
        let fork = self.push(Act::Fork { bodies, next: END });
        match self.choices.below(3) {
            0 => fork,
            _ => {
                let installs = self.install(1, fork);
                self.push(installs)
            }
        }
    }

    /// A few acts of such a thread; it goes on at `next`.
    fn strand(&mut self, depth: u32, next: Location) -> Location {
        let length = 1 + self.choices.below(3);
        (0..length).fold(next, |next, _| self.twist(depth, next))
    }

    fn twist(&mut self, depth: u32, next: Location) -> Location {
        let kinds = if depth == 0 { 10 } else { 15 };
        let act = match self.choices.below(kinds) {
            0 | 1 => Act::LinkOut {
                link: LinkId(self.choices.below(LINKS)),
                next,
            },
            2 | 3 => Act::LinkIn {
                link: LinkId(self.choices.below(LINKS)),
                next,
            },
            4 => self.set(next),
            5 => self.send(next),
            6 | 7 => self.call(next),
            8 => self.receive(0, next),
            9 => self.abrupt(next),
            10 | 11 => Act::Synchronized {
                lock: LockId(self.choices.below(LOCKS)),
                body: self.strand(depth - 1, END),
                next,
            },
            12 => Act::Branch {
                condition: self.condition(),
                then: self.strand(depth - 1, next),
                otherwise: next,
            },
            13 => {
                let inside = self.strand(depth - 1, END);
                let installs = self.install(1, inside);
                let body = self.push(installs);
                let scope = ScopeId(self.choices.below(SCOPES));
                Act::Enter { scope, body, next }
            }
            _ => Act::Fork {
                bodies: (0..2).map(|_| self.strand(depth - 1, END)).collect(),
                next,
            },
        };
        self.push(act)
    }

    /// A few acts, one after another; it goes on at `next`.
    fn process(&mut self, depth: u32, next: Location) -> Location {
        let length = 1 + self.choices.below(4);
        (0..length).fold(next, |next, _| self.act(depth, next))
    }

    fn act(&mut self, depth: u32, next: Location) -> Location {
        let kinds = if depth == 0 { 17 } else { 32 };
        let act = match self.choices.below(kinds) {
            0..4 => self.send(next),
            4..6 => self.call(next),
            6..11 => self.receive(depth.saturating_sub(1), next),
            11 => self.set(next),
            12 => Act::LinkOut {
                link: LinkId(self.choices.below(LINKS)),
                next,
            },
            13 => Act::LinkIn {
                link: LinkId(self.choices.below(LINKS)),
                next,
            },
            14 => self.invoke(next),
            15 => self.abrupt(next),
            16 => match self.choices.below(3) {
                0 => Act::CurrentHandler { next },
                _ => Act::Compensate {
                    scope: ScopeId(self.choices.below(SCOPES)),
                    next,
                },
            },
            17..20 => Act::Branch {
                condition: self.condition(),
                then: self.process(depth - 1, next),
                otherwise: self.process(depth - 1, next),
            },
            20..24 => Act::Fork {
                bodies: (0..2 + self.choices.below(2))
                    .map(|_| self.process(depth - 1, END))
                    .collect(),
                next,
            },
            24 | 25 => return self.scope(depth, next),
            26 => self.install(depth, next),
            27 => Act::Synchronized {
                lock: LockId(self.choices.below(LOCKS)),
                body: self.process(depth - 1, END),
                next,
            },
            28 => Act::Spawn {
                body: self.process(depth - 1, END),
                copies: Term::Value(Value::int(2)),
                index: Some(CellId(0)),
                next,
            },
            _ => return self.back_edge(depth, next),
        };
        self.push(act)
    }

    /// An output port, with an operation that whoever it reaches has.
    fn port(&mut self, answered: bool) -> Option<(PortId, Offer)> {
        let count = u32::try_from(self.plans.len()).unwrap();
        let others = count + self.choices.below(16) / 13;
        let port = match self.choices.below(others + 1) {
            // What is not a service is reached rarely.
            far if far >= count => count + self.choices.below(3),
            near => (self.own + 1 + near) % count,
        };
        let reached = &self.plans[(port % count) as usize].inputs;
        let fitting: Vec<Offer> = reached
            .iter()
            .filter(|offer| offer.answered == answered)
            .copied()
            .collect();
        let among = u32::try_from(fitting.len()).unwrap();
        let found = among.checked_sub(1)?.min(self.choices.below(among.max(1)));
        Some((PortId(port), fitting[found as usize]))
    }

    fn send(&mut self, next: Location) -> Act {
        match self.port(false) {
            Some((port, offer)) => Act::Send {
                port,
                operation: offer.operation,
                payload: self.payload(offer),
                next,
            },
            None => Act::Skip { next },
        }
    }

    fn call(&mut self, next: Location) -> Act {
        match self.port(true) {
            Some((port, offer)) => Act::Call {
                port,
                operation: offer.operation,
                payload: self.payload(offer),
                response: self.bindings(offer),
                next,
            },
            None => Act::Skip { next },
        }
    }

    fn payload(&mut self, offer: Offer) -> Vec<Term> {
        (0..offer.paths).map(|_| self.term()).collect()
    }

    fn bindings(&mut self, offer: Offer) -> Vec<Binding> {
        let cells = self.choices.below(4) as usize;
        (0..cells.min(offer.paths))
            .map(|_| Binding {
                path: 0,
                cell: CellId(self.choices.below(CELLS)),
            })
            .collect()
    }

    fn receive(&mut self, depth: u32, next: Location) -> Act {
        let inputs = u32::try_from(self.plan().inputs.len()).unwrap();
        let count = 1 + self.choices.below(4) / 2;
        let first = self.choices.below(inputs);
        let branches = (0..count).map(|number| (first + number) % inputs);
        let branches: Vec<u32> = branches.collect();
        Act::Receive {
            branches: branches
                .into_iter()
                .map(|input| self.branch(input, depth, next))
                .collect(),
        }
    }

    fn branch(&mut self, input: u32, depth: u32, next: Location) -> InputBranch {
        let offer = self.plan().inputs[input as usize];
        let mut bindings = self.bindings(offer);
        if offer.queue > 0 {
            bindings.push(Binding {
                path: 0,
                cell: IDENTIFIER,
            });
        }
        let empty = depth == 0 || self.choices.below(3) > 0;
        let end = if offer.answered { END } else { next };
        let body = match empty {
            true => end,
            false => self.process(depth - 1, end),
        };
        let reply = offer.answered.then(|| Reply {
            payload: self.payload(offer),
            next,
        });
        let at = u32::try_from(self.nodes.len()).unwrap();
        InputBranch {
            input: InputId(input),
            bindings,
            reply,
            body,
            origin: self.place(at),
        }
    }

    fn term(&mut self) -> Term {
        match self.choices.below(8) {
            0 | 1 => Term::Value(Value::int(1)),
            2 | 3 => Term::Cell(IDENTIFIER),
            4 => Term::Cell(CellId(self.choices.below(CELLS))),
            5 => Term::Value(Value::int(2)),
            6 => Term::Free,
            _ => Term::Lost,
        }
    }

    fn set(&mut self, next: Location) -> Act {
        let cell = CellId(self.choices.below(CELLS));
        let term = match self.choices.below(6) {
            0 | 1 => Term::Fresh,
            2 => Term::Value(Value::port(u16::try_from(self.own).unwrap(), 0)),
            _ => self.term(),
        };
        Act::Set {
            values: vec![(cell, term)],
            next,
        }
    }

    fn condition(&mut self) -> Term {
        let cell = CellId(self.choices.below(CELLS));
        let one = Box::new(Term::Value(Value::int(1)));
        match self.choices.below(8) {
            0 | 1 => Term::Free,
            2 => Term::Lost,
            3 | 4 => Term::IsDefined(cell),
            5 | 6 => Term::Compare(Comparison::Equal, Box::new(Term::Cell(cell)), one),
            _ => Term::Not(Box::new(Term::Cell(GLOBAL))),
        }
    }

    fn invoke(&mut self, next: Location) -> Act {
        let count = u32::try_from(self.definitions.len()).unwrap();
        let Some(last) = count.checked_sub(1) else {
            return Act::Skip { next };
        };
        let body = self.definitions[self.choices.below(count).min(last) as usize];
        Act::Invoke { body, next }
    }

    /// What does not go on.
    fn abrupt(&mut self, next: Location) -> Act {
        match self.choices.below(12) {
            0 => Act::Skip { next },
            11 => Act::Exit,
            number => Act::Throw {
                fault: fault(number),
            },
        }
    }

    fn scope(&mut self, depth: u32, next: Location) -> Location {
        let inside = self.process(depth - 1, END);
        let body = match self.choices.below(3) {
            0 => inside,
            _ => {
                let installs = self.install(depth, inside);
                self.push(installs)
            }
        };
        let scope = ScopeId(self.choices.below(SCOPES));
        self.push(Act::Enter { scope, body, next })
    }

    fn install(&mut self, depth: u32, next: Location) -> Act {
        let keys = [
            HandlerKey::Default,
            HandlerKey::This,
            HandlerKey::Fault(fault(0)),
            HandlerKey::Fault(fault(1)),
        ];
        let count = 1 + self.choices.below(2);
        let handlers = (0..count).map(|_| Handler {
            key: keys[self.choices.below(4) as usize],
            body: self.process(depth - 1, END),
            composes: self.choices.below(2) == 0,
        });
        Act::Install {
            handlers: handlers.collect(),
            next,
        }
    }

    /// A loop, which may never end.
    fn back_edge(&mut self, depth: u32, next: Location) -> Location {
        let head = self.push(Act::Skip { next });
        let body = self.process(depth - 1, head);
        let condition = match self.choices.below(3) {
            0 => Term::Free,
            1 => self.condition(),
            _ => Term::Value(Value::bool(true)),
        };
        self.nodes[head.index()].act = Act::Branch {
            condition,
            then: body,
            otherwise: next,
        };
        head
    }
}
