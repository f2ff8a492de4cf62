//! What is wrong with an explored network, with where it is written, so that two explorations can be compared.

use quadrille::automata::network::Session;
use quadrille::automata::network::session::Slot;
use quadrille::automata::network::step::{Waiting, Want, waiting};
use quadrille::explore::network::{MoveKind, NetworkSystem};
use quadrille::explore::{Explored, StateId, bottom_components};
use std::collections::{BTreeMap, BTreeSet};

/// A wait: in which service, where, for what.
type Wait = (u32, u32, &'static str);

/// Everything that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Findings {
    /// What is awaited where nothing moves any more.
    dead: BTreeSet<Vec<Wait>>,
    /// Waits that nothing ends.
    stuck: BTreeSet<Wait>,
    /// Sessions that end before they have taken everything: where.
    orphans: BTreeSet<String>,
    /// Messages that nobody takes: where they are sent.
    refused: BTreeSet<String>,
    /// Sessions that end by a fault: where, which.
    dying: BTreeSet<String>,
}

impl Findings {
    /// The properties, in order.
    pub const NAMES: [&'static str; 5] = [
        "dead states",
        "stuck threads",
        "orphan messages",
        "refused messages",
        "unhandled faults",
    ];

    /// Which properties fail.
    pub fn fails(&self) -> [bool; 5] {
        [
            !self.dead.is_empty(),
            !self.stuck.is_empty(),
            !self.orphans.is_empty(),
            !self.refused.is_empty(),
            !self.dying.is_empty(),
        ]
    }

    /// What only one of the two has.
    pub fn difference(&self, other: &Self) -> String {
        fn only<T: Ord + std::fmt::Debug>(
            name: &str,
            left: &BTreeSet<T>,
            right: &BTreeSet<T>,
        ) -> String {
            let missed: Vec<&T> = left.difference(right).collect();
            let added: Vec<&T> = right.difference(left).collect();
            match missed.is_empty() && added.is_empty() {
                true => String::new(),
                false => format!("{name}: missed {missed:?}, added {added:?}\n"),
            }
        }
        [
            only("dead", &self.dead, &other.dead),
            only("stuck", &self.stuck, &other.stuck),
            only("orphans", &self.orphans, &other.orphans),
            only("refused", &self.refused, &other.refused),
            only("dying", &self.dying, &other.dying),
        ]
        .concat()
    }
}

/// What is wrong with the states and steps of `explored`.
pub fn findings(system: &NetworkSystem<'_>, explored: &Explored) -> Findings {
    let (mut orphans, mut refused, mut dying) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let labels: BTreeSet<_> = explored
        .ids()
        .flat_map(|state| explored.edges(state).map(|(_, label)| label))
        .collect();
    for step in labels.into_iter().map(|label| system.step(label)) {
        let (at, certain) = (step.origin.start, step.certain);
        match &step.kind {
            MoveKind::Refuse(operation, fault) => {
                refused.insert(format!("{at} {operation:?} {fault} {certain}"));
            }
            MoveKind::End(left) | MoveKind::Die(_, left) if !left.is_empty() => {
                orphans.insert(format!("{at} {left:?}"));
            }
            _ => {}
        }
        if let MoveKind::Die(fault, _) = &step.kind {
            dying.insert(format!("{at} {fault}"));
        }
    }
    Findings {
        dead: dead(system, explored),
        stuck: stuck(system, explored),
        orphans,
        refused,
        dying,
    }
}

fn wait(session: &Session, waiting: &Waiting) -> Option<Wait> {
    let what = match waiting.what {
        Want::Input { .. } => "message",
        Want::Answer { .. } => "answer",
        Want::Receiver { .. } => "receiver",
        Want::Lock(_) => "lock",
        Want::Signal(_) => "signal",
        Want::Join => return None,
        Want::Line => "line",
    };
    Some((session.of.0, waiting.at.0, what))
}

/// Who waits in a state for what.
fn waits(
    system: &NetworkSystem<'_>,
    explored: &Explored,
    state: StateId,
) -> BTreeMap<(Slot, u8), Wait> {
    let mut row = Vec::new();
    explored.row(state, &mut row);
    let view = system.view(&row);
    let mut found = BTreeMap::new();
    for (slot, session) in view.sessions() {
        let shared = view.shared(session.of).unwrap();
        for waiting in waiting(system.network(), session, shared) {
            if let Some(wait) = wait(session, &waiting) {
                found.insert((slot, waiting.thread), wait);
            }
        }
    }
    found
}

fn dead(system: &NetworkSystem<'_>, explored: &Explored) -> BTreeSet<Vec<Wait>> {
    let ended = |state: &StateId| {
        let mut edges = explored.edges(*state);
        edges.all(|(_, label)| system.step(label).is_mishap()) && !explored.is_held_back(*state)
    };
    let ends = explored.ids().filter(ended);
    let waits = ends.map(|state| {
        let mut waits: Vec<Wait> = waits(system, explored, state).into_values().collect();
        waits.sort_unstable();
        waits
    });
    waits.filter(|waits| !waits.is_empty()).collect()
}

fn stuck(system: &NetworkSystem<'_>, explored: &Explored) -> BTreeSet<Wait> {
    let mut found = BTreeSet::new();
    let lasting = |label| !system.step(label).is_mishap();
    for component in bottom_components(explored, lasting) {
        let mut still: Option<BTreeMap<(Slot, u8), Wait>> = None;
        for state in &component {
            let waits = waits(system, explored, *state);
            match &mut still {
                Some(still) => still.retain(|who, wait| waits.get(who) == Some(wait)),
                None => still = Some(waits),
            }
        }
        let mut still = still.unwrap_or_default();
        for (_, label) in component.iter().flat_map(|state| explored.edges(*state)) {
            let step = system.step(label);
            still.retain(|(slot, thread), _| step.is_mishap() || !step.moves(*slot, *thread));
        }
        found.extend(still.into_values());
    }
    found
}
