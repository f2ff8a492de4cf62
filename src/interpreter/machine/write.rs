//! The operations by which a thread changes its variables and the trees on its stack.

use super::evaluate::{Iteration, Work};
use super::store::Store;
use crate::interpreter::code::Operation;
use crate::interpreter::fault::Fault;
use crate::interpreter::value::{Basic, Value};

/// Operations that change variables and trees.
pub(super) fn write(
    store: &mut Store<'_>,
    work: &mut Work,
    operation: Operation,
) -> Option<Result<(), Fault>> {
    let done = match operation {
        Operation::TreeSet(path) => {
            let value = work.pop();
            in_tree(store, work, path, |place| place.basic = value.basic.clone())
        }
        Operation::TreeCopy(path) => {
            let value = work.pop();
            in_tree(store, work, path, |place| place.deep_copy(&value))
        }
        Operation::Make(path) => store.change(path).map(|_| ()),
        Operation::Assign(path) => {
            let value = work.pop();
            store
                .change(path)
                .map(|place| place.basic = value.basic.clone())
        }
        Operation::AssignKeep(path) => {
            let value = work.pop();
            let changed = store
                .change(path)
                .map(|place| place.basic = value.basic.clone());
            changed
                .and_then(|()| store.tree(path))
                .map(|value| work.push(value))
        }
        Operation::Update(operator, path) => {
            let value = work.pop();
            store.change(path).and_then(|place| {
                place.basic = operator.apply(place, &value)?;
                Ok(())
            })
        }
        Operation::Step { path, up } => store.change(path).and_then(|place| step(place, up)),
        Operation::StepKeep { path, up, prefix } => store.change(path).and_then(|place| {
            let before = match place.basic {
                Basic::Void => Basic::Int(0),
                ref basic => basic.clone(),
            };
            step(place, up)?;
            let kept = if prefix { place.basic.clone() } else { before };
            work.stack.push(Value::new(kept));
            Ok(())
        }),
        other => return place(store, work, other),
    };
    Some(done)
}

/// Operations on whole trees and places.
fn place(
    store: &mut Store<'_>,
    work: &mut Work,
    operation: Operation,
) -> Option<Result<(), Fault>> {
    let done = match operation {
        Operation::TreeCopyVector { to, from } => {
            let mut tree = work.pop();
            let copied = store.copy_into_tree(&mut tree, to, from);
            work.stack.push(tree);
            copied
        }
        Operation::Copy { to, from } => store.copy(to, from),
        Operation::CopyTree(path) => {
            let value = work.pop();
            store.copy_tree(path, value)
        }
        Operation::Bind(path) => {
            let value = work.pop();
            store.bind(path, value)
        }
        Operation::Alias { path, target } => store.alias(path, target, None),
        Operation::Undefine(path) => store.undefine(path),
        Operation::Elements(path) => store.size(path).map(|size| {
            let size = u32::try_from(size).unwrap_or(u32::MAX);
            work.iterations.push(Iteration::Elements { next: 0, size });
        }),
        Operation::Names(path) => store.names(path).map(|names| {
            work.iterations.push(Iteration::Names(names.into_iter()));
        }),
        _ => return None,
    };
    Some(done)
}

fn in_tree(
    store: &mut Store<'_>,
    work: &mut Work,
    path: u32,
    change: impl FnOnce(&mut Value),
) -> Result<(), Fault> {
    let mut tree = work.pop();
    let place = store.in_tree(path, &mut tree)?;
    change(place);
    work.stack.push(tree);
    Ok(())
}

/// `++` and `--`: nothing counts as 0.
pub(super) fn step(place: &mut Value, up: bool) -> Result<(), Fault> {
    let by: i32 = if up { 1 } else { -1 };
    place.basic = match &place.basic {
        Basic::Void => Basic::Int(by),
        Basic::Int(number) => Basic::Int(number.wrapping_add(by)),
        Basic::Long(number) => Basic::Long(number.wrapping_add(i64::from(by))),
        Basic::Double(number) => Basic::Double(number + f64::from(by)),
        Basic::Bool(_) | Basic::String(_) | Basic::Raw(_) | Basic::Link(_) => {
            return Err(Fault::type_mismatch("expected type int, long, or double."));
        }
    };
    Ok(())
}
