//! Whether each role has a type by merging: a verdict for each role, by the weakest merge that gives it one.

use super::{Rules, unknown, verdict};
use crate::automata::global::Global;
use crate::automata::label::RoleId;
use crate::base::{Code, Diagnostic};
use crate::protocol::projection::merge::{Conflict, Merge, merged};
use crate::verdict::{Coverage, Failure, Outcome, Property, Trace, Verdict};

/// The merges, weakest first, as verdicts name them.
const MERGES: [(Merge, &str); 3] = [
    (Merge::Plain, "plain merge"),
    (Merge::Full, "full merge"),
    (Merge::Coinductive, "coinductive merge"),
];

/// A verdict for each role.
pub(super) fn judge(global: &Global, rules: Rules) -> Vec<Verdict> {
    let semantics = match rules {
        Rules::Jolie => "jolie",
        Rules::PeerToPeer => "async",
        Rules::Rendezvous => "sync",
    };
    let roles = global.role_ids().map(|role| {
        let (mut result, mut theorem) = (None, None);
        for (merge, name) in MERGES {
            match merged(global, role, merge) {
                Ok(_) => {
                    (result, theorem) = (Some(Outcome::Holds(Coverage::Proved)), Some(name));
                    break;
                }
                Err(conflict) => result = Some(failed(global, role, &conflict)),
            }
        }
        let none = || unknown("limit", "no merge was tried".to_owned());
        let result = result.unwrap_or_else(none);
        Verdict {
            property: Property::Projectable,
            ..verdict(global, semantics, Some(role), result, theorem)
        }
    });
    roles.collect()
}

fn failed(global: &Global, role: RoleId, conflict: &Conflict) -> Outcome {
    let name = global.role(role);
    let Some(why) = conflict.why else {
        return unknown(
            "limit",
            format!("the types of `{name}` are too large to be merged"),
        );
    };
    let message = format!("no merge gives `{name}` a type: of two branches, {why}");
    let diagnostic = Diagnostic::new(Code::Q0501, conflict.span, message)
        .related(conflict.other, "in another branch");
    Outcome::Fails(Box::new(Failure {
        diagnostic,
        trace: Trace::default(),
    }))
}
