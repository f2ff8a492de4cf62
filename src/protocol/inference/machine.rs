//! A service as an automaton of what is seen of it, made as far as it is asked for.
//!
//! A state is a set of states of the service between which nothing is seen: the subset construction, with what each member
//! in which the service does nothing by itself waits for, since a set alone does not tell a choice of the service from one
//! of its partners.

use super::{Obstacle, Scene};
use crate::automata::label::Phase;
use crate::automata::local::{Action, Direction};
use crate::automata::network::session::Life;
use crate::automata::network::step::Want;
use crate::automata::network::{Behaviour, CellId, InputId, Value};
use crate::base::{Name, Span};
use crate::protocol::refinement::{Pair, Part, State, What};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::rc::Rc;

/// How many states of a service are looked at.
const MOST: usize = 1 << 14;

/// How many states one set has.
const MEMBERS: usize = 1 << 10;

/// What may happen in a state of a role.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// What it sends, in the order of its lines.
    pub outputs: Vec<Step>,
    /// What it takes.
    pub inputs: Vec<Step>,
    /// Where it may stand still: it does nothing by itself until something comes.
    pub rests: Vec<Rest>,
    /// Of each way in which it may send: what it takes before it does.
    pub busy: Vec<Vec<Action>>,
}

/// A step of a role.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub action: Action,
    /// The state after it, before what nobody sees: see [`Machine::settle`].
    pub target: usize,
    pub span: Span,
    /// Whether a session of the service begins by it.
    pub begins: bool,
}

/// How a role stands still.
#[derive(Clone, Debug, Default)]
pub(super) struct Rest {
    /// The state in which it does so and nothing else.
    pub state: usize,
    /// What it takes there.
    pub takes: Vec<Action>,
    /// What it waits for; nothing where it is over, or waits for a session to begin.
    pub waits: Vec<(Span, String)>,
    /// Whether it has stood so from the beginning.
    pub first: bool,
}

impl Node {
    /// Whether every way in which the role may be there takes a message, and one does at all.
    pub fn takes(&self, action: Action) -> Result<bool, &Rest> {
        if !self.inputs.iter().any(|step| step.action == action) {
            return Ok(false);
        }
        if self.busy.iter().any(|busy| !busy.contains(&action)) {
            return Ok(false);
        }
        match self.rests.iter().find(|rest| !rest.takes.contains(&action)) {
            Some(rest) => Err(rest),
            None => Ok(true),
        }
    }
}

/// What is seen of one state of the service.
#[derive(Debug, Default)]
struct Looked {
    seen: Vec<(Action, usize, Span, bool)>,
    silent: Vec<usize>,
    /// What it waits for, where it does nothing by itself.
    rest: Option<Vec<(Span, String)>>,
}

/// A service.
pub(super) struct Machine<'a> {
    pair: Pair<'a>,
    name: Name,
    /// Operations whose receiver is one of several.
    unclear: FxHashSet<Name>,
    /// The variables that are forgotten.
    forgotten: Vec<usize>,
    states: IndexSet<State, FxBuildHasher>,
    looked: Vec<Option<Rc<Looked>>>,
    sets: IndexSet<Vec<usize>, FxBuildHasher>,
    nodes: Vec<Option<Rc<Node>>>,
    /// Where steps lead, before what nobody sees.
    targets: IndexSet<Vec<usize>, FxBuildHasher>,
}

impl<'a> Machine<'a> {
    /// The service of a part.
    pub fn new(scene: &Scene<'_>, part: &'a Part<'a>, blind: bool) -> Result<Self, Obstacle> {
        let pair = Pair::new(part);
        let first = pair.first();
        let forgotten = match blind {
            true => data(pair.behaviour()),
            false => Vec::new(),
        };
        let mut unclear = FxHashSet::default();
        for port in scene.ports_of(part.instance) {
            let twice = |(operation, role): &&(Name, _)| {
                let mut others = port.iter();
                others.any(|(known, other)| known == operation && other != role)
            };
            unclear.extend(port.iter().filter(twice).map(|(operation, _)| *operation));
        }
        let mut machine = Self {
            pair,
            name: part.network[part.instance].name,
            unclear,
            forgotten,
            states: IndexSet::default(),
            looked: Vec::new(),
            sets: IndexSet::default(),
            nodes: Vec::new(),
            targets: IndexSet::default(),
        };
        let first = machine.state(first);
        machine.set(&[first])?;
        Ok(machine)
    }

