//! The life of sessions: they begin with what `init` has left, and end with their first thread.

use super::Machine;
use super::event::EventKind;
use super::instance::{InstanceId, Life};
use super::thread::{
    Frame, Message, Phase, Scope, Session, SessionId, Thread, ThreadId, ThreadState,
};
use crate::interpreter::code::{Branch, Code, Main, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::value::Basic;
use crate::interpreter::value::growth;
use crate::syntax::jolie::tree::ExecutionMode;
use std::collections::VecDeque;
use std::sync::Arc;

impl Machine {
    /// A session with the variables and handlers that `init` has left, and its first thread, which is not started.
    pub(super) fn new_session(
        &mut self,
        instance: InstanceId,
        phase: Phase,
        place: Place,
    ) -> Option<ThreadId> {
        let running = self.running(instance)?;
        let (variables, scopes) = (running.variables.clone(), running.scopes.clone());
        let queues = (0..=running.code.sets.len())
            .map(|_| VecDeque::new())
            .collect();
        let signals = vec![0; running.code.links.len()];
        self.add_session(place, scopes, |main, number| Session {
            number,
            instance,
            phase,
            variables,
            signals,
            queues,
            main,
            waiting: Vec::new(),
            keys: Vec::new(),
            room: None,
        })
    }

    fn add_session(
        &mut self,
        place: Place,
        scopes: Vec<Scope>,
        session: impl FnOnce(ThreadId, u64) -> Session,
    ) -> Option<ThreadId> {
        let number = self.number();
        let main = self
            .threads
            .insert(Thread::new(SessionId::default(), None, place));
        let session = session(main, number);
        growth::grow(session.bytes());
        let id = self.sessions.insert(session);
        let thread = self.threads.get_mut(main)?;
        thread.session = id;
        thread.frames = scopes.into_iter().map(Frame::Scope).collect();
        if let Some(started) = self.sessions.get(id) {
            let (instance, phase) = (started.instance, started.phase);
            self.note_session(instance, phase, id);
        }
        self.tell(main, EventKind::Start, "", None);
        Some(main)
    }

    /// A message starts a session.
    pub(super) fn start_session(
        &mut self,
        instance: InstanceId,
        code: &Arc<Code>,
        branch: &Branch,
        mut message: Message,
    ) -> Result<(), Fault> {
        self.has_room_for_sessions(1)?;
        let sequential = code.mode == ExecutionMode::Sequential;
        let Some(running) = self.running(instance) else {
            return Ok(());
        };
        let waits = sequential && running.current.is_some();
        let phase = if waits {
            Phase::Waiting
        } else {
            Phase::Running
        };
        let Some(thread) = self.new_session(instance, phase, branch.body) else {
            return Ok(());
        };
        self.initialise_correlation(thread, code, &message);
        let room = message.room.take();
        self.begin(thread, branch, message);
        let Some(session) = self.threads.get(thread).map(|thread| thread.session) else {
            return Ok(());
        };
        if let Some(started) = self.sessions.get_mut(session) {
            started.room = room;
        }
        self.index(session);
        if let Some(running) = self.running_mut(instance)
            && sequential
        {
            if waits {
                running.line.push_back(session);
                return Ok(());
            }
            running.current = Some(session);
        }
        self.schedule.ready(thread);
        Ok(())
    }

    /// Whether so many more sessions may be open.
    pub(super) fn has_room_for_sessions(&self, more: usize) -> Result<(), Fault> {
        let limits = &self.settings.limits;
        if self.sessions.len() + more > limits.sessions {
            return Err(limits.too_many_sessions());
        }
        Ok(())
    }

    /// The correlation variables of a new session, from the message that starts it; a value that is missing is void.
    fn initialise_correlation(&mut self, thread: ThreadId, code: &Code, message: &Message) {
        let Some(input) = code.inputs.get(message.input as usize) else {
            return;
        };
        let Some(paths) = input
            .queue
            .checked_sub(1)
            .and_then(|set| code.sets.get(set as usize))
        else {
            return;
        };
        for (path, alias) in paths.iter().zip(&input.aliases) {
            let value = message.value.descend(alias);
            let basic = value.map_or(Basic::Void, |value| value.basic.clone());
            // The path of a correlation variable has no parts that can fail.
            let _ = self.with_store(thread, |store, _| {
                store.change(*path).map(|place| place.basic = basic)
            });
        }
    }

    /// The first thread of a session has ended, by a fault or not.
    pub(super) fn end_session_by(&mut self, id: ThreadId, fault: Option<Fault>) {
        self.tell(id, EventKind::End, "", None);
        let Some(thread) = self.threads.remove(id) else {
            return;
        };
        self.unindex(thread.session);
        let Some(session) = self.sessions.remove(thread.session) else {
            return;
        };
        let instance = session.instance;
        self.unwatch(instance, thread.session);
        match session.phase {
            Phase::Init => self.initialised(thread, session, fault),
            Phase::Aside => {}
            Phase::Waiting | Phase::Running => {
                self.session_ended(thread.session, &session, fault.is_some())
            }
        }
        self.exited(instance);
    }

    fn session_ended(&mut self, id: SessionId, session: &Session, failed: bool) {
        let instance = session.instance;
        let led = self.led.is_some();
        let Some(running) = self.running_mut(instance) else {
            return;
        };
        match running.code.mode {
            ExecutionMode::Concurrent => {}
            // Who still runs when the entry has ended goes on in the network.
            ExecutionMode::Single if led => {}
            ExecutionMode::Single => self.end_instance(instance, i32::from(failed)),
            ExecutionMode::Sequential => {
                running.line.retain(|waiting| *waiting != id);
                if running.current != Some(id) {
                    return;
                }
                running.current = running.line.pop_front();
                let next = running.current;
                if let Some(next) = next.and_then(|next| self.sessions.get_mut(next)) {
                    next.phase = Phase::Running;
                    let main = next.main;
                    self.schedule.ready(main);
                }
            }
        }
    }

    /// `init` has ended: what it has left is what sessions begin with.
    fn initialised(&mut self, thread: Thread, session: Session, fault: Option<Fault>) {
        let instance = session.instance;
        if fault.is_some() {
            return self.end_instance(instance, 1);
        }
        let Some(running) = self.running_mut(instance) else {
            return;
        };
        running.variables = session.variables;
        let scopes = thread.frames.into_iter().filter_map(|frame| match frame {
            Frame::Scope(scope) => Some(Scope {
                inherited: false,
                ..scope
            }),
            _ => None,
        });
        running.scopes = scopes.collect();
        let messages: Vec<Message> = session.queues.into_iter().flatten().collect();
        self.begin_life(instance, messages);
    }

    /// An instance is initialised and takes messages.
    pub(super) fn begin_life(&mut self, instance: InstanceId, messages: Vec<Message>) {
        let Some(found) = self.instances.get_mut(instance.index()) else {
            return;
        };
        if matches!(found.life, Life::Exiting) {
            return;
        }
        found.life = Life::Running;
        let Some(code) = self.code_of(instance) else {
            return;
        };
        match &code.main {
            Main::Once(place) => {
                if let Some(thread) = self.new_session(instance, Phase::Running, *place) {
                    let session = self.threads.get(thread).map(|thread| thread.session);
                    if let Some(running) = self.running_mut(instance) {
                        running.index.single = session;
                    }
                    if let Some(session) = session {
                        self.index(session);
                    }
                    self.schedule.ready(thread);
                }
            }
            Main::Nothing if code.mode == ExecutionMode::Single && code.input_ports.is_empty() => {
                self.end_instance(instance, 0);
            }
            Main::Nothing | Main::Starters(_) => {}
        }
        self.route_again(instance, &code, messages);
    }

    /// Starts the copies of a body of `spawn`.
    pub(super) fn spawn(&mut self, id: ThreadId, spawn: u32) {
        let Some((code, place)) = self.place(id) else {
            return;
        };
        let Some(spawn_code) = code.spawns.get(spawn as usize) else {
            return;
        };
        let count = self
            .threads
            .get_mut(id)
            .map_or(0, |thread| thread.work.pop().as_int());
        if let Some(result) = spawn_code.result {
            let emptied = self.with_store(id, |store, _| store.undefine(result));
            if let Some(Err(fault)) = emptied {
                return self.raise(id, fault);
            }
        }
        let count = u32::try_from(count).unwrap_or_default();
        if count == 0 {
            return self.go(id, place + 1);
        }
        if let Err(fault) = self.has_room_for_sessions(count as usize) {
            return self.raise(id, fault);
        }
        let mut children = Vec::new();
        for index in 0..count {
            children.extend(self.copy(id, spawn, index, spawn_code.body, spawn_code.index));
        }
        for child in &children {
            self.schedule.ready(*child);
        }
        if let Some(thread) = self.threads.get_mut(id) {
            thread.children = children;
            thread.state = ThreadState::Spawning;
        }
    }

    fn copy(
        &mut self,
        id: ThreadId,
        spawn: u32,
        at: u32,
        body: Place,
        index: u32,
    ) -> Option<ThreadId> {
        let mut scopes: Vec<Scope> = self.scopes(id);
        for scope in &mut scopes {
            scope.inherited = true;
        }
        let session = self.sessions.get(self.threads.get(id)?.session)?;
        let (instance, variables) = (session.instance, session.variables.clone());
        let (queues, signals) = (session.queues.len(), session.signals.len());
        let thread = self.add_session(body, scopes, |main, number| Session {
            number,
            instance,
            phase: Phase::Aside,
            variables,
            signals: vec![0; signals],
            queues: (0..queues).map(|_| VecDeque::new()).collect(),
            main,
            waiting: Vec::new(),
            keys: Vec::new(),
            room: None,
        })?;
        let found = self.threads.get_mut(thread)?;
        found.copy = Some((spawn, at));
        found.parent = Some(id);
        let number = i32::try_from(at).unwrap_or(i32::MAX);
        let _ = self.with_store(thread, |store, _| {
            store
                .change(index)
                .map(|place| place.basic = Basic::Int(number))
        });
        Some(thread)
    }

    /// The scopes that a thread is in, outermost first.
    fn scopes(&self, id: ThreadId) -> Vec<Scope> {
        let mut scopes = Vec::new();
        let mut at = Some(id);
        while let Some(thread) = at.and_then(|id| self.threads.get(id)) {
            let own = thread.frames.iter().rev().filter_map(|frame| match frame {
                Frame::Scope(scope) => Some(scope.clone()),
                _ => None,
            });
            scopes.extend(own);
            at = if thread.copy.is_some() {
                None
            } else {
                thread.parent
            };
        }
        scopes.reverse();
        scopes
    }

    /// A copy has ended: its result is put in its place.
    pub(super) fn end_copy(&mut self, id: ThreadId, parent: ThreadId, (spawn, at): (u32, u32)) {
        let result = self
            .place(id)
            .and_then(|(code, _)| code.spawns.get(spawn as usize)?.result);
        if let Some(result) = result {
            let value = self.with_store(id, |store, _| store.tree(result));
            if let Some(Ok(value)) = value {
                let _ = self.with_store(parent, |store, _| {
                    store.put_element(result, at as usize, value)
                });
            }
        }
        self.tell(id, EventKind::End, "", None);
        if let Some(thread) = self.threads.remove(id) {
            self.sessions.remove(thread.session);
        }
    }
}
