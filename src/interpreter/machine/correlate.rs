//! Finding the session that a message is for, in a time that does not depend on how many there are.
//!
//! The rule is the network's (`automata::network::correlation`): all variables of the set defined and equal, by Jolie's
//! equality. That is not transitive, so no hash can stand for it. A value has two keys: its text, and, where it is not
//! one, its number. Two values that are equal share one of them; what the keys find is compared again. Values of bytes
//! and sets of more than [`KEYED`] variables are found by fewer keys, or by looking at every session.
//!
//! A call among 100,000 open sessions takes twice as long as among 1,000 when it goes to all of them in turn, and hardly
//! longer when it goes to 1,000 of them: what grows is not the work but the misses of the cache.

use super::Machine;
use super::instance::InstanceId;
use super::thread::{Message, Phase, SessionId, ThreadId};
use crate::interpreter::code::Code;
use crate::interpreter::value::{Basic, Value};
use crate::syntax::jolie::tree::ExecutionMode;
use foldhash::fast::RandomState;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::hash::BuildHasher;
use std::sync::Arc;

/// How many variables of a set make keys: 2 to that power are looked up for a message.
const KEYED: usize = 4;

/// The key of values that have none.
const UNKEYED: u64 = 0;

/// The sessions of a service that messages may be for.
#[derive(Debug, Default)]
pub struct Index {
    /// The session that is being initialised, which takes every message.
    pub initialising: Option<SessionId>,
    /// The session of single mode, which takes every message without a correlation set.
    pub single: Option<SessionId>,
    /// By correlation set and key.
    keyed: FxHashMap<(u32, u64), SmallVec<[SessionId; 1]>>,
    /// Makes keys, in a way that callers cannot foresee: their values must not fall together because they wish it.
    state: RandomState,
}

impl Index {
    /// Puts a session under its keys.
    pub fn insert(&mut self, keys: &[(u32, u64)], session: SessionId) {
        for key in keys {
            self.keyed.entry(*key).or_default().push(session);
        }
    }

    /// Takes a session away from its keys.
    pub fn remove(&mut self, keys: &[(u32, u64)], session: SessionId) {
        for key in keys {
            if let Some(sessions) = self.keyed.get_mut(key) {
                sessions.retain(|known| *known != session);
                if sessions.is_empty() {
                    self.keyed.remove(key);
                }
            }
        }
    }

    /// A session has ended.
    pub fn forget(&mut self, session: SessionId) {
        for known in [&mut self.initialising, &mut self.single] {
            known.take_if(|known| *known == session);
        }
    }

    /// The sessions that a message with these values may be for; some may not be.
    pub fn candidates(&self, set: u32, values: &[&Value]) -> Vec<SessionId> {
        let mut found: Vec<SessionId> = Vec::new();
        for key in self.keys(values) {
            for session in self.keyed.get(&(set, key)).into_iter().flatten() {
                if !found.contains(session) {
                    found.push(*session);
                }
            }
        }
        found
    }

    /// The keys of the values of a set.
    fn keys(&self, values: &[&Value]) -> SmallVec<[u64; 4]> {
        let mut keys: SmallVec<[u64; 4]> = SmallVec::from_slice(&[1]);
        for value in values.iter().take(KEYED) {
            let own = self.value_keys(value);
            if own.contains(&UNKEYED) {
                return SmallVec::from_slice(&[UNKEYED]);
            }
            let mixed = |key: &u64, own: &u64| self.state.hash_one((*key, *own)) | 2;
            let combined = keys
                .iter()
                .flat_map(|key| own.iter().map(move |own| mixed(key, own)));
            keys = combined.collect();
        }
        keys
    }

