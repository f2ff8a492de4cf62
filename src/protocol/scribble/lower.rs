//! From a protocol without calls to its automaton.

use super::inline::Inlined;
use crate::automata::global::{Edge, Global, Interaction, StateId, ThreadId};
use crate::automata::label::{Field, Label, Payload, RoleId};
use crate::base::{Code, Diagnostic, Name};
use crate::protocol::session::draft::{Draft, Node, finish};
use crate::solve::term::Formula;
use crate::syntax::scribble::Protocol;
use rustc_hash::FxHashMap;

/// The automaton of a protocol; `None` when it is larger than one may be.
pub(super) fn lower(
    protocol: &Protocol,
    body: &[Inlined],
    errors: &mut Vec<Diagnostic>,
) -> Option<Global> {
    let roles: Vec<Name> = protocol.roles.iter().map(|role| role.name).collect();
    if roles.len() > crate::protocol::session::ROLES {
        let message = "the protocol has too many roles";
        errors.push(Diagnostic::new(Code::Q0901, protocol.name.span, message));
        return None;
    }
    let mut lowering = Lowering {
        draft: Draft::new(),
        loops: FxHashMap::default(),
    };
    let start = lowering.row(body, Draft::END);
    if lowering.draft.is_full() {
        let message = "the protocol has too many states";
        errors.push(Diagnostic::new(Code::Q0901, protocol.name.span, message));
        return None;
    }
    let global = finish(
        &lowering.draft,
        start,
        Global::new(protocol.name.name, roles),
    );
    for (_, state) in global.states() {
        if state.edges.is_empty() && !state.accepting {
            let message = "a loop goes back to its beginning before anything happens";
            errors.push(Diagnostic::new(Code::Q0511, protocol.name.span, message));
        }
    }
    Some(global)
}

struct Lowering {
    draft: Draft,
    loops: FxHashMap<usize, Node>,
}

impl Lowering {
    fn row(&mut self, steps: &[Inlined], next: Node) -> Node {
        let steps = steps.iter().rev();
        steps.fold(next, |next, step| self.step(step, next))
    }

    fn step(&mut self, step: &Inlined, next: Node) -> Node {
        match step {
            Inlined::Transfer(sent, [from, to], span) => {
                let here = self.draft.node();
                let role = |index: &usize| RoleId(u16::try_from(*index).unwrap_or(u16::MAX));
                let fields = sent.types.iter().map(|data| Field {
                    name: None,
                    data: *data,
                });
                let edge = Edge {
                    interaction: Interaction {
                        from: role(from),
                        to: role(to),
                        label: Label::one_way(sent.label()),
                    },
                    payload: Payload {
                        fields: fields.collect(),
                    },
                    condition: Formula::TRUE,
                    target: StateId(next.0),
                    thread: ThreadId::default(),
                    joined: Vec::new(),
                    span: *span,
                };
                self.draft.edge(here, edge);
                here
            }
            Inlined::Recursion(number, body) => {
                let here = self.draft.node();
                self.loops.insert(*number, here);
                let begin = self.row(body, next);
                self.draft.silent(here, begin, Vec::new());
                here
            }
            Inlined::Continue(number, _) => self.loops.get(number).copied().unwrap_or(next),
            Inlined::Choice(_, _, branches) => {
                let here = self.draft.node();
                for branch in branches {
                    let begin = self.row(branch, next);
                    self.draft.silent(here, begin, Vec::new());
                }
                here
            }
        }
    }
}
