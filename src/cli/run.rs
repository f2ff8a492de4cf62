//! `quadrille run PATH…`: verifies a program, then runs it.

use super::input::Input;
use super::replay::{Wanted, replay};
use super::{interrupt, output, scope};
use crate::base::{Name, Sources};
use crate::check::conformance::{Cast, Watched};
use crate::check::protocol::Sessions;
use crate::check::systems::{Judgement, Scope, judge_systems};
use crate::interpreter::machine::{self, Limits, Machine, Outcome, StartError, Waiting};
use crate::interpreter::parameter::from_json;
use crate::interpreter::trace::{Format, Trace};
use crate::interpreter::value::Value;
use crate::program::{Loaded, Program, ServiceId, Settings, load};
use crate::report::{self, Choices, Report, Status, makes_unusable, text};
use crate::system::{Choice, System, systems};
use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Judge a program, then run it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille run shop.ol
  quadrille run shop.ol --param shop.json -- first second
  quadrille run shop.ol --unchecked --trace text
  quadrille run shop.ol --seed 7 --trace itf --trace-file run.itf.json
  quadrille run shop.ol --replay Q0301

The program is not started when something certainly fails; the report is on stderr then.
The exit status is that of the program: 0, what it halted with, or 1 when its entry died of a
fault or nobody could go on.")]
pub(super) struct Arguments {
    /// Files and folders: one file, or the programs of one system, which run together
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    input: Input,
    /// Run it without judging it first
    #[arg(long)]
    unchecked: bool,
    /// Who goes on is a matter of chance, the same in each run with this number; time does not pass by itself, and
    /// sockets lead to the programs of this run alone
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Make the run of a finding happen in place of the program's own, step by step, with messages made up for who is
    /// not there: a code, or a code and a line
    #[arg(long, value_name = "CODE[:LINE]", conflicts_with_all = ["unchecked", "seed", "trace_file"])]
    replay: Option<Wanted>,
    /// How long an answer may take, in seconds
    #[arg(long, value_name = "S", default_value_t = 60)]
    timeout: u64,
    /// How much memory the values of the program may take
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().values >> 20)]
    memory: usize,
    /// Write down every start, send, receive, reply, fault and end
    #[arg(long, value_enum, value_name = "FORMAT")]
    trace: Option<TraceFormat>,
    /// Where the trace goes, in place of stderr
    #[arg(long, value_name = "FILE", requires = "trace")]
    trace_file: Option<PathBuf>,
    /// Arguments of the program: its variable `args`
    #[arg(last = true, value_name = "ARGS")]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TraceFormat {
    /// A line for each event
    Text,
    /// A JSON object a line
    Json,
    /// The Informal Trace Format, one document
    Itf,
}

impl From<TraceFormat> for Format {
    fn from(format: TraceFormat) -> Self {
        match format {
            TraceFormat::Text => Self::Text,
            TraceFormat::Json => Self::Json,
            TraceFormat::Itf => Self::Itf,
        }
    }
}

/// Judges, runs, and returns how the program ended.
///
/// # Errors
/// When a file or an option cannot be used.
pub(super) fn run(arguments: &Arguments, start: Instant) -> anyhow::Result<Status> {
    let settings = arguments.input.settings()?;
    let service = arguments.input.service.as_deref();
    let choice = Choice::of(&arguments.paths, service.map(Name::from));
    let loaded = load(&arguments.paths, &settings);
    if loaded.sources.iter().next().is_none() && loaded.diagnostics.is_empty() {
        return Err(anyhow!("no .ol file to run"));
    }
    let parameter = settings.parameter.as_ref().map_or(Value::VOID, from_json);
    if let Some(wanted) = &arguments.replay {
        let systems = systems(&loaded.program, &choice);
        let verdicts = judgement(&loaded.program, &systems, None).verdicts;
        let format = arguments.trace.unwrap_or(TraceFormat::Text);
        let settings = machine_settings(arguments, settings);
        let judged = (systems.as_slice(), verdicts.as_slice());
        return replay(loaded, judged, wanted, &settings, &parameter, format);
    }
    let sessions = Sessions::of(&loaded.program, &settings.constants);
    if let Some(status) = judged(arguments, &loaded, (&choice, &sessions), start) {
        return Ok(status);
    }
    let entries = entries(arguments, &loaded.program, &choice)?;
    let watched = watched(&loaded.program, &choice, &sessions);
    let mut machine = prepared(arguments, settings)?;
    let program = Arc::new(loaded.program);
    machine.watch(&program, watched);
    let sources = Arc::new(loaded.sources);
    for entry in entries {
        match machine.start(&program, Arc::clone(&sources), entry, parameter.clone()) {
            Ok(_) => {}
            Err(StartError::Fault(fault)) => {
                return Err(anyhow!("{}: {}", fault.name, fault.value.as_string()));
            }
            Err(StartError::Findings(findings)) => {
                let judgement = Judgement {
                    diagnostics: findings,
                    ..Judgement::default()
                };
                let systems = systems(&program, &choice);
                refused(&program, &sources, judgement, (&systems, &choice), start);
                return Ok(Status::Unusable);
            }
        }
    }
    interrupt::on_first(machine.interrupter());
    let status = told(&machine.run());
    Ok(match (machine.finish_observer(), &arguments.trace_file) {
        (Err(error), Some(path)) => {
            output::complain(&format!(
                "error: the trace is not whole, cannot write {}: {error}",
                path.display()
            ));
            if status.number() == 0 {
                Status::Unusable
            } else {
                status
            }
        }
        // A trace on stderr that nobody reads any more is no failure.
        _ => status,
    })
}

