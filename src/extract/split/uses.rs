//! Which variables hold copies of one datum, and what is asked of it: in comes a network, out come [`Class`]es.
//!
//! Two variables are of one class when one is ever copied to the other, be it by a message. What is asked of any of them
//! is asked of the class.

use super::Decision;
use crate::automata::network::Location;
use crate::automata::network::{
    Act, Behaviour, BehaviourId, Binding, CellId, InputBranch, Network, OperationId, Term, Value,
};
use crate::automata::waits::heads_loop;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A variable of a behaviour, or a place in the messages of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Holder {
    Cell(BehaviourId, CellId),
    Request(OperationId, u32),
    Response(OperationId, u32),
}

/// What is known of a class.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    /// What is asked of it: terms that read nothing else.
    pub questions: Vec<Term>,
    /// What it is compared with, and what it is computed from.
    pub constants: BTreeSet<Value>,
    /// Questions that read other variables too, and computations.
    pub others: Vec<Term>,
    /// Whether it is asked nothing but what is in `questions`, each a comparison with something that is written down.
    pub exact: bool,
    /// Whether messages are correlated by it, it is a location or a size.
    pub closed: bool,
    /// Whether a loop asks it whether to go on.
    pub counts: bool,
    /// The classes that it is computed from.
    sources: BTreeSet<usize>,
    /// How it is computed, each with the classes that are read.
    derived: Vec<(BTreeSet<usize>, Term)>,
}

/// What is asked of what is computed of something is asked of that, so many steps back.
const MOST_STEPS: usize = 4;
/// Of one datum no more questions than these are asked.
const MOST_QUESTIONS: usize = 24;

/// The classes of a network.
pub(super) struct Uses {
    holders: FxHashMap<Holder, usize>,
    parents: Vec<usize>,
    classes: BTreeMap<usize, Class>,
}

impl Uses {
    pub fn of(network: &Network) -> Self {
        let mut uses = Self {
            holders: FxHashMap::default(),
            parents: Vec::new(),
            classes: BTreeMap::new(),
        };
        // Who is whose copy first, then what is asked of whom.
        for asks in [false, true] {
            for (index, behaviour) in (0..).zip(&network.behaviours) {
                let mut reader = Reader {
                    uses: &mut uses,
                    of: BehaviourId(index),
                    asks,
                };
                reader.behaviour(network, behaviour);
            }
        }
        for _ in 0..MOST_STEPS {
            if !uses.ask_back() {
                break;
            }
        }
        for (index, operation) in (0..).zip(&network.operations) {
            let id = OperationId(index);
            for (place, path) in (0..).zip(&operation.request) {
                uses.close_size(Holder::Request(id, place), path);
            }
            for (place, path) in (0..).zip(&operation.response) {
                uses.close_size(Holder::Response(id, place), path);
            }
        }
        uses
    }

    /// What is known of a class.
    pub fn class(&self, class: usize) -> Option<&Class> {
        self.classes.get(&class).filter(|class| !class.closed)
    }

    /// The class of a variable.
    pub fn of_cell(&self, behaviour: BehaviourId, cell: CellId) -> Option<usize> {
        let found = *self.holders.get(&Holder::Cell(behaviour, cell))?;
        Some(self.root(found))
    }

    /// The classes that decide branches, with all that they are computed from.
    pub fn deciding(&self, network: &Network, decisions: &BTreeSet<Decision>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = Vec::new();
        for (instance, origin) in decisions {
            let Some(running) = network.instances.get(instance.0 as usize) else {
                continue;
            };
            for node in &network[running.behaviour].nodes {
                if let Act::Branch { condition, .. } = &node.act
                    && node.origin == *origin
                {
                    let cells = condition.cells();
                    open.extend(cells.filter_map(|cell| self.of_cell(running.behaviour, cell)));
                }
            }
        }
        let mut found = BTreeSet::new();
        while let Some(class) = open.pop() {
            if found.insert(class)
                && let Some(known) = self.classes.get(&class)
            {
                open.extend(known.sources.iter().map(|source| self.root(*source)));
            }
        }
        found
    }

