//! The steps of a protocol, each in front of what follows it.

use super::expression::{Kind, Texts, is_of};
use super::find;
use crate::automata::global::{Datum, Edge, Global, Interaction, Register, StateId, ThreadId};
use crate::automata::label::{Field, Label, Payload, RoleId};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::protocol::session::draft::{Draft, Node, finish};
use crate::protocol::session::{ROLES, STATES};
use crate::solve::term::{Formula, Relation, Term};
use crate::syntax::nuscr::{Expression, File, Part, Protocol, Step, Variable, Word};
use rustc_hash::{FxHashMap, FxHashSet};

/// How many calls may be open in one another.
const CALLS: usize = 256;

/// How many calls are followed to see whether something happens.
const FOLLOWED: usize = 8;

/// How many parts a message may have.
const PARTS: usize = 64;

/// What is told where variables are set before a loop in a way that no step says.
const NOT_FOLLOWED: &str = "what begins here sets variables in a way that is not followed";

/// A call of a protocol: where it is declared, and who takes part.
type Call = (Span, Vec<RoleId>);

/// What follows a step: where, and what loops that are entered there set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Next {
    node: Node,
    updates: Vec<Update>,
}

/// A variable of a loop that gets a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Update {
    /// The variable, by its register.
    register: usize,
    /// The value, as its index among all that are written.
    value: usize,
    /// In which call names are looked up.
    instance: usize,
    /// What is always true of it, as its index, with what it is called there.
    always: Option<(usize, Name)>,
}

/// Where a step stands.
#[derive(Clone)]
struct Place<'f> {
    scope: Vec<&'f Protocol>,
    roles: FxHashMap<Name, RoleId>,
    instance: usize,
    /// The loops around, with where they begin, their variables, and what is set there besides.
    labels: Vec<Loop<'f>>,
    /// Loops and calls that were entered and in which nothing has happened yet.
    unguarded: Vec<Node>,
}

#[derive(Clone)]
struct Loop<'f> {
    name: Name,
    node: Node,
    variables: &'f [Variable],
    leading: Vec<Update>,
}

struct Lowering<'f, 'e> {
    file: &'f File,
    errors: &'e mut Vec<Diagnostic>,
    draft: Draft,
    roles: Vec<Name>,
    seen: &'e mut FxHashSet<Span>,
    /// The names that expressions speak of.
    spoken: FxHashSet<Name>,
    registers: Vec<Register>,
    variables: FxHashMap<(usize, Name), (usize, Kind)>,
    expressions: Vec<&'f Expression>,
    texts: Texts,
    instances: usize,
    open: Vec<Call>,
    /// Where each call begins, by what follows it, and the roles that it makes.
    called: FxHashMap<(Call, Next), (Next, Vec<RoleId>)>,
}

/// The automaton of the last of these protocols, each of which declares the next; `None` when something is wrong with it.
/// `seen` are those that were called.
pub(super) fn lower(
    file: &File,
    scope: &[&Protocol],
    seen: &mut FxHashSet<Span>,
    errors: &mut Vec<Diagnostic>,
) -> Option<Global> {
    let before = errors.len();
    let (protocol, around) = scope.split_last()?;
    let own = protocol.roles.iter().chain(&protocol.new_roles);
    let mut lowering = Lowering {
        file,
        errors,
        draft: Draft::new(),
        roles: own.map(|role| role.name).collect(),
        seen,
        spoken: FxHashSet::default(),
        registers: Vec::new(),
        variables: FxHashMap::default(),
        expressions: Vec::new(),
        texts: Texts::default(),
        instances: 0,
        open: Vec::new(),
        called: FxHashMap::default(),
    };
    for one in &file.protocols {
        lowering.speaks(one);
    }
    let end = Next {
        node: Draft::END,
        updates: Vec::new(),
    };
    let ids = (0..).map(RoleId);
    let roles: Vec<RoleId> = ids.take(lowering.roles.len()).collect();
    let (begin, _) = lowering.call((around.to_vec(), protocol), roles, &end, &[], protocol.name);
    lowering.initial(&begin);
    let full = lowering.draft.is_full();
    if full || lowering.roles.len() > ROLES {
        let message = match full {
            true => format!("the protocol has more than {STATES} states and steps"),
            false => format!("the protocol has more than {ROLES} roles"),
        };
        let error = Diagnostic::new(Code::Q0901, protocol.name.span, message);
        lowering.errors.push(error);
    }
    let mut global = Global::new(protocol.name.name, lowering.roles);
    global.registers = lowering.registers;
    let draft = lowering.draft;
    (errors.len() == before).then(|| finish(&draft, begin.node, global))
}

