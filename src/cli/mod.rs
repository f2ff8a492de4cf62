//! The command line: one file a subcommand.

use std::process::ExitCode;

/// Reads the arguments of the process, does what they ask, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
