//! The communication graph as text: DOT for Graphviz, Mermaid for Markdown, JSON for programs.
//!
//! The JSON is one object, `{"schema":"quadrille-graph/1","vertices":[…],"edges":[…]}`; vertices are numbered from 0
//! in the order of the source, and edges name them by number. Keys that are not known are to be passed over.

use crate::automata::communication::{CommunicationGraph, Link, Vertex, edges};
use serde_json::{Value, json};
use std::fmt::Write;

/// How many operations a label names before it counts the rest.
const NAMED: usize = 6;

/// The graph in the language of Graphviz.
#[must_use]
pub fn dot(graph: &CommunicationGraph) -> String {
    let mut text = String::from("digraph communication {\n    rankdir=LR;\n");
    for (index, vertex) in graph.node_indices().zip(graph.node_weights()) {
        let shape = match vertex {
            Vertex::Service { known: true, .. } => "box",
            Vertex::Service { known: false, .. } => "box, style=dashed",
            Vertex::InputPort { .. } => "cds",
            Vertex::OutputPort { .. } => "rarrow",
            Vertex::Outside { .. } => "plaintext",
        };
        let label = quoted(&caption(vertex).join("\n"));
        line(
            &mut text,
            &format!("n{} [label={label}, shape={shape}];", index.index()),
        );
    }
    for (from, to, link) in edges(graph) {
        let style = match link {
            Link::Calls(_) | Link::Serves(_) => "",
            _ => ", style=dashed",
        };
        line(
            &mut text,
            &format!("n{from} -> n{to} [label={}{style}];", quoted(&words(link))),
        );
    }
    text.push_str("}\n");
    text
}

/// The graph as a Mermaid flowchart.
#[must_use]
pub fn mermaid(graph: &CommunicationGraph) -> String {
    let mut text = String::from("flowchart LR\n");
    for (index, vertex) in graph.node_indices().zip(graph.node_weights()) {
        let (open, close) = match vertex {
            Vertex::Service { .. } => ("[", "]"),
            Vertex::InputPort { .. } => ("[/", "/]"),
            Vertex::OutputPort { .. } => ("[\\", "\\]"),
            Vertex::Outside { .. } => ("([", "])"),
        };
        let label = entities(&caption(vertex).join("\n"));
        line(
            &mut text,
            &format!("n{}{open}\"{label}\"{close}", index.index()),
        );
    }
    for (from, to, link) in edges(graph) {
        let arrow = match link {
            Link::Calls(_) | Link::Serves(_) => "-->",
            _ => "-.->",
        };
        let words = entities(&words(link));
        let label = if words.is_empty() {
            String::new()
        } else {
            format!("|\"{words}\"|")
        };
        line(&mut text, &format!("n{from} {arrow}{label} n{to}"));
    }
    text
}

/// The graph as one JSON object on indented lines.
#[must_use]
pub fn json(graph: &CommunicationGraph) -> String {
    let vertices: Vec<Value> = graph
        .node_indices()
        .zip(graph.node_weights())
        .map(|(index, vertex)| {
            let (service, module, known) = match vertex {
                Vertex::Service { module, known, .. } => (None, Some(module), Some(known)),
                Vertex::InputPort { service, .. } | Vertex::OutputPort { service, .. } => (Some(service), None, None),
                Vertex::Outside { .. } => (None, None, None),
            };
            json!({
                "id": index.index(), "kind": vertex.kind(), "name": vertex.name(), "service": service,
                "module": module, "known": known, "location": vertex.location(), "protocol": vertex.protocol(),
            })
        })
        .collect();
    let edges: Vec<Value> = edges(graph)
        .map(|(from, to, link)| {
            let resource = match link {
                Link::Redirects(resource) => Some(resource),
                _ => None,
            };
            json!({
                "from": from, "to": to, "kind": link.kind(),
                "operations": link.operations(), "resource": resource,
            })
        })
        .collect();
    let whole = json!({ "schema": "quadrille-graph/1", "vertices": vertices, "edges": edges });
    format!("{whole:#}\n")
}

