//! The behaviour of one service as text: DOT for Graphviz, Mermaid for Markdown, JSON for programs.
//!
//! A vertex is an act, labelled as people write it: `op?` for an input, `op!Port` for an output, conditions by their
//! source. An act that opens an inside (a scope, a fork, a definition) has an edge into it and a dashed one to what comes
//! after it; where the inside ends is a vertex `end`. Acts that do nothing are passed over.
//!
//! The JSON is one object, `{"schema":"quadrille-behaviour/1","service":…,"vertices":[…],"edges":[…]}`.

use super::graph::{entities, quoted};
use super::run::{place, quote};
use crate::automata::network::{
    Act, Behaviour, HandlerKey, InputBranch, Location, Main, Network, Node,
};
use crate::base::{Name, Sources, Span};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::fmt::Write;

/// What is drawn.
struct Drawn {
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
}

struct Vertex {
    kind: &'static str,
    caption: String,
    origin: Span,
}

struct Edge {
    from: usize,
    to: usize,
    label: String,
    /// What comes after an inside.
    after: bool,
}

/// The behaviour in the language of Graphviz.
#[must_use]
pub fn dot(behaviour: &Behaviour, network: &Network, sources: &Sources) -> String {
    let drawn = draw(behaviour, network, sources);
    let mut text = String::from("digraph behaviour {\n");
    let _ = writeln!(text, "    label={};", quoted(&behaviour.name));
    for (index, vertex) in drawn.vertices.iter().enumerate() {
        let shape = match vertex.kind {
            "start" => "circle",
            "branch" | "receive" => "diamond",
            "end" => "doublecircle",
            _ => "box",
        };
        let caption = quoted(&vertex.caption);
        let _ = writeln!(text, "    n{index} [label={caption}, shape={shape}];");
    }
    for edge in &drawn.edges {
        let style = if edge.after { ", style=dashed" } else { "" };
        let (from, to, label) = (edge.from, edge.to, quoted(&edge.label));
        let _ = writeln!(text, "    n{from} -> n{to} [label={label}{style}];");
    }
    text.push_str("}\n");
    text
}

/// The behaviour as a Mermaid flowchart.
#[must_use]
pub fn mermaid(behaviour: &Behaviour, network: &Network, sources: &Sources) -> String {
    let drawn = draw(behaviour, network, sources);
    let mut text = String::from("flowchart TD\n");
    for (index, vertex) in drawn.vertices.iter().enumerate() {
        let (open, close) = match vertex.kind {
            "start" => ("((", "))"),
            "branch" | "receive" => ("{", "}"),
            "end" => ("(((", ")))"),
            _ => ("[", "]"),
        };
        let caption = entities(&vertex.caption);
        let _ = writeln!(text, "    n{index}{open}\"{caption}\"{close}");
    }
    for edge in &drawn.edges {
        let arrow = if edge.after { "-.->" } else { "-->" };
        let label = match edge.label.as_str() {
            "" => String::new(),
            label => format!("|\"{}\"|", entities(label)),
        };
        let _ = writeln!(text, "    n{} {arrow}{label} n{}", edge.from, edge.to);
    }
    text
}

/// The behaviour as one JSON object on indented lines.
#[must_use]
pub fn json(behaviour: &Behaviour, network: &Network, sources: &Sources) -> String {
    let drawn = draw(behaviour, network, sources);
    let vertex = |(id, vertex): (usize, &Vertex)| {
        json!({
            "id": id, "kind": vertex.kind, "label": vertex.caption,
            "place": place(sources, vertex.origin),
        })
    };
    let edge = |edge: &Edge| {
        json!({
            "from": edge.from, "to": edge.to, "label": edge.label,
            "kind": if edge.after { "after" } else { "step" },
        })
    };
    let vertices: Vec<Value> = drawn.vertices.iter().enumerate().map(vertex).collect();
    let edges: Vec<Value> = drawn.edges.iter().map(edge).collect();
    let whole = json!({
        "schema": "quadrille-behaviour/1", "service": behaviour.name.as_str(),
        "vertices": vertices, "edges": edges,
    });
    format!("{whole:#}\n")
}

