//! Holding live partners to the sessions that services have declared: where messages come in, go out and are taken, the
//! monitor is asked or told ([`crate::interpreter::monitor`]).

use super::Machine;
use super::event::{Event, EventKind};
use super::instance::InstanceId;
use super::thread::{Caller, SessionId, ThreadId};
use crate::automata::label::{Label, Phase, RoleId};
use crate::check::conformance::Watched;
use crate::interpreter::code::Code;
use crate::interpreter::fault::Fault;
use crate::interpreter::monitor::{Turns, label};
use crate::interpreter::value::{Text, Value};
use crate::program::{Program, ServiceId};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// The fault that a partner gets whose message comes out of turn.
pub const VIOLATION: &str = "SessionViolation";

/// What is watched.
#[derive(Default)]
pub(super) struct Watch {
    services: FxHashMap<(usize, ServiceId), Rc<Watched>>,
    /// Where each session of a service is that has several, or each service that has one.
    turns: FxHashMap<(InstanceId, Option<SessionId>), Turns>,
}

impl Machine {
    /// Holds the partners of these services of a program to the sessions that they play in.
    pub fn watch(&mut self, program: &Arc<Program>, services: Vec<Watched>) {
        for watched in services {
            let key = (Arc::as_ptr(program).addr(), watched.service);
            self.watch.services.insert(key, Rc::new(watched));
        }
    }

    fn watched(&self, instance: InstanceId) -> Option<Rc<Watched>> {
        if self.watch.services.is_empty() {
            return None;
        }
        let code = &self.running(instance)?.code;
        let key = (Arc::as_ptr(&code.program).addr(), code.service);
        self.watch.services.get(&key).map(Rc::clone)
    }

    /// The role of a caller in a session, where it plays one.
    fn role_of(&self, caller: &Caller, watched: &Watched) -> Option<RoleId> {
        let Caller::Thread(thread, _) = caller else {
            return None;
        };
        let session = self.sessions.get(self.threads.get(*thread)?.session)?;
        let own = self.watched(session.instance)?;
        (own.session == watched.session).then_some(own.local.role)
    }

    /// Asks whether a message may come to a session, or begin one.
    pub(super) fn admit(
        &mut self,
        (instance, session): (InstanceId, Option<SessionId>),
        (operation, answered): (&Text, bool),
        caller: &Caller,
    ) -> Result<(), Fault> {
        let Some(watched) = self.watched(instance) else {
            return Ok(());
        };
        let from = self.role_of(caller, &watched);
        let label = label(operation, answered);
        let fresh = Turns::new(&watched);
        let came = match (watched.many, session) {
            // A session that is begun is told of the message when it takes it.
            (true, None) => fresh.clone().comes(&watched, label, from),
            (many, session) => {
                let key = (instance, session.filter(|_| many));
                let turns = self.watch.turns.entry(key).or_insert(fresh);
                turns.comes(&watched, label, from)
            }
        };
        let Err(awaited) = came else {
            return Ok(());
        };
        let awaited: Vec<String> = awaited
            .iter()
            .map(|edge| edge.action.label.operation.to_string())
            .collect();
        let line = watched.local.states().flat_map(|(_, state)| &state.edges);
        let mut line = line.filter(|edge| edge.action.label == label);
        let place = line
            .next()
            .map_or_else(|| "?".to_owned(), |edge| self.position(instance, edge.span));
        let fault = violation(&watched, label, &awaited);
        let number = session.and_then(|session| self.sessions.get(session));
        let event = Event {
            kind: EventKind::Refuse,
            service: (instance, self.name(instance)),
            session: number.map_or(0, |session| session.number),
            name: operation.clone(),
            value: Some(fault.value.clone()),
            place,
        };
        if let Some(observer) = &mut self.observer {
            observer.happened(&event);
        }
        Err(fault)
    }

    /// The place of a thread's session, where its service is watched.
    fn turns_of(&mut self, id: ThreadId) -> Option<(Rc<Watched>, &mut Turns)> {
        if self.watch.services.is_empty() {
            return None;
        }
        let session = self.threads.get(id)?.session;
        let instance = self.sessions.get(session)?.instance;
        let watched = self.watched(instance)?;
        let key = (instance, watched.many.then_some(session));
        let turns = self.watch.turns.entry(key);
        let turns = turns.or_insert_with(|| Turns::new(&watched));
        Some((watched, turns))
    }

    /// A thread sends a message.
    pub(super) fn watch_sent(
        &mut self,
        id: ThreadId,
        port: &str,
        operation: &Text,
        answered: bool,
    ) {
        let Some((watched, turns)) = self.turns_of(id) else {
            return;
        };
        let label = label(operation, answered);
        let to = watched.ports.iter().find(|(known, _)| *known == port);
        let to = to.map_or(&[][..], |(_, roles)| roles.as_slice());
        let mut edges = watched.local.states().flat_map(|(_, state)| &state.edges);
        // What goes to others than the roles is no part of the session.
        if !to.is_empty() || edges.any(|edge| edge.action.label == label) {
            turns.sends(&watched, label, to);
        }
    }

    /// A thread takes a message.
    pub(super) fn watch_taken(&mut self, id: ThreadId, code: &Code, input: u32) {
        let Some(input) = code.inputs.get(input as usize) else {
            return;
        };
        if let Some((watched, turns)) = self.turns_of(id) {
            turns.takes(&watched, label(&input.name, input.response.is_some()));
        }
    }

    /// A thread answers a request, by a fault if there is one.
    pub(super) fn watch_answered(&mut self, id: ThreadId, operation: &str, fault: Option<&str>) {
        let Some((watched, turns)) = self.turns_of(id) else {
            return;
        };
        let label = Label {
            operation: operation.into(),
            phase: fault.map_or(Phase::Reply, |fault| Phase::Fault(fault.into())),
        };
        let request = self::label(operation, true);
        let mut edges = watched.local.states().flat_map(|(_, state)| &state.edges);
        if edges.any(|edge| edge.action.label == request) {
            turns.sends(&watched, label, &[]);
        }
    }

    /// A session has ended.
    pub(super) fn unwatch(&mut self, instance: InstanceId, session: SessionId) {
        self.watch.turns.remove(&(instance, Some(session)));
    }
}

/// What a partner is told.
fn violation(watched: &Watched, label: Label, awaited: &[String]) -> Fault {
    let role = watched.local.role_name(watched.local.role);
    let (operation, session) = (label.operation, watched.session);
    let awaited = match awaited {
        [] => "nothing".to_owned(),
        some => some.join(" or "),
    };
    let message = format!("{operation} is out of turn: {session}.{role} awaits {awaited}");
    let text = |text: &str| Value::string(text);
    let value = text(&message)
        .with("session", text(session.as_str()))
        .with("role", text(role.as_str()))
        .with("operation", text(operation.as_str()));
    Fault::new(VIOLATION, value)
}
