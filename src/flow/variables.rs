//! The tracked variables of a running service, and what its steps make of them.

use super::Flow;
use super::change::{Change, Direction, Written, change};
use super::demand::{aliases, correlation};
use super::facts::written;
use super::path::{Aliases, Asked, Key, Place, round, size_of};
use super::reader::{Known, Looker, cell};
use super::source::{Source, Target, answered_element, inside, of_process};
use super::value::Evaluator;
use crate::automata::network::{self, Binding, Cell, CellId, Comparison, OperationId, Term, Value};
use crate::base::{Name, Span};
use crate::program::{self, CorrelationSet};
use crate::syntax::jolie::tree::{Expression, Identifier, Path, Process, ProcessKind, Send};
use crate::syntax::jolie::walk::Node;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is known of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct ServiceFlow {
    pub known: Known,
    pub aliases: Aliases,
    pub cells: Vec<Cell>,
    pub sets: Vec<CorrelationSet>,
    pub ports: Vec<Name>,
    /// The tracked variables by their first segments.
    pub by_first: FxHashMap<Name, Vec<usize>>,
}

/// What is known of a running service beside that.
#[derive(Clone, Debug, Default)]
pub(super) struct InstanceFlow {
    /// Its service: an index.
    pub service: usize,
    pub outside: FxHashSet<Name>,
    pub local: Option<Value>,
    pub initial: Vec<(CellId, Value)>,
}

/// The tracked variables of a running service, and what its steps make of them.
///
/// `with` is always the paths of the `with` blocks around, outermost first. All terms are of the variables before the
/// step.
#[derive(Clone, Copy, Debug)]
pub struct Variables<'a> {
    pub(super) flow: &'a Flow,
    pub(super) service: &'a ServiceFlow,
    pub(super) instance: &'a InstanceFlow,
}

/// The rounds of a loop over a vector.
#[derive(Clone, Debug)]
pub struct Rounds {
    /// The variable that counts them.
    pub counter: CellId,
    /// What it is after one more.
    pub next: Term,
    /// Whether there is one more.
    pub goes_on: Term,
}

