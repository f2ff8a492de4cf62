//! The solver and a search through all values agree on questions of correlation: random instances with up to four values
//! on each side and variable, `1`, `"1"`, `1.0` and their likes among them. Equality in the search is the interpreter's.

#![cfg(feature = "z3")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking, its helpers too"
)]

use quadrille::interpreter::value::Value;
use quadrille::solve::kinds::{Answer, Datum, Domain, Part, Question, ask};
use std::time::Duration;

/// Numbers that look random, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// A value that is mostly one of those that look like this number.
fn datum(random: &mut Random, number: i32) -> Datum {
    let numbers = [0_i32, 1, 7, -1, 10];
    let number = match random.below(4) {
        0 => numbers[random.below(numbers.len())],
        _ => number,
    };
    match random.below(7) {
        5 => Datum::Text(format!("{number}.0")),
        0 => Datum::Bool(random.below(2) == 1),
        1 => Datum::Int(number),
        2 => Datum::Long(i64::from(number)),
        3 => Datum::Double(f64::from(number) + [0.0, 0.0, 0.5][random.below(3)]),
        4 => Datum::Text(number.to_string()),
        _ => {
            let texts = ["", "true", "1.0", "7.0", "1.5", "a\"b", "é\\", "0.0"];
            Datum::Text(texts[random.below(texts.len())].to_owned())
        }
    }
}

fn value(datum: &Datum) -> Value {
    match datum {
        Datum::Bool(value) => Value::from(*value),
        Datum::Int(value) => Value::from(*value),
        Datum::Long(value) => Value::from(*value),
        Datum::Double(value) => Value::from(*value),
        Datum::Text(value) => Value::string(value),
    }
}

fn domain(random: &mut Random, number: i32) -> Domain {
    let size = 1 + random.below(4);
    let data = (0..size).map(|_| datum(random, number));
    data.map(Part::Exactly).collect()
}

fn data(domain: &Domain) -> Vec<Datum> {
    let parts = domain.iter().map(|part| match part {
        Part::Exactly(datum) => datum.clone(),
        _ => panic!("only values that are written down"),
    });
    parts.collect()
}

/// Every way to take one of each.
fn choices(domains: &[Domain]) -> Vec<Vec<Datum>> {
    domains.iter().fold(vec![Vec::new()], |all, domain| {
        let longer = |one: &Vec<Datum>| {
            let one = one.clone();
            data(domain)
                .into_iter()
                .map(move |datum| [one.clone(), vec![datum]].concat())
        };
        all.iter().flat_map(longer).collect()
    })
}

fn equal(left: &[Datum], right: &[Datum]) -> bool {
    let mut pairs = left.iter().zip(right);
    pairs.all(|(left, right)| value(left).equals(&value(right)))
}

fn fits(question: &Question, sides: &[&Vec<Datum>]) -> bool {
    let same = |(left, right): &(usize, usize)| equal(sides[*left], sides[*right]);
    question.equal.iter().all(same) && !question.different.iter().any(same)
}

fn searched(question: &Question) -> bool {
    let ways: Vec<Vec<Vec<Datum>>> = question.sides.iter().map(|side| choices(side)).collect();
    let mut chosen = vec![0; ways.len()];
    loop {
        let sides: Vec<&Vec<Datum>> = ways
            .iter()
            .zip(&chosen)
            .map(|(way, at)| &way[*at])
            .collect();
        if fits(question, &sides) {
            return true;
        }
        let next = (0..ways.len()).find(|side| chosen[*side] + 1 < ways[*side].len());
        let Some(next) = next else { return false };
        chosen[next] += 1;
        chosen[..next].fill(0);
    }
}

/// A kind of question: how many sides, which are equal, which are not.
type Kind = (usize, &'static [(usize, usize)], &'static [(usize, usize)]);

#[test]
fn the_solver_and_a_search_agree() {
    // Ambiguity, capture, two sessions of one value, two sessions that one value lies between.
    let kinds: [Kind; 4] = [
        (3, &[(0, 2), (1, 2)], &[(0, 1)]),
        (2, &[(1, 0)], &[]),
        (2, &[(0, 1)], &[]),
        (3, &[(0, 1), (1, 2)], &[(0, 2)]),
    ];
    let each: usize = std::env::var("QUADRILLE_INSTANCES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(250);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (number, (sides, equal, different)) in kinds.into_iter().enumerate() {
        let mut found = [0, 0];
        for _ in 0..each {
            let variables = 1 + random.below(2);
            let number = [0, 1, 1, 7][random.below(4)];
            let side =
                |random: &mut Random| (0..variables).map(|_| domain(random, number)).collect();
            let question = Question {
                sides: (0..sides).map(|_| side(&mut random)).collect(),
                equal: equal.to_vec(),
                different: different.to_vec(),
            };
            let there = searched(&question);
            found[usize::from(there)] += 1;
            match ask(&question, Duration::from_secs(10)) {
                Answer::No => assert!(!there, "{question:?}"),
                Answer::Unknown(why) => panic!("{why}: {question:?}"),
                Answer::Yes(values) => {
                    let values: Vec<&Vec<Datum>> = values.iter().collect();
                    assert!(
                        there && fits(&question, &values),
                        "{question:?}: {values:?}"
                    );
                }
            }
        }
        println!(
            "question {number}: {} times there are such values, {} times none",
            found[1], found[0]
        );
        assert!(found.iter().all(|count| *count > each / 20), "{found:?}");
    }
}
