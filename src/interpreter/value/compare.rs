//! Equality and order of roots (`Value.equals` and `CompareOperators` of Jolie); children are not looked at.
//!
//! The rule of equality is the one that the network correlates by (`automata::network::correlation`), on whole values.

use super::{Basic, Value};
use std::cmp::Ordering;

impl Value {
    /// `self == other`: as bytes, text, double, long, int or truth value, the first that one of them is. It is not
    /// transitive.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        use Basic::{Bool, Double, Int, Link, Long, Raw, String, Void};
        match (&self.basic, &other.basic) {
            (Int(left), Int(right)) => left == right,
            (_, Void | Link(_)) => !self.is_defined(),
            (Raw(_), _) | (_, Raw(_)) => self.as_bytes() == other.as_bytes(),
            (String(left), String(right)) => left == right,
            (String(_), _) | (_, String(_)) => self.as_string() == other.as_string(),
            (Double(_), _) | (_, Double(_)) => self.as_double() == other.as_double(),
            (Long(_), _) | (_, Long(_)) => self.as_long() == other.as_long(),
            (Int(_), _) | (_, Int(_)) => self.as_int() == other.as_int(),
            (Bool(_), _) | (_, Bool(_)) => self.as_bool() == other.as_bool(),
        }
    }

    /// The order of two roots, as doubles or longs if one of them is, else as ints; `None` beside a NaN.
    #[must_use]
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        use Basic::{Double, Int, Long};
        match (&self.basic, &other.basic) {
            (Int(left), Int(right)) => Some(left.cmp(right)),
            (Double(_), _) | (_, Double(_)) => self.as_double().partial_cmp(&other.as_double()),
            (Long(_), _) | (_, Long(_)) => Some(self.as_long().cmp(&other.as_long())),
            _ => Some(self.as_int().cmp(&other.as_int())),
        }
    }

    /// Whether two trees have the same kinds, values and children throughout.
    #[must_use]
    pub fn same_tree(&self, other: &Self) -> bool {
        let mut open = vec![(self, other)];
        while let Some((left, right)) = open.pop() {
            let children = left.children().count();
            if !same_basic(&left.basic, &right.basic) || children != right.children().count() {
                return false;
            }
            for (name, mine) in left.children() {
                let Some(theirs) = right.vector(name) else {
                    return false;
                };
                if mine.len() != theirs.len() {
                    return false;
                }
                open.extend(mine.iter().zip(theirs.iter()));
            }
        }
        true
    }
}

fn same_basic(left: &Basic, right: &Basic) -> bool {
    match (left, right) {
        (Basic::Void, Basic::Void) => true,
        (Basic::Bool(left), Basic::Bool(right)) => left == right,
        (Basic::Int(left), Basic::Int(right)) => left == right,
        (Basic::Long(left), Basic::Long(right)) => left == right,
        (Basic::Double(left), Basic::Double(right)) => left.to_bits() == right.to_bits(),
        (Basic::String(left), Basic::String(right)) => left == right,
        (Basic::Raw(left), Basic::Raw(right)) => left == right,
        (Basic::Link(left), Basic::Link(right)) => left == right,
        _ => false,
    }
}
