//! `quadrille project PATH`: what each role of a protocol does, as a type or an automaton.

use super::constant::constant;
use super::output;
use crate::automata::global::Global;
use crate::automata::local::Local;
use crate::base::Name;
use crate::check::protocol::Sessions;
use crate::program::{Loaded, Settings, load};
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::{project, types};
use crate::report::Status;
use crate::syntax::jolie::tree::Literal;
use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

/// How many states a role may have to be shown.
const MOST: usize = 1 << 16;

/// Show what each role of a session does: its local type
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille project purchase.session
  quadrille project purchase.session --role Seller
  quadrille project shop.ol --session Purchase --role Seller --to dot | dot -Tsvg > seller.svg
  quadrille project farm.session --constant n=3 --to json")]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Only this session
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
    /// Only this role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// The language of the result
    #[arg(long, value_enum, default_value_t)]
    to: Language,
    /// A constant and its value, such as how many roles a family has; may be given several times
    #[arg(long = "constant", value_name = "N=V", value_parser = constant)]
    constants: Vec<(Name, Literal)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Local types, a role after the other
    #[default]
    Type,
    /// Graphviz
    Dot,
    /// State diagrams for Markdown
    Mermaid,
    /// One object of the schema quadrille-roles/1
    Json,
}

/// Prints the roles. What is wrong with a session is told on stderr, and makes the status 2 where it is syntax or names,
/// else 1; so does a role that is too large to be shown, by 3.
///
/// # Errors
/// When there is no such session or role, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let settings = Settings {
        constants: arguments.constants.clone(),
        ..Settings::default()
    };
    let Loaded {
        sources,
        program,
        mut diagnostics,
    } = load(&arguments.paths, &settings);
    let sessions = Sessions::of(&program, &settings.constants);
    diagnostics.extend(sessions.diagnostics.iter().cloned());
    let status = output::complain_of(&sources, &diagnostics);
    if status != Status::Holds {
        return Ok(status);
    }
    let wanted = |global: &&Global| {
        let name = arguments.session.as_deref();
        name.is_none_or(|name| name == global.name.as_str())
    };
    let protocols: Vec<&Global> = sessions.protocols.iter().filter(wanted).collect();
    if protocols.is_empty() {
        bail!(match &arguments.session {
            Some(name) => format!("there is no session {name:?}"),
            None => "there is no session".to_owned(),
        });
    }
    let mut shown = Vec::new();
    for global in protocols {
        let Some(locals) = roles(global, arguments.role.as_deref())? else {
            output::complain("a role has too many states to be shown");
            return Ok(Status::Undecided);
        };
        shown.push((global, locals));
    }
    output::print(&written(&shown, arguments.to))?;
    Ok(Status::Holds)
}

/// The roles of a protocol, or the one of this name; `None` when one is too large.
fn roles(global: &Global, name: Option<&str>) -> anyhow::Result<Option<Vec<Local>>> {
    let Some(global) = deterministic(global) else {
        return Ok(None);
    };
    let asked = |role: &_| name.is_none_or(|name| name == global.role(*role).as_str());
    let ids: Vec<_> = global.role_ids().filter(asked).collect();
    if ids.is_empty() && name.is_some() {
        let names: Vec<&str> = global.roles.iter().map(|role| role.as_str()).collect();
        let (name, names) = (name.unwrap_or_default(), names.join(", "));
        return Err(anyhow!(
            "the session {} has no role {name:?}; there is {names}",
            global.name
        ));
    }
    let locals = ids.into_iter().map(|role| project(&global, role, MOST));
    Ok(locals.map(|found| found.map(|found| found.local)).collect())
}

fn written(shown: &[(&Global, Vec<Local>)], to: Language) -> String {
    let each = |write: &dyn Fn(&Global, &Local) -> String| -> Vec<String> {
        shown
            .iter()
            .flat_map(|(global, locals)| locals.iter().map(|local| write(global, local)))
            .collect()
    };
    match to {
        Language::Type => each(&|global, local| {
            let role = local.role_name(local.role);
            format!("{}.{role}:\n{}", global.name, types::text(local))
        })
        .join("\n"),
        Language::Dot => each(&|_, local| types::dot(local)).concat(),
        Language::Mermaid => each(&|_, local| types::mermaid(local)).join("\n"),
        Language::Json => {
            let sessions: Vec<serde_json::Value> = shown
                .iter()
                .map(|(global, locals)| {
                    let roles: Vec<_> = locals.iter().map(types::json).collect();
                    json!({ "session": global.name.as_str(), "roles": roles })
                })
                .collect();
            let root = json!({ "schema": "quadrille-roles/1", "sessions": sessions });
            format!("{root:#}\n")
        }
    }
}
