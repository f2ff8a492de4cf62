//! The parts of a session, each in front of what follows it.

use super::STATES;
use super::condition::{Data, speaks_of};
use super::draft::{Draft, Node, finish};
use super::parallel::product;
use super::roles::Roles;
use crate::automata::global::{Datum, Edge, ForkId, Global, Interaction, StateId, ThreadId};
use crate::automata::label::{Field, Label, Payload, Phase, RoleId};
use crate::base::{Code, Diagnostic, Name, Span};
use crate::solve::term::Formula;
use crate::syntax::session::tree::{
    self, Branch, Conversation, ConversationKind, Definition, Each, Session,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// A session on its way to an automaton.
pub(super) struct Lowering<'s> {
    session: &'s Session,
    roles: &'s Roles,
    errors: &'s mut Vec<Diagnostic>,
    definitions: FxHashMap<Name, &'s Definition>,
    data: Data,
    draft: Draft,
    global: Global,
    forks: u32,
    /// Where each definition begins that was called, by what follows the call.
    called: FxHashMap<(Name, Node), Node>,
    /// The calls that are being lowered.
    open: Vec<(Name, Node)>,
}

/// What is around a part.
#[derive(Clone)]
struct Around {
    /// What follows it.
    next: Node,
    /// Where a fault leads that ends the session, or the branch of a `|`.
    end: Node,
    /// The branch of a `|` that it stands in.
    thread: ThreadId,
    /// The variables of the loops around it.
    loops: Vec<(Name, i64)>,
    /// Who waits for a reply meanwhile, the innermost call last.
    callers: Vec<Caller>,
    /// How many of them wait where `end` leads too: what is done there may still answer them.
    kept: usize,
}

/// Who waits for a reply.
#[derive(Clone)]
struct Caller {
    role: RoleId,
    /// The call.
    span: Span,
    /// Where each fault is that may come in place of the reply.
    faults: Vec<(Name, Node)>,
}

impl Around {
    fn before(&self, next: Node) -> Self {
        Self {
            next,
            ..self.clone()
        }
    }
}

impl<'s> Lowering<'s> {
    pub(super) fn new(
        session: &'s Session,
        roles: &'s Roles,
        errors: &'s mut Vec<Diagnostic>,
    ) -> Self {
        let data = Data::of(session, errors);
        let mut definitions = FxHashMap::default();
        for definition in &session.definitions {
            let name = definition.name;
            if definitions.insert(name.name, definition).is_some() {
                let message = format!("`{}` is defined twice", name.name);
                errors.push(Diagnostic::new(Code::Q0112, name.span, message));
            }
        }
        let mut global = Global::new(session.name.name, roles.names.clone());
        global.registers = data.registers();
        Self {
            session,
            roles,
            errors,
            definitions,
            data,
            draft: Draft::new(),
            global,
            forks: 0,
            called: FxHashMap::default(),
            open: Vec::new(),
        }
    }

    /// The automaton; `None` when it is larger than a session may be.
    pub(super) fn run(mut self) -> Option<Global> {
        let around = Around {
            next: Draft::END,
            end: Draft::END,
            thread: ThreadId::default(),
            loops: Vec::new(),
            callers: Vec::new(),
            kept: 0,
        };
        let start = self.all(self.session.body.as_ref(), &around);
        for definition in &self.session.definitions {
            // What nobody calls is lowered too, for its errors.
            let (name, span) = (definition.name.name, definition.name.span);
            if !self.called.keys().any(|(known, _)| *known == name) {
                self.call(name, span, &around);
            }
        }
        if self.draft.is_full() {
            let message = format!("the session has more than {STATES} states and steps");
            self.error(Code::Q0901, self.session.name.span, message);
            return None;
        }
        Some(finish(&self.draft, start, self.global))
    }

    fn error(&mut self, code: Code, span: Span, message: String) {
        self.report(Diagnostic::new(code, span, message));
    }

