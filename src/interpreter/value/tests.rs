use super::*;
use proptest::prelude::*;

fn value(basic: Basic) -> Value {
    Value::new(basic)
}

#[test]
fn doubles_are_written_as_java_writes_them() {
    let cases = [
        (1.0, "1.0"),
        (0.1, "0.1"),
        (100.0, "100.0"),
        (1e7, "1.0E7"),
        (1.234e10, "1.234E10"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (-0.0, "-0.0"),
        (f64::NAN, "NaN"),
        (f64::NEG_INFINITY, "-Infinity"),
    ];
    for (number, text) in cases {
        assert_eq!(double_text(number), text);
    }
}

#[test]
fn equality_coerces_and_is_not_transitive() {
    let (int, text, double) = (Value::from(1), Value::from("1"), Value::from(1.0));
    assert!(int.equals(&text) && int.equals(&double) && !double.equals(&text));
    assert!(Value::from(true).equals(&int));
    assert!(Value::VOID.equals(&Value::VOID) && !int.equals(&Value::VOID));
}

#[test]
fn arithmetic_takes_the_widest_kind() {
    let apply = |operator: Arithmetic, left: Value, right: Value| {
        value(operator.apply(&left, &right).unwrap())
            .as_string()
            .to_string()
    };
    assert_eq!(apply(Arithmetic::Add, "a".into(), 1.into()), "a1");
    assert_eq!(apply(Arithmetic::Add, 1.into(), 2.5.into()), "3.5");
    assert_eq!(apply(Arithmetic::Divide, 7.into(), 2.into()), "3");
    assert_eq!(apply(Arithmetic::Multiply, 7i64.into(), 2.into()), "14");
    assert_eq!(apply(Arithmetic::Subtract, Value::VOID, 2.into()), "-2");
    assert_eq!(apply(Arithmetic::Multiply, "3".into(), 2.into()), "6");
    assert_eq!(
        apply(Arithmetic::Add, i32::MAX.into(), 1.into()),
        i32::MIN.to_string()
    );
    assert!(Arithmetic::Modulo.apply(&1.into(), &0.into()).is_err());
}

#[test]
fn a_deep_copy_merges() {
    let mut left = Value::VOID.with("a", 1).with("b", 2);
    left.vector_mut("a").push(7.into());
    let right = Value::from("root").with("a", Value::from(3).with("x", 1));
    left.deep_copy(&right);
    assert_eq!(left.as_string(), "root");
    assert_eq!(left.vector("a").map(Vector::len), Some(2));
    assert_eq!(left.child("a").map(Value::as_int), Some(3));
    assert_eq!(left.child("b").map(Value::as_int), Some(2));
}

#[test]
fn a_copy_is_not_changed_by_writing_to_the_other() {
    let mut first = Value::VOID.with("a", 1);
    let second = first.clone();
    first.child_mut("a").basic = Basic::Int(5);
    assert_eq!(second.child("a").map(Value::as_int), Some(1));
}

#[test]
fn deep_trees_are_dropped_copied_and_printed() {
    let mut tree = Value::VOID;
    for _ in 0..200_000 {
        tree = Value::VOID.with("x", tree);
    }
    let copy = tree.clone();
    assert!(copy.same_tree(&tree));
    let depth = std::iter::successors(Some(&copy), |value| value.child("x")).count();
    assert_eq!(depth, 200_001);
}

#[test]
fn a_tree_is_printed_with_its_branches() {
    let mut tree = Value::VOID
        .with("a", Value::from(1).with("b", "x"))
        .with("c", true);
    tree.vector_mut("c").push(2.0.into());
    let text = "root\n├─── a:int = 1\n│\t╰─── b:string = \"x\"\n├─── c[0]:bool = true\n╰─── c[1]:double = 2.0\n";
    assert_eq!(tree.pretty("root").as_deref(), Some(text));
}

proptest! {
    #[test]
    fn a_vector_behaves_as_a_list(operations in prop::collection::vec((0usize..4, 0usize..6), 0..40)) {
        let mut vector = Vector::Empty;
        let mut list: Vec<i32> = Vec::new();
        for (step, (kind, at)) in operations.into_iter().enumerate() {
            let number = i32::try_from(step).unwrap_or_default();
            match kind {
                0 => { vector.push(number.into()); list.push(number); }
                1 => { vector.remove(at); if at < list.len() { list.remove(at); } }
                _ => {
                    vector.element(at).basic = Basic::Int(number);
                    if at >= list.len() { list.resize(at + 1, 0); }
                    list[at] = number;
                }
            }
        }
        let found: Vec<i32> = vector.iter().map(Value::as_int).collect();
        prop_assert_eq!(found, list);
    }

    #[test]
    fn doubles_read_back(number in any::<f64>()) {
        let read = Value::from(double_text(number)).as_double();
        prop_assert!(read == number || number.is_nan() && read.is_nan());
    }
}
