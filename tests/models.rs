//! Every model gets the verdict of its header: nothing in `models/correct`, its defects in `models/faulty`; so do the
//! sessions in `models/sessions`.
//!
//! The services in `models/conformance` are each held to the session beside them, and those that conform run together.
//!
//! A header comment says `// verdict: correct`, or `// verdict: Q0314 line 26` for each finding in that file; and
//! `// options: --faults drop` where something goes wrong around it. What says `// needs: the solver` is left out, and said
//! to be, by a build that has none.
//! Every run that is shown of a model happens when it is made again, step by step, in its network.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

mod common;

use common::{Place, compare, files, judge as judge_with, root};
use libtest_mimic::{Arguments, Failed, Trial};
use quadrille::automata::network::Delivery;
use quadrille::base::Code;
use quadrille::check::network::{DEFAULT, diagnostics, judge};
use quadrille::explore::Limits;
use quadrille::explore::network::{Mishaps, Settings as Exploration};
use quadrille::extract::extract;
use quadrille::program::{Settings, load};
use quadrille::system::{Choice, systems};
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let folders = ["correct", "faulty", "sessions/correct", "sessions/faulty"];
    let trials = folders.into_iter().flat_map(|folder| {
        let kind = folder.rsplit('/').next().unwrap_or(folder);
        models(folder).into_iter().map(move |model| {
            let name = model.file_stem().unwrap().to_string_lossy().into_owned();
            let left_out = cfg!(not(feature = "z3")) && needs_the_solver(&model);
            Trial::test(format!("{folder}/{name}"), move || judged(&model, kind))
                .with_ignored_flag(left_out)
        })
    });
    let pairs = Trial::test("each correct model has a faulty twin", pairs);
    let deliveries = ["purchase", "twobuyers"].map(|model| {
        Trial::test(format!("{model} hangs on its mailbox alone"), move || {
            hangs_on_its_mailbox(model)
        })
    });
    let roles = models("conformance").into_iter().flat_map(|model| {
        let name = model.file_name().unwrap().to_string_lossy().into_owned();
        let whole = model.clone();
        let together = Trial::test(format!("conformance/{name}"), move || together(&whole));
        let services = services(&model).into_iter().map(move |file| {
            let (model, trial) = (model.clone(), format!("conformance/{name}/{file}"));
            Trial::test(trial, move || in_its_role(&model, &file))
        });
        services.chain([together])
    });
    let trials = trials.chain([pairs]).chain(deliveries).chain(roles);
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn models(kind: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("models").join(kind))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

