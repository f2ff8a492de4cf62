//! The protocols of some files, in whatever language they are: what `convert`, `project` and `subtype` begin with.

use super::foreign::{self, Foreign, RuleBook};
use super::output;
use crate::automata::global::Global;
use crate::base::{Name, Sources};
use crate::check::protocol::Sessions;
use crate::program::{Loaded, Program, Settings, load};
use crate::report::Status;
use crate::syntax::jolie::tree::Literal;
use anyhow::anyhow;
use std::path::PathBuf;

/// Protocols that were read.
pub(super) struct Protocols {
    pub sources: Sources,
    pub program: Program,
    /// The sessions of programs.
    pub sessions: Sessions,
    /// Protocols in other languages.
    pub others: Foreign,
    /// What is made of the status by what is wrong with them, which has been told.
    pub status: Status,
}

impl Protocols {
    /// Reads files as [`foreign::part`] parts them, with the constants of the command line; tells on stderr what is wrong.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(super) fn read(
        (others, own): (&[(PathBuf, foreign::From)], &[PathBuf]),
        constants: &[(Name, Literal)],
    ) -> anyhow::Result<Self> {
        let settings = Settings {
            constants: constants.to_vec(),
            ..Settings::default()
        };
        let Loaded {
            mut sources,
            program,
            mut diagnostics,
        } = load(own, &settings);
        let others = Foreign::read(others, RuleBook::Quadrille, &mut sources)?;
        let sessions = Sessions::of(&program, constants);
        let wrong = others.diagnostics.iter().chain(&sessions.diagnostics);
        diagnostics.extend(wrong.cloned());
        let status = output::complain_of(&sources, &diagnostics);
        Ok(Self {
            sources,
            program,
            sessions,
            others,
            status,
        })
    }

    /// The protocols of this name, or all of them, those of programs first.
    pub(super) fn named<'a>(
        &'a self,
        session: Option<&'a str>,
    ) -> impl Iterator<Item = &'a Global> {
        let all = self.sessions.protocols.iter().chain(self.others.globals());
        all.filter(move |one| is_named(one.name, session))
    }
}

/// Whether a name is the one that is asked for, where one is.
pub(super) fn is_named(name: Name, asked: Option<&str>) -> bool {
    asked.is_none_or(|asked| asked == name.as_str())
}

/// That nothing has the name that is asked for.
pub(super) fn no_session(asked: Option<&str>) -> anyhow::Error {
    match asked {
        Some(name) => anyhow!("there is no session {name:?}"),
        None => anyhow!("there is no session"),
    }
}