/// Where a vertex leads.
struct Exit {
    to: Location,
    label: String,
    after: bool,
}

/// Where the behaviour starts: `init`, `main` and the couriers, with what leads on from each.
fn roots(behaviour: &Behaviour, network: &Network) -> Vec<(Vertex, Vec<Exit>)> {
    let start = |caption: &str| Vertex {
        kind: "start",
        caption: caption.to_owned(),
        origin: behaviour.span,
    };
    let mut roots: Vec<(Vertex, Vec<Exit>)> = Vec::new();
    if let Some(init) = behaviour.init {
        roots.push((start("init"), vec![step(init, "")]));
    }
    match &behaviour.main {
        Main::Nothing => {}
        Main::Once(main) => roots.push((start("main"), vec![step(*main, "")])),
        Main::Starters(starters) => {
            let exits = starters
                .iter()
                .flat_map(|starter| received(behaviour, network, &starter.branch));
            roots.push((start("main"), exits.collect()));
        }
    }
    if !behaviour.couriers.is_empty() {
        let couriers = behaviour.couriers.iter();
        let exits = couriers.flat_map(|courier| received(behaviour, network, &courier.branch));
        roots.push((start("courier"), exits.collect()));
    }
    roots
}

/// The vertices that can be reached from `init` and `main`, in the order in which they are.
fn draw(behaviour: &Behaviour, network: &Network, sources: &Sources) -> Drawn {
    let mut drawn = Drawn {
        vertices: Vec::new(),
        edges: Vec::new(),
    };
    let mut wanted: Vec<(usize, Exit)> = Vec::new();
    for (vertex, exits) in roots(behaviour, network) {
        let from = drawn.vertices.len();
        drawn.vertices.push(vertex);
        wanted.extend(exits.into_iter().map(|exit| (from, exit)));
    }
    let mut known: FxHashMap<Location, usize> = FxHashMap::default();
    // A queue and no recursion: code may be as long as its file.
    let mut next = 0;
    while next < wanted.len() {
        let (from, to) = (wanted[next].0, passed(behaviour, wanted[next].1.to));
        let label = std::mem::take(&mut wanted[next].1.label);
        let after = wanted[next].1.after;
        next += 1;
        let Some(node) = behaviour.nodes.get(to.index()) else {
            continue;
        };
        let target = *known.entry(to).or_insert_with(|| {
            let index = drawn.vertices.len();
            let (kind, caption) = caption(behaviour, network, sources, node);
            drawn.vertices.push(Vertex {
                kind,
                caption,
                origin: node.origin,
            });
            let exits = exits(behaviour, network, &node.act);
            wanted.extend(exits.into_iter().map(|exit| (index, exit)));
            index
        });
        drawn.edges.push(Edge {
            from,
            to: target,
            label,
            after,
        });
    }
    drawn
}

/// The first act from `at` on that does something.
fn passed(behaviour: &Behaviour, at: Location) -> Location {
    let mut at = at;
    for _ in 0..behaviour.nodes.len() {
        match behaviour.nodes.get(at.index()).map(|node| &node.act) {
            Some(Act::Skip { next }) => at = *next,
            _ => break,
        }
    }
    at
}

fn step(to: Location, label: impl Into<String>) -> Exit {
    Exit {
        to,
        label: label.into(),
        after: false,
    }
}

fn after(to: Location) -> Exit {
    Exit {
        to,
        label: String::new(),
        after: true,
    }
}

/// Where an input leads: into what is done with it, and to what comes after its answer.
fn received(behaviour: &Behaviour, network: &Network, branch: &InputBranch) -> Vec<Exit> {
    let label = input(behaviour, network, branch);
    let mut exits = vec![step(branch.body, label.clone())];
    if let Some(reply) = &branch.reply {
        exits.push(Exit {
            to: reply.next,
            label: format!("{} answered", label.trim_end_matches('?')),
            after: true,
        });
    }
    exits
}

