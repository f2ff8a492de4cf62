//! Who waits for whom: the waits-for graph of the threads of a configuration.
//!
//! In come the live sessions of one state; out come, for each thread that waits, the threads that could make it go on,
//! and the knots of that graph: components that wait for nobody outside of themselves. A component of several threads, or
//! a thread that waits for itself, is a circular wait (Coffman, Elphick and Shoshani, 1971); a knot of one thread that
//! waits for nobody has another cause. An edge for a message is drawn to every thread whose code, from where it stands,
//! can still send it, at once or by a session that it starts: more edges than there are needs, never fewer, so a thread
//! without an edge is one that nobody can help.

use super::cycles;
use super::network::session::{Phase, ReplyAt, Slot};
use super::network::{
    Act, Behaviour, Caller, Delivery, Frame, InputBranch, InputId, InstanceId, LinkId, Location,
    LockId, Message, Network, OperationId, PortId, Route, Session, Shared, Target, Thread,
    ThreadState,
};
use std::collections::{BTreeMap, BTreeSet};

/// A thread of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The slot of its session.
    pub slot: Slot,
    /// The thread.
    pub thread: u8,
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want<'a> {
    /// A message of one of these.
    Input(&'a [InputBranch]),
    /// The answer of its call.
    Answer(OperationId, PortId),
    /// A lock that another holds.
    Lock(LockId),
    /// A signal.
    Signal(LinkId),
    /// Somebody who takes what it sends, where sender and receiver step together.
    Receiver(OperationId, PortId),
    /// The threads that it made.
    Join,
    /// Its turn: its service runs one session at a time.
    Line,
}

/// Where the request of a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// This thread works on the answer.
    Handled(Place),
    /// It lies in a queue of this session.
    Queued(Slot, &'a Message),
    /// Nobody has it any longer.
    Gone,
}

/// Everybody in one state.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The network.
    pub network: &'a Network,
    /// The live sessions.
    pub sessions: BTreeMap<Slot, &'a Session>,
    /// What sessions share, by instance.
    pub shared: Vec<Option<&'a Shared>>,
}

