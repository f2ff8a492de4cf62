//! What steps make of the state: in comes a behaviour, out goes the state after it, none where nobody gets through.

use super::evaluate::{Operator, computed};
use super::place::{Change, SOME, Step, THERE, read, write};
use super::run::{Frame, Run, State, Written, meet, single};
use super::site::Leaves;
use super::{Elements, Kinds, Root, Shape};
use crate::base::Name;
use crate::program::handlers::{Caught, caught, installed};
use crate::program::{CourierBranch, CourierGuard, Operation, Service, Signature};
use crate::syntax::jolie::tree::{
    AssignOperator, Basic, Branch, Comparison, Expression, ExpressionKind, Handler, HandlerName,
    Identifier, Key, Literal, Path, PathRoot, Process, ProcessKind, Receive,
};
use crate::syntax::jolie::walk::{Node, output, paths, walk};
use crate::syntax::jolie::writes::writes;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// So often a loop is tried before what grows in it is widened.
const ROUNDS: usize = 2;
/// And so often besides, before what it writes is given up.
const WIDENED: usize = 6;
/// So many rounds of a loop are followed one by one, where its condition is known.
const UNROLLED: usize = 64;
/// Of more parallel parts than this, none knows what any of them writes.
const PARTS: usize = 8;

impl<'p> Run<'p> {
    /// Follows `init`, then `main`, then the couriers.
    pub fn service(&mut self) {
        let service: &'p Service = self.service;
        self.state = Some(Arc::new(beginning(service)));
        let mut around = Caught::default();
        let main = service.main.iter().map(|main| &*main.body);
        for root in service.init.iter().map(|init| &**init).chain(main.clone()) {
            let found = caught(service, root);
            around.names.extend(found.names);
            around.all |= found.all;
        }
        self.frames.push(Frame::Scope(around));
        for init in &service.init {
            self.process(init);
        }
        let began = self.state.clone();
        for main in main.clone() {
            self.process(main);
        }
        for courier in &service.couriers {
            for branch in &courier.branches {
                self.courier(courier.port.name, branch);
            }
        }
        // Who is handled by the session's own scope may come from anywhere.
        if began.is_some() {
            for root in service.init.iter().map(|init| &**init).chain(main) {
                for handler in handlers(service, root) {
                    self.state = Some(Shape::anything());
                    self.process(&handler.body);
                }
            }
        }
        self.frames.pop();
    }

    /// Follows a behaviour.
    pub fn process(&mut self, process: &'p Process) {
        self.step_of(process);
        self.meets_faults();
    }

    /// A fault may come here.
    pub fn meets_faults(&mut self) {
        if let Some(met) = self.met.last_mut() {
            *met = meet(met.take(), self.state.clone());
        }
    }

