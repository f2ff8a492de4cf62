//! Two hundred defects sown into public programs, one at a time: how many are found, and where.
//!
//! The programs are read from the folder that `QUADRILLE_PUBLIC` names; nothing of them is kept here. A row of
//! `seeded.tsv` names the program, the file, the line, the kind of change and the name that it is about; the change is
//! made by `support/seeding.rs` in a copy. A change is found when an error or a warning that was not there before lies
//! with one of its places on a line that was changed or, where something was taken away, on a line next to it. Every
//! change is a defect for a reason that the row gives; every miss is argued for in its row.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/seeding.rs"]
mod seeding;

use quadrille::base::{Severity, Span};
use quadrille::check::network::diagnostics as diagnostics_of;
use quadrille::check::systems::{Scope, judge_systems};
use quadrille::program::{Loaded, Operation, Program, ServiceId, Settings, Table, load};
use quadrille::system::{Choice, systems};
use seeding::{Context, Kind, Site, apply, sites};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A finding, with the files below the folder of its program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    code: String,
    message: String,
    error: bool,
    /// Where it begins, and where the places that take part begin: file and line.
    places: Vec<(String, usize)>,
}

/// How far `quadrille check` looks, but for the time: a program that takes longer is undecided, and so not found.
fn scope() -> Scope<'static> {
    let mut scope = Scope::default();
    scope.settings.step.eager = true;
    scope.limits.time = Some(Duration::from_secs(10));
    scope.limits.memory = Some(1 << 30);
    scope
}

