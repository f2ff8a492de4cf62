//! The run of every reported failure of a model happens in the interpreter, with messages made up for who is not there.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::check::systems::{Scope, judge_systems};
use quadrille::interpreter::machine::Settings;
use quadrille::interpreter::replay::{Cast, reproduce};
use quadrille::interpreter::value::Value;
use quadrille::program::{Loaded, load};
use quadrille::system::{Choice, systems};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs that hang on what nobody makes up.
const NOT_MADE: &[(&str, &str)] = &[
    ("coin.ol", "a number that chance has to bring"),
    ("odds.ol", "a number that chance has to bring"),
    (
        "printout",
        "the file that is read is not there, and would have to be empty",
    ),
];

/// The runs of a model that do not happen, and how many were tried.
fn missed(model: &Path) -> (Vec<String>, usize) {
    let paths = [model.to_path_buf()];
    let Loaded {
        program, sources, ..
    } = load(&paths, &quadrille::program::Settings::default());
    let systems = systems(&program, &Choice::of(&paths, None));
    let judgement = judge_systems(&program, &systems, &Scope::default(), &mut |_, _| {});
    let (program, sources) = (Arc::new(program), Arc::new(sources));
    let (mut missed, mut tried) = (Vec::new(), 0);
    for verdict in &judgement.verdicts {
        let Some(failure) = verdict
            .failure()
            .filter(|failure| !failure.trace.steps.is_empty())
        else {
            continue;
        };
        let system = systems
            .iter()
            .find(|system| system.name == verdict.system)
            .unwrap();
        let cast = Cast {
            program: &program,
            sources: &sources,
            system,
            parameter: &Value::VOID,
        };
        let blamed = failure.diagnostic.primary.span;
        let Ok(made) = reproduce(cast, &failure.trace, blamed, &Settings::default()) else {
            continue;
        };
        tried += 1;
        if !made.happens {
            let step = failure.trace.steps.get(made.steps);
            missed.push(format!(
                "{:?}: {} of {} steps, then {step:?}; {:?}",
                failure.diagnostic.code,
                made.steps,
                failure.trace.steps.len(),
                made.waiting
            ));
        }
    }
    (missed, tried)
}

#[test]
fn the_runs_of_faulty_models_happen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/faulty");
    let mut models: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    models.sort();
    let (mut all, mut failing) = (0, BTreeMap::new());
    for model in models {
        let name = model.file_name().unwrap().to_string_lossy().into_owned();
        let (missed, tried) = missed(&model);
        all += tried;
        if NOT_MADE.iter().any(|(model, _)| *model == name) {
            assert!(!missed.is_empty(), "{name} happens now");
        } else if !missed.is_empty() {
            failing.insert(name, missed);
        }
    }
    println!("{all} runs");
    assert!(all >= 50, "only {all} runs");
    assert!(
        failing.is_empty(),
        "{} of {all}: {failing:#?}",
        failing.len()
    );
}
