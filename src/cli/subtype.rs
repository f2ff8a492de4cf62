//! `quadrille subtype A B`: may one role stand in for another?

use super::protocols::Protocols;
use super::scope::Seconds;
use super::{foreign, interrupt, output};
use crate::automata::local::Local;
use crate::base::Sources;
use crate::protocol::difference::changes;
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::project;
use crate::protocol::subtype::{
    Answer, Counterexample, Limits, Mode, Proof, Unfit, binary, subtype,
};
use crate::report::{Choices, Report, Status, text};
use crate::syntax::binary::parse;
use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Say whether one role can stand in for another: a subtype sends no more, and receives no less
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille subtype faster.txt slower.txt
  quadrille subtype client.txt protocol.txt --mode sync
  quadrille subtype satellite.txt ground.txt --mode fair --bound 64
  quadrille subtype new.session old.session --role Seller --mode sync

A file holds a binary session type, such as
  rec X. [!request; [?ok; X, ?busy; X], !stop; end]
or a protocol, of which --role says which role is meant. A role with several partners is compared with --mode sync.

Exit status: 0 it is a subtype, 1 it is none, 3 that is not known within the limits.")]
pub(super) struct Arguments {
    /// The candidate
    #[arg(value_name = "A")]
    candidate: PathBuf,
    /// What it is to stand in for
    #[arg(value_name = "B")]
    original: PathBuf,
    /// Which relation
    #[arg(long, value_enum, default_value_t)]
    mode: How,
    /// The format of the files; told by their content unless it is given
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<Format>,
    /// The role, where the files hold protocols
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// The session, where a file holds several
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Written,
    /// How many messages may be sent early before delays are only looked at by their shape
    #[arg(long, value_name = "N", default_value_t = Limits::default().bound)]
    bound: usize,
    /// How long it may take, in seconds
    #[arg(long, value_name = "S", default_value_t)]
    time: Seconds,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum How {
    /// Gay and Hole: messages are taken when they are sent
    Sync,
    /// Messages wait in queues, so what is sent may come before what is received
    #[default]
    Async,
    /// As async, for partners that take every choice some time: no choice may be dropped
    Fair,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Binary session types
    Binary,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Written {
    /// For people
    #[default]
    Text,
    /// For scripts: one object of the schema quadrille-subtype/1
    Json,
}

impl How {
    fn mode(self) -> Mode {
        match self {
            Self::Sync => Mode::Sync,
            Self::Async => Mode::Async,
            Self::Fair => Mode::Fair,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Async => "async",
            Self::Fair => "fair",
        }
    }
}

/// Compares both files and says why.
///
/// # Errors
/// When a file cannot be read, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    // There is one format so far.
    let _ = arguments.from;
    let [candidate, original] = [&arguments.candidate, &arguments.original];
    let (candidate, original) = (role(arguments, candidate)?, role(arguments, original)?);
    let (Some(candidate), Some(original)) = (candidate, original) else {
        return Ok(Status::Unusable);
    };
    let limits = Limits {
        bound: arguments.bound,
        until: arguments.time.ends(),
        stop: Some(interrupt::flag()),
        ..Limits::default()
    };
    let mode = arguments.mode.mode();
    let answer = match subtype(&candidate, &original, mode, &limits) {
        Err(Unfit::Partners(_) | Unfit::Mixed(_)) if mode == Mode::Sync => {
            return several(arguments, &candidate, &original);
        }
        found => found.with_context(|| arguments.candidate.display().to_string())?,
    };
    let status = match answer {
        Answer::Yes(_) => Status::Holds,
        Answer::No(_) => Status::Fails,
        Answer::Maybe => Status::Undecided,
    };
    let (steps, wrong) = match &answer {
        Answer::No(found) => {
            let steps = found.steps.iter().map(ToString::to_string).collect();
            (steps, Some(found.wrong.to_string()))
        }
        Answer::Yes(_) | Answer::Maybe => (Vec::new(), None),
    };
    let text = told(arguments, &answer, &limits);
    tell(arguments, status, &text, &steps, wrong)?;
    Ok(status)
}

/// Writes the answer in the format that was asked for.
fn tell(
    arguments: &Arguments,
    status: Status,
    text: &str,
    steps: &[String],
    wrong: Option<String>,
) -> anyhow::Result<()> {
    if arguments.format == Written::Text {
        return output::print(text);
    }
    let root = json!({
        "schema": "quadrille-subtype/1",
        "status": status.number(),
        "mode": arguments.mode.word(),
        "result": match status {
            Status::Holds => "yes",
            Status::Fails => "no",
            _ => "unknown",
        },
        "steps": steps,
        "wrong": wrong,
    });
    output::print_raw(format!("{root:#}\n").as_bytes())
}

/// Compares roles with several partners, step by step.
fn several(arguments: &Arguments, candidate: &Local, original: &Local) -> anyhow::Result<Status> {
    let (found, whole) = changes(original, candidate, &|_, one, other| {
        let same = one.payload.has_types_of(&other.payload);
        (!same).then(|| format!("it carries{}, not{}", other.payload, one.payload))
    });
    let names = [&arguments.candidate, &arguments.original].map(|path| path.display().to_string());
    let [one, other] = names;
    let wrong = found.into_iter().find(|change| change.breaks);
    let (status, text) = match (&wrong, whole) {
        (Some(change), _) => {
            let mut text = format!("{one} is no subtype of {other} (sync):\n");
            for (at, step) in change.run.iter().enumerate() {
                let _ = writeln!(text, "  {}. {step}", at + 1);
            }
            let _ = writeln!(text, "Then {}", change.message);
            (Status::Fails, text)
        }
        (None, true) => (
            Status::Holds,
            format!("{one} is a subtype of {other} (sync): all states fit\n"),
        ),
        (None, false) => (
            Status::Undecided,
            format!("{one} may be a subtype of {other} (sync): too many states\n"),
        ),
    };
    let steps = wrong
        .as_ref()
        .map_or_else(Vec::new, |change| change.run.clone());
    let wrong = wrong.map(|change| change.message);
    tell(arguments, status, &text, &steps, wrong)?;
    Ok(status)
}

/// How many states a role may have.
const MOST: usize = 1 << 16;

/// The role of a protocol; nothing when it cannot be understood, which is told.
fn of_protocol(arguments: &Arguments, path: &Path) -> anyhow::Result<Option<Local>> {
    let (others, own) = foreign::part(&[path.to_path_buf()], None);
    let protocols = Protocols::read((&others, &own), &[])?;
    if protocols.status != Status::Holds {
        return Ok(None);
    }
    let shown = path.display();
    let global = protocols.named(arguments.session.as_deref()).next();
    let global = global.ok_or_else(|| anyhow!("{shown}: there is no such session"))?;
    let names: Vec<&str> = global.roles.iter().map(|role| role.as_str()).collect();
    let asked = arguments.role.as_deref().unwrap_or_default();
    let role = global.role_ids().find(|role| global.role(*role) == asked);
    let role = role.ok_or_else(|| {
        let names = names.join(", ");
        anyhow!("{shown}: say which role is meant with --role: there is {names}")
    })?;
    let found = deterministic(global).and_then(|global| project(&global, role, MOST));
    let found = found.ok_or_else(|| anyhow!("{shown}: the role has too many states"))?;
    Ok(Some(found.local))
}

/// The role of a file; nothing when it cannot be understood, which is told.
fn role(arguments: &Arguments, path: &Path) -> anyhow::Result<Option<Local>> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let protocols = ["session", "ol", "scr", "nuscr"];
    if extension.is_some_and(|extension| protocols.contains(&extension)) {
        return of_protocol(arguments, path);
    }
    let mut sources = Sources::default();
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let source = sources.add(path.display().to_string(), text.as_str());
    match parse(source, &text) {
        Ok(session) => Ok(Some(binary::automaton(&session))),
        Err(finding) => {
            let none = Vec::new();
            let report = Report::new(&sources, vec![*finding], none, &Choices::default(), |_| {
                true
            });
            output::complain(text::findings(&report, false).trim_end());
            Ok(None)
        }
    }
}