/// What the tool says about the program in a folder.
fn findings(folder: &Path) -> Vec<Finding> {
    let Loaded {
        sources,
        program,
        mut diagnostics,
    } = load(&[folder.to_owned()], &Settings::default());
    let systems = systems(&program, &Choice::of(&[folder.to_owned()], None));
    let judged = judge_systems(&program, &systems, &scope(), &mut |_, _| {});
    diagnostics.extend(judged.diagnostics);
    diagnostics.extend(diagnostics_of(&judged.verdicts));
    let place = |span: Span| {
        let source = sources.get(span.source);
        source.map_or((String::new(), 0), |source| {
            let line = source.position(span.start).line;
            (below(folder, source.name()), line)
        })
    };
    let serious = diagnostics
        .iter()
        .filter(|found| found.severity >= Severity::Warning);
    let mut found: Vec<_> = serious
        .map(|found| Finding {
            code: found.code.id().to_owned(),
            message: found.message.clone(),
            error: found.severity == Severity::Error,
            places: std::iter::once(&found.primary)
                .chain(&found.related)
                .map(|label| place(label.span))
                .collect(),
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// A path as it stands below a folder.
fn below(folder: &Path, path: &str) -> String {
    // Sources are named relative to the working folder.
    let path = std::env::current_dir().unwrap().join(path);
    let below = path.strip_prefix(folder).unwrap_or(&path);
    below.to_string_lossy().into_owned()
}

/// What is known of the files of the program in a folder.
fn contexts(folder: &Path) -> BTreeMap<String, Context> {
    let Loaded {
        sources, program, ..
    } = load(&[folder.to_owned()], &Settings::default());
    let mut contexts: BTreeMap<String, Context> = BTreeMap::new();
    for service in program
        .modules
        .iter()
        .filter(|module| !module.standard)
        .flat_map(|module| module.services.iter().map(move |id| (module.source, *id)))
    {
        let (source, id) = service;
        let name = sources.get(source).map_or("", |source| source.name());
        add(
            contexts.entry(below(folder, name)).or_default(),
            &program,
            id,
        );
    }
    contexts
}

fn add(context: &mut Context, program: &Program, id: ServiceId) {
    let service = &program[id];
    let own = |operations: &Table<Operation>| {
        operations
            .values()
            .all(|operation| !program.standard.contains(&operation.name.span.source))
    };
    for port in service
        .input_ports
        .values()
        .filter(|port| own(&port.operations))
    {
        for operation in port.operations.values() {
            let name = operation.name.name.to_string();
            if let Some(other) = sibling(&port.operations, operation) {
                context.inputs.insert(name.clone(), other);
            }
            context.offered.insert(name, port.name.name.to_string());
        }
    }
    for port in service
        .output_ports
        .values()
        .filter(|port| own(&port.operations))
    {
        context.ports.insert(port.name.name.to_string());
        for operation in port.operations.values() {
            if let Some(other) = sibling(&port.operations, operation) {
                let key = (port.name.name.to_string(), operation.name.name.to_string());
                context.outputs.insert(key, other);
            }
        }
    }
}

/// The next operation of the same kind.
fn sibling(operations: &Table<Operation>, of: &Operation) -> Option<String> {
    let same: Vec<_> = operations
        .values()
        .filter(|other| other.is_request_response() == of.is_request_response())
        .map(|other| other.name.name.to_string())
        .collect();
    let at = same
        .iter()
        .position(|name| *name == of.name.name.as_str())?;
    let next = &same[(at + 1) % same.len()];
    (next.as_str() != of.name.name.as_str()).then(|| next.clone())
}

/// Copies the texts of a program.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else if fs::metadata(&path).is_ok_and(|found| found.len() < 1 << 20) {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// An empty folder of this run.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("seeded-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// How a change came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Result {
    /// On a line that was changed.
    Found,
    /// On another line.
    Elsewhere,
    /// Not at all.
    Missed,
}

/// Makes one change in a copy, and says what is new.
fn sow(copy: &Path, file: &str, site: &Site, before: &[Finding]) -> (Result, Vec<Finding>) {
    let path = copy.join(file);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, apply(&text, &site.edits)).unwrap();
    let mut new = findings(copy);
    fs::write(&path, &text).unwrap();
    new.retain(|found| !before.contains(found));
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let changed: BTreeSet<usize> = site
        .edits
        .iter()
        .flat_map(|(range, text)| {
            let removed = usize::from(text.trim().is_empty() || text.trim() == "nullProcess");
            line(range.start) - removed..=line(range.end) + removed
        })
        .chain(site.around.iter().copied())
        .collect();
    let here = |found: &Finding| {
        let mut places = found.places.iter();
        places.any(|(name, line)| name == file && changed.contains(line))
    };
    let result = match new.as_slice() {
        [] => Result::Missed,
        found if found.iter().any(here) => Result::Found,
        _ => Result::Elsewhere,
    };
    (result, new)
}

/// The folder of jolie/examples.
fn examples() -> Option<PathBuf> {
    let public = std::env::var_os("QUADRILLE_PUBLIC").map(PathBuf::from);
    let folder = public.map(|public| public.join("jolie/examples"));
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: QUADRILLE_PUBLIC names no folder with jolie/examples");
    }
    folder
}

/// Prints every change that could be made in the programs that the lines of the file `SEEDED_PROGRAMS` name, and how each
/// comes out; with `SEEDED_UNCHANGED` only what is said of the programs as they are.
#[test]
#[ignore = "to choose changes: prints thousands of lines"]
fn every_change() {
    let Some(examples) = examples() else { return };
    let programs = std::env::var("SEEDED_PROGRAMS").unwrap();
    let scratch = scratch("every");
    for (index, program) in fs::read_to_string(programs).unwrap().lines().enumerate() {
        let folder = scratch.join(index.to_string());
        copy(&examples.join(program), &folder);
        let start = Instant::now();
        let before = findings(&folder);
        println!("time\t{program}\t{:?}", start.elapsed());
        for found in &before {
            println!("before\t{program}\t{found:?}");
        }
        if std::env::var_os("SEEDED_UNCHANGED").is_some() {
            continue;
        }
        for (file, context) in contexts(&folder) {
            let text = fs::read_to_string(folder.join(&file)).unwrap();
            for site in sites(&text, &context) {
                let (result, new) = sow(&folder, &file, &site, &before);
                let new: Vec<_> = new
                    .iter()
                    .map(|found| {
                        let (file, line) = &found.places[0];
                        format!("{}@{file}:{line}", found.code)
                    })
                    .collect();
                println!(
                    "{program}\t{file}\t{}\t{}\t{}\t{result:?}\t{}",
                    site.line,
                    site.kind,
                    site.name,
                    new.join(" ")
                );
            }
        }
    }
    fs::remove_dir_all(&scratch).unwrap();
}