/// What is started: `Main` of a file, or its only service, or the one that is named; of several files or of a folder,
/// whatever nothing of the first system there embeds.
fn entries(
    arguments: &Arguments,
    program: &Program,
    choice: &Choice,
) -> anyhow::Result<Vec<ServiceId>> {
    let service = arguments.input.service.as_deref();
    if let [path] = arguments.paths.as_slice()
        && path.is_file()
    {
        let entry = program.entry(service).ok_or_else(|| {
            anyhow!("there is no `Main`, and not exactly one service: name one with --service")
        })?;
        return Ok(vec![entry]);
    }
    let systems = systems(program, choice);
    let system = systems
        .first()
        .ok_or_else(|| anyhow!("there is no service to run"))?;
    let roots = system
        .instances
        .iter()
        .filter(|running| running.parent.is_none());
    Ok(roots.map(|running| running.service).collect())
}

fn machine_settings(arguments: &Arguments, load: Settings) -> machine::Settings {
    machine::Settings {
        seed: arguments.seed,
        timeout: Some(Duration::from_secs(arguments.timeout)),
        turns: None,
        arguments: arguments.arguments.clone(),
        program: arguments.paths.first().cloned().unwrap_or_default(),
        load,
        limits: Limits {
            values: arguments.memory.saturating_mul(1 << 20),
            ..Limits::default()
        },
    }
}

/// The services that hold their partners to a session; says who plays a role and does not.
fn watched(program: &Program, choice: &Choice, sessions: &Sessions) -> Vec<Watched> {
    if sessions.protocols.is_empty() {
        return Vec::new();
    }
    let systems = systems(program, choice);
    let cast = Cast::of_systems(program, &systems, sessions, choice.settings.as_ref());
    let mut found = Vec::new();
    for watched in cast.watched(&systems) {
        match watched {
            Ok(watched) => found.push(watched),
            Err(why) => {
                output::complain(&format!("note: no partner is held to the session of {why}"))
            }
        }
    }
    found
}

/// The machine as the options ask for it.
fn prepared(arguments: &Arguments, load: Settings) -> anyhow::Result<Machine> {
    let settings = machine_settings(arguments, load);
    let stdout = Box::new(BufWriter::new(io::stdout()));
    let mut machine = Machine::new(settings, stdout, Box::new(io::stderr()));
    if let Some(format) = arguments.trace {
        let output: Box<dyn Write> = match &arguments.trace_file {
            None => Box::new(io::stderr()),
            Some(path) => {
                let file = File::create(path);
                let file = file.with_context(|| format!("cannot write {}", path.display()))?;
                Box::new(BufWriter::new(file))
            }
        };
        machine.observe(Box::new(Trace::new(format.into(), output)));
    }
    Ok(machine)
}

/// The status with which the program is not started, with the report on stderr; nothing when it may run.
fn judged(
    arguments: &Arguments,
    loaded: &Loaded,
    (choice, sessions): (&Choice, &Sessions),
    start: Instant,
) -> Option<Status> {
    let unusable = loaded.diagnostics.iter().any(makes_unusable);
    if arguments.unchecked && !unusable {
        return None;
    }
    let (program, sources) = (&loaded.program, &loaded.sources);
    let systems = systems(program, choice);
    let cast = Cast::of_systems(program, &systems, sessions, choice.settings.as_ref());
    let mut judgement = if unusable {
        Judgement::default()
    } else {
        judgement(program, &systems, Some(&cast))
    };
    let known = loaded.diagnostics.iter().chain(&sessions.diagnostics);
    let known = known.chain(&cast.diagnostics).cloned();
    judgement.diagnostics.extend(known);
    let status = refused(program, sources, judgement, (&systems, choice), start);
    if status.is_some() && !unusable {
        output::complain("not started; --unchecked runs it as it is");
    }
    status
}

/// What is said of systems within the limits that `check` has unless the user says otherwise.
fn judgement(program: &Program, systems: &[System], cast: Option<&Cast<'_>>) -> Judgement {
    let scope = Scope {
        cast,
        limits: scope::usual_limits(interrupt::flag()),
        ..Scope::default()
    };
    judge_systems(program, systems, &scope, &mut |_, _| {})
}

/// The status of a report that says why a program is not started, written to stderr; nothing when nothing is wrong.
fn refused(
    program: &Program,
    sources: &Sources,
    judgement: Judgement,
    (systems, choice): (&[System], &Choice),
    start: Instant,
) -> Option<Status> {
    let Judgement {
        diagnostics,
        verdicts,
        mut assumptions,
        guessed: _,
    } = judgement;
    let asked = |source| program.is_asked(source);
    let mut report = Report::new(sources, diagnostics, verdicts, &Choices::default(), asked);
    assumptions.resize(systems.len(), Vec::new());
    report.systems = report::System::all(program, systems, assumptions, choice.name.as_str());
    report.elapsed = start.elapsed();
    if matches!(report.status, Status::Holds | Status::Undecided) {
        return None;
    }
    output::complain(text::render(&report, false).trim_end());
    Some(report.status)
}

/// Says how a run ended, where that is not plain, and gives the status.
fn told(outcome: &Outcome) -> Status {
    match outcome {
        Outcome::Ended(status) => Status::Ended(u8::try_from(status & 0xff).unwrap_or(u8::MAX)),
        Outcome::Idle => Status::Holds,
        Outcome::Interrupted => Status::Ended(130),
        Outcome::Stuck(waiting) => {
            output::complain("nobody can go on:");
            tell_waiting(waiting);
            Status::Fails
        }
    }
}

/// Says who waits for what, a line each.
pub(super) fn tell_waiting(waiting: &[Waiting]) {
    for one in waiting {
        output::complain(&format!("  {one}"));
    }
}