fn input(behaviour: &Behaviour, network: &Network, branch: &InputBranch) -> String {
    let operation = behaviour
        .inputs
        .get(branch.input.index())
        .and_then(|input| network.operations.get(input.operation.0 as usize));
    format!("{}?", operation.map_or("", |operation| &operation.name))
}

/// Where an act leads.
fn exits(behaviour: &Behaviour, network: &Network, act: &Act) -> Vec<Exit> {
    match act {
        Act::End | Act::Exit | Act::Throw { .. } => Vec::new(),
        Act::Skip { next }
        | Act::Set { next, .. }
        | Act::Send { next, .. }
        | Act::Call { next, .. }
        | Act::Compensate { next, .. }
        | Act::CurrentHandler { next, .. }
        | Act::LinkOut { next, .. }
        | Act::LinkIn { next, .. } => vec![step(*next, "")],
        Act::Branch {
            then, otherwise, ..
        } => vec![step(*then, "true"), step(*otherwise, "false")],
        Act::Receive { branches } => branches
            .iter()
            .flat_map(|branch| received(behaviour, network, branch))
            .collect(),
        Act::Fork { bodies, next } => {
            let bodies = bodies.iter().map(|body| step(*body, ""));
            bodies.chain([after(*next)]).collect()
        }
        Act::Install { handlers, next } => {
            let handlers = handlers
                .iter()
                .map(|handler| step(handler.body, format!("on {}", key(handler.key))));
            [step(*next, "")].into_iter().chain(handlers).collect()
        }
        Act::Spawn { body, next, .. }
        | Act::Enter { body, next, .. }
        | Act::Synchronized { body, next, .. }
        | Act::Invoke { body, next } => vec![step(*body, ""), after(*next)],
    }
}

fn key(key: HandlerKey) -> String {
    match key {
        HandlerKey::This => "this".to_owned(),
        HandlerKey::Fault(fault) => fault.to_string(),
        HandlerKey::Default => "default".to_owned(),
    }
}