impl<'a> Standing<'a> {
    /// The thread at a place.
    #[must_use]
    pub fn thread(&self, place: Place) -> Option<&'a Thread> {
        let session = self.sessions.get(&place.slot)?;
        session.threads.get(usize::from(place.thread))?.as_ref()
    }

    /// The code that runs in a slot.
    #[must_use]
    pub fn behaviour(&self, slot: Slot) -> Option<&'a Behaviour> {
        let session = self.sessions.get(&slot)?;
        Some(self.network.behaviour_of(session.of))
    }

    /// Every thread, in the order of slots.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.sessions.iter().flat_map(|(slot, session)| {
            let live = session.threads.iter().enumerate();
            live.filter(|(_, thread)| thread.is_some())
                .filter_map(|(index, _)| {
                    let thread = u8::try_from(index).ok()?;
                    Some(Place {
                        slot: *slot,
                        thread,
                    })
                })
        })
    }

    /// What the thread at a place waits for; `None` when it is about to do something.
    #[must_use]
    pub fn want(&self, place: Place) -> Option<Want<'a>> {
        let thread = self.thread(place)?;
        let session = *self.sessions.get(&place.slot)?;
        let behaviour = self.behaviour(place.slot)?;
        let act = &behaviour.nodes.get(thread.at.index())?.act;
        match (&thread.state, act) {
            (ThreadState::Joining { .. } | ThreadState::Spawning { .. }, _) => Some(Want::Join),
            (
                ThreadState::Calling,
                Act::Call {
                    operation, port, ..
                },
            ) => Some(Want::Answer(*operation, *port)),
            _ if session.phase == Phase::Waiting => Some(Want::Line),
            (ThreadState::Ready, Act::Receive { branches }) => Some(Want::Input(branches)),
            (
                ThreadState::Ready,
                Act::Send {
                    operation, port, ..
                }
                | Act::Call {
                    operation, port, ..
                },
            ) if self.network.delivery == Delivery::Rendezvous => {
                Some(Want::Receiver(*operation, *port))
            }
            (ThreadState::Ready, Act::LinkIn { link, .. }) => Some(Want::Signal(*link)),
            (ThreadState::Ready, Act::Synchronized { lock, .. }) => {
                let (slot, thread) = self.holder(session.of, *lock)?;
                (Place { slot, thread } != place).then_some(Want::Lock(*lock))
            }
            _ => None,
        }
    }

    /// Who holds a lock.
    #[must_use]
    pub fn holder(&self, instance: InstanceId, lock: LockId) -> Option<(Slot, u8)> {
        let shared = (*self.shared.get(instance.0 as usize)?)?;
        let held = (*shared.locks.get(lock.index())?)?;
        Some((held.0, held.1))
    }

    /// Where the request is that the thread at `caller` waits on.
    #[must_use]
    pub fn request(&self, caller: Place) -> Request<'a> {
        let asks = |other: &Caller| {
            *other
                == Caller::Session {
                    slot: caller.slot,
                    thread: caller.thread,
                }
        };
        for place in self.places() {
            let frames = self.thread(place).map_or(&[][..], |thread| &thread.frames);
            let serves =
                |frame: &Frame| matches!(frame, Frame::Request { caller, .. } if asks(caller));
            if frames.iter().any(serves) {
                return Request::Handled(place);
            }
        }
        for (slot, session) in &self.sessions {
            let mut queued = session.queues.iter().flatten();
            if let Some(message) = queued.find(|message| message.caller.as_ref().is_some_and(asks))
            {
                return Request::Queued(*slot, message);
            }
        }
        Request::Gone
    }

    /// The message at the head of a queue from which the thread at `place` awaits another one, when no other thread of
    /// the session awaits it or can come to.
    #[must_use]
    pub fn blocked(&self, place: Place) -> Option<&'a Message> {
        let Want::Input(branches) = self.want(place)? else {
            return None;
        };
        let session = *self.sessions.get(&place.slot)?;
        let behaviour = self.behaviour(place.slot)?;
        let queue = |branch: &InputBranch| behaviour.inputs.get(branch.input.index());
        branches.iter().find_map(|branch| {
            let index = queue(branch)?.queue as usize;
            let head = session.queues.get(index)?.first()?;
            let awaited = branches.iter().any(|other| other.input == head.input);
            (!awaited && self.takers(place.slot, head.input, Some(place)).is_empty())
                .then_some(head)
        })
    }

    /// The threads of a session that can still receive an input, but for one.
    #[must_use]
    pub fn takers(&self, slot: Slot, input: InputId, but: Option<Place>) -> Vec<Place> {
        let Some(behaviour) = self.behaviour(slot) else {
            return Vec::new();
        };
        let takes = |location: &Location| receives(behaviour, *location, input);
        let own = self.places().filter(|place| place.slot == slot);
        own.filter(|place| Some(*place) != but)
            .filter(|place| self.future(*place).iter().any(takes))
            .collect()
    }

    /// The threads that could make the thread at `place` go on.
    #[must_use]
    pub fn helpers(&self, place: Place) -> Vec<Place> {
        let own = |place: Place| self.places().filter(move |other| other.slot == place.slot);
        let Some(session) = self.sessions.get(&place.slot) else {
            return Vec::new();
        };
        match self.want(place) {
            None => Vec::new(),
            Some(Want::Join) => self
                .places()
                .filter(|child| self.maker(*child) == Some(place))
                .collect(),
            Some(Want::Answer(..)) => match self.request(place) {
                Request::Handled(handler) => vec![handler],
                Request::Queued(slot, message) => match self.sessions.get(&slot) {
                    // What `init` does not take is given to sessions when it has ended.
                    Some(session) if session.phase == Phase::Init => {
                        vec![Place { slot, thread: 0 }]
                    }
                    _ => self.takers(slot, message.input, None),
                },
                Request::Gone => Vec::new(),
            },
            Some(Want::Lock(lock)) => {
                let holder = self.holder(session.of, lock);
                holder
                    .map(|(slot, thread)| Place { slot, thread })
                    .into_iter()
                    .collect()
            }
            Some(Want::Signal(link)) => own(place)
                .filter(|other| *other != place && self.signals(*other, link))
                .collect(),
            Some(Want::Line) => self.ahead(place),
            Some(Want::Receiver(operation, _)) => self.receivers(place, operation),
            Some(Want::Input(branches)) => self.senders(place, session, branches),
        }
    }

    /// The thread that waits for the end of this one.
    #[must_use]
    pub fn maker(&self, place: Place) -> Option<Place> {
        let slot = place.slot;
        match (self.thread(place)?.parent, self.sessions.get(&slot)?.phase) {
            (Some(thread), _) => Some(Place { slot, thread }),
            (None, Phase::Spawned { slot, thread }) => Some(Place { slot, thread }),
            (None, _) => None,
        }
    }

    /// The threads of the session that runs while this one waits in line.
    fn ahead(&self, place: Place) -> Vec<Place> {
        let of = self.sessions.get(&place.slot).map(|session| session.of);
        let runs = |slot: Slot| {
            self.sessions.get(&slot).is_some_and(|session| {
                Some(session.of) == of && session.phase == Phase::Running && slot != place.slot
            })
        };
        self.places().filter(|other| runs(other.slot)).collect()
    }

    /// The other threads that can still receive an operation, whoever offers it.
    fn receivers(&self, place: Place, operation: OperationId) -> Vec<Place> {
        let own = |session: &Session| {
            let inputs = &self.network.behaviour_of(session.of).inputs;
            let found = inputs.iter().position(|one| one.operation == operation)?;
            u32::try_from(found).ok().map(InputId)
        };
        let sessions = self.sessions.iter();
        sessions
            .filter_map(|(slot, session)| Some(self.takers(*slot, own(session)?, Some(place))))
            .flatten()
            .collect()
    }

    fn signals(&self, place: Place, wanted: LinkId) -> bool {
        let Some(behaviour) = self.behaviour(place.slot) else {
            return false;
        };
        self.future(place).iter().any(|location| {
            let act = behaviour.nodes.get(location.index()).map(|node| &node.act);
            matches!(act, Some(Act::LinkOut { link, .. }) if *link == wanted)
        })
    }

    fn senders(&self, place: Place, session: &Session, branches: &[InputBranch]) -> Vec<Place> {
        // Nothing is routed to the bodies of `spawn`.
        if matches!(session.phase, Phase::Spawned { .. }) {
            return Vec::new();
        }
        let behaviour = self.network.behaviour_of(session.of);
        let mut found = BTreeSet::new();
        for branch in branches {
            let Some(input) = behaviour.inputs.get(branch.input.index()) else {
                continue;
            };
            let head = session
                .queues
                .get(input.queue as usize)
                .and_then(|queue| queue.first());
            match head {
                // Another thread of the session has to take what is in the way.
                Some(head) if !branches.iter().any(|other| other.input == head.input) => {
                    found.extend(self.takers(place.slot, head.input, Some(place)));
                }
                _ => {
                    let goals = self.sources(session.of, branch.input);
                    found.extend(self.places().filter(|other| self.sends(*other, &goals)));
                }
            }
        }
        found.into_iter().collect()
    }

    /// The input itself, and each one that starts a session whose code sends it, or sends one that does.
    #[must_use]
    pub fn sources(&self, instance: InstanceId, input: InputId) -> BTreeSet<(InstanceId, InputId)> {
        let mut goals = BTreeSet::from([(instance, input)]);
        loop {
            let before = goals.len();
            for (index, running) in self.network.instances.iter().enumerate() {
                let Ok(index) = u32::try_from(index) else {
                    break;
                };
                let instance = InstanceId(index);
                let behaviour = &self.network[running.behaviour];
                for starter in behaviour.starters() {
                    let own = (instance, starter.branch.input);
                    if goals.contains(&own) {
                        continue;
                    }
                    let mut starts = Vec::new();
                    starter.branch.locations(&mut |start| starts.push(*start));
                    let code = reachable(behaviour, starts);
                    if code
                        .iter()
                        .any(|at| sends_to(self.network, instance, *at, &goals))
                    {
                        goals.insert(own);
                    }
                }
            }
            if goals.len() == before {
                return goals;
            }
        }
    }

    /// Whether the code of a thread, from where it stands, sends to one of `goals`.
    #[must_use]
    pub fn sends(&self, place: Place, goals: &BTreeSet<(InstanceId, InputId)>) -> bool {
        let Some(session) = self.sessions.get(&place.slot) else {
            return false;
        };
        let future = self.future(place);
        future
            .iter()
            .any(|at| sends_to(self.network, session.of, *at, goals))
    }

    /// Whether the act at `at`, run by `instance`, sends to one of `goals`.
    #[must_use]
    pub fn sends_at(
        &self,
        instance: InstanceId,
        at: Location,
        goals: &BTreeSet<(InstanceId, InputId)>,
    ) -> bool {
        sends_to(self.network, instance, at, goals)
    }

    /// Every location that a thread can still come to, handlers included; without the act that it is waiting in.
    #[must_use]
    pub fn future(&self, place: Place) -> BTreeSet<Location> {
        let (Some(thread), Some(behaviour)) = (self.thread(place), self.behaviour(place.slot))
        else {
            return BTreeSet::new();
        };
        let mut starts = Vec::new();
        let act = behaviour.nodes.get(thread.at.index()).map(|node| &node.act);
        match (&thread.state, act) {
            (
                ThreadState::Joining { .. } | ThreadState::Spawning { .. },
                Some(Act::Fork { next, .. } | Act::Spawn { next, .. }),
            ) => starts.push(*next),
            (ThreadState::Calling, Some(Act::Call { next, .. })) => starts.push(*next),
            (ThreadState::Ready, Some(_)) => starts.push(thread.at),
            _ => {}
        }
        for frame in &thread.frames {
            after(behaviour, frame, &mut starts);
        }
        reachable(behaviour, starts)
    }

    /// The knots of the waits-for graph of `waiting`: the sets of threads that wait for nobody but one another, each in
    /// an order in which every thread waits for the next one, and the last for the first. Threads that join are edges
    /// on the way and members of a knot.
    #[must_use]
    pub fn knots(&self, waiting: &[Place]) -> Vec<Knot> {
        let known: BTreeSet<Place> = waiting.iter().copied().collect();
        let mut edges = BTreeMap::new();
        for place in &known {
            let mut helpers = if self.blocked(*place).is_some() {
                Vec::new()
            } else {
                self.helpers(*place)
            };
            helpers.retain(|helper| known.contains(helper));
            edges.insert(*place, helpers);
        }
        cycles::knots(&edges)
            .into_iter()
            .map(|members| {
                let cycle = cycles::shortest(&edges, &members);
                Knot { members, cycle }
            })
            .collect()
    }
}

