//! Pairs of states that a role cannot tell apart, as clauses; and what is asked of them.

use super::possible::Possible;
use super::{Kind, Question};
use crate::automata::global::{Datum, Edge, Global, StateId};
use crate::automata::label::RoleId;
use crate::solve::horn::{Clauses, Fact, Predicate, Rule, Variable};
use crate::solve::term::{Formula, Relation, Term};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The pairs of one role.
pub(super) struct Pairs<'g> {
    pub(super) global: &'g Global,
    pub(super) role: RoleId,
    pub(super) clauses: Clauses,
    predicates: FxHashMap<(StateId, StateId), Predicate>,
}

/// How many numbers a message carries.
pub(super) fn width(edge: &Edge) -> usize {
    let mut width = 0;
    edge.condition.variables(&mut |datum| {
        if let Datum::Field(field) = datum {
            width = width.max(field + 1);
        }
    });
    width.max(edge.payload.fields.len())
}

/// Where the variables of a step are numbered from.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The registers before it.
    pub(super) before: Variable,
    /// The registers after it.
    pub(super) after: Variable,
    /// What its message carries.
    pub(super) fields: Variable,
}

/// What is true of a step: its condition, and registers that it does not speak of stay.
pub(super) fn condition(global: &Global, edge: &Edge, frame: Frame) -> Formula<Variable> {
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let place = |datum: &Datum| match datum {
        Datum::Before(register) => frame.before + number(*register),
        Datum::After(register) => frame.after + number(*register),
        Datum::Field(field) => frame.fields + number(*field),
    };
    let mut changed = BTreeSet::new();
    edge.condition.variables(&mut |datum| {
        if let Datum::After(register) = datum {
            changed.insert(*register);
        }
    });
    let mut all = vec![edge.condition.map(&place)];
    for register in (0..global.registers.len()).filter(|register| !changed.contains(register)) {
        all.push(equal(
            frame.after + number(register),
            frame.before + number(register),
        ));
    }
    Formula::All(all)
}

fn equal(one: Variable, other: Variable) -> Formula<Variable> {
    Formula::Compare(Relation::Equal, Term::Variable(one), Term::Variable(other))
}

/// The numbers of variables: the registers of both copies before and after a step, and the messages of both.
#[derive(Clone, Copy)]
struct Numbers {
    registers: u32,
}

impl Numbers {
    /// The registers of a copy before a step.
    fn before(self, copy: u32) -> Variable {
        copy * self.registers
    }

    /// The registers of a copy after a step.
    fn after(self, copy: u32) -> Variable {
        (2 + copy) * self.registers
    }

    /// The message of a copy.
    fn fields(self, copy: u32) -> Variable {
        4 * self.registers + copy * FIELDS
    }

    /// What is free beyond these.
    fn beyond(self) -> Variable {
        4 * self.registers + 2 * FIELDS
    }

    fn frame(self, copy: u32) -> Frame {
        Frame {
            before: self.before(copy),
            after: self.after(copy),
            fields: self.fields(copy),
        }
    }

    fn all(self, first: Variable) -> impl Iterator<Item = Variable> {
        first..first + self.registers
    }
}

/// How many numbers a message may carry.
const FIELDS: u32 = 64;

impl<'g> Pairs<'g> {
    /// The pairs of states that `role` cannot tell apart.
    pub(super) fn of(global: &'g Global, role: RoleId) -> Self {
        let mut pairs = Self {
            global,
            role,
            clauses: Clauses::default(),
            predicates: FxHashMap::default(),
        };
        let numbers = pairs.numbers();
        let start = (global.start(), global.start());
        let mut formulas = Vec::new();
        for (index, register) in global.registers.iter().enumerate() {
            let Some(initial) = register.initial else {
                continue;
            };
            for copy in 0..2 {
                let variable = numbers.before(copy) + u32::try_from(index).unwrap_or(u32::MAX);
                formulas.push(Formula::Compare(
                    Relation::Equal,
                    Term::Variable(variable),
                    Term::Number(initial),
                ));
            }
        }
        let mut waiting = vec![start];
        let head = pairs.fact(
            start,
            [numbers.before(0), numbers.before(1)],
            &mut Vec::new(),
        );
        pairs.clauses.rules.push(Rule {
            formulas,
            head: Some(head),
            ..Rule::default()
        });
        while let Some(pair) = waiting.pop() {
            pairs.steps(pair, &mut waiting);
        }
        pairs
    }

    fn numbers(&self) -> Numbers {
        Numbers {
            registers: u32::try_from(self.global.registers.len()).unwrap_or(u32::MAX),
        }
    }

    fn takes_part(&self, edge: &Edge) -> bool {
        [edge.interaction.from, edge.interaction.to].contains(&self.role)
    }

