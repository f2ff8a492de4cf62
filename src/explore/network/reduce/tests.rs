//! Threads of one session: what is independent is not interleaved, what is shared is.

use crate::automata::network::{
    Act, Behaviour, InstanceId, LinkId, Location, LockId, Main, Mode, Network, Starter,
};
use crate::base::Name;
use crate::explore::network::tests::{behaviour, branch, call, ends, explored, ring};

/// Makes an act of the thread with this number, which goes on at the next.
type Makes = fn(u32, u32) -> Act;

/// A service of one session that does these threads at once, each a list of acts that go on at the next.
fn at_once(threads: Vec<Vec<Makes>>) -> Behaviour {
    let mut acts = vec![Act::End];
    let mut bodies = Vec::new();
    let count = u32::try_from(threads.len()).unwrap();
    for (number, thread) in (0..).zip(&threads) {
        let mut next = 0;
        for act in thread.iter().rev() {
            acts.push(act(number, next));
            next = u32::try_from(acts.len() - 1).unwrap();
        }
        bodies.push(Location(next));
    }
    acts.push(Act::Fork {
        bodies,
        next: Location(0),
    });
    let start = Location(u32::try_from(acts.len() - 1).unwrap());
    let name = |number: u32| Name::from(format!("name{number}").as_str());
    Behaviour {
        main: Main::Once(start),
        links: (0..count).map(name).collect(),
        locks: (0..count).map(name).collect(),
        ..behaviour("Main", Mode::Single, &[], acts)
    }
}

fn give(link: u32, next: u32) -> Act {
    Act::LinkOut {
        link: LinkId(link),
        next: Location(next),
    }
}

fn take(link: u32, next: u32) -> Act {
    Act::LinkIn {
        link: LinkId(link),
        next: Location(next),
    }
}

fn hold(lock: u32, next: u32) -> Act {
    Act::Synchronized {
        lock: LockId(lock),
        body: Location(0),
        next: Location(next),
    }
}

fn states(network: &Network, eager: bool) -> usize {
    explored(network, eager).1.states()
}

#[test]
fn threads_that_share_nothing_are_not_interleaved() {
    let links = ring(vec![at_once(vec![vec![give, take, give, take]; 14])]);
    assert!(states(&links, true) < 100);
    let locks = ring(vec![at_once(vec![vec![hold, hold]; 14])]);
    assert!(states(&locks, true) < 100);
}

#[test]
fn threads_that_share_a_lock_take_it_in_both_orders() {
    // Each holds its own lock and wants that of the other.
    let nested = |first: u32, inside: u32| Act::Synchronized {
        lock: LockId(first),
        body: Location(inside),
        next: Location(0),
    };
    let acts = vec![
        Act::End,
        nested(1, 0),
        nested(0, 1),
        nested(0, 0),
        nested(1, 3),
        Act::Fork {
            bodies: vec![Location(2), Location(4)],
            next: Location(0),
        },
    ];
    let main = Behaviour {
        main: Main::Once(Location(5)),
        locks: vec![Name::from("one"), Name::from("two")],
        ..behaviour("Main", Mode::Single, &[], acts)
    };
    let network = ring(vec![main]);
    for eager in [false, true] {
        let (system, found) = explored(&network, eager);
        assert_eq!(ends(&system, &found), (1, 1), "eager: {eager}");
    }
}

#[test]
fn a_fault_kills_its_siblings_at_any_time() {
    let fail = |_: u32, _: u32| Act::Throw {
        fault: Name::from("Broken"),
    };
    let threads = vec![vec![give as Makes, take], vec![fail]];
    let network = ring(vec![at_once(threads)]);
    // The thread of the links has done nothing, half, or all when it is killed.
    assert!(states(&network, true) > 4);
}

#[test]
fn calls_that_start_sessions_of_their_own_are_not_interleaved() {
    let parallel = |count: usize| {
        let ask = |_: u32, next: u32| call(0, next);
        let caller = at_once(vec![vec![ask as Makes]; count]);
        let mut callee = behaviour("Callee", Mode::Concurrent, &[(0, true)], vec![Act::End; 2]);
        callee.main = Main::Starters(vec![Starter {
            branch: branch(0, true, 0),
            courier: false,
        }]);
        let mut network = ring(vec![caller, callee]);
        network.instances[1].root = InstanceId(0);
        network
    };
    assert!(states(&parallel(4), false) > 200);
    assert!(states(&parallel(4), true) < 20);
    assert!(states(&parallel(10), true) < 50);
}
