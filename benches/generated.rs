//! How long a user waits for what is to be said of a service of a thousand lines, and how long for it again.

mod service;

use criterion::{Criterion, criterion_group, criterion_main};
use std::path::Path;
use std::process::{Command, Stdio};

/// All that is judged unless something else is asked for, and what has to be named besides.
const PROPERTIES: [&str; 8] = [
    "deadlock-freedom",
    "stuck-freedom",
    "orphan-freedom",
    "reception-safety",
    "faults",
    "correlation",
    "conformance",
    "message-types",
];

/// Runs the program that was built with this benchmark and drops what it prints.
fn check(path: &Path, cache: Option<&Path>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    command.arg("check").arg(path);
    for property in PROPERTIES {
        command.args(["--property", property]);
    }
    match cache {
        Some(folder) => command.arg("--cache").arg(folder),
        None => command.arg("--no-cache"),
    };
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok(), "the program runs");
}

fn generated(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("quadrille-generated-{}", std::process::id()));
    let cache = folder.join("cache");
    let mut group = criterion.benchmark_group("check: a thousand lines, 20 operations, 5 sets");
    group.sample_size(10);
    for seed in 0..2 {
        let file = folder.join(format!("desk{seed}.ol"));
        let written = std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, service::service(seed)));
        assert!(written.is_ok(), "the temporary folder can be written");
        group.bench_function(format!("seed {seed}"), |bencher| {
            bencher.iter(|| check(&file, None));
        });
        check(&file, Some(&cache));
        group.bench_function(format!("seed {seed}, again"), |bencher| {
            bencher.iter(|| check(&file, Some(&cache)));
        });
    }
    group.finish();
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, generated);
criterion_main!(benches);
