//! The shortcut by which a session takes its silent steps at once finds what the full search finds, on networks made at
//! random; every run that is told is a run; and what sender and receiver do together they do with queues as well.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/findings.rs"]
mod findings;
#[path = "support/network.rs"]
mod network;

use findings::{Findings, findings};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use quadrille::automata::network::session::Slot;
use quadrille::automata::network::{Delivery, Input, InstanceId, Network, Session, Shared};
use quadrille::check::network::{DEFAULT, judge};
use quadrille::explore::network::{MoveKind, NetworkSystem, Settings, Timeouts, run};
use quadrille::explore::{Ending, Explored, Limits, TransitionSystem, explore};
use quadrille::verdict::{Outcome, Property, Verdict};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;

/// Networks that the full search does not finish within so many states are not looked at.
const MOST_STATES: usize = 20_000;
/// Chance makes many small networks: of those with fewer states than this, one in so many is looked at.
const SMALL: usize = 1_000;
const ONE_IN: u16 = 4;

fn settings(eager: bool) -> Settings {
    let mut settings = Settings {
        sessions: 2,
        queue: 2,
        ..Settings::default()
    };
    settings.step.eager = eager;
    settings.step.depth = 6;
    settings
}

/// For each property whether it fails, or else whether nobody knows, or it holds. In how many ways it fails may differ: of
/// each situation only the first few runs are looked at. So may why a thread waits in vain, since a message was refused or
/// since a session died: that is read off these runs, and what is refused and what dies is compared by itself.
fn verdicts(network: &Network, eager: bool) -> BTreeMap<&'static str, &'static str> {
    let limits = Limits {
        states: Some(MOST_STATES),
        ..Limits::default()
    };
    let settings = settings(eager);
    let found = judge(
        network,
        "random",
        &[(settings, None)],
        &limits,
        DEFAULT,
        &[],
        &mut |_| {},
    );
    let of = |verdict: &Verdict| match &verdict.result {
        Outcome::Holds(_) => "holds",
        Outcome::Unknown(_) => "unknown",
        Outcome::Fails(_) => "fails",
    };
    let mut worst = BTreeMap::new();
    for results in ["holds", "unknown", "fails"] {
        let same = found.iter().filter(|one| of(one) == results);
        let states = same
            .filter(|one| !matches!(one.property, Property::Faults | Property::ReceptionSafety));
        worst.extend(states.map(|one| (one.property.name(), results)));
    }
    worst
}

fn explored(network: &Network, eager: bool) -> Option<(NetworkSystem<'_>, Explored)> {
    let limits = Limits {
        states: Some(MOST_STATES),
        ..Limits::default()
    };
    let mut system = NetworkSystem::new(network, settings(eager));
    let found = explore(&mut system, &limits, &mut |_| {});
    (found.ending() == Ending::Complete).then_some((system, found))
}

/// How many networks were compared, how large they are, and how many fail each property.
#[derive(Default)]
struct Table {
    networks: usize,
    large: usize,
    states: usize,
    states_eager: usize,
    failing: [usize; 5],
}

impl Table {
    fn add(&mut self, full: &Explored, eager: &Explored, found: &Findings) {
        self.networks += 1;
        self.large += usize::from(full.states() > SMALL);
        self.states += full.states();
        self.states_eager += eager.states();
        for (count, fails) in self.failing.iter_mut().zip(found.fails()) {
            *count += usize::from(fails);
        }
    }

    fn percent(&self, count: usize) -> usize {
        100 * count / self.networks.max(1)
    }

    fn print(&self) {
        println!("networks: {}", self.networks);
        println!(
            "states, full search: {}; with the shortcut: {}",
            self.states, self.states_eager
        );
        println!("above 1,000 states: {} %", self.percent(self.large));
        for (name, count) in Findings::NAMES.iter().zip(self.failing) {
            println!("{name}: {} % fail", self.percent(count));
        }
    }
}

