//! Random automata of protocols, with loops.

use proptest::prelude::*;
use quadrille::automata::global::{Edge, Global, Interaction, State, StateId, ThreadId};
use quadrille::automata::label::{Field, Label, Payload, RoleId};
use quadrille::base::{Name, Span};
use quadrille::solve::term::Formula;

/// An automaton with small numbers in place of everything: the edges of each state.
pub type Edges = Vec<Vec<(u8, u8, u8)>>;

pub fn automata() -> impl Strategy<Value = (Edges, Vec<u8>)> {
    let edges = prop::collection::vec((0..4_u8, 0..3_u8, 0..6_u8), 0..=3);
    (
        prop::collection::vec(edges, 1..6),
        prop::collection::vec(0..4_u8, 6),
    )
}

/// The automaton of these numbers: a state has one sender; one without edges is the end.
pub fn global(edges: &Edges, senders: &[u8]) -> Global {
    let names = (0..4).map(|role| Name::from(&format!("R{role}")));
    let mut global = Global::new("Random".into(), names.collect());
    for _ in 1..edges.len() {
        global.add(State::default());
    }
    let end = global.add(State::default());
    global.accept(end, true);
    for (index, out) in edges.iter().enumerate() {
        let state = StateId(u32::try_from(index).unwrap());
        global.accept(state, out.is_empty());
        for (to, label, target) in out {
            let from = senders[index];
            let to = if *to == from { (to + 1) % 4 } else { *to };
            let target = usize::from(*target);
            let target = if target < edges.len() {
                u32::try_from(target).unwrap()
            } else {
                end.0
            };
            // What an operation carries depends on nothing else.
            let fields = (0..*label).map(|_| Field {
                name: None,
                data: "int".into(),
            });
            global.connect(
                state,
                Edge {
                    interaction: Interaction {
                        from: RoleId(u16::from(from)),
                        to: RoleId(u16::from(to)),
                        label: Label::one_way(Name::from(&format!("m{label}"))),
                    },
                    payload: Payload {
                        fields: fields.collect(),
                    },
                    condition: Formula::TRUE,
                    target: StateId(target),
                    thread: ThreadId::default(),
                    joined: Vec::new(),
                    span: Span::NOWHERE,
                },
            );
        }
    }
    global
}
