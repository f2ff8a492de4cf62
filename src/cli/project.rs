//! `quadrille project PATH`: what each role of a protocol does, as a type or an automaton.

use super::constant::constant;
use super::protocols::{Protocols, no_session};
use super::{foreign, output};
use crate::automata::global::Global;
use crate::automata::label::RoleId;
use crate::automata::local::Local;
use crate::base::{Name, Sources};
use crate::protocol::implementable::deterministic;
use crate::protocol::projection::merge::{Merge, merged};
use crate::protocol::projection::{project, types};
use crate::protocol::written::smallest;
use crate::report::Status;
use crate::syntax::jolie::tree::Literal;
use anyhow::anyhow;
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
  quadrille project farm.session --constant n=3 --to json
  quadrille project Buyer.scr --merge full

Without --merge a role does what the subset construction says, which is right whenever anything is; a merge
gives types to fewer protocols, and says where it does not.")]
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
    /// How what a role does after choices of others is put together
    #[arg(long, value_enum, value_name = "MERGE")]
    merge: Option<How>,
    /// The language of the files, where their extension or their first words do not tell
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    from: Option<foreign::From>,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// All branches are the same type
    Plain,
    /// What is received in different branches is united
    Full,
    /// The same on the unfoldings of types
    Coinductive,
}

impl How {
    fn merge(self) -> Merge {
        match self {
            Self::Plain => Merge::Plain,
            Self::Full => Merge::Full,
            Self::Coinductive => Merge::Coinductive,
        }
    }
}

/// Prints the roles. What is wrong with a session is told on stderr, and makes the status 2 where it is syntax or names,
/// else 1; so does a role that is too large to be shown, by 3.
///
/// # Errors
/// When there is no such session or role, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let (others, own) = foreign::part(&arguments.paths, arguments.from);
    let read = Protocols::read((&others, &own), &arguments.constants)?;
    if read.status != Status::Holds {
        return Ok(read.status);
    }
    let session = arguments.session.as_deref();
    let protocols: Vec<&Global> = read.named(session).collect();
    if protocols.is_empty() {
        return Err(no_session(session));
    }
    let mut shown = Vec::new();
    let mut worst = Status::Holds;
    for global in protocols {
        let locals = roles(global, arguments.role.as_deref())?;
        let mut found = Vec::new();
        for role in locals {
            match local(global, role, arguments.merge.map(How::merge), &read.sources) {
                Ok(local) => found.push(local),
                Err((status, message)) => {
                    output::complain(&message);
                    worst = if worst == Status::Fails {
                        worst
                    } else {
                        status
                    };
                }
            }
        }
        shown.push((global, found));
    }
    if worst == Status::Holds || arguments.to == Language::Json {
        output::print(&written(&shown, arguments.to))?;
    }
    Ok(worst)
}

/// The roles of a protocol, or the one of this name.
fn roles(global: &Global, name: Option<&str>) -> anyhow::Result<Vec<RoleId>> {
    let asked = |role: &RoleId| name.is_none_or(|name| name == global.role(*role).as_str());
    let ids: Vec<_> = global.role_ids().filter(asked).collect();
    if ids.is_empty()
        && let Some(name) = name
    {
        let names: Vec<&str> = global.roles.iter().map(|role| role.as_str()).collect();
        let names = names.join(", ");
        return Err(anyhow!(
            "the session {} has no role {name:?}; there is {names}",
            global.name
        ));
    }
    Ok(ids)
}

/// What a role does, or why that is not shown.
fn local(
    global: &Global,
    role: RoleId,
    merge: Option<Merge>,
    sources: &Sources,
) -> Result<Local, (Status, String)> {
    let name = global.role(role);
    let large = || {
        let message = format!("`{name}` has too many states to be shown");
        (Status::Undecided, message)
    };
    let Some(merge) = merge else {
        let global = deterministic(global).ok_or_else(large)?;
        let found = project(&global, role, MOST).ok_or_else(large)?;
        return Ok(found.local);
    };
    merged(&smallest(global), role, merge).map_err(|conflict| match conflict.why {
        None => large(),
        Some(why) => {
            let place = output::place(sources, conflict.span);
            let other = output::place(sources, conflict.other);
            let other = other.trim_end_matches(": ");
            let message = format!(
                "{place}error: `{name}` has no type by this merge: of two branches, {why} ({other})"
            );
            (Status::Fails, message)
        }
    })
}

fn written(shown: &[(&Global, Vec<Local>)], to: Language) -> String {
    let each = |write: &dyn Fn(&Global, &Local) -> String| -> Vec<String> {
        shown
            .iter()
            .flat_map(|(global, locals)| locals.iter().map(|local| write(global, local)))
            .collect()
    };
    match to {
        Language::Type => {
            let empty = shown.iter().filter(|(global, _)| global.roles.is_empty());
            let empty = empty.map(|(global, _)| format!("{}: nothing happens\n", global.name));
            let all = each(&|global, local| {
                let role = local.role_name(local.role);
                format!("{}.{role}:\n{}", global.name, types::text(local))
            });
            empty.chain(all).collect::<Vec<_>>().join("\n")
        }
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