fn told(arguments: &Arguments, answer: &Answer, limits: &Limits) -> String {
    let (candidate, original) = (arguments.candidate.display(), arguments.original.display());
    let mode = arguments.mode.word();
    match answer {
        Answer::Yes(proof) => {
            let why = match proof {
                Proof::Exhaustive(count) => format!("all {count} configurations fit"),
                Proof::Invariant(count) => format!(
                    "proved by an invariant of {count} shapes, since messages may be sent early without a bound"
                ),
                Proof::Uncontrollable => {
                    "no partner brings the supertype to its end, so all stand in for it".to_owned()
                }
            };
            format!("{candidate} is a subtype of {original} ({mode}): {why}\n")
        }
        Answer::No(found) => {
            let run = run_of(found);
            format!("{candidate} is no subtype of {original} ({mode}):\n{run}")
        }
        Answer::Maybe if limits.are_over() => format!(
            "{candidate} may be a subtype of {original} ({mode}): not decided in the time that there was\n"
        ),
        Answer::Maybe => format!(
            "{candidate} may be a subtype of {original} ({mode}): not decided within {} configurations and delays of {} \
             messages\n",
            limits.configurations, limits.bound
        ),
    }
}

/// The run, and what is wrong at its end.
fn run_of(found: &Counterexample) -> String {
    let mut text = String::new();
    for (at, step) in found.steps.iter().enumerate() {
        let _ = writeln!(text, "  {}. {step}", at + 1);
    }
    if !found.delay.is_empty() {
        let delay = found.delay.join(", ");
        let _ = writeln!(text, "The subtype has still to receive: {delay}");
    }
    let then = if found.steps.is_empty() {
        "At once"
    } else {
        "Then"
    };
    let _ = writeln!(text, "{then} {}", found.wrong);
    text
}