    /// The fact that a pair is met with these registers; a pair that is new waits.
    fn fact(
        &mut self,
        pair: (StateId, StateId),
        registers: [Variable; 2],
        waiting: &mut Vec<(StateId, StateId)>,
    ) -> Fact {
        let numbers = self.numbers();
        let predicate = match self.predicates.get(&pair) {
            Some(known) => *known,
            None => {
                let places = 2 * self.global.registers.len();
                let predicate = self.clauses.predicate(places);
                self.predicates.insert(pair, predicate);
                waiting.push(pair);
                predicate
            }
        };
        Fact {
            predicate,
            arguments: registers
                .into_iter()
                .flat_map(|first| numbers.all(first))
                .collect(),
        }
    }

    fn steps(&mut self, pair: (StateId, StateId), waiting: &mut Vec<(StateId, StateId)>) {
        let global = self.global;
        let numbers = self.numbers();
        let here = [numbers.before(0), numbers.before(1)];
        let body = vec![self.fact(pair, here, waiting)];
        for (copy, state) in [(0, pair.0), (1, pair.1)] {
            for edge in global.edges(state) {
                if self.takes_part(edge) {
                    continue;
                }
                let mut registers = here;
                let target = match copy {
                    0 => (edge.target, pair.1),
                    _ => (pair.0, edge.target),
                };
                if let Some(place) = registers.get_mut(copy as usize) {
                    *place = numbers.after(copy);
                }
                let head = Some(self.fact(target, registers, waiting));
                self.clauses.rules.push(Rule {
                    body: body.clone(),
                    formulas: vec![condition(global, edge, numbers.frame(copy))],
                    head,
                    ..Rule::default()
                });
            }
        }
        for (one, other) in self.together(pair) {
            let registers = [numbers.after(0), numbers.after(1)];
            let head = Some(self.fact((one.target, other.target), registers, waiting));
            // One message for both.
            let second = Frame {
                fields: numbers.fields(0),
                ..numbers.frame(1)
            };
            self.clauses.rules.push(Rule {
                body: body.clone(),
                formulas: vec![
                    condition(global, one, numbers.frame(0)),
                    condition(global, other, second),
                ],
                head,
                ..Rule::default()
            });
        }
    }

    /// The steps of the role that may look alike: of the same sender, receiver and label, with as many numbers.
    fn together(&self, pair: (StateId, StateId)) -> Vec<(&'g Edge, &'g Edge)> {
        let global = self.global;
        let mut found = Vec::new();
        for one in global
            .edges(pair.0)
            .iter()
            .filter(|edge| self.takes_part(edge))
        {
            let others = global
                .edges(pair.1)
                .iter()
                .filter(|other| looks_like(one, other));
            found.extend(others.map(|other| (one, other)));
        }
        found
    }

    fn met(&self, pair: (StateId, StateId)) -> Option<Fact> {
        let predicate = *self.predicates.get(&pair)?;
        let numbers = self.numbers();
        let arguments = [numbers.before(0), numbers.before(1)];
        Some(Fact {
            predicate,
            arguments: arguments
                .into_iter()
                .flat_map(|first| numbers.all(first))
                .collect(),
        })
    }

    /// The pairs that may be met, in order.
    fn pairs(&self) -> Vec<(StateId, StateId)> {
        let mut pairs: Vec<(StateId, StateId)> = self.predicates.keys().copied().collect();
        pairs.sort_unstable();
        pairs
    }

    /// Send coherence: for each pair and send of the first copy, whether the second cannot do it.
    pub(super) fn sends(&self) -> Vec<Question> {
        let numbers = self.numbers();
        let mut questions = Vec::new();
        for pair in self.pairs() {
            let sends = self.global.edges(pair.0).iter();
            for edge in sends.filter(|edge| edge.interaction.from == self.role) {
                let Some(met) = self.met(pair) else {
                    continue;
                };
                let possible = Possible {
                    global: self.global,
                    role: self.role,
                    sent: edge,
                    fields: numbers.fields(0),
                };
                let (none, exact) = possible.ways(pair.1, numbers.before(1), numbers.beyond());
                let rule = Rule {
                    body: vec![met],
                    formulas: vec![condition(self.global, edge, numbers.frame(0))],
                    none,
                    head: None,
                };
                questions.push(question(Kind::Send, edge, None, vec![rule], exact));
            }
        }
        questions
    }

    /// No mixed choice: a send of the first copy beside a receive of the second.
    pub(super) fn mixed(&self) -> Vec<Question> {
        self.beside(Kind::Mixed, &|one, other| {
            one.interaction.from == self.role && other.interaction.to == self.role
        })
    }

    fn beside(&self, kind: Kind, fits: &dyn Fn(&Edge, &Edge) -> bool) -> Vec<Question> {
        let numbers = self.numbers();
        let mut questions = Vec::new();
        for pair in self.pairs() {
            for one in self.global.edges(pair.0) {
                for other in self
                    .global
                    .edges(pair.1)
                    .iter()
                    .filter(|other| fits(one, other))
                {
                    let rule = Rule {
                        body: self.met(pair).into_iter().collect(),
                        formulas: vec![
                            condition(self.global, one, numbers.frame(0)),
                            condition(self.global, other, numbers.frame(1)),
                        ],
                        ..Rule::default()
                    };
                    questions.push(question(kind, one, Some(other), vec![rule], true));
                }
            }
        }
        questions
    }