fn line(text: &mut String, line: &str) {
    // Writing into a string does not fail.
    let _ = writeln!(text, "    {line}");
}

fn caption(vertex: &Vertex) -> Vec<String> {
    let mut lines = vec![vertex.name().to_owned()];
    match vertex {
        Vertex::Service { module, .. } if !module.is_empty() => lines.push(module.clone()),
        Vertex::InputPort { location, .. } | Vertex::OutputPort { location, .. } => {
            lines.extend(location.clone())
        }
        Vertex::Service { .. } | Vertex::Outside { .. } => {}
    }
    lines
}

fn words(link: &Link) -> String {
    match link {
        Link::Calls(operations) | Link::Serves(operations) | Link::Aggregates(operations) => {
            let named: Vec<&str> = operations.iter().take(NAMED).map(String::as_str).collect();
            match operations.len().saturating_sub(NAMED) {
                0 => named.join(", "),
                more => format!("{} and {more} more", named.join(", ")),
            }
        }
        Link::Redirects(resource) => format!("/{resource}"),
        Link::Embedded => "embedded".to_owned(),
        Link::Located => String::new(),
        Link::Starts => "starts".to_owned(),
    }
}

/// A string of DOT.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// A text for between the quotes of Mermaid, which knows entities and no escapes.
pub(super) fn entities(text: &str) -> String {
    text.replace('#', "#35;")
        .replace('"', "#quot;")
        .replace('<', "#lt;")
        .replace('>', "#gt;")
        .replace('\n', "<br/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> CommunicationGraph {
        let mut graph = CommunicationGraph::new();
        let service = graph.add_node(Vertex::Service {
            name: "Buyer".to_owned(),
            module: "shop/\"buyer\".ol".to_owned(),
            known: true,
        });
        let port = graph.add_node(Vertex::OutputPort {
            name: "Shop".to_owned(),
            service: "Buyer".to_owned(),
            location: Some("socket://localhost:8000".to_owned()),
            protocol: Some("sodep".to_owned()),
        });
        let outside = graph.add_node(Vertex::Outside {
            location: "socket://localhost:8000".to_owned(),
        });
        graph.add_edge(
            service,
            port,
            Link::Calls(vec!["buy".to_owned(), "ask".to_owned()]),
        );
        graph.add_edge(port, outside, Link::Located);
        graph
    }

    #[test]
    fn dot_escapes_and_draws_every_edge() {
        let text = dot(&graph());
        assert!(text.starts_with("digraph communication {"));
        assert!(
            text.contains(r#"n0 [label="Buyer\nshop/\"buyer\".ol", shape=box];"#),
            "{text}"
        );
        assert!(text.contains(r#"n0 -> n1 [label="buy, ask"];"#), "{text}");
        assert!(
            text.contains(r#"n1 -> n2 [label="", style=dashed];"#),
            "{text}"
        );
    }

    #[test]
    fn mermaid_uses_entities() {
        let text = mermaid(&graph());
        assert!(text.starts_with("flowchart LR\n"));
        assert!(
            text.contains(r#"n0["Buyer<br/>shop/#quot;buyer#quot;.ol"]"#),
            "{text}"
        );
        assert!(text.contains(r#"n0 -->|"buy, ask"| n1"#), "{text}");
        assert!(text.contains("n1 -.-> n2"), "{text}");
    }

    #[test]
    fn json_numbers_vertices_and_names_operations() {
        let whole: Value = serde_json::from_str(&json(&graph())).unwrap();
        assert_eq!(whole["schema"], "quadrille-graph/1");
        assert_eq!(whole["vertices"][1]["kind"], "output-port");
        assert_eq!(whole["vertices"][1]["service"], "Buyer");
        assert_eq!(whole["edges"][0]["operations"], json!(["buy", "ask"]));
        assert_eq!(whole["edges"][1]["kind"], "located");
        assert_eq!(whole["edges"][1]["to"], 2);
    }
}
