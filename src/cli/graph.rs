//! `quadrille graph [PATH…]`: who calls whom, over which ports.

use super::output;
use crate::program::communication::communication;
use crate::program::{Loaded, Settings, load};
use crate::report::{Status, graph, makes_unusable, undecided};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Draw the communication graph: services, ports, operations, who calls whom
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille graph
  quadrille graph shop.ol bank.ol --to mermaid
  quadrille graph services | dot -Tsvg > services.svg
  quadrille graph --to json | jq '.edges[].operations'")]
pub(super) struct Arguments {
    /// Files and folders; this folder when there is none
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
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
    /// One object of the schema quadrille-graph/1
    Json,
}

/// Prints the graph of what could be understood; what could not is told on stderr, and makes the status 2, or
/// 3 when only a limit was reached.
///
/// # Errors
/// When stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() {
        &here
    } else {
        arguments.paths.as_slice()
    };
    let settings = Settings {
        include: super::check::folders(&arguments.include)?,
        ..Settings::default()
    };
    let Loaded {
        sources,
        program,
        diagnostics,
    } = load(paths, &settings);
    let drawn = communication(&program);
    output::print(&match arguments.to {
        Language::Dot => graph::dot(&drawn),
        Language::Mermaid => graph::mermaid(&drawn),
        Language::Json => graph::json(&drawn),
    })?;
    let mut status = Status::Holds;
    for diagnostic in diagnostics
        .iter()
        .filter(|diagnostic| makes_unusable(diagnostic) || undecided(diagnostic))
    {
        let span = diagnostic.primary.span;
        let place = sources.get(span.source).map_or(String::new(), |source| {
            format!("{}:{}: ", source.name(), source.position(span.start).line)
        });
        output::complain(&format!(
            "{place}{}[{}]: {}",
            diagnostic.severity, diagnostic.code, diagnostic.message
        ));
        status = match status {
            Status::Unusable => status,
            _ if undecided(diagnostic) => Status::Undecided,
            _ => Status::Unusable,
        };
    }
    Ok(status)
}
