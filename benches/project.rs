//! Sessions of 1,000 interactions and 20 roles: projected to all roles, and judged by both deliveries.

use criterion::{Criterion, criterion_group, criterion_main};
use quadrille::automata::global::Global;
use quadrille::base::SourceId;
use quadrille::protocol::implementable::{Delivery, implementable};
use quadrille::protocol::projection::project;
use quadrille::protocol::session::lower;
use quadrille::syntax::jolie::parse;
use quadrille::syntax::jolie::tree::Item;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// Choices one after the other, each of two branches of 12 steps.
fn text() -> String {
    let mut text = String::from("session Large { D0\n");
    for number in 0..42 {
        let _ = write!(text, "define D{number} {{");
        for branch in 0..2 {
            let role = |step: usize| (number + step) % 20;
            let _ = write!(
                text,
                "[ R{} -> R{}: c{number}b{branch}() ] {{",
                role(0),
                role(1)
            );
            for step in 1..12 {
                let (from, to) = (role(step), role(step + 1));
                let _ = write!(text, "R{from} -> R{to}: m{number}b{branch}s{step}()");
                text.push_str(if step < 11 || number < 41 {
                    ";\n"
                } else {
                    "\n"
                });
            }
            if number < 41 {
                let _ = write!(text, "D{}", number + 1);
            }
            text.push_str("}\n");
        }
        text.push_str("}\n");
    }
    text + "}"
}

fn global() -> Option<Global> {
    let (file, _) = parse(SourceId::NOWHERE, &text());
    let Some(Item::Session(session)) = file.items.first() else {
        return None;
    };
    lower(session, &FxHashMap::default()).global
}

fn benchmark(criterion: &mut Criterion) {
    let Some(global) = global() else {
        return;
    };
    let steps = global.all_edges().count();
    let roles = global.roles.len();
    criterion.bench_function(
        &format!("project {steps} interactions to {roles} roles"),
        |bencher| {
            bencher.iter(|| {
                let states = global
                    .role_ids()
                    .filter_map(|role| project(&global, role, 1 << 16));
                states.map(|one| one.local.len()).sum::<usize>()
            });
        },
    );
    for delivery in [Delivery::PeerToPeer, Delivery::Mailbox] {
        criterion.bench_function(&format!("implementable {delivery:?}"), |bencher| {
            bencher.iter(|| implementable(&global, delivery));
        });
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