/// Threads that wait for nobody but one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Knot {
    /// All of them.
    pub members: Vec<Place>,
    /// A shortest cycle, each waiting for the next; empty when there is one member, which waits for nobody.
    pub cycle: Vec<Place>,
}

fn after(behaviour: &Behaviour, frame: &Frame, starts: &mut Vec<Location>) {
    let act = |node: &Location| behaviour.nodes.get(node.index()).map(|node| &node.act);
    match frame {
        Frame::Return(next) => starts.push(*next),
        Frame::Killed(_) => {}
        Frame::Handler(current) => starts.extend(current.bodies()),
        Frame::Scope {
            node,
            faults,
            compensations,
            ..
        } => {
            if let Some(Act::Enter { next, .. }) = node.as_ref().and_then(act) {
                starts.push(*next);
            }
            starts.extend(faults.iter().flat_map(|(_, handler)| handler.bodies()));
            starts.extend(
                compensations
                    .iter()
                    .flat_map(|(_, handler)| handler.bodies()),
            );
        }
        Frame::Request { node, .. } => {
            let branch = match node {
                ReplyAt::Branch(node, branch) => match act(node) {
                    Some(Act::Receive { branches }) => branches.get(usize::from(*branch)),
                    _ => None,
                },
                ReplyAt::Starter(index) => behaviour
                    .starters()
                    .nth(usize::from(*index))
                    .map(|starter| &starter.branch),
            };
            let reply = branch.and_then(|branch| branch.reply.as_ref());
            starts.extend(reply.map(|reply| reply.next));
        }
        Frame::Lock { node, .. } => {
            if let Some(Act::Synchronized { next, .. }) = act(node) {
                starts.push(*next);
            }
        }
    }
}

