//! `quadrille graph [PATH…]`: who calls whom, over which ports; with `--service S`, what one service does.

use super::output;
use crate::base::Sources;
use crate::extract::behaviour_of;
use crate::program::communication::communication;
use crate::program::{Loaded, Program, ServiceId, Settings, load};
use crate::report::{Status, behaviour, graph};
use anyhow::bail;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Draw the communication graph: services, ports, operations, who calls whom
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille graph
  quadrille graph shop.ol bank.ol --to mermaid
  quadrille graph services | dot -Tsvg > services.svg
  quadrille graph shop.ol --service Shop --to mermaid
  quadrille graph --to json | jq '.edges[].operations'")]
pub(super) struct Arguments {
    /// Files and folders; this folder when there is none
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Draw the behaviour of this service instead: what it sends and receives, step by step
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// The language of the result
    #[arg(long, value_enum, default_value_t)]
    to: Language,
    /// A folder to look for included files in; may be given several times
    #[arg(long, value_name = "DIR")]
    include: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Graphviz
    #[default]
    Dot,
    /// A flowchart for Markdown
    Mermaid,
    /// One object of the schema quadrille-graph/1, or quadrille-behaviour/1 for a service
    Json,
}

/// Prints the graph of what could be understood; what could not is told on stderr, and makes the status 2, or
/// 3 when only a limit was reached.
///
/// # Errors
/// When there is no such service, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() {
        &here
    } else {
        arguments.paths.as_slice()
    };
    let settings = Settings {
        include: super::input::folders(&arguments.include)?,
        ..Settings::default()
    };
    let Loaded {
        sources,
        program,
        diagnostics,
    } = load(paths, &settings);
    output::print(&match &arguments.service {
        Some(service) => behaviour(&program, &sources, service, arguments.to)?,
        None => graph(&program, arguments.to),
    })?;
    Ok(output::complain_of(&sources, &diagnostics))
}

/// Who calls whom.
fn graph(program: &Program, to: Language) -> String {
    let drawn = communication(program);
    match to {
        Language::Dot => graph::dot(&drawn),
        Language::Mermaid => graph::mermaid(&drawn),
        Language::Json => graph::json(&drawn),
    }
}

/// What the service of this name does; of several, the first of the files that were asked for.
fn behaviour(
    program: &Program,
    sources: &Sources,
    service: &str,
    to: Language,
) -> anyhow::Result<String> {
    let own = || program.modules.iter().filter(|module| !module.standard);
    let asked = own().filter(|module| module.asked);
    let others = own().filter(|module| !module.asked);
    let services: Vec<ServiceId> = asked
        .chain(others)
        .flat_map(|module| &module.services)
        .copied()
        .collect();
    let found = services
        .iter()
        .find(|id| program[**id].name.as_str() == service);
    let Some(found) = found else {
        let names: Vec<&str> = services
            .iter()
            .map(|id| program[*id].name.as_str())
            .collect();
        bail!(
            "no service {service:?}; there is {}",
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        );
    };
    let network = behaviour_of(program, *found);
    let Some(drawn) = network.behaviours.first() else {
        bail!("nothing is known of what {service} does");
    };
    Ok(match to {
        Language::Dot => behaviour::dot(drawn, &network, sources),
        Language::Mermaid => behaviour::mermaid(drawn, &network, sources),
        Language::Json => behaviour::json(drawn, &network, sources),
    })
}