    #[allow(clippy::too_many_lines)] // one arm a kind: a table
    fn step_of(&mut self, process: &'p Process) {
        self.work(1);
        if self.state.is_none() {
            return;
        }
        match &process.kind {
            ProcessKind::Sequence(parts) => parts.iter().for_each(|part| self.process(part)),
            ProcessKind::Block(inner) | ProcessKind::Synchronized { body: inner, .. } => {
                self.process(inner);
            }
            ProcessKind::Parallel(parts) => self.parallel(parts),
            ProcessKind::Choice(branches) => self.choice(branches),
            ProcessKind::ProvideUntil { provide, until } => {
                self.repeat(process, &mut |run| run.choice(provide));
                self.choice(until);
            }
            ProcessKind::Receive(receive) => self.receive(receive),
            ProcessKind::Send(send) => {
                let Some(output) = output(Node::Process(process)) else {
                    return;
                };
                let answer = self.output(&output);
                if let Some(target) = send.solicit.iter().find_map(|all| all.target.as_ref()) {
                    self.put(target, answer);
                }
            }
            ProcessKind::Forward { port, response, .. } => {
                self.forward(port.as_ref(), response.iter().flatten().next());
            }
            ProcessKind::Assign {
                path,
                operator,
                value,
            } => self.assigned(path, *operator, value),
            ProcessKind::Copy { path, links, value } => {
                let element = self.is_element(path);
                let change = self.copied(value, element);
                if *links {
                    self.forget(path);
                } else {
                    self.write(path, change);
                }
            }
            ProcessKind::Alias { path, .. } => self.forget(path),
            ProcessKind::Step(step) => {
                self.step(step);
            }
            ProcessKind::With { path, body } => {
                self.with.push(path);
                self.process(body);
                self.with.pop();
            }
            ProcessKind::Undefine(path) => self.undefine(path),
            ProcessKind::Spawn {
                index,
                bound,
                result,
                body,
            } => self.spawn(index, bound, result.as_ref(), body),
            ProcessKind::For {
                init,
                condition,
                post,
                body,
            } => {
                self.process(init);
                let counted = self.counted(condition, body);
                self.while_(process, condition, &mut |run| {
                    run.within.extend(counted.clone());
                    run.process(body);
                    run.within.truncate(run.within.len() - counted.iter().len());
                    run.process(post);
                });
            }
            ProcessKind::While { condition, body } => {
                self.while_(process, condition, &mut |run| run.process(body));
            }
            ProcessKind::ForIn { item, array, body } => {
                if !self.each(item, array, body) {
                    let there = !may_shrink(body, array);
                    self.repeat(process, &mut |run| {
                        run.forget_name(item);
                        let index = if there { THERE } else { SOME };
                        run.with_item(item, array, index, body);
                    });
                }
            }
            ProcessKind::Foreach { key, target, body } => {
                self.asked(target);
                self.repeat(process, &mut |run| {
                    run.assign(key, Root::of(Kinds::of(Basic::String)));
                    run.process(body);
                });
            }
            ProcessKind::If {
                branches,
                otherwise,
            } => self.if_(branches, otherwise.as_deref()),
            ProcessKind::Scope { name, body } => self.scope(*name, body),
            ProcessKind::Compensate(_) | ProcessKind::CurrentHandler => {
                self.state = Some(Shape::anything());
            }
            ProcessKind::Throw { fault, value } => self.throw(process, *fault, value.as_ref()),
            ProcessKind::Exit => self.state = None,
            ProcessKind::Call(name) => self.call(name.name),
            ProcessKind::Install(_)
            | ProcessKind::LinkIn(_)
            | ProcessKind::LinkOut(_)
            | ProcessKind::Nothing => {}
        }
    }

