//! How long each model in `models/conformance` takes: its services in their roles, from the files to the verdicts.
//!
//! The services that conform run together, and each that deviates is judged alone beside its session, as `tests/models.rs`
//! does. What is measured is reading, extraction and judging, in this process, without the states of the systems.

use criterion::{Criterion, criterion_group, criterion_main};
use quadrille::check::conformance::Cast;
use quadrille::check::protocol::Sessions;
use quadrille::check::systems::{Scope, judge_systems};
use quadrille::program::{Settings, load};
use quadrille::system::{Choice, systems};
use quadrille::verdict::Property;
use std::path::{Path, PathBuf};

/// The files of a folder with one of these extensions, in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|own| own == extension));
    found.sort();
    found
}

/// Whether a file is a service that conforms, by its name, or one that does not; `None` where it is none.
fn conforms(path: &Path) -> Option<bool> {
    let name = path.file_stem()?.to_str()?;
    (name != "interfaces").then(|| !name.contains('-'))
}

/// How many verdicts there are on the services of these files in their roles.
fn judge(paths: &[PathBuf]) -> usize {
    let program = load(paths, &Settings::default()).program;
    let systems = systems(&program, &Choice::of(paths, None));
    let sessions = Sessions::of(&program, &[]);
    let cast = Cast::of_systems(&program, &systems, &sessions, None);
    let scope = Scope {
        properties: vec![Property::Conformance],
        cast: Some(&cast),
        ..Scope::default()
    };
    judge_systems(&program, &systems, &scope, &mut |_, _| {})
        .verdicts
        .len()
}

fn benchmark(criterion: &mut Criterion) {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/conformance");
    let entries = std::fs::read_dir(models).into_iter().flatten();
    let mut models: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    models.sort();
    let mut group = criterion.benchmark_group("conformance");
    group.sample_size(20);
    for model in models {
        let name = model.file_name().unwrap_or_default().to_string_lossy();
        let session = files(&model, "session");
        let services = files(&model, "ol");
        let of = |wanted: bool| {
            let own = services
                .iter()
                .filter(|path| conforms(path) == Some(wanted));
            own.cloned().collect::<Vec<PathBuf>>()
        };
        let right = [session.clone(), of(true)].concat();
        assert!(judge(&right) > 0, "{name}: nobody plays a role");
        group.bench_function(&*name, |bencher| bencher.iter(|| judge(&right)));
        for path in of(false) {
            let alone = [session.clone(), vec![path.clone()]].concat();
            let service = path.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{name}, {service}");
            group.bench_function(name, |bencher| bencher.iter(|| judge(&alone)));
        }
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
