//! A state of a network, taken apart.

use super::parts::{Parts, SessionKey, SharedKey};
use crate::automata::network::session::Slot;
use crate::automata::network::{InstanceId, Session, Shared};

/// A state as it is stepped: a row, which holds the numbers of the shared parts by instance, then those of the sessions
/// by slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    instances: usize,
    row: Vec<u32>,
}

impl Configuration {
    /// Of a network with this many instances.
    pub(super) fn of(instances: usize, row: &[u32]) -> Self {
        Self {
            instances,
            row: row.to_vec(),
        }
    }

    /// Becomes that of a row, in the same memory.
    pub(super) fn become_row(&mut self, instances: usize, row: &[u32]) {
        self.instances = instances;
        self.row.clear();
        self.row.extend_from_slice(row);
    }

    /// Becomes another configuration, in the same memory.
    pub(super) fn assign(&mut self, other: &Self) {
        self.instances = other.instances;
        self.row.clone_from(&other.row);
    }

    /// The row; free slots at the end are left out.
    pub(super) fn row(&self) -> &[u32] {
        let free = self.row[self.instances..].iter().rev();
        let free = free.take_while(|key| **key == 0).count();
        &self.row[..self.row.len() - free]
    }

    pub(super) fn shared(&self, instance: InstanceId) -> SharedKey {
        SharedKey(self.row[instance.0 as usize])
    }

    pub(super) fn set_shared(&mut self, instance: InstanceId, shared: SharedKey) {
        self.row[instance.0 as usize] = shared.0;
    }

    pub(super) fn session(&self, slot: Slot) -> Option<SessionKey> {
        let key = self.row.get(self.instances + usize::from(slot))?;
        SessionKey::from_row(*key)
    }

    pub(super) fn set(&mut self, slot: Slot, session: Option<SessionKey>) {
        let place = self.instances + usize::from(slot);
        if place >= self.row.len() {
            self.row.resize(place + 1, 0);
        }
        self.row[place] = SessionKey::to_row(session);
    }

    /// One more than the highest slot that may be live.
    pub(super) fn slots(&self) -> Slot {
        Slot::try_from(self.row.len() - self.instances).unwrap_or(Slot::MAX)
    }

    pub(super) fn live(&self) -> impl Iterator<Item = (Slot, SessionKey)> + '_ {
        let slots = self.row[self.instances..].iter().enumerate();
        slots.filter_map(|(slot, key)| {
            let slot = Slot::try_from(slot).ok()?;
            SessionKey::from_row(*key).map(|key| (slot, key))
        })
    }
}

/// A state for those who look at it.
#[derive(Clone, Debug)]
pub struct View<'a> {
    pub(super) parts: &'a Parts,
    pub(super) configuration: Configuration,
}

impl<'a> View<'a> {
    /// What the sessions of an instance share; `None` for an instance that the network has not.
    #[must_use]
    pub fn shared(&self, instance: InstanceId) -> Option<&'a Shared> {
        let known = (instance.0 as usize) < self.configuration.instances;
        known.then(|| self.parts.shared(self.configuration.shared(instance)))
    }

    /// The live sessions, by slot.
    pub fn sessions(&self) -> impl Iterator<Item = (Slot, &'a Session)> + '_ {
        let parts = self.parts;
        let live = self.configuration.live();
        live.map(move |(slot, key)| (slot, parts.session(key)))
    }

    /// The session in this slot.
    #[must_use]
    pub fn session(&self, slot: Slot) -> Option<&'a Session> {
        let key = self.configuration.session(slot)?;
        Some(self.parts.session(key))
    }
}