    /// A branch of a courier, for each operation that it stands for: what has come is of the type that the aggregating
    /// port gives it, and so is what goes back.
    fn courier(&mut self, port: Name, branch: &'p CourierBranch) {
        let service: &'p Service = self.service;
        let aggregates = service.input_ports.get(&port).map(|port| &port.aggregates);
        let stands = |operation: &&'p Operation| {
            operation.is_request_response() == branch.request_response
                && match branch.guard {
                    CourierGuard::Operation(name) => operation.name.name == name.name,
                    CourierGuard::Interface(_, Some(id)) => {
                        let own = &self.program[id].operations;
                        own.contains_key(&operation.name.name)
                    }
                    CourierGuard::Interface(_, None) => false,
                }
        };
        let all = aggregates.into_iter().flatten();
        let all = all.flat_map(|part| part.operations.values());
        let operations: Vec<&'p Operation> = all.filter(stands).collect();
        let at = match branch.guard {
            CourierGuard::Operation(name) | CourierGuard::Interface(name, _) => name.span,
        };
        if operations.is_empty() || operations.len() > PARTS {
            self.state = Some(Shape::anything());
            self.process(&branch.body);
            return;
        }
        for operation in operations {
            self.state = Some(Shape::anything());
            let shape = self.declared.shape(operation.request());
            self.put(&branch.request, shape);
            self.frames.push(Frame::Courier(operation));
            self.process(&branch.body);
            self.frames.pop();
            if let Some(answer) = &branch.response {
                let shape = self.value(answer);
                let leaves = Leaves::Courier {
                    operation,
                    fault: None,
                };
                self.leaves(leaves, at, None, shape);
            }
        }
    }

    /// What is sent on by a courier is answered by the type that the port behind declares, without what extends it.
    fn forward(&mut self, port: Option<&Identifier>, response: Option<&'p Path>) {
        let service: &'p Service = self.service;
        let operation = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Courier(operation) => Some(operation.name.name),
            _ => None,
        });
        let ports = service
            .input_ports
            .values()
            .flat_map(|port| &port.aggregates);
        let ports: Vec<Name> = match port {
            Some(port) => vec![port.name],
            None => ports
                .flat_map(|part| &part.ports)
                .map(|port| port.name)
                .collect(),
        };
        let mut answer: Option<Arc<Shape>> = None;
        let outputs = ports
            .iter()
            .filter_map(|port| service.output_ports.get(port));
        for declared in outputs.filter_map(|port| port.operations.get(&operation?)) {
            if let Signature::RequestResponse {
                response, faults, ..
            } = &declared.signature
            {
                let shape = self.declared.shape(*response);
                answer = Some(answer.map_or(shape.clone(), |known| Shape::join(&known, &shape)));
                for (name, fault) in faults {
                    let shape = self.declared.shape(fault.carries);
                    self.thrown.push((*name, shape));
                }
            }
        }
        if let Some(target) = response {
            self.put(target, answer.unwrap_or_else(Shape::anything));
        }
    }

    fn assigned(&mut self, path: &'p Path, operator: AssignOperator, value: &'p Expression) {
        let made = self.root(value);
        let operator = match operator {
            AssignOperator::Set => None,
            AssignOperator::Add => Some(Operator::Add),
            AssignOperator::Subtract => Some(Operator::Subtract),
            AssignOperator::Multiply => Some(Operator::Multiply),
            AssignOperator::Divide => Some(Operator::Divide),
        };
        let made = match operator {
            None => made,
            Some(operator) => computed(operator, &self.value(path).root, &made),
        };
        self.assign(path, made.written_at(value.span));
    }

    fn undefine(&mut self, path: &'p Path) {
        match self.place_of(path) {
            Some((_, false)) => self.write(path, Change::Remove),
            Some((_, true)) => self.write(path, Change::Element),
            _ => self.forget(path),
        }
    }

    fn if_(&mut self, branches: &'p [(Expression, Process)], otherwise: Option<&'p Process>) {
        let (mut after, mut open) = (None, 0);
        for (condition, body) in branches {
            self.root(condition);
            let before = self.state.clone();
            self.assume(condition, false);
            let not_taken = std::mem::replace(&mut self.state, before);
            self.assume(condition, true);
            if not_taken.is_some() && self.state.is_some() {
                open += 1;
                self.rounds.open += 1;
            }
            self.process(body);
            after = meet(after, self.state.take());
            self.state = not_taken;
        }
        if let Some(otherwise) = otherwise {
            self.process(otherwise);
        }
        self.rounds.open -= open;
        self.state = meet(after, self.state.take());
    }

    fn while_(
        &mut self,
        whole: &'p Process,
        condition: &'p Expression,
        round: &mut dyn FnMut(&mut Self),
    ) {
        let outermost = self.rounds.enter();
        let decided = self.unrolled(condition, round);
        self.rounds.leave(outermost);
        if decided {
            return;
        }
        self.repeat(whole, &mut |run| {
            run.root(condition);
            run.assume(condition, true);
            round(run);
        });
        self.root(condition);
        self.assume(condition, false);
    }

    /// Follows a loop over a vector round by round; whether the number of its elements is known.
    fn each(&mut self, item: &'p Path, array: &'p Path, body: &'p Process) -> bool {
        let elements = self.peek(array);
        let known = elements.filter(|elements| elements.max == Some(elements.min));
        let Some(rounds) = known.map(|elements| elements.min as usize) else {
            return false;
        };
        if rounds > UNROLLED.min(self.rounds.left) {
            return false;
        }
        self.rounds.left -= rounds;
        let outermost = self.rounds.enter();
        for index in (0..).take(rounds) {
            self.forget_name(item);
            self.with_item(item, array, index, body);
        }
        self.rounds.leave(outermost);
        true
    }

    /// Follows a round of a loop over a vector, in which its item means the element with this index.
    fn with_item(&mut self, item: &'p Path, array: &'p Path, index: u32, body: &'p Process) {
        let Some(name) = single(item) else {
            return self.process(body);
        };
        let mut meaning = self.place_of(array).map(|(steps, _)| steps);
        if let Some((_, last)) = meaning.as_mut().and_then(|steps| steps.last_mut()) {
            *last = index;
        }
        self.items.push((name, meaning));
        self.process(body);
        self.items.pop();
        // The name goes on to mean the last element of this loop.
        for (other, meaning) in &mut self.items {
            if *other == name {
                *meaning = None;
            }
        }
    }

    /// What an item has meant before is no more.
    fn forget_name(&mut self, item: &'p Path) {
        match single(item).and_then(|name| Some((name, self.state.as_mut()?))) {
            Some((name, state)) => super::place::forget(state, &[(name, 0)]),
            None => self.forget(item),
        }
    }

    /// The variable that a loop counts by up to the size of a vector, when its body writes neither.
    fn counted(&self, condition: &'p Expression, body: &'p Process) -> Option<(Name, Vec<Step>)> {
        match &condition.kind {
            ExpressionKind::Group(inner) => self.counted(inner, body),
            ExpressionKind::And(parts) => parts.iter().find_map(|part| self.counted(part, body)),
            ExpressionKind::Compare(Comparison::Less, left, right) => {
                let (ExpressionKind::Path(counter), ExpressionKind::Size(vector)) =
                    (&left.kind, &right.kind)
                else {
                    return None;
                };
                let name = single(counter)?;
                let mut written = may_shrink(body, vector);
                writes(body, &mut |path| {
                    let first = path.segments.first().map(|first| &first.key);
                    written |= match (path.root, first) {
                        (PathRoot::Local, Some(Key::Name(first))) => first.name == name,
                        (PathRoot::Global | PathRoot::Correlation, _) => false,
                        _ => true,
                    };
                });
                let (mut steps, _) = self.place_of(vector).filter(|_| !written)?;
                steps.last_mut()?.1 = 0;
                Some((name, steps))
            }
            _ => None,
        }
    }

    /// Follows a loop as long as its condition is decided; whether it came to its end so.
    fn unrolled(&mut self, condition: &'p Expression, round: &mut dyn FnMut(&mut Self)) -> bool {
        for _ in 0..UNROLLED {
            let before = self.state.clone();
            self.root(condition);
            let asked = self.state.clone();
            self.assume(condition, true);
            let goes_on = self.state.take();
            self.state = asked;
            self.assume(condition, false);
            match (goes_on, self.state.is_some()) {
                (None, _) => return true,
                (Some(goes_on), false) if self.rounds.left > 0 => {
                    self.rounds.left -= 1;
                    self.state = Some(goes_on);
                    round(self);
                    if self.state.is_none() {
                        return true;
                    }
                }
                _ => {
                    self.state = before;
                    return false;
                }
            }
        }
        false
    }

    /// Follows any number of rounds: the state is the one before each, and after the last one.
    fn repeat(&mut self, whole: &'p Process, round: &mut dyn FnMut(&mut Self)) {
        let mut head = self.state.clone();
        let mut stable = false;
        self.rounds.open += 1;
        self.tried += 1;
        for number in 0..ROUNDS + WIDENED {
            self.state.clone_from(&head);
            round(self);
            let mut next = meet(head.clone(), self.state.take());
            if let (true, Some(before), Some(after)) = (number >= ROUNDS, &head, &mut next) {
                *after = Shape::widen(before, after);
            }
            stable = next == head;
            head = next;
            if stable {
                break;
            }
        }
        self.state = head;
        if !stable {
            let written = self.written(whole);
            self.havoc(&written);
        }
        self.tried -= 1;
        let head = self.state.clone();
        round(self);
        self.rounds.open -= 1;
        // What a round begins with holds after it too.
        self.state = if self.is_exhausted() { None } else { head };
    }

    fn choice(&mut self, branches: &'p [Branch]) {
        let before = self.state.clone();
        let mut after = None;
        self.rounds.open += 1;
        for branch in branches {
            self.state.clone_from(&before);
            self.receive(&branch.guard);
            if let Some(body) = &branch.body {
                self.process(body);
            }
            after = meet(after, self.state.take());
        }
        self.rounds.open -= 1;
        self.state = after;
    }

    fn receive(&mut self, receive: &'p Receive) {
        let operation = receive.operation.name;
        if let Some(target) = &receive.target {
            let shape = self.request(operation);
            self.put(target, shape);
        }
        let Some(reply) = &receive.reply else { return };
        self.frames.push(Frame::Request(operation));
        if let Some(body) = &reply.body {
            self.process(body);
        }
        self.frames.pop();
        let shape = match &reply.value {
            Some(value) => self.tree(value),
            None => Shape::nothing(),
        };
        let value = reply.value.as_ref().map(|value| value.span);
        self.leaves(
            Leaves::Answer(receive),
            receive.operation.span,
            value,
            shape,
        );
    }

    /// What a message of an operation may be, on whichever port it comes.
    fn request(&mut self, operation: Name) -> Arc<Shape> {
        let service: &'p Service = self.service;
        let ports = service.input_ports.values();
        let mut found: Option<Arc<Shape>> = None;
        for offered in ports.filter_map(|port| port.operations.get(&operation)) {
            let shape = self.declared.shape(offered.request());
            found = Some(match found {
                Some(known) => Shape::join(&known, &shape),
                None => shape,
            });
        }
        found.unwrap_or_else(Shape::anything)
    }

    fn throw(&mut self, process: &'p Process, fault: Identifier, value: Option<&'p Expression>) {
        let shape = match value {
            Some(value) => self.tree(value),
            None => Shape::nothing(),
        };
        if self.state.is_some() {
            self.thrown.push((fault.name, shape.clone()));
        }
        let mut around = self.frames.iter().rev();
        let leaves = around.find_map(|frame| match frame {
            Frame::Request(operation) => Some(Some(Leaves::Fault {
                fault,
                operation: *operation,
            })),
            Frame::Courier(operation) => Some(Some(Leaves::Courier {
                operation,
                fault: Some(fault),
            })),
            Frame::Scope(caught) => caught.catches(fault.name).then_some(None),
            Frame::Spawn => Some(None),
        });
        if let Some(Some(leaves)) = leaves {
            self.leaves(leaves, process.span, value.map(|value| value.span), shape);
        }
        self.state = None;
    }

    fn scope(&mut self, name: Identifier, body: &'p Process) {
        let service: &'p Service = self.service;
        let handlers = handlers(service, body);
        self.frames.push(Frame::Scope(caught(service, body)));
        let before = self.state.clone();
        let (thrown, unfollowed) = (self.thrown.len(), self.unfollowed);
        self.met.push(before);
        self.process(body);
        let met = self.met.pop().flatten();
        self.frames.pop();
        if let Some(around) = self.met.last_mut() {
            *around = meet(around.take(), met.clone());
        }
        if handlers.is_empty() {
            return;
        }
        let followed = self.unfollowed == unfollowed;
        let thrown = self.thrown.get(thrown..).unwrap_or_default().to_vec();
        let after = std::mem::replace(&mut self.state, met);
        self.havoc(&[Written::At(vec![(name.name, 0)])]);
        let (began, mut after) = (self.state.take(), after);
        self.rounds.open += 1;
        for handler in handlers {
            self.state.clone_from(&began);
            if let (true, Some(fault), Some(state)) =
                (followed, only_fault(handler), &mut self.state)
                && let Some(shape) = carried(&thrown, fault)
            {
                write(state, &[(name.name, 0), (fault, 0)], Change::Tree(shape));
            }
            self.process(&handler.body);
            let faults = |name: &HandlerName| matches!(name, HandlerName::Fault(_));
            if handler.names.iter().any(faults) {
                after = meet(after, self.state.take());
            }
        }
        self.rounds.open -= 1;
        self.state = after;
    }

    fn call(&mut self, name: Name) {
        let service: &'p Service = self.service;
        let Some(definition) = service.definitions.get(&name) else {
            self.state = Some(Shape::anything());
            return;
        };
        if self.calls.contains(&name) || self.calls.len() >= Self::CALLS {
            self.unfollowed += 1;
            let written = self.written(&definition.body);
            self.havoc(&written);
            return;
        }
        let with = std::mem::take(&mut self.with);
        self.calls.push(name);
        self.process(&definition.body);
        self.calls.pop();
        self.with = with;
    }

    fn spawn(
        &mut self,
        index: &'p Path,
        bound: &'p Expression,
        result: Option<&'p Path>,
        body: &'p Process,
    ) {
        self.root(bound);
        let copies = match self.only(bound) {
            Some(Literal::Int(copies)) => Some(u32::try_from(copies).unwrap_or(0)),
            _ => None,
        };
        // What is collected is taken away first (`SpawnExecution`).
        if let Some(result) = result {
            self.undefine(result);
        }
        let before = self.state.clone();
        self.frames.push(Frame::Spawn);
        self.met.push(before.clone());
        self.assign(index, Root::of(Kinds::of(Basic::Int)));
        self.process(body);
        // Of a body that a fault has ended, what it had until then.
        if let Some(met) = self.met.pop().filter(|_| may_fail(body)) {
            self.state = meet(self.state.take(), met);
        }
        self.frames.pop();
        let collected = result.map(|result| self.value(result));
        self.state = before;
        if let (Some(result), Some(each)) = (result, collected) {
            let elements = Elements {
                min: copies.unwrap_or(0),
                max: copies,
                first: each.clone(),
                others: each,
            };
            self.write(result, Change::Elements(elements));
        }
    }

    /// Parallel parts: what others write may be anything at any time; afterwards a variable is what the one part that
    /// writes it has left there.
    fn parallel(&mut self, parts: &'p [Process]) {
        let written: Vec<Vec<Written>> = parts.iter().map(|part| self.written(part)).collect();
        let before = self.state.clone();
        written.iter().for_each(|places| self.havoc(places));
        let blurred = self.state.clone();
        let mut ends: Vec<State> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            if parts.len() > PARTS {
                self.state.clone_from(&blurred);
            } else {
                self.state.clone_from(&before);
                let others = written.iter().enumerate();
                let others = others.filter(|(other, _)| *other != number);
                others.for_each(|(_, places)| self.havoc(places));
            }
            self.process(part);
            ends.push(self.state.take());
        }
        let Some(ends) = ends.into_iter().collect::<Option<Vec<Arc<Shape>>>>() else {
            return;
        };
        self.state = blurred;
        let Some(state) = &mut self.state else { return };
        for (part, (places, end)) in written.iter().zip(&ends).enumerate() {
            for place in places {
                let Written::At(steps) = place else { continue };
                let others = written
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != part);
                let shared = others
                    .flat_map(|(_, places)| places)
                    .any(|other| meets(other, steps));
                let Some((_, around)) = steps.split_last() else {
                    continue;
                };
                let there = around.is_empty() || read(end, around).min > 0;
                if !shared && there {
                    write(state, steps, Change::Elements(read(end, steps)));
                }
            }
        }
    }
}

