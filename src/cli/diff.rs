//! `quadrille diff OLD NEW`: what a new version breaks for those who keep to the old one.

use super::constant::constant;
use super::output;
use crate::base::{Name, SourceId, Sources};
use crate::check::difference::{Change, Effect, Versions};
use crate::check::protocol::{Sessions, numbers};
use crate::program::{Loaded, Program, Settings, load};
use crate::report::Status;
use crate::syntax::jolie::tree::Literal;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use rustc_hash::FxHashSet;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Say what a new version breaks for clients and partners that keep to the old one
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille diff shop-1.ol shop-2.ol
  quadrille diff old/purchase.session new/purchase.session
  quadrille diff ../release services --format json

Services are compared by the ports that they offer, interfaces by their operations, sessions by what each
role does: a new version takes no less and sends no more.

Exit status: 0 nothing breaks, 1 something does, 2 a version cannot be read, 3 something is not known.")]
pub(super) struct Arguments {
    /// The version that others keep to: a file or a folder
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The version that is to take its place
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// How the result is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A constant and its value, such as how many roles a family has; may be given several times
    #[arg(long = "constant", value_name = "N=V", value_parser = constant)]
    constants: Vec<(Name, Literal)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For scripts: one object of the schema quadrille-diff/1
    Json,
}

/// Compares both versions.
///
/// # Errors
/// When one is not there, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let settings = Settings {
        constants: arguments.constants.clone(),
        ..Settings::default()
    };
    let paths = [arguments.old.clone(), arguments.new.clone()];
    let Loaded {
        sources,
        program,
        mut diagnostics,
    } = load(&paths, &settings);
    let sessions = Sessions::of(&program, &settings.constants);
    diagnostics.extend(sessions.diagnostics.iter().cloned());
    let status = output::complain_of(&sources, &diagnostics);
    if status != Status::Holds {
        return Ok(Status::Unusable);
    }
    let versions = Versions {
        program: &program,
        sources: [of(&program, &arguments.old)?, of(&program, &arguments.new)?],
        constants: numbers(&settings.constants),
    };
    let changes = versions.changes();
    let has = |effect: Effect| changes.iter().any(|change| change.effect == effect);
    let status = match (has(Effect::Breaks), has(Effect::Open)) {
        (true, _) => Status::Fails,
        (_, true) => Status::Undecided,
        _ => Status::Holds,
    };
    match arguments.format {
        Format::Text => output::print(&text(&sources, &changes))?,
        Format::Json => output::print_raw(json(&sources, &changes, status).as_bytes())?,
    }
    Ok(status)
}

/// The sources of what was read below a path.
fn of(program: &Program, path: &Path) -> anyhow::Result<FxHashSet<SourceId>> {
    let place = path
        .canonicalize()
        .with_context(|| format!("cannot read {}", path.display()))?;
    let modules = program.modules.iter().filter(|module| {
        let inside = module
            .path
            .as_ref()
            .is_some_and(|path| path.starts_with(&place));
        inside && !module.standard
    });
    let found: FxHashSet<SourceId> = modules.map(|module| module.source).collect();
    if found.is_empty() {
        bail!("there is no .ol or .session file in {}", path.display());
    }
    Ok(found)
}

fn text(sources: &Sources, changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let word = match change.effect {
            Effect::Breaks => "breaks",
            Effect::Open => "unknown",
            Effect::Fits => "fits",
        };
        let place = output::place(sources, change.span);
        let place = place.trim_end_matches(": ");
        let place = match place {
            "" => String::new(),
            place => format!("  ({place})"),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "{word}: {}: {}{place}",
            change.subject, change.message
        );
        for (index, step) in change.run.iter().enumerate() {
            let _ = writeln!(text, "    {}. {step}", index + 1);
        }
    }
    let count = |effect: Effect| {
        changes
            .iter()
            .filter(|change| change.effect == effect)
            .count()
    };
    let broken = match count(Effect::Breaks) {
        0 => "nothing breaks".to_owned(),
        1 => "1 change breaks".to_owned(),
        many => format!("{many} changes break"),
    };
    let _ = writeln!(
        text,
        "{broken}, {} not known, {} fit",
        count(Effect::Open),
        count(Effect::Fits)
    );
    text
}

fn json(sources: &Sources, changes: &[Change], status: Status) -> String {
    let changes: Vec<serde_json::Value> = changes
        .iter()
        .map(|change| {
            let source = sources.get(change.span.source);
            json!({
                "effect": match change.effect {
                    Effect::Breaks => "breaks",
                    Effect::Open => "unknown",
                    Effect::Fits => "fits",
                },
                "subject": change.subject,
                "message": change.message,
                "run": change.run,
                "file": source.map(|source| source.name().to_owned()),
                "line": source.map(|source| source.position(change.span.start).line),
            })
        })
        .collect();
    let root =
        json!({ "schema": "quadrille-diff/1", "status": status.number(), "changes": changes });
    format!("{root:#}\n")
}