fn pairs() -> Result<(), Failed> {
    let names = |kind: &str| -> Vec<String> {
        let names = models(kind).into_iter();
        names
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    let (correct, faulty) = (names("correct"), names("faulty"));
    if correct == faulty && correct.len() >= 40 {
        Ok(())
    } else {
        Err(format!("{correct:?} and {faulty:?}").into())
    }
}

/// The services of a faulty model fit when each sender has a queue of its own, and hang when all share one, as in Jolie.
fn hangs_on_its_mailbox(model: &str) -> Result<(), Failed> {
    let paths = [root().join("models/faulty").join(model)];
    let program = load(&paths, &Settings::default()).program;
    let systems = systems(&program, &Choice::of(&paths, None));
    let [system] = systems.as_slice() else {
        return Err("one system is expected".into());
    };
    let mut network = extract(&program, system);
    for (delivery, hangs) in [(Delivery::PeerToPeer, false), (Delivery::Mailbox, true)] {
        network.delivery = delivery;
        let rounds = [(Exploration::default(), None)];
        let limits = Limits::default();
        let verdicts = judge(&network, model, &rounds, &limits, DEFAULT, &[], &mut |_| {});
        let found = diagnostics(&verdicts);
        if found.iter().any(|one| one.code == Code::Q0304) != hangs || found.is_empty() == hangs {
            return Err(format!("{delivery:?}: {found:#?}").into());
        }
    }
    Ok(())
}

/// The services of a model of conformance: the files that have a verdict.
fn services(model: &Path) -> Vec<String> {
    let all = files(model, &["ol"]).into_iter();
    all.filter(|file| !verdicts(model, file).is_empty())
        .collect()
}

/// What the header of a file says.
fn verdicts(model: &Path, file: &str) -> Vec<String> {
    let text = fs::read_to_string(model.join(file)).unwrap();
    let lines = text.lines();
    let headers = lines.filter_map(|line| line.strip_prefix("// verdict: "));
    headers.map(str::to_owned).collect()
}

/// The session of a model with these of its files.
fn with_session(model: &Path, services: &[String]) -> Vec<PathBuf> {
    let sessions = files(model, &["session"]);
    let files = sessions.iter().chain(services);
    files.map(|file| model.join(file)).collect()
}

/// A service beside its session alone deviates where its header says so.
fn in_its_role(model: &Path, file: &str) -> Result<(), Failed> {
    let mut expected = Vec::new();
    let verdicts = verdicts(model, file);
    for verdict in verdicts.iter().filter(|verdict| *verdict != "correct") {
        expected.push(place(file, verdict)?);
    }
    let paths = with_session(model, &[file.to_owned()]);
    let outcome = judge_with(model, &paths, None);
    compare(&expected, &outcome)?;
    match outcome.conformance {
        0 => Err("nobody plays a role".into()),
        _ => Ok(()),
    }
}

/// The services of a model that conform, one for each role, make a system in which nothing is wrong.
fn together(model: &Path) -> Result<(), Failed> {
    let conforms = |file: &String| verdicts(model, file) == ["correct"] && !file.contains('-');
    let own: Vec<String> = services(model).into_iter().filter(conforms).collect();
    let outcome = judge_with(model, &with_session(model, &own), Some(Mishaps::default()));
    compare(&[], &outcome).map_err(Failed::from)
}

/// The folder that holds the files of a model.
fn folder(model: &Path) -> &Path {
    if model.is_dir() {
        model
    } else {
        model.parent().unwrap()
    }
}

/// What the headers of a model say after `key`, each with its file.
fn headers(model: &Path, key: &str) -> Vec<(String, String)> {
    let texts = if model.is_dir() {
        files(model, &["ol", "iol"])
    } else {
        vec![model.file_name().unwrap().to_string_lossy().into_owned()]
    };
    let mut found = Vec::new();
    for file in texts {
        let text = fs::read_to_string(folder(model).join(&file)).unwrap();
        let lines = text.lines();
        let headers = lines.filter_map(|line| line.strip_prefix(key));
        found.extend(headers.map(|verdict| (file.clone(), verdict.to_owned())));
    }
    found
}

fn judged(model: &Path, kind: &str) -> Result<(), Failed> {
    let (mut expected, mut correct, mut faulty) = (Vec::new(), false, false);
    for (file, verdict) in headers(model, "// verdict: ") {
        if verdict == "correct" {
            correct = true;
        } else {
            faulty = true;
            expected.push(place(&file, &verdict)?);
        }
    }
    if correct != (kind == "correct") || faulty != (kind == "faulty") {
        return Err("the headers do not say what the folder says".into());
    }
    let outcome = judge_with(folder(model), &[model.to_owned()], mishaps(model)?);
    compare(&expected, &outcome)?;
    if outcome.unreplayed.is_empty() {
        Ok(())
    } else {
        Err(format!("the runs of {:?} do not happen", outcome.unreplayed).into())
    }
}

/// Whether what is wrong with a model is found by the solver alone.
fn needs_the_solver(model: &Path) -> bool {
    let needs = headers(model, "// needs: ");
    needs.iter().any(|(_, what)| what == "the solver")
}

/// What may go wrong around a model: the kinds of fault that its headers ask for, `// options: --faults io,drop`.
fn mishaps(model: &Path) -> Result<Option<Mishaps>, Failed> {
    let mut found = Mishaps::default();
    for (file, options) in headers(model, "// options: ") {
        let kinds = options.strip_prefix("--faults ");
        for kind in kinds.unwrap_or_default().split(',') {
            match kind {
                "io" => found.broken = true,
                "crash" => found.crashes = true,
                "drop" => found.drops = true,
                "delay" => found.delays = true,
                _ => return Err(format!("{file}: no options of a model: {options}").into()),
            }
        }
    }
    Ok(Some(found))
}

/// Reads `Q0314 line 26`.
fn place(file: &str, verdict: &str) -> Result<Place, Failed> {
    let parts = verdict.split_once(" line ");
    let read =
        parts.and_then(|(code, line)| Some((code.parse::<Code>().ok()?, line.parse().ok()?)));
    let (code, line) = read.ok_or_else(|| format!("{file}: not a verdict: {verdict}"))?;
    Ok(Place {
        file: file.to_owned(),
        line,
        code: code.id().to_owned(),
    })
}