impl<'f> Lowering<'f, '_> {
    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report(Diagnostic::new(code, span, message));
    }

    /// Notes an error, once: a protocol may be called several times.
    fn report(&mut self, error: Diagnostic) {
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Gathers what the expressions of a protocol speak of.
    fn speaks(&mut self, protocol: &Protocol) {
        let mut waiting: Vec<&[Step]> = vec![&protocol.body];
        let spoken = &mut self.spoken;
        let mut see = |expression: &Expression| {
            expression.variables(&mut |word| {
                spoken.insert(word.name);
            });
        };
        while let Some(steps) = waiting.pop() {
            for step in steps {
                match step {
                    Step::Transfer { payload, .. } => {
                        let conditions = payload.iter().filter_map(|part| part.condition.as_ref());
                        conditions.for_each(&mut see);
                    }
                    Step::Recursion(_, variables, body) => {
                        for variable in variables {
                            see(&variable.initial);
                            variable.part.condition.iter().for_each(&mut see);
                        }
                        waiting.push(body);
                    }
                    Step::Continue(_, values) => values.iter().for_each(&mut see),
                    Step::Choice(_, branches) => waiting.extend(branches.iter().map(Vec::as_slice)),
                    Step::Do(..) | Step::Calls(..) => {}
                }
            }
        }
        for inner in &protocol.inner {
            self.speaks(inner);
        }
    }

    /// The register of a name.
    fn register(&mut self, instance: usize, name: Name, kind: Kind) -> usize {
        let next = self.registers.len();
        let (register, known) = *self
            .variables
            .entry((instance, name))
            .or_insert((next, kind));
        if register == next {
            self.registers.push(Register {
                name,
                initial: None,
            });
        } else if known != kind {
            // A name that means different things is compared with anything.
            self.variables
                .insert((instance, name), (register, Kind::Other));
        }
        register
    }

    /// What is set where the whole protocol begins.
    fn initial(&mut self, begin: &Next) {
        for update in &begin.updates {
            let value = self.expressions.get(update.value).copied();
            let term = value.and_then(|value| self.texts.term(value, &|_| None));
            if let (Some(Term::Number(number)), Some(register)) =
                (term.map(computed), self.registers.get_mut(update.register))
            {
                register.initial = Some(number);
            }
        }
    }

    /// What a protocol does with these roles in front of `next`, and the roles that it makes.
    fn call(
        &mut self,
        (mut scope, protocol): (Vec<&'f Protocol>, &'f Protocol),
        roles: Vec<RoleId>,
        next: &Next,
        unguarded: &[Node],
        place: Word,
    ) -> (Next, Vec<RoleId>) {
        let name = protocol.name.name;
        if protocol.body.is_empty() {
            return (next.clone(), Vec::new());
        }
        let call = (protocol.name.span, roles);
        let key = (call.clone(), next.clone());
        if let Some(known) = self.called.get(&key).cloned() {
            if unguarded.contains(&known.0.node) {
                let message = format!("`{name}` comes back to itself before anything happens");
                self.error(Code::Q0511, place.span, message);
            }
            return known;
        }
        if let Some((code, message)) = self.refused(&call, protocol) {
            self.error(code, place.span, message);
            return (next.clone(), Vec::new());
        }
        self.seen.insert(protocol.name.span);
        let begin = self.draft.node();
        // Who judges a nested protocol by itself gives it all of its roles.
        let given = call.1.len().saturating_sub(protocol.roles.len());
        let made = protocol.new_roles.iter().skip(given);
        let made: Vec<RoleId> = made.map(|role| self.make(role.name)).collect();
        let formal = protocol.roles.iter().chain(&protocol.new_roles);
        let formal = formal.map(|role| role.name);
        self.instances += 1;
        scope.push(protocol);
        let mut inside = Place {
            scope,
            roles: formal.zip(call.1.iter().chain(&made).copied()).collect(),
            instance: self.instances,
            labels: Vec::new(),
            unguarded: unguarded.to_vec(),
        };
        inside.unguarded.push(begin);
        let begin = Next {
            node: begin,
            updates: self.leading(&protocol.body, &inside),
        };
        self.called.insert(key, (begin.clone(), made.clone()));
        self.open.push(call);
        let body = self.row(&protocol.body, &inside, next.clone());
        self.open.pop();
        self.draft.silent(begin.node, body.node, Vec::new());
        if body.updates != begin.updates {
            self.error(Code::Q0901, place.span, NOT_FOLLOWED);
        }
        (begin, made)
    }

    /// Why a protocol cannot be called here.
    fn refused(&self, call: &Call, protocol: &Protocol) -> Option<(Code, String)> {
        let name = protocol.name.name;
        let again = self.open.contains(call);
        let grows = !protocol.new_roles.is_empty() && self.open.iter().any(|open| open.0 == call.0);
        let sessions = self.file.pragmas.iter();
        let sessions = sessions
            .map(|pragma| pragma.name.as_str())
            .any(|name| name == "NestedProtocols");
        if again && !sessions {
            let message = format!("`{name}` calls itself, and something follows the call");
            return Some((Code::Q0504, message));
        }
        if again {
            let message = format!(
                "`{name}` is called again before it has ended: there is no bound on how often"
            );
            return Some((Code::Q0901, message));
        }
        if grows {
            let message = format!(
                "`{name}` calls itself with new roles each time: there is no bound on them"
            );
            return Some((Code::Q0901, message));
        }
        let full = self.open.len() >= CALLS || self.draft.is_full();
        full.then(|| {
            (
                Code::Q0901,
                format!("more than {CALLS} calls are open at once here"),
            )
        })
    }

    /// One more role.
    fn make(&mut self, name: Name) -> RoleId {
        let mut own = name;
        let mut number = 2;
        while self.roles.contains(&own) && self.roles.len() <= ROLES {
            own = Name::from(&format!("{name}_{number}"));
            number += 1;
        }
        let role = RoleId(u16::try_from(self.roles.len()).unwrap_or(u16::MAX));
        if self.roles.len() <= ROLES {
            self.roles.push(own);
        }
        role
    }

    fn row(&mut self, steps: &'f [Step], place: &Place<'f>, next: Next) -> Next {
        let happens = |step: &Step| self.happens(step, place, FOLLOWED);
        let first = steps.iter().position(happens).unwrap_or(steps.len());
        // What parts of messages are called is known from the first step on.
        for step in steps {
            self.declare(step, place);
        }
        let mut guarded = place.clone();
        guarded.unguarded.clear();
        let mut next = next;
        for (index, step) in steps.iter().enumerate().rev() {
            let here = if index <= first { place } else { &guarded };
            if let Step::Continue(label, _) = step
                && index + 1 < steps.len()
            {
                let message = "what follows is never come to";
                self.error(Code::Q0504, label.span, message);
            }
            next = self.step(step, here, next);
        }
        next
    }

    /// Whether a step always sends something, or never comes to what follows it.
    fn happens(&self, step: &Step, place: &Place<'f>, depth: usize) -> bool {
        let any = |steps: &[Step]| steps.iter().any(|step| self.happens(step, place, depth));
        match step {
            Step::Transfer { .. } | Step::Calls(..) | Step::Continue(..) => true,
            Step::Recursion(_, _, body) => any(body),
            Step::Choice(_, branches) => branches.iter().all(|branch| any(branch)),
            Step::Do(name, _) => {
                let callee = find(self.file, &place.scope, name.name, false);
                let body = callee.map(|(_, callee)| &callee.body).filter(|_| depth > 0);
                body.is_some_and(|body| {
                    let mut body = body.iter();
                    body.any(|step| self.happens(step, place, depth - 1))
                })
            }
        }
    }

    /// Gives the names of a step their registers.
    fn declare(&mut self, step: &Step, place: &Place<'f>) {
        match step {
            Step::Transfer { payload, .. } => {
                for part in payload {
                    if let Some(name) = part.name.filter(|name| self.spoken.contains(&name.name)) {
                        self.register(place.instance, name.name, Kind::of(part.data.name));
                    }
                }
            }
            Step::Recursion(_, variables, _) => {
                for variable in variables {
                    let kind = Kind::of(variable.part.data.name);
                    self.register(place.instance, variable.name.name, kind);
                    if let Some(name) = variable.part.name {
                        // Inside of its own condition it is called so.
                        self.spoken.insert(name.name);
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &'f Step, place: &Place<'f>, next: Next) -> Next {
        if self.draft.is_full() {
            return next;
        }
        match step {
            Step::Transfer {
                operation,
                payload,
                from,
                to,
                span,
            } => {
                let message = Message {
                    operation: operation.name,
                    payload,
                    span: *span,
                };
                let receivers = to.iter().rev();
                receivers.fold(next, |next, to| {
                    self.transfer(&message, (*from, *to), place, next)
                })
            }
            Step::Recursion(label, variables, body) => {
                self.recursion(*label, variables, body, place, next)
            }
            Step::Continue(label, values) => self.again(*label, values, place, next),
            Step::Choice(at, branches) => self.choice(*at, branches, place, next),
            Step::Do(name, roles) => match find(self.file, &place.scope, name.name, false) {
                Some(callee) => {
                    let roles = self.actual(roles, place);
                    self.call(callee, roles, &next, &place.unguarded, *name).0
                }
                None => next,
            },
            Step::Calls(caller, name, roles) => self.calls(*caller, *name, roles, place, next),
        }
    }

    /// Back to the beginning of a loop.
    fn again(
        &mut self,
        label: Word,
        values: &'f [Expression],
        place: &Place<'f>,
        next: Next,
    ) -> Next {
        let mut around = place.labels.iter().rev();
        let Some(found) = around.find(|one| one.name == label.name).cloned() else {
            return next;
        };
        if place.unguarded.contains(&found.node) {
            let message = format!(
                "`rec {}` comes back to itself before anything happens",
                label.name
            );
            self.error(Code::Q0511, label.span, message);
        }
        let mut updates = self.updates(found.variables, values.iter(), place, label.span);
        updates.extend(found.leading);
        Next {
            node: found.node,
            updates,
        }
    }

    fn choice(
        &mut self,
        at: Word,
        branches: &'f [Vec<Step>],
        place: &Place<'f>,
        next: Next,
    ) -> Next {
        let here = self.draft.node();
        let mut updates: Vec<Update> = Vec::new();
        for branch in branches {
            let begin = self.row(branch, place, next.clone());
            self.draft.silent(here, begin.node, Vec::new());
            for update in begin.updates {
                let same = |known: &&Update| known.register == update.register;
                match updates.iter().find(same) {
                    Some(known) if *known != update => {
                        let message = "two branches begin by setting one variable differently";
                        self.error(Code::Q0901, at.span, message);
                    }
                    Some(_) => {}
                    None => updates.push(update),
                }
            }
        }
        Next {
            node: here,
            updates,
        }
    }

    fn actual(&self, roles: &[Word], place: &Place<'f>) -> Vec<RoleId> {
        let roles = roles.iter().filter_map(|role| place.roles.get(&role.name));
        roles.copied().collect()
    }

    /// A call of a nested protocol: its caller tells everybody who takes part.
    fn calls(
        &mut self,
        caller: Word,
        name: Word,
        roles: &[Word],
        place: &Place<'f>,
        next: Next,
    ) -> Next {
        let Some(callee) = find(self.file, &place.scope, name.name, true) else {
            return next;
        };
        let roles = self.actual(roles, place);
        let (begin, made) = self.call(callee, roles.clone(), &next, &[], name);
        let told: Vec<RoleId> = roles.into_iter().chain(made).collect();
        let Some(from) = place.roles.get(&caller.name).copied() else {
            return begin;
        };
        // Who is called is told in which role.
        let taking = told
            .iter()
            .map(|role| self.roles.get(role.index()).copied());
        let taking: Vec<String> = taking.flatten().map(|role| format!(" {role}")).collect();
        let label = Name::from(&format!("call {}{}", name.name, taking.concat()));
        let told = told.into_iter().rev().filter(|to| *to != from);
        told.fold(begin, |next, to| {
            let here = self.draft.node();
            let condition = self.condition(&[], place, &next.updates, name.span);
            let edge = edge(
                (from, to, label),
                Payload::default(),
                condition,
                next.node,
                name.span,
            );
            self.draft.edge(here, edge);
            Next {
                node: here,
                updates: Vec::new(),
            }
        })
    }

    fn transfer(
        &mut self,
        message: &Message<'f>,
        (from, to): (Word, Word),
        place: &Place<'f>,
        next: Next,
    ) -> Next {
        let ends = [from, to].map(|role| place.roles.get(&role.name).copied());
        let [Some(from), Some(to)] = ends else {
            return next;
        };
        if message.payload.len() > PARTS {
            let text = format!("a message has more than {PARTS} parts");
            self.error(Code::Q0901, message.span, text);
        }
        let condition = self.condition(message.payload, place, &next.updates, message.span);
        let fields = message.payload.iter().map(|part| Field {
            name: part.name.map(|name| name.name),
            data: match part.role {
                Some(role) => Name::from(&format!("{}@{}", part.data.name, role.name)),
                None => part.data.name,
            },
        });
        let payload = Payload {
            fields: fields.collect(),
        };
        let here = self.draft.node();
        let edge = edge(
            (from, to, message.operation),
            payload,
            condition,
            next.node,
            message.span,
        );
        self.draft.edge(here, edge);
        Next {
            node: here,
            updates: Vec::new(),
        }
    }

    /// What is true of a message: its parts are as is said, the variables that it carries and those that are set after it
    /// have their new values.
    fn condition(
        &mut self,
        payload: &'f [Part],
        place: &Place<'f>,
        updates: &[Update],
        span: Span,
    ) -> Formula<Datum> {
        let instance = place.instance;
        let mut all = Vec::new();
        for (index, part) in payload.iter().enumerate() {
            let known = part
                .name
                .and_then(|name| self.variables.get(&(instance, name.name)));
            let Some((register, _)) = known.copied() else {
                continue;
            };
            let set = |update: &Update| update.register == register;
            let later = payload.iter().skip(index + 1).filter_map(|part| part.name);
            let hidden = part
                .name
                .is_some_and(|name| later.into_iter().any(|one| one.name == name.name));
            if !hidden && !updates.iter().any(set) {
                let after = Term::Variable(Datum::After(register));
                let field = Term::Variable(Datum::Field(index));
                all.push(Formula::Compare(Relation::Equal, after, field));
            }
        }
        for part in payload {
            if let Some(condition) = &part.condition {
                self.judge(condition, Kind::Truth, instance, payload, part.data.span);
                let datum = datum(&self.variables, instance, payload);
                all.push(self.texts.truth(condition, &datum));
            }
        }
        for update in updates {
            all.extend(self.set(update, payload, instance, span));
        }
        match all.len() {
            0 => Formula::TRUE,
            _ => Formula::All(all),
        }
    }

    /// What is true where a variable is set by or after this message.
    fn set(
        &mut self,
        update: &Update,
        payload: &'f [Part],
        instance: usize,
        span: Span,
    ) -> Vec<Formula<Datum>> {
        // The names of another call mean something else.
        let payload = if update.instance == instance {
            payload
        } else {
            &[]
        };
        let Some(value) = self.expressions.get(update.value).copied() else {
            return Vec::new();
        };
        let known = datum(&self.variables, update.instance, payload);
        let term = self.texts.term(value, &known);
        let mut all = Vec::new();
        if let Some((always, own)) = update.always
            && let Some(always) = self.expressions.get(always).copied()
        {
            let datum = |name: Name| match name == own {
                true => Some(Datum::After(update.register)),
                false => known(name),
            };
            all.push(self.texts.truth(always, &datum));
        }
        drop(known);
        let Some(term) = term else {
            self.error(
                Code::Q0901,
                span,
                "what a loop is continued with here is not followed",
            );
            return Vec::new();
        };
        let after = Term::Variable(Datum::After(update.register));
        all.push(Formula::Compare(Relation::Equal, after, term));
        all
    }

    /// Whether an expression is of a kind, and all that it speaks of is there.
    fn judge(
        &mut self,
        expression: &Expression,
        wanted: Kind,
        instance: usize,
        payload: &[Part],
        span: Span,
    ) {
        let variables = &self.variables;
        let kind_of = |word: Word| {
            let mut own = payload.iter();
            let own = own.find(|part| part.name.is_some_and(|name| name.name == word.name));
            if let Some(part) = own {
                return Ok(Kind::of(part.data.name));
            }
            variables
                .get(&(instance, word.name))
                .map(|(_, kind)| *kind)
                .ok_or_else(|| {
                    let message = format!("no message carries `{}`", word.name);
                    Box::new(Diagnostic::new(Code::Q0507, word.span, message))
                })
        };
        if let Err(error) = is_of(expression, wanted, span, &kind_of) {
            self.report(*error);
        }
    }

    fn recursion(
        &mut self,
        label: Word,
        variables: &'f [Variable],
        body: &'f [Step],
        place: &Place<'f>,
        next: Next,
    ) -> Next {
        let node = self.draft.node();
        let mut inside = place.clone();
        let leading = self.leading(body, place);
        inside.labels.push(Loop {
            name: label.name,
            node,
            variables,
            leading: leading.clone(),
        });
        inside.unguarded.push(node);
        for variable in variables {
            if let Some(condition) = &variable.part.condition {
                let span = variable.name.span;
                self.judge(
                    condition,
                    Kind::Truth,
                    place.instance,
                    std::slice::from_ref(&variable.part),
                    span,
                );
            }
        }
        let initial = variables.iter().map(|one| &one.initial);
        let mut updates = self.updates(variables, initial, place, label.span);
        let begin = self.row(body, &inside, next);
        self.draft.silent(node, begin.node, Vec::new());
        if begin.updates != leading {
            self.error(Code::Q0901, label.span, NOT_FOLLOWED);
        }
        updates.extend(leading);
        Next { node, updates }
    }

    /// What is set where steps begin.
    fn leading(&mut self, steps: &'f [Step], place: &Place<'f>) -> Vec<Update> {
        match steps.first() {
            Some(Step::Recursion(label, variables, body)) => {
                for step in steps {
                    self.declare(step, place);
                }
                let initial = variables.iter().map(|one| &one.initial);
                let mut updates = self.updates(variables, initial, place, label.span);
                updates.extend(self.leading(body, place));
                updates
            }
            Some(Step::Choice(_, branches)) => {
                let mut all: Vec<Update> = Vec::new();
                for branch in branches {
                    for update in self.leading(branch, place) {
                        if !all.iter().any(|known| known.register == update.register) {
                            all.push(update);
                        }
                    }
                }
                all
            }
            _ => Vec::new(),
        }
    }

    /// The variables of a loop with new values.
    fn updates(
        &mut self,
        variables: &'f [Variable],
        values: impl Iterator<Item = &'f Expression>,
        place: &Place<'f>,
        span: Span,
    ) -> Vec<Update> {
        let mut updates = Vec::new();
        for (variable, value) in variables.iter().zip(values) {
            let kind = Kind::of(variable.part.data.name);
            self.judge(value, kind, place.instance, &[], span);
            let register = self.register(place.instance, variable.name.name, kind);
            let value = self.written(value);
            let own = variable.part.name.unwrap_or(variable.name).name;
            let always = variable.part.condition.as_ref();
            let always = always.map(|condition| (self.written(condition), own));
            updates.push(Update {
                register,
                value,
                instance: place.instance,
                always,
            });
        }
        updates
    }

    /// The index of an expression.
    fn written(&mut self, expression: &'f Expression) -> usize {
        let same = |known: &&Expression| std::ptr::eq(*known, expression);
        if let Some(index) = self.expressions.iter().position(same) {
            return index;
        }
        self.expressions.push(expression);
        self.expressions.len() - 1
    }
}

/// A message as it is written.
struct Message<'f> {
    operation: Name,
    payload: &'f [Part],
    span: Span,
}

/// What a name means beside a message: a part of it, or a register before it.
fn datum<'a>(
    variables: &'a FxHashMap<(usize, Name), (usize, Kind)>,
    instance: usize,
    payload: &'a [Part],
) -> impl Fn(Name) -> Option<Datum> + 'a {
    move |name| {
        let carries = |part: &Part| part.name.is_some_and(|own| own.name == name);
        match payload.iter().rposition(carries) {
            Some(index) => Some(Datum::Field(index)),
            None => variables
                .get(&(instance, name))
                .map(|(register, _)| Datum::Before(*register)),
        }
    }
}

fn edge(
    (from, to, operation): (RoleId, RoleId, Name),
    payload: Payload,
    condition: Formula<Datum>,
    target: Node,
    span: Span,
) -> Edge {
    Edge {
        interaction: Interaction {
            from,
            to,
            label: Label::one_way(operation),
        },
        payload,
        condition,
        target: StateId(target.0),
        thread: ThreadId::default(),
        joined: Vec::new(),
        span,
    }
}

/// A sum or difference of numbers as a number.
fn computed(term: Term<Datum>) -> Term<Datum> {
    use crate::solve::term::Operation;
    match term {
        Term::Arithmetic(operation, parts) => {
            let [left, right] = *parts;
            match (operation, computed(left), computed(right)) {
                (Operation::Add, Term::Number(left), Term::Number(right)) => {
                    Term::Number(left.saturating_add(right))
                }
                (Operation::Subtract, Term::Number(left), Term::Number(right)) => {
                    Term::Number(left.saturating_sub(right))
                }
                (operation, left, right) => Term::arithmetic(operation, left, right),
            }
        }
        other => other,
    }
}
