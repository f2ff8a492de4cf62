//! Every code has a page of `explain`: its example earns the code on the marked line, its repair earns nothing.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its files has failed"
)]

mod common;

use common::{Example, Place, compare, example, is_explored};
use libtest_mimic::{Arguments, Failed, Trial};
use quadrille::base::Code;
use quadrille::extract::behaviour_of;
use quadrille::interpreter::machine::{self, Machine, StartError};
use quadrille::interpreter::value::Value;
use quadrille::program::{Loaded, Settings, load};
use quadrille::system::{Choice, systems};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() {
    let trials = Code::ALL.iter().flat_map(|code| {
        [
            Trial::test(format!("{code} is a page"), move || form(*code)),
            Trial::test(format!("{code} error"), move || runs(*code, "error")),
            Trial::test(format!("{code} repaired"), move || runs(*code, "repaired")),
        ]
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

/// The heading, both examples, the source, and lines that fit on a screen.
fn form(code: Code) -> Result<(), Failed> {
    let page = code.page();
    let heading = format!("# {code}: {}", code.name());
    check(page.lines().next() == Some(&heading), &heading)?;
    check(
        page.lines().any(|line| line.starts_with("Source: ")),
        "a line with `Source: `",
    )?;
    let fences = page
        .lines()
        .filter(|line| line.starts_with("```") && *line != "```");
    for fence in fences {
        let known = fence.starts_with("```jolie error") || fence.starts_with("```jolie repaired");
        check(known, &format!("another fence than {fence}"))?;
    }
    let wide = page.lines().find(|line| line.chars().count() > 120);
    // The example of this code is a line that is too long by its nature.
    match wide.filter(|_| code != Code::Q0002) {
        Some(line) => Err(format!("a line of more than 120 characters: {line}").into()),
        None => Ok(()),
    }
}

fn check(right: bool, missing: &str) -> Result<(), Failed> {
    if right {
        Ok(())
    } else {
        Err(format!("the page lacks {missing}").into())
    }
}

fn runs(code: Code, kind: &str) -> Result<(), Failed> {
    let example: Example = example(code.page(), kind);
    let marks = example.marks();
    let own = marks.iter().any(|place| place.code == code.id());
    check(
        example.files.iter().any(|(file, _)| file == "main.ol"),
        kind,
    )?;
    check(
        own == (kind == "error"),
        "a mark of its code, where it belongs",
    )?;
    let name = format!("page-{code}-{kind}");
    let mut outcome = example.run(&name, is_explored(code));
    if code.id().starts_with("Q08") {
        outcome.places.extend(assumed(&name, &example));
    }
    if code == Code::Q0902 {
        outcome.places.extend(refused(&name, &example));
    }
    Ok(compare(&marks, &outcome)?)
}

/// What extraction assumes of the services of an example that has been run. Assumptions are no findings: a report names
/// them beside its verdicts.
fn assumed(name: &str, example: &Example) -> Vec<Place> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let files = example.files.iter();
    let files: Vec<PathBuf> = files.map(|(file, _)| folder.join(file)).collect();
    let Loaded {
        program, sources, ..
    } = load(&files, &Settings::default());
    let asked = program.modules.iter().filter(|module| module.asked);
    let services = asked.flat_map(|module| &module.services);
    let behaviours = services.map(|service| behaviour_of(&program, *service).assumptions);
    let systems = systems(&program, &Choice::of(&files, None)).into_iter();
    let all = behaviours.chain(systems.map(|system| system.assumptions));
    let mut places = Vec::new();
    for assumptions in all {
        for assumption in assumptions {
            let span = assumption.span;
            let source = sources.get(span.source).unwrap();
            places.push(Place {
                file: "main.ol".to_owned(),
                line: source.position(span.start).line,
                code: assumption.code.id().to_owned(),
            });
        }
    }
    places
}

/// What keeps the example from being run.
fn refused(name: &str, example: &Example) -> Vec<Place> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let files: Vec<PathBuf> = example
        .files
        .iter()
        .map(|(file, _)| folder.join(file))
        .collect();
    let Loaded {
        program, sources, ..
    } = load(&files, &Settings::default());
    let entry = program.entry(None).unwrap();
    let nowhere = || Box::new(std::io::sink());
    let mut machine = Machine::new(machine::Settings::default(), nowhere(), nowhere());
    let sources = Arc::new(sources);
    let started = machine.start(&Arc::new(program), Arc::clone(&sources), entry, Value::VOID);
    let Err(StartError::Findings(findings)) = started else {
        return Vec::new();
    };
    let place = |finding: quadrille::base::Diagnostic| {
        let span = finding.primary.span;
        let source = sources.get(span.source).unwrap();
        Place {
            file: "main.ol".to_owned(),
            line: source.position(span.start).line,
            code: finding.code.id().to_owned(),
        }
    };
    findings.into_iter().map(place).collect()
}