    /// Asks of what others are computed from what is asked of those; says whether that is news.
    fn ask_back(&mut self) -> bool {
        let mut found: Vec<(usize, bool, Term)> = Vec::new();
        for (id, class) in &self.classes {
            for (sources, term) in &class.derived {
                let compared = |question: &&Term| matches!(question, Term::Compare(..));
                for question in class.questions.iter().filter(compared) {
                    let asked = question.with_cells(term);
                    let others = sources.iter().filter(|source| *source != id);
                    found.extend(others.map(|source| (*source, sources.len() == 1, asked.clone())));
                }
            }
        }
        let mut news = false;
        for (source, alone, asked) in found {
            let Some(class) = self.classes.get_mut(&source) else {
                continue;
            };
            if class.others.len() < MOST_QUESTIONS && !class.others.contains(&asked) {
                news = true;
                class.exact = false;
                if alone {
                    class.questions.push(asked.clone());
                }
                class.others.push(asked);
            }
        }
        news
    }

    fn close_size(&mut self, holder: Holder, path: &str) {
        if path.ends_with(crate::automata::network::SIZE) {
            self.class_of(holder).closed = true;
        }
    }

    fn number(&mut self, holder: Holder) -> usize {
        if let Some(known) = self.holders.get(&holder) {
            return *known;
        }
        let number = self.parents.len();
        self.parents.push(number);
        self.holders.insert(holder, number);
        number
    }

    fn root(&self, mut number: usize) -> usize {
        while let Some(parent) = self.parents.get(number).filter(|parent| **parent != number) {
            number = *parent;
        }
        number
    }

    fn join(&mut self, one: Holder, other: Holder) {
        let (one, other) = (self.number(one), self.number(other));
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parents.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }

    fn class_of(&mut self, holder: Holder) -> &mut Class {
        let number = self.number(holder);
        let root = self.root(number);
        let exact = || Class {
            exact: true,
            ..Class::default()
        };
        self.classes.entry(root).or_insert_with(exact)
    }
}

/// Reads one behaviour.
struct Reader<'u> {
    uses: &'u mut Uses,
    of: BehaviourId,
    /// Whether it is noted what is asked; else who is whose copy.
    asks: bool,
}

