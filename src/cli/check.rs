//! `quadrille check [PATH…]`: every judgement that applies, in the format that was asked for.

use super::foreign::{self, Foreign, RuleBook, Semantics};
use super::input::Input;
use super::kept::Kept;
use super::progress::Progress;
use super::scope::Scope;
use super::{interrupt, output};
use crate::base::{Name, Sources};
use crate::check::conformance::Cast;
use crate::check::protocol::Sessions;
use crate::check::systems::{Judgement, judge_systems};
use crate::program::{Loaded, Program, load};
use crate::report::baseline::Baseline;
use crate::report::{Choices, Drawing, Report, Status, System, json, junit, sarif, text};
use crate::system::{self, Choice, Settings as Declared, systems};
use crate::verdict::{Outcome, Property, Reason, Verdict};
use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Judge services: files and folders, several are one system
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille check
  quadrille check shop.ol bank.ol
  quadrille check services --deny warnings --format sarif > findings.sarif
  quadrille check --format json > known.json && quadrille check --baseline known.json
  quadrille check shop.ol --service Bank
  quadrille check --system shop
  quadrille check purchase.session
  quadrille check Buyer.scr --rules scribble
  quadrille check Buyer.scr --semantics sync
  quadrille check main.ol --constant LOCATION=socket://localhost:8000 --include lib

A line of source is excused by a comment with a reason:
  // quadrille: allow(Q0311) because it is called by hand")]
