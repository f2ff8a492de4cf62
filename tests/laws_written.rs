//! Laws of printing: what is printed of a protocol reads back as the same protocol, in every language that can say it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/automata.rs"]
mod automata;

use automata::{automata, global};
use proptest::prelude::*;
use quadrille::automata::global::{Edge, Global, State, StateId};
use quadrille::automata::label::{Phase, RoleId};
use quadrille::base::SourceId;
use quadrille::protocol::nuscr;
use quadrille::protocol::scribble::protocols;
use quadrille::protocol::session::lower;
use quadrille::protocol::written::{self, Unsayable};
use quadrille::syntax::jolie::tree::Item;
use quadrille::syntax::session::print::print;
use quadrille::syntax::session::tree::Session;
use quadrille::syntax::{self, jolie, scribble};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A message as every language has it: who, to whom, what, with which types. `flat` makes replies messages.
fn message(global: &Global, edge: &Edge, flat: bool) -> String {
    let [from, to] = [edge.interaction.from, edge.interaction.to].map(|role| global.role(role));
    let label = edge.interaction.label;
    let operation = label.operation.as_str().split('(').next().unwrap();
    let name = match label.phase {
        Phase::OneWay => operation.to_owned(),
        Phase::Request if flat => operation.to_owned(),
        Phase::Reply if flat => format!("{operation}_reply"),
        Phase::Fault(fault) if flat => format!("{operation}_{fault}"),
        other => format!("{operation} {other:?}"),
    };
    format!("{from} {to} {name}{}", edge.payload)
}

/// Whether two automata are bisimilar.
fn same(one: &Global, other: &Global, flat: bool) -> bool {
    let states = |global: &Global| -> Vec<(bool, Vec<(String, usize)>)> {
        let edges = |state: &State| {
            let edges = state.edges.iter();
            edges
                .map(|edge| (message(global, edge, flat), edge.target.index()))
                .collect()
        };
        global
            .states()
            .map(|(_, state)| (state.accepting, edges(state)))
            .collect()
    };
    let (mut all, second) = (states(one), states(other));
    let shift = all.len();
    all.extend(second.into_iter().map(|(accepting, edges)| {
        let edges = edges
            .into_iter()
            .map(|(message, target)| (message, target + shift));
        (accepting, edges.collect())
    }));
    let mut class: Vec<usize> = all
        .iter()
        .map(|(accepting, _)| usize::from(*accepting))
        .collect();
    loop {
        let mut known = BTreeMap::new();
        let next: Vec<usize> = all
            .iter()
            .enumerate()
            .map(|(state, (_, edges))| {
                let mut out: Vec<(&str, usize)> = edges
                    .iter()
                    .map(|(message, target)| (message.as_str(), class[*target]))
                    .collect();
                out.sort_unstable();
                out.dedup();
                let fresh = known.len();
                *known.entry((class[state], out)).or_insert(fresh)
            })
            .collect();
        if next == class {
            break;
        }
        class = next;
    }
    class[one.start().index()] == class[shift + other.start().index()]
}

/// The only session of a text.
fn read(text: &str) -> Session {
    let (file, errors) = jolie::parse(SourceId::NOWHERE, text);
    assert_eq!(errors, [], "{text}");
    let session = file.items.into_iter().find_map(|item| match item {
        Item::Session(session) => Some(*session),
        _ => None,
    });
    session.unwrap()
}

fn lowered(session: &Session) -> Option<Global> {
    lower(session, &FxHashMap::default()).global
}

/// The automaton of a session that must mean something.
fn meant(text: &str) -> Global {
    let lowered = lower(&read(text), &FxHashMap::default());
    assert_eq!(lowered.diagnostics, [], "{text}");
    lowered.global.unwrap()
}

/// Whether nothing but its size is in the way of a text.
fn too_large(errors: &[Unsayable]) -> bool {
    let told = |error: &Unsayable| error.message.contains("more than");
    errors.iter().all(told)
}

