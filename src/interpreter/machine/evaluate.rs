//! The operations that a thread does by itself: expressions, assignments, jumps.
//!
//! [`run`] goes on until an operation needs the machine (an output, a fork, a scope), a fault is raised, or the portion
//! is used up.

use super::store::Store;
use super::thread::Scope;
use super::write::write;
use crate::interpreter::code::{Operation, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::types;
use crate::interpreter::value::{Basic, Text, Value};
use crate::syntax::jolie::tree::{self, Comparison};
use std::cmp::Ordering;

/// Why a run of operations stops.
#[derive(Debug)]
pub enum Stop {
    /// This operation is for the machine; the place is still at it.
    Machine(Operation),
    /// A fault is raised at the place.
    Fault(Fault),
    /// The portion is used up.
    Portion,
    /// The code of an expression has ended.
    Done,
}

/// A loop that a thread is in.
#[derive(Clone, Debug)]
pub enum Iteration {
    /// Over the elements of a vector.
    Elements {
        /// The next one.
        next: u32,
        /// How many there were at the start.
        size: u32,
    },
    /// Over the names of children.
    Names(std::vec::IntoIter<Text>),
}

/// What a thread works with.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Where it is.
    pub place: Place,
    /// Its operands.
    pub stack: Vec<Value>,
    /// Its loops.
    pub iterations: Vec<Iteration>,
}

impl Work {
    /// Forgets what a scope has left on the stacks.
    pub(super) fn leave(&mut self, scope: &Scope) {
        self.stack.truncate(scope.operands);
        self.iterations.truncate(scope.iterations);
    }

    /// Takes the value on top.
    pub fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or_default()
    }

    /// Puts a value on top.
    pub fn push(&mut self, value: impl Into<Value>) {
        self.stack.push(value.into());
    }
}

/// The value of the code at a place, which ends with [`Operation::Done`].
pub fn evaluate(store: &mut Store<'_>, place: Place) -> Result<Value, Fault> {
    let mut work = Work {
        place,
        ..Work::default()
    };
    let mut portion = u32::MAX;
    match run(store, &mut work, &mut portion) {
        Stop::Fault(fault) => Err(fault),
        Stop::Machine(_) | Stop::Portion | Stop::Done => Ok(work.pop()),
    }
}

/// Runs operations from the place of the work on.
pub fn run(store: &mut Store<'_>, work: &mut Work, portion: &mut u32) -> Stop {
    let code = store.code;
    loop {
        let Some(operation) = code.operations.get(work.place as usize) else {
            return Stop::Machine(Operation::End);
        };
        if *portion == 0 {
            return Stop::Portion;
        }
        *portion -= 1;
        let next = match *operation {
            Operation::Done => return Stop::Done,
            Operation::Jump(place) => Ok(place),
            Operation::JumpIfNot(place) => Ok(if work.pop().as_bool() {
                work.place + 1
            } else {
                place
            }),
            Operation::Int(number) => {
                work.push(number);
                Ok(work.place + 1)
            }
            Operation::Slot(slot) => store.root_of_slot(slot).map(|basic| {
                work.stack.push(Value::new(basic));
                work.place + 1
            }),
            Operation::AssignSlot(slot) => {
                let value = work.pop();
                store.change_slot(slot).map(|target| {
                    target.basic = value.basic.clone();
                    work.place + 1
                })
            }
            Operation::Arithmetic(_) | Operation::Compare(_) => {
                binary(work, *operation).map(|()| work.place + 1)
            }
            Operation::AndElse(place) => Ok(shortcut(work, false, place)),
            Operation::OrElse(place) => Ok(shortcut(work, true, place)),
            Operation::NextElement { item, array, done } => {
                next_element(store, work, item, array, done)
            }
            Operation::NextName { key, done } => next_name(store, work, key, done),
            other => match simple(store, work, other) {
                Some(result) => result.map(|()| work.place + 1),
                None => return Stop::Machine(other),
            },
        };
        match next {
            Ok(place) => work.place = place,
            Err(fault) => return Stop::Fault(fault),
        }
    }
}

fn shortcut(work: &mut Work, truth: bool, place: Place) -> Place {
    if work.pop().as_bool() == truth {
        work.push(truth);
        place
    } else {
        work.place + 1
    }
}

