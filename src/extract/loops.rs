//! Loops: a condition asked before each round, and an edge back to it. How often a loop over data turns is not known.

use super::compiler::{Compiler, END};
use crate::automata::network::{Act, Location, Term, Value};
use crate::base::Span;
use crate::flow::Rounds;
use crate::syntax::jolie::tree::{Expression, ExpressionKind, Path, Process, ProcessKind};
use crate::syntax::jolie::walk::{self, Node};

impl<'a> Compiler<'a> {
    /// A loop, or `spawn`.
    pub fn repeat(&mut self, process: &'a Process, next: Location) -> Location {
        let span = process.span;
        match &process.kind {
            ProcessKind::While { condition, body } => {
                self.turn(condition, span, next, |compiler, again| {
                    compiler.process(body, again)
                })
            }
            ProcessKind::For {
                init,
                condition,
                post,
                body,
            } => {
                let head = self.turn(condition, span, next, |compiler, again| {
                    let post = compiler.process(post, again);
                    compiler.process(body, post)
                });
                self.process(init, head)
            }
            ProcessKind::ForIn { array, body, .. } => {
                let rounds = self.variables.rounds(array, &self.context.with);
                match rounds {
                    Some(rounds) => self.counted(&rounds, array, body, next),
                    None => self.each(None, array, body, next),
                }
            }
            ProcessKind::Foreach { key, target, body } => self.each(Some(key), target, body, next),
            ProcessKind::Spawn {
                index,
                bound,
                result,
                body,
            } => {
                let next = match result {
                    Some(result) => self.forget(result, span, next),
                    None => next,
                };
                let start = self.process(body, END);
                let cell = self.variables.counted(index, &self.context.with);
                let body = match cell {
                    Some(_) => start,
                    None => self.forget(index, span, start),
                };
                let spawn = Act::Spawn {
                    body,
                    copies: self.variables.condition(bound, &self.context.with),
                    index: cell,
                    next,
                };
                let spawn = self.emit(spawn, span);
                self.ask(bound, spawn)
            }
            _ => next,
        }
    }

    /// A loop whose condition is asked before each round; `round` is given where to go when it is over.
    fn turn(
        &mut self,
        condition: &'a Expression,
        origin: Span,
        next: Location,
        round: impl FnOnce(&mut Self, Location) -> Location,
    ) -> Location {
        self.choose(condition);
        let head = self.reserve(origin);
        let round = round(self, head);
        let entry = self.guard(condition, round, next);
        self.lead(head, entry);
        head
    }

    /// Notes the condition of a loop that goes as far as a vector that is chosen outside.
    fn choose(&mut self, condition: &Expression) {
        let mut chosen = false;
        walk::walk(Node::Expression(condition), &mut |node| {
            if let Node::Expression(part) = node
                && let ExpressionKind::Size(vector) = &part.kind
            {
                chosen |= self.variables.is_chosen_outside(vector, &self.context.with);
            }
            true
        });
        if chosen {
            self.chosen.push(condition.span);
        }
    }

    /// A loop over the elements of a vector whose size is followed.
    fn counted(
        &mut self,
        rounds: &Rounds,
        over: &'a Path,
        body: &'a Process,
        next: Location,
    ) -> Location {
        let Rounds {
            counter,
            next: one_more,
            goes_on,
        } = rounds;
        let none = Term::Value(Value::int(0));
        let head = self.reserve(over.span);
        let round = self.process(body, head);
        if round == head {
            // Nothing is done in it.
            return self.ask_path(over, next);
        }
        let next = self.set(vec![(*counter, none.clone())], over.span, next);
        let then = self.set(vec![(*counter, one_more.clone())], over.span, round);
        let branch = Act::Branch {
            condition: goes_on.clone(),
            then,
            otherwise: next,
        };
        let entry = self.emit(branch, over.span);
        self.lead(head, entry);
        let start = self.set(vec![(*counter, none)], over.span, head);
        self.ask_path(over, start)
    }

    /// A loop over the elements of a vector or the children of a value: it ends, after any number of rounds. The name of
    /// an element is a second name, and nothing is written to it; that of a child is a text.
    fn each(
        &mut self,
        key: Option<&'a Path>,
        over: &'a Path,
        body: &'a Process,
        next: Location,
    ) -> Location {
        if key.is_none() && self.variables.is_chosen_outside(over, &self.context.with) {
            self.chosen.push(over.span);
        }
        let head = self.reserve(over.span);
        let round = self.process(body, head);
        if round == head {
            // Nothing is done in it.
            let next = match key {
                Some(key) => self.forget(key, key.span, next),
                None => next,
            };
            return self.ask_path(over, next);
        }
        let then = match key {
            Some(key) => self.forget(key, key.span, round),
            None => round,
        };
        let goes_on = match key {
            Some(_) => self.variables.next_child(over, &self.context.with),
            None => Term::Lost,
        };
        let branch = Act::Branch {
            condition: goes_on,
            then,
            otherwise: next,
        };
        let entry = self.emit(branch, over.span);
        self.lead(head, entry);
        self.ask_path(over, head)
    }
}