fn reads_back_as_scribble(global: &Global) {
    let text = match written::scribble(&[global]) {
        Ok(text) => text,
        Err(errors) => return assert!(too_large(&errors), "{errors:?}"),
    };
    let (module, errors) = scribble::parse(SourceId::NOWHERE, &text);
    assert_eq!(errors, [], "{text}");
    let found = protocols(&[module]);
    // A loop whose end is never come to is refused by Scribble for roles outside of it, and so is who does nothing.
    assert_eq!(found.diagnostics, [], "{text}");
    assert!(same(global, &found.globals[0], true), "{text}");
}

fn reads_back_as_nuscr(global: &Global) {
    let text = match written::nuscr(&[global]) {
        Ok(text) => text,
        Err(errors) => {
            let unsaid = |error: &Unsayable| error.message.contains("nuScr");
            let large = |error: &Unsayable| error.message.contains("more than");
            let fine = errors.iter().all(|error| unsaid(error) || large(error));
            return assert!(fine, "{errors:?}");
        }
    };
    let (file, errors) = syntax::nuscr::parse(SourceId::NOWHERE, &text);
    assert_eq!(errors, [], "{text}");
    let found = nuscr::protocols(&file);
    assert_eq!(found.diagnostics, [], "{text}");
    assert!(same(global, &found.globals[0], true), "{text}");
    // Conditions are said again too.
    assert_eq!(written::nuscr(&[&found.globals[0]]), Ok(text));
}

/// The automaton without roles that do nothing and what cannot be reached.
fn used(global: &Global) -> Global {
    let mut reached = vec![global.start()];
    let mut at = 0;
    while let Some(state) = reached.get(at).copied() {
        at += 1;
        for edge in global.edges(state) {
            if !reached.contains(&edge.target) {
                reached.push(edge.target);
            }
        }
    }
    let edges: Vec<&Edge> = reached
        .iter()
        .flat_map(|state| global.edges(*state))
        .collect();
    let acts = |role: &RoleId| {
        edges
            .iter()
            .any(|edge| [edge.interaction.from, edge.interaction.to].contains(role))
    };
    let roles: Vec<RoleId> = global.role_ids().filter(acts).collect();
    let number = |role: RoleId| {
        RoleId(u16::try_from(roles.iter().position(|one| *one == role).unwrap()).unwrap())
    };
    let place = |state: StateId| {
        StateId(u32::try_from(reached.iter().position(|one| *one == state).unwrap()).unwrap())
    };
    let mut result = Global::new(
        global.name,
        roles.iter().map(|role| global.role(*role)).collect(),
    );
    for _ in 1..reached.len() {
        result.add(State::default());
    }
    for state in &reached {
        result.accept(place(*state), global.is_accepting(*state));
        for edge in global.edges(*state) {
            let mut edge = edge.clone();
            edge.interaction.from = number(edge.interaction.from);
            edge.interaction.to = number(edge.interaction.to);
            edge.target = place(edge.target);
            result.connect(place(*state), edge);
        }
    }
    result
}

/// A session made of numbers.
struct Maker {
    numbers: Vec<u8>,
    at: usize,
    definitions: Vec<String>,
}

impl Maker {
    fn next(&mut self, below: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % below
    }

    /// Two roles that are free.
    fn pair(&mut self, free: &[usize]) -> (usize, usize) {
        let from = self.next(free.len());
        let to = (from + 1 + self.next(free.len() - 1)) % free.len();
        (free[from], free[to])
    }

