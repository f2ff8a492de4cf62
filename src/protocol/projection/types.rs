//! Local automata as local types, and as text of other languages.
//!
//! A state is a choice of its edges, `A!x( T ).…` or `A?x( T ).…`; a state that is met again has a name, `μX. …`. What
//! may stop has the branch `end`.

use crate::automata::local::{Action, Direction, Local, LocalEdge, LocalId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The local type of a role. A state that several ways lead to is written once, with a name, in a line of its own.
#[must_use]
pub fn text(local: &Local) -> String {
    let named = named(local);
    let mut lines = Vec::new();
    let mut write = |state: LocalId| {
        let body = body(local, state, &named, 0);
        match named.get(&state) {
            Some(name) => lines.push(format!("{name} = {body}")),
            None => lines.push(body),
        }
    };
    write(local.start());
    for state in named.keys().filter(|state| **state != local.start()) {
        write(*state);
    }
    lines.join("\n") + "\n"
}

/// The states that get a name: those to which several edges lead, or one and the start, and every one too deep inside.
fn named(local: &Local) -> BTreeMap<LocalId, String> {
    let mut reached: BTreeSet<LocalId> = BTreeSet::new();
    let mut several: BTreeSet<LocalId> = BTreeSet::new();
    let mut depth: BTreeMap<LocalId, usize> = BTreeMap::from([(local.start(), 0)]);
    let mut waiting = vec![local.start()];
    reached.insert(local.start());
    let mut next = 0;
    while let Some(state) = waiting.get(next).copied() {
        next += 1;
        let deeper = depth.get(&state).map_or(0, |depth| depth + 1);
        for edge in local.edges(state) {
            let far = deeper.is_multiple_of(DEPTH);
            if !reached.insert(edge.target) || far {
                several.insert(edge.target);
            }
            depth.entry(edge.target).or_insert_with(|| {
                waiting.push(edge.target);
                deeper
            });
        }
    }
    several.retain(|state| !local.edges(*state).is_empty());
    let names = several.into_iter().enumerate();
    names
        .map(|(index, state)| (state, format!("X{index}")))
        .collect()
}

/// How many levels of a type are written inside of one another.
const DEPTH: usize = 24;

fn body(local: &Local, state: LocalId, named: &BTreeMap<LocalId, String>, depth: usize) -> String {
    let mut branches: Vec<String> = Vec::new();
    let several = local.edges(state).len() + usize::from(local.is_accepting(state)) > 1;
    let inside = depth + usize::from(several);
    for edge in local.edges(state) {
        let after = match named.get(&edge.target) {
            Some(name) => name.clone(),
            None => body(local, edge.target, named, inside),
        };
        branches.push(format!("{}. {after}", written(local, edge)));
    }
    if local.is_accepting(state) {
        branches.push("end".to_owned());
    }
    let indent = "    ".repeat(depth);
    match branches.as_slice() {
        [] => "stuck".to_owned(),
        [only] => only.clone(),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|branch| format!("\n{indent}    {branch}"))
                .collect();
            format!("{{{}\n{indent}}}", lines.join(","))
        }
    }
}

/// `A!x( T )`
#[must_use]
pub fn written(local: &Local, edge: &LocalEdge) -> String {
    let Action {
        direction,
        partner,
        label,
    } = edge.action;
    let payload = edge.payload.to_string();
    format!(
        "{}{}{label}{payload}",
        local.role_name(partner),
        direction.symbol()
    )
}

/// The automaton of a role in the language of Graphviz.
#[must_use]
pub fn dot(local: &Local) -> String {
    let mut text = format!(
        "digraph \"{}\" {{\n    rankdir=LR;\n",
        escaped(local.role_name(local.role).as_str())
    );
    for (id, state) in local.states() {
        let shape = if state.accepting {
            "doublecircle"
        } else {
            "circle"
        };
        line(&mut text, &format!("    {} [shape={shape}];", id.0));
        for edge in &state.edges {
            let label = escaped(&written(local, edge));
            line(
                &mut text,
                &format!("    {} -> {} [label=\"{label}\"];", id.0, edge.target.0),
            );
        }
    }
    text.push_str("}\n");
    text
}

/// The automaton of a role as a Mermaid state diagram.
#[must_use]
pub fn mermaid(local: &Local) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    line(&mut text, &format!("    [*] --> s{}", local.start().0));
    for (id, state) in local.states() {
        for edge in &state.edges {
            // A colon or a semicolon would end the label.
            let label = written(local, edge)
                .replace(':', "#58;")
                .replace(';', "#59;");
            line(
                &mut text,
                &format!("    s{} --> s{} : {label}", id.0, edge.target.0),
            );
        }
        if state.accepting {
            line(&mut text, &format!("    s{} --> [*]", id.0));
        }
    }
    text
}

/// The automaton of a role as a value of JSON.
#[must_use]
pub fn json(local: &Local) -> serde_json::Value {
    let states: Vec<serde_json::Value> = local
        .states()
        .map(|(id, state)| {
            let edges: Vec<serde_json::Value> = state
                .edges
                .iter()
                .map(|edge| {
                    serde_json::json!({
                        "kind": match edge.action.direction {
                            Direction::Send => "send",
                            Direction::Receive => "receive",
                        },
                        "partner": local.role_name(edge.action.partner).as_str(),
                        "operation": edge.action.label.operation.as_str(),
                        "phase": edge.action.label.phase.name(),
                        "fault": edge.action.label.phase.fault().map(|fault| fault.as_str()),
                        "types": edge.payload.types().map(|data| data.as_str()).collect::<Vec<_>>(),
                        "to": edge.target.0,
                    })
                })
                .collect();
            serde_json::json!({ "id": id.0, "accepting": state.accepting, "edges": edges })
        })
        .collect();
    serde_json::json!({
        "role": local.role_name(local.role).as_str(),
        "start": local.start().0,
        "states": states,
    })
}

fn line(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