pub(super) struct Arguments {
    /// Files and folders; this folder when there is none
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// How the run that shows a failure is drawn in text
    #[arg(long, value_enum, default_value_t, value_name = "DRAWING")]
    trace: Trace,
    /// What fails the run besides errors
    #[arg(long, value_enum, value_name = "KIND")]
    deny: Option<Deny>,
    /// A JSON report, or a list of fingerprints, whose findings are not reported again
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    input: Input,
    /// Only this system: a table of quadrille.toml, or a name that a report shows; may be given several times
    #[arg(long = "system", value_name = "NAME")]
    systems: Vec<String>,
    /// The language of the files, for protocols that cannot be told by their extension or their first words
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    from: Option<foreign::From>,
    /// By whose rules protocols of Scribble are judged
    #[arg(long, value_enum, default_value_t)]
    rules: RuleBook,
    /// How messages travel in protocols of other languages: with queues unless this is given
    #[arg(long, value_enum)]
    semantics: Option<Semantics>,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    kept: Kept,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For scripts: one object of the schema quadrille/1
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For CI test results: JUnit XML
    Junit,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Trace {
    /// A numbered list, each step on its line of source
    #[default]
    List,
    /// A column a participant; the list where that is wider than 100 columns
    Chart,
    /// A sequence diagram of Mermaid, for Markdown
    Mermaid,
    /// Not at all
    None,
}

impl Trace {
    fn drawing(self) -> Drawing {
        match self {
            Self::List => Drawing::List,
            Self::Chart => Drawing::Chart,
            Self::Mermaid => Drawing::Mermaid,
            Self::None => Drawing::Nothing,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings fail the run
    Warnings,
}

/// Judges, prints the report, and returns how it ends.
///
/// # Errors
/// When stdout cannot be written.
pub(super) fn run(arguments: &Arguments, start: Instant) -> anyhow::Result<Status> {
    arguments.kept.open();
    let judged = catch_unwind(AssertUnwindSafe(|| judge(arguments, start)));
    judged.unwrap_or_else(|_| {
        // The hook has said the rest on stderr.
        fail(
            arguments.format,
            Status::Internal,
            "internal error of quadrille",
        )
    })
}

/// What is said to a semantics that is asked for where none can be chosen.
const JOLIE_HAS_ITS_OWN: &str = "--semantics is for protocols of other languages, and there is none: messages between \
                                 services of Jolie, and in sessions, travel as Jolie has it";

fn judge(arguments: &Arguments, start: Instant) -> anyhow::Result<Status> {
    let (choices, settings) = match (choices(arguments), arguments.input.settings()) {
        (Ok(choices), Ok(settings)) => (choices, settings),
        (Err(error), _) | (_, Err(error)) => {
            return fail(arguments.format, Status::Unusable, &format!("{error:#}"));
        }
    };
    let here = [PathBuf::from(".")];
    let (others, own) = foreign::part(&arguments.paths, arguments.from);
    if arguments.semantics.is_some() && others.is_empty() {
        return fail(arguments.format, Status::Unusable, JOLIE_HAS_ITS_OWN);
    }
    let here_alone = arguments.paths.is_empty();
    let paths: &[PathBuf] = if here_alone { &here } else { &own };
    let service = arguments.input.service.as_deref().map(Name::from);
    let choice = Choice::of(&arguments.paths, service);
    let Loaded {
        mut sources,
        program,
        mut diagnostics,
    } = load(&with_files_outside(paths, &choice), &settings);
    let others = match Foreign::read(&others, arguments.rules, &mut sources) {
        Ok(others) => others,
        Err(error) => return fail(arguments.format, Status::Unusable, &format!("{error:#}")),
    };
    if sources.iter().next().is_none() && diagnostics.is_empty() {
        return fail(arguments.format, Status::Unusable, &nothing(paths));
    }
    let mut systems = systems(&program, &choice);
    if let Some(declared) = &choice.settings {
        diagnostics.extend(declared.diagnostics(&program, &systems, &mut sources));
    }
    if let Err(error) = narrow(&mut systems, arguments, &program) {
        return fail(arguments.format, Status::Unusable, &format!("{error:#}"));
    }
    let sessions = Sessions::of(&program, &settings.constants);
    let cast = Cast::of_systems(&program, &systems, &sessions, choice.settings.as_ref());
    let wrong = sessions.diagnostics.iter().chain(&others.diagnostics);
    diagnostics.extend(wrong.chain(&cast.diagnostics).cloned());
    let mut judgement = explore(&program, &systems, &arguments.scope, &cast);
    diagnostics.extend(judgement.diagnostics);
    let properties = arguments.scope.properties();
    judgement.verdicts.extend(sessions.judge(&properties));
    let foreign = others.judge(arguments.semantics, &properties, arguments.scope.time());
    judgement.verdicts.extend(foreign);
    let (named, name) = (&arguments.scope.property, choice.name.as_str());
    let missing = unasked(named, &judgement.verdicts, name);
    judgement.verdicts.extend(missing);
    let asked = |source| program.is_asked(source) || others.has(source);
    let mut report = Report::new(&sources, diagnostics, judgement.verdicts, &choices, asked);
    report.systems = System::all(&program, &systems, judgement.assumptions, name);
    if let Some(system) = report.systems.first_mut() {
        system.files.extend(others.files.iter().cloned());
    }
    report.protocols = sessions.count() + others.count();
    tell(report, arguments.format, start)
}

/// What was asked for by name and applies to nothing here: it must not look as if it held.
fn unasked(named: &[Property], verdicts: &[Verdict], system: &str) -> Vec<Verdict> {
    let judged = |property: &Property| verdicts.iter().any(|one| one.property == *property);
    let missing = named.iter().filter(|property| !judged(property));
    let open = missing.map(|property| {
        let message = if property.is_of_roles() {
            "no service here plays a role of a session: write `plays` in the service, or `roles` in quadrille.toml"
        } else if property.is_of_protocols() {
            "there is no session or protocol here"
        } else {
            "there is no service here"
        };
        let reason = Reason {
            code: "nothing",
            message: message.to_owned(),
            candidate: None,
        };
        Verdict::without_states(*property, system, None, Outcome::Unknown(reason))
    });
    open.collect()
}

/// Prints the report, and returns how it ends.
fn tell(mut report: Report<'_>, format: Format, start: Instant) -> anyhow::Result<Status> {
    report.elapsed = start.elapsed();
    if format == Format::Text {
        output::print(&text::findings(&report, output::styled()))?;
        report.elapsed = start.elapsed();
        output::print(&text::ending(&report))?;
    } else {
        print(&report, format)?;
    }
    Ok(report.status)
}

/// Judges the systems, with a line of progress; Ctrl-C ends what is at work, and what was found is reported.
fn explore(
    program: &Program,
    systems: &[system::System],
    scope: &Scope,
    cast: &Cast<'_>,
) -> Judgement {
    let mut line = Progress::new();
    let scope = scope.of(Some(cast), interrupt::flag());
    judge_systems(program, systems, &scope, &mut |system, now| {
        line.of(system)(now);
    })
}

fn choices(arguments: &Arguments) -> anyhow::Result<Choices> {
    let baseline = match &arguments.baseline {
        Some(path) => baseline(path)?,
        None => Baseline::default(),
    };
    Ok(Choices {
        deny_warnings: arguments.deny == Some(Deny::Warnings),
        baseline,
        drawing: arguments.trace.drawing(),
        named: arguments.scope.property.clone(),
        require: arguments.scope.require(),
    })
}

fn baseline(path: &Path) -> anyhow::Result<Baseline> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the baseline {}", path.display()))?;
    Baseline::read(&text).map_err(|error| anyhow!("{}: {error}", path.display()))
}

/// What is said when there is nothing to judge: an empty folder must not look like a success.
fn nothing(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    format!("no .ol or .session file in {}", paths.join(", "))
}

/// The paths, with the files of `quadrille.toml` that lie elsewhere.
fn with_files_outside(paths: &[PathBuf], choice: &Choice) -> Vec<PathBuf> {
    let files = choice.settings.iter().flat_map(Declared::files);
    let folders: Vec<PathBuf> = paths.iter().flat_map(|path| path.canonicalize()).collect();
    let inside = |file: &PathBuf| folders.iter().any(|folder| file.starts_with(folder));
    let outside = files.filter(|file| !inside(file));
    paths.iter().cloned().chain(outside).collect()
}

/// Keeps the systems that `--system` names.
///
/// # Errors
/// When there is none of a name, and when no file has the service of `--service`.
fn narrow(
    systems: &mut Vec<system::System>,
    arguments: &Arguments,
    program: &Program,
) -> anyhow::Result<()> {
    if let Some(name) = &arguments.input.service {
        let asked = program.modules.iter().filter(|module| module.asked);
        let mut services = asked.flat_map(|module| &module.services);
        if !services.any(|id| program[*id].name == name.as_str()) {
            return Err(anyhow!("--service {name}: no file has this service"));
        }
    }
    for name in &arguments.systems {
        if !systems.iter().any(|system| system.name == *name) {
            let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
            let names = names.join(", ");
            return Err(anyhow!("--system {name}: no such system, there is {names}"));
        }
    }
    let asked = |name: &String| arguments.systems.is_empty() || arguments.systems.contains(name);
    systems.retain(|system| asked(&system.name));
    Ok(())
}

/// Writes the report in the format that was asked for.
fn print(report: &Report<'_>, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Text => output::print(&text::render(report, output::styled())),
        Format::Json => output::print_raw(json::render(report).as_bytes()),
        Format::Sarif => output::print_raw(sarif::render(report).as_bytes()),
        Format::Junit => output::print_raw(junit::render(report)?.as_bytes()),
    }
}

/// Says why there is no result: to people on stderr, to programs in the format that they read as well.
fn fail(format: Format, status: Status, error: &str) -> anyhow::Result<Status> {
    if status != Status::Internal {
        output::complain(&format!("error: {error}"));
    }
    if format != Format::Text {
        print(&Report::failed(&Sources::default(), status, error), format)?;
    }
    Ok(status)
}

/// For options that could not be read: tells a program why, in the format that the words ask for.
pub(super) fn report_unusable(words: &[OsString], error: &str) {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    if words.get(1).is_none_or(|command| command != "check") {
        return;
    }
    let next = words.iter().skip_while(|word| *word != "--format").nth(1);
    let format = words
        .iter()
        .find_map(|word| word.strip_prefix("--format="))
        .or(next.map(AsRef::as_ref))
        .and_then(|format| Format::from_str(format, false).ok());
    if let Some(format) = format.filter(|format| *format != Format::Text) {
        let report = Sources::default();
        let report = Report::failed(&report, Status::Unusable, error);
        // The complaint about the options stands on stderr already.
        let _ = print(&report, format);
    }
}