/// Whether a fault may come in a behaviour.
fn may_fail(body: &Process) -> bool {
    let mut found = false;
    walk(Node::Process(body), &mut |node| {
        found |= match node {
            Node::Process(part) => matches!(
                part.kind,
                ProcessKind::Send(_)
                    | ProcessKind::Forward { .. }
                    | ProcessKind::Throw { .. }
                    | ProcessKind::Call(_)
                    | ProcessKind::Compensate(_)
                    | ProcessKind::CurrentHandler
                    | ProcessKind::Receive(_)
                    | ProcessKind::Choice(_)
                    | ProcessKind::ProvideUntil { .. }
                    | ProcessKind::Exit
            ),
            Node::Expression(part) => {
                matches!(
                    part.kind,
                    ExpressionKind::Solicit { .. }
                        | ExpressionKind::Product(..)
                        | ExpressionKind::Path(_)
                        | ExpressionKind::Step(_)
                ) && !is_plain(part)
            }
            Node::Receive(_) | Node::Path(_) => false,
        };
        true
    });
    found
}

/// Whether an expression is a variable whose names and indices are written down: it is read without a fault.
fn is_plain(expression: &Expression) -> bool {
    let ExpressionKind::Path(path) = &expression.kind else {
        return false;
    };
    let literal = |index: &Expression| matches!(index.kind, ExpressionKind::Literal(_));
    path.segments.iter().all(|segment| {
        matches!(segment.key, Key::Name(_)) && segment.index.as_deref().is_none_or(literal)
    })
}

