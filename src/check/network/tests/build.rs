//! Small networks, written like the programs that they stand for.

use crate::automata::network::behaviour::Reply;
use crate::automata::network::{
    Access, Act, Behaviour, BehaviourId, Binding, Cell, CellId, Delivery, Handler, HandlerKey,
    Input, InputBranch, InputId, Instance, InstanceId, LinkId, LocalPort, Location, LockId, Main,
    Mode, Network, Node, Operation, OperationId, Place, PortId, Route, ScopeId, Starter, Target,
    Term,
};
use crate::base::{Name, SourceId, Span};

/// What a service does; the number is its line.
#[derive(Clone)]
pub enum P {
    Seq(Vec<P>),
    Par(Vec<P>),
    Send(u32, &'static str, &'static str),
    Call(u32, &'static str, &'static str),
    In(u32, Vec<(&'static str, P)>),
    Answer(u32, &'static str, Box<P>),
    Lock(u32, &'static str, Box<P>),
    LinkIn(u32, &'static str),
    LinkOut(u32, &'static str),
    Either(Box<P>, Box<P>),
    Unknown(Box<P>, Box<P>),
    Forever(Box<P>),
    /// A loop over data that are not followed.
    While(Box<P>),
    Throw(u32, &'static str),
    Catch(&'static str, Box<P>, Box<P>),
}

pub fn seq(parts: impl Into<Vec<P>>) -> P {
    P::Seq(parts.into())
}

pub fn input(line: u32, operation: &'static str) -> P {
    P::In(line, vec![(operation, seq([]))])
}

pub fn lock(line: u32, name: &'static str, body: P) -> P {
    P::Lock(line, name, Box::new(body))
}

pub fn span(line: u32) -> Span {
    Span {
        source: SourceId::NOWHERE,
        start: line,
        end: line + 1,
    }
}

/// A service: how it runs, which services its ports of the same name reach, what clients use.
#[derive(Clone)]
pub struct Service {
    pub name: &'static str,
    pub mode: Mode,
    pub open: Vec<&'static str>,
    /// Operations of the correlation set, with which clients choose the identifier.
    pub set: Vec<&'static str>,
    pub body: P,
}

pub fn service(name: &'static str, mode: Mode, body: P) -> Service {
    Service {
        name,
        mode,
        open: Vec::new(),
        set: Vec::new(),
        body,
    }
}

impl Service {
    pub fn open(mut self, open: &[&'static str]) -> Self {
        self.open = open.to_vec();
        self
    }

    pub fn set(mut self, set: &[&'static str]) -> Self {
        self.set = set.to_vec();
        self
    }
}

#[derive(Default)]
struct Compiler {
    operations: Vec<&'static str>,
    nodes: Vec<Node>,
    inputs: Vec<Input>,
    ports: Vec<&'static str>,
    locks: Vec<Name>,
    links: Vec<Name>,
    set: Vec<&'static str>,
}

fn index<T: PartialEq>(list: &mut Vec<T>, item: T) -> u32 {
    let found = list.iter().position(|known| *known == item);
    let at = found.unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    });
    u32::try_from(at).unwrap()
}

impl Compiler {
    fn node(&mut self, line: u32, act: Act) -> Location {
        self.nodes.push(Node {
            act,
            origin: span(line),
        });
        Location(u32::try_from(self.nodes.len() - 1).unwrap())
    }

    fn input(&mut self, name: &'static str, answered: bool) -> InputId {
        let operation = OperationId(index(&mut self.operations, name));
        if let Some(known) = self
            .inputs
            .iter()
            .position(|input| input.operation == operation)
        {
            return InputId(u32::try_from(known).unwrap());
        }
        let in_set = self.set.contains(&name);
        self.inputs.push(Input {
            operation,
            request_response: answered,
            queue: u32::from(in_set),
            aliases: if in_set { vec![0] } else { Vec::new() },
            faults: Vec::new(),
            span: span(900),
        });
        InputId(u32::try_from(self.inputs.len() - 1).unwrap())
    }

    fn all(&mut self, parts: &[P], next: Location) -> Location {
        parts
            .iter()
            .rev()
            .fold(next, |next, part| self.compile(part, next))
    }

    fn closed(&mut self, body: &P) -> Location {
        let end = self.node(0, Act::End);
        self.compile(body, end)
    }

    fn branch(&mut self, line: u32, name: &'static str, body: &P, next: Location) -> InputBranch {
        let input = self.input(name, false);
        InputBranch {
            input,
            bindings: Vec::new(),
            reply: None,
            body: self.compile(body, next),
            origin: span(line),
        }
    }

    fn answered(&mut self, line: u32, name: &'static str, body: &P, next: Location) -> InputBranch {
        let input = self.input(name, true);
        InputBranch {
            input,
            bindings: Vec::new(),
            reply: Some(Reply {
                payload: Vec::new(),
                next,
            }),
            body: self.closed(body),
            origin: span(line),
        }
    }

    #[allow(clippy::too_many_lines, reason = "one arm for each kind of statement")]
    fn compile(&mut self, process: &P, next: Location) -> Location {
        match process {
            P::Seq(parts) => self.all(parts, next),
            P::Par(parts) => {
                let bodies = parts.iter().map(|part| self.closed(part)).collect();
                self.node(0, Act::Fork { bodies, next })
            }
            P::Send(line, operation, port) => {
                let act = Act::Send {
                    port: PortId(index(&mut self.ports, port)),
                    operation: OperationId(index(&mut self.operations, operation)),
                    payload: Vec::new(),
                    next,
                };
                self.node(*line, act)
            }
            P::Call(line, operation, port) => {
                let act = Act::Call {
                    port: PortId(index(&mut self.ports, port)),
                    operation: OperationId(index(&mut self.operations, operation)),
                    payload: Vec::new(),
                    response: Vec::new(),
                    next,
                };
                self.node(*line, act)
            }
            P::In(line, branches) => {
                let branches = branches
                    .iter()
                    .map(|(name, body)| self.branch(*line, name, body, next))
                    .collect();
                self.node(*line, Act::Receive { branches })
            }
            P::Answer(line, name, body) => {
                let branches = vec![self.answered(*line, name, body, next)];
                self.node(*line, Act::Receive { branches })
            }
            P::Lock(line, name, body) => {
                let lock = LockId(index(&mut self.locks, Name::from(name)));
                let body = self.closed(body);
                self.node(*line, Act::Synchronized { lock, body, next })
            }
            P::LinkIn(line, name) => {
                let link = LinkId(index(&mut self.links, Name::from(name)));
                self.node(*line, Act::LinkIn { link, next })
            }
            P::LinkOut(line, name) => {
                let link = LinkId(index(&mut self.links, Name::from(name)));
                self.node(*line, Act::LinkOut { link, next })
            }
            P::Either(..) | P::Unknown(..) | P::Forever(_) | P::While(_) => {
                self.control(process, next)
            }
            P::Throw(line, fault) => {
                let fault = Name::from(fault);
                self.node(*line, Act::Throw { fault })
            }
            P::Catch(fault, handler, body) => {
                let handler = Handler {
                    key: HandlerKey::Fault(Name::from(fault)),
                    body: self.closed(handler),
                    composes: false,
                };
                let body = self.closed(body);
                let body = self.node(
                    0,
                    Act::Install {
                        handlers: vec![handler],
                        next: body,
                    },
                );
                let scope = ScopeId(0);
                self.node(0, Act::Enter { scope, body, next })
            }
        }
    }

    fn control(&mut self, process: &P, next: Location) -> Location {
        match process {
            P::Either(one, other) | P::Unknown(one, other) => {
                let condition = if matches!(process, P::Either(..)) {
                    Term::Free
                } else {
                    Term::Lost
                };
                let then = self.compile(one, next);
                let otherwise = self.compile(other, next);
                let act = Act::Branch {
                    condition,
                    then,
                    otherwise,
                };
                self.node(0, act)
            }
            P::Forever(body) => {
                let head = self.node(0, Act::End);
                let body = self.compile(body, head);
                self.nodes[head.index()].act = Act::Skip { next: body };
                head
            }
            P::While(body) => {
                let head = self.node(0, Act::End);
                self.nodes[head.index()].act = Act::Branch {
                    condition: Term::Lost,
                    then: self.compile(body, head),
                    otherwise: next,
                };
                head
            }
            _ => next,
        }
    }

    fn starters(&mut self, body: &P, end: Location) -> Vec<Starter> {
        let (first, rest) = match body {
            P::Seq(parts) => (&parts[0], &parts[1..]),
            other => (other, &[][..]),
        };
        let next = self.all(rest, end);
        let branches = match first {
            P::In(line, branches) => branches
                .iter()
                .map(|(name, body)| self.branch(*line, name, body, next))
                .collect(),
            P::Answer(line, name, body) => vec![self.answered(*line, name, body, next)],
            _ => Vec::new(),
        };
        let with_set = |mut branch: InputBranch| {
            if self.inputs[branch.input.index()].queue == 1 {
                branch.bindings.push(Binding {
                    path: 0,
                    cell: CellId(0),
                });
            }
            Starter {
                branch,
                courier: false,
            }
        };
        branches.into_iter().map(with_set).collect()
    }
}

/// The network of these services, each port bound to the service of its name, or to the outside.
#[allow(clippy::too_many_lines, reason = "one arm for each kind of statement")]
pub fn network(services: &[Service]) -> Network {
    let mut operations = Vec::new();
    let mut network = Network {
        delivery: Delivery::Mailbox,
        ..Network::default()
    };
    let mut ports = Vec::new();
    for (number, service) in (0..).zip(services) {
        let mut compiler = Compiler {
            operations: std::mem::take(&mut operations),
            set: service.set.clone(),
            ..Compiler::default()
        };
        let end = compiler.node(0, Act::End);
        let main = if service.mode == Mode::Single {
            Main::Once(compiler.compile(&service.body, end))
        } else {
            Main::Starters(compiler.starters(&service.body, end))
        };
        operations = compiler.operations;
        let access = |input: &Input| {
            if service
                .open
                .contains(&operations[input.operation.0 as usize])
            {
                Access::Open
            } else {
                Access::Closed
            }
        };
        network.instances.push(Instance {
            name: Name::from(service.name),
            behaviour: BehaviourId(number),
            root: InstanceId(number),
            targets: Vec::new(),
            access: compiler.inputs.iter().map(access).collect(),
            remote: false,
            initial: Vec::new(),
        });
        let local = |name: &&str| LocalPort {
            name: Name::from(name),
            location: None,
            faults: Vec::new(),
            remote: false,
            span: span(0),
        };
        let correlated = !service.set.is_empty();
        network.behaviours.push(Behaviour {
            name: Name::from(service.name),
            span: span(0),
            mode: service.mode,
            nodes: compiler.nodes,
            init: None,
            main,
            couriers: Vec::new(),
            cells: if correlated {
                vec![Cell {
                    name: "csets.id".to_owned(),
                    place: Place::Session,
                }]
            } else {
                Vec::new()
            },
            inputs: compiler.inputs,
            sets: if correlated {
                vec![vec![CellId(0)]]
            } else {
                Vec::new()
            },
            ports: compiler.ports.iter().map(local).collect(),
            locks: compiler.locks,
            links: compiler.links,
            scopes: vec![Name::from("s")],
        });
        ports.push(compiler.ports);
    }
    for (number, names) in ports.iter().enumerate() {
        network.instances[number].targets = names
            .iter()
            .map(|name| target(&network, services, name))
            .collect();
    }
    let in_set = |name: &&str| services.iter().any(|service| service.set.contains(name));
    network.operations = operations
        .iter()
        .map(|name| Operation {
            name: Name::from(name),
            request: if in_set(name) {
                vec!["id".to_owned()]
            } else {
                Vec::new()
            },
            response: Vec::new(),
        })
        .collect();
    network
}

fn target(network: &Network, services: &[Service], name: &str) -> Target {
    let Some(at) = services.iter().position(|service| service.name == name) else {
        return Target::Environment;
    };
    let instance = InstanceId(u32::try_from(at).unwrap());
    let inputs = (0..).zip(&network.behaviours[at].inputs);
    let route =
        |(index, input): (u32, &Input)| (input.operation, Route::Input(instance, InputId(index)));
    Target::Port(inputs.map(route).collect())
}
