//! `quadrille infer [PATH…]`: the sessions that services keep without saying so; with `--service S`, what one service does.

use super::constant::constant;
use super::input::folders;
use super::output;
use crate::automata::local::Local;
use crate::base::{Name, Sources, Span};
use crate::check::inference::{Agreed, service, sessions};
use crate::program::{Loaded, Program, Settings, load};
use crate::protocol::inference::{Behaviour, Obstacle};
use crate::protocol::projection::types;
use crate::report::Status;
use crate::syntax::jolie::tree::Literal;
use crate::system::{Choice, System, systems};
use anyhow::bail;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Find the session that services keep without saying so, or the local type of one service
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille infer
  quadrille infer buyer.ol seller.ol bank.ol > purchase.session
  quadrille infer --system shop
  quadrille infer shop.ol --service Shop
  quadrille infer shop.ol --service Shop --to mermaid

What is printed is a session that can be implemented and that every service conforms to. Where there is none, or
it cannot be found, the line in its way is told.")]
pub(super) struct Arguments {
    /// Files and folders; this folder when there is none
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What this service does instead, for each message that begins a session of it
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Only this system: a table of quadrille.toml, or a name that a report shows
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// The language of the result: session, or type for a service, unless this is given
    #[arg(long, value_enum)]
    to: Option<Language>,
    /// A folder to look for included files and imported modules in; may be given several times
    #[arg(long, value_name = "DIR")]
    include: Vec<PathBuf>,
    /// A constant and its value, as `jolie -C` takes them; may be given several times
    #[arg(long = "constant", value_name = "N=V", value_parser = constant)]
    constants: Vec<(Name, Literal)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Sessions, which read back
    Session,
    /// Local types of a service
    Type,
    /// Graphviz, for a service
    Dot,
    /// State diagrams for Markdown, for a service
    Mermaid,
    /// One object of the schema quadrille-infer/1
    Json,
}

/// Prints what was inferred; what stands in the way is told on stderr, and makes the status 3.
///
/// # Errors
/// When there is no such service or system, the files cannot be read, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let here = [PathBuf::from(".")];
    let paths = match arguments.paths.as_slice() {
        [] => here.as_slice(),
        paths => paths,
    };
    let settings = Settings {
        include: folders(&arguments.include)?,
        constants: arguments.constants.clone(),
        ..Settings::default()
    };
    let mut choice = Choice::of(&arguments.paths, None);
    if let Some(folder) = folder(&arguments.paths) {
        choice.name = folder;
    }
    let Loaded {
        sources,
        program,
        diagnostics,
    } = load(paths, &settings);
    let status = output::complain_of(&sources, &diagnostics);
    if status == Status::Unusable {
        return Ok(status);
    }
    let systems: Vec<System> = systems(&program, &choice)
        .into_iter()
        .filter(|system| {
            let asked = arguments.system.as_deref();
            asked.is_none_or(|name| name == system.name)
        })
        .collect();
    if systems.is_empty() {
        bail!(match &arguments.system {
            Some(name) => format!("there is no system {name:?}"),
            None => "there is no service".to_owned(),
        });
    }
    match &arguments.service {
        Some(name) => of_service(&program, &systems, &sources, (name, arguments.to)),
        None => of_systems(&program, &systems, &sources, arguments.to),
    }
}

/// The folder that several files lie in, when that is one.
fn folder(paths: &[PathBuf]) -> Option<String> {
    let mut folders = paths.iter().map(|path| path.parent());
    let first = folders.next()??.file_name()?;
    let same = |folder: Option<&Path>| folder.and_then(Path::file_name) == Some(first);
    (paths.len() > 1 && folders.all(same)).then(|| first.to_string_lossy().into_owned())
}

/// The sessions of all systems.
fn of_systems(
    program: &Program,
    systems: &[System],
    sources: &Sources,
    to: Option<Language>,
) -> anyhow::Result<Status> {
    if !matches!(to, None | Some(Language::Session | Language::Json)) {
        bail!("--to is session or json here; the others need --service");
    }
    let json = to == Some(Language::Json);
    let mut texts = Vec::new();
    let mut objects = Vec::new();
    let mut status = Status::Holds;
    for system in systems {
        for (name, found) in sessions(program, system) {
            match found {
                Ok(agreed) => {
                    objects.push(object(&system.name, name, &agreed));
                    texts.push(agreed.text);
                    for remark in agreed.remarks {
                        output::complain(&format!("note: {name}: {remark}"));
                    }
                    for plays in agreed.plays.iter().filter(|plays| plays.ends_with(')')) {
                        output::complain(&format!(
                            "note: a port is called after another role: {plays}"
                        ));
                    }
                }
                Err(obstacle) => {
                    status = Status::Undecided;
                    tell(sources, &system.name, &obstacle);
                    objects.push(refusal(sources, &system.name, name, &obstacle));
                }
            }
        }
    }
    if json {
        let root = json!({ "schema": "quadrille-infer/1", "sessions": objects });
        output::print(&format!("{root:#}\n"))?;
    } else {
        output::print(&texts.join("\n"))?;
    }
    Ok(status)
}

