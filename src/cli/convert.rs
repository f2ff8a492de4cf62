//! `quadrille convert IN --to FORMAT`: a protocol in another language, or a program as plain Jolie.

use super::constant::constant;
use super::protocols::{Protocols, is_named, no_session};
use super::{foreign, output};
use crate::automata::global::Global;
use crate::base::{Name, Sources};
use crate::protocol::written::{self, Unsayable};
use crate::report::Status;
use crate::syntax::jolie;
use crate::syntax::jolie::tree::Literal;
use crate::syntax::session::{plain::plain, print::print};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::{Path, PathBuf};

/// Print a protocol in another language, or a program as plain Jolie
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille convert shop.ol --to jolie > plain.ol        without sessions, and roles that are played
  quadrille convert Buyer.scr --to session > buyer.session
  quadrille convert purchase.session --to scribble
  quadrille convert shop.ol --session Purchase --to nuscr
  quadrille convert farm.session --constant n=3 --to scribble

Requests and replies become two messages in languages that have only these. What a language
cannot say is told with its line, and nothing is printed.

Exit status: 0 it is printed, 2 it cannot be read, or not be said.")]
pub(super) struct Arguments {
    /// A file
    #[arg(value_name = "IN")]
    path: PathBuf,
    /// The language of the result
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Language,
    /// Only this session
    #[arg(long, value_name = "SESSION")]
    session: Option<String>,
    /// The language of the file, where its extension or its first words do not tell
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    from: Option<foreign::From>,
    /// A constant and its value, such as how many roles a family has; may be given several times
    #[arg(long = "constant", value_name = "N=V", value_parser = constant)]
    constants: Vec<(Name, Literal)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Jolie without declarations of ours
    Jolie,
    /// Sessions
    Session,
    /// A module of Scribble
    Scribble,
    /// A protocol of nuScr
    Nuscr,
}

/// Prints the file in another language.
///
/// # Errors
/// When there is no such file or session, when Jolie is asked for and it is none, or stdout cannot be written.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let path = &arguments.path;
    let (others, own) = foreign::part(std::slice::from_ref(path), arguments.from);
    if arguments.to == Language::Jolie {
        if own.is_empty() {
            bail!("{} is a protocol, and no program of Jolie", path.display());
        }
        return as_jolie(path);
    }
    if !path.is_file() {
        bail!("cannot read {}: no such file", path.display());
    }
    let protocols = Protocols::read((&others, &own), &arguments.constants)?;
    if protocols.status != Status::Holds {
        return Ok(Status::Unusable);
    }
    let session = arguments.session.as_deref();
    let wanted = |name: Name| is_named(name, session);
    let declared = protocols.program.sessions.iter().map(|one| &one.session);
    let declared = declared.filter(|one| wanted(one.name.name));
    let others = protocols.others.globals().filter(|one| wanted(one.name));
    let (texts, count) = match arguments.to {
        Language::Scribble | Language::Nuscr => {
            let globals: Vec<&Global> = protocols.named(session).collect();
            let text = match arguments.to {
                Language::Scribble => written::scribble(&globals),
                _ => written::nuscr(&globals),
            };
            (vec![text], globals.len())
        }
        Language::Session | Language::Jolie => {
            let declared = declared.map(|session| Ok(print(session) + "\n"));
            let others = others.map(|one| written::session(one).map(|one| print(&one) + "\n"));
            let texts: Vec<_> = declared.chain(others).collect();
            let count = texts.len();
            (texts, count)
        }
    };
    if count == 0 {
        return Err(no_session(session));
    }
    tell(&protocols.sources, texts)
}

/// Prints the texts, or all that cannot be said.
fn tell(sources: &Sources, texts: Vec<Result<String, Vec<Unsayable>>>) -> anyhow::Result<Status> {
    let mut printed = Vec::new();
    let mut status = Status::Holds;
    for text in texts {
        match text {
            Ok(text) => printed.push(text),
            Err(errors) => {
                status = Status::Unusable;
                for error in errors {
                    output::complain(&format!(
                        "{}error: {}",
                        output::place(sources, error.span),
                        error.message
                    ));
                }
            }
        }
    }
    if status == Status::Holds {
        output::print(&printed.join("\n"))?;
    }
    Ok(status)
}

/// A program without what is not Jolie's own.
fn as_jolie(path: &Path) -> anyhow::Result<Status> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut sources = Sources::default();
    let name = path.display().to_string().replace('\\', "/");
    let source = sources.add(name, text.as_str());
    let (file, errors) = jolie::parse(source, &text);
    let status = output::complain_of(&sources, &errors);
    if status != Status::Holds {
        return Ok(Status::Unusable);
    }
    output::print(&plain(&file, &text))?;
    Ok(Status::Holds)
}
