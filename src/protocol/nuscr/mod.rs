//! nuScr's protocols as [`Global`]s.
//!
//! In comes the tree of a file; out come its global protocols and located errors. `do` is replaced by the protocol that it
//! names; a `do` inside of the same one with the same roles is a loop. `A calls P(B, C);` is a message of A to each role that
//! takes part in P, those that the call makes too, and then what happens in P: so each of them knows that P has begun. The
//! variables that conditions speak of are registers: a message that carries one sets it, and so does a loop that is entered
//! or gone back to. What is said of a part of a message is the condition of its step.

mod expression;
mod lower;
mod names;

use crate::automata::global::{Datum, Global};
use crate::base::threads::deep;
use crate::base::{Diagnostic, Name};
use crate::solve::term::Formula;
use crate::syntax::nuscr::{File, Protocol};
use rustc_hash::FxHashSet;

/// The protocols of a file, and what is wrong with them.
#[derive(Clone, Debug, Default)]
pub struct Protocols {
    /// Those that mean something: nested ones only where nobody calls them.
    pub globals: Vec<Global>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the protocols of a file mean.
#[must_use]
pub fn protocols(file: &File) -> Protocols {
    let mut found = Protocols::default();
    deep(|| {
        names::judge(file, &mut found.diagnostics);
        if !found.diagnostics.is_empty() {
            return;
        }
        let mut seen = FxHashSet::default();
        let mut alone: Vec<Vec<&Protocol>> = file.protocols.iter().map(|one| vec![one]).collect();
        // What others call is judged in its places; what nobody calls, by itself.
        alone.sort_by_key(|scope| scope.last().is_some_and(|one| one.nested));
        while let Some(scope) = (!alone.is_empty()).then(|| alone.remove(0)) {
            let Some(protocol) = scope.last() else {
                continue;
            };
            if !protocol.nested || !seen.contains(&protocol.name.span) {
                let global = lower::lower(file, &scope, &mut seen, &mut found.diagnostics);
                found.globals.extend(global);
            }
            let inner = protocol.inner.iter();
            alone.extend(inner.map(|one| scope.iter().copied().chain([one]).collect()));
        }
    });
    found
}

/// Whether a condition was not read, and may be true or not.
#[must_use]
pub fn is_unread(global: &Global) -> bool {
    fn unread(formula: &Formula<Datum>) -> bool {
        match formula {
            Formula::Any(parts) if parts.as_slice() == [Formula::TRUE] => true,
            Formula::All(parts) | Formula::Any(parts) => parts.iter().any(unread),
            Formula::Not(part) => unread(part),
            Formula::Constant(_) | Formula::Compare(..) => false,
        }
    }
    global.all_edges().any(|(_, edge)| unread(&edge.condition))
}

/// The protocol that `name` means inside of the last of `scope`, each of which declares the next; with its own scope. What
/// is called is nested, and the others have names of their own.
fn find<'f>(
    file: &'f File,
    scope: &[&'f Protocol],
    name: Name,
    nested: bool,
) -> Option<(Vec<&'f Protocol>, &'f Protocol)> {
    for (depth, around) in scope.iter().enumerate().rev().filter(|_| nested) {
        if let Some(inner) = around.inner.iter().find(|one| one.name.name == name) {
            return Some((scope.get(..=depth)?.to_vec(), inner));
        }
    }
    let mut protocols = file.protocols.iter();
    let found = protocols.find(|one| one.name.name == name && one.nested == nested)?;
    Some((Vec::new(), found))
}