fn object(system: &str, name: Name, agreed: &Agreed) -> Value {
    let roles: Vec<&str> = agreed
        .global
        .roles
        .iter()
        .map(|role| role.as_str())
        .collect();
    json!({
        "system": system,
        "session": name.as_str(),
        "roles": roles,
        "text": agreed.text,
        "plays": agreed.plays,
        "remarks": agreed.remarks,
        "obstacle": null,
    })
}

fn refusal(sources: &Sources, system: &str, name: Name, obstacle: &Obstacle) -> Value {
    let place = |span: Span| {
        let source = sources.get(span.source);
        let line = source.map(|source| source.position(span.start).line);
        (source.map(|source| source.name().to_owned()), line)
    };
    let (file, line) = place(obstacle.span);
    json!({
        "system": system,
        "session": name.as_str(),
        "roles": [],
        "text": null,
        "plays": [],
        "remarks": [],
        "obstacle": { "message": obstacle.message, "file": file, "line": line },
    })
}

/// Says what stands in the way, and how it comes to that.
fn tell(sources: &Sources, system: &str, obstacle: &Obstacle) {
    let place = |span: Span| output::place(sources, span);
    output::complain(&format!(
        "{}no session was found for {system}: {}",
        place(obstacle.span),
        obstacle.message
    ));
    for (span, what) in &obstacle.others {
        output::complain(&format!("  {}{what}", place(*span)));
    }
    if obstacle.run.is_empty() {
        return;
    }
    output::complain("How it happens:");
    for (number, (step, span)) in (1..).zip(&obstacle.run) {
        let place = place(*span);
        let place = place.trim_end_matches(": ");
        output::complain(&match place {
            "" => format!("  {number}. {step}"),
            place => format!("  {number}. {step}  ({place})"),
        });
    }
}

/// What a service does.
fn of_service(
    program: &Program,
    systems: &[System],
    sources: &Sources,
    (name, to): (&str, Option<Language>),
) -> anyhow::Result<Status> {
    let found = systems
        .iter()
        .find_map(|system| Some((system, service(program, system, name)?)));
    let Some((system, found)) = found else {
        let names: Vec<&str> = systems
            .iter()
            .flat_map(|system| &system.instances)
            .map(|instance| instance.name.as_str())
            .collect();
        bail!(
            "there is no service {name:?}; there is {}",
            names.join(", ")
        );
    };
    let behaviours = match found {
        Ok(behaviours) => behaviours,
        Err(obstacle) => {
            tell(sources, &system.name, &obstacle);
            return Ok(Status::Undecided);
        }
    };
    output::print(&written(name, &behaviours, to.unwrap_or(Language::Type))?)?;
    Ok(Status::Holds)
}

fn written(name: &str, behaviours: &[Behaviour], to: Language) -> anyhow::Result<String> {
    let each = |write: &dyn Fn(&Local) -> String| -> Vec<String> {
        behaviours.iter().map(|one| write(&one.local)).collect()
    };
    Ok(match to {
        Language::Session => bail!("--to session needs a system, without --service"),
        Language::Type => {
            let all = behaviours.iter().map(|one| {
                let head = match one.starter {
                    Some(starter) => format!("{name}.{starter}"),
                    None => name.to_owned(),
                };
                format!("{head}:\n{}", types::text(&one.local))
            });
            all.collect::<Vec<_>>().join("\n")
        }
        Language::Dot => each(&types::dot).concat(),
        Language::Mermaid => each(&types::mermaid).join("\n"),
        Language::Json => {
            let all = behaviours.iter().map(|one| {
                json!({
                    "starter": one.starter.map(|starter| starter.as_str()),
                    "role": types::json(&one.local),
                })
            });
            let all: Vec<Value> = all.collect();
            let root = json!({ "schema": "quadrille-infer/1", "service": name, "types": all });
            format!("{root:#}\n")
        }
    })
}
