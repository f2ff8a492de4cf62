//! Laws of protocols: whether one can be implemented is what running its projections says, on protocols small enough to be
//! run in every way.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/automata.rs"]
mod automata;

use automata::automata;
use proptest::prelude::*;
use quadrille::automata::global::{Edge, Global, Interaction, State, StateId, ThreadId};
use quadrille::automata::label::{Label, Payload, RoleId};
use quadrille::automata::local::{Direction, Local, LocalId};
use quadrille::base::{Name, Span};
use quadrille::protocol::implementable::{Answer, Delivery, deterministic, implementable};
use quadrille::protocol::projection::merge::{Merge, merged};
use quadrille::protocol::projection::{action, project};
use quadrille::solve::term::Formula;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const ROLES: u16 = 4;

/// A protocol that ends: who chooses, and the receivers, messages and continuations to choose from.
#[derive(Clone, Debug)]
enum Tree {
    End,
    Choice(u16, Vec<(u16, u8, Tree)>),
}

fn trees() -> impl Strategy<Value = Tree> {
    let leaf = Just(Tree::End);
    leaf.prop_recursive(5, 24, 2, |inner| {
        let branch = (0..ROLES, 0..2u8, inner);
        (0..ROLES, prop::collection::vec(branch, 1..=2)).prop_map(|(from, branches)| {
            let branches = branches.into_iter().map(|(to, label, tree)| {
                let to = if to == from { (to + 1) % ROLES } else { to };
                (to, label, tree)
            });
            Tree::Choice(from, branches.collect())
        })
    })
}

fn global(tree: &Tree) -> Global {
    let names = (0..ROLES).map(|role| Name::from(&format!("R{role}")));
    let mut global = Global::new("Random".into(), names.collect());
    let start = global.start();
    build(&mut global, start, tree);
    global
}

fn build(global: &mut Global, state: StateId, tree: &Tree) {
    let Tree::Choice(from, branches) = tree else {
        global.accept(state, true);
        return;
    };
    for (to, label, rest) in branches {
        let target = global.add(State::default());
        global.connect(
            state,
            Edge {
                interaction: Interaction {
                    from: RoleId(*from),
                    to: RoleId(*to),
                    label: Label::one_way(Name::from(&format!("m{label}"))),
                },
                payload: Payload::default(),
                condition: Formula::TRUE,
                target,
                thread: ThreadId::default(),
                joined: Vec::new(),
                span: Span::NOWHERE,
            },
        );
        build(global, target, rest);
    }
}

/// What each role does in a run.
type Words = Vec<Vec<String>>;

/// The words of all complete runs.
fn runs(global: &Global) -> BTreeSet<Words> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![(global.start(), vec![Vec::new(); usize::from(ROLES)])];
    while let Some((state, words)) = waiting.pop() {
        if global.is_accepting(state) {
            found.insert(words.clone());
        }
        for edge in global.edges(state) {
            let mut words: Words = words.clone();
            for role in global.role_ids() {
                if let Some(done) = action(role, edge.interaction) {
                    words[role.index()].push(format!("{done:?}"));
                }
            }
            waiting.push((edge.target, words));
        }
    }
    found
}

/// Where all roles stand, what is in the queues, and what each has done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    roles: Vec<LocalId>,
    queues: BTreeMap<(u16, u16), VecDeque<(u16, Label)>>,
    /// Without queues: what each role has chosen to send and nobody has taken yet.
    chosen: Vec<Option<(u16, Label, LocalId)>>,
    words: Words,
}

/// Whether all roles together do what the protocol says and never get stuck: by running them in every way.
fn keeps(global: &Global, delivery: Delivery) -> bool {
    let global = deterministic(global).unwrap();
    let locals: Vec<Local> = global
        .role_ids()
        .map(|role| project(&global, role, 10_000).unwrap().local)
        .collect();
    let right = runs(&global);
    let first = Standing {
        roles: locals.iter().map(Local::start).collect(),
        queues: BTreeMap::new(),
        chosen: vec![None; locals.len()],
        words: vec![Vec::new(); locals.len()],
    };
    let mut seen = BTreeSet::from([first.clone()]);
    let mut waiting = vec![first];
    while let Some(standing) = waiting.pop() {
        let next = match delivery {
            Delivery::Rendezvous => meetings(&locals, &standing),
            _ => steps(&locals, &standing, delivery),
        };
        let ended = locals
            .iter()
            .zip(&standing.roles)
            .all(|(local, at)| local.is_accepting(*at))
            && standing.queues.values().all(VecDeque::is_empty)
            && standing.chosen.iter().all(Option::is_none);
        if ended && !right.contains(&standing.words) || next.is_empty() && !ended {
            return false;
        }
        for standing in next {
            if seen.insert(standing.clone()) {
                waiting.push(standing);
            }
        }
    }
    true
}

