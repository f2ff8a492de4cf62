//! `joliex.lang.Vectors`.

use super::super::value::{LARGEST_VECTOR, Value, Vector};
use super::request::{elements, exception, field, has, int, out_of_memory};
use super::values::same;
use super::{Operation, Outcome};

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "insert" => insert,
        "add" => |request| {
            let mut items = items(field(request, "vector"));
            items.push(field(request, "item").clone());
            Ok(answer(items))
        },
        "slice" => slice,
        "equals" => |request| Ok(equals(request).into()),
        "concat" => |request| {
            let mut joined = items(field(request, "fst"));
            joined.extend_from_slice(elements(field(request, "snd"), "items"));
            Ok(answer(joined))
        },
        _ => return None,
    })
}

fn items(vector: &Value) -> Vec<Value> {
    elements(vector, "items").to_vec()
}

fn answer(items: Vec<Value>) -> Value {
    let mut answer = Value::VOID;
    *answer.vector_mut("items") = Vector::from(items);
    answer
}

fn insert(request: &Value) -> Outcome {
    let mut items = items(field(request, "vector"));
    let index = int(request, "index");
    match usize::try_from(index) {
        Ok(place) if place <= items.len() => {
            items.insert(place, field(request, "item").clone());
            Ok(answer(items))
        }
        _ => Err(exception(
            "IndexOutOfBoundsException",
            format!("Index: {index}, Size: {}", items.len()),
        )),
    }
}

/// From one index up to another; what the vector does not have is void.
fn slice(request: &Value) -> Outcome {
    let items = elements(field(request, "vector"), "items");
    let from = if has(request, "from") {
        int(request, "from")
    } else {
        0
    };
    let to = if has(request, "to") {
        int(request, "to")
    } else {
        i32::try_from(items.len()).unwrap_or(i32::MAX)
    };
    if from >= to {
        return Ok(answer(Vec::new()));
    }
    let (Ok(first), Ok(last)) = (usize::try_from(from), usize::try_from(to)) else {
        let message = format!("Index {from} out of bounds for length {}", items.len());
        return Err(exception("IndexOutOfBoundsException", message));
    };
    if last - first > LARGEST_VECTOR {
        return Err(out_of_memory());
    }
    let mut part: Vec<Value> = items.iter().take(last).skip(first).cloned().collect();
    part.resize(last - first, Value::VOID);
    Ok(answer(part))
}

/// The class looks for the items one level too deep: below `vector`, which the type of the request does not have, so
/// that all vectors that keep to it are equal.
fn equals(request: &Value) -> bool {
    let of = |name| elements(field(field(request, name), "vector"), "items");
    let (left, right) = (of("fst"), of("snd"));
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| same(left, right))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;

    const CLASS: &str = "joliex.lang.Vectors";

    fn vector(items: &[i32]) -> Value {
        answer(items.iter().map(|item| Value::from(*item)).collect())
    }

    fn ints(value: &Value) -> Vec<i32> {
        elements(value, "items").iter().map(Value::as_int).collect()
    }

    #[test]
    fn vectors_are_put_together() {
        let request = Value::VOID.with("vector", vector(&[1, 2])).with("item", 9);
        assert_eq!(ints(&value(CLASS, "add", &request)), [1, 2, 9]);
        assert_eq!(
            ints(&value(CLASS, "insert", &request.clone().with("index", 1))),
            [1, 9, 2]
        );
        for index in [3, -1] {
            let fault = fault(CLASS, "insert", &request.clone().with("index", index));
            assert_eq!(fault.value.as_string(), format!("Index: {index}, Size: 2"));
        }
        let pair = Value::VOID
            .with("fst", vector(&[1]))
            .with("snd", vector(&[2]));
        assert_eq!(ints(&value(CLASS, "concat", &pair)), [1, 2]);
        assert!(value(CLASS, "equals", &pair).as_bool());
    }

    #[test]
    fn vectors_are_cut() {
        let cut = |from: i32, to: i32| {
            Value::VOID
                .with("vector", vector(&[1, 2, 3]))
                .with("from", from)
                .with("to", to)
        };
        assert_eq!(ints(&value(CLASS, "slice", &cut(1, 3))), [2, 3]);
        assert_eq!(ints(&value(CLASS, "slice", &cut(2, 5))), [3, 0, 0]);
        assert!(ints(&value(CLASS, "slice", &cut(3, 1))).is_empty());
        assert_eq!(
            fault(CLASS, "slice", &cut(-1, 1)).name,
            "IndexOutOfBoundsException"
        );
        assert_eq!(
            fault(CLASS, "slice", &cut(0, i32::MAX)).name,
            "OutOfMemoryError"
        );
    }
}
