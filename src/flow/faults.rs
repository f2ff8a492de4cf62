//! The faults that Jolie itself raises where an expression has no value, and that a service waits for.
//!
//! In comes a service; out come the names of these faults that one of its handlers names. They are `ArithmeticException`,
//! when a whole number is divided by zero (`ProductExpression`), and `AliasAccessException`, when a second name leads to
//! itself (`VariablePath`). Jolie has no others in expressions but those of calls, and `TypeMismatch` where `++` finds no
//! number, which is not followed. What a service does not wait for is not looked for either: it would be asked of every
//! quotient whether its divisor may be zero.

use super::path::{Place, raw};
use crate::base::Name;
use crate::program::Service;
use crate::syntax::jolie::tree::{Handler, HandlerName, ProcessKind};
use crate::syntax::jolie::walk;
use rustc_hash::FxHashSet;

/// Raised when a whole number is divided by zero.
pub const ARITHMETIC: &str = "ArithmeticException";
/// Raised when a second name leads to itself.
pub const ALIAS: &str = "AliasAccessException";

/// Which of these faults a service waits for.
#[derive(Clone, Debug, Default)]
pub struct Awaited {
    /// Whether a handler names `ArithmeticException`.
    pub arithmetic: bool,
    /// When a handler names `AliasAccessException`, the first names of what has a second name.
    pub aliases: FxHashSet<Name>,
}

impl Awaited {
    /// What the handlers of a service name.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        let mut found = Self::default();
        let (mut alias, mut firsts) = (false, FxHashSet::default());
        let mut handles = |handlers: &[Handler]| {
            for name in handlers.iter().flat_map(|handler| &handler.names) {
                if let HandlerName::Fault(fault) = name {
                    found.arithmetic |= fault.name == ARITHMETIC;
                    alias |= fault.name == ALIAS;
                }
            }
        };
        for process in service.behaviours() {
            walk::processes(process, &mut |part| match &part.kind {
                ProcessKind::Install(handlers) => handles(handlers),
                ProcessKind::Send(send) => {
                    let solicit = send.solicit.iter();
                    solicit.for_each(|solicit| handles(&solicit.handlers));
                }
                ProcessKind::Alias { path, .. } => {
                    if let Place::Exact(key) = raw(path, &[]) {
                        firsts.extend(key.first().copied());
                    }
                }
                _ => {}
            });
        }
        if alias {
            found.aliases = firsts;
        }
        found
    }
}