/// What an act is called, in one word and as people write it.
fn caption(
    behaviour: &Behaviour,
    network: &Network,
    sources: &Sources,
    node: &Node,
) -> (&'static str, String) {
    let name = |names: &[Name], index: u32| {
        let found = names.get(index as usize);
        found.map_or_else(String::new, Name::to_string)
    };
    let source = |without: &str| quote(sources, node.origin).unwrap_or_else(|| without.to_owned());
    let sent = |port: u32, operation: u32| {
        let operation = network.operations.get(operation as usize);
        let port = behaviour.ports.get(port as usize);
        let operation = operation.map_or("", |operation| &operation.name);
        format!("{operation}!{}", port.map_or("", |port| &port.name))
    };
    match &node.act {
        Act::End => ("end", "end".to_owned()),
        Act::Skip { .. } => ("skip", "nothing".to_owned()),
        Act::Set { .. } => ("set", source("set")),
        Act::Branch { .. } => ("branch", source("?")),
        Act::Send {
            port, operation, ..
        } => ("send", sent(port.0, operation.0)),
        Act::Call {
            port, operation, ..
        } => ("call", format!("{}()", sent(port.0, operation.0))),
        Act::Receive { branches } => match branches.as_slice() {
            [one] => ("receive", input(behaviour, network, one)),
            _ => ("receive", "choice".to_owned()),
        },
        Act::Fork { .. } => ("fork", "|".to_owned()),
        Act::Spawn { .. } => ("spawn", "spawn".to_owned()),
        Act::Enter { scope, .. } => (
            "scope",
            format!("scope( {} )", name(&behaviour.scopes, scope.0)),
        ),
        Act::Install { .. } => ("install", "install".to_owned()),
        Act::Throw { fault } => ("throw", format!("throw( {fault} )")),
        Act::Compensate { scope, .. } => (
            "compensate",
            format!("comp( {} )", name(&behaviour.scopes, scope.0)),
        ),
        Act::CurrentHandler { .. } => ("current-handler", "cH".to_owned()),
        Act::Synchronized { lock, .. } => (
            "synchronized",
            format!("synchronized( {} )", name(&behaviour.locks, lock.0)),
        ),
        Act::LinkOut { link, .. } => (
            "link-out",
            format!("linkOut( {} )", name(&behaviour.links, link.0)),
        ),
        Act::LinkIn { link, .. } => (
            "link-in",
            format!("linkIn( {} )", name(&behaviour.links, link.0)),
        ),
        Act::Invoke { .. } => ("invoke", source("define")),
        Act::Exit => ("exit", "exit".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automata::network::{
        Input, InputId, LocalPort, Operation, OperationId, PortId, Starter, Term,
    };

    /// `main { buy(); if( x > "0" ) pay@Bank() else throw( Broke ) }`, as an automaton.
    #[allow(clippy::too_many_lines, reason = "a behaviour written out")]
    fn shop() -> (Behaviour, Network, Sources) {
        let mut sources = Sources::default();
        let text = "x > \"0\"";
        let id = sources.add("shop.ol", text);
        let operation = |name: &str| Operation {
            name: name.into(),
            request: Vec::new(),
            response: Vec::new(),
        };
        let network = Network {
            operations: vec![operation("buy"), operation("pay")],
            ..Network::default()
        };
        let node = |act| Node {
            act,
            origin: Span::new(id, 0, text.len()),
        };
        let behaviour = Behaviour {
            name: "Shop".into(),
            span: Span::NOWHERE,
            mode: crate::automata::network::Mode::Concurrent,
            nodes: vec![
                node(Act::Branch {
                    condition: Term::Free,
                    then: Location(1),
                    otherwise: Location(3),
                }),
                node(Act::Skip { next: Location(2) }),
                node(Act::Send {
                    port: PortId(0),
                    operation: OperationId(1),
                    payload: Vec::new(),
                    next: Location(4),
                }),
                node(Act::Throw {
                    fault: "Broke".into(),
                }),
                node(Act::End),
                node(Act::Skip { next: Location(5) }),
            ],
            init: Some(Location(5)),
            main: Main::Starters(vec![Starter {
                branch: InputBranch {
                    input: InputId(0),
                    bindings: Vec::new(),
                    reply: None,
                    body: Location(0),
                    origin: Span::NOWHERE,
                },
                courier: false,
            }]),
            cells: Vec::new(),
            inputs: vec![Input {
                operation: OperationId(0),
                request_response: false,
                queue: 0,
                aliases: Vec::new(),
                faults: Vec::new(),
                span: Span::NOWHERE,
            }],
            couriers: Vec::new(),
            sets: Vec::new(),
            ports: vec![LocalPort {
                name: "Bank".into(),
                location: None,
                faults: Vec::new(),
                remote: false,
                span: Span::NOWHERE,
            }],
            locks: Vec::new(),
            links: Vec::new(),
            scopes: Vec::new(),
        };
        (behaviour, network, sources)
    }

    #[test]
    fn acts_are_labelled_as_people_write_them() {
        let (behaviour, network, sources) = shop();
        let text = dot(&behaviour, &network, &sources);
        for part in [
            r#"[label="x > \"0\"", shape=diamond];"#,
            r#"[label="buy?"];"#,
            r#"[label="pay!Bank", shape=box];"#,
            r#"[label="throw( Broke )", shape=box];"#,
            r#"[label="true"];"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = mermaid(&behaviour, &network, &sources);
        assert!(text.contains("{\"x #gt; #quot;0#quot;\"}"), "{text}");
        assert!(text.contains("-->|\"buy?\"|"), "{text}");
    }

    #[test]
    fn json_names_places_and_passes_over_what_does_nothing() {
        let (behaviour, network, sources) = shop();
        let whole: Value = serde_json::from_str(&json(&behaviour, &network, &sources)).unwrap();
        assert_eq!(whole["schema"], "quadrille-behaviour/1");
        // init and its endless nothing, main, the branch, what is sent, the fault, the end.
        assert_eq!(whole["vertices"].as_array().unwrap().len(), 7);
        assert_eq!(whole["vertices"][3]["place"], "shop.ol:1");
        assert_eq!(whole["edges"].as_array().unwrap().len(), 6);
    }
}
