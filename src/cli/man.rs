//! `quadrille man [DIR]`: manual pages.

use super::output;
use crate::report::Status;
use anyhow::Context;
use clap::{Args, Command};
use std::fs;
use std::path::PathBuf;

/// Print the manual page, or write one for each command into a folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille man | man -l -
  quadrille man ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// The folder to write the pages of all commands into; it is made when it is missing
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints or writes the pages.
///
/// # Errors
/// When stdout or the folder cannot be written.
pub(super) fn run(arguments: &Arguments, command: Command) -> anyhow::Result<Status> {
    if let Some(folder) = &arguments.folder {
        fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(command, folder))
            .with_context(|| format!("cannot write manual pages into {}", folder.display()))?;
    } else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        output::print_raw(&page)?;
    }
    Ok(Status::Holds)
}