/// Whether a behaviour may take elements of a vector away.
fn may_shrink(body: &Process, vector: &Path) -> bool {
    let first = |path: &Path| match (path.root, path.segments.first().map(|first| &first.key)) {
        (PathRoot::Local, Some(Key::Name(name))) => Some(name.name),
        (PathRoot::Global, _) => Some(Name::from("global")),
        (PathRoot::Correlation, _) => Some(Name::from("csets")),
        _ => None,
    };
    let Some(own) = first(vector) else {
        return true;
    };
    let touches = |path: &Path| first(path).is_none_or(|other| other == own);
    let mut found = false;
    walk(Node::Process(body), &mut |node| {
        found |= match node {
            Node::Process(part) => match &part.kind {
                ProcessKind::Undefine(path)
                | ProcessKind::Alias { path, .. }
                | ProcessKind::ForIn { item: path, .. }
                | ProcessKind::Foreach { key: path, .. }
                | ProcessKind::Spawn { index: path, .. } => touches(path),
                ProcessKind::Copy { path, links, .. } => *links && touches(path),
                ProcessKind::Send(send) => {
                    let solicit = send.solicit.as_deref();
                    solicit
                        .and_then(|solicit| solicit.target.as_ref())
                        .is_some_and(touches)
                }
                ProcessKind::Forward { .. } | ProcessKind::Call(_) => true,
                _ => false,
            },
            Node::Receive(receive) => receive.target.as_ref().is_some_and(touches),
            Node::Expression(_) | Node::Path(_) => false,
        };
        true
    });
    found
}

