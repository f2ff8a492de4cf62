//! Laws of SODEP's bytes: they are Jolie's, they read back as what was written however they come, and nothing that comes
//! from outside takes more than its limits.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/sodep_body.rs"]
mod sodep_body;

use proptest::collection::vec;
use proptest::prelude::*;
use quadrille::interpreter::fault::Fault;
use quadrille::interpreter::transport::{
    Decoded, Limits, Malformed, TooLong, Wire, decode, encode,
};
use quadrille::interpreter::value::{Basic, Text, Value, Vector};
use std::sync::Arc;

/// Messages that were read off the sockets of Jolie itself.
const CAPTURED: &str = include_str!("fixtures/sodep.tsv");

fn captured() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    CAPTURED.lines().skip(1).map(|line| {
        let (name, digits) = line.split_once('\t').unwrap();
        let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
        (name, (0..digits.len()).step_by(2).map(byte).collect())
    })
}

fn written(message: &Wire) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(message, &mut bytes, &Limits::default()).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Wire {
    match decode(bytes, &Limits::default()) {
        Ok(Decoded::Message { wire, taken, .. }) if taken == bytes.len() => *wire,
        other => panic!("not one message: {other:?}"),
    }
}

fn request(value: Value) -> Wire {
    Wire {
        id: 1,
        resource: Text::new("/"),
        operation: Text::new("op"),
        fault: None,
        value,
    }
}

#[test]
fn what_jolie_writes_is_read_and_written_again_byte_by_byte() {
    let mut count = 0;
    for (name, bytes) in captured() {
        assert_eq!(written(&read(&bytes)), bytes, "{name}");
        count += 1;
    }
    assert_eq!(count, 15);
}

#[test]
fn what_jolie_sends_is_understood() {
    let messages: std::collections::HashMap<_, _> = captured().collect();
    let echo = read(&messages["client_2_echo"]);
    assert_eq!(
        (echo.id, &*echo.resource, &*echo.operation),
        (3, "/A/B", "echo")
    );
    let text = |name: &str| echo.value.child(name).unwrap().as_string();
    assert_eq!(echo.value.as_string(), "root");
    assert_eq!((&*text("name"), &*text("big")), ("Zoë ✓ 𝄞", "9000000000"));
    assert_eq!((&*text("price"), &*text("with space")), ("3.25", "-1"));
    assert_eq!(echo.value.vector("list").map(Vector::len), Some(3));
    let fault = read(&messages["server_fault"]).fault.unwrap();
    assert_eq!((&*fault.name, fault.value.as_int()), ("Bad", 9));
    let refused = read(&messages["server_unknown"]).fault.unwrap();
    assert_eq!(refused.value.as_string(), "Invalid operation: nosuch");
}