    /// Notes an error, once: a part may be lowered several times.
    fn report(&mut self, error: Diagnostic) {
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    fn all(&mut self, tree: Option<&'s Conversation>, around: &Around) -> Node {
        tree.map_or(around.next, |tree| self.conversation(tree, around))
    }

    fn conversation(&mut self, tree: &'s Conversation, around: &Around) -> Node {
        if self.draft.is_full() {
            return around.next;
        }
        match &tree.kind {
            ConversationKind::Sequence(parts) => {
                let parts = parts.iter().rev();
                parts.fold(around.next, |next, part| {
                    self.conversation(part, &around.before(next))
                })
            }
            ConversationKind::Parallel(parts) => {
                let parts: Vec<Part<'s>> = parts.iter().map(|part| (part, None)).collect();
                self.parallel(&parts, around)
            }
            ConversationKind::Choice(branches) => self.choice(branches, around),
            ConversationKind::Interaction(step) => self.interaction(step, around),
            ConversationKind::Call(name) => self.call(name.name, name.span, around),
            ConversationKind::Block(inside) => self.all(inside.as_deref(), around),
            ConversationKind::Group(inside) => self.conversation(inside, around),
            ConversationKind::Each(each) => self.each(each, around),
        }
    }

    fn each(&mut self, each: &'s Each, around: &Around) -> Node {
        let members = match self.roles.members(each.family.name) {
            Ok(members) => members,
            Err(message) => {
                self.error(Code::Q0503, each.family.span, message);
                return around.next;
            }
        };
        let Some(body) = &each.body else {
            return around.next;
        };
        let name = each.variable.name;
        if each.parallel {
            let parts: Vec<Part<'s>> = (0..members)
                .map(|index| (body, Some((name, index))))
                .collect();
            return self.parallel(&parts, around);
        }
        (0..members).rev().fold(around.next, |next, index| {
            let mut around = around.before(next);
            around.loops.push((name, index));
            self.conversation(body, &around)
        })
    }

    fn choice(&mut self, branches: &'s [Branch], around: &Around) -> Node {
        let here = self.draft.node();
        let mut chooser: Option<(RoleId, Span)> = None;
        for branch in branches {
            let guard = &branch.guard;
            let next = self.all(branch.body.as_ref(), around);
            let begin = self.interaction(guard, &around.before(next));
            self.draft.silent(here, begin, Vec::new());
            let Ok(role) = self.roles.find(&guard.from, &around.loops) else {
                continue;
            };
            match chooser {
                None => chooser = Some((role, guard.from.span)),
                Some((first, span)) if first != role => {
                    let names = [first, role].map(|role| self.global.role(role));
                    let message = format!("`{}` and `{}` choose at once", names[0], names[1]);
                    let error = Diagnostic::new(Code::Q0505, guard.from.span, message)
                        .label(format!("`{}` chooses here", names[1]))
                        .related(span, format!("and `{}` here", names[0]))
                        .help("let one role choose, and tell the other what it has chosen");
                    self.report(error);
                }
                Some(_) => {}
            }
        }
        here
    }

    fn call(&mut self, name: Name, span: Span, around: &Around) -> Node {
        let Some(definition) = self.definitions.get(&name).copied() else {
            let message = format!("the session does not define `{name}`");
            self.error(Code::Q0113, span, message);
            return around.next;
        };
        let key = (name, around.next);
        if let Some(known) = self.called.get(&key) {
            return *known;
        }
        if self.open.iter().any(|(open, _)| *open == name) {
            let message = format!("`{name}` calls itself, and something follows the call");
            let error = Diagnostic::new(Code::Q0504, span, message)
                .related(definition.name.span, "the definition")
                .help("make the call the last step: what follows it would have to be done once a call");
            self.report(error);
            return around.next;
        }
        let begin = self.draft.node();
        self.called.insert(key, begin);
        self.open.push(key);
        let inside = Around {
            loops: Vec::new(),
            ..around.clone()
        };
        let body = self.all(definition.body.as_ref(), &inside);
        self.draft.silent(begin, body, Vec::new());
        self.open.pop();
        if definition.body.is_some() && self.is_endless(begin) {
            let message = format!("`{name}` calls itself before anything happens");
            self.error(Code::Q0511, definition.name.span, message);
        }
        begin
    }

    /// Whether a node leads to nothing but itself.
    fn is_endless(&self, node: Node) -> bool {
        let open = |next: &Node| *next != node && self.open.iter().any(|(_, after)| after == next);
        let (edges, ends) = self.draft.closure(node, Draft::END);
        edges.is_empty() && ends.is_none() && !self.open.iter().any(|(_, next)| open(next))
    }

    fn parallel(&mut self, parts: &[Part<'s>], around: &Around) -> Node {
        let fork = ForkId(self.forks);
        self.forks += 1;
        let mut branches = Vec::new();
        let mut queues: Vec<FxHashMap<(RoleId, RoleId), Span>> = Vec::new();
        for (tree, variable) in parts {
            let end = self.draft.node();
            let thread = self.global.add_thread(fork, around.thread);
            let mut inside = Around {
                next: end,
                end,
                thread,
                kept: around.callers.len(),
                ..around.clone()
            };
            inside.loops.extend(*variable);
            let begin = self.conversation(tree, &inside);
            queues.push(self.queues(begin, end));
            branches.push((begin, end));
        }
        self.shared(&queues);
        product(&mut self.draft, &branches, fork, around.next)
    }

    /// Who sends to whom between two nodes.
    fn queues(&self, begin: Node, end: Node) -> FxHashMap<(RoleId, RoleId), Span> {
        let mut found = FxHashMap::default();
        let mut seen = FxHashSet::default();
        let mut waiting = vec![begin];
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            for edge in self.draft.closure(node, end).0 {
                let interaction = edge.interaction;
                waiting.push(Node(edge.target.0));
                // A reply comes to the call that waits for it.
                if !interaction.label.is_queued() {
                    continue;
                }
                found
                    .entry((interaction.from, interaction.to))
                    .or_insert(edge.span);
            }
        }
        found
    }

    /// Notes each queue that two branches use.
    fn shared(&mut self, queues: &[FxHashMap<(RoleId, RoleId), Span>]) {
        for (index, later) in queues.iter().enumerate() {
            let mut shared: Vec<(Span, Span, (RoleId, RoleId))> = Vec::new();
            for (queue, span) in later {
                let earlier = queues.iter().take(index).find_map(|one| one.get(queue));
                shared.extend(earlier.map(|earlier| (*span, *earlier, *queue)));
            }
            shared.sort_unstable();
            for (span, earlier, (from, to)) in shared {
                let [from, to] = [from, to].map(|role| self.global.role(role));
                let message = format!("two branches of `|` send from `{from}` to `{to}`");
                let error = Diagnostic::new(Code::Q0506, span, message)
                    .related(earlier, "the other branch sends here")
                    .help("one after the other, or in one branch: their messages have one queue");
                self.report(error);
            }
        }
    }

    fn interaction(&mut self, step: &'s tree::Interaction, around: &Around) -> Node {
        let Some((from, to)) = self.ends(step, around) else {
            return around.next;
        };
        let operation = step.operation.name;
        let condition = step.condition.as_ref();
        let label = |phase| Label { operation, phase };
        let Some(reply) = &step.reply else {
            let here = self.draft.node();
            let formula = self.data.formula(&step.message, condition, &|_| true);
            let edge = self.edge(
                (from, to, label(Phase::OneWay)),
                &step.message,
                formula,
                around,
                step.span,
            );
            self.draft.edge(here, edge);
            return here;
        };
        let (answered, faults) = self.answer(step, reply, (from, to), around);
        let mut inside = around.before(answered);
        inside.callers.push(Caller {
            role: from,
            span: step.span,
            faults,
        });
        let body = self.all(step.body.as_ref(), &inside);
        let here = self.draft.node();
        let formula = self
            .data
            .formula(&step.message, condition, &|part| !speaks_of(part, reply));
        let request = (from, to, label(Phase::Request));
        let edge = self.edge(
            request,
            &step.message,
            formula,
            &around.before(body),
            step.span,
        );
        self.draft.edge(here, edge);
        here
    }

    /// The reply of a request, or one of its faults; with where each fault is.
    fn answer(
        &mut self,
        step: &'s tree::Interaction,
        reply: &[tree::Field],
        (from, to): (RoleId, RoleId),
        around: &Around,
    ) -> (Node, Vec<(Name, Node)>) {
        let operation = step.operation.name;
        let label = |phase| Label { operation, phase };
        let answered = self.draft.node();
        let later = |part: &tree::Condition| speaks_of(part, reply);
        let formula = self.data.formula(reply, step.condition.as_ref(), &later);
        let edge = self.edge(
            (to, from, label(Phase::Reply)),
            reply,
            formula,
            around,
            step.span,
        );
        self.draft.edge(answered, edge);
        let mut faults = Vec::new();
        for fault in &step.faults {
            let after = self.after_fault(fault, around);
            let next = self.all(fault.body.as_ref(), &around.before(after));
            let formula = self.data.formula(&fault.message, None, &|_| true);
            let phase = label(Phase::Fault(fault.name.name));
            let after = around.before(next);
            let edge = self.edge(
                (to, from, phase),
                &fault.message,
                formula,
                &after,
                fault.name.span,
            );
            let raised = self.draft.node();
            self.draft.edge(raised, edge);
            self.draft.silent(answered, raised, Vec::new());
            faults.push((fault.name.name, raised));
        }
        (answered, faults)
    }

    /// What follows a fault and its body: as in Jolie, the same fault of the call around it where that has one; else the
    /// end, where nobody may wait for a reply.
    fn after_fault(&mut self, fault: &'s tree::Fault, around: &Around) -> Node {
        let Some(caller) = around.callers.iter().skip(around.kept).last() else {
            return around.end;
        };
        let name = fault.name.name;
        let mut outer = caller.faults.iter();
        if let Some((_, raised)) = outer.find(|(known, _)| *known == name) {
            return *raised;
        }
        let waits = self.global.role(caller.role);
        let message = format!("`{waits}` waits for a reply for ever when `{name}` comes");
        let error = Diagnostic::new(Code::Q0512, fault.name.span, message)
            .label("ends the session")
            .related(
                caller.span,
                format!("`{waits}` waits for the reply of this call"),
            )
            .help(format!(
                "let the call around it have the fault as well: `throws {name}`"
            ));
        self.report(error);
        around.end
    }

    /// Sender and receiver, when there are such roles and they may act.
    fn ends(&mut self, step: &tree::Interaction, around: &Around) -> Option<(RoleId, RoleId)> {
        let mut found =
            [step.from, step.to].map(|role| match self.roles.find(&role, &around.loops) {
                Ok(found) => Some(found),
                Err(message) => {
                    self.error(Code::Q0503, role.span, message);
                    None
                }
            });
        let (from, to) = (found[0].take()?, found[1].take()?);
        if from == to {
            let message = format!("`{}` sends to itself", self.global.role(from));
            self.error(Code::Q0509, step.span, message);
            return None;
        }
        for Caller { role, span, .. } in &around.callers {
            if [from, to].contains(role) {
                let name = self.global.role(*role);
                let message = format!("`{name}` takes part here while it waits for a reply");
                let error = Diagnostic::new(Code::Q0508, step.span, message)
                    .related(*span, "it waits for the reply of this call")
                    .help("let it happen after the reply, or beside the call: call | step");
                self.report(error);
            }
        }
        Some((from, to))
    }

    fn edge(
        &self,
        (from, to, label): (RoleId, RoleId, Label),
        fields: &[tree::Field],
        condition: Formula<Datum>,
        around: &Around,
        span: Span,
    ) -> Edge {
        let fields = fields.iter().map(|field| Field {
            name: field.name.map(|name| name.name),
            data: field.data.name,
        });
        Edge {
            interaction: Interaction { from, to, label },
            payload: Payload {
                fields: fields.collect(),
            },
            condition,
            target: StateId(around.next.0),
            thread: around.thread,
            joined: Vec::new(),
            span,
        }
    }
}

/// A branch of a `|`, with the variable of the `spawn` that it is one of.
type Part<'s> = (&'s Conversation, Option<(Name, i64)>);
