//! What the tests on programs share: marks in sources, the examples of pages, and the whole way from files to a report.
//!
//! A mark is a comment `//~ Q0314` on the line where that finding begins. Where a line cannot carry it, the mark
//! stands below with one `^` for each line up: `//~^ Q0314`. One mark may name several codes.

#![allow(dead_code, reason = "each test uses its part")]

use quadrille::base::{Code, Sources};
use quadrille::check::conformance::Cast;
use quadrille::check::network::replays_shown;
use quadrille::check::protocol::{DEFAULT, Sessions};
use quadrille::check::systems::{Judgement, Scope, judge_systems};
use quadrille::explore::Limits;
use quadrille::explore::network::{Mishaps, Settings as Exploration};
use quadrille::extract::{extract, split};
use quadrille::program::{Loaded, Program, Settings, load};
use quadrille::report::{Choices, Report, System, text};
use quadrille::system::{Choice, systems};
use quadrille::verdict::{Property, Verdict};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A finding as marks know it: the file below the folder of the case, the line, the code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The code, as it is written.
    pub code: String,
}

/// What came out of a run.
pub struct Outcome {
    /// Every finding.
    pub places: Vec<Place>,
    /// The report for people, with paths below the folder of the case.
    pub report: String,
    /// How many verdicts there are on services in their roles.
    pub conformance: usize,
    /// The codes of the findings whose run does not happen when it is made again, step by step, in the network.
    pub unreplayed: Vec<String>,
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a code is one of those that are found of whole systems: by exploration, `Q0301` to `Q0309`, or by who may call.
pub fn is_explored(code: Code) -> bool {
    let of_systems = [Code::Q0416, Code::Q0417, Code::Q0421, Code::Q0422];
    code.id().starts_with("Q030") || of_systems.contains(&code)
}

/// Loads and judges `asked` as `quadrille check` does; paths come out relative to `folder`. Without exploration only what
/// is found without a state space: small examples of other mistakes seldom make systems that work.
pub fn run(folder: &Path, asked: &[PathBuf], explores: bool) -> Outcome {
    judge(folder, asked, explores.then(Mishaps::default))
}

/// What is found in files, with these mishaps; without a state space where there are none.
pub fn judge(folder: &Path, asked: &[PathBuf], mishaps: Option<Mishaps>) -> Outcome {
    let Loaded {
        mut sources,
        program,
        mut diagnostics,
    } = load(asked, &Settings::default());
    let choice = Choice {
        name: "case".to_owned(),
        settings: quadrille::system::Settings::of(folder),
        ..Choice::of(asked, None)
    };
    let systems = systems(&program, &choice);
    let sessions = Sessions::of(&program, &[]);
    let cast = Cast::of_systems(&program, &systems, &sessions, choice.settings.as_ref());
    let scope = Scope {
        cast: Some(&cast),
        limits: Limits {
            time: Some(Duration::from_secs(60)),
            ..Limits::default()
        },
        settings: exploration(mishaps.unwrap_or_default()),
        ..Scope::default()
    };
    let mut judgement = if mishaps.is_some() {
        judge_systems(&program, &systems, &scope, &mut |_, _| {})
    } else {
        let roles = Scope {
            properties: vec![Property::Conformance],
            ..scope.clone()
        };
        Judgement {
            assumptions: vec![Vec::new(); systems.len()],
            ..judge_systems(&program, &systems, &roles, &mut |_, _| {})
        }
    };
    diagnostics.extend(cast.diagnostics.iter().cloned());
    let on_roles = |verdict: &&Verdict| verdict.property == Property::Conformance;
    let conformance = judgement.verdicts.iter().filter(on_roles).count();
    let unreplayed = unreplayed(&program, &systems, &judgement, scope.settings);
    if let Some(settings) = &choice.settings {
        diagnostics.extend(settings.diagnostics(&program, &systems, &mut sources));
    }
    diagnostics.extend(judgement.diagnostics);
    judgement.verdicts.extend(sessions.judge(DEFAULT));
    diagnostics.extend(sessions.diagnostics.iter().cloned());
    let mut report = Report::new(
        &sources,
        diagnostics,
        judgement.verdicts,
        &Choices::default(),
        |source| program.is_asked(source),
    );
    report.systems = System::all(&program, &systems, judgement.assumptions, "case");
    report.protocols = sessions.count();
    let places = places(folder, &sources, &report);
    Outcome {
        places,
        conformance,
        unreplayed,
        report: shorten(folder, &text::render(&report, false)),
    }
}

/// Where the findings of a report are.
fn places(folder: &Path, sources: &Sources, report: &Report<'_>) -> Vec<Place> {
    let places = report.findings.iter().map(|finding| {
        let span = finding.diagnostic.primary.span;
        let source = sources.get(span.source);
        Place {
            file: source.map_or_else(String::new, |source| below(folder, source.name())),
            line: source.map_or(0, |source| source.position(span.start).line),
            code: finding.diagnostic.code.id().to_owned(),
        }
    });
    places.collect()
}

/// How far systems are explored with these mishaps.
fn exploration(mishaps: Mishaps) -> Exploration {
    let mut settings = Exploration {
        mishaps,
        ..Exploration::default()
    };
    settings.step.broken = mishaps.breaks();
    settings
}

fn unreplayed(
    program: &Program,
    systems: &[quadrille::system::System],
    judgement: &Judgement,
    settings: Exploration,
) -> Vec<String> {
    let mut found = Vec::new();
    for (number, system) in systems.iter().enumerate() {
        let network = extract(program, system);
        let guessed = judgement.guessed.get(number);
        let guessed = guessed.and_then(|guessed| split(program, system, &network, guessed));
        let own = judgement
            .verdicts
            .iter()
            // A service beside its role is no network.
            .filter(|verdict| verdict.property != Property::Conformance)
            .filter(|verdict| verdict.system == system.name);
        for failure in own.filter_map(Verdict::failure) {
            let mut networks = std::iter::once(&network).chain(&guessed);
            if !networks.any(|network| replays_shown(network, settings, &failure.trace)) {
                found.push(failure.diagnostic.code.id().to_owned());
            }
        }
    }
    found
}

/// A path that people see, relative to the folder of the case.
fn below(folder: &Path, name: &str) -> String {
    shorten(folder, name)
}

/// Takes the folder out of every path in a text.
fn shorten(folder: &Path, text: &str) -> String {
    let whole = format!("{}/", folder.display());
    let relative = folder
        .strip_prefix(root())
        .map(|path| format!("{}/", path.display()));
    let text = text.replace(&whole, "");
    match relative {
        Ok(relative) => text.replace(&relative, ""),
        Err(_) => text,
    }
}

/// The marks of a text.
pub fn marks(file: &str, text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, mark)) = line.split_once("//~") else {
            continue;
        };
        let codes = mark.trim_start_matches('^');
        let up = mark.len() - codes.len();
        for code in codes.split_whitespace() {
            assert!(
                code.parse::<Code>().is_ok_and(|known| known.id() == code),
                "{file}:{}: no such code: {code}",
                index + 1
            );
            found.push(Place {
                file: file.to_owned(),
                line: index + 1 - up,
                code: code.to_owned(),
            });
        }
    }
    found
}