    /// Receive coherence: two receives of different senders, the first of which can come early in the second copy.
    pub(super) fn receives(&self) -> Vec<Question> {
        let fits = |one: &Edge, other: &Edge| {
            let to_me = one.interaction.to == self.role && other.interaction.to == self.role;
            to_me && one.interaction.from != other.interaction.from
        };
        let mut questions = self.beside(Kind::Receive, &fits);
        for question in &mut questions {
            self.early(question);
        }
        questions
    }

    /// Lets a question about two receives be one about what the second copy does before the role has taken its message.
    fn early(&self, question: &mut Question) {
        let Some(other) = &question.other else {
            return;
        };
        let numbers = self.numbers();
        let mut search = Early {
            pairs: self,
            step: &question.step,
            carried: (numbers.fields(0)..).take(width(&question.step)).collect(),
            clauses: Clauses::default(),
            known: FxHashMap::default(),
            waiting: Vec::new(),
        };
        let begin = (other.target, BTreeSet::from([self.role]));
        let head = search.fact(begin, numbers.after(1));
        for rule in &mut question.clauses.rules {
            rule.head = Some(head.clone());
        }
        while let Some((state, held)) = search.waiting.pop() {
            search.steps(state, &held);
        }
        question
            .clauses
            .predicates
            .extend(search.clauses.predicates);
        question.clauses.rules.extend(search.clauses.rules);
    }

    /// `all`, which are the clauses of the pairs and those of some questions, with those of one question more.
    pub(super) fn add(&self, all: &mut Clauses, question: &Clauses) {
        // A question numbers its own predicates as if there were no other.
        let first = self.clauses.predicates.len();
        let moved = all.predicates.len() - first;
        let place = |fact: &mut Fact| {
            if fact.predicate.0 >= first {
                fact.predicate.0 += moved;
            }
        };
        all.predicates.extend(&question.predicates);
        for rule in &question.rules {
            let mut rule = rule.clone();
            rule.body.iter_mut().chain(&mut rule.head).for_each(place);
            all.rules.push(rule);
        }
    }
}

/// A state of the second copy, with who is held up.
type Held = (StateId, BTreeSet<RoleId>);

/// What the second copy can do while the role has not taken its message: whether the message of `step` comes.
struct Early<'p, 'g> {
    pairs: &'p Pairs<'g>,
    step: &'p Edge,
    /// The numbers of that message.
    carried: Vec<Variable>,
    clauses: Clauses,
    known: FxHashMap<Held, Predicate>,
    waiting: Vec<Held>,
}

impl Early<'_, '_> {
    fn fact(&mut self, key: Held, registers: Variable) -> Fact {
        let places = self.pairs.global.registers.len() + self.carried.len();
        let predicate = match self.known.get(&key) {
            Some(known) => *known,
            None => {
                let Predicate(number) = self.clauses.predicate(places);
                let predicate = Predicate(self.pairs.clauses.predicates.len() + number);
                self.known.insert(key.clone(), predicate);
                self.waiting.push(key);
                predicate
            }
        };
        let registers = self.pairs.numbers().all(registers);
        Fact {
            predicate,
            arguments: registers.chain(self.carried.iter().copied()).collect(),
        }
    }

    fn steps(&mut self, state: StateId, held: &BTreeSet<RoleId>) {
        let numbers = self.pairs.numbers();
        let here = self.fact((state, held.clone()), numbers.before(1));
        let early = self.step.interaction;
        for edge in self.pairs.global.edges(state) {
            let step = edge.interaction;
            let mut rule = Rule {
                body: vec![here.clone()],
                formulas: vec![condition(self.pairs.global, edge, numbers.frame(1))],
                ..Rule::default()
            };
            let mut after = held.clone();
            if held.contains(&step.from) {
                after.insert(step.to);
            } else if (step.from, step.to) == (early.from, early.to) {
                if looks_like(self.step, edge) {
                    let fields = numbers.fields(1)..;
                    let same = self.carried.iter().zip(fields);
                    rule.formulas
                        .extend(same.map(|(one, other)| equal(*one, other)));
                    self.clauses.rules.push(rule);
                }
                continue;
            }
            rule.head = Some(self.fact((edge.target, after), numbers.after(1)));
            self.clauses.rules.push(rule);
        }
    }
}

/// Whether a role that takes part in both cannot tell two steps by anything but their numbers.
pub(super) fn looks_like(one: &Edge, other: &Edge) -> bool {
    one.interaction == other.interaction && width(one) == width(other)
}

fn question(
    kind: Kind,
    step: &Edge,
    other: Option<&Edge>,
    rules: Vec<Rule>,
    exact: bool,
) -> Question {
    Question {
        kind,
        step: step.clone(),
        other: other.cloned(),
        clauses: Clauses {
            predicates: Vec::new(),
            rules,
        },
        exact,
    }
}
