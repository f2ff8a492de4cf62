//! `joliex.lang.Values`: equality of trees, and hashes that go with it.

use super::super::value::{Basic, Text, Value};
use super::request::field;
use super::{Operation, Outcome};

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "equals" => equals,
        "hashCode" => |request| Ok(hash(request).into()),
        _ => return None,
    })
}

fn equals(request: &Value) -> Outcome {
    Ok(same(field(request, "fst"), field(request, "snd")).into())
}

/// Whether two trees are equal in kinds, values and children.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    let mut open = vec![(left, right)];
    while let Some((left, right)) = open.pop() {
        let names = left.children().count();
        if !same_root(left, right) || names != right.children().count() {
            return false;
        }
        for (name, mine) in left.children() {
            match right.vector(name) {
                Some(theirs) if theirs.len() == mine.len() => {
                    open.extend(mine.iter().zip(theirs.iter()));
                }
                _ => return false,
            }
        }
    }
    true
}

/// A void root is equal to every root, as the class has it.
fn same_root(left: &Value, right: &Value) -> bool {
    match (&left.basic, &right.basic) {
        (Basic::Void | Basic::Link(_), _) | (_, Basic::Void | Basic::Link(_)) => true,
        (Basic::Bool(left), Basic::Bool(right)) => left == right,
        (Basic::Int(left), Basic::Int(right)) => left == right,
        (Basic::Long(left), Basic::Long(right)) => left == right,
        (Basic::Double(left), Basic::Double(right)) => left == right,
        (Basic::String(left), Basic::String(right)) => left == right,
        (Basic::Raw(left), Basic::Raw(right)) => left == right,
        _ => false,
    }
}

/// A node whose hash is being made.
struct Open<'value> {
    hash: i32,
    /// The children that are still to be taken in, the next one last.
    left: Vec<&'value Value>,
}

/// Names in their order and elements in theirs, weighted by their place.
fn hash(value: &Value) -> i32 {
    let mut open = vec![begin(value)];
    let mut result = 0;
    while let Some(node) = open.last_mut() {
        if let Some(child) = node.left.pop() {
            open.push(begin(child));
            continue;
        }
        result = node.hash;
        open.pop();
        if let Some(above) = open.last_mut() {
            above.hash = step(above.hash, result);
        }
    }
    result
}

fn begin(value: &Value) -> Open<'_> {
    let mut children: Vec<(&Text, _)> = value.children().collect();
    children.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
    let mut left: Vec<&Value> = children
        .into_iter()
        .flat_map(|(_, vector)| vector.iter())
        .collect();
    left.reverse();
    Open {
        hash: hash_of_root(value),
        left,
    }
}

fn step(hash: i32, next: i32) -> i32 {
    hash.wrapping_mul(31).wrapping_add(next)
}

fn hash_of_root(value: &Value) -> i32 {
    match &value.basic {
        Basic::Void | Basic::Link(_) => 0,
        Basic::Bool(true) => 1231,
        Basic::Bool(false) => 1237,
        Basic::Int(number) => *number,
        Basic::Long(number) => fold(number.cast_unsigned()),
        Basic::Double(number) if number.is_nan() => fold(0x7ff8_0000_0000_0000),
        Basic::Double(number) => fold(number.to_bits()),
        Basic::String(text) => {
            (text.encode_utf16()).fold(0, |hash, unit| step(hash, i32::from(unit)))
        }
        Basic::Raw(bytes) => {
            (bytes.iter()).fold(1, |hash, byte| step(hash, i32::from(byte.cast_signed())))
        }
    }
}

/// Both halves of 64 bits in one.
fn fold(bits: u64) -> i32 {
    let [a, b, c, d, e, f, g, h] = bits.to_be_bytes();
    i32::from_be_bytes([a, b, c, d]) ^ i32::from_be_bytes([e, f, g, h])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_compared() {
        let tree = Value::from(1).with("a", "x");
        assert!(same(&tree, &tree.clone()));
        assert!(!same(&tree, &Value::from(1)));
        assert!(!same(&Value::from(1), &Value::from(1i64)));
        assert!(same(&Value::from(1), &Value::VOID));
        assert!(!same(&Value::from(f64::NAN), &Value::from(f64::NAN)));
    }

    #[test]
    fn hashes_are_those_of_java() {
        assert_eq!(hash(&"hello".into()), 99_162_322);
        assert_eq!(hash(&1.5.into()), 1_073_217_536);
        assert_eq!(hash(&(-1i64).into()), 0);
        assert_eq!(hash(&true.into()), 1231);
        assert_eq!(hash(&Value::new(Basic::Raw([1, 255].into()))), 31 * 32 - 1);
        let mut tree = Value::from(7).with("b", 2).with("a", 1);
        tree.vector_mut("a").push(3.into());
        assert_eq!(hash(&tree), ((7 * 31 + 1) * 31 + 3) * 31 + 2);
        let mut deep = Value::VOID;
        for _ in 0..200_000 {
            deep = Value::VOID.with("x", deep);
        }
        assert_eq!(hash(&deep), 0);
        assert!(same(&deep, &deep.clone()));
    }
}