/// Whether the act at `at`, run by `instance`, sends to one of `goals`.
fn sends_to(
    network: &Network,
    instance: InstanceId,
    at: Location,
    goals: &BTreeSet<(InstanceId, InputId)>,
) -> bool {
    let behaviour = network.behaviour_of(instance);
    let (operation, port) = match behaviour.nodes.get(at.index()).map(|node| &node.act) {
        Some(
            Act::Send {
                operation, port, ..
            }
            | Act::Call {
                operation, port, ..
            },
        ) => (*operation, *port),
        _ => return false,
    };
    let rebound = behaviour
        .ports
        .get(port.index())
        .is_some_and(|port| port.location.is_some());
    if rebound {
        return goals.iter().any(|(receiver, input)| {
            let inputs = &network.behaviour_of(*receiver).inputs;
            inputs
                .get(input.index())
                .is_some_and(|input| input.operation == operation)
        });
    }
    match network[instance].targets.get(port.index()) {
        Some(Target::Port(routes)) => routes.iter().any(|(routed, route)| match route {
            Route::Input(receiver, input) => {
                *routed == operation && goals.contains(&(*receiver, *input))
            }
            Route::Environment => false,
        }),
        _ => false,
    }
}

/// Whether the act at a location receives an input.
#[must_use]
pub fn receives(behaviour: &Behaviour, at: Location, input: InputId) -> bool {
    let act = behaviour.nodes.get(at.index()).map(|node| &node.act);
    matches!(act, Some(Act::Receive { branches }) if branches.iter().any(|branch| branch.input == input))
}

