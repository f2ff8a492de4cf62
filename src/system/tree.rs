//! The tree of embeddings below a service that is started.
//!
//! A service embedded twice runs twice. Services written in Java, and those of Jolie's own library, are no instances:
//! the environment stands in for them. A ring of embeddings never ends when it runs (its diagnostic says so); here it
//! ends at the service that is its own ancestor.

use crate::base::Span;
use crate::program::{EmbedTarget, Program, ServiceId, ServiceKind};

/// More instances than this below one root are a mistake, or a way to exhaust memory.
pub(super) const INSTANCES: usize = 256;

/// A service that runs, before it is known whom it reaches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Which service.
    pub(super) service: ServiceId,
    /// The node that embeds it, and which of its embeddings it is.
    pub(super) parent: Option<(usize, usize)>,
    /// The node at the top.
    pub(super) root: usize,
}

/// Puts `root` and all that it embeds behind `nodes`, every node after the one that embeds it; returns the first
/// embedding that found no room.
pub(super) fn grow(program: &Program, root: ServiceId, nodes: &mut Vec<Node>) -> Option<Span> {
    let first = nodes.len();
    nodes.push(Node {
        service: root,
        parent: None,
        root: first,
    });
    let mut next = first;
    while next < nodes.len() {
        let embeds = &program[nodes[next].service].embeds;
        for (position, embed) in embeds.iter().enumerate() {
            let EmbedTarget::Service(service) = embed.target else {
                continue;
            };
            if !runs(program, service) || is_ancestor(nodes, next, service) {
                continue;
            }
            if nodes.len() - first == INSTANCES {
                return Some(embed.span);
            }
            nodes.push(Node {
                service,
                parent: Some((next, position)),
                root: first,
            });
        }
        next += 1;
    }
    None
}

/// Whether the behaviour of a service is known, so that it is an instance.
fn runs(program: &Program, id: ServiceId) -> bool {
    let service = &program[id];
    !matches!(service.kind, ServiceKind::Foreign(_)) && !program[service.module].standard
}

fn is_ancestor(nodes: &[Node], from: usize, service: ServiceId) -> bool {
    let mut at = Some(from);
    while let Some(index) = at {
        if nodes[index].service == service {
            return true;
        }
        at = nodes[index].parent.map(|(parent, _)| parent);
    }
    false
}