impl Reader<'_> {
    fn behaviour(&mut self, network: &Network, behaviour: &Behaviour) {
        if self.asks {
            self.close(behaviour);
        }
        let starters = behaviour.starters().map(|starter| &starter.branch);
        for branch in starters {
            self.branch(network, behaviour, branch);
        }
        for (at, node) in (0..).zip(&behaviour.nodes) {
            match &node.act {
                Act::Set { values, .. } => {
                    for (cell, term) in values {
                        self.flow(term, Holder::Cell(self.of, *cell));
                    }
                }
                Act::Branch { condition, .. } => {
                    self.ask(condition);
                    if self.asks && heads_loop(behaviour, Location(at)) {
                        for cell in condition.cells() {
                            self.class(cell).counts = true;
                        }
                    }
                }
                Act::Send {
                    operation, payload, ..
                } => self.send(*operation, payload),
                Act::Call {
                    operation,
                    payload,
                    response,
                    ..
                } => {
                    self.send(*operation, payload);
                    for Binding { path, cell } in response {
                        self.copy(Holder::Response(*operation, *path), *cell);
                    }
                }
                Act::Receive { branches } => {
                    for branch in branches {
                        self.branch(network, behaviour, branch);
                    }
                }
                Act::Spawn { copies, .. } => self.compute(copies),
                _ => {}
            }
        }
    }

    /// Correlation variables, locations and sizes are not guessed.
    fn close(&mut self, behaviour: &Behaviour) {
        let locations = behaviour.ports.iter().filter_map(|port| port.location);
        let closed: Vec<CellId> = locations
            .chain(behaviour.sets.iter().flatten().copied())
            .collect();
        for cell in closed {
            self.class(cell).closed = true;
        }
        for input in &behaviour.inputs {
            for alias in &input.aliases {
                let holder = Holder::Request(input.operation, *alias);
                self.uses.class_of(holder).closed = true;
            }
        }
        for (cell, known) in (0..).zip(&behaviour.cells) {
            self.uses
                .close_size(Holder::Cell(self.of, CellId(cell)), &known.name);
        }
    }

    fn branch(&mut self, _: &Network, behaviour: &Behaviour, branch: &InputBranch) {
        let Some(input) = behaviour.inputs.get(branch.input.index()) else {
            return;
        };
        for Binding { path, cell } in &branch.bindings {
            self.copy(Holder::Request(input.operation, *path), *cell);
        }
        if let Some(reply) = &branch.reply {
            for (place, term) in (0..).zip(&reply.payload) {
                self.flow(term, Holder::Response(input.operation, place));
            }
        }
    }

    fn send(&mut self, operation: OperationId, payload: &[Term]) {
        for (place, term) in (0..).zip(payload) {
            self.flow(term, Holder::Request(operation, place));
        }
    }

    fn copy(&mut self, from: Holder, to: CellId) {
        if !self.asks {
            self.uses.join(from, Holder::Cell(self.of, to));
        }
    }

    fn class(&mut self, cell: CellId) -> &mut Class {
        self.uses.class_of(Holder::Cell(self.of, cell))
    }

    /// A term that is put somewhere.
    fn flow(&mut self, term: &Term, to: Holder) {
        match term {
            Term::Cell(cell) => {
                if !self.asks {
                    self.uses.join(Holder::Cell(self.of, *cell), to);
                }
            }
            Term::Choose(parts) => {
                self.ask(&parts[0]);
                self.flow(&parts[1], to);
                self.flow(&parts[2], to);
            }
            Term::Value(value) => {
                if self.asks {
                    self.uses.class_of(to).constants.insert(*value);
                }
            }
            Term::Not(_) | Term::And(_) | Term::Or(_) | Term::Compare(..) => {
                self.ask(term);
                self.derive(term, to);
            }
            _ => {
                self.compute(term);
                self.derive(term, to);
            }
        }
    }

    fn derive(&mut self, term: &Term, to: Holder) {
        if !self.asks {
            return;
        }
        let cells = term.cells().map(|cell| Holder::Cell(self.of, cell));
        let from: BTreeSet<usize> = cells.map(|cell| self.uses.number(cell)).collect();
        let roots = from.iter().map(|number| self.uses.root(*number)).collect();
        let class = self.uses.class_of(to);
        class.sources.extend(from);
        class.derived.push((roots, term.clone()));
    }

    /// A condition.
    fn ask(&mut self, term: &Term) {
        if !self.asks {
            return;
        }
        match term {
            Term::Not(inner) => self.ask(inner),
            Term::And(parts) | Term::Or(parts) => parts.iter().for_each(|part| self.ask(part)),
            Term::Cell(cell) | Term::IsDefined(cell) | Term::Is(_, cell) => {
                self.class(*cell).questions.push(term.clone());
            }
            Term::Compare(_, left, right) => match (&**left, &**right) {
                (Term::Cell(cell), Term::Value(value)) | (Term::Value(value), Term::Cell(cell)) => {
                    let class = self.class(*cell);
                    class.questions.push(term.clone());
                    class.constants.insert(*value);
                }
                _ => self.compute(term),
            },
            _ => self.compute(term),
        }
    }

    /// A term that computes something, or compares two data.
    fn compute(&mut self, term: &Term) {
        if !self.asks {
            return;
        }
        let cells: BTreeSet<CellId> = term.cells().collect();
        let constants: Vec<Value> = term.parts().filter_map(constant).collect();
        for cell in &cells {
            let alone = cells.len() == 1;
            let class = self.class(*cell);
            class.exact = false;
            class.constants.extend(&constants);
            if alone && is_question(term) {
                class.questions.push(term.clone());
            }
            class.others.push(term.clone());
        }
    }
}

fn constant(term: &Term) -> Option<Value> {
    match term {
        Term::Value(value) => Some(*value),
        _ => None,
    }
}

/// Whether a term is true or false.
fn is_question(term: &Term) -> bool {
    matches!(term, Term::Compare(..) | Term::Cast(..))
}
