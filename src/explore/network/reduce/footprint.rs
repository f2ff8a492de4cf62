//! What code may do from a location on: the future of a thread, as far as it can be read off the program.
//!
//! In comes a network, out come for each location of an instance the cells, inputs, links and locks that whatever runs
//! from there may touch, and whether it may raise a fault. A least fixed point over the edges of the code, bodies of
//! definitions, handlers and threads included. Sets are folded to 128 bits: two things that share a bit are taken for one,
//! which only makes more steps depend on one another. As in `papers/semantics.md`, *Reduction*.

use super::raises::Raises;
use crate::automata::network::session::ReplyAt;
use crate::automata::network::{
    Act, Behaviour, CellId, Frame, Handler, InputBranch, InstanceId, Location, Network, PortId,
    Session, Term, Thread, ThreadState,
};
use crate::automata::waits::successors;
use std::mem::size_of_val;

/// A set of things with numbers, folded.
pub(super) type Set = u128;

/// The set with one thing.
pub(super) fn one(index: usize) -> Set {
    1 << (index % 128)
}

/// What may be touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Footprint {
    /// Cells that are read, and cells that are written.
    pub reads: Set,
    pub writes: Set,
    /// Inputs that are received.
    pub takes: Set,
    /// Links whose signals are given, and taken.
    pub gives: Set,
    pub awaits: Set,
    /// Locks that are acquired, or held and released.
    pub locks: Set,
    /// Whether a fault may be raised.
    pub raises: bool,
    /// Whether clients or servers outside may be told something.
    pub tells: bool,
    /// Whether a token may be made.
    pub makes: bool,
}

impl Footprint {
    pub fn add(&mut self, other: &Self) {
        self.reads |= other.reads;
        self.writes |= other.writes;
        self.takes |= other.takes;
        self.gives |= other.gives;
        self.awaits |= other.awaits;
        self.locks |= other.locks;
        self.raises |= other.raises;
        self.tells |= other.tells;
        self.makes |= other.makes;
    }

    pub fn read(&mut self, term: &Term) {
        for part in term.parts() {
            match part {
                Term::Cell(cell) | Term::IsDefined(cell) => self.reads |= one(cell.index()),
                Term::Fresh => self.makes = true,
                _ => {}
            }
        }
    }

    pub fn read_all<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) {
        for term in terms {
            self.read(term);
        }
    }

    pub fn write(&mut self, cell: CellId) {
        self.writes |= one(cell.index());
    }

    /// What a branch of an input does before its body.
    pub fn receive(&mut self, branch: &InputBranch) {
        self.takes |= one(branch.input.index());
        for binding in &branch.bindings {
            self.write(binding.cell);
        }
    }

    fn reply(&mut self, branch: &InputBranch) {
        if let Some(reply) = &branch.reply {
            self.tells = true;
            self.read_all(&reply.payload);
        }
    }

    /// What is sent by a port, which may be bound by a cell.
    pub fn send(&mut self, behaviour: &Behaviour, port: PortId, payload: &[Term]) {
        self.tells = true;
        self.read_all(payload);
        let port = behaviour.ports.get(port.index());
        if let Some(cell) = port.and_then(|port| port.location) {
            self.reads |= one(cell.index());
        }
    }
}

/// The futures of the code of one instance.
pub(super) struct Futures {
    /// For each location what runs from there, with what follows it; and last, what any handler does.
    by_location: Box<[Footprint]>,
}