/// Whether what earns a code can be found in this build: some values are found by the solver alone.
pub fn is_found(code: &str) -> bool {
    let solver = quadrille::solve::availability();
    code != "Q0417" || matches!(solver, quadrille::solve::Availability::Z3(_))
}

/// Says how findings differ from what is expected and can be found; `Ok` when they do not.
pub fn compare(expected: &[Place], outcome: &Outcome) -> Result<(), String> {
    let sorted = |places: &[Place]| {
        let mut places = places.to_vec();
        places.retain(|place| is_found(&place.code));
        places.sort();
        places
    };
    let (expected, found) = (sorted(expected), sorted(&outcome.places));
    if expected == found {
        return Ok(());
    }
    let mut message = String::new();
    let all: BTreeSet<&Place> = expected.iter().chain(&found).collect();
    for place in all {
        let count = |places: &[Place]| places.iter().filter(|other| *other == place).count();
        let (wanted, had) = (count(&expected), count(&found));
        if wanted != had {
            let Place { file, line, code } = place;
            let _ = writeln!(
                message,
                "{file}:{line}: {code} expected {wanted} times, found {had}"
            );
        }
    }
    Err(format!("{message}\n{}", outcome.report))
}

/// An example of a page: what kind it is, and its files; `main.ol` is the one that is asked for.
#[derive(Debug, Default)]
pub struct Example {
    /// The files with their texts.
    pub files: Vec<(String, String)>,
}

impl Example {
    /// Every mark in every file.
    pub fn marks(&self) -> Vec<Place> {
        self.files
            .iter()
            .flat_map(|(file, text)| marks(file, text))
            .collect()
    }

    /// Writes the files to a folder of their own, and judges `main.ol`.
    pub fn run(&self, name: &str, explores: bool) -> Outcome {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in &self.files {
            fs::write(folder.join(file), text).unwrap();
        }
        run(&folder, &[folder.join("main.ol")], explores)
    }
}

/// The blocks of a page that start with ```` ```jolie KIND ````, with `file=NAME` where it is not `main.ol`.
pub fn example(page: &str, kind: &str) -> Example {
    let mut example = Example::default();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let mut words = line.split_whitespace();
        if words.next() != Some("```jolie") || words.next() != Some(kind) {
            continue;
        }
        let file = words
            .find_map(|word| word.strip_prefix("file="))
            .unwrap_or("main.ol");
        let block = lines.by_ref().take_while(|line| *line != "```");
        let text = block.fold(String::new(), |text, line| text + line + "\n");
        example.files.push((file.to_owned(), text));
    }
    example
}

/// Every file below a folder with one of these extensions, in order, with `/`, relative to the folder.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_some_and(|extension| extensions.contains(&extension)) {
                let relative = path.strip_prefix(folder).unwrap();
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
