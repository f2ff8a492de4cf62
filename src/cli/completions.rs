//! `quadrille completions SHELL`: a script that completes commands and options.

use super::output;
use crate::report::Status;
use clap::{Args, Command};
use clap_complete::Shell;

/// Print a script that completes commands and options in a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  quadrille completions bash > ~/.local/share/bash-completion/completions/quadrille
  quadrille completions fish > ~/.config/fish/completions/quadrille.fish")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// When stdout cannot be written.
pub(super) fn run(arguments: &Arguments, mut command: Command) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "quadrille", &mut script);
    output::print_raw(&script)?;
    Ok(Status::Holds)
}