    fn guard(&mut self, (from, to): (usize, usize), free: &[usize], depth: usize) -> String {
        let label = self.next(4);
        let condition = match self.next(4) {
            0 => format!(" where x{label} > {}", self.next(3)),
            1 => format!(" where !( x{label} == 1 || x{label} + 2 < 9 )"),
            _ => String::new(),
        };
        if self.next(3) > 0 {
            return format!("R{from} -> R{to}: m{label}( x{label}: int ){condition}");
        }
        let mut text = format!("R{from} -> R{to}: q{label}( x{label}: int )( string ){condition}");
        let inside: Vec<usize> = free.iter().copied().filter(|role| *role != from).collect();
        if inside.len() > 1 && depth > 0 && self.next(2) == 0 {
            text += &format!(" {{ {} }}", self.conversation(&inside, depth - 1, true));
        }
        if self.next(3) == 0 {
            text += " throws F";
            if free.len() > 2 && depth > 0 {
                // Who waits for something else has nothing to do any more.
                text += &format!(" {{ {} }}", self.conversation(free, depth - 1, true));
            }
        }
        text
    }

    /// What happens; `inner` says that no definition may be called, since something follows.
    fn conversation(&mut self, free: &[usize], depth: usize, inner: bool) -> String {
        let mut steps = Vec::new();
        for _ in 0..=self.next(3) {
            let pair = self.pair(free);
            if depth > 0 && self.next(3) == 0 {
                let from = pair.0;
                let branches: Vec<String> = (0..2 + self.next(2))
                    .map(|_| {
                        let to = free
                            .iter()
                            .copied()
                            .filter(|role| *role != from)
                            .collect::<Vec<_>>();
                        let to = to[self.next(to.len())];
                        let guard = self.guard((from, to), free, depth - 1);
                        let rest = match self.next(3) {
                            0 => String::new(),
                            _ => self.conversation(free, depth - 1, true),
                        };
                        format!("[ {guard} ] {{ {rest} }}")
                    })
                    .collect();
                steps.push(branches.join(" "));
            } else {
                steps.push(self.guard(pair, free, depth));
            }
        }
        if !inner && self.next(2) == 0 {
            let name = format!("D{}", self.definitions.len());
            self.definitions.push(String::new());
            let place = self.definitions.len() - 1;
            let from = free[self.next(free.len())];
            let to = free[(free.iter().position(|role| *role == from).unwrap() + 1) % free.len()];
            let body = format!(
                "[ {} ] {{ {}; {name} }} [ R{from} -> R{to}: stop() ] {{ }}",
                self.guard((from, to), free, 1),
                self.conversation(free, depth.saturating_sub(1), true)
            );
            self.definitions[place] = format!("define {name} {{ {body} }}");
            steps.push(name);
        }
        steps.join("; ")
    }
}

fn sessions() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 10..120).prop_map(|numbers| {
        let mut maker = Maker {
            numbers,
            at: 0,
            definitions: Vec::new(),
        };
        let body = maker.conversation(&[0, 1, 2, 3], 3, false);
        format!(
            "session Random {{ {body} {} }}",
            maker.definitions.join(" ")
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn automata_are_read_back((edges, senders) in automata()) {
        let global = used(&global(&edges, &senders));
        let text = print(&written::session(&global).unwrap());
        prop_assert!(same(&global, &meant(&text), false), "{}", text);
        if !global.is_empty() {
            reads_back_as_scribble(&global);
            reads_back_as_nuscr(&global);
        }
    }

    #[test]
    fn sessions_are_read_back(text in sessions()) {
        let tree = read(&text);
        let printed = print(&tree);
        prop_assert_eq!(print(&read(&printed)), printed.clone());
        let global = lowered(&tree);
        prop_assume!(global.is_some());
        let global = global.unwrap();
        let again = print(&written::session(&global).unwrap());
        let meant = meant(&again);
        prop_assert!(same(&global, &meant, false), "{}\n{}", printed, again);
        // Conditions are said again too: nothing is lost or made by saying it twice.
        prop_assert_eq!(print(&written::session(&meant).unwrap()), again);
        if !global.is_symbolic() {
            reads_back_as_scribble(&used(&global));
        }
        reads_back_as_nuscr(&used(&global));
    }
}