/// The network, a line a node.
fn listing(network: &Network) -> String {
    let mut lines = String::new();
    for (instance, behaviour) in network.instances.iter().zip(&network.behaviours) {
        let (init, main, couriers) = (&behaviour.init, &behaviour.main, &behaviour.couriers);
        writeln!(
            lines,
            "{} {:?} {init:?} {main:?}",
            behaviour.name, behaviour.mode
        )
        .unwrap();
        writeln!(lines, "  {couriers:?} {:?}", instance.access).unwrap();
        for input in &behaviour.inputs {
            let Input {
                operation,
                request_response,
                queue,
                ..
            } = input;
            writeln!(lines, "  {operation:?} {request_response} {queue}").unwrap();
        }
        for (at, node) in behaviour.nodes.iter().enumerate() {
            writeln!(lines, "  {at}: {:?}", node.act).unwrap();
        }
    }
    lines
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 300..900)
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Compares the two searches on so many networks.
fn compare(cases: u32) {
    let table = RefCell::new(Table::default());
    let outcome = runner(cases).run(&choices(), |choices| {
        let network = network::network(&choices);
        let Some((system, full)) = explored(&network, false) else {
            return Err(TestCaseError::reject("too large"));
        };
        let skipped = choices.last().is_some_and(|last| last % ONE_IN != 0);
        if skipped && full.states() <= SMALL {
            return Err(TestCaseError::reject("one of many"));
        }
        let expected = findings(&system, &full);
        let Some((system, eager)) = explored(&network, true) else {
            return Err(TestCaseError::fail("the shortcut has more states"));
        };
        let found = findings(&system, &eager);
        if expected != found {
            let message = expected.difference(&found);
            return Err(TestCaseError::fail(format!(
                "{message}\n{}",
                listing(&network)
            )));
        }
        let (expected, found_eager) = (verdicts(&network, false), verdicts(&network, true));
        if expected != found_eager {
            return Err(TestCaseError::fail(format!(
                "verdicts: {expected:?}, with the shortcut {found_eager:?}\n{}",
                listing(&network)
            )));
        }
        table.borrow_mut().add(&full, &eager, &found);
        Ok(())
    });
    let table = table.into_inner();
    table.print();
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(table.percent(table.large) >= 30);
    assert!(
        table
            .failing
            .iter()
            .all(|count| table.percent(*count) >= 20)
    );
}

#[test]
fn the_shortcut_finds_what_the_full_search_finds() {
    compare(300);
}

#[test]
#[ignore = "takes minutes; run it in release"]
fn the_shortcut_finds_what_the_full_search_finds_ten_thousand_times() {
    compare(10_000);
}

#[test]
fn every_run_is_a_run() {
    let pick = prop::collection::vec(any::<prop::sample::Index>(), 4);
    let input = (choices(), any::<bool>(), pick);
    let outcome = runner(150).run(&input, |(choices, eager, pick)| {
        let network = network::network(&choices);
        let Some((mut system, found)) = explored(&network, eager) else {
            return Err(TestCaseError::reject("too large"));
        };
        for index in pick {
            let state = found.ids().nth(index.index(found.states())).unwrap();
            let trace = run(&system, &found, state);
            let path = found.path(state);
            prop_assert_eq!(trace.steps.len(), path.len());
            let (mut row, mut target) = (Vec::new(), Vec::new());
            system.initial(&mut row);
            for (label, to) in path {
                found.row(to, &mut target);
                let mut taken = false;
                system.successors(&row, &mut |next, by| {
                    taken |= by == label && next == target;
                });
                prop_assert!(taken, "{:?} is no step", system.step(label));
                row.clone_from(&target);
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Who stands where in a state.
type Everybody = (Vec<Shared>, Vec<(Slot, Session)>);

/// Every state in which no message lies in a queue, and every refusal.
fn quiet(network: &Network) -> Option<(HashSet<Everybody>, BTreeSet<String>)> {
    let mut settings = settings(false);
    // What comes when nobody can move comes sooner where senders wait.
    settings.mishaps.timeouts = Timeouts::Never;
    let limits = Limits {
        states: Some(MOST_STATES),
        ..Limits::default()
    };
    let mut system = NetworkSystem::new(network, settings);
    let found = explore(&mut system, &limits, &mut |_| {});
    if found.ending() != Ending::Complete {
        return None;
    }
    let (mut states, mut refused) = (HashSet::new(), BTreeSet::new());
    let mut row = Vec::new();
    for state in found.ids() {
        for (_, label) in found.edges(state) {
            let step = system.step(label);
            if let MoveKind::Refuse(operation, fault) = &step.kind {
                refused.insert(format!("{} {operation:?} {fault}", step.origin.start));
            }
        }
        found.row(state, &mut row);
        let view = system.view(&row);
        let mut live = view.sessions();
        if live.any(|(_, session)| session.queues.iter().any(|queue| !queue.is_empty())) {
            continue;
        }
        let sessions = view.sessions().map(|(slot, session)| {
            let mut session = session.clone();
            session.queues.clear();
            (slot, session)
        });
        let instances = u32::try_from(network.instances.len()).unwrap();
        let shared = (0..instances).map(|index| view.shared(InstanceId(index)).unwrap().clone());
        states.insert((shared.collect(), sessions.collect()));
    }
    Some((states, refused))
}

#[test]
fn what_sender_and_receiver_do_together_they_do_with_queues() {
    let met = RefCell::new(0);
    let outcome = runner(100).run(&choices(), |choices| {
        let mut network = network::network(&choices);
        network.delivery = Delivery::PeerToPeer;
        let Some((queued, refused_queued)) = quiet(&network) else {
            return Err(TestCaseError::reject("too large"));
        };
        network.delivery = Delivery::Rendezvous;
        let Some((together, refused)) = quiet(&network) else {
            return Err(TestCaseError::fail("more states without queues"));
        };
        prop_assert!(together.is_subset(&queued), "{}", listing(&network));
        prop_assert!(refused.is_subset(&refused_queued), "{}", listing(&network));
        *met.borrow_mut() += usize::from(together.len() > 20);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(met.into_inner() >= 20);
}