    /// Where the service begins.
    pub const START: usize = 0;

    fn state(&mut self, mut state: State) -> usize {
        let sessions = state.sessions.iter_mut().flatten();
        let cells = sessions.map(|session| &mut session.cells);
        for cells in cells.chain(std::iter::once(&mut state.shared.cells)) {
            for forgotten in &self.forgotten {
                if let Some(value) = cells.get_mut(*forgotten) {
                    *value = Value::LOST;
                }
            }
        }
        let (number, new) = self.states.insert_full(state);
        if new {
            self.looked.push(None);
        }
        number
    }

    /// The set of all that is reached from these states without being seen.
    fn set(&mut self, from: &[usize]) -> Result<usize, Obstacle> {
        let mut members: Vec<usize> = Vec::new();
        let mut waiting = from.to_vec();
        while let Some(state) = waiting.pop() {
            if members.contains(&state) {
                continue;
            }
            members.push(state);
            if members.len() > MEMBERS {
                return Err(self.limit());
            }
            let looked = self.look(state)?;
            waiting.extend(looked.silent.iter().copied());
        }
        members.sort_unstable();
        Ok(self.keep(members))
    }

    /// The state that a step leads to. Only steps that are taken are followed.
    pub fn settle(&mut self, target: usize) -> Result<usize, Obstacle> {
        let from = self.targets.get_index(target).cloned();
        self.set(&from.unwrap_or_default())
    }

    fn keep(&mut self, members: Vec<usize>) -> usize {
        let (number, new) = self.sets.insert_full(members);
        if new {
            self.nodes.push(None);
        }
        number
    }

    fn limit(&self) -> Obstacle {
        let span = self.pair.behaviour().span;
        let message = format!("`{}` has too many states to be followed", self.name);
        Obstacle::limit(span, message)
    }

    fn look(&mut self, number: usize) -> Result<Rc<Looked>, Obstacle> {
        if let Some(Some(known)) = self.looked.get(number) {
            return Ok(Rc::clone(known));
        }
        if self.states.len() > MOST {
            return Err(self.limit());
        }
        let Some(state) = self.states.get_index(number).cloned() else {
            return Ok(Rc::default());
        };
        let next = self.pair.next(&state);
        let line = self.pair.waits(&state).first().map(|(span, _)| *span);
        let line = line.unwrap_or(self.pair.behaviour().span);
        if let Some(lost) = next.lost {
            return Err(Obstacle::limit(line, format!("`{}`: {lost}", self.name)));
        }
        if next.held_back {
            let message = format!("definitions of `{}` call one another too deeply", self.name);
            return Err(Obstacle::limit(line, message));
        }
        if let Some(wrong) = next.wrong.first() {
            let message = format!("whom `{}` speaks to here is not known", self.name);
            return Err(Obstacle::limit(wrong.span, message));
        }
        let mut looked = Looked::default();
        let before = state.live().count();
        for step in next.steps {
            let after = step.to.live().count();
            let target = self.state(step.to);
            let What::Role(action) = step.event.what else {
                looked.silent.push(target);
                continue;
            };
            let span = step.event.span;
            self.is_clear(action, span)?;
            let begins = after > before
                && action.direction == Direction::Receive
                && action.label.is_queued();
            looked.seen.push((action, target, span, begins));
        }
        if !next.moves {
            looked.rest = Some(self.waits(&state));
        }
        let looked = Rc::new(looked);
        if let Some(place) = self.looked.get_mut(number) {
            *place = Some(Rc::clone(&looked));
        }
        Ok(looked)
    }

    /// Whether it is known whom a message goes to.
    fn is_clear(&self, action: Action, span: Span) -> Result<(), Obstacle> {
        let operation = action.label.operation;
        let sent = action.direction == Direction::Send && action.label.is_queued();
        if !sent || !self.unclear.contains(&operation) {
            return Ok(());
        }
        let message = format!(
            "several services take `{operation}`, and which of them it goes to here is not known"
        );
        Err(Obstacle::limit(span, message))
    }