/// What Jolie makes of bytes that it would not write, seen in its echo.
#[test]
fn odd_bytes_are_read_as_jolie_reads_them() {
    let head = || [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let value = |tail: &[u8]| read(&[&head()[..], tail].concat()).value;
    let void = value(&[0x63, 0, 0, 0, 0]);
    assert!(matches!(void.basic, Basic::Void), "an unknown kind");
    assert!(value(&[5, 2, 0, 0, 0, 0]).as_bool(), "any byte but 0");
    let negative = value(&[1, 0xff, 0xff, 0xff, 0xfd, 0, 0, 0, 0]);
    assert!(matches!(&negative.basic, Basic::String(text) if text.is_empty()));
    let counts = value(&[2, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xfe]);
    assert!(counts.as_int() == 3 && !counts.has_children());
    let letters = b"\x01\0\0\0\x08a\xff\xe2\x82b\xf0\x9f\x98\0\0\0\0";
    assert_eq!(value(letters).as_string(), "a\u{fffd}\u{fffd}b\u{fffd}");
    let twice = b"\0\0\0\0\x02\0\0\0\x01a\0\0\0\x01\x02\0\0\0\x01\0\0\0\0\0\0\0\x01a\0\0\0\x01\x02\0\0\0\x02\0\0\0\0";
    assert_eq!(value(twice).child("a").map(Value::as_int), Some(2));
}

#[test]
fn what_is_only_announced_takes_no_memory() {
    let limits = Limits::default();
    let message = written(&request(Value::from("x").with("a", 1)));
    // Each of the numbers inside of it in turn becomes the largest.
    for at in 8..message.len() - 4 {
        let mut lie = message.clone();
        lie[at..at + 4].copy_from_slice(&i32::MAX.to_be_bytes());
        match decode(&lie, &limits) {
            Ok(Decoded::Incomplete { .. } | Decoded::Message { .. }) => {}
            Err(Malformed::String(_) | Malformed::Nodes(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    let mut announced = written(&request(Value::VOID));
    let end = announced.len() - 4;
    announced[end..].copy_from_slice(&1_000_000i32.to_be_bytes());
    announced.extend([0, 0, 0, 1, b'a', 0, 0x0f, 0, 0]);
    assert!(matches!(
        decode(&announced, &limits),
        Ok(Decoded::Incomplete { wanted: 1, .. })
    ));
}

#[test]
fn every_limit_is_kept() {
    let refused = |value: Value, limits: Limits| {
        let bytes = written(&request(value));
        decode(&bytes, &limits).unwrap_err()
    };
    let usual = Limits::default;
    let short = Limits {
        message: 40,
        ..usual()
    };
    assert_eq!(
        refused("x".repeat(30).into(), short),
        Malformed::Message(40)
    );
    let strings = Limits {
        string: 9,
        ..usual()
    };
    assert_eq!(
        refused("x".repeat(10).into(), strings),
        Malformed::String(10)
    );
    let wide = (0..10).map(Value::from).collect::<Vector>();
    let mut value = Value::VOID;
    *value.vector_mut("a") = wide;
    let nodes = Limits {
        nodes: 10,
        ..usual()
    };
    assert_eq!(refused(value, nodes), Malformed::Nodes(10));
    let chain = |levels| (0..levels).fold(Value::VOID, |value, _| Value::VOID.with("x", value));
    let depth = Limits {
        depth: 5,
        ..usual()
    };
    assert_eq!(refused(chain(6), depth.clone()), Malformed::Depth(5));
    assert!(decode(&written(&request(chain(5))), &depth).is_ok());
    assert_eq!(refused(chain(200_000), usual()), Malformed::Depth(10_000));
    let deepest = read(&written(&request(chain(10_000))));
    let depth = std::iter::successors(Some(&deepest.value), |value| value.child("x")).count();
    assert_eq!(depth, 10_001);
}

/// A tree that shares its branches is small here and endless when it is written out.
#[test]
fn a_tree_that_is_too_long_when_written_out_is_not_sent() {
    let mut value = Value::from(1);
    for _ in 0..100 {
        value = Value::VOID.with("a", value.clone()).with("b", value);
    }
    let limits = Limits {
        message: 1 << 20,
        ..Limits::default()
    };
    let mut bytes = Vec::new();
    assert_eq!(
        encode(&request(value), &mut bytes, &limits),
        Err(TooLong(1 << 20))
    );
    assert!(bytes.len() <= 1 << 20);
}

fn basic() -> impl Strategy<Value = Basic> {
    prop_oneof![
        Just(Basic::Void),
        any::<bool>().prop_map(Basic::Bool),
        any::<i32>().prop_map(Basic::Int),
        any::<i64>().prop_map(Basic::Long),
        any::<f64>().prop_map(Basic::Double),
        any::<String>().prop_map(|text| Basic::String(Text::from(text))),
        vec(any::<u8>(), 0..40).prop_map(|bytes| Basic::Raw(Arc::from(bytes))),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    basic()
        .prop_map(Value::new)
        .prop_recursive(4, 40, 6, |inner| {
            let children = vec(("[a-z]{0,3}", vec(inner, 0..4)), 0..4);
            (basic(), children).prop_map(|(basic, children)| {
                let mut value = Value::new(basic);
                for (name, elements) in children {
                    *value.vector_mut(&name) = Vector::from(elements);
                }
                value
            })
        })
}

fn message() -> impl Strategy<Value = Wire> {
    let fault = proptest::option::of((any::<String>(), tree()));
    (
        any::<i64>(),
        any::<String>(),
        any::<String>(),
        fault,
        tree(),
    )
        .prop_map(|(id, resource, operation, fault, value)| Wire {
            id,
            resource: Text::from(resource),
            operation: Text::from(operation),
            fault: fault.map(|(name, value)| Fault::new(name, value)),
            value,
        })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(message in message()) {
        let bytes = written(&message);
        let back = read(&bytes);
        prop_assert_eq!((back.id, &back.resource, &back.operation), (message.id, &message.resource, &message.operation));
        prop_assert!(back.value.same_tree(&message.value));
        match (&back.fault, &message.fault) {
            (Some(left), Some(right)) => {
                prop_assert_eq!(&left.name, &right.name);
                prop_assert!(left.value.same_tree(&right.value));
            }
            (left, right) => prop_assert!(left.is_none() && right.is_none()),
        }
    }

    #[test]
    fn no_part_of_a_message_is_taken_for_a_whole_one(message in message()) {
        let bytes = written(&message);
        for end in 0..bytes.len() {
            let decoded = decode(&bytes[..end], &Limits::default());
            prop_assert!(matches!(decoded, Ok(Decoded::Incomplete { .. })), "{} of {}", end, bytes.len());
        }
    }

    #[test]
    fn pieces_make_no_difference(messages in vec(message(), 1..3), pieces in vec(1usize..30, 0..60)) {
        let bytes = messages.iter().flat_map(written).collect::<Vec<_>>();
        prop_assert_eq!(sodep_body::read(&bytes, std::iter::empty()), sodep_body::read(&bytes, pieces.into_iter()));
    }

    #[test]
    fn any_bytes_are_survived(bytes in vec(prop_oneof![3 => Just(0u8), 2 => 1u8..8, 1 => any::<u8>()], 0..600)) {
        sodep_body::body(&bytes);
    }

    #[test]
    fn spoilt_messages_are_survived(message in message(), spots in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = written(&message);
        for (spot, byte) in spots {
            let at = spot.index(bytes.len());
            bytes[at] = byte;
        }
        sodep_body::body(&bytes);
    }
}
