//! The operations that a thread does by itself: expressions, assignments, jumps.
//!
//! [`run`] goes on until an operation needs the machine (an output, a fork, a scope), a fault is raised, or the portion
//! is used up.

use super::store::Store;
use super::thread::Scope;
use super::write::{step, write};
use crate::interpreter::code::{Operation, Place};
use crate::interpreter::fault::Fault;
use crate::interpreter::types;
use crate::interpreter::value::{Arithmetic, Basic, Text, Value, Vector, growth};
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
    /// Values have grown so much that it is time to measure them, by what stands here.
    Grown(Place),
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
    loop {
        match run(store, &mut work, &mut portion) {
            Stop::Fault(fault) => return Err(fault),
            Stop::Machine(_) | Stop::Portion | Stop::Done => return Ok(work.pop()),
            // They are measured when the statement around is done.
            Stop::Grown(_) => {}
        }
    }
}

/// Runs operations from the place of the work on.
pub fn run(store: &mut Store<'_>, work: &mut Work, portion: &mut u32) -> Stop {
    let operations = store.code.operations.as_slice();
    let mut place = work.place;
    let mut left = *portion;
    let stop = loop {
        let Some(operation) = operations.get(place as usize) else {
            break Stop::Machine(Operation::End);
        };
        let Some(rest) = left.checked_sub(1) else {
            break Stop::Portion;
        };
        left = rest;
        let slots = store.variables.slots.as_mut_slice();
        if let Some(next) = on_ints(operations, slots, &mut work.stack, operation, place) {
            place = next;
            continue;
        }
        work.place = place;
        let next = match one(store, work, *operation) {
            Ok(next) => next,
            Err(stop) => break stop,
        };
        let done = std::mem::replace(&mut place, next);
        if growth::is_due() {
            break Stop::Grown(done);
        }
    };
    work.place = place;
    *portion = left;
    stop
}

/// The commonest operations where all that they work with are ints; nothing when they are not.
#[inline(always)]
fn on_ints(
    operations: &[Operation],
    slots: &mut [Vector],
    stack: &mut Vec<Value>,
    operation: &Operation,
    place: Place,
) -> Option<Place> {
    match *operation {
        Operation::Jump(target) => return Some(target),
        Operation::Int(number) => stack.push(Value::from(number)),
        Operation::Slot(slot) => {
            let number = *int_of(slots, slot)?;
            stack.push(Value::from(number));
        }
        Operation::AssignSlot(slot) => {
            let target = int_of(slots, slot)?;
            let Basic::Int(number) = stack.last()?.basic else {
                return None;
            };
            *target = number;
            stack.pop();
        }
        Operation::StepSlot { slot, up } => {
            let number = int_of(slots, slot)?;
            *number = number.wrapping_add(if up { 1 } else { -1 });
        }
        Operation::ArithmeticInt(operator, right) => {
            let left = stack.last_mut().filter(|left| left.is_leaf())?;
            let Basic::Int(left) = &mut left.basic else {
                return None;
            };
            *left = operator.ints(*left, right).ok()?;
        }
        Operation::Arithmetic(operator) => {
            let [.., left, right] = stack.as_mut_slice() else {
                return None;
            };
            if !left.is_leaf() {
                return None;
            }
            let (Basic::Int(left), Basic::Int(right)) = (&mut left.basic, &right.basic) else {
                return None;
            };
            *left = operator.ints(*left, *right).ok()?;
            stack.pop();
        }
        Operation::CompareInt(..) | Operation::Compare(_) => {
            let truth = compared_ints(stack, operation)?;
            return Some(decided(operations, stack, place, truth));
        }
        _ => return None,
    }
    Some(place + 1)
}