fn binary(work: &mut Work, operation: Operation) -> Result<(), Fault> {
    let right = work.pop();
    let left = work.pop();
    match operation {
        Operation::Arithmetic(operator) => {
            let basic = operator
                .apply(&left, &right)
                .map_err(|message| Fault::new("ArithmeticException", message))?;
            work.stack.push(Value::new(basic));
        }
        Operation::Compare(comparison) => work.push(compare(comparison, &left, &right)),
        _ => {}
    }
    Ok(())
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    match comparison {
        Comparison::Equal => left.equals(right),
        Comparison::NotEqual => !left.equals(right),
        Comparison::Less => left.order(right) == Some(Ordering::Less),
        Comparison::Greater => left.order(right) == Some(Ordering::Greater),
        Comparison::LessOrEqual => left.order(right).is_some_and(Ordering::is_le),
        Comparison::GreaterOrEqual => left.order(right).is_some_and(Ordering::is_ge),
    }
}

/// Operations after which the next one follows; `None` when the operation is for the machine.
fn simple(
    store: &mut Store<'_>,
    work: &mut Work,
    operation: Operation,
) -> Option<Result<(), Fault>> {
    let done = match operation {
        Operation::Constant(at) => {
            work.push(
                store
                    .code
                    .constants
                    .get(at as usize)
                    .cloned()
                    .unwrap_or_default(),
            );
            Ok(())
        }
        Operation::Fresh => {
            let fresh = (store.fresh)();
            work.push(fresh);
            Ok(())
        }
        Operation::Frozen(at) => {
            work.push(store.frozen.get(at as usize).cloned().unwrap_or_default());
            Ok(())
        }
        Operation::Not => {
            let truth = work.pop().as_bool();
            work.push(!truth);
            Ok(())
        }
        Operation::Truth => {
            let truth = work.pop().as_bool();
            work.push(truth);
            Ok(())
        }
        Operation::InstanceOf(id) => {
            let value = work.pop();
            work.push(types::check(&store.code.program, id, &value).is_ok());
            Ok(())
        }
        Operation::Cast(basic) => {
            let value = work.pop();
            work.push(cast(basic, &value));
            Ok(())
        }
        Operation::Bare => {
            if let Some(top) = work.stack.last_mut() {
                top.clear_children();
            }
            Ok(())
        }
        Operation::Pop => {
            work.pop();
            Ok(())
        }
        other => return query(store, work, other).or_else(|| write(store, work, other)),
    };
    Some(done)
}

/// Operations that look at variables.
fn query(
    store: &mut Store<'_>,
    work: &mut Work,
    operation: Operation,
) -> Option<Result<(), Fault>> {
    let found = match operation {
        Operation::Root(path) => store.root(path).map(|basic| work.push(Value::new(basic))),
        Operation::Tree(path) => store.tree(path).map(|value| work.push(value)),
        Operation::Made(path) => store.made(path).map(|value| work.push(value)),
        Operation::Size(path) => {
            let size = store.size(path);
            size.map(|size| work.push(i32::try_from(size).unwrap_or(i32::MAX)))
        }
        Operation::IsDefined(path) => store.is_defined(path).map(|truth| work.push(truth)),
        Operation::IsType(basic, path) => {
            let root = store.root(path);
            root.map(|root| work.push(types::is_kind(basic, &root)))
        }
        _ => return None,
    };
    Some(found)
}

fn next_element(
    store: &mut Store<'_>,
    work: &mut Work,
    item: u32,
    array: u32,
    done: Place,
) -> Result<Place, Fault> {
    match work.iterations.last_mut() {
        Some(Iteration::Elements { next, size }) if *next < *size => {
            let element = *next;
            *next += 1;
            store.alias(item, array, Some(element))?;
            Ok(work.place + 1)
        }
        _ => {
            work.iterations.pop();
            Ok(done)
        }
    }
}

fn next_name(
    store: &mut Store<'_>,
    work: &mut Work,
    key: u32,
    done: Place,
) -> Result<Place, Fault> {
    let name = match work.iterations.last_mut() {
        Some(Iteration::Names(names)) => names.next(),
        _ => None,
    };
    match name {
        Some(name) => {
            store.change(key)?.basic = Basic::String(name);
            Ok(work.place + 1)
        }
        None => {
            work.iterations.pop();
            Ok(done)
        }
    }
}

fn cast(kind: tree::Basic, value: &Value) -> Value {
    match kind {
        tree::Basic::Bool => value.as_bool().into(),
        tree::Basic::Int => value.as_int().into(),
        tree::Basic::Long => value.as_long().into(),
        tree::Basic::Double => value.as_double().into(),
        tree::Basic::String => Value::from(value.as_string()),
        tree::Basic::Raw => Value::from(value.as_bytes()),
        tree::Basic::Void | tree::Basic::Any => value.clone(),
    }
}