fn steps(locals: &[Local], standing: &Standing, delivery: Delivery) -> Vec<Standing> {
    let queue = |from: u16, to: u16| match delivery {
        Delivery::PeerToPeer => (from, to),
        _ => (0, to),
    };
    let mut found = Vec::new();
    for (role, local) in locals.iter().enumerate() {
        let me = u16::try_from(role).unwrap();
        for edge in local.edges(standing.roles[role]) {
            let mut next = standing.clone();
            let partner = edge.action.partner.0;
            match edge.action.direction {
                Direction::Send => {
                    let queue = next.queues.entry(queue(me, partner)).or_default();
                    queue.push_back((me, edge.action.label));
                }
                Direction::Receive => {
                    let queue = next.queues.entry(queue(partner, me)).or_default();
                    if queue.front() != Some(&(partner, edge.action.label)) {
                        continue;
                    }
                    queue.pop_front();
                }
            }
            next.roles[role] = edge.target;
            next.words[role].push(format!("{:?}", edge.action));
            found.push(next);
        }
    }
    found
}

/// Without queues: a role chooses what it sends, then waits for who takes it.
fn meetings(locals: &[Local], standing: &Standing) -> Vec<Standing> {
    let mut found = Vec::new();
    for (role, local) in locals.iter().enumerate() {
        let Some((to, label, target)) = standing.chosen[role] else {
            for edge in local.edges(standing.roles[role]) {
                if edge.action.direction == Direction::Send {
                    let mut next = standing.clone();
                    next.chosen[role] =
                        Some((edge.action.partner.0, edge.action.label, edge.target));
                    next.words[role].push(format!("{:?}", edge.action));
                    found.push(next);
                }
            }
            continue;
        };
        let receiver = usize::from(to);
        if standing.chosen[receiver].is_some() {
            continue;
        }
        for edge in locals[receiver].edges(standing.roles[receiver]) {
            let met = (
                edge.action.direction,
                usize::from(edge.action.partner.0),
                edge.action.label,
            );
            if met == (Direction::Receive, role, label) {
                let mut next = standing.clone();
                next.chosen[role] = None;
                next.roles[role] = target;
                next.roles[receiver] = edge.target;
                next.words[receiver].push(format!("{:?}", edge.action));
                found.push(next);
            }
        }
    }
    found
}

fn is_implementable(global: &Global, delivery: Delivery) -> bool {
    match implementable(global, delivery) {
        Answer::Implementable(_) => true,
        Answer::Not(obstacles) => {
            assert!(!obstacles.is_empty());
            false
        }
        Answer::Unknown(limit) => panic!("{limit}"),
    }
}

/// A protocol, a step after the other, where somebody fails.
fn shown(global: &Global) -> String {
    let edges = global.all_edges().map(|(state, edge)| {
        let step = edge.interaction;
        format!(
            "{} -{}>{}:{}-> {}",
            state.0, step.from.0, step.to.0, step.label, edge.target.0
        )
    });
    edges.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_implementable_runs_and_nothing_else(tree in trees()) {
        let global = global(&tree);
        // Choices that nobody sees may become choices of two roles: those are refused, whatever they do.
        let joined = deterministic(&global).unwrap();
        let one_chooses = joined.states().all(|(_, state)| {
            let mut senders = state.edges.iter().map(|edge| edge.interaction.from);
            let first = senders.next();
            let ends = !state.accepting || state.edges.is_empty();
            ends && senders.all(|sender| Some(sender) == first)
        });
        prop_assume!(one_chooses);
        for delivery in [
            Delivery::PeerToPeer,
            Delivery::Mailbox,
            Delivery::Rendezvous,
        ] {
            prop_assert_eq!(
                is_implementable(&global, delivery),
                keeps(&global, delivery),
                "{:?}\n{}",
                delivery,
                shown(&global)
            );
        }
    }

    #[test]
    fn merges_give_more_and_more_types_and_always_the_same((edges, senders) in automata()) {
        let global = automata::global(&edges, &senders);
        for role in global.role_ids() {
            let right = deterministic(&global).and_then(|global| project(&global, role, 10_000));
            let right = right.unwrap().local;
            let merges = [Merge::Plain, Merge::Full, Merge::Coinductive];
            let types = merges.map(|merge| merged(&global, role, merge));
            for pair in types.windows(2) {
                let less = pair[0].is_err() || pair[1].is_ok();
                prop_assert!(less, "{} {:?}", shown(&global), pair[1].as_ref().err());
            }
            for local in types.iter().flatten() {
                prop_assert!(does_the_same(local, &right), "{} {role:?} {local:?} {right:?}", shown(&global));
            }
        }
    }
}

/// Whether two deterministic automata of a role do the same, but for where one may stop that has more to do.
fn does_the_same(one: &Local, other: &Local) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(one.start(), other.start())];
    while let Some((left, right)) = waiting.pop() {
        if !seen.insert((left, right)) {
            continue;
        }
        if one.edges(left).len() != other.edges(right).len() {
            return false;
        }
        for edge in one.edges(left) {
            match other.after(right, edge.action) {
                Some(target) => waiting.push((edge.target, target)),
                None => return false,
            }
        }
    }
    true
}