/// A row of the table.
struct Row {
    program: String,
    file: String,
    line: usize,
    kind: String,
    name: String,
    /// How it is known to come out.
    result: String,
    /// Why the change is a defect.
    defect: String,
    /// Why it is not found on the line.
    why: String,
}

fn table() -> Vec<Row> {
    let read = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [program, file, line, kind, name, result, defect, why] = fields.as_slice() else {
            panic!("not a row of eight fields: {line}");
        };
        Row {
            program: (*program).to_owned(),
            file: (*file).to_owned(),
            line: line.parse().unwrap(),
            kind: (*kind).to_owned(),
            name: (*name).to_owned(),
            result: (*result).to_owned(),
            defect: (*defect).to_owned(),
            why: (*why).to_owned(),
        }
    };
    let rows = include_str!("seeded.tsv").lines().skip(1);
    rows.map(read).collect()
}

#[test]
fn two_hundred_changes_in_forty_programs_are_argued() {
    let table = table();
    assert!(table.len() >= 200, "{}", table.len());
    let programs: BTreeSet<&str> = table.iter().map(|row| row.program.as_str()).collect();
    assert!(programs.len() >= 40, "{}", programs.len());
    let places: BTreeSet<_> = table
        .iter()
        .map(|row| (&row.program, &row.file, row.line, &row.kind, &row.name))
        .collect();
    assert_eq!(places.len(), table.len(), "a change stands there twice");
    for row in &table {
        let place = format!("{}/{}:{} {}", row.program, row.file, row.line, row.kind);
        assert!(row.defect.len() > 20, "{place}: why is it a defect?");
        assert_eq!(
            row.result == "found",
            row.why.is_empty(),
            "{place}: why is it missed?"
        );
        assert!(
            Kind::ALL.iter().any(|kind| kind.name() == row.kind),
            "{place}"
        );
    }
    let found = table.iter().filter(|row| row.result == "found").count();
    assert!(
        found * 100 >= table.len() * 80,
        "{found} of {}",
        table.len()
    );
}

#[test]
fn changes_come_out_as_the_table_says() {
    let Some(examples) = examples() else { return };
    let scratch = scratch("table");
    let table = table();
    let mut programs: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &table {
        programs.entry(&row.program).or_default().push(row);
    }
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut differences = Vec::new();
    for (index, (program, rows)) in programs.into_iter().enumerate() {
        let folder = scratch.join(index.to_string());
        copy(&examples.join(program), &folder);
        let before = findings(&folder);
        let contexts = contexts(&folder);
        for row in rows {
            let text = fs::read_to_string(folder.join(&row.file)).unwrap();
            let sites = sites(&text, &contexts[&row.file]);
            let place = format!(
                "{program}/{}:{} {} {}",
                row.file, row.line, row.kind, row.name
            );
            let site = sites.iter().find(|site| {
                (site.line, site.kind.name(), site.name.as_str())
                    == (row.line, row.kind.as_str(), row.name.as_str())
            });
            let site = site.unwrap_or_else(|| panic!("no such change: {place}"));
            let (result, new) = sow(&folder, &row.file, site, &before);
            counts.entry(site.kind.name()).or_default()[result as usize] += 1;
            let result = format!("{result:?}").to_lowercase();
            if result != row.result {
                differences.push(format!("{place}: {result}, not {}: {new:?}", row.result));
            }
        }
    }
    fs::remove_dir_all(&scratch).unwrap();
    println!("{:<24} found elsewhere missed", "kind");
    for (kind, [found, elsewhere, missed]) in counts {
        println!("{kind:<24} {found:>5} {elsewhere:>9} {missed:>6}");
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