/// Whether what is written at one place may change what lies at another.
fn meets(place: &Written, steps: &[Step]) -> bool {
    match place {
        Written::Anywhere => true,
        Written::At(other) => other
            .iter()
            .zip(steps)
            .all(|((one, _), (other, _))| one == other),
    }
}

/// The fault that a handler is for, when it is one alone that is raised by programs.
fn only_fault(handler: &Handler) -> Option<Name> {
    const RAISED: [&str; 6] = [
        "default",
        "TypeMismatch",
        "IOException",
        "CorrelationError",
        "Timeout",
        "ArithmeticException",
    ];
    match handler.names.as_slice() {
        [HandlerName::Fault(fault)] => {
            let raised = RAISED.iter().any(|name| fault.name == *name);
            (!raised).then_some(fault.name)
        }
        _ => None,
    }
}

/// What a fault may carry that was met on the way; `None` when it was met nowhere.
fn carried(thrown: &[(Name, Arc<Shape>)], fault: Name) -> Option<Arc<Shape>> {
    let mut shapes = thrown.iter().filter(|(name, _)| *name == fault);
    let (_, first) = shapes.next()?;
    Some(shapes.fold(first.clone(), |all, (_, one)| Shape::join(&all, one)))
}

/// The handlers that a behaviour may install into the scope around it.
fn handlers<'p>(service: &'p Service, body: &'p Process) -> Vec<&'p Handler> {
    let mut found = Vec::new();
    let mut called = FxHashSet::default();
    installed(service, body, &mut called, &mut |handler| {
        found.push(handler)
    });
    found
}

