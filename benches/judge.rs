//! How long a user waits: a hundred-line service from process start, and the whole of a folder of public programs.
//!
//! The folder is `jolie/examples` below `QUADRILLE_PUBLIC`; without that variable its benchmark is left out.

use criterion::{Criterion, criterion_group, criterion_main};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs the program that was built with this benchmark on one path and drops what it prints.
fn check(path: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_quadrille"))
        .args(["check", "--no-cache"])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok(), "the program runs");
}

/// A service of a hundred lines: operations with types, faults, handlers and sessions.
fn hundred_lines() -> String {
    let mut text =
        String::from("from console import Console\n\ntype Ask: void { id: string amount: int }\n");
    text += "type Done: void { id: string }\n\ninterface Desk {\n    OneWay: close( Done )\n    RequestResponse:\n";
    let operations: Vec<String> = (0..10)
        .map(|n| format!("        serve{n}( Ask )( Done ) throws Refused( string )"))
        .collect();
    text += &operations.join(",\n");
    text += "\n}\n\nservice Main {\n    execution: concurrent\n    embed Console as Console\n\n    inputPort In {\n";
    text += "        location: \"socket://localhost:8000\"\n        protocol: sodep\n        interfaces: Desk\n    }\n\n";
    text += "    main {\n        [ close( done ) ] {\n            println@Console( done.id )()\n        }\n";
    for n in 0..10 {
        text += &format!(
            "        [ serve{n}( ask )( done ) {{\n            if( ask.amount < {n} ) {{\n                throw \
             Refused( \"too little\" )\n            }}\n            done.id = ask.id\n        }} ]\n"
        );
    }
    text + "    }\n}\n"
}

fn judge(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("quadrille-bench-{}", std::process::id()));
    let file = folder.join("desk.ol");
    let written =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, hundred_lines()));
    assert!(written.is_ok(), "the temporary folder can be written");
    criterion.bench_function(
        "check: a hundred-line service, from process start",
        |bencher| {
            bencher.iter(|| check(&file));
        },
    );
    let public = std::env::var_os("QUADRILLE_PUBLIC")
        .map(|public| PathBuf::from(public).join("jolie/examples"));
    match public.filter(|examples| examples.is_dir()) {
        Some(examples) => {
            let mut group = criterion.benchmark_group("folders");
            group.sample_size(10);
            group.bench_function("check: the whole of jolie/examples", |bencher| {
                bencher.iter(|| check(&examples));
            });
            group.finish();
        }
        None => eprintln!("QUADRILLE_PUBLIC has no jolie/examples: left out"),
    }
    let _ = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, judge);
criterion_main!(benches);
