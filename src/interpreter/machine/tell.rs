//! What the machine tells of itself: to an observer, and of who waits when nobody can go on.

use super::event::{Event, EventKind};
use super::instance::InstanceId;
use super::thread::{Thread, ThreadId, ThreadState};
use super::{Machine, Waiting};
use crate::base::Span;
use crate::interpreter::value::{Text, Value};
use std::sync::Arc;

impl Machine {
    /// The name of an instance.
    pub(super) fn name(&self, instance: InstanceId) -> Text {
        self.instances
            .get(instance.index())
            .map_or_else(Text::default, |found| found.name.clone())
    }

    /// A place as people write it, by the sources of an instance's program.
    pub(super) fn position(&self, instance: InstanceId, span: Span) -> String {
        let code = self.code_of(instance);
        let sources = code.and_then(|code| self.sources.get(&Arc::as_ptr(&code.program).addr()));
        match sources.and_then(|sources| sources.get(span.source)) {
            Some(source) => format!("{}:{}", source.name(), source.position(span.start).line),
            None => "?".to_owned(),
        }
    }

    /// Tells the observer what a thread does.
    pub(super) fn tell(
        &mut self,
        id: ThreadId,
        kind: EventKind,
        name: &str,
        value: Option<&Value>,
    ) {
        if self.observer.is_none() {
            return;
        }
        let span = self.span(id);
        let Some(session) = self
            .threads
            .get(id)
            .and_then(|thread| self.sessions.get(thread.session))
        else {
            return;
        };
        let event = Event {
            kind,
            service: (session.instance, self.name(session.instance)),
            session: session.number,
            name: Text::new(name),
            value: value.cloned(),
            place: self.position(session.instance, span),
        };
        if let Some(observer) = &mut self.observer {
            observer.happened(&event);
        }
    }

    /// What a thread waits for, when it waits for somebody else. That the only thread of a session waits for a signal is
    /// how programs stay alive.
    pub(super) fn waiting(&self, thread: &Thread) -> Option<Waiting> {
        let session = self.sessions.get(thread.session)?;
        let code = self.code_of(session.instance)?;
        let what = match &thread.state {
            ThreadState::Receiving(choice) => {
                let branches = code.choices.get(*choice as usize)?;
                let names = branches
                    .iter()
                    .filter_map(|branch| code.inputs.get(branch.input as usize));
                let names: Vec<String> = names.map(|input| format!("`{}`", input.name)).collect();
                names.join(" or ")
            }
            ThreadState::Calling(_) => "an answer".to_owned(),
            ThreadState::Linking(link) if thread.parent.is_some() => {
                format!("a signal of `{}`", code.links.get(*link as usize)?)
            }
            ThreadState::Locking(lock) => format!("the lock `{}`", code.locks.get(*lock as usize)?),
            _ => return None,
        };
        let span = code.span(thread.work.place);
        Some(Waiting {
            service: self.name(session.instance),
            session: session.number,
            place: self.position(session.instance, span),
            what,
        })
    }
}
