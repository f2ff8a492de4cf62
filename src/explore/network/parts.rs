//! The parts of states, each kept once, with the slots that they name.

use crate::automata::network::session::{Phase, Slot};
use crate::automata::network::{
    Caller, Current, Frame, Installed, InstanceId, Kind, Message, Session, Shared, Value,
};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::mem::size_of;

/// The number of a session in [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey(pub(super) u32);

/// The number of what sessions share, in [`Parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedKey(pub(super) u32);

impl SessionKey {
    /// A row has 0 where there is no session.
    pub(super) fn from_row(number: u32) -> Option<Self> {
        number.checked_sub(1).map(Self)
    }

    pub(super) fn to_row(key: Option<Self>) -> u32 {
        key.map_or(0, |key| key.0 + 1)
    }
}

/// A set of slots.
pub(super) type Slots = u128;

/// The most sessions that are open at once: slots fit into a set of this size.
pub const MOST_SLOTS: Slot = 128;

/// Every session and every shared part that was met.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    sessions: IndexSet<Session, FxBuildHasher>,
    named: Vec<Slots>,
    instances: Vec<InstanceId>,
    shared: IndexSet<Shared, FxBuildHasher>,
    named_by_shared: Vec<Slots>,
    /// Bytes of what sessions and shared parts point to.
    inside: usize,
}

impl Parts {
    /// Keeps a session.
    pub fn keep(&mut self, session: Session) -> SessionKey {
        let (index, new) = self.sessions.insert_full(session);
        if new {
            let session = &self.sessions[index];
            self.named.push(named(session));
            self.instances.push(session.of);
            self.inside += size_of_session(session);
        }
        SessionKey(number(index))
    }

    /// Keeps a shared part.
    pub fn keep_shared(&mut self, shared: Shared) -> SharedKey {
        let (index, new) = self.shared.insert_full(shared);
        if new {
            let part = &self.shared[index];
            let named = part.cells.iter().fold(0, |set, value| set | token(*value));
            self.named_by_shared.push(named);
            self.inside += heap(&part.cells)
                + heap(&part.locks)
                + heap(&part.line)
                + heap(&part.handlers)
                + all_replaced(&part.handlers);
        }
        SharedKey(number(index))
    }

    /// The session of this number, which was given by [`Parts::keep`].
    #[must_use]
    pub fn session(&self, key: SessionKey) -> &Session {
        &self.sessions[key.0 as usize]
    }

    /// The instance of the session of this number.
    pub(super) fn instance(&self, key: SessionKey) -> InstanceId {
        self.instances[key.0 as usize]
    }

    /// How many bytes all of them take, about.
    pub(super) fn bytes(&self) -> usize {
        // An entry of an index set has its hash, and its index in a table besides.
        let entry = 2 * size_of::<usize>();
        self.inside
            + self.sessions.capacity() * (size_of::<Session>() + entry)
            + self.shared.capacity() * (size_of::<Shared>() + entry)
            + self.named.capacity() * size_of::<Slots>()
            + self.named_by_shared.capacity() * size_of::<Slots>()
            + self.instances.capacity() * size_of::<InstanceId>()
    }

    /// The shared part of this number, which was given by [`Parts::keep_shared`].
    #[must_use]
    pub fn shared(&self, key: SharedKey) -> &Shared {
        &self.shared[key.0 as usize]
    }

    /// The slots whose tokens or calls a session holds.
    pub(super) fn named(&self, key: SessionKey) -> Slots {
        self.named[key.0 as usize]
    }

    /// The slots whose tokens a shared part holds.
    pub(super) fn named_by_shared(&self, key: SharedKey) -> Slots {
        self.named_by_shared[key.0 as usize]
    }
}

/// What the allocator takes for so many bytes: it adds its own, and rounds.
pub(super) fn allocated(bytes: usize) -> usize {
    match bytes {
        0 => 0,
        _ => (bytes + 8).next_multiple_of(16).max(32),
    }
}

fn heap<T>(list: &Vec<T>) -> usize {
    allocated(list.capacity() * size_of::<T>())
}

/// The handlers that a handler has replaced.
fn replaced(current: &Current) -> usize {
    current.bodies().count() * allocated(size_of::<Installed>())
}

fn all_replaced<K>(handlers: &[(K, Installed)]) -> usize {
    handlers.iter().map(|(_, one)| replaced(&one.current)).sum()
}

/// The bytes that a session points to.
fn size_of_session(session: &Session) -> usize {
    let threads = session.threads.iter().flatten();
    let frames = threads.flat_map(|thread| {
        let inside = thread.frames.iter().map(|frame| match frame {
            Frame::Scope {
                faults,
                compensations,
                ..
            } => {
                let faults = heap(faults) + all_replaced(faults);
                faults + heap(compensations) + all_replaced(compensations)
            }
            Frame::Handler(current) => replaced(current),
            _ => 0,
        });
        inside.chain([heap(&thread.frames)])
    });
    let queues = session.queues.iter().flat_map(|queue| {
        let inside = queue.iter().map(|message| heap(&message.values));
        inside.chain([heap(queue)])
    });
    heap(&session.cells)
        + heap(&session.signals)
        + heap(&session.threads)
        + heap(&session.queues)
        + frames.chain(queues).sum::<usize>()
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1)
}

fn bit(slot: Slot) -> Slots {
    1 << (slot % MOST_SLOTS)
}

fn token(value: Value) -> Slots {
    match value.kind() {
        Kind::Token { slot, .. } => bit(slot),
        _ => 0,
    }
}

fn caller(caller: Caller) -> Slots {
    match caller {
        Caller::Session { slot, .. } => bit(slot),
        Caller::Environment | Caller::Gone => 0,
    }
}

fn message(message: &Message) -> Slots {
    let values = message.values.iter();
    let tokens = values.fold(0, |set, value| set | token(*value));
    tokens | message.caller.map_or(0, caller)
}

fn named(session: &Session) -> Slots {
    let cells = session.cells.iter();
    let mut set = cells.fold(0, |set, value| set | token(*value));
    if let Phase::Spawned { slot, .. } = session.phase {
        set |= bit(slot);
    }
    for waiting in session.queues.iter().flatten() {
        set |= message(waiting);
    }
    let threads = session.threads.iter().flatten();
    for frame in threads.flat_map(|thread| &thread.frames) {
        if let Frame::Request { caller: who, .. } = frame {
            set |= caller(*who);
        }
    }
    set
}