impl<'a> Variables<'a> {
    /// The variables, by [`CellId`].
    #[must_use]
    pub fn cells(&self) -> &'a [Cell] {
        &self.service.cells
    }

    /// For each correlation set, its variables.
    #[must_use]
    pub fn sets(&self) -> Vec<Vec<CellId>> {
        let sets = self.service.sets.iter();
        sets.map(|set| {
            let variables = set.variables.iter();
            let cells = variables.map(|variable| self.cell(&correlation(&variable.path)));
            cells.flatten().collect()
        })
        .collect()
    }

    /// The queue of an operation: 0, or one more than the index of its correlation set.
    #[must_use]
    pub fn queue(&self, operation: &program::Operation) -> u32 {
        let index = self.set(operation).map_or(0, |(index, _)| index + 1);
        u32::try_from(index).unwrap_or(0)
    }

    /// For each variable of the operation's correlation set, its place among the paths kept of a request.
    #[must_use]
    pub fn aliases(&self, operation: &program::Operation) -> Vec<u32> {
        let Some((_, set)) = self.set(operation) else {
            return Vec::new();
        };
        let keys = aliases(set, operation).into_iter();
        keys.filter_map(|key| self.kept(Direction::Request, operation.name.name, &key))
            .collect()
    }

    /// What an expression is, as far as it is known; [`Variables::expression_effect`] comes after it.
    #[must_use]
    pub fn condition(&self, e: &Expression, with: &[&Path]) -> Term {
        self.evaluate(with, |evaluator| evaluator.value(e))
    }

    /// What a step makes of the variables, by itself and in the expressions that it holds: assignments, copies, steps,
    /// `undef`, and for a call what `setOutputPort` and `getLocalLocation` of the runtime do. A second name that is
    /// read as what it stands for changes nothing. For a call it comes after the answer.
    #[must_use]
    pub fn effect(&self, p: &Process, with: &[&Path]) -> Vec<(CellId, Term)> {
        let mut writes: Vec<(Target<'_>, Source<'_>)> = Vec::new();
        let deep = matches!(
            p.kind,
            ProcessKind::Assign { .. }
                | ProcessKind::Copy { .. }
                | ProcessKind::Step(_)
                | ProcessKind::Undefine(_)
                | ProcessKind::Send(_)
        );
        if deep {
            inside(Node::Process(p), &mut |target, source| {
                writes.push((target, source));
            });
        }
        of_process(p, &mut |target, source| writes.push((target, source)));
        if let (ProcessKind::Send(send), true) = (&p.kind, self.instance.local.is_some())
            && send.operation.name == "getLocalLocation"
            && let Some(target) = send.solicit.as_ref().and_then(|all| all.target.as_ref())
            && answered_element(send).is_none()
        {
            let operation = send.operation.name;
            writes.push((Target::Path(target), Source::Response(operation)));
        }
        self.changes(&writes, with)
    }

    /// What the assignments and steps inside an expression make of the variables.
    #[must_use]
    pub fn expression_effect(&self, e: &Expression, with: &[&Path]) -> Vec<(CellId, Term)> {
        let mut writes: Vec<(Target<'_>, Source<'_>)> = Vec::new();
        inside(Node::Expression(e), &mut |target, source| {
            writes.push((target, source));
        });
        self.changes(&writes, with)
    }

    /// What a request carries: a term for each path that the operation keeps.
    #[must_use]
    pub fn request(
        &self,
        op: OperationId,
        argument: Option<&Expression>,
        with: &[&Path],
    ) -> Vec<Term> {
        self.message(Direction::Request, op, argument, with)
    }

    /// What a response carries: a term for each path that the operation keeps.
    #[must_use]
    pub fn response(
        &self,
        op: OperationId,
        value: Option<&Expression>,
        with: &[&Path],
    ) -> Vec<Term> {
        self.message(Direction::Response, op, value, with)
    }

    /// The variables that receiving a request sets.
    #[must_use]
    pub fn bind_request(
        &self,
        op: OperationId,
        target: Option<&Path>,
        with: &[&Path],
    ) -> Vec<Binding> {
        self.bind(Direction::Request, op, target, with)
    }

    /// The variables that the answer of a solicit-response sets: what stands for it where [`Variables::effect`] puts it
    /// into an element whose index is computed.
    #[must_use]
    pub fn bind_solicit(&self, op: OperationId, send: &Send, with: &[&Path]) -> Vec<Binding> {
        if let Some((_, asked)) = answered_element(send) {
            return self.bind_asked(asked);
        }
        let target = send.solicit.as_ref().and_then(|all| all.target.as_ref());
        self.bind_response(op, target, with)
    }

    /// The variables that a response sets. Those that `getLocalLocation` of the runtime sets are in
    /// [`Variables::effect`].
    #[must_use]
    pub fn bind_response(
        &self,
        op: OperationId,
        target: Option<&Path>,
        with: &[&Path],
    ) -> Vec<Binding> {
        self.bind(Direction::Response, op, target, with)
    }

    /// The variables that the answer of a solicit-response in an expression, at this place, sets.
    #[must_use]
    pub fn bind_answer(&self, operation: Identifier, port: Identifier, at: Span) -> Vec<Binding> {
        self.bind_asked(Asked::new(operation, port, at))
    }

    fn bind_asked(&self, asked: Asked) -> Vec<Binding> {
        self.bind_at(
            Direction::Response,
            asked.operation,
            &Target::Answer(asked),
            &[],
        )
    }

    /// Everything at and below a path becomes lost.
    #[must_use]
    pub fn forget(&self, path: &Path, with: &[&Path]) -> Vec<(CellId, Term)> {
        self.changes(&[(Target::Path(path), Source::Unknown)], with)
    }

    /// The variable that tells each body of a `spawn` its number, when it is followed and in the session.
    #[must_use]
    pub fn counted(&self, index: &Path, with: &[&Path]) -> Option<CellId> {
        let place = self.service.aliases.place(index, with);
        let Place::Exact(key) = place else {
            return None;
        };
        let cell = self.cell(&key)?;
        let found = self.service.cells.get(cell.index())?;
        (found.place == network::Place::Session).then_some(cell)
    }

    /// Whether a loop over the children of a value goes on.
    #[must_use]
    pub fn next_child(&self, parent: &Path, with: &[&Path]) -> Term {
        self.evaluate(with, |evaluator| evaluator.next_child(parent))
    }

    /// Whether clients or servers outside choose how many elements a vector has, as far as that is known.
    #[must_use]
    pub fn is_chosen_outside(&self, vector: &Path, with: &[&Path]) -> bool {
        match self.service.aliases.place(vector, with) {
            Place::Exact(key) => self.service.known.chosen.contains(&size_of(key)),
            Place::Below(_) => false,
        }
    }

    /// The variable that counts the rounds of a loop over a vector, and how many there are; `None` when that is not followed.
    #[must_use]
    pub fn rounds(&self, over: &Path, with: &[&Path]) -> Option<Rounds> {
        let count = self.evaluate(with, |evaluator| evaluator.count(over));
        let counter = self.cell(&round(over.span))?;
        let again = |evaluator: &mut Evaluator<'_>| evaluator.step(Term::Cell(counter), true);
        (count != Term::Lost).then(|| Rounds {
            counter,
            next: self.evaluate(with, again),
            goes_on: Term::Compare(
                Comparison::Less,
                Box::new(Term::Cell(counter)),
                Box::new(count),
            ),
        })
    }

    /// The correlation variables that a message of the operation sets when it starts a session.
    #[must_use]
    pub fn starter_bindings(&self, operation: &program::Operation) -> Vec<Binding> {
        let Some((_, set)) = self.set(operation) else {
            return Vec::new();
        };
        let variables = set.variables.iter();
        let keys = aliases(set, operation);
        let bindings = variables.zip(&keys).filter_map(|(variable, key)| {
            Some(Binding {
                path: self.kept(Direction::Request, operation.name.name, key)?,
                cell: self.cell(&correlation(&variable.path))?,
            })
        });
        bindings.collect()
    }

    /// The variable that holds the location of an output port, when the behaviour binds it anew. A constant in it is
    /// a location outside of the system; undefined, the port was bound to nothing.
    #[must_use]
    pub fn port_location(&self, port: Name) -> Option<CellId> {
        self.cell(&vec![port, Name::from("location")])
    }

    /// What variables hold when the service starts: those that are not listed are undefined.
    #[must_use]
    pub fn initial(&self) -> Vec<(CellId, Value)> {
        self.instance.initial.clone()
    }

    fn cell(&self, key: &Key) -> Option<CellId> {
        cell(&self.service.known, key)
    }

    fn set(&self, operation: &program::Operation) -> Option<(usize, &'a CorrelationSet)> {
        let mut sets = self.service.sets.iter().enumerate();
        sets.find(|(_, set)| {
            let mut aliases = set.variables.iter().flat_map(|found| &found.aliases);
            aliases.any(|alias| alias.is_about(operation))
        })
    }

    /// The place of a path among those that an operation keeps.
    fn kept(&self, direction: Direction, operation: Name, key: &Key) -> Option<u32> {
        let layout = self.flow.layouts.get(&operation)?;
        let index = layout.keys(direction).get_index_of(key)?;
        u32::try_from(index).ok()
    }

    fn evaluate<T>(&self, with: &[&Path], evaluate: impl FnOnce(&mut Evaluator<'_>) -> T) -> T {
        let mut looker = Looker {
            known: &self.service.known,
            constants: &self.flow.constants,
            locations: &self.flow.locations,
            outside: &self.instance.outside,
            local: self.instance.local,
        };
        let mut evaluator = Evaluator {
            aliases: &self.service.aliases,
            with,
            read: &mut looker,
        };
        evaluate(&mut evaluator)
    }

    fn message(
        &self,
        direction: Direction,
        op: OperationId,
        content: Option<&Expression>,
        with: &[&Path],
    ) -> Vec<Term> {
        let Some((_, layout)) = self.flow.layouts.get_index(op.0 as usize) else {
            return Vec::new();
        };
        let keys = layout.keys(direction).iter();
        keys.map(|key| match content {
            Some(content) => self.evaluate(with, |evaluator| evaluator.part(content, key)),
            None => Term::Value(Value::UNDEFINED),
        })
        .collect()
    }

    fn bind(
        &self,
        direction: Direction,
        op: OperationId,
        target: Option<&Path>,
        with: &[&Path],
    ) -> Vec<Binding> {
        let Some((operation, _)) = self.flow.layouts.get_index(op.0 as usize) else {
            return Vec::new();
        };
        let local = self.instance.local.is_some() && *operation == "getLocalLocation";
        let Some(target) = target.filter(|_| !local) else {
            return Vec::new();
        };
        self.bind_at(direction, *operation, &Target::Path(target), with)
    }

    fn bind_at(
        &self,
        direction: Direction,
        operation: Name,
        target: &Target<'_>,
        with: &[&Path],
    ) -> Vec<Binding> {
        let source = match direction {
            Direction::Request => Source::Request(operation),
            Direction::Response => Source::Response(operation),
        };
        let written = self.written(target, source, with);
        let bindings =
            self.touched(&written.place)
                .into_iter()
                .filter_map(|(cell, key)| {
                    match self.evaluate(with, |evaluator| change(evaluator, &written, key)) {
                        Some(Change::Message(direction, operation, key)) => Some(Binding {
                            path: self.kept(direction, operation, &key)?,
                            cell,
                        }),
                        _ => None,
                    }
                });
        bindings.collect()
    }

    fn written<'p>(&self, target: &Target<'p>, source: Source<'p>, with: &[&Path]) -> Written<'p> {
        let ServiceFlow { aliases, ports, .. } = self.service;
        written(aliases, target, source, with, ports)
    }

    /// The tracked variables that a write may touch.
    fn touched(&self, place: &Place) -> Vec<(CellId, &'a Key)> {
        let firsts: Vec<Option<Name>> = match place {
            Place::Exact(key) => vec![key.first().copied()],
            Place::Below(keys) => keys.iter().map(|key| key.first().copied()).collect(),
        };
        let mut found: Vec<usize> = Vec::new();
        for first in firsts {
            match first {
                Some(first) => {
                    found.extend(self.service.by_first.get(&first).into_iter().flatten())
                }
                None => found.extend(0..self.service.cells.len()),
            }
        }
        found.sort_unstable();
        found.dedup();
        let keys = &self.service.known.keys;
        let cells = found.into_iter().filter_map(|index| {
            let key = keys.get_index(index).filter(|key| place.may_cover(key))?;
            Some((CellId(u32::try_from(index).ok()?), key))
        });
        cells.collect()
    }

    /// What several writes of one step make of the variables; one that is written twice is lost.
    fn changes(&self, writes: &[(Target<'_>, Source<'_>)], with: &[&Path]) -> Vec<(CellId, Term)> {
        let mut found: Vec<(CellId, Term)> = Vec::new();
        for (target, source) in writes {
            let written = self.written(target, *source, with);
            for (cell, key) in self.touched(&written.place) {
                let change = self.evaluate(with, |evaluator| change(evaluator, &written, key));
                let term = match change {
                    Some(Change::Term(term)) => term,
                    // Only the runtime's `getLocalLocation` comes here.
                    Some(Change::Message(_, _, suffix)) if suffix.is_empty() => {
                        Term::Value(self.instance.local.unwrap_or(Value::LOST))
                    }
                    Some(Change::Message(..)) => Term::Value(Value::UNDEFINED),
                    None => continue,
                };
                match found.iter_mut().find(|(known, _)| *known == cell) {
                    Some((_, known)) => *known = Term::Lost,
                    None => found.push((cell, term)),
                }
            }
        }
        found.sort_by_key(|(cell, _)| *cell);
        found
    }
}