/// What a service begins with: its ports, its arguments, its parameter, what faults may have left, and the constants that
/// the command line may give.
fn beginning(service: &Service) -> Shape {
    let mut shape = Shape::root(Root::of(Kinds::of(Basic::Void)));
    let given = service.parameter.iter().map(|(name, _)| name.name);
    let named = ["args", "main", "init"].map(Name::from);
    let outputs = service.output_ports.keys().copied();
    let inputs = service.input_ports.keys().copied();
    let names = outputs.chain(inputs).chain(given).chain(named);
    for name in names.chain(constants(service)) {
        shape.fields.insert(name, Elements::unknown());
    }
    // Jolie keeps its input ports there (`OOITBuilder`).
    let mut global = Shape::root(Root::of(Kinds::of(Basic::Void)));
    let ports = Name::from("inputPorts");
    global.fields.insert(ports, Elements::unknown());
    let global = Elements {
        min: 0,
        ..Elements::one(Arc::new(global))
    };
    shape.fields.insert(Name::from("global"), global);
    // What a start message sets is there before `main` begins.
    let sets = Name::from("csets");
    shape.fields.insert(sets, Elements::unknown());
    shape
}

/// What may be a constant of the command line (`jolie -C`), which takes the place of a variable: it is called as
/// constants are, and never written.
fn constants(service: &Service) -> FxHashSet<Name> {
    let mut read: FxHashSet<Name> = FxHashSet::default();
    let mut written: FxHashSet<Name> = FxHashSet::default();
    for process in service.behaviours() {
        paths(process, &mut |path| {
            let name = path.single_name().map(|name| name.name);
            read.extend(name.filter(|name| name.starts_with(char::is_uppercase)));
        });
        writes(process, &mut |path| {
            if let Some(Key::Name(name)) = path.segments.first().map(|first| &first.key) {
                written.insert(name.name);
            }
        });
    }
    read.retain(|name| !written.contains(name));
    read
}