    /// What keeps the service from going on by itself.
    fn waits(&self, state: &State) -> Vec<(Span, String)> {
        if state.live().next().is_none() || state.shared.life == Life::Ended {
            return Vec::new();
        }
        let waits = self.pair.waits(state).into_iter();
        let told = waits.filter_map(|(span, want)| Some((span, self.words(&want)?)));
        told.collect()
    }

    fn words(&self, want: &Want) -> Option<String> {
        let name = |input: &InputId| {
            let operation = self.pair.operation_of(*input);
            operation.map(|operation| format!("`{operation}`"))
        };
        match want {
            Want::Input { branches, .. } => {
                let names: Vec<String> = branches.iter().filter_map(|(_, one)| name(one)).collect();
                Some(names.join(" or "))
            }
            Want::Answer { operation, .. } => {
                let name = self.pair.network[*operation].name;
                Some(format!("the answer of `{name}`"))
            }
            Want::Lock(_) => Some("a lock".to_owned()),
            // That is how programs are kept alive.
            Want::Signal(_) | Want::Receiver { .. } | Want::Join | Want::Line => None,
        }
    }

    /// What may happen in a state.
    pub fn node(&mut self, number: usize) -> Result<Rc<Node>, Obstacle> {
        if let Some(Some(known)) = self.nodes.get(number) {
            return Ok(Rc::clone(known));
        }
        let members = self.sets.get_index(number).cloned().unwrap_or_default();
        let mut steps: Vec<(Action, Vec<usize>, Span, bool)> = Vec::new();
        let mut node = Node::default();
        for member in &members {
            let looked = self.look(*member)?;
            for (action, target, span, begins) in &looked.seen {
                match steps.iter_mut().find(|(known, ..)| known == action) {
                    Some((_, targets, _, _)) => targets.push(*target),
                    None => steps.push((*action, vec![*target], *span, *begins)),
                }
            }
            let taken = || {
                let received = looked.seen.iter().map(|(action, ..)| *action);
                received
                    .filter(|action| action.direction == Direction::Receive)
                    .collect::<Vec<_>>()
            };
            if let Some(waits) = &looked.rest {
                node.rests.push(Rest {
                    state: self.keep(vec![*member]),
                    takes: taken(),
                    waits: waits.clone(),
                    first: self.is_first(*member),
                });
            } else if looked
                .seen
                .iter()
                .any(|(action, ..)| action.direction == Direction::Send)
            {
                node.busy.push(taken());
            }
        }
        for (action, mut targets, span, begins) in steps {
            targets.sort_unstable();
            targets.dedup();
            let (target, _) = self.targets.insert_full(targets);
            let step = Step {
                action,
                target,
                span,
                begins,
            };
            match action.direction {
                Direction::Send => node.outputs.push(step),
                Direction::Receive => node.inputs.push(step),
            }
        }
        node.outputs
            .sort_by_key(|step| (step.span.source, step.span.start, fault(step)));
        let node = Rc::new(node);
        if let Some(place) = self.nodes.get_mut(number) {
            *place = Some(Rc::clone(&node));
        }
        Ok(node)
    }

    fn is_first(&self, member: usize) -> bool {
        let first = self.sets.get_index(Self::START);
        first.is_some_and(|first| first.contains(&member))
    }
}

/// The variables that say neither where a port leads nor which session is meant.
fn data(behaviour: &Behaviour) -> Vec<usize> {
    let ports = behaviour.ports.iter().filter_map(|port| port.location);
    let kept: FxHashSet<usize> = ports
        .chain(behaviour.sets.iter().flatten().copied())
        .map(CellId::index)
        .collect();
    let all = 0..behaviour.cells.len();
    all.filter(|cell| !kept.contains(cell)).collect()
}

/// Replies come before faults.
fn fault(step: &Step) -> Option<Name> {
    match step.action.label.phase {
        Phase::Fault(fault) => Some(fault),
        _ => None,
    }
}
