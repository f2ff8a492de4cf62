//! Who may act: in a branch of a choice, who chooses, and whoever has heard since from one who may act. A loop that is gone
//! back to is looked at once more with who may act then.

use super::inline::Inlined;
use crate::base::{Code, Diagnostic, Name, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Finds who acts or chooses without having heard anything in its branch.
pub(super) fn judge(body: &[Inlined], roles: &[Name]) -> Vec<Diagnostic> {
    let mut judge = Judge {
        roles,
        loops: FxHashMap::default(),
        unfolding: BTreeSet::new(),
        found: Vec::new(),
    };
    judge.row(body, (0..roles.len()).collect());
    judge.found
}

struct Judge<'b> {
    roles: &'b [Name],
    loops: FxHashMap<usize, &'b [Inlined]>,
    unfolding: BTreeSet<usize>,
    found: Vec<Diagnostic>,
}

impl<'b> Judge<'b> {
    fn needs(&mut self, role: usize, enabled: &BTreeSet<usize>, span: Span) {
        if enabled.contains(&role) {
            return;
        }
        let name = self.roles.get(role).copied().unwrap_or_default();
        let message = format!("`{name}` acts here without having heard of the choice before");
        let error = Diagnostic::new(Code::Q0501, span, message);
        if !self.found.contains(&error) {
            self.found.push(error);
        }
    }

    /// Who may act after some steps; `None` when they do not end.
    fn row(
        &mut self,
        steps: &'b [Inlined],
        mut enabled: BTreeSet<usize>,
    ) -> Option<BTreeSet<usize>> {
        for step in steps {
            match step {
                Inlined::Transfer(_, [from, to], span) => {
                    self.needs(*from, &enabled, *span);
                    enabled.insert(*to);
                }
                Inlined::Continue(number, _) => {
                    if self.unfolding.insert(*number) {
                        if let Some(body) = self.loops.get(number).copied() {
                            self.row(body, enabled);
                        }
                        self.unfolding.remove(number);
                    }
                    return None;
                }
                Inlined::Recursion(number, body) => {
                    self.loops.insert(*number, body);
                    enabled = self.row(body, enabled)?;
                }
                Inlined::Choice(at, span, branches) => {
                    self.needs(*at, &enabled, *span);
                    let mut after: Option<BTreeSet<usize>> = None;
                    for branch in branches {
                        let Some(ends) = self.row(branch, BTreeSet::from([*at])) else {
                            continue;
                        };
                        after = Some(match after {
                            None => ends,
                            Some(before) => before.intersection(&ends).copied().collect(),
                        });
                    }
                    enabled.extend(after?);
                }
            }
        }
        Some(enabled)
    }
}

/// Finds choices whose branches begin with a message of somebody else than who chooses.
pub(super) fn subjects(body: &[Inlined], roles: &[Name]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut waiting: Vec<&[Inlined]> = vec![body];
    while let Some(steps) = waiting.pop() {
        for step in steps {
            match step {
                Inlined::Transfer(..) | Inlined::Continue(..) => {}
                Inlined::Recursion(_, body) => waiting.push(body),
                Inlined::Choice(at, span, branches) => {
                    waiting.extend(branches.iter().map(Vec::as_slice));
                    for branch in branches {
                        if first(branch).is_some_and(|role| role != *at) {
                            let name = roles.get(*at).copied().unwrap_or_default();
                            let message = format!(
                                "a branch of this choice does not begin with a message of `{name}`"
                            );
                            found.push(Diagnostic::new(Code::Q0505, *span, message));
                        }
                    }
                }
            }
        }
    }
    found
}

/// Who sends the first message of a row.
fn first(steps: &[Inlined]) -> Option<usize> {
    match steps.first()? {
        Inlined::Transfer(_, [from, _], _) => Some(*from),
        Inlined::Continue(..) => None,
        Inlined::Recursion(_, body) => first(body),
        Inlined::Choice(at, ..) => Some(*at),
    }
}