    fn value_keys(&self, value: &Value) -> SmallVec<[u64; 2]> {
        let text = |value: &Value| self.state.hash_one(value.as_string().as_str()) | 1;
        let number = |value: &Value| {
            // Every zero is one zero, and every number is its double: what falls together is compared again.
            let number = value.as_double() + 0.0;
            self.state.hash_one(number.to_bits()) | 1
        };
        match value.basic {
            Basic::Void | Basic::Raw(_) | Basic::Link(_) => SmallVec::from_slice(&[UNKEYED]),
            Basic::String(_) => SmallVec::from_slice(&[text(value)]),
            _ => SmallVec::from_slice(&[text(value), number(value)]),
        }
    }
}

impl Machine {
    /// The session that a message is for, when there is one.
    pub(super) fn correlating(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        message: &Message,
    ) -> Option<SessionId> {
        let running = self.running(instance)?;
        if let Some(initialising) = running.index.initialising {
            return Some(initialising);
        }
        let input = code.inputs.get(message.input as usize)?;
        let Some(set) = input.queue.checked_sub(1) else {
            // Without a correlation set, messages are for the one session of single mode.
            return (code.mode == ExecutionMode::Single).then_some(running.index.single)?;
        };
        let mut values = Vec::with_capacity(input.aliases.len());
        for alias in &input.aliases {
            let value = message.value.descend(alias)?;
            if !value.is_defined() {
                return None;
            }
            values.push(value);
        }
        let candidates = running.index.candidates(set, &values);
        let values: Vec<Value> = values.into_iter().cloned().collect();
        candidates.into_iter().find(|session| {
            let own = self.correlation_values(*session, code, set);
            own.is_some_and(|own| {
                own.iter()
                    .zip(&values)
                    .all(|(own, value)| own.is_defined() && own.equals(value))
            })
        })
    }

    /// The values of the variables of a correlation set, when all are there.
    pub(super) fn correlation_values(
        &mut self,
        session: SessionId,
        code: &Code,
        set: u32,
    ) -> Option<Vec<Value>> {
        let session = self.sessions.get(session)?;
        let paths = code.sets.get(set as usize)?;
        paths
            .iter()
            .map(|path| session.variables.plain(code, *path))
            .collect()
    }

    /// Puts a session under the keys of its correlation variables, when they have changed.
    pub(super) fn reindex(&mut self, id: ThreadId) {
        let Some(session) = self.threads.get(id).map(|thread| thread.session) else {
            return;
        };
        if self
            .sessions
            .get(session)
            .is_some_and(|session| session.variables.correlation_changed)
        {
            self.index(session);
        }
    }

    /// Puts a session under the keys of its correlation variables.
    pub(super) fn index(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        session.variables.correlation_changed = false;
        if !matches!(session.phase, Phase::Running | Phase::Waiting) {
            return;
        }
        let instance = session.instance;
        let before = std::mem::take(&mut session.keys);
        let Some(code) = self.code_of(instance) else {
            return;
        };
        let mut after = Vec::new();
        for set in 0..code.sets.len() {
            let set = u32::try_from(set).unwrap_or(u32::MAX);
            // While a variable is not set, no message is for the session.
            let values = self.correlation_values(id, &code, set);
            let values = values.filter(|values| values.iter().all(Value::is_defined));
            if let (Some(values), Some(running)) = (values, self.running(instance)) {
                let values: Vec<&Value> = values.iter().collect();
                let keys = running.index.keys(&values).into_iter();
                after.extend(keys.map(|key| (set, key)));
            }
        }
        if let Some(running) = self.running_mut(instance) {
            running.index.remove(&before, id);
            running.index.insert(&after, id);
        }
        if let Some(session) = self.sessions.get_mut(id) {
            session.keys = after;
        }
    }

    /// Takes a session from those that messages may be for.
    pub(super) fn unindex(&mut self, id: SessionId) {
        let Some(session) = self.sessions.get_mut(id) else {
            return;
        };
        let keys = std::mem::take(&mut session.keys);
        let instance = session.instance;
        if let Some(running) = self.running_mut(instance) {
            running.index.remove(&keys, id);
            running.index.forget(id);
        }
    }
}
