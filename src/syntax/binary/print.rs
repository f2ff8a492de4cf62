//! From a tree to a text that is read as the same tree.

use super::tree::{Node, NodeId, Session};

/// What is still to be written.
enum Step {
    Text(&'static str),
    Node(NodeId),
}

/// The type on one line.
#[must_use]
pub fn print(session: &Session) -> String {
    let mut out = String::new();
    let mut open = vec![Step::Node(session.root)];
    while let Some(step) = open.pop() {
        let id = match step {
            Step::Text(text) => {
                out.push_str(text);
                continue;
            }
            Step::Node(id) => id,
        };
        match session.node(id) {
            Node::End => out.push_str("end"),
            Node::Variable(name, _) => out.push_str(name.as_str()),
            Node::Recursion { variable, body } => {
                out.push_str(&format!("rec {variable}. "));
                open.push(Step::Node(*body));
            }
            Node::Choice(branches, _) => {
                let several = branches.len() > 1;
                if several {
                    out.push('[');
                    open.push(Step::Text("]"));
                }
                // What is written first is pushed last.
                for (at, branch) in branches.iter().enumerate().rev() {
                    open.push(Step::Node(branch.next));
                    open.push(Step::Text("; "));
                    open.push(Step::Text(branch.label.as_str()));
                    open.push(Step::Text(if branch.sends { "!" } else { "?" }));
                    if at > 0 {
                        open.push(Step::Text(", "));
                    }
                }
            }
        }
    }
    out
}