/// Every location that code comes to from `starts`.
#[must_use]
pub fn reachable(behaviour: &Behaviour, starts: Vec<Location>) -> BTreeSet<Location> {
    let mut found = BTreeSet::new();
    let mut open = starts;
    while let Some(at) = open.pop() {
        if let Some(node) = behaviour.nodes.get(at.index())
            && found.insert(at)
        {
            node.act.locations(&mut |next| open.push(*next));
        }
    }
    found
}

/// The locations that the act at a location leads to, handlers included.
#[must_use]
pub fn successors(behaviour: &Behaviour, at: Location) -> Vec<Location> {
    let mut found = Vec::new();
    if let Some(node) = behaviour.nodes.get(at.index()) {
        node.act.locations(&mut |next| found.push(*next));
    }
    found
}

/// Whether the branch at a location is the head of a loop: what only its body comes to leads back to it. What both ways
/// of an `if` come to may lead back to it too, by a loop around it.
#[must_use]
pub fn heads_loop(behaviour: &Behaviour, at: Location) -> bool {
    let Some(Act::Branch {
        then, otherwise, ..
    }) = behaviour.nodes.get(at.index()).map(|node| &node.act)
    else {
        return false;
    };
    let after = before(behaviour, at, *otherwise);
    let body = before(behaviour, at, *then);
    body.difference(&after)
        .any(|inside| successors(behaviour, *inside).contains(&at))
}

/// What code comes to from `start` before it comes to `at`.
fn before(behaviour: &Behaviour, at: Location, start: Location) -> BTreeSet<Location> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        if next != at && found.insert(next) {
            open.extend(successors(behaviour, next));
        }
    }
    found
}
