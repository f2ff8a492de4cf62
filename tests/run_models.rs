//! The interpreter against the explorer: models that close on themselves run as they were judged.
//!
//! Each is run with many seeds. A correct one always comes to its end, and nobody is left waiting. A faulty one that
//! gets stuck does so in some run, and somebody waits where the report says so.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

use quadrille::interpreter::machine::{Machine, Outcome, Settings, Waiting};
use quadrille::interpreter::value::Value;
use quadrille::program::{Loaded, ServiceId, load};
use quadrille::system::{Choice, System, Usage, systems};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many schedules each model is run by.
const SEEDS: u64 = 40;
/// And how far each, where it never ends.
const TURNS: u64 = 10_000;

fn models(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("models")
        .join(kind);
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

/// The outcomes of all seeds; nothing when clients outside or parameters are needed.
fn outcomes(model: &Path) -> Option<Vec<Outcome>> {
    let Loaded {
        program, sources, ..
    } = load(
        &[model.to_path_buf()],
        &quadrille::program::Settings::default(),
    );
    let choice = Choice::of(&[model.to_path_buf()], None);
    let systems = systems(&program, &choice);
    let [system] = systems.as_slice() else {
        return None;
    };
    let open = |system: &System| {
        let inputs = system
            .instances
            .iter()
            .flat_map(|running| running.inputs.values());
        inputs.into_iter().any(|usage| *usage == Usage::Open)
    };
    let parameter = |service: ServiceId| program[service].parameter.is_some();
    if open(system)
        || system
            .instances
            .iter()
            .any(|running| running.parent.is_none() && parameter(running.service))
    {
        return None;
    }
    let roots: Vec<_> = system
        .instances
        .iter()
        .filter(|running| running.parent.is_none())
        .collect();
    let (program, sources) = (Arc::new(program), Arc::new(sources));
    let run = |seed| {
        let settings = Settings {
            seed: Some(seed),
            turns: Some(TURNS),
            // Who would wait for ever is seen to wait.
            timeout: None,
            ..Settings::default()
        };
        let nowhere = || Box::new(std::io::sink());
        let mut machine = Machine::new(settings, nowhere(), nowhere());
        for root in &roots {
            // Some faults are found before anything runs.
            let started = machine.start(&program, Arc::clone(&sources), root.service, Value::VOID);
            started.ok()?;
        }
        Some(machine.run())
    };
    (0..SEEDS).map(run).collect()
}

/// The lines of the headers that speak of somebody who gets stuck: Q0301 to Q0304 and Q0307, with their file.
fn stuck_lines(model: &Path) -> Vec<(String, String)> {
    let files: Vec<PathBuf> = if model.is_dir() {
        fs::read_dir(model)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    } else {
        vec![model.to_path_buf()]
    };
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for line in text
            .lines()
            .filter_map(|line| line.strip_prefix("// verdict: "))
        {
            let mut words = line.split_whitespace();
            if let (Some(code), Some("line"), Some(number)) =
                (words.next(), words.next(), words.next())
                && ["Q0301", "Q0302"].contains(&code)
            {
                found.push((name.clone(), number.to_owned()));
            }
        }
    }
    found
}

#[test]
fn correct_models_come_to_their_end_by_every_schedule() {
    let mut ran = 0;
    for model in models("correct") {
        let Some(outcomes) = outcomes(&model) else {
            continue;
        };
        ran += 1;
        for (seed, outcome) in outcomes.iter().enumerate() {
            let fine = matches!(
                outcome,
                Outcome::Ended(0) | Outcome::Idle | Outcome::Interrupted
            );
            assert!(fine, "{} with seed {seed}: {outcome:?}", model.display());
        }
    }
    assert!(ran >= 20, "only {ran} correct models close on themselves");
}

#[test]
fn faulty_models_get_stuck_where_the_report_says() {
    let mut missed = BTreeMap::new();
    let mut ran = 0;
    for model in models("faulty") {
        let lines = stuck_lines(&model);
        let Some(outcomes) = outcomes(&model).filter(|_| !lines.is_empty()) else {
            continue;
        };
        ran += 1;
        let waits = |waiting: &Waiting| {
            let (place, line) = waiting.place.rsplit_once(':').unwrap();
            lines
                .iter()
                .any(|(file, number)| place.ends_with(file.as_str()) && line == number)
        };
        let happens = outcomes.iter().any(|outcome| match outcome {
            Outcome::Stuck(waiting) => waiting.iter().any(waits),
            _ => false,
        });
        if !happens {
            missed.insert(
                model.file_name().unwrap().to_owned(),
                outcomes.first().cloned(),
            );
        }
    }
    assert!(missed.is_empty(), "of {ran}: {missed:#?}");
    assert!(ran >= 15, "only {ran} faulty models close on themselves");
}
