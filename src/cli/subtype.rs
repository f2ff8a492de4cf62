//! `quadrille subtype A B`: may one role stand in for another?

use super::output;
use crate::automata::local::Local;
use crate::base::Sources;
use crate::protocol::subtype::{Answer, Counterexample, Limits, Mode, Proof, binary, subtype};
use crate::report::{Choices, Report, Status, text};
use crate::syntax::binary::parse;
use anyhow::Context;
use clap::{Args, ValueEnum};
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

A file holds a binary session type, such as
  rec X. [!request; [?ok; X, ?busy; X], !stop; end]

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
    /// How many messages may be sent early before delays are only looked at by their shape
    #[arg(long, value_name = "N", default_value_t = Limits::default().bound)]
    bound: usize,
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
    let mut sources = Sources::default();
    let (candidate, original) = (
        role(&mut sources, &arguments.candidate)?,
        role(&mut sources, &arguments.original)?,
    );
    let (Some(candidate), Some(original)) = (candidate, original) else {
        return Ok(Status::Unusable);
    };
    let limits = Limits {
        bound: arguments.bound,
        ..Limits::default()
    };
    let mode = arguments.mode.mode();
    let answer = subtype(&candidate, &original, mode, &limits)
        .with_context(|| arguments.candidate.display().to_string())?;
    output::print(&told(arguments, &answer, &limits))?;
    Ok(match answer {
        Answer::Yes(_) => Status::Holds,
        Answer::No(_) => Status::Fails,
        Answer::Maybe => Status::Undecided,
    })
}

/// The role of a file; nothing when it cannot be understood, which is told.
fn role(sources: &mut Sources, path: &Path) -> anyhow::Result<Option<Local>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let source = sources.add(path.display().to_string(), text.as_str());
    match parse(source, &text) {
        Ok(session) => Ok(Some(binary::automaton(&session))),
        Err(finding) => {
            let none = Vec::new();
            let report = Report::new(sources, vec![*finding], none, &Choices::default(), |_| true);
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
