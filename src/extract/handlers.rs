//! Handlers of faults, terminations and compensations.
//!
//! A handler is code that ends, run by the scope that it is installed in. What a fault carries is put below the name of
//! that scope, and is not followed: its variables are lost when a handler starts. `cH` stands for the handler that the
//! one being installed replaces (`HandlerInstallationReason`); in a handler inside a handler it is the inner one.

use super::compiler::{Compiler, Context};
use crate::automata::network::{Act, Handler, HandlerKey, Location};
use crate::base::{Name, Span};
use crate::syntax::jolie::tree::{
    self, HandlerName, Identifier, Key, Path, PathRoot, Process, ProcessKind, Segment,
};
use crate::syntax::jolie::walk;

/// The scope of a session that no `scope` is written around.
const MAIN: &str = "main";
/// The name of the handler of faults without a handler of their own.
const DEFAULT: &str = "default";

impl<'a> Compiler<'a> {
    /// `install`, and the handlers of a solicit-response.
    pub fn install(
        &mut self,
        handlers: &'a [tree::Handler],
        origin: Span,
        next: Location,
    ) -> Location {
        let mut installed = Vec::new();
        for handler in handlers {
            for name in &handler.names {
                let key = key(name);
                let before = self.nodes.len();
                let body = self.handler(key, &handler.body);
                let mut nodes = self.nodes.get(before..).unwrap_or_default().iter();
                let composes = nodes.any(|node| matches!(node.act, Act::CurrentHandler { .. }));
                installed.push(Handler {
                    key,
                    body,
                    composes,
                });
            }
        }
        let act = Act::Install {
            handlers: installed,
            next,
        };
        self.emit(act, origin)
    }

    fn handler(&mut self, key: HandlerKey, body: &'a Process) -> Location {
        let context = Context {
            handled: true,
            ..self.context.clone()
        };
        let entry = self.root(context, body);
        match key {
            HandlerKey::This => entry,
            HandlerKey::Fault(fault) => self.lose(&[fault.as_str(), DEFAULT], body.span, entry),
            HandlerKey::Default => self.lose(&[], body.span, entry),
        }
    }

    /// The variables that hold a fault are lost: those of these names below the name of the scope, or all below it. In
    /// a definition every scope may be meant.
    fn lose(&mut self, names: &[&str], origin: Span, next: Location) -> Location {
        let scopes = match self.context.scope {
            Some(scope) => vec![scope],
            None => self.every_scope(),
        };
        scopes.into_iter().fold(next, |next, scope| {
            if names.is_empty() {
                return self.forget(&path(&[scope]), origin, next);
            }
            names.iter().fold(next, |next, name| {
                self.forget(&path(&[scope, Name::from(name)]), origin, next)
            })
        })
    }

    fn every_scope(&self) -> Vec<Name> {
        let mut found = vec![Name::from(MAIN)];
        for process in self.service.behaviours() {
            walk::processes(process, &mut |part| {
                if let ProcessKind::Scope { name, .. } = &part.kind {
                    found.push(name.name);
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// `cH`; outside of a handler it stands for nothing, and neither does it in parallel parts of one, which Jolie does
    /// not look into (`ParallelProcess.copy`).
    pub fn current_handler(&mut self, origin: Span, next: Location) -> Location {
        if self.context.handled {
            self.emit(Act::CurrentHandler { next }, origin)
        } else {
            next
        }
    }
}

/// The scope in which `main`, `init` and couriers run.
pub(super) fn main_scope() -> Name {
    Name::from(MAIN)
}

fn key(name: &HandlerName) -> HandlerKey {
    match name {
        HandlerName::This(_) => HandlerKey::This,
        HandlerName::Fault(fault) if fault.name.as_str() == DEFAULT => HandlerKey::Default,
        HandlerName::Fault(fault) => HandlerKey::Fault(fault.name),
    }
}

fn path(names: &[Name]) -> Path {
    let segment = |name: &Name| Segment {
        key: Key::Name(Identifier {
            name: *name,
            span: Span::NOWHERE,
        }),
        index: None,
    };
    Path {
        root: PathRoot::Local,
        segments: names.iter().map(segment).collect(),
        span: Span::NOWHERE,
    }
}