impl Futures {
    /// Of an instance; `raises` says what may raise a fault.
    pub fn of(network: &Network, instance: InstanceId, raises: &Raises) -> Self {
        let behaviour = network.behaviour_of(instance);
        let nodes = &behaviour.nodes;
        let handlers = nodes.len();
        let mut found: Vec<Footprint> = Vec::with_capacity(handlers + 1);
        let mut sources: Vec<Vec<usize>> = vec![Vec::new(); handlers + 1];
        for (index, node) in nodes.iter().enumerate() {
            found.push(own(network, instance, &node.act, raises));
            let at = Location(u32::try_from(index).unwrap_or(u32::MAX));
            let next = successors(behaviour, at).into_iter();
            let next = next.map(|at| (at.index(), index));
            let installed = installed(&node.act).map(|at| (at.index(), handlers));
            let runs = runs_handlers(&node.act).then_some((handlers, index));
            for (to, from) in next.chain(installed).chain(runs) {
                if let Some(sources) = sources.get_mut(to) {
                    sources.push(from);
                }
            }
        }
        found.push(Footprint::default());
        let mut open: Vec<usize> = (0..found.len()).collect();
        while let Some(at) = open.pop() {
            let future = found[at];
            for source in &sources[at] {
                let known = &mut found[*source];
                let old = *known;
                known.add(&future);
                if *known != old {
                    open.push(*source);
                }
            }
        }
        Self {
            by_location: found.into(),
        }
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.by_location)
    }

    fn at(&self, at: Location) -> Footprint {
        let found = self.by_location.get(at.index());
        found.copied().unwrap_or_default()
    }

    fn handlers(&self) -> Footprint {
        self.by_location.last().copied().unwrap_or_default()
    }

    /// Everything that a thread may still do, and the threads that it makes. What those do that it has made already is
    /// not among it.
    pub fn thread(&self, behaviour: &Behaviour, thread: &Thread) -> Footprint {
        let act = behaviour.nodes.get(thread.at.index()).map(|node| &node.act);
        let mut found = match (&thread.state, act) {
            (ThreadState::Joining { .. }, Some(Act::Fork { next, .. })) => self.at(*next),
            (ThreadState::Spawning { .. }, Some(Act::Spawn { next, .. })) => self.at(*next),
            (ThreadState::Raising(_), _) => Footprint::default(),
            _ => self.at(thread.at),
        };
        found.raises |= matches!(
            thread.state,
            ThreadState::Raising(_) | ThreadState::Joining { fault: Some(_) }
        );
        for frame in &thread.frames {
            self.frame(behaviour, frame, &mut found);
        }
        found
    }

    fn frame(&self, behaviour: &Behaviour, frame: &Frame, found: &mut Footprint) {
        match frame {
            Frame::Return(next) => found.add(&self.at(*next)),
            Frame::Scope {
                node,
                faults,
                compensations,
                ..
            } => {
                if !faults.is_empty() || !compensations.is_empty() {
                    found.add(&self.handlers());
                }
                if let Some(next) = node.and_then(|node| next_of(behaviour, node)) {
                    found.add(&self.at(next));
                }
            }
            Frame::Request { node, .. } => {
                if let Some(branch) = branch(behaviour, *node) {
                    found.reply(branch);
                    found.add(
                        &branch
                            .reply
                            .as_ref()
                            .map_or_else(Footprint::default, |reply| self.at(reply.next)),
                    );
                }
            }
            Frame::Lock { lock, node } => {
                found.locks |= one(lock.index());
                if let Some(next) = next_of(behaviour, *node) {
                    found.add(&self.at(next));
                }
            }
            Frame::Handler(current) => {
                if current.handler().is_some() {
                    found.add(&self.handlers());
                }
            }
            Frame::Killed(_) => found.raises = true,
        }
    }

    /// Everything that all threads of a session may still do.
    pub fn session(&self, behaviour: &Behaviour, session: &Session) -> Footprint {
        let mut found = Footprint::default();
        for thread in session.threads.iter().flatten() {
            found.add(&self.thread(behaviour, thread));
        }
        found
    }
}

/// Where things go on after a node that opened a frame.
pub(in crate::explore::network) fn next_of(
    behaviour: &Behaviour,
    node: Location,
) -> Option<Location> {
    match &behaviour.nodes.get(node.index())?.act {
        Act::Enter { next, .. } | Act::Synchronized { next, .. } => Some(*next),
        _ => None,
    }
}

/// The input that a request came by.
pub(in crate::explore::network) fn branch(
    behaviour: &Behaviour,
    at: ReplyAt,
) -> Option<&InputBranch> {
    match at {
        ReplyAt::Branch(node, number) => match &behaviour.nodes.get(node.index())?.act {
            Act::Receive { branches } => branches.get(usize::from(number)),
            _ => None,
        },
        ReplyAt::Starter(number) => {
            let starter = behaviour.starters().nth(usize::from(number));
            starter.map(|starter| &starter.branch)
        }
    }
}

/// What an act itself may touch.
fn own(network: &Network, instance: InstanceId, act: &Act, raises: &Raises) -> Footprint {
    let behaviour = network.behaviour_of(instance);
    let mut found = Footprint {
        raises: raises.act(network, instance, act),
        ..Footprint::default()
    };
    match act {
        Act::Set { values, .. } => {
            for (cell, term) in values {
                found.write(*cell);
                found.read(term);
            }
        }
        // What is asked is known afterwards.
        Act::Branch { condition, .. } => found.read(condition),
        Act::Spawn { copies, .. } => found.read(copies),
        Act::Send { port, payload, .. } => found.send(behaviour, *port, payload),
        Act::Call {
            port,
            payload,
            response,
            ..
        } => {
            found.send(behaviour, *port, payload);
            for binding in response {
                found.write(binding.cell);
            }
        }
        Act::Receive { branches } => {
            for branch in branches {
                found.receive(branch);
                found.reply(branch);
            }
        }
        Act::Synchronized { lock, .. } => found.locks |= one(lock.index()),
        Act::LinkOut { link, .. } => found.gives |= one(link.index()),
        Act::LinkIn { link, .. } => found.awaits |= one(link.index()),
        _ => {}
    }
    found
}

/// The bodies of the handlers that an act installs.
fn installed(act: &Act) -> impl Iterator<Item = Location> + '_ {
    let handlers: &[Handler] = match act {
        Act::Install { handlers, .. } => handlers,
        _ => &[],
    };
    handlers.iter().map(|handler| handler.body)
}

/// Whether an act runs handlers that were installed anywhere.
fn runs_handlers(act: &Act) -> bool {
    matches!(act, Act::Compensate { .. } | Act::CurrentHandler { .. })
}