/// Takes the ints that are compared off the stack; nothing when they are none.
#[inline(always)]
fn compared_ints(stack: &mut Vec<Value>, operation: &Operation) -> Option<bool> {
    let truth = match (operation, stack.as_slice()) {
        (Operation::CompareInt(comparison, right), [.., left]) => {
            compare_ints(*comparison, left.as_int_root()?, *right)
        }
        (Operation::Compare(comparison), [.., left, right]) => {
            let truth = compare_ints(*comparison, left.as_int_root()?, right.as_int_root()?);
            stack.pop();
            truth
        }
        _ => return None,
    };
    stack.pop();
    Some(truth)
}

/// The int that a variable is.
#[inline(always)]
fn int_of(slots: &mut [Vector], slot: u32) -> Option<&mut i32> {
    match slots.get_mut(slot as usize)? {
        Vector::One(Value {
            basic: Basic::Int(number),
            ..
        }) => Some(number),
        _ => None,
    }
}

/// One operation, and which is next.
fn one(store: &mut Store<'_>, work: &mut Work, operation: Operation) -> Result<Place, Stop> {
    let next = work.place + 1;
    let done = match operation {
        Operation::Done => return Err(Stop::Done),
        Operation::JumpIfNot(place) => Ok(if work.pop().as_bool() { next } else { place }),
        Operation::Slot(slot) => store.root_of_slot(slot).map(|basic| {
            work.stack.push(Value::new(basic));
            next
        }),
        Operation::AssignSlot(slot) => {
            let basic = std::mem::take(&mut work.pop().basic);
            store.change_slot(slot).map(|target| {
                target.basic = basic;
                next
            })
        }
        Operation::StepSlot { slot, up } => store
            .change_slot(slot)
            .and_then(|place| step(place, up))
            .map(|()| next),
        Operation::Arithmetic(operator) => {
            let right = work.pop();
            arithmetic(work, operator, &right).map(|()| next)
        }
        Operation::ArithmeticInt(operator, number) => {
            arithmetic(work, operator, &Value::from(number)).map(|()| next)
        }
        Operation::Compare(comparison) => {
            let right = work.pop();
            let truth = compare(comparison, &work.pop(), &right);
            work.push(truth);
            Ok(next)
        }
        Operation::CompareInt(comparison, number) => {
            let truth = compare(comparison, &work.pop(), &Value::from(number));
            work.push(truth);
            Ok(next)
        }
        Operation::AndElse(place) => Ok(shortcut(work, false, place)),
        Operation::OrElse(place) => Ok(shortcut(work, true, place)),
        Operation::NextElement { item, array, done } => {
            next_element(store, work, item, array, done)
        }
        Operation::NextName { key, done } => next_name(store, work, key, done),
        other => match simple(store, work, other) {
            Some(result) => result.map(|()| next),
            None => return Err(Stop::Machine(other)),
        },
    };
    done.map_err(Stop::Fault)
}

fn shortcut(work: &mut Work, truth: bool, place: Place) -> Place {
    if work.pop().as_bool() == truth {
        work.push(truth);
        place
    } else {
        work.place + 1
    }
}

/// Puts the result of an operation in the place of its left side, which is on top.
fn arithmetic(work: &mut Work, operator: Arithmetic, right: &Value) -> Result<(), Fault> {
    let Some(left) = work.stack.last_mut() else {
        return Ok(());
    };
    *left = Value::new(operator.apply(left, right)?);
    Ok(())
}

/// Where a comparison leads to: a jump that only asks for it is taken at once.
#[inline(always)]
fn decided(operations: &[Operation], stack: &mut Vec<Value>, place: Place, truth: bool) -> Place {
    match operations.get(place as usize + 1) {
        Some(Operation::JumpIfNot(_)) if truth => place + 2,
        Some(Operation::JumpIfNot(target)) => *target,
        _ => {
            stack.push(Value::from(truth));
            place + 1
        }
    }
}

fn compare_ints(comparison: Comparison, left: i32, right: i32) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::Greater => left > right,
        Comparison::LessOrEqual => left <= right,
        Comparison::GreaterOrEqual => left >= right,
    }
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
